/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences: a paragraph ends one; so does a full stop, question or exclamation mark with its closing marks, unless the stop
 * belongs to an abbreviation or what follows cannot begin a sentence; so does the line that says whose a picture is. */
#include "segment/segment.h"

#include <string.h>

#include "base/utf8.h"

#define ASIDE_MAX 40u   /* tokens between brackets */
#define CLOSING_MAX 16u /* tokens that may follow a mark and belong to it */
#define SENTENCE_MAX \
    400u /* tokens: beyond it a sentence is cut at the next semicolon, dash or comma, or at twice as many */

static bool find_table(const dgm_store *store, const char *name, const char *column, dgm_table *table,
                       dgm_index *index) {
    return dgm_store_table(store, name, table) == DGM_OK && dgm_table_index(table, column, index) == DGM_OK;
}

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    dgm_segment_knowledge *k = DGM_NEW(arena, dgm_segment_knowledge);
    dgm_table table;
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    k->known = find_table(store, "abbreviations", "words", &k->abbreviations, &k->words) &&
               find_table(store, "contractions", "words", &k->contractions, &k->contracted) &&
               find_table(store, "prefixes", "prefixes", &table, &k->prefixes) &&
               find_table(store, "units", "words", &table, &k->units) &&
               find_table(store, "credit_labels", "words", &table, &k->labels) &&
               find_table(store, "sentence_starts", "words", &table, &k->starts);
    if (!k->known)
        return DGM_OK;
    k->ends = dgm_table_column(&k->abbreviations, "ends");
    k->tail = dgm_table_column(&k->contractions, "tail");
    int words = dgm_table_column(&k->contractions, "words");
    k->known = k->ends >= 0 && k->tail >= 0 && words >= 0;
    for (uint32_t row = 0; k->known && row < k->contractions.rows; row++)
        for (const char *w = dgm_table_str(&k->contractions, row, words); *w; w += strspn(w, "; ")) {
            size_t n = strcspn(w, "; ");
            k->contraction_lengths |= n < 32 ? 1u << n : 0;
            w += n;
        }
    return DGM_OK;
}

/* "U.N.", "p.m.": letters, each with a stop. */
static bool letters_with_stops(dgm_str w) {
    if (w.n < 2 || w.n > 12 || w.n % 2)
        return false;
    for (uint32_t i = 0; i < w.n; i += 2)
        if (!((w.p[i] >= 'A' && w.p[i] <= 'Z') || (w.p[i] >= 'a' && w.p[i] <= 'z')) || w.p[i + 1] != '.')
            return false;
    return true;
}

static dgm_abbreviation kind_of(const dgm_segment_knowledge *know, uint32_t row) {
    dgm_str ends = dgm_str_of(dgm_table_str(&know->abbreviations, row, know->ends));
    return dgm_str_is(ends, "never")    ? DGM_ABBREVIATION_NEVER
           : dgm_str_is(ends, "number") ? DGM_ABBREVIATION_NUMBER
                                        : DGM_ABBREVIATION_MAYBE;
}

dgm_abbreviation dgm_segment_abbreviation(const dgm_segment_knowledge *know, dgm_str word) {
    dgm_hits hits = {0};
    bool capitals = word.n > 3 && (dgm_doc_shape(word) & DGM_SHAPE_ALL_UPPER);
    if (know->known && !dgm_index_find(&know->words, word, &hits))
        hits.count = 0;
    for (uint32_t i = 0; i < hits.count; i++) {
        dgm_hit hit = dgm_hits_at(&hits, i);
        dgm_abbreviation kind = kind_of(know, hit.row);
        if (dgm_str_is(word, hit.name) ||
            (capitals && kind == DGM_ABBREVIATION_NEVER && strlen(hit.name) == word.n && hit.name[0] == word.p[0]))
            return kind;
    }
    return letters_with_stops(word) && (word.n > 2 || (word.p[0] >= 'A' && word.p[0] <= 'Z')) ? DGM_ABBREVIATION_MAYBE
                                                                                              : DGM_ABBREVIATION_NONE;
}

static bool one_of(dgm_str s, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (dgm_str_is(s, list[i]))
            return true;
    return false;
}
#define ONE_OF(s, list) one_of((s), (list), sizeof(list) / sizeof(list)[0])

static bool closes(dgm_str s) {
    static const char *const marks[] = {"\"", "'", "''", ")", "]", "}", "\u201D", "\u2019", "\u00BB"};
    return ONE_OF(s, marks);
}
static bool opens(dgm_str s) {
    static const char *const marks[] = {"\"",     "'",      "``", "(",      "[",      "\u201C",
                                        "\u2018", "\u00AB", "-",  "\u2013", "\u2014", "\u2022"};
    return ONE_OF(s, marks);
}

