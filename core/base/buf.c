/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void dgm_buf_init(dgm_buf *buf, size_t max) { *buf = (dgm_buf){.max = max}; }

void dgm_buf_done(dgm_buf *buf) {
    free(buf->p);
    *buf = (dgm_buf){.max = buf->max};
}

void dgm_buf_reset(dgm_buf *buf) {
    buf->n = 0;
    buf->failed = buf->full = false;
    if (buf->p)
        buf->p[0] = '\0';
}

/* Room for n more bytes and the closing NUL. */
static bool reserve(dgm_buf *buf, size_t n) {
    if (buf->failed)
        return false;
    if (n < buf->cap - buf->n && n <= buf->max - buf->n)
        return true;
    if (n > buf->max || buf->n > buf->max - n) {
        buf->failed = buf->full = true;
        return false;
    }
    size_t cap = buf->cap ? buf->cap * 2 : 256;
    if (cap <= buf->n + n)
        cap = buf->n + n + 1;
    char *p = realloc(buf->p, cap);
    if (!p) {
        buf->failed = true;
        return false;
    }
    buf->p = p;
    buf->cap = cap;
    return true;
}

char *dgm_buf_more(dgm_buf *buf, size_t n) {
    if (!reserve(buf, n))
        return NULL;
    char *to = buf->p + buf->n;
    buf->n += n;
    buf->p[buf->n] = '\0';
    return to;
}

void dgm_buf_add(dgm_buf *buf, const char *p, size_t n) {
    char *to = dgm_buf_more(buf, n);
    if (to && n)
        memcpy(to, p, n);
}

void dgm_buf_str(dgm_buf *buf, dgm_str s) { dgm_buf_add(buf, s.p, s.n); }

void dgm_buf_int(dgm_buf *buf, int64_t i) {
    char digits[20]; /* as many as 2^64 has */
    size_t at = sizeof digits;
    uint64_t left = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    do
        digits[--at] = (char)('0' + left % 10);
    while (left /= 10);
    if (i < 0)
        dgm_buf_char(buf, '-');
    dgm_buf_add(buf, digits + at, sizeof digits - at);
}

void dgm_buf_printf(dgm_buf *buf, const char *format, ...) {
    char small[256];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (n < 0) {
        buf->failed = true;
    } else if ((size_t)n < sizeof small) {
        dgm_buf_add(buf, small, (size_t)n);
    } else if (reserve(buf, (size_t)n)) {
        va_start(args, format);
        (void)vsnprintf(buf->p + buf->n, (size_t)n + 1, format, args);
        va_end(args);
        buf->n += (size_t)n;
    }
}
