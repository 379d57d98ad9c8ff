/* SPDX-License-Identifier: Apache-2.0 */
/* Dates as pages print them, and which of them is the publication. */
#include <string.h>

#include "base/utf8.h"
#include "clean/page.h"

#define DATE_LINE 400u /* bytes of a line in which dates are looked for */
#define AFTER 8u       /* lines after the article that may still tell its day */
#define SURE 9         /* rank from which a date of the text can contradict the input */

static bool digit(dgm_str t, uint32_t i) { return i < t.n && t.p[i] >= '0' && t.p[i] <= '9'; }

static uint32_t digits(dgm_str t, uint32_t at, uint32_t most, uint32_t *value) {
    uint32_t n = 0;
    *value = 0;
    while (n < most && digit(t, at + n))
        *value = *value * 10 + (uint32_t)(t.p[at + n++] - '0');
    return digit(t, at + n) ? 0 : n;
}

static uint32_t blanks(dgm_str t, uint32_t at) {
    uint32_t n = 0;
    while (at + n < t.n && (t.p[at + n] == ' ' || t.p[at + n] == ',' || t.p[at + n] == '.' ||
                            (unsigned char)t.p[at + n] == 0xA0 || (unsigned char)t.p[at + n] == 0xC2))
        n++;
    return n;
}

/* A month's name at `at`: its length, 0 for none. */
static uint32_t month_at(const dgm_clean_knowledge *k, dgm_str t, uint32_t at, uint32_t *number) {
    uint32_t n = 0;
    dgm_hits hits;
    while (at + n < t.n && n < 12 && ((t.p[at + n] | 32) >= 'a' && (t.p[at + n] | 32) <= 'z'))
        n++;
    if (n < 3 || !dgm_index_find(&k->month_names, (dgm_str){t.p + at, n}, &hits) ||
        !dgm_name_like((dgm_str){t.p + at, n}))
        return 0;
    *number = (uint32_t)dgm_table_int(&k->months, dgm_hits_at(&hits, 0).row, k->month_number);
    return n;
}

static uint32_t ordinal(dgm_str t, uint32_t at) {
    static const char *const ends[] = {"st", "nd", "rd", "th"};
    for (int i = 0; i < 4; i++)
        if (at + 2 <= t.n && memcmp(t.p + at, ends[i], 2) == 0)
            return 2;
    return 0;
}

static uint32_t year_at(dgm_str t, uint32_t at, uint32_t *year) {
    uint32_t n = digits(t, at, 4, year);
    if (n == 4 && *year >= 1900 && *year < 2100)
        return 4;
    *year = 0;
    return 0;
}

static bool make(uint32_t y, uint32_t m, uint32_t d, dgm_date *out) {
    *out = (dgm_date){(int16_t)y, (uint8_t)m, (uint8_t)d};
    dgm_date check = *out;
    if (!y)
        check.year = 2000;
    return m >= 1 && m <= 12 && d <= 31 && dgm_date_valid(check);
}

/* 2025-10-22  2025/10/22  22/10/2025  10/22/2025  22.10.2025  22. 10. 2025 */
static uint32_t numeric(dgm_str t, uint32_t at, dgm_date *out) {
    uint32_t a, b, c, n = digits(t, at, 4, &a), i = at + n;
    if (n == 0 || i >= t.n || !strchr("-/.", t.p[i]))
        return 0;
    char sep = t.p[i++];
    bool spaced = sep == '.' && i < t.n && t.p[i] == ' ';
    i += spaced;
    uint32_t m = digits(t, i, 2, &b);
    i += m;
    if (m == 0 || i >= t.n || t.p[i++] != sep || (spaced && (i >= t.n || t.p[i++] != ' ')))
        return 0;
    uint32_t l = digits(t, i, 4, &c);
    i += l;
    if (n == 4 && l >= 1 && l <= 2 && a >= 1900 && a < 2100)
        return make(a, b, c, out) ? i - at : 0;
    if (n <= 2 && l == 4 && c >= 1900 && c < 2100) {
        bool american = a <= 12 && b > 12;
        return make(c, american ? a : b, american ? b : a, out) ? i - at : 0;
    }
    return 0;
}

