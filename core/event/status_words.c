/* SPDX-License-Identifier: Apache-2.0 */
/* What words say about whether something happened, out of lexicon/events/status.txt. */
#include "event/status.h"

#define FORM_MAX 32u

/* The effect of the first of those rows that is of the kind. */
static dgm_effect effect_in(const dgm_event_knowledge *k, const dgm_hits *hits, const char *kind) {
    static const struct {
        const char *name;
        dgm_effect effect;
    } effects[] = {
        {"real", DGM_EFFECT_REAL},       {"future", DGM_EFFECT_FUTURE},     {"hypothetical", DGM_EFFECT_HYPOTHETICAL},
        {"negated", DGM_EFFECT_NEGATED}, {"excluded", DGM_EFFECT_EXCLUDED}, {"attempt", DGM_EFFECT_ATTEMPT}};
    for (uint32_t i = 0; i < hits->count; i++) {
        uint32_t row = dgm_hits_at(hits, i).row;
        dgm_str name = dgm_str_of(dgm_table_str(&k->status, row, k->status_effect));
        if (!dgm_str_is(dgm_str_of(dgm_table_str(&k->status, row, k->status_kind)), kind))
            continue;
        for (size_t e = 0; e < sizeof effects / sizeof effects[0]; e++)
            if (dgm_str_is(name, effects[e].name))
                return effects[e].effect;
    }
    return DGM_EFFECT_NONE;
}

dgm_effect dgm_effect_of(const dgm_event_knowledge *k, dgm_str word, const char *kind) {
    dgm_hits hits;
    return dgm_index_find(&k->status_words, word, &hits) ? effect_in(k, &hits, kind) : DGM_EFFECT_NONE;
}

dgm_effect dgm_effect_of_pair(const dgm_event_knowledge *k, dgm_str first, dgm_str second, const char *kind) {
    dgm_hits hits;
    return dgm_index_find_pair(&k->status_words, first, second, &hits) ? effect_in(k, &hits, kind) : DGM_EFFECT_NONE;
}

dgm_effect dgm_effect_at(const dgm_stage *stage, uint32_t token, const char *kind) {
    char small[FORM_MAX];
    dgm_str form = dgm_doc_form(stage->doc, token);
    dgm_effect found = DGM_EFFECT_NONE;
    if (form.n <= FORM_MAX) {
        for (uint32_t i = 0; i < form.n; i++)
            small[i] = (char)(form.p[i] >= 'A' && form.p[i] <= 'Z' ? form.p[i] | 32 : form.p[i]);
        found = dgm_effect_of(stage->know, (dgm_str){small, form.n}, kind);
    }
    return found != DGM_EFFECT_NONE ? found : dgm_effect_of(stage->know, stage->doc->tokens.items[token].lemma, kind);
}

/* "not only", "did not … until": it did. "urged it not to go": the "not" is the infinitive's. */
static bool is_apparent(const dgm_stage *stage, uint32_t word, uint32_t negation) {
    const dgm_doc *doc = stage->doc;
    uint32_t next = negation + 1;
    if (next < doc->tokens.count && (dgm_effect_at(stage, next, "only") != DGM_EFFECT_NONE ||
                                     (negation > word && dgm_tree_lemma_is(doc, next, "to"))))
        return true;
    bool until = false;
    for (uint32_t c = dgm_tree_child(doc, word, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, word, c)) {
        unsigned rel = doc->tokens.items[c].rel;
        uint32_t mark = rel == DGM_REL_ADVCL ? dgm_tree_child_rel(doc, c, DGM_REL_MARK)
                        : rel == DGM_REL_OBL ? dgm_tree_case(doc, c)
                                             : DGM_NONE;
        until = until || (mark != DGM_NONE && dgm_effect_at(stage, mark, "until") != DGM_EFFECT_NONE);
        if (rel == DGM_REL_AUX && dgm_effect_at(stage, c, "modal") != DGM_EFFECT_NONE)
            return false; /* "will not leave until" */
    }
    return until;
}

bool dgm_is_denied(const dgm_stage *stage, uint32_t token) {
    const dgm_doc *doc = stage->doc;
    bool does = doc->tokens.items[token].upos == DGM_UPOS_VERB;
    for (uint32_t c = dgm_tree_child(doc, token, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, token, c)) {
        unsigned rel = doc->tokens.items[c].rel;
        bool word = rel == DGM_REL_ADVMOD || rel == DGM_REL_DET || rel == DGM_REL_AUX || rel == DGM_REL_CC_PRECONJ ||
                    rel == DGM_REL_CC;
        if (!word)
            continue;
        if (dgm_effect_at(stage, c, "not") != DGM_EFFECT_NONE && !is_apparent(stage, token, c))
            return true;
        if (does && dgm_effect_at(stage, c, "almost") != DGM_EFFECT_NONE)
            return true; /* "nearly sank"; "nearly $9 million" is some money */
        bool more = dgm_effect_at(stage, c, "longer") != DGM_EFFECT_NONE;
        for (uint32_t d = dgm_tree_child(doc, c, DGM_NONE); more && d != DGM_NONE; d = dgm_tree_child(doc, c, d))
            if (dgm_effect_at(stage, d, "not") != DGM_EFFECT_NONE)
                return true; /* "no longer supports" */
    }
    return false;
}

bool dgm_is_none(const dgm_stage *stage, uint32_t token) {
    return token != DGM_NONE && (dgm_is_denied(stage, token) || dgm_effect_at(stage, token, "none") != DGM_EFFECT_NONE);
}
