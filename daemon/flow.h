/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How articles flow: from the bus into slots, to the workers and back, out as messages, and at last as committed offsets.
 * One thread runs all of it.
 *
 *   delivery     IDLE ── messages sent ──▶ OPEN ── all delivered, in order ──▶ COMMITTING ── answered ──▶ IDLE
 *                                           │ one did not arrive
 *                                           ▼
 *                                        REWOUND: the partition's slots are dropped and read again from the first that is
 *                                        not settled, after a pause that grows from 1 s to 30 s
 *
 *   sizes        TOGETHER ── a batch was refused ──▶ ALONE: what the partition had sent is sent again, message by message; the
 *                   ▲                                │  article whose message is refused then is a dead letter
 *                   └──────── all of it settled ─────┘
 *
 *   reading      FLOWING ── max-articles or max-bytes in flight ──▶ PAUSED ── half of it ──▶ FLOWING
 *
 * At least once: an offset is committed when every message of every article before it has been delivered.
 */
#ifndef DRAGOMAND_FLOW_H
#define DRAGOMAND_FLOW_H

#include "log.h"
#include "worker.h"

typedef struct flow_counts {
    uint64_t articles, events, dead_letters, tombstones, messages, rewinds, commits;
} flow_counts;

typedef struct flow {
    const config *c;
    const work_plan *plan; /* the current one; for dead letters of records that the broker refused */
    bus *bus;
    workers *workers;
    logger *log;
    void (*tick)(void *arg); /* called while the flow waits inside a callback, so that signs of life go on */
    void *tick_arg;

    batch batch;
    size_t outstanding, most_outstanding; /* slots that workers hold, and may hold */
    size_t on_the_way;                    /* messages that are not delivered yet */
    size_t resends;                       /* slots whose dead letter waits for room in the producer */
    bool paused, draining, fatal;
    bool failed; /* some slot has failed: rewind after the callbacks */
    int64_t next_commit;
    int64_t hold_until; /* nothing is sent before this */
    int failures;       /* in a row */
    char last_error[160];
    size_t stopped; /* partitions that wait for the operator */
    flow_counts counts;
} flow;

bus_events flow_events(flow *f);
void flow_step(flow *f); /* does all that can be done now */
int flow_wait_ms(const flow *f);
/* No article is taken any more; what is begun is finished, delivered and committed, up to the time. Returns what is left. */
size_t flow_drain(flow *f, int64_t until);
/* After the workers have stopped: takes back what they still held. */
void flow_collect(flow *f);
int64_t flow_lag(const flow *f); /* articles between the ends of our partitions and what is settled; -1: unknown */

#endif
