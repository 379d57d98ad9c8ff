/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sends messages as no well-behaved producer does: with a time of one's choice, and in transactions that stay open.
 *
 *   kafka-feed BROKERS TOPIC PARTITION [TRANSACTIONAL-ID]
 *
 * Each line of its input is a command, and is answered by "ok" or by what went wrong:
 *
 *   MS VALUE    sends a message of that time, milliseconds since 1970 (-: now)
 *   begin, commit, abort
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WAIT_MS = 30000 };

typedef struct feed {
    rd_kafka_t *producer;
    const char *topic;
    int partition;
    rd_kafka_resp_err_t delivered; /* the last message's fate */
} feed;

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m, void *opaque) {
    (void)rk;
    ((feed *)opaque)->delivered = m->err;
}

static bool set(rd_kafka_conf_t *conf, const char *name, const char *value) {
    char error[512];
    if (rd_kafka_conf_set(conf, name, value, error, sizeof error) == RD_KAFKA_CONF_OK) {
        return true;
    }
    fprintf(stderr, "kafka-feed: %s\n", error);
    return false;
}

static rd_kafka_t *open_producer(feed *f, const char *brokers, const char *transactional_id) {
    char error[512];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    bool good = set(conf, "bootstrap.servers", brokers) && set(conf, "linger.ms", "0") &&
                (transactional_id == NULL || set(conf, "transactional.id", transactional_id));
    rd_kafka_conf_set_opaque(conf, f);
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    rd_kafka_t *rk = good ? rd_kafka_new(RD_KAFKA_PRODUCER, conf, error, sizeof error) : NULL;
    if (rk == NULL) {
        rd_kafka_conf_destroy(conf);
        return NULL;
    }
    rd_kafka_error_t *e = transactional_id ? rd_kafka_init_transactions(rk, WAIT_MS) : NULL;
    if (e != NULL) {
        fprintf(stderr, "kafka-feed: %s\n", rd_kafka_error_string(e));
        rd_kafka_error_destroy(e);
        rd_kafka_destroy(rk);
        return NULL;
    }
    return rk;
}

static void answer(rd_kafka_error_t *e) {
    puts(e ? rd_kafka_error_string(e) : "ok");
    if (e != NULL) {
        rd_kafka_error_destroy(e);
    }
}

static void send_message(feed *f, const char *line) {
    char *value = NULL;
    long long ms = *line == '-' ? 0 : strtoll(line, &value, 10); /* 0: the producer's clock */
    const char *text = strchr(line, ' ');
    if (text == NULL) {
        puts("MS VALUE is expected");
        return;
    }
    text++;
    rd_kafka_resp_err_t err =
        rd_kafka_producev(f->producer, RD_KAFKA_V_TOPIC(f->topic), RD_KAFKA_V_PARTITION(f->partition),
                          RD_KAFKA_V_TIMESTAMP(ms), RD_KAFKA_V_VALUE((void *)(uintptr_t)text, strlen(text)),
                          RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
    if (err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        err = rd_kafka_flush(f->producer, WAIT_MS);
    }
    if (err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        err = f->delivered;
    }
    puts(err ? rd_kafka_err2str(err) : "ok");
}

int main(int argc, char **argv) {
    feed f = {.topic = argc > 2 ? argv[2] : NULL, .partition = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 0};
    char *line = NULL;
    size_t capacity = 0;
    if (argc < 4 || argc > 5) {
        fputs("usage: kafka-feed BROKERS TOPIC PARTITION [TRANSACTIONAL-ID]\n", stderr);
        return 64;
    }
    f.producer = open_producer(&f, argv[1], argc > 4 ? argv[4] : NULL);
    if (f.producer == NULL) {
        return 75;
    }
    for (ssize_t n = 0; (n = getline(&line, &capacity, stdin)) > 0;) {
        if (line[n - 1] == '\n') {
            line[n - 1] = '\0';
        }
        if (strcmp(line, "begin") == 0) {
            answer(rd_kafka_begin_transaction(f.producer));
        } else if (strcmp(line, "commit") == 0) {
            answer(rd_kafka_commit_transaction(f.producer, WAIT_MS));
        } else if (strcmp(line, "abort") == 0) {
            answer(rd_kafka_abort_transaction(f.producer, WAIT_MS));
        } else {
            send_message(&f, line);
        }
        fflush(stdout);
    }
    free(line);
    rd_kafka_destroy(f.producer);
    return 0;
}
