/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of a page, each described by its shape and its place. Where the line breaks of a page are gone, sentences
 * stand for lines. */
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "clean/flat.h"

#define FLAT_LINES 8u   /* a page of so few lines … */
#define FLAT_BYTES 600u /* … has its line breaks no more where one of them is as long as this */
#define LINE_DATES 40u  /* words of the longest line in which a date is looked for */
#define TAG_BYTES 200   /* of the longest tag that is taken off a line */
#define LOOK_AHEAD 12u  /* lines after a standfirst within which the text that it repeats begins */

dgm_str dgm_trim(dgm_str s) {
    uint32_t step;
    while (s.n) {
        uint32_t c = dgm_utf8_next(s.p, s.n, &step);
        if (!dgm_cp_is_space(c) && c >= 0x20)
            break;
        s = (dgm_str){s.p + step, s.n - step};
    }
    while (s.n) {
        uint32_t c = dgm_last_char(s, &step);
        if (!dgm_cp_is_space(c) && c >= 0x20)
            break;
        s.n -= step;
    }
    return s;
}

bool dgm_name_like(dgm_str word) {
    uint32_t step;
    return word.n && dgm_cp_is_upper(dgm_utf8_next(word.p, word.n, &step));
}

uint32_t dgm_last_char(dgm_str s, uint32_t *n) {
    uint32_t at = s.n, step;
    *n = 0;
    if (!s.n)
        return 0;
    do
        at--;
    while (at > 0 && s.n - at < 4 && ((unsigned char)s.p[at] & 0xC0) == 0x80);
    *n = s.n - at;
    return dgm_utf8_next(s.p + at, s.n - at, &step);
}

bool dgm_closing(uint32_t c) {
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201D || c == 0x2019 || c == 0xBB;
}

static uint64_t ending(dgm_str s) {
    uint32_t n, c = dgm_last_char(s, &n);
    while (dgm_closing(c)) {
        s.n -= n;
        c = dgm_last_char(s, &n);
    }
    if (c == 0x2026 || dgm_str_ends(s, "..."))
        return DGM_LINE(cut_end);
    if (c == '.' || c == '!')
        return DGM_LINE(full_stop);
    if (c == '?')
        return DGM_LINE(full_stop) | DGM_LINE(question_end);
    return c == ':' ? DGM_LINE(colon_end) : c == ',' || c == ';' ? 0 : DGM_LINE(open_end);
}

/* Which bytes a text has. Most lines lack a byte of most marks, and are not searched for them. */
typedef struct bytes {
    uint64_t has[4];
} bytes;

static bytes bytes_of(dgm_str s) {
    bytes b = {{0}};
    for (uint32_t i = 0; i < s.n; i++)
        b.has[(unsigned char)s.p[i] >> 6] |= (uint64_t)1 << ((unsigned char)s.p[i] & 63);
    return b;
}

static bool has_all(const bytes *b, const char *mark) {
    for (const unsigned char *c = (const unsigned char *)mark; *c; c++)
        if (!(b->has[*c >> 6] >> (*c & 63) & 1))
            return false;
    return true;
}

static bool any_of(dgm_str s, const bytes *b, const char *const *marks, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (has_all(b, marks[i]) && memmem(s.p, s.n, marks[i], strlen(marks[i])))
            return true;
    return false;
}
#define ANY_OF(s, b, list) any_of((s), (b), (list), sizeof(list) / sizeof(list)[0])

