/* SPDX-License-Identifier: Apache-2.0 */
/* Mentions and entities out of what was found: countries, places, bodies, collectives. Persons are in person.c. */
#include <string.h>

#include "base/hash.h"
#include "entity/homeland.h"

/* ---- entities by key -------------------------------------------------------------------------------------------------- */

uint32_t *dgm_build_slot(dgm_builder *b, uint64_t key) {
    uint32_t at = (uint32_t)(key >> 17) & b->mask;
    key |= 1;
    while (b->slots[at].key && b->slots[at].key != key)
        at = (at + 1) & b->mask;
    if (!b->slots[at].key)
        b->slots[at] = (dgm_slot){key, DGM_NONE};
    return &b->slots[at].entity;
}

uint32_t dgm_build_entity(dgm_builder *b, dgm_str name, uint8_t type) {
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

uint64_t dgm_build_key(const char *space, dgm_str a, dgm_str c) {
    return dgm_hash_mix(dgm_hash(a.p, a.n, dgm_hash(space, strlen(space), 0)), dgm_hash(c.p, c.n, 7));
}

dgm_str dgm_build_words(const dgm_builder *b, uint32_t first, uint32_t end) {
    return dgm_doc_span(b->doc, dgm_tree_span(b->doc, first, end));
}

/* ---- mentions ----------------------------------------------------------------------------------------------------------- */

/* The word that governs the others of a phrase; not "Mali's" of "Chad and Mali's ministers", which Chad governs, and "ministers" govern Chad. */
uint32_t dgm_build_head(const dgm_doc *doc, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        uint32_t h = doc->tokens.items[i].head, above = h == DGM_NONE ? DGM_NONE : doc->tokens.items[h].head;
        bool returns = above != DGM_NONE && above > i && above < end;
        if (h == DGM_NONE || ((h < first || h >= end) && !returns))
            if (doc->tokens.items[i].rel != DGM_REL_PUNCT && doc->tokens.items[i].rel != DGM_REL_DET &&
                doc->tokens.items[i].rel != DGM_REL_CASE)
                return i;
    }
    return end - 1;
}

void dgm_build_mention(dgm_builder *b, uint32_t first, uint32_t end, uint32_t entity, dgm_mention_kind kind,
                       bool adjective) {
    dgm_doc *doc = b->doc;
    dgm_mention *m = entity == DGM_NONE ? NULL : DGM_PUSH(&doc->mentions, doc->arena);
    if (!m) {
        b->full = true;
        return;
    }
    *m = (dgm_mention){.first = first,
                       .end = end,
                       .head = dgm_build_head(doc, first, end),
                       .entity = entity,
                       .kind = (uint8_t)kind,
                       .type = doc->entities.items[entity].type,
                       .adjective = adjective};
}

/* ---- countries, places, bodies ------------------------------------------------------------------------------------------- */

static uint32_t country_entity(dgm_builder *b, dgm_str code, uint32_t row) {
    const dgm_entity_knowledge *k = b->r->know;
    bool ok;
    const char *sectors = dgm_table_str(&k->countries, row, k->country.sectors);
    dgm_str name = dgm_str_of(dgm_table_str(&k->countries, row, k->country.name));
    /* Abkhazia has Georgia's code and is not Georgia */
    uint32_t *at = dgm_build_slot(b, dgm_build_key("country", code, *sectors ? name : (dgm_str){0}));
    if (*at == DGM_NONE) {
        *at = dgm_build_entity(b, name, DGM_ENTITY_COUNTRY);
        if (*at != DGM_NONE) {
            dgm_entity *e = &b->doc->entities.items[*at];
            e->code = e->country = code;
            e->sectors = dgm_sectors_of(sectors, &ok);
            e->file = dgm_table_file(&k->countries, row);
            e->line = dgm_table_line(&k->countries, row);
            e->confidence = 950;
        }
    }
    return *at;
}

static uint32_t place_entity(dgm_builder *b, const dgm_found *f, dgm_str name, uint32_t place_row) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_str country = dgm_found_country(b->r, f);
    uint32_t *at = dgm_build_slot(b, dgm_build_key("place", name, country));
    if (*at != DGM_NONE)
        return *at;
    *at = dgm_build_entity(b, name, DGM_ENTITY_PLACE);
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

static bool acts(const dgm_doc *doc, uint32_t first, uint32_t end) {
    uint8_t rel = doc->tokens.items[dgm_build_head(doc, first, end)].rel;
    return rel == DGM_REL_NSUBJ || rel == DGM_REL_ROOT;
}

