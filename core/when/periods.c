/* SPDX-License-Identifier: Apache-2.0 */
/* Stretches of a year: "the summer of 2019", "the third quarter", "Q3 2024", "the first half of this year", "by year's end", "the end of the
 * month"; and what lies ahead: "in two weeks". */
#include "when/scan.h"

#define QUARTER 3
#define HALF 6

static bool is_day(dgm_date d) { return d.year && d.day; }

/* "2024", "of 2024", ", 2024", "of last year", "of the year", "this year": tokens taken, 0 none */
static uint32_t year_behind(const dgm_scan *s, uint32_t t, int *year) {
    int value;
    uint32_t at = t + (dgm_scan_is(s, t, "of") || dgm_scan_is(s, t, ","));
    dgm_str form = at < s->end ? dgm_doc_form(s->doc, at) : (dgm_str){0};
    if (form.n == 4 && dgm_scan_integer(form, year) && *year >= 1800 && *year < 2100)
        return at + 1 - t;
    if (!dgm_scan_means(s, at + 1, "unit_year", &value) || !s->clock->today.year)
        return 0;
    bool the = dgm_scan_is(s, at, "the");
    if (!the && !dgm_scan_means(s, at, "direction", &value))
        return 0;
    *year = s->clock->today.year + (the ? 0 : value);
    return at + 2 - t;
}

static void take_months(dgm_time *out, int year, int first, int count) {
    int last = first + count - 1, over = last > 12;
    last -= over * 12;
    out->kind = DGM_TIME_PERIOD;
    out->when =
        dgm_when_span(dgm_date_make(year, first, 1),
                      dgm_date_make(year + over, last, dgm_date_month_days((int16_t)(year + over), (uint8_t)last)),
                      DGM_PRECISION_SEASON);
}

/* "in the spring": the latest that has begun, the next one of what is to come; not "the fall of the city", "spring tides" */
static bool bare_season(const dgm_scan *s, uint32_t t, int which, int *year) {
    dgm_date today = s->clock->today;
    uint32_t before = t - (t > s->first && dgm_scan_is(s, t - 1, "the"));
    const dgm_token *token = &s->doc->tokens.items[t];
    if (!is_day(today) || before <= s->first || dgm_scan_is(s, t + 1, "of") || token->rel == DGM_REL_COMPOUND ||
        !dgm_str_is(dgm_preposition_says(s->k, s->doc, before - 1), "in"))
        return false;
    bool begun = which * 3 <= today.month;
    *year = today.year + (dgm_scan_to_come(s, t) ? begun : -!begun);
    return true;
}

/* "the summer of 2019", "summer 2019" */
static uint32_t season(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int which, year;
    uint32_t n;
    if (!dgm_scan_means(s, t, "season", &which))
        return 0;
    if ((n = year_behind(s, t + 1, &year)) == 0 && !bare_season(s, t, which, &year))
        return 0;
    take_months(out, year, which * 3, 3);
    out->year = n > 0;
    return n + 1;
}

/* "third quarter of 2024", "first half of the year", "Q3 2024"; without a year the latest that has begun */
static uint32_t part_of_year(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int value, which = 0, year = s->clock->today.year;
    uint32_t at = t + 2;
    dgm_str form = dgm_doc_form(s->doc, t);
    bool q = form.n == 2 && form.p[0] == 'Q' && form.p[1] >= '1' && form.p[1] <= '4';
    bool quarter = dgm_scan_means(s, t + 1, "quarter", &value);
    if (q) {
        which = form.p[1] - '0';
        at = t + 1;
    } else if (!(quarter || dgm_scan_means(s, t + 1, "half", &value)) || !dgm_scan_means(s, t, "ordinal", &which)) {
        return 0;
    }
    uint32_t n = year_behind(s, at, &year);
    if (which > (quarter || q ? 4 : 2) || (n == 0 && (!q || !s->clock->today.month)) || !year)
        return 0;
    int months = quarter || q ? QUARTER : HALF, first = (which - 1) * months + 1;
    take_months(out, n == 0 && first > s->clock->today.month ? year - 1 : year, first, months);
    return at + n - t;
}

/* "year's end", "year-end" */
static uint32_t years_end(const dgm_scan *s, uint32_t t, int year, dgm_time *out) {
    int value;
    bool joined = dgm_scan_is(s, t + 1, "'s") || dgm_scan_is(s, t + 1, "\u2019s") || dgm_scan_is(s, t + 1, "-");
    if (!joined || !dgm_scan_means(s, t, "unit_year", &value) || !dgm_scan_is(s, t + 2, "end"))
        return 0;
    take_months(out, year, 9, 4);
    return 3;
}

/* "the end of the year", "the middle of the month": of the one that is, or was spoken of */
static uint32_t end_of(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int value;
    dgm_date base = s->clock->month.year ? s->clock->month : s->clock->today;
    if (!base.year)
        return 0;
    uint32_t n = years_end(s, t, base.year, out);
    if (n || !dgm_scan_is(s, t, "the") || t < s->first + 2 || !dgm_scan_is(s, t - 1, "of") ||
        !dgm_scan_means(s, t - 2, "end_of", &value))
        return n;
    if (dgm_scan_means(s, t + 1, "unit_year", &value))
        out->when = dgm_when_year(base.year);
    else if (base.month && dgm_scan_means(s, t + 1, "unit_month", &value))
        out->when = dgm_when_month(base.year, base.month);
    else
        return 0;
    out->kind = DGM_TIME_PERIOD;
    dgm_scan_portion(s, t, &out->when);
    return 2;
}

/* "in two weeks", "in three days' time", of what is to come */
static uint32_t ahead(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int value, n = 0;
    dgm_date today = s->clock->today;
    dgm_str form = dgm_doc_form(s->doc, t);
    if (!is_day(today) || t == s->first || !(dgm_scan_is(s, t - 1, "in") || dgm_scan_is(s, t - 1, "within")) ||
        !(dgm_scan_integer(form, &n) || dgm_scan_means(s, t, "count", &n)) || n < 1 || n > 60 ||
        !dgm_scan_to_come(s, t))
        return 0;
    if (dgm_scan_means(s, t + 1, "unit_day", &value))
        out->when = dgm_when_day(dgm_date_add(today, n));
    else if (dgm_scan_means(s, t + 1, "unit_week", &value))
        out->when =
            dgm_when_span(dgm_date_add(today, n * value - dgm_date_weekday(today)),
                          dgm_date_add(today, n * value - dgm_date_weekday(today) + value - 1), DGM_PRECISION_WEEK);
    else
        return 0;
    out->kind = DGM_TIME_PERIOD;
    return 2;
}

uint32_t dgm_scan_period(const dgm_scan *s, uint32_t t, dgm_time *out) {
    uint32_t n;
    if ((n = season(s, t, out)) || (n = part_of_year(s, t, out)) || (n = end_of(s, t, out)))
        return n;
    return ahead(s, t, out);
}
