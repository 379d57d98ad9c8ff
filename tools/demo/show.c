/* SPDX-License-Identifier: Apache-2.0 */
/* Reads what the daemon publishes, from the beginning, outside any group. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "gather.h"

static const char *const topics[] = {"events", "extractions", "dead-letters"};
enum { EVENTS, EXTRACTIONS, DEAD_LETTERS, TOPICS };

typedef struct shown {
    const demo *d;
    FILE *raw;
    gather gathered;
    int counts[TOPICS];
} shown;

static void header(const rd_kafka_message_t *m, const char *name, char *out, size_t cap) {
    rd_kafka_headers_t *headers = NULL;
    const void *value = NULL;
    size_t n = 0;
    *out = '\0';
    if (!rd_kafka_message_headers(m, &headers) && !rd_kafka_header_get_last(headers, name, &value, &n))
        snprintf(out, cap, "%.*s", (int)n, (const char *)value);
}

static void keep(shown *s, const rd_kafka_message_t *m) {
    fwrite(m->payload, 1, m->len, s->raw);
    fputc('\n', s->raw);
    fflush(s->raw);
}

static void show_message(shown *s, const rd_kafka_message_t *m) {
    char code[64], why[512];
    int topic = 0;
    while (topic < TOPICS - 1 && strcmp(topics[topic], rd_kafka_topic_name(m->rkt)) != 0)
        topic++;
    s->counts[topic]++;
    if (topic == DEAD_LETTERS) {
        header(m, "dragoman-error-code", code, sizeof code);
        header(m, "dragoman-error", why, sizeof why);
        if (!s->d->quiet)
            show_dead_letter(m->key, m->key_len, code, why, stdout);
    } else {
        json_t *record = json_loadb(m->payload, m->len, 0, NULL);
        keep(s, m);
        if (!record)
            fprintf(stderr, "dragoman-demo: a record is no JSON\n");
        else if (topic == EVENTS && !s->d->quiet)
            gather_event(&s->gathered, record);
        else if (!s->d->quiet)
            gather_extraction(&s->gathered, record);
        json_decref(record);
    }
    fflush(stdout);
}

/* All partitions, from their beginning or end. False: the topics are not there yet. */
static bool assign(rd_kafka_t *rk, int64_t start) {
    const struct rd_kafka_metadata *meta = NULL;
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(16);
    if (rd_kafka_metadata(rk, 1, NULL, &meta, 5000) == RD_KAFKA_RESP_ERR_NO_ERROR) {
        for (int i = 0; i < meta->topic_cnt; i++)
            for (int t = 0; t < TOPICS; t++)
                for (int p = 0; p < meta->topics[i].partition_cnt && strcmp(meta->topics[i].topic, topics[t]) == 0; p++)
                    rd_kafka_topic_partition_list_add(list, topics[t], p)->offset = start;
        rd_kafka_metadata_destroy(meta);
    }
    bool found = list->cnt > 0 && !rd_kafka_assign(rk, list);
    rd_kafka_topic_partition_list_destroy(list);
    return found;
}

static bool answered(const shown *s) {
    return s->d->articles > 0 && s->counts[EXTRACTIONS] + s->counts[DEAD_LETTERS] >= s->d->articles;
}

/* Until every article has its answer, and the events that belong to them have come, too: they are sent before it, but to
 * another topic, so a second without anything new is the end. */
static bool follow(rd_kafka_t *rk, shown *s) {
    time_t until = time(NULL) + s->d->timeout;
    bool quiet = false;
    while (s->d->follow || (!(answered(s) && quiet) && time(NULL) < until)) {
        rd_kafka_message_t *m = rd_kafka_consumer_poll(rk, 1000);
        quiet = !m;
        if (m && !m->err)
            show_message(s, m);
        else if (m && m->err != RD_KAFKA_RESP_ERR__PARTITION_EOF)
            fprintf(stderr, "dragoman-demo: %s\n", rd_kafka_message_errstr(m));
        if (m)
            rd_kafka_message_destroy(m);
    }
    return answered(s);
}

int demo_show(const demo *d) {
    static const char *const settings[][2] = {{"group.id", "dragoman-demo-show"},
                                              {"enable.auto.commit", "false"},
                                              {"fetch.wait.max.ms", "50"},
                                              {"isolation.level", "read_committed"},
                                              {"log_level", "3"}};
    shown s = {
        .d = d, .gathered = {json_object(), stdout}, .raw = d->raw ? fopen(d->raw, d->latest ? "ae" : "we") : NULL};
    if (!s.raw) {
        fprintf(stderr, "dragoman-demo: show needs --raw FILE: %s\n", d->raw ? strerror(errno) : "it is missing");
        return 64;
    }
    rd_kafka_t *rk = demo_client(RD_KAFKA_CONSUMER, d, settings, 5);
    bool good = rk && assign(rk, d->latest ? RD_KAFKA_OFFSET_END : RD_KAFKA_OFFSET_BEGINNING);
    if (good)
        good = follow(rk, &s);
    else if (rk)
        fprintf(stderr, "dragoman-demo: the topics events, extractions, dead-letters are not there\n");
    if (rk)
        rd_kafka_destroy(rk);
    fclose(s.raw);
    gather_end(&s.gathered);
    printf("\n%d events, %d extractions, %d dead letters\n", s.counts[EVENTS], s.counts[EXTRACTIONS],
           s.counts[DEAD_LETTERS]);
    if (!good)
        fprintf(stderr, "dragoman-demo: not every article was answered in %d s\n", d->timeout);
    return good ? 0 : 1;
}
