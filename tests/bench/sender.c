/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sends articles: the lines of a file, over and over, each with an id of its own, to the partitions in turn.
 *
 *   sender BROKERS TOPIC PARTITIONS FILE COUNT [RATE]     RATE articles a second, each at its time; without it, as fast as it goes
 *
 * A line is an article without its first field, the id: {"id": "b-17", is put in front of it.
 */
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct lines {
    char **text;
    size_t n, cap;
} lines;

static void give_up(const char *what) {
    fprintf(stderr, "sender: %s\n", what);
    exit(70);
}

static lines read_lines(const char *path) {
    lines l = {0};
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t size = 0;
    if (!f)
        give_up("the file cannot be read");
    for (ssize_t n = 0; (n = getline(&line, &size, f)) > 1;) {
        line[n - 1] = '\0';
        if (l.n == l.cap) {
            l.cap = l.cap ? 2 * l.cap : 64;
            l.text = realloc(l.text, l.cap * sizeof *l.text);
        }
        if (!l.text || !(l.text[l.n++] = strdup(line)))
            give_up("out of memory");
    }
    free(line);
    fclose(f);
    if (!l.n)
        give_up("the file is empty");
    return l;
}

static void set(rd_kafka_conf_t *conf, const char *name, const char *value) {
    char error[512];
    if (rd_kafka_conf_set(conf, name, value, error, sizeof error) != RD_KAFKA_CONF_OK)
        give_up(error);
}

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m, void *opaque) {
    (void)rk;
    (void)opaque;
    if (m->err)
        give_up(rd_kafka_err2str(m->err));
}

static rd_kafka_t *producer(const char *brokers, double rate) {
    char error[512];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    set(conf, "bootstrap.servers", brokers);
    set(conf, "enable.idempotence", "true");
    set(conf, "linger.ms", rate > 0 ? "0" : "50");
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, error, sizeof error);
    if (!rk)
        give_up(error);
    return rk;
}

static void send_one(rd_kafka_t *rk, const char *topic, int partition, const char *article, size_t n) {
    rd_kafka_resp_err_t err = RD_KAFKA_RESP_ERR_NO_ERROR;
    do {
        err = rd_kafka_producev(rk, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION(partition),
                                RD_KAFKA_V_VALUE((void *)(uintptr_t)article, n),
                                RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
        if (err && err != RD_KAFKA_RESP_ERR__QUEUE_FULL)
            give_up(rd_kafka_err2str(err));
        rd_kafka_poll(rk, err ? 100 : 0);
    } while (err);
}

static struct timespec after(struct timespec begin, double seconds) {
    long ns = begin.tv_nsec + (long)((seconds - (double)(time_t)seconds) * 1e9);
    return (struct timespec){begin.tv_sec + (time_t)seconds + ns / 1000000000, ns % 1000000000};
}

int main(int argc, char **argv) {
    if (argc != 6 && argc != 7) {
        fprintf(stderr, "usage: sender BROKERS TOPIC PARTITIONS FILE COUNT [RATE]\n");
        return 64;
    }
    double rate = argc == 7 ? strtod(argv[6], NULL) : 0;
    int partitions = atoi(argv[3]);
    long count = atol(argv[5]);
    lines l = read_lines(argv[4]);
    rd_kafka_t *rk = producer(argv[1], rate);
    char *article = malloc(1 << 20);
    struct timespec begin;
    if (!article || partitions < 1)
        give_up("no memory, or no partition");
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (long i = 0; i < count; i++) {
        int n = snprintf(article, 1 << 20, "{\"id\": \"b-%ld\", %s", i, l.text[(size_t)i % l.n]);
        if (rate > 0) {
            struct timespec at = after(begin, (double)i / rate);
            clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
        }
        send_one(rk, argv[2], (int)(i % partitions), article, (size_t)n);
    }
    if (rd_kafka_flush(rk, 60000))
        give_up("not everything arrived");
    rd_kafka_destroy(rk);
    free(article);
    for (size_t i = 0; i < l.n; i++)
        free(l.text[i]);
    free(l.text);
    return 0;
}
