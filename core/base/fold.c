/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fold.h"

#include <string.h>
#include <utf8proc.h>

#include "base/hash.h"
#include "base/utf8.h"

/* Latin letters that Unicode does not take apart into a plain letter and a mark. */
static const struct special {
    uint32_t from;
    const char *to;
} specials[] = {{0xE6, "ae"}, {0xF0, "d"},  {0xF8, "o"},  {0xFE, "th"},  {0x111, "d"}, {0x127, "h"}, {0x131, "i"},
                {0x138, "k"}, {0x142, "l"}, {0x14B, "n"}, {0x153, "oe"}, {0x167, "t"}, {0x180, "b"}, {0x19A, "l"},
                {0x1DD, "e"}, {0x1E5, "g"}, {0x237, "j"}, {0x253, "b"},  {0x254, "o"}, {0x256, "d"}, {0x257, "d"},
                {0x259, "a"}, {0x25B, "e"}, {0x260, "g"}, {0x268, "i"},  {0x272, "n"}, {0x1B4, "y"}, {0x199, "k"}};

static bool is_mark(uint32_t c) { return c >= 0x300 && c <= 0x36F; }

/* Left out without separating: combining marks of Latin, Greek and Cyrillic, soft hyphen, joiners. */
static bool is_nothing(uint32_t c) { return is_mark(c) || c == 0xAD || c == 0x200C || c == 0x200D || c == 0x2060; }

static bool is_unit(uint32_t c) {
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (is_mark(c))
        return false;
    utf8proc_category_t k = c <= 0x10FFFF ? utf8proc_category((utf8proc_int32_t)c) : UTF8PROC_CATEGORY_CN;
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_NL; /* letters, marks, digits */
}

static bool is_latin(uint32_t c) {
    return (c >= 0xC0 && c <= 0x2AF) || (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x2100 && c <= 0x2188) ||
           (c >= 0xFB00 && c <= 0xFB06) || (c >= 0xFF10 && c <= 0xFF5A);
}

#define FOLD(small, capital) [small] = small, [capital] = small
/* What an ASCII byte becomes within a unit; 0: it separates, or is no ASCII. */
/* clang-format off */
static const char fold_of[256] = {
    ['0'] = '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
    FOLD('a', 'A'), FOLD('b', 'B'), FOLD('c', 'C'), FOLD('d', 'D'), FOLD('e', 'E'), FOLD('f', 'F'), FOLD('g', 'G'), FOLD('h', 'H'),
    FOLD('i', 'I'), FOLD('j', 'J'), FOLD('k', 'K'), FOLD('l', 'L'), FOLD('m', 'M'), FOLD('n', 'N'), FOLD('o', 'O'), FOLD('p', 'P'),
    FOLD('q', 'Q'), FOLD('r', 'R'), FOLD('s', 'S'), FOLD('t', 'T'), FOLD('u', 'U'), FOLD('v', 'V'), FOLD('w', 'W'), FOLD('x', 'X'),
    FOLD('y', 'Y'), FOLD('z', 'Z')};
/* clang-format on */
static char fold_ascii(unsigned char c) { return fold_of[c]; }

typedef struct reader {
    dgm_str s;
    uint32_t at;
} reader;

/* The code point at `at`, DGM_NONE at the end. */
static uint32_t peek(const reader *r, uint32_t at, uint32_t *len) {
    if (at >= r->s.n) {
        *len = 0;
        return DGM_NONE;
    }
    return dgm_utf8_next(r->s.p + at, r->s.n - at, len);
}

/* False once a piece did not fit: the rest of the unit is cut. */
static bool put(dgm_unit *unit, const char *p, uint32_t n) {
    if (n > DGM_UNIT_MAX - unit->n)
        return false;
    memcpy(unit->text + unit->n, p, n);
    unit->n += n;
    return true;
}

static bool put_cp(dgm_unit *unit, uint32_t c) {
    char bytes[4] = {0};
    uint32_t n = dgm_utf8_put(c, bytes);
    return put(unit, bytes, n);
}

