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

static bool small_letters(dgm_str form) {
    for (uint32_t i = 0; i < form.n; i++)
        if (form.p[i] >= 'a' && form.p[i] <= 'z')
            return true;
    return false;
}

/* "a Kabul car bombing", "the Nairobi attack": the mention of where it was; not "a US strike", which is who struck. */
uint32_t dgm_scene(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t noun) {
    if (noun == DGM_NONE || k->attack == DGM_NONE || k->blast == DGM_NONE)
        return DGM_NONE;
    bool blast = dgm_in_class(k, doc->tokens.items[noun].lemma, k->blast);
    if (!blast && !dgm_in_class(k, doc->tokens.items[noun].lemma, k->attack))
        return DGM_NONE;
    for (uint32_t c = dgm_tree_child(doc, noun, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, noun, c)) {
        const dgm_token *t = &doc->tokens.items[c];
        const dgm_mention *m = t->mention == DGM_NONE ? NULL : &doc->mentions.items[t->mention];
        if (t->rel != DGM_REL_COMPOUND || !m || m->kind != DGM_MENTION_NAME || m->adjective || m->end > noun)
            continue;
        uint8_t type = doc->entities.items[m->entity].type;
        if (type == DGM_ENTITY_PLACE || type == DGM_ENTITY_FACILITY ||
            (type == DGM_ENTITY_COUNTRY && blast && small_letters(dgm_doc_form(doc, c))))
            return t->mention;
    }
    return DGM_NONE;
}

/* Where a rule finds who protests by the place, it is the people there and not their state. */
void dgm_people_protest(const dgm_doc *doc, dgm_event *e) {
    for (uint32_t i = 0; i < e->actors.count; i++) {
        const dgm_entity *x = &doc->entities.items[e->actors.items[i].entity];
        if ((x->type == DGM_ENTITY_PLACE || x->type == DGM_ENTITY_COUNTRY) && !x->sectors)
            e->actors.items[i].sectors = 1u << DGM_SECTOR_CVL;
    }
}

/* Drops the recipients of some types that are no more than the country of all actors. */
static void drop_own(const dgm_doc *doc, dgm_event *e, uint32_t types) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < e->recipients.count; i++) {
        const dgm_entity *x = &doc->entities.items[e->recipients.items[i].entity];
        bool own = e->actors.count > 0 && x->country.n && (types >> x->type & 1) && !x->sectors;
        for (uint32_t j = 0; j < e->actors.count; j++)
            own = own && dgm_str_eq(doc->entities.items[e->actors.items[j].entity].country, x->country);
        if (!own)
            e->recipients.items[kept++] = e->recipients.items[i];
    }
    e->recipients.count = kept;
}

/* Forces that move about, or out of, their own country: the place is nobody. */
void dgm_drop_own_ground(const dgm_doc *doc, dgm_event *e) {
    drop_own(doc, e, 1u << DGM_ENTITY_PLACE | 1u << DGM_ENTITY_COUNTRY | 1u << DGM_ENTITY_FACILITY);
}

/* "Malian officials condemned a breach of Mali's border": no government accuses its own country; others sue their state. */
void dgm_drop_own_state(const dgm_doc *doc, dgm_event *e) {
    for (uint32_t i = 0; i < e->actors.count; i++)
        if (!(doc->entities.items[e->actors.items[i].entity].sectors & (1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_MIL)))
            return;
    drop_own(doc, e, 1u << DGM_ENTITY_COUNTRY);
}
