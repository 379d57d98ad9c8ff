/* SPDX-License-Identifier: Apache-2.0 */
/* Which of the places of one name is meant, and whose a site is: by what the text says beside it, else by what it is about. */
#include <string.h>

#include "entity/build.h"

#define VILLAGE 5000 /* people */
#define SMALL_TOWN 100000
#define GREAT_CITY 1000000

static const char *word_kind(const dgm_builder *b, uint32_t t) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_hits hits;
    return dgm_index_find(&k->place_words, b->doc->tokens.items[t].lemma, &hits)
               ? dgm_table_str(&k->placing, dgm_hits_at(&hits, 0).row, k->place_kind)
               : "";
}

/* A capital is a place where something happens in it, and its government where it acts. */
bool dgm_build_is_location(const dgm_builder *b, uint32_t first, uint32_t end) {
    static const char *const where[] = {"in", "near", "to", "from"}; /* kinds of words/places.txt */
    uint32_t prep = dgm_tree_case(b->doc, dgm_build_head(b->doc, first, end));
    bool begins = first == b->doc->sentences.items[b->doc->tokens.items[first].sentence].first;
    if (!begins && strcmp(word_kind(b, first - 1), "part") == 0)
        return true;
    for (size_t i = 0; prep != DGM_NONE && i < sizeof where / sizeof where[0]; i++)
        if (strcmp(word_kind(b, prep), where[i]) == 0)
            return true;
    return false;
}

uint32_t dgm_build_place_row(const dgm_builder *b, dgm_str name, dgm_str country) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_hits hits;
    if (dgm_index_find(&k->place_names, name, &hits))
        for (uint32_t i = 0; i < hits.count && i < 64; i++)
            if (dgm_str_is(country, dgm_table_str(&k->places, dgm_hits_at(&hits, i).row, k->place.country)))
                return dgm_hits_at(&hits, i).row;
    return DGM_NONE;
}

static bool is_land(const dgm_found *f, bool towns) {
    return f->kind == DGM_FOUND_COUNTRY || f->kind == DGM_FOUND_REGION ||
           (towns && (f->kind == DGM_FOUND_CAPITAL || f->kind == DGM_FOUND_PLACE));
}

/* Behind the words that say what it is: "Tora village, Darfur", "Harim air base at Pelo". */
static uint32_t behind_kind(const dgm_builder *b, const dgm_found *f, uint32_t end, bool towns) {
    const dgm_reader *r = b->r;
    const dgm_token *t = b->doc->tokens.items;
    uint32_t at = f->end, most = f->end + (towns ? 3 : 1);
    dgm_hits hits;
    while (at < end && at < most &&
           (r->at[at] == DGM_NONE || (towns && r->found.items[r->at[at]].kind == DGM_FOUND_ROLE)) &&
           (t[at].upos == DGM_UPOS_NOUN || dgm_index_find(&r->know->site_names, dgm_doc_form(b->doc, at), &hits)))
        at++;
    return at;
}

static bool leads_on(dgm_str form, bool behind_kind, bool towns) {
    return dgm_str_is(form, "in") || (behind_kind && dgm_str_is(form, "of")) ||
           (towns && (dgm_str_is(form, "at") || dgm_str_is(form, "near") || dgm_str_is(form, "outside")));
}

/* The country that a place's own words give: "Liancourt, Artibonite department, Haiti", "Daman district, Kandahar province"; of a site or an
 * unknown place also the town: "Gadam Square, Nairobi". */
static dgm_str stated_country(const dgm_builder *b, const dgm_found *f, bool towns) {
    const dgm_reader *r = b->r;
    const dgm_token *t = b->doc->tokens.items;
    uint32_t end = b->doc->sentences.items[t[f->first].sentence].end, comma = behind_kind(b, f, end, towns);
    bool in = comma < end && leads_on(dgm_doc_form(b->doc, comma), comma > f->end, towns);
    if (comma >= end || (!in && !dgm_str_is(dgm_doc_form(b->doc, comma), ",")))
        return (dgm_str){0};
    for (uint32_t i = comma + 1; i < end && i < comma + (in ? 5 : 9); i++) {
        const dgm_found *g = r->at[i] == DGM_NONE ? NULL : &r->found.items[r->at[i]];
        if (g && is_land(g, towns))
            return dgm_found_country(r, g);
        if (!g && t[i].upos != DGM_UPOS_PROPN && t[i].upos != DGM_UPOS_NOUN && t[i].upos != DGM_UPOS_ADJ &&
            !(in && t[i].upos == DGM_UPOS_DET) && !dgm_str_is(dgm_doc_form(b->doc, i), ","))
            break;
    }
    return (dgm_str){0};
}

/* Of towns of one name the one in the country that the text states, else in the one that it is about, else the largest.
 * A town of that name that the table does not have in the stated country is a place all the same, without coordinates; so is
 * a small town abroad in an article about one country: most villages of that country are not in the table. */
