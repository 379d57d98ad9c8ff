/* SPDX-License-Identifier: Apache-2.0 */
/* The bus on Apache Kafka, through librdkafka: one consumer, one producer. */
#include "bus_kafka.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "clock.h"

enum { COMMITTED_MS = 10000, RANGE_MS = 1000, DESTROY_MS = 3000 };

/* ---- what librdkafka calls back ------------------------------------------------------------------------------------------ */

static enum bus_delivery result_of(rd_kafka_resp_err_t err) {
    switch (err) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
        return BUS_DELIVERED;
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
        return BUS_TOO_LARGE;
    case RD_KAFKA_RESP_ERR_INVALID_RECORD: /* a topic that is compacted wants a key */
    case RD_KAFKA_RESP_ERR_INVALID_MSG:
        return BUS_UNFIT;
    default: /* INVALID_TIMESTAMP, too: it is this machine's clock, and no article's fault */
        return BUS_FAILED;
    }
}

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m, void *opaque) {
    (void)rk;
    bus *b = opaque;
    if (bus_kafka_is_right(m->err))
        bus_kafka_lacks_writing(b, rd_kafka_topic_name(m->rkt));
    b->purged =
        b->purged ||
        (!b->ending && (m->err == RD_KAFKA_RESP_ERR__PURGE_QUEUE || m->err == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT));
    b->repeats = b->repeats || (m->err == RD_KAFKA_RESP_ERR__PURGE_QUEUE &&
                                rd_kafka_message_status(m) != RD_KAFKA_MSG_STATUS_NOT_PERSISTED);
    b->events.delivered(b->events.arg, m->_private, result_of(m->err), m->err ? rd_kafka_err2str(m->err) : NULL);
}

/* A fatal error of a client: its text, and whether it says that another process is in our place. One of the transactional
 * producer comes as the outcome of the next call, too, where the age of the transaction is looked at. */
static enum bus_trouble fatal_trouble(bus *b, rd_kafka_t *rk, char *text, size_t n) {
    rd_kafka_resp_err_t err = rd_kafka_fatal_error(rk, text, n);
    return err == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID && bus_kafka_taken(b) ? BUS_TROUBLE_TAKEN : BUS_TROUBLE_FATAL;
}

static void on_error(rd_kafka_t *rk, int err, const char *reason, void *opaque) {
    bus *b = opaque;
    char text[512];
    enum bus_trouble kind = BUS_TROUBLE_PASSING;
    snprintf(text, sizeof text, "%s", reason);
    if (err == RD_KAFKA_RESP_ERR__FATAL) {
        if (rk == b->producer && b->c->delivery == EXACTLY_ONCE)
            return;
        kind = fatal_trouble(b, rk, text, sizeof text);
    }
    if (err == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED)
        bus_kafka_lacks_reading(b, err, NULL);
    b->events.trouble(b->events.arg, kind, NULL, 0, text);
}

static void on_log(const rd_kafka_t *rk, int level, const char *facility, const char *text) {
    bus *b = rd_kafka_opaque(rk);
    char line[768];
    bus_kafka_hear_rights(b, facility, text);
    snprintf(line, sizeof line, "librdkafka: %s: %s", facility, text);
    b->events.library_log(b->events.arg, level, line);
}

static void on_throttle(rd_kafka_t *rk, const char *broker, int32_t id, int ms, void *opaque) {
    (void)rk;
    (void)id;
    bus *b = opaque;
    char text[256];
    snprintf(text, sizeof text, "%s slows us down by %d ms (a quota)", broker, ms);
    if (ms > 0)
        b->events.throttled(b->events.arg, ms, text);
}

/* Copies of a list's entries, borrowed names; `stops` may be NULL. NULL: no memory. */
static bus_partition *entries(const rd_kafka_topic_partition_list_t *list, const int64_t *stops) {
    bus_partition *p = calloc((size_t)list->cnt + 1, sizeof *p);
    for (int i = 0; p && i < list->cnt; i++) {
        const rd_kafka_topic_partition_t *e = &list->elems[i];
        p[i] = (bus_partition){e->topic, e->partition, e->offset >= 0 ? e->offset : -1, stops ? stops[i] : -1};
    }
    return p;
}

