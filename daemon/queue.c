/* SPDX-License-Identifier: Apache-2.0 */
#include "queue.h"

#include <pthread.h>
#include <stdlib.h>

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    bool closed;
    size_t first, n, capacity;
    void *items[];
};

queue *queue_new(size_t capacity) {
    queue *q = calloc(1, sizeof *q + capacity * sizeof q->items[0]);
    if (!q)
        return NULL;
    q->capacity = capacity;
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->filled, NULL);
    return q;
}

void queue_free(queue *q) {
    if (!q)
        return;
    pthread_cond_destroy(&q->filled);
    pthread_mutex_destroy(&q->lock);
    free(q);
}

size_t queue_put(queue *q, void *item) {
    size_t n = 0;
    pthread_mutex_lock(&q->lock);
    if (!q->closed && q->n < q->capacity) {
        q->items[(q->first + q->n++) % q->capacity] = item;
        n = q->n;
        pthread_cond_signal(&q->filled);
    }
    pthread_mutex_unlock(&q->lock);
    return n;
}

static void *first(queue *q) {
    if (!q->n)
        return NULL;
    void *item = q->items[q->first];
    q->first = (q->first + 1) % q->capacity;
    q->n--;
    return item;
}

void *queue_take(queue *q) {
    pthread_mutex_lock(&q->lock);
    while (!q->n && !q->closed)
        pthread_cond_wait(&q->filled, &q->lock);
    void *item = first(q);
    pthread_mutex_unlock(&q->lock);
    return item;
}

void *queue_try(queue *q) {
    pthread_mutex_lock(&q->lock);
    void *item = first(q);
    pthread_mutex_unlock(&q->lock);
    return item;
}

void queue_close(queue *q) {
    pthread_mutex_lock(&q->lock);
    q->closed = true;
    pthread_cond_broadcast(&q->filled);
    pthread_mutex_unlock(&q->lock);
}

size_t queue_count(queue *q) {
    pthread_mutex_lock(&q->lock);
    size_t n = q->n;
    pthread_mutex_unlock(&q->lock);
    return n;
}
