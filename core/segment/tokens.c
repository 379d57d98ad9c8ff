/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens as Universal Dependencies has them for English (EWT, GUM): punctuation, hyphens, currency signs, units and clitics
 * are tokens of their own; abbreviations, numbers with separators, clock times, web addresses, names of accounts and
 * hashtags stay whole. */
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
                      (apostrophe(p.cp) && dgm_cp_is_digit(before) && q.cp == 's') || /* "2003's" */
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

/* Letters of the second token in "cannot", "gonna"; 0: the word is one token. */
static uint32_t contraction(const dgm_segment_knowledge *know, dgm_str word) {
    dgm_hits hits;
    if (word.n > 31 || !(know->contraction_lengths >> word.n & 1) || !dgm_index_find(&know->contracted, word, &hits))
        return 0;
    int64_t tail = dgm_table_int(&know->contractions, dgm_hits_at(&hits, 0).row, know->tail);
    return tail > 0 && tail < word.n ? (uint32_t)tail : 0;
}

/* Letters of the unit that sticks to a number: "5bn", "7:30pm"; 0: none ("20th", "1980s", "3D"). */
static uint32_t unit(const dgm_segment_knowledge *know, dgm_str word) {
    uint32_t digits = 0;
    dgm_hits hits;
    while (digits < word.n && (dgm_cp_is_digit((unsigned char)word.p[digits]) || strchr(",.:/", word.p[digits])))
        digits++;
    dgm_str rest = {word.p + digits, word.n - digits};
    if (!know->known || !rest.n || rest.n > 4 || !dgm_index_find(&know->units, rest, &hits))
        return 0;
    for (uint32_t i = 0; i < hits.count; i++)
        if (dgm_str_is(rest, dgm_hits_at(&hits, i).name)) /* "5m", "15k", but "4K" */
            return rest.n;
    return 0;
}

static int push_word(cutter *c, uint32_t start, uint32_t end, bool space_before) {
    dgm_str word = {c->text + start, end - start};
    bool digit = dgm_cp_is_digit((unsigned char)word.p[0]);
    uint32_t tail = clitic(word);
    if (digit && tail && word.p[word.n - tail - 1] == '0')
        tail = 0; /* "the 1930's" is one word, "2003's" is two */
    else if (!tail)
        tail = digit ? unit(c->know, word) : contraction(c->know, word);
    int rc = push(c, start, end - tail, space_before);
    return rc == DGM_OK && tail ? push(c, end - tail, end, false) : rc;
}

static bool is_prefix(const cutter *c, uint32_t start, uint32_t end) {
    dgm_hits hits;
    return c->know->known && dgm_index_find(&c->know->prefixes, (dgm_str){c->text + start, end - start}, &hits);
}

/* "No. 5": after the full stop and white space stands a digit. */
static bool number_follows(const cutter *c, uint32_t at, uint32_t end) {
    peek p = look(c, at, end);
    for (unsigned i = 0; i < 2 && dgm_cp_is_space(p.cp); i++)
        p = look(c, p.next, end);
    return dgm_cp_is_digit(p.cp);
}

/* Does the full stop at `stop` belong to the word that begins at `start`? */
static bool keeps_stop(const cutter *c, uint32_t start, uint32_t stop, uint32_t end) {
    dgm_abbreviation kind = dgm_segment_abbreviation(c->know, (dgm_str){c->text + start, stop + 1 - start});
    return kind != DGM_ABBREVIATION_NONE && (kind != DGM_ABBREVIATION_NUMBER || number_follows(c, stop + 1, end));
}

static int cut_word(cutter *c, uint32_t *at, uint32_t end, bool space_before) {
    uint32_t start = *at, stop = word_end(c, start, end);
    peek p = look(c, stop, end), q = look(c, p.next, end);
    if (p.cp == '-' && letter_or_digit(q.cp) && is_prefix(c, start, stop))
        stop = word_end(c, p.next, end); /* "non-violent" is one word */
    else if (p.cp == '.' && keeps_stop(c, start, stop, end))
        stop++;
    *at = stop;
    return push_word(c, start, stop, space_before);
}

/* "2." where a paragraph begins: the mark of an item in a list, one token. 0: there is none. */
static uint32_t item_mark(const cutter *c, uint32_t at, uint32_t end) {
    uint32_t start = at;
    peek p = look(c, at, end);
    while (at - start < 5 && (dgm_cp_is_digit(p.cp) || (p.cp == '.' && at > start))) {
        at = p.next;
        p = look(c, at, end);
    }
    return at - start > 1 && at - start < 5 && c->text[at - 1] == '.' && c->text[at - 2] != '.' && dgm_cp_is_space(p.cp)
               ? at
               : 0;
}

/* "[...]": something was left out. */
static uint32_t ellipsis(const cutter *c, uint32_t at, uint32_t end) {
    static const char *const forms[] = {"[...]", "[\u2026]"};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (dgm_str_starts((dgm_str){c->text + at, end - at}, forms[i]))
            return at + (uint32_t)strlen(forms[i]);
    return 0;
}

/* Marks that stand together and are one token: "...", "--", "?!". */
static bool runs_on(uint32_t mark_before, uint32_t cp) {
    return mark_before < 0x80 && mark_before && strchr("!?", (int)mark_before)
               ? cp == '!' || cp == '?'
               : cp == mark_before && cp && cp < 0x80 && strchr(".-*_=<>", (int)cp);
}

static int cut_mark(cutter *c, uint32_t *at, uint32_t end, bool space_before) {
    peek p = look(c, *at, end), q = look(c, p.next, end);
    uint32_t start = *at, stop = p.next;
    if (apostrophe(p.cp)) { /* possessive after s ("leaders' talks"): the apostrophe is a token like any other */
        *at = stop;
        return push(c, start, stop, space_before);
    }
    if (p.cp == '[' && ellipsis(c, start, end)) {
        stop = ellipsis(c, start, end);
    } else if (space_before && (((p.cp == '#' || p.cp == '@') && (dgm_cp_is_letter(q.cp) || q.cp == '_')) ||
                                (p.cp == '.' && dgm_cp_is_digit(q.cp)))) {
        stop = word_end(c, p.next, end); /* "#peace", "@potus", ".5" */
    } else {
        for (; runs_on(p.cp, q.cp); q = look(c, stop, end))
            stop = q.next;
        for (; mark(q.cp); q = look(c, stop, end))
            stop = q.next;
    }
    *at = stop;
    return push(c, start, stop, space_before);
}

int dgm_segment_tokens(dgm_stage *stage, dgm_span span) {
    cutter c = {stage, stage->know, stage->doc->text.p};
    uint32_t at = span.start;
    bool space = true;
    while (at < span.end && (unsigned char)c.text[at] <= ' ')
        at++;
    uint32_t first = at;
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
        } else if (start == first && dgm_cp_is_digit(p.cp) && item_mark(&c, start, span.end)) {
            at = item_mark(&c, start, span.end);
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
