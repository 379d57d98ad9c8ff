/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the daemon is compared with when reading is off: the shortest loop that does the same work with librdkafka. One thread;
 * poll, answer, produce, poll; offsets are committed every 500 ms without waiting. Nothing is kept in order, taken back, limited
 * or sent again.
 *
 *   plain-loop BROKERS INPUT OUTPUT GROUP [--headers]      until SIGTERM; --headers adds the headers that dragomand adds
 */
#include <inttypes.h>
#include <librdkafka/rdkafka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "answer.h"

enum { COMMIT_MS = 500, WAIT_MS = 100 };

static volatile sig_atomic_t ended; /* what a signal can reach */

static void on_signal(int number) {
    (void)number;
    ended = 1;
}

static void give_up(const char *what) {
    fprintf(stderr, "plain-loop: %s\n", what);
    exit(70);
}

static int64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void set(rd_kafka_conf_t *conf, const char *name, const char *value) {
    char error[512];
    if (rd_kafka_conf_set(conf, name, value, error, sizeof error) != RD_KAFKA_CONF_OK)
        give_up(error);
}

static rd_kafka_t *client(rd_kafka_type_t type, rd_kafka_conf_t *conf) {
    char error[512];
    rd_kafka_t *rk = rd_kafka_new(type, conf, error, sizeof error);
    if (!rk)
        give_up(error);
    return rk;
}

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m, void *opaque) {
    (void)rk;
    (void)opaque;
    if (m->err)
        give_up(rd_kafka_err2str(m->err));
}

static void on_rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t err, rd_kafka_topic_partition_list_t *list, void *opaque) {
    (void)opaque;
    if (err == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS)
        fprintf(stderr, "%d partitions are ours\n", list->cnt);
    rd_kafka_assign(rk, err == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS ? list : NULL);
}

static rd_kafka_t *consumer(const char *brokers, const char *input, const char *group) {
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    set(conf, "bootstrap.servers", brokers);
    set(conf, "group.id", group);
    set(conf, "enable.auto.commit", "false");
    set(conf, "enable.auto.offset.store", "false");
    set(conf, "auto.offset.reset", "earliest");
    set(conf, "isolation.level", "read_committed");
    set(conf, "queued.max.messages.kbytes", "1000000"); /* see QUEUE in tests/bench/kafka */
    rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
    rd_kafka_t *rk = client(RD_KAFKA_CONSUMER, conf);
    rd_kafka_poll_set_consumer(rk);
    rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(topics, input, RD_KAFKA_PARTITION_UA);
    if (rd_kafka_subscribe(rk, topics))
        give_up("the topic cannot be subscribed");
    rd_kafka_topic_partition_list_destroy(topics);
    return rk;
}

static rd_kafka_t *producer(const char *brokers) {
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    set(conf, "bootstrap.servers", brokers);
    set(conf, "enable.idempotence", "true");
    set(conf, "linger.ms", "20");
    set(conf, "compression.type", "lz4");
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    return client(RD_KAFKA_PRODUCER, conf);
}

static void add_number(rd_kafka_headers_t *h, const char *name, int64_t value) {
    char text[32];
    int n = snprintf(text, sizeof text, "%" PRId64, value);
    rd_kafka_header_add(h, name, -1, text, n);
}

static void add(rd_kafka_headers_t *h, const char *name, const char *value) {
    rd_kafka_header_add(h, name, -1, value, (ssize_t)strlen(value));
}

static rd_kafka_headers_t *headers_of(const rd_kafka_message_t *m, const answer *a) {
    rd_kafka_headers_t *h = rd_kafka_headers_new(10);
    rd_kafka_timestamp_type_t type;
    char text[96];
    add(h, "ce_specversion", "1.0");
    snprintf(text, sizeof text, "%.40s-%" PRId32 "-%" PRId64, rd_kafka_topic_name(m->rkt), m->partition, m->offset);
    add(h, "ce_id", text);
    add(h, "ce_source", "urn:dragoman");
    add(h, "ce_type", "dragoman.extraction.1");
    int64_t ms = rd_kafka_message_timestamp(m, &type);
    time_t seconds = (time_t)(ms / 1000);
    struct tm t;
    if (gmtime_r(&seconds, &t) && strftime(text, 24, "%Y-%m-%dT%H:%M:%S", &t)) {
        snprintf(text + strlen(text), 8, ".%03dZ", (int)(ms % 1000));
        add(h, "ce_time", text);
    }
    add(h, "ce_subject", a->id);
    add(h, "content-type", "application/json");
    add(h, "dragoman-topic", rd_kafka_topic_name(m->rkt));
    add_number(h, "dragoman-partition", m->partition);
    add_number(h, "dragoman-offset", m->offset);
    return h;
}

static void answer_message(rd_kafka_t *out, const char *topic, const rd_kafka_message_t *m, int with_headers) {
    answer a;
    rd_kafka_resp_err_t err = RD_KAFKA_RESP_ERR_NO_ERROR;
    answer_to(m->payload, m->len, &a);
    do {
        rd_kafka_headers_t *h = with_headers ? headers_of(m, &a) : NULL;
        err = rd_kafka_producev(out, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_KEY(a.id, a.id_bytes),
                                RD_KAFKA_V_VALUE(a.value, a.value_bytes), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                                RD_KAFKA_V_HEADERS(h), RD_KAFKA_V_END);
        if (err && h)
            rd_kafka_headers_destroy(h);
        if (err == RD_KAFKA_RESP_ERR__QUEUE_FULL)
            rd_kafka_poll(out, WAIT_MS);
        else if (err)
            give_up(rd_kafka_err2str(err));
    } while (err);
}

static void loop(rd_kafka_t *in, rd_kafka_t *out, const char *topic, int with_headers) {
    int64_t committed = now_ms();
    while (!ended) {
        rd_kafka_message_t *m = rd_kafka_consumer_poll(in, WAIT_MS);
        if (m && !m->err) {
            answer_message(out, topic, m, with_headers);
            rd_kafka_offset_store(m->rkt, m->partition, m->offset);
        }
        if (m)
            rd_kafka_message_destroy(m);
        rd_kafka_poll(out, 0);
        int64_t now = now_ms();
        if (now - committed >= COMMIT_MS) {
            rd_kafka_commit(in, NULL, 1);
            committed = now;
        }
    }
}

int main(int argc, char **argv) {
    int with_headers = argc == 6 && strcmp(argv[5], "--headers") == 0;
    if (argc != 5 && !with_headers) {
        fprintf(stderr, "usage: plain-loop BROKERS INPUT OUTPUT GROUP [--headers]\n");
        return 64;
    }
    signal(SIGTERM, on_signal);
    rd_kafka_t *in = consumer(argv[1], argv[2], argv[4]), *out = producer(argv[1]);
    loop(in, out, argv[3], with_headers);
    rd_kafka_flush(out, 10000);
    rd_kafka_commit(in, NULL, 0);
    rd_kafka_consumer_close(in);
    rd_kafka_destroy(in);
    rd_kafka_destroy(out);
    return 0;
}
