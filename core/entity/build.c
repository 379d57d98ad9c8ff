/* SPDX-License-Identifier: Apache-2.0 */
/* Mentions and entities out of what was found. A person's description in the text ("Latvia's defence minister X Y") beats what the
 * lexicon knows of the name. */
#include <string.h>

#include "base/hash.h"
#include "entity/entity.h"

typedef struct slot {
    uint64_t key;
    uint32_t entity;
} slot;

typedef struct builder {
    dgm_reader *r;
    dgm_doc *doc;
    slot *slots;
    uint32_t mask;
    bool full; /* no memory */
} builder;

/* ---- entities by key -------------------------------------------------------------------------------------------------- */

static uint32_t *find_slot(builder *b, uint64_t key) {
    uint32_t at = (uint32_t)(key >> 17) & b->mask;
    key |= 1;
    while (b->slots[at].key && b->slots[at].key != key)
        at = (at + 1) & b->mask;
    if (!b->slots[at].key)
        b->slots[at] = (slot){key, DGM_NONE};
    return &b->slots[at].entity;
}

static uint32_t new_entity(builder *b, dgm_str name, uint8_t type) {
    dgm_entity *e = DGM_PUSH(&b->doc->entities, b->doc->arena);
    if (!e) {
        b->full = true;
        return DGM_NONE;
    }
    e->name = name;
    e->type = type;
    e->confidence = 800;
    return b->doc->entities.count - 1;
}

static uint64_t key_of(const char *space, dgm_str a, dgm_str c) {
    return dgm_hash_mix(dgm_hash(a.p, a.n, dgm_hash(space, strlen(space), 0)), dgm_hash(c.p, c.n, 7));
}

static dgm_str words_of(const builder *b, uint32_t first, uint32_t end) {
    return dgm_doc_span(b->doc, dgm_tree_span(b->doc, first, end));
}

/* ---- mentions ----------------------------------------------------------------------------------------------------------- */

static uint32_t head_of(const dgm_doc *doc, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        uint32_t h = doc->tokens.items[i].head;
        if (h == DGM_NONE || h < first || h >= end)
            if (doc->tokens.items[i].rel != DGM_REL_PUNCT && doc->tokens.items[i].rel != DGM_REL_DET &&
                doc->tokens.items[i].rel != DGM_REL_CASE)
                return i;
    }
    return end - 1;
}

static void add_mention(builder *b, uint32_t first, uint32_t end, uint32_t entity, dgm_mention_kind kind,
                        bool adjective) {
    dgm_doc *doc = b->doc;
    dgm_mention *m = entity == DGM_NONE ? NULL : DGM_PUSH(&doc->mentions, doc->arena);
    if (!m) {
        b->full = true;
        return;
    }
    *m = (dgm_mention){.first = first,
                       .end = end,
                       .head = head_of(doc, first, end),
                       .entity = entity,
                       .kind = (uint8_t)kind,
                       .type = doc->entities.items[entity].type,
                       .adjective = adjective};
}

/* ---- countries, places, bodies ------------------------------------------------------------------------------------------- */

static uint32_t country_entity(builder *b, dgm_str code, uint32_t row) {
    const dgm_entity_knowledge *k = b->r->know;
    uint32_t *at = find_slot(b, key_of("country", code, (dgm_str){0}));
    if (*at == DGM_NONE) {
        dgm_str name = dgm_str_of(dgm_table_str(&k->countries, row, k->country.name));
        *at = new_entity(b, name, DGM_ENTITY_COUNTRY);
        if (*at != DGM_NONE) {
            dgm_entity *e = &b->doc->entities.items[*at];
            e->code = e->country = code;
            e->file = dgm_table_file(&k->countries, row);
            e->line = dgm_table_line(&k->countries, row);
            e->confidence = 950;
        }
    }
    return *at;
}

static uint32_t place_entity(builder *b, const dgm_found *f, dgm_str name, uint32_t place_row) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_str country = dgm_found_country(b->r, f);
    uint32_t *at = find_slot(b, key_of("place", name, country));
    if (*at != DGM_NONE)
        return *at;
    *at = new_entity(b, name, DGM_ENTITY_PLACE);
    if (*at == DGM_NONE)
        return DGM_NONE;
    dgm_entity *e = &b->doc->entities.items[*at];
    e->country = e->code = country;
    if (place_row != DGM_NONE) {
        e->located = true;
        e->lat = (float)dgm_table_real(&k->places, place_row, k->place.lat);
        e->lon = (float)dgm_table_real(&k->places, place_row, k->place.lon);
        e->geonames = (uint32_t)dgm_table_int(&k->places, place_row, k->place.geonames);
        e->admin1 = dgm_str_of(dgm_table_str(&k->places, place_row, k->place.admin1));
        e->file = dgm_table_file(&k->places, place_row);
        e->line = dgm_table_line(&k->places, place_row);
    }
    return *at;
}

