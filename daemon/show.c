/* SPDX-License-Identifier: Apache-2.0 */
#include "show.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "stopped.h"

enum { WHY_BYTES = 600 };

static void add_reason(char why[WHY_BYTES], const char *reason) {
    size_t n = strlen(why);
    snprintf(why + n, WHY_BYTES - n, "%s\n", reason);
}

/* Lines that say why we are not ready; empty: we are. */
static bool find_reasons(const report *r, char why[WHY_BYTES]) {
    const flow *f = r->flow;
    char line[700];
    why[0] = '\0';
    if (r->stopping_until)
        add_reason(why, "the daemon is stopping");
    if (f->delivery.state == DELIVERY_STARTING)
        add_reason(why, "it waits for brokers");
    size_t stopped = stopped_count(f);
    if (stopped) {
        snprintf(line, sizeof line, "%zu partitions wait for the operator", stopped);
        add_reason(why, line);
    }
    if (f->delivery.last_error[0]) {
        snprintf(line, sizeof line, "it cannot publish: %s", f->delivery.last_error);
        add_reason(why, line);
    }
    return why[0] == '\0';
}

static json_t *partitions(const flow *f) {
    json_t *list = json_array();
    for (size_t i = 0; list && i < f->batch.n; i++) {
        const partition *p = f->batch.partitions[i];
        int64_t lag = flow_partition_lag(f, p, false), stable = flow_partition_lag(f, p, true);
        json_t *one = json_pack("{s:s, s:i, s:I, s:I, s:b}", "topic", p->topic, "partition", (int)p->number, "next",
                                (json_int_t)p->next, "committed", (json_int_t)p->committed, "stopped", p->stopped);
        if (one && lag >= 0)
            json_object_set_new(one, "lag", json_integer(lag));
        if (one && stable >= 0)
            json_object_set_new(one, "lag_stable", json_integer(stable));
        json_array_append_new(list, one);
    }
    return list;
}

static char *text_of(json_t *value) {
    char *text = value ? json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(6)) : NULL;
    json_decref(value);
    return text;
}

json_t *show_status(const report *r, const char *model) {
    char why[WHY_BYTES];
    bool ready = find_reasons(r, why);
    const flow *f = r->flow;
    const delivery *d = &f->delivery;
    int64_t lag = flow_lag(f);
    json_t *s = json_pack("{s:s, s:s, s:b, s:s, s:s, s:s?, s:s, s:I, s:f}", "state", report_state(r), "version",
                          dgm_version(), "ready", ready, "why", why, "group", f->c->group, "instance", f->c->instance,
                          "model", model, "started", (json_int_t)f->metrics.started, "articles_per_second", r->rate);
    if (!s)
        return NULL;
    json_object_set_new(s, "config", f->c->path ? json_string(f->c->path) : json_null());
    json_object_set_new(s, "lag", lag >= 0 ? json_integer(lag) : json_null());
    json_object_set_new(s, "partitions", partitions(f));
    json_object_set_new(s, "last_error", d->last_error[0] ? json_string(d->last_error) : json_null());
    json_object_set_new(s, "counts",
                        json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "articles", (json_int_t)f->counts.articles,
                                  "events", (json_int_t)f->counts.events, "dead_letters",
                                  (json_int_t)f->counts.dead_letters + (json_int_t)d->counts.refused, "tombstones",
                                  (json_int_t)f->counts.tombstones, "commits", (json_int_t)d->counts.commits, "aborts",
                                  (json_int_t)d->counts.aborts, "in_flight", (json_int_t)f->batch.slots));
    return s;
}

static char *metrics_text(const report *r, const char *model, bool ready) {
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    if (!out)
        return NULL;
    metrics_write(&r->flow->metrics, r->flow, model, ready, out);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

void show_pin(board *b, const report *r, const char *model) {
    char why[WHY_BYTES];
    bool ready = find_reasons(r, why);
    char *texts[BOARD_TEXTS] = {
        [BOARD_METRICS] = metrics_text(r, model, ready),
        [BOARD_STATUS] = text_of(show_status(r, model)),
        [BOARD_RECENT] = text_of(json_pack("{s:o?, s:o?}", "events", recent_json(&r->flow->recent.events), "dead",
                                           recent_json(&r->flow->recent.dead))),
        [BOARD_WHY] = strdup(ready ? "ready\n" : why),
    };
    board_pin(b, texts, ready);
}
