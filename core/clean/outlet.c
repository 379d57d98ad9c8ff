/* SPDX-License-Identifier: Apache-2.0 */
/* Outlet and agency. Every part of a line near the article that could be a masthead gets points; the best one is
 * the outlet. */
#include <string.h>

#include "base/utf8.h"
#include "clean/page.h"

#define TOP_LINES 14u   /* lines of a page among which the masthead stands */
#define END_LINES 40u   /* lines after the article that may name the owner */
#define OUTLET_POINTS 4 /* a masthead has at least so many */
#define NO_OUTLET (-100)
#define OUTLET_WORDS 8u
#define MENU 4u            /* a line of so many parts is one */
#define BODY_AGENCY 60000u /* bytes of the article in which "told Reuters" is looked for */

dgm_str dgm_page_agency(const dgm_clean_knowledge *know, dgm_str s, uint32_t *length) {
    dgm_unit unit;
    dgm_walk walk = {0};
    dgm_hits hits;
    dgm_str found = {0};
    *length = 0;
    for (uint32_t at = 0; know->known && dgm_fold_next(s, &at, &unit);) {
        if (!dgm_index_walk(&know->agency_names, &walk, unit.text, unit.n, &hits))
            break;
        for (uint32_t i = 0; i < hits.count; i++) {
            dgm_hit hit = dgm_hits_at(&hits, i);
            dgm_str as_written = {s.p, unit.end};
            bool capitals = strlen(hit.name) <= 4; /* "AP", "UNI": the case decides */
            if (capitals && !dgm_str_is(as_written, hit.name))
                continue;
            if (!dgm_name_like(as_written) && !dgm_str_is(as_written, hit.name))
                continue;
            found = dgm_str_of(hit.name);
            *length = unit.end;
        }
    }
    return found;
}

dgm_str dgm_page_agency_in(const dgm_clean_knowledge *k, dgm_str s) {
    dgm_unit unit;
    uint32_t length;
    for (uint32_t at = 0; dgm_fold_next(s, &at, &unit);) {
        dgm_str found = dgm_page_agency(k, (dgm_str){s.p + unit.start, s.n - unit.start}, &length);
        if (found.n)
            return found;
    }
    return (dgm_str){0};
}

/* ---- a masthead's points -- */

typedef struct shape {
    uint32_t words, names, masthead, numbers;
    uint32_t labels, others; /* words of menus and headings; those of them that are not mastheads' */
} shape;

static shape shape_of(const dgm_page *page, dgm_str s) {
    dgm_unit unit;
    dgm_hits hits;
    shape out = {0};
    for (uint32_t at = 0; dgm_fold_next(s, &at, &unit); out.words++) {
        out.names += dgm_name_like((dgm_str){s.p + unit.start, unit.end - unit.start});
        bool known = dgm_index_find(&page->know->masthead_words, (dgm_str){unit.text, unit.n}, &hits);
        out.masthead += known;
        bool label = dgm_page_is(page, (dgm_str){unit.text, unit.n}, "line") ||
                     dgm_page_is(page, (dgm_str){unit.text, unit.n}, "stop");
        out.labels += label;
        out.others += label && !known;
        out.numbers += unit.text[0] >= '0' && unit.text[0] <= '9';
    }
    return out;
}

static bool is_phrase(const dgm_page *page, dgm_str s) {
    dgm_hits hits;
    return dgm_index_find(&page->know->phrases, s, &hits);
}

/* Times that a name stands in the text, up to three. */
static int times(const dgm_page *page, dgm_str s) {
    dgm_str t = page->stage->doc->text;
    int n = 0;
    for (const char *p = t.p; n < 3 && (p = memmem(p, (size_t)(t.p + t.n - p), s.p, s.n)) != NULL; p += s.n)
        n++;
    return n;
}

/* "ledger.eu", "Shilpanagar24.com" */
static bool domain_like(dgm_str s) {
    const char *dot = memrchr(s.p, '.', s.n);
    if (!dot || dot == s.p || memchr(s.p, ' ', s.n) || memchr(s.p, '/', s.n) || memchr(s.p, '@', s.n))
        return false;
    uint32_t n = (uint32_t)(s.p + s.n - dot) - 1, letters = 0;
    for (uint32_t i = 1; i <= n; i++)
        letters += dot[i] >= 'a' && dot[i] <= 'z';
    return n >= 2 && n <= 7 && letters == n;
}

