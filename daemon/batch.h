/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is in flight, in order. Each partition that is ours has a ring of slots, one for each article, in the order of
 * their offsets. Workers finish in any order; messages leave in the ring's order; the slots that were sent together are
 * settled together, from the front on. So order per partition is kept and no gap is ever committed.
 *
 *   slot        WAITING ── a worker has it ──▶ READ ── all its messages are with the producer ──▶ SENT ──▶ settled: gone
 *                  │                            ▲  the batch was aborted: sent again from memory    │
 *                  │ partition taken away       └────────────────────────────────────────────────────┘
 *                  ▼
 *               dropped (gone when neither a worker nor the producer holds it any more)
 *
 *   partition   ASSIGNED ── first article ──▶ ACTIVE ── taken away ──▶ REVOKED (gone when nothing refers to it)
 *
 * All of this belongs to the loop's thread. A worker sees only slot.record, slot.result and slot.dropped.
 */
#ifndef DRAGOMAND_BATCH_H
#define DRAGOMAND_BATCH_H

#include <stdatomic.h>

#include "work.h"

enum slot_state { SLOT_WAITING, SLOT_READ, SLOT_SENT };

typedef struct slot {
    struct partition *partition; /* NULL once dropped */
    bus_record *record;          /* owned */
    work_result result;          /* owned; of the worker while `at_worker` */
    enum slot_state state;
    atomic_bool dropped; /* nobody wants the result any more */
    bool at_worker;
    bool accused;       /* it was being read when a process ended (inflight.h): now it is read alone */
    bool suspect;       /* a batch with it was refused, and the broker does not say for whose sake: it is sent alone */
    bool refused;       /* a topic does not take one of its messages: it becomes a dead letter */
    bool too_large;     /* ... for its size */
    bool last_resort;   /* it is a dead letter without the article already */
    size_t next;        /* of result.messages, to send */
    size_t unconfirmed; /* messages whose delivery has not been told */
    size_t bytes;       /* counted in batch.bytes */
} slot;

typedef struct partition {
    char *topic;
    int32_t number;
    int64_t next;      /* offset to commit: the one after the last settled article; -1: none yet */
    int64_t asked;     /* the last one given to bus_commit */
    int64_t committed; /* the last one known to be committed */
    bool paused, revoked;
    bool stopped; /* its position is gone (stopped.h) */
    int64_t stop; /* with a window: where it ends; -1: never */
    bool past;    /* all before `stop` has come */
    bool fresh;   /* nothing has come since it was assigned or read again: bus_position may be from before that */
    slot **ring;  /* owned */
    size_t first, n, capacity;
    size_t sent;  /* slots from the first on whose messages are with the producer */
    size_t given; /* slots from the first on that workers have, or had */
} partition;

typedef struct batch {
    partition **partitions; /* owned */
    size_t n, capacity;
    size_t slots, bytes; /* in flight: not settled, not dropped */
    size_t strays;       /* dropped slots that a worker or the producer still holds */
} batch;

partition *batch_assign(batch *b, const char *topic, int32_t number, int64_t offset); /* NULL: no memory */
partition *batch_find(const batch *b, const char *topic, int32_t number);
/* A slot at the end of its partition's ring. NULL: no memory; the record stays the caller's. */
slot *batch_add(batch *b, partition *p, bus_record *record);
slot *batch_slot(const partition *p, size_t i); /* i counts from the oldest */
void batch_read(batch *b, slot *s);             /* the worker's result is there */
/* Takes the slots that are sent off the front and moves `next` behind them. Returns how many. */
size_t batch_settle(batch *b, partition *p);
/* What is sent, the slot that is sent in part included, is to be sent again. None of it may be unconfirmed. */
void batch_unsend(partition *p);
/* Gives up slots that came after the first `keep` ones. */
void batch_drop(batch *b, partition *p, size_t keep);
/* A dropped slot came back from its worker or lost its last message: freed when nobody holds it. */
void batch_stray(batch *b, slot *s);
void batch_remove(batch *b, partition *p); /* drops what is left and forgets the partition */
void batch_free(batch *b);

#endif
