/* SPDX-License-Identifier: Apache-2.0 */
/* Did it happen? Of a verb its clause says so; of a noun its adjectives, and the words that plan it, fear it, cancel it or let it happen. */
#include "event/status.h"

#include <string.h>

#define CLIMB_MAX 6
#define EFFECTIVE_MAX 40u /* tokens behind the predicate */

static dgm_status of_effect(dgm_effect e) {
    return e == DGM_EFFECT_FUTURE                                ? DGM_STATUS_FUTURE
           : e == DGM_EFFECT_HYPOTHETICAL                        ? DGM_STATUS_HYPOTHETICAL
           : e == DGM_EFFECT_NEGATED || e == DGM_EFFECT_EXCLUDED ? DGM_STATUS_NEGATED
                                                                 : DGM_STATUS_HAPPENED;
}

/* "want no part of", "pay no heed": the predicate itself says no. */
static bool says_no(const dgm_pattern *p) {
    for (uint32_t i = 0; i < p->part_count; i++)
        if (dgm_str_is(p->parts[i].word, "no") || dgm_str_is(p->parts[i].word, "none"))
            return true;
    return false;
}

/* "a planned visit", "a possible attack", "a foiled attack". */
static dgm_effect described(const dgm_stage *stage, uint32_t noun) {
    const dgm_doc *doc = stage->doc;
    for (uint32_t c = dgm_tree_child(doc, noun, DGM_NONE); c != DGM_NONE && c < noun;
         c = dgm_tree_child(doc, noun, c)) {
        dgm_effect e =
            doc->tokens.items[c].rel == DGM_REL_AMOD ? dgm_effect_at(stage, c, "adjective") : DGM_EFFECT_NONE;
        if (e != DGM_EFFECT_NONE)
            return e;
    }
    return DGM_EFFECT_NONE;
}

/* What a word says of the event noun below it: "plans a visit", "talks were cancelled", "call for sanctions", "threat of attack". */
static dgm_effect about(const dgm_stage *stage, uint32_t head, uint32_t noun) {
    const dgm_doc *doc = stage->doc;
    const dgm_token *h = &doc->tokens.items[head], *n = &doc->tokens.items[noun];
    uint32_t with = n->rel == DGM_REL_OBJ || n->rel == DGM_REL_NSUBJ_PASS
                        ? dgm_tree_child_rel(doc, head, DGM_REL_COMPOUND_PRT)
                    : n->rel == DGM_REL_OBL || n->rel == DGM_REL_NMOD ? dgm_tree_case(doc, noun)
                                                                      : DGM_NONE;
    if (with == DGM_NONE)
        return n->rel == DGM_REL_OBJ || n->rel == DGM_REL_NSUBJ_PASS ||
                       (n->rel == DGM_REL_NSUBJ && h->upos == DGM_UPOS_ADJ)
                   ? dgm_effect_of(stage->know, h->lemma, "about")
                   : DGM_EFFECT_NONE;
    return dgm_effect_of_pair(stage->know, h->lemma, dgm_doc_form(doc, with), "about");
}

/* "talks were held", "the meeting takes place": the clause says whether what its subject names happened. */
static bool occurs(const dgm_stage *stage, uint32_t verb, uint32_t noun) {
    unsigned rel = stage->doc->tokens.items[noun].rel;
    return (rel == DGM_REL_NSUBJ || rel == DGM_REL_NSUBJ_PASS) &&
           dgm_effect_at(stage, verb, "occurs") != DGM_EFFECT_NONE;
}

/* "A round of talks will be held": of the talks is told what is told of the round. */
static uint32_t whole_of(const dgm_stage *stage, uint32_t noun) {
    const dgm_token *n = &stage->doc->tokens.items[noun];
    uint32_t with = n->rel == DGM_REL_NMOD && n->head != DGM_NONE ? dgm_tree_case(stage->doc, noun) : DGM_NONE;
    bool portion = with != DGM_NONE && dgm_tree_lemma_is(stage->doc, with, "of") &&
                   dgm_effect_at(stage, n->head, "portion") != DGM_EFFECT_NONE;
    return portion ? n->head : noun;
}

