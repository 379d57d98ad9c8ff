/* SPDX-License-Identifier: Apache-2.0 */
/* The last room: events that are to be published get their ids, and everything becomes JSON in the session's buffers. */
#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* The name space of event ids: fixed for ever, so that re-coding an article gives the same ids. */
static const uint8_t id_space[16] = {0x6f, 0x1d, 0x5c, 0x0a, 0x3b, 0x7e, 0x4c, 0x52,
                                     0x9d, 0x11, 0x64, 0x72, 0x61, 0x67, 0x6f, 0x6d};

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    dgm_record_knowledge *k = DGM_NEW(arena, dgm_record_knowledge);
    dgm_table settings;
    dgm_index names;
    dgm_hits hits;
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    k->scored =
        dgm_store_table(store, "cameo", &k->cameo) == DGM_OK && dgm_table_index(&k->cameo, "code", &k->codes) == DGM_OK;
    k->goldstein = k->scored ? dgm_table_column(&k->cameo, "goldstein") : -1;
    k->scored = k->scored && k->goldstein >= 0;
    if (dgm_store_table(store, "settings", &settings) == DGM_OK &&
        dgm_table_index(&settings, "name", &names) == DGM_OK && dgm_index_find(&names, DGM_STR("threshold"), &hits))
        k->threshold = dgm_table_real(&settings, dgm_hits_at(&hits, 0).row, dgm_table_column(&settings, "value"));
    return DGM_OK;
}

void dgm_write_place_of(dgm_writer *w, dgm_span s) {
    dgm_json_key(&w->json, "start"), dgm_json_int(&w->json, dgm_cpmap_at(&w->map, s.start));
    dgm_json_key(&w->json, "end"), dgm_json_int(&w->json, dgm_cpmap_at(&w->map, s.end));
}

void dgm_write_span(dgm_writer *w, dgm_span s) {
    if (dgm_span_empty(s)) {
        dgm_json_null(&w->json);
        return;
    }
    dgm_json_open(&w->json, '{');
    dgm_write_place_of(w, s);
    dgm_json_key(&w->json, "text"), dgm_json_str(&w->json, dgm_doc_span(w->doc, s));
    dgm_json_close(&w->json, '}');
}

void dgm_write_sectors(dgm_writer *w, uint32_t sectors) {
    dgm_json_open(&w->json, '[');
    for (unsigned i = 0; i < DGM_SECTOR_COUNT; i++)
        if (sectors >> i & 1)
            dgm_json_text(&w->json, dgm_sector_name(i));
    dgm_json_close(&w->json, ']');
}

void dgm_write_extractor(dgm_writer *w) {
    dgm_json_key(&w->json, "extractor");
    dgm_json_open(&w->json, '{');
    dgm_json_key(&w->json, "version"), dgm_json_text(&w->json, dgm_version());
    dgm_json_key(&w->json, "model"), dgm_json_text(&w->json, w->model_id);
    dgm_json_close(&w->json, '}');
}

void dgm_write_fingerprint(dgm_writer *w) {
    char text[24];
    snprintf(text, sizeof text, "f-%016llx", (unsigned long long)w->doc->fingerprint);
    dgm_json_key(&w->json, "fingerprint");
    if (w->doc->fingerprint)
        dgm_json_text(&w->json, text);
    else
        dgm_json_null(&w->json);
}

/* Numbers the events that have type and sentence in common: one pass, for one sentence can hold very many. */
typedef struct ordinals {
    uint32_t sentence, of[DGM_EVENT_COUNT];
} ordinals;

static uint32_t next_ordinal(ordinals *o, const dgm_event *e) {
    if (o->sentence != e->sentence)
        *o = (ordinals){.sentence = e->sentence};
    return o->of[e->type]++;
}

/* Article id, type, place of the sentence, ordinal. Events below the threshold are numbered as well, so that another
 * threshold gives the same event the same id. `name` has room for all four. */
