/* SPDX-License-Identifier: Apache-2.0 */
/* Which marks of quotation belong together. Of straight marks only the spaces tell their direction, single ones are apostrophes as well: a
 * mark is closed by one of its own kind, within the paragraph; a paragraph that ends before that goes on in the next one when that
 * begins with a mark, or has one that closes first. */
#include "quote/quote.h"

#define QUOTE_TOKENS_MAX 600u

typedef enum kind { KIND_NONE, KIND_DOUBLE, KIND_SINGLE, KIND_ANGLE } kind;
typedef struct mark {
    kind kind;
    bool opens, closes;
} mark;

/* "the states' capital", "'90s": no mark of quotation stands without a space or punctuation on its outer side. */
static mark single_at(const dgm_doc *doc, uint32_t t, bool curly_open, bool curly_close) {
    const dgm_token *own = &doc->tokens.items[t];
    if (own->xpos == DGM_XPOS_POS)
        return (mark){0};
    bool last = t + 1 >= doc->tokens.count || doc->tokens.items[t + 1].sentence != own->sentence;
    const dgm_token *next = last ? NULL : &doc->tokens.items[t + 1];
    bool space_after = !next || next->shape & (DGM_SHAPE_SPACE_BEFORE | DGM_SHAPE_PUNCT);
    bool first = t == 0 || doc->tokens.items[t - 1].sentence != own->sentence;
    bool space_before = first || own->shape & DGM_SHAPE_SPACE_BEFORE;
    return (mark){.kind = KIND_SINGLE,
                  .opens = !curly_close && space_before && next && !space_after && !(next->shape & DGM_SHAPE_DIGIT),
                  .closes = !curly_open && !(own->shape & DGM_SHAPE_SPACE_BEFORE) && space_after};
}

static uint32_t paragraph_of(const dgm_doc *doc, uint32_t t) {
    return doc->sentences.items[doc->tokens.items[t].sentence].paragraph;
}

/* A straight mark leans on the words that it quotes: with a space on one side only, that is its outer side. Else it may be either. */
static mark straight_at(const dgm_doc *doc, uint32_t t) {
    bool first = t == 0 || paragraph_of(doc, t - 1) != paragraph_of(doc, t);
    bool last = t + 1 >= doc->tokens.count || paragraph_of(doc, t + 1) != paragraph_of(doc, t);
    dgm_str before = first ? (dgm_str){0} : dgm_doc_form(doc, t - 1);
    bool outside_before = first || doc->tokens.items[t].shape & DGM_SHAPE_SPACE_BEFORE || dgm_str_is(before, "(") ||
                          dgm_str_is(before, "[") || dgm_str_is(before, "\u2014");
    bool outside_after = last || doc->tokens.items[t + 1].shape & DGM_SHAPE_SPACE_BEFORE;
    return (mark){KIND_DOUBLE, outside_before || !outside_after, outside_after || !outside_before};
}

static mark mark_at(const dgm_doc *doc, uint32_t t) {
    dgm_str s = dgm_doc_form(doc, t);
    if (s.n == 0 || s.n > 3)
        return (mark){0};
    if (dgm_str_is(s, "\"") || dgm_str_is(s, "\u201F"))
        return straight_at(doc, t);
    if (dgm_str_is(s, "\u201C") || dgm_str_is(s, "``") || dgm_str_is(s, "\u201E"))
        return (mark){KIND_DOUBLE, true, false};
    if (dgm_str_is(s, "\u201D") || dgm_str_is(s, "''"))
        return (mark){KIND_DOUBLE, false, true};
    if (dgm_str_is(s, "\u00AB"))
        return (mark){KIND_ANGLE, true, false};
    if (dgm_str_is(s, "\u00BB"))
        return (mark){KIND_ANGLE, false, true};
    if (dgm_str_is(s, "'"))
        return single_at(doc, t, false, false);
    if (dgm_str_is(s, "\u2018"))
        return single_at(doc, t, true, false);
    if (dgm_str_is(s, "\u2019"))
        return single_at(doc, t, false, true);
    return (mark){0};
}