static dgm_status of_noun(const dgm_stage *stage, uint32_t noun, dgm_told told) {
    const dgm_doc *doc = stage->doc;
    noun = whole_of(stage, noun);
    const dgm_token *n = &doc->tokens.items[noun];
    dgm_effect e = described(stage, noun);
    uint32_t head = n->head, with = dgm_tree_case(doc, noun);
    if (with != DGM_NONE && dgm_effect_at(stage, with, "before") == DGM_EFFECT_FUTURE)
        e = e == DGM_EFFECT_NONE ? DGM_EFFECT_FUTURE : e; /* "ahead of the talks" */
    if (e != DGM_EFFECT_NONE)
        return of_effect(e);
    if (head == DGM_NONE)
        return DGM_STATUS_HAPPENED;
    e = told.words ? DGM_EFFECT_NONE : about(stage, head, noun); /* a request that is refused was made */
    if (e == DGM_EFFECT_NEGATED || e == DGM_EFFECT_EXCLUDED)
        return dgm_is_denied(stage, head) ? DGM_STATUS_HAPPENED : DGM_STATUS_NEGATED;
    if (e == DGM_EFFECT_FUTURE || e == DGM_EFFECT_HYPOTHETICAL)
        return dgm_is_denied(stage, head) ? DGM_STATUS_NEGATED : of_effect(e);
    if (occurs(stage, head, noun))
        return dgm_clause_status(stage, head, told);
    bool moved = n->rel == DGM_REL_OBJ || n->rel == DGM_REL_NSUBJ || n->rel == DGM_REL_NSUBJ_PASS;
    bool future = moved && e == DGM_EFFECT_NONE && doc->tokens.items[head].upos == DGM_UPOS_VERB &&
                  dgm_clause_status(stage, head, told) == DGM_STATUS_FUTURE;
    return future ? DGM_STATUS_FUTURE : DGM_STATUS_HAPPENED; /* else the noun is what it is */
}

/* "Did Kenya attack?" Words under "why" and the like are taken to be so. */
static bool asked(const dgm_stage *stage, uint32_t word) {
    const dgm_doc *doc = stage->doc;
    const dgm_sentence *s = &doc->sentences.items[doc->tokens.items[word].sentence];
    uint32_t first = s->first, last = s->end;
    while (first < s->end && doc->tokens.items[first].shape & DGM_SHAPE_PUNCT)
        first++;
    while (last > first && doc->tokens.items[last - 1].upos == DGM_UPOS_PUNCT &&
           !dgm_str_is(dgm_doc_form(doc, last - 1), "?"))
        last--;
    if (first >= s->end || last == first || !dgm_str_is(dgm_doc_form(doc, last - 1), "?") ||
        doc->tokens.items[first].upos != DGM_UPOS_AUX)
        return false;
    for (int i = 0; i < CLIMB_MAX && word != DGM_NONE; i++, word = doc->tokens.items[word].head)
        if (doc->tokens.items[word].rel == DGM_REL_ACL_RELCL || doc->tokens.items[word].rel == DGM_REL_ADVCL)
            return false;
    return true;
}

static bool has_word(const dgm_stage *stage, const dgm_fit *fit, const char *kind) {
    bool found = fit->noun != DGM_NONE && dgm_effect_at(stage, fit->noun, kind) != DGM_EFFECT_NONE;
    for (uint32_t i = 0; i < fit->pattern->part_count && !found; i++)
        found = fit->pattern->parts[i].kind == DGM_PART_WORD &&
                dgm_effect_of(stage->know, fit->pattern->parts[i].word, kind) != DGM_EFFECT_NONE;
    return found;
}

/* "is due in Accra", "announced its intention to leave", "called a strike": the predicate itself says that it is to come. */
static bool is_plan(const dgm_stage *stage, const dgm_fit *fit) {
    uint8_t type = fit->pattern->rule->type;
    if (type == DGM_EVENT_PROTEST)
        return fit->pattern->class_letter == 'v' && fit->pattern->part_count > 0 &&
               dgm_effect_at(stage, fit->anchor, "calling") != DGM_EFFECT_NONE;
    if (type != DGM_EVENT_AGREE && type != DGM_EVENT_THREATEN && type != DGM_EVENT_CONCEDE)
        return false;
    bool meeting = type == DGM_EVENT_AGREE && strcmp(fit->pattern->rule->cameo, "036") == 0;
    return dgm_effect_at(stage, fit->anchor, "plan") != DGM_EFFECT_NONE ||
           (meeting && dgm_effect_at(stage, fit->anchor, "diary") != DGM_EFFECT_NONE) ||
           (fit->pattern->class_letter == 'a' && dgm_effect_at(stage, fit->anchor, "slot") != DGM_EFFECT_NONE) ||
           has_word(stage, fit, "intention");
}

