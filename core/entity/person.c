/* SPDX-License-Identifier: Apache-2.0 */
/* Persons: one entity for all forms of a name, and the office that the text or the lexicon gives. A person's description in the text
 * ("Latvia's defence minister X Y") beats what the lexicon knows of the name. */
#include <string.h>

#include "entity/build.h"

#define ROLE_REACH 14u /* tokens from "the president of the League for …" to the name behind the comma */

#define TERMS_MAX 48u /* of one name */
#define ROW_MAX 8u    /* people in a row */
#define FIELD_MAX 8u  /* words of "digital affairs and employment" */

static uint32_t last_word(const dgm_builder *b, uint32_t first, uint32_t end) {
    uint32_t t = end - 1;
    while (t > first && b->r->units.first[t] == b->r->units.first[t + 1])
        t--;
    return t;
}

uint64_t dgm_build_surname(const dgm_builder *b, uint32_t first, uint32_t end) {
    uint32_t t = last_word(b, first, end);
    char key[DGM_UNIT_MAX + 1];
    uint32_t n = dgm_fold_key(dgm_doc_form(b->doc, t), key, sizeof key);
    /* "Tae-yul", "al-Sisi": the last unit alone would be too little */
    return dgm_build_key("surname", (dgm_str){key, n}, (dgm_str){0});
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

/* By the forename, where it is usual for one. */
static char gender_of(const dgm_builder *b, uint32_t token) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_hits hits;
    if (!dgm_index_find(&k->forename_names, dgm_doc_form(b->doc, token), &hits))
        return 0;
    return dgm_table_str(&k->forenames, dgm_hits_at(&hits, 0).row, k->gender)[0];
}

uint32_t dgm_build_person_entity(dgm_builder *b, const dgm_found *f, bool several) {
    char key[256];
    dgm_str words = dgm_build_words(b, f->first, f->end);
    uint32_t n = dgm_fold_key(words, key, sizeof key),
             *by_surname = dgm_build_slot(b, dgm_build_surname(b, f->first, f->end));
    if (!several || (*by_surname != DGM_NONE && ends_name(b->doc->entities.items[*by_surname].name, words)))
        return *by_surname;
    uint32_t *at = dgm_build_slot(b, dgm_build_key("person", (dgm_str){key, n}, (dgm_str){0}));
    if (*at == DGM_NONE) {
        *at = dgm_build_entity(b, words, DGM_ENTITY_PERSON);
        if (*at != DGM_NONE)
            b->doc->entities.items[*at].gender = gender_of(b, f->first);
        if (*dgm_build_slot(b, dgm_build_surname(b, f->first, f->end)) == DGM_NONE)
            *dgm_build_slot(b, dgm_build_surname(b, f->first, f->end)) = *at;
        /* Asian names are shortened to their first word: "Xi Jinping" → "Xi" */
        uint32_t *family = dgm_build_slot(b, dgm_build_surname(b, f->first, f->first + 1));
        if (*family == DGM_NONE)
            *family = *at;
    }
    return *dgm_build_slot(b, dgm_build_key("person", (dgm_str){key, n}, (dgm_str){0}));
}

int32_t dgm_build_today(const dgm_builder *b) { return dgm_article_day(b->doc); }

#define YEARS(n) ((n)*10000)

bool dgm_term_covers(int64_t from, int64_t to, int32_t today) {
    if (from == 0 &&
        today + YEARS(2) < to) /* of a term whose beginning nobody gave no more than its last years is known */
        return false;
    return from <= today && (to == 0 || (to % 10000 == 0 ? to / 10000 >= today / 10000 : today <= to));
}