static void on_commit(rd_kafka_t *rk, rd_kafka_resp_err_t err, rd_kafka_topic_partition_list_t *list, void *opaque) {
    (void)rk;
    bus *b = opaque;
    if (err == RD_KAFKA_RESP_ERR__NO_OFFSET || !list)
        return;
    for (int i = 0; i < list->cnt && !err; i++)
        err = list->elems[i].err;
    bus_partition *p = entries(list, NULL);
    if (p)
        b->events.committed(b->events.arg, p, (size_t)list->cnt, err ? rd_kafka_err2str(err) : NULL);
    free(p);
}

/* While the group is being left nobody may answer any more (librdkafka 2.0.2: NULL, or "NONE"): then it is as it was before. */
static bool is_cooperative(bus *b) {
    const char *protocol = rd_kafka_rebalance_protocol(b->consumer);
    if (protocol && strcmp(protocol, "NONE") != 0)
        b->cooperative = strcmp(protocol, "COOPERATIVE") == 0;
    return b->cooperative;
}

/* By which id the group gives us partitions: it may be gone by the time their offsets are known. False: it has let us go and taken us up again, and we still hold some of before. */
static bool joined_as(bus *b, int n) {
    if (b->held > 0 && !bus_kafka_is_member(b))
        return false;
    char *id = rd_kafka_memberid(b->consumer);
    snprintf(b->member, sizeof b->member, "%s", id ? id : "");
    if (id)
        rd_kafka_mem_free(b->consumer, id);
    b->held += n;
    return true;
}

static void assign(bus *b, const rd_kafka_topic_partition_list_t *list) {
    if (is_cooperative(b))
        rd_kafka_error_destroy(rd_kafka_incremental_assign(b->consumer, list));
    else
        rd_kafka_assign(b->consumer, list);
}

/* While the group is being left nobody is told where to begin (librdkafka 2.0.2: no answer to rd_kafka_committed), and nothing is read
 * any more: it is given back in a moment. */
static void take_for_a_moment(bus *b, const rd_kafka_topic_partition_list_t *list) {
    b->had_assignment = b->had_assignment || list->cnt > 0;
    b->held += list->cnt;
    assign(b, list);
}

static void take_over(bus *b, rd_kafka_topic_partition_list_t *list) {
    int64_t *stops = calloc((size_t)list->cnt + 1, sizeof *stops);
    b->had_assignment = b->had_assignment || list->cnt > 0;
    if (!joined_as(b, list->cnt))
        b->events.trouble(b->events.arg, BUS_TROUBLE_FATAL, NULL, 0,
                          "partitions of before stayed when the group was joined anew");
    if (!stops || !bus_kafka_starts(b, list, stops))
        b->events.trouble(b->events.arg, BUS_TROUBLE_FATAL, NULL, 0, "where to begin could not be learnt");
    assign(b, list);
    bus_partition *p = entries(list, stops);
    if (p)
        b->events.assigned(b->events.arg, p, (size_t)list->cnt);
    free(p);
    free(stops);
}

/* Whatever happens, this ends in an unassign: without it the group hangs. */
static void give_up(bus *b, rd_kafka_topic_partition_list_t *list) {
    bool cooperative = is_cooperative(b);
    bus_partition *p = entries(list, NULL);
    if (p)
        b->events.revoked(b->events.arg, p, (size_t)list->cnt, !bus_kafka_is_member(b));
    free(p);
    b->held -= list->cnt < b->held ? list->cnt : b->held;
    if (cooperative)
        rd_kafka_error_destroy(rd_kafka_incremental_unassign(b->consumer, list));
    else
        rd_kafka_assign(b->consumer, NULL);
}

static void on_rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t err, rd_kafka_topic_partition_list_t *list, void *opaque) {
    (void)rk;
    bus *b = opaque;
    if (err == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS && b->closing) {
        take_for_a_moment(b, list);
    } else if (err == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        take_over(b, list);
    } else {
        if (err != RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS)
            b->events.trouble(b->events.arg, BUS_TROUBLE_PASSING, NULL, 0, rd_kafka_err2str(err));
        give_up(b, list);
    }
}

/* ---- records in -------------------------------------------------------------------------------------------------------- */

typedef struct kafka_record {
    bus_record r;
    rd_kafka_message_t *message; /* owned */
    bus_header headers[];
} kafka_record;