/* "imposes tariffs, effective 1 March": told now, done then. */
static bool takes_effect_later(const dgm_stage *stage, uint32_t word) {
    const dgm_doc *doc = stage->doc;
    const dgm_sentence *s = &doc->sentences.items[doc->tokens.items[word].sentence];
    for (uint32_t t = word + 1;
         t + 1 < s->end && t < word + EFFECTIVE_MAX && doc->tokens.items[t].upos != DGM_UPOS_VERB; t++)
        if (dgm_effect_at(stage, t, "effective") == DGM_EFFECT_FUTURE)
            return dgm_effect_at(stage, t + 1, "at-once") == DGM_EFFECT_NONE && dgm_tree_under(doc, t, word) &&
                   doc->tokens.items[t + 1].upos != DGM_UPOS_NOUN;
    return false;
}

static dgm_told told_of(const dgm_fit *fit) {
    uint8_t type = fit->pattern->rule->type;
    bool praise = type == DGM_EVENT_SUPPORT && strcmp(fit->pattern->rule->cameo, "051") == 0;
    return (dgm_told){.force = type == DGM_EVENT_ASSAULT || type == DGM_EVENT_PROTEST,
                      .said = type == DGM_EVENT_PROTEST || type == DGM_EVENT_REQUEST || type == DGM_EVENT_ACCUSE ||
                              type == DGM_EVENT_REJECT || type == DGM_EVENT_CONSULT || praise,
                      .words = type == DGM_EVENT_REQUEST || type == DGM_EVENT_ACCUSE || type == DGM_EVENT_REJECT ||
                               type == DGM_EVENT_THREATEN,
                      .affirmed = fit->denies};
}

/* "nobody attacked"; of "nothing stopped the raiders from attacking" the raiders are meant. */
static bool is_own_none(const dgm_stage *stage, uint32_t verb, uint32_t subject) {
    const dgm_token *items = stage->doc->tokens.items;
    if (subject == DGM_NONE || !dgm_is_none(stage, subject))
        return false;
    return items[verb].rel != DGM_REL_XCOMP && items[verb].rel != DGM_REL_ADVCL;
}

/* "Hamas delays the release of hostages", "London suspends talks on an agreement with Chad": what is stopped has not been given. Attacks and
 * charges that somebody rejects have been made all the same. */
static bool is_stopped(const dgm_stage *stage, const dgm_fit *fit) {
    const dgm_token *t = stage->doc->tokens.items;
    uint32_t noun = fit->anchor;
    if (!dgm_is_giving(fit->pattern->rule->type))
        return false;
    for (int i = 0; i < 2 && t[noun].rel == DGM_REL_NMOD && t[noun].head != DGM_NONE; i++)
        noun = t[noun].head;
    unsigned rel = t[noun].rel;
    return (rel == DGM_REL_OBJ || rel == DGM_REL_NSUBJ_PASS) && t[noun].head != DGM_NONE &&
           dgm_effect_at(stage, t[noun].head, "stopper") == DGM_EFFECT_HYPOTHETICAL;
}

dgm_status dgm_status_of(const dgm_stage *stage, const dgm_fit *fit) {
    bool noun = fit->pattern->class_letter == 'n', no = says_no(fit->pattern);
    if (!fit->denies && !no &&
        (dgm_is_denied(stage, fit->anchor) ||
         (!noun && (is_own_none(stage, fit->anchor, fit->subject) || dgm_is_none(stage, fit->object)))))
        return DGM_STATUS_NEGATED;
    dgm_status status =
        noun ? of_noun(stage, fit->anchor, told_of(fit)) : dgm_clause_status(stage, fit->anchor, told_of(fit));
    bool real = status == DGM_STATUS_HAPPENED || status == DGM_STATUS_ONGOING;
    if (real && noun && is_stopped(stage, fit))
        return DGM_STATUS_HYPOTHETICAL;
    if ((real || status == DGM_STATUS_FUTURE) && asked(stage, fit->anchor))
        return DGM_STATUS_HYPOTHETICAL;
    if (status == DGM_STATUS_FUTURE && fit->pattern->rule->type == DGM_EVENT_THREATEN && !is_plan(stage, fit) &&
        dgm_effect_at(stage, fit->anchor, "threat") == DGM_EFFECT_NONE)
        return DGM_STATUS_HAPPENED; /* "will respond in kind": who says so has threatened */
    return real && (is_plan(stage, fit) || takes_effect_later(stage, fit->anchor)) ? DGM_STATUS_FUTURE : status;
}
