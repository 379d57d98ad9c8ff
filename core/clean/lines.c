/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of a page, each judged by its shape and by the phrases of the lexicon. */
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "clean/page.h"

dgm_str dgm_trim(dgm_str s) {
    uint32_t step;
    while (s.n) {
        uint32_t c = dgm_utf8_next(s.p, s.n, &step);
        if (!dgm_cp_is_space(c) && c >= 0x20)
            break;
        s = (dgm_str){s.p + step, s.n - step};
    }
    while (s.n) {
        uint32_t n = s.n - 1;
        while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
            n--;
        uint32_t c = dgm_utf8_next(s.p + n, s.n - n, &step);
        if (!dgm_cp_is_space(c) && c >= 0x20)
            break;
        s.n = n;
    }
    return s;
}

bool dgm_name_like(dgm_str word) {
    uint32_t step;
    return word.n && dgm_cp_is_upper(dgm_utf8_next(word.p, word.n, &step));
}

static bool closing(uint32_t c) { return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201D || c == 0x2019 || c == 0xBB; }

static bool like_sentence(dgm_str s) {
    uint32_t step, n = s.n;
    while (n) {
        uint32_t at = n - 1;
        while (at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80)
            at--;
        uint32_t c = dgm_utf8_next(s.p + at, s.n - at, &step);
        if (!closing(c))
            return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == ':';
        n = at;
    }
    return false;
}

static bool separator(dgm_str s) {
    static const char *const marks[] = {"|", "\u00B7", "\u00BB", "\u2022", "\u203A", "   ", " > ", " / "};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (memmem(s.p, s.n, marks[i], strlen(marks[i])))
            return true;
    return false;
}

/* Words, small first letters, capitals only, and the hash of the units. */
static uint64_t measure(dgm_line *line, dgm_str s) {
    dgm_unit unit;
    uint64_t hash = 0;
    bool small = false, big = false;
    for (uint32_t at = 0; dgm_fold_next(s, &at, &unit);) {
        uint32_t step;
        hash = dgm_fold_hash(hash, unit.text, unit.n);
        line->words++;
        line->lower += dgm_cp_is_lower(dgm_utf8_next(s.p + unit.start, s.n - unit.start, &step));
    }
    for (uint32_t i = 0, step; i < s.n; i += step) {
        uint32_t c = dgm_utf8_next(s.p + i, s.n - i, &step);
        small = small || dgm_cp_is_lower(c);
        big = big || dgm_cp_is_upper(c);
    }
    line->capitals = big && !small;
    return hash;
}

typedef struct verdict {
    bool furniture, stop, tail;
} verdict;

/* What one phrase, found at words [first, end) of a line, says about it. */
static void weigh(const dgm_page *page, const dgm_line *line, dgm_hit hit, uint32_t first, uint32_t end, verdict *v) {
    const dgm_clean_knowledge *k = page->know;
    dgm_str kind = dgm_str_of(dgm_table_str(&k->furniture, hit.row, k->kind));
    bool strong = dgm_table_int(&k->furniture, hit.row, k->weight) > 1;
    uint32_t length = end - first, rest = line->words - length;
    bool prose = line->sentence && line->words > 12 && line->lower * 2 > line->words;
    /* "Related to this, …" is prose; "RELATED", "Related stories", "Read next: …" are not */
    bool weak_stop = length == 1 && rest > 0 && (line->sentence || !line->capitals) && !strong;
    if (dgm_str_is(kind, "line"))
        v->furniture = v->furniture || (first == 0 && rest <= 1 + line->bars * 6u && !prose);
    else if (dgm_str_is(kind, "begins"))
        v->furniture = v->furniture || (first == 0 && (strong || !prose) && (length > 1 || rest <= 10));
    else if (dgm_str_is(kind, "has"))
        v->furniture = v->furniture || (strong ? line->words < 60 : line->words < 26 && !(prose && line->words > 16));
    else if (dgm_str_is(kind, "stop"))
        v->stop = v->stop || (first == 0 && !weak_stop && (strong || !prose) && line->words < 40);
    else if (dgm_str_is(kind, "tail"))
        v->tail = v->tail || (first == 0 && (length > 1 || rest <= 1) && line->words < 60);
}

