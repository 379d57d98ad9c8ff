/* SPDX-License-Identifier: Apache-2.0 */
/* Where the article begins and ends among the lines of a page, and which line is its headline. */
#include <string.h>

#include "base/utf8.h"
#include "clean/page.h"

#define MOST 40      /* a line's score counts up to this, so that no single paragraph bridges a page of furniture … */
#define LEAST (-25)  /* … and no single line of furniture cuts an article in two, but for … */
#define BETWEEN (-6) /* an advertisement inside an article costs little */
#define PLAIN (-12)  /* a line without any words of furniture counts no less */
#define STOPS (-60)  /* … the heading of a section that is not the article, */
#define ENDS \
    (-100000) /* … and the line with which an agency's text ends: nothing behind it belongs to what stands before */
#define HEADLINE 3         /* a headline has a better score than this */
#define NEARLY 6           /* so much better a later line must be */
#define HEADLINE_WORDS 36u /* … and no more words than this */
#define FRONT_LINES 5u     /* a dateline stands in one of so many first lines */
#define NEAR 3             /* lines within which prose is close */
#define HEADINGS 8u        /* lines of an html article within which its first sentence stands */
#define SHORT 9u           /* words of a short first line */
#define LEAD_WORDS 5u      /* of a sentence with which a text without a headline begins */
#define TAIL_WORDS 4u      /* a cut-off last line has more words than this */

static bool prose(const dgm_page *page, int64_t i) {
    return i >= 0 && i < page->count && page->lines[i].body > 0 && page->lines[i].words > 9 &&
           dgm_line_has(&page->lines[i], DGM_LINE(full_stop));
}

/* An advertisement or "READ ALSO: …" with prose close before and behind it stands inside an article. */
static bool between(const dgm_page *page, uint32_t i) {
    const dgm_line *line = &page->lines[i];
    bool before = false, behind = false;
    if (dgm_line_has(line, DGM_LINE(stop)) && !dgm_line_has(line, DGM_LINE(label)))
        return false;
    for (int64_t d = 1; d <= NEAR; d++) {
        before = before || prose(page, (int64_t)i - d);
        behind = behind || prose(page, (int64_t)i + d);
    }
    return before && behind;
}

static int32_t worth(const dgm_page *page, uint32_t i) {
    const uint64_t evidence = DGM_LINE(stop) | DGM_LINE(phrase) | DGM_LINE(opening) | DGM_LINE(inside) |
                              DGM_LINE(strong) | DGM_LINE(caption) | DGM_LINE(byline) | DGM_LINE(date) |
                              DGM_LINE(repeats) | DGM_LINE(continued);
    const dgm_line *line = &page->lines[i];
    int32_t score = line->body > MOST ? MOST : line->body;
    if (dgm_line_has(line, DGM_LINE(tail)))
        return ENDS;
    if (dgm_line_has(line, evidence) && between(page, i))
        return BETWEEN;
    if (!dgm_line_has(line, evidence) && score < PLAIN)
        return PLAIN; /* crossheads, times, names: nothing but shortness speaks against them */
    if (dgm_line_has(line, DGM_LINE(stop)) && score > STOPS / 2)
        return STOPS / 2;
    int32_t least = dgm_line_has(line, DGM_LINE(stop)) ? STOPS : LEAST;
    return score < least ? least : score;
}

/* The stretch of lines with the greatest sum; of equal ones the first. */
static void find_range(dgm_page *page) {
    int32_t sum = 0, best = 0;
    uint32_t from = 0;
    for (uint32_t i = 0; i < page->count; i++) {
        if (sum <= 0) {
            sum = 0;
            from = i;
        }
        sum += worth(page, i);
        if (sum > best) {
            best = sum;
            page->body_first = from;
            page->body_end = i + 1;
        }
    }
}

/* In the article's block of an html page headline, byline and times stand before the first sentence. */
static void trim_headings(dgm_page *page) {
    for (uint32_t i = page->body_first; i < page->body_end && i < page->body_first + HEADINGS; i++)
        if (page->lines[i].words > 5 && dgm_line_has(&page->lines[i], DGM_LINE(full_stop)) &&
            !dgm_line_has(&page->lines[i], DGM_LINE(heading))) {
            page->body_first = i;
            return;
        }
}

/* What stands before the dateline is a standfirst; a line without a full stop before one with it, a headline. */
static void trim_front(dgm_page *page) {
    for (uint32_t i = page->body_first; i < page->body_end && i < page->body_first + FRONT_LINES; i++)
        if (dgm_line_has(&page->lines[i], DGM_LINE(dateline)) && page->lines[i].words > 12 &&
            dgm_page_front_sure(page, dgm_page_text(page, i))) {
            page->body_first = i;
            return;
        }
    while (page->body_first + 1 < page->body_end && dgm_line_has(&page->lines[page->body_first], DGM_LINE(open_end)) &&
           !page->lines[page->body_first].joined && page->lines[page->body_first].words < HEADLINE_WORDS &&
           !page->flat && dgm_line_has(&page->lines[page->body_first + 1], DGM_LINE(full_stop)))
        page->body_first++;
    if (page->tree.count)
        trim_headings(page);
    while (page->body_first + 1 < page->body_end && page->lines[page->body_first].body <= 0)
        page->body_first++;
}

