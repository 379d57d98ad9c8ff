/* SPDX-License-Identifier: Apache-2.0 */
/* A noun phrase → the entities that it names: appositions, conjuncts, what stands in for somebody, who made it. */
#include "event/phrase.h"

#define DEPTH_MAX 3
#define CONJUNCTS_MAX 24u

bool dgm_takes_part(const dgm_participants *list, uint32_t entity) {
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].entity == entity)
            return true;
    return false;
}

void dgm_drop_those(dgm_participants *list, const dgm_participants *others) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++)
        if (!dgm_takes_part(others, list->items[i].entity))
            list->items[kept++] = list->items[i];
    list->count = kept;
}

/* "Palestinians", "two Israelis" are people, not their state. */
uint32_t dgm_people_of(const dgm_doc *doc, const dgm_entity *e, uint32_t mention) {
    if (e->type != DGM_ENTITY_COUNTRY || mention == DGM_NONE || !doc->mentions.items[mention].adjective)
        return 0; /* the lexicon lists them with the adjectives: "the Netherlands" is none */
    uint32_t head = doc->mentions.items[mention].head, det = dgm_tree_child_rel(doc, head, DGM_REL_DET);
    const dgm_token *t = &doc->tokens.items[head];
    bool all = det != DGM_NONE && head == det + 1 && dgm_tree_lemma_is(doc, det, "the");
    return !all && (t->xpos == DGM_XPOS_NNS || t->xpos == DGM_XPOS_NNPS) ? 1u << DGM_SECTOR_CVL : 0;
}

bool dgm_add_participant(dgm_stage *stage, dgm_participants *list, uint32_t entity, uint32_t mention) {
    const dgm_entity *e = &stage->doc->entities.items[entity];
    bool somebody = e->type == DGM_ENTITY_PERSON || e->type == DGM_ENTITY_GROUP || e->type == DGM_ENTITY_ORGANIZATION ||
                    e->type == DGM_ENTITY_COUNTRY;
    bool stands_for =
        e->code.n && (e->type == DGM_ENTITY_PLACE || e->type == DGM_ENTITY_FACILITY); /* not a treaty or an election */
    if ((!somebody && !stands_for) || dgm_takes_part(list, entity) || list->count >= CONJUNCTS_MAX)
        return true;
    dgm_participant *p = DGM_PUSH(list, stage->doc->arena);
    if (!p)
        return dgm_fail_memory(stage->error) == DGM_OK;
    *p = (dgm_participant){.entity = entity, .mention = mention, .sectors = dgm_people_of(stage->doc, e, mention)};
    return true;
}

/* The largest mention whose head is the token. */
uint32_t dgm_mention_headed(const dgm_doc *doc, uint32_t token) {
    uint32_t best = DGM_NONE, m = doc->tokens.items[token].mention;
    if (m == DGM_NONE)
        return DGM_NONE;
    if (doc->mentions.items[m].head == token)
        best = m;
    /* mentions are sorted by their first token: those that cover the token stand close by */
    uint32_t from = m > 6 ? m - 6 : 0, to = m + 6 < doc->mentions.count ? m + 6 : doc->mentions.count;
    for (uint32_t i = from; i < to; i++) {
        const dgm_mention *x = &doc->mentions.items[i];
        if (x->head == token && x->first <= token && token < x->end && !x->adjective &&
            (best == DGM_NONE || x->end - x->first > doc->mentions.items[best].end - doc->mentions.items[best].first))
            best = i;
    }
    return best;
}

bool dgm_add_mention(dgm_stage *stage, uint32_t m, dgm_participants *list) {
    const dgm_mention *x = &stage->doc->mentions.items[m];
    if (x->members_count == 0)
        return dgm_add_participant(stage, list, x->entity, m);
    for (uint32_t i = 0; i < x->members_count; i++)
        if (!dgm_add_participant(stage, list, stage->doc->members.items[x->members_first + i], m))
            return false;
    return true;
}

bool dgm_describes(unsigned rel) {
    return rel == DGM_REL_NMOD_POSS || rel == DGM_REL_AMOD || rel == DGM_REL_COMPOUND || rel == DGM_REL_NMOD_DESC ||
           rel == DGM_REL_NMOD_UNMARKED;
}

bool dgm_case_is(const dgm_doc *doc, uint32_t token, const char *const *words, size_t n) {
    uint32_t prep = dgm_tree_case(doc, token);
    for (size_t i = 0; prep != DGM_NONE && i < n; i++)
        if (dgm_tree_lemma_is(doc, prep, words[i]))
            return true;
    return false;
}

