/* SPDX-License-Identifier: Apache-2.0 */
/* What a noun takes up of what was told before: "criticized the move", "welcomed the accord", "denied the charges" stand for an event
 * that has its own actors; "the leaders" after a meeting are those who met. Which noun may stand for what says the lexicon (table `taken_up`). */
#include "event/taken.h"

#include <string.h>

#define NEAR 2u   /* sentences */
#define STEPS 12u /* up a tree */
#define SENTENCES_MET 2u
#define EVENTS_UP 48u

void dgm_taken_open(const dgm_store *store, dgm_event_knowledge *k) {
    k->takes = dgm_store_table(store, "taken_up", &k->taken_words) == DGM_OK &&
               dgm_table_index(&k->taken_words, "words", &k->taken) == DGM_OK;
    k->taken_types = k->takes ? dgm_table_column(&k->taken_words, "types") : -1;
    k->takes = k->takes && k->taken_types >= 0;
}

/* Whether one of the words in the cells of the noun's rows is that one: "ASSAULT", "together". */
static bool can_be(const dgm_event_knowledge *k, const dgm_hits *hits, const char *word) {
    size_t n = strlen(word);
    for (uint32_t i = 0; i < hits->count; i++) {
        const char *cell = dgm_table_str(&k->taken_words, dgm_hits_at(hits, i).row, k->taken_types);
        for (const char *at = cell; at && (at = strstr(at, word)); at += n)
            if ((at == cell || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
                return true;
    }
    return false;
}

/* "the July attack", "the Fund's conditions" say themselves which. */
static bool says_which(const dgm_doc *doc, uint32_t noun) {
    for (uint32_t c = dgm_tree_child(doc, noun, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, noun, c)) {
        const dgm_token *t = &doc->tokens.items[c];
        if (t->rel == DGM_REL_NMOD_POSS || (t->rel == DGM_REL_COMPOUND && t->upos == DGM_UPOS_PROPN))
            return true;
    }
    return false;
}

/* "the move", "these attacks", "charges"; not "an attack", "attacks on the port". */
static bool is_known(const dgm_doc *doc, uint32_t noun) {
    static const char *const definite[] = {"the", "this", "that", "these", "those", "both", "all", "such"};
    uint32_t det = dgm_tree_child_rel(doc, noun, DGM_REL_DET);
    if (says_which(doc, noun))
        return false;
    for (size_t i = 0; i < sizeof definite / sizeof *definite && det != DGM_NONE; i++)
        if (dgm_tree_lemma_is(doc, det, definite[i]))
            return true;
    return det == DGM_NONE && (doc->tokens.items[noun].feats & DGM_FEAT(PLUR)) &&
           dgm_tree_child_rel(doc, noun, DGM_REL_NMOD) == DGM_NONE;
}

/* "This", "that", "it" as an object that names nobody stands for whatever was told last. */
static bool is_pointer(const dgm_doc *doc, uint32_t token) {
    const dgm_token *t = &doc->tokens.items[token];
    return (t->rel == DGM_REL_OBJ || t->rel == DGM_REL_OBL || t->rel == DGM_REL_NSUBJ_PASS) &&
           (dgm_tree_lemma_is(doc, token, "this") || dgm_tree_lemma_is(doc, token, "that") ||
            dgm_tree_lemma_is(doc, token, "it"));
}

/* Army and government of one country act as one; its parliament, its courts and its people speak for themselves. */
static bool same_party(const dgm_doc *doc, uint32_t a, uint32_t b) {
    static const uint32_t apart =
        ~(1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_MIL | 1u << DGM_SECTOR_SPY | 1u << DGM_SECTOR_ELI);
    const dgm_entity *x = &doc->entities.items[a], *y = &doc->entities.items[b];
    return a == b || (x->code.n && dgm_str_eq(x->code, y->code) && (x->sectors & apart) == (y->sectors & apart));
}

static bool has_party(const dgm_doc *doc, const dgm_participants *list, uint32_t entity) {
    for (uint32_t i = 0; i < list->count; i++)
        if (same_party(doc, list->items[i].entity, entity))
            return true;
    return false;
}

/* Does anybody act in it besides those of the other event? */
static bool others_act(const dgm_doc *doc, const dgm_event *e, const dgm_event *own) {
    for (uint32_t i = 0; i < e->actors.count; i++)
        if (!has_party(doc, &own->actors, e->actors.items[i].entity))
            return true;
    return false;
}

/* Clauses above the words. */
static uint32_t depth_of(const dgm_doc *doc, uint32_t token) {
    uint32_t depth = 0;
    for (uint32_t i = 0; i < STEPS && token != DGM_NONE; i++, token = doc->tokens.items[token].head) {
        unsigned rel = doc->tokens.items[token].rel;
        depth += rel == DGM_REL_CCOMP || rel == DGM_REL_XCOMP || rel == DGM_REL_ADVCL || rel == DGM_REL_ACL ||
                 rel == DGM_REL_ACL_RELCL || rel == DGM_REL_PARATAXIS || rel == DGM_REL_NMOD;
    }
    return depth;
}

/* May event `i` be what the noun of event `own` stands for? */
static bool may_be(const dgm_stage *stage, const dgm_draft *drafts, uint32_t i, uint32_t own, uint32_t noun,
                   const dgm_hits *hits) {
    const dgm_doc *doc = stage->doc;
    const dgm_event *e = &doc->events.items[i], *to = &doc->events.items[own];
    return !drafts[i].loose && e->anchor < noun && e->anchor != to->anchor && others_act(doc, e, to) &&
           (hits->count ? can_be(stage->know, hits, dgm_event_name(e->type)) : e->sentence != to->sentence);
}

/* The last one told in this sentence or shortly before, of one sentence its main clause; else what the article told first. */
uint32_t dgm_taken_up(const dgm_stage *stage, const dgm_draft *drafts, uint32_t own, uint32_t noun) {
    const dgm_event_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    const dgm_event *events = doc->events.items;
    dgm_hits hits = {0};
    if (!k->takes || noun == DGM_NONE ||
        (!is_pointer(doc, noun) &&
         (!dgm_index_find(&k->taken, doc->tokens.items[noun].lemma, &hits) || !is_known(doc, noun))))
        return DGM_NONE;
    uint32_t best = DGM_NONE;
    for (uint32_t i = own; i-- > 0 && own - i <= EVENTS_UP && events[own].sentence - events[i].sentence <= NEAR;) {
        if (best != DGM_NONE && events[i].sentence != events[best].sentence)
            break;
        if (may_be(stage, drafts, i, own, noun, &hits) &&
            (best == DGM_NONE || depth_of(doc, events[i].anchor) < depth_of(doc, events[best].anchor)))
            best = i;
    }
    for (uint32_t i = 0; best == DGM_NONE && hits.count && i < own && i < EVENTS_UP; i++)
        if (may_be(stage, drafts, i, own, noun, &hits))
            best = i;
    return best;
}

/* ---- "the leaders" -------------------------------------------------------------------------------------------------------------------- */

/* "the leaders", "both ministers": nobody says whose they are. */
static bool is_bare_group(const dgm_stage *stage, const dgm_participant *p) {
    const dgm_event_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    dgm_hits hits;
    if (p->mention == DGM_NONE)
        return false;
    const dgm_mention *m = &doc->mentions.items[p->mention];
    const dgm_token *t = &doc->tokens.items[m->head];
    if (m->members_count || !doc->entities.items[p->entity].generic || t->upos != DGM_UPOS_NOUN ||
        !(t->feats & DGM_FEAT(PLUR)) || !is_known(doc, m->head) ||
        dgm_tree_child_rel(doc, m->head, DGM_REL_DET) == DGM_NONE || !dgm_index_find(&k->taken, t->lemma, &hits) ||
        !can_be(k, &hits, "together"))
        return false;
    for (uint32_t c = dgm_tree_child(doc, m->head, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, m->head, c)) {
        unsigned rel = doc->tokens.items[c].rel;
        if (rel != DGM_REL_DET && rel != DGM_REL_NUMMOD && rel != DGM_REL_CASE && rel != DGM_REL_PUNCT)
            return false;
    }
    return true;
}

/* The last event before that several took part in together. */
static const dgm_event *met_before(const dgm_stage *stage, const dgm_draft *drafts, uint32_t own) {
    const dgm_doc *doc = stage->doc;
    const dgm_event *events = doc->events.items;
    for (uint32_t i = own; i-- > 0 && own - i <= EVENTS_UP;) {
        const dgm_event *e = &events[i];
        if (events[own].sentence - e->sentence > SENTENCES_MET)
            return NULL;
        bool together = e->type == DGM_EVENT_CONSULT || e->type == DGM_EVENT_AGREE || e->type == DGM_EVENT_SUPPORT ||
                        e->type == DGM_EVENT_COOPERATE;
        if (!drafts[i].loose && together && drafts[i].rule->symmetric && e->actors.count > 1)
            return e;
    }
    return NULL;
}

bool dgm_taken_together(dgm_stage *stage, const dgm_draft *drafts, uint32_t own, dgm_participants *list) {
    const dgm_event_knowledge *k = stage->know;
    if (!k->takes || list->count != 1 || !is_bare_group(stage, &list->items[0]))
        return true;
    const dgm_event *met = met_before(stage, drafts, own);
    for (uint32_t i = 0; met && i < met->actors.count; i++)
        if (met->actors.items[i].entity == list->items[0].entity) /* they met under that name */
            return true;
    if (!met)
        return true;
    uint32_t mention = list->items[0].mention;
    list->count = 0;
    for (uint32_t i = 0; i < met->actors.count; i++) {
        dgm_participant *p = DGM_PUSH(list, stage->doc->arena);
        if (!p)
            return dgm_fail_memory(stage->error) == DGM_OK;
        *p = met->actors.items[i];
        p->mention = mention;
    }
    return true;
}
