/* SPDX-License-Identifier: Apache-2.0 */
/* Of which country or body somebody is who has no office: "the African Union's X", "X, a senior member of Hamas". */
#include "entity/build.h"

#define BODY_REACH 6u /* tokens up to "member", and from there to the body */

static bool is_comma(const dgm_builder *b, uint32_t t) { return dgm_str_is(dgm_doc_form(b->doc, t), ","); }

/* "the African Union's X", "Ghana's X", "X of Human Rights Watch", "X, from the electoral commission": the country or body, or NULL. */
static const dgm_found *belongs_to(const dgm_builder *b, const dgm_found *f) {
    static const char *const links[] = {"of", "from", "with"};
    const dgm_reader *r = b->r;
    const dgm_token *token = b->doc->tokens.items;
    const dgm_sentence *s = &b->doc->sentences.items[token[f->first].sentence];
    if (f->first >= s->first + 2 && token[f->first - 1].upos == DGM_UPOS_PART && r->at[f->first - 2] != DGM_NONE)
        return &r->found.items[r->at[f->first - 2]];
    uint32_t t = f->end + (f->end < s->end && is_comma(b, f->end));
    bool linked = false;
    for (size_t i = 0; i < sizeof links / sizeof *links && t + 2 < s->end; i++)
        linked = linked || dgm_str_is(dgm_doc_form(b->doc, t), links[i]);
    if (!linked)
        return NULL;
    t += token[t + 1].upos == DGM_UPOS_DET ? 2 : 1;
    return r->at[t] == DGM_NONE || r->found.items[r->at[t]].kind != DGM_FOUND_ORGANISATION ? NULL
                                                                                           : &r->found.items[r->at[t]];
}

/* The body behind "of", within a few words: "a member of the armed wing of [Hamas]", or NULL. */
static const dgm_found *body_within(const dgm_builder *b, uint32_t t, uint32_t end) {
    const dgm_token *token = b->doc->tokens.items;
    for (uint32_t n = 0; t < end && n < BODY_REACH; t++, n++) {
        uint8_t upos = token[t].upos;
        const dgm_found *g = b->r->at[t] == DGM_NONE ? NULL : &b->r->found.items[b->r->at[t]];
        if (g && g->kind != DGM_FOUND_ROLE)
            return g->kind == DGM_FOUND_ORGANISATION ? g : NULL;
        if (upos != DGM_UPOS_DET && upos != DGM_UPOS_ADJ && upos != DGM_UPOS_NOUN && upos != DGM_UPOS_PROPN &&
            upos != DGM_UPOS_ADP && upos != DGM_UPOS_PART && upos != DGM_UPOS_PRON)
            break;
    }
    return NULL;
}

/* "X, a senior member of Hamas", "X, who led the rocket unit of Hamas": the body, or NULL. */
static const dgm_found *member_of(const dgm_builder *b, const dgm_found *f) {
    const dgm_token *token = b->doc->tokens.items;
    uint32_t end = b->doc->sentences.items[token[f->first].sentence].end, t = f->end + 1;
    if (t + 2 >= end || !is_comma(b, f->end))
        return NULL;
    if (dgm_str_is(dgm_doc_form(b->doc, t), "who"))
        return dgm_is_tie(b->r, t + 1, "leads") ? body_within(b, t + 2, end) : NULL;
    for (uint32_t n = 0; t + 1 < end && n < BODY_REACH; t++, n++) {
        uint8_t upos = token[t].upos;
        if (dgm_is_tie(b->r, t, "member") && dgm_str_is(dgm_doc_form(b->doc, t + 1), "of"))
            return body_within(b, t + 2, end);
        if (upos != DGM_UPOS_DET && upos != DGM_UPOS_ADJ && upos != DGM_UPOS_NOUN)
            break;
    }
    return NULL;
}

/* Of whom somebody is, when nothing else says more. */
void dgm_build_belonging(dgm_builder *b, dgm_entity *e, const dgm_found *f) {
    const dgm_reader *r = b->r;
    const dgm_found *owner = belongs_to(b, f);
    if (!owner)
        owner = member_of(b, f);
    dgm_str code = owner && owner->kind == DGM_FOUND_COUNTRY ? dgm_found_country(r, owner) : (dgm_str){0};
    if (owner && owner->kind == DGM_FOUND_ORGANISATION) {
        dgm_body body = dgm_body_of(r, owner);
        if (!(body.sectors >> DGM_SECTOR_IGO & 1) && e->code.n)
            return;
        code = body.code;
        e->sectors = body.sectors;
    }
    if (!code.n || dgm_str_eq(code, e->code))
        return;
    e->country = (dgm_str){0};
    e->affiliation = code;
    dgm_build_code(b, e, code);
    e->confidence = 850;
}
