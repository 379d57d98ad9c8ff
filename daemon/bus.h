/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bus: where articles come from and records go. The only part that knows Kafka is bus_kafka.c; the scenarios of
 * tests/replay put a bus of their own in its place.
 *
 * One thread, the owner, makes every call, and every callback comes inside bus_poll, bus_poll_deliveries or bus_close.
 */
#ifndef DRAGOMAND_BUS_H
#define DRAGOMAND_BUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config.h"

typedef struct bus bus;

typedef struct bus_bytes {
    const void *p; /* NULL: there is none */
    size_t n;
} bus_bytes;

typedef struct bus_header {
    const char *name;
    bus_bytes value;
} bus_header;

/* A message that came in. Owned by whoever got it; bus_record_free gives it back. */
typedef struct bus_record {
    const char *topic;
    int32_t partition;
    int64_t offset;
    int64_t timestamp; /* milliseconds since 1970; -1: none */
    bus_bytes key, value;
    const bus_header *headers;
    size_t header_count;
} bus_record;

/* A message to send. Borrowed: it stays where it is until its delivery has been told. */
typedef struct bus_message {
    const char *topic;
    bus_bytes key, value;
    const bus_header *headers;
    size_t header_count;
} bus_message;

typedef struct bus_partition {
    const char *topic;
    int32_t partition;
    int64_t offset; /* in: where reading starts, -1 unknown; to commit: the next offset to read */
    int64_t stop;   /* in: where it ends (window.h); -1: never */
} bus_partition;

/* In the place of an offset, with Kafka's own numbers. */
enum { BUS_LATEST = -1, BUS_EARLIEST = -2 };

enum bus_delivery {
    BUS_DELIVERED,
    BUS_FAILED,
    BUS_TOO_LARGE, /* its topic does not take a message of that size: this one or another of the same batch */
    BUS_UNFIT,     /* its topic does not take it for another reason: this one or another of the same batch */
};

/* What came of a call that brokers have to answer. All but the first two come with a text that says why. */
enum bus_outcome {
    BUS_DONE,
    BUS_AGAIN, /* not answered yet: the same call again */
    BUS_ABORT, /* the transaction can only be aborted */
    BUS_LOST,  /* this process cannot go on: the next start begins at the committed offsets */
    BUS_TAKEN, /* another process has our transactional id or our place in the group: this one must not start again */
    BUS_WRONG, /* configuration or rights on the cluster do not allow it; a restart would not help */
};

enum bus_trouble {
    BUS_TROUBLE_PASSING, /* librdkafka goes on trying */
    BUS_TROUBLE_STOPPED, /* a partition stands still until the operator decides (its offset is out of range) */
    BUS_TROUBLE_FATAL,   /* this process cannot go on: leave, and start again from the committed offsets */
    BUS_TROUBLE_TAKEN,   /* another process has our place in the group */
    BUS_TROUBLE_WRONG,   /* a right on the cluster is missing; a restart would not help */
};

typedef struct bus_events {
    bool (*record)(void *arg, bus_record *record); /* takes it over; false: no more for now */
    void (*assigned)(void *arg, const bus_partition *p, size_t n);
    /* Returns when nothing of these partitions is in work any more; what is done is committed by the callee, but not
     * when they are lost: somebody else owns them already. */
    void (*revoked)(void *arg, const bus_partition *p, size_t n, bool lost);
    /* A partition with an end: everything before `offset` has been given out. */
    void (*ended)(void *arg, const char *topic, int32_t partition, int64_t offset);
    void (*delivered)(void *arg, void *tag, enum bus_delivery result, const char *error);
    void (*committed)(void *arg, const bus_partition *p, size_t n, const char *error); /* error NULL: done */
    void (*trouble)(void *arg, enum bus_trouble kind, const char *topic, int32_t partition, const char *text);
    void (*throttled)(void *arg, int ms, const char *text); /* a quota of the brokers held us up */
    void (*library_log)(void *arg, int level, const char *text);
    void (*waiting)(void *arg); /* at least every few seconds while a call waits for brokers */
    void *arg;
} bus_events;

/* The version of the library that runs, whichever the program was built with. */
const char *bus_library(void);
/* Checks every property without connecting. Returns the number of problems. */
int bus_check(const config *c, config_problem *problem, void *arg);
bool bus_open(const config *c, const bus_events *events, config_problem *problem, void *arg, bus **out);
/* Joins the group; with transactions, first ends what a predecessor of our name has left open, and shuts it out. */
enum bus_outcome bus_start(bus *b, const char **error);
/* Reads and serves whatever has come, without waiting. True: more may be there, the receiver wanted no more. */
bool bus_poll(bus *b);
/* The same for the producer alone: no record, no rebalance comes out of it. */
void bus_poll_deliveries(bus *b);
/* Sleeps until something has come, one of the files is readable, or the time is over. */
void bus_wait(bus *b, const int *files, size_t n, int ms);

enum bus_sent { BUS_SENT, BUS_FULL, BUS_REFUSED_SIZE, BUS_REFUSED };
/* `tag` comes back in `delivered`, once for each BUS_SENT. */
enum bus_sent bus_send(bus *b, const bus_message *m, void *tag, const char **error);

/*
 * Transactions. Messages are sent between begin and commit or abort; these calls wait a second at most, texts last until the
 * next call. Commit and abort are for when no message is on the way, or do not care for those that are.
 */
enum bus_outcome bus_begin(bus *b, const char **error);
/* Offsets into the transaction, with what the group knows of us at this moment, so that it can refuse those of a member that
 * has lost its partitions. */
enum bus_outcome bus_offer(bus *b, const bus_partition *p, size_t n, const char **error);
enum bus_outcome bus_commit_transaction(bus *b, const char **error);
enum bus_outcome bus_abort_transaction(bus *b, const char **error);

/* Without transactions: commits offsets of the group. Waiting: returns whether they are committed; else the answer comes as `committed`. */
bool bus_commit(bus *b, const bus_partition *p, size_t n, bool wait);
void bus_pause(bus *b, const bus_partition *p, size_t n, bool pause);
/* The offset after the last record given out or marker passed; -1: unknown. */
int64_t bus_position(bus *b, const char *topic, int32_t number);
/* The end of a partition as last seen; -1: unknown. */
int64_t bus_end(bus *b, const char *topic, int32_t number);
/* Its last stable offset, before which every transaction of whoever writes to it has ended, as seen some seconds ago; -1: unknown. */
int64_t bus_stable_end(bus *b, const char *topic, int32_t number);
/* What a partition holds at this moment: its first offset, and the one where what can be read ends. False: not known within a second. */
bool bus_range(bus *b, const char *topic, int32_t number, int64_t *first, int64_t *end);
/* A partition that stands still reads on from that offset. NULL: it does; else why not. */
const char *bus_go_on(bus *b, const char *topic, int32_t number, int64_t offset);
/* Leaves the group (what is still assigned is revoked) and ends. Messages that are not delivered are given up. False: the
 * clients could not be taken apart, and the process must end by _exit. */
bool bus_close(bus *b, int ms);

void bus_record_free(bus_record *record);

#endif
