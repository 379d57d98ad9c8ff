/* SPDX-License-Identifier: Apache-2.0 */
/* Dates as the calendar names them: "March 5", "on Wednesday", "in 2014", "the 1990s", "May 29 and 30", "April last year". Without a year a
 * date is the one nearest to the publication, as a rule behind it. */
#include "when/scan.h"

#define SOON_DAYS 60
#define WEEK 7
#define AHEAD_DAYS 45 /* "on June 3" in an article of May is the one to come */

bool dgm_scan_integer(dgm_str s, int *out) {
    *out = 0;
    if (s.n == 0 || s.n > 4)
        return false;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return i > 0 && (s.p[i] == 't' || s.p[i] == 's' || s.p[i] == 'n' || s.p[i] == 'r') && i + 2 == s.n &&
                   *out <= 31; /* 5th, 1st */
        *out = *out * 10 + (s.p[i] - '0');
    }
    return true;
}

bool dgm_scan_is(const dgm_scan *s, uint32_t t, const char *word) {
    return t >= s->first && t < s->end && dgm_str_ieq(dgm_doc_form(s->doc, t), word);
}

bool dgm_scan_means(const dgm_scan *s, uint32_t t, const char *meaning, int *value) {
    *value = 0;
    return t >= s->first && t < s->end && dgm_scan_word_means(s, dgm_doc_form(s->doc, t), meaning, value);
}

bool dgm_scan_word_means(const dgm_scan *s, dgm_str word, const char *meaning, int *value) {
    dgm_hits hits;
    size_t n = strlen(meaning);
    *value = 0;
    if (!dgm_index_find(&s->k->word_names, word, &hits))
        return false;
    for (uint32_t i = 0; i < hits.count; i++) {
        uint32_t row = dgm_hits_at(&hits, i).row;
        const char *says = dgm_table_str(&s->k->words, row, s->k->meaning);
        if (strcmp(says, meaning) == 0 || (meaning[n - 1] == '_' && strncmp(says, meaning, n) == 0)) {
            *value = (int)dgm_table_int(&s->k->words, row, s->k->value);
            return true;
        }
    }
    return false;
}

static int look(const dgm_scan *s, const dgm_table *t, const dgm_index *index, int column, uint32_t token) {
    dgm_hits hits;
    int part;
    if (token >= s->end)
        return 0;
    dgm_str form = dgm_scan_unjoined(s, token, &part);
    if (!(part || s->doc->tokens.items[token].shape & DGM_SHAPE_UPPER_FIRST) || !dgm_index_find(index, form, &hits))
        return 0;
    return (int)dgm_table_int(t, dgm_hits_at(&hits, 0).row, column);
}
int dgm_scan_month(const dgm_scan *s, uint32_t t) {
    return look(s, &s->k->months, &s->k->month_names, s->k->month_number, t);
}
int dgm_scan_weekday(const dgm_scan *s, uint32_t t) {
    return look(s, &s->k->weekdays, &s->k->weekday_names, s->k->weekday_number, t);
}

dgm_date dgm_date_make(int y, int m, int d) { return (dgm_date){(int16_t)y, (uint8_t)m, (uint8_t)d}; }
dgm_when dgm_when_span(dgm_date start, dgm_date end, dgm_precision precision) {
    return (dgm_when){.start = start, .end = end, .precision = (uint8_t)precision, .from = DGM_GROUND_SENTENCE};
}
dgm_when dgm_when_day(dgm_date d) { return dgm_when_span(d, d, DGM_PRECISION_DAY); }
dgm_when dgm_when_month(int y, int m) {
    return dgm_when_span(dgm_date_make(y, m, 1), dgm_date_make(y, m, dgm_date_month_days((int16_t)y, (uint8_t)m)),
                         DGM_PRECISION_MONTH);
}
dgm_when dgm_when_year(int y) {
    return dgm_when_span(dgm_date_make(y, 1, 1), dgm_date_make(y, 12, 31), DGM_PRECISION_YEAR);
}

/* The token's number if it is one from low to high; else *out stays. */
static bool number_at(const dgm_scan *s, uint32_t t, int low, int high, int *out) {
    int n, part;
    if (t >= s->end || !dgm_scan_integer(dgm_scan_unjoined(s, t, &part), &n) || n < low || n > high)
        return false;
    *out = n;
    return true;
}