/* Does the address of the article hold the name, written together? "nairobibeacon.example" ~ "The Nairobi Beacon" */
static bool in_url(const dgm_page *page, dgm_str s) {
    char name[64];
    uint32_t n = 0;
    dgm_unit unit;
    dgm_str url = page->stage->doc->input.url;
    for (uint32_t at = 0; dgm_fold_next(s, &at, &unit) && n + unit.n < sizeof name;)
        if (!(unit.n == 3 && memcmp(unit.text, "the", 3) == 0)) {
            memcpy(name + n, unit.text, unit.n);
            n += unit.n;
        }
    return n > 4 && url.n && memmem(url.p, url.n, name, n);
}

/* "The Melbourne Clarion", "The Copper Ladle" */
static bool article_and_name(dgm_str s, const shape *w) {
    return s.n > 4 && dgm_str_ieq((dgm_str){s.p, 4}, "the ") && w->words > 1 && w->words < 6 && w->names == w->words &&
           w->labels == 0;
}

/* Parts between the bars of a line. */
static uint32_t parts_of(const dgm_page *page, uint32_t line) {
    dgm_str s = dgm_page_text(page, line);
    uint32_t n = 1;
    for (uint32_t i = 0; i < s.n && i < 300; i++)
        n += s.p[i] == '|' || (i + 2 <= s.n && memcmp(s.p + i, "\u00B7", 2) == 0);
    return n;
}

static int points(const dgm_page *page, dgm_str s, uint32_t line, bool first_part) {
    shape w = shape_of(page, s);
    dgm_date d;
    dgm_span where;
    bool domain = domain_like(s);
    if (w.words == 0 || w.words > OUTLET_WORDS || s.n < 3 || s.n > 80 ||
        (!domain && (w.names * 2 < w.words || !dgm_name_like(s))))
        return NO_OUTLET;
    if (w.labels == w.words || is_phrase(page, s) || dgm_page_find_date(page->know, s, &d, &where) ||
        memchr(s.p, '?', s.n) || (s.p[0] >= '0' && s.p[0] <= '9'))
        return NO_OUTLET;
    const dgm_line *l = &page->lines[line];
    bool whole = dgm_span_len(l->span) == s.n;
    int p = (w.masthead > 0) * 4 + (domain ? 7 : 0) + (line == 0) * 2 + (first_part && whole) * (line == 0 ? 2 : 1) +
            (w.names == w.words) + in_url(page, s) * 6;
    p -= (w.others > 0) * 3 + (w.numbers > 0 && !domain) * 3;
    p += first_part && dgm_line_has(l, DGM_LINE(capitals)) ? 2 : 0;
    p += first_part && dgm_line_has(l, DGM_LINE(bars)) && l->words > w.words + 2 ? 2 : 0; /* before a menu */
    p += article_and_name(s, &w) ? (w.masthead > 0 ? 3 : whole && w.words > 2 ? 2 : 0) : 0;
    p -= !first_part && !domain && w.words == 1 && parts_of(page, line) >= MENU ? 3 : 0; /* an item of a menu */
    p += first_part && !whole && w.words > 1 && parts_of(page, line) >= MENU ? 1 : 0;    /* what stands before it */
    p += w.words > 1 || domain ? (times(page, s) > 1) * 2 : 0;
    p -= page->headline != DGM_NONE && line > page->headline ? 2 : 0;
    p -= dgm_line_has(l, DGM_LINE(caption) | DGM_LINE(byline)) ? 3 : 0;
    p -= first_part ? 0 : 1;
    return p;
}

typedef struct best {
    int points;
    dgm_str name;
} best;

static void consider(dgm_page *page, dgm_str s, uint32_t line, bool first_part, int extra, best *b) {
    uint32_t length;
    s = dgm_trim(s);
    while (s.n && (s.p[s.n - 1] == ',' || s.p[s.n - 1] == ':' || (s.p[s.n - 1] == '.' && !extra)))
        s.n--;
    dgm_str agency = dgm_page_agency(page->know, s, &length);
    if (agency.n && length * 3 >= s.n * 2)
        return;
    int p = points(page, s, line, first_part);
    if (p + extra > b->points)
        *b = (best){p + extra, s};
}

/* "MERIDIAN NEWS ONLINE World UK Business …": the words in capitals with which a line begins. */
static dgm_str leading_capitals(dgm_str s) {
    uint32_t end = 0, words = 0;
    dgm_unit unit;
    for (uint32_t at = 0; dgm_fold_next(s, &at, &unit); words++) {
        for (uint32_t i = unit.start; i < unit.end; i++)
            if (s.p[i] >= 'a' && s.p[i] <= 'z')
                return words > 1 ? (dgm_str){s.p, end} : (dgm_str){0};
        end = unit.end;
    }
    return (dgm_str){0};
}

