/* SPDX-License-Identifier: Apache-2.0 */
/* Where an event happened. Whatever place is named nearby comes into question, the dateline's, the place of the event before, the countries
 * of who takes part, and nowhere; a linear model over features that a person can read (scene.def) weighs them. */
#include "where/look.h"

#include <string.h>

#define SENTENCES_BACK 2u
#define EVENTS_BACK 12u
#define LEAD_SENTENCES 2u
#define MENTIONS_MOST 200u /* of a sentence */
#define SPOKEN_OF 4u       /* so many names of countries before one of them is what an article is about */

static const char *const names[DGM_SCENES] = {
#define S(name) #name,
#include "where/scene.def"
#undef S
};
static const char *const traits[DGM_SCENE_TRAITS] = {"none",     "in",        "object",  "country", "actor",
                                                     "invader",  "recipient", "invaded", "both",    "struck",
                                                     "dateline", "again",     "away"};
const char *dgm_scene_name(unsigned feature) { return names[feature]; }
const char *dgm_scene_trait(unsigned trait) { return traits[trait]; }

/* ---- countries --------------------------------------------------------------------------------------------------------- */

#define PLACE_CLIMB 4u

/* "In Gaza", "in the town of Pelo", "in Kandor district", "in the capital, Lima" */
static bool is_in(const dgm_where_knowledge *k, const dgm_doc *doc, uint32_t head) {
    for (uint32_t i = 0; i < PLACE_CLIMB && head != DGM_NONE; i++) {
        const dgm_token *t = &doc->tokens.items[head];
        uint32_t prep = dgm_tree_case(doc, head);
        dgm_place_word kind = prep == DGM_NONE ? DGM_PLACE_NO_WORD : dgm_place_word_of(k, doc, prep);
        if (kind == DGM_PLACE_IN || kind == DGM_PLACE_NEAR)
            return true;
        bool part = prep == DGM_NONE && (t->rel == DGM_REL_APPOS || t->rel == DGM_REL_COMPOUND);
        if (!part && kind != DGM_PLACE_OF)
            return false;
        dgm_place_word up = dgm_place_word_of(k, doc, t->head);
        if (up == DGM_PLACE_PART && kind == DGM_PLACE_OF)
            return true; /* "took to the streets of Lima" */
        if (up != DGM_PLACE_VENUE && up != DGM_PLACE_PART)
            return false;
        head = t->head;
    }
    return false;
}

static bool is_narrow(const dgm_where_knowledge *k, const dgm_entity *x, dgm_str words) {
    dgm_hits hits;
    return x->type == DGM_ENTITY_PLACE || x->type == DGM_ENTITY_FACILITY ||
           (x->type == DGM_ENTITY_COUNTRY && dgm_index_find(&k->capitals, words, &hits));
}

/* The place, smaller than a country, that the article names most with "in". */
static uint32_t main_place(const dgm_where_knowledge *k, const dgm_doc *doc, const uint32_t *named) {
    uint32_t main = DGM_NONE, most = 1;
    for (uint32_t m = 0; m < doc->mentions.count; m++) {
        const dgm_mention *x = &doc->mentions.items[m];
        if (x->kind == DGM_MENTION_NAME && !x->adjective && named[x->entity] > most &&
            is_narrow(k, &doc->entities.items[x->entity], dgm_doc_span(doc, dgm_tree_span(doc, x->first, x->end)))) {
            main = m;
            most = named[x->entity];
        }
    }
    return main;
}

void dgm_scene_count(const dgm_where_knowledge *k, const dgm_doc *doc, uint32_t *named, dgm_scene_countries *c) {
    *c = (dgm_scene_countries){.most = DGM_NONE, .named = named};
    memset(named, 0, doc->entities.count * sizeof *named);
    for (uint32_t m = 0; m < doc->mentions.count; m++) {
        if (is_in(k, doc, doc->mentions.items[m].head)) {
            named[doc->mentions.items[m].entity]++;
            c->places++;
        }
        dgm_str code = doc->entities.items[doc->mentions.items[m].entity].country;
        uint32_t at = 0;
        if (code.n != 3)
            continue;
        while (at < c->count && !dgm_str_eq(c->codes[at], code))
            at++;
        if (at == DGM_SCENE_COUNTRIES)
            continue;
        if (at == c->count)
            c->codes[c->count++] = code;
        c->times[at]++;
        c->total++;
        if (c->most == DGM_NONE || c->times[at] > c->times[c->most])
            c->most = at;
    }
    c->main = main_place(k, doc, named);
}