static bool year_at(const dgm_scan *s, uint32_t t, int *y) {
    int part;
    return t < s->end && dgm_scan_unjoined(s, t, &part).n == 4 && number_at(s, t, 1800, 2099, y);
}
static bool day_at(const dgm_scan *s, uint32_t t, int *d) {
    return number_at(s, t, 1, 31, d) || dgm_scan_means(s, t, "ordinal", d);
}

bool dgm_scan_to_come(const dgm_scan *s, uint32_t t) { return dgm_tense_coming(s->k, s->doc, t); }

/* ---- months ------------------------------------------------------------------------------------------------------- */

typedef struct written { /* as a date stands there; 0: not stated */
    int y, m, d, last;
    uint32_t end;
} written;

static uint32_t read_year(const dgm_scan *s, uint32_t t, int *y) {
    int value;
    uint32_t at = t + (dgm_scan_is(s, t, ",") || dgm_scan_is(s, t, "of"));
    if (year_at(s, at, y))
        return at + 1;
    at = t + dgm_scan_is(s, t, "of");
    if (!dgm_scan_means(s, at + 1, "unit_year", &value))
        return t;
    if (dgm_scan_means(s, at, "direction", &value) && s->clock->today.year)
        *y = s->clock->today.year + value;
    else if (dgm_scan_means(s, at, "same", &value) && s->clock->month.year)
        *y = s->clock->month.year + value;
    else
        return t;
    return at + 2;
}

static bool joins_days(const dgm_scan *s, uint32_t t) {
    return dgm_scan_is(s, t, "and") || dgm_scan_is(s, t, "-") || dgm_scan_is(s, t, "\u2013") || dgm_scan_is(s, t, "to");
}

/* "5 March 2024", "5 to 7 March", "5th of March", "March 5, 2024", "March 2024", "March 5 and 6", "April last year", "August of that year" */
static bool read_month(const dgm_scan *s, uint32_t t, written *w) {
    *w = (written){0};
    if (day_at(s, t, &w->d)) {
        uint32_t at = t + 1;
        int figure;
        if (!number_at(s, t, 1, 31, &figure) && !dgm_scan_is(s, at, "of")) /* "the second March" */
            return false;
        if (joins_days(s, at) && day_at(s, at + 1, &w->last) && w->last > w->d)
            at += 2;
        else
            w->last = 0;
        at += dgm_scan_is(s, at, "of");
        w->m = dgm_scan_month(s, at);
        if (w->m == 0)
            return false;
        w->end = read_year(s, at + 1, &w->y);
        return true;
    }
    w->m = dgm_scan_month(s, t);
    if (w->m == 0)
        return false;
    w->end = t + 1;
    if (!year_at(s, t + 1, &w->y) && day_at(s, t + 1, &w->d)) {
        w->end = t + 2;
        if (joins_days(s, t + 2) && day_at(s, t + 3, &w->last) && w->last > w->d && !dgm_scan_month(s, t + 4))
            w->end = t + 4;
        else
            w->last = 0;
    }
    w->end = read_year(s, w->end, &w->y);
    return true;
}

/* "May" is a name and a verb as well. */
static bool may_be_a_month(const dgm_scan *s, uint32_t t, const written *w) {
    int value;
    return w->m != 5 || w->d || w->y ||
           (t > s->first &&
            (s->doc->tokens.items[t - 1].upos == DGM_UPOS_ADP || dgm_scan_means(s, t - 1, "direction", &value) ||
             dgm_scan_means(s, t - 1, "within", &value)));
}

static dgm_when when_of(const written *w, int year) {
    if (w->d == 0)
        return dgm_when_month(year, w->m);
    dgm_when when = dgm_when_day(dgm_date_make(year, w->m, w->d));
    if (w->last)
        when.end = dgm_date_make(year, w->m, w->last);
    return dgm_date_valid(when.start) && dgm_date_valid(when.end) ? when : (dgm_when){0};
}

