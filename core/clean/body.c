/* SPDX-License-Identifier: Apache-2.0 */
/* Where the article begins and ends among the lines of a page, and which line is its headline. */
#include "base/utf8.h"
#include "clean/page.h"

#define MOST 40     /* a line's score counts up to this, so that no single paragraph bridges a page of furniture … */
#define LEAST (-40) /* … and no single line of furniture cuts an article in two, but for … */
#define STOPS (-60) /* … the heading of a section that is not the article, */
#define ENDS \
    (-100000) /* … and the line with which an agency's text ends: nothing behind it belongs to what stands before */
#define HEADLINE 3    /* a headline has a better score than this */
#define TAIL_WORDS 4u /* a cut-off last line has more words than this */

static int32_t worth(const dgm_line *line) {
    if (dgm_line_has(line, DGM_LINE(tail)))
        return ENDS;
    int32_t least = dgm_line_has(line, DGM_LINE(stop)) ? STOPS : LEAST;
    int32_t score = line->body > MOST ? MOST : line->body;
    if (dgm_line_has(line, DGM_LINE(stop)) && score > least / 2)
        score = least / 2;
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
        sum += worth(&page->lines[i]);
        if (sum > best) {
            best = sum;
            page->body_first = from;
            page->body_end = i + 1;
        }
    }
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

/* Of the lines before the article the one with the best score, repetitions not counted. */
static uint32_t find_headline(const dgm_page *page) {
    uint32_t best = DGM_NONE, end = page->body_end > page->body_first ? page->body_first : page->count;
    for (uint32_t i = 0; i < end; i++) {
        const dgm_line *line = &page->lines[i];
        if (line->twin != DGM_NONE || line->headline <= HEADLINE || line->words < 2)
            continue;
        if (best == DGM_NONE || line->headline > page->lines[best].headline)
            best = i;
    }
    return best;
}

void dgm_page_body(dgm_page *page) {
    page->body_first = page->body_end = page->count;
    page->headline = DGM_NONE;
    if (page->count == 0)
        return;
    page->body_first = page->body_end = 0;
    find_range(page);
    with_cut_tail(page);
    if (page->body_first == page->body_end)
        page->body_first = page->body_end = page->count;
    page->headline = page->know->known ? find_headline(page) : DGM_NONE;
}
