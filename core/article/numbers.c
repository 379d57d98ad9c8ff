/* SPDX-License-Identifier: Apache-2.0 */
/* jansson 2.14 refuses a document with an integer over 64 bits or a real that overflows. Such numbers are put in quotes before it
 * sees them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "article/fields.h"

#define SAFE_DIGITS 18u /* any integer of so many digits fits */

static bool number_char(char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/* Does the number at p (n bytes) overflow? Numbers that JSON does not allow are left for jansson to refuse. */
static bool too_wide(const char *p, uint32_t n) {
    uint32_t digits = 0, i = 0;
    bool integer = true;
    for (; i < n; i++) {
        digits += p[i] >= '0' && p[i] <= '9';
        integer = integer && p[i] != '.' && p[i] != 'e' && p[i] != 'E';
    }
    if (p[n - 1] < '0' || p[n - 1] > '9')
        return false;
    if (integer && digits > SAFE_DIGITS) {
        char copy[24];
        if (n >= sizeof copy)
            return true;
        memcpy(copy, p, n);
        copy[n] = '\0';
        errno = 0;
        strtoll(copy, NULL, 10);
        return errno == ERANGE;
    }
    /* a real overflows only by its exponent, or by hundreds of digits */
    const char *e = memchr(p, 'e', n), *big = e ? e : memchr(p, 'E', n);
    if (!big)
        return digits > 300;
    const char *d = big + 1 + (big + 1 < p + n && big[1] == '+');
    return d < p + n && *d != '-' && (p + n - d > 3 || (p + n - d == 3 && memcmp(d, "290", 3) >= 0) || digits > 200);
}

/* Calls back for every number outside strings; `out` NULL only counts the bytes that quotes add. */
static uint32_t quote(dgm_str json, char *out) {
    uint32_t added = 0, w = 0;
    bool string = false;
    for (uint32_t i = 0; i < json.n;) {
        char c = json.p[i];
        if (string || !number_char(c) || (c == 'e' || c == 'E' || c == '+' || c == '.')) {
            uint32_t step = string && c == '\\' && i + 1 < json.n ? 2 : 1;
            string = c == '"' ? !string : string;
            if (out)
                memcpy(out + w, json.p + i, step);
            w += step;
            i += step;
            continue;
        }
        uint32_t n = 1;
        while (i + n < json.n && number_char(json.p[i + n]))
            n++;
        bool wide = too_wide(json.p + i, n);
        if (out) {
            out[w] = '"';
            memcpy(out + w + wide, json.p + i, n);
            if (wide)
                out[w + 1 + n] = '"';
        }
        w += n + 2u * wide;
        added += 2u * wide;
        i += n;
    }
    return added;
}

int dgm_quote_wide_numbers(dgm_stage *stage, dgm_str *json) {
    uint32_t added = quote(*json, NULL);
    if (added == 0)
        return DGM_OK;
    char *copy = dgm_arena_alloc(stage->doc->arena, (size_t)json->n + added + 1);
    if (!copy)
        return dgm_fail_memory(stage->error);
    quote(*json, copy);
    *json = (dgm_str){copy, json->n + added};
    return DGM_OK;
}
