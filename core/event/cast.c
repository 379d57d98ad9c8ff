/* SPDX-License-Identifier: Apache-2.0 */
/* Who is meant though not named at the words of an event: "258 were arrested", "the ministry rejected the claim". Whoever is named nearby or
 * most in the article comes into question, and nobody does; a linear model over features that a person can read (cast.def) weighs
 * them, for actors and recipients apart. */
#include "event/cast.h"

#include <string.h>

#include "event/taken.h"

#define SENTENCES_BACK 3u
#define CLIMB 12u
#define STEM 5u /* letters */
#define EVENTS_AROUND 48u
#define MENTIONS_AROUND 240u
#define TOGETHER_ENOUGH 5u
#define TAKEN 2.0f /* what is rare and sure counts more than what is learnt of it from few cases */

/* ---- who comes into question ------------------------------------------------------------------------------------------------- */

typedef struct choice {
    dgm_cast *cast;
    const dgm_event *event;
    const dgm_participants *other; /* the side that is known, or empty */
    dgm_cast_view *view;
    uint32_t held;                       /* what stands in the place of the side, or DGM_NONE */
    uint32_t taken;                      /* the event that it takes up, or DGM_NONE */
    uint32_t seats[DGM_CAST_CANDIDATES]; /* of each candidate: see seat_of */
    uint32_t chain[CLIMB], depth;        /* the anchor and what it hangs from */
} choice;

static const dgm_entity *entity_at(const choice *c, uint32_t entity) {
    return &c->cast->stage->doc->entities.items[entity];
}

static bool is_state_itself(const dgm_entity *e) {
    return e->type == DGM_ENTITY_COUNTRY && !dgm_cast_people(e->sectors);
}

/* Whom an entity stands for in this choice: its party; of a party that takes part already its branch, if that does not; DGM_NONE: it does not come into
 * question. */
static uint32_t seat_of(const choice *c, uint32_t entity) {
    const dgm_participants *sides[] = {&c->event->actors, &c->event->recipients};
    const dgm_cast *cast = c->cast;
    uint32_t party = cast->party[entity], seat = party;
    for (int side = 0; party != DGM_NONE && side < 2; side++)
        for (uint32_t i = 0; i < sides[side]->count; i++) {
            const dgm_participant *p = &sides[side]->items[i];
            uint32_t known = p->entity;
            if (cast->party[known] != party || (is_state_itself(entity_at(c, known)) && dgm_cast_people(p->sectors)))
                continue; /* "Serbs protested": against their state, perhaps */
            if (cast->branch[known] == cast->branch[entity] || is_state_itself(entity_at(c, known)) ||
                is_state_itself(entity_at(c, entity)))
                return DGM_NONE;
            seat = cast->stage->doc->entities.count + cast->branch[entity];
        }
    return seat;
}

static bool of_own_state(const choice *c, uint32_t seat) { return seat >= c->cast->stage->doc->entities.count; }

/* The row of the party of that entity, a new one if it has none yet; NULL: it does not come into question. */
static float *row_of(choice *c, uint32_t entity, uint32_t mention, bool better) {
    dgm_cast_view *v = c->view;
    uint32_t seat = seat_of(c, entity);
    if (seat == DGM_NONE)
        return NULL;
    for (uint32_t i = 0; i < v->count; i++)
        if (c->seats[i] == seat) {
            if (better) {
                v->entities[i] = entity;
                v->mentions[i] = mention;
            }
            return v->x[i];
        }
    if (v->count + 1 >= DGM_CAST_CANDIDATES)
        return NULL;
    v->entities[v->count] = entity;
    v->mentions[v->count] = mention;
    memset(v->x[v->count], 0, sizeof v->x[v->count]);
    c->seats[v->count] = seat;
    return v->x[v->count++];
}

/* ---- in the event's own sentence ------------------------------------------------------------------------------------------------ */

static void climb(choice *c) {
    const dgm_token *t = c->cast->stage->doc->tokens.items;
    uint32_t at = c->event->anchor;
    for (c->depth = 0; c->depth < CLIMB && at != DGM_NONE; at = t[at].head)
        c->chain[c->depth++] = at;
}

