/* SPDX-License-Identifier: Apache-2.0 */
#include "metrics.h"

#include <inttypes.h>
#include <string.h>

#include "clock.h"
#include "stopped.h"

static const double limits[HISTOGRAM_BUCKETS] = {0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30};

enum metric_id {
#define METRIC(id, name, type, unit, labels, help) METRIC_##id,
#include "metrics.def"
    METRICS
};

enum metric_type { COUNTER, GAUGE, HISTOGRAM, INFO };

static const struct description {
    const char *name;
    enum metric_type type;
    const char *unit, *labels, *help;
} descriptions[METRICS] = {
#define METRIC(id, name, type, unit, labels, help) {name, type, unit, labels, help},
#include "metrics.def"
};

static const char *const type_names[] = {"counter", "gauge", "histogram", "info"};

/* ---- counting --------------------------------------------------------------------------------------------------------------- */

void metrics_open(metrics *m) { *m = (metrics){.started = clock_wall()}; }

static void observe(histogram *h, double seconds) {
    size_t i = 0;
    while (i < HISTOGRAM_BUCKETS && seconds > limits[i])
        i++;
    h->bucket[i]++;
    h->n++;
    h->sum += seconds;
}

/* The list is short and of a closed vocabulary; a value beyond its room is not counted apart. */
static void count_label(label_count *list, size_t *n, size_t cap, const char *type, const char *status) {
    size_t i = 0;
    while (i < *n && (strcmp(list[i].type, type) != 0 || strcmp(list[i].status, status) != 0))
        i++;
    if (i == cap)
        return;
    if (i == *n) {
        snprintf(list[i].type, sizeof list[i].type, "%s", type);
        snprintf(list[i].status, sizeof list[i].status, "%s", status);
        (*n)++;
    }
    list[i].n++;
}

static histogram *stage_of(metrics *m, const char *name) {
    for (size_t i = 0; i < m->stages; i++)
        if (strcmp(m->stage_name[i], name) == 0)
            return &m->stage[i];
    if (m->stages == WORK_STAGES)
        return NULL;
    snprintf(m->stage_name[m->stages], sizeof m->stage_name[0], "%s", name);
    return &m->stage[m->stages++];
}

void metrics_count(metrics *m, const work_result *result) {
    for (size_t i = 0; i < result->kind_count; i++)
        count_label(m->events, &m->event_kinds, METRICS_KINDS, result->kinds[i].type, result->kinds[i].status);
    for (size_t i = 0; i < result->stage_count; i++) {
        histogram *h = stage_of(m, result->stages[i].name);
        if (h)
            observe(h, (double)result->stages[i].us / 1e6);
    }
    observe(&m->article, (double)result->us / 1e6);
}

void metrics_dead(metrics *m, const char *code) { count_label(m->dead, &m->dead_codes, METRICS_CODES, code, ""); }
void metrics_transaction(metrics *m, int64_t us) { observe(&m->transaction, (double)us / 1e6); }

/* ---- showing ---------------------------------------------------------------------------------------------------------------- */

static void head(FILE *out, enum metric_id id) {
    const struct description *d = &descriptions[id];
    fprintf(out, "# TYPE %s %s\n", d->name, type_names[d->type]);
    if (*d->unit)
        fprintf(out, "# UNIT %s %s\n", d->name, d->unit);
    fprintf(out, "# HELP %s %s\n", d->name, d->help);
}

/* Topics may hold what a label's value must not: backslashes, quotes, line breaks are escaped. */
static void label(FILE *out, const char *name, const char *value) {
    fprintf(out, "%s=\"", name);
    for (; *value; value++) {
        if (*value == '\\' || *value == '"')
            fputc('\\', out);
        if (*value == '\n')
            fputs("\\n", out);
        else
            fputc(*value, out);
    }
    fputc('"', out);
}

static void whole(FILE *out, enum metric_id id, uint64_t value) {
    head(out, id);
    fprintf(out, "%s%s %" PRIu64 "\n", descriptions[id].name, descriptions[id].type == COUNTER ? "_total" : "", value);
}

static void seconds(FILE *out, enum metric_id id, uint64_t ms) {
    head(out, id);
    fprintf(out, "%s_total %" PRIu64 ".%03d\n", descriptions[id].name, ms / 1000, (int)(ms % 1000));
}

static void info(FILE *out, enum metric_id id, const char *value) {
    head(out, id);
    fprintf(out, "%s_info{", descriptions[id].name);
    label(out, descriptions[id].labels, value);
    fputs("} 1\n", out);
}

static void counts(FILE *out, enum metric_id id, const label_count *list, size_t n) {
    head(out, id);
    for (size_t i = 0; i < n; i++) {
        bool two = *list[i].status != '\0';
        fprintf(out, "%s_total{", descriptions[id].name);
        label(out, two ? "type" : descriptions[id].labels, list[i].type);
        if (two) {
            fputc(',', out);
            label(out, "status", list[i].status);
        }
        fprintf(out, "} %" PRIu64 "\n", list[i].n);
    }
}