/* Of a holder's row on a day: an open term is true up to the day until which it is believed, and then may have ended. */
int dgm_term_state(const dgm_entity_knowledge *k, uint32_t row, int32_t today) {
    int64_t from = dgm_table_int(&k->holders, row, k->holder.from), to = dgm_table_int(&k->holders, row, k->holder.to),
            believed = dgm_table_int(&k->holders, row, k->holder.believed);
    if (today == 0)
        return to == 0 ? TERM_RUNNING : TERM_PAST;
    if (!dgm_term_covers(from, to, today))
        return from > today || (from == 0 && to > today) ? TERM_NONE : TERM_PAST;
    return to == 0 && believed && believed < today ? TERM_FADED : TERM_RUNNING;
}

#define PUBLIC \
    (1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_MIL | 1u << DGM_SECTOR_COP | 1u << DGM_SECTOR_LEG | \
     1u << DGM_SECTOR_JUD | 1u << DGM_SECTOR_SPY | 1u << DGM_SECTOR_PTY | 1u << DGM_SECTOR_ELI)

/* Who was in office when last heard of, years ago, is neither in it nor out of it: one of the country's elite, not surely more. */
static void hold_office(dgm_builder *b, dgm_entity *e, uint32_t row, int state) {
    static const uint16_t sure[] = {[TERM_PAST] = 750, [TERM_FADED] = 500, [TERM_RUNNING] = 900};
    const dgm_entity_knowledge *k = b->r->know;
    bool ok;
    e->role = dgm_str_of(dgm_table_str(&k->holders, row, k->holder.office));
    e->affiliation = dgm_str_of(dgm_table_str(&k->holders, row, k->holder.country));
    dgm_build_code(b, e, e->affiliation);
    e->sectors = dgm_sectors_of(dgm_table_str(&k->holders, row, k->holder.sectors), &ok);
    bool public = !e->sectors || (e->sectors & PUBLIC); /* a rebel who is dead was no official */
    if (state != TERM_RUNNING && public)
        e->sectors = 1u << DGM_SECTOR_ELI;
    e->former = state == TERM_PAST && public;
    e->wikidata = dgm_holder_item(k, row);
    e->file = dgm_table_file(&k->holders, row);
    e->line = dgm_table_line(&k->holders, row);
    e->confidence = sure[state];
}

static bool same_cell(const dgm_table *t, uint32_t a, uint32_t b, int column) {
    return dgm_str_eq(dgm_str_of(dgm_table_str(t, a, column)), dgm_str_of(dgm_table_str(t, b, column)));
}

/* Does the row `other`, of the same person, country and first day, say how the term of `row` went on? One of the same office does, and a line by
 * hand, in another file, of a term of which no more is known than when its source was read; not a second office that the person held for a while
 * ("deputy prime minister and minister of housing"). */
static bool same_term(const dgm_entity_knowledge *k, uint32_t row, uint32_t other) {
    const dgm_table *t = &k->holders;
    if (dgm_table_int(t, other, k->holder.from) != dgm_table_int(t, row, k->holder.from) ||
        !same_cell(t, row, other, k->holder.country))
        return false;
    if (same_cell(t, row, other, k->holder.office) ||
        (k->holder.seat >= 0 && *dgm_table_str(t, row, k->holder.seat) && same_cell(t, row, other, k->holder.seat)))
        return true;
    return dgm_table_int(t, row, k->holder.believed) != 0 &&
           !dgm_str_eq(dgm_str_of(dgm_table_file(t, row)), dgm_str_of(dgm_table_file(t, other)));
}

/* A line by hand may end the open term of a made file. */
static bool ended_elsewhere(const dgm_entity_knowledge *k, const dgm_hits *hits, uint32_t row, int32_t today) {
    if (dgm_table_int(&k->holders, row, k->holder.to) != 0)
        return false;
    for (uint32_t i = 0; i < hits->count && i < TERMS_MAX; i++) {
        uint32_t other = dgm_hits_at(hits, i).row;
        int64_t to = dgm_table_int(&k->holders, other, k->holder.to);
        if (to && to < today && same_term(k, row, other))
            return true;
    }
    return false;
}

