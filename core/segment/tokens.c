/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens as Universal Dependencies has them for English (EWT, GUM): punctuation, hyphens, currency signs and clitics are
 * tokens of their own; abbreviations, numbers with separators, clock times and web addresses stay whole. */
#include <string.h>

#include "base/utf8.h"
#include "segment/segment.h"

typedef struct cutter {
    dgm_stage *stage;
    const dgm_segment_knowledge *know;
    const char *text;
} cutter;

static int push(cutter *c, uint32_t start, uint32_t end, bool space_before) {
    dgm_doc *doc = c->stage->doc;
    if (start >= end)
        return DGM_OK;
    dgm_token *t = DGM_PUSH(&doc->tokens, doc->arena);
    if (!t)
        return dgm_fail_memory(c->stage->error);
    t->span = (dgm_span){start, end};
    t->head = DGM_NONE;
    t->mention = DGM_NONE;
    t->shape = dgm_doc_shape((dgm_str){c->text + start, end - start});
    if (space_before)
        t->shape |= DGM_SHAPE_SPACE_BEFORE;
    return DGM_OK;
}

static bool letter_or_digit(uint32_t cp) { return dgm_cp_is_letter(cp) || dgm_cp_is_digit(cp); }

/* Combining marks belong to the letter before them. */
static bool mark(uint32_t cp) { return (cp >= 0x300 && cp <= 0x36F) || (cp >= 0x900 && cp <= 0xDFF); }
static bool apostrophe(uint32_t cp) { return cp == '\'' || cp == 0x2019 || cp == 0x02BC; }

typedef struct peek {
    uint32_t cp, next; /* code point at a place, and the place after it; cp 0: the end */
} peek;

static peek look(const cutter *c, uint32_t at, uint32_t end) {
    uint32_t len = 0;
    if (at >= end)
        return (peek){0, at};
    if ((unsigned char)c->text[at] < 0x80)
        return (peek){(unsigned char)c->text[at], at + 1};
    uint32_t cp = dgm_utf8_next(c->text + at, end - at, &len);
    return (peek){cp, at + len};
}

static bool web_address(dgm_str s) {
    if (dgm_str_starts(s, "http://") || dgm_str_starts(s, "https://") || dgm_str_starts(s, "www."))
        return true;
    const char *sign = memchr(s.p, '@', s.n);
    return sign && sign > s.p && memchr(sign, '.', (size_t)(s.p + s.n - sign)) != NULL;
}

/* Between two digits these separate nothing: 1,500  3.5  10:30  2024/11/03. */
static bool joins_digits(uint32_t cp) { return cp == ',' || cp == '.' || cp == ':' || cp == '/'; }

/* The end of the word that begins at `at`: letters, digits, marks, apostrophes between letters, full stops inside
 * abbreviations, separators inside numbers. */
static uint32_t word_end(const cutter *c, uint32_t at, uint32_t end) {
    uint32_t before = 0;
    for (peek p = look(c, at, end), q; at < end; p = q) {
        q = look(c, p.next, end);
        bool inside = letter_or_digit(p.cp) || mark(p.cp) ||
                      (apostrophe(p.cp) && dgm_cp_is_letter(before) && dgm_cp_is_letter(q.cp)) ||
                      (p.cp == '.' && dgm_cp_is_letter(before) && dgm_cp_is_letter(q.cp)) ||
                      (joins_digits(p.cp) && dgm_cp_is_digit(before) && dgm_cp_is_digit(q.cp)) ||
                      (p.cp == '&' && dgm_cp_is_upper(before) && dgm_cp_is_upper(q.cp)) || p.cp == '_';
        if (!inside)
            break;
        before = p.cp;
        at = p.next;
    }
    return at;
}

