/* SPDX-License-Identifier: Apache-2.0 */
/* Names that the network found, beside what the lexicon matched. A match that is only a part of one (the town or the country in
 * "Jordan Henderson", "Georgia Tech") gives way to it; else the name is what the lexicon leaves of it. */
#include "entity/names.h"

static const dgm_found *found_at(const dgm_reader *r, uint32_t t) {
    return r->at[t] == DGM_NONE ? NULL : &r->found.items[r->at[t]];
}

static bool is_title(const dgm_reader *r, uint32_t t) {
    dgm_hits hits;
    return dgm_index_find(&r->know->title_names, dgm_doc_form(r->doc, t), &hits);
}

/* The role that stands before a person's name, or DGM_NONE. */
static uint32_t title_of(const dgm_reader *r, uint32_t first, uint32_t sentence_first) {
    const dgm_found *f = first > sentence_first ? found_at(r, first - 1) : NULL;
    return f && f->kind == DGM_FOUND_ROLE ? r->at[first - 1] : DGM_NONE;
}

/* What the last words of a body in the name say of its sector: "Police Force" before "Force". */
static uint32_t sectors_of(const dgm_reader *r, const dgm_name *n) {
    const dgm_entity_knowledge *k = r->know;
    uint32_t row = DGM_NONE;
    dgm_hits hits;
    bool ok;
    for (uint32_t end = n->end; end > n->first && row == DGM_NONE; end--) {
        for (uint32_t t = n->first; t < end; t++)
            if (dgm_match(r, &k->body_names, t, end, true, &row) == end - t)
                break;
            else
                row = DGM_NONE;
        if (row == DGM_NONE && /* "Giants Brigades" */
            dgm_index_find(&k->body_names, r->doc->tokens.items[end - 1].lemma, &hits))
            row = dgm_hits_at(&hits, 0).row;
    }
    return row == DGM_NONE ? 0 : dgm_sectors_of(dgm_table_str(&k->bodies, row, k->body_sectors), &ok);
}

static uint8_t type_of(dgm_name_class class) {
    static const uint8_t types[DGM_NAME_CLASSES] = {
        [DGM_NAME_PERSON] = DGM_ENTITY_PERSON, [DGM_NAME_ORGANIZATION] = DGM_ENTITY_ORGANIZATION,
        [DGM_NAME_PLACE] = DGM_ENTITY_PLACE,   [DGM_NAME_FACILITY] = DGM_ENTITY_FACILITY,
        [DGM_NAME_GROUP] = DGM_ENTITY_GROUP,   [DGM_NAME_AGREEMENT] = DGM_ENTITY_AGREEMENT,
        [DGM_NAME_EVENT] = DGM_ENTITY_EVENT,   [DGM_NAME_OTHER] = DGM_ENTITY_OTHER,
    };
    return types[class];
}

/* A match that is no more than a word which names a place, and may mean something else. */
static bool weak(const dgm_found *f) {
    return f->kind == DGM_FOUND_PLACE || f->kind == DGM_FOUND_REGION || f->kind == DGM_FOUND_CAPITAL ||
           f->kind == DGM_FOUND_COUNTRY;
}

/* The news agency in "spokeswoman Tasnim Rahimi" */
static bool is_forename_here(const dgm_reader *r, const dgm_name *n, const dgm_found *f) {
    return n->class == DGM_NAME_PERSON && f->kind == DGM_FOUND_ORGANISATION && f->first == n->first &&
           f->end - f->first == 1 && n->end - n->first == 2 && r->at[n->end - 1] == DGM_NONE &&
           !(r->doc->tokens.items[f->first].shape & DGM_SHAPE_ALL_UPPER);
}

/* May the match be a part of the name: the "Jordan" of a person, the "Hazara … Party" of a body? */
static bool may_be_part(const dgm_reader *r, const dgm_name *n, const dgm_found *f) {
    if (f->first < n->first || f->end > n->end || n->class == DGM_NAME_OTHER || n->class == DGM_NAME_GROUP)
        return false;
    if (weak(f) || (f->kind == DGM_FOUND_ORGANISATION && n->class == DGM_NAME_ORGANIZATION) ||
        is_forename_here(r, n, f))
        return f->end - f->first < n->end - n->first;
    return n->class != DGM_NAME_PERSON && (f->kind == DGM_FOUND_ADJECTIVE || f->kind == DGM_FOUND_ROLE) &&
           dgm_upper_first(r->doc, f->first);
}

