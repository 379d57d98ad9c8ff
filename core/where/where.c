/* SPDX-License-Identifier: Apache-2.0 */
/* Places of events: of all places that come into question (scene.c) the one with the largest sum of weights, or none. */
#include <string.h>

#include "where/scene.h"

#define JOINED_MOST 5u /* ", a small village in" */

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    dgm_where_knowledge *k = DGM_NEW(arena, dgm_where_knowledge);
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    return dgm_where_open(store, k, error);
}

static uint32_t best_of(const dgm_where_knowledge *k, unsigned type, const dgm_scene_view *view) {
    uint32_t best = 0;
    double most = 0;
    for (uint32_t i = 0; i < view->count; i++) {
        const dgm_scene *s = &view->items[i];
        double sum = 0;
        for (unsigned f = 0; f < DGM_SCENES; f++)
            sum += k->scenes[f] * (double)s->x[f];
        for (unsigned t = 0; t < DGM_SCENE_TRAITS; t++)
            sum += s->traits >> t & 1 ? k->traits[type][t] : 0;
        if (i == 0 || sum > most) {
            best = i;
            most = sum;
        }
    }
    return best;
}

/* "Tora [uk] in Harim": what a page has in brackets behind a name. */
static uint32_t behind_brackets(const dgm_doc *doc, uint32_t from, uint32_t to) {
    if (from + 2 < to && dgm_str_is(dgm_doc_form(doc, from), "[") && dgm_str_is(dgm_doc_form(doc, from + 2), "]"))
        return from + 3;
    return from;
}

/* Do no more than "in the", "near", "," and the like stand between two places? */
static bool joined(const dgm_where_knowledge *k, const dgm_doc *doc, uint32_t from, uint32_t to) {
    from = behind_brackets(doc, from, to);
    if (from >= to || to - from > JOINED_MOST || doc->tokens.items[from].sentence != doc->tokens.items[to].sentence)
        return false;
    for (uint32_t t = from; t < to; t++) {
        const dgm_token *w = &doc->tokens.items[t];
        bool comma = dgm_str_is(dgm_doc_form(doc, t), ",");
        dgm_place_word word = dgm_place_word_of(k, doc, t);
        if (!comma && word != DGM_PLACE_IN && word != DGM_PLACE_NEAR && w->upos != DGM_UPOS_DET &&
            w->upos != DGM_UPOS_NOUN && w->upos != DGM_UPOS_ADJ)
            return false;
    }
    return true;
}

/* Does the place before stand "near" this one, or, as no town of the gazetteer, "in" it? Then it is narrower though this is a town. */
static bool leads_to(const dgm_where_knowledge *k, const dgm_doc *doc, const dgm_scene *before, const dgm_scene *own) {
    uint32_t t = own->first;
    while (t > before->end &&
           (doc->tokens.items[t - 1].upos == DGM_UPOS_DET || doc->tokens.items[t - 1].upos == DGM_UPOS_ADJ))
        t--;
    dgm_place_word word = t > before->end ? dgm_place_word_of(k, doc, t - 1) : DGM_PLACE_NO_WORD;
    return word == DGM_PLACE_NEAR || (word == DGM_PLACE_IN && !before->where.located);
}

/* "En Nahud in West Kordofan", "Tora village, Darfur", "Gadam Square in Nairobi": the narrowest of places that say where the next one is. */
static uint32_t narrow(const dgm_where_knowledge *k, const dgm_doc *doc, const dgm_scene_view *view, uint32_t best) {
    for (uint32_t i = best; i-- > 0 && best - i < 4 && view->items[best].head != DGM_NONE;) {
        const dgm_scene *own = &view->items[best], *before = &view->items[i];
        bool place = before->x[DGM_SCENE_town] > 0 || before->x[DGM_SCENE_unknown] > 0 || before->x[DGM_SCENE_site] > 0;
        if (place && dgm_str_eq(before->where.country, own->where.country) && joined(k, doc, before->end, own->first) &&
            (!own->where.located || leads_to(k, doc, before, own)))
            best = i;
    }
    return best;
}

int dgm_where_read(dgm_stage *stage, const dgm_scene_trace *trace) {
    dgm_doc *doc = stage->doc;
    const dgm_where_knowledge *k = stage->know;
    dgm_scene_view *view = DGM_NEW(stage->scratch, dgm_scene_view);
    dgm_scene_countries *countries = DGM_NEW(stage->scratch, dgm_scene_countries);
    uint32_t *named = dgm_arena_alloc(stage->scratch, (doc->entities.count + 1) * sizeof *named);
    if (!view || !countries || !named)
        return dgm_fail_memory(stage->error);
    int rc = dgm_spend(stage->budget, doc->mentions.count, stage->error);
    if (rc != DGM_OK)
        return rc;
    if (k->known)
        dgm_scene_count(k, doc, named, countries);
    for (uint32_t i = 0; i < doc->events.count; i++) {
        dgm_event *e = &doc->events.items[i];
        e->where = (dgm_where){.entity = DGM_NONE};
        if ((rc = dgm_spend(stage->budget, DGM_SCENE_CANDIDATES, stage->error)) != DGM_OK)
            return rc;
        if (!k->known)
            continue;
        dgm_scene_look(stage, countries, i, view);
        if (trace)
            trace->seen(trace->arg, stage, e, view);
        if (k->fitted)
            e->where = view->items[narrow(k, doc, view, best_of(k, e->type, view))].where;
    }
    return DGM_OK;
}

static int run(dgm_stage *stage) { return dgm_where_read(stage, NULL); }

static void dump(const dgm_doc *doc, dgm_buf *out) {
    for (uint32_t i = 0; i < doc->events.count; i++) {
        const dgm_event *e = &doc->events.items[i];
        dgm_buf_printf(out, "%s\t", dgm_event_name(e->type));
        dgm_buf_str(out, e->where.name);
        dgm_buf_char(out, '\t');
        dgm_buf_str(out, e->where.country);
        dgm_buf_char(out, '\n');
    }
}

const dgm_room dgm_room_where = {.name = "where", .open = room_open, .run = run, .dump = dump};