/* The one country of all who stand on a side; empty when there are several, or somebody has none. */
static dgm_str side_country(const dgm_doc *doc, const dgm_participants *side) {
    dgm_str code = {0};
    for (uint32_t i = 0; i < side->count; i++) {
        dgm_str own = doc->entities.items[side->items[i].entity].country;
        if (!own.n || (code.n && !dgm_str_eq(code, own)))
            return (dgm_str){0};
        code = own;
    }
    return code;
}

bool dgm_same_country(dgm_str a, dgm_str b) { return a.n && dgm_str_eq(a, b); }

/* ---- candidates --------------------------------------------------------------------------------------------------------- */

static dgm_scene *add(dgm_look *l, dgm_where where, uint32_t head) {
    dgm_scene_view *v = l->view;
    if (v->count + 1 >= DGM_SCENE_CANDIDATES)
        return NULL;
    v->items[v->count] = (dgm_scene){.where = where, .head = head};
    return &v->items[v->count++];
}

/* "BEIRUT" and "Beirut" */
bool dgm_same_words(dgm_str a, dgm_str b) {
    for (uint32_t i = 0; a.n == b.n && i < a.n; i++)
        if ((a.p[i] | 0x20) != (b.p[i] | 0x20))
            return false;
    return a.n == b.n;
}

/* A place that the event's sentence does not name comes into question once, with all that speaks for it. */
static dgm_scene *add_away(dgm_look *l, dgm_where where) {
    for (uint32_t i = 0; i < l->view->count; i++) {
        dgm_scene *s = &l->view->items[i];
        if (s->head == DGM_NONE && dgm_str_eq(s->where.country, where.country) &&
            dgm_same_words(s->where.name, where.name) &&
            (s->where.precision == DGM_WHERE_COUNTRY) == (where.precision == DGM_WHERE_COUNTRY))
            return s;
    }
    return add(l, where, DGM_NONE);
}

/* Coordinates for the words of a place, by its country; false: the gazetteer does not have it there. */
static bool find_on_map(const dgm_where_knowledge *k, dgm_where *w) {
    dgm_hits hits;
    if (!dgm_index_find(&k->place_names, w->name, &hits))
        return false;
    for (uint32_t i = 0; i < hits.count && i < 64; i++) {
        uint32_t row = dgm_hits_at(&hits, i).row;
        if (w->country.n && !dgm_str_is(w->country, dgm_table_str(&k->places, row, k->place.country)))
            continue;
        w->located = true;
        w->country = dgm_str_of(dgm_table_str(&k->places, row, k->place.country));
        w->admin1 = dgm_str_of(dgm_table_str(&k->places, row, k->place.admin1));
        w->lat = (float)dgm_table_real(&k->places, row, k->place.lat);
        w->lon = (float)dgm_table_real(&k->places, row, k->place.lon);
        w->geonames = (uint32_t)dgm_table_int(&k->places, row, k->place.geonames);
        w->precision = DGM_WHERE_CITY;
        return true;
    }
    return false;
}

/* A capital or a seat of government, whatever the words stand for in their sentence: *w gets its country. */
static bool is_capital(const dgm_where_knowledge *k, dgm_where *w) {
    dgm_hits hits;
    if (dgm_index_find(&k->capitals, w->name, &hits)) {
        w->country = dgm_str_of(dgm_table_str(&k->countries, dgm_hits_at(&hits, 0).row, k->code));
        w->precision = DGM_WHERE_CITY;
        find_on_map(k, w);
        return true;
    }
    if (!dgm_index_find(&k->seat_names, w->name, &hits))
        return false;
    w->country = dgm_str_of(dgm_table_str(&k->seats, dgm_hits_at(&hits, 0).row, k->seat_code));
    w->precision = DGM_WHERE_SITE;
    return true;
}