static kafka_record *wrap(rd_kafka_message_t *m) {
    rd_kafka_headers_t *headers = NULL;
    size_t n = rd_kafka_message_headers(m, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR ? rd_kafka_header_cnt(headers) : 0;
    kafka_record *k = calloc(1, sizeof *k + n * sizeof k->headers[0]);
    rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    if (!k)
        return NULL;
    for (size_t i = 0; i < n; i++)
        rd_kafka_header_get_all(headers, i, &k->headers[i].name, &k->headers[i].value.p, &k->headers[i].value.n);
    k->message = m;
    int64_t time = rd_kafka_message_timestamp(m, &type);
    k->r = (bus_record){rd_kafka_topic_name(m->rkt),
                        m->partition,
                        m->offset,
                        type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? -1 : time,
                        {m->key, m->key_len},
                        {m->payload, m->len},
                        k->headers,
                        n};
    return k;
}

void bus_record_free(bus_record *record) {
    kafka_record *k = (kafka_record *)record; /* its first member */
    if (!k)
        return;
    rd_kafka_message_destroy(k->message);
    free(k);
}

static void message_error(bus *b, const rd_kafka_message_t *m) {
    enum bus_trouble kind = BUS_TROUBLE_PASSING;
    char fatal[512];
    const char *text = rd_kafka_message_errstr(m);
    if (m->err == RD_KAFKA_RESP_ERR__FATAL) {
        kind = fatal_trouble(b, b->consumer, fatal, sizeof fatal);
        text = fatal;
    } else if (m->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
        kind = BUS_TROUBLE_STOPPED;
    } else if (m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        b->events.ended(b->events.arg, rd_kafka_topic_name(m->rkt), m->partition, m->offset);
        return;
    }
    if (bus_kafka_is_right(m->err))
        bus_kafka_lacks_reading(b, m->err, m->rkt ? rd_kafka_topic_name(m->rkt) : NULL);
    b->events.trouble(b->events.arg, kind, m->rkt ? rd_kafka_topic_name(m->rkt) : NULL, m->partition, text);
}

/* With transactions a right to write that is missing is the outcome of the abort, so that none is left open. */
static void tell_rights(bus *b) {
    if (*b->lacks && (b->c->delivery != EXACTLY_ONCE || !b->lacks_writing))
        b->events.trouble(b->events.arg, BUS_TROUBLE_WRONG, NULL, 0, b->lacks);
}

void bus_poll_deliveries(bus *b) {
    rd_kafka_poll(b->producer, 0);
    tell_rights(b);
}

/* Only when all that has been fetched is taken does the next arrival wake us. */
bool bus_poll(bus *b) {
    rd_kafka_message_t *m = NULL;
    bool more = true;
    bus_poll_deliveries(b);
    while (more && (m = rd_kafka_consumer_poll(b->consumer, 0))) {
        kafka_record *k = NULL;
        if (m->err)
            message_error(b, m);
        else if (!(k = wrap(m)))
            b->events.trouble(b->events.arg, BUS_TROUBLE_FATAL, NULL, 0,
                              "out of memory"); /* its offset must not be passed */
        if (k)
            more = b->events.record(b->events.arg, &k->r);
        else
            rd_kafka_message_destroy(m);
    }
    return !more;
}

void bus_wait(bus *b, const int *files, size_t n, int ms) {
    struct pollfd p[8] = {{.fd = b->wake, .events = POLLIN}};
    uint64_t count = 0;
    for (size_t i = 0; i < n && i < 7; i++)
        p[i + 1] = (struct pollfd){.fd = files[i], .events = POLLIN};
    poll(p, (nfds_t)n + 1, ms);
    if (read(b->wake, &count, sizeof count) < 0)
        count = 0; /* nothing from Kafka */
    /* After the counter and before the queues are looked at: what comes from now on wakes again. */
    atomic_store(&b->woken, false);
}

/* ---- records out --------------------------------------------------------------------------------------------------------- */

static rd_kafka_headers_t *headers_of(const bus_message *m) {
    rd_kafka_headers_t *headers = rd_kafka_headers_new(m->header_count);
    for (size_t i = 0; headers && i < m->header_count; i++) {
        const bus_header *h = &m->headers[i];
        rd_kafka_header_add(headers, h->name, -1, h->value.p, (ssize_t)h->value.n);
    }
    return headers;
}

enum bus_sent bus_send(bus *b, const bus_message *m, void *tag, const char **error) {
    rd_kafka_headers_t *headers = headers_of(m);
    *error = NULL;
    /* No time stamp: the record has the producer's clock. No copy: the message stays until it is delivered. */
    rd_kafka_resp_err_t err =
        rd_kafka_producev(b->producer, RD_KAFKA_V_TOPIC(m->topic), RD_KAFKA_V_KEY(m->key.p, m->key.n),
                          RD_KAFKA_V_VALUE((void *)(uintptr_t)m->value.p, m->value.n), RD_KAFKA_V_MSGFLAGS(0),
                          RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE(tag), RD_KAFKA_V_END);
    if (err == RD_KAFKA_RESP_ERR_NO_ERROR)
        return BUS_SENT;
    rd_kafka_headers_destroy(headers);
    if (err == RD_KAFKA_RESP_ERR__QUEUE_FULL)
        return BUS_FULL;
    if (bus_kafka_is_right(err))
        bus_kafka_lacks_writing(b, m->topic);
    *error = rd_kafka_err2str(err);
    return err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE ? BUS_REFUSED_SIZE : BUS_REFUSED;
}

/* ---- offsets ---------------------------------------------------------------------------------------------------------------- */

static rd_kafka_topic_partition_list_t *list_of(const bus_partition *p, size_t n) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)n);
    for (size_t i = 0; i < n; i++)
        rd_kafka_topic_partition_list_add(list, p[i].topic, p[i].partition)->offset = p[i].offset;
    return list;
}

