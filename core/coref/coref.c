/* SPDX-License-Identifier: Apache-2.0 */
/* Who is meant by "he", "the minister", "both sides": a few sieves, the surest first (after Lee et al. 2013), each looking back over
 * the mentions before. What no sieve answers stays unanswered. */
#include <string.h>

#include "coref/coref.h"

#define OWNED_MOST 200u /* bodies of an article whose owner is looked for */
#define CLAUSE_STEPS 8u /* up the tree to a relative clause */
#define STATE_BACK 30u  /* mentions */
#define LOOK_BACK 60u   /* mentions */
#define SEVERAL_MAX 8u
#define HOLDERS 6u /* people of one office that an article names */
#define SHORT_MIN 3u
#define SHORT_MAX 4u /* letters of a short title: "Gen", "Capt" */
#define PRONOUN_COST 8u

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    dgm_anaphora *k = DGM_NEW(arena, dgm_anaphora);
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    k->known = dgm_store_table(store, "anaphora", &k->words) == DGM_OK &&
               dgm_table_index(&k->words, "words", &k->index) == DGM_OK;
    k->meaning = k->known ? dgm_table_column(&k->words, "meaning") : -1;
    k->known = k->known && k->meaning >= 0;
    dgm_antecedents_open(store, &k->antecedents);
    return DGM_OK;
}

dgm_str dgm_anaphora_meaning(const dgm_anaphora *k, dgm_str words) {
    dgm_hits hits;
    return dgm_index_find(&k->index, words, &hits)
               ? dgm_str_of(dgm_table_str(&k->words, dgm_hits_at(&hits, 0).row, k->meaning))
               : (dgm_str){0};
}

bool dgm_anaphora_means(const dgm_anaphora *k, dgm_str words, const char *meaning) {
    dgm_hits hits;
    uint32_t n = words.n && dgm_index_find(&k->index, words, &hits) ? hits.count : 0;
    for (uint32_t i = 0; i < n; i++) /* "the party", "both parties" */
        if (dgm_str_is(dgm_str_of(dgm_table_str(&k->words, dgm_hits_at(&hits, i).row, k->meaning)), meaning))
            return true;
    return false;
}

/* ---- "the minister", "the president": the last person with that office ------------------------------------------------------------ */

static dgm_str first_word(dgm_str s) {
    for (uint32_t i = 0; i < s.n; i++)
        if (s.p[i] == ' ')
            return (dgm_str){s.p, i};
    return s;
}

/* "the governor" is not the deputy governor. */
static bool one_ranks_lower(const dgm_anaphora *k, dgm_str a, dgm_str b) {
    return dgm_str_is(dgm_anaphora_meaning(k, first_word(a)), "lower") !=
           dgm_str_is(dgm_anaphora_meaning(k, first_word(b)), "lower");
}

/* "the general": who was called "Maj Gen", "Gen." before. */
static bool is_short_for(dgm_str a, dgm_str b) {
    if (a.n && a.p[a.n - 1] == '.')
        a.n--;
    if (a.n < SHORT_MIN || a.n > SHORT_MAX || a.n >= b.n || a.p[0] < 'A' || a.p[0] > 'Z')
        return false;
    return dgm_coref_same_word(a, (dgm_str){b.p, a.n});
}

static bool same_office(dgm_str a, dgm_str b) { return dgm_coref_same_word(a, b) || is_short_for(a, b); }

/* Who is meant by the title of mention `i`: of those of that office who were named before, the one who was named most, as a
 * subject above all: an article is about those who act. */