/* Who describes a noun there: the token itself, or who leads what the noun tells of ("a Saudi-led air raid"). */
uint32_t dgm_describer(const dgm_doc *doc, uint32_t token) {
    const dgm_token *t = &doc->tokens.items[token];
    if (t->mention != DGM_NONE || !dgm_describes(t->rel) || !dgm_str_is(dgm_doc_form(doc, token), "led"))
        return token;
    if (token >= 2 && dgm_str_is(dgm_doc_form(doc, token - 1), "-") && t[-2].mention != DGM_NONE)
        return token - 2;
    for (uint32_t c = dgm_tree_child(doc, token, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, token, c))
        if (doc->tokens.items[c].mention != DGM_NONE)
            return c;
    return token;
}

/* Who made what a noun is: "a plan floated by Chad", "the emergency that the president declared", "the idea of a patrol proposed by Chad". */
static uint32_t maker(const dgm_doc *doc, uint32_t noun, int depth) {
    for (uint32_t c = dgm_tree_child(doc, noun, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, noun, c)) {
        const dgm_token *t = &doc->tokens.items[c];
        bool made = t->rel == DGM_REL_ACL && t->xpos == DGM_XPOS_VBN;
        uint32_t who = DGM_NONE;
        if (made)
            who = dgm_tree_child_rel(doc, c, DGM_REL_OBL_AGENT);
        else if (t->rel == DGM_REL_ACL_RELCL && !dgm_tree_passive(doc, c))
            who = dgm_tree_child_rel(doc, c, DGM_REL_NSUBJ);
        else if (depth == 0 && t->rel == DGM_REL_NMOD && t->mention == DGM_NONE && dgm_tree_case(doc, c) != DGM_NONE &&
                 dgm_tree_lemma_is(doc, dgm_tree_case(doc, c), "of"))
            return maker(doc, c, 1);
        if (who != DGM_NONE && dgm_mention_headed(doc, who) != DGM_NONE && doc->tokens.items[who].upos != DGM_UPOS_PRON)
            return dgm_mention_headed(doc, who);
    }
    return DGM_NONE;
}

/* "after talks hosted by Chad": when or where it was, not whom it is about. */
static bool is_aside(const dgm_doc *doc, uint32_t noun) {
    static const char *const words[] = {"against", "over", "on", "at", "to", "for", "of"};
    return doc->tokens.items[noun].rel == DGM_REL_OBL && !dgm_case_is(doc, noun, words, sizeof words / sizeof words[0]);
}

/* The mention that the token heads, else that it stands in, or DGM_NONE. */
static uint32_t named_at(const dgm_doc *doc, uint32_t token) {
    uint32_t m = dgm_mention_headed(doc, token);
    return m != DGM_NONE ? m : doc->tokens.items[token].mention;
}

/* A noun that names nobody stands for whoever owns or describes it: "Russian strikes", "Moscow's envoy", "the offer of Chad", "the dealings of the
 * Ghanaian company". */
static uint32_t stand_in(const dgm_doc *doc, uint32_t token, int depth) {
    static const char *const targets[] = {"on", "against"};
    static const char *const doers[] = {"by"}, *const owners[] = {"of", "with", "from"},
                             *const others[] = {"in", "near", "at", "outside", "to", "on", "for", "against"};
    uint32_t of = DGM_NONE, own = DGM_NONE, at = DGM_NONE; /* "its border with Chad" is Chad's rather */
    for (uint32_t c = dgm_tree_child(doc, token, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, token, c)) {
        const dgm_token *t = &doc->tokens.items[c];
        uint32_t m = doc->tokens.items[dgm_describer(doc, c)].mention;
        if (m != DGM_NONE && dgm_describes(t->rel) && doc->mentions.items[m].kind != DGM_MENTION_TITLE) {
            if (doc->mentions.items[m].kind != DGM_MENTION_PRONOUN)
                return m;
            own = m;
        }
        bool by = t->rel == DGM_REL_NMOD && dgm_case_is(doc, c, doers, 1); /* "the jailing of a journalist by Chad" */
        if (by ||
            (t->rel == DGM_REL_NMOD && of == DGM_NONE && dgm_case_is(doc, c, owners, sizeof owners / sizeof owners[0])))
            of = named_at(doc, c) != DGM_NONE || depth ? named_at(doc, c) : stand_in(doc, c, 1);
        else if (t->rel == DGM_REL_NMOD && at == DGM_NONE && depth == 0 &&
                 dgm_case_is(doc, c, others, sizeof others / sizeof others[0]))
            at = named_at(doc, c) != DGM_NONE || !dgm_case_is(doc, c, targets, 2) ? named_at(doc, c)
                                                                                  : stand_in(doc, c, 1);
    }
    of = of != DGM_NONE ? of : own != DGM_NONE ? own : at;
    return of != DGM_NONE || is_aside(doc, token) ? of : maker(doc, token, 0);
}