/* "74 Palestinians": people, not the country. */
static void build_people(dgm_builder *b, dgm_found *f, dgm_str code) {
    uint32_t *at = dgm_build_slot(b, dgm_build_key("people", code, (dgm_str){0}));
    if (*at == DGM_NONE &&
        (*at = dgm_build_entity(b, dgm_build_words(b, f->first, f->end), DGM_ENTITY_GROUP)) != DGM_NONE) {
        dgm_entity *e = &b->doc->entities.items[*at];
        e->generic = true;
        e->code = e->country = e->affiliation = code;
        e->sectors = 1u << DGM_SECTOR_CVL;
        e->file = dgm_table_file(&b->r->know->countries, f->row);
        e->line = dgm_table_line(&b->r->know->countries, f->row);
        e->confidence = 850;
    }
    f->entity = *at;
    dgm_build_mention(b, f->first, f->end, f->entity, DGM_MENTION_NOMINAL, false);
}

/* "The Kremlin", and a capital that acts: the government of the country. */
static uint32_t government_entity(dgm_builder *b, dgm_str code, uint32_t row, dgm_str name) {
    const dgm_entity_knowledge *k = b->r->know;
    uint32_t *at = dgm_build_slot(b, dgm_build_key("government", code, (dgm_str){0}));
    if (*at == DGM_NONE && (*at = dgm_build_entity(b, name, DGM_ENTITY_ORGANIZATION)) != DGM_NONE) {
        dgm_entity *e = &b->doc->entities.items[*at];
        e->code = e->country = code;
        e->sectors = 1u << DGM_SECTOR_GOV;
        e->file = dgm_table_file(&k->countries, row);
        e->line = dgm_table_line(&k->countries, row);
        e->confidence = 900;
    }
    return *at;
}

static void build_country(dgm_builder *b, dgm_found *f) {
    dgm_str code = dgm_found_country(b->r, f), words = dgm_build_words(b, f->first, f->end);
    const dgm_entity_knowledge *k = b->r->know;
    if (f->kind == DGM_FOUND_ADJECTIVE && dgm_means_people(b->r, f)) {
        build_people(b, f, code);
        return;
    }
    if (f->kind == DGM_FOUND_CAPITAL && dgm_build_is_location(b, f->first, f->end)) {
        f->entity = place_entity(b, f, words, dgm_build_place_row(b, words, code));
    } else {
        uint32_t row = f->row;
        if (f->kind == DGM_FOUND_SEAT) { /* the row of its country */
            row = DGM_NONE;
            for (uint32_t i = 0; i < k->countries.rows && row == DGM_NONE; i++)
                if (dgm_str_is(code, dgm_table_str(&k->countries, i, k->country.code)))
                    row = i;
        }
        if (row != DGM_NONE)
            f->entity = f->kind == DGM_FOUND_SEAT || (f->kind == DGM_FOUND_CAPITAL && acts(b->doc, f->first, f->end))
                            ? government_entity(b, code, row, words)
                            : country_entity(b, code, row);
    }
    if (f->entity != DGM_NONE)
        dgm_build_mention(b, f->first, f->end, f->entity, DGM_MENTION_NAME, f->kind == DGM_FOUND_ADJECTIVE);
}

/* The country that a sentence is about: of a place where something happens, else the only one or the first that it names. */
dgm_str dgm_build_sentence_country(const dgm_builder *b, uint32_t token, const dgm_found *but) {
    const dgm_reader *r = b->r;
    const dgm_sentence *s = &b->doc->sentences.items[b->doc->tokens.items[token].sentence];
    dgm_str named = {0}, adjective = {0};
    for (uint32_t t = s->first; t < s->end && t < s->first + 120; t++) {
        const dgm_found *f = r->at[t] == DGM_NONE ? NULL : &r->found.items[r->at[t]];
        if (!f || f == but || f->first != t || f->kind == DGM_FOUND_ROLE || f->kind == DGM_FOUND_ORGANISATION)
            continue;
        dgm_str code = dgm_found_country(r, f);
        bool place = f->kind == DGM_FOUND_PLACE || f->kind == DGM_FOUND_REGION || f->kind == DGM_FOUND_COUNTRY ||
                     f->kind == DGM_FOUND_CAPITAL || (f->kind == DGM_FOUND_NAME && f->type == DGM_ENTITY_PLACE);
        if (place && code.n && dgm_build_is_location(b, f->first, f->end))
            return code;
        if (place && !named.n)
            named = code;
        if ((f->kind == DGM_FOUND_ADJECTIVE || f->kind == DGM_FOUND_NAME) && !adjective.n && !dgm_tied_on(r, t))
            adjective = code;
    }
    return named.n ? named : adjective;
}