/* Steps from the token up to where its way meets the anchor's; *above: steps from the anchor up to there. */
static uint32_t steps(const choice *c, uint32_t token, uint32_t *above, bool *inner) {
    const dgm_token *t = c->cast->stage->doc->tokens.items;
    *inner = false;
    for (uint32_t n = 0; n < CLIMB && token != DGM_NONE; n++, token = t[token].head) {
        for (uint32_t i = 0; i < c->depth; i++)
            if (c->chain[i] == token) {
                *above = i;
                return n;
            }
        unsigned rel = t[token].rel;
        *inner = *inner || rel == DGM_REL_CCOMP || rel == DGM_REL_XCOMP || rel == DGM_REL_ADVCL || rel == DGM_REL_ACL ||
                 rel == DGM_REL_ACL_RELCL;
    }
    *above = CLIMB;
    return CLIMB;
}

static unsigned preposition_of(const dgm_doc *doc, uint32_t prep) {
    static const struct {
        const char *word;
        unsigned feature;
    } known[] = {{"against", DGM_CAST_with_against}, {"on", DGM_CAST_with_against},
                 {"to", DGM_CAST_with_to},           {"for", DGM_CAST_with_to},
                 {"with", DGM_CAST_with_with},       {"between", DGM_CAST_with_with},
                 {"by", DGM_CAST_with_by},           {"of", DGM_CAST_with_of},
                 {"in", DGM_CAST_with_in},           {"at", DGM_CAST_with_in}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (dgm_tree_lemma_is(doc, prep, known[i].word))
            return known[i].feature;
    return DGM_CAST_with_other;
}

static unsigned part_of(unsigned rel) {
    switch (rel) {
    case DGM_REL_NSUBJ:
    case DGM_REL_NSUBJ_PASS:
        return DGM_CAST_as_subject;
    case DGM_REL_OBJ:
    case DGM_REL_IOBJ:
        return DGM_CAST_as_object;
    case DGM_REL_NMOD_POSS:
        return DGM_CAST_as_owner;
    case DGM_REL_AMOD:
    case DGM_REL_COMPOUND:
        return DGM_CAST_as_adjective;
    case DGM_REL_CONJ:
        return DGM_CAST_as_conjunct;
    default:
        return DGM_CASTS;
    }
}

/* "The leader of the party", "Wade, a critic of the president": of the other side's own words. */
static bool in_other(const choice *c, uint32_t head) {
    const dgm_doc *doc = c->cast->stage->doc;
    for (uint32_t i = 0; i < c->other->count; i++) {
        uint32_t m = c->other->items[i].mention;
        if (m != DGM_NONE && doc->mentions.items[m].head != head && doc->tokens.items[head].rel != DGM_REL_CONJ &&
            dgm_tree_under(doc, head, doc->mentions.items[m].head))
            return true;
    }
    return false;
}

static void named_here(choice *c, uint32_t entity, uint32_t mention) {
    const dgm_doc *doc = c->cast->stage->doc;
    const dgm_mention *m = &doc->mentions.items[mention];
    uint32_t head = m->head, anchor = c->event->anchor, above;
    bool inner, pronoun = m->kind == DGM_MENTION_PRONOUN;
    float near = 1.0f / (1.0f + (float)(head > anchor ? head - anchor : anchor - head));
    if (dgm_is_possession(c->cast->stage->know, doc, &c->event->actors, head) ||
        (c->event->type == DGM_EVENT_PROTEST && dgm_is_ground(doc, head)))
        return;
    float *x = row_of(c, entity, mention, false);
    if (!x || (x[DGM_CAST_here] > 0 && x[DGM_CAST_near] >= near))
        return;
    row_of(c, entity, mention, true);
    memset(x, 0, DGM_CASTS * sizeof *x);
    x[DGM_CAST_here] = 1;
    x[DGM_CAST_near] = near;
    x[DGM_CAST_behind] = head > anchor;
    uint32_t down = steps(c, head, &above, &inner);
    x[DGM_CAST_below] = above == 0;
    x[DGM_CAST_below_next] = above == 0 && down == 1;
    x[DGM_CAST_above] = above > 0;
    x[DGM_CAST_inner] = inner;
    x[DGM_CAST_pronoun] = pronoun;
    unsigned part = part_of(doc->tokens.items[head].rel);
    uint32_t prep = dgm_tree_case(doc, head);
    if (part != DGM_CASTS)
        x[part] = 1;
    x[DGM_CAST_inner_subject] = inner && part == DGM_CAST_as_subject;
    x[DGM_CAST_inner_object] = inner && part == DGM_CAST_as_object;
    x[DGM_CAST_above_subject] = above > 0 && !inner && part == DGM_CAST_as_subject;
    x[DGM_CAST_above_object] = above > 0 && !inner && part == DGM_CAST_as_object;
    x[DGM_CAST_held_subject] =
        part == DGM_CAST_as_subject && c->held != DGM_NONE && head != c->held && dgm_tree_under(doc, head, c->held);
    x[DGM_CAST_in_other] = in_other(c, head);
    x[DGM_CAST_in_held] = c->held != DGM_NONE && head != c->held && dgm_tree_under(doc, head, c->held) &&
                          !dgm_is_victim(c->cast->stage->know, doc, c->held, head);
    if (prep != DGM_NONE && part != DGM_CAST_as_owner)
        x[preposition_of(doc, prep)] = 1;
}

static void named_away(choice *c, uint32_t entity, uint32_t mention, uint32_t sentence) {
    static const uint8_t back[SENTENCES_BACK + 1] = {DGM_CASTS, DGM_CAST_last_1, DGM_CAST_last_2, DGM_CAST_last_3};
    const dgm_doc *doc = c->cast->stage->doc;
    float *x = row_of(c, entity, mention, false);
    if (!x || (x[DGM_CAST_here] > 0))
        return;
    x[DGM_CAST_away] = 1;
    if (sentence > c->event->sentence) {
        x[DGM_CAST_next_1] = 1;
        return;
    }
    x[back[c->event->sentence - sentence]] = 1;
    unsigned rel = doc->tokens.items[doc->mentions.items[mention].head].rel;
    if (c->event->sentence - sentence == 1 && (rel == DGM_REL_NSUBJ || rel == DGM_REL_NSUBJ_PASS))
        x[DGM_CAST_last_subject] = 1;
}

static void named_in(choice *c, uint32_t sentence) {
    const dgm_doc *doc = c->cast->stage->doc;
    uint32_t end = doc->sentences.items[sentence].end;
    for (uint32_t m = dgm_doc_first_mention(doc, sentence);
         m < doc->mentions.count && doc->mentions.items[m].first < end; m++) {
        const dgm_mention *x = &doc->mentions.items[m];
        uint32_t count = x->members_count ? x->members_count : 1;
        for (uint32_t k = 0; k < count; k++) {
            uint32_t entity = x->members_count ? doc->members.items[x->members_first + k] : x->entity;
            if (sentence == c->event->sentence)
                named_here(c, entity, m);
            else if (doc->sentences.items[sentence].headline) {
                float *row = row_of(c, entity, m, false);
                if (row)
                    row[DGM_CAST_headline] = 1;
            } else
                named_away(c, entity, m, sentence);
        }
    }
}

/* Who takes part in the event that is taken up, however far back. */
static void taken_part(choice *c, const dgm_event *e) {
    const dgm_participants *sides[] = {&e->actors, &e->recipients};
    static const uint8_t features[] = {DGM_CAST_taken_doer, DGM_CAST_taken_target};
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < sides[side]->count; i++) {
            float *x = row_of(c, sides[side]->items[i].entity, sides[side]->items[i].mention, false);
            if (x)
                x[features[side]] = TAKEN;
        }
}

