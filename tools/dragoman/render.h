/* SPDX-License-Identifier: Apache-2.0 */
/* Extractions for people and spreadsheets. */
#ifndef DGM_CLI_RENDER_H
#define DGM_CLI_RENDER_H

#include "cli.h"

/* False: no memory, or writing failed (ferror). */
bool render_pretty(FILE *out, const cli *c, dgm_text extraction);
void render_table_head(FILE *out, const cli *c);
bool render_table(FILE *out, const cli *c, dgm_text extraction);
void render_csv_head(FILE *out);
bool render_csv(FILE *out, dgm_text extraction);

#endif
