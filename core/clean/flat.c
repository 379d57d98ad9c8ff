/* SPDX-License-Identifier: Apache-2.0 */
#include "clean/flat.h"

#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"

#define HEAD_BYTES 6000u /* what stands before the article is no longer */
#define HEAD_PROSE 3u    /* so many sentences in a row are the article's: what is before it is over */
#define SAME_WORDS 5u    /* so many words in a row that come again are no chance */
#define SAME_MOST 40u    /* words of the longest headline or caption that comes again */
#define BRACKET 160u     /* bytes of the longest caption or credit in brackets */
#define GAP 3u           /* so many spaces in a row were a gap between items */

uint32_t dgm_flat_sentence(dgm_str s, uint32_t at) {
    for (uint32_t i = at + 2; i + 2 < s.n; i++) {
        if (s.p[i] != '.' && s.p[i] != '?' && s.p[i] != '!')
            continue;
        bool word = (s.p[i - 1] >= 'a' && s.p[i - 1] <= 'z' && s.p[i - 2] >= 'a' && s.p[i - 2] <= 'z') ||
                    (s.p[i - 1] >= '0' && s.p[i - 1] <= '9') || s.p[i - 1] == ')' || s.p[i - 1] == '/';
        uint32_t end = i + 1, n;
        while (end < s.n && dgm_closing(dgm_utf8_next(s.p + end, s.n - end, &n)))
            end += n;
        if (word && end < s.n && s.p[end] == ' ' && end + 1 < s.n && !(s.p[end + 1] >= 'a' && s.p[end + 1] <= 'z'))
            return end;
    }
    return s.n;
}

uint32_t dgm_flat_stamp(const dgm_page *page, dgm_str s) {
    dgm_str t = dgm_trim(s);
    dgm_date d;
    if (!dgm_str_starts(t, "date ") || t.n < 12)
        return 0;
    uint32_t n = dgm_page_date_at(page->know, t, 5, &d);
    if (!n && t.n > 12 && t.p[9] == '-') /* "2024-11" */
        n = 7;
    return n ? (uint32_t)(t.p - s.p) + 5 + n : 0;
}

static bool capital_start(dgm_str s, uint32_t at) {
    uint32_t n = 0;
    while (at + n < s.n && s.p[at + n] >= 'A' && s.p[at + n] <= 'Z')
        n++;
    return n >= 3;
}

static uint32_t word_end(dgm_str s, uint32_t at) {
    const char *p = at < s.n ? memchr(s.p + at, ' ', s.n - at) : NULL;
    return p ? (uint32_t)(p - s.p) : s.n;
}

static uint32_t blanks(dgm_str s, uint32_t at) {
    while (at < s.n && s.p[at] == ' ')
        at++;
    return at;
}

/* The word that ends before `at`, spaces left out. */
static dgm_str word_before(dgm_str s, uint32_t at) {
    while (at > 0 && s.p[at - 1] == ' ')
        at--;
    uint32_t from = at;
    while (from > 0 && s.p[from - 1] != ' ')
        from--;
    return (dgm_str){s.p + from, at - from};
}

static bool small(dgm_str word) {
    uint32_t step;
    return word.n && dgm_cp_is_lower(dgm_utf8_next(word.p, word.n, &step));
}

/* A sentence goes on behind it: "on", "of", "Monday,". */
static bool leads_on(const dgm_flat *f, uint32_t at) {
    dgm_str before = word_before(f->text, at);
    if (before.n == 0)
        return false;
    return before.p[before.n - 1] == ',' || (small(before) && dgm_page_is(f->page, before, "leads"));
}

/* ---- marks: each returns the bytes of what begins at `at`, 0 for none -- */

/* Phrases of an index at `at`: the end of the longest one. */
static uint32_t longest(const dgm_index *index, dgm_str s, uint32_t at) {
    dgm_walk walk = {0};
    dgm_hits hits;
    dgm_unit unit;
    uint32_t found = at;
    while (dgm_fold_next(s, &at, &unit)) {
        bool more = dgm_index_walk(index, &walk, unit.text, unit.n, &hits);
        if (more && hits.count)
            found = unit.end;
        if (!more)
            break;
    }
    return found;
}

