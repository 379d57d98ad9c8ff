/* SPDX-License-Identifier: Apache-2.0 */
/* "KYIV, March 3 (Reuters) - ", "Seoul, Nov 3 ", "BEIRUT -", "Khartoum: ", "ANKARA" on a line of its own,
 * "(Reuters) - ". */
#include <string.h>

#include "base/utf8.h"
#include "clean/page.h"

#define PLACE_MAX 60u  /* bytes of the longest place */
#define FRONT_MAX 160u /* bytes of the longest dateline */
#define TAG_MAX 60u    /* bytes of the longest agency tag */

typedef struct front {
    uint32_t place, end; /* bytes: end of the place, of the whole dateline */
    dgm_date date;
    dgm_str agency;
    bool parts; /* a country or an agency stands behind the place */
} front;

static bool capital_word(dgm_str w, bool *all) {
    bool upper = true;
    uint32_t letters = 0;
    for (uint32_t i = 0, step; i < w.n; i += step) {
        uint32_t c = dgm_utf8_next(w.p + i, w.n - i, &step);
        letters += dgm_cp_is_letter(c);
        upper = upper && !dgm_cp_is_lower(c);
    }
    *all = letters > 1 && upper;
    return letters > 0 && dgm_name_like(w);
}

static bool long_dash(dgm_str s, uint32_t at) {
    return s.n - at >= 3 && (memcmp(s.p + at, "\u2014", 3) == 0 || memcmp(s.p + at, "\u2013", 3) == 0);
}

static bool two_dashes(dgm_str s, uint32_t at) { return s.n - at >= 2 && memcmp(s.p + at, "--", 2) == 0; }

/* Words of a place: capitals, joined by spaces, hyphens, slashes; "Ilocos Norte" after a comma is found by the
 * caller. */
static uint32_t place_words(dgm_str s, uint32_t at, uint32_t most, bool *all_upper) {
    uint32_t end = at, words = 0;
    *all_upper = true;
    while (at < s.n && words < most) {
        uint32_t n = 0;
        while (at + n < s.n && !strchr(" ,:()", s.p[at + n]) && !long_dash(s, at + n) && !two_dashes(s, at + n))
            n++;
        bool all;
        dgm_str w = {s.p + at, n};
        if (n == 0 || !(capital_word(w, &all) || (dgm_str_is(w, "de") && words)))
            break;
        *all_upper = *all_upper && all;
        end = at + n;
        words++;
        if (end >= s.n || s.p[end] != ' ')
            break;
        at = end + 1;
    }
    return end;
}

static uint32_t spaces(dgm_str s, uint32_t at) {
    while (at < s.n && s.p[at] == ' ')
        at++;
    return at;
}

/* "-", "--", "–", "—", ":" and the spaces behind; 0: none. */
static uint32_t dash(dgm_str s, uint32_t at) {
    uint32_t from = at;
    while (at < s.n && (s.p[at] == '-' || s.p[at] == ':'))
        at++;
    while (at + 3 <= s.n && long_dash(s, at))
        at += 3;
    return at == from ? 0 : spaces(s, at);
}

/* "(Reuters)", "/TASS/": the bytes behind it, 0: none. */
static uint32_t tag_at(const dgm_page *page, dgm_str s, uint32_t at, dgm_str *agency) {
    char open = at < s.n ? s.p[at] : ' ', shut = open == '(' ? ')' : open == '[' ? ']' : '/';
    const char *close = open == '(' || open == '[' || open == '/'
                            ? memchr(s.p + at + 1, shut, s.n - at - 1 < TAG_MAX ? s.n - at - 1 : TAG_MAX)
                            : NULL;
    uint32_t length;
    if (!close)
        return 0;
    dgm_str inside = {s.p + at + 1, (uint32_t)(close - s.p) - at - 1};
    *agency = dgm_page_agency(page->know, inside, &length);
    if (!agency->n && dgm_name_like(inside) && inside.n < 40)
        *agency = inside;
    return agency->n ? spaces(s, (uint32_t)(close - s.p) + 1) : 0;
}

/* A word that pages put in capitals before a colon or dash, and that is no place ("FILE -", "WATCH:", "DEPUTY
 * SPOKESPERSON:"). */
