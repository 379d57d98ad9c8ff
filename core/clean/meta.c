/* SPDX-License-Identifier: Apache-2.0 */
/* Headline, byline, agency and outlet, from the lines around the body. */
#include <string.h>

#include "base/utf8.h"
#include "clean/page.h"

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
            found = dgm_str_of(dgm_table_str(&know->agencies, hit.row, know->agency_name));
            *length = unit.end;
        }
    }
    return found;
}

/* An agency anywhere in a short line. */
static dgm_str agency_in(const dgm_clean_knowledge *k, dgm_str s) {
    dgm_unit unit;
    uint32_t length;
    for (uint32_t at = 0; dgm_fold_next(s, &at, &unit);) {
        dgm_str found = dgm_page_agency(k, (dgm_str){s.p + unit.start, s.n - unit.start}, &length);
        if (found.n)
            return found;
    }
    return (dgm_str){0};
}

static int add_author(dgm_page *page, dgm_str name) {
    dgm_doc *doc = page->stage->doc;
    uint32_t words = 0, small = 0;
    dgm_unit unit;
    name = dgm_trim(name);
    for (uint32_t at = 0; dgm_fold_next(name, &at, &unit); words++) {
        dgm_str w = {name.p + unit.start, unit.end - unit.start};
        small += !dgm_name_like(w);
        if (w.n && w.p[0] >= '0' && w.p[0] <= '9')
            return DGM_OK;
    }
    uint32_t length;
    if (words < 2 || words > 5 || small > 1 || dgm_page_agency(page->know, name, &length).n)
        return DGM_OK;
    dgm_str *author = doc->clean.authors.count < 8 ? DGM_PUSH(&doc->clean.authors, doc->arena) : NULL;
    if (author)
        *author = name;
    return author || doc->clean.authors.count >= 8 ? DGM_OK : dgm_fail_memory(page->stage->error);
}

/* "By A B, C D and E F in Kyiv | Reporter": names end at " in ", " with ", a bar, a date, two spaces. */
static int read_byline(dgm_page *page, dgm_str s) {
    static const char *const ends[] = {" | ", "  ", " in ", " with ", " \u00B7 ", " at ", " for ", " - ", " \u2013 ", "(", "/", " on ", " of "};
    int rc = DGM_OK;
    s = (dgm_str){s.p + 3, s.n - 3};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const char *cut = memmem(s.p, s.n, ends[i], strlen(ends[i]));
        if (cut)
            s.n = (uint32_t)(cut - s.p);
    }
    while (rc == DGM_OK && s.n) {
        const char *comma = memchr(s.p, ',', s.n), *and = memmem(s.p, s.n, " and ", 5);
        const char *cut = and && (!comma || and < comma) ? and : comma;
        uint32_t n = cut ? (uint32_t)(cut - s.p) : s.n, skip = cut == and ? 5 : 1;
        dgm_str name = dgm_trim((dgm_str){s.p, n});
        if (dgm_str_starts(name, "and "))
            name = (dgm_str){name.p + 4, name.n - 4};
        rc = add_author(page, name);
        s = cut && n + skip < s.n ? (dgm_str){s.p + n + skip, s.n - n - skip} : (dgm_str){0};
    }
    return rc;
}

static bool masthead_word(const dgm_clean_knowledge *k, dgm_str s) {
    dgm_unit unit;
    dgm_hits hits;
    for (uint32_t at = 0; dgm_fold_next(s, &at, &unit);)
        if (dgm_index_find(&k->masthead_words, (dgm_str){unit.text, unit.n}, &hits))
            return true;
    return false;
}

/* The part before the first separator of navigation. */
static dgm_str before_bar(dgm_str s) {
    static const char *const bars[] = {" | ", "|", " \u00B7 ", " \u00BB ", " \u2022 ", "   ", "  ", " - ", " \u2013 ", " \u2014 ", " > "};
    for (size_t i = 0; i < sizeof bars / sizeof bars[0]; i++) {
        const char *cut = memmem(s.p, s.n, bars[i], strlen(bars[i]));
        if (cut && cut > s.p)
            s.n = (uint32_t)(cut - s.p);
    }
    return dgm_trim(s);
}

static uint32_t count_words(dgm_str s, uint32_t *names) {
    dgm_unit unit;
    uint32_t n = 0;
    *names = 0;
    for (uint32_t at = 0; dgm_fold_next(s, &at, &unit); n++)
        *names += dgm_name_like((dgm_str){s.p + unit.start, unit.end - unit.start});
    return n;
}

/* Times that a phrase stands in the text, up to three. */
static uint32_t times(const dgm_page *page, dgm_str s) {
    dgm_str t = page->stage->doc->text;
    uint32_t n = 0;
    for (const char *p = t.p; n < 3 && (p = memmem(p, (size_t)(t.p + t.n - p), s.p, s.n)) != NULL; p += s.n)
        n++;
    return n;
}

static bool outlet_like(const dgm_page *page, dgm_str s, bool first) {
    uint32_t names, words = count_words(s, &names);
    if (words == 0 || words > 7 || s.n < 3 || s.n > 60 || names * 2 < words || !dgm_name_like(s) || dgm_str_ends(s, "."))
        return false;
    return masthead_word(page->know, s) || (first && (times(page, s) > 1 || (names == words && words <= 4)));
}

