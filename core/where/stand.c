/* SPDX-License-Identifier: Apache-2.0 */
/* How a place that the sentence names stands to an event of it: by its preposition, its clause, and whose words it is a part of. */
#include "where/scene.h"

#define CLIMB 12u
#define FIRST_TOKENS 3u

static const dgm_token *token_at(const dgm_doc *doc, uint32_t t) { return &doc->tokens.items[t]; }

/* "The Harim area of Pelo": an area with a name of its own. */
static bool is_named_area(const dgm_doc *doc, uint32_t noun) {
    uint32_t part = dgm_tree_child_rel(doc, noun, DGM_REL_COMPOUND);
    return part != DGM_NONE && token_at(doc, part)->upos == DGM_UPOS_PROPN;
}

/* "Kandor" of "Kandor district", "Kabul" of "a Kabul hotel" is no part of something else. */
static bool is_part(const dgm_where_knowledge *k, const dgm_doc *doc, uint32_t t) {
    unsigned rel = token_at(doc, t)->rel;
    if (rel != DGM_REL_COMPOUND && rel != DGM_REL_AMOD)
        return false;
    dgm_place_word up = dgm_place_word_of(k, doc, token_at(doc, t)->head);
    return up != DGM_PLACE_VENUE && up != DGM_PLACE_PART;
}

/* The word by which a place is tied into the sentence: "town" of "in the town of X", "Liancourt" of "Liancourt, Artibonite". */
static uint32_t top_of(const dgm_where_knowledge *k, const dgm_doc *doc, uint32_t t, bool *nested) {
    *nested = false;
    for (uint32_t i = 0; i < CLIMB && token_at(doc, t)->head != DGM_NONE; i++) {
        unsigned rel = token_at(doc, t)->rel, up = token_at(doc, token_at(doc, t)->head)->upos;
        uint32_t prep = dgm_tree_case(doc, t);
        bool of = (rel == DGM_REL_NMOD || rel == DGM_REL_NMOD_UNMARKED) && up != DGM_UPOS_VERB &&
                  (prep == DGM_NONE || dgm_place_word_of(k, doc, prep) == DGM_PLACE_OF);
        bool list = (rel == DGM_REL_CONJ && prep == DGM_NONE && up != DGM_UPOS_VERB) || rel == DGM_REL_FLAT;
        if (!of && !list && rel != DGM_REL_APPOS && rel != DGM_REL_COMPOUND && rel != DGM_REL_NMOD_DESC)
            return t;
        *nested = *nested || (!list && rel != DGM_REL_COMPOUND &&
                              (up == DGM_UPOS_PROPN || (of && is_named_area(doc, token_at(doc, t)->head))));
        t = token_at(doc, t)->head;
    }
    return t;
}

/* The verb or root whose clause a token stands in, itself if it is one. */
static uint32_t clause_of(const dgm_doc *doc, uint32_t t) {
    for (uint32_t i = 0; i < CLIMB && token_at(doc, t)->upos != DGM_UPOS_VERB && token_at(doc, t)->head != DGM_NONE;
         i++)
        t = token_at(doc, t)->head;
    return t;
}

static bool is_somebody(const dgm_doc *doc, uint32_t t) {
    uint32_t m = token_at(doc, t)->mention;
    if (m == DGM_NONE || doc->mentions.items[m].head != t)
        return false;
    uint8_t type = doc->entities.items[doc->mentions.items[m].entity].type;
    return type == DGM_ENTITY_PERSON || type == DGM_ENTITY_ORGANIZATION || type == DGM_ENTITY_GROUP;
}

/* "The government in Bogota", "its ambassador in Paris": somebody who is of a state, and of which. */
static bool is_office(const dgm_doc *doc, uint32_t t) {
    static const uint32_t state = 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_LEG | 1u << DGM_SECTOR_JUD;
    return is_somebody(doc, t) &&
           doc->entities.items[doc->mentions.items[token_at(doc, t)->mention].entity].sectors & state;
}

static void tie(const dgm_doc *doc, uint32_t anchor, uint32_t top, float *x) {
    uint32_t up = token_at(doc, top)->head, verb = clause_of(doc, anchor);
    x[DGM_SCENE_on_office] = up != DGM_NONE && up != anchor && is_office(doc, up);
    x[DGM_SCENE_on_noun] = up != DGM_NONE && up != anchor && token_at(doc, up)->upos != DGM_UPOS_VERB;
    x[DGM_SCENE_on_person] = up != DGM_NONE && up != anchor && is_somebody(doc, up);
    if (up == anchor || top == anchor)
        x[DGM_SCENE_direct] = 1;
    else if (up == DGM_NONE)
        x[DGM_SCENE_beside] = 1;
    else if (up == verb)
        x[DGM_SCENE_on_verb] = 1;
    else if (clause_of(doc, up) == verb)
        x[DGM_SCENE_in_clause] = 1;
    else if (dgm_tree_under(doc, anchor, clause_of(doc, up)))
        x[DGM_SCENE_above] = 1;
    else if (dgm_tree_under(doc, top, verb))
        x[DGM_SCENE_below] = 1;
    else
        x[DGM_SCENE_beside] = 1;
}

