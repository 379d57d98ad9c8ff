/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman dead list, show: articles that could not be read, and why. */
#include "dead.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_LAST = 20, ERROR_BYTES = 512 };

bool letter_parse(const char *text, letter_at *out) {
    char *end = NULL;
    errno = 0;
    long partition = strtol(text, &end, 10);
    bool good = end != text && *end == '@' && *text != '-' && *text != '+';
    const char *rest = good ? end + 1 : text;
    long long offset = strtoll(rest, &end, 10);
    if (good && *rest >= '0' && *rest <= '9' && !*end && !errno && partition <= INT32_MAX) {
        *out = (letter_at){(int32_t)partition, offset};
        return true;
    }
    cli_usage("dead", "'%s' names no dead letter: PARTITION@OFFSET, as dragoman dead list prints it", text);
    return false;
}

bool letter_origin(const rd_kafka_message_t *m, char *topic, size_t cap, letter_at *out) {
    char number[32];
    reader_header(m, "dragoman-topic", topic, cap);
    bool partition = *reader_header(m, "dragoman-partition", number, sizeof number) != '\0';
    out->partition = (int32_t)strtol(number, NULL, 10);
    bool offset = *reader_header(m, "dragoman-offset", number, sizeof number) != '\0';
    out->offset = strtoll(number, NULL, 10);
    return *topic && partition && offset;
}

int letter_retries(const rd_kafka_message_t *m) {
    char number[32];
    return (int)strtol(reader_header(m, "dragoman-retry", number, sizeof number), NULL, 10);
}

/* ---- list --------------------------------------------------------------------------------------------------------------------- */

typedef struct letter {
    letter_at at, origin;
    int64_t time;
    size_t bytes;
    int retries;
    bool has_value;
    char code[32], topic[256], error[ERROR_BYTES];
} letter;

typedef struct listing {
    const cli *c;
    letter *letters;
    size_t n, cap;
    bool failed;
} listing;

static bool take(void *arg, const rd_kafka_message_t *m) {
    listing *l = arg;
    letter one = {.at = {m->partition, m->offset},
                  .time = rd_kafka_message_timestamp(m, NULL),
                  .bytes = m->len,
                  .retries = letter_retries(m),
                  .has_value = m->payload != NULL};
    reader_header(m, "dragoman-error-code", one.code, sizeof one.code);
    reader_header(m, "dragoman-error", one.error, sizeof one.error);
    letter_origin(m, one.topic, sizeof one.topic, &one.origin);
    if (l->c->code && strcmp(l->c->code, one.code) != 0)
        return true;
    if (l->n == l->cap) {
        size_t cap = l->cap ? 2 * l->cap : 64;
        letter *grown = realloc(l->letters, cap * sizeof *grown);
        if (!grown) {
            l->failed = true;
            return false;
        }
        l->letters = grown;
        l->cap = cap;
    }
    l->letters[l->n++] = one;
    return true;
}

static int by_time(const void *a, const void *b) {
    const letter *x = a, *y = b;
    if (x->time != y->time)
        return x->time < y->time ? -1 : 1;
    if (x->at.partition != y->at.partition)
        return x->at.partition < y->at.partition ? -1 : 1;
    return x->at.offset < y->at.offset ? -1 : x->at.offset > y->at.offset;
}

static json_t *to_json(const letter *l) {
    return json_pack("{s:i, s:I, s:I, s:s, s:s, s:s, s:i, s:I, s:I, s:b, s:i}", "partition", (int)l->at.partition,
                     "offset", (json_int_t)l->at.offset, "time", (json_int_t)l->time, "code", l->code, "error",
                     l->error, "topic", l->topic, "topic_partition", (int)l->origin.partition, "topic_offset",
                     (json_int_t)l->origin.offset, "bytes", (json_int_t)l->bytes, "has_value", l->has_value, "retries",
                     l->retries);
}

static void add_row(table *t, const letter *l) {
    char at[48], when[32], size[32], from[320], again[16];
    snprintf(at, sizeof at, "%" PRId32 "@%" PRId64, l->at.partition, l->at.offset);
    snprintf(from, sizeof from, "%s/%" PRId32 "@%" PRId64, l->topic, l->origin.partition, l->origin.offset);
    snprintf(again, sizeof again, "%d", l->retries);
    const char *cells[] = {at,      show_time(l->time, when),
                           l->code, l->has_value ? show_bytes((int64_t)l->bytes, size) : "left out",
                           again,   from,
                           l->error};
    table_row(t, cells);
}

static int print_letters(const cli *c, const listing *l, size_t first) {
    static const char *const heads[] = {"LETTER", "TIME (UTC)", "CODE", "SIZE", "RETRIES", "ARTICLE AT", "ERROR"};
    table t = {heads, "lllrrll", sizeof heads / sizeof heads[0], 0, 0, NULL, false};
    json_t *all = c->json ? json_array() : NULL;
    for (size_t i = first; i < l->n; i++)
        if (c->json)
            json_array_append_new(all, to_json(&l->letters[i]));
        else
            add_row(&t, &l->letters[i]);
    if (c->json)
        return show_json(all);
    if (t.n)
        table_print(&t, c);
    else
        printf("no dead letters\n");
    table_free(&t);
    return CLI_OK;
}

