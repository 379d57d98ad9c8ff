/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
/* dragoman tail: the event records as they are committed, a line each; with --json the records themselves. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "reader.h"

enum { TIME_COLUMNS = 10, TYPE_COLUMNS = 9, STATUS_COLUMNS = 12, PLACE_COLUMNS = 16, LEAST_WHO = 24 };

/* An event of before, until it is known which are the last. */
typedef struct event {
    int64_t time, order;
    char *record; /* as it stands there */
    size_t n;
} event;

typedef struct tail {
    const cli *c;
    event *before; /* with --last, until the end has been reached */
    size_t n, cap;
    int64_t last, taken, shown;
    bool failed;
} tail;

static const char *text(const json_t *o, const char *key) {
    const char *s = json_string_value(json_object_get(o, key));
    return s ? s : "";
}

/* ---- what is asked for ------------------------------------------------------------------------------------------------------ */

static bool is_listed(const char *list, const char *word) {
    size_t n = strlen(word);
    for (const char *p = list; *p; p += strcspn(p, ","), p += *p == ',') {
        size_t m = strcspn(p, ",");
        if (m == n && strncasecmp(p, word, n) == 0)
            return true;
    }
    return false;
}

static bool is_type(const char *word, size_t n) {
    for (size_t i = 0; *dgm_event_type(i); i++)
        if (strlen(dgm_event_type(i)) == n && strncasecmp(word, dgm_event_type(i), n) == 0)
            return true;
    return false;
}

/* A type that there is not would wait for ever, and look like a quiet day. */
static int check_types(const char *list) {
    char all[300] = "";
    const char *p = list;
    for (size_t n = strcspn(p, ","); is_type(p, n); p += n + 1, n = strcspn(p, ","))
        if (!p[n])
            return CLI_OK;
    for (size_t i = 0, n = 0; *dgm_event_type(i) && n < sizeof all; i++)
        n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", i ? ", " : "", dgm_event_type(i));
    return cli_usage("tail", "--type takes types of events with commas between them, not '%.*s'; they are %s",
                     (int)strcspn(p, ","), p, all);
}

static bool is_actor(const json_t *list, const char *word) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *a = json_array_get(list, i);
        if (strcasestr(text(a, "name"), word) || strcasecmp(text(a, "code"), word) == 0)
            return true;
    }
    return false;
}

static bool is_from(const json_t *list, const char *country) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *a = json_array_get(list, i);
        if (strcasecmp(text(a, "country"), country) == 0 || strcasecmp(text(a, "code"), country) == 0)
            return true;
    }
    return false;
}

static bool is_wanted(const cli *c, const json_t *e) {
    const json_t *actors = json_object_get(e, "actors"), *recipients = json_object_get(e, "recipients");
    if (c->type && !is_listed(c->type, text(e, "type")))
        return false;
    if (c->actor && !is_actor(actors, c->actor) && !is_actor(recipients, c->actor))
        return false;
    return !c->country || is_from(actors, c->country) || is_from(recipients, c->country) ||
           strcasecmp(text(json_object_get(e, "place"), "country"), c->country) == 0;
}

/* ---- a line ------------------------------------------------------------------------------------------------------------------- */

static void cell(const char *s, int columns) {
    int width = show_text(stdout, s, strlen(s), columns);
    printf("%*s ", columns - width, "");
}

static void join(const json_t *list, char *out, size_t cap) {
    size_t n = 0;
    *out = '\0';
    for (size_t i = 0; i < json_array_size(list) && n < cap; i++)
        n += (size_t)snprintf(out + n, cap - n, "%s%s", i ? ", " : "", text(json_array_get(list, i), "name"));
}

static const char *colour_of(const cli *c, const char *quad) {
    return !c->colour ? "" : strstr(quad, "conflict") ? "\033[31m" : strstr(quad, "cooperation") ? "\033[32m" : "";
}

