/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions that count: from the day of publication ("yesterday", "last week", "three days ago"), or from the day that was spoken of
 * before ("the next day", "two days later", "the night before", "that month"). Each reader gives the number of tokens it takes. */
#include "when/scan.h"

#define COUNT_MOST 200
#define REACH 8u /* tokens */
#define FAR 48u
#define CLIMB 10

static dgm_date add_months(dgm_date d, int months) {
    int total = d.year * 12 + (d.month ? d.month - 1 : 0) + months;
    return dgm_date_make(total / 12, total % 12 + 1, 1);
}

static bool is_day(dgm_date d) { return d.year && d.day; }

static bool is_after_today(const dgm_scan *s, dgm_date d) {
    return s->clock->today.year && dgm_date_cmp(d, s->clock->today) > 0;
}

dgm_date dgm_spoken_day(const dgm_scan *s, uint32_t t) {
    dgm_date day = s->clock->day;
    if (is_day(day) && is_after_today(s, day) && !dgm_scan_to_come(s, t))
        day = s->clock->past;
    return is_day(day) ? day : s->clock->today;
}
static dgm_date spoken_month(const dgm_scan *s) { return s->clock->month.year ? s->clock->month : s->clock->today; }

static bool day_time(const dgm_scan *s, uint32_t t) {
    int value;
    return dgm_scan_means(s, t, "unit_day", &value) || dgm_scan_means(s, t, "part", &value) ||
           dgm_scan_means(s, t, "night", &value);
}

/* The unit at t, n of it from `base`; false: no unit, or the base is not known well enough. */
static bool move(const dgm_scan *s, uint32_t t, dgm_date base, int n, dgm_when *out) {
    int value;
    if (!base.year)
        return false;
    if (dgm_scan_means(s, t, "unit_year", &value) || dgm_scan_means(s, t, "unit_decade", &value)) {
        *out = dgm_when_year(base.year + value * n);
        return true;
    }
    if (dgm_scan_means(s, t, "unit_month", &value) && base.month) {
        dgm_date m = add_months(base, n);
        *out = dgm_when_month(m.year, m.month);
        return true;
    }
    if (!base.day)
        return false;
    if (day_time(s, t)) {
        *out = dgm_when_day(dgm_date_add(base, n));
    } else if (dgm_scan_means(s, t, "unit_week", &value)) {
        dgm_date monday = dgm_date_add(base, value * n - dgm_date_weekday(base));
        *out = dgm_when_span(monday, dgm_date_add(monday, 6), DGM_PRECISION_WEEK);
    } else if (dgm_scan_means(s, t, "weekend", &value)) {
        int back = ((int)dgm_date_weekday(base) + 2) % 7; /* to the latest Saturday */
        dgm_date saturday = dgm_date_add(base, -back + (n > 0 ? 7 : 0) - (n < 0 && back < 2 ? 7 : 0));
        *out = dgm_when_span(saturday, dgm_date_add(saturday, 1), DGM_PRECISION_DAY);
    } else {
        return false;
    }
    return true;
}

static bool season(const dgm_scan *s, uint32_t t, int n, dgm_when *out) {
    int which;
    dgm_date today = s->clock->today;
    if (!today.month || !dgm_scan_means(s, t, "season", &which))
        return false;
    int first = which * 3, year = today.year + n; /* spring: March */
    if (n < 0 && first + 2 < today.month)
        year++; /* "last spring" said in autumn is that of the year */
    dgm_date start = dgm_date_make(year, first, 1), end = add_months(start, 2);
    end.day = dgm_date_month_days(end.year, end.month);
    *out = dgm_when_span(start, end, DGM_PRECISION_SEASON);
    return true;
}

/* n units from what was spoken of. A month spoken of after the last day: "in March 2020 … the next day" is some day of it. */
static bool move_spoken(const dgm_scan *s, uint32_t unit, int n, dgm_when *out) {
    int value;
    const dgm_clock *c = s->clock;
    bool here = c->near.start.year && c->end > s->first; /* named in this sentence */
    if (dgm_scan_means(s, unit, "unit_month", &value) || dgm_scan_means(s, unit, "unit_year", &value))
        return move(s, unit, spoken_month(s), n, out);
    if (day_time(s, unit) && (here ? c->near.precision == DGM_PRECISION_MONTH : c->vague)) {
        dgm_date month = here ? c->near.start : c->month;
        *out = dgm_when_month(month.year, month.month);
        return true;
    }
    bool that = n == 0 && is_day(c->near.start) && c->near.precision == DGM_PRECISION_DAY &&
                (!is_after_today(s, c->near.start) || dgm_scan_to_come(s, unit));
    return move(s, unit, here || that ? c->near.start : dgm_spoken_day(s, unit), n, out);
}

