/* SPDX-License-Identifier: Apache-2.0 */
/* Dates and relative expressions: "March 5", "on Wednesday", "last month", "three days ago", "in 2014", "the 1990s". */
#include <string.h>

#include "when/when.h"

typedef struct scan {
    dgm_stage *stage;
    const dgm_when_knowledge *k;
    const dgm_doc *doc;
    uint32_t end;
    dgm_date today;
} scan;

static bool integer(dgm_str s, int *out) {
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

static int small_number(dgm_str s) {
    static const char *const words[] = {"a",     "one",   "two",  "three", "four",   "five",  "six",
                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    int n;
    if (integer(s, &n))
        return n;
    for (int i = 0; i < 13; i++)
        if (dgm_str_ieq(s, words[i]))
            return i == 0 ? 1 : i;
    return -1;
}

static int look(const scan *s, const dgm_table *t, const dgm_index *index, int column, uint32_t token) {
    dgm_hits hits;
    dgm_str form = dgm_doc_form(s->doc, token);
    if (token >= s->end || !dgm_index_find(index, form, &hits))
        return 0;
    bool capital = s->doc->tokens.items[token].shape & DGM_SHAPE_UPPER_FIRST;
    return capital ? (int)dgm_table_int(t, dgm_hits_at(&hits, 0).row, column) : 0;
}
static int month_at(const scan *s, uint32_t t) {
    return look(s, &s->k->months, &s->k->month_names, s->k->month_number, t);
}
static int weekday_at(const scan *s, uint32_t t) {
    return look(s, &s->k->weekdays, &s->k->weekday_names, s->k->weekday_number, t);
}

static dgm_str word_at(const scan *s, uint32_t t, int *value) {
    dgm_hits hits;
    *value = 0;
    if (t >= s->end || !dgm_index_find(&s->k->word_names, dgm_doc_form(s->doc, t), &hits))
        return (dgm_str){0};
    uint32_t row = dgm_hits_at(&hits, 0).row;
    *value = (int)dgm_table_int(&s->k->words, row, s->k->value);
    return dgm_str_of(dgm_table_str(&s->k->words, row, s->k->meaning));
}

static dgm_date make(int y, int m, int d) { return (dgm_date){(int16_t)y, (uint8_t)m, (uint8_t)d}; }

static dgm_when span_of(dgm_date start, dgm_date end, dgm_precision precision) {
    return (dgm_when){.start = start, .end = end, .precision = (uint8_t)precision, .from = DGM_GROUND_SENTENCE};
}
static dgm_when day_when(dgm_date d) { return span_of(d, d, DGM_PRECISION_DAY); }
static dgm_when month_when(int y, int m) {
    return span_of(make(y, m, 1), make(y, m, dgm_date_month_days((int16_t)y, (uint8_t)m)), DGM_PRECISION_MONTH);
}
static dgm_when year_when(int y) { return span_of(make(y, 1, 1), make(y, 12, 31), DGM_PRECISION_YEAR); }

static bool comma(const scan *s, uint32_t t) { return t < s->end && dgm_str_is(dgm_doc_form(s->doc, t), ","); }

static bool year_at(const scan *s, uint32_t t, int *y) {
    return t < s->end && dgm_doc_form(s->doc, t).n == 4 && integer(dgm_doc_form(s->doc, t), y) && *y >= 1800 &&
           *y < 2100;
}

/* The year that puts a month or day nearest before (or, in the future tense, after) today. */
static int guess_year(const scan *s, int m, int d) {
    dgm_date day = make(s->today.year, m, d ? d : 1);
    return dgm_date_days(day) > dgm_date_days(s->today) + 45 ? s->today.year - 1 : s->today.year;
}

/* "March 5, 2024", "March 2024", "5 March", "March 5 and 6": bytes taken in tokens, 0 none. */
static uint32_t month_expression(const scan *s, uint32_t t, dgm_when *out) {
    int m = month_at(s, t), d = 0, y = 0, d2;
    uint32_t at = t + 1;
    if (m == 0 && t + 1 < s->end && integer(dgm_doc_form(s->doc, t), &d) && d >= 1 && d <= 31) { /* day first */
        m = month_at(s, t + 1);
        at = t + 2;
        if (m == 0)
            return 0;
        if (year_at(s, at, &y))
            at++;
    } else if (m) {
        if (year_at(s, at, &y)) {
            *out = month_when(y, m);
            return at + 1 - t;
        }
        if (at < s->end && integer(dgm_doc_form(s->doc, at), &d) && d >= 1 && d <= 31) {
            at++;
            if (comma(s, at) && year_at(s, at + 1, &y))
                at += 2;
        } else {
            d = 0;
        }
    }
    if (m == 0 || (y == 0 && s->today.year == 0))
        return 0;
    if (d == 0 && m == 5 && !(t > 0 && s->doc->tokens.items[t - 1].upos == DGM_UPOS_ADP))
        return 0; /* "May" is a name and a verb as well */
    y = y ? y : guess_year(s, m, d);
    if (d == 0) {
        *out = month_when(y, m);
        return at - t;
    }
    if (!dgm_date_valid(make(y, m, d)))
        return 0;
    *out = day_when(make(y, m, d));
    if (at + 1 < s->end &&
        (dgm_str_is(dgm_doc_form(s->doc, at), "and") || dgm_str_is(dgm_doc_form(s->doc, at), "-") ||
         dgm_str_is(dgm_doc_form(s->doc, at), "\u2013")) &&
        integer(dgm_doc_form(s->doc, at + 1), &d2) && d2 > d && d2 <= 31 && dgm_date_valid(make(y, m, d2))) {
        out->end = make(y, m, d2);
        at += 2;
    }
    return at - t;
}

static bool future_here(const scan *s, uint32_t t) {
    const dgm_sentence *sentence = &s->doc->sentences.items[s->doc->tokens.items[t].sentence];
    for (uint32_t i = sentence->first; i < t; i++)
        if (dgm_str_is(s->doc->tokens.items[i].lemma, "will") && s->doc->tokens.items[i].upos == DGM_UPOS_AUX)
            return true;
    return t > sentence->first && dgm_str_ieq(dgm_doc_form(s->doc, t - 1), "next");
}

/* The latest such weekday on or before today; with "next" or in the future tense the next one; "last" never today. */
static uint32_t weekday_expression(const scan *s, uint32_t t, dgm_when *out) {
    int wanted = weekday_at(s, t);
    if (wanted == 0 || s->today.year == 0 || s->today.day == 0)
        return 0;
    int back = ((int)dgm_date_weekday(s->today) - (wanted - 1) + 7) % 7;
    bool last = t > 0 && dgm_str_ieq(dgm_doc_form(s->doc, t - 1), "last");
    if (last && back == 0)
        back = 7;
    if (future_here(s, t) && back != 0)
        back -= 7;
    *out = day_when(dgm_date_add(s->today, -back));
    return 1;
}

static dgm_date add_months(dgm_date d, int months) {
    int total = d.year * 12 + d.month - 1 + months;
    return make(total / 12, total % 12 + 1, 1);
}

static uint32_t relative_unit(const scan *s, dgm_str meaning, int n, dgm_when *out) {
    dgm_date t = s->today;
    if (dgm_str_is(meaning, "unit_week")) {
        dgm_date monday = dgm_date_add(t, 7 * n - dgm_date_weekday(t));
        *out = span_of(monday, dgm_date_add(monday, 6), DGM_PRECISION_WEEK);
    } else if (dgm_str_is(meaning, "unit_month")) {
        dgm_date m = add_months(t, n);
        *out = month_when(m.year, m.month);
    } else if (dgm_str_is(meaning, "unit_year")) {
        *out = year_when(t.year + n);
    } else if (dgm_str_is(meaning, "weekend")) {
        dgm_date saturday = dgm_date_add(t, -(((int)dgm_date_weekday(t) + 2) % 7));
        *out = span_of(saturday, dgm_date_add(saturday, 1), DGM_PRECISION_DAY);
    } else {
        return 0;
    }
    return 1;
}

/* "last week", "this month", "three days ago", "yesterday". */
static uint32_t relative_expression(const scan *s, uint32_t t, dgm_when *out) {
    int value, next_value, count;
    dgm_str meaning = word_at(s, t, &value);
    if (s->today.year == 0 || s->today.day == 0)
        return 0;
    if (dgm_str_is(meaning, "day")) {
        *out = day_when(dgm_date_add(s->today, value));
        return 1;
    }
    if (dgm_str_is(meaning, "direction")) {
        dgm_str unit = word_at(s, t + 1, &next_value);
        if (month_at(s, t + 1) && value <= 0) { /* "last May" */
            int m = month_at(s, t + 1), y = s->today.year - (m >= s->today.month && value < 0);
            *out = month_when(y, m);
            return 2;
        }
        return unit.n && relative_unit(s, unit, value, out) ? 2 : 0;
    }
    count = small_number(dgm_doc_form(s->doc, t));
    if (count > 0 && count < 200 && t + 2 < s->end) {
        dgm_str unit = word_at(s, t + 1, &next_value), back = word_at(s, t + 2, &value);
        if (!dgm_str_is(back, "back") || value > 0 || !unit.n)
            return 0;
        if (dgm_str_is(unit, "unit_day"))
            *out = day_when(dgm_date_add(s->today, -count));
        else if (!relative_unit(s, unit, -count, out))
            return 0;
        return 3;
    }
    return 0;
}

static uint32_t year_expression(const scan *s, uint32_t t, dgm_when *out) {
    int y;
    dgm_str form = dgm_doc_form(s->doc, t);
    if (year_at(s, t, &y)) {
        const dgm_token *token = &s->doc->tokens.items[t];
        bool after = t > 0 && s->doc->tokens.items[t - 1].upos == DGM_UPOS_ADP;
        if (!after && token->rel != DGM_REL_NMOD_UNMARKED && token->rel != DGM_REL_OBL_UNMARKED &&
            token->rel != DGM_REL_COMPOUND && token->rel != DGM_REL_NUMMOD)
            return 0;
        if (token->rel == DGM_REL_NUMMOD && !after)
            return 0;
        *out = year_when(y);
        return 1;
    }
    if (form.n == 5 && form.p[4] == 's' && integer((dgm_str){form.p, 4}, &y) && y >= 1800 && y < 2100) {
        *out = span_of(make(y, 1, 1), make(y + 9, 12, 31), DGM_PRECISION_DECADE);
        return 1;
    }
    return 0;
}

int dgm_read_times(dgm_stage *stage, uint32_t first, uint32_t end, dgm_date today, dgm_times *out) {
    scan s = {.stage = stage, .k = stage->know, .doc = stage->doc, .end = end, .today = today};
    for (uint32_t t = first; t < end;) {
        dgm_when when = {0};
        uint32_t n = month_expression(&s, t, &when);
        if (n == 0)
            n = weekday_expression(&s, t, &when);
        if (n == 0)
            n = relative_expression(&s, t, &when);
        if (n == 0)
            n = year_expression(&s, t, &when);
        if (n == 0) {
            t++;
            continue;
        }
        dgm_time *x = DGM_PUSH(out, stage->scratch);
        if (!x)
            return dgm_fail_memory(stage->error);
        when.span = dgm_tree_span(stage->doc, t, t + n);
        *x = (dgm_time){t, t + n, when};
        t += n;
    }
    return DGM_OK;
}