static void series(FILE *out, const char *name, const char *stage, const histogram *h) {
    uint64_t below = 0;
    char labels[48] = "";
    if (stage)
        snprintf(labels, sizeof labels, "stage=\"%s\",", stage);
    for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
        below += h->bucket[i];
        fprintf(out, "%s_bucket{%sle=\"%g\"} %" PRIu64 "\n", name, labels, limits[i], below);
    }
    fprintf(out, "%s_bucket{%sle=\"+Inf\"} %" PRIu64 "\n", name, labels, h->n);
    labels[stage ? strlen(labels) - 1 : 0] = '\0';
    fprintf(out, "%s_count%s%s%s %" PRIu64 "\n", name, stage ? "{" : "", labels, stage ? "}" : "", h->n);
    fprintf(out, "%s_sum%s%s%s %.6f\n", name, stage ? "{" : "", labels, stage ? "}" : "", h->sum);
}

static void lags(FILE *out, enum metric_id id, const flow *f) {
    head(out, id);
    for (size_t i = 0; i < f->batch.n; i++) {
        const partition *p = f->batch.partitions[i];
        int64_t lag = flow_partition_lag(f, p, id == METRIC_LAG_STABLE);
        if (lag < 0)
            continue;
        fprintf(out, "%s{", descriptions[id].name);
        label(out, "topic", p->topic);
        fprintf(out, ",partition=\"%d\"} %" PRId64 "\n", (int)p->number, lag);
    }
}

static void histograms(const metrics *m, FILE *out) {
    head(out, METRIC_TRANSACTION);
    series(out, descriptions[METRIC_TRANSACTION].name, NULL, &m->transaction);
    head(out, METRIC_ARTICLE);
    series(out, descriptions[METRIC_ARTICLE].name, NULL, &m->article);
    head(out, METRIC_STAGE);
    for (size_t i = 0; i < m->stages; i++)
        series(out, descriptions[METRIC_STAGE].name, m->stage_name[i], &m->stage[i]);
}

static void reloads(const metrics *m, FILE *out) {
    head(out, METRIC_RELOADS);
    const char *name = descriptions[METRIC_RELOADS].name;
    fprintf(out, "%s_total{result=\"done\"} %" PRIu64 "\n%s_total{result=\"refused\"} %" PRIu64 "\n", name,
            m->reloads_done, name, m->reloads_refused);
}

void metrics_write(const metrics *m, const flow *f, const char *model, bool ready, FILE *out) {
    const delivery *d = &f->delivery;
    info(out, METRIC_BUILD, dgm_version());
    info(out, METRIC_MODEL, model);
    whole(out, METRIC_READY, ready);
    whole(out, METRIC_START, (uint64_t)m->started);
    whole(out, METRIC_ARTICLES, f->counts.articles);
    whole(out, METRIC_TOMBSTONES, f->counts.tombstones);
    counts(out, METRIC_EVENTS, m->events, m->event_kinds);
    counts(out, METRIC_DEAD_LETTERS, m->dead, m->dead_codes);
    whole(out, METRIC_REFUSED, d->counts.refused);
    whole(out, METRIC_MESSAGES, d->counts.messages);
    lags(out, METRIC_LAG, f);
    lags(out, METRIC_LAG_STABLE, f);
    whole(out, METRIC_PARTITIONS, f->batch.n);
    whole(out, METRIC_STOPPED, stopped_count(f));
    whole(out, METRIC_IN_FLIGHT, f->batch.slots);
    whole(out, METRIC_IN_FLIGHT_BYTES, f->batch.bytes);
    whole(out, METRIC_AT_WORKERS, f->outstanding);
    whole(out, METRIC_COMMITS, d->counts.commits);
    whole(out, METRIC_ABORTS, d->counts.aborts);
    whole(out, METRIC_ABORTS_IN_A_ROW, (uint64_t)d->aborts);
    histograms(m, out);
    seconds(out, METRIC_THROTTLED, m->throttled_ms);
    reloads(m, out);
    whole(out, METRIC_HELD_BACK, f->log->held_back);
    fputs("# EOF\n", out);
}

void metrics_document(FILE *out) {
    fputs("# Metrics\n\nWhat `/metrics` of the daemon shows, in OpenMetrics. This page is printed by `dragomand "
          "--document metrics`, from the table\n"
          "that defines them (`daemon/metrics.def`). Samples of a counter end in `_total`, of an info in `_info`.\n\n"
          "| metric | type | labels | what it is |\n|---|---|---|---|\n",
          out);
    for (size_t i = 0; i < METRICS; i++)
        fprintf(out, "| `%s` | %s | %s | %s |\n", descriptions[i].name, type_names[descriptions[i].type],
                *descriptions[i].labels ? descriptions[i].labels : "–", descriptions[i].help);
}