/* The last line of a page that was cut off in the middle of a sentence. */
static void with_cut_tail(dgm_page *page) {
    uint32_t i = page->body_end;
    if (i + 1 != page->count || page->body_end == page->body_first)
        return;
    const dgm_line *line = &page->lines[i];
    bool running = line->words > TAIL_WORDS && line->lower * 2 > line->words && dgm_line_has(line, DGM_LINE(open_end));
    if (running &&
        !dgm_line_has(line, DGM_LINE(bars) | DGM_LINE(opening) | DGM_LINE(strong) | DGM_LINE(stop) | DGM_LINE(reader)))
        page->body_end++;
}

static bool candidate(const dgm_page *page, uint32_t i) {
    return page->lines[i].twin == DGM_NONE && page->lines[i].headline > HEADLINE && page->lines[i].words > 2;
}

/* What speaks against a line's being a sentence of the article. */
static bool other_matter(const dgm_line *line) {
    return dgm_line_has(line, DGM_LINE(stop) | DGM_LINE(phrase) | DGM_LINE(opening) | DGM_LINE(inside) |
                                  DGM_LINE(strong) | DGM_LINE(caption) | DGM_LINE(byline) | DGM_LINE(date) |
                                  DGM_LINE(repeats) | DGM_LINE(repeated) | DGM_LINE(continued) | DGM_LINE(masthead) |
                                  DGM_LINE(bars) | DGM_LINE(address) | DGM_LINE(markup) | DGM_LINE(tail) |
                                  DGM_LINE(reader) | DGM_LINE(bracketed) | DGM_LINE(capitals) | DGM_LINE(heading));
}

/* A text without a headline, whose first sentences are short: nothing stands before them, so that nothing is left out. */
static void with_first_sentences(dgm_page *page) {
    uint32_t i = page->body_first;
    if (i == 0 || i >= page->body_end || page->tree.count || dgm_line_has(&page->lines[i], DGM_LINE(dateline)))
        return;
    for (uint32_t j = 0; j < i; j++)
        if (page->lines[j].words < LEAD_WORDS || !dgm_line_has(&page->lines[j], DGM_LINE(full_stop)) ||
            other_matter(&page->lines[j]) || candidate(page, j))
            return;
    for (uint32_t j = 0; j < i; j++)
        page->lines[j].body = 1;
    page->body_first = 0;
}

/* "It is over." before the first long paragraph: nothing but its shortness speaks against such a line. */
static void with_short_first(dgm_page *page) {
    uint32_t i = page->body_first;
    if (i == 0 || i >= page->body_end || page->flat || dgm_line_has(&page->lines[i], DGM_LINE(dateline)))
        return;
    dgm_line *line = &page->lines[i - 1];
    bool titled = false;
    for (uint32_t j = 0; j + 1 < i && !titled; j++)
        titled = candidate(page, j);
    if (titled && line->words > 1 && line->words <= SHORT && dgm_line_has(line, DGM_LINE(full_stop)) &&
        !other_matter(line) && prose(page, i)) {
        line->body = 1;
        page->body_first--;
    }
}

/* Of the lines before the article the one with the best score; an earlier one that is nearly as good comes first, since
 * standfirsts and captions look like headlines too. */
static uint32_t find_headline(const dgm_page *page) {
    uint32_t end = page->body_end > page->body_first ? page->body_first : page->count;
    int32_t best = INT32_MIN;
    for (uint32_t i = 0; i < end; i++)
        if (candidate(page, i) && page->lines[i].headline > best)
            best = page->lines[i].headline;
    for (uint32_t i = 0; i < end; i++)
        if (candidate(page, i) &&
            page->lines[i].headline + (dgm_line_has(&page->lines[i], DGM_LINE(masthead)) ? 0 : NEARLY) >= best)
            return i;
    return DGM_NONE;
}

/* A page on which nothing looks like an article's run of prose: a brief of a line or two. What ends like a
 * sentence and is no furniture is then taken; of a text that is one line, the stop may have been lost. */
static void find_brief(dgm_page *page) {
    for (uint32_t i = 0; i < page->count; i++) {
        dgm_line *line = &page->lines[i];
        bool whole = dgm_line_has(line, DGM_LINE(full_stop)) || (page->count == 1 && line->words > 3);
        if (line->words < 3 || !whole ||
            dgm_line_has(line, DGM_LINE(strong) | DGM_LINE(stop) | DGM_LINE(tail) | DGM_LINE(phrase) |
                                   DGM_LINE(byline) | DGM_LINE(markup) | DGM_LINE(caption)))
            continue;
        if (page->body_first == page->body_end)
            page->body_first = i;
        page->body_end = i + 1;
        line->body = 1;
    }
}

void dgm_page_body(dgm_page *page) {
    page->body_first = page->body_end = page->count;
    page->headline = DGM_NONE;
    if (page->count == 0)
        return;
    page->body_first = page->body_end = 0;
    find_range(page);
    if (page->body_first == page->body_end)
        find_brief(page);
    trim_front(page);
    with_cut_tail(page);
    with_short_first(page);
    with_first_sentences(page);
    if (page->body_first == page->body_end)
        page->body_first = page->body_end = page->count;
    page->headline = page->know->known ? find_headline(page) : DGM_NONE;
}