static uint32_t holder(const dgm_doc *doc, const dgm_anaphora *k, uint32_t i) {
    const dgm_mention *m = &doc->mentions.items[i];
    const dgm_entity *own = &doc->entities.items[m->entity];
    dgm_str word = dgm_coref_last_word(own->role);
    uint32_t found[HOLDERS], times[HOLDERS] = {0}, count = 0, best = 0;
    for (uint32_t j = i; j-- > 0 && i - j < LOOK_BACK;) {
        const dgm_mention *a = &doc->mentions.items[j];
        const dgm_entity *e = &doc->entities.items[a->entity];
        uint32_t at = 0;
        if ((a->kind != DGM_MENTION_NAME && a->kind != DGM_MENTION_TITLE) || e->type != DGM_ENTITY_PERSON ||
            e->generic || !e->role.n || !same_office(dgm_coref_last_word(e->role), word) ||
            one_ranks_lower(k, own->role, e->role) ||
            (m->first != m->head && own->code.n && own->confidence >= 700 && !dgm_str_eq(own->code, e->code)))
            continue;
        while (at < count && found[at] != a->entity)
            at++;
        if (at == count && count < HOLDERS)
            found[count++] = a->entity;
        if (at < HOLDERS)
            times[at] += dgm_coref_is_subject(doc, a) ? 2 : 1;
    }
    for (uint32_t at = 1; at < count; at++)
        best = times[at] > times[best] ? at : best;
    return count ? found[best] : DGM_NONE;
}

static void resolve_titles(dgm_doc *doc, const dgm_anaphora *k) {
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        dgm_mention *m = &doc->mentions.items[i];
        const dgm_entity *own = &doc->entities.items[m->entity];
        if (m->kind != DGM_MENTION_NOMINAL || own->type != DGM_ENTITY_PERSON || !own->generic ||
            (doc->tokens.items[m->end - 1].feats & DGM_FEAT(PLUR)) || m->end - m->first > 3)
            continue;
        uint32_t named = holder(doc, k, i);
        if (named != DGM_NONE) {
            m->entity = named;
            m->kind = DGM_MENTION_TITLE;
        }
    }
}

/* ---- "his father, Sultan Said" ------------------------------------------------------------------------------------------------------- */

static uint32_t apposed(const dgm_doc *doc, uint32_t head) {
    uint32_t t = dgm_tree_child_rel(doc, head, DGM_REL_APPOS);
    uint32_t m = t == DGM_NONE ? DGM_NONE : doc->tokens.items[t].mention;
    const dgm_entity *e = m == DGM_NONE ? NULL : &doc->entities.items[doc->mentions.items[m].entity];
    return e && e->type == DGM_ENTITY_PERSON && !e->generic ? doc->mentions.items[m].entity : DGM_NONE;
}

static void resolve_appositions(dgm_doc *doc) {
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        dgm_mention *m = &doc->mentions.items[i];
        const dgm_entity *own = &doc->entities.items[m->entity];
        if (m->kind != DGM_MENTION_NOMINAL || !own->generic || m->members_count ||
            !(doc->tokens.items[m->head].feats & DGM_FEAT(SING)))
            continue;
        uint32_t named = apposed(doc, m->head);
        if (named != DGM_NONE) {
            m->entity = named;
            m->type = DGM_ENTITY_PERSON;
        }
    }
}

/* ---- pronouns ----------------------------------------------------------------------------------------------------------------------- */

/* "Mrs Holt", "the spokeswoman": what the words in and before a mention tell. */
static void learn_genders(dgm_doc *doc, const dgm_anaphora *k) {
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        const dgm_mention *m = &doc->mentions.items[i];
        dgm_entity *e = &doc->entities.items[m->entity];
        bool before = m->first > 0 && doc->tokens.items[m->first - 1].sentence == doc->tokens.items[m->first].sentence;
        if (e->type != DGM_ENTITY_PERSON || e->gender || m->members_count)
            continue;
        dgm_str title = before ? dgm_anaphora_meaning(k, dgm_doc_form(doc, m->first - 1)) : (dgm_str){0},
                own = dgm_anaphora_meaning(k, dgm_doc_form(doc, m->head));
        if (dgm_str_is(title, "female") || dgm_str_is(own, "female"))
            e->gender = 'f';
        else if (dgm_str_is(title, "male") || dgm_str_is(own, "male"))
            e->gender = 'm';
    }
}