static bool no_place(const dgm_page *page, dgm_str s) {
    dgm_unit unit;
    if (dgm_page_is(page, s, "place"))
        return false;
    for (uint32_t at = 0; dgm_fold_next(s, &at, &unit);) {
        dgm_str word = {unit.text, unit.n};
        if (dgm_page_is(page, word, "noplace") || dgm_page_is(page, word, "caption"))
            return true;
    }
    return dgm_page_is(page, s, "line") || dgm_page_is(page, s, "stop") || dgm_page_is(page, s, "begins");
}

/* ", March 3, 2024", ". 6 August", ", Ilocos Norte", ", March 3, TASS -", ", Peru - ": the end of what follows the place. */
static uint32_t after_place(const dgm_page *page, dgm_str s, uint32_t at, bool upper, front *out) {
    for (int part = 0; part < 3 && at < s.n && (s.p[at] == ',' || s.p[at] == '.'); part++) {
        bool ignored;
        uint32_t next = spaces(s, at + 1), n = dgm_page_date_at(page->know, s, next, &out->date);
        if (n) {
            at = next + n;
            continue;
        }
        uint32_t more = place_words(s, next, 3, &ignored);
        bool ends = more + 1 < s.n && s.p[more] == ' ' && dash(s, more + 1);
        if (more == next || ((!upper || out->date.month) && !ends))
            break;
        out->parts = true;
        if (out->date.month)
            out->agency = dgm_page_agency(page->know, (dgm_str){s.p + next, more - next}, &n);
        at = more;
    }
    return at;
}

/* "(Nov. 10, 2011)": the bytes behind it, 0: none. */
static uint32_t date_in_brackets(const dgm_page *page, dgm_str s, uint32_t at, front *out) {
    dgm_date date = {0};
    uint32_t n = at < s.n && s.p[at] == '(' ? dgm_page_date_at(page->know, s, at + 1, &date) : 0;
    if (n == 0 || at + 1 + n >= s.n || s.p[at + 1 + n] != ')')
        return 0;
    out->date = date;
    return spaces(s, at + n + 2);
}

/* Reads a dateline off the front of `line`; false: there is none. */
static bool read_front(const dgm_page *page, dgm_str line, front *out) {
    bool upper;
    *out = (front){0};
    dgm_str s = dgm_head(line, FRONT_MAX);
    uint32_t at = place_words(s, 0, 4, &upper);
    if (at == 0 || at > PLACE_MAX || no_place(page, (dgm_str){s.p, at}))
        return false;
    out->place = at;
    at = spaces(s, after_place(page, s, at, upper, out));
    uint32_t behind = out->date.month ? 0 : date_in_brackets(page, s, at, out);
    at = behind ? behind : at;
    bool dated = out->date.month != 0;
    if (at < s.n && s.p[at] == '.' && dated)
        at = spaces(s, at + 1);
    uint32_t tag = tag_at(page, s, at, &out->agency);
    at = tag ? tag : at;
    if (tag && dated && at < s.n && s.p[at] == '.') {
        out->end = spaces(s, at + 1); /* "NEW DELHI, August 6. /TASS/. …" */
        return true;
    }
    uint32_t after = dash(s, at);
    uint32_t words = 1;
    for (uint32_t i = 0; i < out->place; i++)
        words += s.p[i] == ' ';
    upper = upper && (words < 3 || at > spaces(s, out->place)); /* "CRITICS FEEL VINDICATED -" is no place */
    bool colon = after && s.p[at] == ':', one_word = words == 1;
    bool whole = out->parts && after && !colon;
    if (after && after < s.n && (upper || dated || tag || whole || (colon && one_word)) &&
        (!colon || upper || one_word || dated)) {
        out->end = after;
        return true;
    }
    if (dated && out->date.day && at < s.n && dgm_name_like((dgm_str){s.p + at, s.n - at}) && at < 60) {
        out->end = at; /* "Seoul, Nov 3 European Union …", "Lima, March 8 (EFE) Peru …" */
        return true;
    }
    return false;
}

