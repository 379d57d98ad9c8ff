/* SPDX-License-Identifier: Apache-2.0 */
/* "Early March", "mid-2018", "the end of May", "the latter half of June": a part of the month, year or decade behind the words. */
#include <string.h>

#include "when/scan.h"

enum { EARLY = 1, MIDDLE, LATE, FIRST_HALF, SECOND_HALF };

/* "first half", "latter half" */
static int half(const dgm_scan *s, uint32_t t) {
    int n;
    return dgm_scan_means(s, t, "half_first", &n)    ? FIRST_HALF
           : dgm_scan_means(s, t, "half_second", &n) ? SECOND_HALF
                                                     : 0;
}

dgm_str dgm_scan_unjoined(const dgm_scan *s, uint32_t t, int *part) {
    dgm_str form = dgm_doc_form(s->doc, t);
    *part = 0;
    if (form.n < 7 || !memchr(form.p, '-', form.n)) /* "mid-May" */
        return form;
    for (uint32_t i = 1; i + 1 < form.n && i < 8; i++)
        if (form.p[i] == '-' && dgm_scan_word_means(s, (dgm_str){form.p, i}, "portion", part))
            return (dgm_str){form.p + i + 1, form.n - i - 1};
    return form;
}

/* Which part of what stands at t the words before it say, 0: none. */
static int portion(const dgm_scan *s, uint32_t t) {
    int n, unit;
    dgm_scan_unjoined(s, t, &n);
    if (n || t <= s->first)
        return n;
    uint32_t at = t - 1;
    if (dgm_scan_is(s, at, "-") && at > s->first)
        at--;
    else if (dgm_scan_is(s, at, "of") && at > s->first + 1 && dgm_scan_means(s, at - 1, "half", &n))
        return half(s, at - 2);
    else if (dgm_scan_is(s, at, "of") && at > s->first + 1 && dgm_scan_means(s, at - 2, "edge", &n))
        return dgm_scan_means(s, at - 1, "unit_week", &unit) || dgm_scan_means(s, at - 1, "unit_day", &unit) ? n : 0;
    else if (dgm_scan_is(s, at, "of") && at > s->first)
        return dgm_scan_means(s, at - 1, "end_of", &n) ? n : 0;
    return dgm_scan_means(s, at, "portion", &n) ? n : 0;
}

static dgm_when months(int year, int first, int last, dgm_precision precision) {
    return dgm_when_span(dgm_date_make(year, first, 1),
                         dgm_date_make(year, last, dgm_date_month_days((int16_t)year, (uint8_t)last)), precision);
}

static dgm_when of_month(dgm_when w, int part) {
    static const uint8_t from[] = {0, 1, 11, 21, 1, 16}, to[] = {0, 10, 20, 0, 15, 0};
    w.start.day = from[part];
    if (to[part])
        w.end.day = to[part];
    w.precision = DGM_PRECISION_WEEK;
    return w;
}

static dgm_when of_year(dgm_when w, int part) {
    static const uint8_t from[] = {0, 1, 5, 9, 1, 7}, to[] = {0, 4, 8, 12, 6, 12};
    return months(w.start.year, from[part], to[part], DGM_PRECISION_SEASON);
}

static dgm_when of_decade(dgm_when w, int part) {
    static const uint8_t from[] = {0, 0, 4, 7, 0, 5}, to[] = {0, 3, 6, 9, 4, 9};
    return dgm_when_span(dgm_date_make(w.start.year + from[part], 1, 1), dgm_date_make(w.start.year + to[part], 12, 31),
                         DGM_PRECISION_DECADE);
}

bool dgm_scan_portion(const dgm_scan *s, uint32_t t, dgm_when *w) {
    int part = portion(s, t);
    if (part < EARLY || part > SECOND_HALF)
        return false;
    if (w->precision == DGM_PRECISION_MONTH)
        *w = of_month(*w, part);
    else if (w->precision == DGM_PRECISION_YEAR)
        *w = of_year(*w, part);
    else if (w->precision == DGM_PRECISION_DECADE)
        *w = of_decade(*w, part);
    return true;
}