/* May the name take the place of everything that was matched in it? It has a word of its own, then. */
static bool may_replace(const dgm_reader *r, const dgm_name *n) {
    bool own = false;
    for (uint32_t t = n->first; t < n->end; t++) {
        const dgm_found *f = found_at(r, t);
        own = own || (!f && dgm_upper_first(r->doc, t) && r->doc->tokens.items[t].upos != DGM_UPOS_DET);
        if (f && !may_be_part(r, n, f))
            return false;
    }
    return own;
}

/* "bin Salman" is a name, "of Foreign Affairs" and "alias Karialan" are none. */
static bool begins_name(const dgm_reader *r, uint32_t t) {
    dgm_hits hits;
    return dgm_upper_first(r->doc, t) || (r->doc->tokens.items[t].shape & DGM_SHAPE_DIGIT) ||
           dgm_index_find(&r->know->particle_words, dgm_doc_form(r->doc, t), &hits);
}

/* Leaves out marks and small words at either end, and titles. */
static void trim(const dgm_reader *r, dgm_name *n) {
    while (n->first < n->end && (!begins_name(r, n->first) || (n->class == DGM_NAME_PERSON && is_title(r, n->first))))
        n->first++;
    while (n->first < n->end && dgm_str_ieq(dgm_doc_form(r->doc, n->first), "no")) /* "No Coalition troops" */
        n->first++;
    while (n->end > n->first && (r->doc->tokens.items[n->end - 1].shape & DGM_SHAPE_PUNCT))
        n->end--;
    bool any = false;
    for (uint32_t t = n->first; t < n->end; t++)
        any = any || dgm_upper_first(r->doc, t);
    if (!any)
        n->end = n->first;
}

/* What is left of the name before or after what the lexicon knows for certain: a person's office, "Russian" of "Russian Duma". */
static void cut(const dgm_reader *r, dgm_name *n) {
    while (n->first < n->end && r->at[n->first] != DGM_NONE)
        n->first++;
    uint32_t end = n->first;
    while (end < n->end && r->at[end] == DGM_NONE)
        end++;
    while (end > n->first && !dgm_upper_first(r->doc, end - 1))
        end--;
    n->end = end;
}

/* A town or region that the lexicon has, but which it would not believe without a preposition. */
static dgm_found *add_known_place(dgm_reader *r, const dgm_name *n) {
    const dgm_entity_knowledge *k = r->know;
    uint32_t row, length = n->end - n->first;
    if (n->class != DGM_NAME_PLACE)
        return NULL;
    if (dgm_match(r, &k->country_names, n->first, n->end, false, &row) == length)
        return dgm_found_add(r, n->first, n->end, DGM_FOUND_COUNTRY, row);
    if (dgm_match(r, &k->region_names, n->first, n->end, false, &row) == length)
        return dgm_found_add(r, n->first, n->end, DGM_FOUND_REGION, row);
    if (dgm_match(r, &k->place_names, n->first, n->end, false, &row) == length)
        return dgm_found_add(r, n->first, n->end, DGM_FOUND_PLACE, row);
    return NULL;
}

/* An international body's name in a longer one says whose it is: "OSCE Minsk Group"; a newspaper's in "Sudan Liberation Front" does not. */
static bool speaks_for_parts(const dgm_reader *r, const dgm_found *part) {
    const dgm_entity_knowledge *k = r->know;
    return !dgm_is_code(k, dgm_str_of(dgm_table_str(&k->organisations, part->row, k->organisation.code)));
}

static bool is_link(const dgm_reader *r, uint32_t t) {
    static const char *const links[] = {"on", "for", "of", "against", "Against"};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (dgm_str_is(dgm_doc_form(r->doc, t), links[i]))
            return true;
    return false;
}