/* A capital is a place where something happens in it, and its government where it acts. */
static bool is_location(const dgm_doc *doc, uint32_t first, uint32_t end) {
    static const char *const where[] = {"in",   "at",   "near",   "outside", "around", "across", "to",
                                        "from", "into", "toward", "towards", "via",    "through"};
    uint32_t prep = dgm_tree_case(doc, head_of(doc, first, end));
    if (prep == DGM_NONE)
        return false;
    for (size_t i = 0; i < sizeof where / sizeof where[0]; i++)
        if (dgm_tree_lemma_is(doc, prep, where[i]))
            return true;
    return false;
}

static uint32_t place_row_of(const builder *b, dgm_str name, dgm_str country) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_hits hits;
    if (dgm_index_find(&k->place_names, name, &hits))
        for (uint32_t i = 0; i < hits.count && i < 64; i++)
            if (dgm_str_is(country, dgm_table_str(&k->places, dgm_hits_at(&hits, i).row, k->place.country)))
                return dgm_hits_at(&hits, i).row;
    return DGM_NONE;
}

/* "74 Palestinians": people, not the country. */
static void build_people(builder *b, dgm_found *f, dgm_str code) {
    uint32_t *at = find_slot(b, key_of("people", code, (dgm_str){0}));
    if (*at == DGM_NONE && (*at = new_entity(b, words_of(b, f->first, f->end), DGM_ENTITY_GROUP)) != DGM_NONE) {
        dgm_entity *e = &b->doc->entities.items[*at];
        e->generic = true;
        e->code = e->country = e->affiliation = code;
        e->sectors = 1u << DGM_SECTOR_CVL;
        e->file = dgm_table_file(&b->r->know->countries, f->row);
        e->line = dgm_table_line(&b->r->know->countries, f->row);
        e->confidence = 850;
    }
    f->entity = *at;
    add_mention(b, f->first, f->end, f->entity, DGM_MENTION_NOMINAL, false);
}

static void build_country(builder *b, dgm_found *f) {
    dgm_str code = dgm_found_country(b->r, f), words = words_of(b, f->first, f->end);
    const dgm_entity_knowledge *k = b->r->know;
    if (f->kind == DGM_FOUND_ADJECTIVE && dgm_means_people(b->r, f)) {
        build_people(b, f, code);
        return;
    }
    if (f->kind == DGM_FOUND_CAPITAL && is_location(b->doc, f->first, f->end)) {
        f->entity = place_entity(b, f, words, place_row_of(b, words, code));
    } else {
        uint32_t row = f->row;
        if (f->kind == DGM_FOUND_SEAT) { /* the row of its country */
            row = DGM_NONE;
            for (uint32_t i = 0; i < k->countries.rows && row == DGM_NONE; i++)
                if (dgm_str_is(code, dgm_table_str(&k->countries, i, k->country.code)))
                    row = i;
        }
        f->entity = row == DGM_NONE ? DGM_NONE : country_entity(b, code, row);
    }
    if (f->entity != DGM_NONE)
        add_mention(b, f->first, f->end, f->entity, DGM_MENTION_NAME, f->kind == DGM_FOUND_ADJECTIVE);
}

static void build_place(builder *b, dgm_found *f) {
    const dgm_entity_knowledge *k = b->r->know;
    bool region = f->kind == DGM_FOUND_REGION;
    dgm_str name =
        region ? dgm_str_of(dgm_table_str(&k->regions, f->row, k->region_name)) : words_of(b, f->first, f->end);
    f->entity = place_entity(b, f, name, region ? DGM_NONE : f->row);
    if (f->entity != DGM_NONE)
        add_mention(b, f->first, f->end, f->entity, DGM_MENTION_NAME, false);
}

static void set_code(builder *b, dgm_entity *e, dgm_str code) {
    e->code = code;
    if (dgm_is_code(b->r->know, code))
        e->country = code;
}

