/* SPDX-License-Identifier: Apache-2.0 */
/* "Russia says its forces …": a body that a pronoun owns is the nearest subject's before it. */
#include "entity/build.h"

#define OWN_REACH 3u /* words between the pronoun and the body: "its elite ground forces" */

/* "its", "their"; not "our", and not "his", who is as often somebody named since the subject. */
static bool is_owner(const dgm_reader *r, uint32_t t) {
    const dgm_entity_knowledge *k = r->know;
    const dgm_token *token = &r->doc->tokens.items[t];
    dgm_hits hits;
    if (!k->pronouns_known || token->upos != DGM_UPOS_PRON || token->rel != DGM_REL_NMOD_POSS ||
        !dgm_index_find(&k->pronoun_words, dgm_doc_form(r->doc, t), &hits))
        return false;
    dgm_str meaning = dgm_str_of(dgm_table_str(&k->pronouns, dgm_hits_at(&hits, 0).row, k->pronoun_meaning));
    return dgm_str_is(meaning, "thing") || dgm_str_is(meaning, "group");
}

static dgm_str subjects_code(const dgm_builder *b, uint32_t t) {
    const dgm_reader *r = b->r;
    const dgm_found *f = r->at[t] == DGM_NONE ? NULL : &r->found.items[r->at[t]];
    if (!f)
        return (dgm_str){0};
    if (f->kind == DGM_FOUND_ROLE)
        return dgm_build_describe(b, f).code;
    if (f->kind == DGM_FOUND_ORGANISATION)
        return dgm_body_of(r, f).code;
    return dgm_found_country(r, f);
}

dgm_str dgm_build_owner(const dgm_builder *b, const dgm_found *role) {
    const dgm_reader *r = b->r;
    const dgm_token *tokens = r->doc->tokens.items;
    static const uint32_t armed = /* what a state owns and others do not */
        1u << DGM_SECTOR_MIL | 1u << DGM_SECTOR_COP | 1u << DGM_SECTOR_PRM | 1u << DGM_SECTOR_SPY;
    if (!(role->sectors & armed))
        return (dgm_str){0};
    uint32_t first = r->doc->sentences.items[tokens[role->first].sentence].first, t = role->first;
    for (uint32_t n = 0; t > first && n < OWN_REACH && !is_owner(r, t - 1); n++, t--)
        if (r->at[t - 1] != DGM_NONE || (tokens[t - 1].upos != DGM_UPOS_ADJ && tokens[t - 1].upos != DGM_UPOS_NOUN))
            return (dgm_str){0};
    if (t == first || !is_owner(r, t - 1))
        return (dgm_str){0};
    for (t--; t > first; t--)
        if (tokens[t - 1].rel == DGM_REL_NSUBJ || tokens[t - 1].rel == DGM_REL_NSUBJ_PASS)
            return subjects_code(b, t - 1);
    return (dgm_str){0};
}
