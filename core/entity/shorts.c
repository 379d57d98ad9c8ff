/* SPDX-License-Identifier: Apache-2.0 */
/* "The Union" and "the North": a word that stands for a body or country that the article names in full elsewhere. */
#include <string.h>

#include "entity/entity.h"

typedef struct named {
    uint8_t *organisations; /* row → is it named? */
    uint8_t *countries;     /* row of its country's first entry → is it named? */
} named;

static uint32_t country_row(const dgm_entity_knowledge *k, dgm_str code) {
    for (uint32_t row = 0; row < k->countries.rows; row++)
        if (dgm_str_is(code, dgm_table_str(&k->countries, row, k->country.code)))
            return row;
    return DGM_NONE;
}

static bool needed(const dgm_entity_knowledge *k, const named *n, const char *codes) {
    for (const char *at = codes; *at;) {
        size_t length = strcspn(at, " ");
        uint32_t row = country_row(k, (dgm_str){at, (uint32_t)length});
        if (row != DGM_NONE && n->countries[row])
            return true;
        at += length + strspn(at + length, " ");
    }
    return false;
}

static void note_named(const dgm_reader *r, named *n) {
    const dgm_entity_knowledge *k = r->know;
    for (uint32_t i = 0; i < r->found.count; i++) {
        const dgm_found *f = &r->found.items[i];
        if (f->kind == DGM_FOUND_ORGANISATION)
            n->organisations[f->row] = 1;
        else if (f->kind == DGM_FOUND_COUNTRY || f->kind == DGM_FOUND_ADJECTIVE)
            n->countries[f->row] = 1;
    }
    for (uint32_t row = 0; row < k->countries.rows;
         row++) { /* several rows may be of one country: the first speaks for all */
        uint32_t first = n->countries[row]
                             ? country_row(k, dgm_str_of(dgm_table_str(&k->countries, row, k->country.code)))
                             : DGM_NONE;
        if (first != DGM_NONE)
            n->countries[first] = 1;
    }
}

static bool stands_alone(const dgm_reader *r, uint32_t t) {
    const dgm_token *token = r->doc->tokens.items;
    const dgm_sentence *s = &r->doc->sentences.items[token[t].sentence];
    return r->at[t] == DGM_NONE && dgm_upper_first(r->doc, t) && t > s->first &&
           dgm_str_ieq(dgm_doc_form(r->doc, t - 1), "the") &&
           (t + 1 >= s->end || (r->at[t + 1] == DGM_NONE && !dgm_upper_first(r->doc, t + 1) &&
                                !dgm_str_is(dgm_doc_form(r->doc, t + 1), "of")));
}

static int shorten(dgm_reader *r, const named *n, uint32_t t, uint32_t short_row) {
    const dgm_entity_knowledge *k = r->know;
    const char *organisation = dgm_table_str(&k->shorts, short_row, k->shortened.organisation);
    dgm_hits hits;
    dgm_found *added = NULL;
    if (*organisation) {
        if (!dgm_index_find(&k->organisation_names, dgm_str_of(organisation), &hits) ||
            !n->organisations[dgm_hits_at(&hits, 0).row])
            return DGM_OK;
        added = dgm_found_add(r, t, t + 1, DGM_FOUND_ORGANISATION, dgm_hits_at(&hits, 0).row);
    } else {
        uint32_t row = country_row(k, dgm_str_of(dgm_table_str(&k->shorts, short_row, k->shortened.country)));
        if (row == DGM_NONE || !needed(k, n, dgm_table_str(&k->shorts, short_row, k->shortened.needs)))
            return DGM_OK;
        added = dgm_found_add(r, t, t + 1, DGM_FOUND_COUNTRY, row);
    }
    return added ? DGM_OK : dgm_fail_memory(r->stage->error);
}

int dgm_find_shorts(dgm_reader *r) {
    const dgm_entity_knowledge *k = r->know;
    named n = {DGM_NEWS(r->stage->scratch, uint8_t, k->organisations.rows + 1),
               DGM_NEWS(r->stage->scratch, uint8_t, k->countries.rows + 1)};
    if (!n.organisations || !n.countries)
        return dgm_fail_memory(r->stage->error);
    note_named(r, &n);
    int rc = dgm_spend(r->stage->budget, r->doc->tokens.count, r->stage->error);
    for (uint32_t t = 1; rc == DGM_OK && t < r->doc->tokens.count; t++) {
        dgm_hits hits;
        if (stands_alone(r, t) && dgm_index_find(&k->short_words, dgm_doc_form(r->doc, t), &hits))
            rc = shorten(r, &n, t, dgm_hits_at(&hits, 0).row);
    }
    return rc;
}