static int list(const cli *c, const config *conf) {
    listing l = {.c = c};
    int64_t last = operate_number("dead", "last", c->last, 0, c->from ? 0 : DEFAULT_LAST);
    if (last < 0)
        return CLI_USAGE;
    /* those of one code may stand far apart, and their number is bounded by retention */
    const char *from = c->from ? c->from : last == 0 || c->code ? "earliest" : NULL;
    reader r = {conf, "dead", conf->dead_letters, from, last, false, take, NULL, &l};
    int status = reader_run(&r);
    if (l.failed)
        status = CLI_OS;
    if (status == CLI_OK) {
        if (l.n)
            qsort(l.letters, l.n, sizeof *l.letters, by_time);
        status = print_letters(c, &l, last && l.n > (size_t)last ? l.n - (size_t)last : 0);
    }
    free(l.letters);
    return status;
}

/* ---- show ---------------------------------------------------------------------------------------------------------------------- */

static void print_headers(const rd_kafka_message_t *m) {
    rd_kafka_headers_t *headers = NULL;
    const char *name = NULL;
    const void *value = NULL;
    size_t n = 0;
    if (rd_kafka_message_headers(m, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return;
    for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &n) == RD_KAFKA_RESP_ERR_NO_ERROR; i++) {
        show_text(stdout, name, strlen(name), 1 << 20);
        fputs(": ", stdout);
        show_text(stdout, value ? value : "", value ? n : 0, 1 << 20);
        putchar('\n');
    }
}

/* For a terminal what it may see; for a file or a pipe the bytes. */
static void print_value(const cli *c, const rd_kafka_message_t *m) {
    const char *p = m->payload;
    if (!p)
        printf("(the article's bytes were left out: it is larger than the topic of dead letters takes)\n");
    for (size_t at = 0; p && c->terminal && at < m->len;) {
        const char *end = memchr(p + at, '\n', m->len - at);
        size_t n = end ? (size_t)(end - p) - at : m->len - at;
        show_text(stdout, p + at, n, INT32_MAX);
        putchar('\n');
        at += n + (end != NULL);
    }
    if (p && !c->terminal) {
        cli_write((dgm_text){p, m->len});
        putchar('\n');
    }
}

static void print_json(const rd_kafka_message_t *m) {
    json_t *headers = json_object(), *one;
    rd_kafka_headers_t *all = NULL;
    const char *name = NULL;
    const void *value = NULL;
    size_t n = 0;
    if (rd_kafka_message_headers(m, &all) == RD_KAFKA_RESP_ERR_NO_ERROR)
        for (size_t i = 0; rd_kafka_header_get_all(all, i, &name, &value, &n) == RD_KAFKA_RESP_ERR_NO_ERROR; i++)
            json_object_set_new(headers, name, value ? json_stringn(value, n) : json_null());
    one =
        json_pack("{s:i, s:I, s:I, s:I, s:o}", "partition", (int)m->partition, "offset", (json_int_t)m->offset, "time",
                  (json_int_t)rd_kafka_message_timestamp(m, NULL), "bytes", (json_int_t)m->len, "headers", headers);
    json_t *key = m->key ? json_stringn(m->key, m->key_len) : NULL,
           *text = m->payload ? json_stringn(m->payload, m->len) : NULL;
    json_object_set_new(one, "key", key ? key : json_null()); /* bytes that are no UTF-8 have no place in JSON */
    json_object_set_new(one, "value", text ? text : json_null());
    json_dumpf(one, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(one);
}

static int show(const cli *c, const config *conf) {
    int status = CLI_OK;
    if (c->count < 2)
        return cli_usage("dead", "show takes dead letters: PARTITION@OFFSET");
    const char *const extra[] = {"enable.partition.eof", "true", "fetch.wait.max.ms", "100", NULL};
    client *k = client_open(conf, CLIENT_COMMITTED, extra, &status);
    for (int i = 1; k && i < c->count; i++) {
        letter_at at;
        rd_kafka_message_t *m = NULL;
        int one = CLI_OK;
        if (letter_parse(c->args[i], &at))
            m = reader_one(k, conf->dead_letters, at.partition, at.offset, &one);
        else
            one = CLI_USAGE;
        if (m && c->json)
            print_json(m);
        if (m && !c->json) {
            print_headers(m);
            putchar('\n');
            print_value(c, m);
        }
        if (m)
            rd_kafka_message_destroy(m);
        status = one > status ? one : status;
    }
    client_close(k);
    return status;
}

int command_dead(const cli *c) {
    static const struct {
        const char *name;
        int (*run)(const cli *c, const config *conf);
    } verbs[] = {{"list", list}, {"show", show}, {"explain", dead_explain}, {"retry", dead_retry}};
    config conf;
    const char *verb = c->count ? c->args[0] : "list";
    size_t i = 0;
    while (i < sizeof verbs / sizeof verbs[0] && strcmp(verbs[i].name, verb) != 0)
        i++;
    if (i == sizeof verbs / sizeof verbs[0])
        return cli_usage("dead", "dead takes list, show, explain or retry, not '%s'", verb);
    int status = operate_config(c, &conf);
    if (status == CLI_OK)
        status = verbs[i].run(c, &conf);
    config_free(&conf);
    return cli_finish(status);
}