static uint64_t marks(dgm_str s) {
    static const char *const bars[] = {"|", "\u00B7", "\u00BB", "\u2022", "\u203A", "   ", " > ", " / ", "\u25BA"};
    static const char *const addresses[] = {"://", "www.", ".com/", " @", "#"};
    static const char *const markup[] = {"</", "/>", "{{", "}}", "();", "){", "=\"", "function(", "&nbsp;", "-->"};
    static const char *const bullets[] = {"\u2022", "- ",     "* ",     "\u25BA", "\u25B2",
                                          "\u2192", "\u25CF", "\u25AA", "\u2605", "\u00B7"};
    dgm_str short_part = s.n > 400 ? (dgm_str){s.p, 400} : s;
    bytes b = bytes_of(short_part);
    uint64_t f = 0;
    uint32_t n, last = dgm_last_char(s, &n);
    f |= ANY_OF(short_part, &b, bars) ? DGM_LINE(bars) : 0;
    f |= ANY_OF(short_part, &b, addresses) || s.p[0] == '@' ? DGM_LINE(address) : 0;
    f |= ANY_OF(short_part, &b, markup) ? DGM_LINE(markup) : 0;
    f |= (s.p[0] == '(' && last == ')') || (s.p[0] == '[' && last == ']') ? DGM_LINE(bracketed) : 0;
    for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++)
        f |= dgm_str_starts(s, bullets[i]) ? DGM_LINE(bullet) : 0;
    f |= s.n > 2 && s.p[0] >= '0' && s.p[0] <= '9' && (s.p[1] == '.' || s.p[1] == ' ') && s.p[2] == ' '
             ? DGM_LINE(bullet)
             : 0;
    return f;
}

/* Sentence ends inside, quotations, clock times, share of digits. */
static uint64_t inner(dgm_str s) {
    uint32_t digits = 0, quotes = 0, ends = 0, clocks = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool digit = c >= '0' && c <= '9';
        digits += digit;
        quotes += c == '"' || (c == '\xE2' && i + 2 < s.n && s.p[i + 1] == '\x80' &&
                               (s.p[i + 2] == '\x9C' || s.p[i + 2] == '\x9D'));
        ends += (c == '.' || c == '?' || c == '!') && i > 2 && i + 2 < s.n && s.p[i + 1] == ' ' && s.p[i - 1] >= 'a' &&
                s.p[i - 1] <= 'z' && s.p[i - 2] >= 'a' && dgm_name_like((dgm_str){s.p + i + 2, s.n - i - 2});
        clocks += (c == ':' || c == '.') && i > 0 && i + 2 < s.n && s.p[i - 1] >= '0' && s.p[i - 1] <= '9' &&
                  s.p[i + 1] >= '0' && s.p[i + 1] <= '5' && s.p[i + 2] >= '0' && s.p[i + 2] <= '9' &&
                  (i + 3 == s.n || s.p[i + 3] < '0' || s.p[i + 3] > '9');
    }
    return (digits * 5 >= s.n ? DGM_LINE(digits) : 0) | (quotes > 1 ? DGM_LINE(quoted) : 0) |
           (ends ? DGM_LINE(sentences) : 0) | (clocks && s.n < 200 ? DGM_LINE(clock) : 0);
}

/* Words, small first letters, the hash of the units; features of size and case. */
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
    for (uint32_t i = 0, step; i < s.n && !(small && big); i += step) {
        uint32_t c = dgm_utf8_next(s.p + i, s.n - i, &step);
        small = small || dgm_cp_is_lower(c);
        big = big || dgm_cp_is_upper(c);
    }
    uint32_t w = line->words;
    line->features |= w <= 3    ? DGM_LINE(words_3)
                      : w <= 8  ? DGM_LINE(words_8)
                      : w <= 16 ? DGM_LINE(words_16)
                      : w <= 30 ? DGM_LINE(words_30)
                                : DGM_LINE(words_more);
    line->features |= big && !small ? DGM_LINE(capitals) : 0;
    uint32_t first;
    line->features |= dgm_cp_is_lower(dgm_utf8_next(s.p, s.n, &first)) ? DGM_LINE(small_start) : 0;
    line->features |= line->lower * 10 >= w * 6            ? DGM_LINE(small)
                      : w >= 3 && line->lower * 20 < w * 7 ? DGM_LINE(title_case)
                                                           : 0;
    return hash | 1;
}

static bool labelled(dgm_str s) {
    const char *colon = memchr(s.p, ':', s.n < 32 ? s.n : 32);
    const char *space = colon ? memchr(s.p, ' ', (size_t)(colon - s.p)) : NULL;
    if (!colon || colon + 1 >= s.p + s.n || colon[1] != ' ')
        return false;
    return !space || !memchr(space + 1, ' ', (size_t)(colon - space - 1));
}

