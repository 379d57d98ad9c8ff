/* SPDX-License-Identifier: Apache-2.0 */
#include "reader.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/window.h"

enum { POLL_MS = 200, ONE_MS = 15000, MARKERS = 64 };

/* Markers of transactions have offsets, too, so that more are asked for than are wanted. */
static int64_t before_end(int64_t first, int64_t end, int64_t last) {
    int64_t from = end - 4 * last - MARKERS;
    return last == 0 ? end : from > first ? from : first;
}

static rd_kafka_resp_err_t look_up(client *k, rd_kafka_topic_partition_list_t *list, int64_t time) {
    for (int i = 0; i < list->cnt; i++)
        list->elems[i].offset = time;
    return rd_kafka_offsets_for_times(client_handle(k), list, ASK_MS);
}

/* The ends are asked for before the times: what is younger than all that is there begins at the end as it was. */
static rd_kafka_resp_err_t place(const reader *r, client *k, const window_edge *from,
                                 rd_kafka_topic_partition_list_t *list) {
    rd_kafka_topic_partition_list_t *ends = rd_kafka_topic_partition_list_copy(list);
    rd_kafka_resp_err_t err = RD_KAFKA_RESP_ERR_NO_ERROR;
    bool earliest = from->kind == WINDOW_EARLIEST;
    for (int i = 0; !err && i < list->cnt; i++) {
        int64_t first = 0, end = 0;
        err = client_range(k, r->topic, list->elems[i].partition, &first, &end);
        ends->elems[i].offset = end;
        list->elems[i].offset = earliest ? first : before_end(first, end, r->last);
    }
    if (!err && from->kind == WINDOW_TIME) {
        err = look_up(k, list, from->time);
        for (int i = 0; i < list->cnt; i++)
            if (list->elems[i].offset < 0)
                list->elems[i].offset = ends->elems[i].offset;
    }
    for (int i = 0; from->kind == WINDOW_OFFSETS && i < list->cnt; i++) {
        int64_t named = window_named(from, r->topic, list->elems[i].partition);
        list->elems[i].offset = named >= 0 ? named : ends->elems[i].offset;
    }
    rd_kafka_topic_partition_list_destroy(ends);
    return err;
}

/* ---- reading ------------------------------------------------------------------------------------------------------------------ */

static int follow(const reader *r, client *k, int open, int stopped) {
    struct timespec none = {0, 0};
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    while (r->follow || open > 0) {
        rd_kafka_message_t *m = rd_kafka_consumer_poll(client_handle(k), POLL_MS);
        bool more = true;
        int status = CLI_OK;
        if (m && m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
            if (--open == 0 && r->caught_up)
                r->caught_up(r->arg);
        } else if (m && !m->err)
            more = r->take(r->arg, m);
        else if (m && m->err != RD_KAFKA_RESP_ERR__TRANSPORT && m->err != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
            status = client_fail(k, r->topic, m->err, rd_kafka_message_errstr(m));
        if (m)
            rd_kafka_message_destroy(m);
        if (status || !more)
            return status;
        if (stopped && sigtimedwait(&set, NULL, &none) > 0)
            return CLI_OK;
    }
    return CLI_OK;
}

static int run(const reader *r, client *k, const window_edge *from) {
    int status = CLI_OK;
    const rd_kafka_metadata_t *all = client_topics(k, &status);
    const rd_kafka_metadata_topic_t *t = all ? client_topic(all, r->topic) : NULL;
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(8);
    for (int i = 0; t && i < t->partition_cnt; i++)
        rd_kafka_topic_partition_list_add(list, r->topic, t->partitions[i].id);
    rd_kafka_resp_err_t err = RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
    if (t)
        err = place(r, k, from, list);
    if (!err)
        err = rd_kafka_assign(client_handle(k), list);
    if (all && err)
        status = client_fail(k, r->topic, err, NULL);
    else if (all)
        status = follow(r, k, list->cnt, r->follow);
    rd_kafka_topic_partition_list_destroy(list);
    if (all)
        rd_kafka_metadata_destroy(all);
    return status;
}

int reader_run(const reader *r) {
    const char *const extra[] = {"enable.partition.eof", "true", "fetch.wait.max.ms", "100", NULL};
    char why[256];
    window w = {.from = {.kind = WINDOW_END}};
    sigset_t set, before;
    bool from = r->from && strcmp(r->from, "latest") != 0;
    if (from && !window_parse(r->from, NULL, &w, why, sizeof why)) {
        window_free(&w);
        return cli_usage(r->of, "--from: %s", why);
    }
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    if (r->follow) /* before librdkafka makes threads, which would take them */
        sigprocmask(SIG_BLOCK, &set, &before);
    int status = CLI_OK;
    client *k = client_open(r->conf, CLIENT_COMMITTED, extra, &status);
    if (k)
        status = run(r, k, &w.from);
    client_close(k);
    window_free(&w);
    if (r->follow)
        sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}

rd_kafka_message_t *reader_one(client *k, const char *topic, int32_t partition, int64_t offset, int *status) {
    char what[300];
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic, partition)->offset = offset;
    rd_kafka_resp_err_t err = rd_kafka_assign(client_handle(k), list);
    rd_kafka_message_t *m = NULL;
    snprintf(what, sizeof what, "%s/%d@%lld", topic, (int)partition, (long long)offset);
    for (int waited = 0; !err && !m && waited < ONE_MS; waited += POLL_MS) {
        m = rd_kafka_consumer_poll(client_handle(k), POLL_MS);
        if (m && (m->err == RD_KAFKA_RESP_ERR__TRANSPORT || m->err == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)) {
            rd_kafka_message_destroy(m);
            m = NULL;
        }
    }
    rd_kafka_topic_partition_list_destroy(list);
    if (m && !m->err && m->offset == offset && m->partition == partition)
        return m;
    if (err || !m) {
        *status = client_fail(k, what, err ? err : RD_KAFKA_RESP_ERR__TIMED_OUT, NULL);
    } else {
        bool none =
            !m->err || m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF || m->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET;
        *status = none ? CLI_NO_INPUT : client_fail(k, what, m->err, rd_kafka_message_errstr(m));
        if (none)
            fprintf(stderr,
                    "dragoman: %s: there is no such record (never was, is deleted, or is a transaction's marker)\n",
                    what);
    }
    if (m)
        rd_kafka_message_destroy(m);
    return NULL;
}

const char *reader_header(const rd_kafka_message_t *m, const char *name, char *buffer, size_t cap) {
    rd_kafka_headers_t *headers = NULL;
    const void *value = NULL;
    size_t n = 0;
    *buffer = '\0';
    if (rd_kafka_message_headers(m, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR &&
        rd_kafka_header_get_last(headers, name, &value, &n) == RD_KAFKA_RESP_ERR_NO_ERROR && value)
        snprintf(buffer, cap, "%.*s", (int)(n < cap ? n : cap - 1), (const char *)value);
    return buffer;
}