/* The country that a sentence is about: of a place where something happens, else the only one or the first that it names. */
static dgm_str sentence_country(const builder *b, uint32_t token) {
    const dgm_reader *r = b->r;
    const dgm_sentence *s = &b->doc->sentences.items[b->doc->tokens.items[token].sentence];
    dgm_str named = {0}, adjective = {0};
    for (uint32_t t = s->first; t < s->end && t < s->first + 120; t++) {
        const dgm_found *f = r->at[t] == DGM_NONE ? NULL : &r->found.items[r->at[t]];
        if (!f || f->first != t || f->kind == DGM_FOUND_ROLE || f->kind == DGM_FOUND_NAME ||
            f->kind == DGM_FOUND_ORGANISATION)
            continue;
        dgm_str code = dgm_found_country(r, f);
        bool place = f->kind == DGM_FOUND_PLACE || f->kind == DGM_FOUND_REGION || f->kind == DGM_FOUND_COUNTRY ||
                     f->kind == DGM_FOUND_CAPITAL;
        if (place && code.n && is_location(b->doc, f->first, f->end))
            return code;
        if (place && !named.n)
            named = code;
        if (f->kind == DGM_FOUND_ADJECTIVE && !adjective.n)
            adjective = code;
    }
    return named.n ? named : adjective;
}

/* Who has no country of his own belongs to the article's, where it is about one; else to that of the sentence, or of the one before it. */
static dgm_str local_country(const builder *b, const dgm_found *f) {
    const uint32_t rooted = 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_LEG | 1u << DGM_SECTOR_OPP | 1u << DGM_SECTOR_PTY |
                            1u << DGM_SECTOR_REB;
    if (b->r->one_country && (f->sectors & rooted))
        return b->r->country;
    dgm_str code = sentence_country(b, f->first);
    uint32_t sentence = b->doc->tokens.items[f->first].sentence;
    const dgm_sentence *s = &b->doc->sentences.items[sentence];
    if (!code.n && !b->r->one_country && sentence > 0 && s[-1].paragraph == s->paragraph && !s->headline)
        code = sentence_country(b, s[-1].first);
    return code.n ? code : b->r->country;
}

static void build_organisation(builder *b, dgm_found *f) {
    const dgm_entity_knowledge *k = b->r->know;
    bool ok;
    dgm_str name = dgm_str_of(dgm_table_str(&k->organisations, f->row, k->organisation.name));
    uint32_t *at = find_slot(b, key_of("organisation", name, (dgm_str){0}));
    if (*at == DGM_NONE && (*at = new_entity(b, name, DGM_ENTITY_ORGANIZATION)) != DGM_NONE) {
        dgm_entity *e = &b->doc->entities.items[*at];
        set_code(b, e, dgm_str_of(dgm_table_str(&k->organisations, f->row, k->organisation.code)));
        e->sectors = dgm_sectors_of(dgm_table_str(&k->organisations, f->row, k->organisation.sectors), &ok);
        e->wikidata = dgm_str_of(dgm_table_str(&k->organisations, f->row, k->organisation.wikidata));
        e->file = dgm_table_file(&k->organisations, f->row);
        e->line = dgm_table_line(&k->organisations, f->row);
        e->confidence = 950;
        if (!e->code.n) { /* an armed group without a home, a "National Assembly": the country where it is told of */
            set_code(b, e, local_country(b, f));
            e->confidence = 600;
        }
    }
    f->entity = *at;
    add_mention(b, f->first, f->end, f->entity, DGM_MENTION_NAME, false);
}

/* ---- persons --------------------------------------------------------------------------------------------------------------- */

static uint32_t last_word(const builder *b, uint32_t first, uint32_t end) {
    uint32_t t = end - 1;
    while (t > first && b->r->units.first[t] == b->r->units.first[t + 1])
        t--;
    return t;
}

static uint64_t surname_key(const builder *b, uint32_t first, uint32_t end) {
    uint32_t t = last_word(b, first, end);
    char key[DGM_UNIT_MAX + 1];
    uint32_t n = dgm_fold_key(dgm_doc_form(b->doc, t), key, sizeof key);
    /* "Tae-yul", "al-Sisi": the last unit alone would be too little */
    return key_of("surname", (dgm_str){key, n}, (dgm_str){0});
}

