/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT 0xFFFDu
#define SAMPLE 256u

static uint32_t bad(uint32_t *len) {
    *len = 1;
    return REPLACEMENT;
}

static bool continues(const unsigned char *p, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if ((p[i] & 0xC0) != 0x80)
            return false;
    return true;
}

uint32_t dgm_utf8_next(const char *text, size_t n, uint32_t *len) {
    const unsigned char *p = (const unsigned char *)text;
    if (n == 0)
        return bad(len);
    uint32_t c = p[0];
    if (c < 0x80) {
        *len = 1;
        return c;
    }
    uint32_t need = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4 || n < need || !continues(p, 1, need))
        return bad(len);
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    c &= 0x7Fu >> need;
    for (uint32_t i = 1; i < need; i++)
        c = c << 6 | (p[i] & 0x3Fu);
    if (c < smallest[need] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return bad(len);
    *len = need;
    return c;
}

uint32_t dgm_utf8_put(uint32_t c, char *out) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = REPLACEMENT;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    uint32_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (uint32_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(lead[n] | c);
    return n;
}

static bool eight_ascii(const char *p) {
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return !(x & 0x8080808080808080u);
}

size_t dgm_utf8_check(const char *p, size_t n) {
    size_t i = 0;
    while (i < n) {
        if (n - i >= 8 && eight_ascii(p + i)) {
            i += 8;
            continue;
        }
        uint32_t len;
        uint32_t c = dgm_utf8_next(p + i, n - i, &len);
        if (c == REPLACEMENT && len == 1) /* a real U+FFFD has three bytes */
            return i;
        i += len;
    }
    return n;
}

size_t dgm_utf8_count(const char *p, size_t n) {
    size_t inner = 0, i = 0; /* bytes that continue a code point: their upper bits are 10 */
    for (; n - i >= 8; i += 8) {
        uint64_t x;
        memcpy(&x, p + i, sizeof x);
        inner += ((x >> 7 & ~(x >> 6)) & 0x0101010101010101u) * 0x0101010101010101u >> 56;
    }
    for (; i < n; i++)
        inner += ((unsigned char)p[i] & 0xC0) == 0x80;
    return n - inner;
}

static utf8proc_category_t category(uint32_t c) {
    return c <= 0x10FFFF ? utf8proc_category((utf8proc_int32_t)c) : UTF8PROC_CATEGORY_CN;
}

bool dgm_cp_is_upper(uint32_t c) {
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LT;
}

bool dgm_cp_is_lower(uint32_t c) {
    if (c < 0x80)
        return c >= 'a' && c <= 'z';
    return category(c) == UTF8PROC_CATEGORY_LL;
}

bool dgm_cp_is_letter(uint32_t c) {
    if (c < 0x80)
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    utf8proc_category_t k = category(c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO;
}

bool dgm_cp_is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

bool dgm_cp_is_space(uint32_t c) {
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    if (c == 0x85 || c == 0x200B || c == 0xFEFF)
        return true;
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_ZS || k == UTF8PROC_CATEGORY_ZL || k == UTF8PROC_CATEGORY_ZP;
}

uint32_t dgm_cp_lower(uint32_t c) {
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    return c <= 0x10FFFF ? (uint32_t)utf8proc_tolower((utf8proc_int32_t)c) : c;
}

bool dgm_cpmap_make(dgm_cpmap *map, dgm_arena *arena, const char *text, uint32_t n) {
    *map = (dgm_cpmap){text, n, NULL};
    if (dgm_utf8_count(text, n) == n)
        return true;
    uint32_t *samples = DGM_NEWS(arena, uint32_t, n / SAMPLE + 1);
    if (!samples)
        return false;
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (i % SAMPLE == 0)
            samples[i / SAMPLE] = count;
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    if (n % SAMPLE == 0)
        samples[n / SAMPLE] = count;
    map->samples = samples;
    return true;
}

uint32_t dgm_cpmap_at(const dgm_cpmap *map, uint32_t offset) {
    if (offset > map->n)
        offset = map->n;
    if (!map->samples)
        return offset;
    uint32_t block = offset / SAMPLE;
    return map->samples[block] + (uint32_t)dgm_utf8_count(map->text + (size_t)block * SAMPLE, offset - block * SAMPLE);
}

uint32_t dgm_cpmap_byte(const dgm_cpmap *map, uint32_t offset) {
    if (!map->samples)
        return offset < map->n ? offset : map->n;
    uint32_t low = 0, high = map->n / SAMPLE; /* the last block that begins at or before the code point */
    while (low < high) {
        uint32_t mid = low + (high - low + 1) / 2;
        if (map->samples[mid] <= offset)
            low = mid;
        else
            high = mid - 1;
    }
    uint32_t count = map->samples[low], i = low * SAMPLE;
    while (i < map->n) { /* stops at the first byte of that code point */
        if (((unsigned char)map->text[i] & 0xC0) != 0x80 && count++ == offset)
            break;
        i++;
    }
    return i;
}
