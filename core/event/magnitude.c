/* SPDX-License-Identifier: Apache-2.0 */
/* How many were killed, wounded, detained, displaced, sent, and how much money: each number of a sentence goes to the event that it is
 * nearest to in the tree, and to no other. */
#include <string.h>

#include "event/event.h"

#define WORDS_MOST 200u /* tokens of a sentence that are looked at */
#define NEAR 5u         /* steps in the tree from a number's word to its event */
#define CLIMB 24u       /* steps up that are looked for a common head */
#define CONJUNCTS_MOST 16u

void dgm_magnitude_open(const dgm_store *store, dgm_toll_knowledge *k) {
    dgm_quantity_open(store, &k->quantity);
    k->known = dgm_store_table(store, "tolls", &k->tolls) == DGM_OK &&
               dgm_table_index(&k->tolls, "words", &k->words) == DGM_OK;
    k->field = k->known ? dgm_table_column(&k->tolls, "field") : -1;
    k->counts = k->known ? dgm_table_column(&k->tolls, "counts") : -1;
    k->only = k->known ? dgm_table_column(&k->tolls, "only") : -1;
    k->types = k->known ? dgm_table_column(&k->tolls, "types") : -1;
    k->known = k->known && k->field >= 0 && k->counts >= 0 && k->only >= 0 && k->types >= 0;
}

/* Is the name one of those in a cell ("ASSAULT; PROTEST")? */
static bool cell_has(const char *cell, const char *name) {
    size_t n = strlen(name);
    for (const char *p = cell; *p;) {
        p += strspn(p, " ;");
        size_t here = strcspn(p, ";");
        if (here == n && memcmp(p, name, n) == 0)
            return true;
        p += here;
    }
    return false;
}

/* ---- which event -------------------------------------------------------------------------------------------------------- */

/* A clause with a subordinator of its own ("after rebels killed 12") tells of something else. */
static bool leaves_clause(const dgm_doc *doc, uint32_t t) {
    return doc->tokens.items[t].rel == DGM_REL_ADVCL && dgm_tree_child_rel(doc, t, DGM_REL_MARK) != DGM_NONE;
}

/* Steps up from `token` to `ancestor`, DGM_NONE: it is none, or another clause lies between. */
static uint32_t climb(const dgm_doc *doc, uint32_t token, uint32_t ancestor) {
    uint32_t steps = 0;
    for (; token != ancestor; token = doc->tokens.items[token].head) {
        if (token == DGM_NONE || steps == CLIMB || leaves_clause(doc, token))
            return DGM_NONE;
        steps++;
    }
    return steps;
}

static uint32_t distance(const dgm_doc *doc, uint32_t a, uint32_t b) {
    uint32_t steps = 0;
    for (uint32_t t = a; t != DGM_NONE && steps < CLIMB; t = doc->tokens.items[t].head, steps++) {
        uint32_t rest = climb(doc, b, t);
        if (rest != DGM_NONE)
            return steps + rest;
        if (leaves_clause(doc, t))
            break;
    }
    return DGM_NONE;
}

/* Events of one sentence: first and end in the article's list. */
typedef struct run {
    dgm_event *first, *end;
} run;

/* The nearest of those that can have the number; the first of two. NULL: none is near. */
static dgm_event *nearest(const dgm_doc *doc, run events, uint32_t token, const char *types) {
    dgm_event *best = NULL;
    uint32_t least = NEAR + 1;
    for (dgm_event *e = events.first; e < events.end; e++) {
        uint32_t steps = cell_has(types, dgm_event_name(e->type)) ? distance(doc, token, e->anchor) : DGM_NONE;
        if (steps < least) {
            least = steps;
            best = e;
        }
    }
    return best;
}

/* ---- who is counted ----------------------------------------------------------------------------------------------------- */

static bool is_person(const dgm_doc *doc, uint32_t token, bool one) {
    uint32_t m = doc->tokens.items[token].mention;
    if (m == DGM_NONE || doc->mentions.items[m].head != token)
        return false;
    uint8_t type = doc->entities.items[doc->mentions.items[m].entity].type;
    return type == DGM_ENTITY_PERSON || (!one && type == DGM_ENTITY_GROUP);
}

static bool is_named(const dgm_doc *doc, uint32_t token) {
    return doc->tokens.items[token].upos == DGM_UPOS_PROPN && is_person(doc, token, true);
}