/* "The Qatari capital": the noun that a nationality stands before, DGM_NONE: it is no place. */
static uint32_t venue_of(const dgm_look *l, const dgm_mention *m, unsigned *feature) {
    uint32_t noun = l->doc->tokens.items[m->head].head;
    if (noun == DGM_NONE || noun < m->end || noun > m->end + 3)
        return DGM_NONE;
    dgm_place_word kind = dgm_place_word_of(l->know, l->doc, noun);
    *feature = kind == DGM_PLACE_MISSION ? DGM_SCENE_mission : DGM_SCENE_venue;
    return kind == DGM_PLACE_VENUE || kind == DGM_PLACE_MISSION ? noun : DGM_NONE;
}

/* What kind of place a mention is, and its data; DGM_SCENES: none at all. *head: the token by which it stands in the sentence. */
static unsigned kind_of(const dgm_look *l, const dgm_mention *m, dgm_where *w, uint32_t *head) {
    const dgm_entity *x = &l->doc->entities.items[m->entity];
    unsigned kind = DGM_SCENES;
    dgm_span span = dgm_tree_span(l->doc, m->first, m->end);
    *head = m->head;
    *w = (dgm_where){.entity = m->entity, .country = x->country, .name = dgm_doc_span(l->doc, span), .span = span};
    bool money = m->end < l->doc->tokens.count && l->doc->tokens.items[m->end].upos == DGM_UPOS_SYM; /* "US$" */
    if (m->kind == DGM_MENTION_PRONOUN || money)
        return kind;
    if (m->adjective) {
        uint32_t noun = venue_of(l, m, &kind);
        if (noun == DGM_NONE)
            return DGM_SCENES;
        *head = noun;
        w->span = dgm_tree_span(l->doc, m->first, noun + 1);
        w->name = dgm_doc_span(l->doc, w->span);
        w->precision = DGM_WHERE_REGION;
        return kind;
    }
    if (m->kind != DGM_MENTION_NAME && x->type != DGM_ENTITY_PLACE && x->type != DGM_ENTITY_FACILITY)
        return kind;
    switch (x->type) {
    case DGM_ENTITY_PLACE:
        w->admin1 = x->admin1;
        w->located = x->located;
        w->lat = x->lat;
        w->lon = x->lon;
        w->geonames = x->geonames;
        w->precision = x->located ? DGM_WHERE_CITY : DGM_WHERE_REGION;
        return x->located ? DGM_SCENE_town : DGM_SCENE_unknown;
    case DGM_ENTITY_FACILITY:
        w->precision = DGM_WHERE_SITE;
        return DGM_SCENE_site;
    case DGM_ENTITY_COUNTRY:
        w->precision = DGM_WHERE_COUNTRY;
        return is_capital(l->know, w) ? DGM_SCENE_capital : DGM_SCENE_country;
    case DGM_ENTITY_ORGANIZATION:
        if (is_capital(l->know, w))
            return DGM_SCENE_capital;
        w->precision = DGM_WHERE_SITE;
        return w->country.n == 3 && is_in(l->know, l->doc, m->head) ? DGM_SCENE_body : DGM_SCENES;
    default:
        return kind;
    }
}

/* By whom the noun stands, else what the article is about; empty: "the Qatari capital" comes into question by its own words. */
static dgm_str word_country(const dgm_look *l, uint32_t noun) {
    const dgm_doc *doc = l->doc;
    for (uint32_t t = DGM_NONE; (t = dgm_tree_child(doc, noun, t)) != DGM_NONE;) {
        uint32_t m = doc->tokens.items[t].mention;
        dgm_str code = m == DGM_NONE ? (dgm_str){0} : doc->entities.items[doc->mentions.items[m].entity].country;
        if (code.n == 3)
            return doc->mentions.items[m].adjective ? (dgm_str){0} : code;
    }
    return l->countries->most == DGM_NONE ? (dgm_str){0} : l->countries->codes[l->countries->most];
}

