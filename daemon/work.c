/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "work.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "dead_letter.h"
#include "headers.h"
#include "mapping.h"

struct work_reader {
    const work_settings *settings; /* borrowed */
    dgm_session *session;
    dgm_session *all;               /* shows every event, for the review topic; else NULL */
    work_stage stages[WORK_STAGES]; /* of the article at hand, as the core calls them */
    size_t stage_count;
};

const char *const work_fields[9] = {"id", "text", "html", "url", "title", "source", "published", "fetched", "language"};

static const char *on(const char *topic) { return *topic ? topic : NULL; }

void work_settings_from(const config *c, work_settings *out) {
    *out = (work_settings){
        .events = c->events,
        .extractions = on(c->extractions),
        .review = on(c->review),
        .dead_letters = c->dead_letters,
        .source = c->source,
        .max_record = (size_t)c->max_record,
        .window = c->window,
        .forward_tombstones = c->tombstones == TOMBSTONES_FORWARD,
        .map = {on(c->map_id), on(c->map_text), on(c->map_html), on(c->map_url), on(c->map_title), on(c->map_source),
                on(c->map_published), on(c->map_fetched), on(c->map_language)},
        .options = {.max_input = (size_t)c->max_article,
                    .max_memory = (size_t)c->max_memory,
                    .min_confidence = c->min_confidence,
                    .metadata_only_other = c->language_other == OTHER_METADATA},
    };
    for (size_t i = 0; i < 9; i++)
        out->mapped = out->mapped || out->map[i];
}

/* Called by the core around each room; the rooms of an article come one after the other. */
static void time_stage(void *arg, const char *stage, int begins) {
    work_reader *r = arg;
    if (begins && r->stage_count < WORK_STAGES)
        r->stages[r->stage_count] = (work_stage){stage, clock_us()};
    else if (!begins && r->stage_count < WORK_STAGES) {
        r->stages[r->stage_count].us = clock_us() - r->stages[r->stage_count].us;
        r->stage_count++;
    }
}

int work_reader_new(dgm_model *model, const work_settings *settings, work_reader **out, dgm_error *e) {
    work_reader *r = calloc(1, sizeof *r);
    if (!r) {
        e->code = DGM_MEMORY;
        return DGM_MEMORY;
    }
    r->settings = settings;
    dgm_options timed = settings->options;
    timed.timer = time_stage;
    timed.timer_arg = r;
    int code = dgm_session_new(model, &timed, &r->session, e);
    if (code == DGM_OK && settings->review) {
        dgm_options all = settings->options;
        all.min_confidence = 0;
        code = dgm_session_new(model, &all, &r->all, e);
    }
    if (code != DGM_OK) {
        work_reader_free(r);
        r = NULL;
    }
    *out = r;
    return code;
}

void work_reader_free(work_reader *r) {
    if (!r)
        return;
    dgm_session_free(r->session);
    dgm_session_free(r->all);
    free(r);
}

void work_cancel(work_reader *r) {
    dgm_cancel(r->session);
    if (r->all)
        dgm_cancel(r->all);
}

/* Without even a dead letter: whether that could not be made, or must not be, as it is not the article's fault alone. */
static void starve(work_result *out) {
    pool_free(&out->pool);
    out->kinds = NULL;
    out->kind_count = 0;
    out->messages = NULL;
    out->n = 0;
    out->code = DGM_MEMORY;
}

bool work_starved(const work_result *result) { return result->code != DGM_OK && result->n == 0; }

void work_result_free(work_result *result) {
    pool_free(&result->pool);
    *result = (work_result){0};
}

/* ---- messages ------------------------------------------------------------------------------------------------------- */

/* What the messages of one article have in common. */
typedef struct sheet {
    const work_settings *s;
    const bus_record *record;
    work_result *out;
    bus_bytes id;     /* of the article, in the pool */
    const char *time; /* ce_time, or NULL */
    bool failed;      /* no memory */
} sheet;

static void add_message(sheet *m, const char *topic, bus_bytes key, bus_bytes value, const header_list *headers) {
    const char *name = pool_text(&m->out->pool, topic); /* the settings may be gone before it is sent */
    if (headers->failed || !name) {
        m->failed = true;
        return;
    }
    bus_message message = {name, key, value, headers->items, headers->n};
    m->out->messages[m->out->n++] = message;
}

static void carry(header_list *list, const bus_record *record, const char *name) {
    const bus_header *h = headers_find(record, name);
    if (h)
        headers_add(list, name, h->value.p, h->value.n);
}