bool dgm_term_ended(const dgm_entity_knowledge *k, uint32_t row, int32_t today) {
    dgm_hits hits;
    return dgm_index_find(&k->holder_names, dgm_str_of(dgm_table_str(&k->holders, row, k->holder.name)), &hits) &&
           ended_elsewhere(k, &hits, row, today);
}

/* The term that covers the article's day, else one that may, else the last one before it: a former official. */
static void know_holder(dgm_builder *b, dgm_entity *e, uint32_t first_row) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_hits hits;
    dgm_str name = dgm_str_of(dgm_table_str(&k->holders, first_row, k->holder.name));
    int32_t today = dgm_build_today(b);
    uint32_t best = DGM_NONE;
    int best_state = TERM_NONE;
    int64_t best_from = 0;
    if (!dgm_index_find(&k->holder_names, name, &hits))
        return;
    for (uint32_t i = 0; i < hits.count && i < TERMS_MAX; i++) {
        uint32_t row = dgm_hits_at(&hits, i).row;
        int state = dgm_term_state(k, row, today);
        if (state >= TERM_FADED && ended_elsewhere(k, &hits, row, today))
            state = TERM_PAST;
        int64_t from = dgm_table_int(&k->holders, row, k->holder.from);
        if (state > best_state || (state == best_state && state == TERM_PAST && from > best_from)) {
            best = row;
            best_state = state;
            best_from = from;
        }
    }
    if (best != DGM_NONE)
        hold_office(b, e, best, best_state);
}

/* "Somaliland's president" is not Somalia's, and of no government that others recognise. */
static void own_saying(const dgm_reader *r, const dgm_found *f, dgm_description *d) {
    bool ok;
    if (f->kind != DGM_FOUND_COUNTRY && f->kind != DGM_FOUND_ADJECTIVE && f->kind != DGM_FOUND_CAPITAL)
        return;
    uint32_t sectors = dgm_sectors_of(dgm_table_str(&r->know->countries, f->row, r->know->country.sectors), &ok);
    d->partial = sectors != 0;
    if (sectors && d->sectors >> DGM_SECTOR_GOV & 1)
        d->sectors = sectors;
}

/* "The chief executive of Hong Kong" heads no company: an office of that name is held there. */
static void govern(const dgm_builder *b, const dgm_found *role, dgm_description *d) {
    const dgm_entity_knowledge *k = b->r->know;
    uint32_t row = d->sectors == 1u << DGM_SECTOR_BUS ? dgm_build_office_holder(b, role, d) : DGM_NONE;
    bool ok;
    if (row != DGM_NONE)
        d->sectors = dgm_sectors_of(dgm_table_str(&k->holders, row, k->holder.sectors), &ok);
}

/* Of an office or a collective within a body: mostly what the body is. But "a Labour minister" is of a government, and "Taliban insurgents" are
 * no government where no day says that the Taliban are one. */
static uint32_t sectors_in(const dgm_builder *b, const dgm_found *role, uint32_t body) {
    static const uint32_t state = 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_LEG | 1u << DGM_SECTOR_JUD,
                          armed = 1u << DGM_SECTOR_REB | 1u << DGM_SECTOR_PRM,
                          party = 1u << DGM_SECTOR_PTY | 1u << DGM_SECTOR_OPP,
                          work =
                              1u << DGM_SECTOR_LAB | 1u << DGM_SECTOR_NGO | 1u << DGM_SECTOR_MED | 1u << DGM_SECTOR_SOC;
    if (body == 1u << DGM_SECTOR_CVL && role->sectors) /* "Chechen police": a people is no more than whose they are */
        return role->sectors;
    if (body >> DGM_SECTOR_IGO & 1)
        return body | (role->sectors & ~work);
    if ((body & party) && (role->sectors & state) && !dgm_role_is_of_others(b->r, role))
        return role->sectors;
    return (role->sectors & armed & body) && !dgm_build_today(b) ? role->sectors & body : body;
}