/* "Protests in the capital": which one, where the article names it somewhere. */
static void capital_described(dgm_look *l, uint32_t noun) {
    const dgm_doc *doc = l->doc;
    dgm_str code = word_country(l, noun);
    if (code.n != 3 || dgm_tree_child_rel(doc, noun, DGM_REL_APPOS) != DGM_NONE)
        return;
    for (uint32_t m = 0; m < doc->mentions.count; m++) {
        const dgm_mention *x = &doc->mentions.items[m];
        dgm_where w = {.entity = x->entity, .span = dgm_tree_span(doc, x->first, x->end), .from = DGM_GROUND_SENTENCE};
        w.name = dgm_doc_span(doc, w.span);
        if (x->kind != DGM_MENTION_NAME || x->adjective || !is_capital(l->know, &w) || !dgm_str_eq(w.country, code))
            continue;
        dgm_scene *s = add(l, w, noun);
        if (s) {
            s->first = noun;
            s->end = noun + 1;
            s->x[DGM_SCENE_capital] = s->x[DGM_SCENE_described] = 1;
            dgm_scene_stand(l->know, doc, l->event, s);
        }
        return;
    }
}

static void capitals_described(dgm_look *l) {
    const dgm_sentence *s = &l->doc->sentences.items[l->event->sentence];
    for (uint32_t t = s->first; t < s->end && t < s->first + MENTIONS_MOST; t++)
        if (l->doc->tokens.items[t].mention == DGM_NONE && dgm_tree_lemma_is(l->doc, t, "capital") &&
            is_in(l->know, l->doc, t))
            capital_described(l, t);
}

/* "On Mazraat Beit Jinn, Rif Dimashq Governorate": a name of whom nothing is known, and a place tells where it lies. */
static bool lies_in_next(const dgm_look *l, uint32_t m, dgm_where *w) {
    const dgm_doc *doc = l->doc;
    const dgm_mention *own = &doc->mentions.items[m], *next = own + 1;
    const dgm_entity *x = &doc->entities.items[own->entity];
    if (m + 1 >= doc->mentions.count || own->kind != DGM_MENTION_NAME || own->adjective || x->code.n || x->role.n ||
        (x->type != DGM_ENTITY_PERSON && x->type != DGM_ENTITY_OTHER) || next->first != own->end + 1 ||
        !dgm_str_is(dgm_doc_form(doc, own->end), ","))
        return false;
    const dgm_entity *y = &doc->entities.items[next->entity];
    uint32_t prep = dgm_tree_case(doc, own->head);
    dgm_place_word kind = prep == DGM_NONE ? DGM_PLACE_NO_WORD : dgm_place_word_of(l->know, doc, prep);
    if ((y->type != DGM_ENTITY_PLACE && y->type != DGM_ENTITY_COUNTRY) || next->adjective || !y->country.n ||
        (kind != DGM_PLACE_IN && kind != DGM_PLACE_NEAR && kind != DGM_PLACE_ON))
        return false;
    w->country = y->country;
    w->precision = DGM_WHERE_REGION;
    return true;
}

/* "Pakistan attacked", "Moscow condemned Latvia": that it acts, or is spoken to, says enough of it. What is done to a state by force is done there. */
static bool only_takes_part(const dgm_look *l, const dgm_scene *s, unsigned kind) {
    static const uint32_t words = 1u << DGM_EVENT_AGREE | 1u << DGM_EVENT_SUPPORT | 1u << DGM_EVENT_CONCEDE |
                                  1u << DGM_EVENT_REQUEST | 1u << DGM_EVENT_ACCUSE | 1u << DGM_EVENT_REJECT |
                                  1u << DGM_EVENT_THREATEN;
    bool acts = s->x[DGM_SCENE_is_actor] > 0 || s->x[DGM_SCENE_in_actor] > 0;
    bool addressed = s->x[DGM_SCENE_is_recipient] > 0 && (words >> l->event->type & 1);
    return ((kind == DGM_SCENE_country || kind == DGM_SCENE_capital) && (acts || addressed)) ||
           (kind == DGM_SCENE_site && s->x[DGM_SCENE_is_actor] > 0);
}