/* DGM_PRONOUNS: it is none. */
static dgm_pronoun pronoun_of(dgm_str meaning) {
    return dgm_str_is(meaning, "he")      ? DGM_PRONOUN_HE
           : dgm_str_is(meaning, "she")   ? DGM_PRONOUN_SHE
           : dgm_str_is(meaning, "thing") ? DGM_PRONOUN_THING
           : dgm_str_is(meaning, "group") ? DGM_PRONOUN_GROUP
                                          : DGM_PRONOUNS;
}

/* Which entities: one, several for a "they" behind a subject of several, or 0. */
static uint32_t meant(dgm_stage *stage, const dgm_anaphora *k, const dgm_spoken *spoken, dgm_pronoun pronoun,
                      uint32_t token, const dgm_antecedent_trace *trace, uint32_t *entities) {
    const dgm_doc *doc = stage->doc;
    dgm_candidates c;
    uint32_t count =
        pronoun == DGM_PRONOUN_GROUP ? dgm_coref_several(doc, token, spoken->upto, entities, SEVERAL_MAX) : 0;
    if (count)
        return count;
    dgm_candidates_look(doc, spoken, pronoun, token, &c);
    if (trace)
        trace->seen(trace->arg, doc, &c);
    uint32_t best = dgm_candidates_best(&k->antecedents, &c);
    if (best == DGM_NONE)
        return 0;
    entities[0] = doc->mentions.items[best].entity;
    return 1;
}

static int add_pronoun(dgm_stage *stage, dgm_pronoun pronoun, uint32_t token, const uint32_t *entities,
                       uint32_t count) {
    dgm_doc *doc = stage->doc;
    dgm_entity *e = &doc->entities.items[entities[0]];
    if (count == 1 && !e->gender)
        e->gender = pronoun == DGM_PRONOUN_HE ? 'm' : pronoun == DGM_PRONOUN_SHE ? 'f' : 0;
    dgm_mention *m = DGM_PUSH(&doc->mentions, doc->arena);
    if (!m)
        return dgm_fail_memory(stage->error);
    *m = (dgm_mention){.first = token,
                       .end = token + 1,
                       .head = token,
                       .entity = entities[0],
                       .kind = DGM_MENTION_PRONOUN,
                       .type = e->type};
    return count > 1 && !dgm_coref_members(doc, m, entities, count) ? dgm_fail_memory(stage->error) : DGM_OK;
}

static int resolve_pronouns(dgm_stage *stage, const dgm_anaphora *k, const dgm_antecedent_trace *trace) {
    const dgm_doc *doc = stage->doc;
    dgm_spoken spoken;
    if (!dgm_spoken_make(&spoken, stage))
        return dgm_fail_memory(stage->error);
    for (uint32_t t = 0; t < doc->tokens.count; t++) {
        if (doc->tokens.items[t].upos != DGM_UPOS_PRON || doc->tokens.items[t].mention != DGM_NONE)
            continue;
        dgm_pronoun pronoun = pronoun_of(dgm_anaphora_meaning(k, dgm_doc_form(doc, t)));
        if (pronoun == DGM_PRONOUNS)
            continue;
        int rc = dgm_spend(stage->budget, PRONOUN_COST, stage->error);
        if (rc != DGM_OK)
            return rc;
        dgm_spoken_upto(&spoken, doc, t);
        uint32_t entities[SEVERAL_MAX], count = meant(stage, k, &spoken, pronoun, t, trace, entities);
        if (count && (rc = add_pronoun(stage, pronoun, t, entities, count)) != DGM_OK)
            return rc;
        if (count == 1)
            dgm_spoken_meant(&spoken, pronoun, t, entities[0]);
    }
    return DGM_OK;
}

/* ---- "the bloc", "the agency": the last international body ---------------------------------------------------------------------------- */