/* "Von der Leyen" of "Ursula von der Leyen" */
static bool ends_name(dgm_str full, dgm_str part) {
    if (full.n <= part.n + 1 || full.p[full.n - part.n - 1] != ' ')
        return false;
    for (uint32_t i = 0; i < part.n; i++) /* ASCII case: "Von" begins a sentence */
        if (((full.p[full.n - part.n + i] ^ part.p[i]) & ~32) != 0)
            return false;
    return true;
}

static uint32_t person_entity(builder *b, const dgm_found *f, bool several) {
    char key[256];
    dgm_str words = words_of(b, f->first, f->end);
    uint32_t n = dgm_fold_key(words, key, sizeof key), *by_surname = find_slot(b, surname_key(b, f->first, f->end));
    if (!several || (*by_surname != DGM_NONE && ends_name(b->doc->entities.items[*by_surname].name, words)))
        return *by_surname;
    uint32_t *at = find_slot(b, key_of("person", (dgm_str){key, n}, (dgm_str){0}));
    if (*at == DGM_NONE) {
        *at = new_entity(b, words, DGM_ENTITY_PERSON);
        if (*find_slot(b, surname_key(b, f->first, f->end)) == DGM_NONE)
            *find_slot(b, surname_key(b, f->first, f->end)) = *at;
        /* Asian names are shortened to their first word: "Xi Jinping" → "Xi" */
        uint32_t *family = find_slot(b, surname_key(b, f->first, f->first + 1));
        if (*family == DGM_NONE)
            *family = *at;
    }
    return *find_slot(b, key_of("person", (dgm_str){key, n}, (dgm_str){0}));
}

static int32_t as_number(dgm_date d) { return d.year * 10000 + d.month * 100 + d.day; }

/* The term that covers the article's day; else the last one before it, which makes the person a former official. */
static void know_holder(builder *b, dgm_entity *e, uint32_t first_row) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_hits hits;
    dgm_str name = dgm_str_of(dgm_table_str(&k->holders, first_row, k->holder.name));
    int32_t today = as_number(b->doc->clean.published);
    uint32_t best = DGM_NONE;
    bool in_office = false, ok;
    if (!dgm_index_find(&k->holder_names, name, &hits))
        return;
    for (uint32_t i = 0; i < hits.count && i < 32; i++) {
        uint32_t row = dgm_hits_at(&hits, i).row;
        int64_t from = dgm_table_int(&k->holders, row, k->holder.from),
                to = dgm_table_int(&k->holders, row, k->holder.to);
        bool now = today == 0 ? to == 0
                              : from <= today &&
                                    (to == 0 || to % 10000 == 0 ? to == 0 || to / 10000 >= today / 10000 : today <= to);
        if (now && !in_office) {
            best = row;
            in_office = true;
        } else if (!in_office && (best == DGM_NONE || from > dgm_table_int(&k->holders, best, k->holder.from)) &&
                   (today == 0 || from <= today)) {
            best = row;
        }
    }
    if (best == DGM_NONE)
        return;
    e->role = dgm_str_of(dgm_table_str(&k->holders, best, k->holder.office));
    e->affiliation = dgm_str_of(dgm_table_str(&k->holders, best, k->holder.country));
    set_code(b, e, e->affiliation);
    e->sectors =
        in_office ? dgm_sectors_of(dgm_table_str(&k->holders, best, k->holder.sectors), &ok) : 1u << DGM_SECTOR_ELI;
    e->former = !in_office;
    e->wikidata = dgm_str_of(dgm_table_str(&k->holders, best, k->holder.wikidata));
    e->file = dgm_table_file(&k->holders, best);
    e->line = dgm_table_line(&k->holders, best);
    e->confidence = in_office ? 900 : 750;
}

/* What a role phrase says: country or body beside it, sectors. */
typedef struct description {
    dgm_str role, code, country;
    uint32_t sectors;
    bool placed, former;
} description;