/* The matches in the name give way to it, and leave what they know of its country and sector. */
static void take_over(dgm_reader *r, const dgm_name *n, dgm_found *f) {
    for (uint32_t t = n->first; t < n->end; t++) {
        dgm_found *part = r->at[t] == DGM_NONE ? NULL : &r->found.items[r->at[t]];
        if (!part || part->kind == DGM_FOUND_OVERRULED)
            continue;
        bool aim = (part->kind == DGM_FOUND_REGION || part->kind == DGM_FOUND_PLACE) && t > n->first &&
                   is_link(r, t - 1); /* "Front for Unity" is of no province */
        bool inside = part->kind == DGM_FOUND_ADJECTIVE && t > n->first &&
                      (n->class == DGM_NAME_PLACE || n->class == DGM_NAME_FACILITY); /* "Nova Russian Grove" */
        aim = aim || inside;
        if (!f->country.n && n->class != DGM_NAME_PERSON && !aim)
            f->country = dgm_found_country(r, part);
        if (part->kind == DGM_FOUND_ROLE) {
            f->sectors = part->sectors;
        } else if (part->kind == DGM_FOUND_ORGANISATION && n->class != DGM_NAME_PERSON &&
                   (!f->sectors || speaks_for_parts(r, part))) {
            const dgm_entity_knowledge *k = r->know;
            bool ok;
            f->country = dgm_str_of(dgm_table_str(&k->organisations, part->row, k->organisation.code));
            f->sectors = dgm_sectors_of(dgm_table_str(&k->organisations, part->row, k->organisation.sectors), &ok);
        }
        part->kind = DGM_FOUND_OVERRULED;
    }
}

/* "the president of Mali Oumar Yara": the country is the office's. */
static uint32_t behind_office(const dgm_reader *r, const dgm_name *n, uint32_t sentence_first) {
    const dgm_found *country = found_at(r, n->first);
    uint32_t of = n->first;
    if (!country || country->kind != DGM_FOUND_COUNTRY || country->first != n->first || country->end >= n->end)
        return n->first;
    if (of > sentence_first && r->doc->tokens.items[of - 1].upos == DGM_UPOS_DET)
        of--;
    if (of < sentence_first + 2 || !dgm_str_is(dgm_doc_form(r->doc, of - 1), "of"))
        return n->first;
    return title_of(r, of - 1, sentence_first) != DGM_NONE ? country->end : n->first;
}

static bool is_calendar(const dgm_reader *r, uint32_t t) {
    dgm_hits hits;
    dgm_str form = dgm_doc_form(r->doc, t);
    return r->know->calendar &&
           (dgm_index_find(&r->know->month_names, form, &hits) || dgm_index_find(&r->know->weekday_names, form, &hits));
}

static bool goes_on(const dgm_reader *r, uint32_t t) {
    return r->at[t] == DGM_NONE && dgm_upper_first(r->doc, t) && !is_calendar(r, t) &&
           (r->doc->tokens.items[t].upos == DGM_UPOS_PROPN || r->doc->tokens.items[t].upos == DGM_UPOS_NOUN ||
            r->doc->tokens.items[t].upos == DGM_UPOS_ADJ);
}

static bool ends_as_body(const dgm_reader *r, const dgm_name *n) {
    dgm_hits hits;
    return dgm_index_find(&r->know->body_names, dgm_doc_form(r->doc, n->end - 1), &hits);
}

static bool is_linked_inside(const dgm_reader *r, const dgm_name *n) {
    for (uint32_t t = n->first + 1; t + 1 < n->end; t++)
        if (is_link(r, t))
            return true;
    return false;
}

/* "Commission [on International Religious Freedom]", "Committee [for the Defence of Democracy]": what a body is there for. */
static uint32_t purpose_end(const dgm_reader *r, const dgm_name *n, uint32_t end) {
    uint32_t t = n->end + 1;
    bool other = (n->class == DGM_NAME_OTHER || n->class == DGM_NAME_FACILITY) && ends_as_body(r, n);
    if ((n->class != DGM_NAME_ORGANIZATION && !other) || t >= end)
        return n->end;
    bool linked = is_link(r, n->end);
    bool more = dgm_str_is(dgm_doc_form(r->doc, n->end), "and") && is_linked_inside(r, n);
    if (linked && t + 1 < end && dgm_str_is(dgm_doc_form(r->doc, t), "the"))
        t++;
    if (!((linked && ends_as_body(r, n)) || more) || !goes_on(r, t))
        return n->end;
    while (t < end && goes_on(r, t)) {
        t++;
        if (t + 1 < end && goes_on(r, t + 1) &&
            (dgm_str_is(dgm_doc_form(r->doc, t), "and") || dgm_str_is(dgm_doc_form(r->doc, t), "of")))
            t++;
    }
    return t;
}

