/* SPDX-License-Identifier: Apache-2.0 */
/* Places in a text, and borrowed strings. Everything here is a value: nothing owns memory. */
#ifndef DGM_BASE_SPAN_H
#define DGM_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* "no such token, entity, row …" wherever an index is expected */
#define DGM_NONE UINT32_MAX

/* Half open, in BYTES of the article's text. Only core/record turns bytes into code points. */
typedef struct dgm_span {
    uint32_t start;
    uint32_t end;
} dgm_span;

/* A borrowed run of bytes, UTF-8, not NUL-terminated. n == 0 means "nothing known". */
typedef struct dgm_str {
    const char *p;
    uint32_t n;
} dgm_str;

/* for literals only */
#define DGM_STR(literal) ((dgm_str){(literal), (uint32_t)(sizeof(literal) - 1)})

static inline bool dgm_span_empty(dgm_span s) { return s.end <= s.start; }
static inline uint32_t dgm_span_len(dgm_span s) { return s.end > s.start ? s.end - s.start : 0; }
static inline bool dgm_span_overlap(dgm_span a, dgm_span b) { return a.start < b.end && b.start < a.end; }
static inline bool dgm_span_within(dgm_span in, dgm_span out) { return in.start >= out.start && in.end <= out.end; }

dgm_str dgm_str_of(const char *cstring);              /* NULL gives the empty string */
bool dgm_str_ieq(dgm_str a, const char *lower_ascii); /* ASCII letters of `a` compared in lower case */

/* Inline, so that a literal's length is known where it is compared; most comparisons end with the length. */
static inline bool dgm_str_eq(dgm_str a, dgm_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
static inline bool dgm_str_is(dgm_str a, const char *cstring) { /* NULL: the empty string */
    size_t n = cstring ? strlen(cstring) : 0;
    return n == a.n && (n == 0 || memcmp(a.p, cstring, n) == 0);
}
static inline bool dgm_str_starts(dgm_str a, const char *prefix) {
    size_t n = strlen(prefix);
    return n <= a.n && (n == 0 || memcmp(a.p, prefix, n) == 0);
}
static inline bool dgm_str_ends(dgm_str a, const char *suffix) {
    size_t n = strlen(suffix);
    return n <= a.n && (n == 0 || memcmp(a.p + a.n - n, suffix, n) == 0);
}

#endif