static description describe(const builder *b, const dgm_found *role) {
    dgm_reader *r = b->r;
    description d = {.role = words_of(b, role->first, role->end), .sectors = role->sectors, .former = role->former};
    uint32_t beside = dgm_country_beside(r, role->first, role->end);
    if (beside != DGM_NONE) {
        const dgm_found *f = &r->found.items[beside];
        d.placed = true;
        if (f->kind == DGM_FOUND_ORGANISATION) {
            bool ok;
            d.code = dgm_str_of(dgm_table_str(&r->know->organisations, f->row, r->know->organisation.code));
            uint32_t own =
                dgm_sectors_of(dgm_table_str(&r->know->organisations, f->row, r->know->organisation.sectors), &ok);
            bool international = own >> DGM_SECTOR_IGO & 1;
            d.sectors = international ? own | role->sectors : own;
            if (!d.code.n)
                d.code = r->country;
        } else {
            d.code = dgm_found_country(r, f);
        }
        if (dgm_is_code(r->know, d.code))
            d.country = d.code;
    }
    if (d.former)
        d.sectors = 1u << DGM_SECTOR_ELI;
    return d;
}

static void apply(builder *b, dgm_entity *e, const description *d, const dgm_found *title) {
    e->role = d->role;
    e->sectors = d->sectors;
    e->former = d->former;
    if (d->code.n) {
        e->affiliation = d->code;
        e->country = d->country;
        e->code = d->code;
        e->confidence = 900;
    } else if (!e->code.n) {
        set_code(b, e, local_country(b, title));
        e->affiliation = e->code;
        e->confidence = 600;
    }
}

static bool is_comma(const builder *b, uint32_t t) { return dgm_str_is(dgm_doc_form(b->doc, t), ","); }

static bool names_person(const dgm_reader *r, uint32_t token) {
    if (token >= r->doc->tokens.count || r->at[token] == DGM_NONE)
        return false;
    const dgm_found *f = &r->found.items[r->at[token]];
    return f->first == token &&
           (f->kind == DGM_FOUND_HOLDER || (f->kind == DGM_FOUND_NAME && f->type == DGM_ENTITY_PERSON));
}

/* "the president, X", "the Foreign Minister of Armenia, X": the role that the comma before the name ends. */
static uint32_t role_over_comma(const builder *b, const dgm_found *f, uint32_t last, const dgm_sentence *s) {
    const dgm_reader *r = b->r;
    if (b->doc->tokens.items[f->first].rel != DGM_REL_APPOS && !(f->end < s->end && is_comma(b, f->end)))
        return DGM_NONE;
    for (uint32_t t = last + 1, n = 0; t-- > s->first && n < 7; n++) {
        uint8_t upos = b->doc->tokens.items[t].upos;
        if (r->at[t] != DGM_NONE && r->found.items[r->at[t]].kind == DGM_FOUND_ROLE)
            return names_person(r, r->found.items[r->at[t]].end) ? DGM_NONE : r->at[t];
        if (upos == DGM_UPOS_VERB || upos == DGM_UPOS_AUX || upos == DGM_UPOS_PUNCT || upos == DGM_UPOS_PRON ||
            names_person(r, t))
            break;
    }
    return DGM_NONE;
}

/* "X, Latvia's defence minister,"; but the "Brazilian president" of "X, Brazilian president Y" is Y. */
static uint32_t role_behind(const builder *b, const dgm_found *f, const dgm_sentence *s) {
    const dgm_reader *r = b->r;
    if (f->end + 1 >= s->end || !is_comma(b, f->end))
        return DGM_NONE;
    for (uint32_t t = f->end + 1; t < s->end && t < f->end + 8; t++) {
        uint8_t upos = b->doc->tokens.items[t].upos;
        if (r->at[t] != DGM_NONE && r->found.items[r->at[t]].kind == DGM_FOUND_ROLE)
            return names_person(r, r->found.items[r->at[t]].end) ? DGM_NONE : r->at[t];
        if (upos == DGM_UPOS_VERB || upos == DGM_UPOS_AUX || is_comma(b, t) || upos == DGM_UPOS_CCONJ ||
            upos == DGM_UPOS_PRON)
            break;
    }
    return DGM_NONE;
}

/* "ministers X and Y": the role before the first of them is also the other's. */
static uint32_t role_shared(const builder *b, uint32_t left, uint32_t first) {
    const dgm_reader *r = b->r;
    if (left < first + 3 || b->doc->tokens.items[left - 1].upos != DGM_UPOS_CCONJ || r->at[left - 2] == DGM_NONE)
        return DGM_NONE;
    uint32_t start = r->found.items[r->at[left - 2]].first;
    if (start <= first || !names_person(r, start) || r->at[start - 1] == DGM_NONE)
        return DGM_NONE;
    const dgm_found *role = &r->found.items[r->at[start - 1]];
    return role->kind == DGM_FOUND_ROLE && !(b->doc->tokens.items[start - 1].feats & DGM_FEAT(SING)) ? r->at[start - 1]
                                                                                                     : DGM_NONE;
}

