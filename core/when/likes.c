/* SPDX-License-Identifier: Apache-2.0 */
/* What an event is like whose date is looked for: noun or verb, its tense, the clauses that it stands in, who tells it (T in moments.def). */
#include "when/looking.h"
#include "when/scan.h"

#define VAGUE_NEAR 16u /* tokens */

static void like(const dgm_looking *l, unsigned what) { l->out->likes |= (uint64_t)1 << what; }

/* A word before a noun or clause that makes it earlier: "after", "since", "until". */
static bool behind_after(const dgm_looking *l, uint32_t t) {
    const dgm_token *tokens = l->doc->tokens.items;
    uint32_t first = l->doc->sentences.items[l->e->sentence].first;
    for (uint32_t i = t > first + 8 ? t - 8 : first; i < t; i++)
        if (tokens[i].head == t && (tokens[i].rel == DGM_REL_CASE || tokens[i].rel == DGM_REL_MARK)) {
            dgm_str says = dgm_preposition_says(l->k, l->doc, i);
            if (dgm_str_is(says, "after") || dgm_str_is(says, "since") || dgm_str_is(says, "until"))
                return true;
        }
    return false;
}

static void like_noun(const dgm_looking *l, uint32_t t) {
    const dgm_token *tokens = l->doc->tokens.items;
    uint32_t first = l->doc->sentences.items[l->e->sentence].first;
    unsigned kind = DGM_LIKE_noun_bare;
    for (uint32_t i = t > first + 8 ? t - 8 : first; i < t; i++) {
        if (tokens[i].head != t)
            continue;
        if (tokens[i].rel == DGM_REL_NMOD_POSS)
            kind = DGM_LIKE_noun_the;
        else if (tokens[i].rel == DGM_REL_DET)
            kind = dgm_tree_lemma_is(l->doc, i, "a") || dgm_tree_lemma_is(l->doc, i, "an") ? DGM_LIKE_noun_a
                                                                                           : DGM_LIKE_noun_the;
    }
    like(l, kind);
    if (behind_after(l, t))
        like(l, DGM_LIKE_noun_after);
    unsigned rel = tokens[t].rel;
    if (rel == DGM_REL_OBJ || rel == DGM_REL_NSUBJ || rel == DGM_REL_NSUBJ_PASS)
        like(l, DGM_LIKE_object);
}

static void like_clause(const dgm_looking *l, uint32_t t) {
    switch (l->doc->tokens.items[t].rel) {
    case DGM_REL_ACL_RELCL:
    case DGM_REL_ADVCL_RELCL:
        like(l, DGM_LIKE_relative);
        return;
    case DGM_REL_ACL:
        like(l, DGM_LIKE_modifies);
        return;
    case DGM_REL_CCOMP:
    case DGM_REL_PARATAXIS:
        like(l, DGM_LIKE_complement);
        return;
    case DGM_REL_ADVCL:
        like(l, behind_after(l, t) ? DGM_LIKE_clause_after : DGM_LIKE_adverbial);
        return;
    case DGM_REL_XCOMP:
        like(l, DGM_LIKE_xcomp);
        return;
    case DGM_REL_CONJ:
        like(l, DGM_LIKE_conjunct);
        return;
    default:
        return;
    }
}

static bool is_finite(dgm_tense tense) {
    return tense != DGM_TENSE_NONE && tense != DGM_TENSE_INFINITIVE && tense != DGM_TENSE_PARTICIPLE &&
           tense != DGM_TENSE_GERUND;
}

static bool in_a_time(const dgm_looking *l, uint32_t t) {
    for (uint32_t i = l->s->first[l->e->sentence]; i < l->s->first[l->e->sentence + 1]; i++)
        if (t >= l->s->times->items[i].first && t < l->s->times->items[i].end)
            return true;
    return false;
}

/* "Years ago", "recently", in the event's own clause */
static bool is_vague(const dgm_looking *l) {
    const dgm_sentence *sentence = &l->doc->sentences.items[l->e->sentence];
    const dgm_scan s = {.k = l->k, .doc = l->doc, .first = sentence->first, .end = sentence->end};
    uint32_t anchor = l->e->anchor, from = anchor > s.first + VAGUE_NEAR ? anchor - VAGUE_NEAR : s.first;
    int value;
    for (uint32_t t = from; t < s.end && t < anchor + VAGUE_NEAR; t++) {
        if (!dgm_scan_means(&s, t, "vague", &value) || in_a_time(l, t))
            continue;
        dgm_path p = dgm_path_of(l->doc, t);
        uint32_t depth = dgm_path_index(&p, anchor);
        if (depth != DGM_NONE && dgm_path_inside(l->doc, &p, depth).clauses == 0)
            return true;
    }
    return false;
}

/* How the sentence stands in the article, and who says it. */
static void like_told(const dgm_looking *l) {
    const dgm_sentences *sentences = &l->doc->sentences;
    const dgm_sentence *s = &sentences->items[l->e->sentence];
    if (l->e->sentence == 0 || sentences->items[l->e->sentence - 1].paragraph != s->paragraph)
        like(l, DGM_LIKE_opens_paragraph);
    if (s->first < s->end && l->doc->tokens.items[s->first].upos == DGM_UPOS_PRON)
        like(l, DGM_LIKE_pronoun);
    if (l->e->cue.end > l->e->cue.start)
        like(l, DGM_LIKE_said);
    if (is_vague(l))
        like(l, DGM_LIKE_vague);
}

void dgm_moments_describe(const dgm_looking *l) {
    const dgm_token *tokens = l->doc->tokens.items;
    uint32_t anchor = l->e->anchor, above = tokens[anchor].head;
    dgm_path a = dgm_path_of(l->doc, anchor);
    bool noun = tokens[anchor].upos != DGM_UPOS_VERB;
    for (uint32_t i = 0; i < a.n; i++)
        like_clause(l, a.at[i]);
    if (noun)
        like_noun(l, anchor);
    if (l->s->first[l->e->sentence] == l->s->first[l->e->sentence + 1])
        like(l, DGM_LIKE_alone);
    if (l->e->sentence < l->s->lead + 2)
        like(l, DGM_LIKE_first);
    if (tokens[anchor].shape & DGM_SHAPE_QUOTED)
        like(l, DGM_LIKE_quoted);
    dgm_tense tense = noun ? DGM_TENSE_NONE : dgm_tense_of(l->k, l->doc, anchor);
    dgm_tense top = above == DGM_NONE ? DGM_TENSE_NONE : dgm_tense_above(l->k, l->doc, above);
    l->out->tense = tense;
    like(l, DGM_LIKE_TENSE + tense);
    like(l, DGM_LIKE_TOP + (top == DGM_TENSE_NONE && is_finite(tense) ? tense : top));
    like(l, DGM_LIKE_STATUS + l->e->status);
    like(l, DGM_LIKE_TYPE + l->e->type);
    like_told(l);
}
