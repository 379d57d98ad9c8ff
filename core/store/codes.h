/* SPDX-License-Identifier: Apache-2.0 */
/* Rows by a code of three letters ("FRA"), as countries have one: found at once, where an index would fold the code first. */
#ifndef DGM_STORE_CODES_H
#define DGM_STORE_CODES_H

#include "store/store.h"

#define DGM_CODE_BITS 10u
#define DGM_CODE_SLOTS (1u << DGM_CODE_BITS)
#define DGM_CODE_ROWS (DGM_CODE_SLOTS / 2) /* those behind are searched one by one */

typedef struct dgm_codes {
    dgm_table table;
    int column;
    uint32_t hashed;                /* rows that have slots */
    uint16_t slots[DGM_CODE_SLOTS]; /* row + 1; 0: none */
} dgm_codes;

void dgm_codes_make(dgm_codes *codes, const dgm_table *table, int column);
uint32_t dgm_codes_row(const dgm_codes *codes, dgm_str code); /* DGM_NONE: no such code */

#endif