static void describe(const dgm_page *page, dgm_line *line, dgm_str s) {
    dgm_date d;
    dgm_span where;
    line->features |= ending(s) | marks(s) | inner(s) | (labelled(s) ? DGM_LINE(label) : 0);
    if (!page->know->known)
        return;
    dgm_page_phrases(page, line, s);
    if (line->words < LINE_DATES && dgm_page_find_date(page->know, s, &d, &where))
        line->features |= DGM_LINE(date);
    if (dgm_page_front(page, s))
        line->features |= DGM_LINE(dateline);
}

typedef struct seen {
    uint64_t hash;
    uint32_t line;
} seen;

/* "<p>", "</p>", "<h1 class=…>" at the ends of a line: a scraper's leftovers. */
static dgm_str without_tags(dgm_str s) {
    const char *at;
    s = dgm_trim(s);
    while (s.n > 2 && s.p[0] == '<' && (at = memchr(s.p, '>', s.n < TAG_BYTES ? s.n : TAG_BYTES)) != NULL)
        s = dgm_trim((dgm_str){at + 1, (uint32_t)(s.p + s.n - at) - 1});
    while (s.n > 2 && s.p[s.n - 1] == '>' && (at = memrchr(s.p, '<', s.n)) != NULL && s.p + s.n - at < TAG_BYTES)
        s = dgm_trim((dgm_str){s.p, (uint32_t)(at - s.p)});
    return s;
}

static int add_line(dgm_page *page, dgm_str s, bool joined, seen *table, uint32_t slots) {
    dgm_line *line = &page->lines[page->count];
    s = without_tags(s);
    *line = (dgm_line){.twin = DGM_NONE, .joined = joined};
    if (s.n == 0)
        return DGM_OK;
    int rc = dgm_spend(page->stage->budget, 1 + s.n / 8, page->stage->error);
    if (rc != DGM_OK)
        return rc;
    line->span.start = (uint32_t)(s.p - page->stage->doc->text.p);
    line->span.end = line->span.start + s.n;
    uint64_t hash = measure(line, s);
    if (line->words == 0)
        return DGM_OK;
    describe(page, line, s);
    page->count++;
    uint32_t slot = (uint32_t)(hash >> 20) & (slots - 1);
    while (line->words > 2 && table[slot].hash && table[slot].hash != hash)
        slot = (slot + 1) & (slots - 1);
    if (line->words > 2 && table[slot].hash) {
        line->twin = table[slot].line;
        line->features |= DGM_LINE(repeats);
        page->lines[line->twin].features |= DGM_LINE(repeated);
    } else if (line->words > 2) {
        table[slot] = (seen){hash, page->count - 1};
    }
    return DGM_OK;
}

static int cut(dgm_page *page, dgm_str s, seen *table, uint32_t slots) {
    bool pieces = page->flat && s.n > 200;
    uint32_t stamp = page->count == 0 && page->know->known ? dgm_flat_stamp(page, s) : 0;
    int rc = stamp ? add_line(page, (dgm_str){s.p, stamp}, false, table, slots) : DGM_OK;
    dgm_flat flat = {.page = page, .text = s, .marks = FLAT_MARKS};
    for (uint32_t at = stamp, sentence = 0; rc == DGM_OK && at < s.n;) {
        uint32_t end = pieces ? dgm_flat_piece(&flat, at) : s.n, count = page->count;
        rc = add_line(page, (dgm_str){s.p + at, end - at}, sentence > 0 && !flat.own, table, slots);
        sentence += page->count > count;
        at = end;
    }
    return rc;
}

