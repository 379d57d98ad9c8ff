/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is in flight, in order. Each partition that is ours has a ring of slots, one for each article, in the order of
 * their offsets. Workers finish in any order; messages leave in the ring's order; an offset may be committed only when
 * every slot before it is settled. So order per partition is kept and no gap is ever committed.
 *
 *   slot        WAITING ── a worker has it ──▶ READ ── all its messages are with the producer ──▶ SENT
 *                  │                             ▲                                                │ all delivered
 *                  │ partition taken away        └── refused for its size: alone; dead letter ────┤
 *                  ▼                                                                              ▼
 *               DROPPED                                                                        SETTLED
 *
 *   partition   ASSIGNED ── first article ──▶ ACTIVE ── taken away ──▶ REVOKED (gone when nothing refers to it)
 *
 * All of this belongs to the loop's thread. A worker sees only slot.record, slot.result and slot.dropped.
 */
#ifndef DRAGOMAND_BATCH_H
#define DRAGOMAND_BATCH_H

#include <stdatomic.h>

#include "work.h"

enum slot_state { SLOT_WAITING, SLOT_READ, SLOT_SENT, SLOT_SETTLED };

typedef struct slot {
    struct partition *partition; /* NULL once dropped */
    bus_record *record;          /* owned */
    work_result result;          /* owned; of the worker while `at_worker` */
    enum slot_state state;
    atomic_bool dropped; /* nobody wants the result any more */
    bool at_worker;
    bool suspect;     /* the broker refused a batch in which it had a message, and does not say whose fault that is */
    bool alone;       /* so it is sent again, one message at a time, with nothing else on the way */
    bool refused;     /* a message is too large: the client says so, or the broker of one that came alone */
    bool again;       /* what is sent is the dead letter made after that */
    bool last_resort; /* ... without the article */
    bool failed;      /* a message did not arrive: the partition is read again from here */
    size_t next;      /* of result.messages, to send */
    size_t unconfirmed;
    size_t bytes; /* counted in batch.bytes */
} slot;

typedef struct partition {
    char *topic;
    int32_t number;
    int64_t next;      /* offset to commit: the one after the last settled article; -1: none yet */
    int64_t asked;     /* the last one given to bus_commit */
    int64_t committed; /* the last one known to be committed */
    bool paused, revoked;
    bool fresh;  /* nothing has come since it was assigned or read again: bus_position may be from before that */
    slot **ring; /* owned */
    size_t first, n, capacity;
    size_t sent;   /* slots from the first on whose messages are with the producer */
    size_t given;  /* slots from the first on that workers have, or had */
    size_t alone;  /* slots from the first on that are sent alone */
    bool suspects; /* some slot is one: nothing is sent until every message has been answered for */
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
/* Takes settled slots off the front and moves `next`. Returns how many. */
size_t batch_settle(batch *b, partition *p);
/* Gives up slots that came after the first `keep` ones. */
void batch_drop(batch *b, partition *p, size_t keep);
/* A dropped slot came back from its worker or lost its last message: freed when nobody holds it. */
void batch_stray(batch *b, slot *s);
void batch_remove(batch *b, partition *p); /* drops what is left and forgets the partition */
void batch_free(batch *b);

#endif