/* "two coast guard ships" are no two troops. */
static bool are_people(const dgm_doc *doc, uint32_t token) {
    return doc->tokens.items[token].upos == DGM_UPOS_NUM || is_person(doc, token, false);
}

/* A noun phrase and what it is coordinated with: "three soldiers, a policeman and two others" are six. -1: no number stands there. */
static int64_t sum(const dgm_toll_knowledge *k, const dgm_doc *doc, uint32_t noun) {
    int64_t all = -1;
    uint32_t c = noun;
    for (unsigned i = 0; c != DGM_NONE && i < CONJUNCTS_MOST; i++) {
        int64_t n = dgm_count(&k->quantity, doc, c);
        if (n < 0 && (is_named(doc, c) || (is_person(doc, c, false) && dgm_is_one(&k->quantity, doc, c))))
            n = 1;
        if (n >= 0)
            all = (all < 0 ? 0 : all) + n;
        c = dgm_tree_child(doc, noun, c == noun ? DGM_NONE : c);
        while (c != DGM_NONE && doc->tokens.items[c].rel != DGM_REL_CONJ)
            c = dgm_tree_child(doc, noun, c);
    }
    return all;
}

static uint32_t object_of(const dgm_doc *doc, uint32_t verb) {
    bool passive = false;
    uint32_t object = dgm_tree_child_rel(doc, verb, DGM_REL_OBJ), head = doc->tokens.items[verb].head;
    if (object == DGM_NONE) {
        uint32_t subject = dgm_tree_subject(doc, verb, &passive);
        object = passive ? subject : DGM_NONE;
    }
    if (object == DGM_NONE && doc->tokens.items[verb].rel == DGM_REL_XCOMP && head != DGM_NONE) /* "left 12 wounded" */
        object = dgm_tree_child_rel(doc, head, DGM_REL_OBJ);
    return object;
}

static uint32_t child_with(const dgm_doc *doc, uint32_t head, const char *preposition) {
    uint32_t c = DGM_NONE;
    while ((c = dgm_tree_child(doc, head, c)) != DGM_NONE) {
        uint32_t p = dgm_tree_case(doc, c);
        if (p != DGM_NONE && dgm_tree_lemma_is(doc, p, preposition))
            return c;
    }
    return DGM_NONE;
}

/* Who is dead, homeless: the adjective's noun, its subject, or whom its verb left so. */
static uint32_t bearer_of(const dgm_doc *doc, uint32_t adjective) {
    const dgm_token *a = &doc->tokens.items[adjective];
    uint32_t subject = dgm_tree_child_rel(doc, adjective, DGM_REL_NSUBJ);
    if (subject != DGM_NONE)
        return subject;
    if (a->head == DGM_NONE)
        return DGM_NONE;
    return a->rel == DGM_REL_AMOD ? a->head : a->rel == DGM_REL_XCOMP ? object_of(doc, a->head) : DGM_NONE;
}

/* "a toll of 12", "the toll rose to 12", "reached 12". */
static uint32_t toll_of(const dgm_doc *doc, uint32_t noun) {
    uint32_t verb = doc->tokens.items[noun].head, n = child_with(doc, noun, "of");
    if (n == DGM_NONE && verb != DGM_NONE && doc->tokens.items[noun].rel == DGM_REL_NSUBJ) {
        n = child_with(doc, verb, "to");
        n = n != DGM_NONE ? n : child_with(doc, verb, "at");
        n = n != DGM_NONE ? n : dgm_tree_child_rel(doc, verb, DGM_REL_OBJ);
    }
    return n;
}

/* The number that the word at `token` gives by the row, or -1. */
static int64_t number_by(const dgm_toll_knowledge *k, const dgm_doc *doc, uint32_t row, uint32_t token) {
    const char *counts = dgm_table_str(&k->tolls, row, k->counts), *only = dgm_table_str(&k->tolls, row, k->only),
               *field = dgm_table_str(&k->tolls, row, k->field);
    bool harm = strcmp(field, "killed") == 0 || strcmp(field, "wounded") == 0, passive = false;
    uint32_t noun = strcmp(counts, "object") == 0    ? object_of(doc, token)
                    : strcmp(counts, "subject") == 0 ? dgm_tree_subject(doc, token, &passive)
                    : strcmp(counts, "of") == 0      ? child_with(doc, token, "of")
                    : strcmp(counts, "itself") == 0  ? token
                    : strcmp(counts, "state") == 0   ? bearer_of(doc, token)
                    : strcmp(counts, "toll") == 0    ? toll_of(doc, token)
                                                     : DGM_NONE;
    if (strcmp(counts, "state") == 0 && dgm_count(&k->quantity, doc, token) >= 0)
        return dgm_count(&k->quantity, doc, token); /* "12 dead" */
    if (noun == DGM_NONE || (*only && !dgm_tree_lemma_is(doc, noun, only)))
        return -1;
    if (!harm && strcmp(counts, "itself") != 0 && !are_people(doc, noun))
        return -1;
    return sum(k, doc, noun);
}

