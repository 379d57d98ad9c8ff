/* SPDX-License-Identifier: Apache-2.0 */
/* Trees are small (sentences are bounded by the segmenter), but none of these questions trusts that: every walk has a
 * limit, so that the longest sentence or a tree from outside costs no more than its length. */
#include "doc/tree.h"

#include <string.h>

#define REACH 400u /* how far a child may stand from its head */
#define DEPTH 100u /* how far up a walk goes */
#define CLAUSES 8u /* clauses that a subject may be inherited through */

static const dgm_token *token_at(const dgm_doc *doc, uint32_t t) { return &doc->tokens.items[t]; }

static const dgm_sentence *sentence_of(const dgm_doc *doc, uint32_t t) {
    return &doc->sentences.items[token_at(doc, t)->sentence];
}

static bool exists(const dgm_doc *doc, uint32_t t) { return t < doc->tokens.count; }

bool dgm_tree_link(dgm_doc *doc) {
    dgm_kin *kin = DGM_UNSET(doc->arena, dgm_kin, doc->tokens.count);
    doc->kin = kin;
    if (kin)
        memset(kin, 0xFF, doc->tokens.count * sizeof *kin);
    for (uint32_t t = doc->tokens.count; kin && t-- > 0;) {
        uint32_t head = token_at(doc, t)->head;
        if (!exists(doc, head) || token_at(doc, head)->sentence != token_at(doc, t)->sentence ||
            (t < head ? head - t > REACH : t - head >= REACH))
            continue;
        kin[t].next = kin[head].child;
        kin[head].child = t;
    }
    return kin != NULL;
}

uint32_t dgm_tree_search_child(const dgm_doc *doc, uint32_t head, uint32_t prev) {
    if (!exists(doc, head))
        return DGM_NONE;
    const dgm_sentence *s = sentence_of(doc, head);
    uint32_t from = head - s->first > REACH ? head - REACH : s->first;
    uint32_t end = s->end - head > REACH ? head + REACH : s->end;
    for (uint32_t t = prev == DGM_NONE ? from : prev + 1; t < end; t++)
        if (token_at(doc, t)->head == head)
            return t;
    return DGM_NONE;
}

uint32_t dgm_tree_child_rel(const dgm_doc *doc, uint32_t head, unsigned rel) {
    uint32_t t = DGM_NONE;
    while ((t = dgm_tree_child(doc, head, t)) != DGM_NONE)
        if (token_at(doc, t)->rel == rel)
            return t;
    return DGM_NONE;
}

bool dgm_tree_under(const dgm_doc *doc, uint32_t token, uint32_t ancestor) {
    for (uint32_t depth = 0; depth < DEPTH && exists(doc, token); depth++) {
        if (token == ancestor)
            return true;
        token = token_at(doc, token)->head;
    }
    return false;
}

static uint32_t last_child(const dgm_doc *doc, uint32_t head) {
    uint32_t last = DGM_NONE;
    for (uint32_t c = DGM_NONE; (c = dgm_tree_child(doc, head, c)) != DGM_NONE;)
        last = c;
    return last;
}

/* Our trees are projective (of one that is not, a part may be left out): the first child of the first child … begins what stands below a token,
 * the last child of the last one ends it. */
void dgm_tree_extent(const dgm_doc *doc, uint32_t token, uint32_t *first, uint32_t *end) {
    *first = *end = token;
    if (!exists(doc, token))
        return;
    uint32_t c = dgm_tree_child(doc, token, DGM_NONE);
    for (uint32_t depth = 0; c != DGM_NONE && c < *first && depth < DEPTH; depth++) {
        *first = c;
        c = dgm_tree_child(doc, c, DGM_NONE);
    }
    c = last_child(doc, token);
    for (uint32_t depth = 0; c != DGM_NONE && c > *end && depth < DEPTH; depth++) {
        *end = c;
        c = last_child(doc, c);
    }
    ++*end;
}

uint32_t dgm_tree_case(const dgm_doc *doc, uint32_t token) { return dgm_tree_child_rel(doc, token, DGM_REL_CASE); }

