/* SPDX-License-Identifier: Apache-2.0 */
/* Places of events: what stands below the event's words, else in its sentence; else no more than the country, where who takes part
 * leaves only one. */
#include <string.h>

#include "doc/tree.h"
#include "pipeline/stage.h"

typedef struct knowledge {
    bool known;
    dgm_table countries;
    int code, name;
} knowledge;

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    knowledge *k = DGM_NEW(arena, knowledge);
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    k->known = dgm_store_table(store, "countries", &k->countries) == DGM_OK;
    k->code = k->known ? dgm_table_column(&k->countries, "code") : -1;
    k->name = k->known ? dgm_table_column(&k->countries, "name") : -1;
    k->known = k->known && k->code >= 0 && k->name >= 0;
    return DGM_OK;
}

static bool locative(const dgm_doc *doc, uint32_t token) {
    static const char *const words[] = {"in", "at",  "near",  "outside", "inside", "across",    "around",
                                        "on", "off", "along", "over",    "within", "throughout"};
    uint32_t prep = dgm_tree_case(doc, token);
    for (size_t i = 0; prep != DGM_NONE && i < sizeof words / sizeof words[0]; i++)
        if (dgm_tree_lemma_is(doc, prep, words[i]))
            return true;
    return false;
}

static bool is_place(const dgm_entity *e) {
    return e->type == DGM_ENTITY_PLACE || e->type == DGM_ENTITY_COUNTRY || (e->type == DGM_ENTITY_FACILITY);
}

/* The place of the event itself: beside its words or its clause's verb. "The war in Ukraine" places the war, not the talks
 * about it. */
static bool beside(const dgm_doc *doc, uint32_t anchor, uint32_t token) {
    uint32_t head = doc->tokens.items[token].head, verb = anchor;
    for (int i = 0; i < 4 && verb != DGM_NONE && doc->tokens.items[verb].upos != DGM_UPOS_VERB; i++)
        verb = doc->tokens.items[verb].head;
    for (int i = 0; i < 2 && head != DGM_NONE; i++, head = doc->tokens.items[head].head) {
        if (head == anchor || head == verb)
            return true;
        unsigned rel = doc->tokens.items[head].rel;
        if (rel != DGM_REL_OBJ && rel != DGM_REL_CONJ && rel != DGM_REL_APPOS && rel != DGM_REL_NMOD &&
            rel != DGM_REL_OBL && rel != DGM_REL_NSUBJ_PASS)
            return false;
        if (rel == DGM_REL_OBL || rel == DGM_REL_NMOD) /* "in the town of X", "near the border with Y" */
            if (!locative(doc, head))
                return false;
    }
    return head != DGM_NONE && (head == anchor || head == verb);
}

static bool stands_there(const dgm_doc *doc, const dgm_event *e, const dgm_mention *m) {
    const dgm_token *head = &doc->tokens.items[m->head];
    bool country = doc->entities.items[m->entity].type == DGM_ENTITY_COUNTRY;
    uint32_t prep = dgm_tree_case(doc, m->head);
    if (prep == DGM_NONE) /* "visited Kyiv", "shelled Kherson"; "attacked Syria" says it by who was hit */
        return head->rel == DGM_REL_OBJ && head->head == e->anchor && (!country || e->type == DGM_EVENT_CONSULT);
    if (country && dgm_tree_lemma_is(doc, prep, "at")) /* "fired at Israel" is an aim */
        return false;
    if (locative(doc, m->head))
        return true;
    if (dgm_tree_lemma_is(doc, prep, "against"))
        return !country && dgm_tree_under(doc, m->head, e->anchor);
    return e->type == DGM_EVENT_CONSULT && dgm_tree_lemma_is(doc, prep, "to") &&
           dgm_tree_under(doc, m->head, e->anchor);
}

