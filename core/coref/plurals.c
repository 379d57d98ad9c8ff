/* SPDX-License-Identifier: Apache-2.0 */
/* Words that mean several at once: "both sides", "the ministers", "they" after "Chile and Peru". */
#include "coref/coref.h"

#define PARTIES_MAX 48u
#define OFFICES_MAX 8u  /* people that "the ministers" may be */
#define LOOK_BACK 60u   /* mentions */
#define FOUND_MOST 400u /* plurals of an article that are looked at */

dgm_str dgm_coref_last_word(dgm_str s) {
    for (uint32_t i = s.n; i-- > 0;)
        if (s.p[i] == ' ')
            return (dgm_str){s.p + i + 1, s.n - i - 1};
    return s;
}

bool dgm_coref_is_subject(const dgm_doc *doc, const dgm_mention *m) {
    unsigned rel = doc->tokens.items[m->head].rel;
    return rel == DGM_REL_NSUBJ || rel == DGM_REL_NSUBJ_PASS;
}

bool dgm_coref_members(dgm_doc *doc, dgm_mention *m, const uint32_t *entities, uint32_t count) {
    uint32_t first = doc->members.count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t *member = DGM_PUSH(&doc->members, doc->arena);
        if (!member)
            return false;
        *member = entities[i];
    }
    m->members_first = first;
    m->members_count = count;
    return true;
}

typedef struct several {
    uint32_t *entities, count, cap;
} several;

static void put(const dgm_doc *doc, several *s, uint32_t entity) {
    const dgm_entity *e = &doc->entities.items[entity];
    if (e->type != DGM_ENTITY_PERSON && e->type != DGM_ENTITY_ORGANIZATION && e->type != DGM_ENTITY_COUNTRY &&
        e->type != DGM_ENTITY_GROUP)
        return;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->entities[i] == entity)
            return;
    if (s->count < s->cap)
        s->entities[s->count++] = entity;
}

static void put_mention(const dgm_doc *doc, several *s, const dgm_mention *m) {
    if (!m->members_count)
        put(doc, s, m->entity);
    for (uint32_t i = 0; i < m->members_count; i++)
        put(doc, s, doc->members.items[m->members_first + i]);
}

/* ---- "they" --------------------------------------------------------------------------------------------------------------------------- */

/* The subject and whatever it is joined with by "and". */
static void conjuncts(const dgm_doc *doc, const dgm_mention *m, several *s) {
    put_mention(doc, s, m);
    for (uint32_t c = dgm_tree_child(doc, m->head, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, m->head, c)) {
        const dgm_token *t = &doc->tokens.items[c];
        if (t->rel == DGM_REL_CONJ && t->mention != DGM_NONE && doc->mentions.items[t->mention].head == c)
            put_mention(doc, s, &doc->mentions.items[t->mention]);
    }
}

uint32_t dgm_coref_several(const dgm_doc *doc, uint32_t token, uint32_t upto, uint32_t *entities, uint32_t cap) {
    uint32_t sentence = doc->tokens.items[token].sentence;
    for (uint32_t j = upto, seen = 0; j-- > 0 && seen < LOOK_BACK; seen++) {
        const dgm_mention *m = &doc->mentions.items[j];
        uint32_t there = doc->tokens.items[m->first].sentence;
        if (sentence - there > 1 || doc->sentences.items[there].headline)
            break;
        if (m->end > token || m->adjective || !dgm_coref_is_subject(doc, m) || dgm_tree_under(doc, m->head, token))
            continue;
        several s = {.cap = cap};
        s.entities = entities;
        conjuncts(doc, m, &s);
        return s.count > 1 ? s.count : 0; /* the nearest subject decides */
    }
    return 0;
}

/* ---- "the ministers" ------------------------------------------------------------------------------------------------------------------- */

/* "minister" and "ministers" */
static bool is_one_of(dgm_str one, dgm_str plural) {
    return dgm_coref_same_word(one, plural) || (plural.n == one.n + 1 && (plural.p[one.n] | 32) == 's' &&
                                                dgm_coref_same_word(one, (dgm_str){plural.p, one.n}));
}