/* The role before the name ("President X", "the president, X") or behind it ("X, Latvia's defence minister,"). */
static uint32_t role_of(const builder *b, const dgm_found *f, bool *before) {
    const dgm_reader *r = b->r;
    const dgm_sentence *s = &b->doc->sentences.items[b->doc->tokens.items[f->first].sentence];
    *before = true;
    uint32_t left = f->first;
    while (left > s->first + 1 && (b->doc->tokens.items[left - 1].shape & DGM_SHAPE_PUNCT) &&
           (dgm_str_is(dgm_doc_form(b->doc, left - 1), "\"")))
        left--;
    if (left > s->first && r->at[left - 1] != DGM_NONE && r->found.items[r->at[left - 1]].kind == DGM_FOUND_ROLE)
        return r->at[left - 1];
    uint32_t shared = role_shared(b, left, s->first);
    if (shared != DGM_NONE)
        return shared;
    if (left > s->first + 1 && is_comma(b, left - 1))
        return role_over_comma(b, f, left - 2, s);
    *before = false;
    return role_behind(b, f, s);
}

static void build_person(builder *b, dgm_found *f, bool several, uint32_t holder) {
    f->entity = person_entity(b, f, several);
    if (f->entity == DGM_NONE && !several && f->type == DGM_ENTITY_PERSON) {
        f->entity = new_entity(b, words_of(b, f->first, f->end), DGM_ENTITY_PERSON);
        *find_slot(b, surname_key(b, f->first, f->end)) = f->entity;
    }
    if (f->entity == DGM_NONE)
        return;
    dgm_entity *e = &b->doc->entities.items[f->entity];
    if (holder != DGM_NONE && !e->file && !e->role.n)
        know_holder(b, e, holder);
    bool before;
    uint32_t role = role_of(b, f, &before);
    if (role != DGM_NONE) {
        dgm_found *title = &b->r->found.items[role];
        description d = describe(b, title);
        if (d.placed || !e->code.n || (e->confidence < 700 && !e->role.n))
            apply(b, e, &d, title);
        else if (before || d.former) { /* the office that the text gives is the one of the day */
            e->sectors = d.former ? d.sectors : (e->sectors & ~(1u << DGM_SECTOR_ELI)) | d.sectors;
            e->former = d.former;
            e->role = d.role;
        }
        title->entity = f->entity;
    }
    add_mention(b, f->first, f->end, f->entity, DGM_MENTION_NAME, false);
}

/* ---- names that are no persons ------------------------------------------------------------------------------------------------ */

static void build_name(builder *b, dgm_found *f) {
    dgm_str words = words_of(b, f->first, f->end);
    bool several = f->end - f->first > 1;
    if (f->type == DGM_ENTITY_PERSON || (!several && *find_slot(b, surname_key(b, f->first, f->end)) != DGM_NONE)) {
        build_person(b, f, several, DGM_NONE);
        return;
    }
    char key[256];
    uint32_t n = dgm_fold_key(words, key, sizeof key),
             *at = find_slot(b, key_of("name", (dgm_str){key, n}, (dgm_str){0}));
    if (*at == DGM_NONE && (*at = new_entity(b, words, f->type)) != DGM_NONE) {
        dgm_entity *e = &b->doc->entities.items[*at];
        e->sectors = f->sectors;
        e->confidence = 500;
        uint32_t beside = f->type == DGM_ENTITY_ORGANIZATION ? dgm_country_beside(b->r, f->first, f->end) : DGM_NONE;
        dgm_str code = beside != DGM_NONE ? dgm_found_country(b->r, &b->r->found.items[beside]) : (dgm_str){0};
        if (f->type == DGM_ENTITY_ORGANIZATION && f->sectors)
            set_code(b, e, code.n ? code : local_country(b, f));
        else if (code.n)
            set_code(b, e, code);
    }
    f->entity = *at;
    add_mention(b, f->first, f->end, f->entity, DGM_MENTION_NAME, false);
}

/* ---- collectives and offices without a name ------------------------------------------------------------------------------------- */