uint32_t dgm_page_front(const dgm_page *page, dgm_str s) {
    front f;
    dgm_str agency;
    uint32_t tag;
    if (!page->know->known)
        return 0;
    tag = tag_at(page, s, 0, &agency);
    if (tag && dash(s, tag))
        return dash(s, tag);
    return read_front(page, s, &f) ? f.end : 0;
}

bool dgm_page_front_sure(const dgm_page *page, dgm_str s) {
    uint32_t n = dgm_page_front(page, s);
    for (uint32_t k = 0; k < n; k++)
        if (s.p[k] == '(' || s.p[k] == '/' || (s.p[k] >= '0' && s.p[k] <= '9'))
            return true;
    return false;
}

/* The year of a dateline is the one that puts it nearest before the publication. */
static void complete(dgm_date *d, dgm_date published) {
    if (!d->month || d->year || !published.year)
        return;
    d->year = published.year;
    if (dgm_date_days(*d) > dgm_date_days(published) + 7)
        d->year--;
}

/* A line before the body that is nothing but a place in capitals, an agency beside it or not ("ANKARA", "ANKA –
 * ISTANBUL"). */
static void own_line(dgm_page *page) {
    dgm_dateline *dl = &page->stage->doc->clean.dateline;
    const uint64_t other = DGM_LINE(bars) | DGM_LINE(phrase) | DGM_LINE(opening) | DGM_LINE(inside) | DGM_LINE(strong) |
                           DGM_LINE(first) | DGM_LINE(masthead);
    for (uint32_t i = page->body_first; i-- > 1 && i + 6 > page->body_first;) {
        const dgm_line *line = &page->lines[i];
        dgm_str s = dgm_page_text(page, i);
        bool upper;
        uint32_t length;
        dgm_str agency = dgm_page_agency(page->know, s, &length);
        uint32_t skip = agency.n ? dash(s, spaces(s, length)) : 0;
        dgm_str place = {s.p + skip, s.n - skip};
        if (dgm_line_has(line, DGM_LINE(capitals)) && !dgm_line_has(line, other) && line->words <= 4 &&
            i != page->headline && (!agency.n || skip) && place.n && place_words(place, 0, 3, &upper) == place.n &&
            !no_place(page, place)) {
            *dl = (dgm_dateline){.span = {line->span.start + skip, line->span.end}, .place = place};
            if (agency.n && !page->stage->doc->clean.agency.n)
                page->stage->doc->clean.agency = agency;
            return;
        }
    }
}

static void keep_front(dgm_page *page, dgm_span *paragraph, dgm_str s, const front *f) {
    dgm_doc *doc = page->stage->doc;
    dgm_str place = {s.p, f->place};
    const char *slash = memchr(place.p, '/', place.n);
    dgm_dateline *dl = &doc->clean.dateline;
    *dl = (dgm_dateline){.span = {paragraph->start, paragraph->start + f->end},
                         .place = {place.p, slash ? (uint32_t)(slash - place.p) : place.n},
                         .date = f->date};
    paragraph->start += f->end;
    while (dl->span.end > dl->span.start && doc->text.p[dl->span.end - 1] == ' ')
        dl->span.end--;
    if (f->agency.n)
        doc->clean.agency = f->agency;
}

int dgm_page_dateline(dgm_page *page, dgm_span *first_paragraph) {
    dgm_doc *doc = page->stage->doc;
    front f;
    if (!page->know->known)
        return DGM_OK;
    dgm_str s = dgm_doc_span(doc, *first_paragraph), agency = {0};
    uint32_t tag = tag_at(page, s, 0, &agency), after = tag ? dash(s, tag) : 0;
    if (after) {
        first_paragraph->start += after; /* "(Reuters) - " without a place */
        doc->clean.agency = agency;
    } else if (read_front(page, s, &f)) {
        keep_front(page, first_paragraph, s, &f);
    } else {
        own_line(page);
    }
    complete(&doc->clean.dateline.date, doc->clean.published);
    if (!doc->clean.published.year && doc->clean.dateline.date.year) {
        doc->clean.published = doc->clean.dateline.date;
        doc->clean.published_from = DGM_FROM_TEXT;
    }
    return DGM_OK;
}