/* "last week", "this morning", "last night", "next month", "this spring" */
static uint32_t from_today(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int n, value;
    if (!is_day(s->clock->today) || !dgm_scan_means(s, t, "direction", &n))
        return 0;
    int ahead = n == 0 && dgm_scan_means(s, t + 1, "weekend", &value) && dgm_scan_to_come(s, t);
    if (season(s, t + 1, n, &out->when)) {
        out->kind = DGM_TIME_PERIOD;
        return 2;
    }
    bool the = t > s->first && dgm_scan_is(s, t - 1, "the"); /* "the last week", "the past year": not that week */
    if (the || dgm_scan_means(s, t + 1, "unit_day", &value) || !move(s, t + 1, s->clock->today, n + ahead, &out->when))
        return 0;
    dgm_scan_portion(s, t, &out->when);
    out->kind = day_time(s, t + 1) ? DGM_TIME_NEAR : DGM_TIME_PERIOD;
    return 2;
}

/* "that day", "the same month", "the following year", "the next morning" */
static uint32_t from_spoken(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int n;
    if (!dgm_scan_means(s, t, "same", &n))
        return 0;
    bool that = dgm_scan_is(s, t, "that");
    if (!that && !(t > s->first && (dgm_scan_is(s, t - 1, "the") || dgm_scan_is(s, t - 1, "that"))))
        return 0;
    if (!move_spoken(s, t + 1, n, &out->when) || (is_after_today(s, out->when.start) && !dgm_scan_to_come(s, t + 1)))
        return 0;
    out->kind = DGM_TIME_ANCHORED;
    return 2;
}

static int count_at(const dgm_scan *s, uint32_t t) {
    int n;
    if (t < s->end && dgm_scan_integer(dgm_doc_form(s->doc, t), &n))
        return n;
    return dgm_scan_means(s, t, "count", &n) ? n : 0;
}

/* Does something follow that "after" belongs to: "a day after the vote"? */
static bool governs(const dgm_scan *s, uint32_t t) {
    static const char *const stops[] = {"and", "or", "but"};
    if (t + 1 >= s->end || s->doc->tokens.items[t + 1].upos == DGM_UPOS_PUNCT)
        return false;
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++)
        if (dgm_scan_is(s, t + 1, stops[i]))
            return false;
    unsigned rel = s->doc->tokens.items[t].rel;
    return rel == DGM_REL_CASE || rel == DGM_REL_MARK;
}

bool dgm_scan_day_behind(const dgm_scan *s, uint32_t word, dgm_date *out) {
    for (uint32_t t = word + 1; t < s->end && t <= word + REACH; t++) {
        uint8_t upos = s->doc->tokens.items[t].upos;
        if (upos == DGM_UPOS_PUNCT || upos == DGM_UPOS_VERB || upos == DGM_UPOS_AUX)
            return false;
        if (dgm_scan_day(s, t, out))
            return true;
    }
    return false;
}

/* Does it open its sentence, or a clause behind a semicolon? */
static bool is_fronted(const dgm_scan *s, uint32_t t) {
    return t <= s->first + 1 || dgm_scan_is(s, t - 1, ";") || dgm_scan_is(s, t - 2, ";");
}

/* The first day named behind `word`. *inside: in what `word` governs, "two days after they met on Friday"; else of the clause that it all
 * belongs to, "A year after they met, on Friday the two …". */
static bool day_in_sentence(const dgm_scan *s, uint32_t word, dgm_date *out, bool *inside) {
    int value;
    const dgm_token *tokens = s->doc->tokens.items;
    for (uint32_t t = word + 1; t < s->end && t < word + FAR; t++) {
        bool word_for_day = dgm_scan_means(s, t, "day", &value) && is_day(s->clock->today);
        if (word_for_day)
            *out = dgm_date_add(s->clock->today, value);
        else if (!dgm_scan_day(s, t, out))
            continue;
        *inside = false;
        uint32_t at = t;
        for (int i = 0; i < CLIMB && at != DGM_NONE && !*inside; i++, at = tokens[at].head)
            *inside = at == tokens[word].head;
        return *inside || !dgm_said_by_the_way(s->doc, t, t + 1);
    }
    return false;
}