/* ", 09:40 GMT+1", "at 5:10 pm (UTC-4)", "4.12pm": what stands behind a date on pages. */
static uint32_t clock_after(dgm_str s, uint32_t at) {
    for (uint32_t words = 0; words < 5; words++) {
        uint32_t from = blanks(s, at);
        while (from < s.n && strchr(",|/-", s.p[from]))
            from = blanks(s, from + 1);
        if (from + 3 <= s.n && memcmp(s.p + from, "\u2014", 3) == 0)
            from = blanks(s, from + 3);
        dgm_str word = {s.p + from, word_end(s, from) - from};
        bool digit = word.n && word.p[0] >= '0' && word.p[0] <= '9' && word.n < 10 &&
                     (memchr(word.p, ':', word.n) || memchr(word.p, '.', word.n));
        bool zone = word.n > 1 && word.n < 9 && words > 0;
        for (uint32_t i = 0; zone && i < word.n; i++)
            zone = (word.p[i] >= 'A' && word.p[i] <= 'Z') || strchr("+-().:0123456789", word.p[i]);
        bool half = dgm_str_ieq(word, "am") || dgm_str_ieq(word, "pm") || dgm_str_ieq(word, "a.m.") ||
                    dgm_str_ieq(word, "p.m.");
        bool joint = dgm_str_is(word, "at");
        if (!digit && !zone && !half && !joint)
            break;
        at = from + word.n;
    }
    return at;
}

/* "Published: Tuesday, September 26, 2023 14:05 GMT": the label may be missing. */
static uint32_t dated(const dgm_flat *f, uint32_t at) {
    const dgm_clean_knowledge *k = f->page->know;
    dgm_str s = f->text;
    dgm_date d;
    uint32_t label = longest(&k->label_names, s, at), i = label;
    while (i < s.n && strchr(" :", s.p[i]))
        i++;
    uint32_t n = longest(&k->weekday_names, s, i);
    while (n > i && n < s.n && strchr(" ,.", s.p[n]))
        n++;
    i = n > i ? n : i;
    n = dgm_page_date_at(k, s, i, &d);
    if (!n || !d.year || !d.month || !d.day || (label == at && leads_on(f, at)))
        return 0;
    uint32_t end = clock_after(s, i + n), next = blanks(s, end);
    bool goes_on = next < s.n && (strchr(",;", s.p[next]) || small((dgm_str){s.p + next, s.n - next}));
    return label == at && goes_on ? 0 : end - at;
}

/* Names in a row, from `at`; two words each, or more where a comma or "and" shows the end. */
static uint32_t names(const dgm_flat *f, uint32_t at) {
    dgm_str s = f->text;
    uint32_t end = at, words = 0;
    bool capitals = capital_start(s, at);
    for (uint32_t i = at; i < s.n && end - at < BRACKET;) {
        dgm_str word = {s.p + i, word_end(s, i) - i};
        bool joint = dgm_str_is(word, "and") || dgm_str_is(word, "in") || dgm_str_is(word, "with");
        bool more = word.n && dgm_name_like(word) && words < 2 && (capitals || !capital_start(s, i) || words == 0) &&
                    !dgm_page_is(f->page, word, "opens");
        if (!more && !(joint && words))
            break;
        bool comma = word.n && word.p[word.n - 1] == ',';
        bool initial = word.n == 2 && word.p[1] == '.';
        words = joint || comma ? 0 : words + !initial;
        end = joint ? end : i + word.n;
        i = blanks(s, i + word.n);
    }
    return end;
}

static uint32_t byline(const dgm_flat *f, uint32_t at) {
    dgm_str s = f->text;
    if (s.n - at < 8 || s.p[at] != 'B' || (s.p[at + 1] | 32) != 'y' || s.p[at + 2] != ' ' || leads_on(f, at))
        return 0;
    uint32_t end = names(f, at + 3), first = word_end(s, at + 3), agency;
    bool known = dgm_page_agency(f->page->know, (dgm_str){s.p + at + 3, first - at - 3}, &agency).n > 0;
    return end > first || (known && end == first) ? end - at : 0;
}

