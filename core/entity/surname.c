/* SPDX-License-Identifier: Apache-2.0 */
/* "President Putin", "Netanyahu": who is called by a surname alone in an article that never gives the full name. Only heads of
 * state and government and three kinds of ministers are known so well, and only one who holds the office on the article's day and
 * whom nobody else can be is believed; failing that a head of state who left it not long ago. */
#include <string.h>

#include "entity/build.h"

#define ROWS_MAX 64u /* of one surname */

static bool same_words(dgm_str a, dgm_str c) {
    char x[128], y[128];
    uint32_t n = dgm_fold_key(a, x, sizeof x), m = dgm_fold_key(c, y, sizeof y);
    return n > 0 && n == m && memcmp(x, y, n) == 0;
}

/* "prime minister", also of two: "prime ministers X and Y" */
static bool is_title(dgm_str title, dgm_str full) {
    char last = (char)(title.n ? title.p[title.n - 1] : 0);
    return same_words(title, full) || (last == 's' && same_words((dgm_str){title.p, title.n - 1}, full));
}

#define REMEMBERED \
    100000 /* ten years, as days are written: for so long a head of state is still called by the surname alone */

/* Of a surname's row on a day: does the term run, or did it end not long ago? */
static bool runs(const dgm_builder *b, uint32_t row, bool past) {
    const dgm_entity_knowledge *k = b->r->know;
    int32_t today = dgm_build_today(b);
    int64_t from = dgm_table_int(&k->surnames, row, k->surname.from),
            to = dgm_table_int(&k->surnames, row, k->surname.to);
    if (past)
        return today && to && to < today && today < to + REMEMBERED;
    return !today || dgm_term_covers(from, to, today);
}

/* "Secretary" of "secretary of state", "minister" of "foreign minister" */
static bool in_short(dgm_str title, dgm_str full) {
    char x[128], y[128];
    uint32_t n = dgm_fold_key(title, x, sizeof x), m = dgm_fold_key(full, y, sizeof y);
    return n > 0 && n + 1 < m &&
           ((memcmp(x, y, n) == 0 && y[n] == ' ') || (memcmp(x, y + m - n, n) == 0 && y[m - n - 1] == ' '));
}

typedef struct asked {            /* what the text says beside the surname */
    const dgm_description *title; /* or NULL */
    bool past, loose, governs;    /* by a part of the title; "the Ortega regime" */
} asked;

static bool fits(const dgm_builder *b, uint32_t row, const asked *a) {
    const dgm_entity_knowledge *k = b->r->know;
    const dgm_description *title = a->title;
    if (!runs(b, row, a->past))
        return false;
    dgm_str country = dgm_str_of(dgm_table_str(&k->surnames, row, k->surname.country));
    bool rare = *dgm_table_str(&k->surnames, row, k->surname.rare);
    if (title) {
        dgm_str full = dgm_str_of(dgm_table_str(&k->surnames, row, k->surname.title));
        return (a->loose ? in_short(title->role, full) : is_title(title->role, full)) &&
               (!title->placed || dgm_str_eq(title->code, country)) &&
               (!a->loose || rare || dgm_country_is_named(b->r, country));
    }
    return *dgm_table_str(&k->surnames, row, k->surname.head) &&
           (a->governs || (a->past ? rare : rare || dgm_country_is_named(b->r, country)));
}

static uint32_t holder_of(const dgm_builder *b, const dgm_hits *hits, const asked *a) {
    const dgm_entity_knowledge *k = b->r->know;
    struct {
        dgm_str country;
        uint32_t row;
        bool several;
    } any = {.row = DGM_NONE}, named = {.row = DGM_NONE};
    for (uint32_t i = 0; i < hits->count && i < ROWS_MAX; i++) {
        uint32_t row = dgm_hits_at(hits, i).row;
        dgm_str country = dgm_str_of(dgm_table_str(&k->surnames, row, k->surname.country));
        if (!fits(b, row, a))
            continue;
        any.several = any.several || (any.row != DGM_NONE && !dgm_str_eq(any.country, country));
        any.row = row;
        any.country = country;
        if (!dgm_country_is_named(b->r, country))
            continue;
        named.several = named.several || (named.row != DGM_NONE && !dgm_str_eq(named.country, country));
        named.row = row;
        named.country = country;
    }
    return named.row != DGM_NONE && !named.several ? named.row : any.several ? DGM_NONE : any.row;
}

/* "the Ortega regime", "the Sánchez cabinet" */
static bool names_government(const dgm_builder *b, const dgm_found *f) {
    const dgm_reader *r = b->r;
    const dgm_found *g =
        f->end < b->doc->tokens.count && r->at[f->end] != DGM_NONE ? &r->found.items[r->at[f->end]] : NULL;
    return g && g->kind == DGM_FOUND_ROLE && g->first == f->end && g->sectors == 1u << DGM_SECTOR_GOV &&
           dgm_str_is(dgm_str_of(dgm_table_str(&r->know->roles, g->row, r->know->role.kind)), "body");
}

uint32_t dgm_build_known_surname(const dgm_builder *b, const dgm_found *f, const dgm_description *title) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_hits hits;
    if (!dgm_index_find(&k->surname_words, dgm_build_words(b, f->first, f->end), &hits))
        return DGM_NONE;
    bool former = title && title->former; /* who left an office is still addressed by it, too */
    uint32_t row = DGM_NONE;
    asked a = {.title = title, .governs = !title && names_government(b, f)};
    for (unsigned i = former ? 2 : 0; i < (title ? 4u : 3u) && row == DGM_NONE; i++) {
        a.past = i >= 2;
        a.loose = i % 2;
        row = !title && a.loose ? DGM_NONE : holder_of(b, &hits, &a);
    }
    if (row == DGM_NONE ||
        !dgm_index_find(&k->holder_names, dgm_str_of(dgm_table_str(&k->surnames, row, k->surname.name)), &hits))
        return DGM_NONE;
    return dgm_hits_at(&hits, 0).row;
}