static bool ends_sentence(dgm_str s) {
    static const char *const marks[] = {"\u2026", "\u3002", "[...]", "[\u2026]"};
    if (s.p[0] == '.')
        return s.n != 2;
    return s.p[0] == '?' || s.p[0] == '!' || ONE_OF(s, marks);
}

/* Names like "eBay" and "iPhone" begin sentences as they are. */
static bool capital_inside(dgm_str s) {
    for (uint32_t i = 1; i < s.n; i++)
        if (s.p[i] >= 'A' && s.p[i] <= 'Z')
            return true;
    return false;
}

static bool spaced(const dgm_doc *doc, uint32_t i) { return doc->tokens.items[i].shape & DGM_SHAPE_SPACE_BEFORE; }

static bool credit_label(const dgm_segment_knowledge *know, const dgm_doc *doc, uint32_t i, uint32_t end) {
    dgm_hits hits;
    return know->known && i + 2 < end && doc->tokens.items[i + 1].span.end - doc->tokens.items[i + 1].span.start == 1 &&
           doc->text.p[doc->tokens.items[i + 1].span.start] == ':' && !spaced(doc, i + 1) &&
           dgm_index_find(&know->labels, dgm_doc_form(doc, i), &hits);
}

static bool quotes(dgm_str s) {
    static const char *const marks[] = {"\"", "'", "``", "\u201C", "\u2018", "\u00AB", "\u201E"};
    return ONE_OF(s, marks);
}

/* Can the token begin a sentence? */
static bool may_begin(const dgm_segment_knowledge *know, const dgm_doc *doc, uint32_t i, uint32_t end) {
    for (; i < end; i++) {
        const dgm_token *t = &doc->tokens.items[i];
        if (t->shape & (DGM_SHAPE_UPPER_FIRST | DGM_SHAPE_DIGIT))
            return true;
        dgm_str form = dgm_doc_form(doc, i);
        if (!opens(form)) {
            uint32_t len;
            uint32_t cp = dgm_utf8_next(form.p, form.n, &len);
            return !(dgm_cp_is_lower(cp) || dgm_str_is(form, ",") || dgm_str_is(form, ";") || dgm_str_is(form, ":")) ||
                   capital_inside(form) || credit_label(know, doc, i, end);
        }
    }
    return true;
}

/* After an abbreviation only a word that sentences begin with ends one: a name may follow "U.S.". */
static bool sure_to_begin(const dgm_segment_knowledge *know, const dgm_doc *doc, uint32_t i, uint32_t end) {
    dgm_hits hits;
    if (i < end && credit_label(know, doc, i, end))
        return true;
    if (i + 1 < end && quotes(dgm_doc_form(doc, i)))
        i++;
    return know->known && (doc->tokens.items[i].shape & DGM_SHAPE_UPPER_FIRST) &&
           dgm_index_find(&know->starts, dgm_doc_form(doc, i), &hits);
}

/* "[12]" and "[12] [13]": what they refer to stands before them. One past the last. */
static uint32_t past_references(const dgm_doc *doc, uint32_t i, uint32_t end) {
    while (i + 2 < end && dgm_str_is(dgm_doc_form(doc, i), "[") && dgm_str_is(dgm_doc_form(doc, i + 2), "]") &&
           (doc->tokens.items[i + 1].shape & DGM_SHAPE_DIGIT))
        i += 3;
    return i;
}

/* Is the mark after a sentence's end a closing one? By its place, where it is the opening mark of others: „so.“ Then … */
static bool closes_here(const dgm_doc *doc, uint32_t i, uint32_t end) {
    dgm_str form = dgm_doc_form(doc, i);
    return closes(form) || ends_sentence(form) || (quotes(form) && (i + 1 == end || spaced(doc, i + 1)));
}

/* One past what belongs to the sentence after its mark: closing marks, a stop after them, references. */
static uint32_t past_closing(const dgm_doc *doc, uint32_t i, uint32_t end) {
    uint32_t most = end - i > CLOSING_MAX ? i + CLOSING_MAX : end;
    while (i < most && !spaced(doc, i) && closes_here(doc, i, end))
        i++;
    return past_references(doc, i, end - i > CLOSING_MAX ? i + CLOSING_MAX : end);
}

/* "Viva Maria! (1965)": what stands in brackets and ends without a mark belongs to the sentence around it. */
static bool aside(const dgm_doc *doc, uint32_t i, uint32_t end) {
    if (!dgm_str_is(dgm_doc_form(doc, i), "("))
        return false;
    for (uint32_t n = i + 1; n < end && n < i + ASIDE_MAX; n++)
        if (dgm_str_is(dgm_doc_form(doc, n), ")"))
            return !ends_sentence(dgm_doc_form(doc, n - 1));
    return false;
}

/* Where the sentence ends whose token `i` has an end mark or an abbreviation's stop: one past its last token, or 0 when it
 * goes on. */