static void print_line(const cli *c, const json_t *e) {
    char actors[512], recipients[512], who[1100];
    const json_t *place = json_object_get(e, "place"), *date = json_object_get(e, "date");
    int rest = c->width - TIME_COLUMNS - TYPE_COLUMNS - STATUS_COLUMNS - PLACE_COLUMNS - 9;
    join(json_object_get(e, "actors"), actors, sizeof actors);
    join(json_object_get(e, "recipients"), recipients, sizeof recipients);
    bool mutual = *recipients && strcmp(actors, recipients) == 0; /* what they do to each other */
    snprintf(who, sizeof who, "%s%s%s", *actors ? actors : "-", *recipients && !mutual ? " -> " : "",
             mutual ? " (mutual)" : recipients);
    cell(*text(date, "start") ? text(date, "start") : "-", TIME_COLUMNS);
    fputs(colour_of(c, text(e, "quad")), stdout);
    cell(text(e, "type"), TYPE_COLUMNS);
    fputs(c->colour ? "\033[0m" : "", stdout);
    cell(text(e, "status"), STATUS_COLUMNS);
    cell(*text(place, "name") ? text(place, "name") : "-", PLACE_COLUMNS);
    printf("%.2f ", json_number_value(json_object_get(e, "confidence")));
    show_text(stdout, who, strlen(who), rest > LEAST_WHO ? rest : LEAST_WHO);
    putchar('\n');
}

static void print_heads(const cli *c) {
    printf("%s%-*s %-*s %-*s %-*s CONF WHO%s\n", c->colour ? "\033[1m" : "", TIME_COLUMNS, "DATE", TYPE_COLUMNS, "TYPE",
           STATUS_COLUMNS, "STATUS", PLACE_COLUMNS, "PLACE", c->colour ? "\033[0m" : "");
}

static void print_event(tail *t, const json_t *e, const char *record, size_t n) {
    if (t->c->json) {
        cli_write((dgm_text){record, n});
        putchar('\n');
    } else {
        if (t->shown == 0)
            print_heads(t->c);
        print_line(t->c, e);
    }
    t->shown++;
}

/* ---- the last of what is there -------------------------------------------------------------------------------------------------- */

static int by_time(const void *a, const void *b) {
    const event *x = a, *y = b;
    if (x->time != y->time)
        return x->time < y->time ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void keep(tail *t, const rd_kafka_message_t *m) {
    if (t->n == t->cap) {
        size_t cap = t->cap ? 2 * t->cap : 64;
        event *grown = realloc(t->before, cap * sizeof *grown);
        if (!grown) {
            t->failed = true;
            return;
        }
        t->before = grown;
        t->cap = cap;
    }
    char *copy = malloc(m->len);
    if (!copy) {
        t->failed = true;
        return;
    }
    memcpy(copy, m->payload, m->len);
    t->before[t->n++] = (event){rd_kafka_message_timestamp(m, NULL), t->taken++, copy, m->len};
} // cppcheck-suppress memleak ; the list owns it

static void caught_up(void *arg) {
    tail *t = arg;
    if (t->n)
        qsort(t->before, t->n, sizeof *t->before, by_time);
    for (size_t i = 0; i < t->n; i++) {
        const event *one = &t->before[i];
        json_t *e = t->n - i <= (size_t)t->last ? json_loadb(one->record, one->n, 0, NULL) : NULL;
        if (e)
            print_event(t, e, one->record, one->n);
        json_decref(e);
        free(one->record);
    }
    free(t->before);
    t->before = NULL;
    t->n = t->cap = 0;
    t->last = 0;
    fflush(stdout);
}

static bool take(void *arg, const rd_kafka_message_t *m) {
    tail *t = arg;
    json_t *e = m->len ? json_loadb(m->payload, m->len, 0, NULL) : NULL;
    if (!e)
        fprintf(stderr, "dragoman: %s/%d@%lld is no event record\n", rd_kafka_topic_name(m->rkt), (int)m->partition,
                (long long)m->offset);
    else if (is_wanted(t->c, e) && t->last)
        keep(t, m);
    else if (is_wanted(t->c, e))
        print_event(t, e, m->payload, m->len);
    json_decref(e);
    t->failed = t->failed || fflush(stdout) != 0; /* whoever reads it wants it now */
    return !t->failed;
}

int command_tail(const cli *c) {
    config conf;
    int64_t last = operate_number("tail", "last", c->last, 1, 0);
    if (last < 0)
        return CLI_USAGE;
    if (c->last && c->from)
        return cli_usage("tail", "--last and --from exclude each other");
    if (c->type && check_types(c->type) != CLI_OK)
        return CLI_USAGE;
    int status = operate_config(c, &conf);
    if (status == CLI_OK) {
        tail t = {.c = c, .last = last};
        reader r = {&conf, "tail", conf.events, c->from, last, !c->no_follow, take, caught_up, &t};
        status = reader_run(&r);
        caught_up(&t); /* where that was interrupted */
    }
    config_free(&conf);
    return cli_finish(status);
}