/* Whose it is by a pronoun or a person's name, where no country or body stands beside. */
static void serve(const dgm_builder *b, const dgm_found *role, dgm_description *d) {
    const dgm_entity *master = NULL;
    d->code = dgm_build_owner(b, role);
    if (!d->code.n && (master = dgm_build_master(b, role)) != NULL) {
        d->code = master->code;
        if (!role->sectors || role->sectors == 1u << DGM_SECTOR_SOC || dgm_role_is_of_others(b->r, role))
            d->sectors = master->sectors;
    }
    d->placed = d->code.n != 0;
    d->country = dgm_is_code(b->r->know, d->code) ? d->code : (dgm_str){0};
}

dgm_description dgm_build_describe(const dgm_builder *b, const dgm_found *role) {
    dgm_reader *r = b->r;
    dgm_description d = {.role = dgm_build_words(b, role->first, role->end),
                         .sectors = dgm_build_sectors_of_others(r, role),
                         .standing = role->standing};
    d.former = role->standing == DGM_OFFICE_FORMER;
    uint32_t beside = dgm_country_beside(r, role->first, role->end);
    if (beside != DGM_NONE) {
        const dgm_found *f = &r->found.items[beside];
        d.placed = true;
        if (f->kind == DGM_FOUND_ORGANISATION) {
            dgm_body body = dgm_body_of(r, f);
            d.code = body.code;
            d.sectors = sectors_in(b, role, body.sectors);
            d.partial = true;
            d.placed = d.code.n != 0; /* an armed group without a home: its fighters are where they are told of */
        } else {
            d.code = dgm_found_country(r, f);
            own_saying(r, f, &d);
        }
        if (dgm_is_code(r->know, d.code))
            d.country = d.code;
    } else {
        serve(b, role, &d);
    }
    govern(b, role, &d);
    if (d.former && (d.sectors & PUBLIC)) /* a former reporter belongs to no elite */
        d.sectors = 1u << DGM_SECTOR_ELI;
    else if (d.standing != DGM_OFFICE_HELD && (d.sectors >> DGM_SECTOR_GOV & 1)) /* a politician, no government */
        d.sectors = 1u << (d.standing == DGM_OFFICE_LATER ? DGM_SECTOR_PTY : DGM_SECTOR_OPP);
    return d;
}

/* "foreign ministers X of Armenia and Y of Azerbaijan": the country behind the name is whose minister he is. */
static void place_behind(const dgm_builder *b, const dgm_found *f, dgm_description *d) {
    const dgm_reader *r = b->r;
    uint32_t end = b->doc->sentences.items[b->doc->tokens.items[f->first].sentence].end, t = f->end;
    if (d->placed || t + 1 >= end || !dgm_str_is(dgm_doc_form(b->doc, t), "of"))
        return;
    t += b->doc->tokens.items[t + 1].upos == DGM_UPOS_DET ? 2 : 1;
    const dgm_found *country = t < end && r->at[t] != DGM_NONE ? &r->found.items[r->at[t]] : NULL;
    if (!country || country->kind != DGM_FOUND_COUNTRY)
        return;
    d->placed = true;
    d->code = d->country = dgm_found_country(r, country);
}

static bool names_person(const dgm_reader *r, uint32_t token) {
    if (token >= r->doc->tokens.count || r->at[token] == DGM_NONE)
        return false;
    const dgm_found *f = &r->found.items[r->at[token]];
    return f->first == token &&
           (f->kind == DGM_FOUND_HOLDER || (f->kind == DGM_FOUND_NAME && f->type == DGM_ENTITY_PERSON));
}

/* "the Greek and French ministers, X and Y": the first name is the first nationality's, and so on. */
static void place_in_row(const dgm_builder *b, const dgm_found *role, const dgm_found *f, dgm_description *d) {
    const dgm_found *list[DGM_NATIONALITIES_MAX];
    uint32_t count = dgm_build_nationalities(b, role, list), before = 0;
    for (uint32_t t = role->end; count > 1 && t < f->first; t++)
        before += names_person(b->r, t);
    if (count < 2 || f->first < role->end || before >= count)
        return;
    d->placed = true;
    d->code = d->country = dgm_found_country(b->r, list[count - 1 - before]);
}