/* Which bodies a word that is nobody's role may mean: "the bloc" one of states, "the group" one of rebels or campaigners, "the network" a firm. 0: none. */
static uint32_t bodies_of(dgm_str meaning) {
    return dgm_str_is(meaning, "body") ? 1u << DGM_SECTOR_IGO
           : dgm_str_is(meaning, "band")
               ? 1u << DGM_SECTOR_REB | 1u << DGM_SECTOR_OPP | 1u << DGM_SECTOR_PTY | 1u << DGM_SECTOR_NGO |
                     1u << DGM_SECTOR_CRM | 1u << DGM_SECTOR_SOC | 1u << DGM_SECTOR_LAB | 1u << DGM_SECTOR_IGO
           : dgm_str_is(meaning, "firm") ? 1u << DGM_SECTOR_BUS | 1u << DGM_SECTOR_JRN
                                         : 0;
}

/* "the Fund" of the "International Monetary Fund": the word is one of the name's. */
static bool has_word(dgm_str name, dgm_str word) {
    for (uint32_t at = 0, end; at < name.n; at = end + 1) {
        for (end = at; end < name.n && name.p[end] != ' ';)
            end++;
        if (dgm_coref_same_word((dgm_str){name.p + at, end - at}, word))
            return true;
    }
    return false;
}

/* "the body of the pilot" */
static bool is_corpse(const dgm_doc *doc, uint32_t t) {
    return dgm_tree_lemma_is(doc, t, "body") && dgm_tree_child_rel(doc, t, DGM_REL_NMOD) != DGM_NONE;
}

/* The body that the noun at `t` means: the last of a kind that it may mean, or (`bodies`: 0) that has the word in its name. */
static uint32_t body_before(const dgm_doc *doc, uint32_t t, uint32_t upto, uint32_t bodies) {
    const dgm_token *w = &doc->tokens.items[t];
    const dgm_entity *role =
        w->mention == DGM_NONE ? NULL : &doc->entities.items[doc->mentions.items[w->mention].entity];
    for (uint32_t j = upto, seen = 0; j-- > 0 && seen < LOOK_BACK; seen++) {
        uint32_t entity = doc->mentions.items[j].entity;
        const dgm_entity *e = &doc->entities.items[entity];
        if (e->type != DGM_ENTITY_ORGANIZATION || e->generic ||
            (role && !(role->generic && (e->sectors & role->sectors))))
            continue;
        if (bodies ? role || (e->sectors & bodies) : has_word(e->name, w->lemma))
            return entity;
    }
    return DGM_NONE;
}

/* "the" and the noun at `t` mean that entity from now on. */
static int mean(dgm_stage *stage, uint32_t t, uint32_t entity, uint8_t type) {
    dgm_mention *m = DGM_PUSH(&stage->doc->mentions, stage->doc->arena);
    if (!m)
        return dgm_fail_memory(stage->error);
    *m = (dgm_mention){
        .first = t - 1, .end = t + 1, .head = t, .entity = entity, .kind = DGM_MENTION_NOMINAL, .type = type};
    return DGM_OK;
}

static int resolve_bodies(dgm_stage *stage, const dgm_anaphora *k) {
    dgm_doc *doc = stage->doc;
    uint32_t known = doc->mentions.count, upto = 0;
    for (uint32_t t = 1; t < doc->tokens.count; t++) {
        while (upto < known && doc->mentions.items[upto].first < t)
            upto++;
        const dgm_token *w = &doc->tokens.items[t];
        if (w->upos != DGM_UPOS_NOUN || !(w->feats & DGM_FEAT(SING)) || !dgm_str_ieq(dgm_doc_form(doc, t - 1), "the") ||
            (w->rel == DGM_REL_COMPOUND) || is_corpse(doc, t))
            continue;
        dgm_str meaning = dgm_anaphora_meaning(k, w->lemma);
        uint32_t bodies = bodies_of(meaning);
        if (!bodies && !dgm_str_is(meaning, "namesake"))
            continue;
        uint32_t entity = body_before(doc, t, upto, bodies);
        if (entity == DGM_NONE)
            continue;
        if (w->mention != DGM_NONE) { /* a role word ("the court") that stands for a body named before */
            doc->mentions.items[w->mention].entity = entity;
            continue;
        }
        int rc = mean(stage, t, entity, DGM_ENTITY_ORGANIZATION);
        if (rc != DGM_OK)
            return rc;
    }
    return DGM_OK;
}

