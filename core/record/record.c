/* SPDX-License-Identifier: Apache-2.0 */
/* The last room: events that are to be published get their ids, and everything becomes JSON in the session's buffers. */
#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* The name space of event ids: fixed for ever, so that re-coding an article gives the same ids. */
static const uint8_t id_space[16] = {0x6f, 0x1d, 0x5c, 0x0a, 0x3b, 0x7e, 0x4c, 0x52, 0x9d, 0x11, 0x64, 0x72, 0x61, 0x67, 0x6f, 0x6d};

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    dgm_record_knowledge *k = DGM_NEW(arena, dgm_record_knowledge);
    dgm_table settings;
    dgm_index names;
    dgm_hits hits;
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    k->scored = dgm_store_table(store, "cameo", &k->cameo) == DGM_OK && dgm_table_index(&k->cameo, "code", &k->codes) == DGM_OK;
    k->goldstein = k->scored ? dgm_table_column(&k->cameo, "goldstein") : -1;
    k->scored = k->scored && k->goldstein >= 0;
    if (dgm_store_table(store, "settings", &settings) == DGM_OK && dgm_table_index(&settings, "name", &names) == DGM_OK &&
        dgm_index_find(&names, DGM_STR("threshold"), &hits))
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

/* Article id, type, place of the sentence, and a number among the events that have these in common. */
static void make_id(const dgm_doc *doc, const dgm_cpmap *map, const uint32_t *events, uint32_t i, char id[37], char *name, size_t cap) {
    const dgm_event *e = &doc->events.items[events[i]];
    uint32_t ordinal = 0, place = dgm_cpmap_at(map, doc->sentences.items[e->sentence].span.start);
    for (uint32_t k = i; k-- > 0 && doc->events.items[events[k]].sentence == e->sentence;)
        ordinal += doc->events.items[events[k]].type == e->type;
    int n = snprintf(name, cap, "%.*s\n%s\n%u\n%u", (int)doc->input.id.n, doc->input.id.p, dgm_event_name(e->type), place, ordinal);
    dgm_uuid5(id_space, name, (size_t)n < cap ? (size_t)n : cap - 1, id);
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

static int write_all(dgm_stage *stage, dgm_writer *w, const uint32_t *events, uint32_t count) {
    dgm_output *out = stage->output;
    dgm_doc *doc = stage->doc;
    size_t cap = doc->input.id.n + 64;
    char (*ids)[37] = dgm_arena_alloc(stage->scratch, ((size_t)count + 1) * sizeof *ids), *name = dgm_arena_alloc(stage->scratch, cap);
    if (!ids || !name || make_room(out, count) != DGM_OK)
        return dgm_fail_memory(stage->error);
    for (uint32_t i = 0; i < count; i++) {
        make_id(doc, &w->map, events, i, ids[i], name, cap);
        size_t start = out->events.n;
        w->json = (dgm_json){.out = &out->events};
        dgm_write_event(w, &doc->events.items[events[i]], (dgm_event_place){i, count, ids[i], true});
        out->items[i] = (dgm_output_event){.start = start, .n = out->events.n - start, .confidence = doc->events.items[events[i]].confidence / 1000.0};
        memcpy(out->items[i].id, ids[i], sizeof ids[i]);
    }
    out->count = count;
    w->json = (dgm_json){.out = &out->extraction};
    dgm_write_extraction(w, events, count, ids);
    dgm_buf_str(&out->article_id, doc->input.id);
    return DGM_OK;
}

static int run(dgm_stage *stage) {
    const dgm_record_knowledge *k = stage->know;
    dgm_doc *doc = stage->doc;
    dgm_writer w = {.doc = doc, .know = k, .model_id = stage->model_id};
    double least = stage->options->min_confidence;
    least = least == 0 ? k->threshold : least;
    int rc = dgm_spend(stage->budget, doc->text.n / 64 + doc->events.count + doc->mentions.count, stage->error);
    uint32_t count = 0, *events = DGM_NEWS(stage->scratch, uint32_t, doc->events.count + 1);
    if (rc != DGM_OK)
        return rc;
    if (!events || !dgm_cpmap_make(&w.map, stage->scratch, doc->text.p, doc->text.n))
        return dgm_fail_memory(stage->error);
    for (uint32_t i = 0; i < doc->events.count; i++)
        if (!doc->events.items[i].dropped && doc->events.items[i].confidence / 1000.0 >= least)
            events[count++] = i;
    return write_all(stage, &w, events, count);
}

const dgm_room dgm_room_record = {.name = "record", .open = room_open, .run = run};