static void named_here(dgm_look *l) {
    const dgm_doc *doc = l->doc;
    uint32_t m = dgm_doc_first_mention(doc, l->event->sentence), most = m + MENTIONS_MOST, in = 0;
    dgm_scene *only = NULL;
    for (; m < doc->mentions.count && m < most &&
           doc->mentions.items[m].first < doc->sentences.items[l->event->sentence].end;
         m++) {
        dgm_where w;
        uint32_t head;
        unsigned kind = kind_of(l, &doc->mentions.items[m], &w, &head);
        if (kind == DGM_SCENES && lies_in_next(l, m, &w))
            kind = DGM_SCENE_unknown;
        if (kind == DGM_SCENES)
            continue;
        w.from = DGM_GROUND_SENTENCE;
        dgm_scene *s = add(l, w, head);
        if (!s)
            return;
        s->first = doc->mentions.items[m].first;
        s->end = doc->mentions.items[m].end;
        s->x[kind] = 1;
        dgm_scene_stand(l->know, doc, l->event, s);
        if (only_takes_part(l, s, kind) && !is_in(l->know, l->doc, head)) {
            l->view->count--;
            continue;
        }
        if (s->x[DGM_SCENE_with_in] > 0 || s->x[DGM_SCENE_with_near] > 0) {
            only = s;
            in++;
        }
    }
    if (in == 1)
        only->x[DGM_SCENE_only] = 1;
}

/* A place by a mention in another sentence, DGM_NONE for a kind: none. */
static dgm_scene *named_away(dgm_look *l, uint32_t m, bool bare, unsigned feature) {
    const dgm_sentence *s = &l->doc->sentences.items[l->doc->tokens.items[l->doc->mentions.items[m].first].sentence];
    dgm_where w;
    uint32_t head;
    unsigned kind = kind_of(l, &l->doc->mentions.items[m], &w, &head);
    bool small = kind == DGM_SCENE_town || kind == DGM_SCENE_unknown || kind == DGM_SCENE_site;
    if (kind == DGM_SCENES || (bare ? !small && feature != DGM_SCENE_main_place : !is_in(l->know, l->doc, head)))
        return NULL;
    w.from = DGM_GROUND_ARTICLE;
    dgm_scene *x = add_away(l, w);
    if (!x)
        return NULL;
    x->x[kind] = x->x[feature] = 1;
    if (!s->headline && s->paragraph != l->doc->sentences.items[l->event->sentence].paragraph)
        x->x[DGM_SCENE_last_paragraph] = 1;
    return x;
}

static void named_before(dgm_look *l, uint32_t sentence, unsigned feature) {
    const dgm_doc *doc = l->doc;
    const dgm_sentence *s = &doc->sentences.items[sentence];
    uint32_t m = dgm_doc_first_mention(doc, sentence), most = m + MENTIONS_MOST;
    for (; m < doc->mentions.count && m < most && doc->mentions.items[m].first < s->end; m++)
        if (!named_away(l, m, false, feature) && s->headline)
            named_away(l, m, true, DGM_SCENE_headline_bare);
}

/* The last place that is no country, told longer ago. */
static void named_long_before(dgm_look *l) {
    const dgm_doc *doc = l->doc;
    uint32_t sentence = l->event->sentence, least;
    if (sentence <= SENTENCES_BACK)
        return;
    least = dgm_doc_first_mention(doc, sentence - SENTENCES_BACK);
    for (uint32_t m = least; m-- > 0 && least - m < MENTIONS_MOST;) {
        dgm_where w;
        uint32_t head;
        const dgm_mention *x = &doc->mentions.items[m];
        if (doc->sentences.items[doc->tokens.items[x->first].sentence].headline)
            return;
        if (kind_of(l, x, &w, &head) < DGM_SCENES && w.precision != DGM_WHERE_COUNTRY && is_in(l->know, l->doc, head)) {
            named_away(l, m, false, DGM_SCENE_last_long);
            return;
        }
    }
}

dgm_days dgm_compare_days(const dgm_event *a, const dgm_event *b) {
    if (a->when.precision != DGM_PRECISION_DAY || b->when.precision != DGM_PRECISION_DAY)
        return DGM_SOME_DAY;
    return dgm_date_cmp(a->when.start, b->when.start) == 0 ? DGM_SAME_DAY : DGM_OTHER_DAY;
}