/* The year of a date that states none: of the word before it, else the nearest; *other: the year if it looks the other way. */
static int guess_year(const dgm_scan *s, uint32_t t, const written *w, int *other) {
    dgm_date today = s->clock->today, day = dgm_date_make(today.year, w->m, w->d ? w->d : 1);
    int value, ahead = dgm_date_days(day) - dgm_date_days(today);
    *other = 0;
    if (!today.year)
        return s->clock->month.year;
    if (t > s->first && dgm_scan_means(s, t - 1, "same", &value) && s->clock->month.year)
        return s->clock->month.year + (value > 0 && w->m <= s->clock->month.month) -
               (value < 0 && w->m >= s->clock->month.month);
    if (t > s->first && dgm_scan_means(s, t - 1, "direction", &value))
        return value < 0   ? today.year - (w->m >= today.month)
               : value > 0 ? today.year + (w->m <= today.month)
                           : today.year;
    if (w->d == 0) { /* months count as a whole */
        ahead = w->m == today.month ? 0 : ahead;
    }
    bool future = dgm_scan_to_come(s, t) ||
                  (t > s->first && w->d && dgm_str_is(dgm_preposition_says(s->k, s->doc, t - 1), "for"));
    int past_year = ahead > 0 ? today.year - 1 : today.year, next_year = ahead < 0 ? today.year + 1 : today.year;
    bool next = future || (ahead > 0 && ahead <= AHEAD_DAYS && w->d);
    *other = next ? past_year : next_year;
    return next ? next_year : past_year;
}

/* "On 15 November 2017 … On 21 November": goes on in the year spoken of. */
static bool follows_spoken(const dgm_scan *s, dgm_when other) {
    dgm_date day = s->clock->day;
    if (other.precision == DGM_PRECISION_NONE || !day.day || day.year != other.start.year)
        return false;
    int days = dgm_date_days(other.start) - dgm_date_days(day);
    return days >= 0 && days <= SOON_DAYS;
}

static void turn(dgm_time *x) {
    dgm_when swap = x->when;
    x->when = x->turned;
    x->turned = swap;
}

static uint32_t month_expression(const dgm_scan *s, uint32_t t, dgm_time *out) {
    written w;
    int other = 0;
    if (!read_month(s, t, &w) || !may_be_a_month(s, t, &w))
        return 0;
    int year = w.y ? w.y : guess_year(s, t, &w, &other);
    if (year == 0)
        return 0;
    out->when = when_of(&w, year);
    if (out->when.precision == DGM_PRECISION_NONE)
        return 0;
    int known = w.y || !w.d ? 0 : dgm_scan_known_year(s, t, w.end, out->when.start);
    if (known) {
        out->when = when_of(&w, known);
        out->kind = DGM_TIME_DATE;
        return out->when.precision == DGM_PRECISION_NONE ? 0 : w.end - t;
    }
    int spoken = s->clock->month.year; /* "in 2017 … on November 21" */
    out->spoken = !w.y && spoken && spoken != year && spoken < s->clock->today.year;
    if (out->spoken)
        other = spoken;
    if (other && other != year)
        out->turned = when_of(&w, other);
    if (out->spoken && follows_spoken(s, out->turned))
        turn(out);
    if (dgm_scan_portion(s, t, &out->when) && out->turned.precision != DGM_PRECISION_NONE)
        dgm_scan_portion(s, t, &out->turned);
    out->kind = w.d ? DGM_TIME_DATE : DGM_TIME_MONTH;
    out->year = w.y != 0;
    return w.end - t;
}

/* ---- weekdays, years ------------------------------------------------------------------------------------------------ */

/* "That Tuesday", "the following Friday", "the previous Monday": from the day spoken of. */
static bool spoken_weekday(const dgm_scan *s, uint32_t t, int wanted, dgm_when *out) {
    int n;
    dgm_date base = s->clock->near.start.day ? s->clock->near.start : s->clock->today;
    if (t <= s->first || s->doc->tokens.items[t - 1].upos == DGM_UPOS_SCONJ || !dgm_scan_means(s, t - 1, "same", &n))
        return false;
    int back = ((int)dgm_date_weekday(base) - (wanted - 1) + 7) % 7;
    if (n < 0 && back == 0)
        back = 7;
    *out = dgm_when_day(dgm_date_add(base, n > 0 ? 7 - back : -back));
    return true;
}

/* "Monday, March 5": the year is that in which it is a Monday. */
static uint32_t weekday_and_date(const dgm_scan *s, uint32_t t, uint32_t next, int wanted, dgm_time *out) {
    uint32_t n = month_expression(s, next, out);
    if (n == 0)
        return 0;
    bool fits = (int)dgm_date_weekday(out->when.start) == wanted - 1;
    if (!fits && out->turned.precision != DGM_PRECISION_NONE &&
        (int)dgm_date_weekday(out->turned.start) == wanted - 1) {
        turn(out);
        fits = true;
    }
    if (fits)
        out->turned = (dgm_when){0};
    return next - t + n;
}

/* The latest such weekday on or before today, in the future tense the next one. "last Friday" said on a Saturday is that of the week
 * before: the day before would be called so, or yesterday. */