uint32_t dgm_tree_conj_head(const dgm_doc *doc, uint32_t token) {
    for (uint32_t depth = 0; depth < DEPTH && exists(doc, token); depth++) {
        const dgm_token *t = token_at(doc, token);
        if (t->rel != DGM_REL_CONJ || !exists(doc, t->head))
            break;
        token = t->head;
    }
    return token;
}

static bool has_child(const dgm_doc *doc, uint32_t head, unsigned a, unsigned b, unsigned c) {
    uint32_t t = DGM_NONE;
    while ((t = dgm_tree_child(doc, head, t)) != DGM_NONE) {
        unsigned rel = token_at(doc, t)->rel;
        if (rel == a || rel == b || rel == c)
            return true;
    }
    return false;
}

bool dgm_tree_bare(const dgm_doc *doc, uint32_t token) {
    const dgm_token *t = token_at(doc, token);
    return t->upos == DGM_UPOS_VERB && (t->xpos == DGM_XPOS_VB || t->xpos == DGM_XPOS_VBG || t->xpos == DGM_XPOS_VBN) &&
           !has_child(doc, token, DGM_REL_AUX, DGM_REL_AUX_PASS, DGM_REL_AUX_PASS);
}

bool dgm_tree_passive(const dgm_doc *doc, uint32_t verb) {
    for (uint32_t depth = 0; depth < CLAUSES && exists(doc, verb); depth++) {
        const dgm_token *v = token_at(doc, verb);
        if ((v->feats & DGM_FEAT(PASS)) ||
            has_child(doc, verb, DGM_REL_AUX_PASS, DGM_REL_NSUBJ_PASS, DGM_REL_CSUBJ_PASS))
            return true;
        if (v->xpos != DGM_XPOS_VBN)
            return false;
        if (v->rel == DGM_REL_ACL) /* "talks held in Paris" */
            return true;
        if (v->rel != DGM_REL_CONJ || has_child(doc, verb, DGM_REL_AUX, DGM_REL_NSUBJ, DGM_REL_CSUBJ))
            return false;
        verb = v->head; /* "were arrested and deported": the auxiliary stands with the first */
    }
    return false;
}

static bool is_relative(const dgm_doc *doc, uint32_t t) {
    unsigned x = token_at(doc, t)->xpos;
    return x == DGM_XPOS_WDT || x == DGM_XPOS_WP;
}

/* Where the parser gives two ("which the minister called …"), the one that is no relative pronoun. */
static uint32_t own_subject(const dgm_doc *doc, uint32_t verb) {
    uint32_t t = DGM_NONE, relative = DGM_NONE;
    while ((t = dgm_tree_child(doc, verb, t)) != DGM_NONE) {
        unsigned rel = token_at(doc, t)->rel;
        if (rel != DGM_REL_NSUBJ && rel != DGM_REL_NSUBJ_PASS && rel != DGM_REL_CSUBJ && rel != DGM_REL_CSUBJ_PASS &&
            rel != DGM_REL_NSUBJ_OUTER)
            continue;
        if (!is_relative(doc, t))
            return t;
        relative = relative == DGM_NONE ? t : relative;
    }
    return relative;
}

static bool is_infinitive(const dgm_doc *doc, uint32_t verb) {
    const dgm_token *v = token_at(doc, verb);
    return (v->feats & DGM_FEAT(INF)) || v->xpos == DGM_XPOS_VB;
}

static uint32_t object_of(const dgm_doc *doc, uint32_t verb) {
    uint32_t t = dgm_tree_child_rel(doc, verb, DGM_REL_OBJ);
    return t != DGM_NONE ? t : dgm_tree_child_rel(doc, verb, DGM_REL_IOBJ);
}

/* "jailed a nurse for killing two", "barred the army from sending …": what the object did or is kept from, not who jailed it. */
static uint32_t doer_of_gerund(const dgm_doc *doc, uint32_t verb) {
    const dgm_token *v = token_at(doc, verb);
    uint32_t mark = dgm_tree_child_rel(doc, verb, DGM_REL_MARK);
    bool told = v->xpos == DGM_XPOS_VBG && mark != DGM_NONE && exists(doc, v->head) &&
                (dgm_tree_lemma_is(doc, mark, "for") || dgm_tree_lemma_is(doc, mark, "from") ||
                 dgm_tree_lemma_is(doc, mark, "of") || dgm_tree_lemma_is(doc, mark, "into"));
    return told && !dgm_tree_passive(doc, v->head) ? object_of(doc, v->head) : DGM_NONE;
}

