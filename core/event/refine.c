/* SPDX-License-Identifier: Apache-2.0 */
/* Closer CAMEO codes by further words of the sentence: what an attack was made with, what was asked for, promised or cut off. */
#include <string.h>

#include "event/event.h"

#define WORDS_MOST 200u /* tokens of a sentence that are looked at */

void dgm_refine_open(const dgm_store *store, dgm_event_knowledge *k) {
    k->refines = dgm_store_table(store, "refinements", &k->refinements) == DGM_OK &&
                 dgm_table_index(&k->refinements, "words", &k->refine_words) == DGM_OK;
    k->refine_from = k->refines ? dgm_table_column(&k->refinements, "from") : -1;
    k->refine_where = k->refines ? dgm_table_column(&k->refinements, "where") : -1;
    k->refine_to = k->refines ? dgm_table_column(&k->refinements, "to") : -1;
    k->refine_mode = k->refines ? dgm_table_column(&k->refinements, "mode") : -1;
    k->refines = k->refines && k->refine_mode >= 0 && k->refine_from >= 0 && k->refine_where >= 0 && k->refine_to >= 0;
}

/* A state, or its forces: what they bomb they bomb from the air. */
static bool by_army(const dgm_event_knowledge *k, const dgm_doc *doc, const dgm_event *e) {
    for (uint32_t i = 0; i < e->actors.count; i++) {
        const dgm_entity *who = &doc->entities.items[e->actors.items[i].entity];
        uint32_t sectors = e->actors.items[i].sectors ? e->actors.items[i].sectors : who->sectors;
        if ((who->type == DGM_ENTITY_COUNTRY && !sectors) ||
            (sectors & 1u << DGM_SECTOR_MIL && !(sectors & k->irregulars)))
            return true;
    }
    return false;
}

/* The first row that this word fits, if it stands before `best`. */
static uint32_t row_of(const dgm_event_knowledge *k, const dgm_doc *doc, const dgm_event *e, uint32_t token,
                       uint32_t best) {
    dgm_hits hits;
    if (!dgm_index_find(&k->refine_words, doc->tokens.items[token].lemma, &hits))
        return best;
    for (uint32_t i = 0; i < hits.count; i++) {
        uint32_t row = dgm_hits_at(&hits, i).row;
        if (row >= best || strcmp(dgm_table_str(&k->refinements, row, k->refine_from), e->cameo) != 0)
            continue;
        dgm_str where = dgm_str_of(dgm_table_str(&k->refinements, row, k->refine_where));
        if (dgm_str_is(where, "army") && !by_army(k, doc, e))
            continue;
        if (dgm_str_is(where, "sentence") || dgm_tree_under(doc, token, e->anchor))
            best = row;
    }
    return best;
}

void dgm_refine(const dgm_event_knowledge *k, const dgm_doc *doc, dgm_event *e) {
    const dgm_sentence *s = &doc->sentences.items[e->sentence];
    uint32_t best = DGM_NONE;
    for (uint32_t t = s->first; k->refines && t < s->end && t < s->first + WORDS_MOST; t++) {
        uint8_t upos = doc->tokens.items[t].upos;
        if (upos == DGM_UPOS_NOUN || upos == DGM_UPOS_VERB || upos == DGM_UPOS_ADJ || upos == DGM_UPOS_NUM)
            best = row_of(k, doc, e, t, best);
    }
    if (best == DGM_NONE)
        return;
    dgm_str mode = dgm_str_of(dgm_table_str(&k->refinements, best, k->refine_mode));
    for (unsigned m = 0; mode.n && m < DGM_MODE_COUNT; m++)
        if (dgm_mode_type(m) == e->type && dgm_str_is(mode, dgm_mode_name(m))) {
            e->modes[0] = (uint8_t)m;
            e->mode_count = 1;
        }
    const char *to = dgm_table_str(&k->refinements, best, k->refine_to);
    if (strlen(to) < sizeof e->cameo)
        memcpy(e->cameo, to, strlen(to) + 1);
}