static void find_outlet(dgm_page *page) {
    dgm_doc *doc = page->stage->doc;
    bool first = true;
    uint32_t length;
    for (uint32_t i = 0; i < page->body_first && i < 12 && i < page->count; i++) {
        const dgm_line *line = &page->lines[i];
        if (line->kind == DGM_LINE_EMPTY)
            continue;
        if (i == page->headline)
            break;
        dgm_str s = before_bar(dgm_doc_span(doc, line->span));
        bool published_by = dgm_str_starts(s, "Published by ");
        if (published_by)
            s = (dgm_str){s.p + 13, s.n - 13};
        dgm_str agency = dgm_page_agency(page->know, s, &length);
        if (agency.n && length >= s.n) {
            if (!doc->clean.agency.n)
                doc->clean.agency = agency;
        } else if (line->kind != DGM_LINE_DATE && line->kind != DGM_LINE_BYLINE && (published_by || outlet_like(page, s, first)) &&
                   (line->kind != DGM_LINE_FURNITURE || line->bars || published_by || masthead_word(page->know, s))) {
            doc->clean.source = s;
            return;
        }
        first = false;
    }
}

/* "Copyright 2025 The Ledger. All rights reserved." */
static void outlet_from_imprint(dgm_page *page) {
    dgm_doc *doc = page->stage->doc;
    for (uint32_t i = page->body_end; i < page->count && !doc->clean.source.n; i++) {
        dgm_str s = dgm_doc_span(doc, page->lines[i].span);
        const char *at = s.n < 200 ? memmem(s.p, s.n, "\u00A9", 2) : NULL;
        if (!at && s.n < 200 && dgm_str_starts(s, "Copyright"))
            at = s.p;
        if (!at)
            continue;
        dgm_str rest = {at, (uint32_t)(s.p + s.n - at)};
        while (rest.n && !dgm_name_like(rest))
            rest = (dgm_str){rest.p + 1, rest.n - 1};
        if (dgm_str_starts(rest, "Copyright"))
            for (rest = (dgm_str){rest.p + 9, rest.n - 9}; rest.n && !dgm_name_like(rest);)
                rest = (dgm_str){rest.p + 1, rest.n - 1};
        const char *stop = memchr(rest.p, '.', rest.n), *comma = memchr(rest.p, ',', rest.n);
        if (comma && (!stop || comma < stop))
            stop = comma;
        if (stop)
            rest.n = (uint32_t)(stop - rest.p);
        rest = dgm_trim(rest);
        uint32_t length;
        dgm_str agency = dgm_page_agency(page->know, rest, &length);
        if (agency.n && length >= rest.n) {
            if (!doc->clean.agency.n)
                doc->clean.agency = agency;
        } else if (outlet_like(page, rest, true)) {
            doc->clean.source = rest;
        }
    }
}

static void outlet_from_url(dgm_page *page) {
    dgm_doc *doc = page->stage->doc;
    dgm_str url = doc->input.url;
    const char *host = url.n ? memmem(url.p, url.n, "://", 3) : NULL;
    dgm_hits hits;
    if (!host || doc->clean.source.n)
        return;
    host += 3;
    uint32_t n = 0, left = (uint32_t)(url.p + url.n - host);
    while (n < left && host[n] != '/' && host[n] != ':' && host[n] != '?')
        n++;
    dgm_str name = {host, n};
    if (dgm_str_starts(name, "www."))
        name = (dgm_str){name.p + 4, name.n - 4};
    if (dgm_index_find(&page->know->hosts, name, &hits))
        doc->clean.source = dgm_str_of(dgm_table_str(&page->know->outlets, dgm_hits_at(&hits, 0).row, page->know->outlet_name));
}

void dgm_page_find_agency(dgm_page *page) {
    dgm_doc *doc = page->stage->doc;
    for (uint32_t i = 0; i < page->count && !doc->clean.agency.n; i++) {
        const dgm_line *line = &page->lines[i];
        if ((i >= page->body_first && i < page->body_end && line->kind == DGM_LINE_PROSE) || i == page->headline || line->words > 40)
            continue;
        bool tail = i >= page->body_end;
        if (tail && line->kind != DGM_LINE_TAIL && line->kind != DGM_LINE_STOP && line->kind != DGM_LINE_FURNITURE)
            continue;
        if (i < page->body_first || tail || line->kind == DGM_LINE_FURNITURE)
            doc->clean.agency = agency_in(page->know, dgm_doc_span(doc, line->span));
    }
    /* "- (Reuters)" behind the last sentence */
    if (!doc->clean.agency.n && page->body_end > page->body_first) {
        dgm_str s = dgm_doc_span(doc, page->lines[page->body_end - 1].span);
        const char *open = s.n && s.p[s.n - 1] == ')' ? memrchr(s.p, '(', s.n) : NULL;
        uint32_t length;
        if (open && s.p + s.n - open < 40)
            doc->clean.agency = dgm_page_agency(page->know, (dgm_str){open + 1, (uint32_t)(s.p + s.n - open) - 2}, &length);
    }
}

int dgm_page_meta(dgm_page *page) {
    dgm_doc *doc = page->stage->doc;
    int rc = DGM_OK;
    if (page->headline != DGM_NONE) {
        doc->clean.headline = page->lines[page->headline].span;
        doc->clean.headline_text = dgm_doc_span(doc, doc->clean.headline);
    }
    if (doc->input.title.n)
        doc->clean.headline_text = doc->input.title;
    for (uint32_t i = 0; rc == DGM_OK && i < page->body_first && i < page->count && !doc->clean.authors.count; i++)
        if (page->lines[i].kind == DGM_LINE_BYLINE)
            rc = read_byline(page, dgm_doc_span(doc, page->lines[i].span));
    if (!page->know->known)
        return rc;
    if (doc->input.source.n)
        doc->clean.source = doc->input.source;
    else if (!doc->clean.source.n)
        find_outlet(page);
    outlet_from_imprint(page);
    outlet_from_url(page);
    return rc;
}