/* Tokens of the phrase's own modifiers to the left: "[Turkish] Defense Ministry". */
static uint32_t phrase_first(const builder *b, const dgm_found *role) {
    uint32_t beside = dgm_country_beside(b->r, role->first, role->end);
    if (beside == DGM_NONE)
        return role->first;
    const dgm_found *f = &b->r->found.items[beside];
    return f->end <= role->first && role->first - f->end <= 2 ? f->first : role->first;
}

static void build_role(builder *b, dgm_found *f) {
    const dgm_entity_knowledge *k = b->r->know;
    if (f->entity != DGM_NONE) { /* a person's title */
        add_mention(b, f->first, f->end, f->entity, DGM_MENTION_TITLE, false);
        return;
    }
    description d = describe(b, f);
    uint32_t first = phrase_first(b, f);
    if (!d.code.n) {
        d.code = local_country(b, f);
        d.country = d.code;
    }
    char key[256];
    uint32_t n = dgm_fold_key(words_of(b, f->first, f->end), key, sizeof key);
    dgm_str kind = dgm_str_of(dgm_table_str(&k->roles, f->row, k->role.kind));
    uint32_t *at = find_slot(b, key_of(d.former ? "former" : "role", (dgm_str){key, n}, d.code));
    if (*at == DGM_NONE) {
        uint8_t type = dgm_str_is(kind, "body")     ? DGM_ENTITY_ORGANIZATION
                       : dgm_str_is(kind, "person") ? DGM_ENTITY_PERSON
                                                    : DGM_ENTITY_GROUP;
        *at = new_entity(b, words_of(b, first, f->end), type);
        if (*at == DGM_NONE)
            return;
        dgm_entity *e = &b->doc->entities.items[*at];
        e->generic = true;
        e->sectors = d.sectors;
        e->role = d.role;
        e->code = d.code;
        e->country = d.country;
        e->affiliation = d.code;
        e->former = d.former;
        e->file = dgm_table_file(&k->roles, f->row);
        e->line = dgm_table_line(&k->roles, f->row);
        e->confidence = d.placed ? 850 : 550;
    }
    f->entity = *at;
    add_mention(b, first, f->end, f->entity, DGM_MENTION_NOMINAL, false);
}

/* ---- all ------------------------------------------------------------------------------------------------------------------------- */

static void register_full_names(builder *b) {
    for (uint32_t i = 0; i < b->r->found.count && !b->full; i++) {
        dgm_found *f = &b->r->found.items[i];
        if (f->kind == DGM_FOUND_HOLDER ||
            (f->kind == DGM_FOUND_NAME && f->type == DGM_ENTITY_PERSON && f->end - f->first > 1))
            person_entity(b, f, true);
    }
}

static void build_one(builder *b, dgm_found *f) {
    switch (f->kind) {
    case DGM_FOUND_COUNTRY:
    case DGM_FOUND_ADJECTIVE:
    case DGM_FOUND_CAPITAL:
    case DGM_FOUND_SEAT:
        build_country(b, f);
        break;
    case DGM_FOUND_PLACE:
    case DGM_FOUND_REGION:
        build_place(b, f);
        break;
    case DGM_FOUND_ORGANISATION:
        build_organisation(b, f);
        break;
    case DGM_FOUND_HOLDER:
        build_person(b, f, true, f->row);
        break;
    case DGM_FOUND_NAME:
        build_name(b, f);
        break;
    default:
        break;
    }
}

/* Countries, bodies and named persons first, then roles (which may turn out to be titles of those), all in order of the text. */
int dgm_build(dgm_reader *r) {
    builder b = {.r = r, .doc = r->doc};
    uint32_t slots = 64;
    while (slots < 8 * r->found.count + 64)
        slots *= 2;
    b.slots = DGM_NEWS(r->stage->scratch, slot, slots);
    b.mask = slots - 1;
    if (!b.slots)
        return dgm_fail_memory(r->stage->error);
    register_full_names(&b);
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t t = 0; t < r->doc->tokens.count && !b.full; t++) {
            dgm_found *f = r->at[t] == DGM_NONE ? NULL : &r->found.items[r->at[t]];
            if (!f || f->first != t)
                continue;
            if (pass == 0)
                build_one(&b, f);
            else if (f->kind == DGM_FOUND_ROLE)
                build_role(&b, f);
        }
    if (b.full)
        return dgm_fail_memory(r->stage->error);
    dgm_doc_sort_mentions(r->doc);
    return DGM_OK;
}