/* "became the third country to recognise Kosovo", "is the first state to …": who is said to be that country, or DGM_NONE. */
static uint32_t said_to_be(const dgm_doc *doc, uint32_t noun) {
    static const char *const nouns[] = {"country", "nation", "state", "member", "government", "leader"};
    const dgm_token *n = token_at(doc, noun);
    bool fits = false;
    for (size_t i = 0; i < sizeof nouns / sizeof nouns[0]; i++)
        fits = fits || dgm_tree_lemma_is(doc, noun, nouns[i]);
    if (fits && dgm_tree_child_rel(doc, noun, DGM_REL_COP) != DGM_NONE)
        return own_subject(doc, noun);
    return fits && n->rel == DGM_REL_XCOMP && exists(doc, n->head) && dgm_tree_lemma_is(doc, n->head, "become")
               ? own_subject(doc, n->head)
               : DGM_NONE;
}

uint32_t dgm_tree_subject(const dgm_doc *doc, uint32_t verb, bool *passive) {
    if (passive)
        *passive = exists(doc, verb) && dgm_tree_passive(doc, verb);
    for (uint32_t depth = 0; depth < CLAUSES && exists(doc, verb); depth++) {
        const dgm_token *v = token_at(doc, verb);
        uint32_t subject = own_subject(doc, verb);
        if (v->rel == DGM_REL_ACL_RELCL && (subject == DGM_NONE || is_relative(doc, subject)))
            return v->head; /* "the group, which claimed …" */
        if (subject != DGM_NONE)
            return subject;
        switch (v->rel) {
        case DGM_REL_ACL: /* "protesters demanding …", but not "a plan to attack" */
            return !is_infinitive(doc, verb) ? v->head : exists(doc, v->head) ? said_to_be(doc, v->head) : DGM_NONE;
        case DGM_REL_XCOMP: /* "urged Israel to stop": who is urged */
            subject = exists(doc, v->head) && !dgm_tree_passive(doc, v->head) ? object_of(doc, v->head) : DGM_NONE;
            if (subject != DGM_NONE)
                return subject;
            break;
        case DGM_REL_ADVCL:
            subject = doer_of_gerund(doc, verb);
            if (subject != DGM_NONE)
                return subject;
            break;
        case DGM_REL_CONJ:
        case DGM_REL_PARATAXIS:
            break;
        default:
            return DGM_NONE;
        }
        verb = v->head;
    }
    return DGM_NONE;
}

bool dgm_tree_negated(const dgm_doc *doc, uint32_t token) {
    static const char *const negations[] = {"not", "n't", "never", "no", "neither"};
    uint32_t t = DGM_NONE;
    while ((t = dgm_tree_child(doc, token, t)) != DGM_NONE) {
        unsigned rel = token_at(doc, t)->rel;
        if (rel != DGM_REL_ADVMOD && rel != DGM_REL_DET && rel != DGM_REL_AUX && rel != DGM_REL_CC_PRECONJ)
            continue;
        for (size_t i = 0; i < sizeof negations / sizeof negations[0]; i++)
            if (dgm_tree_lemma_is(doc, t, negations[i]))
                return true;
    }
    return false;
}

bool dgm_tree_lemma_is(const dgm_doc *doc, uint32_t token, const char *lemma) {
    return exists(doc, token) &&
           (dgm_str_ieq(token_at(doc, token)->lemma, lemma) || dgm_str_ieq(dgm_doc_form(doc, token), lemma));
}

dgm_span dgm_tree_span(const dgm_doc *doc, uint32_t first, uint32_t end) {
    if (first >= end || end > doc->tokens.count)
        return (dgm_span){0, 0};
    return (dgm_span){token_at(doc, first)->span.start, token_at(doc, end - 1)->span.end};
}