static bool put_special(dgm_unit *unit, uint32_t c, bool *known) {
    for (size_t i = 0; i < sizeof specials / sizeof specials[0]; i++)
        if (specials[i].from == c) {
            *known = true;
            return put(unit, specials[i].to, (uint32_t)strlen(specials[i].to));
        }
    *known = false;
    return true;
}

static bool put_latin(dgm_unit *unit, uint32_t c) {
    utf8proc_int32_t parts[16];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 16,
                                                 UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
    if (n < 0 || n > 16)
        return put_cp(unit, c);
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        uint32_t part = (uint32_t)parts[i];
        bool known;
        if (!is_unit(part))
            continue; /* a mark, or what a compatibility form brings along */
        if (!put_special(unit, part, &known))
            return false;
        if (!known && !put_cp(unit, part))
            return false;
    }
    return true;
}

static bool put_folded(dgm_unit *unit, uint32_t c) {
    if (c < 0x80) {
        char small = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        return put(unit, &small, 1);
    }
    return is_latin(c) ? put_latin(unit, c) : put_cp(unit, dgm_cp_lower(c));
}

/* One letter alone: what follows is neither letter nor digit. *end: behind it and its marks. */
static bool lone_letter(const reader *r, uint32_t at, uint32_t *end) {
    uint32_t len, c = peek(r, at, &len);
    if (c == DGM_NONE || !is_unit(c) || dgm_cp_is_digit(c))
        return false;
    at += len;
    while ((c = peek(r, at, &len)) != DGM_NONE && is_nothing(c))
        at += len;
    if (c != DGM_NONE && is_unit(c))
        return false;
    *end = at;
    return true;
}

/* "U.S.", "J.D", "e.g.": at least two lone letters with full stops between them. */
static bool take_initials(reader *r, dgm_unit *unit) {
    uint32_t at = r->at, end = 0, letters = 0, len;
    while (lone_letter(r, at, &end)) {
        letters++;
        at = end;
        if (peek(r, at, &len) != '.')
            break;
        at++;
        end = at; /* the stop after a letter belongs to the unit */
    }
    if (letters < 2)
        return false;
    bool fits = true;
    for (uint32_t i = r->at; i < end; i += len) {
        uint32_t c = peek(r, i, &len);
        if (fits && is_unit(c))
            fits = put_folded(unit, c);
    }
    r->at = end;
    return true;
}

/* Digits at `at`, at most four: who asks wants to know whether there are one, two or three. */
static uint32_t count_digits(const reader *r, uint32_t at) {
    uint32_t n = 0;
    while (n < 4 && at + n < r->s.n && r->s.p[at + n] >= '0' && r->s.p[at + n] <= '9')
        n++;
    return n;
}

#define GROUPS_MAX 8 /* enough for any number; keeps a mile of digit groups linear */

/* "1,500", "12.000.000": a first group of one to three digits, then groups of three. */
static bool take_grouped_number(reader *r, dgm_unit *unit) {
    uint32_t first = count_digits(r, r->at), at = r->at + first, groups = 0, len;
    if (first < 1 || first > 3)
        return false;
    while (groups < GROUPS_MAX && at < r->s.n && (r->s.p[at] == ',' || r->s.p[at] == '.') &&
           count_digits(r, at + 1) == 3) {
        at += 4;
        groups++;
    }
    if (groups == 0 || is_unit(peek(r, at, &len)))
        return false;
    bool fits = true;
    for (uint32_t i = r->at; i < at && fits; i++)
        if (r->s.p[i] >= '0' && r->s.p[i] <= '9')
            fits = put(unit, r->s.p + i, 1);
    r->at = at;
    return true;
}

/* The plain beginning of a run, byte by byte: most runs are no more than that. */
static void take_ascii(reader *r, dgm_unit *unit) {
    const char *from = r->s.p + r->at;
    char *to = unit->text + unit->n, folded;
    uint32_t most = r->s.n - r->at, n = 0;
    if (most > DGM_UNIT_MAX - unit->n)
        most = DGM_UNIT_MAX - unit->n;
    for (; n < most && (folded = fold_ascii((unsigned char)from[n])) != 0; n++)
        to[n] = folded;
    r->at += n;
    unit->n += n;
}