static uint32_t weekday_expression(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int value, wanted = dgm_scan_weekday(s, t);
    if (wanted == 0)
        return 0;
    uint32_t next = t + 1 + (dgm_scan_is(s, t + 1, ",") || dgm_scan_is(s, t + 1, "("));
    if ((dgm_scan_month(s, next) && day_at(s, next + 1, &value)) ||
        (day_at(s, next, &value) && dgm_scan_month(s, next + 1)))
        return weekday_and_date(s, t, next, wanted, out);
    dgm_date today = s->clock->today;
    if (today.year == 0 || today.day == 0)
        return 0;
    int back = ((int)dgm_date_weekday(today) - (wanted - 1) + 7) % 7;
    out->kind = DGM_TIME_WEEKDAY;
    out->when = dgm_when_day(dgm_date_add(today, -back));
    if (t > s->first && dgm_scan_means(s, t - 1, "direction", &value) && value != 0) {
        back = value > 0 ? back - 7 : back < 2 ? back + 7 : back;
        out->when = dgm_when_day(dgm_date_add(today, -back));
        return 1;
    }
    if (dgm_scan_is(s, t + 1, "before") && dgm_scan_is(s, t + 2, "last")) {
        out->when = dgm_when_day(dgm_date_add(today, -back - WEEK));
        return 3;
    }
    if (spoken_weekday(s, t, wanted, &out->when) || back == 0)
        return 1;
    out->turned = dgm_when_day(dgm_date_add(today, 7 - back));
    bool ahead =
        t > s->first && dgm_str_is(dgm_preposition_says(s->k, s->doc, t - 1), "for"); /* "a strike for Monday" */
    if (ahead || dgm_scan_to_come(s, t) || dgm_tense_scheduled(s->k, s->doc, t))
        turn(out);
    return 1;
}

bool dgm_scan_day(const dgm_scan *s, uint32_t t, dgm_date *out) {
    dgm_time found = {0};
    if (!month_expression(s, t, &found) && !weekday_expression(s, t, &found))
        return false;
    *out = found.when.start;
    return found.when.precision == DGM_PRECISION_DAY;
}

static uint32_t year_expression(const dgm_scan *s, uint32_t t, dgm_time *out) {
    int y;
    dgm_str form = dgm_doc_form(s->doc, t);
    out->kind = DGM_TIME_YEAR;
    out->year = true;
    if (year_at(s, t, &y)) {
        const dgm_token *token = &s->doc->tokens.items[t];
        bool after = t > s->first && s->doc->tokens.items[t - 1].upos == DGM_UPOS_ADP;
        out->when = dgm_when_year(y);
        if (dgm_scan_portion(s, t, &out->when))
            return 1;
        if (!after && token->rel != DGM_REL_NMOD_UNMARKED && token->rel != DGM_REL_OBL_UNMARKED &&
            token->rel != DGM_REL_COMPOUND)
            return 0;
        return 1;
    }
    bool short_decade =
        form.n == 3 && form.p[2] == 's' && t > s->first &&
        (dgm_scan_is(s, t - 1, "'") || dgm_scan_is(s, t - 1, "\u2019") || dgm_scan_is(s, t - 1, "\u2018"));
    if (short_decade && dgm_scan_integer((dgm_str){form.p, 2}, &y) && y % 10 == 0) { /* "the '90s" */
        y += y < 30 ? 2000 : 1900;
        out->when = dgm_when_span(dgm_date_make(y, 1, 1), dgm_date_make(y + 9, 12, 31), DGM_PRECISION_DECADE);
        return 1;
    }
    if (form.n == 5 && form.p[4] == 's' && dgm_scan_integer((dgm_str){form.p, 4}, &y) && y >= 1800 && y < 2100) {
        out->when = dgm_when_span(dgm_date_make(y, 1, 1), dgm_date_make(y + 9, 12, 31), DGM_PRECISION_DECADE);
        dgm_scan_portion(s, t, &out->when);
        return 1;
    }
    return 0;
}

bool dgm_said_by_the_way(const dgm_doc *doc, uint32_t first, uint32_t end) {
    uint32_t at = first;
    for (uint32_t i = 0; i < 10 && at != DGM_NONE; i++, at = doc->tokens.items[at].head) {
        const dgm_token *t = &doc->tokens.items[at];
        bool inside = at >= first && at < end;
        if (!inside && (t->upos == DGM_UPOS_NOUN || t->upos == DGM_UPOS_PROPN) && t->rel != DGM_REL_ROOT)
            return true;
        if (t->rel == DGM_REL_ACL || t->rel == DGM_REL_ACL_RELCL)
            return true;
    }
    return false;
}