/* "(REUTERS Photo)", "(Photo by Milan Thapa)", "[Read more]" */
static uint32_t bracket(const dgm_flat *f, uint32_t at) {
    dgm_str s = f->text;
    char shut = s.p[at] == '(' ? ')' : ']';
    const char *close = memchr(s.p + at, shut, s.n - at < BRACKET ? s.n - at : BRACKET);
    uint32_t end = close ? (uint32_t)(close - s.p) + 1 : at;
    dgm_unit unit;
    for (uint32_t i = at; i < end && dgm_fold_next((dgm_str){s.p, end}, &i, &unit);)
        if (dgm_page_is(f->page, (dgm_str){unit.text, unit.n}, "caption") &&
            dgm_name_like((dgm_str){s.p + unit.start, unit.end - unit.start}))
            return end - at;
    return 0;
}

/* "Photo: Focus Bangla", "Credit: J. Pettifer": a word of captions, a colon, names. */
static uint32_t credit(const dgm_flat *f, uint32_t at) {
    dgm_str s = f->text, word = {s.p + at, word_end(s, at) - at};
    if (word.n < 3 || word.p[word.n - 1] != ':' || !dgm_name_like(word) ||
        !dgm_page_is(f->page, (dgm_str){word.p, word.n - 1}, "caption"))
        return 0;
    uint32_t end = names(f, blanks(s, at + word.n)), next = blanks(s, end);
    dgm_str last = word_before(s, end);
    /* "Photo: AFP Accused of …": the second capital begins the sentence */
    if (next < s.n && small((dgm_str){s.p + next, s.n - next}) && last.p > s.p + at + word.n)
        end = (uint32_t)(last.p - s.p);
    return end - at;
}

/* A phrase of furniture of two words or more; *alone: the phrase is all of it. */
static uint32_t furniture(const dgm_flat *f, uint32_t at, bool *alone) {
    static const char *const kinds[] = {"line", "begins", "has", "stop", "tail"};
    const dgm_clean_knowledge *k = f->page->know;
    dgm_str s = f->text;
    bool digit = s.p[at] >= '0' && s.p[at] <= '9'; /* "2 min read" */
    uint32_t from = digit ? blanks(s, word_end(s, at)) : at, found = 0, words = 0;
    dgm_walk walk = {0};
    dgm_hits hits;
    dgm_unit unit;
    for (uint32_t i = from; words < 8 && dgm_fold_next(s, &i, &unit); words++) {
        if (!dgm_index_walk(&k->phrases, &walk, unit.text, unit.n, &hits))
            break;
        for (uint32_t h = 0; h < hits.count && words > 0; h++) {
            dgm_str kind = dgm_str_of(dgm_table_str(&k->furniture, dgm_hits_at(&hits, h).row, k->kind));
            for (size_t j = 0; j < sizeof kinds / sizeof kinds[0]; j++)
                if (dgm_str_is(kind, kinds[j])) {
                    found = unit.end - at;
                    *alone = j == 0 || (digit && j == 2);
                }
        }
    }
    return digit && !*alone ? 0 : found;
}

static uint64_t hash_words(dgm_str s, uint32_t at, uint32_t count) {
    uint64_t hash = 0;
    dgm_unit unit;
    for (; count && dgm_fold_next(s, &at, &unit); count--)
        hash = dgm_fold_hash(hash, unit.text, unit.n);
    return count ? 0 : hash | 1;
}

/* The words of an earlier piece again; *length: as far as they are the same, where that is all. */
static bool again(const dgm_flat *f, uint32_t at, uint32_t *length) {
    uint64_t hash = hash_words(f->text, at, SAME_WORDS);
    for (uint32_t k = 0; hash && k < f->starts; k++) {
        uint32_t a = f->start[k], b = at, words = 0, end = at;
        dgm_unit u, v;
        if (f->words[k] != hash || a >= at)
            continue;
        while (words++ < SAME_MOST && a < at && dgm_fold_next(f->text, &a, &u) && dgm_fold_next(f->text, &b, &v) &&
               u.n == v.n && memcmp(u.text, v.text, u.n) == 0 && u.end <= at)
            end = v.end;
        uint32_t next = blanks(f->text, end); /* "… will discuss ways": a standfirst that breaks off, and the article */
        bool goes_on = next < f->text.n && small((dgm_str){f->text.p + next, f->text.n - next});
        *length = goes_on ? 0 : end - at;
        return true;
    }
    return false;
}

