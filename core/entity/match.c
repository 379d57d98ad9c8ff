/* SPDX-License-Identifier: Apache-2.0 */
/* Names that the lexicon knows: at each token the longest one wins; of equals the kind that comes first in the list. */
#include <string.h>

#include "base/utf8.h"
#include "entity/entity.h"

#define TOKENS_MAX 9u /* of a name */
#define VILLAGE 5000  /* people: less is no town */
#define REGION_LETTERS 6u
#define NAMESAKES_MAX 16u  /* of one village */
#define VILLAGE_LOOKS 400u /* in one article */
#define OWNER_REACH 4u     /* tokens from a body's name back to whose it is */

bool dgm_units_make(dgm_reader *r) {
    DGM_VEC(dgm_unit) units = {0};
    uint32_t n = r->doc->tokens.count, *first = DGM_NEWS(r->stage->scratch, uint32_t, n + 1);
    if (!first)
        return false;
    for (uint32_t t = 0; t < n; t++) {
        dgm_str form = dgm_doc_form(r->doc, t);
        dgm_unit unit;
        first[t] = units.count;
        for (uint32_t at = 0; dgm_fold_next(form, &at, &unit);) {
            dgm_unit *u = DGM_PUSH(&units, r->stage->scratch);
            if (!u)
                return false;
            *u = unit;
        }
    }
    first[n] = units.count;
    r->units = (dgm_units){units.items, first};
    return true;
}

bool dgm_upper_first(const dgm_doc *doc, uint32_t token) {
    return doc->tokens.items[token].shape & DGM_SHAPE_UPPER_FIRST;
}

static uint32_t letters(const char *name, bool *all_upper) {
    uint32_t n = 0;
    *all_upper = true;
    for (const char *p = name; *p; p++) {
        bool lower = *p >= 'a' && *p <= 'z', upper = *p >= 'A' && *p <= 'Z';
        n += lower || upper;
        *all_upper = *all_upper && !lower;
    }
    return n;
}

/* "US" is not "us"; "Quad" is not "quad"; in a line of capitals only, short names are not trusted. */
static bool case_fits(const dgm_reader *r, const char *name, uint32_t first, uint32_t end) {
    bool upper, capital = (name[0] >= 'A' && name[0] <= 'Z') || (unsigned char)name[0] >= 0xC3;
    uint32_t n = letters(name, &upper);
    const dgm_doc *doc = r->doc;
    if (upper && n <= 5) {
        for (uint32_t t = first; t < end; t++)
            if (!(doc->tokens.items[t].shape & (DGM_SHAPE_ALL_UPPER | DGM_SHAPE_DIGIT | DGM_SHAPE_PUNCT)))
                return false;
        return true;
    }
    if (!capital)
        return true;
    for (uint32_t t = first; t < end; t++)
        if (dgm_upper_first(doc, t))
            return dgm_upper_first(doc, first) || doc->tokens.items[first].upos == DGM_UPOS_DET || end - first > 1;
    return false;
}

uint32_t dgm_match(const dgm_reader *r, const dgm_index *index, uint32_t i, uint32_t end, bool loose, uint32_t *row) {
    dgm_walk walk = {0};
    dgm_hits hits = {0};
    uint32_t best = 0, stop = end - i > TOKENS_MAX ? i + TOKENS_MAX : end;
    for (uint32_t t = i; t < stop; t++) {
        hits.count = 0;
        for (uint32_t u = r->units.first[t]; u < r->units.first[t + 1]; u++)
            if (!dgm_index_walk(index, &walk, r->units.units[u].text, r->units.units[u].n, &hits))
                return best;
        if (r->units.first[t] == r->units.first[t + 1]) { /* a hyphen or mark inside a name */
            if (t == i || !(r->doc->tokens.items[t].shape & (DGM_SHAPE_HYPHEN | DGM_SHAPE_PUNCT)))
                return best;
            dgm_str form = dgm_doc_form(r->doc, t);
            if (form.p[0] != '-' && form.p[0] != '\'' && form.p[0] != '.' && form.p[0] != '/')
                return best;
            continue;
        }
        for (uint32_t h = 0; h < hits.count; h++) {
            dgm_hit hit = dgm_hits_at(&hits, h);
            if (loose || case_fits(r, hit.name, i, t + 1)) {
                best = t + 1 - i;
                *row = hit.row;
                break;
            }
        }
    }
    return best;
}