/* Is one of few lines so long that it must hold several paragraphs? */
static uint32_t count_lines(dgm_page *page, dgm_str text) {
    uint32_t lines = 1, filled = 0, longest = 0, sentences = 0;
    for (uint32_t at = 0; at < text.n;) {
        const char *stop = memchr(text.p + at, '\n', text.n - at);
        uint32_t end = stop ? (uint32_t)(stop - text.p) : text.n;
        filled += dgm_trim((dgm_str){text.p + at, end - at}).n > 0;
        longest = end - at > longest ? end - at : longest;
        lines++;
        at = end + 1;
    }
    page->flat = page->tree.count == 0 && filled <= FLAT_LINES && longest > FLAT_BYTES && longest > text.n / 3;
    for (uint32_t at = 0; page->flat && at < text.n; at = dgm_flat_sentence(text, at))
        sentences++;
    return lines + sentences + (page->flat ? (filled + 1) * FLAT_MARKS : 0) + 3;
}

/* A standfirst: a later line opens with its words ("… said on Sunday that he will discuss ..."). */
static bool continued(const dgm_page *page, uint32_t i) {
    dgm_str s = dgm_page_text(page, i);
    uint32_t n;
    for (uint32_t c = dgm_last_char(s, &n); s.n && (c == '.' || c == 0x2026 || c == ' '); c = dgm_last_char(s, &n))
        s.n -= n;
    for (uint32_t j = i + 1; s.n > 30 && j < page->count && j < i + LOOK_AHEAD; j++) {
        dgm_str t = dgm_page_text(page, j);
        if (t.n > s.n + 3 && memcmp(t.p, s.p, s.n) == 0)
            return true;
    }
    return false;
}

static bool prose(const dgm_page *page, uint32_t i) {
    return i < page->count && page->lines[i].words > 9 && dgm_line_has(&page->lines[i], DGM_LINE(full_stop)) &&
           !dgm_line_has(&page->lines[i], DGM_LINE(caption) | DGM_LINE(strong) | DGM_LINE(markup));
}

static bool short_line(const dgm_page *page, uint32_t i) {
    return i >= page->count || (page->lines[i].words < 14 && !dgm_line_has(&page->lines[i], DGM_LINE(full_stop)));
}

/* ---- words in common with the article: a headline has them, a menu has not -- */

#define TOLD_WORDS 8192u /* different words that are remembered */
#define TOLD_BYTES 4u    /* of the shortest word that counts */

typedef struct told {
    uint64_t hash;
    uint32_t line;
    bool others; /* stands in a second line, too */
} told;

typedef struct tellings {
    told *slots;
    uint32_t mask;
} tellings;

/* Room for the words of that text: as many as its bytes can hold, at most. */
static bool make_tellings(dgm_arena *arena, uint32_t length, tellings *table) {
    uint32_t words = length / (TOLD_BYTES + 1) + 1, slots = 64;
    while (slots < 2 * words && slots < 2 * TOLD_WORDS)
        slots *= 2;
    *table = (tellings){DGM_NEWS(arena, told, slots), slots - 1};
    return table->slots != NULL;
}

/* What is known of the word; what has no hash yet is its place. */
static told *told_at(const tellings *table, uint64_t hash) {
    uint32_t slot = (uint32_t)(hash >> 20) & table->mask;
    while (table->slots[slot].hash && table->slots[slot].hash != hash)
        slot = (slot + 1) & table->mask;
    return &table->slots[slot];
}

static void remember_words(const dgm_page *page, const tellings *table) {
    uint32_t words = 0;
    dgm_unit unit;
    for (uint32_t i = 0; i < page->count && words < TOLD_WORDS; i++) {
        dgm_str s = dgm_page_text(page, i);
        if (!prose(page, i) || page->lines[i].twin != DGM_NONE)
            continue;
        for (uint32_t at = 0; words < TOLD_WORDS && dgm_fold_next(s, &at, &unit);) {
            if (unit.n < TOLD_BYTES)
                continue;
            uint64_t hash = dgm_fold_hash(0, unit.text, unit.n) | 1;
            told *t = told_at(table, hash);
            if (!t->hash)
                *t = (told){hash, DGM_NONE, false};
            words += t->line == DGM_NONE;
            t->others = t->others || (t->line != DGM_NONE && t->line != i);
            t->line = t->line == DGM_NONE ? i : t->line;
        }
    }
}