/* "… into the suitcase The European Union": a word that opens sentences behind one that ends none. */
static bool opens(const dgm_flat *f, uint32_t at) {
    dgm_str s = f->text, before = word_before(s, at), word = {s.p + at, word_end(s, at) - at};
    uint32_t n, last = dgm_last_char(before, &n);
    return dgm_name_like(word) && small(before) && dgm_cp_is_letter(last) && !dgm_page_is(f->page, before, "leads") &&
           dgm_page_is(f->page, word, "opens");
}

/* Does something begin at `at` that is no part of a sentence? *length: its bytes, where they are known. */
static bool mark(const dgm_flat *f, uint32_t at, uint32_t *length) {
    static const char *const bars[] = {"|", "\u00B7", "\u00BB", "\u2022", "\u203A", "\u25BA", "> "};
    dgm_str s = f->text, rest = {s.p + at, s.n - at};
    bool head = f->prose < HEAD_PROSE && at < HEAD_BYTES, alone = false;
    unsigned char c = (unsigned char)s.p[at];
    bool capital = dgm_name_like(rest), digit = c >= '0' && c <= '9';
    *length = 0;
    for (size_t i = 0; i < sizeof bars / sizeof bars[0]; i++)
        if (dgm_str_starts(rest, bars[i]))
            return true;
    if (at >= GAP && memcmp(s.p + at - GAP, "   ", GAP) == 0)
        return true;
    if (c == '(' || c == '[')
        return (*length = bracket(f, at)) > 0;
    if (!capital && !digit)
        return false;
    if (head && again(f, at, length))
        return true;
    if (head && ((*length = dated(f, at)) > 0 || (*length = byline(f, at)) > 0))
        return true;
    if ((*length = credit(f, at)) > 0)
        return true;
    uint32_t phrase = furniture(f, at, &alone);
    if (phrase) {
        *length = alone ? phrase : 0;
        return true;
    }
    return head && ((capital_start(s, at) && !capital_start(word_before(s, at), 0) && dgm_page_front(f->page, rest)) ||
                    opens(f, at));
}

static bool article(const dgm_line *line) {
    return line->words > 9 && dgm_line_has(line, DGM_LINE(full_stop)) &&
           !dgm_line_has(line, DGM_LINE(caption) | DGM_LINE(strong) | DGM_LINE(inside) | DGM_LINE(markup) |
                                   DGM_LINE(reader) | DGM_LINE(bars) | DGM_LINE(date));
}

static void remember(dgm_flat *f, uint32_t at) {
    uint64_t hash = f->starts < FLAT_STARTS ? hash_words(f->text, at, SAME_WORDS) : 0;
    if (hash) {
        f->start[f->starts] = at;
        f->words[f->starts++] = hash;
    }
}

uint32_t dgm_flat_piece(dgm_flat *f, uint32_t at) {
    dgm_str s = f->text;
    uint32_t length = 0;
    if (f->page->count && f->prose < HEAD_PROSE)
        f->prose = article(&f->page->lines[f->page->count - 1]) ? f->prose + 1 : 0;
    if (f->sentence <= at)
        f->sentence = dgm_flat_sentence(s, at);
    at = blanks(s, at);
    if (!f->page->know->known || at >= s.n)
        return f->sentence;
    bool first = f->marks > 0 && mark(f, at, &length);
    f->own = f->cut || first;
    f->cut = false;
    if (length && at + length < f->sentence) {
        f->marks -= f->marks > 0;
        f->cut = true;
        remember(f, at);
        return at + length;
    }
    remember(f, at);
    for (uint32_t i = word_end(s, at); i < f->sentence && f->marks; i = word_end(s, i)) {
        i = blanks(s, i);
        if (i < f->sentence && mark(f, i, &length)) {
            f->marks--;
            f->cut = true;
            return i;
        }
    }
    return f->sentence;
}
