/* SPDX-License-Identifier: Apache-2.0 */
/* "The British prime minister": who holds the office on the article's day. */
#include <string.h>

#include "entity/build.h"

#define HOLDERS_MAX 6000u /* of one seat, all countries and times */
#define PEOPLE_MAX 500u   /* of the article, looked at */
#define TERMS_MAX 48u     /* of one name */

static bool same_words(dgm_str a, dgm_str c) {
    char x[256], y[256];
    uint32_t n = dgm_fold_key(a, x, sizeof x), m = dgm_fold_key(c, y, sizeof y);
    return n > 0 && n == m && memcmp(x, y, n) == 0;
}

/* Does the article call somebody else so? Then it knows more than the lexicon. */
static bool given_away(const dgm_builder *b, const dgm_description *d, dgm_str name) {
    for (uint32_t i = 0; i < b->doc->entities.count && i < PEOPLE_MAX; i++) {
        const dgm_entity *e = &b->doc->entities.items[i];
        if (e->type == DGM_ENTITY_PERSON && !e->generic && !e->former && dgm_str_eq(e->code, d->code) &&
            same_words(e->role, d->role) && !same_words(e->name, name))
            return true;
    }
    return false;
}

dgm_str dgm_holder_item(const dgm_entity_knowledge *k, uint32_t row) {
    dgm_str item = dgm_str_of(dgm_table_str(&k->holders, row, k->holder.wikidata)),
            country = dgm_str_of(dgm_table_str(&k->holders, row, k->holder.country));
    dgm_hits hits;
    if (item.n || !dgm_index_find(&k->holder_names, dgm_str_of(dgm_table_str(&k->holders, row, k->holder.name)), &hits))
        return item;
    for (uint32_t i = 0; i < hits.count && i < TERMS_MAX; i++) {
        uint32_t other = dgm_hits_at(&hits, i).row;
        dgm_str known = dgm_str_of(dgm_table_str(&k->holders, other, k->holder.wikidata));
        if (!known.n || !dgm_str_is(country, dgm_table_str(&k->holders, other, k->holder.country)))
            continue;
        if (item.n && !dgm_str_eq(item, known))
            return (dgm_str){0}; /* two people of one name */
        item = known;
    }
    return item;
}

/* On the day that one follows the other, the office is the new one's. */
static bool begins_on(const dgm_entity_knowledge *k, uint32_t row, int32_t today) {
    return dgm_table_int(&k->holders, row, k->holder.from) == today;
}

uint32_t dgm_build_office_holder(const dgm_builder *b, const dgm_found *role, const dgm_description *d) {
    const dgm_entity_knowledge *k = b->r->know;
    int32_t today = dgm_build_today(b);
    dgm_hits words, hits;
    uint32_t found = DGM_NONE;
    if (!k->offices_known || !today || !d->placed || d->partial || !d->country.n || d->standing != DGM_OFFICE_HELD ||
        !(b->doc->tokens.items[role->end - 1].feats & DGM_FEAT(SING)) ||
        !dgm_index_find(&k->office_words, d->role, &words) ||
        !dgm_index_find(&k->seat_holders,
                        dgm_str_of(dgm_table_str(&k->offices, dgm_hits_at(&words, 0).row, k->office_name)), &hits))
        return DGM_NONE;
    for (uint32_t i = 0; i < hits.count && i < HOLDERS_MAX; i++) {
        uint32_t row = dgm_hits_at(&hits, i).row;
        if (!dgm_str_is(d->country, dgm_table_str(&k->holders, row, k->holder.country)) ||
            dgm_term_state(k, row, today) != TERM_RUNNING || dgm_term_ended(k, row, today))
            continue;
        if (found != DGM_NONE && !same_words(dgm_str_of(dgm_table_str(&k->holders, found, k->holder.name)),
                                             dgm_str_of(dgm_table_str(&k->holders, row, k->holder.name)))) {
            if (begins_on(k, found, today))
                continue;
            if (!begins_on(k, row, today))
                return DGM_NONE;
        }
        found = row;
    }
    if (found != DGM_NONE && given_away(b, d, dgm_str_of(dgm_table_str(&k->holders, found, k->holder.name))))
        return DGM_NONE;
    return found;
}