static void apply(dgm_builder *b, dgm_entity *e, const dgm_description *d, const dgm_found *title) {
    e->role = d->role;
    e->sectors = d->sectors;
    e->former = d->former;
    if (d->code.n) {
        e->affiliation = d->code;
        e->country = d->country;
        e->code = d->code;
        e->confidence = 900;
    } else if (!e->code.n) {
        dgm_build_code(b, e, dgm_build_country(b, title));
        e->affiliation = e->code;
        e->confidence = 600;
    }
    e->sectors = dgm_build_sectors(b, e->sectors, e->code);
}

static bool is_comma(const dgm_builder *b, uint32_t t) { return dgm_str_is(dgm_doc_form(b->doc, t), ","); }

/* "the president, X", "the Foreign Minister of Armenia, X": the role that the comma before the name ends. */
static uint32_t role_over_comma(const dgm_builder *b, const dgm_found *f, uint32_t last, const dgm_sentence *s) {
    const dgm_reader *r = b->r;
    if (b->doc->tokens.items[f->first].rel != DGM_REL_APPOS && !(f->end < s->end && is_comma(b, f->end)))
        return DGM_NONE;
    for (uint32_t t = last + 1, n = 0; t-- > s->first && n < ROLE_REACH; n++) {
        uint8_t upos = b->doc->tokens.items[t].upos;
        if (r->at[t] != DGM_NONE && r->found.items[r->at[t]].kind == DGM_FOUND_ROLE)
            return names_person(r, r->found.items[r->at[t]].end) ? DGM_NONE : r->at[t];
        if (upos == DGM_UPOS_VERB || upos == DGM_UPOS_AUX || upos == DGM_UPOS_PUNCT || upos == DGM_UPOS_PRON ||
            names_person(r, t))
            break;
    }
    return DGM_NONE;
}

/* "Prime Minister of Greenland X" */
static uint32_t role_of_body(const dgm_builder *b, uint32_t left, uint32_t first) {
    const dgm_reader *r = b->r;
    const dgm_found *body = &r->found.items[r->at[left - 1]];
    uint32_t of = body->first;
    if (body->kind == DGM_FOUND_HOLDER || (body->kind == DGM_FOUND_NAME && body->type == DGM_ENTITY_PERSON))
        return DGM_NONE;
    if (of > first && b->doc->tokens.items[of - 1].upos == DGM_UPOS_DET)
        of--;
    if (of < first + 2 || !dgm_str_is(dgm_doc_form(b->doc, of - 1), "of") || r->at[of - 2] == DGM_NONE)
        return DGM_NONE;
    return r->found.items[r->at[of - 2]].kind == DGM_FOUND_ROLE ? r->at[of - 2] : DGM_NONE;
}

/* "the minister for fisheries and food X": an office, its field, the name. */
static uint32_t role_of_field(const dgm_builder *b, uint32_t left, uint32_t first) {
    const dgm_reader *r = b->r;
    for (uint32_t t = left, n = 0; t-- > first + 1 && n < FIELD_MAX; n++) {
        uint8_t upos = b->doc->tokens.items[t].upos;
        if (upos == DGM_UPOS_ADP && n > 0 && r->at[t - 1] != DGM_NONE) {
            const dgm_found *role = &r->found.items[r->at[t - 1]];
            dgm_str kind = dgm_str_of(dgm_table_str(&r->know->roles, role->row, r->know->role.kind));
            return role->kind == DGM_FOUND_ROLE && dgm_str_is(kind, "person") ? r->at[t - 1] : DGM_NONE;
        }
        if ((upos != DGM_UPOS_NOUN && upos != DGM_UPOS_ADJ && upos != DGM_UPOS_PROPN && upos != DGM_UPOS_CCONJ &&
             upos != DGM_UPOS_DET && !is_comma(b, t)) ||
            names_person(r, t))
            break;
    }
    return DGM_NONE;
}