static uint64_t common_words(const dgm_page *page, const tellings *table, uint32_t i) {
    uint32_t words = 0, common = 0;
    dgm_unit unit;
    dgm_str s = dgm_page_text(page, i);
    for (uint32_t at = 0; words < 30 && dgm_fold_next(s, &at, &unit);) {
        if (unit.n < TOLD_BYTES)
            continue;
        const told *t = told_at(table, dgm_fold_hash(0, unit.text, unit.n) | 1);
        words++;
        common += t->hash && (t->others || t->line != i);
    }
    return words == 0 ? 0 : common == 0 ? DGM_LINE(untold) : common * 2 >= words ? DGM_LINE(told) : DGM_LINE(part_told);
}

static int describe_words(dgm_page *page) {
    tellings table;
    if (!make_tellings(page->stage->scratch, page->stage->doc->text.n, &table))
        return dgm_fail_memory(page->stage->error);
    remember_words(page, &table);
    for (uint32_t i = 0; i < page->count; i++)
        page->lines[i].features |= common_words(page, &table, i);
    return DGM_OK;
}

static bool is_mark(const dgm_page *page, uint32_t i, int distance) {
    int64_t at = (int64_t)i + distance;
    return at >= 0 && at < page->count && page->lines[at].words < 24 &&
           dgm_line_has(&page->lines[at], DGM_LINE(date) | DGM_LINE(byline));
}

static void describe_places(dgm_page *page) {
    for (uint32_t i = 0; i < page->count; i++) {
        uint64_t f = i == 0 ? DGM_LINE(first) : 0;
        f |= continued(page, i) ? DGM_LINE(continued) : 0;
        f |= is_mark(page, i, -1) ? DGM_LINE(under_mark) : 0;
        f |= is_mark(page, i, 1) ? DGM_LINE(over_mark) : 0;
        for (int d = 1; d <= 3; d++) {
            f |= is_mark(page, i, -d) ? DGM_LINE(after_mark) : 0;
            f |= is_mark(page, i, d) ? DGM_LINE(before_mark) : 0;
        }
        f |= prose(page, i + 1) ? DGM_LINE(prose_after) : 0;
        f |= i > 0 && prose(page, i - 1) ? DGM_LINE(prose_before) : 0;
        f |= short_line(page, i) && short_line(page, i + 1) && (i == 0 || short_line(page, i - 1)) ? DGM_LINE(list_like)
                                                                                                   : 0;
        page->lines[i].features |= f;
    }
}

/* Both lists are in the order of the text. */
static void describe_tree(dgm_page *page) {
    const dgm_html_lines *tree = &page->tree;
    for (uint32_t i = 0, t = 0; tree->count && i < page->count; i++) {
        while (t + 1 < tree->count && tree->items[t + 1].start <= page->lines[i].span.start)
            t++;
        const dgm_html_line *h = &tree->items[t];
        page->lines[i].features |= (h->chosen ? DGM_LINE(chosen) : 0) | (h->linked ? DGM_LINE(linked) : 0) |
                                   (h->heading ? DGM_LINE(heading) : 0) | (h->item ? DGM_LINE(item) : 0);
    }
}

int dgm_page_lines(dgm_page *page) {
    dgm_str text = page->stage->doc->text;
    uint32_t most = count_lines(page, text), slots = 16;
    while (slots < 2 * most)
        slots *= 2;
    page->lines = DGM_NEWS(page->stage->scratch, dgm_line, most);
    seen *table = DGM_NEWS(page->stage->scratch, seen, slots);
    if (!page->lines || !table)
        return dgm_fail_memory(page->stage->error);
    for (uint32_t at = 0; at < text.n;) {
        const char *stop = memchr(text.p + at, '\n', text.n - at);
        uint32_t end = stop ? (uint32_t)(stop - text.p) : text.n;
        int rc = cut(page, (dgm_str){text.p + at, end - at}, table, slots);
        if (rc != DGM_OK)
            return rc;
        at = end + 1;
    }
    describe_tree(page);
    describe_places(page);
    return describe_words(page);
}