static void make_id(const dgm_writer *w, const dgm_event *e, uint32_t ordinal, char id[37], char *name, size_t cap) {
    dgm_str article = w->doc->input.id;
    uint32_t place = dgm_cpmap_at(&w->map, w->doc->sentences.items[e->sentence].span.start);
    memcpy(name, article.p, article.n);
    int n = snprintf(name + article.n, cap - article.n, "\n%s\n%u\n%u", dgm_event_name(e->type), place, ordinal);
    dgm_uuid5(id_space, name, article.n + (size_t)n, id);
}

static int make_room(dgm_output *out, uint32_t count) {
    if (count <= out->cap)
        return DGM_OK;
    dgm_output_event *items = realloc(out->items, count * sizeof *items);
    if (!items)
        return DGM_MEMORY;
    out->items = items;
    out->cap = count;
    return DGM_OK;
}

/* The published events of the article, in order of the text, with their ids. */
typedef struct published {
    uint32_t count, *events;
    char (*ids)[37];
} published;

static int choose(dgm_stage *stage, const dgm_writer *w, double least, published *out) {
    const dgm_doc *doc = stage->doc;
    size_t cap = doc->input.id.n + 64, room = (size_t)doc->events.count + 1;
    char *name = dgm_arena_alloc(stage->scratch, cap);
    ordinals numbers = {.sentence = DGM_NONE};
    out->events = DGM_NEWS(stage->scratch, uint32_t, room);
    out->ids = dgm_arena_alloc(stage->scratch, room * sizeof *out->ids);
    if (!name || !out->events || !out->ids)
        return dgm_fail_memory(stage->error);
    for (uint32_t i = 0; i < doc->events.count; i++) {
        const dgm_event *e = &doc->events.items[i];
        if (e->dropped)
            continue;
        uint32_t ordinal = next_ordinal(&numbers, e);
        if (e->confidence / 1000.0 < least)
            continue;
        make_id(w, e, ordinal, out->ids[out->count], name, cap);
        out->events[out->count++] = i;
    }
    return DGM_OK;
}

static int write_all(dgm_stage *stage, dgm_writer *w, const published *p) {
    dgm_output *out = stage->output;
    dgm_doc *doc = stage->doc;
    if (make_room(out, p->count) != DGM_OK)
        return dgm_fail_memory(stage->error);
    w->json = (dgm_json){.out = &out->extraction};
    if (dgm_write_extraction(w, stage->scratch, p->events, p->count, p->ids) != DGM_OK)
        return dgm_fail_memory(stage->error);
    for (uint32_t i = 0; i < p->count; i++) {
        const dgm_event *e = &doc->events.items[p->events[i]];
        size_t start = out->events.n;
        w->json = (dgm_json){.out = &out->events};
        dgm_write_event(w, e, (dgm_event_place){i, p->count, p->ids[i], true});
        out->items[i] =
            (dgm_output_event){.start = start, .n = out->events.n - start, .confidence = e->confidence / 1000.0};
        memcpy(out->items[i].id, p->ids[i], sizeof p->ids[i]);
    }
    out->count = p->count;
    dgm_buf_str(&out->article_id, doc->input.id);
    return DGM_OK;
}

static int run(dgm_stage *stage) {
    const dgm_record_knowledge *k = stage->know;
    dgm_doc *doc = stage->doc;
    dgm_writer w = {.doc = doc, .know = k, .model_id = stage->model_id};
    double least = stage->options->min_confidence < 0 ? k->threshold : stage->options->min_confidence;
    published p = {0};
    int rc = dgm_spend(stage->budget, doc->text.n / 64 + doc->events.count + doc->mentions.count, stage->error);
    if (rc != DGM_OK)
        return rc;
    if (!dgm_cpmap_make(&w.map, stage->scratch, doc->text.p, doc->text.n))
        return dgm_fail_memory(stage->error);
    rc = choose(stage, &w, least, &p);
    return rc == DGM_OK ? write_all(stage, &w, &p) : rc;
}

const dgm_room dgm_room_record = {.name = "record", .open = room_open, .run = run};