dgm_found *dgm_found_add(dgm_reader *r, uint32_t first, uint32_t end, dgm_found_kind kind, uint32_t row) {
    dgm_found *f = DGM_PUSH(&r->found, r->stage->scratch);
    if (!f)
        return NULL;
    *f = (dgm_found){
        .first = first, .end = end, .kind = (uint8_t)kind, .row = row, .entity = DGM_NONE, .title = DGM_NONE};
    for (uint32_t t = first; t < end; t++)
        r->at[t] = r->found.count - 1;
    return f;
}

static bool proper(const dgm_reader *r, uint32_t t) {
    return r->doc->tokens.items[t].upos == DGM_UPOS_PROPN && dgm_upper_first(r->doc, t);
}

static bool after_preposition(const dgm_reader *r, uint32_t t, uint32_t sentence_first) {
    if (t > sentence_first && r->doc->tokens.items[t - 1].upos == DGM_UPOS_DET)
        t--;
    return t > sentence_first && r->doc->tokens.items[t - 1].upos == DGM_UPOS_ADP;
}

/* "Kherson, Ukraine" */
static bool comma_country(const dgm_reader *r, uint32_t t, uint32_t end) {
    uint32_t row;
    return t + 1 < end && dgm_str_is(dgm_doc_form(r->doc, t), ",") &&
           (dgm_match(r, &r->know->country_names, t + 1, end, false, &row) > 0 ||
            (proper(r, t + 1) && dgm_match(r, &r->know->region_names, t + 1, end, false, &row) > 0));
}

/* "Sanaa International Airport", "Saada Governorate": the town is only the first part of a longer name of a site or region. */
static bool begins_site(const dgm_reader *r, uint32_t t, uint32_t end) {
    dgm_hits hits;
    bool site = false;
    for (uint32_t n = 0; t < end && n < 4 && dgm_upper_first(r->doc, t); t++, n++)
        site = dgm_index_find(&r->know->site_names, dgm_doc_form(r->doc, t), &hits);
    return site;
}

static bool place_is_whole(const dgm_reader *r, uint32_t i, uint32_t n, uint32_t first, uint32_t end) {
    return proper(r, i) && !(i > first && proper(r, i - 1)) && !(i + n < end && proper(r, i + n));
}

/* A town's name stands alone (not inside a longer name), and small towns only where a preposition or comma says "place". */
static bool place_stands(const dgm_reader *r, uint32_t i, uint32_t n, uint32_t first, uint32_t end,
                         int64_t population) {
    if (!proper(r, i) || r->doc->sentences.items[r->doc->tokens.items[i].sentence].headline)
        return proper(r, i) && population > 300000 && (i + n >= end || !proper(r, i + n)) &&
               (i == first || !proper(r, i - 1));
    if (!place_is_whole(r, i, n, first, end))
        return false;
    dgm_hits hits;
    if (i == first && i + n == end) /* nothing else is said */
        return population >= VILLAGE && !dgm_index_find(&r->know->surname_words, dgm_doc_form(r->doc, i), &hits);
    if (population < VILLAGE) /* most such names are also somebody's, or mean something */
        return comma_country(r, i + n, end);
    return after_preposition(r, i, first) || population > 400000 || comma_country(r, i + n, end) ||
           (i > first + 1 && dgm_str_is(dgm_doc_form(r->doc, i - 1), ",") && proper(r, i - 2));
}

static bool calendar(const dgm_reader *r, uint32_t t) {
    dgm_hits hits;
    dgm_str form = dgm_doc_form(r->doc, t);
    return r->know->calendar &&
           (dgm_index_find(&r->know->month_names, form, &hits) || dgm_index_find(&r->know->weekday_names, form, &hits));
}

/* Of several towns of a name the largest: the table is in that order. "In March" is no town in England. */
static uint32_t place_at(const dgm_reader *r, uint32_t i, uint32_t first, uint32_t end, uint32_t *row) {
    const dgm_entity_knowledge *k = r->know;
    bool article = i > first && r->doc->tokens.items[i - 1].upos == DGM_UPOS_DET; /* "the Union" is no town */
    uint32_t n = article ? 0 : dgm_match(r, &k->place_names, i, end, false, row);
    if (n == 0 || (n == 1 && calendar(r, i)) ||
        !place_stands(r, i, n, first, end, dgm_table_int(&k->places, *row, k->place.population)))
        return 0;
    return n;
}

