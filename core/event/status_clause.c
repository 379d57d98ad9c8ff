/* SPDX-License-Identifier: Apache-2.0 */
/* Whether what a clause tells happened: its negation, auxiliaries and conjunction, then the words that govern it, as far up as they do. */
#include <string.h>

#include "event/status.h"

#define CLIMB_MAX 6u
#define RANK_NEAR 5u /* tokens before a noun in which its "first" stands */

typedef struct reader {
    const dgm_stage *stage;
    const dgm_doc *doc;
    dgm_told told;
} reader;

static const dgm_token *token_at(const reader *r, uint32_t t) { return &r->doc->tokens.items[t]; }

static dgm_status climb(const reader *r, uint32_t word, uint32_t steps);

static bool has_to(const reader *r, uint32_t verb) {
    for (uint32_t c = dgm_tree_child(r->doc, verb, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(r->doc, verb, c))
        if ((token_at(r, c)->rel == DGM_REL_MARK || token_at(r, c)->rel == DGM_REL_AUX) &&
            dgm_tree_lemma_is(r->doc, c, "to"))
            return true;
    return false;
}

static bool infinitive(const reader *r, uint32_t verb) {
    return (token_at(r, verb)->xpos == DGM_XPOS_VB || dgm_tree_passive(r->doc, verb)) && has_to(r, verb);
}

/* The conjunction of the clause: "if", "unless", "whether"; "without signing", "instead of". */
static dgm_effect mark_effect(const reader *r, uint32_t verb) {
    for (uint32_t c = dgm_tree_child(r->doc, verb, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(r->doc, verb, c))
        if (token_at(r, c)->rel == DGM_REL_MARK) {
            dgm_effect e = dgm_effect_at(r->stage, c, "mark");
            if (e != DGM_EFFECT_NONE)
                return e;
        }
    return DGM_EFFECT_NONE;
}

/* "Had Chad invaded Mali, …", "Should it fail": the auxiliary before its subject makes a condition of a clause that opens the sentence and
 * has a main clause behind it. */
static bool inverted_condition(const reader *r, uint32_t verb) {
    const dgm_sentence *s = &r->doc->sentences.items[token_at(r, verb)->sentence];
    uint32_t first = s->first;
    if (token_at(r, first)->head != verb || token_at(r, first)->rel != DGM_REL_AUX ||
        dgm_effect_at(r->stage, first, "inverted") == DGM_EFFECT_NONE)
        return false;
    for (uint32_t t = verb + 1; t < s->end; t++)
        if (token_at(r, t)->rel == DGM_REL_AUX && dgm_effect_at(r->stage, t, "modal") != DGM_EFFECT_NONE)
            return true;
    return token_at(r, verb)->rel == DGM_REL_ADVCL;
}

/* Of the clause's own auxiliaries. */
static dgm_effect own_effect(const reader *r, uint32_t verb, bool *going) {
    dgm_effect found = DGM_EFFECT_NONE;
    bool been = false, be = false;
    for (uint32_t c = dgm_tree_child(r->doc, verb, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(r->doc, verb, c)) {
        const dgm_token *t = token_at(r, c);
        if (t->rel != DGM_REL_AUX && t->rel != DGM_REL_AUX_PASS)
            continue;
        dgm_effect e = dgm_effect_of(r->stage->know, t->lemma, "modal");
        if (e != DGM_EFFECT_NONE)
            found = e;
        be = be || (dgm_str_is(t->lemma, "be") && t->rel == DGM_REL_AUX && (t->feats & DGM_FEAT(PRES)));
        been = been || dgm_str_is(t->lemma, "have");
    }
    *going = be && !been && token_at(r, verb)->xpos == DGM_XPOS_VBG;
    return found;
}

/* "Seoul said it would send engineers": what is to come, as told in the past; "… would strike if" stays a condition. */
static bool reported_future(const reader *r, uint32_t verb) {
    const dgm_token *v = token_at(r, verb);
    if (v->rel != DGM_REL_CCOMP || v->head == DGM_NONE ||
        (token_at(r, v->head)->xpos != DGM_XPOS_VBD && token_at(r, v->head)->xpos != DGM_XPOS_VBN) ||
        dgm_effect_at(r->stage, v->head, "reporter") != DGM_EFFECT_FUTURE)
        return false;
    bool would = false;
    for (uint32_t c = dgm_tree_child(r->doc, verb, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(r->doc, verb, c)) {
        if (token_at(r, c)->rel == DGM_REL_ADVCL && mark_effect(r, c) == DGM_EFFECT_HYPOTHETICAL)
            return false;
        would = would || (token_at(r, c)->rel == DGM_REL_AUX &&
                          dgm_effect_of(r->stage->know, token_at(r, c)->lemma, "reported") == DGM_EFFECT_FUTURE);
    }
    return would;
}

/* "is to visit", "are to be freed"; "its answer was to recall the envoy" tells what was done. */
static bool is_to(const reader *r, uint32_t verb) {
    bool be = false, answer = false;
    for (uint32_t c = dgm_tree_child(r->doc, verb, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(r->doc, verb, c)) {
        unsigned rel = token_at(r, c)->rel;
        be = be || ((rel == DGM_REL_AUX || rel == DGM_REL_COP) && c < verb && dgm_tree_lemma_is(r->doc, c, "be"));
        answer = answer || ((rel == DGM_REL_NSUBJ || rel == DGM_REL_NSUBJ_OUTER) &&
                            dgm_effect_at(r->stage, c, "answer") != DGM_EFFECT_NONE);
    }
    return be && !answer;
}

/* "first", "latest", "110th" */
static bool is_rank(const reader *r, uint32_t t) {
    dgm_str form = dgm_doc_form(r->doc, t);
    bool figure = form.n > 2 && form.p[0] >= '0' && form.p[0] <= '9' && token_at(r, t)->rel == DGM_REL_AMOD &&
                  form.p[form.n - 1] >= 'a' && form.p[form.n - 1] <= 'z';
    return figure || dgm_effect_at(r->stage, t, "ranked") == DGM_EFFECT_REAL;
}

/* "became the first donor to suspend aid", "the third state this year to cut its ties": it did. */
static bool is_ranked(const reader *r, uint32_t noun, uint32_t verb) {
    for (uint32_t t = noun < verb ? noun : verb; t < verb; t++)
        if (is_rank(r, t))
            return true;
    if (is_rank(r, noun))
        return true;
    for (uint32_t t = noun; t-- > 0 && noun - t <= RANK_NEAR;)
        if (token_at(r, t)->sentence != token_at(r, noun)->sentence || token_at(r, t)->upos == DGM_UPOS_VERB)
            break;
        else if (is_rank(r, t))
            return true;
    return false;
}

static bool has_none(const reader *r, uint32_t word) {
    uint32_t subject = dgm_tree_child_rel(r->doc, word, DGM_REL_NSUBJ);
    return dgm_is_denied(r->stage, word) || (subject != DGM_NONE && dgm_is_none(r->stage, subject));
}

static dgm_effect effect_with(const reader *r, uint32_t head, uint32_t word) {
    return dgm_effect_of_pair(r->stage->know, token_at(r, head)->lemma, dgm_doc_form(r->doc, word), "governor");
}

/* "prevented it from", "stopped short of", "has yet to", "went on to" */
static dgm_effect paired_effect(const reader *r, uint32_t head, uint32_t verb) {
    dgm_effect pair = DGM_EFFECT_NONE;
    uint32_t mark = dgm_tree_child_rel(r->doc, verb, DGM_REL_MARK);
    if (mark != DGM_NONE)
        pair = effect_with(r, head, mark);
    for (uint32_t c = dgm_tree_child(r->doc, head, DGM_NONE); c != DGM_NONE && pair == DGM_EFFECT_NONE;
         c = dgm_tree_child(r->doc, head, c)) {
        unsigned rel = token_at(r, c)->rel;
        if (rel == DGM_REL_ADVMOD || rel == DGM_REL_COMPOUND_PRT || rel == DGM_REL_XCOMP)
            pair = effect_with(r, head, c);
    }
    return pair;
}

/* What the word above says of the clause: "plans to", "failed to". */
static dgm_effect governor_effect(const reader *r, uint32_t head, uint32_t verb) {
    dgm_effect pair = paired_effect(r, head, verb);
    if (pair != DGM_EFFECT_NONE)
        return pair;
    if (token_at(r, head)->xpos == DGM_XPOS_VBG && dgm_tree_lemma_is(r->doc, head, "go"))
        return DGM_EFFECT_FUTURE; /* "is going to strike" */
    return dgm_effect_at(r->stage, head, "governor");
}

static dgm_status under_governor(const reader *r, uint32_t head, dgm_effect e, bool inf, uint32_t steps) {
    bool none = has_none(r, head);
    switch (e) {
    case DGM_EFFECT_NEGATED:
        return none ? DGM_STATUS_HAPPENED : DGM_STATUS_NEGATED;
    case DGM_EFFECT_EXCLUDED:
        return none ? DGM_STATUS_HYPOTHETICAL : DGM_STATUS_NEGATED;
    case DGM_EFFECT_ATTEMPT:
        return none || !r->told.force ? DGM_STATUS_HYPOTHETICAL : climb(r, head, steps + 1);
    case DGM_EFFECT_FUTURE:
        return none ? DGM_STATUS_NEGATED : DGM_STATUS_FUTURE;
    case DGM_EFFECT_HYPOTHETICAL:
        return none ? DGM_STATUS_NEGATED : DGM_STATUS_HYPOTHETICAL;
    case DGM_EFFECT_REAL:
        return none ? DGM_STATUS_NEGATED : climb(r, head, steps + 1);
    default:
        return none ? DGM_STATUS_NEGATED : inf ? DGM_STATUS_HYPOTHETICAL : climb(r, head, steps + 1);
    }
}

/* "came to demand", "gathered to protest": who came to say it has said it. Other purposes are open. */
static dgm_status purpose(const reader *r, uint32_t verb, uint32_t steps) {
    uint32_t head = token_at(r, verb)->head;
    bool plain = token_at(r, head)->upos == DGM_UPOS_VERB;
    dgm_effect e = plain ? paired_effect(r, head, verb) : governor_effect(r, head, verb);
    if (e != DGM_EFFECT_NONE) /* "was quick to blame", "first to complain was" */
        return under_governor(r, head, e, true, steps);
    uint32_t complement = plain ? dgm_tree_child_rel(r->doc, head, DGM_REL_XCOMP) : head;
    if (complement != DGM_NONE && complement < verb && is_ranked(r, complement, complement))
        return climb(r, head, steps + 1); /* "became the first anywhere to …" */
    bool cause = dgm_effect_at(r->stage, head, "cause") == DGM_EFFECT_REAL &&
                 dgm_tree_child_rel(r->doc, head, DGM_REL_OBJ) != DGM_NONE;
    if (!r->told.said && !cause)
        return DGM_STATUS_HYPOTHETICAL;
    dgm_status main = climb(r, head, steps + 1);
    return main == DGM_STATUS_NEGATED ? DGM_STATUS_HYPOTHETICAL : main;
}

/* "denied that it had bombed", "denied reports that …": what is said not to be so. */
static dgm_effect that_effect(const reader *r, uint32_t verb) {
    uint32_t head = token_at(r, verb)->head, mark = dgm_tree_child_rel(r->doc, verb, DGM_REL_MARK);
    dgm_effect e = dgm_effect_at(r->stage, head, "that");
    if (token_at(r, verb)->rel == DGM_REL_CCOMP || mark == DGM_NONE || !dgm_tree_lemma_is(r->doc, mark, "that"))
        return token_at(r, verb)->rel == DGM_REL_CCOMP ? e : DGM_EFFECT_NONE;
    return e == DGM_EFFECT_NONE && token_at(r, head)->head != DGM_NONE
               ? dgm_effect_at(r->stage, token_at(r, head)->head, "that")
               : e;
}

/* "retaliated by closing …", "succeeded in freeing …", "…, killing nine": as the main clause, whose "not" does not reach it. */
static dgm_status participle(const reader *r, uint32_t verb, uint32_t steps) {
    uint32_t mark = dgm_tree_child_rel(r->doc, verb, DGM_REL_MARK), head = token_at(r, verb)->head;
    if (mark != DGM_NONE) {
        dgm_effect e = governor_effect(r, head, verb);
        if (dgm_effect_at(r->stage, mark, "through") == DGM_EFFECT_NONE)
            return DGM_STATUS_HAPPENED;
        if (e != DGM_EFFECT_NONE)
            return under_governor(r, head, e, false, steps);
    } else if (r->told.said) /* "will leave the court, accusing it of …" */
        return DGM_STATUS_HAPPENED;
    dgm_status main = climb(r, head, steps + 1);
    return main == DGM_STATUS_NEGATED ? DGM_STATUS_HAPPENED : main;
}

/* "has met and thanked": the second verb has the auxiliaries of the first; its "not" only behind "or". */
static dgm_status conjunct(const reader *r, uint32_t verb, uint32_t steps) {
    const dgm_token *v = token_at(r, verb);
    uint32_t cc = dgm_tree_child_rel(r->doc, verb, DGM_REL_CC);
    bool either = cc != DGM_NONE && (dgm_tree_lemma_is(r->doc, cc, "or") || dgm_tree_lemma_is(r->doc, cc, "nor"));
    if (v->xpos == DGM_XPOS_VBZ || v->xpos == DGM_XPOS_VBD ||
        dgm_tree_child_rel(r->doc, verb, DGM_REL_AUX) != DGM_NONE || (!either && has_none(r, v->head)))
        return DGM_STATUS_HAPPENED;
    return climb(r, v->head, steps + 1);
}

/* Of the words above the clause. */
static dgm_status governed(const reader *r, uint32_t verb, uint32_t steps) {
    const dgm_token *v = token_at(r, verb);
    bool inf = infinitive(r, verb);
    if (inf && is_to(r, verb))
        return DGM_STATUS_FUTURE;
    if (v->head == DGM_NONE)
        return inf && dgm_tree_child_rel(r->doc, verb, DGM_REL_COP) == DGM_NONE ? DGM_STATUS_FUTURE
                                                                                : DGM_STATUS_HAPPENED;
    bool complement = v->rel == DGM_REL_XCOMP || v->rel == DGM_REL_CSUBJ ||
                      (inf && (v->rel == DGM_REL_ACL || v->rel == DGM_REL_CCOMP));
    if (complement)
        return inf && is_ranked(r, v->head, verb) && v->rel != DGM_REL_CCOMP
                   ? DGM_STATUS_HAPPENED
                   : under_governor(r, v->head, governor_effect(r, v->head, verb), inf, steps);
    if (v->rel == DGM_REL_ADVCL && inf)
        return purpose(r, verb, steps);
    if (v->rel == DGM_REL_ADVCL && v->xpos == DGM_XPOS_VBG)
        return participle(r, verb, steps);
    if (v->rel == DGM_REL_CONJ)
        return conjunct(r, verb, steps);
    dgm_effect that = v->rel == DGM_REL_CCOMP || v->rel == DGM_REL_ACL ? that_effect(r, verb) : DGM_EFFECT_NONE;
    return that == DGM_EFFECT_NONE ? DGM_STATUS_HAPPENED : under_governor(r, v->head, that, false, steps);
}

/* "meets the envoy tomorrow", "convenes next week": the present tells what is to come. */
static bool is_soon(const reader *r, uint32_t verb, bool going) {
    uint8_t xpos = token_at(r, verb)->xpos;
    if (!going && xpos != DGM_XPOS_VBZ && xpos != DGM_XPOS_VBP)
        return false;
    for (uint32_t c = dgm_tree_child(r->doc, verb, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(r->doc, verb, c)) {
        unsigned rel = token_at(r, c)->rel;
        if (rel != DGM_REL_ADVMOD && rel != DGM_REL_OBL_UNMARKED && rel != DGM_REL_OBL)
            continue;
        if (dgm_effect_at(r->stage, c, "soon") != DGM_EFFECT_NONE)
            return true;
        uint32_t day = rel == DGM_REL_OBL_UNMARKED ? dgm_tree_child_rel(r->doc, c, DGM_REL_AMOD) : DGM_NONE;
        if (day != DGM_NONE && dgm_effect_at(r->stage, day, "soon-day") != DGM_EFFECT_NONE)
            return true;
    }
    return false;
}

static dgm_status climb(const reader *r, uint32_t word, uint32_t steps) {
    bool going = false;
    if (steps > CLIMB_MAX || word == DGM_NONE)
        return DGM_STATUS_HAPPENED;
    uint8_t upos = token_at(r, word)->upos;
    if (steps && upos != DGM_UPOS_VERB && upos != DGM_UPOS_ADJ)
        return DGM_STATUS_HAPPENED;
    dgm_effect mark = mark_effect(r, word), own = own_effect(r, word, &going);
    if (mark == DGM_EFFECT_NEGATED || (!(steps == 0 && r->told.affirmed) && dgm_is_denied(r->stage, word)))
        return DGM_STATUS_NEGATED;
    if (mark == DGM_EFFECT_HYPOTHETICAL || inverted_condition(r, word))
        return DGM_STATUS_HYPOTHETICAL;
    if (own != DGM_EFFECT_NONE && !(steps == 0 && r->told.affirmed))
        return own == DGM_EFFECT_FUTURE || reported_future(r, word) ? DGM_STATUS_FUTURE : DGM_STATUS_HYPOTHETICAL;
    if (is_soon(r, word, going))
        return DGM_STATUS_FUTURE;
    dgm_status above = governed(r, word, steps);
    return above == DGM_STATUS_HAPPENED && going ? DGM_STATUS_ONGOING : above;
}

dgm_status dgm_clause_status(const dgm_stage *stage, uint32_t word, dgm_told told) {
    reader r = {stage, stage->doc, told};
    return climb(&r, word, 0);
}
