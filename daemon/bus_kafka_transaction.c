/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Kafka's transactions through librdkafka, whose errors are looked at in this order and no other (INTRODUCTION.md, "Transactional
 * producer"): fatal, abortable, retriable, and what is neither is fatal. Each call waits a second at most; librdkafka goes on
 * in the background and the same call takes up where it was.
 */
#include <string.h>

#include "bus_kafka.h"
#include "clock.h"

enum { CALL_MS = 1000, TAKEN_TRIES = 5 };

static enum bus_outcome say(bus *b, enum bus_outcome outcome, const char *text, const char **error) {
    snprintf(b->error, sizeof b->error, "%s", text);
    *error = b->error;
    return outcome;
}

/* The broker says "fenced" in two cases and words them alike: another process has initialised our transactional id, or our own
 * transaction was open for longer than its time-out (Kafka 3.9.1 and 4.4.0). Only its age tells them apart. */
static enum bus_outcome fatal(bus *b, rd_kafka_resp_err_t err, const char *text, const char **error) {
    char original[512];
    rd_kafka_resp_err_t cause = rd_kafka_fatal_error(b->producer, original, sizeof original);
    if (cause != RD_KAFKA_RESP_ERR_NO_ERROR) {
        err = cause;
        text = original;
    }
    bool fenced = err == RD_KAFKA_RESP_ERR__FENCED || err == RD_KAFKA_RESP_ERR_PRODUCER_FENCED ||
                  err == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH;
    bool ours = b->begun && clock_ms() - b->begun >= b->timeout;
    return say(b, fenced && !ours ? BUS_TAKEN : BUS_LOST, text, error);
}

static enum bus_outcome outcome_of(bus *b, rd_kafka_error_t *e, const char **error) {
    enum bus_outcome outcome = BUS_DONE;
    *error = NULL;
    if (!e)
        return outcome;
    rd_kafka_resp_err_t err = rd_kafka_error_code(e);
    const char *text = rd_kafka_error_string(e);
    if (err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)
        bus_kafka_lacks_writing(b, NULL);
    else if (bus_kafka_is_right(err))
        bus_kafka_lacks_reading(b, err, NULL);
    if (rd_kafka_error_is_fatal(e))
        outcome = fatal(b, err, text, error);
    else if (err == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_ID_MAPPING)
        /* our id has expired: a transaction of offsets alone would fail like this for ever; a new producer heals it */
        outcome = say(b, BUS_LOST, text, error);
    else if (rd_kafka_error_txn_requires_abort(e))
        outcome = say(b, BUS_ABORT, text, error);
    else if (rd_kafka_error_is_retriable(e))
        outcome = say(b, BUS_AGAIN, text, error);
    else
        outcome = fatal(b, err, text, error);
    rd_kafka_error_destroy(e);
    return outcome;
}

/* ---- start ----------------------------------------------------------------------------------------------------------------- */

/* What no restart heals: rights, limits, features of the cluster. */
static bool is_wrong(rd_kafka_resp_err_t err) {
    return err == RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED ||
           err == RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED ||
           err == RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT || err == RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE ||
           err == RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION;
}

static enum bus_outcome initialise(bus *b, const char **error) {
    rd_kafka_error_t *e = rd_kafka_init_transactions(b->producer, CALL_MS);
    rd_kafka_resp_err_t err = e ? rd_kafka_error_code(e) : RD_KAFKA_RESP_ERR_NO_ERROR;
    if (!is_wrong(err))
        return outcome_of(b, e, error);
    char text[512];
    snprintf(text, sizeof text,
             "the cluster refuses transactions: %s; give the user the right to write the transactional id, "
             "lower transaction.timeout.ms, or set [flow] delivery = at-least-once",
             rd_kafka_error_string(e));
    rd_kafka_error_destroy(e);
    return say(b, BUS_WRONG, text, error);
}