/* A village in a country that the article names: "in Bakhmut" would be one in an article about Ukraine, not in one about chess. */
static bool village_at(const dgm_reader *r, uint32_t i, uint32_t n, uint32_t *row) {
    const dgm_entity_knowledge *k = r->know;
    dgm_hits hits;
    if (!dgm_index_find(&k->place_names, dgm_doc_span(r->doc, dgm_tree_span(r->doc, i, i + n)), &hits))
        return false;
    for (uint32_t h = 0; h < hits.count && h < NAMESAKES_MAX; h++) {
        *row = dgm_hits_at(&hits, h).row;
        if (dgm_country_is_named(r, dgm_str_of(dgm_table_str(&k->places, *row, k->place.country))))
            return true;
    }
    return false;
}

/* "Illinois' governor": a region needs no preposition where its name is nobody's. */
static bool region_at(const dgm_reader *r, uint32_t i, const dgm_sentence *s, uint32_t *row) {
    const dgm_entity_knowledge *k = r->know;
    dgm_str form = dgm_doc_form(r->doc, i);
    dgm_hits hits;
    return form.n >= REGION_LETTERS && dgm_match(r, &k->region_names, i, s->end, false, row) == 1 &&
           place_is_whole(r, i, 1, s->first, s->end) && !dgm_index_find(&k->forename_names, form, &hits) &&
           !dgm_index_find(&k->surname_words, form, &hits) &&
           (i == s->first || r->doc->tokens.items[i - 1].upos != DGM_UPOS_DET);
}

static bool place_later(const dgm_reader *r, uint32_t i, const dgm_sentence *s, uint32_t *n, uint32_t *row,
                        uint32_t *looks) {
    if (i == s->first || r->doc->tokens.items[i - 1].upos != DGM_UPOS_ADP || calendar(r, i) ||
        (*n = dgm_match(r, &r->know->place_names, i, s->end, false, row)) == 0 ||
        !place_is_whole(r, i, *n, s->first, s->end) || (*looks)++ >= VILLAGE_LOOKS || !village_at(r, i, *n, row))
        return false;
    for (uint32_t t = i; t < i + *n; t++)
        if (r->at[t] != DGM_NONE)
            return false;
    return true;
}

int dgm_match_villages(dgm_reader *r) {
    uint32_t looks = 0;
    for (uint32_t j = 0; j < r->doc->sentences.count; j++) {
        const dgm_sentence *s = &r->doc->sentences.items[j];
        int rc = dgm_spend(r->stage->budget, s->end - s->first, r->stage->error);
        for (uint32_t i = s->first; rc == DGM_OK && i < s->end; i++) {
            uint32_t row, n = 1;
            dgm_found_kind kind = DGM_FOUND_REGION;
            if (r->at[i] != DGM_NONE || !proper(r, i))
                continue;
            if (!region_at(r, i, s, &row)) {
                kind = DGM_FOUND_PLACE;
                if (!place_later(r, i, s, &n, &row, &looks))
                    continue;
            }
            if (!dgm_found_add(r, i, i + n, kind, row))
                return dgm_fail_memory(r->stage->error);
        }
        if (rc != DGM_OK)
            return rc;
    }
    return DGM_OK;
}

/* A single name counts only by itself: "Modi", not the "Trump" of "Judd Trump" or "Trump Tower". */
static bool in_a_run(const dgm_reader *r, uint32_t i, uint32_t first, uint32_t end) {
    return (i > first && proper(r, i - 1) && r->at[i - 1] == DGM_NONE && !calendar(r, i - 1)) ||
           (i + 1 < end && proper(r, i + 1));
}

/* "The Independent" is no newspaper in "The Independent Commission" */
static bool begins_longer(const dgm_reader *r, uint32_t i, uint32_t n, uint32_t end) {
    return n == 2 && dgm_str_ieq(dgm_doc_form(r->doc, i), "the") && i + n < end && proper(r, i + n);
}

/* "Russia's Security Council": the name of an international body's organ that says nothing of it. */
static bool is_anybodys(const dgm_reader *r, uint32_t i, uint32_t n) {
    dgm_hits hits;
    for (uint32_t t = i; t < i + n; t++)
        if (!dgm_index_find(&r->know->shared_words, dgm_doc_form(r->doc, t), &hits))
            return false;
    return n > 1;
}

/* "the Saudi National Guard", "Pakistan's Foreign Office", "the Brazilian National Congress": whose body of that name is meant, or
 * NULL. Of armed groups there is one, wherever its men are from. */
