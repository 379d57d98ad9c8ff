/* SPDX-License-Identifier: Apache-2.0 */
/* Did it happen? Auxiliaries, negation, conditions, and what the governing words say. */
#include "event/event.h"

#define CLIMB_MAX 6

typedef enum effect { EFFECT_NONE, EFFECT_REAL, EFFECT_FUTURE, EFFECT_HYPOTHETICAL } effect;

/* The last row of a word wins: more particular rows stand below general ones. */
static effect effect_of(const dgm_event_knowledge *k, dgm_str lemma, const char *kind) {
    dgm_hits hits;
    effect found = EFFECT_NONE;
    if (!dgm_index_find(&k->status_words, lemma, &hits))
        return EFFECT_NONE;
    for (uint32_t i = 0; i < hits.count; i++) {
        uint32_t row = dgm_hits_at(&hits, i).row;
        dgm_str effect_name = dgm_str_of(dgm_table_str(&k->status, row, k->status_effect));
        if (!dgm_str_is(dgm_str_of(dgm_table_str(&k->status, row, k->status_kind)), kind) || found != EFFECT_NONE)
            continue;
        found = dgm_str_is(effect_name, "real")     ? EFFECT_REAL
                : dgm_str_is(effect_name, "future") ? EFFECT_FUTURE
                                                    : EFFECT_HYPOTHETICAL;
    }
    return found;
}

static bool conditional(const dgm_doc *doc, uint32_t verb) {
    for (uint32_t c = dgm_tree_child(doc, verb, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, verb, c))
        if (doc->tokens.items[c].rel == DGM_REL_MARK &&
            (dgm_tree_lemma_is(doc, c, "if") || dgm_tree_lemma_is(doc, c, "unless") ||
             dgm_tree_lemma_is(doc, c, "whether")))
            return true;
    return false;
}

static bool infinitive(const dgm_doc *doc, uint32_t verb) {
    if (doc->tokens.items[verb].xpos != DGM_XPOS_VB && !dgm_tree_passive(doc, verb))
        return false;
    for (uint32_t c = dgm_tree_child(doc, verb, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, verb, c))
        if ((doc->tokens.items[c].rel == DGM_REL_MARK || doc->tokens.items[c].rel == DGM_REL_AUX) &&
            dgm_tree_lemma_is(doc, c, "to"))
            return true;
    return false;
}

/* Of the clause's own auxiliaries. */
static effect own_effect(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t verb, bool *going) {
    effect found = EFFECT_NONE;
    bool been = false, be = false;
    for (uint32_t c = dgm_tree_child(doc, verb, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, verb, c)) {
        const dgm_token *t = &doc->tokens.items[c];
        if (t->rel != DGM_REL_AUX && t->rel != DGM_REL_AUX_PASS)
            continue;
        effect e = effect_of(k, t->lemma, "modal");
        if (e != EFFECT_NONE)
            found = e;
        be = be || (dgm_str_is(t->lemma, "be") && t->rel == DGM_REL_AUX && (t->feats & DGM_FEAT(PRES)));
        been = been || dgm_str_is(t->lemma, "have");
    }
    *going = be && !been && doc->tokens.items[verb].xpos == DGM_XPOS_VBG;
    return found;
}

/* "Seoul said it would send engineers": what is to come, as told in the past; "… would strike if" stays a condition. */
static bool reported_future(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t verb) {
    const dgm_token *v = &doc->tokens.items[verb];
    if (v->rel != DGM_REL_CCOMP || v->head == DGM_NONE || doc->tokens.items[v->head].xpos != DGM_XPOS_VBD ||
        effect_of(k, doc->tokens.items[v->head].lemma, "reporter") != EFFECT_FUTURE)
        return false;
    bool would = false;
    for (uint32_t c = dgm_tree_child(doc, verb, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, verb, c)) {
        const dgm_token *t = &doc->tokens.items[c];
        if (t->rel == DGM_REL_ADVCL && conditional(doc, c))
            return false;
        would = would || (t->rel == DGM_REL_AUX && effect_of(k, t->lemma, "reported") == EFFECT_FUTURE);
    }
    return would;
}

/* "became the first donor to suspend aid": it did. */
static bool is_ranked(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t noun) {
    for (uint32_t c = dgm_tree_child(doc, noun, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, noun, c))
        if (effect_of(k, doc->tokens.items[c].lemma, "ranked") == EFFECT_REAL)
            return true;
    return effect_of(k, doc->tokens.items[noun].lemma, "ranked") == EFFECT_REAL;
}

/* "barred the governor from sending troops": he did not. */
static bool is_prevented(const dgm_doc *doc, uint32_t verb) {
    uint32_t mark = dgm_tree_child_rel(doc, verb, DGM_REL_MARK);
    return doc->tokens.items[verb].xpos == DGM_XPOS_VBG && mark != DGM_NONE && dgm_tree_lemma_is(doc, mark, "from");
}

static effect governed(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t verb) {
    const dgm_token *v = &doc->tokens.items[verb];
    if (v->head == DGM_NONE)
        return infinitive(doc, verb) ? EFFECT_FUTURE : EFFECT_NONE; /* "Modi to visit Kyiv" */
    const dgm_token *h = &doc->tokens.items[v->head];
    bool inf = infinitive(doc, verb);
    if (v->rel == DGM_REL_ADVCL && inf)
        return EFFECT_HYPOTHETICAL; /* a purpose */
    if (is_prevented(doc, verb))
        return EFFECT_HYPOTHETICAL;
    if ((v->rel == DGM_REL_XCOMP || v->rel == DGM_REL_ACL || v->rel == DGM_REL_CCOMP || v->rel == DGM_REL_CSUBJ) &&
        (inf || v->rel != DGM_REL_CCOMP)) {
        if (v->rel == DGM_REL_ACL && !inf)
            return EFFECT_NONE; /* "strikes launched by" */
        if (v->rel != DGM_REL_CCOMP && inf && is_ranked(k, doc, v->head))
            return EFFECT_NONE;
        effect e = effect_of(k, h->lemma, "governor");
        return e != EFFECT_NONE ? e : inf ? EFFECT_HYPOTHETICAL : EFFECT_NONE;
    }
    return EFFECT_NONE;
}

