/* SPDX-License-Identifier: Apache-2.0 */
/* Headline and byline, from the lines around the article. */
#include <string.h>

#include "clean/page.h"

static int add_author(dgm_page *page, dgm_str name) {
    dgm_doc *doc = page->stage->doc;
    uint32_t words = 0, small = 0;
    dgm_unit unit;
    name = dgm_trim(name);
    for (uint32_t at = 0; dgm_fold_next(name, &at, &unit); words++) {
        dgm_str w = {name.p + unit.start, unit.end - unit.start};
        small += !dgm_name_like(w);
        if (dgm_page_is(page, w, "role"))
            return DGM_OK;
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
    static const char *const ends[] = {" | ", "  ",       " in ", " with ", " \u00B7 ", " at ", " for ",
                                       " - ", " \u2013 ", "(",    "/",      " on ",     " of "};
    int rc = DGM_OK;
    s = (dgm_str){s.p + 3, s.n - 3};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const char *cut = memmem(s.p, s.n, ends[i], strlen(ends[i]));
        if (cut)
            s.n = (uint32_t)(cut - s.p);
    }
    while (rc == DGM_OK && s.n) {
        const char *comma = memchr(s.p, ',', s.n), *and = memmem(s.p, s.n, " and ", 5);
        const char *cut = and&&(!comma || and < comma) ? and : comma;
        uint32_t n = cut ? (uint32_t)(cut - s.p) : s.n, skip = cut == and? 5 : 1;
        dgm_str name = dgm_trim((dgm_str){s.p, n});
        if (dgm_str_starts(name, "and "))
            name = (dgm_str){name.p + 4, name.n - 4};
        rc = add_author(page, name);
        s = cut && n + skip < s.n ? (dgm_str){s.p + n + skip, s.n - n - skip} : (dgm_str){0};
    }
    return rc;
}

static bool same_words(dgm_str a, dgm_str b) {
    dgm_unit u, v;
    for (uint32_t i = 0, j = 0;;) {
        bool more = dgm_fold_next(a, &i, &u), too = dgm_fold_next(b, &j, &v);
        if (!more || !too)
            return more == too;
        if (u.n != v.n || memcmp(u.text, v.text, u.n) != 0)
            return false;
    }
}

int dgm_page_meta(dgm_page *page) {
    dgm_doc *doc = page->stage->doc;
    int rc = DGM_OK;
    if (page->headline != DGM_NONE) {
        doc->clean.headline = page->lines[page->headline].span;
        doc->clean.headline_text = dgm_doc_span(doc, doc->clean.headline);
        if (doc->input.title.n && !doc->text_from_html && !same_words(doc->input.title, doc->clean.headline_text))
            dgm_doc_warn(doc, "the text gives another headline than the input");
    }
    if (doc->input.title.n)
        doc->clean.headline_text = doc->input.title;
    for (uint32_t i = 0; rc == DGM_OK && i < page->body_first && i < page->count && !doc->clean.authors.count; i++)
        if (dgm_line_has(&page->lines[i], DGM_LINE(byline)))
            rc = read_byline(page, dgm_page_text(page, i));
    return rc;
}