/* Length of the clitic at the end of a word, 0: none. "n't" and the apostrophe forms. */
static uint32_t clitic(dgm_str word) {
    static const char *const endings[] = {"'s",      "'S",      "'re",     "'ve",      "'ll",      "'d",
                                          "'m",      "\u2019s", "\u2019S", "\u2019re", "\u2019ve", "\u2019ll",
                                          "\u2019d", "\u2019m", "n't",     "n\u2019t", "N'T",      "N\u2019T",
                                          "'RE",     "'VE",     "'LL"};
    uint32_t most = word.n < 5 ? word.n : 5; /* bytes of the longest */
    const char *last = word.p + word.n - most;
    if (!memchr(last, '\'', most) && !memchr(last, 0xE2, most))
        return 0;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (word.n > strlen(endings[i]) && dgm_str_ends(word, endings[i]))
            return (uint32_t)strlen(endings[i]);
    return 0;
}

static int push_word(cutter *c, uint32_t start, uint32_t end, bool space_before) {
    dgm_str word = {c->text + start, end - start};
    uint32_t tail = clitic(word);
    if (dgm_str_ieq(word, "cannot"))
        tail = 3;
    int rc = push(c, start, end - tail, space_before);
    return rc == DGM_OK && tail ? push(c, end - tail, end, false) : rc;
}

static bool is_prefix(const cutter *c, uint32_t start, uint32_t end) {
    dgm_hits hits;
    return c->know->known && dgm_index_find(&c->know->prefixes, (dgm_str){c->text + start, end - start}, &hits);
}

/* A number and the unit that sticks to it ("5m", "10km", "20th") stay together in UD; "2-3" does not. */
static int cut_word(cutter *c, uint32_t *at, uint32_t end, bool space_before) {
    uint32_t start = *at, stop = word_end(c, start, end);
    peek p = look(c, stop, end), q = look(c, p.next, end);
    if (p.cp == '-' && letter_or_digit(q.cp) && is_prefix(c, start, stop))
        stop = word_end(c, p.next, end); /* "non-violent" is one word */
    else if (p.cp == '.' &&
             dgm_segment_abbreviation(c->know, (dgm_str){c->text + start, stop + 1 - start}) != DGM_ABBREVIATION_NONE)
        stop++;
    *at = stop;
    return push_word(c, start, stop, space_before);
}

/* Runs of the same mark ("...", "--", "!!") are one token; everything else that is no word is cut singly. */
static int cut_mark(cutter *c, uint32_t *at, uint32_t end, bool space_before) {
    peek p = look(c, *at, end);
    uint32_t start = *at, stop = p.next;
    if (apostrophe(p.cp)) { /* possessive after s ("leaders' talks"): the apostrophe is a token like any other */
        *at = stop;
        return push(c, start, stop, space_before);
    }
    if (p.cp == '.' || p.cp == '-' || p.cp == '!' || p.cp == '?' || p.cp == '*' || p.cp == '_' || p.cp == '=')
        for (peek q = look(c, stop, end); q.cp == p.cp; q = look(c, stop, end))
            stop = q.next;
    for (peek q = look(c, stop, end); mark(q.cp); q = look(c, stop, end))
        stop = q.next;
    *at = stop;
    return push(c, start, stop, space_before);
}

int dgm_segment_tokens(dgm_stage *stage, dgm_span span) {
    cutter c = {stage, stage->know, stage->doc->text.p};
    uint32_t at = span.start;
    bool space = true;
    while (at < span.end) {
        peek p = look(&c, at, span.end);
        if (dgm_cp_is_space(p.cp) || p.cp < 0x20) {
            at = p.next;
            space = true;
            continue;
        }
        uint32_t start = at, chunk = at;
        for (peek q = p; chunk < span.end && !dgm_cp_is_space(q.cp) && chunk - at < 512; q = look(&c, chunk, span.end))
            chunk = q.next;
        int rc;
        if (web_address((dgm_str){c.text + at, chunk - at})) {
            while (chunk > at + 1 && strchr(".,;:!?)\"'", c.text[chunk - 1]))
                chunk--;
            at = chunk;
            rc = push(&c, start, at, space);
        } else if (letter_or_digit(p.cp)) {
            rc = cut_word(&c, &at, span.end, space);
        } else {
            rc = cut_mark(&c, &at, span.end, space);
        }
        if (rc == DGM_OK)
            rc = dgm_spend(stage->budget, 1, stage->error);
        if (rc != DGM_OK)
            return rc;
        space = false;
    }
    return DGM_OK;
}