/* "X, [who heads] the militia": where the description behind the comma begins. */
static uint32_t description_begins(const dgm_builder *b, uint32_t t, uint32_t end) {
    static const char *const verbs[] = {"head", "lead", "command", "chair"};
    if (t + 2 < end && dgm_str_is(dgm_doc_form(b->doc, t), "who"))
        for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
            if (dgm_str_is(b->doc->tokens.items[t + 1].lemma, verbs[i]))
                return t + 2;
    return t;
}

/* "President of Ghana [Y]", "Ghanaian president [Y]": does the office lead to the name of another? */
static bool leads_to_name(const dgm_builder *b, const dgm_found *role, uint32_t end) {
    const dgm_reader *r = b->r;
    uint32_t t = role->end;
    if (t + 2 < end && dgm_str_is(dgm_doc_form(b->doc, t), "of")) {
        t += b->doc->tokens.items[t + 1].upos == DGM_UPOS_DET ? 2 : 1;
        t = t < end && r->at[t] != DGM_NONE ? r->found.items[r->at[t]].end : end;
    }
    return t < end && names_person(r, t);
}

/* "X, Latvia's defence minister,"; but the "Brazilian president" of "X, Brazilian president Y" is Y. */
static uint32_t role_behind(const dgm_builder *b, const dgm_found *f, const dgm_sentence *s) {
    const dgm_reader *r = b->r;
    if (f->end + 1 >= s->end || !is_comma(b, f->end))
        return DGM_NONE;
    for (uint32_t t = description_begins(b, f->end + 1, s->end); t < s->end && t < f->end + 8; t++) {
        uint8_t upos = b->doc->tokens.items[t].upos;
        if (r->at[t] != DGM_NONE && r->found.items[r->at[t]].kind == DGM_FOUND_ROLE)
            return leads_to_name(b, &r->found.items[r->at[t]], s->end) ? DGM_NONE : r->at[t];
        bool verb = upos == DGM_UPOS_VERB && b->doc->tokens.items[t].rel != DGM_REL_AMOD; /* "the self-proclaimed …" */
        if (verb || upos == DGM_UPOS_AUX || is_comma(b, t) || upos == DGM_UPOS_CCONJ || upos == DGM_UPOS_PRON)
            break;
    }
    return DGM_NONE;
}

/* The person who is named before token `left` in a row of names, DGM_NONE: none. "X of Croatia, [Y]" */
static uint32_t person_before(const dgm_builder *b, uint32_t left, uint32_t first) {
    const dgm_reader *r = b->r;
    uint32_t t = left;
    while (t > first + 1 && (b->doc->tokens.items[t - 1].upos == DGM_UPOS_CCONJ || is_comma(b, t - 1)))
        t--;
    if (t == left || r->at[t - 1] == DGM_NONE)
        return DGM_NONE;
    const dgm_found *f = &r->found.items[r->at[t - 1]];
    if (f->kind == DGM_FOUND_COUNTRY && f->first > first + 1 && r->at[f->first - 2] != DGM_NONE &&
        dgm_str_is(dgm_doc_form(b->doc, f->first - 1), "of"))
        f = &r->found.items[r->at[f->first - 2]];
    return names_person(r, f->first) ? f->first : DGM_NONE;
}