/* ---- a sentence --------------------------------------------------------------------------------------------------------- */

/* Rows of the word at `token`: with its particle, with the noun before it, alone. */
static bool look_up(const dgm_toll_knowledge *k, const dgm_doc *doc, uint32_t token, dgm_hits *hits) {
    dgm_str lemma = doc->tokens.items[token].lemma;
    *hits = (dgm_hits){0};
    uint32_t particle = dgm_tree_child_rel(doc, token, DGM_REL_COMPOUND_PRT);
    uint32_t noun = dgm_tree_child_rel(doc, token, DGM_REL_COMPOUND);
    bool found = false;
    if (particle != DGM_NONE)
        found = dgm_index_find_pair(&k->words, lemma, dgm_doc_form(doc, particle), hits);
    else if (noun != DGM_NONE && noun + 1 == token)
        found = dgm_index_find_pair(&k->words, dgm_doc_form(doc, noun), lemma, hits);
    return found || dgm_index_find(&k->words, lemma, hits);
}

static int64_t *field_of(dgm_magnitude *m, const char *name) {
    return strcmp(name, "killed") == 0      ? &m->killed
           : strcmp(name, "wounded") == 0   ? &m->wounded
           : strcmp(name, "detained") == 0  ? &m->detained
           : strcmp(name, "displaced") == 0 ? &m->displaced
           : strcmp(name, "troops") == 0    ? &m->troops
                                            : NULL;
}

static void add_tolls(const dgm_toll_knowledge *k, const dgm_doc *doc, run events, uint32_t token) {
    dgm_hits hits;
    uint8_t upos = doc->tokens.items[token].upos;
    if ((upos != DGM_UPOS_VERB && upos != DGM_UPOS_NOUN && upos != DGM_UPOS_ADJ) || !look_up(k, doc, token, &hits))
        return;
    for (uint32_t i = 0; i < hits.count; i++) {
        uint32_t row = dgm_hits_at(&hits, i).row;
        dgm_event *e = nearest(doc, events, token, dgm_table_str(&k->tolls, row, k->types));
        int64_t *field = e ? field_of(&e->magnitude, dgm_table_str(&k->tolls, row, k->field)) : NULL;
        if (field && *field < 0)
            *field = number_by(k, doc, row, token);
    }
}

static void add_money(const dgm_toll_knowledge *k, const dgm_doc *doc, run events, const char *types, uint32_t token) {
    double value;
    char code[4];
    if (!dgm_money(&k->quantity, doc, token, &value, code))
        return;
    dgm_event *e = nearest(doc, events, token, types);
    if (e && e->magnitude.amount < 0) {
        e->magnitude.amount = value;
        memcpy(e->magnitude.currency, code, sizeof code);
    }
}

/* Which events can have a sum of money. */
static const char *money_types(const dgm_toll_knowledge *k) {
    dgm_hits hits;
    return dgm_index_find(&k->words, DGM_STR("amount"), &hits)
               ? dgm_table_str(&k->tolls, dgm_hits_at(&hits, 0).row, k->types)
               : "";
}

void dgm_add_magnitudes(const dgm_stage *stage) {
    const dgm_event_knowledge *know = stage->know;
    const dgm_toll_knowledge *k = &know->tolls;
    dgm_doc *doc = stage->doc;
    dgm_event *all = doc->events.items, *end = all + doc->events.count;
    const char *money = k->known ? money_types(k) : "";
    for (dgm_event *e = all; e < end; e++)
        e->magnitude = (dgm_magnitude){-1, -1, -1, -1, -1, -1, ""};
    for (run r = {all, all}; k->known && r.first < end; r.first = r.end) {
        const dgm_sentence *s = &doc->sentences.items[r.first->sentence];
        while (r.end < end && r.end->sentence == r.first->sentence)
            r.end++;
        for (uint32_t t = s->first; t < s->end && t < s->first + WORDS_MOST; t++) {
            add_tolls(k, doc, r, t);
            add_money(k, doc, r, money, t);
        }
    }
}
