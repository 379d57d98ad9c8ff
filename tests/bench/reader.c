/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a topic of extractions as an independent, read_committed reader.
 *
 *   reader BROKERS TOPIC since MS      everything with a broker's time from MS on, to the end: "MS COUNT" for each millisecond in
 *                                      which answers were stored
 *   reader BROKERS TOPIC live COUNT S  from now on, until COUNT answers were seen or S seconds have passed: for each answer the
 *                                      milliseconds from the time of its article (header ce_time) to now. Prints "ready" first.
 */
#include <inttypes.h>
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PARTITIONS = 64, ASK_MS = 10000, WAIT_MS = 100 };

static void give_up(const char *what) {
    fprintf(stderr, "reader: %s\n", what);
    exit(70);
}

static int64_t clock_of_day_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void set(rd_kafka_conf_t *conf, const char *name, const char *value) {
    char error[512];
    if (rd_kafka_conf_set(conf, name, value, error, sizeof error) != RD_KAFKA_CONF_OK)
        give_up(error);
}

static rd_kafka_t *consumer(const char *brokers) {
    char error[512];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    set(conf, "bootstrap.servers", brokers);
    set(conf, "group.id", "bench-reader");
    set(conf, "enable.auto.commit", "false");
    set(conf, "isolation.level", "read_committed");
    set(conf, "enable.partition.eof", "true");
    set(conf, "fetch.wait.max.ms", "5");
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_CONSUMER, conf, error, sizeof error);
    if (!rk)
        give_up(error);
    rd_kafka_poll_set_consumer(rk);
    return rk;
}

static int partitions_of(rd_kafka_t *rk, const char *topic) {
    const struct rd_kafka_metadata *md = NULL;
    rd_kafka_topic_t *rkt = rd_kafka_topic_new(rk, topic, NULL);
    if (rd_kafka_metadata(rk, 0, rkt, &md, ASK_MS) || md->topic_cnt != 1)
        give_up("the topic is not known");
    int n = md->topics[0].partition_cnt;
    rd_kafka_metadata_destroy(md);
    rd_kafka_topic_destroy(rkt);
    if (n < 1 || n > PARTITIONS)
        give_up("the topic has too few or too many partitions");
    return n;
}

/* since < 0: from the end on. */
static int assign(rd_kafka_t *rk, const char *topic, int64_t since) {
    int n = partitions_of(rk, topic);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(n);
    for (int i = 0; i < n; i++)
        rd_kafka_topic_partition_list_add(list, topic, i)->offset = since;
    if (since >= 0 && rd_kafka_offsets_for_times(rk, list, ASK_MS))
        give_up("the times could not be looked up");
    for (int i = 0; i < n && since < 0; i++) {
        int64_t low = 0, high = 0;
        if (rd_kafka_query_watermark_offsets(rk, topic, i, &low, &high, ASK_MS))
            give_up("the end could not be asked for");
        list->elems[i].offset = high;
    }
    if (rd_kafka_assign(rk, list))
        give_up("the partitions could not be assigned");
    rd_kafka_topic_partition_list_destroy(list);
    return n;
}

typedef struct times {
    int64_t first;
    uint32_t *counts;
    size_t n;
} times;

static void count(times *t, int64_t ms) {
    if (ms < t->first)
        return; /* a look-up by time is a lower bound */
    size_t i = (size_t)(ms - t->first);
    if (i >= t->n) {
        size_t n = (i + 1) * 2;
        t->counts = realloc(t->counts, n * sizeof *t->counts);
        if (!t->counts)
            give_up("out of memory");
        memset(t->counts + t->n, 0, (n - t->n) * sizeof *t->counts);
        t->n = n;
    }
    t->counts[i]++;
}

static void since(rd_kafka_t *rk, const char *topic, int64_t ms) {
    times t = {.first = ms};
    rd_kafka_timestamp_type_t type;
    for (int open = assign(rk, topic, ms); open > 0;) {
        rd_kafka_message_t *m = rd_kafka_consumer_poll(rk, WAIT_MS);
        if (!m)
            continue;
        if (m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
            open--;
        else if (m->err)
            give_up(rd_kafka_message_errstr(m));
        else
            count(&t, rd_kafka_message_timestamp(m, &type));
        rd_kafka_message_destroy(m);
    }
    for (size_t i = 0; i < t.n; i++)
        if (t.counts[i])
            printf("%" PRId64 " %" PRIu32 "\n", ms + (int64_t)i, t.counts[i]);
    free(t.counts);
}

/* "2026-11-28T00:12:13.456Z" in milliseconds since 1970; -1: it is something else. */
static int64_t time_of(const rd_kafka_message_t *m) {
    rd_kafka_headers_t *headers = NULL;
    const void *value = NULL;
    size_t n = 0;
    struct tm t = {0};
    int ms = 0;
    char text[32];
    if (rd_kafka_message_headers(m, &headers) || rd_kafka_header_get_last(headers, "ce_time", &value, &n) ||
        n >= sizeof text)
        return -1;
    memcpy(text, value, n);
    text[n] = '\0';
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &t);
    if (!rest || sscanf(rest, ".%3dZ", &ms) != 1)
        return -1;
    return (int64_t)timegm(&t) * 1000 + ms;
}

static void live(rd_kafka_t *rk, const char *topic, long count, long seconds) {
    int open = assign(rk, topic, -1);
    int64_t until = clock_of_day_ms() + seconds * 1000;
    while (count > 0 && clock_of_day_ms() < until) {
        rd_kafka_message_t *m = rd_kafka_consumer_poll(rk, WAIT_MS);
        int64_t now = clock_of_day_ms();
        if (!m)
            continue;
        if (m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF && open > 0 && --open == 0) {
            puts("ready");
            fflush(stdout);
        } else if (!m->err) {
            printf("%" PRId64 "\n", now - time_of(m));
            count--;
        }
        rd_kafka_message_destroy(m);
    }
}

int main(int argc, char **argv) {
    if (argc == 5 && strcmp(argv[3], "since") == 0) {
        rd_kafka_t *rk = consumer(argv[1]);
        since(rk, argv[2], strtoll(argv[4], NULL, 10));
        rd_kafka_consumer_close(rk);
        rd_kafka_destroy(rk);
    } else if (argc == 6 && strcmp(argv[3], "live") == 0) {
        rd_kafka_t *rk = consumer(argv[1]);
        live(rk, argv[2], atol(argv[4]), atol(argv[5]));
        rd_kafka_consumer_close(rk);
        rd_kafka_destroy(rk);
    } else {
        fprintf(stderr, "usage: reader BROKERS TOPIC since MS | live COUNT SECONDS\n");
        return 64;
    }
    return 0;
}