/* "ministers X and Y", "ministers X of Croatia, Y of Poland and Z of Chad": the role before the first of them is also the others'. */
static uint32_t role_shared(const dgm_builder *b, uint32_t left, uint32_t first) {
    const dgm_reader *r = b->r;
    for (uint32_t n = 0; n < ROW_MAX && left > first; n++) {
        uint32_t start = person_before(b, left, first);
        if (start == DGM_NONE || start <= first)
            return DGM_NONE;
        uint32_t at = is_comma(b, start - 1) && start > first + 1 ? start - 2 : start - 1;
        const dgm_found *role = r->at[at] == DGM_NONE ? NULL : &r->found.items[r->at[at]];
        if (role && role->kind == DGM_FOUND_ROLE)
            return !(b->doc->tokens.items[at].feats & DGM_FEAT(SING)) ? r->at[at] : DGM_NONE;
        left = start;
    }
    return DGM_NONE;
}

/* "the Foreign Minister, Mr X" */
static bool stands_before(const dgm_reader *r, uint32_t t) {
    dgm_hits hits;
    return dgm_index_find(&r->know->title_names, dgm_doc_form(r->doc, t), &hits) &&
           dgm_str_is(dgm_str_of(dgm_table_str(&r->know->titles, dgm_hits_at(&hits, 0).row, r->know->title_kind)),
                      "before");
}

/* The role before the name ("President X", "the president, X") or behind it ("X, Latvia's defence minister,"). */
static uint32_t role_of(const dgm_builder *b, const dgm_found *f, bool *before) {
    const dgm_reader *r = b->r;
    const dgm_sentence *s = &b->doc->sentences.items[b->doc->tokens.items[f->first].sentence];
    *before = true;
    uint32_t left = f->first;
    while (left > s->first + 1 && r->at[left - 1] == DGM_NONE && stands_before(r, left - 1))
        left--;
    while (left > s->first + 1 && (b->doc->tokens.items[left - 1].shape & DGM_SHAPE_PUNCT) &&
           (dgm_str_is(dgm_doc_form(b->doc, left - 1), "\"")))
        left--;
    if (left > s->first && r->at[left - 1] != DGM_NONE && r->found.items[r->at[left - 1]].kind == DGM_FOUND_ROLE)
        return r->at[left - 1];
    if (left > s->first && r->at[left - 1] != DGM_NONE && !is_comma(b, left - 1)) {
        uint32_t role = role_of_body(b, left, s->first);
        if (role != DGM_NONE)
            return role;
    }
    uint32_t field = left > s->first && !is_comma(b, left - 1) ? role_of_field(b, left, s->first) : DGM_NONE;
    if (field != DGM_NONE)
        return field;
    uint32_t shared = role_shared(b, left, s->first);
    if (shared != DGM_NONE)
        return shared;
    uint32_t over = left > s->first + 1 && is_comma(b, left - 1) ? role_over_comma(b, f, left - 2, s) : DGM_NONE;
    if (over != DGM_NONE) /* else "In a statement, X, the spokesman of …" */
        return over;
    *before = false;
    return role_behind(b, f, s);
}

/* A national of whom no more is known is a private person. */
static void be_national(dgm_builder *b, dgm_entity *e, dgm_str country) {
    if (!country.n)
        return;
    if (!e->sectors)
        e->sectors = 1u << DGM_SECTOR_CVL;
    dgm_build_code(b, e, country);
    e->confidence = 700;
}

/* "party leader and prime minister X": both are X. */
static void other_title(dgm_builder *b, const dgm_found *title, uint32_t entity) {
    const dgm_reader *r = b->r;
    const dgm_token *t = b->doc->tokens.items;
    uint32_t first = b->doc->sentences.items[t[title->first].sentence].first, at = title->first;
    while (at > first && r->at[at - 1] != DGM_NONE && r->found.items[r->at[at - 1]].kind == DGM_FOUND_ADJECTIVE)
        at--;
    if (at < first + 2 || t[at - 1].upos != DGM_UPOS_CCONJ || r->at[at - 2] == DGM_NONE)
        return;
    dgm_found *other = &b->r->found.items[r->at[at - 2]];
    if (other->kind != DGM_FOUND_ROLE || other->entity != DGM_NONE || !(t[other->end - 1].feats & DGM_FEAT(SING)))
        return;
    other->entity = entity;
    dgm_description d = dgm_build_describe(b, other);
    if (d.standing == DGM_OFFICE_HELD) {
        dgm_entity *e = &b->doc->entities.items[entity];
        e->sectors = dgm_build_sectors(b, e->sectors | d.sectors, e->code);
    }
}

