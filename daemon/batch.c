/* SPDX-License-Identifier: Apache-2.0 */
#include "batch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

partition *batch_find(const batch *b, const char *topic, int32_t number) {
    for (size_t i = 0; i < b->n; i++)
        if (b->partitions[i]->number == number && strcmp(b->partitions[i]->topic, topic) == 0)
            return b->partitions[i];
    return NULL;
}

partition *batch_assign(batch *b, const char *topic, int32_t number, int64_t offset) {
    if (b->n == b->capacity) {
        size_t capacity = b->capacity ? 2 * b->capacity : 16;
        partition **grown = realloc(b->partitions, capacity * sizeof(partition *));
        if (!grown)
            return NULL;
        b->partitions = grown;
        b->capacity = capacity;
    }
    partition *p = calloc(1, sizeof *p);
    if (!p || !(p->topic = strdup(topic))) {
        free(p);
        return NULL;
    }
    p->number = number;
    p->next = p->stop = -1;
    p->fresh = true;
    p->asked = p->committed = offset;
    b->partitions[b->n++] = p;
    return p;
}

slot *batch_slot(const partition *p, size_t i) {
    assert(i < p->n);
    return p->ring[(p->first + i) % p->capacity];
}

static bool grow(partition *p) {
    size_t capacity = p->capacity ? 2 * p->capacity : 64;
    slot **ring = malloc(capacity * sizeof(slot *));
    if (!ring)
        return false;
    for (size_t i = 0; i < p->n; i++)
        ring[i] = batch_slot(p, i);
    free(p->ring);
    p->ring = ring;
    p->capacity = capacity;
    p->first = 0;
    return true;
}

slot *batch_add(batch *b, partition *p, bus_record *record) {
    slot *s = calloc(1, sizeof *s);
    if (!s || (p->n == p->capacity && !grow(p))) {
        free(s);
        return NULL;
    }
    s->partition = p;
    s->record = record;
    s->bytes = record->value.n + record->key.n;
    atomic_init(&s->dropped, false);
    p->ring[(p->first + p->n++) % p->capacity] = s;
    b->slots++;
    b->bytes += s->bytes;
    return s;
}

void batch_read(batch *b, slot *s) {
    s->state = SLOT_READ;
    s->bytes += s->result.pool.bytes;
    b->bytes += s->result.pool.bytes;
}

static void free_slot(slot *s) {
    work_result_free(&s->result);
    bus_record_free(s->record);
    free(s);
}

static void uncount(batch *b, const slot *s) {
    b->slots--;
    b->bytes -= s->bytes;
}

size_t batch_settle(batch *b, partition *p) {
    size_t n = p->sent;
    while (p->sent) {
        slot *s = batch_slot(p, 0);
        assert(s->state == SLOT_SENT && s->unconfirmed == 0);
        p->next = s->record->offset + 1;
        p->first = (p->first + 1) % p->capacity;
        p->n--;
        p->sent--;
        p->given--;
        uncount(b, s);
        free_slot(s);
    }
    return n;
}

void batch_unsend(partition *p) {
    for (size_t i = 0; i < p->n && i <= p->sent; i++) {
        slot *s = batch_slot(p, i);
        if (s->state == SLOT_WAITING)
            break;
        assert(s->unconfirmed == 0);
        s->state = SLOT_READ;
        s->next = 0;
    }
    p->sent = 0;
}

void batch_stray(batch *b, slot *s) {
    if (s->at_worker || s->unconfirmed)
        return;
    b->strays--;
    free_slot(s);
}

void batch_drop(batch *b, partition *p, size_t keep) {
    while (p->n > keep) {
        slot *s = batch_slot(p, p->n - 1);
        p->n--;
        uncount(b, s);
        s->partition = NULL;
        atomic_store(&s->dropped, true);
        b->strays++;
        batch_stray(b, s);
    }
    if (p->sent > keep)
        p->sent = keep;
    if (p->given > keep)
        p->given = keep;
}

void batch_remove(batch *b, partition *p) {
    batch_drop(b, p, 0);
    for (size_t i = 0; i < b->n; i++)
        if (b->partitions[i] == p)
            b->partitions[i] = b->partitions[--b->n];
    free(p->ring);
    free(p->topic);
    free(p);
}

void batch_free(batch *b) {
    while (b->n)
        batch_remove(b, b->partitions[0]);
    free(b->partitions);
    *b = (batch){0};
}
