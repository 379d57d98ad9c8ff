/* SPDX-License-Identifier: Apache-2.0 */
/* Days that have a name: "Christmas Eve", "9/11"; and days without a year that everybody knows the year of: "the September 11 attacks". What is no
 * date though it looks like one, "Good Friday", "Bloody Sunday", is known as such. */
#include "when/scan.h"

#define NAME_TOKENS 4u
#define NEAR_BEHIND 10   /* days: a date that is nearer to the publication is meant as it stands, */
#define NEAR_ANYWHERE 45 /* … with the word somewhere in the sentence */

static uint32_t name_at(const dgm_scan *s, uint32_t t, dgm_hits *hits) {
    uint32_t most = s->end - t < NAME_TOKENS ? s->end - t : NAME_TOKENS;
    for (uint32_t n = most; n > 0; n--)
        if (dgm_index_find(&s->k->named_day_names, dgm_doc_span(s->doc, dgm_tree_span(s->doc, t, t + n)), hits))
            return n;
    return 0;
}

uint32_t dgm_scan_named_day(const dgm_scan *s, uint32_t t, dgm_named_day *out) {
    dgm_hits hits;
    const dgm_table *table = &s->k->named_days;
    dgm_str form = dgm_doc_form(s->doc, t);
    bool figure = form.n && form.p[0] >= '0' && form.p[0] <= '9';
    if (!figure && !(s->doc->tokens.items[t].shape & DGM_SHAPE_UPPER_FIRST))
        return 0;
    uint32_t n = name_at(s, t, &hits);
    if (n == 0)
        return 0;
    uint32_t row = dgm_hits_at(&hits, 0).row;
    out->month = (int)dgm_table_int(table, row, dgm_table_column(table, "month"));
    out->day = (int)dgm_table_int(table, row, dgm_table_column(table, "day"));
    out->year = (int)dgm_table_int(table, row, dgm_table_column(table, "year"));
    return n;
}

/* The year that the word at t gives to that day, 0: none. */
static int year_by(const dgm_scan *s, uint32_t t, int month, int day, bool behind, bool anywhere) {
    dgm_hits hits;
    const dgm_table *table = &s->k->known_days;
    if (t >= s->end || !dgm_index_find(&s->k->known_day_names, dgm_doc_form(s->doc, t), &hits))
        return 0;
    for (uint32_t i = 0; i < hits.count; i++) {
        uint32_t row = dgm_hits_at(&hits, i).row;
        if (dgm_table_int(table, row, dgm_table_column(table, "month")) == month &&
            dgm_table_int(table, row, dgm_table_column(table, "day")) == day &&
            (behind || (anywhere && dgm_table_int(table, row, dgm_table_column(table, "anywhere")))))
            return (int)dgm_table_int(table, row, dgm_table_column(table, "year"));
    }
    return 0;
}

int dgm_scan_known_year(const dgm_scan *s, uint32_t first, uint32_t end, dgm_date guess) {
    dgm_date today = s->clock->today;
    int year = 0, away = dgm_date_days(today) - dgm_date_days(guess);
    away = away < 0 ? -away : away;
    if (!today.year || away < NEAR_BEHIND)
        return 0;
    for (uint32_t t = away < NEAR_ANYWHERE ? end : s->first; t < s->end && year == 0; t++)
        if (t < first || t >= end)
            year = year_by(s, t, guess.month, guess.day, t >= end && t < end + 2, away >= NEAR_ANYWHERE);
    return year && year < today.year ? year : 0;
}