/* Is the first mark of that kind in the paragraph that begins at `t` one that only closes? Then a quotation came in from the paragraph before. */
static bool only_closes(const dgm_doc *doc, uint32_t t, kind wanted) {
    for (uint32_t i = t;
         i < doc->tokens.count && i - t < QUOTE_TOKENS_MAX && paragraph_of(doc, i) == paragraph_of(doc, t); i++) {
        mark m = mark_at(doc, i);
        if (m.kind == wanted)
            return m.closes && !m.opens;
    }
    return false;
}

static int add_piece(dgm_stage *stage, dgm_pieces *out, uint32_t first, uint32_t end, bool unclosed) {
    if (end <= first)
        return DGM_OK;
    dgm_piece *p = DGM_PUSH(out, stage->scratch);
    if (!p)
        return dgm_fail_memory(stage->error);
    *p = (dgm_piece){first, end, unclosed};
    return DGM_OK;
}

/* 'The "peace" they offer is a joke.': the single mark behind a stop in that paragraph, which closes what holds double marks; DGM_NONE. */
static uint32_t closed_at(const dgm_doc *doc, uint32_t open, uint32_t t) {
    for (uint32_t i = t + 1;
         i < doc->tokens.count && i - open <= QUOTE_TOKENS_MAX && paragraph_of(doc, i) == paragraph_of(doc, t); i++) {
        mark m = mark_at(doc, i);
        if (m.kind == KIND_SINGLE && m.closes && doc->tokens.items[i - 1].shape & DGM_SHAPE_PUNCT)
            return i;
    }
    return DGM_NONE;
}

/* „…“, as some write. */
static bool closes_low(const dgm_doc *doc, uint32_t open, uint32_t t) {
    return dgm_str_is(dgm_doc_form(doc, open), "\u201E") && dgm_str_is(dgm_doc_form(doc, t), "\u201C");
}

int dgm_pair_marks(dgm_stage *stage, dgm_pieces *out) {
    const dgm_doc *doc = stage->doc;
    uint32_t open = DGM_NONE, closer = DGM_NONE, /* of an open single mark, once a double one asked */
        unclosed = DGM_NONE;                     /* the open single mark that has none */
    kind open_kind = KIND_NONE;
    int rc = DGM_OK;
    for (uint32_t t = 0; rc == DGM_OK && t < doc->tokens.count; t++) {
        rc = dgm_spend(stage->budget, 1, stage->error);
        if (rc != DGM_OK)
            break;
        mark m = mark_at(doc, t);
        bool new_paragraph = t > 0 && paragraph_of(doc, t) != paragraph_of(doc, t - 1);
        if (open != DGM_NONE && (new_paragraph || t - open > QUOTE_TOKENS_MAX)) {
            bool marked = new_paragraph && m.kind == open_kind && m.opens && open_kind != KIND_SINGLE;
            bool unmarked = new_paragraph && !marked && open_kind != KIND_SINGLE && only_closes(doc, t, open_kind);
            if (marked || unmarked)
                rc = add_piece(stage, out, open + 1, t, true);
            open = unmarked ? t - 1 : DGM_NONE; /* the words of the next piece begin behind it */
        }
        if (m.kind == KIND_NONE || rc != DGM_OK)
            continue;
        if (open != DGM_NONE && open_kind == KIND_SINGLE && m.kind != KIND_SINGLE) {
            if (closer == DGM_NONE || closer <= t)
                closer = unclosed == open ? DGM_NONE : closed_at(doc, open, t);
            unclosed = closer == DGM_NONE ? open : unclosed;
            if (closer != DGM_NONE)
                continue;
        }
        if (open != DGM_NONE && m.kind == open_kind && (m.closes || closes_low(doc, open, t))) {
            rc = add_piece(stage, out, open + 1, t, false);
            open = DGM_NONE;
        } else if (m.opens && (open == DGM_NONE || (m.kind == open_kind && !m.closes) ||
                               (open_kind == KIND_SINGLE && m.kind != KIND_SINGLE))) {
            open = t; /* a single mark that is never closed was an apostrophe */
            open_kind = m.kind;
        }
    }
    return rc;
}