static void mark_nearest(choice *c) {
    float most = 0;
    for (uint32_t k = 0; k < c->view->count; k++)
        most = c->view->x[k][DGM_CAST_near] > most ? c->view->x[k][DGM_CAST_near] : most;
    for (uint32_t k = 0; most > 0 && k < c->view->count; k++)
        c->view->x[k][DGM_CAST_nearest] = c->view->x[k][DGM_CAST_near] >= most;
}

static void mark_lead(choice *c) {
    const dgm_doc *doc = c->cast->stage->doc;
    uint32_t lead = doc->sentences.count && doc->sentences.items[0].headline ? 1 : 0;
    for (uint32_t m = lead < doc->sentences.count ? dgm_doc_first_mention(doc, lead) : doc->mentions.count;
         m < doc->mentions.count && doc->mentions.items[m].first < doc->sentences.items[lead].end; m++) {
        uint32_t seat = seat_of(c, doc->mentions.items[m].entity);
        for (uint32_t k = 0; seat != DGM_NONE && k < c->view->count; k++)
            if (c->seats[k] == seat)
                c->view->x[k][DGM_CAST_lead] = 1;
    }
}

static void gather(choice *c) {
    const dgm_doc *doc = c->cast->stage->doc;
    uint32_t s = c->event->sentence;
    named_in(c, s);
    uint32_t here = c->view->count;
    if (here == 1)
        c->view->x[0][DGM_CAST_only] = 1;
    for (uint32_t back = 1; back <= SENTENCES_BACK && back <= s; back++)
        if (!doc->sentences.items[s - back].headline)
            named_in(c, s - back);
    if (s + 1 < doc->sentences.count)
        named_in(c, s + 1);
    if (s > 0 && doc->sentences.items[0].headline)
        named_in(c, 0);
    for (int i = 0; i < DGM_CAST_MOST; i++)
        if (c->cast->most[i] != DGM_NONE)
            row_of(c, c->cast->most[i], DGM_NONE, false);
    for (uint32_t i = 0; i < 2; i++)
        if (c->cast->trade[i] != DGM_NONE)
            row_of(c, c->cast->trade[i], DGM_NONE, false);
    if (c->taken != DGM_NONE)
        taken_part(c, &doc->events.items[c->taken]);
    mark_nearest(c);
    mark_lead(c);
}

