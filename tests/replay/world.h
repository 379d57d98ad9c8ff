/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The daemon in a world of the test's own: the linker puts these doubles in the place of bus_kafka.c, clock.c, signals.c,
 * notify.c, log.c, worker.c and the core. Nothing sleeps, nothing runs beside: the daemon's own waiting drives the scenario,
 * one line each time that it has nothing left to do.
 */
#ifndef DRAGOMAN_REPLAY_WORLD_H
#define DRAGOMAN_REPLAY_WORLD_H

#include "bus.h"
#include "log.h"
#include "worker.h"

enum { MOST = 4096 };

typedef struct sent {
    char *topic, *key, *label, *value; /* owned */
    size_t value_n;
    bus_header *headers; /* owned, with their texts */
    size_t header_count;
    void *tag;
    bool told;          /* its delivery */
    bool open, aborted; /* its transaction is, or was */
} sent;

/* The calls that brokers answer, and the answers that the scenario has for them, each once; without one it is "done". */
enum asked { ASKED_START, ASKED_BEGIN, ASKED_OFFER, ASKED_COMMIT, ASKED_ABORT, ASKED_N };
typedef struct answer {
    enum asked call;
    enum bus_outcome outcome;
} answer;

typedef struct held {
    struct slot *slot;
    int64_t since;
    size_t row; /* of the state file */
    bool done;
} held;

typedef struct spot {
    char topic[64];
    int32_t partition;
    int64_t committed, position;
    int64_t first, end; /* what it holds, as brokers say; end 0: they do not answer */
    bool paused;
} spot;

enum arrival { ARRIVAL_RECORD, ARRIVAL_ASSIGN, ARRIVAL_REVOKE, ARRIVAL_LOSE, ARRIVAL_TROUBLE, ARRIVAL_END };
typedef struct pending {
    enum arrival kind;
    bus_record *record;
    char topic[64], text[128];
    int32_t partition;
    int64_t offset, stop;
    enum bus_trouble trouble;
} pending;

typedef struct world {
    int64_t now;
    unsigned activity, seen; /* whatever happens counts; nothing new: the next line's turn */
    int signal;
    bool barrier; /* the script waits for the daemon's end: time passes while it waits */
    /* bus */
    bus_events events;
    pending inbox[MOST];
    size_t inbox_first, inbox_n;
    sent out[MOST];
    size_t out_n;
    spot places[32];
    size_t place_n;
    bool deliveries_by_hand, producer_full, commits_fail, commits_silent;
    size_t producer_most; /* a larger value is refused; 0: none is */
    int commits;
    bool transaction; /* is open */
    int transactions; /* begun */
    answer answers[64];
    size_t answer_n;
    bus_partition offers[64]; /* topics of places */
    size_t offer_n;
    /* workers */
    held held[MOST];
    size_t held_n;
    bool workers_by_hand, deaf;
    inflight *state;
    work_plan *plan;
    work_reader *reader;
    /* what the daemon said */
    int logged[LOG_KINDS];
    char last_log[1200], status[512], notified[4096];
} world;

extern world *the_world; /* a test program has one */

void world_step(void); /* the script's next line */
spot *world_place(const char *topic, int32_t number);
const char *world_state(void); /* the state folder */
void world_suspect(const bus_record *record, int crashes);
size_t world_suspects(void);
void world_state_remove(void);
bool world_finish(const char *id);                            /* a held article is read; NULL: all */
bool world_tell(enum bus_delivery result, const char *error); /* the oldest message that was not told of */

#endif
