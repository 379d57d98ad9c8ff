/* SPDX-License-Identifier: Apache-2.0 */
/* Dates in figures: "2021-03-12", "2021-03-12T15:04:05Z", "25/03/2021", "25.03.2021". Where nobody can tell day from month, "03/04/2021",
 * it is no date. */
#include "when/scan.h"

/* The number of one or two digits that s begins with, up to its end or to something that is no digit; *rest: what follows. */
static int leading(dgm_str s, dgm_str *rest) {
    int n = 0;
    uint32_t i = 0;
    for (; i < s.n && i < 4 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        n = n * 10 + (s.p[i] - '0');
    *rest = (dgm_str){s.p + i, s.n - i};
    return i ? n : -1;
}

/* "2021-03-12": five tokens, the last may have an hour joined to it */
static uint32_t year_first(const dgm_scan *s, uint32_t t, dgm_date *out) {
    int y, m, d;
    dgm_str rest;
    if (t + 5 > s->end || dgm_doc_form(s->doc, t).n != 4 || !dgm_scan_integer(dgm_doc_form(s->doc, t), &y) ||
        !dgm_scan_is(s, t + 1, "-") || !dgm_scan_is(s, t + 3, "-") || dgm_doc_form(s->doc, t + 2).n != 2 ||
        !dgm_scan_integer(dgm_doc_form(s->doc, t + 2), &m))
        return 0;
    d = leading(dgm_doc_form(s->doc, t + 4), &rest);
    if (d < 1 || (rest.n && rest.p[0] != 'T'))
        return 0;
    *out = dgm_date_make(y, m, d);
    return 5;
}

/* "25/03/2021", "03/25/2021", "25.03.2021": one token. Only full stops put the day first everywhere. */
static uint32_t year_last(const dgm_scan *s, uint32_t t, dgm_date *out) {
    dgm_str form = dgm_doc_form(s->doc, t), rest;
    int a = leading(form, &rest), b, y;
    if (a < 1 || a > 31 || rest.n < 6 || (rest.p[0] != '/' && rest.p[0] != '.'))
        return 0;
    char by = rest.p[0];
    b = leading((dgm_str){rest.p + 1, rest.n - 1}, &rest);
    if (b < 1 || b > 31 || rest.n != 5 || rest.p[0] != by || !dgm_scan_integer((dgm_str){rest.p + 1, 4}, &y))
        return 0;
    if (by == '/' && a <= 12 && b <= 12 && a != b)
        return 0;
    *out = by == '/' && b > 12 ? dgm_date_make(y, a, b) : dgm_date_make(y, b, a);
    return 1;
}

uint32_t dgm_scan_numeric(const dgm_scan *s, uint32_t t, dgm_time *out) {
    dgm_date day;
    dgm_str form = dgm_doc_form(s->doc, t);
    if (form.n < 4 || form.p[0] < '0' || form.p[0] > '9')
        return 0;
    uint32_t n = year_first(s, t, &day);
    if (n == 0)
        n = year_last(s, t, &day);
    if (n == 0 || day.year < 1800 || !day.month || !day.day || !dgm_date_valid(day))
        return 0;
    out->when = dgm_when_day(day);
    out->kind = DGM_TIME_DATE;
    out->year = true;
    return n;
}