static void look_up(const dgm_page *page, const dgm_line *line, dgm_str s, verdict *v) {
    const dgm_clean_knowledge *k = page->know;
    dgm_unit unit;
    uint32_t number = 0;
    for (uint32_t at = 0; number < 60 && dgm_fold_next(s, &at, &unit); number++) {
        dgm_walk walk = {0};
        dgm_hits hits;
        uint32_t end = number + 1, inner = at;
        bool more = dgm_index_walk(&k->phrases, &walk, unit.text, unit.n, &hits);
        while (more) {
            for (uint32_t i = 0; i < hits.count; i++)
                weigh(page, line, dgm_hits_at(&hits, i), number, end, v);
            if (!dgm_fold_next(s, &inner, &unit))
                break;
            end++;
            more = dgm_index_walk(&k->phrases, &walk, unit.text, unit.n, &hits);
        }
    }
}

static bool byline(const dgm_line *line, dgm_str s) {
    return line->words >= 2 && line->words <= 24 && !(line->sentence && line->lower > 6) &&
           (dgm_str_starts(s, "By ") || dgm_str_starts(s, "BY ") || dgm_str_starts(s, "by ")) && line->lower * 2 <= line->words + 4;
}

static void judge(const dgm_page *page, dgm_line *line, dgm_str s) {
    verdict v = {0};
    dgm_date d;
    dgm_span where;
    if (line->words == 0) {
        line->kind = DGM_LINE_EMPTY;
        return;
    }
    line->sentence = like_sentence(s);
    line->bars = separator(s);
    if (page->know->known && line->words < 60)
        look_up(page, line, s, &v);
    line->date = page->know->known && line->words < 30 && dgm_page_find_date(page->know, s, &d, &where);
    bool copyright = dgm_str_starts(s, "\u00A9") || dgm_str_starts(s, "(c) ");
    bool prose = line->words >= 9 && (line->capitals ? line->sentence : line->lower * 3 >= line->words);
    if (v.tail)
        line->kind = DGM_LINE_TAIL;
    else if (v.stop || copyright)
        line->kind = DGM_LINE_STOP;
    else if (v.furniture)
        line->kind = DGM_LINE_FURNITURE;
    else if (byline(line, s))
        line->kind = DGM_LINE_BYLINE;
    else if (line->date && line->words <= 16 && !(line->sentence && line->lower > 5))
        line->kind = DGM_LINE_DATE;
    else if (prose && (line->sentence || line->words > 24 || line->lower * 2 > line->words) && !(line->bars && !line->sentence && line->words < 20))
        line->kind = DGM_LINE_PROSE;
    else
        line->kind = DGM_LINE_SHORT;
}

typedef struct seen {
    uint64_t hash;
    uint32_t line;
} seen;

int dgm_page_lines(dgm_page *page) {
    dgm_str text = page->stage->doc->text;
    uint32_t most = 1, slots = 16;
    for (uint32_t i = 0; i < text.n; i++)
        most += text.p[i] == '\n';
    while (slots < 2 * most)
        slots *= 2;
    page->lines = DGM_NEWS(page->stage->scratch, dgm_line, most);
    seen *table = DGM_NEWS(page->stage->scratch, seen, slots);
    if (!page->lines || !table)
        return dgm_fail_memory(page->stage->error);
    for (uint32_t at = 0; at < text.n;) {
        const char *stop = memchr(text.p + at, '\n', text.n - at);
        uint32_t end = stop ? (uint32_t)(stop - text.p) : text.n;
        dgm_str s = dgm_trim((dgm_str){text.p + at, end - at});
        int rc = dgm_spend(page->stage->budget, 1 + s.n / 8, page->stage->error);
        if (rc != DGM_OK)
            return rc;
        at = end + 1;
        dgm_line *line = &page->lines[page->count++];
        *line = (dgm_line){.span = {(uint32_t)(s.p - text.p), (uint32_t)(s.p - text.p) + s.n}, .twin = DGM_NONE};
        uint64_t hash = measure(line, s) | 1;
        judge(page, line, s);
        if (line->words < 3)
            continue;
        uint32_t slot = (uint32_t)(hash >> 20) & (slots - 1);
        while (table[slot].hash && table[slot].hash != hash)
            slot = (slot + 1) & (slots - 1);
        if (table[slot].hash)
            line->twin = table[slot].line;
        else
            table[slot] = (seen){hash, page->count - 1};
    }
    return DGM_OK;
}