static void build_place(dgm_builder *b, dgm_found *f) {
    const dgm_entity_knowledge *k = b->r->know;
    bool region = f->kind == DGM_FOUND_REGION;
    dgm_str name =
        region ? dgm_str_of(dgm_table_str(&k->regions, f->row, k->region_name)) : dgm_build_words(b, f->first, f->end);
    f->entity = place_entity(b, f, name, region ? DGM_NONE : f->row);
    if (f->entity != DGM_NONE)
        dgm_build_mention(b, f->first, f->end, f->entity, DGM_MENTION_NAME, false);
}

void dgm_build_code(dgm_builder *b, dgm_entity *e, dgm_str code) {
    e->code = code;
    if (dgm_is_code(b->r->know, code))
        e->country = code;
}

/* "the Democrats" in an article about Thailand, which does not speak of America, or a party's initials: the country's own, of whom no
 * more is known than what kind of body has such a name. Or somebody whom the article has introduced by that name as another country's. */
static bool is_namesake(dgm_builder *b, dgm_found *f) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_str code = dgm_str_of(dgm_table_str(&k->organisations, f->row, k->organisation.code));
    bool ok;
    char key[256];
    uint32_t n = dgm_fold_key(dgm_build_words(b, f->first, f->end), key, sizeof key);
    bool introduced = *dgm_build_slot(b, dgm_build_key("name", (dgm_str){key, n}, (dgm_str){0})) != DGM_NONE;
    uint32_t sectors = dgm_sectors_of(dgm_table_str(&k->organisations, f->row, k->organisation.sectors), &ok);
    bool elsewhere =
        dgm_is_code(k, code) && b->r->country.n && !dgm_country_is_counted(b->r, code) && dgm_name_is_shared(b->r, f);
    if (!introduced && !elsewhere)
        return false;
    f->kind = DGM_FOUND_NAME;
    f->type = DGM_ENTITY_ORGANIZATION;
    f->sectors = sectors;
    return true;
}

uint32_t dgm_build_sectors(const dgm_builder *b, uint32_t sectors, dgm_str code) {
    uint32_t international = 1u << DGM_SECTOR_IGO;
    if (!(sectors & international) || sectors == international)
        return sectors;
    return dgm_is_code(b->r->know, code) ? sectors & ~international : sectors;
}

static void build_organisation(dgm_builder *b, dgm_found *f) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_str name = dgm_str_of(dgm_table_str(&k->organisations, f->row, k->organisation.name));
    char key[256];
    if (dgm_str_is(name, "*")) /* a row of bodies that share no more than their code */
        name = dgm_build_words(b, f->first, f->end);
    uint32_t n = dgm_fold_key(name, key, sizeof key);
    uint32_t *at = dgm_build_slot(b, dgm_build_key("organisation", (dgm_str){key, n}, (dgm_str){0}));
    if (*at == DGM_NONE && (*at = dgm_build_entity(b, name, DGM_ENTITY_ORGANIZATION)) != DGM_NONE) {
        dgm_entity *e = &b->doc->entities.items[*at];
        dgm_body body = dgm_body_of(b->r, f);
        dgm_build_code(b, e, body.code);
        e->sectors = body.sectors;
        e->wikidata = dgm_str_of(dgm_table_str(&k->organisations, f->row, k->organisation.wikidata));
        e->file = dgm_table_file(&k->organisations, f->row);
        e->line = dgm_table_line(&k->organisations, f->row);
        e->confidence = 950;
        if (!e->code.n) { /* an armed group without a home, a "National Assembly": the country where it is told of */
            dgm_build_code(b, e, dgm_build_country(b, f));
            e->confidence = 600;
        }
        if (body.gone)
            e->confidence = 500;
    }
    f->entity = *at;
    dgm_build_mention(b, f->first, f->end, f->entity, DGM_MENTION_NAME, false);
}

/* ---- names that are no persons ------------------------------------------------------------------------------------------------ */