/* The answer to a commit of its own queue, within a time: rd_kafka_commit would wait for as long as brokers are away. */
static rd_kafka_resp_err_t commit_and_wait(bus *b, const rd_kafka_topic_partition_list_t *list) {
    rd_kafka_queue_t *queue = rd_kafka_queue_new(b->consumer);
    rd_kafka_resp_err_t err = rd_kafka_commit_queue(b->consumer, list, queue, NULL, NULL);
    rd_kafka_event_t *event = err ? NULL : rd_kafka_queue_poll(queue, COMMITTED_MS);
    if (!err)
        err = event ? rd_kafka_event_error(event) : RD_KAFKA_RESP_ERR__TIMED_OUT;
    const rd_kafka_topic_partition_list_t *answer = event ? rd_kafka_event_topic_partition_list(event) : NULL;
    for (int i = 0; answer && !err && i < answer->cnt; i++)
        err = answer->elems[i].err;
    rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    return err;
}

bool bus_commit(bus *b, const bus_partition *p, size_t n, bool wait) {
    rd_kafka_topic_partition_list_t *list = list_of(p, n);
    rd_kafka_resp_err_t err = wait ? commit_and_wait(b, list) : rd_kafka_commit(b->consumer, list, 1);
    if (wait)
        b->events.committed(b->events.arg, p, n, err ? rd_kafka_err2str(err) : NULL);
    rd_kafka_topic_partition_list_destroy(list);
    return !err;
}

void bus_pause(bus *b, const bus_partition *p, size_t n, bool pause) {
    rd_kafka_topic_partition_list_t *list = list_of(p, n);
    if (pause)
        rd_kafka_pause_partitions(b->consumer, list);
    else
        rd_kafka_resume_partitions(b->consumer, list);
    rd_kafka_topic_partition_list_destroy(list);
}

int64_t bus_position(bus *b, const char *topic, int32_t number) {
    bus_partition p = {topic, number, -1, -1};
    rd_kafka_topic_partition_list_t *list = list_of(&p, 1);
    bool known = rd_kafka_position(b->consumer, list) == RD_KAFKA_RESP_ERR_NO_ERROR && !list->elems[0].err;
    int64_t offset = known && list->elems[0].offset >= 0 ? list->elems[0].offset : -1;
    rd_kafka_topic_partition_list_destroy(list);
    return offset;
}

int64_t bus_end(bus *b, const char *topic, int32_t number) {
    int64_t low = -1, high = -1;
    rd_kafka_resp_err_t err = rd_kafka_get_watermark_offsets(b->consumer, topic, number, &low, &high);
    return err || high < 0 ? -1 : high;
}

