/* SPDX-License-Identifier: Apache-2.0 */
/* Whose an office or a body is by a person's name ("the Maduro government", "Assad's army", "lawyers for Navalny"), and what somebody is who
 * only leads, or speaks for, others: "the leader of the militia" is of the militia, "the president of the court" of the court. */
#include "entity/build.h"

#define MASTER_REACH 3u  /* words between the person and the body: "Trump's legal team" */
#define THROUGH_REACH 5u /* words between "leader of" and whom he leads */

static bool is_kind(const dgm_reader *r, const dgm_found *role, const char *kind) {
    return dgm_str_is(dgm_str_of(dgm_table_str(&r->know->roles, role->row, r->know->role.kind)), kind);
}

bool dgm_role_is_of_others(const dgm_reader *r, const dgm_found *role) {
    return is_kind(r, role, "voice") || is_kind(r, role, "head") || is_kind(r, role, "staff");
}

static const dgm_found *found_at(const dgm_reader *r, uint32_t t) {
    return r->at[t] == DGM_NONE ? NULL : &r->found.items[r->at[t]];
}

/* ---- leaders, spokesmen, officials ---------------------------------------------------------------------------------------- */

static bool is_word(const dgm_doc *doc, uint32_t t, const char *word) { return dgm_str_is(dgm_doc_form(doc, t), word); }

/* "leader of the armed militia", "spokesman for the Danish army" */
static const dgm_found *those_behind(const dgm_reader *r, const dgm_found *role) {
    const dgm_token *t = r->doc->tokens.items;
    uint32_t end = r->doc->sentences.items[t[role->first].sentence].end;
    if (role->end >= end || t[role->end].upos != DGM_UPOS_ADP ||
        (!is_kind(r, role, "voice") && !is_word(r->doc, role->end, "of") && !is_word(r->doc, role->end, "in")))
        return NULL;
    for (uint32_t i = role->end + 1; i < end && i <= role->end + THROUGH_REACH; i++) {
        const dgm_found *f = found_at(r, i);
        if (f && f->kind == DGM_FOUND_ROLE)
            return f;
        if (!f && t[i].upos != DGM_UPOS_DET && t[i].upos != DGM_UPOS_ADJ && t[i].upos != DGM_UPOS_PART &&
            t[i].upos != DGM_UPOS_NOUN)
            break;
    }
    return NULL;
}

/* "the ruling party's general secretary", "the party, whose own secretary" */
static const dgm_found *those_before(const dgm_reader *r, const dgm_found *role) {
    const dgm_token *t = r->doc->tokens.items;
    uint32_t first = r->doc->sentences.items[t[role->first].sentence].first, i = role->first;
    while (i > first && r->at[i - 1] == DGM_NONE && t[i - 1].upos == DGM_UPOS_ADJ)
        i--;
    bool whose = i >= first + 3 && is_word(r->doc, i - 1, "whose") && is_word(r->doc, i - 2, ",");
    if (i < first + 2 || (t[i - 1].upos != DGM_UPOS_PART && !whose))
        return NULL;
    const dgm_found *f = found_at(r, whose ? i - 3 : i - 2);
    return f && f->kind == DGM_FOUND_ROLE ? f : NULL;
}

uint32_t dgm_build_sectors_of_others(const dgm_reader *r, const dgm_found *role) {
    if (!dgm_role_is_of_others(r, role))
        return role->sectors;
    const dgm_found *others = those_before(r, role);
    if (!others)
        others = those_behind(r, role);
    bool all = others && is_word(r->doc, others->end - 1, "people"); /* "leader of the Turkmen people" */
    return others && others->sectors && !all ? others->sectors : role->sectors;
}

/* ---- persons who have bodies ------------------------------------------------------------------------------------------------ */

static const dgm_entity *person_at(const dgm_builder *b, uint32_t t) {
    const dgm_found *f = found_at(b->r, t);
    if (!f || f->entity == DGM_NONE || (f->kind != DGM_FOUND_HOLDER && f->kind != DGM_FOUND_NAME))
        return NULL;
    const dgm_entity *e = &b->doc->entities.items[f->entity];
    return e->type == DGM_ENTITY_PERSON && e->code.n ? e : NULL;
}

/* "the Maduro government", "Trump's legal team" */
static const dgm_entity *master_before(const dgm_builder *b, const dgm_found *role, uint32_t first) {
    const dgm_token *t = b->doc->tokens.items;
    for (uint32_t i = role->first, n = 0; i-- > first && n <= MASTER_REACH; n++) {
        if (b->r->at[i] != DGM_NONE)
            return person_at(b, i);
        if (t[i].upos != DGM_UPOS_ADJ && t[i].upos != DGM_UPOS_NOUN && t[i].upos != DGM_UPOS_PART)
            return NULL;
    }
    return NULL;
}

/* "the government of Nicolás Maduro", "forces loyal to Khalifa Haftar", "lawyers for former president X" */
static const dgm_entity *master_behind(const dgm_builder *b, const dgm_found *role, uint32_t end) {
    const dgm_reader *r = b->r;
    uint32_t i = role->end;
    if (i + 1 < end && is_word(b->doc, i, "loyal") && is_word(b->doc, i + 1, "to"))
        i += 2;
    else if (i < end && (is_word(b->doc, i, "of") || is_word(b->doc, i, "for")))
        i++;
    else
        return NULL;
    for (uint32_t n = 0; i < end && n <= MASTER_REACH; i++, n++) {
        const dgm_found *f = found_at(r, i);
        if (f && f->kind != DGM_FOUND_ROLE)
            return person_at(b, i);
        if (!f && b->doc->tokens.items[i].upos != DGM_UPOS_ADJ && b->doc->tokens.items[i].upos != DGM_UPOS_PROPN)
            return NULL;
    }
    return NULL;
}

const dgm_entity *dgm_build_master(const dgm_builder *b, const dgm_found *role) {
    const dgm_sentence *s = &b->doc->sentences.items[b->doc->tokens.items[role->first].sentence];
    const dgm_entity *e = master_before(b, role, s->first);
    return e ? e : master_behind(b, role, s->end);
}