/* ---- what other events and mentions say ---------------------------------------------------------------------------------------- */

static bool stands_in(const choice *c, const dgm_participants *list, uint32_t seat) {
    uint32_t entities = c->cast->stage->doc->entities.count;
    for (uint32_t i = 0; i < list->count; i++)
        if (seat < entities ? c->cast->party[list->items[i].entity] == seat
                            : c->cast->branch[list->items[i].entity] == seat - entities)
            return true;
    return false;
}

/* Does the other side stand in that list? `branch`: it and no other branch of its state. */
static bool meets(const choice *c, const dgm_participants *list, bool branch) {
    const uint32_t *of = branch ? c->cast->branch : c->cast->party;
    for (uint32_t i = 0; i < c->other->count; i++)
        for (uint32_t j = 0; j < list->count; j++)
            if (of[c->other->items[i].entity] != DGM_NONE && of[c->other->items[i].entity] == of[list->items[j].entity])
                return true;
    return false;
}

static void more(float *x) { *x = *x < 3 ? *x + 1 : 3; }

/* Words of one stem: "accuse" and "accusation". */
static bool one_stem(dgm_str a, dgm_str b) {
    uint32_t n = 0;
    while (n < a.n && n < b.n && (a.p[n] | 32) == (b.p[n] | 32))
        n++;
    return n >= STEM || (n == a.n && n == b.n && n > 0);
}

/* "condemned the attack", "rejected the accusation", of which an event before told. */
static bool says_again(const choice *c, const dgm_event *e) {
    const dgm_token *t = c->cast->stage->doc->tokens.items, *held = &t[c->held];
    return held->upos == DGM_UPOS_NOUN && e->anchor < c->held && one_stem(held->lemma, t[e->anchor].lemma);
}

static bool harms(const dgm_event *e) {
    return e->type == DGM_EVENT_ASSAULT || e->type == DGM_EVENT_COERCE || e->type == DGM_EVENT_SANCTION;
}

static void other_events(choice *c, uint32_t own) {
    const dgm_events *all = &c->cast->stage->doc->events;
    uint32_t from = own > EVENTS_AROUND ? own - EVENTS_AROUND : 0, recent = 0;
    for (uint32_t i = own + EVENTS_AROUND < all->count ? own + EVENTS_AROUND : all->count; i-- > from;) {
        const dgm_event *e = &all->items[i];
        if (i == own || c->cast->drafts[i].loose)
            continue;
        bool last = i < own && c->event->sentence - e->sentence <= SENTENCES_BACK && recent++ < 2;
        bool here = e->sentence == c->event->sentence;
        const bool meets_by[] = {meets(c, &e->actors, false), meets(c, &e->actors, true)},
                   meets_to[] = {meets(c, &e->recipients, false), meets(c, &e->recipients, true)};
        bool held = c->held != DGM_NONE && (e->anchor == c->held || says_again(c, e));
        for (uint32_t k = 0; k < c->view->count; k++) {
            float *x = c->view->x[k];
            bool acts = stands_in(c, &e->actors, c->seats[k]), gets = stands_in(c, &e->recipients, c->seats[k]);
            bool by = meets_by[of_own_state(c, c->seats[k])], to = meets_to[of_own_state(c, c->seats[k])];
            if (acts)
                more(&x[DGM_CAST_actor]);
            if (gets)
                more(&x[DGM_CAST_recipient]);
            if (gets && by)
                more(&x[DGM_CAST_against]);
            if (acts && to)
                more(&x[DGM_CAST_turned]);
            if (acts && held)
                x[DGM_CAST_held_doer] = 1;
            if (here && acts)
                x[to ? DGM_CAST_here_against : DGM_CAST_here_actor] = 1;
            if (here && gets)
                x[by ? DGM_CAST_here_turned : DGM_CAST_here_recipient] = 1;
            if (harms(e) && acts)
                x[DGM_CAST_attacker] = 1;
            if (harms(e) && gets)
                x[DGM_CAST_victim] = 1;
            if (last && acts)
                x[to ? DGM_CAST_last_against : DGM_CAST_last_actor] = 1;
            if (last && gets)
                x[by ? DGM_CAST_last_turned : DGM_CAST_last_recipient] = 1;
        }
    }
}

