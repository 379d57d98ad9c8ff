/* SPDX-License-Identifier: Apache-2.0 */
/* The tense of a clause, off the verb and its auxiliaries. Only words near the verb are looked at, so that the cost is bounded. */
#include <string.h>

#include "when/when.h"

#define CLIMB_MAX 10
#define NEAR 12u

uint32_t dgm_verb_above(const dgm_doc *doc, uint32_t t) {
    for (int i = 0; t != DGM_NONE && i < CLIMB_MAX; i++, t = doc->tokens.items[t].head)
        if (doc->tokens.items[t].upos == DGM_UPOS_VERB)
            return t;
    return DGM_NONE;
}

dgm_str dgm_preposition_says(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t t) {
    dgm_hits hits;
    if (t == DGM_NONE || (!dgm_index_find(&k->preposition_names, dgm_doc_form(doc, t), &hits) &&
                          !dgm_index_find(&k->preposition_names, doc->tokens.items[t].lemma, &hits)))
        return (dgm_str){0};
    return dgm_str_of(dgm_table_str(&k->prepositions, dgm_hits_at(&hits, 0).row, k->preposition));
}

static bool comes(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t t, const char *what) {
    dgm_hits hits;
    if (t == DGM_NONE || (!dgm_index_find(&k->to_come_names, dgm_doc_form(doc, t), &hits) &&
                          !dgm_index_find(&k->to_come_names, doc->tokens.items[t].lemma, &hits)))
        return false;
    for (uint32_t i = 0; i < hits.count; i++)
        if (strcmp(dgm_table_str(&k->to_come, dgm_hits_at(&hits, i).row, k->coming), what) == 0)
            return true;
    return false;
}

typedef struct helpers { /* what stands with the verb */
    bool future, modal, to, have, had, be_past, be_present, do_past, do_present, any;
} helpers;

static void add_helper(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t t, helpers *h) {
    const dgm_token *x = &doc->tokens.items[t];
    bool past = x->xpos == DGM_XPOS_VBD, present = x->xpos == DGM_XPOS_VBZ || x->xpos == DGM_XPOS_VBP;
    if (x->rel == DGM_REL_MARK) {
        h->to = h->to || dgm_tree_lemma_is(doc, t, "to");
        return;
    }
    h->any = true;
    if (comes(k, doc, t, "future"))
        h->future = true;
    else if (x->xpos == DGM_XPOS_MD)
        h->modal = true;
    else if (dgm_tree_lemma_is(doc, t, "have")) {
        h->had = h->had || past;
        h->have = h->have || present;
    } else if (dgm_tree_lemma_is(doc, t, "be")) {
        h->be_past = h->be_past || past;
        h->be_present = h->be_present || present;
    } else {
        h->do_past = h->do_past || past;
        h->do_present = h->do_present || present;
    }
}

static helpers helpers_of(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t verb) {
    helpers h = {0};
    const dgm_sentence *s = &doc->sentences.items[doc->tokens.items[verb].sentence];
    for (uint32_t t = verb > s->first + NEAR ? verb - NEAR : s->first; t < verb; t++) {
        const dgm_token *x = &doc->tokens.items[t];
        if (x->head == verb &&
            (x->rel == DGM_REL_AUX || x->rel == DGM_REL_AUX_PASS || x->rel == DGM_REL_COP || x->rel == DGM_REL_MARK))
            add_helper(k, doc, t, &h);
    }
    return h;
}

static dgm_tense bare(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t verb, const helpers *h) {
    const dgm_token *v = &doc->tokens.items[verb];
    if (h->to)
        return h->be_present || h->be_past || (v->head != DGM_NONE && comes(k, doc, v->head, "governor"))
                   ? DGM_TENSE_FUTURE
                   : DGM_TENSE_INFINITIVE;
    switch (v->xpos) {
    case DGM_XPOS_VBD:
        return DGM_TENSE_PAST;
    case DGM_XPOS_VBZ:
    case DGM_XPOS_VBP:
        return DGM_TENSE_PRESENT;
    case DGM_XPOS_VB:
        return DGM_TENSE_INFINITIVE;
    case DGM_XPOS_VBG:
        return DGM_TENSE_GERUND;
    default:
        return DGM_TENSE_PARTICIPLE;
    }
}

static dgm_tense tense_here(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t verb, const helpers *h) {
    if (h->future)
        return DGM_TENSE_FUTURE;
    if (h->modal)
        return DGM_TENSE_MODAL;
    if (h->to || !h->any)
        return bare(k, doc, verb, h);
    return h->had                           ? DGM_TENSE_PLUPERFECT
           : h->have                        ? DGM_TENSE_PERFECT
           : h->be_past || h->do_past       ? DGM_TENSE_PAST
           : h->be_present || h->do_present ? DGM_TENSE_PRESENT
                                            : DGM_TENSE_PARTICIPLE;
}

dgm_tense dgm_tense_of(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t verb) {
    dgm_tense tense = DGM_TENSE_NONE;
    for (int i = 0; i < 4 && verb != DGM_NONE; i++, verb = doc->tokens.items[verb].head) {
        helpers h = helpers_of(k, doc, verb);
        tense = tense_here(k, doc, verb, &h);
        bool shares = doc->tokens.items[verb].rel == DGM_REL_CONJ && !h.any && !h.to &&
                      (tense == DGM_TENSE_PARTICIPLE || tense == DGM_TENSE_GERUND || tense == DGM_TENSE_INFINITIVE);
        if (!shares) /* "has met and thanked": the second has the auxiliaries of the first */
            break;
    }
    return tense;
}

dgm_tense dgm_tense_above(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t t) {
    for (int i = 0; t != DGM_NONE && i < CLIMB_MAX; i++, t = doc->tokens.items[t].head) {
        if (doc->tokens.items[t].upos != DGM_UPOS_VERB)
            continue;
        dgm_tense tense = dgm_tense_of(k, doc, t);
        if (tense != DGM_TENSE_INFINITIVE && tense != DGM_TENSE_PARTICIPLE && tense != DGM_TENSE_GERUND &&
            tense != DGM_TENSE_NONE)
            return tense;
    }
    return DGM_TENSE_NONE;
}

/* "is expected in Oslo on Thursday", "with the envoy due back on Friday" */
static bool awaits(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t t) {
    const dgm_token *x = &doc->tokens.items[t];
    if (!(x->xpos == DGM_XPOS_VBN || x->upos == DGM_UPOS_ADJ) || !comes(k, doc, t, "awaited"))
        return false;
    dgm_tense tense = dgm_tense_of(k, doc, t);
    return tense == DGM_TENSE_PRESENT || tense == DGM_TENSE_PARTICIPLE;
}

bool dgm_tense_coming(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t t) {
    for (int i = 0; t != DGM_NONE && i < CLIMB_MAX; i++, t = doc->tokens.items[t].head) {
        if (awaits(k, doc, t))
            return true;
        if (doc->tokens.items[t].upos == DGM_UPOS_VERB)
            return dgm_tense_of(k, doc, t) == DGM_TENSE_FUTURE;
    }
    return false;
}

bool dgm_tense_scheduled(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t t) {
    uint32_t verb = dgm_verb_above(doc, t);
    return verb != DGM_NONE && dgm_tense_of(k, doc, verb) == DGM_TENSE_PRESENT;
}
