/* SPDX-License-Identifier: Apache-2.0 */
/* "KYIV, March 3 (Reuters) - ", "Seoul, Nov 3 ", "BEIRUT -", "ANKARA" on a line of its own, "(Reuters) - ". */
#include <string.h>

#include "base/utf8.h"
#include "clean/page.h"

#define PLACE_MAX 60u

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

/* Words of a place: capitals, joined by spaces, hyphens, slashes; "Ilocos Norte" after a comma is found by the caller. */
static uint32_t place_words(dgm_str s, uint32_t at, uint32_t most, bool *all_upper) {
    uint32_t end = at, words = 0;
    *all_upper = true;
    while (at < s.n && words < most) {
        uint32_t n = 0;
        while (at + n < s.n && !strchr(" ,:()", s.p[at + n]) && !(s.n - at - n >= 3 && memcmp(s.p + at + n, "\u2014", 3) == 0) &&
               !(s.n - at - n >= 3 && memcmp(s.p + at + n, "\u2013", 3) == 0))
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
    while (at + 3 <= s.n && (memcmp(s.p + at, "\u2013", 3) == 0 || memcmp(s.p + at, "\u2014", 3) == 0))
        at += 3;
    return at == from ? 0 : spaces(s, at);
}

static uint32_t bracket(dgm_page *page, dgm_str s, uint32_t at) {
    const char *close = at < s.n && s.p[at] == '(' ? memchr(s.p + at, ')', s.n - at < 60 ? s.n - at : 60) : NULL;
    uint32_t length;
    if (!close)
        return 0;
    dgm_str inside = {s.p + at + 1, (uint32_t)(close - s.p) - at - 1};
    dgm_str agency = dgm_page_agency(page->know, inside, &length);
    if (agency.n && page->stage->doc->clean.agency.n == 0)
        page->stage->doc->clean.agency = agency;
    else if (inside.n && page->stage->doc->clean.agency.n == 0 && dgm_name_like(inside) && inside.n < 40)
        page->stage->doc->clean.agency = inside;
    return spaces(s, (uint32_t)(close - s.p) + 1);
}

typedef struct front {
    uint32_t place, end; /* bytes of the place, of the whole dateline */
    dgm_date date;
} front;

/* Reads a dateline off the front of `s`; false: there is none. */
static bool read_front(dgm_page *page, dgm_str s, front *out) {
    bool upper, dated = false, tagged = false;
    *out = (front){0};
    uint32_t at = place_words(s, 0, 5, &upper);
    if (at == 0 || at > PLACE_MAX)
        return false;
    out->place = at;
    for (int part = 0; part < 3 && at < s.n && (s.p[at] == ',' || s.p[at] == '.'); part++) {
        bool ignored;
        uint32_t next = spaces(s, at + 1), n = dgm_page_date_at(page->know, s, next, &out->date);
        if (n) {
            dated = true;
            at = next + n;
            continue;
        }
        uint32_t more = place_words(s, next, 3, &ignored); /* "LAOAG CITY, Ilocos Norte" */
        if (!upper || more == next)
            break;
        at = more;
    }
    at = spaces(s, at);
    uint32_t tag = bracket(page, s, at);
    if (tag) {
        tagged = true;
        at = tag;
    }
    uint32_t after = dash(s, at);
    bool colon = after && s.p[at] == ':';
    if (after && (upper || dated || tagged) && !(colon && !upper)) {
        out->end = after;
        return true;
    }
    if (dated && !tagged && out->date.day && at < s.n && dgm_name_like((dgm_str){s.p + at, s.n - at}) && at < 40) {
        out->end = at; /* "Seoul, Nov 3 European Union …" */
        return true;
    }
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

/* A line before the body that is nothing but a place in capitals. */
static void own_line(dgm_page *page) {
    dgm_dateline *dl = &page->stage->doc->clean.dateline;
    for (uint32_t i = page->body_first; i-- > 0 && i + 4 > page->body_first;) {
        const dgm_line *line = &page->lines[i];
        dgm_str s = dgm_doc_span(page->stage->doc, line->span);
        bool upper;
        if (line->kind == DGM_LINE_SHORT && line->capitals && line->words <= 3 && i != page->headline && i > 0 &&
            place_words(s, 0, 3, &upper) == s.n && !line->bars) {
            *dl = (dgm_dateline){.span = line->span, .place = s};
            return;
        }
    }
}

int dgm_page_dateline(dgm_page *page, dgm_span *first_paragraph) {
    dgm_doc *doc = page->stage->doc;
    dgm_str s = dgm_doc_span(doc, *first_paragraph);
    front f;
    uint32_t tag = bracket(page, s, 0), after = tag ? dash(s, tag) : 0;
    if (after) {
        first_paragraph->start += after; /* "(Reuters) - " without a place */
    } else if (read_front(page, s, &f)) {
        dgm_str place = {s.p, f.place};
        const char *slash = memchr(place.p, '/', place.n);
        doc->clean.dateline = (dgm_dateline){.span = {first_paragraph->start, first_paragraph->start + f.end},
                                             .place = {place.p, slash ? (uint32_t)(slash - place.p) : place.n},
                                             .date = f.date};
        first_paragraph->start += f.end;
        while (doc->clean.dateline.span.end > doc->clean.dateline.span.start && doc->text.p[doc->clean.dateline.span.end - 1] == ' ')
            doc->clean.dateline.span.end--;
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