/* n units away from what was spoken of, the word for it at `word`. With something behind it, "a day after X", it tells the day of X if
 * the other is known, and the other way round. */
static bool away(const dgm_scan *s, uint32_t t, uint32_t word, int n, dgm_time *out) {
    dgm_date named;
    uint32_t unit = word - 1;
    bool inside = true, here = s->clock->end > s->first;
    out->kind = DGM_TIME_ANCHORED;
    if (!governs(s, word))
        return move_spoken(s, unit, n, &out->when);
    bool found = dgm_scan_day_behind(s, word, &named) || day_in_sentence(s, word, &named, &inside);
    out->kind = DGM_TIME_OFFSET;
    if (found && inside) {
        out->when = dgm_when_day(named);
        return move(s, unit, named, n, &out->turned);
    }
    if (found && is_fronted(s, t) && !here)
        return move(s, unit, named, -n, &out->when);
    if (!move_spoken(s, unit, -n, &out->when))
        return false;
    if (here && !is_fronted(s, t)) /* "on Friday, a day after X" is Friday */
        return true;
    if (move_spoken(s, unit, n, &out->turned) && is_after_today(s, out->turned.start) && !dgm_scan_to_come(s, unit))
        out->turned = (dgm_when){0};
    return true;
}

/* "three days ago", "a week later", "two days earlier", "four days prior", "a day after the vote" */
static uint32_t counted(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int value, n = count_at(s, t);
    uint32_t at = t + 1;
    bool halved = t > s->first && dgm_scan_means(s, t - 1, "half", &value); /* "half a year ago" */
    if (n <= 0 || n >= COUNT_MOST || halved)
        return 0;
    if (dgm_scan_is(s, at, "of") && n == 2) /* a couple of */
        at++;
    if (dgm_scan_means(s, at + 1, "ago", &value)) {
        if (!move(s, at, s->clock->today, -n, &out->when))
            return 0;
        out->kind = out->when.precision == DGM_PRECISION_DAY ? DGM_TIME_NEAR : DGM_TIME_PERIOD;
        return at + 2 - t;
    }
    if (t > s->first && (dgm_scan_means(s, t - 1, "lasts", &value) || dgm_scan_is(s, t - 1, "the")))
        return 0; /* "for a month after", "in the two weeks before": how long, not when */
    bool forth = dgm_scan_means(s, at + 1, "forth", &value);
    if (dgm_scan_is(s, at + 1, "on") && governs(s, at + 1)) /* "two days on", not "a day on which" */
        return 0;
    if (!forth && !dgm_scan_means(s, at + 1, "back", &value))
        return 0;
    return away(s, t, at + 1, forth ? n : -n, out) ? at + 2 - t : 0;
}

/* "on the eve of the vote" */
static uint32_t eve(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int value;
    dgm_date day;
    if (!dgm_scan_is(s, t, "the") || !dgm_scan_means(s, t + 1, "eve", &value) || !dgm_scan_is(s, t + 2, "of"))
        return 0;
    out->kind = DGM_TIME_OFFSET;
    if (dgm_scan_day_behind(s, t + 2, &day)) { /* "the eve of Monday's vote" */
        out->when = dgm_when_day(day);
        out->turned = dgm_when_day(dgm_date_add(day, -1));
        return 2;
    }
    day = s->clock->day; /* not that of publication: nobody knows when the vote is */
    if (s->clock->vague || !is_day(day))
        return 0;
    out->when = dgm_when_day(dgm_date_add(day, 1));
    out->turned = dgm_when_day(dgm_date_add(day, -1));
    return 2;
}

/* "the day before", "the night before", "the year before", "the day after": without what it is before, from the day spoken of */
static uint32_t one_away(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int value;
    if (!dgm_scan_is(s, t, "the") || (t > s->first && dgm_scan_is(s, t - 1, "to"))) /* "a year to the day after" */
        return 0;
    bool forth = dgm_scan_means(s, t + 2, "forth", &value), back = dgm_scan_means(s, t + 2, "back", &value);
    if (!forth && !back)
        return 0;
    if (dgm_scan_means(s, t + 3, "direction", &value) && value && (back ? value < 0 : value > 0) &&
        !dgm_scan_means(s, t + 4, "unit_", &value)) { /* "the week before last" */
        out->kind = DGM_TIME_PERIOD;
        return move(s, t + 1, s->clock->today, back ? -2 : 2, &out->when) ? 4 : 0;
    }
    if (day_time(s, t + 1) && is_day(s->clock->today) &&
        (dgm_scan_is(s, t + 3, "yesterday") || dgm_scan_is(s, t + 3, "tomorrow"))) {
        out->when = dgm_when_day(dgm_date_add(s->clock->today, forth ? 2 : -2));
        out->kind = DGM_TIME_NEAR;
        return 4;
    }
    return away(s, t, t + 2, forth ? 1 : -1, out) ? 3 : 0;
}