/* "October 22, 2025", "Nov 3" */
static uint32_t month_first(const dgm_clean_knowledge *k, dgm_str t, uint32_t at, dgm_date *out) {
    uint32_t m, d, y = 0, i = at + month_at(k, t, at, &m);
    if (i == at)
        return 0;
    i += blanks(t, i);
    uint32_t n = digits(t, i, 2, &d), n4 = year_at(t, i, &y);
    if (n4)
        return make(y, m, 0, out) ? i + n4 - at : 0; /* "October 2025" */
    if (n == 0 || d == 0)
        return 0;
    i += n;
    i += ordinal(t, i);
    uint32_t gap = blanks(t, i), ny = gap ? year_at(t, i + gap, &y) : 0;
    return make(y, m, d, out) ? i + (ny ? gap + ny : 0) - at : 0;
}

/* "22 October 2025", "06 Apr 2023", "3rd of November", "22-Oct-2025" */
static uint32_t day_first(const dgm_clean_knowledge *k, dgm_str t, uint32_t at, dgm_date *out) {
    uint32_t d, m, y = 0, i = at, n = digits(t, i, 2, &d);
    if (n == 0 || d == 0)
        return 0;
    i += n;
    i += ordinal(t, i);
    uint32_t gap = i < t.n && t.p[i] == '-' ? 1 : blanks(t, i);
    if (gap == 0)
        return 0;
    i += gap;
    if (i + 3 < t.n && memcmp(t.p + i, "of ", 3) == 0)
        i += 3;
    uint32_t month = month_at(k, t, i, &m);
    if (month == 0)
        return 0;
    i += month;
    gap = i < t.n && t.p[i] == '-' ? 1 : blanks(t, i);
    uint32_t ny = gap ? year_at(t, i + gap, &y) : 0;
    return make(y, m, d, out) ? i + (ny ? gap + ny : 0) - at : 0;
}

uint32_t dgm_page_date_at(const dgm_clean_knowledge *know, dgm_str text, uint32_t at, dgm_date *out) {
    if (!know->known || (at > 0 && (digit(text, at - 1) || text.p[at - 1] == '-')))
        return 0;
    if (digit(text, at)) {
        uint32_t n = numeric(text, at, out);
        return n ? n : day_first(know, text, at, out);
    }
    return month_first(know, text, at, out);
}

bool dgm_page_find_date(const dgm_clean_knowledge *know, dgm_str s, dgm_date *out, dgm_span *where) {
    for (uint32_t i = 0; i < s.n; i++) {
        bool start = i == 0 || !((s.p[i - 1] | 32) >= 'a' && (s.p[i - 1] | 32) <= 'z');
        if (!start && !digit(s, i))
            continue;
        uint32_t n = start || digit(s, i) ? dgm_page_date_at(know, s, i, out) : 0;
        if (n && out->year && out->month) {
            *where = (dgm_span){i, i + n};
            return true;
        }
    }
    return false;
}

enum { PLAIN, PUBLISHED, UPDATED, TODAY };

/* What stands before the date in its line. */
static int label_before(const dgm_clean_knowledge *k, dgm_str line, uint32_t date) {
    dgm_unit unit;
    int found = PLAIN;
    for (uint32_t at = 0; at < date && dgm_fold_next(line, &at, &unit);) {
        dgm_walk walk = {0};
        dgm_hits hits;
        uint32_t inner = at;
        bool more = dgm_index_walk(&k->label_names, &walk, unit.text, unit.n, &hits);
        for (int words = 0; more && words < 4; words++) {
            for (uint32_t i = 0; i < hits.count; i++) {
                dgm_str meaning = dgm_str_of(dgm_table_str(&k->labels, dgm_hits_at(&hits, i).row, k->meaning));
                found = dgm_str_is(meaning, "published") ? PUBLISHED : dgm_str_is(meaning, "updated") ? UPDATED : TODAY;
            }
            if (!dgm_fold_next(line, &inner, &unit))
                break;
            more = dgm_index_walk(&k->label_names, &walk, unit.text, unit.n, &hits);
        }
    }
    return found;
}

typedef struct candidate {
    int rank; /* higher is better */
    dgm_date date;
} candidate;