static void holders_before(const dgm_doc *doc, const dgm_anaphora *k, uint32_t i, several *s) {
    dgm_str word = dgm_coref_last_word(doc->entities.items[doc->mentions.items[i].entity].role);
    for (uint32_t j = i; j-- > 0 && i - j < LOOK_BACK;) {
        const dgm_mention *a = &doc->mentions.items[j];
        const dgm_entity *e = &doc->entities.items[a->entity];
        if (a->kind == DGM_MENTION_NAME && e->type == DGM_ENTITY_PERSON && !e->generic && e->role.n &&
            (is_one_of(dgm_coref_last_word(e->role), word) ||
             dgm_str_is(dgm_anaphora_meaning(k, dgm_coref_last_word(e->role)), "same office")))
            put(doc, s, a->entity);
    }
}

int dgm_coref_offices(dgm_stage *stage, const dgm_anaphora *k) {
    dgm_doc *doc = stage->doc;
    for (uint32_t i = 0, found = 0; i < doc->mentions.count && found < FOUND_MOST; i++) {
        dgm_mention *m = &doc->mentions.items[i];
        const dgm_entity *own = &doc->entities.items[m->entity];
        if (m->kind != DGM_MENTION_NOMINAL || !own->generic || own->type != DGM_ENTITY_PERSON || m->members_count ||
            (doc->tokens.items[m->end - 1].feats & DGM_FEAT(SING)) || own->confidence >= 700 || m->first == 0 ||
            !dgm_str_ieq(dgm_doc_form(doc, m->first - 1), "the"))
            continue;
        uint32_t entities[OFFICES_MAX];
        several s = {entities, 0, OFFICES_MAX};
        holders_before(doc, k, i, &s);
        found++;
        if (s.count > 1 && s.count < OFFICES_MAX && !dgm_coref_members(doc, m, entities, s.count))
            return dgm_fail_memory(stage->error);
        int rc = dgm_spend(stage->budget, LOOK_BACK, stage->error);
        if (rc != DGM_OK)
            return rc;
    }
    return DGM_OK;
}

/* ---- "both sides", "the two countries" -------------------------------------------------------------------------------------------------- */

static bool partner(const dgm_entity *e, bool countries) {
    return countries ? e->type == DGM_ENTITY_COUNTRY
                     : e->code.n && (e->type == DGM_ENTITY_COUNTRY || e->type == DGM_ENTITY_ORGANIZATION ||
                                     e->type == DGM_ENTITY_PERSON);
}

static bool is_rebel(const dgm_entity *e) {
    return e->sectors >> DGM_SECTOR_REB & 1 || e->sectors >> DGM_SECTOR_UAF & 1 || e->sectors >> DGM_SECTOR_OPP & 1;
}

typedef struct party {
    uint32_t entity, times;
} party;

/* A country's government and its soldiers are one party, its rebels another. */
static bool same_party(const dgm_doc *doc, uint32_t a, uint32_t b) {
    const dgm_entity *x = &doc->entities.items[a], *y = &doc->entities.items[b];
    return a == b || (dgm_str_eq(x->code, y->code) && is_rebel(x) == is_rebel(y));
}

/* The two parties that the text has spoken of most up to here, `but` for one, the one named first in front. */
static uint32_t main_two(const dgm_doc *doc, uint32_t token, bool countries, uint32_t but, uint32_t pair[2]) {
    party list[PARTIES_MAX];
    uint32_t n = 0, first = DGM_NONE, second = DGM_NONE;
    for (uint32_t j = 0; j < doc->mentions.count && doc->mentions.items[j].end <= token; j++) {
        uint32_t entity = doc->mentions.items[j].entity, i = 0;
        if (!partner(&doc->entities.items[entity], countries) || (but != DGM_NONE && same_party(doc, entity, but)))
            continue;
        while (i < n && !same_party(doc, list[i].entity, entity))
            i++;
        if (i < n)
            list[i].times++;
        else if (n < PARTIES_MAX)
            list[n++] = (party){entity, 1};
    }
    for (uint32_t i = 0; i < n; i++)
        if (first == DGM_NONE || list[i].times > list[first].times) {
            second = first;
            first = i;
        } else if (second == DGM_NONE || list[i].times > list[second].times) {
            second = i;
        }
    if (second == DGM_NONE)
        return n;
    pair[0] = list[first < second ? second : first].entity; /* the later one: callers list from behind */
    pair[1] = list[first < second ? first : second].entity;
    return 2;
}