static void cloud_event(sheet *m, header_list *list, const char *id, const char *type) {
    headers_add_text(list, "ce_specversion", "1.0");
    headers_add_text(list, "ce_id", pool_text(list->pool, id));
    headers_add_text(list, "ce_source", pool_text(list->pool, m->s->source));
    headers_add_text(list, "ce_type", type);
    if (m->time)
        headers_add_text(list, "ce_time", m->time);
    headers_add(list, "ce_subject", m->id.p, m->id.n);
    headers_add_text(list, "content-type", "application/json");
    carry(list, m->record, "traceparent");
    carry(list, m->record, "tracestate");
    headers_add_origin(list, m->record);
}

static void add_event(sheet *m, const char *topic, dgm_text value, const char *id) {
    header_list list = {.pool = &m->out->pool};
    bus_bytes copy = {pool_copy(&m->out->pool, value.p, value.n), value.n};
    cloud_event(m, &list, id, "dragoman.event.1");
    m->failed = m->failed || !copy.p;
    add_message(m, topic, m->record->key.p ? m->record->key : m->id, copy, &list);
}

static void add_extraction(sheet *m, const char *value, size_t n) {
    header_list list = {.pool = &m->out->pool};
    bus_bytes copy = {pool_copy(&m->out->pool, value, n), n};
    const char *id = pool_print(&m->out->pool, "%s-%d-%lld", m->record->topic, (int)m->record->partition,
                                (long long)m->record->offset);
    m->failed = m->failed || !copy.p || !id;
    if (id)
        cloud_event(m, &list, id, "dragoman.extraction.1");
    add_message(m, m->s->extractions, m->id, copy, &list);
}

/* The extraction without its mentions, and with a warning that says so. Returns NULL where it cannot be made. */
static char *shrink(dgm_text extraction) {
    json_t *root = json_loadb(extraction.p, extraction.n, 0, NULL), *entity = NULL;
    size_t i = 0;
    json_array_foreach(json_object_get(root, "entities"), i, entity)
        json_object_set_new(entity, "mentions", json_array());
    json_array_foreach(json_object_get(root, "events"), i, entity)
        json_object_set_new(entity, "mentions", json_array());
    json_t *warnings = json_object_get(json_object_get(root, "article"), "warnings");
    json_array_append_new(warnings, json_string("the extraction was too large for its topic: mentions are left out"));
    char *text = root ? json_dumps(root, JSON_COMPACT | JSON_REAL_PRECISION(9)) : NULL;
    json_decref(root);
    return text;
}

static bool too_large(const sheet *m, size_t first) {
    for (size_t i = first; i < m->out->n; i++)
        if (headers_message_size(&m->out->messages[i]) > m->s->max_record)
            return true;
    return false;
}

static void extraction(sheet *m, dgm_text value) {
    size_t first = m->out->n;
    add_extraction(m, value.p, value.n);
    if (m->failed || !too_large(m, first))
        return;
    char *small = shrink(value);
    if (!small)
        return;
    m->out->n = first;
    add_extraction(m, small, strlen(small));
    free(small);
}

static bool published(dgm_session *session, const char *id) {
    char other[37];
    for (size_t i = 0; i < dgm_event_count(session); i++) {
        dgm_event_record(session, i, other, NULL);
        if (strcmp(other, id) == 0)
            return true;
    }
    return false;
}

/* The first value of that key. In a record of ours `type` and `status` come before anything that an article says. */
static void value_of(dgm_text record, const char *key, char *out, size_t cap) {
    const char *at = memmem(record.p, record.n, key, strlen(key)), *end = record.p + record.n;
    size_t n = 0;
    if (at)
        for (at += strlen(key); at < end && *at != '"' && n + 1 < cap; at++)
            out[n++] = *at;
    out[n] = '\0';
}

static void add_kind(work_result *out, dgm_text record) {
    work_kind *kind = &out->kinds[out->kind_count++];
    value_of(record, "\"type\":\"", kind->type, sizeof kind->type);
    value_of(record, "\"status\":\"", kind->status, sizeof kind->status);
}

