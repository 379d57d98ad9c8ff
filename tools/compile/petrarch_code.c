/* SPDX-License-Identifier: Apache-2.0 */
/* A dictionary's codes and days. */
#include <stdarg.h>
#include <stdio.h>

#include "base/date.h"
#include "compile/petrarch_room.h"

#define CODE_MOST 64

static const char *cell(const dgm_table *t, uint32_t row, const char *column) {
    int c = dgm_table_column(t, column);
    return c < 0 ? "" : dgm_table_str(t, row, c);
}

static uint32_t row_of(const dgm_table *t, const char *column, dgm_str value) {
    for (uint32_t row = 0; value.n && row < t->rows; row++)
        if (dgm_str_is(value, cell(t, row, column)))
            return row;
    return DGM_NONE;
}

/* The longest body whose whole code this one begins with. */
static uint32_t group_of(const dgm_table *groups, dgm_str text, uint32_t *n) {
    uint32_t best = DGM_NONE;
    *n = 0;
    for (uint32_t row = 0; row < groups->rows; row++) {
        const char *actor = cell(groups, row, "actor");
        if (strlen(actor) > *n && dgm_str_starts(text, actor)) {
            best = row;
            *n = (uint32_t)strlen(actor);
        }
    }
    return best;
}

/* Adds the sectors of one part that are not there yet; false: there are none. */
static bool add_sectors(const petrarch *p, dgm_str part, char *sectors, size_t cap) {
    uint32_t row = row_of(&p->roles, "code", part);
    const char *more = row == DGM_NONE ? "" : cell(&p->roles, row, "sectors");
    size_t n = strlen(sectors);
    if (!*more)
        return false;
    if (!strstr(sectors, more))
        snprintf(sectors + n, cap - n, "%s%s", n ? ";" : "", more);
    return true;
}

/* The state that a code of three letters stands for: CAMEO's, PLOVER's, ISO's, or one of those that occur besides. */
static uint32_t state_of(const petrarch *p, dgm_str code) {
    static const char *const lists[] = {"cameo", "plover", "code"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        uint32_t row = row_of(&p->states, lists[i], code);
        if (row != DGM_NONE)
            return row;
    }
    uint32_t alias = row_of(&p->aliases, "value", code);
    return alias == DGM_NONE ? DGM_NONE : row_of(&p->states, "code", dgm_str_of(cell(&p->aliases, alias, "code")));
}

/* The state behind the letters of a company; false: none stands there. */
static bool add_home(const petrarch *p, dgm_str text, petrarch_code *code) {
    dgm_str second = {text.p + 3, 3};
    uint32_t row = text.n < 6 ? DGM_NONE : state_of(p, second);
    if (row != DGM_NONE)
        code->country = dgm_str_of(cell(&p->states, row, "code"));
    return row != DGM_NONE;
}

/* Whom the code begins with; returns how many bytes of it that took, 0: nobody we know. */
static uint32_t begin_code(petrarch *p, dgm_str text, petrarch_code *code, char *sectors, size_t cap) {
    dgm_str first = {text.p, text.n < 3 ? text.n : 3};
    uint32_t n, row = group_of(&p->groups, text, &n);
    if (row != DGM_NONE) {
        code->country = dgm_str_of(cell(&p->groups, row, "code"));
        add_sectors(p, first, sectors, cap);
        return n;
    }
    row = state_of(p, first);
    if (row != DGM_NONE) {
        code->country = dgm_str_of(cell(&p->states, row, "code"));
        code->state = text.n == 3;
        return 3;
    }
    row = row_of(&p->roles, "code", first);
    if (row == DGM_NONE || !*cell(&p->roles, row, "begins"))
        return 0;
    if (dgm_str_is(first, "IGO") || dgm_str_is(first, "NGO"))
        code->country = first;
    add_sectors(p, first, sectors, cap);
    return strcmp(cell(&p->roles, row, "begins"), "company") == 0 && add_home(p, text, code) ? 6 : 3;
}

