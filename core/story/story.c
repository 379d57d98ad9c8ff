/* SPDX-License-Identifier: Apache-2.0 */
/* From tellings to events: joined, trusted more or less, with a key that the same event told elsewhere gets as well. */
#include "story/story.h"

#include <math.h>

#include "base/hash.h"

static int own_mention(dgm_stage *stage, dgm_event *e) {
    dgm_span *s = DGM_PUSH(&e->mentions, stage->doc->arena);
    if (!s)
        return dgm_fail_memory(stage->error);
    *s = e->trigger;
    return DGM_OK;
}

/* Order of names must not matter: the codes of a side are summed up as a set. */
static uint64_t codes_hash(const dgm_doc *doc, const dgm_participants *list) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        dgm_str code = doc->entities.items[list->items[i].entity].code;
        bool seen = code.n == 0;
        for (uint32_t j = 0; j < i && !seen; j++)
            seen = dgm_str_eq(doc->entities.items[list->items[j].entity].code, code);
        if (!seen)
            sum += dgm_hash(code.p, code.n, 21);
    }
    return sum;
}

static uint64_t key_of(const dgm_doc *doc, const dgm_event *e) {
    uint64_t actors = codes_hash(doc, &e->actors), recipients = codes_hash(doc, &e->recipients);
    if (e->type == DGM_EVENT_CONSULT) { /* who visits whom is told differently */
        actors += recipients;
        recipients = 0;
    }
    uint64_t key = dgm_hash_mix(dgm_hash_mix(actors, recipients), e->type);
    return dgm_hash_mix(key, ((uint64_t)(uint32_t)dgm_date_days(e->when.start) << 8) | e->when.precision);
}

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    dgm_story_knowledge *k = DGM_NEW(arena, dgm_story_knowledge);
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    dgm_tellings_open(store, &k->tellings);
    dgm_wordings_open(store, &k->wordings);
    return dgm_confidence_open(store, &k->confidence);
}

static int run(dgm_stage *stage) {
    const dgm_story_knowledge *know = stage->know;
    dgm_doc *doc = stage->doc;
    int rc = DGM_OK;
    doc->fingerprint = dgm_fingerprint(doc, &doc->words);
    for (uint32_t i = 0; rc == DGM_OK && i < doc->events.count; i++) {
        dgm_event *e = &doc->events.items[i];
        e->worded = (int32_t)lround(1000 * dgm_wordings_sum(&know->wordings, doc, e));
        rc = own_mention(stage, e);
    }
    if (rc == DGM_OK)
        rc = dgm_merge_tellings(stage);
    for (uint32_t i = 0; rc == DGM_OK && i < doc->events.count; i++) {
        dgm_event *e = &doc->events.items[i];
        /* what only the headline tells is no event yet: the body has not said it */
        e->dropped = e->dropped || (doc->sentences.items[e->sentence].headline && doc->clean.body.count > 0);
    }
    const uint32_t told = dgm_events_told(doc);
    for (uint32_t i = 0; rc == DGM_OK && i < doc->events.count; i++) {
        dgm_event *e = &doc->events.items[i];
        e->key = key_of(doc, e);
        if (e->mutual && !e->recipients.count)
            e->recipients = e->actors;
        e->confidence = dgm_confidence_of(&know->confidence, doc, e, told);
    }
    return rc;
}

/* ---- dragoman why -------------------------------------------------------------------------------------------------------------- */

static void side(const dgm_doc *doc, dgm_buf *out, const char *label, const dgm_participants *list) {
    dgm_buf_printf(out, "  %-11s", label);
    for (uint32_t i = 0; i < list->count; i++) {
        const dgm_entity *e = &doc->entities.items[list->items[i].entity];
        dgm_buf_text(out, i ? "; " : "");
        dgm_buf_str(out, e->name);
        dgm_buf_text(out, " (");
        dgm_buf_str(out, e->code.n ? e->code : DGM_STR("?"));
        for (unsigned s = 0; s < DGM_SECTOR_COUNT; s++)
            if (e->sectors >> s & 1)
                dgm_buf_printf(out, " %s", dgm_sector_name(s));
        dgm_buf_char(out, ')');
        if (e->file)
            dgm_buf_printf(out, " [%s:%u]", e->file, e->line);
    }
    dgm_buf_text(out, list->count ? "\n" : "-\n");
}

static void field(dgm_buf *out, const char *label, dgm_str value) {
    dgm_buf_printf(out, "  %-11s", label);
    dgm_buf_str(out, value.n ? value : DGM_STR("-"));
    dgm_buf_char(out, '\n');
}

/* What the confidence was made of: the features that are not 0 (core/story/features.def). */
static void because(const dgm_doc *doc, dgm_buf *out, const dgm_event *e, uint32_t told) {
    double x[DGM_FEATURES];
    dgm_features_of(doc, e, told, x);
    dgm_buf_printf(out, "  %-11s", "because");
    for (unsigned i = 1; i < DGM_FEATURES; i++)
        if (x[i] > 0 || x[i] < 0)
            dgm_buf_printf(out, " %s=%.3f", dgm_feature_name(i), x[i]);
    dgm_buf_text(out, "\n\n");
}

static void counts(dgm_buf *out, const dgm_magnitude *m) {
    const struct {
        const char *name;
        int64_t n;
    } all[] = {{"killed", m->killed},
               {"wounded", m->wounded},
               {"detained", m->detained},
               {"displaced", m->displaced},
               {"troops", m->troops}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].n >= 0)
            dgm_buf_printf(out, "  %-11s%lld\n", all[i].name, (long long)all[i].n);
    if (m->amount >= 0)
        dgm_buf_printf(out, "  %-11s%.0f %s\n", "amount", m->amount, m->currency);
}

static void dump(const dgm_doc *doc, dgm_buf *out) {
    static const char *const status[DGM_STATUS_COUNT] = {"happened",     "ongoing", "future",
                                                         "hypothetical", "negated", "historical"};
    const uint32_t told = dgm_events_told(doc);
    for (uint32_t i = 0; i < doc->events.count; i++) {
        const dgm_event *e = &doc->events.items[i];
        char day[11];
        if (e->dropped)
            continue;
        dgm_date_print(e->when.start, day);
        dgm_buf_printf(out, "%s", dgm_event_name(e->type));
        for (uint32_t m = 0; m < e->mode_count; m++)
            dgm_buf_printf(out, " %s", dgm_mode_name(e->modes[m]));
        dgm_buf_printf(out, "  (%s, CAMEO %s, confidence %.2f)\n", status[e->status], e->cameo, e->confidence / 1000.0);
        side(doc, out, "actors", &e->actors);
        side(doc, out, "recipients", &e->recipients);
        field(out, "date", dgm_str_of(day));
        field(out, "place", e->where.name);
        field(out, "words", dgm_doc_span(doc, e->trigger));
        field(out, "sentence", dgm_doc_span(doc, doc->sentences.items[e->sentence].span));
        dgm_buf_printf(out, "  %-11s%.*s  %s:%u%s\n", "rule", (int)e->rule.n, e->rule.p ? e->rule.p : "",
                       e->rule_file ? e->rule_file : "?", e->rule_line,
                       e->implied ? "  (one side taken from the context)" : "");
        counts(out, &e->magnitude);
        dgm_buf_printf(out, "  %-11s%u\n", "told", e->mentions.count);
        because(doc, out, e, told);
    }
}

const dgm_room dgm_room_story = {.name = "story", .open = room_open, .run = run, .dump = dump};