/* How well a date in a line says when the article was published: its label, else its place before or after the
 * article. */
static int rank_of(const dgm_page *page, uint32_t i, int label, bool full, bool clock) {
    const dgm_line *line = &page->lines[i];
    bool before = i < page->body_first;
    bool mere = line->words < 24 && !dgm_line_has(line, DGM_LINE(caption) | DGM_LINE(stop) | DGM_LINE(inside));
    if (label == TODAY)
        return 1;
    if (!before && label != PUBLISHED && !mere)
        return label == PLAIN && dgm_line_has(line, DGM_LINE(tail)) ? 3 : 2;
    int rank = label == PUBLISHED ? 14 : label == UPDATED ? (before ? 7 : 5) : before ? 9 : 4;
    bool sentence = label == PLAIN && line->words > 12 && dgm_line_has(line, DGM_LINE(full_stop));
    if (line->words >= 24 || sentence || dgm_line_has(line, DGM_LINE(caption)))
        return 2;
    if (before && label == PLAIN && dgm_line_has(line, DGM_LINE(address)) &&
        memmem(dgm_page_text(page, i).p, dgm_page_text(page, i).n, "://", 3))
        return 12; /* the address of the page */
    /* the day on top of the page may be that of the visit; the one beside headline and byline is the article's */
    bool near = page->headline != DGM_NONE && i + 4 > page->headline && i < page->headline + 6;
    rank +=
        (before && near) + (before && (page->headline != DGM_NONE ? i > page->headline : false)) + (clock && before);
    return full ? rank : rank - 2;
}

/* All dates of one line; "Published X, Updated Y" has two. */
static void weigh_line(const dgm_page *page, uint32_t i, candidate *best) {
    dgm_str s = dgm_head(dgm_page_text(page, i), DATE_LINE);
    dgm_date date;
    dgm_span where;
    for (uint32_t from = 0;
         from < s.n && dgm_page_find_date(page->know, (dgm_str){s.p + from, s.n - from}, &date, &where);) {
        int label = label_before(page->know, (dgm_str){s.p + from, s.n - from}, where.start);
        int rank = rank_of(page, i, label, date.day != 0, dgm_line_has(&page->lines[i], DGM_LINE(clock)));
        if (rank > best->rank)
            *best = (candidate){rank, date};
        from += where.end;
    }
}

/* …/2025/10/22/… or …-2025-10-22… */
static bool url_date(dgm_str url, dgm_date *out) {
    for (uint32_t i = 0; i + 10 <= url.n; i++) {
        uint32_t y, m, d;
        char sep = url.p[i + 4];
        if ((i > 0 && digit(url, i - 1)) || !strchr("/-", sep) || url.p[i + 7] != sep)
            continue;
        if (year_at(url, i, &y) && digits(url, i + 5, 2, &m) == 2 && digits(url, i + 8, 2, &d) == 2 &&
            make(y, m, d, out) && d)
            return true;
    }
    return false;
}

int dgm_page_dates(dgm_page *page) {
    dgm_doc *doc = page->stage->doc;
    dgm_clean *c = &doc->clean;
    candidate best = {0};
    dgm_date from_url = {0};
    for (uint32_t i = 0; i < page->count && i < page->body_end + AFTER; i++)
        if ((i < page->body_first || i >= page->body_end) && dgm_line_has(&page->lines[i], DGM_LINE(date)))
            weigh_line(page, i, &best);
    bool in_url = url_date(doc->input.url, &from_url);
    if (doc->input.published.year) {
        c->published = doc->input.published;
        c->published_at = doc->input.published_at;
        c->published_from = DGM_FROM_INPUT;
        if (best.rank >= SURE && best.date.day && dgm_date_cmp(best.date, c->published) != 0)
            dgm_doc_warn(doc, "the text gives another day of publication than the input");
    } else if (c->published.year) {
        c->published_from = DGM_FROM_HTML;
    } else if (best.rank > 2) {
        c->published = best.date;
        c->published_from = DGM_FROM_TEXT;
    } else if (in_url) {
        c->published = from_url;
        c->published_from = DGM_FROM_URL;
    }
    return DGM_OK;
}
