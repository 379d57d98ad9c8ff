/* SPDX-License-Identifier: Apache-2.0 */
/* Times of a day: "at nightfall", "by evening", "in the small hours", "at 9 p.m.", "hours later", "earlier in the day". They say that what
 * is told was on the day spoken of. */
#include "when/scan.h"

#define HOURS_OF_DAY 24

static bool part_of_day(const dgm_scan *s, uint32_t t) {
    int value;
    return dgm_scan_means(s, t, "part", &value) || dgm_scan_means(s, t, "night", &value);
}

/* Does a day follow that says more: "in the morning of May 5", "at 9 p.m. on Friday"? */
static bool day_follows(const dgm_scan *s, uint32_t t) {
    int value;
    uint32_t at = t + (dgm_scan_is(s, t, "of") || dgm_scan_is(s, t, "on") || dgm_scan_is(s, t, ","));
    at += dgm_scan_is(s, at, "the") || dgm_scan_is(s, at, "last") || dgm_scan_is(s, at, "next");
    int n;
    bool ordinal = at < s->end && dgm_scan_is(s, at - 1, "the") && dgm_scan_integer(dgm_doc_form(s->doc, at), &n);
    dgm_time named = {0};
    return ordinal || (at < s->end && dgm_scan_named(s, at, &named)) || dgm_scan_month(s, at) ||
           dgm_scan_means(s, at, "day", &value);
}

/* Does a day stand just before it: "on Friday at dawn"? */
static bool day_stands_before(const dgm_scan *s, uint32_t t) {
    return s->clock->end > s->first && s->clock->end <= t && t - s->clock->end <= 2;
}

/* "9 p.m.", "21:30 GMT", "8:00am", behind a preposition */
static uint32_t clock_time(const dgm_scan *s, uint32_t t) {
    int value;
    dgm_str form = dgm_doc_form(s->doc, t);
    bool behind = t > s->first &&
                  (s->doc->tokens.items[t - 1].upos == DGM_UPOS_ADP || dgm_scan_means(s, t - 1, "within", &value));
    if (!behind || form.n == 0 || form.p[0] < '0' || form.p[0] > '9')
        return 0;
    if (dgm_scan_means(s, t + 1, "clock", &value))
        return 2;
    uint32_t digits = 0;
    while (digits < form.n &&
           ((form.p[digits] >= '0' && form.p[digits] <= '9') || form.p[digits] == ':' || form.p[digits] == '.'))
        digits++;
    dgm_str rest = {form.p + digits, form.n - digits};
    return dgm_str_ieq(rest, "am") || dgm_str_ieq(rest, "pm") || dgm_str_ieq(rest, "a.m.") || dgm_str_ieq(rest, "p.m.");
}

/* "at nightfall", "by evening", "in the evening", "earlier in the day" */
static uint32_t part(const dgm_scan *s, uint32_t t) {
    int value;
    if (t == s->first)
        return 0;
    if (part_of_day(s, t))
        return dgm_scan_means(s, t - 1, "within", &value) ? 1 : 0;
    if (!dgm_scan_is(s, t, "the") || s->doc->tokens.items[t - 1].upos != DGM_UPOS_ADP)
        return 0;
    uint32_t at = t + 1 + dgm_scan_means(s, t + 1, "within", &value);
    at += dgm_scan_is(s, at, "small") && dgm_scan_means(s, at + 1, "unit_hour", &value);
    bool earlier = t >= s->first + 2 && dgm_scan_means(s, t - 2, "within", &value);
    bool hours = at > t + 1 && dgm_scan_means(s, at, "unit_hour", &value); /* "in the early hours" */
    bool day = earlier && dgm_scan_means(s, at, "unit_day", &value);
    return part_of_day(s, at) || hours || day ? at + 1 - t : 0;
}

/* "hours later", "three hours after …", "minutes before …": *days on from the day spoken of; "an hour ago": from that of
 * publication */
static uint32_t hours_away(const dgm_scan *s, uint32_t t, int *days, bool *ago) {
    int value, n = 0;
    dgm_str form = t < s->end ? dgm_doc_form(s->doc, t) : (dgm_str){0};
    bool counted = form.n && (dgm_scan_integer(form, &n) || dgm_scan_means(s, t, "count", &n));
    uint32_t unit = t + counted;
    if (!dgm_scan_means(s, unit, "unit_hour", &value) || (t > s->first && dgm_scan_means(s, t - 1, "lasts", &value)))
        return 0;
    bool forth = dgm_scan_means(s, unit + 1, "forth", &value);
    if (dgm_scan_means(s, unit + 1, "ago", &value) && (counted || n)) {
        *days = -(n / HOURS_OF_DAY);
        *ago = true;
        return unit + 2 - t;
    }
    if (!forth && !dgm_scan_means(s, unit + 1, "back", &value))
        return 0;
    *days = (forth ? n : -n) / HOURS_OF_DAY;
    return unit + 2 - t;
}

uint32_t dgm_scan_hour(const dgm_scan *s, uint32_t t, dgm_time *out) {
    dgm_date day = dgm_spoken_day(s, t);
    int days = 0;
    bool ago = false;
    uint32_t n = hours_away(s, t, &days, &ago);
    if (ago)
        day = s->clock->today;
    if (!day.year || !day.day || (s->clock->vague && !ago))
        return 0;
    if (n && !ago && dgm_scan_day_behind(s, t + n - 1, &day))
        days = 0;
    if (n == 0 && (n = part(s, t)) == 0)
        n = clock_time(s, t);
    if (n == 0 || day_follows(s, t + n) || day_stands_before(s, t))
        return 0;
    out->kind = DGM_TIME_HOUR;
    out->when = dgm_when_day(dgm_date_add(day, days));
    return n;
}
