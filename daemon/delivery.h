/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How what has been read leaves: in batches, each partition in the order of its offsets, all of a batch or nothing of it.
 *
 *               brokers answered         something is read, and it is time
 *   STARTING ─────────────────────▶ IDLE ──────────────────────────────▶ SENDING ── all is with the producer ──▶ FLUSHING
 *                                    ▲ ▲                                    │                                        │
 *      messages are sent again       │ │ committed                          │ partition lost, refused,               │ all
 *      from memory, after a pause    │ └───────────── COMMITTING ◀──────────┼──────────── OFFERING ◀─────────────────┘ arrived
 *                                    │                     │                ▼                │
 *                                    └──────────────── ABORTING ◀───────────┴────────────────┘ abortable error
 *
 *   from anywhere: an error that this process cannot heal ──▶ the process ends; the next start begins at the committed offsets
 *
 * Exactly once: a batch is one Kafka transaction. OFFERING puts the offsets behind its articles, with the group's metadata of
 * that moment, into it. Articles are read before it begins, so that it is open for milliseconds: a transaction that outlives
 * transaction.timeout.ms is answered like one of a process that was shut out. Whether a commit was done although its answer is
 * missing is never guessed: it is asked again, or the process ends.
 *
 * At least once: the same without a transaction. A batch is settled when all of it has arrived; offsets are committed at
 * intervals.
 *
 * A message that its topic does not take spoils the whole batch, and the broker does not say which one it was. The articles of
 * such a batch are then sent one at a time; the one that is refused alone becomes a dead letter.
 */
#ifndef DRAGOMAND_DELIVERY_H
#define DRAGOMAND_DELIVERY_H

#include "batch.h"
#include "log.h"
#include "metrics.h"
#include "model.h"

enum delivery_state {
    DELIVERY_STARTING,
    DELIVERY_IDLE,
    DELIVERY_SENDING,
    DELIVERY_FLUSHING,
    DELIVERY_OFFERING,
    DELIVERY_COMMITTING,
    DELIVERY_ABORTING
};

typedef struct delivery_counts {
    uint64_t messages, refused, commits, aborts;
} delivery_counts;

/* Owned by the flow. Everything it points to is borrowed. */
typedef struct delivery {
    const config *c;
    const work_plan *plan; /* the current one; for dead letters of records that were refused */
    bus *bus;
    batch *batch;
    logger *log;
    metrics *metrics;

    enum delivery_state state;
    enum bus_outcome end;  /* why the process must end; BUS_DONE: it need not */
    bool hurry;            /* do not wait for more to be read */
    int64_t ready_since;   /* when the oldest article that waits was read; 0: none waits */
    int64_t begun, took;   /* when the transaction was begun; how long the last one that was committed took */
    bool draining;         /* records are turned away: the client's position is past articles that nobody has read */
    size_t slots;          /* in the batch */
    size_t on_the_way;     /* messages whose delivery has not been told */
    bool failed;           /* one of them did not arrive */
    bool refused;          /* ... because its topic does not take it */
    bool aborted;          /* the transaction is, and its messages are waited for */
    int aborts;            /* in a row */
    int64_t hold_until;    /* nothing is sent before this */
    int64_t next_commit;   /* at least once: of offsets; exactly once: of positions behind markers */
    bus_partition *offers; /* owned, topics borrowed of the batch: next offsets, of the transaction */
    size_t offer_n, offer_capacity;
    char last_error[600]; /* why nothing can be published now; empty: it can */
    delivery_counts counts;
} delivery;

void delivery_close(delivery *d);
/* Does what can be done now; waits for a broker at most a second. */
void delivery_step(delivery *d);
/* At least once: commits what is settled and waits for the answer. Exactly once it is committed already. */
void delivery_commit_now(delivery *d, bool revoked_only);
/* Ms until a step has something to do that no event announces. */
int delivery_wait_ms(const delivery *d, int64_t now);
/* The partition is not ours any more: nothing that is in an open transaction of it may be committed. Before batch_remove. */
void delivery_forget(delivery *d, const partition *p);
/* For the bus's callbacks. */
void delivery_told(delivery *d, slot *s, enum bus_delivery result, const char *error);
void delivery_committed(delivery *d, const bus_partition *list, size_t n, const char *error);

#endif
