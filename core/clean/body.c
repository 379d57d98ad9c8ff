/* SPDX-License-Identifier: Apache-2.0 */
/* Where the article begins and ends among the lines of a page. */
#include "base/utf8.h"
#include "clean/page.h"

static bool prose(const dgm_page *page, uint32_t i) { return page->lines[i].kind == DGM_LINE_PROSE; }

/* The line is a summary when the words of a headline-like line come again as prose further down: a standfirst. Here: prose that
 * stands again later, or that a later line repeats and continues ("… said on Sunday that he will discuss ..."). */
static bool standfirst(const dgm_page *page, uint32_t i) {
    const dgm_line *line = &page->lines[i];
    dgm_str text = page->stage->doc->text, s = {text.p + line->span.start, dgm_span_len(line->span)};
    uint32_t cut = s.n;
    if (dgm_str_ends(s, "..."))
        cut -= 3;
    else if (dgm_str_ends(s, "\u2026"))
        cut -= 3;
    while (cut && s.p[cut - 1] == ' ')
        cut--;
    for (uint32_t j = i + 1; j < page->count && j < i + 12; j++) {
        dgm_span t = page->lines[j].span;
        if (dgm_span_len(t) >= cut && cut > 30 && dgm_str_eq((dgm_str){text.p + t.start, cut}, (dgm_str){s.p, cut}))
            return true;
    }
    return false;
}

/* The first line of the article: prose after which prose goes on, that is no standfirst. */
static uint32_t find_first(const dgm_page *page) {
    for (uint32_t i = 0; i < page->count; i++)
        if (prose(page, i) && !standfirst(page, i))
            return i;
    return page->count;
}

/* Prose lines after `i`, up to a limit. */
static uint32_t prose_after(const dgm_page *page, uint32_t i) {
    uint32_t n = 0;
    for (uint32_t j = i + 1; j < page->count && n < 8; j++)
        n += prose(page, j);
    return n;
}

static bool sparse_after(const dgm_page *page, uint32_t i) {
    uint32_t lines = 0, running = 0;
    for (uint32_t j = i + 1; j < page->count && j < i + 13; j++) {
        const dgm_line *line = &page->lines[j];
        if (line->kind == DGM_LINE_EMPTY)
            continue;
        lines++;
        running += line->kind == DGM_LINE_PROSE && line->sentence && line->words > 14;
    }
    return running * 2 <= lines;
}

/* A stop line ends the article unless much prose follows ("Also read: …" between paragraphs). */
static uint32_t find_end(const dgm_page *page, uint32_t first) {
    uint32_t end = first, seen = 0;
    for (uint32_t i = first; i < page->count; i++) {
        const dgm_line *line = &page->lines[i];
        if (line->kind == DGM_LINE_TAIL && seen > 0)
            return end;
        if (line->kind == DGM_LINE_STOP && seen > 0 && (prose_after(page, i) < 3 || sparse_after(page, i)))
            return end;
        if (line->kind == DGM_LINE_PROSE) {
            seen++;
            end = i + 1;
        }
    }
    return end;
}

/* Short lines that end the page after the last prose: a cut-off tail of the article has small letters. */
static uint32_t with_cut_tail(const dgm_page *page, uint32_t end) {
    for (uint32_t i = end; i < page->count && i < end + 2; i++) {
        const dgm_line *line = &page->lines[i];
        if (line->kind == DGM_LINE_SHORT && line->lower * 2 > line->words && line->words > 3 && !line->bars && i + 1 == page->count)
            return i + 1;
        if (line->kind != DGM_LINE_EMPTY)
            break;
    }
    return end;
}

static bool headline_like(const dgm_page *page, uint32_t i) {
    const dgm_line *line = &page->lines[i];
    dgm_str text = page->stage->doc->text;
    bool stops = line->sentence && text.p[line->span.end - 1] == '.';
    bool question = (line->kind == DGM_LINE_SHORT || line->kind == DGM_LINE_PROSE || (line->kind == DGM_LINE_FURNITURE && line->words > 5));
    return question && !stops && line->words >= 3 && line->words <= 30 && !(line->bars && line->words < 8) && !line->date;
}

/* Of the lines before the body: the one that is repeated, else the longest of headline shape, the last one winning ties less
 * than the first. */
static uint32_t find_headline(const dgm_page *page, uint32_t first) {
    uint32_t best = DGM_NONE, best_score = 0;
    for (uint32_t i = 0; i < first; i++) {
        if (!headline_like(page, i) || page->lines[i].twin != DGM_NONE)
            continue;
        uint32_t score = page->lines[i].words < 14 ? page->lines[i].words : 14;
        for (uint32_t j = i + 1; j < page->count && j < first + 3; j++)
            if (page->lines[j].twin == i)
                score += 10;
        bool caption = i > 0 && best != DGM_NONE && best_score >= 5 && page->lines[i].lower * 5 > page->lines[i].words * 4;
        if (score > best_score + (best != DGM_NONE ? 3 : 0) && !caption) {
            best = i;
            best_score = score;
        }
    }
    return best_score >= 4 ? best : DGM_NONE;
}

void dgm_page_body(dgm_page *page) {
    uint32_t first = find_first(page);
    page->headline = DGM_NONE;
    page->body_first = first;
    page->body_end = first < page->count ? with_cut_tail(page, find_end(page, first)) : first;
    if (first == page->count)
        page->body_end = page->body_first = page->count;
    page->headline = find_headline(page, first);
    if (page->headline == DGM_NONE && first == page->count && page->count > 0 && page->lines[0].kind == DGM_LINE_SHORT)
        page->headline = headline_like(page, 0) ? 0 : DGM_NONE;
    /* a headline that reads like prose: one line, no stop, then prose */
    if (page->headline == DGM_NONE && first < page->count && headline_like(page, first) && prose_after(page, first) > 1) {
        page->headline = first;
        for (uint32_t i = first + 1; i < page->body_end; i++)
            if (prose(page, i) && page->lines[i].twin != first && !standfirst(page, i)) {
                page->body_first = i;
                break;
            }
    }
}
