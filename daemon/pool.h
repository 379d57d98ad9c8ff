/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that is freed at once: everything that belongs to one article's messages. */
#ifndef DRAGOMAND_POOL_H
#define DRAGOMAND_POOL_H

#include <stddef.h>

typedef struct pool {
    struct pool_block *first;
    size_t bytes; /* handed out */
} pool;

void *pool_take(pool *p, size_t n); /* zeroed; NULL: no memory */
void *pool_copy(pool *p, const void *bytes, size_t n);
char *pool_text(pool *p, const char *text);
__attribute__((format(printf, 2, 3))) char *pool_print(pool *p, const char *format, ...);
void pool_free(pool *p);

#endif
