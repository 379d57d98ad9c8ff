/* SPDX-License-Identifier: Apache-2.0 */
/* A bounded queue of pointers between threads, first in, first out. What stands in it belongs to whoever takes it out. */
#ifndef DRAGOMAND_QUEUE_H
#define DRAGOMAND_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct queue queue;

queue *queue_new(size_t capacity); /* NULL: no memory */
void queue_free(queue *q);         /* empty, or what is in it has another owner too; NULL is fine */
/* How many stand in it then; 0 at once: full or closed. */
size_t queue_put(queue *q, void *item);
void *queue_take(queue *q); /* waits; NULL: closed and empty */
void *queue_try(queue *q);  /* NULL: empty */
void queue_close(queue *q); /* takers get what is left, then NULL */
size_t queue_count(queue *q);

#endif