bool bus_range(bus *b, const char *topic, int32_t number, int64_t *first, int64_t *end) {
    return rd_kafka_query_watermark_offsets(b->consumer, topic, number, first, end, RANGE_MS) ==
           RD_KAFKA_RESP_ERR_NO_ERROR;
}

/* All that we hold, each where the next message is, and this one at that offset. */
static rd_kafka_resp_err_t assign_anew(bus *b, const rd_kafka_topic_partition_list_t *one) {
    rd_kafka_topic_partition_list_t *all = NULL;
    rd_kafka_resp_err_t err = rd_kafka_assignment(b->consumer, &all);
    for (int i = 0; !err && i < all->cnt; i++) {
        rd_kafka_topic_partition_t *p = &all->elems[i];
        int64_t position = bus_position(b, p->topic, p->partition);
        const rd_kafka_topic_partition_t *chosen = rd_kafka_topic_partition_list_find(one, p->topic, p->partition);
        p->offset = chosen ? chosen->offset : position >= 0 ? position : p->offset; /* as it was given to us */
    }
    if (!err)
        err = rd_kafka_assign(b->consumer, all);
    if (all)
        rd_kafka_topic_partition_list_destroy(all);
    return err;
}

/* A partition in this state cannot be sought in ("Erroneous state", librdkafka 2.0.2 to 2.16): it is given back and taken anew. */
const char *bus_go_on(bus *b, const char *topic, int32_t number, int64_t offset) {
    bus_partition p = {topic, number, offset, -1};
    rd_kafka_topic_partition_list_t *list = list_of(&p, 1);
    rd_kafka_resp_err_t err = RD_KAFKA_RESP_ERR_NO_ERROR;
    if (is_cooperative(b)) {
        rd_kafka_error_t *error = rd_kafka_incremental_unassign(b->consumer, list);
        if (!error)
            error = rd_kafka_incremental_assign(b->consumer, list);
        err = error ? rd_kafka_error_code(error) : err;
        rd_kafka_error_destroy(error);
    } else {
        err = assign_anew(b, list);
    }
    rd_kafka_topic_partition_list_destroy(list);
    return err ? rd_kafka_err2str(err) : NULL;
}

/* ---- open and close ---------------------------------------------------------------------------------------------------------- */

static void common_callbacks(rd_kafka_conf_t *conf, bus *b) {
    rd_kafka_conf_set_opaque(conf, b);
    rd_kafka_conf_set_error_cb(conf, on_error);
    rd_kafka_conf_set_log_cb(conf, on_log);
    rd_kafka_conf_set_throttle_cb(conf, on_throttle);
}

static int64_t transaction_timeout(const rd_kafka_conf_t *conf) {
    char text[32] = "";
    size_t n = sizeof text;
    return rd_kafka_conf_get(conf, "transaction.timeout.ms", text, &n) == RD_KAFKA_CONF_OK ? strtoll(text, NULL, 10)
                                                                                           : 0;
}

static rd_kafka_t *client(bus *b, const config *c, enum config_scope scope, config_problem *problem, void *arg) {
    char error[512], text[1024];
    rd_kafka_conf_t *conf = bus_kafka_properties(c, scope, false, problem, arg);
    if (!conf)
        return NULL;
    common_callbacks(conf, b);
    if (scope == CONFIG_PRODUCER)
        b->timeout = transaction_timeout(conf);
    if (scope == CONFIG_CONSUMER) {
        rd_kafka_conf_set_stats_cb(conf, bus_kafka_stats);
        rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
        rd_kafka_conf_set_offset_commit_cb(conf, on_commit);
    } else {
        rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    }
    rd_kafka_t *rk =
        rd_kafka_new(scope == CONFIG_CONSUMER ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER, conf, error, sizeof error);
    if (rk) {
        rd_kafka_set_log_queue(rk, NULL); /* its log lines come in our thread, from its poll */
        return rk;
    }
    rd_kafka_conf_destroy(conf);
    snprintf(text, sizeof text, "%s: %s", c->path ? c->path : "defaults", error);
    problem(arg, text);
    return NULL;
}

/* In a thread of librdkafka, for everything that comes into one of the queues. */
static void on_event(rd_kafka_t *rk, void *opaque) {
    static const uint64_t one = 1;
    bus *b = opaque;
    (void)rk;
    if (!atomic_exchange(&b->woken, true) && write(b->wake, &one, sizeof one) < 0)
        return; /* the counter is full: the loop has been woken already */
}

