/* SPDX-License-Identifier: Apache-2.0 */
/* What a place means as a participant: the people in a town that is struck, those of a country that protest, nobody where forces move about
 * their own ground. */
#include "event/event.h"

/* "airstrikes in Lebanon" strike people there; "invaded Ukraine" is done to the state. */
static bool struck_inside(const dgm_doc *doc, const dgm_participant *p, const dgm_entity *x) {
    if (x->type != DGM_ENTITY_COUNTRY || p->mention == DGM_NONE)
        return false;
    uint32_t head = doc->mentions.items[p->mention].head, prep = dgm_tree_case(doc, head);
    if (prep == DGM_NONE) /* "in Hodeidah, Yemen" */
        return head > 0 && doc->tokens.items[head].rel != DGM_REL_CONJ && dgm_str_is(dgm_doc_form(doc, head - 1), ",");
    uint32_t above = doc->tokens.items[head].head; /* "the suburbs of Beirut" */
    if (dgm_tree_lemma_is(doc, prep, "of") && doc->tokens.items[head].rel == DGM_REL_NMOD && above != DGM_NONE)
        return doc->tokens.items[above].mention == DGM_NONE;
    return (dgm_tree_lemma_is(doc, prep, "in") || dgm_tree_lemma_is(doc, prep, "across") ||
            dgm_tree_lemma_is(doc, prep, "inside") || dgm_tree_lemma_is(doc, prep, "throughout"));
}

/* A town or a building that is struck stands for whoever is in it. */
void dgm_people_struck(const dgm_doc *doc, dgm_event *e) {
    for (uint32_t i = 0; i < e->recipients.count; i++) {
        const dgm_entity *x = &doc->entities.items[e->recipients.items[i].entity];
        bool site = x->type == DGM_ENTITY_PLACE || x->type == DGM_ENTITY_FACILITY;
        if ((site || struck_inside(doc, &e->recipients.items[i], x)) && !x->sectors)
            e->recipients.items[i].sectors = 1u << DGM_SECTOR_CVL;
    }
}

/* Where a rule finds who protests by the place, it is the people there and not their state. */
void dgm_people_protest(const dgm_doc *doc, dgm_event *e) {
    for (uint32_t i = 0; i < e->actors.count; i++) {
        const dgm_entity *x = &doc->entities.items[e->actors.items[i].entity];
        if ((x->type == DGM_ENTITY_PLACE || x->type == DGM_ENTITY_COUNTRY) && !x->sectors)
            e->actors.items[i].sectors = 1u << DGM_SECTOR_CVL;
    }
}

/* Forces that move about, or out of, their own country: the place is nobody. */
void dgm_drop_own_ground(const dgm_doc *doc, dgm_event *e) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < e->recipients.count; i++) {
        const dgm_entity *x = &doc->entities.items[e->recipients.items[i].entity];
        bool place = (x->type == DGM_ENTITY_PLACE || x->type == DGM_ENTITY_COUNTRY || x->type == DGM_ENTITY_FACILITY) &&
                     !x->sectors;
        bool own = e->actors.count > 0 && x->country.n;
        for (uint32_t j = 0; j < e->actors.count; j++)
            own = own && dgm_str_eq(doc->entities.items[e->actors.items[j].entity].country, x->country);
        if (!place || !own)
            e->recipients.items[kept++] = e->recipients.items[i];
    }
    e->recipients.count = kept;
}