static const dgm_found *of_another(const dgm_reader *r, uint32_t i, uint32_t n_tokens, uint32_t first, uint32_t row) {
    static const uint32_t states = 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_LEG | 1u << DGM_SECTOR_JUD |
                                   1u << DGM_SECTOR_MIL | 1u << DGM_SECTOR_COP | 1u << DGM_SECTOR_PTY |
                                   1u << DGM_SECTOR_SPY;
    const dgm_entity_knowledge *k = r->know;
    dgm_str code = dgm_str_of(dgm_table_str(&k->organisations, row, k->organisation.code));
    bool ok;
    uint32_t sectors = dgm_sectors_of(dgm_table_str(&k->organisations, row, k->organisation.sectors), &ok);
    if (dgm_is_code(k, code) ? !(sectors & states) : !is_anybodys(r, i, n_tokens))
        return NULL;
    for (uint32_t t = i, n = 0; t-- > first && n < OWNER_REACH; n++) {
        const dgm_found *f = r->at[t] == DGM_NONE ? NULL : &r->found.items[r->at[t]];
        if (f) {
            bool owner = f->kind == DGM_FOUND_ADJECTIVE ||
                         (n > 0 && f->kind == DGM_FOUND_COUNTRY && r->doc->tokens.items[t + 1].upos == DGM_UPOS_PART);
            return owner && !dgm_str_eq(code, dgm_found_country(r, f)) ? f : NULL;
        }
        if (r->doc->tokens.items[t].upos != DGM_UPOS_PART && !dgm_upper_first(r->doc, t))
            return NULL;
    }
    return NULL;
}

static int add_namesake(dgm_reader *r, uint32_t first, uint32_t end, uint32_t row, dgm_str country) {
    const dgm_entity_knowledge *k = r->know;
    bool ok;
    dgm_found *f = dgm_found_add(r, first, end, DGM_FOUND_NAME, DGM_NONE);
    if (!f)
        return dgm_fail_memory(r->stage->error);
    f->type = DGM_ENTITY_ORGANIZATION;
    f->sectors = dgm_sectors_of(dgm_table_str(&k->organisations, row, k->organisation.sectors), &ok);
    if (f->sectors == 1u << DGM_SECTOR_IGO)
        f->sectors = 1u << DGM_SECTOR_GOV;
    f->country = country;
    return DGM_OK;
}

/* "US$2 billion", "30 million Australian dollars": whose money it is, not who is meant. Does money begin at the token? */
static bool is_money(const dgm_reader *r, uint32_t t, uint32_t end) {
    const dgm_entity_knowledge *k = r->know;
    dgm_hits hits;
    if (!k->currencies_known || t >= end)
        return false;
    for (uint32_t row = 0; row < k->currency_signs.rows; row++)
        if (dgm_str_is(dgm_doc_form(r->doc, t), dgm_table_str(&k->currency_signs, row, k->currency_sign)))
            return true;
    return r->doc->tokens.items[t].upos == DGM_UPOS_NOUN &&
           dgm_index_find(&k->currency_words, r->doc->tokens.items[t].lemma, &hits);
}