/* ---- "the kingdom", "the country": the state spoken of last -------------------------------------------------------------------------------- */

/* Where something is done to it or by it: not "in the country". */
static bool takes_part(const dgm_doc *doc, uint32_t t) {
    static const char *const words[] = {"on", "against", "to", "with", "from"};
    unsigned rel = doc->tokens.items[t].rel;
    uint32_t prep = dgm_tree_case(doc, t);
    if (rel == DGM_REL_NSUBJ || rel == DGM_REL_NSUBJ_PASS || rel == DGM_REL_OBJ)
        return true;
    for (size_t i = 0; prep != DGM_NONE && i < sizeof words / sizeof *words; i++)
        if (dgm_tree_lemma_is(doc, prep, words[i]))
            return true;
    return false;
}

static uint32_t state_before(const dgm_doc *doc, uint32_t upto, uint32_t but) {
    for (uint32_t j = upto, seen = 0; j-- > 0 && seen < STATE_BACK; seen++) {
        const dgm_entity *e = &doc->entities.items[doc->mentions.items[j].entity];
        if (e->type == DGM_ENTITY_COUNTRY &&
            (but == DGM_NONE || !dgm_str_eq(e->country, doc->entities.items[but].country)))
            return doc->mentions.items[j].entity;
    }
    return DGM_NONE;
}

static int resolve_states(dgm_stage *stage, const dgm_anaphora *k) {
    dgm_doc *doc = stage->doc;
    uint32_t known = doc->mentions.count, upto = 0;
    for (uint32_t t = 1; t < doc->tokens.count; t++) {
        while (upto < known && doc->mentions.items[upto].first < t)
            upto++;
        const dgm_token *w = &doc->tokens.items[t];
        if (w->upos != DGM_UPOS_NOUN || w->mention != DGM_NONE || !(w->feats & DGM_FEAT(SING)) ||
            !dgm_str_ieq(dgm_doc_form(doc, t - 1), "the") ||
            !(dgm_str_is(dgm_anaphora_meaning(k, w->lemma), "realm") ||
              dgm_str_is(dgm_anaphora_meaning(k, w->lemma), "land")) ||
            !takes_part(doc, t))
            continue;
        uint32_t entity = state_before(doc, upto, dgm_coref_other_end(doc, t));
        if (entity == DGM_NONE)
            continue;
        int rc = mean(stage, t, entity, DGM_ENTITY_COUNTRY);
        if (rc != DGM_OK)
            return rc;
    }
    return DGM_OK;
}

/* ---- "her government", "the minister, whose army" -------------------------------------------------------------------------------------- */

/* Whose the phrase at `head` is, by "his", "her" or "whose": the entity, or DGM_NONE. */
static uint32_t owning(const dgm_doc *doc, const dgm_anaphora *k, uint32_t head) {
    const dgm_token *t = doc->tokens.items;
    uint32_t owner = dgm_tree_child_rel(doc, head, DGM_REL_NMOD_POSS), at = owner;
    if (owner == DGM_NONE)
        return DGM_NONE;
    if (dgm_str_ieq(dgm_doc_form(doc, owner), "whose")) {
        for (uint32_t n = 0; n < CLAUSE_STEPS && at != DGM_NONE && t[at].rel != DGM_REL_ACL_RELCL; n++)
            at = t[at].head;
        at = at == DGM_NONE || t[at].rel != DGM_REL_ACL_RELCL ? DGM_NONE : t[at].head;
    } else {
        dgm_pronoun p = pronoun_of(dgm_anaphora_meaning(k, dgm_doc_form(doc, owner)));
        at = p == DGM_PRONOUN_HE || p == DGM_PRONOUN_SHE ? owner : DGM_NONE;
    }
    uint32_t m = at == DGM_NONE ? DGM_NONE : t[at].mention;
    return m == DGM_NONE ? DGM_NONE : doc->mentions.items[m].entity;
}

