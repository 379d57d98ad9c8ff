/* SPDX-License-Identifier: Apache-2.0 */
#include "pool.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pool_block {
    struct pool_block *next;
    size_t used, cap;
    alignas(max_align_t) unsigned char bytes[];
};

enum { POOL_FIRST = 2048, POOL_BLOCK = 8192 };

void *pool_take(pool *p, size_t n) {
    const size_t align = alignof(max_align_t);
    size_t need = (n + align - 1) / align * align;
    struct pool_block *b = p->first;
    if (!b || b->cap - b->used < need) {
        size_t usual = b ? POOL_BLOCK : POOL_FIRST, cap = need > usual ? need : usual;
        b = calloc(1, sizeof *b + cap);
        if (!b)
            return NULL;
        b->cap = cap;
        b->next = p->first;
        p->first = b;
    }
    void *out = b->bytes + b->used;
    b->used += need;
    p->bytes += need;
    return out;
}

void *pool_copy(pool *p, const void *bytes, size_t n) {
    char *out = pool_take(p, n + 1);
    if (out && n)
        memcpy(out, bytes, n);
    return out;
}

char *pool_text(pool *p, const char *text) { return pool_copy(p, text, strlen(text)); }

char *pool_print(pool *p, const char *format, ...) {
    char text[512];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return n < 0 ? NULL : pool_text(p, text);
}

void pool_free(pool *p) {
    for (struct pool_block *b = p->first, *next = NULL; b; b = next) {
        next = b->next;
        free(b);
    }
    *p = (pool){0};
}