static void mark_partner(choice *c) {
    uint32_t best = 0;
    for (uint32_t k = 1; k < c->view->count; k++)
        if (c->view->x[k][DGM_CAST_together] > c->view->x[best][DGM_CAST_together])
            best = k;
    if (c->view->count)
        c->view->x[best][DGM_CAST_partner] = c->view->x[best][DGM_CAST_together] > 0;
}

static void named_together(choice *c) {
    const dgm_doc *doc = c->cast->stage->doc;
    uint32_t at = dgm_doc_first_mention(doc, c->event->sentence),
             from = at > MENTIONS_AROUND ? at - MENTIONS_AROUND : 0,
             to = at + MENTIONS_AROUND < doc->mentions.count ? at + MENTIONS_AROUND : doc->mentions.count;
    while (from < to) {
        uint32_t sentence = doc->tokens.items[doc->mentions.items[from].first].sentence, end = from;
        uint64_t seen = 0;
        bool other = false;
        for (; end < to && doc->tokens.items[doc->mentions.items[end].first].sentence == sentence; end++) {
            uint32_t entity = doc->mentions.items[end].entity, party = c->cast->party[entity];
            for (uint32_t i = 0; party != DGM_NONE && i < c->other->count; i++)
                other = other || c->cast->party[c->other->items[i].entity] == party;
            uint32_t seat = party == DGM_NONE ? DGM_NONE : seat_of(c, entity);
            for (uint32_t k = 0; seat != DGM_NONE && k < c->view->count; k++)
                if (c->seats[k] == seat)
                    seen |= (uint64_t)1 << k;
        }
        for (uint32_t k = 0; other && k < c->view->count; k++)
            if ((seen >> k & 1) && c->view->x[k][DGM_CAST_together] < 0.99f)
                c->view->x[k][DGM_CAST_together] += 1.0f / TOGETHER_ENOUGH;
        from = end;
    }
}

/* ---- what they are ------------------------------------------------------------------------------------------------------------------ */

static void sectors(const choice *c, const dgm_entity *e, float *x) {
    for (uint32_t i = 0; i < c->other->count && e->country.n; i++)
        if (dgm_str_eq(entity_at(c, c->other->items[i].entity)->country, e->country))
            x[DGM_CAST_same] = 1;
    x[DGM_CAST_home] = e->country.n && dgm_str_eq(e->country, c->cast->stage->doc->clean.dateline.country);
    x[DGM_CAST_gov] = (float)(e->sectors >> DGM_SECTOR_GOV & 1);
    x[DGM_CAST_mil] = (float)(e->sectors >> DGM_SECTOR_MIL & 1);
    x[DGM_CAST_cop] = (float)(e->sectors >> DGM_SECTOR_COP & 1);
    x[DGM_CAST_jud] = (float)(e->sectors >> DGM_SECTOR_JUD & 1);
    x[DGM_CAST_leg] = (float)(e->sectors >> DGM_SECTOR_LEG & 1);
    x[DGM_CAST_people] = dgm_cast_people(e->sectors);
}