static void extend(const dgm_reader *r, dgm_name *n, uint32_t end) {
    uint32_t longer = purpose_end(r, n, end);
    if (longer > n->end)
        n->class = DGM_NAME_ORGANIZATION;
    n->end = longer;
}

#define TOWN_OF_BODIES 300000 /* people */
#define REGION_OF_BODIES 5u   /* letters: shorter names mean other things, too */

/* "[Karachi] Press Club", "[Addis Ababa] University": the country of the place that a body's name begins with; empty: it begins with none. */
static dgm_str seat_in_name(const dgm_reader *r, const dgm_name *n) {
    const dgm_entity_knowledge *k = r->know;
    uint32_t row, length;
    dgm_hits hits;
    if (n->end - n->first < 2 || dgm_index_find(&k->forename_names, dgm_doc_form(r->doc, n->first), &hits))
        return (dgm_str){0};
    if (dgm_match(r, &k->capitals, n->first, n->end - 1, false, &row))
        return dgm_str_of(dgm_table_str(&k->countries, row, k->country.code));
    if (dgm_index_find(&k->surname_words, dgm_doc_form(r->doc, n->first), &hits))
        return (dgm_str){0};
    length = dgm_match(r, &k->place_names, n->first, n->end - 1, false, &row);
    if (length && dgm_table_int(&k->places, row, k->place.population) >= TOWN_OF_BODIES)
        return dgm_str_of(dgm_table_str(&k->places, row, k->place.country));
    length = dgm_match(r, &k->region_names, n->first, n->end - 1, false, &row);
    if (length && dgm_doc_form(r->doc, n->first).n >= REGION_OF_BODIES)
        return dgm_str_of(dgm_table_str(&k->regions, row, k->region_country));
    return (dgm_str){0};
}

/* "Members of parliament": a word that has its capital from the beginning of the sentence. */
static bool begins_sentence(const dgm_reader *r, const dgm_name *n, const dgm_sentence *s) {
    return n->first == s->first && n->end == n->first + 1 && n->end < s->end &&
           r->doc->tokens.items[n->first].upos == DGM_UPOS_NOUN && dgm_str_is(dgm_doc_form(r->doc, n->end), "of");
}

int dgm_name_settle(dgm_reader *r, dgm_name n) {
    const dgm_sentence *s = &r->doc->sentences.items[r->doc->tokens.items[n.first].sentence];
    trim(r, &n);
    if (n.first < n.end && begins_sentence(r, &n, s))
        return DGM_OK;
    if (n.first < n.end && n.class == DGM_NAME_PERSON)
        n.first = behind_office(r, &n, s->first);
    n.class = dgm_name_kind(r, &n);
    if (!may_replace(r, &n)) {
        cut(r, &n);
        trim(r, &n);
    }
    if (n.first >= n.end || add_known_place(r, &n))
        return DGM_OK;
    if (r->at[n.end - 1] == DGM_NONE || r->found.items[r->at[n.end - 1]].end == n.end)
        extend(r, &n, s->end);
    if (dgm_name_tail(r, &n) > n.end) {
        n.end = dgm_name_tail(r, &n);
        n.class = DGM_NAME_FACILITY;
    }
    dgm_found own = {.type = type_of(n.class), .title = DGM_NONE};
    if (n.class == DGM_NAME_ORGANIZATION)
        own.sectors = sectors_of(r, &n);
    else if (n.class == DGM_NAME_PERSON)
        own.title = title_of(r, n.first, s->first);
    take_over(r, &n, &own);
    if (n.class == DGM_NAME_ORGANIZATION && !own.country.n)
        own.country = seat_in_name(r, &n);
    dgm_found *f = dgm_found_add(r, n.first, n.end, DGM_FOUND_NAME, DGM_NONE);
    if (!f)
        return dgm_fail_memory(r->stage->error);
    f->type = own.type;
    f->title = own.title;
    f->sectors = own.sectors;
    f->country = own.country;
    return DGM_OK;
}