/* "foreign ministers A of Chad and B of Mali": those who are named, not their title. "His tax adviser Mazars": nor whose he is. */
static uint32_t named_behind(const dgm_doc *doc, uint32_t token) {
    uint32_t name = dgm_tree_child_rel(doc, token, DGM_REL_APPOS), m = DGM_NONE;
    unsigned xpos = doc->tokens.items[token].xpos;
    if (name != DGM_NONE)
        m = dgm_mention_headed(doc, name);
    bool named = m != DGM_NONE && doc->mentions.items[m].kind == DGM_MENTION_NAME &&
                 !doc->mentions.items[m].adjective && doc->entities.items[doc->mentions.items[m].entity].code.n;
    bool several = xpos == DGM_XPOS_NNS && named && dgm_tree_child_rel(doc, name, DGM_REL_CONJ) != DGM_NONE &&
                   doc->entities.items[doc->mentions.items[m].entity].type == DGM_ENTITY_PERSON;
    return several || (named && doc->tokens.items[token].mention == DGM_NONE) ? name : DGM_NONE;
}

/* "I" and "we" of a quotation are who speaks. */
static const dgm_quote *first_person(const dgm_doc *doc, uint32_t token) {
    static const char *const words[] = {"i", "we", "me", "us"};
    const dgm_token *t = &doc->tokens.items[token];
    bool own = false;
    for (size_t i = 0; i < sizeof words / sizeof *words && t->upos == DGM_UPOS_PRON; i++)
        own = own || dgm_str_ieq(dgm_doc_form(doc, token), words[i]);
    for (uint32_t i = 0; i < doc->quotes.count && own; i++) {
        const dgm_quote *q = &doc->quotes.items[i];
        if (q->direct && q->speaker != DGM_NONE && dgm_span_within(t->span, q->span))
            return q;
    }
    return NULL;
}

/* "The minister says the country will leave the court": who says so speaks for it. The subject of the saying, or DGM_NONE. */
static uint32_t speaks_for(const dgm_doc *doc, uint32_t token) {
    const dgm_token *t = &doc->tokens.items[token];
    uint32_t det = dgm_tree_child_rel(doc, token, DGM_REL_DET), verb = t->head;
    bool passive = false;
    if (t->upos != DGM_UPOS_NOUN || t->mention != DGM_NONE || t->rel != DGM_REL_NSUBJ || verb == DGM_NONE ||
        !dgm_tree_lemma_is(doc, token, "country") || det == DGM_NONE || !dgm_tree_lemma_is(doc, det, "the") ||
        doc->tokens.items[verb].rel != DGM_REL_CCOMP || doc->tokens.items[verb].head == DGM_NONE)
        return DGM_NONE;
    uint32_t subject = dgm_tree_subject(doc, doc->tokens.items[verb].head, &passive);
    return passive || subject == token ? DGM_NONE : subject;
}

/* A state, or a body that has people as states do: "EU negotiators", "Fatah leaders". */
static bool has_people(const dgm_doc *doc, uint32_t token) {
    uint32_t m = named_at(doc, token);
    uint8_t type = m == DGM_NONE ? DGM_ENTITY_PLACE : doc->entities.items[doc->mentions.items[m].entity].type;
    return type == DGM_ENTITY_COUNTRY || type == DGM_ENTITY_ORGANIZATION;
}

static bool each_country(dgm_stage *stage, uint32_t token, dgm_participants *list, bool *found);

/* Who stands beside: conjuncts, also of a name behind its title ("President of Chad A and President of Mali B"), "along with the minister", and a
 * name in apposition where the noun itself names nobody. */
static bool others_beside(dgm_stage *stage, uint32_t token, dgm_participants *list, bool named, int depth) {
    static const char *const along[] = {"along", "together"};
    const dgm_doc *doc = stage->doc;
    for (uint32_t c = dgm_tree_child(doc, token, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, token, c)) {
        const dgm_token *t = &doc->tokens.items[c];
        bool beside = (t->rel == DGM_REL_CONJ && t->upos != DGM_UPOS_VERB) || (t->rel == DGM_REL_APPOS && !named) ||
                      (t->rel == DGM_REL_NMOD && dgm_case_is(doc, c, along, sizeof along / sizeof along[0]));
        uint32_t m = t->rel == DGM_REL_APPOS && named && depth < DEPTH_MAX ? dgm_mention_headed(doc, c) : DGM_NONE;
        bool same = m != DGM_NONE && dgm_takes_part(list, doc->mentions.items[m].entity);
        if ((beside && !dgm_gather_deep(stage, c, list, depth + 1)) ||
            (same && !others_beside(stage, c, list, true, depth + 1)))
            return false;
    }
    return true;
}