static void describe(choice *c) {
    dgm_cast_view *v = c->view;
    uint32_t most = DGM_NONE;
    for (uint32_t k = 0; k < v->count; k++) {
        const dgm_entity *e = entity_at(c, v->entities[k]);
        uint32_t times = c->cast->times[c->cast->party[v->entities[k]]];
        float *x = v->x[k];
        x[DGM_CAST_nameless] = e->generic;
        x[DGM_CAST_country] = e->type == DGM_ENTITY_COUNTRY;
        x[DGM_CAST_person] = e->type == DGM_ENTITY_PERSON;
        x[DGM_CAST_body] = e->type == DGM_ENTITY_ORGANIZATION;
        x[DGM_CAST_international] = (e->sectors >> DGM_SECTOR_IGO & 1) != 0;
        x[DGM_CAST_media] = (e->sectors >> DGM_SECTOR_JRN & 1) != 0;
        x[DGM_CAST_own_state] = of_own_state(c, c->seats[k]);
        x[DGM_CAST_business] = (e->sectors >> DGM_SECTOR_BUS & 1) != 0;
        x[DGM_CAST_speaker] =
            c->event->speaker != DGM_NONE && c->cast->party[c->event->speaker] == c->cast->party[v->entities[k]];
        x[DGM_CAST_share] = c->cast->total ? (float)times / (float)c->cast->total : 0;
        if (most == DGM_NONE || times > c->cast->times[c->cast->party[v->entities[most]]])
            most = k;
        sectors(c, e, x);
    }
    if (most != DGM_NONE)
        v->x[most][DGM_CAST_most] = 1;
}

/* "other countries", "donors": people of whom nobody says whose they are */
static bool unnamed_people(const choice *c, uint32_t token) {
    const dgm_event_knowledge *k = c->cast->stage->know;
    dgm_hits hits;
    return k->unnamed_known && dgm_index_find(&k->unnamed, c->cast->stage->doc->tokens.items[token].lemma, &hits);
}

static void nobody(choice *c, bool needed, const dgm_draft *draft, int side) {
    const dgm_doc *doc = c->cast->stage->doc;
    dgm_cast_view *v = c->view;
    float *x = memset(v->x[v->count], 0, sizeof v->x[v->count]);
    uint32_t held = draft->held[side], anchor = c->event->anchor;
    unsigned upos = held == DGM_NONE ? DGM_UPOS_NONE : doc->tokens.items[held].upos;
    x[DGM_CAST_none] = 1;
    x[DGM_CAST_none_needed] = needed;
    x[DGM_CAST_none_noun] =
        upos == DGM_UPOS_NOUN || upos == DGM_UPOS_PROPN || upos == DGM_UPOS_ADJ || upos == DGM_UPOS_NUM;
    x[DGM_CAST_none_pronoun] = upos == DGM_UPOS_PRON;
    x[DGM_CAST_none_people] = held != DGM_NONE && unnamed_people(c, held);
    x[DGM_CAST_none_passive] = doc->tokens.items[anchor].upos == DGM_UPOS_VERB && dgm_tree_passive(doc, anchor);
    x[DGM_CAST_none_nominal] = doc->tokens.items[anchor].upos != DGM_UPOS_VERB;
    x[DGM_CAST_none_clause] = draft->clause;
    x[DGM_CAST_none_taken] = c->taken != DGM_NONE;
    x[DGM_CAST_none_alone] = held == DGM_NONE && !draft->clause;
    v->entities[v->count] = v->mentions[v->count] = DGM_NONE;
    v->count++;
}

/* ---- the choice ---------------------------------------------------------------------------------------------------------------------- */

/* Where somebody who is only known to be spoken of much is named first. */
static uint32_t first_named(const dgm_doc *doc, uint32_t entity) {
    for (uint32_t i = 0; i < doc->mentions.count; i++)
        if (doc->mentions.items[i].entity == entity)
            return i;
    return DGM_NONE;
}

/* Where one of those who do what is taken up was chosen, all are meant: "welcomed the accord" welcomes both sides. */
static bool add_doers(const choice *c, const float *chosen, dgm_participants *list) {
    const dgm_doc *doc = c->cast->stage->doc;
    const dgm_event *e = c->taken == DGM_NONE ? NULL : &doc->events.items[c->taken];
    for (uint32_t i = 0; e && chosen[DGM_CAST_taken_doer] > 0 && i < e->actors.count; i++) {
        if (seat_of(c, e->actors.items[i].entity) == DGM_NONE)
            continue;
        dgm_participant *x = DGM_PUSH(list, doc->arena);
        if (!x)
            return dgm_fail_memory(c->cast->stage->error) == DGM_OK;
        *x = e->actors.items[i];
    }
    return true;
}