static void place_again(dgm_look *l, const dgm_event *before, unsigned feature) {
    const dgm_sentence *s = l->doc->sentences.items;
    dgm_scene *x = add_away(l, before->where);
    if (!x)
        return;
    if (before->sentence != l->event->sentence)
        x->where.from = DGM_GROUND_ARTICLE;
    x->x[feature] = 1;
    x->x[DGM_SCENE_again_paragraph] = s[before->sentence].paragraph != s[l->event->sentence].paragraph;
    x->x[DGM_SCENE_again_clause] =
        before->sentence == l->event->sentence && (dgm_tree_under(l->doc, before->anchor, l->event->anchor) ||
                                                   dgm_tree_under(l->doc, l->event->anchor, before->anchor));
    dgm_days d = dgm_compare_days(l->event, before);
    x->x[DGM_SCENE_again_day] = d == DGM_SAME_DAY;
    x->x[DGM_SCENE_again_other_day] = d == DGM_OTHER_DAY;
    x->x[DGM_SCENE_again_type] = before->type == l->event->type;
    x->x[DGM_SCENE_again_people] = dgm_doc_share_people(l->event, before);
    x->x[DGM_SCENE_country] = before->where.precision == DGM_WHERE_COUNTRY;
    x->traits |= 1u << DGM_SCENE_AGAIN;
}

/* The place of the event before, if it was told just now, and the last that is more than a country. */
static void places_again(dgm_look *l, uint32_t own) {
    const dgm_event *events = l->doc->events.items;
    const dgm_event *before = own ? &events[own - 1] : NULL;
    uint32_t back = before ? l->event->sentence - before->sentence : 0;
    if (before)
        l->last = before->where.country;
    if (before && before->where.precision != DGM_WHERE_NONE && back <= SENTENCES_BACK)
        place_again(l, before, back == 0 ? DGM_SCENE_again : back == 1 ? DGM_SCENE_again_1 : DGM_SCENE_again_2);
    for (uint32_t i = own; i-- > 0 && own - i <= EVENTS_BACK;)
        if (events[i].where.precision != DGM_WHERE_NONE && events[i].where.precision != DGM_WHERE_COUNTRY) {
            if (i + 1 != own || back > SENTENCES_BACK)
                place_again(l, &events[i], DGM_SCENE_again_long);
            return;
        }
}

/* The word "here" in the event's sentence, or DGM_NONE. */
static uint32_t says_here(const dgm_look *l) {
    const dgm_sentence *s = &l->doc->sentences.items[l->event->sentence];
    for (uint32_t t = s->first; t < s->end && t < s->first + MENTIONS_MOST; t++)
        if (dgm_place_word_of(l->know, l->doc, t) == DGM_PLACE_HERE)
            return t;
    return DGM_NONE;
}

/* "Ministers met here": the dateline's place stands in the sentence. */
static void dateline_here(dgm_look *l, dgm_where w) {
    uint32_t here = says_here(l);
    bool capital = is_capital(l->know, &w);
    dgm_scene *s = here == DGM_NONE ? NULL : add(l, w, here);
    if (!s)
        return;
    s->first = here;
    s->end = here + 1;
    s->x[capital ? DGM_SCENE_capital : DGM_SCENE_town] = 1;
    dgm_scene_stand(l->know, l->doc, l->event, s);
    s->x[DGM_SCENE_with_in] = 1;
}

/* Was the event on the day of the article, or the day before? */
static bool is_fresh(const dgm_look *l) {
    const dgm_clean *c = &l->doc->clean;
    dgm_date day = c->dateline.date.month ? c->dateline.date : c->published;
    if (l->event->when.precision != DGM_PRECISION_DAY || !day.month || !day.day)
        return false;
    int32_t back = dgm_date_days(day) - dgm_date_days(l->event->when.start);
    return back == 0 || back == 1;
}

static bool in_lead(const dgm_look *l) {
    uint32_t body = l->doc->sentences.items[0].headline;
    return l->event->sentence < body + LEAD_SENTENCES;
}

static void dateline(dgm_look *l) {
    const dgm_dateline *d = &l->doc->clean.dateline;
    if (!d->place.n)
        return;
    dgm_where w = {.entity = DGM_NONE,
                   .name = d->place,
                   .country = d->country,
                   .precision = DGM_WHERE_REGION,
                   .from = DGM_GROUND_DATELINE};
    find_on_map(l->know, &w);
    dateline_here(l, w);
    dgm_scene *s = add_away(l, w);
    if (!s)
        return;
    s->x[DGM_SCENE_dateline] = 1;
    s->x[DGM_SCENE_dateline_day] = is_fresh(l);
    s->x[DGM_SCENE_dateline_old] = l->event->status == DGM_STATUS_HISTORICAL;
    s->x[DGM_SCENE_dateline_lead] = in_lead(l);
    s->traits |= 1u << DGM_SCENE_DATELINE;
}

