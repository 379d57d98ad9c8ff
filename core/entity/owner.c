/* SPDX-License-Identifier: Apache-2.0 */
/* "Norway recalled its ambassador from Lima", "Russia says its forces …": whose an office or a body is that a pronoun owns. */
#include "entity/build.h"

#define STEPS 8u     /* up the tree from an office to its verb */
#define OWN_REACH 3u /* words between the pronoun and the body: "its elite ground forces" */

static bool describes(const dgm_reader *r, uint32_t t) {
    uint8_t upos = r->doc->tokens.items[t].upos;
    return r->at[t] == DGM_NONE && (upos == DGM_UPOS_ADJ || upos == DGM_UPOS_NOUN || upos == DGM_UPOS_NUM);
}

/* The possessive pronoun of the phrase that begins at `first`, with words that describe it at most between them; DGM_NONE: it has none. */
static uint32_t possessive_of(const dgm_reader *r, uint32_t first) {
    const dgm_token *tokens = r->doc->tokens.items;
    uint32_t begin = r->doc->sentences.items[tokens[first].sentence].first;
    for (uint32_t t = first, n = 0; t-- > begin && n <= OWN_REACH; n++) {
        if (tokens[t].upos == DGM_UPOS_PRON && tokens[t].rel == DGM_REL_NMOD_POSS)
            return t;
        if (!describes(r, t))
            break;
    }
    return DGM_NONE;
}

bool dgm_is_owned(const dgm_reader *r, uint32_t first) { return possessive_of(r, first) != DGM_NONE; }

/* "its", "their"; not "our", and not "his", who is as often somebody named since the subject. */
static bool stands_for_a_body(const dgm_reader *r, uint32_t pronoun) {
    const dgm_entity_knowledge *k = r->know;
    dgm_hits hits;
    if (!k->pronouns_known || !dgm_index_find(&k->pronoun_words, dgm_doc_form(r->doc, pronoun), &hits))
        return false;
    dgm_str meaning = dgm_str_of(dgm_table_str(&k->pronouns, dgm_hits_at(&hits, 0).row, k->pronoun_meaning));
    return dgm_str_is(meaning, "thing") || dgm_str_is(meaning, "group");
}

/* Of "its army", whose subject is "its government", whose …: a sentence has 800 tokens at most. */
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

/* The subject of the verb that the phrase hangs on, where it stands before the pronoun. */
static uint32_t subject_above(const dgm_reader *r, uint32_t token, uint32_t pronoun) {
    const dgm_token *t = r->doc->tokens.items;
    for (uint32_t steps = 0; steps < STEPS && token != DGM_NONE && t[token].upos != DGM_UPOS_VERB; steps++)
        token = t[token].head;
    if (token == DGM_NONE || t[token].upos != DGM_UPOS_VERB)
        return DGM_NONE;
    bool passive;
    uint32_t subject = dgm_tree_subject(r->doc, token, &passive);
    return subject != DGM_NONE && subject < pronoun ? subject : DGM_NONE;
}

static uint32_t nearest_subject(const dgm_reader *r, uint32_t pronoun) {
    const dgm_token *tokens = r->doc->tokens.items;
    uint32_t first = r->doc->sentences.items[tokens[pronoun].sentence].first;
    for (uint32_t t = pronoun; t-- > first;)
        if (tokens[t].rel == DGM_REL_NSUBJ || tokens[t].rel == DGM_REL_NSUBJ_PASS)
            return t;
    return DGM_NONE;
}

/* Of what a state owns and others do not the nearest subject is believed, of everything else the one of its own verb. */
dgm_str dgm_build_owner(const dgm_builder *b, const dgm_found *role) {
    static const uint32_t armed =
        1u << DGM_SECTOR_MIL | 1u << DGM_SECTOR_COP | 1u << DGM_SECTOR_PRM | 1u << DGM_SECTOR_SPY;
    uint32_t pronoun = possessive_of(b->r, role->first);
    if (pronoun == DGM_NONE || !stands_for_a_body(b->r, pronoun))
        return (dgm_str){0};
    uint32_t subject =
        role->sectors & armed ? nearest_subject(b->r, pronoun) : subject_above(b->r, role->end - 1, pronoun);
    return subject == DGM_NONE ? (dgm_str){0} : subjects_code(b, subject);
}