/* How well a mention says where the event was; 0: not at all. A town says more than a country. */
static int fit(const dgm_doc *doc, const dgm_event *e, const dgm_mention *m) {
    const dgm_entity *x = &doc->entities.items[m->entity];
    if (!is_place(x) || m->adjective || m->kind == DGM_MENTION_PRONOUN)
        return 0;
    int score = x->type == DGM_ENTITY_PLACE ? (x->located ? 6 : 4) : x->type == DGM_ENTITY_FACILITY ? 3 : 2;
    bool there = stands_there(doc, e, m), under = dgm_tree_under(doc, m->head, e->anchor);
    if (!there && (!under || x->type == DGM_ENTITY_COUNTRY))
        return 0;
    bool close = beside(doc, e->anchor, m->head);
    if (x->type == DGM_ENTITY_COUNTRY && !close && !under)
        return 1; /* a last resort */
    return score + 10 * there + 4 * under + 4 * close;
}

static void set_place(const dgm_doc *doc, dgm_event *e, uint32_t mention, uint8_t from) {
    const dgm_mention *m = &doc->mentions.items[mention];
    const dgm_entity *x = &doc->entities.items[m->entity];
    e->where = (dgm_where){.entity = m->entity,
                           .name = dgm_doc_span(doc, dgm_tree_span(doc, m->first, m->end)),
                           .country = x->country,
                           .admin1 = x->admin1,
                           .located = x->located,
                           .lat = x->lat,
                           .lon = x->lon,
                           .geonames = x->geonames,
                           .from = from};
    e->where.precision = x->type == DGM_ENTITY_COUNTRY    ? DGM_WHERE_COUNTRY
                         : x->type == DGM_ENTITY_FACILITY ? DGM_WHERE_SITE
                         : x->located                     ? DGM_WHERE_CITY
                                                          : DGM_WHERE_REGION;
    e->where.span = dgm_tree_span(doc, m->first, m->end);
}

/* Who is visited, struck or seized is visited, struck or seized at home. */
static bool takes_place_at_recipient(uint8_t type) {
    return type == DGM_EVENT_CONSULT || type == DGM_EVENT_ASSAULT || type == DGM_EVENT_COERCE;
}

/* Do no more than "in the", "," and the like stand between two mentions? */
static bool joined(const dgm_doc *doc, uint32_t from, uint32_t to) {
    if (from >= to || to - from > 3 || doc->tokens.items[from].sentence != doc->tokens.items[to].sentence)
        return false;
    for (uint32_t t = from; t < to; t++) {
        const dgm_token *w = &doc->tokens.items[t];
        bool comma = dgm_str_is(dgm_doc_form(doc, t), ","), in = dgm_str_is(dgm_doc_form(doc, t), "in");
        if (!comma && !in && w->upos != DGM_UPOS_DET && w->upos != DGM_UPOS_NOUN && w->upos != DGM_UPOS_ADJ)
            return false;
    }
    return true;
}

/* "En Nahud in West Kordofan", "Tora village, Darfur": the narrowest of places that say where the next one is. */
static uint32_t narrow(const dgm_doc *doc, uint32_t place) {
    for (uint32_t i = place; i-- > 0 && place - i < 4;) {
        const dgm_mention *m = &doc->mentions.items[place], *before = &doc->mentions.items[i];
        const dgm_entity *x = &doc->entities.items[before->entity], *own = &doc->entities.items[m->entity];
        if (before->kind == DGM_MENTION_NAME && (x->type == DGM_ENTITY_PLACE || x->type == DGM_ENTITY_FACILITY) &&
            !own->located && dgm_str_eq(x->country, own->country) && joined(doc, before->end, m->first))
            place = i;
    }
    return place;
}

static void locate(const dgm_doc *doc, dgm_event *e, uint32_t first, uint32_t end) {
    int best = 0;
    uint32_t place = DGM_NONE;
    for (uint32_t i = first; i < end; i++) {
        int score = fit(doc, e, &doc->mentions.items[i]);
        if (score > best) {
            best = score;
            place = i;
        }
    }
    if (best <= 1 && takes_place_at_recipient(e->type))
        for (uint32_t i = 0; i < e->recipients.count; i++) {
            uint32_t m = e->recipients.items[i].mention;
            if (m != DGM_NONE && is_place(&doc->entities.items[doc->mentions.items[m].entity]) &&
                !doc->mentions.items[m].adjective && doc->mentions.items[m].kind == DGM_MENTION_NAME)
                place = m;
        }
    if (place != DGM_NONE)
        set_place(doc, e, narrow(doc, place), DGM_GROUND_SENTENCE);
}

