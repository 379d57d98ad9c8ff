/* SPDX-License-Identifier: Apache-2.0 */
/* Words of the lexicon in a line: phrases of furniture, captions, bylines, agencies. */
#include <string.h>

#include "base/utf8.h"
#include "clean/page.h"

#define LOOKED_AT 60u /* words of a line in which phrases are looked for */

bool dgm_page_is(const dgm_page *page, dgm_str phrase, const char *kind) {
    const dgm_clean_knowledge *k = page->know;
    dgm_hits hits;
    if (!dgm_index_find(&k->phrases, phrase, &hits))
        return false;
    for (uint32_t i = 0; i < hits.count; i++)
        if (dgm_str_is(dgm_str_of(dgm_table_str(&k->furniture, dgm_hits_at(&hits, i).row, k->kind)), kind))
            return true;
    return false;
}

/* What one phrase, found at words [first, end) of a line, says about it. */
static uint64_t weigh(const dgm_page *page, const dgm_line *line, dgm_hit hit, uint32_t first, uint32_t end) {
    const dgm_clean_knowledge *k = page->know;
    dgm_str kind = dgm_str_of(dgm_table_str(&k->furniture, hit.row, k->kind));
    bool strong = dgm_table_int(&k->furniture, hit.row, k->weight) > 1;
    uint32_t length = end - first, rest = line->words - length;
    bool bars = dgm_line_has(line, DGM_LINE(bars)), stops = dgm_line_has(line, DGM_LINE(full_stop));
    bool named = dgm_line_has(line, DGM_LINE(label)); /* "Disclaimer: …" */
    bool running = stops && line->words > 12 && line->lower * 2 > line->words;
    if (dgm_str_is(kind, "line"))
        return first == 0 && rest <= 1 + bars * 6u && !running ? DGM_LINE(phrase) : 0;
    if (dgm_str_is(kind, "begins"))
        return first == 0 && (strong || named || !running) && (length > 1 || rest <= 10)
                   ? (strong ? DGM_LINE(strong) : DGM_LINE(opening))
                   : 0;
    if (dgm_str_is(kind, "has"))
        return strong ? (line->words < LOOKED_AT ? DGM_LINE(strong) : 0) : line->words < 26 ? DGM_LINE(inside) : 0;
    if (dgm_str_is(kind, "caption"))
        return strong ? DGM_LINE(caption) : first < 2 || end + 3 >= line->words ? DGM_LINE(caption) : 0;
    if (dgm_str_is(kind, "stop")) {
        /* "Related to this, …" is prose; "RELATED", "Related stories", "Read next: …" are not */
        bool weak = length == 1 && rest > 0 && (stops || !dgm_line_has(line, DGM_LINE(capitals))) && !strong && !named;
        return first == 0 && !weak && (strong || named || !running) && line->words < LOOKED_AT ? DGM_LINE(stop) : 0;
    }
    if (dgm_str_is(kind, "byline"))
        return first == 0 && line->words <= 12 && !running ? DGM_LINE(byline) : 0;
    if (dgm_str_is(kind, "tail"))
        return first == 0 && (length > 1 || rest <= 1) ? DGM_LINE(tail) : 0;
    return 0;
}

/* "you", "our": what speaks to the reader at a rate of one in twenty words */
static bool reader_word(const dgm_page *page, dgm_hit hit) {
    return dgm_str_is(dgm_str_of(dgm_table_str(&page->know->furniture, hit.row, page->know->kind)), "reader");
}

static bool byline(const dgm_line *line, dgm_str s) {
    bool by = s.n > 3 && (s.p[0] | 32) == 'b' && (s.p[1] | 32) == 'y' && s.p[2] == ' ' &&
              dgm_name_like((dgm_str){s.p + 3, s.n - 3});
    return by && line->words >= 2 && line->words <= 24 &&
           !(dgm_line_has(line, DGM_LINE(full_stop)) && line->lower > 6) && line->lower * 2 <= line->words + 4;
}

static bool agency_line(const dgm_page *page, const dgm_line *line, dgm_str s) {
    uint32_t n;
    return line->words <= 12 && dgm_page_agency(page->know, s, &n).n &&
           (n * 2 >= s.n || dgm_line_has(line, DGM_LINE(bars) | DGM_LINE(date)));
}

static bool masthead(const dgm_page *page, const dgm_line *line, dgm_str s) {
    dgm_unit unit;
    dgm_hits hits;
    uint32_t words = 0;
    if (line->words > 8 || line->lower * 3 > line->words)
        return false;
    for (uint32_t at = 0; dgm_fold_next(s, &at, &unit);)
        words += dgm_index_find(&page->know->masthead_words, (dgm_str){unit.text, unit.n}, &hits);
    return words > 0;
}

void dgm_page_phrases(const dgm_page *page, dgm_line *line, dgm_str s) {
    dgm_unit unit;
    uint32_t number = 0, reader = 0;
    uint64_t found = 0;
    for (uint32_t at = 0; number < LOOKED_AT && dgm_fold_next(s, &at, &unit); number++) {
        dgm_walk walk = {0};
        dgm_hits hits;
        uint32_t end = number + 1, on = at;
        bool more = dgm_index_walk(&page->know->phrases, &walk, unit.text, unit.n, &hits);
        while (more) {
            for (uint32_t i = 0; i < hits.count; i++) {
                dgm_hit hit = dgm_hits_at(&hits, i);
                found |= weigh(page, line, hit, number, end);
                reader += reader_word(page, hit);
            }
            if (!dgm_fold_next(s, &on, &unit))
                break;
            end++;
            more = dgm_index_walk(&page->know->phrases, &walk, unit.text, unit.n, &hits);
        }
    }
    if (line->words < 40 && s.n > 4 && memmem(s.p + 4, s.n - 4, "\u00A9", 2))
        found |= DGM_LINE(caption);
    if (dgm_str_starts(s, "\u00A9") || dgm_str_starts(s, "(c) "))
        found |= DGM_LINE(stop);
    if (reader && !dgm_line_has(line, DGM_LINE(quoted)) && reader * 20 >= number)
        found |= DGM_LINE(reader);
    if (byline(line, s))
        found |= DGM_LINE(byline);
    if (masthead(page, line, s))
        found |= DGM_LINE(masthead);
    if (agency_line(page, line, s))
        found |= DGM_LINE(agency);
    line->features |= found;
}