/* The nameless body of that kind that the country has, else the country itself, if the article names either. */
static uint32_t body_of_country(const dgm_doc *doc, const dgm_entity *like, dgm_str country) {
    uint32_t state = DGM_NONE;
    for (uint32_t i = 0; i < doc->entities.count; i++) {
        const dgm_entity *e = &doc->entities.items[i];
        if (!dgm_str_eq(e->code, country))
            continue;
        if (e->generic && e->sectors == like->sectors && e->type == like->type)
            return i;
        if (e->type == DGM_ENTITY_COUNTRY)
            state = i;
    }
    return state;
}

/* The reader of names took the country that stood nearest; whose it is is known only now. */
static void resolve_owned(dgm_doc *doc, const dgm_anaphora *k) {
    static const uint32_t state = 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_MIL | 1u << DGM_SECTOR_COP |
                                  1u << DGM_SECTOR_LEG | 1u << DGM_SECTOR_JUD | 1u << DGM_SECTOR_SPY;
    for (uint32_t i = 0, looks = 0; i < doc->mentions.count && looks < OWNED_MOST; i++) {
        dgm_mention *m = &doc->mentions.items[i];
        const dgm_entity *e = &doc->entities.items[m->entity];
        if (m->kind != DGM_MENTION_NOMINAL || m->members_count || !e->generic || !(e->sectors & state) ||
            e->type == DGM_ENTITY_PERSON)
            continue;
        uint32_t owner = owning(doc, k, m->head);
        dgm_str country = owner == DGM_NONE ? (dgm_str){0} : doc->entities.items[owner].country;
        if (!country.n || dgm_str_eq(country, e->country))
            continue;
        looks++;
        uint32_t own = body_of_country(doc, e, country);
        if (own != DGM_NONE)
            m->entity = own;
    }
}

int dgm_coref_read(dgm_stage *stage, const dgm_antecedent_trace *trace) {
    const dgm_anaphora *k = stage->know;
    if (!k->known || stage->doc->mentions.count == 0)
        return DGM_OK;
    int rc = dgm_coref_names(stage);
    resolve_titles(stage->doc, k);
    resolve_appositions(stage->doc);
    if (rc == DGM_OK)
        rc = resolve_bodies(stage, k);
    if (rc == DGM_OK)
        rc = resolve_states(stage, k);
    if (rc == DGM_OK)
        rc = dgm_coref_offices(stage, k);
    dgm_doc_sort_mentions(stage->doc);
    if (rc == DGM_OK)
        learn_genders(stage->doc, k), rc = resolve_pronouns(stage, k, trace);
    if (rc == DGM_OK) {
        dgm_doc_sort_mentions(stage->doc);
        resolve_owned(stage->doc, k);
        rc = dgm_coref_pairs(stage, k);
    }
    dgm_doc_sort_mentions(stage->doc);
    return rc;
}

static int run(dgm_stage *stage) { return dgm_coref_read(stage, NULL); }

static void dump(const dgm_doc *doc, dgm_buf *out) {
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        const dgm_mention *m = &doc->mentions.items[i];
        dgm_buf_str(out, dgm_doc_span(doc, dgm_tree_span(doc, m->first, m->end)));
        dgm_buf_text(out, "\t");
        for (uint32_t j = 0; j < (m->members_count ? m->members_count : 1); j++) {
            dgm_buf_text(out, j ? " + " : "");
            dgm_buf_str(
                out, doc->entities.items[m->members_count ? doc->members.items[m->members_first + j] : m->entity].name);
        }
        dgm_buf_char(out, '\n');
    }
}

const dgm_room dgm_room_coref = {.name = "coref", .open = room_open, .run = run, .dump = dump};
