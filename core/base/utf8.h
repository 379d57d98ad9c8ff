/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8: checking, walking, and the map between bytes and code points. */
#ifndef DGM_BASE_UTF8_H
#define DGM_BASE_UTF8_H

#include "base/arena.h"

/* Code point at `text` (at most `n` bytes follow); *len gets 1–4. Ill-formed bytes give U+FFFD and *len 1. */
uint32_t dgm_utf8_next(const char *text, size_t n, uint32_t *len);
/* Bytes written to `out` (room for 4). */
uint32_t dgm_utf8_put(uint32_t code_point, char *out);
/* Offset of the first ill-formed byte, or n. Surrogates, overlong forms and > U+10FFFF are ill-formed. */
size_t dgm_utf8_check(const char *p, size_t n);
size_t dgm_utf8_count(const char *p, size_t n); /* code points */

/* Properties by libutf8proc's tables, whatever the locale; an ASCII fast path in front. */
bool dgm_cp_is_upper(uint32_t c);
bool dgm_cp_is_lower(uint32_t c);
bool dgm_cp_is_letter(uint32_t c);
bool dgm_cp_is_digit(uint32_t c); /* ASCII digits */
bool dgm_cp_is_space(uint32_t c); /* Unicode white space, U+00A0, U+200B, U+FEFF */
uint32_t dgm_cp_lower(uint32_t c);

/* Byte offset → code point offset, O(1): one sample for every 256 bytes. Lives on the arena. */
typedef struct dgm_cpmap {
    const char *text;
    uint32_t n;
    const uint32_t *samples; /* code points before byte 256*i; NULL when the text is ASCII */
} dgm_cpmap;
bool dgm_cpmap_make(dgm_cpmap *map, dgm_arena *arena, const char *text, uint32_t n);
uint32_t dgm_cpmap_at(const dgm_cpmap *map, uint32_t byte_offset);
uint32_t dgm_cpmap_byte(const dgm_cpmap *map, uint32_t code_point_offset); /* the way back */

#endif