const char *bus_library(void) { return rd_kafka_version_str(); }

bool bus_open(const config *c, const bus_events *events, config_problem *problem, void *arg, bus **out) {
    bus *b = calloc(1, sizeof *b);
    *out = NULL;
    if (!b || (b->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0) {
        problem(arg, b ? strerror(errno) : "out of memory");
        free(b);
        return false;
    }
    b->c = c;
    b->events = *events;
    b->producer = client(b, c, CONFIG_PRODUCER, problem, arg);
    b->consumer = b->producer ? client(b, c, CONFIG_CONSUMER, problem, arg) : NULL;
    if (b->consumer) {
        rd_kafka_poll_set_consumer(b->consumer);
        b->consumer_queue = rd_kafka_queue_get_consumer(b->consumer);
        b->producer_queue = rd_kafka_queue_get_main(b->producer);
        rd_kafka_queue_cb_event_enable(b->consumer_queue, on_event, b);
        rd_kafka_queue_cb_event_enable(b->producer_queue, on_event, b);
        *out = b;
        return true;
    }
    if (b->producer)
        rd_kafka_destroy(b->producer);
    close(b->wake);
    free(b);
    return false;
}

/* The consumer leaves the group; its rebalance callback comes once more. In librdkafka 2.0.2 closing may hang when an
 * assignment arrives meanwhile, hence the time. */
static bool leave(bus *b, int64_t until) {
    b->closing = true;
    rd_kafka_error_destroy(rd_kafka_consumer_close_queue(b->consumer, b->consumer_queue));
    while (!rd_kafka_consumer_closed(b->consumer) && clock_ms() < until) {
        rd_kafka_message_t *m = rd_kafka_consumer_poll(b->consumer, 50);
        if (m)
            rd_kafka_message_destroy(m);
    }
    return rd_kafka_consumer_closed(b->consumer) != 0;
}

typedef struct ending {
    bus *b;
    int done; /* an event */
} ending;

static void *destroy_clients(void *arg) {
    static const uint64_t one = 1;
    const ending *e = arg;
    int done = e->done; /* afterwards nobody may be there any more */
    if (e->b->consumer_queue)
        rd_kafka_queue_destroy(e->b->consumer_queue);
    if (e->b->producer_queue)
        rd_kafka_queue_destroy(e->b->producer_queue);
    if (e->b->consumer)
        rd_kafka_destroy(e->b->consumer);
    if (e->b->producer)
        rd_kafka_destroy(e->b->producer);
    return write(done, &one, sizeof one) < 0 ? arg : NULL;
}

/* In a thread, within a time: librdkafka 2.0.2 waits for ever for a partition that it has lost count of (its topic was deleted and
 * made anew while it was read). False: that is so, and the thread stays. */
static bool take_apart(bus *b) {
    ending *e = malloc(sizeof *e);
    pthread_t thread;
    struct pollfd p = {.fd = e ? eventfd(0, EFD_CLOEXEC) : -1, .events = POLLIN};
    if (p.fd < 0) {
        free(e);
        return false;
    }
    *e = (ending){b, p.fd};
    if (pthread_create(&thread, NULL, destroy_clients, e) != 0 || poll(&p, 1, DESTROY_MS) <= 0)
        return false;
    pthread_join(thread, NULL);
    close(p.fd);
    free(e);
    return true;
}

bool bus_close(bus *b, int ms) {
    if (!b)
        return true;
    int64_t until = clock_ms() + ms;
    bool left = !b->consumer || !b->consumer_queue || leave(b, until);
    if (b->producer) {
        int64_t rest = until - clock_ms();
        rd_kafka_flush(b->producer, rest > 100 ? (int)rest : 100);
        rd_kafka_purge(b->producer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        rd_kafka_flush(b->producer, 1000);
    }
    if (b->offering)
        return false; /* a thread is in the producer for good */
    if (!left || (b->consumer && !b->had_assignment))
        return false; /* destroying it would wait for ever, or end in an assertion (librdkafka before 2.3, never assigned) */
    if (!take_apart(b))
        return false;
    close(b->wake);
    bus_kafka_stable_free(b);
    free(b);
    return true;
}