/* "urged both to talk", "acquitted both of them". Parsers take "both" behind a verb for the first half of "both … and", too. */
static bool is_object(const dgm_doc *doc, uint32_t t) {
    const dgm_token *w = &doc->tokens.items[t];
    bool half = w->rel == DGM_REL_CC_PRECONJ && t > 0 && doc->tokens.items[t - 1].upos == DGM_UPOS_VERB &&
                dgm_tree_child_rel(doc, w->head, DGM_REL_CONJ) == DGM_NONE;
    return dgm_str_ieq(dgm_doc_form(doc, t), "both") &&
           (half || w->rel == DGM_REL_OBJ || w->rel == DGM_REL_IOBJ || w->rel == DGM_REL_OBL || w->rel == DGM_REL_NMOD);
}

/* Who acts upon "both" is none of the two: the subject named last in the sentence. */
static uint32_t subject_before(const dgm_doc *doc, uint32_t t) {
    uint32_t first = doc->sentences.items[doc->tokens.items[t].sentence].first;
    for (uint32_t i = t; i-- > first;)
        if (doc->tokens.items[i].rel == DGM_REL_NSUBJ && doc->tokens.items[i].mention != DGM_NONE)
            return doc->mentions.items[doc->tokens.items[i].mention].entity;
    return DGM_NONE;
}

static uint32_t entity_of(const dgm_doc *doc, uint32_t token) {
    uint32_t m = token == DGM_NONE ? DGM_NONE : doc->tokens.items[token].mention;
    return m == DGM_NONE ? DGM_NONE : doc->mentions.items[m].entity;
}

/* "Beijing urged both sides to stop", "both governments expelled Fiji's envoys": who is at the other end of the verb is none of the two. */
uint32_t dgm_coref_other_end(const dgm_doc *doc, uint32_t head) {
    const dgm_token *t = doc->tokens.items;
    unsigned rel = t[head].rel;
    uint32_t verb = t[head].head;
    bool passive;
    if (verb == DGM_NONE || t[verb].upos != DGM_UPOS_VERB)
        return DGM_NONE;
    if (rel == DGM_REL_NSUBJ)
        return entity_of(doc, dgm_tree_child_rel(doc, verb, DGM_REL_OBJ));
    return rel == DGM_REL_OBJ || rel == DGM_REL_IOBJ || rel == DGM_REL_OBL
               ? entity_of(doc, dgm_tree_subject(doc, verb, &passive))
               : DGM_NONE;
}

int dgm_coref_pairs(dgm_stage *stage, const dgm_anaphora *k) {
    dgm_doc *doc = stage->doc;
    uint32_t added = 0;
    for (uint32_t t = 0; t + 1 < doc->tokens.count && added < 200; t++) {
        const dgm_token *a = &doc->tokens.items[t], *b = &doc->tokens.items[t + 1];
        if (a->sentence != b->sentence || !dgm_str_is(dgm_anaphora_meaning(k, dgm_doc_form(doc, t)), "pair"))
            continue;
        /* "both sides", "the two countries"; or "the two" alone as a subject */
        dgm_str noun = b->upos == DGM_UPOS_NOUN ? b->lemma : (dgm_str){0};
        bool countries = dgm_anaphora_means(k, noun, "countries") || dgm_anaphora_means(k, noun, "land");
        bool object = b->upos != DGM_UPOS_NOUN && is_object(doc, t),
             alone = object || (b->upos != DGM_UPOS_NOUN && a->rel == DGM_REL_NSUBJ);
        uint32_t pair[2], end = alone ? t + 1 : t + 2, but = dgm_coref_other_end(doc, end - 1);
        if (but == DGM_NONE && object)
            but = subject_before(doc, t);
        if ((!countries && !dgm_anaphora_means(k, noun, "members") && !alone) ||
            main_two(doc, t, countries, but, pair) < 2)
            continue;
        dgm_mention *m = DGM_PUSH(&doc->mentions, doc->arena);
        if (!m)
            return dgm_fail_memory(stage->error);
        *m = (dgm_mention){.first = t,
                           .end = end,
                           .head = end - 1,
                           .entity = pair[1],
                           .kind = DGM_MENTION_NOMINAL,
                           .type = doc->entities.items[pair[1]].type};
        if (!dgm_coref_members(doc, m, (const uint32_t[]){pair[1], pair[0]}, 2))
            return dgm_fail_memory(stage->error);
        added++;
    }
    return DGM_OK;
}