static dgm_status of_effect(effect e) {
    return e == EFFECT_FUTURE         ? DGM_STATUS_FUTURE
           : e == EFFECT_HYPOTHETICAL ? DGM_STATUS_HYPOTHETICAL
                                      : DGM_STATUS_HAPPENED;
}

/* The verb that carries the clause of a noun predicate. */
static uint32_t clause_verb(const dgm_doc *doc, uint32_t token) {
    for (int i = 0; token != DGM_NONE && i < CLIMB_MAX; i++, token = doc->tokens.items[token].head)
        if (doc->tokens.items[token].upos == DGM_UPOS_VERB)
            return token;
    return DGM_NONE;
}

/* "no soldiers were killed", "nobody was hurt" */
static bool is_none(const dgm_doc *doc, uint32_t token) {
    return token != DGM_NONE && (dgm_tree_negated(doc, token) || dgm_tree_lemma_is(doc, token, "nobody") ||
                                 dgm_tree_lemma_is(doc, token, "none"));
}

/* "Hamas delays the release of hostages", "London suspends talks on an agreement with Chad": what is stopped has not been given. Attacks and
 * charges that somebody rejects have been made all the same. */
static bool is_stopped(const dgm_event_knowledge *k, const dgm_doc *doc, const dgm_fit *fit) {
    uint32_t t = fit->anchor;
    if (!dgm_is_giving(fit->pattern->rule->type))
        return false;
    for (int i = 0; i < 2 && doc->tokens.items[t].rel == DGM_REL_NMOD && doc->tokens.items[t].head != DGM_NONE; i++)
        t = doc->tokens.items[t].head;
    unsigned rel = doc->tokens.items[t].rel;
    uint32_t verb = doc->tokens.items[t].head;
    return (rel == DGM_REL_OBJ || rel == DGM_REL_NSUBJ_PASS) && verb != DGM_NONE &&
           effect_of(k, doc->tokens.items[verb].lemma, "stopper") == EFFECT_HYPOTHETICAL;
}

dgm_status dgm_status_of(const dgm_stage *stage, const dgm_fit *fit) {
    const dgm_event_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    bool noun = fit->pattern->class_letter == 'n', going = false;
    uint32_t verb = noun ? clause_verb(doc, doc->tokens.items[fit->anchor].head) : fit->anchor;
    if ((!fit->denies && dgm_tree_negated(doc, fit->anchor)) ||
        (!noun && (is_none(doc, fit->subject) || is_none(doc, fit->object))))
        return DGM_STATUS_NEGATED;
    for (uint32_t c = noun ? dgm_tree_child(doc, fit->anchor, DGM_NONE) : DGM_NONE; c != DGM_NONE;
         c = dgm_tree_child(doc, fit->anchor, c))
        if (doc->tokens.items[c].rel == DGM_REL_AMOD &&
            effect_of(k, doc->tokens.items[c].lemma, "adjective") == EFFECT_FUTURE)
            return DGM_STATUS_FUTURE;
    if (noun && is_stopped(k, doc, fit))
        return DGM_STATUS_HYPOTHETICAL;
    if (verb == DGM_NONE)
        return DGM_STATUS_HAPPENED;
    effect own = own_effect(k, doc, verb, &going);
    if (noun) /* the noun is what it is: only a clause that is to come moves it */
        return own == EFFECT_FUTURE ? DGM_STATUS_FUTURE : DGM_STATUS_HAPPENED;
    if (conditional(doc, verb))
        return DGM_STATUS_HYPOTHETICAL;
    if (own != EFFECT_NONE && !fit->denies)
        return of_effect(reported_future(k, doc, verb) ? EFFECT_FUTURE : own);
    for (int i = 0; verb != DGM_NONE && i < CLIMB_MAX; i++) {
        effect e = governed(k, doc, verb);
        if (e == EFFECT_FUTURE || e == EFFECT_HYPOTHETICAL)
            return of_effect(e);
        const dgm_token *v = &doc->tokens.items[verb];
        bool tensed = v->xpos == DGM_XPOS_VBZ || v->xpos == DGM_XPOS_VBD; /* shares no "will" with the verb before it */
        bool up = v->rel == DGM_REL_XCOMP || (v->rel == DGM_REL_CONJ && !tensed) ||
                  (v->rel == DGM_REL_ADVCL && v->xpos == DGM_XPOS_VBG);
        if (!up || v->head == DGM_NONE)
            break;
        verb = v->head;
        bool ignored;
        if (doc->tokens.items[verb].upos == DGM_UPOS_VERB) {
            if (v->rel != DGM_REL_CONJ && dgm_tree_negated(doc, verb))
                return DGM_STATUS_NEGATED;
            effect above = own_effect(k, doc, verb, &ignored);
            if (above != EFFECT_NONE && v->rel != DGM_REL_ADVCL)
                return of_effect(above);
        }
    }
    return going ? DGM_STATUS_ONGOING : DGM_STATUS_HAPPENED;
}
