/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"
#include "doc/doc.h"

uint8_t dgm_doc_shape(dgm_str form) {
    unsigned shape = 0;
    bool letters = false, lower = false, digits = false;
    uint32_t len;
    for (uint32_t at = 0; at < form.n; at += len) {
        uint32_t c = dgm_utf8_next(form.p + at, form.n - at, &len);
        if (c >= 0x80)
            shape |= DGM_SHAPE_NON_ASCII;
        if (c == '-' || (c >= 0x2010 && c <= 0x2015))
            shape |= DGM_SHAPE_HYPHEN;
        if (dgm_cp_is_digit(c))
            digits = true;
        if (!dgm_cp_is_letter(c))
            continue;
        if (at == 0 && dgm_cp_is_upper(c))
            shape |= DGM_SHAPE_UPPER_FIRST;
        letters = true;
        lower = lower || !dgm_cp_is_upper(c);
    }
    if (letters && !lower)
        shape |= DGM_SHAPE_ALL_UPPER;
    if (digits)
        shape |= DGM_SHAPE_DIGIT;
    if (!letters && !digits)
        shape |= DGM_SHAPE_PUNCT;
    return (uint8_t)shape;
}