/* ---- without a word for it -------------------------------------------------------------------------------------------- */

/* The one country of all who stand on a side; empty when there are several, or somebody has none. */
static dgm_str side_country(const dgm_doc *doc, const dgm_participants *side) {
    dgm_str code = {0};
    for (uint32_t i = 0; i < side->count; i++) {
        const dgm_entity *e = &doc->entities.items[side->items[i].entity];
        dgm_str own = e->country.n ? e->country : (dgm_str){0};
        if (!own.n || (code.n && !dgm_str_eq(code, own)))
            return (dgm_str){0};
        code = own;
    }
    return code;
}

/* What happens among people of one country happens there; force is felt where its victims are, and a state arrests, a crowd
 * marches at home. Words between countries have no place of their own, unless the article was written from one of the two. */
static dgm_str implied_country(const dgm_doc *doc, const dgm_event *e, uint8_t *from) {
    dgm_str a = side_country(doc, &e->actors), r = side_country(doc, &e->recipients),
            home = doc->clean.dateline.country;
    *from = DGM_GROUND_ARTICLE;
    if (a.n && (e->recipients.count == 0 || (r.n && dgm_str_eq(a, r))))
        return e->recipients.count == 0 && e->type != DGM_EVENT_PROTEST && e->type != DGM_EVENT_COERCE && home.n &&
                       !dgm_str_eq(home, a)
                   ? (dgm_str){0}
                   : a;
    if (e->type == DGM_EVENT_ASSAULT && r.n)
        return r;
    if ((e->type == DGM_EVENT_COERCE || e->type == DGM_EVENT_PROTEST) && a.n)
        return a;
    *from = DGM_GROUND_DATELINE;
    if (home.n && ((a.n && dgm_str_eq(home, a)) || (r.n && dgm_str_eq(home, r))))
        return home;
    return (dgm_str){0};
}

static void imply(const dgm_doc *doc, const knowledge *k, dgm_event *e) {
    uint8_t from;
    dgm_str code = implied_country(doc, e, &from);
    if (!code.n || !k->known)
        return;
    for (uint32_t row = 0; row < k->countries.rows; row++)
        if (dgm_str_is(code, dgm_table_str(&k->countries, row, k->code))) {
            e->where.name = dgm_str_of(dgm_table_str(&k->countries, row, k->name));
            e->where.country = code;
            e->where.precision = DGM_WHERE_COUNTRY;
            e->where.from = from;
            return;
        }
}

static int run(dgm_stage *stage) {
    dgm_doc *doc = stage->doc;
    uint32_t m = 0;
    for (uint32_t i = 0; i < doc->events.count; i++) {
        dgm_event *e = &doc->events.items[i];
        const dgm_sentence *s = &doc->sentences.items[e->sentence];
        int rc = dgm_spend(stage->budget, 1, stage->error);
        if (rc != DGM_OK)
            return rc;
        e->where = (dgm_where){.entity = DGM_NONE};
        while (m < doc->mentions.count && doc->mentions.items[m].first < s->first)
            m++;
        uint32_t end = m;
        while (end < doc->mentions.count && doc->mentions.items[end].first < s->end)
            end++;
        locate(doc, e, m, end);
        if (e->where.precision == DGM_WHERE_NONE)
            imply(doc, stage->know, e);
    }
    return DGM_OK;
}

static void dump(const dgm_doc *doc, dgm_buf *out) {
    for (uint32_t i = 0; i < doc->events.count; i++) {
        const dgm_event *e = &doc->events.items[i];
        dgm_buf_printf(out, "%s\t", dgm_event_name(e->type));
        dgm_buf_str(out, e->where.name);
        dgm_buf_char(out, '\t');
        dgm_buf_str(out, e->where.country);
        dgm_buf_char(out, '\n');
    }
}

const dgm_room dgm_room_where = {.name = "where", .open = room_open, .run = run, .dump = dump};