static void build_name(dgm_builder *b, dgm_found *f) {
    dgm_str words = dgm_build_words(b, f->first, f->end);
    bool several = f->end - f->first > 1;
    if (f->type == DGM_ENTITY_OTHER && !several && dgm_build_known_surname(b, f, NULL) != DGM_NONE)
        f->type = DGM_ENTITY_PERSON;
    if ((f->type == DGM_ENTITY_PLACE || f->type == DGM_ENTITY_OTHER) && several && dgm_build_is_held(b, f))
        f->type = DGM_ENTITY_PERSON;
    if (f->type == DGM_ENTITY_PERSON ||
        (!several && *dgm_build_slot(b, dgm_build_surname(b, f->first, f->end)) != DGM_NONE)) {
        dgm_build_person(b, f, several, DGM_NONE);
        return;
    }
    char key[256];
    uint32_t n = dgm_fold_key(words, key, sizeof key),
             *at = dgm_build_slot(b, dgm_build_key("name", (dgm_str){key, n}, (dgm_str){0}));
    if (*at == DGM_NONE && (*at = dgm_build_entity(b, words, f->type)) != DGM_NONE) {
        dgm_entity *e = &b->doc->entities.items[*at];
        /* a people, a creed; a body of whom no more is known than the country that the article is about */
        bool civil =
            f->type == DGM_ENTITY_GROUP || (f->type == DGM_ENTITY_ORGANIZATION && !f->sectors && b->r->one_country);
        e->sectors = civil ? 1u << DGM_SECTOR_CVL : f->sectors;
        e->confidence = 500;
        uint32_t beside = f->type == DGM_ENTITY_ORGANIZATION ? dgm_country_beside(b->r, f->first, f->end) : DGM_NONE;
        dgm_str code = beside != DGM_NONE ? dgm_found_country(b->r, &b->r->found.items[beside]) : f->country;
        if (f->type == DGM_ENTITY_PLACE || f->type == DGM_ENTITY_FACILITY)
            dgm_build_site(b, f, e);
        else if (civil || (f->type == DGM_ENTITY_ORGANIZATION && f->sectors))
            dgm_build_code(b, e, code.n ? code : dgm_build_country(b, f));
        else if (code.n)
            dgm_build_code(b, e, code);
    }
    f->entity = *at;
    dgm_build_mention(b, f->first, f->end, f->entity, DGM_MENTION_NAME, false);
}

/* ---- collectives and offices without a name ------------------------------------------------------------------------------------- */

/* Tokens of the phrase's own modifiers to the left: "[Turkish] Defense Ministry"; not "Chad, whose ministry". */
static uint32_t phrase_first(const dgm_builder *b, const dgm_found *role) {
    uint32_t beside = dgm_country_beside(b->r, role->first, role->end);
    if (beside == DGM_NONE || (role->first > 0 && dgm_str_ieq(dgm_doc_form(b->doc, role->first - 1), "whose")))
        return role->first;
    const dgm_found *f = &b->r->found.items[beside];
    return f->end <= role->first && role->first - f->end <= 2 ? f->first : role->first;
}

static void name_holder(const dgm_builder *b, dgm_entity *e, uint32_t row) {
    const dgm_table *holders = &b->r->know->holders;
    if (row == DGM_NONE)
        return;
    e->name = dgm_str_of(dgm_table_str(holders, row, b->r->know->holder.name));
    e->wikidata = dgm_holder_item(b->r->know, row);
    e->file = dgm_table_file(holders, row);
    e->line = dgm_table_line(holders, row);
}

/* The entity of an office or collective of one country; `name` is used when it is new. */
static uint32_t role_entity(dgm_builder *b, const dgm_found *f, const dgm_description *d, dgm_str name) {
    static const char *const spaces[] = {"role", "former", "later", "claimed"};
    const dgm_entity_knowledge *k = b->r->know;
    char key[256];
    uint32_t n = dgm_fold_key(dgm_build_words(b, f->first, f->end), key, sizeof key);
    dgm_str kind = dgm_str_of(dgm_table_str(&k->roles, f->row, k->role.kind));
    uint64_t words = dgm_build_key(spaces[d->standing], (dgm_str){key, n}, d->code);
    /* "leader" of a state and of its rebels */
    uint32_t *at = dgm_build_slot(b, dgm_hash_mix(words, d->sectors));
    if (*at == DGM_NONE) {
        bool one = dgm_str_is(kind, "person") || dgm_str_is(kind, "voice") || dgm_str_is(kind, "head");
        uint8_t type = dgm_str_is(kind, "body") || dgm_str_is(kind, "matter") || dgm_str_is(kind, "staff")
                           ? DGM_ENTITY_ORGANIZATION
                       : one ? DGM_ENTITY_PERSON
                             : DGM_ENTITY_GROUP;
        *at = dgm_build_entity(b, name, type);
        if (*at == DGM_NONE)
            return DGM_NONE;
        dgm_entity *e = &b->doc->entities.items[*at];
        e->generic = true;
        e->sectors = dgm_build_sectors(b, d->sectors, d->code);
        e->role = d->role;
        e->code = d->code;
        e->country = d->country;
        e->affiliation = d->code;
        e->former = d->former;
        e->file = dgm_table_file(&k->roles, f->row);
        e->line = dgm_table_line(&k->roles, f->row);
        e->confidence = d->placed ? 850 : 550;
        name_holder(b, e, dgm_build_office_holder(b, f, d));
    }
    return *at;
}