/* "earlier in the month", "late in the week" */
static uint32_t within(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int value;
    if (t < s->first + 2 || !dgm_scan_is(s, t, "the") || s->doc->tokens.items[t - 1].upos != DGM_UPOS_ADP ||
        !dgm_scan_means(s, t - 2, "within", &value) || day_time(s, t + 1))
        return 0;
    out->kind = DGM_TIME_ANCHORED;
    if (dgm_scan_means(s, t + 1, "unit_month", &value) &&
        !s->clock->month.month) /* "founded in 1992": no month of it */
        return move(s, t + 1, s->clock->today, 0, &out->when) ? 2 : 0;
    return move_spoken(s, t + 1, 0, &out->when) ? 2 : 0;
}

/* "over the weekend" */
static uint32_t weekend(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int value;
    bool the = dgm_scan_is(s, t, "the") && t > s->first && s->doc->tokens.items[t - 1].upos == DGM_UPOS_ADP;
    if (!the || !dgm_scan_means(s, t + 1, "weekend", &value) || !is_day(s->clock->today))
        return 0;
    out->kind = DGM_TIME_PERIOD;
    return move(s, t + 1, s->clock->today, dgm_scan_to_come(s, t), &out->when) ? 2 : 0;
}

/* "the 11th": of the month spoken of, at the latest on the day of publication; the next one of what is to come. */
static uint32_t day_of_month(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int d;
    dgm_str form = dgm_doc_form(s->doc, t);
    bool marked = form.n >= 3 && form.n <= 4 && form.p[form.n - 1] > '9' && dgm_scan_integer(form, &d);
    const dgm_token *token = &s->doc->tokens.items[t];
    if (!marked || t < s->first + 2 || !dgm_scan_is(s, t - 1, "the") ||
        !(dgm_scan_is(s, t - 2, "of") || dgm_preposition_says(s->k, s->doc, t - 2).n) ||
        (token->rel == DGM_REL_AMOD && token->head != DGM_NONE && token->head > t))
        return 0;
    dgm_date base = is_day(s->clock->today) ? s->clock->today : s->clock->day;
    if (!is_day(base))
        return 0;
    dgm_date day = dgm_date_make(base.year, base.month, d);
    bool coming = dgm_scan_to_come(s, t) || dgm_str_is(dgm_preposition_says(s->k, s->doc, t - 2), "for");
    if (coming ? d < base.day : d > base.day) {
        dgm_date other = add_months(base, coming ? 1 : -1);
        day = dgm_date_make(other.year, other.month, d);
    }
    out->when = dgm_when_day(day);
    out->kind = DGM_TIME_DATE;
    return dgm_date_valid(day) ? 1 : 0;
}

/* Can an expression begin there at all? Most words cannot: one look instead of dozens. */
bool dgm_scan_begins(const dgm_scan *s, uint32_t t) {
    dgm_hits hits;
    dgm_str form = dgm_doc_form(s->doc, t);
    return form.n && ((form.p[0] >= '0' && form.p[0] <= '9') || form.p[0] == 'Q' || dgm_scan_is(s, t, "the") ||
                      dgm_index_find(&s->k->word_names, form, &hits));
}

uint32_t dgm_scan_relative(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int value;
    uint32_t n;
    if (dgm_scan_means(s, t, "day", &value) && is_day(s->clock->today)) {
        out->when = dgm_when_day(dgm_date_add(s->clock->today, value));
        out->kind = DGM_TIME_NEAR;
        return 1;
    }
    if ((n = counted(s, t, out)) || (n = one_away(s, t, out)) || (n = eve(s, t, out)) || (n = from_spoken(s, t, out)) ||
        (n = from_today(s, t, out)) || (n = within(s, t, out)) || (n = weekend(s, t, out)))
        return n;
    return day_of_month(s, t, out);
}
