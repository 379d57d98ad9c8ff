/* SPDX-License-Identifier: Apache-2.0 */
/* Whom a complement clause concerns ("agreed to send food to Chad"), and who stands behind a preposition. */
#include "event/phrase.h"

/* Also below an adverb, and below what was done to a noun: "closer to Yemen", "back to Mauritius", "the ban imposed on Chad". */
bool dgm_prepositional(const dgm_doc *doc, uint32_t head, dgm_str preposition, dgm_stage *stage,
                       dgm_participants *list) {
    if (head == DGM_NONE)
        return true;
    for (uint32_t c = dgm_tree_child(doc, head, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, head, c)) {
        unsigned rel = doc->tokens.items[c].rel;
        bool placed = rel == DGM_REL_ACL && doc->tokens.items[c].xpos == DGM_XPOS_VBN && c > head &&
                      dgm_str_is(preposition, "on");
        if (((rel == DGM_REL_ADVMOD && c > head && doc->tokens.items[c].upos == DGM_UPOS_ADV) || placed) &&
            !dgm_prepositional(doc, c, preposition, stage, list))
            return false;
        uint32_t prep = dgm_tree_case(doc, c);
        if ((rel == DGM_REL_OBL || rel == DGM_REL_NMOD || rel == DGM_REL_OBL_AGENT) && prep != DGM_NONE &&
            dgm_str_eq(doc->tokens.items[prep].lemma, preposition) && !dgm_gather_deep(stage, c, list, 0))
            return false;
    }
    return true;
}

/* The prepositions behind which stands whom a promised, demanded, refused deed is for or against, or where it leads. */
static bool aimed_at(dgm_stage *stage, uint32_t head, dgm_participants *list) {
    static const char *const words[] = {"to", "for", "with", "against", "into"};
    for (size_t i = 0; i < sizeof words / sizeof words[0] && list->count == 0; i++)
        if (!dgm_prepositional(stage->doc, head, dgm_str_of(words[i]), stage, list))
            return false;
    return true;
}

/* "The president warned that Chad would close its border": his own country, or its capital, is he himself; "the government swore that no soldier
 * would leave barracks": nor does a state promise anything to its own soldiers. */
static bool is_own_state(const dgm_doc *doc, const dgm_participants *actors, const dgm_participant *p, bool nameless) {
    static const uint32_t state = 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_MIL, court = 1u << DGM_SECTOR_JUD;
    const dgm_entity *x = &doc->entities.items[p->entity];
    bool capital = x->type == DGM_ENTITY_ORGANIZATION && !x->generic && x->sectors == 1u << DGM_SECTOR_GOV;
    bool body = nameless && x->generic && x->sectors && !(x->sectors & ~(state | court));
    bool own = actors->count > 0 && x->code.n && !p->sectors && (x->type == DGM_ENTITY_COUNTRY || capital || body);
    for (uint32_t i = 0; own && i < actors->count; i++) {
        const dgm_entity *a = &doc->entities.items[actors->items[i].entity];
        own = dgm_str_eq(a->country, x->country) &&
              (a->type == DGM_ENTITY_COUNTRY ? !actors->items[i].sectors : (a->sectors & state) != 0);
    }
    return own;
}

/* Appends who the phrase at `token` names besides the actors: "to open its borders" names nobody else. */
static bool gather_others(dgm_stage *stage, uint32_t token, const dgm_participants *actors, bool nameless,
                          dgm_participants *list) {
    if (!dgm_gather_deep(stage, token, list, 0))
        return false;
    dgm_drop_those(list, actors);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++)
        if (!is_own_state(stage->doc, actors, &list->items[i], nameless))
            list->items[kept++] = list->items[i];
    list->count = kept;
    return true;
}