uint32_t dgm_build_nationalities(const dgm_builder *b, const dgm_found *role,
                                 const dgm_found *list[DGM_NATIONALITIES_MAX]) {
    const dgm_reader *r = b->r;
    const dgm_token *t = b->doc->tokens.items;
    uint32_t count = 0, first = b->doc->sentences.items[t[role->first].sentence].first;
    if (t[role->end - 1].feats & DGM_FEAT(SING))
        return 0;
    for (uint32_t i = role->first; i-- > first && role->first - i < 24;) {
        const dgm_found *f = r->at[i] == DGM_NONE ? NULL : &r->found.items[r->at[i]];
        if (f && f->kind == DGM_FOUND_ADJECTIVE && !dgm_tied_on(r, i)) {
            if (count == DGM_NATIONALITIES_MAX)
                break;
            list[count++] = f;
            i = f->first;
        } else if (f || (t[i].upos != DGM_UPOS_CCONJ && !dgm_str_is(dgm_doc_form(b->doc, i), ",") &&
                         !(count == 0 && (t[i].upos == DGM_UPOS_ADJ || t[i].upos == DGM_UPOS_NOUN)))) {
            break;
        }
    }
    return count;
}

static dgm_str joined(dgm_builder *b, dgm_str country, dgm_str role) {
    char *p = dgm_arena_alloc(b->doc->arena, country.n + role.n + 1);
    if (!p) {
        b->full = true;
        return role;
    }
    memcpy(p, country.p, country.n);
    p[country.n] = ' ';
    memcpy(p + country.n + 1, role.p, role.n);
    return (dgm_str){p, country.n + role.n + 1};
}

static void build_members(dgm_builder *b, dgm_found *f, dgm_description d, const dgm_found *const *list,
                          uint32_t count) {
    uint32_t members = b->doc->members.count;
    for (uint32_t i = count; i-- > 0 && !b->full;) {
        d.code = d.country = dgm_found_country(b->r, list[i]);
        d.placed = true;
        dgm_str name = joined(b, dgm_build_words(b, list[i]->first, list[i]->end), d.role);
        uint32_t entity = role_entity(b, f, &d, name), *member = DGM_PUSH(&b->doc->members, b->doc->arena);
        if (entity == DGM_NONE || !member) {
            b->full = true;
            return;
        }
        *member = entity;
        f->entity = entity;
    }
    dgm_build_mention(b, list[count - 1]->first, f->end, f->entity, DGM_MENTION_NOMINAL, false);
    if (!b->full) {
        dgm_mention *m = &b->doc->mentions.items[b->doc->mentions.count - 1];
        m->members_first = members;
        m->members_count = count;
    }
}

static void build_role(dgm_builder *b, dgm_found *f) {
    const dgm_found *list[DGM_NATIONALITIES_MAX];
    uint32_t count = dgm_build_nationalities(b, f, list);
    if (f->entity != DGM_NONE && count < 2) { /* a person's title */
        dgm_build_mention(b, f->first, f->end, f->entity, DGM_MENTION_TITLE, false);
        return;
    }
    dgm_description d = dgm_build_describe(b, f);
    uint32_t first = phrase_first(b, f);
    if (count > 1) {
        build_members(b, f, d, list, count);
        return;
    }
    bool stated = d.code.n != 0;
    if (!stated) {
        d.code = dgm_build_country(b, f);
        d.country = dgm_is_code(b->r->know, d.code) ? d.code : (dgm_str){0};
    }
    f->entity = role_entity(b, f, &d, dgm_build_words(b, first, f->end));
    if (stated)
        dgm_home_stated(b, f);
    if (f->entity != DGM_NONE)
        dgm_build_mention(b, first, f->end, f->entity, DGM_MENTION_NOMINAL, false);
}

