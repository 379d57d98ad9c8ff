/* SPDX-License-Identifier: Apache-2.0 */
/* "Russian Vladimir Kirov", "two Egyptians, Hany Sabry and Amr Nabil", "Peter Novak, a Slovak,": whose national a person is of whom the
 * text says no more. */
#include "entity/build.h"

#define ROW_MOST 6u /* people of one nationality in a row */

static bool is_word(const dgm_builder *b, uint32_t t, const char *word) {
    return dgm_str_is(dgm_doc_form(b->doc, t), word);
}

static const dgm_found *nationality_at(const dgm_reader *r, uint32_t t) {
    const dgm_found *f = r->at[t] == DGM_NONE ? NULL : &r->found.items[r->at[t]];
    return f && f->kind == DGM_FOUND_ADJECTIVE ? f : NULL;
}

/* Where the name stands in a row of people ("X, Y and Z"): before which token the row begins. */
static uint32_t row_begins(const dgm_builder *b, uint32_t left, uint32_t first) {
    const dgm_reader *r = b->r;
    for (uint32_t n = 0; n < ROW_MOST; n++) {
        uint32_t t = left;
        while (t > first + 1 && (is_word(b, t - 1, ",") || is_word(b, t - 1, "and")))
            t--;
        const dgm_found *other = t == left || r->at[t - 1] == DGM_NONE ? NULL : &r->found.items[r->at[t - 1]];
        if (!other || other->kind != DGM_FOUND_NAME || other->type != DGM_ENTITY_PERSON)
            break;
        left = other->first;
    }
    return left;
}

static const dgm_found *before(const dgm_builder *b, const dgm_found *f, const dgm_sentence *s) {
    uint32_t left = row_begins(b, f->first, s->first);
    if (left == s->first)
        return NULL;
    if (left == f->first && nationality_at(b->r, left - 1))
        return nationality_at(b->r, left - 1);
    if (left < s->first + 2 || !is_word(b, left - 1, ","))
        return NULL;
    const dgm_found *people = nationality_at(b->r, left - 2);
    return people && dgm_means_people(b->r, people) ? people : NULL;
}

static const dgm_found *behind(const dgm_builder *b, const dgm_found *f, const dgm_sentence *s) {
    if (f->end + 2 >= s->end || !is_word(b, f->end, ",") ||
        !(is_word(b, f->end + 1, "a") || is_word(b, f->end + 1, "an")))
        return NULL;
    const dgm_found *one = nationality_at(b->r, f->end + 2);
    return one && dgm_means_people(b->r, one) ? one : NULL;
}

dgm_str dgm_build_nationality(const dgm_builder *b, const dgm_found *f) {
    const dgm_sentence *s = &b->doc->sentences.items[b->doc->tokens.items[f->first].sentence];
    const dgm_found *found = before(b, f, s);
    if (!found)
        found = behind(b, f, s);
    return found ? dgm_found_country(b->r, found) : (dgm_str){0};
}
