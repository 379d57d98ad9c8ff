/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences: a paragraph ends one; so does a full stop, question or exclamation mark with its closing marks, unless the stop
 * belongs to an abbreviation or what follows cannot begin a sentence. */
#include "segment/segment.h"

#include "base/utf8.h"

#define SENTENCE_MAX \
    400u /* tokens: beyond it a sentence is cut at the next semicolon, dash or comma, or at twice as many */

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    dgm_segment_knowledge *k = DGM_NEW(arena, dgm_segment_knowledge);
    dgm_table prefixes, starts;
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    if (dgm_store_table(store, "abbreviations", &k->abbreviations) == DGM_OK &&
        dgm_table_index(&k->abbreviations, "words", &k->words) == DGM_OK &&
        dgm_store_table(store, "prefixes", &prefixes) == DGM_OK &&
        dgm_table_index(&prefixes, "prefixes", &k->prefixes) == DGM_OK &&
        dgm_store_table(store, "sentence_starts", &starts) == DGM_OK &&
        dgm_table_index(&starts, "words", &k->starts) == DGM_OK) {
        k->ends = dgm_table_column(&k->abbreviations, "ends");
        k->known = k->ends >= 0;
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

dgm_abbreviation dgm_segment_abbreviation(const dgm_segment_knowledge *know, dgm_str word) {
    dgm_hits hits;
    if (letters_with_stops(word))
        return word.n == 2 && word.p[0] >= 'A' && word.p[0] <= 'Z' ? DGM_ABBREVIATION_NEVER
               : word.n == 2                                       ? DGM_ABBREVIATION_NONE
                                                                   : DGM_ABBREVIATION_MAYBE;
    if (!know->known || !dgm_index_find(&know->words, word, &hits))
        return DGM_ABBREVIATION_NONE;
    for (uint32_t i = 0; i < hits.count; i++) {
        dgm_hit hit = dgm_hits_at(&hits, i);
        if (dgm_str_is(word, hit.name))
            return dgm_str_is(dgm_str_of(dgm_table_str(&know->abbreviations, hit.row, know->ends)), "never")
                       ? DGM_ABBREVIATION_NEVER
                       : DGM_ABBREVIATION_MAYBE;
    }
    return DGM_ABBREVIATION_NONE;
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

static bool closes_or_opens(dgm_str s) { return closes(s) || opens(s); }

static bool ends_sentence(dgm_str s) {
    static const char *const marks[] = {"?", "!", "...", "....", "\u2026", "?!", "!!", "??", "\u3002"};
    return dgm_str_is(s, ".") || ONE_OF(s, marks);
}

/* Can the token begin a sentence? */
static bool may_begin(const dgm_doc *doc, uint32_t i, uint32_t end) {
    for (; i < end; i++) {
        const dgm_token *t = &doc->tokens.items[i];
        if (t->shape & (DGM_SHAPE_UPPER_FIRST | DGM_SHAPE_DIGIT))
            return true;
        dgm_str form = dgm_doc_form(doc, i);
        if (!opens(form)) {
            uint32_t len;
            uint32_t cp = dgm_utf8_next(form.p, form.n, &len);
            return !(dgm_cp_is_lower(cp) || dgm_str_is(form, ",") || dgm_str_is(form, ";") || dgm_str_is(form, ":"));
        }
    }
    return true;
}

/* One past the last token of the sentence that begins at `first`. */
static uint32_t sentence_end(const dgm_segment_knowledge *know, const dgm_doc *doc, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        dgm_str form = dgm_doc_form(doc, i);
        uint32_t length = i - first;
        if (length >= SENTENCE_MAX && (length >= 2 * SENTENCE_MAX || dgm_str_is(form, ";") || dgm_str_is(form, ",")))
            return i + 1;
        bool mark = ends_sentence(form);
        dgm_abbreviation abbreviation = !mark && form.n > 1 && form.p[form.n - 1] == '.'
                                            ? dgm_segment_abbreviation(know, form)
                                            : DGM_ABBREVIATION_NONE;
        if (!mark && abbreviation != DGM_ABBREVIATION_MAYBE)
            continue;
        uint32_t next = i + 1;
        while (next < end && closes(dgm_doc_form(doc, next)) &&
               !(doc->tokens.items[next].shape & DGM_SHAPE_SPACE_BEFORE))
            next++;
        if (next >= end)
            return end;
        bool spaced = doc->tokens.items[next].shape & DGM_SHAPE_SPACE_BEFORE;
        if (!may_begin(doc, next, end) ||
            (dgm_str_is(form, ".") && !spaced && !(doc->tokens.items[next].shape & DGM_SHAPE_UPPER_FIRST)))
            continue;
        /* after an abbreviation only a word that news sentences begin with ends it: a name may follow "U.S." */
        dgm_hits hits;
        if (abbreviation == DGM_ABBREVIATION_MAYBE && !closes_or_opens(dgm_doc_form(doc, next)) &&
            !(know->known && dgm_index_find(&know->starts, dgm_doc_form(doc, next), &hits)))
            continue;
        return next;
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
    int rc = DGM_OK;
    bool apart = !dgm_span_empty(doc->clean.headline);
    for (uint32_t i = 0; apart && i < doc->clean.body.count; i++)
        apart = !dgm_span_overlap(doc->clean.headline, doc->clean.body.items[i]);
    if (apart) {
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