bool dgm_gather_deep(dgm_stage *stage, uint32_t token, dgm_participants *list, int depth) {
    const dgm_doc *doc = stage->doc;
    if (token == DGM_NONE || depth > DEPTH_MAX)
        return true;
    const dgm_quote *said = first_person(doc, token);
    if (said)
        return dgm_add_participant(stage, list, said->speaker, said->speaker_mention);
    uint32_t speaker = speaks_for(doc, token);
    if (speaker != DGM_NONE)
        return dgm_gather_deep(stage, speaker, list, depth + 1);
    uint32_t name = named_behind(doc, token);
    if (name != DGM_NONE &&
        (!dgm_gather_deep(stage, name, list, depth + 1) || !others_beside(stage, token, list, true, depth)))
        return false;
    if (name != DGM_NONE)
        return true;
    uint32_t m = dgm_mention_headed(doc, token), before = list->count;
    if (m == DGM_NONE && doc->tokens.items[token].mention != DGM_NONE &&
        doc->tokens.items[token].upos == DGM_UPOS_PROPN)
        m = doc->tokens.items[token].mention;
    bool each = false;
    if (!each_country(stage, token, list, &each))
        return false;
    if (!each && m != DGM_NONE && !doc->mentions.items[m].adjective) {
        if (!dgm_add_mention(stage, m, list))
            return false;
    }
    if (list->count == before && (m == DGM_NONE || doc->mentions.items[m].adjective)) {
        uint32_t instead = stand_in(doc, token, 0);
        if (instead == DGM_NONE && m != DGM_NONE)
            instead = m;
        if (instead != DGM_NONE && !dgm_add_mention(stage, instead, list))
            return false;
    }
    return others_beside(stage, token, list, list->count > before, depth);
}

/* "commanders of the two countries", "both sides' troops": the plural that says whose they are, or NULL. */
static const dgm_mention *both_countries(const dgm_doc *doc, uint32_t noun, uint32_t token) {
    static const char *const of[] = {"of", "from"};
    const dgm_token *t = &doc->tokens.items[token];
    const dgm_mention *m = t->mention == DGM_NONE ? NULL : &doc->mentions.items[t->mention];
    bool whose = (t->rel == DGM_REL_NMOD_POSS && t->upos != DGM_UPOS_PRON) ||
                 (t->rel == DGM_REL_NMOD && dgm_case_is(doc, token, of, 2));
    if (!m || !whose || m->members_count < 2 || m->head != token || !(doc->tokens.items[noun].feats & DGM_FEAT(PLUR)))
        return NULL;
    for (uint32_t i = 0; i < m->members_count; i++)
        if (doc->entities.items[doc->members.items[m->members_first + i]].type != DGM_ENTITY_COUNTRY)
            return NULL;
    return m;
}

/* "Azerbaijani and Armenian troops", "Chile and Peru's ministers", "ministers of Chile and Peru": one word, but people of each country. False: no memory. */
static bool each_country(dgm_stage *stage, uint32_t token, dgm_participants *list, bool *found) {
    const dgm_doc *doc = stage->doc;
    uint32_t m = dgm_mention_headed(doc, token), before = list->count;
    *found = false;
    if (m == DGM_NONE || doc->mentions.items[m].kind != DGM_MENTION_NOMINAL)
        return true;
    for (uint32_t c = dgm_tree_child(doc, token, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, token, c)) {
        const dgm_mention *both = both_countries(doc, token, c);
        for (uint32_t i = 0; both && i < both->members_count; i++)
            if (!dgm_add_participant(stage, list, doc->members.items[both->members_first + i], m))
                return false;
        *found = *found || both;
        unsigned rel = doc->tokens.items[c].rel;
        if (!has_people(doc, c) || (rel != DGM_REL_NMOD && !dgm_describes(rel)))
            continue;
        for (uint32_t d = dgm_tree_child(doc, c, DGM_NONE); d != DGM_NONE; d = dgm_tree_child(doc, c, d)) {
            if (doc->tokens.items[d].rel != DGM_REL_CONJ || !has_people(doc, d))
                continue;
            if (!*found && !dgm_add_participant(stage, list, doc->mentions.items[named_at(doc, c)].entity, m))
                return false;
            *found = true;
            if (!dgm_add_participant(stage, list, doc->mentions.items[named_at(doc, d)].entity, m))
                return false;
        }
    }
    for (uint32_t i = before; i < list->count; i++) /* "Polish and Czech farmers" are no states */
        list->items[i].sectors = doc->entities.items[doc->mentions.items[m].entity].sectors & ~(1u << DGM_SECTOR_IGO);
    return true;
}

bool dgm_gather(dgm_stage *stage, uint32_t token, dgm_participants *list) {
    return dgm_gather_deep(stage, token, list, 0);
}