/* "President Biden" in 2026: whose office has ended is still addressed by it. Where the text says whose office it is ("the Danish prime
 * minister X"), it is believed. */
static bool is_courtesy(const dgm_builder *b, const dgm_entity *e, const dgm_found *title, const dgm_description *d) {
    char x[128], y[128];
    uint32_t n = dgm_fold_key(e->role, x, sizeof x), m = dgm_fold_key(d->role, y, sizeof y);
    return e->file && e->sectors == 1u << DGM_SECTOR_ELI && !d->former && d->standing == DGM_OFFICE_HELD && n > 0 &&
           n == m && memcmp(x, y, n) == 0 && dgm_country_beside(b->r, title->first, title->end) == DGM_NONE;
}

/* What the text says of the person, beside what is known already. */
static void take_title(dgm_builder *b, dgm_entity *e, const dgm_description *d, const dgm_found *title, bool before) {
    if (d->placed || !e->code.n || (e->confidence < 700 && !e->role.n)) {
        apply(b, e, d, title);
    } else if (before || d->former ||
               (e->former && d->sectors)) { /* the office that the text gives is the one of the day */
        e->sectors =
            d->former ? d->sectors : dgm_build_sectors(b, (e->sectors & ~(1u << DGM_SECTOR_ELI)) | d->sectors, e->code);
        e->former = d->former;
        e->role = d->role;
    }
}

void dgm_build_person(dgm_builder *b, dgm_found *f, bool several, uint32_t holder) {
    f->entity = dgm_build_person_entity(b, f, several);
    if (f->entity == DGM_NONE && !several && f->type == DGM_ENTITY_PERSON) {
        f->entity = dgm_build_entity(b, dgm_build_words(b, f->first, f->end), DGM_ENTITY_PERSON);
        *dgm_build_slot(b, dgm_build_surname(b, f->first, f->end)) = f->entity;
    }
    if (f->entity == DGM_NONE)
        return;
    dgm_entity *e = &b->doc->entities.items[f->entity];
    bool before;
    uint32_t role = role_of(b, f, &before);
    dgm_description d = {0};
    if (role != DGM_NONE) {
        d = dgm_build_describe(b, &b->r->found.items[role]);
        place_in_row(b, &b->r->found.items[role], f, &d);
        place_behind(b, f, &d);
    }
    if (several && !e->code.n && !e->file)
        holder = dgm_build_full_name(b, f, holder);
    if (holder == DGM_NONE && !several && !e->code.n && !e->role.n)
        holder = dgm_build_known_surname(b, f, role != DGM_NONE && before ? &d : NULL);
    if (holder != DGM_NONE && !e->file && !e->role.n)
        know_holder(b, e, holder);
    if (role != DGM_NONE) {
        dgm_found *title = &b->r->found.items[role];
        if (!(before && is_courtesy(b, e, title, &d)))
            take_title(b, e, &d, title, before);
        title->entity = f->entity;
        other_title(b, title, f->entity);
    } else {
        dgm_build_belonging(b, e, f);
    }
    if (!e->code.n && several)
        be_national(b, e, dgm_build_nationality(b, f));
    if (!e->code.n && several && f->type == DGM_ENTITY_PERSON)
        be_national(b, e, dgm_build_held(b, f));
    if (e->sectors &
        (1u << DGM_SECTOR_PTY | 1u << DGM_SECTOR_OPP)) /* who leads a party now is no former official first of all */
        e->sectors &= ~(1u << DGM_SECTOR_ELI);
    dgm_build_mention(b, f->first, f->end, f->entity, DGM_MENTION_NAME, false);
}