/* The parts of a line between separators. */
static void consider_parts(dgm_page *page, uint32_t line, best *b) {
    static const char *const bars[] = {"|",   "\u00B7",   "\u00BB",   "\u2022", "\u203A", "  ",
                                       " - ", " \u2013 ", " \u2014 ", " > ",    ","};
    dgm_str s = dgm_page_text(page, line);
    bool first = true;
    dgm_str capitals = leading_capitals(s);
    if (capitals.n)
        consider(page, capitals, line, true, 1, b);
    while (s.n) {
        const char *cut = NULL;
        size_t skip = 0;
        for (size_t i = 0; i < sizeof bars / sizeof bars[0]; i++) {
            const char *at = memmem(s.p, s.n, bars[i], strlen(bars[i]));
            if (at && (!cut || at < cut)) {
                cut = at;
                skip = strlen(bars[i]);
            }
        }
        uint32_t n = cut ? (uint32_t)(cut - s.p) : s.n;
        if (n)
            consider(page, (dgm_str){s.p, n}, line, first, 0, b);
        first = first && n == 0;
        s = cut ? (dgm_str){s.p + n + skip, s.n - n - (uint32_t)skip} : (dgm_str){0};
    }
    if (memchr(dgm_page_text(page, line).p, ',', dgm_page_text(page, line).n))
        consider(page, dgm_page_text(page, line), line, true, 0, b); /* "Ministry of …, Republic of …" */
}

/* What follows a word that introduces an outlet: "Published by X", "alerts from X", "Source: X". */
static void consider_named(dgm_page *page, uint32_t line, best *b) {
    static const char *const cues[] = {
        "Published by ", "alerts from ", "source: ", "Source: ", "From ", "Watch ", "Follow "};
    dgm_str s = dgm_page_text(page, line);
    for (size_t i = 0; i < sizeof cues / sizeof cues[0]; i++) {
        const char *at = s.n < 300 ? memmem(s.p, s.n, cues[i], strlen(cues[i])) : NULL;
        if (!at)
            continue;
        dgm_str rest = {at + strlen(cues[i]), (uint32_t)(s.p + s.n - at) - (uint32_t)strlen(cues[i])};
        const char *stop = memchr(rest.p, ',', rest.n);
        rest.n = stop ? (uint32_t)(stop - rest.p) : rest.n;
        consider(page, rest, line, true,
                 i == 0 || (i == 4 && dgm_line_has(&page->lines[line], DGM_LINE(strong))) ? 6 : 4, b);
    }
}

/* "Worldline Staff" on a line of its own. */
static void consider_staff(dgm_page *page, uint32_t line, best *b) {
    dgm_str s = dgm_page_text(page, line);
    if (page->lines[line].words < 5 && s.n > 8 && dgm_str_ends(s, " Staff"))
        consider(page, (dgm_str){s.p, s.n - 6}, line, true, 5, b);
}

/* "Copyright 2025 The Ledger. All rights reserved." "© Steppe Monitor, 2015–2025." */
static void consider_imprint(dgm_page *page, uint32_t line, best *b) {
    dgm_str s = dgm_page_text(page, line);
    const char *at = s.n < 300 ? memmem(s.p, s.n, "\u00A9", 2) : NULL,
               *word = s.n < 300 ? memmem(s.p, s.n, "Copyright", 9) : NULL;
    at = at ? at + 2 : word ? word + 9 : NULL;
    if (!at)
        return;
    dgm_str rest = {at, (uint32_t)(s.p + s.n - at)};
    while (rest.n && !dgm_name_like(rest))
        rest = (dgm_str){rest.p + 1, rest.n - 1};
    uint32_t n = 0;
    while (n < rest.n && !strchr(".,|;(", rest.p[n]) && !(rest.p[n] >= '0' && rest.p[n] <= '9'))
        n++;
    consider(page, (dgm_str){rest.p, n}, line, true, 3, b);
}

static void from_url(dgm_page *page) {
    dgm_doc *doc = page->stage->doc;
    dgm_str url = doc->input.url;
    const char *host = url.n ? memmem(url.p, url.n, "://", 3) : NULL;
    dgm_hits hits;
    if (!host || doc->clean.source.n)
        return;
    host += 3;
    uint32_t n = 0, left = (uint32_t)(url.p + url.n - host);
    while (n < left && !strchr("/:?#", host[n]))
        n++;
    dgm_str name = {host, n};
    if (dgm_str_starts(name, "www."))
        name = (dgm_str){name.p + 4, name.n - 4};
    if (dgm_index_find(&page->know->hosts, name, &hits))
        doc->clean.source =
            dgm_str_of(dgm_table_str(&page->know->outlets, dgm_hits_at(&hits, 0).row, page->know->outlet_name));
}

