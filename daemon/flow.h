/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How articles flow: from the bus into slots, to the workers and back, and out through the delivery. One thread runs all of it.
 *
 *   reading      FLOWING ◀── room, or none ──▶ FULL ── for a second ──▶ PAUSED ── half of it ──▶ FLOWING
 *
 *   partition    given up: what is begun of it is finished, delivered and committed, then it goes
 *                lost: somebody else has it already; what was begun of it is dropped, an open transaction with it aborted
 */
#ifndef DRAGOMAND_FLOW_H
#define DRAGOMAND_FLOW_H

#include "delivery.h"
#include "metrics.h"
#include "recent.h"
#include "worker.h"

typedef struct flow_counts {
    uint64_t articles, events, dead_letters, tombstones, left_out;
} flow_counts;

typedef struct flow {
    const config *c;
    bus *bus;
    workers *workers;
    inflight *state; /* borrowed; NULL: crashes are not remembered */
    logger *log;
    void (*tick)(void *arg); /* called while the flow waits inside a callback, so that signs of life go on */
    void *tick_arg;

    batch batch;
    delivery delivery;
    size_t outstanding, most_outstanding; /* slots that workers hold, and may hold */
    bool more;                            /* the client has records that there was no room for */
    int64_t full_since;                   /* when there was no room any more; 0: there is */
    bool alone;                           /* what they hold is a suspect: nothing else is given to them */
    bool paused, draining;
    enum bus_outcome end; /* why the process must end; BUS_DONE: it need not */
    int64_t next_choice;  /* stopped_step does nothing before */
    flow_counts counts;
    metrics metrics;
    recent recent; /* records and dead letters, for the page */
} flow;

/* What is borrowed must be set; `plan` is the current one. */
void flow_open(flow *f, const work_plan *plan);
void flow_close(flow *f);
bus_events flow_events(flow *f);
void flow_step(flow *f); /* does all that can be done now */
int flow_wait_ms(const flow *f);
bool flow_finished(const flow *f); /* with a window: nothing of it is left for us */
/* No article is taken any more; what is begun is finished, delivered and committed, up to the time. Returns what is left. */
size_t flow_drain(flow *f, int64_t until);
/* After the workers have stopped: takes back what they still held. */
void flow_collect(flow *f);
/* Of one partition: to its end, or to its last stable offset (what can be read now); -1: unknown. */
int64_t flow_partition_lag(const flow *f, const partition *p, bool stable);
int64_t flow_lag(const flow *f); /* articles between the ends of our partitions and what is settled; -1: unknown */

#endif
