/* SPDX-License-Identifier: Apache-2.0 */
/* What the lexicon says of a word, for the network that finds names: what was matched there, and what its words mean in names. */
#include "entity/entity.h"
#include "entity/net.h"

#define BIT(known) ((uint64_t)1 << (known))

_Static_assert(DGM_FOUND_NAME < DGM_KNOWN_INSIDE - DGM_KNOWN_FIRST, "there are bits for all kinds");

/* Is the whole token in the index? It is folded already. */
static bool is_word(const dgm_reader *r, const dgm_index *index, uint32_t t, dgm_hits *hits) {
    dgm_walk walk = {0};
    hits->count = 0;
    for (uint32_t u = r->units.first[t]; u < r->units.first[t + 1]; u++) {
        hits->count = 0;
        if (!dgm_index_walk(index, &walk, r->units.units[u].text, r->units.units[u].n, hits))
            break;
    }
    return hits->count > 0;
}

static uint64_t of_site(const dgm_reader *r, const dgm_hits *hits) {
    switch (dgm_site_type(r->know, dgm_hits_at(hits, 0).row)) {
    case DGM_ENTITY_FACILITY:
        return BIT(DGM_KNOWN_FACILITY);
    case DGM_ENTITY_AGREEMENT:
        return BIT(DGM_KNOWN_AGREEMENT);
    case DGM_ENTITY_EVENT:
        return BIT(DGM_KNOWN_EVENT);
    default:
        return BIT(DGM_KNOWN_LAND);
    }
}

static uint64_t of_word(const dgm_reader *r, uint32_t t, uint32_t end) {
    const dgm_entity_knowledge *k = r->know;
    dgm_hits hits;
    uint32_t row;
    uint64_t known = 0;
    if (is_word(r, &k->forename_names, t, &hits))
        known |= BIT(DGM_KNOWN_FORENAME);
    if (is_word(r, &k->surname_words, t, &hits))
        known |= BIT(DGM_KNOWN_SURNAME);
    if (is_word(r, &k->body_names, t, &hits))
        known |= BIT(DGM_KNOWN_BODY);
    if (is_word(r, &k->site_names, t, &hits))
        known |= of_site(r, &hits);
    if (is_word(r, &k->title_names, t, &hits))
        known |= BIT(DGM_KNOWN_BEFORE);
    if (k->calendar && (is_word(r, &k->month_names, t, &hits) || is_word(r, &k->weekday_names, t, &hits)))
        known |= BIT(DGM_KNOWN_CALENDAR);
    if (r->at[t] == DGM_NONE && dgm_match(r, &k->place_names, t, end, false, &row))
        known |= BIT(DGM_KNOWN_TOWN);
    if (r->at[t] == DGM_NONE && dgm_match(r, &k->country_names, t, end, false, &row))
        known |= BIT(DGM_KNOWN_COUNTRY);
    return known;
}

uint64_t dgm_known(const dgm_reader *r, uint32_t t) {
    const dgm_sentence *s = &r->doc->sentences.items[r->doc->tokens.items[t].sentence];
    const dgm_found *f = r->at[t] == DGM_NONE ? NULL : &r->found.items[r->at[t]];
    uint64_t known = s->headline ? BIT(DGM_KNOWN_HEADLINE) : 0;
    dgm_hits hits;
    if (f)
        known |= BIT((f->first == t ? DGM_KNOWN_FIRST : DGM_KNOWN_INSIDE) + f->kind);
    if (dgm_upper_first(r->doc, t))
        known |= of_word(r, t, s->end);
    else if (!f && is_word(r, &r->know->particle_words, t, &hits))
        known |= BIT(DGM_KNOWN_PARTICLE);
    return known;
}