/* An agency in a line of its own, or beside a date or byline, before the article. */
static void agency_above(dgm_page *page) {
    dgm_doc *doc = page->stage->doc;
    const uint64_t lines = DGM_LINE(agency) | DGM_LINE(byline) | DGM_LINE(date);
    for (uint32_t i = 0; i < page->body_first && i < page->count && !doc->clean.agency.n; i++)
        if (i != page->headline && dgm_line_has(&page->lines[i], lines) &&
            !dgm_line_has(&page->lines[i], DGM_LINE(caption)) && page->lines[i].words < 24)
            doc->clean.agency = dgm_page_agency_in(page->know, dgm_page_text(page, i));
}

void dgm_page_outlet(dgm_page *page) {
    dgm_doc *doc = page->stage->doc;
    best b = {OUTLET_POINTS - 1, {0}};
    agency_above(page);
    if (doc->input.source.n)
        doc->clean.source = doc->input.source;
    if (doc->clean.source.n)
        return;
    from_url(page);
    if (doc->clean.source.n)
        return;
    for (uint32_t i = 0; i < page->body_first && i < TOP_LINES && i < page->count; i++) {
        bool headline = page->headline != DGM_NONE && (i == page->headline || page->lines[i].twin == page->headline);
        if (!headline && page->lines[i].words < 40)
            consider_parts(page, i, &b);
        consider_named(page, i, &b);
    }
    for (uint32_t i = 0; i < page->count; i++) {
        bool before = i < page->body_first && i < TOP_LINES,
             after = i >= page->body_end && i < page->body_end + END_LINES;
        if (before || after)
            consider_imprint(page, i, &b);
        if (after && i < page->body_end + 4)
            consider_named(page, i, &b);
        if (before || (after && i < page->body_end + 4))
            consider_staff(page, i, &b);
    }
    doc->clean.source = b.name;
}

/* ---- the agency, where neither dateline nor masthead names one -- */

static bool cue(dgm_str word, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (dgm_str_ieq(word, list[i]))
            return true;
    return false;
}

/* "told Reuters", "according to the AP", "Xinhua reported": an agency as the source of a sentence. */
static dgm_str agency_told(const dgm_clean_knowledge *k, dgm_str s) {
    static const char *const before[] = {"told", "to", "by", "from", "the", "with", "agency"};
    static const char *const after[] = {"reported", "reports", "said", "quoted", "news", "cited", "that"};
    dgm_unit unit, next;
    dgm_str last = {0};
    uint32_t length;
    s.n = s.n < BODY_AGENCY ? s.n : BODY_AGENCY;
    for (uint32_t at = 0; dgm_fold_next(s, &at, &unit);) {
        dgm_str here = {s.p + unit.start, s.n - unit.start};
        dgm_str agency = dgm_name_like(here) ? dgm_page_agency(k, here, &length) : (dgm_str){0};
        if (agency.n) {
            uint32_t on = unit.start + length;
            bool told = cue(last, before, sizeof before / sizeof before[0]);
            if (dgm_fold_next(s, &on, &next) &&
                cue((dgm_str){next.text, next.n}, after, sizeof after / sizeof after[0]))
                told = true;
            if (told)
                return agency;
        }
        last = (dgm_str){s.p + unit.start, unit.end - unit.start};
    }
    return (dgm_str){0};
}

/* "- (Reuters)" behind the last sentence. */
static dgm_str agency_behind(const dgm_page *page) {
    dgm_str s = dgm_page_text(page, page->body_end - 1);
    const char *open = s.n && s.p[s.n - 1] == ')' ? memrchr(s.p, '(', s.n) : NULL;
    uint32_t length;
    if (!open || s.p + s.n - open > 40)
        return (dgm_str){0};
    return dgm_page_agency(page->know, (dgm_str){open + 1, (uint32_t)(s.p + s.n - open) - 2}, &length);
}

void dgm_page_agency_last(dgm_page *page) {
    dgm_doc *doc = page->stage->doc;
    dgm_str *agency = &doc->clean.agency;
    const uint64_t lines =
        DGM_LINE(tail) | DGM_LINE(stop) | DGM_LINE(opening) | DGM_LINE(strong) | DGM_LINE(agency) | DGM_LINE(label);
    for (uint32_t i = 0; i < page->count && !agency->n; i++) {
        const dgm_line *line = &page->lines[i];
        bool inside = i >= page->body_first && i < page->body_end;
        if (!inside && line->words < 40 && dgm_line_has(line, lines) && !dgm_line_has(line, DGM_LINE(caption)) &&
            i < page->body_end + END_LINES)
            *agency = dgm_page_agency_in(page->know, dgm_page_text(page, i));
    }
    if (!agency->n && page->body_end > page->body_first)
        *agency = agency_behind(page);
    for (uint32_t i = 0; i < doc->clean.body.count && !agency->n; i++)
        *agency = agency_told(page->know, dgm_doc_span(doc, doc->clean.body.items[i]));
}