/* Every message of an article that has been read: events first, so that whoever sees the extraction can find them. */
static void publish(work_reader *r, const bus_record *record, work_result *out, size_t reviewed) {
    char id[37];
    dgm_text article = dgm_article_id(r->session);
    sheet m = {.s = r->settings, .record = record, .out = out};
    m.id = (bus_bytes){pool_copy(&out->pool, article.p, article.n), article.n};
    m.time = record->timestamp >= 0 ? headers_time(&out->pool, record->timestamp) : NULL;
    snprintf(out->article, sizeof out->article, "%.*s", (int)article.n, article.p ? article.p : "");
    out->events = dgm_event_count(r->session);
    out->messages = pool_take(&out->pool, (out->events + reviewed + 1) * sizeof *out->messages);
    out->kinds = pool_take(&out->pool, (out->events + 1) * sizeof *out->kinds);
    if (!out->messages || !out->kinds || !m.id.p) {
        starve(out);
        return;
    }
    for (size_t i = 0; i < out->events; i++) {
        dgm_text event = dgm_event_record(r->session, i, id, NULL);
        add_event(&m, r->settings->events, event, id);
        add_kind(out, event);
    }
    for (size_t i = 0; i < reviewed; i++) {
        dgm_text event = dgm_event_record(r->all, i, id, NULL);
        if (!published(r->session, id))
            add_event(&m, r->settings->review, event, id);
    }
    if (!m.failed && too_large(&m, 0)) {
        dead_letter_make(r->settings, record, DGM_RECORD_TOO_LARGE,
                         "an event record is larger than [output] max-record", out);
        return;
    }
    size_t events = out->n;
    if (r->settings->extractions)
        extraction(&m, dgm_extraction(r->session));
    if (m.failed)
        starve(out);
    else if (too_large(&m, events))
        dead_letter_make(r->settings, record, DGM_RECORD_TOO_LARGE,
                         "the extraction is larger than [output] max-record, even without its mentions", out);
}

/* ---- an article -------------------------------------------------------------------------------------------------------- */

static void fail(work_reader *r, const bus_record *record, const dgm_error *e, work_result *out) {
    char what[sizeof out->what];
    int code = e->code;
    const char *text = e->what[0] ? e->what : dgm_error_text(code);
    if (code == DGM_CANCELLED) { /* only the clock of the daemon cancels */
        code = DGM_TOO_COMPLEX;
        text = "reading it took longer than [reading] article-timeout";
    } else if (!dgm_error_code(code)[0]) {
        code = DGM_INTERNAL;
    }
    snprintf(what, sizeof what, "%s%s%s%s", text, e->where[0] ? " (" : "", e->where, e->where[0] ? ")" : "");
    dead_letter_make(r->settings, record, code, what, out);
}

void work_article(work_reader *r, const bus_record *record, work_result *out) {
    dgm_error e = {0};
    bus_bytes value = record->value;
    char *mapped = NULL;
    int code = DGM_OK;
    size_t reviewed = 0;
    *out = (work_result){.left_out = r->settings->window && !window_holds(r->settings->window, record->timestamp)};
    if (out->left_out)
        return;
    int64_t begun = clock_us();
    r->stage_count = 0;
    if (r->settings->mapped && value.n <= r->settings->options.max_input) {
        size_t n = 0;
        code = mapping_apply(r->settings, &value, &mapped, &n);
        e.code = code;
        if (mapped)
            value = (bus_bytes){mapped, n};
    }
    if (code == DGM_OK)
        code = dgm_run(r->session, value.p ? value.p : "", value.n, &e);
    if (code == DGM_OK && r->all) {
        dgm_error ignored = {0};
        int second = dgm_run(r->all, value.p ? value.p : "", value.n, &ignored);
        reviewed = second == DGM_OK ? dgm_event_count(r->all) : 0;
        code = second == DGM_MEMORY ? second : DGM_OK;
    }
    if (code == DGM_OK)
        publish(r, record, out, reviewed);
    else if (code == DGM_MEMORY) /* of the machine; the article's own limit is DGM_TOO_COMPLEX */
        starve(out);
    else
        fail(r, record, &e, out);
    free(mapped);
    memcpy(out->stages, r->stages, sizeof out->stages);
    out->stage_count = r->stage_count;
    out->us = clock_us() - begun;
}

void work_tombstone(const work_settings *s, const bus_record *record, work_result *out) {
    *out = (work_result){.left_out = s->window && !window_holds(s->window, record->timestamp)};
    if (out->left_out || !s->forward_tombstones || !s->extractions || !record->key.p)
        return;
    out->messages = pool_take(&out->pool, sizeof *out->messages);
    header_list list = {.pool = &out->pool};
    headers_add_origin(&list, record);
    const char *topic = pool_text(&out->pool, s->extractions);
    if (!out->messages || list.failed || !topic)
        return; /* it is counted all the same; a takedown can be sent again */
    out->messages[0] = (bus_message){topic, record->key, {NULL, 0}, list.items, list.n};
    out->n = 1;
}