static int match_at(dgm_reader *r, uint32_t *i, uint32_t first, uint32_t end) {
    const dgm_entity_knowledge *k = r->know;
    const struct {
        const dgm_index *index;
        dgm_found_kind kind;
        bool proper_only;
    } kinds[] = {{&k->seat_names, DGM_FOUND_SEAT, true},       {&k->organisation_names, DGM_FOUND_ORGANISATION, false},
                 {&k->holder_names, DGM_FOUND_HOLDER, true},   {&k->country_names, DGM_FOUND_COUNTRY, false},
                 {&k->adjectives, DGM_FOUND_ADJECTIVE, false}, {&k->capitals, DGM_FOUND_CAPITAL, true},
                 {&k->region_names, DGM_FOUND_REGION, true}};
    uint32_t best = 0, best_row = 0;
    dgm_found_kind kind = DGM_FOUND_NAME;
    if (r->units.first[*i] == r->units.first[*i + 1]) {
        (*i)++;
        return DGM_OK;
    }
    for (size_t j = 0; j < sizeof kinds / sizeof kinds[0]; j++) {
        uint32_t row, n = kinds[j].proper_only && !dgm_upper_first(r->doc, *i)
                              ? 0
                              : dgm_match(r, kinds[j].index, *i, end, false, &row);
        if (n > best && !(kinds[j].kind == DGM_FOUND_HOLDER && n == 1 && in_a_run(r, *i, first, end)) &&
            !(kinds[j].kind == DGM_FOUND_ORGANISATION && begins_longer(r, *i, n, end)) &&
            !(kinds[j].kind == DGM_FOUND_ORGANISATION && dgm_era_of(r, *i, *i + n).state == DGM_ERA_TO_COME) &&
            !(kinds[j].kind == DGM_FOUND_REGION &&
              (!proper(r, *i) || (n == 1 && (r->doc->tokens.items[*i - (*i > first)].upos == DGM_UPOS_DET ||
                                             !after_preposition(r, *i, first)))))) {
            best = n;
            best_row = row;
            kind = kinds[j].kind;
        }
    }
    uint32_t row, n = dgm_upper_first(r->doc, *i) ? place_at(r, *i, first, end, &row) : 0;
    if (n > best) {
        best = n;
        best_row = row;
        kind = DGM_FOUND_PLACE;
    }
    /* "Jordan Smith", "Chad Kelly": a country's name inside a longer run of names after a forename is left to settle.c */
    bool inside = best == 1 && (kind == DGM_FOUND_COUNTRY || kind == DGM_FOUND_CAPITAL || kind == DGM_FOUND_REGION) &&
                  *i > first && proper(r, *i - 1) && r->at[*i - 1] == DGM_NONE && !calendar(r, *i - 1) &&
                  r->doc->tokens.items[*i - 1].rel != DGM_REL_PUNCT && (r->doc->tokens.items[*i].rel == DGM_REL_FLAT);
    if (best && *i + best < end && begins_site(r, *i + best, end) &&
        (kind == DGM_FOUND_CAPITAL || kind == DGM_FOUND_REGION || kind == DGM_FOUND_PLACE)) {
        *i += best; /* the network finds the whole */
        return DGM_OK;
    }
    if ((kind == DGM_FOUND_COUNTRY || kind == DGM_FOUND_ADJECTIVE) && best && is_money(r, *i + best, end))
        kind = DGM_FOUND_OVERRULED;
    if (best && *i + best < end && dgm_is_tie(r, *i + best, "paper") &&
        (kind == DGM_FOUND_CAPITAL || kind == DGM_FOUND_PLACE))
        kind = DGM_FOUND_OVERRULED; /* "the Oslo accords" are no Norwegians' */
    const dgm_found *owner = best && kind == DGM_FOUND_ORGANISATION ? of_another(r, *i, best, first, best_row) : NULL;
    if (owner) {
        uint32_t own = owner->end;
        while (own < *i && (r->at[own] != DGM_NONE || !dgm_upper_first(r->doc, own)))
            own++;
        *i += best;
        return add_namesake(r, own, *i, best_row, dgm_found_country(r, owner));
    }
    if (best && !inside && !dgm_found_add(r, *i, *i + best, kind, best_row))
        return dgm_fail_memory(r->stage->error);
    *i += best && !inside ? best : 1;
    return DGM_OK;
}

int dgm_match_names(dgm_reader *r) {
    int rc = DGM_OK;
    for (uint32_t s = 0; rc == DGM_OK && s < r->doc->sentences.count; s++) {
        const dgm_sentence *sentence = &r->doc->sentences.items[s];
        rc = dgm_spend(r->stage->budget, 8 * (uint64_t)(sentence->end - sentence->first), r->stage->error);
        for (uint32_t i = sentence->first; rc == DGM_OK && i < sentence->end;)
            rc = match_at(r, &i, sentence->first, sentence->end);
    }
    return rc;
}

dgm_str dgm_found_country(const dgm_reader *r, const dgm_found *f) {
    const dgm_entity_knowledge *k = r->know;
    switch (f->kind) {
    case DGM_FOUND_COUNTRY:
    case DGM_FOUND_ADJECTIVE:
    case DGM_FOUND_CAPITAL:
        return dgm_str_of(dgm_table_str(&k->countries, f->row, k->country.code));
    case DGM_FOUND_SEAT:
        return dgm_str_of(dgm_table_str(&k->seats, f->row, k->seat_code));
    case DGM_FOUND_PLACE:
        return dgm_str_of(dgm_table_str(&k->places, f->row, k->place.country));
    case DGM_FOUND_REGION:
        return dgm_str_of(dgm_table_str(&k->regions, f->row, k->region_country));
    case DGM_FOUND_NAME:
        return dgm_is_code(k, f->country) ? f->country : (dgm_str){0};
    default:
        return (dgm_str){0};
    }
}
