/* SPDX-License-Identifier: Apache-2.0 */
#include "store/codes.h"

static uint32_t slot_of(dgm_str code) {
    const unsigned char *c = (const unsigned char *)code.p;
    return ((uint32_t)c[0] << 10 ^ (uint32_t)c[1] << 5 ^ c[2]) * 2654435761u >> (32 - DGM_CODE_BITS);
}

static dgm_str code_at(const dgm_codes *codes, uint32_t row) {
    return dgm_str_of(dgm_table_str(&codes->table, row, codes->column));
}

/* Rows in their order, so that of two with the same code the first is found. */
void dgm_codes_make(dgm_codes *codes, const dgm_table *table, int column) {
    *codes = (dgm_codes){.table = *table, .column = column};
    for (; codes->hashed < table->rows && codes->hashed < DGM_CODE_ROWS; codes->hashed++) {
        dgm_str code = code_at(codes, codes->hashed);
        if (code.n != 3)
            continue;
        uint32_t at = slot_of(code);
        while (codes->slots[at])
            at = (at + 1) % DGM_CODE_SLOTS;
        codes->slots[at] = (uint16_t)(codes->hashed + 1);
    }
}

uint32_t dgm_codes_row(const dgm_codes *codes, dgm_str code) {
    if (code.n != 3)
        return DGM_NONE;
    for (uint32_t at = slot_of(code); codes->slots[at]; at = (at + 1) % DGM_CODE_SLOTS)
        if (dgm_str_eq(code_at(codes, codes->slots[at] - 1u), code))
            return codes->slots[at] - 1u;
    for (uint32_t row = codes->hashed; row < codes->table.rows; row++)
        if (dgm_str_eq(code_at(codes, row), code))
            return row;
    return DGM_NONE;
}