static void choose_place(dgm_builder *b, dgm_found *f) {
    dgm_str stated = stated_country(b, f, false), name = dgm_build_words(b, f->first, f->end),
            own = dgm_found_country(b->r, f);
    dgm_str wanted = stated.n ? stated : dgm_build_country(b, f);
    if (!wanted.n || dgm_str_eq(wanted, own))
        return;
    uint32_t row = dgm_build_place_row(b, name, wanted);
    int64_t people = dgm_table_int(&b->r->know->places, f->row, b->r->know->place.population);
    bool unlikely =
        (people < VILLAGE || (people < SMALL_TOWN && b->r->one_country)) && !dgm_country_is_named(b->r, own);
    if (row == DGM_NONE && (stated.n || unlikely)) {
        f->kind = DGM_FOUND_NAME;
        f->type = DGM_ENTITY_PLACE;
    } else if (row != DGM_NONE && (stated.n || people < GREAT_CITY)) {
        f->row = row;
    }
}

/* "Santo Domingo, Ecuador", "Karak, Pakistan": a capital or region of another country has the name, too. */
static void choose_namesake(dgm_builder *b, dgm_found *f) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_str stated = stated_country(b, f, false), wanted = stated, name = dgm_build_words(b, f->first, f->end);
    dgm_hits hits = {0};
    if (f->kind == DGM_FOUND_REGION && dgm_index_find(&k->region_names, name, &hits) && hits.count > 1 && !stated.n)
        wanted = dgm_build_country(b, f); /* "Florida" is in the United States, Puerto Rico, Uruguay */
    if (!wanted.n || dgm_str_eq(wanted, dgm_found_country(b->r, f)))
        return;
    uint32_t row = stated.n ? dgm_build_place_row(b, name, stated) : DGM_NONE;
    if (row != DGM_NONE) {
        f->kind = DGM_FOUND_PLACE;
        f->row = row;
        return;
    }
    for (uint32_t i = 0; i < hits.count && i < 16; i++)
        if (dgm_str_is(wanted, dgm_table_str(&k->regions, dgm_hits_at(&hits, i).row, k->region_country))) {
            f->row = dgm_hits_at(&hits, i).row;
            return;
        }
    if (stated.n && dgm_build_is_location(b, f->first, f->end)) {
        f->kind = DGM_FOUND_NAME;
        f->type = DGM_ENTITY_PLACE;
    }
}

/* Seas, straits and continents belong to no country: a word of the name says so. */
static bool is_open(const dgm_builder *b, const dgm_found *f) {
    const dgm_entity_knowledge *k = b->r->know;
    uint32_t row;
    for (uint32_t t = f->first; t < f->end && t < f->first + 6; t++)
        if (dgm_match(b->r, &k->place_words, t, f->end, false, &row) &&
            strcmp(dgm_table_str(&k->placing, row, k->place_kind), "open") == 0)
            return true;
    return false;
}

void dgm_build_choose_place(dgm_builder *b, dgm_found *f) {
    uint32_t det = dgm_tree_child_rel(b->doc, dgm_build_head(b->doc, f->first, f->end), DGM_REL_DET);
    if (f->kind == DGM_FOUND_REGION && det != DGM_NONE &&
        is_open(b, f)) { /* "the Red Sea" is no governorate of Egypt */
        f->kind = DGM_FOUND_NAME;
        f->type = DGM_ENTITY_PLACE;
    } else if (f->kind == DGM_FOUND_PLACE)
        choose_place(b, f);
    else if (f->kind == DGM_FOUND_REGION || f->kind == DGM_FOUND_CAPITAL)
        choose_namesake(b, f);
}

/* "Victoria Park" is in a town of that name only where the article speaks of its country. */
static dgm_str if_spoken_of(const dgm_builder *b, const dgm_found *f, uint32_t n, dgm_str country) {
    dgm_hits hits;
    return n == f->end - f->first || dgm_country_is_counted(b->r, country) ||
                   !dgm_index_find(&b->r->know->place_names, dgm_build_words(b, f->first, f->first + n), &hits) ||
                   hits.count < 2
               ? country
               : (dgm_str){0};
}

/* The country of the region or large town that a longer name begins with: "Kherson Oblast", "Kharkiv airport". */
static dgm_str country_of_start(const dgm_builder *b, const dgm_found *f) {
    const dgm_entity_knowledge *k = b->r->know;
    uint32_t row, n = dgm_match(b->r, &k->capitals, f->first, f->end, false, &row);
    if (n)
        return if_spoken_of(b, f, n, dgm_str_of(dgm_table_str(&k->countries, row, k->country.code)));
    n = dgm_match(b->r, &k->region_names, f->first, f->end, false, &row);
    dgm_hits hits;
    if (n == f->end - f->first || (n && dgm_index_find(&k->site_names, dgm_doc_form(b->doc, f->first + n), &hits)))
        return dgm_str_of(dgm_table_str(&k->regions, row, k->region_country));
    n = dgm_match(b->r, &k->place_names, f->first, f->end, false, &row);
    return n && dgm_table_int(&k->places, row, k->place.population) > SMALL_TOWN
               ? if_spoken_of(b, f, n, dgm_str_of(dgm_table_str(&k->places, row, k->place.country)))
               : (dgm_str){0};
}

/* A site's country: what stands behind it, the town in its name; else it is guessed from the sentence and the article. A guess is good enough
 * to say where something happened, and not to say to whom: who attacks a village comes from elsewhere. */
void dgm_build_site(dgm_builder *b, const dgm_found *f, dgm_entity *e) {
    dgm_str code = {0};
    if (is_open(b, f))
        return;
    code = stated_country(b, f, true);
    if (!code.n)
        code = f->country.n ? f->country : country_of_start(b, f);
    if (code.n) {
        dgm_build_code(b, e, code);
        return;
    }
    e->country = dgm_build_country(b, f);
}