/* Offsets are committed where records are produced: from one cluster to another there is no such transaction. */
static enum bus_outcome same_cluster(bus *b, const char **error) {
    char *in = rd_kafka_clusterid(b->consumer, CALL_MS), *out = rd_kafka_clusterid(b->producer, CALL_MS);
    enum bus_outcome outcome = in && out ? BUS_DONE : BUS_AGAIN;
    if (in && out && strcmp(in, out) != 0) {
        char text[512];
        snprintf(text, sizeof text,
                 "exactly once needs one cluster for input and output, and these are two (%s, %s); set [flow] "
                 "delivery = at-least-once",
                 in, out);
        outcome = say(b, BUS_WRONG, text, error);
    }
    if (in)
        rd_kafka_mem_free(b->consumer, in);
    if (out)
        rd_kafka_mem_free(b->producer, out);
    return outcome;
}

static enum bus_outcome subscribe(bus *b, const char **error) {
    const config_list *list = &b->c->topics;
    rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new((int)list->n);
    for (size_t i = 0; i < list->n; i++)
        rd_kafka_topic_partition_list_add(topics, list->words[i], RD_KAFKA_PARTITION_UA);
    rd_kafka_resp_err_t err = rd_kafka_subscribe(b->consumer, topics);
    rd_kafka_topic_partition_list_destroy(topics);
    if (!err)
        return BUS_DONE;
    char text[512];
    snprintf(text, sizeof text, "[input] topics: %s", rd_kafka_err2str(err));
    return say(b, BUS_WRONG, text, error);
}

enum bus_outcome bus_start(bus *b, const char **error) {
    enum bus_outcome outcome = BUS_DONE;
    *error = NULL;
    if (b->c->delivery == EXACTLY_ONCE && !b->ready) {
        outcome = initialise(b, error);
        b->ready = outcome == BUS_DONE;
    }
    if (outcome == BUS_DONE && b->c->delivery == EXACTLY_ONCE)
        outcome = same_cluster(b, error);
    return outcome == BUS_DONE ? subscribe(b, error) : outcome;
}

/* ---- a transaction ----------------------------------------------------------------------------------------------------------- */

/*
 * After a fatal error begin would wait for ever (librdkafka 2.0.2).
 *
 * A record whose answer never came waits to be sent again. When the transaction is aborted meanwhile, librdkafka (2.0.2 to 2.16) throws it
 * away and gives its sequence number to the next record, without a new epoch. If it had reached the broker after all, and a batch of
 * as many records follows, as ours does after an abort, then the broker takes that for the same batch again: it acknowledges and
 * keeps nothing, and the commit loses these records. A new process has a new epoch.
 */
enum bus_outcome bus_begin(bus *b, const char **error) {
    char text[512];
    b->begun = 0;
    b->ending = b->purged = false;
    if (rd_kafka_fatal_error(b->producer, text, sizeof text))
        return fatal(b, RD_KAFKA_RESP_ERR__FATAL, text, error);
    if (b->repeats)
        return say(b, BUS_LOST,
                   "records of the aborted transaction may have reached the broker, which would not tell the next ones "
                   "from them",
                   error);
    b->begun = clock_ms();
    return outcome_of(b, rd_kafka_begin_transaction(b->producer), error);
}

/* A member that was put out of its group has no id until it has joined again; with metadata of that moment the broker would take
 * offsets from anybody. Afterwards it has another id, and may be let in before the callback has come that takes its partitions
 * away, or while that one is at work (librdkafka 2.0.2, a process that was stopped for longer than session.timeout.ms): by the
 * new id the broker would take offsets of partitions that others have had since. */
bool bus_kafka_is_member(const bus *b) {
    char *id = rd_kafka_memberid(b->consumer);
    bool member = id && *id && strcmp(id, b->member) == 0 && !rd_kafka_assignment_lost(b->consumer);
    if (id)
        rd_kafka_mem_free(b->consumer, id);
    return member;
}

static enum bus_outcome answer(bus *b, const char **error) {
    rd_kafka_error_t *e = NULL;
    switch (bus_kafka_offsets_answer(b, &e)) {
    case BUS_ANSWER:
        return outcome_of(b, e, error);
    case BUS_ANSWER_NONE:
        return say(b, BUS_AGAIN, "the group's coordinator does not take offsets", error);
    default:
        return say(b, BUS_LOST, "offsets were not answered for as long as a transaction may last", error);
    }
}

