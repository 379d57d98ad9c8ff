/* SPDX-License-Identifier: Apache-2.0 */
/* The country that an article is about: what "police", "the government", "lawmakers" without a country belong to. */
#include "entity/entity.h"

#define DATELINE_WEIGHT 2u
#define LEAD_SENTENCES 4u

static void add(dgm_reader *r, dgm_str code, uint32_t weight) {
    if (code.n == 0)
        return;
    r->country_total += weight;
    for (uint32_t i = 0; i < r->country_count; i++)
        if (dgm_str_eq(r->countries[i].code, code)) {
            r->countries[i].weight += weight;
            return;
        }
    if (r->country_count < DGM_COUNTRIES_MAX)
        r->countries[r->country_count++] = (dgm_tally){code, weight};
}

static dgm_str country_of_words(const dgm_reader *r, dgm_str words) {
    const dgm_entity_knowledge *k = r->know;
    dgm_hits hits;
    if (words.n == 0)
        return words;
    if (dgm_index_find(&k->country_names, words, &hits) || dgm_index_find(&k->capitals, words, &hits))
        return dgm_str_of(dgm_table_str(&k->countries, dgm_hits_at(&hits, 0).row, k->country.code));
    if (dgm_index_find(&k->place_names, words, &hits))
        return dgm_str_of(dgm_table_str(&k->places, dgm_hits_at(&hits, 0).row, k->place.country));
    return (dgm_str){0};
}

/* "DPP" is a party in Taiwan, one in Malawi, and a prosecutor in Kenya. */
static bool is_initials_of_party(const dgm_reader *r, const dgm_found *f) {
    const dgm_entity_knowledge *k = r->know;
    bool ok;
    return f->end - f->first == 1 && (r->doc->tokens.items[f->first].shape & DGM_SHAPE_ALL_UPPER) &&
           (dgm_sectors_of(dgm_table_str(&k->organisations, f->row, k->organisation.sectors), &ok) >> DGM_SECTOR_PTY &
            1);
}

bool dgm_name_is_shared(const dgm_reader *r, const dgm_found *f) {
    dgm_hits hits;
    if (is_initials_of_party(r, f))
        return true;
    for (uint32_t t = f->first; t < f->end; t++)
        if (r->units.first[t] < r->units.first[t + 1] &&
            !dgm_index_find(&r->know->shared_words, dgm_doc_form(r->doc, t), &hits))
            return false;
    return true;
}

bool dgm_country_is_counted(const dgm_reader *r, dgm_str code) {
    for (uint32_t i = 0; i < r->country_count; i++)
        if (dgm_str_eq(r->countries[i].code, code))
            return true;
    return false;
}

int dgm_find_context(dgm_reader *r) {
    uint32_t best = 0;
    dgm_doc *doc = r->doc;
    r->countries = DGM_NEWS(r->stage->scratch, dgm_tally, DGM_COUNTRIES_MAX);
    if (!r->countries)
        return dgm_fail_memory(r->stage->error);
    if (!doc->clean.dateline.country.n) /* there already when a phrase is read in a country's context */
        doc->clean.dateline.country = country_of_words(r, doc->clean.dateline.place);
    add(r, doc->clean.dateline.country, DATELINE_WEIGHT);
    for (uint32_t i = 0; i < r->found.count; i++) {
        const dgm_found *f = &r->found.items[i];
        uint32_t sentence = doc->tokens.items[f->first].sentence;
        dgm_str code = dgm_found_country(r, f);
        if (f->kind == DGM_FOUND_ORGANISATION)
            code = dgm_str_of(dgm_table_str(&r->know->organisations, f->row, r->know->organisation.code));
        else if (f->kind == DGM_FOUND_HOLDER)
            code = dgm_str_of(dgm_table_str(&r->know->holders, f->row, r->know->holder.country));
        if (code.n != 3 ||
            (f->kind == DGM_FOUND_ORGANISATION && (!dgm_is_code(r->know, code) || dgm_name_is_shared(r, f))))
            continue;
        add(r, code, sentence < LEAD_SENTENCES ? 2 : 1);
    }
    for (uint32_t i = 1; i < r->country_count; i++)
        if (r->countries[i].weight > r->countries[best].weight)
            best = i;
    r->one_country = r->country_count && 2 * r->countries[best].weight >= r->country_total;
    r->country = r->country_count ? r->countries[best].code : (dgm_str){0};
    return DGM_OK;
}

bool dgm_country_is_named(const dgm_reader *r, dgm_str code) {
    for (uint32_t i = 0; i < r->found.count && i < 2000; i++)
        if (r->found.items[i].kind != DGM_FOUND_PLACE && dgm_str_eq(dgm_found_country(r, &r->found.items[i]), code))
            return true;
    return false;
}