/* "Djibouti, where he met …": the anchor stands in a clause with "where" that hangs on the place. */
static bool is_relative(const dgm_where_knowledge *k, const dgm_doc *doc, uint32_t anchor, uint32_t head) {
    for (uint32_t i = 0, t = anchor; i < CLIMB && t != DGM_NONE; i++, t = token_at(doc, t)->head)
        if (token_at(doc, t)->head == head) {
            uint32_t first, end;
            dgm_tree_extent(doc, t, &first, &end);
            while (first < t && token_at(doc, first)->upos == DGM_UPOS_PUNCT)
                first++;
            return dgm_place_word_of(k, doc, first) == DGM_PLACE_WHERE;
        }
    return false;
}

static void preposition(const dgm_where_knowledge *k, const dgm_doc *doc, uint32_t top, dgm_scene *scene) {
    float *x = scene->x;
    _Static_assert(DGM_PLACE_WORDS == 14, "each kind has its feature");
    static const uint8_t feature[DGM_PLACE_WORDS] = {
        DGM_SCENE_with_other, DGM_SCENE_with_in,      DGM_SCENE_with_near, DGM_SCENE_with_on,    DGM_SCENE_with_to,
        DGM_SCENE_with_from,  DGM_SCENE_with_against, DGM_SCENE_with_of,   DGM_SCENE_with_other, DGM_SCENE_with_other,
        DGM_SCENE_with_other, DGM_SCENE_with_other,   DGM_SCENE_with_other};
    uint32_t prep = dgm_tree_case(doc, top), before = scene->first ? scene->first - 1 : DGM_NONE;
    unsigned rel = token_at(doc, top)->rel;
    if (prep == DGM_NONE && before != DGM_NONE && token_at(doc, before)->upos == DGM_UPOS_ADP &&
        token_at(doc, before)->sentence == token_at(doc, top)->sentence)
        prep = before; /* the parser has hung it elsewhere */
    if (rel == DGM_REL_NMOD_POSS)
        x[DGM_SCENE_as_owner] = 1;
    else if (prep != DGM_NONE)
        x[feature[dgm_place_word_of(k, doc, prep)]] = 1;
    else if (rel == DGM_REL_OBJ)
        x[DGM_SCENE_as_object] = 1;
    else if (rel == DGM_REL_NSUBJ || rel == DGM_REL_NSUBJ_PASS)
        x[DGM_SCENE_as_subject] = 1;
}

static void side(const dgm_doc *doc, const dgm_participants *list, uint32_t head, float *within, float *same) {
    for (uint32_t i = 0; i < list->count && i < 16; i++) {
        uint32_t m = list->items[i].mention;
        if (m == DGM_NONE)
            continue;
        const dgm_mention *mention = &doc->mentions.items[m];
        if (mention->head == head || (head >= mention->first && head < mention->end))
            *same = 1;
        else if (token_at(doc, mention->head)->sentence == token_at(doc, head)->sentence &&
                 dgm_tree_under(doc, head, mention->head))
            *within = 1;
    }
}

void dgm_scene_stand(const dgm_where_knowledge *k, const dgm_doc *doc, const dgm_event *e, dgm_scene *scene) {
    float *x = scene->x;
    uint32_t head = scene->head, anchor = e->anchor, own = token_at(doc, head)->rel;
    bool nested;
    uint32_t top = top_of(k, doc, head, &nested);
    x[DGM_SCENE_here] = 1;
    x[DGM_SCENE_nested] = nested;
    x[DGM_SCENE_as_conjunct] = own == DGM_REL_CONJ;
    x[DGM_SCENE_as_part] = is_part(k, doc, head);
    x[DGM_SCENE_near] = 1.0f / (1.0f + (float)(head > anchor ? head - anchor : anchor - head) / 4.0f);
    x[DGM_SCENE_behind] = head > anchor;
    x[DGM_SCENE_first] = head - doc->sentences.items[e->sentence].first < FIRST_TOKENS;
    if (is_relative(k, doc, anchor, head)) { /* as "met in Djibouti" */
        x[DGM_SCENE_with_in] = x[DGM_SCENE_direct] = 1;
    } else {
        preposition(k, doc, top, scene);
        tie(doc, anchor, top, x);
    }
    side(doc, &e->actors, head, &x[DGM_SCENE_in_actor], &x[DGM_SCENE_is_actor]);
    side(doc, &e->recipients, head, &x[DGM_SCENE_in_recipient], &x[DGM_SCENE_is_recipient]);
    bool in = x[DGM_SCENE_with_in] > 0 || x[DGM_SCENE_with_near] > 0;
    bool clause = x[DGM_SCENE_direct] > 0 || x[DGM_SCENE_on_verb] > 0 || x[DGM_SCENE_in_clause] > 0;
    if (in && clause)
        scene->traits |= 1u << DGM_SCENE_IN;
    if (x[DGM_SCENE_as_object] > 0 && x[DGM_SCENE_direct] > 0)
        scene->traits |= 1u << DGM_SCENE_OBJECT;
    if (x[DGM_SCENE_in_recipient] > 0 || x[DGM_SCENE_is_recipient] > 0)
        scene->traits |= 1u << DGM_SCENE_STRUCK;
}