/* ---- all ------------------------------------------------------------------------------------------------------------------------- */

static void register_full_names(dgm_builder *b) {
    for (uint32_t i = 0; i < b->r->found.count && !b->full; i++) {
        dgm_found *f = &b->r->found.items[i];
        if (f->kind == DGM_FOUND_HOLDER ||
            (f->kind == DGM_FOUND_NAME && f->type == DGM_ENTITY_PERSON && f->end - f->first > 1))
            dgm_build_person_entity(b, f, true);
    }
}

/* "Houston" is a person where the article names Sam Houston. */
static bool is_surname(dgm_builder *b, const dgm_found *f) {
    return f->end - f->first == 1 && *dgm_build_slot(b, dgm_build_surname(b, f->first, f->end)) != DGM_NONE;
}

/* Does the article name the country of a capital otherwise, too? */
static bool country_is_named(const dgm_builder *b, const dgm_found *capital) {
    dgm_str code = dgm_found_country(b->r, capital);
    for (uint32_t i = 0; i < b->r->found.count; i++) {
        const dgm_found *f = &b->r->found.items[i];
        if ((f->kind == DGM_FOUND_COUNTRY || f->kind == DGM_FOUND_ADJECTIVE || f->kind == DGM_FOUND_SEAT) &&
            dgm_str_eq(dgm_found_country(b->r, f), code))
            return true;
    }
    return false;
}

/* "Amman was jailed" where the article names Sudesh Amman, and nothing else of Jordan. */
static bool is_person_after_all(dgm_builder *b, const dgm_found *f) {
    return (f->kind == DGM_FOUND_PLACE || f->kind == DGM_FOUND_CAPITAL) && is_surname(b, f) &&
           (f->kind == DGM_FOUND_PLACE || !country_is_named(b, f));
}

static void build_one(dgm_builder *b, dgm_found *f) {
    if (is_person_after_all(b, f)) {
        f->kind = DGM_FOUND_NAME;
        f->type = DGM_ENTITY_PERSON;
    } else {
        dgm_build_choose_place(b, f);
    }
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
        if (is_namesake(b, f))
            build_name(b, f);
        else
            build_organisation(b, f);
        break;
    case DGM_FOUND_HOLDER:
        dgm_build_person(b, f, true, f->row);
        break;
    case DGM_FOUND_NAME:
        build_name(b, f);
        break;
    default:
        break;
    }
}

/* "in Kafr Maris" is no person, though the network takes it for one. */
static bool stands_for_place(const dgm_builder *b, const dgm_found *f) {
    static const char *const where[] = {"in", "at", "near"};
    uint32_t prep = dgm_tree_case(b->doc, f->first);
    for (size_t i = 0; i < sizeof where / sizeof *where && prep != DGM_NONE; i++)
        if (dgm_tree_lemma_is(b->doc, prep, where[i]))
            return true;
    return false;
}

/* Of a person whom nothing describes no more is known than, as of such a body, the country that the article is about. */
static void settle_persons(dgm_builder *b) {
    for (uint32_t i = 0; i < b->r->found.count && b->r->country.n; i++) {
        const dgm_found *f = &b->r->found.items[i];
        dgm_entity *e = f->entity == DGM_NONE ? NULL : &b->doc->entities.items[f->entity];
        if (!e || f->kind != DGM_FOUND_NAME || f->end - f->first < 2 || e->type != DGM_ENTITY_PERSON || e->code.n ||
            e->affiliation.n || e->role.n || stands_for_place(b, f))
            continue;
        if (!e->sectors)
            e->sectors = 1u << DGM_SECTOR_CVL;
        dgm_build_code(b, e, b->r->one_country ? b->r->country : dgm_build_country(b, f));
        e->confidence = 500;
    }
}

/* Countries, bodies and named persons first, then roles (which may turn out to be titles of those), all in order of the text. */
int dgm_build(dgm_reader *r) {
    dgm_builder b = {.r = r, .doc = r->doc};
    uint32_t slots = 64;
    while (slots < 16 * r->found.count + 64)
        slots *= 2;
    b.slots = DGM_NEWS(r->stage->scratch, dgm_slot, slots);
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
    settle_persons(&b);
    dgm_doc_sort_mentions(r->doc);
    return DGM_OK;
}