/* "Russian missiles", "missiles of the army" */
bool dgm_has_owner(const dgm_doc *doc, uint32_t noun) {
    for (uint32_t c = dgm_tree_child(doc, noun, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, noun, c))
        if ((dgm_describes(doc->tokens.items[c].rel) || doc->tokens.items[c].rel == DGM_REL_NMOD) &&
            dgm_mention_headed(doc, c) != DGM_NONE)
            return true;
    return false;
}

/* "Agree to upgrade their ties during a meeting in Vancouver", "amid Chinese concerns": nobody who is promised anything. */
static bool is_circumstance(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t token) {
    uint32_t prep = dgm_tree_case(doc, token);
    return prep != DGM_NONE && dgm_word_in_class(k, doc, prep, k->circumstance);
}

/* "To send troops to help the Malian army": whom they are to help. */
static bool helped_by(dgm_stage *stage, uint32_t clause, uint32_t troops, const dgm_participants *actors, bool promised,
                      dgm_participants *list) {
    static const uint8_t rels[] = {DGM_REL_XCOMP, DGM_REL_ADVCL, DGM_REL_ACL};
    const dgm_doc *doc = stage->doc;
    for (size_t i = 0; i < sizeof rels && list->count == 0; i++) {
        uint32_t purpose = dgm_tree_child_rel(doc, rels[i] == DGM_REL_ACL ? troops : clause, rels[i]);
        if (purpose != DGM_NONE && dgm_is_infinitive(doc, purpose) &&
            !gather_others(stage, dgm_tree_child_rel(doc, purpose, DGM_REL_OBJ), actors, promised, list))
            return false;
    }
    return true;
}

/* Who is concerned by what the clause says: "to host the envoys", "to send food to Chad", "to give a loan to Chad", "that Chad would …". What is
 * sent are not those it is sent to. */
bool dgm_complement(dgm_stage *stage, const dgm_fit *fit, const dgm_participants *actors, dgm_participants *list) {
    uint32_t clause = fit->clause;
    bool promised = fit->pattern->rule->type == DGM_EVENT_AGREE;
    const dgm_event_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    static const uint8_t rels[] = {DGM_REL_NSUBJ_PASS, DGM_REL_OBL};
    if (clause == DGM_NONE)
        return true;
    uint32_t object = dgm_tree_child_rel(doc, clause, DGM_REL_OBJ);
    if (fit->pattern->rule->shared && actors->count > 1 && object != DGM_NONE &&
        dgm_mention_headed(doc, object) == DGM_NONE)
        return gather_others(stage, dgm_tree_child_rel(doc, clause, DGM_REL_IOBJ), actors, promised, list) &&
               (list->count > 0 || aimed_at(stage, clause, list));
    bool sent =
        object != DGM_NONE && k->troops != DGM_NONE && dgm_in_class(k, doc->tokens.items[object].lemma, k->troops);
    uint32_t subject = dgm_tree_child_rel(doc, clause, DGM_REL_NSUBJ); /* "demanded that Iran release two teachers" */
    if (!gather_others(stage, subject, actors, promised, list) ||
        (list->count == 0 &&
         !gather_others(stage, dgm_tree_child_rel(doc, clause, DGM_REL_IOBJ), actors, promised, list)) ||
        (list->count == 0 && sent && !aimed_at(stage, clause, list)) ||
        (list->count == 0 && sent && !helped_by(stage, clause, object, actors, promised, list)) ||
        (list->count == 0 && !(sent && !dgm_has_owner(doc, object)) &&
         !gather_others(stage, object, actors, promised, list)) ||
        (list->count == 0 && !aimed_at(stage, clause, list)) ||
        (list->count == 0 && object != DGM_NONE && !aimed_at(stage, object, list)))
        return false;
    for (size_t i = 0; i < sizeof rels && list->count == 0; i++)
        for (uint32_t c = dgm_tree_child(doc, clause, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, clause, c))
            if (doc->tokens.items[c].rel == rels[i] && !is_circumstance(k, doc, c) &&
                !gather_others(stage, c, actors, promised, list))
                return false;
    return true;
}
