/* SPDX-License-Identifier: Apache-2.0 */
/* Two expressions that make one: "between 2014 and 2016", "from March 3 to April 5, 2024", "on Saturday and Sunday", "2014–16", "Monday of
 * last week", "a week ago on Friday". */
#include "when/scan.h"

#define WEEK 7

static bool dash(const dgm_scan *s, uint32_t t) {
    return dgm_scan_is(s, t, "-") || dgm_scan_is(s, t, "\u2013") || dgm_scan_is(s, t, "\u2014") ||
           dgm_scan_is(s, t, "/");
}

static bool stands_before(const dgm_scan *s, uint32_t t, const char *word) {
    return t > s->first && (dgm_scan_is(s, t - 1, word) || (t > s->first + 1 && dgm_scan_is(s, t - 2, word)));
}

/* Does the word at `at` make a range of what stands before it, from t on, and what follows? */
static bool ranges(const dgm_scan *s, uint32_t t, uint32_t at) {
    if (dash(s, at) || dgm_scan_is(s, at, "to"))
        return true;
    bool from = stands_before(s, t, "from");
    return (dgm_scan_is(s, at, "and") && stands_before(s, t, "between")) ||
           (from && dgm_str_is(dgm_preposition_says(s->k, s->doc, at), "until"));
}

static void shift_years(dgm_when *w, int years) {
    w->start.year = (int16_t)(w->start.year + years);
    w->end.year = (int16_t)(w->end.year + years);
    if (w->start.month && w->precision == DGM_PRECISION_MONTH)
        w->end.day = dgm_date_month_days(w->end.year, w->end.month);
}

/* "2014–16", "2019/20" */
static uint32_t short_year(const dgm_scan *s, uint32_t at, dgm_time *a) {
    int n;
    dgm_str form = at + 1 < s->end ? dgm_doc_form(s->doc, at + 1) : (dgm_str){0};
    if (a->kind != DGM_TIME_YEAR || a->when.precision != DGM_PRECISION_YEAR || !dash(s, at) || form.n != 2 ||
        !dgm_scan_integer(form, &n) || n <= a->when.start.year % 100)
        return 0;
    a->when.end.year = (int16_t)(a->when.start.year / 100 * 100 + n);
    return 2;
}

/* "March 3 to April 5, 2024": the year is that of both. */
static void share_year(dgm_time *a, const dgm_time *b) {
    if (a->year || !b->year)
        return;
    shift_years(&a->when, b->when.start.year - a->when.start.year);
    if (dgm_date_cmp(a->when.start, b->when.start) > 0)
        shift_years(&a->when, -1);
    a->turned = (dgm_when){0};
    a->year = true;
}

/* What the range ends with: behind a year the bare figure is one, too. */
static uint32_t read_end(const dgm_scan *s, uint32_t at, const dgm_time *a, dgm_time *b) {
    int year;
    if (a->kind != DGM_TIME_YEAR)
        return dgm_scan_named(s, at, b);
    dgm_str form = dgm_doc_form(s->doc, at);
    if (form.n != 4 || !dgm_scan_integer(form, &year) || year < 1800 || year >= 2100)
        return 0;
    b->when = dgm_when_year(year);
    b->kind = DGM_TIME_YEAR;
    b->year = true;
    return 1;
}

static uint32_t range(const dgm_scan *s, uint32_t t, uint32_t at, dgm_time *a) {
    dgm_time b = {0};
    bool next_day = a->kind == DGM_TIME_WEEKDAY && dgm_scan_is(s, at, "and");
    uint32_t n;
    if (at + 1 >= s->end)
        return 0;
    if (!(ranges(s, t, at) || next_day) || (n = read_end(s, at + 1, a, &b)) == 0 || b.kind != a->kind)
        return 0;
    share_year(a, &b);
    int32_t days = dgm_date_days(b.when.start) - dgm_date_days(a->when.start);
    if (days <= 0 && a->kind == DGM_TIME_WEEKDAY && !next_day) { /* "from Friday to Sunday", said on a Saturday */
        b.when = dgm_when_day(dgm_date_add(b.when.start, WEEK));
        days += WEEK;
    }
    if (days <= 0 || (next_day && days != 1))
        return 0;
    a->when.end = b.when.end;
    if (a->turned.precision != DGM_PRECISION_NONE && b.turned.precision != DGM_PRECISION_NONE &&
        dgm_date_cmp(a->turned.start, b.turned.end) < 0)
        a->turned.end = b.turned.end;
    return n + 1;
}

static bool is_week(const dgm_time *x) {
    return x->kind == DGM_TIME_PERIOD && x->when.precision == DGM_PRECISION_WEEK &&
           dgm_date_days(x->when.end) - dgm_date_days(x->when.start) == WEEK - 1;
}

static uint32_t day_of_week(const dgm_scan *s, dgm_time *a, dgm_date monday, int weekday, bool ago, uint32_t n) {
    if (ago && weekday - 1 > (int)dgm_date_weekday(s->clock->today)) /* "a week ago Friday": before the latest one */
        monday = dgm_date_add(monday, -WEEK);
    a->when = dgm_when_day(dgm_date_add(monday, weekday - 1));
    a->turned = (dgm_when){0};
    a->kind = DGM_TIME_WEEKDAY;
    return n;
}

/* "Monday of last week", "Friday next week"; "last week on Friday" */
static uint32_t in_week(const dgm_scan *s, uint32_t t, uint32_t at, dgm_time *a) {
    dgm_time week = {0};
    uint32_t of = dgm_scan_is(s, at, "of"), on = dgm_scan_is(s, at, "on");
    if (is_week(a) && dgm_scan_weekday(s, at + on))
        return day_of_week(s, a, a->when.start, dgm_scan_weekday(s, at + on), dgm_scan_is(s, at - 1, "ago"), on + 1);
    if (a->kind != DGM_TIME_WEEKDAY || !dgm_scan_weekday(s, t) || at + of >= s->end || !dgm_scan_begins(s, at + of))
        return 0;
    uint32_t n = dgm_scan_relative(s, at + of, &week);
    return n && is_week(&week) ? day_of_week(s, a, week.when.start, dgm_scan_weekday(s, t), false, of + n) : 0;
}

uint32_t dgm_scan_joined(const dgm_scan *s, uint32_t t, uint32_t n, dgm_time *a) {
    uint32_t more = short_year(s, t + n, a);
    if (more == 0)
        more = in_week(s, t, t + n, a);
    bool named = a->kind == DGM_TIME_DATE || a->kind == DGM_TIME_WEEKDAY || a->kind == DGM_TIME_MONTH ||
                 a->kind == DGM_TIME_YEAR;
    return more || !named ? n + more : n + range(s, t, t + n, a);
}
