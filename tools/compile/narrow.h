/* SPDX-License-Identifier: Apache-2.0 */
/* Between reading the lexicon and writing the model: how wide each column's cells are. */
#ifndef DGM_COMPILE_NARROW_H
#define DGM_COMPILE_NARROW_H

#include "compile/lexicon.h"

/* Once, when all rows are there: sets the columns' width, values and divisor, makes `cells` what will be written, and finds the runs.
 * False: no memory. */
bool dgm_lex_narrow(dgm_lex_table *table);
void dgm_lex_write_cells(unsigned char *out, const dgm_lex_column *column, uint32_t rows);

#endif