bool petrarch_code_of(petrarch *p, uint32_t line, dgm_str text, petrarch_code *code) {
    char sectors[128] = "", left[CODE_MOST + 1] = "";
    uint32_t at = 0, out = 0;
    code->null = dgm_str_is(text, "---");
    if (code->null)
        return true;
    if (text.n < 3 || text.n > CODE_MOST) {
        petrarch_note(p, line, PETRARCH_REFUSED, "a code has 3 to %d letters", CODE_MOST);
        return false;
    }
    bool role = code->country.p != NULL; /* the caller's mark: an agent has no country */
    if (!role)
        at = begin_code(p, text, code, sectors, sizeof sectors);
    if (!role && !at) {
        petrarch_note(p, line, PETRARCH_REFUSED, "%.3s is no state, body or kind of actor of CAMEO", text.p);
        return false;
    }
    for (; at < text.n; at += 3) {
        dgm_str part = {text.p + at, text.n - at < 3 ? text.n - at : 3};
        if (!add_sectors(p, part, sectors, sizeof sectors)) {
            memcpy(left + out, part.p, part.n);
            left[out += part.n] = '\0';
        }
    }
    if (out)
        petrarch_note(p, line, PETRARCH_CHANGED, "%s of the code is left out: no sector of ours", left);
    if (role && !*sectors) {
        petrarch_note(p, line, PETRARCH_REFUSED, "the code has no sector of ours");
        return false;
    }
    code->sectors = dgm_arena_str(p->arena, dgm_str_of(sectors));
    p->no_memory = p->no_memory || (*sectors && !code->sectors.n);
    return true;
}

/* ---- days ------------------------------------------------------------------------------------------------------------ */

static int number(dgm_str s, uint32_t at, uint32_t n) {
    int value = 0;
    for (uint32_t i = at; i < at + n && i < s.n; i++)
        value = value * 10 + (s.p[i] - '0');
    return value;
}

/* YYMMDD, YYYYMMDD. Of other lengths PETRARCH reads up to seven digits as the first and longer ones as the second; so do we. */
static bool day_of(petrarch *p, uint32_t line, dgm_str s, int32_t *day) {
    bool digits = s.n >= 5;
    for (uint32_t i = 0; i < s.n; i++)
        digits = digits && s.p[i] >= '0' && s.p[i] <= '9';
    uint32_t y = s.n > 7 ? 4 : 2;
    int year = digits ? number(s, 0, y) : 0;
    if (digits && y == 2)
        year += year <= 30 ? 2000 : 1900;
    int shown = (int)(s.n < 20 ? s.n : 20);
    dgm_date d = {(int16_t)year, digits ? (uint8_t)number(s, y, 2) : 0, digits ? (uint8_t)number(s, y + 2, 2) : 0};
    if (!digits || !d.month || !d.day || !dgm_date_valid(d)) {
        petrarch_note(p, line, PETRARCH_REFUSED, "'%.*s' is no day", shown, s.p);
        return false;
    }
    if (s.n != 6 && s.n != 8)
        petrarch_note(p, line, PETRARCH_CHANGED, "'%.*s' has %u digits, and is read as %04d-%02d-%02d", shown, s.p,
                      (unsigned)s.n, d.year, d.month, d.day);
    *day = dgm_date_days(d);
    return true;
}

bool petrarch_days(petrarch *p, uint32_t line, dgm_str s, int32_t *from, int32_t *to) {
    *from = -PETRARCH_ALWAYS;
    *to = PETRARCH_ALWAYS;
    if (!s.n)
        return true;
    if (*s.p == '<' || *s.p == '>')
        return day_of(p, line, (dgm_str){s.p + 1, s.n - 1}, *s.p == '<' ? to : from);
    const char *dash = memchr(s.p, '-', s.n);
    if (!dash) /* PETRARCH drops the first letter here, whatever it is: a day without a sign means nothing sure */
        return petrarch_note(p, line, PETRARCH_REFUSED, "a day needs < or > before it, or - and another day"), false;
    uint32_t n = (uint32_t)(dash - s.p);
    if (!day_of(p, line, (dgm_str){s.p, n}, from) || !day_of(p, line, (dgm_str){dash + 1, s.n - n - 1}, to))
        return false;
    if (*from < *to)
        return true;
    petrarch_note(p, line, PETRARCH_REFUSED, "the range ends on or before the day it begins, and has no day");
    return false;
}