static void set_clock(dgm_clock *clock, const dgm_time *x) {
    if (x->kind == DGM_TIME_OFFSET || x->kind == DGM_TIME_HOUR)
        return;
    bool day = x->when.precision == DGM_PRECISION_DAY;
    if (day && (!x->aside || !clock->day.year)) {
        clock->day = x->when.start;
        if (!clock->today.year || dgm_date_cmp(clock->day, clock->today) <= 0)
            clock->past = clock->day;
    }
    if (day || x->kind == DGM_TIME_MONTH) {
        clock->near = x->when;
        clock->end = x->end;
    }
    if (day || (x->kind == DGM_TIME_MONTH && !x->aside))
        clock->vague = !day;
    if (x->when.precision == DGM_PRECISION_YEAR) /* "in 2019 … in the same month": no month is spoken of */
        clock->month = dgm_date_make(x->when.start.year, 0, 0);
    else if (x->when.precision != DGM_PRECISION_DECADE)
        clock->month = x->when.start;
}

/* "Christmas Eve", "9/11"; *nothing: it is a name, but no date */
static uint32_t named_day(const dgm_scan *s, uint32_t t, dgm_time *out, bool *nothing) {
    dgm_named_day named = {0};
    int other = 0, stated = 0;
    uint32_t n = dgm_scan_named_day(s, t, &named);
    *nothing = n && named.month == 0;
    if (n == 0 || *nothing)
        return n;
    written w = {.y = named.year, .m = named.month, .d = named.day, .end = t + n};
    if (w.y == 0)
        w.end = read_year(s, t + n, &stated);
    int year = w.y ? w.y : stated ? stated : guess_year(s, t, &w, &other);
    out->kind = DGM_TIME_DATE;
    out->year = w.y || stated;
    out->when = year ? when_of(&w, year) : (dgm_when){0};
    *nothing = out->when.precision == DGM_PRECISION_NONE;
    return w.end - t;
}

uint32_t dgm_scan_named(const dgm_scan *s, uint32_t t, dgm_time *out) {
    uint32_t n;
    if ((n = dgm_scan_numeric(s, t, out)) || (n = month_expression(s, t, out)) || (n = weekday_expression(s, t, out)))
        return n;
    return year_expression(s, t, out);
}

/* The expression that begins at t: its tokens; 0: none. *nothing: what stands there is no date, whatever its parts may be. */
static uint32_t read_at(const dgm_scan *s, uint32_t t, dgm_time *out, bool *nothing) {
    uint32_t n = named_day(s, t, out, nothing);
    if (n)
        return n;
    if ((n = dgm_scan_numeric(s, t, out)) || (n = month_expression(s, t, out)) || (n = weekday_expression(s, t, out)))
        return n;
    bool begins = dgm_scan_begins(s, t);
    if (begins &&
        ((n = dgm_scan_period(s, t, out)) || (n = dgm_scan_relative(s, t, out)) || (n = dgm_scan_hour(s, t, out))))
        return n;
    return year_expression(s, t, out);
}

int dgm_read_times(dgm_stage *stage, uint32_t first, uint32_t end, dgm_clock *clock, dgm_times *out) {
    dgm_scan s = {.k = stage->know, .doc = stage->doc, .first = first, .end = end, .clock = clock};
    int rc = dgm_spend(stage->budget, end - first, stage->error);
    for (uint32_t t = first; t < end && rc == DGM_OK;) {
        dgm_time read = {0};
        bool nothing = false;
        uint32_t n = read_at(&s, t, &read, &nothing);
        if (n && !nothing)
            n = dgm_scan_joined(&s, t, n, &read);
        if (n == 0) {
            t++;
            continue;
        }
        if (nothing || !dgm_date_valid(read.when.start) || !dgm_date_valid(read.when.end)) { /* "next year" in 9999 */
            t += n;
            continue;
        }
        if (!dgm_date_valid(read.turned.start) || !dgm_date_valid(read.turned.end))
            read.turned = (dgm_when){0};
        read.first = t;
        read.end = t + n;
        read.when.span = read.turned.span = dgm_tree_span(stage->doc, t, t + n);
        read.aside = dgm_said_by_the_way(stage->doc, read.first, read.end);
        set_clock(clock, &read);
        dgm_time *x = DGM_PUSH(out, stage->scratch);
        if (!x)
            return dgm_fail_memory(stage->error);
        *x = read;
        t += n;
    }
    return rc;
}
