/* SPDX-License-Identifier: Apache-2.0 */
/* "Georgia" is a state of its own and one of another's. It is the other's region where the article names a town of that region, and
 * nothing of the state. */
#include "entity/entity.h"

#define TOWNS_MAX 16u /* of one name */
#define TOLD_MAX 8u   /* names of two kinds in one article */

typedef struct region {
    uint32_t country_row, row;  /* of countries, of regions */
    dgm_str name, country, own; /* the region's name and country; the code of the state */
    bool told;
} region;

static bool is_town_of(const dgm_reader *r, dgm_str words, const region *g) {
    const dgm_entity_knowledge *k = r->know;
    dgm_hits hits;
    if (words.n == 0 || !dgm_index_find(&k->place_names, words, &hits))
        return false;
    for (uint32_t i = 0; i < hits.count && i < TOWNS_MAX; i++) {
        uint32_t row = dgm_hits_at(&hits, i).row;
        if (dgm_str_is(g->country, dgm_table_str(&k->places, row, k->place.country)) &&
            dgm_str_is(g->name, dgm_table_str(&k->places, row, k->place.admin1)))
            return true;
    }
    return false;
}

static dgm_str code_of(const dgm_reader *r, const dgm_found *f) {
    const dgm_entity_knowledge *k = r->know;
    if (f->kind == DGM_FOUND_ORGANISATION)
        return dgm_str_of(dgm_table_str(&k->organisations, f->row, k->organisation.code));
    if (f->kind == DGM_FOUND_HOLDER)
        return dgm_str_of(dgm_table_str(&k->holders, f->row, k->holder.country));
    return dgm_found_country(r, f);
}

static bool tell(const dgm_reader *r, const region *g) {
    bool town = is_town_of(r, r->doc->clean.dateline.place, g);
    for (uint32_t i = 0; i < r->found.count; i++) {
        const dgm_found *f = &r->found.items[i];
        if (f->kind == DGM_FOUND_COUNTRY && f->row == g->country_row)
            continue;
        if (dgm_str_eq(code_of(r, f), g->own))
            return false;
        town = town || ((f->kind == DGM_FOUND_PLACE || f->kind == DGM_FOUND_REGION) &&
                        is_town_of(r, dgm_doc_span(r->doc, dgm_tree_span(r->doc, f->first, f->end)), g));
    }
    return town;
}

/* Is there a region of another country by the name of the country found? */
static bool shares_name(const dgm_reader *r, const dgm_found *f, region *g) {
    const dgm_entity_knowledge *k = r->know;
    if (dgm_match(r, &k->region_names, f->first, f->end, false, &g->row) != f->end - f->first)
        return false;
    g->country_row = f->row;
    g->own = dgm_found_country(r, f);
    g->name = dgm_str_of(dgm_table_str(&k->regions, g->row, k->region_name));
    g->country = dgm_str_of(dgm_table_str(&k->regions, g->row, k->region_country));
    return !dgm_str_eq(g->own, g->country);
}

int dgm_tell_regions(dgm_reader *r) {
    region known[TOLD_MAX];
    uint32_t count = 0;
    int rc = dgm_spend(r->stage->budget, r->found.count, r->stage->error);
    for (uint32_t i = 0; rc == DGM_OK && i < r->found.count; i++) {
        dgm_found *f = &r->found.items[i];
        region g = {0};
        if (f->kind != DGM_FOUND_COUNTRY || !shares_name(r, f, &g))
            continue;
        uint32_t n = 0;
        while (n < count && known[n].country_row != g.country_row)
            n++;
        if (n == TOLD_MAX)
            continue;
        if (n == count) {
            rc = dgm_spend(r->stage->budget, 4 * (uint64_t)r->found.count, r->stage->error);
            g.told = rc == DGM_OK && tell(r, &g);
            known[count++] = g;
        }
        if (known[n].told) {
            f->kind = DGM_FOUND_REGION;
            f->row = known[n].row;
        }
    }
    return rc;
}
