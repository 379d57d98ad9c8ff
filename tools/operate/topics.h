/* SPDX-License-Identifier: Apache-2.0 */
/* The topics of a configuration, how they are set up in effect, and what is wrong with that: for `topics create` and `check`. */
#ifndef DGM_OPERATE_TOPICS_H
#define DGM_OPERATE_TOPICS_H

#include "operate.h"

enum topic_role { ROLE_INPUT, ROLE_EVENTS, ROLE_EXTRACTIONS, ROLE_REVIEW, ROLE_DEAD };

typedef struct topic_wanted {
    const char *name; /* borrowed from the configuration */
    enum topic_role role;
} topic_wanted;

/* A topic as it is. Settings are the effective ones: the topic's own, else the cluster's, else the broker's. */
typedef struct topic_seen {
    const char *name; /* borrowed */
    enum topic_role role;
    int partitions, replicas, in_sync; /* the fewest of any partition */
    bool described;                    /* the rest is known */
    int64_t max_message, min_in_sync, retention_ms, retention_bytes, timestamp_after_ms;
    bool compact, deletes, log_append, unclean;
} topic_seen;

enum level { LEVEL_GOOD, LEVEL_NOTE, LEVEL_WARNING, LEVEL_FAULT };

/* Receives what is found: about what, what will go wrong, what to do ("" nothing). */
typedef struct judge {
    void (*say)(struct judge *j, enum level level, const char *what, const char *why, const char *hint);
    int faults, warnings;
    void *arg;
} judge;
__attribute__((format(printf, 5, 6))) void judge_say(judge *j, enum level level, const char *what, const char *hint,
                                                     const char *why, ...);

const char *topic_role_name(enum topic_role role);
/* Names of the configuration; patterns only with their ^. At most `most`. */
size_t topics_wanted(const config *c, topic_wanted *out, size_t most);
/* Fills in partitions and replicas from metadata; false: there is no such topic. */
bool topic_look(const rd_kafka_metadata_t *all, topic_seen *out);
/* Asks for the effective settings of all; an error of one leaves it undescribed and is told to `j`. An exit status. */
int topics_describe(client *k, topic_seen *topics, size_t n, judge *j);
/* A number in the configuration of a broker; -1: it is not told. */
int64_t broker_setting(client *k, int32_t broker, const char *name);
/* What a topic's setup will do to us. */
void topic_judge(const config *c, const topic_seen *t, int brokers, judge *j);
/* The least max.message.bytes that a topic must have. */
int64_t topic_least_message(const config *c, enum topic_role role);

/* Rights, found by doing: one fetch of each input, one aborted transaction on each output. */
void check_reading(const config *c, const topic_seen *inputs, size_t n, judge *j);
/* Only where nobody is in the group: who joins would take partitions from a daemon for a moment. */
void check_joining(const config *c, judge *j);
void check_writing(const config *c, const topic_seen *outputs, size_t n, judge *j);

#endif
