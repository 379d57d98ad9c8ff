/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the bus on Kafka share (bus_kafka*.c). */
#ifndef DRAGOMAND_BUS_KAFKA_H
#define DRAGOMAND_BUS_KAFKA_H

#include <librdkafka/rdkafka.h>
#include <stdatomic.h>

#include "bus.h"

struct bus {
    const config *c; /* borrowed */
    rd_kafka_t *consumer, *producer;
    rd_kafka_queue_t *consumer_queue, *producer_queue; /* for their wake-ups */
    int wake;
    atomic_bool woken; /* set in librdkafka's threads; a loop that is awake need not be woken for each message */
    bus_events events;
    bool had_assignment; /* see bus_close */
    bool closing;        /* the group is being left: what is assigned now goes again at once */
    bool cooperative;    /* the group's protocol, as it was last said */
    char member[256];    /* the id by which the group gave us what we hold */
    int held;            /* partitions */
    bool ready;          /* transactions are initialised, the cluster is the same for both clients */
    int64_t begun;       /* when the open transaction was */
    bool ending;         /* it is being aborted: what is purged now is purged by us */
    struct bus_offering
        *offering;   /* owned: its offsets, which librdkafka has not answered yet (bus_kafka_offsets.c); NULL: none */
    bool purged;     /* librdkafka purged messages of it: it has failed */
    bool repeats;    /* the next transaction would be taken for a repetition of an aborted one (bus_begin) */
    int64_t timeout; /* transaction.timeout.ms */
    char error[600]; /* the text of the last outcome */
    char lacks[600]; /* a right that the brokers say we lack, with what to do; empty: none */
    bool lacks_writing;        /* it is one to write */
    struct bus_stable *stable; /* owned: last stable offsets */
    size_t stable_n;
};

/* The properties of one client. NULL: every problem has been told. `check`: credentials may be out of reach. */
rd_kafka_conf_t *bus_kafka_properties(const config *c, enum config_scope scope, bool check, config_problem *problem,
                                      void *arg);

/* Where reading starts, and with a window where it stops: one for each partition of the list. False: the group's offsets or a
 * window's edges could not be learnt now. */
bool bus_kafka_starts(bus *b, rd_kafka_topic_partition_list_t *list, int64_t *stops);

/* After the group has said that another member has our name: whether another process has our transactional id as well. */
bool bus_kafka_taken(bus *b);

/* Whether an error says that a right is missing which is asked for while we run. */
bool bus_kafka_is_right(rd_kafka_resp_err_t err);
/* Such an error came of reading, or of writing to a topic (NULL: which is not known): b->lacks. The first one counts. */
void bus_kafka_lacks_reading(bus *b, rd_kafka_resp_err_t err, const char *topic);
void bus_kafka_lacks_writing(bus *b, const char *topic);
/* A line of librdkafka's log, which may name the topic. */
void bus_kafka_hear_rights(bus *b, const char *facility, const char *line);

/* librdkafka's statistics, of which only the last stable offsets are kept (bus_stable_end); for the consumer. */
int bus_kafka_stats(rd_kafka_t *rk, char *json, size_t n, void *opaque);
void bus_kafka_stable_free(bus *b);

/* Offsets into the open transaction. Takes both over; false: there is no memory or no thread for it, and nothing is sent. Not while an
 * answer is awaited. */
bool bus_kafka_offsets_send(bus *b, rd_kafka_topic_partition_list_t *offsets,
                            rd_kafka_consumer_group_metadata_t *group);
enum bus_answer {
    BUS_ANSWER,
    BUS_ANSWER_NONE, /* not yet: ask again */
    BUS_ANSWER_NEVER, /* not in the time that a transaction has: the producer is of no more use, and cannot be destroyed */
};
/* Waits for it, for a second. */
enum bus_answer bus_kafka_offsets_answer(bus *b, rd_kafka_error_t **error);

/* Whether the group knows us by the id by which it gave us what we hold. */
bool bus_kafka_is_member(const bus *b);

#endif