/* A country by its name: who takes part, or the article as a whole, speaks for it. */
static void country(dgm_look *l, dgm_str code, unsigned feature) {
    const dgm_where_knowledge *k = l->know;
    for (uint32_t i = 0; i < l->view->count && code.n == 3; i++) {
        dgm_scene *s = &l->view->items[i];
        if (s->where.precision == DGM_WHERE_COUNTRY && s->where.entity == DGM_NONE &&
            dgm_str_eq(s->where.country, code)) {
            s->x[feature] = 1;
            return;
        }
    }
    uint32_t row = dgm_codes_row(&k->codes, code);
    if (row == DGM_NONE)
        return;
    dgm_where w = {.entity = DGM_NONE,
                   .name = dgm_str_of(dgm_table_str(&k->countries, row, k->name)),
                   .country = code,
                   .precision = DGM_WHERE_COUNTRY,
                   .from = feature == DGM_SCENE_of_dateline ? DGM_GROUND_DATELINE : DGM_GROUND_ARTICLE};
    dgm_scene *s = add(l, w, DGM_NONE);
    if (s)
        s->x[feature] = 1;
}

/* Talks, agreements and the like of several: to say that they were at one of them would be drawing lots. */
static bool between_equals(const dgm_event *e) {
    return e->mutual || (e->type == DGM_EVENT_CONSULT && !e->recipients.count && e->actors.count > 1);
}

static void countries(dgm_look *l) {
    const dgm_participants *sides[] = {&l->event->actors, &l->event->recipients};
    bool same = dgm_same_country(l->actors, l->recipients), across = l->actors.n && l->recipients.n && !same;
    country(l, l->actors, same ? DGM_SCENE_of_both : across ? DGM_SCENE_of_invaders : DGM_SCENE_of_actors);
    country(l, l->recipients, same ? DGM_SCENE_of_both : across ? DGM_SCENE_of_invaded : DGM_SCENE_of_recipients);
    for (int side = 0; side < 2 && !between_equals(l->event); side++)
        for (uint32_t i = 0; i < sides[side]->count && i < 4; i++)
            country(l, l->doc->entities.items[sides[side]->items[i].entity].country, DGM_SCENE_of_either);
    country(l, l->doc->clean.dateline.country, DGM_SCENE_of_dateline);
    if (l->countries->most != DGM_NONE && l->countries->total >= SPOKEN_OF)
        country(l, l->countries->codes[l->countries->most], DGM_SCENE_of_main);
}

void dgm_scene_look(const dgm_stage *stage, const dgm_scene_countries *counted, uint32_t i, dgm_scene_view *view) {
    const dgm_doc *doc = stage->doc;
    const dgm_event *e = &doc->events.items[i];
    dgm_look l = {.stage = stage,
                  .doc = doc,
                  .know = stage->know,
                  .countries = counted,
                  .event = e,
                  .view = view,
                  .actors = side_country(doc, &e->actors),
                  .recipients = side_country(doc, &e->recipients)};
    view->count = 0;
    named_here(&l);
    capitals_described(&l);
    for (uint32_t back = 1; back <= SENTENCES_BACK && back <= e->sentence; back++)
        if (!doc->sentences.items[e->sentence - back].headline)
            named_before(&l, e->sentence - back, back == 1 ? DGM_SCENE_last_1 : DGM_SCENE_last_2);
    if (e->sentence > 0 && doc->sentences.items[0].headline)
        named_before(&l, 0, DGM_SCENE_headline);
    uint32_t body = doc->sentences.items[0].headline;
    bool headline = doc->sentences.items[e->sentence].headline; /* the lead tells again what the headline does */
    for (uint32_t k = body; k < body + LEAD_SENTENCES && k < doc->sentences.count; k++)
        if (headline || k + SENTENCES_BACK < e->sentence)
            named_before(&l, k, DGM_SCENE_lead);
    named_long_before(&l);
    if (counted->main != DGM_NONE)
        named_away(&l, counted->main, true, DGM_SCENE_main_place);
    places_again(&l, i);
    dateline(&l);
    countries(&l);
    dgm_scenes_compare(&l, i);
}