static bool fill(dgm_cast *cast, uint32_t i, int side, dgm_participants *list, bool needed) {
    dgm_event *e = &cast->stage->doc->events.items[i];
    const dgm_event_knowledge *k = cast->stage->know;
    dgm_cast_view view;
    choice c = {.cast = cast,
                .event = e,
                .other = side == 0 ? &e->recipients : &e->actors,
                .view = &view,
                .held = cast->drafts[i].held[side],
                .taken = dgm_taken_up(cast->stage, cast->drafts, i, cast->drafts[i].held[side])};
    double p;
    view.count = 0;
    climb(&c);
    gather(&c);
    other_events(&c, i);
    named_together(&c);
    mark_partner(&c);
    describe(&c);
    nobody(&c, needed, &cast->drafts[i], side);
    if (cast->trace)
        cast->trace->seen(cast->trace->arg, cast->stage, e, side, &view);
    if (!k->casts)
        return true;
    uint32_t best = dgm_cast_best(k, &view, side, e, &p);
    e->guess[side] = (uint16_t)(1000 * p);
    if (view.entities[best] == DGM_NONE)
        return true;
    dgm_participant *x = DGM_PUSH(list, cast->stage->doc->arena);
    if (!x)
        return dgm_fail_memory(cast->stage->error) == DGM_OK;
    uint32_t mention =
        view.mentions[best] != DGM_NONE ? view.mentions[best] : first_named(cast->stage->doc, view.entities[best]);
    *x = (dgm_participant){.entity = view.entities[best], .mention = mention};
    e->implied = true;
    return add_doers(&c, view.x[best], list);
}

/* "A phone call with Chad and Niger", "we met the presidents of Chad and Niger": all who are named are on one side of it. */
static bool all_met(const dgm_doc *doc, const dgm_event *e) {
    for (uint32_t i = 0; i < e->actors.count; i++) {
        uint32_t m = e->actors.items[i].mention, at = m == DGM_NONE ? DGM_NONE : doc->mentions.items[m].head;
        for (uint32_t n = 0; n < CLIMB && at != DGM_NONE && doc->tokens.items[at].rel == DGM_REL_CONJ; n++)
            at = doc->tokens.items[at].head;
        uint32_t prep = at == DGM_NONE ? DGM_NONE : dgm_tree_case(doc, at);
        bool with = prep != DGM_NONE && dgm_tree_lemma_is(doc, prep, "with");
        bool object =
            at != DGM_NONE && doc->tokens.items[at].rel == DGM_REL_OBJ && doc->tokens.items[at].head == e->anchor;
        if (!with && !object)
            return false;
    }
    return e->actors.count > 0;
}

/* Who does it with those that are named. Where nobody is found, they are met and do not meet each other, but for who is brought together. */
static bool add_partner(dgm_cast *cast, uint32_t i) {
    dgm_event *e = &cast->stage->doc->events.items[i];
    uint32_t named = e->actors.count;
    bool met = cast->drafts[i].rule->mode != DGM_MODE_CONSULT_THIRD_PARTY && all_met(cast->stage->doc, e);
    if (named != 1 && !met)
        return true;
    if (!fill(cast, i, 1, &e->actors, true))
        return false;
    if (met && named > 1 && e->actors.count == named) {
        e->recipients = e->actors;
        e->actors = (dgm_participants){0};
    }
    return true;
}

bool dgm_cast_fill(dgm_cast *cast, uint32_t i) {
    dgm_event *e = &cast->stage->doc->events.items[i];
    const dgm_rule *r = cast->drafts[i].rule;
    e->guess[0] = e->guess[1] = 1000;
    e->loose = cast->drafts[i].loose;
    if (!dgm_taken_together(cast->stage, cast->drafts, i, &e->actors) ||
        !dgm_taken_together(cast->stage, cast->drafts, i, &e->recipients))
        return false;
    if (e->actors.count == 0 && r->actors.count && !fill(cast, i, 0, &e->actors, r->need_actor))
        return false;
    if (r->symmetric)
        return add_partner(cast, i);
    if (e->recipients.count || (!r->recipients.count && r->type != DGM_EVENT_PROTEST) || dgm_is_shared(r, e))
        return true;
    return fill(cast, i, 1, &e->recipients, r->need_recipient);
}