static uint32_t end_at(const dgm_segment_knowledge *know, const dgm_doc *doc, uint32_t first, uint32_t i,
                       uint32_t end) {
    dgm_str form = dgm_doc_form(doc, i);
    bool word = !(doc->tokens.items[i].shape & DGM_SHAPE_PUNCT);
    if (word && form.p[form.n - 1] != '.')
        return 0;
    bool mark = !word && ends_sentence(form), dot = dgm_str_is(form, ".");
    if (!mark &&
        (form.n < 2 || form.p[form.n - 1] != '.' || dgm_segment_abbreviation(know, form) != DGM_ABBREVIATION_MAYBE))
        return 0;
    uint32_t next = past_closing(doc, i + 1, end);
    if (next >= end)
        return end;
    if (!may_begin(know, doc, next, end) || (mark && !dot && i == first))
        return 0;
    if (!mark && (!spaced(doc, next) || !sure_to_begin(know, doc, next, end)))
        return 0;
    if (dot && !spaced(doc, next) && !(doc->tokens.items[next].shape & DGM_SHAPE_UPPER_FIRST))
        return 0;
    return mark && !dot && aside(doc, next, end) ? 0 : next;
}

/* One past the last token of the sentence that begins at `first`. */
static uint32_t sentence_end(const dgm_segment_knowledge *know, const dgm_doc *doc, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        uint32_t length = i - first;
        if (length >= SENTENCE_MAX) {
            dgm_str form = dgm_doc_form(doc, i);
            if (length >= 2 * SENTENCE_MAX || dgm_str_is(form, ";") || dgm_str_is(form, ","))
                return i + 1;
        }
        uint32_t stop = end_at(know, doc, first, i, end);
        if (stop)
            return stop;
        if (i + 1 < end && (doc->tokens.items[i + 1].shape & DGM_SHAPE_UPPER_FIRST) && spaced(doc, i + 1) &&
            !(doc->tokens.items[i].shape & DGM_SHAPE_PUNCT) && credit_label(know, doc, i + 1, end))
            return i + 1;
    }
    return end;
}

static int add_sentences(dgm_stage *stage, uint32_t first, uint32_t paragraph, bool headline) {
    dgm_doc *doc = stage->doc;
    uint32_t end = doc->tokens.count;
    while (first < end) {
        uint32_t stop = headline ? end : sentence_end(stage->know, doc, first, end);
        dgm_sentence *s = DGM_PUSH(&doc->sentences, doc->arena);
        if (!s)
            return dgm_fail_memory(stage->error);
        *s = (dgm_sentence){.first = first,
                            .end = stop,
                            .span = {doc->tokens.items[first].span.start, doc->tokens.items[stop - 1].span.end},
                            .paragraph = paragraph,
                            .root = DGM_NONE,
                            .headline = headline};
        for (uint32_t i = first; i < stop; i++)
            doc->tokens.items[i].sentence = doc->sentences.count - 1;
        first = stop;
    }
    return DGM_OK;
}

static int run(dgm_stage *stage) {
    dgm_doc *doc = stage->doc;
    uint32_t bytes = doc->clean.headline.end - doc->clean.headline.start;
    for (uint32_t i = 0; i < doc->clean.body.count; i++)
        bytes += doc->clean.body.items[i].end - doc->clean.body.items[i].start;
    /* seldom more than one in four bytes; what is outgrown stays in the arena */
    int rc = DGM_RESERVE(&doc->tokens, doc->arena, bytes / 4 + 8) ? DGM_OK : dgm_fail_memory(stage->error);
    bool apart = !dgm_span_empty(doc->clean.headline);
    for (uint32_t i = 0; apart && i < doc->clean.body.count; i++)
        apart = !dgm_span_overlap(doc->clean.headline, doc->clean.body.items[i]);
    if (rc == DGM_OK && apart) {
        rc = dgm_segment_tokens(stage, doc->clean.headline);
        if (rc == DGM_OK)
            rc = add_sentences(stage, 0, DGM_NONE, true);
    }
    for (uint32_t i = 0; rc == DGM_OK && i < doc->clean.body.count; i++) {
        uint32_t first = doc->tokens.count;
        rc = dgm_segment_tokens(stage, doc->clean.body.items[i]);
        if (rc == DGM_OK)
            rc = add_sentences(stage, first, i, false);
    }
    return rc;
}

static void dump(const dgm_doc *doc, dgm_buf *out) {
    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        const dgm_sentence *s = &doc->sentences.items[i];
        for (uint32_t t = s->first; t < s->end; t++) {
            dgm_buf_text(out, t > s->first ? " " : s->headline ? "# " : "");
            dgm_buf_str(out, dgm_doc_form(doc, t));
        }
        dgm_buf_char(out, '\n');
    }
}

const dgm_room dgm_room_segment = {.name = "segment", .open = room_open, .run = run, .dump = dump};
