/* SPDX-License-Identifier: Apache-2.0 */
/* The country that an article is about: what "police", "the government", "lawmakers" without a country belong to. */
#include "entity/entity.h"

#define DATELINE_WEIGHT 2u
#define LEAD_SENTENCES 4u

typedef struct tally {
    dgm_str code;
    uint32_t weight;
} tally;

static void add(tally *list, uint32_t *count, uint32_t cap, dgm_str code, uint32_t weight) {
    if (code.n == 0)
        return;
    for (uint32_t i = 0; i < *count; i++)
        if (dgm_str_eq(list[i].code, code)) {
            list[i].weight += weight;
            return;
        }
    if (*count < cap)
        list[(*count)++] = (tally){code, weight};
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

void dgm_find_context(dgm_reader *r) {
    tally list[64];
    uint32_t count = 0, best = 0;
    dgm_doc *doc = r->doc;
    if (!doc->clean.dateline.country.n) /* there already when a phrase is read in a country's context */
        doc->clean.dateline.country = country_of_words(r, doc->clean.dateline.place);
    add(list, &count, 64, doc->clean.dateline.country, DATELINE_WEIGHT);
    for (uint32_t i = 0; i < r->found.count; i++) {
        const dgm_found *f = &r->found.items[i];
        uint32_t sentence = doc->tokens.items[f->first].sentence;
        dgm_str code = dgm_found_country(r, f);
        if (f->kind == DGM_FOUND_ORGANISATION)
            code = dgm_str_of(dgm_table_str(&r->know->organisations, f->row, r->know->organisation.code));
        else if (f->kind == DGM_FOUND_HOLDER)
            code = dgm_str_of(dgm_table_str(&r->know->holders, f->row, r->know->holder.country));
        if (code.n != 3 || (f->kind == DGM_FOUND_ORGANISATION && !dgm_is_code(r->know, code)))
            continue;
        add(list, &count, 64, code, sentence < LEAD_SENTENCES ? 2 : 1);
    }
    for (uint32_t i = 1; i < count; i++)
        if (list[i].weight > list[best].weight)
            best = i;
    uint32_t total = 0;
    for (uint32_t i = 0; i < count; i++)
        total += list[i].weight;
    r->one_country = count && 2 * list[best].weight >= total;
    r->country = count ? list[best].code : (dgm_str){0};
}

bool dgm_country_is_named(const dgm_reader *r, dgm_str code) {
    for (uint32_t i = 0; i < r->found.count && i < 2000; i++)
        if (r->found.items[i].kind != DGM_FOUND_PLACE && dgm_str_eq(dgm_found_country(r, &r->found.items[i]), code))
            return true;
    return false;
}