/* Takes over what is offered. */
static enum bus_outcome offer(bus *b, rd_kafka_topic_partition_list_t *offsets,
                              rd_kafka_consumer_group_metadata_t *group, const char **error) {
    return bus_kafka_offsets_send(b, offsets, group) ? answer(b, error)
                                                     : say(b, BUS_ABORT, "out of memory or threads", error);
}

enum bus_outcome bus_offer(bus *b, const bus_partition *p, size_t n, const char **error) {
    if (b->offering)
        return answer(b, error);
    bool member = bus_kafka_is_member(b);
    rd_kafka_consumer_group_metadata_t *group = rd_kafka_consumer_group_metadata(b->consumer);
    rd_kafka_topic_partition_list_t *offsets = rd_kafka_topic_partition_list_new((int)n);
    for (size_t i = 0; i < n; i++)
        rd_kafka_topic_partition_list_add(offsets, p[i].topic, p[i].partition)->offset = p[i].offset;
    if (group && member && bus_kafka_is_member(b))
        return offer(b, offsets, group, error);
    rd_kafka_topic_partition_list_destroy(offsets);
    if (group)
        rd_kafka_consumer_group_metadata_destroy(group);
    return say(b, BUS_ABORT, "this process is no member of the group at the moment", error);
}

enum bus_outcome bus_commit_transaction(bus *b, const char **error) {
    return outcome_of(b, rd_kafka_commit_transaction(b->producer, CALL_MS), error);
}

/* An offset that is never committed, by whose answer the state of the open transaction is known. */
static enum bus_outcome offer_nothing(bus *b, int tries) {
    const char *error = NULL;
    enum bus_outcome outcome = BUS_AGAIN;
    for (int i = 0; i < tries && outcome == BUS_AGAIN; i++) {
        rd_kafka_consumer_group_metadata_t *group = b->offering ? NULL : rd_kafka_consumer_group_metadata(b->consumer);
        if (b->offering) {
            outcome = answer(b, &error);
        } else if (group) {
            rd_kafka_topic_partition_list_t *offsets = rd_kafka_topic_partition_list_new(1);
            rd_kafka_topic_partition_list_add(offsets, b->c->dead_letters, 0)->offset = 0;
            outcome = offer(b, offsets, group, &error);
        }
    }
    return outcome;
}

static enum bus_outcome abort_it(bus *b, const char **error) {
    char text[512];
    if (rd_kafka_fatal_error(b->producer, text,
                             sizeof text)) /* abort would answer that it is to be called again, for ever */
        return fatal(b, RD_KAFKA_RESP_ERR__FATAL, text, error);
    return outcome_of(b, rd_kafka_abort_transaction(b->producer, CALL_MS), error);
}

enum bus_outcome bus_abort_transaction(bus *b, const char **error) {
    enum bus_outcome awaited = b->offering ? answer(b, error) : BUS_DONE; /* librdkafka does one thing at a time */
    if (b->offering)
        return awaited;
    if (b->purged && !b->ending)
        offer_nothing(b, 1); /* it has failed, and says why only to a call that comes before the abort */
    b->ending = true;
    enum bus_outcome outcome = abort_it(b, error);
    return b->lacks_writing && outcome != BUS_AGAIN && outcome != BUS_TAKEN ? say(b, BUS_WRONG, b->lacks, error)
                                                                            : outcome;
}

/* A static member is also shut out by a request of its own: it asks to join, the coordinator hangs and answers too late, and to
 * what comes next the member id of before is a stranger's (librdkafka 2.0.2, Kafka 3.9.1, a node that was stopped for 10 s). A
 * process that really has our name has initialised our transactional id before it joined (bus_start), and the coordinator of
 * transactions knows: it is asked with an offset that the group refuses from a stranger and that is never committed. At least
 * once nobody knows; then a restart, which may shut out another process, is better than a daemon that stands still for good. */
bool bus_kafka_taken(bus *b) {
    int64_t begun = b->begun;
    const char *error = NULL;
    if (b->c->delivery != EXACTLY_ONCE || !b->ready)
        return false;
    if (bus_begin(b, &error) != BUS_DONE)
        b->begun = begun; /* one is open */
    return offer_nothing(b, TAKEN_TRIES) == BUS_TAKEN;
}
