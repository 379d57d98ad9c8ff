/* SPDX-License-Identifier: Apache-2.0 */
/* A growing byte buffer on the heap with a maximum given at birth. After a failed append `failed` stays set and
 * further appends do nothing, so that a writer checks once at its end. Always NUL-terminated when not empty. */
#ifndef DGM_BASE_BUF_H
#define DGM_BASE_BUF_H

#include "base/error.h"
#include "base/span.h"

typedef struct dgm_buf {
    char *p; /* owned */
    size_t n, cap, max;
    bool failed; /* no memory, or `max` reached */
    bool full;   /* it was `max` */
} dgm_buf;

void dgm_buf_init(dgm_buf *buf, size_t max);
void dgm_buf_done(dgm_buf *buf);  /* frees */
void dgm_buf_reset(dgm_buf *buf); /* empties, keeps the memory, clears `failed` and `full` */
void dgm_buf_add(dgm_buf *buf, const char *p, size_t n);
void dgm_buf_str(dgm_buf *buf, dgm_str s);
void dgm_buf_int(dgm_buf *buf, int64_t i); /* in decimal: printf is slow, and this is asked for often */
void dgm_buf_printf(dgm_buf *buf, const char *format, ...) DGM_PRINTF(2, 3);

/* Room for n bytes that the caller writes at once; NULL: no memory, or the buffer is full. */
char *dgm_buf_more(dgm_buf *buf, size_t n);

static inline void dgm_buf_text(dgm_buf *buf, const char *cstring) { dgm_buf_add(buf, cstring, strlen(cstring)); }
static inline void dgm_buf_char(dgm_buf *buf, char c) {
    if (buf->failed || buf->cap - buf->n < 2 || buf->n >= buf->max) {
        dgm_buf_add(buf, &c, 1);
        return;
    }
    buf->p[buf->n++] = c;
    buf->p[buf->n] = '\0';
}

#endif