/* The common end of a run; what stands beyond ASCII takes a closer look. */
static bool at_ascii_separator(const reader *r) {
    return r->at == r->s.n || ((unsigned char)r->s.p[r->at] < 0x80 && !fold_ascii((unsigned char)r->s.p[r->at]));
}

static void take_run(reader *r, dgm_unit *unit) {
    bool fits = true;
    uint32_t len, c;
    take_ascii(r, unit);
    if (at_ascii_separator(r))
        return;
    while ((c = peek(r, r->at, &len)) != DGM_NONE && (is_unit(c) || is_nothing(c))) {
        if (fits && is_unit(c))
            fits = put_folded(unit, c);
        r->at += len;
    }
}

static void skip_separators(reader *r) {
    uint32_t len, c;
    while (r->at < r->s.n && at_ascii_separator(r))
        r->at++;
    if (r->at == r->s.n || fold_ascii((unsigned char)r->s.p[r->at]))
        return;
    while ((c = peek(r, r->at, &len)) != DGM_NONE && !is_unit(c))
        r->at += len;
}

/* Whether a stop after one letter, or a digit, makes a closer look worth while. */
static bool may_be_special(const reader *r) {
    unsigned char first = (unsigned char)r->s.p[r->at];
    return first >= 0x80 || dgm_cp_is_digit(first) ||
           (r->at + 1 < r->s.n && (r->s.p[r->at + 1] == '.' || (unsigned char)r->s.p[r->at + 1] >= 0x80));
}

bool dgm_fold_next(dgm_str s, uint32_t *at, dgm_unit *unit) {
    reader r = {s, *at};
    do {
        skip_separators(&r);
        unit->n = 0;
        unit->start = r.at;
        if (r.at >= s.n) {
            *at = r.at;
            return false;
        }
        if (!may_be_special(&r) || (!take_initials(&r, unit) && !take_grouped_number(&r, unit)))
            take_run(&r, unit);
    } while (unit->n == 0); /* a letter whose folded form is nothing */
    unit->end = r.at;
    *at = r.at;
    return true;
}

uint32_t dgm_fold_key(dgm_str s, char *out, uint32_t cap) {
    uint32_t at = 0, n = 0;
    dgm_unit unit;
    if (cap == 0)
        return 0;
    while (dgm_fold_next(s, &at, &unit)) {
        uint32_t space = n > 0;
        if (unit.n + space >= cap - n)
            break;
        if (space)
            out[n++] = ' ';
        memcpy(out + n, unit.text, unit.n);
        n += unit.n;
    }
    out[n] = '\0';
    return n;
}

uint64_t dgm_fold_hash(uint64_t so_far, const char *unit, uint32_t n) { return dgm_hash(unit, n, so_far); }

/* One word of plain letters or digits, as most that are looked up are: folding changes but their case. */
static bool plain_word(dgm_str s, char *small) {
    if (s.n == 0 || s.n > DGM_UNIT_MAX)
        return false;
    for (uint32_t i = 0; i < s.n; i++)
        if (!(small[i] = fold_ascii((unsigned char)s.p[i])))
            return false;
    return true;
}

uint64_t dgm_fold_hash_on(uint64_t so_far, dgm_str s) {
    char small[DGM_UNIT_MAX];
    if (plain_word(s, small))
        return dgm_fold_hash(so_far, small, s.n);
    if (s.n == 1 && (unsigned char)s.p[0] < 0x80) /* a mark: no unit */
        return so_far;
    uint32_t at = 0;
    dgm_unit unit;
    while (dgm_fold_next(s, &at, &unit))
        so_far = dgm_fold_hash(so_far, unit.text, unit.n);
    return so_far;
}

uint64_t dgm_fold_hash_all(dgm_str s) { return dgm_fold_hash_on(0, s); }
