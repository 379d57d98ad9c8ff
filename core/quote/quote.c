/* SPDX-License-Identifier: Apache-2.0 */
/* Direct quotations and reported speech, with their speakers. */
#include <string.h>

#include "base/utf8.h"
#include "doc/tree.h"
#include "pipeline/stage.h"

#define WORDS_MIN 3u
#define QUOTE_TOKENS_MAX 600u
#define CLIMB_MAX 12

typedef struct knowledge {
    bool known;
    dgm_table words;
    dgm_index index;
    int kind;
} knowledge;

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    knowledge *k = DGM_NEW(arena, knowledge);
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    k->known = dgm_store_table(store, "speech", &k->words) == DGM_OK &&
               dgm_table_index(&k->words, "words", &k->index) == DGM_OK;
    k->kind = k->known ? dgm_table_column(&k->words, "kind") : -1;
    k->known = k->known && k->kind >= 0;
    return DGM_OK;
}

static bool speech_verb(const knowledge *k, const dgm_doc *doc, uint32_t t) {
    dgm_hits hits;
    return doc->tokens.items[t].upos == DGM_UPOS_VERB && dgm_index_find(&k->index, doc->tokens.items[t].lemma, &hits) &&
           dgm_str_is(dgm_str_of(dgm_table_str(&k->words, dgm_hits_at(&hits, 0).row, k->kind)), "verb");
}

/* ---- quotation marks -------------------------------------------------------------------------------------------------------------- */

enum { MARK_NONE, MARK_OPEN, MARK_CLOSE, MARK_EITHER };

static int mark_of(dgm_str s) {
    if (dgm_str_is(s, "\u201C") || dgm_str_is(s, "``") || dgm_str_is(s, "\u00AB"))
        return MARK_OPEN;
    if (dgm_str_is(s, "\u201D") || dgm_str_is(s, "''") || dgm_str_is(s, "\u00BB"))
        return MARK_CLOSE;
    return dgm_str_is(s, "\"") ? MARK_EITHER : MARK_NONE;
}

typedef struct finder {
    dgm_stage *stage;
    const knowledge *k;
    dgm_doc *doc;
    uint32_t last_speaker, last_mention;
} finder;

static uint32_t mention_of(const dgm_doc *doc, uint32_t token) {
    if (token == DGM_NONE)
        return DGM_NONE;
    uint32_t m = doc->tokens.items[token].mention;
    if (m == DGM_NONE)
        for (uint32_t c = dgm_tree_child(doc, token, DGM_NONE); c != DGM_NONE && m == DGM_NONE;
             c = dgm_tree_child(doc, token, c))
            if (doc->tokens.items[c].rel == DGM_REL_NMOD_POSS || doc->tokens.items[c].rel == DGM_REL_APPOS ||
                doc->tokens.items[c].rel == DGM_REL_COMPOUND)
                m = doc->tokens.items[c].mention;
    return m;
}

/* The subject of a verb of speech among tokens [first, end). */
static bool speaker_in(const finder *f, uint32_t first, uint32_t end, uint32_t *mention, dgm_span *cue) {
    const dgm_doc *doc = f->doc;
    for (uint32_t t = first; t < end; t++) {
        bool passive = false;
        if (!speech_verb(f->k, doc, t))
            continue;
        uint32_t m = mention_of(doc, dgm_tree_subject(doc, t, &passive));
        if (m == DGM_NONE || passive)
            continue;
        *mention = m;
        *cue = doc->tokens.items[t].span;
        return true;
    }
    return false;
}

static uint32_t words_between(const dgm_doc *doc, uint32_t first, uint32_t end) {
    uint32_t n = 0;
    for (uint32_t t = first; t < end; t++)
        n += !(doc->tokens.items[t].shape & DGM_SHAPE_PUNCT);
    return n;
}

/* Words quoted inside a sentence belong to the subject of the verb that governs them: "the union called it "a trick"". */
static bool governing_speaker(const finder *f, uint32_t first, uint32_t end, uint32_t *mention, dgm_span *cue) {
    const dgm_doc *doc = f->doc;
    uint32_t t = first;
    for (int steps = 0; t != DGM_NONE && steps < CLIMB_MAX; steps++, t = doc->tokens.items[t].head) {
        bool passive = false;
        if ((t >= first && t < end) || doc->tokens.items[t].upos != DGM_UPOS_VERB)
            continue;
        uint32_t m = mention_of(doc, dgm_tree_subject(doc, t, &passive));
        if (m == DGM_NONE || passive)
            continue;
        *mention = m;
        *cue = doc->tokens.items[t].span;
        return true;
    }
    return false;
}

/* A speech tag stands in the rest of the sentence(s) that the quotation touches, or in the sentence before a colon. */
static void find_speaker(finder *f, dgm_quote *q, uint32_t first, uint32_t end) {
    dgm_doc *doc = f->doc;
    const dgm_sentence *a = &doc->sentences.items[doc->tokens.items[first].sentence],
                       *b = &doc->sentences.items[doc->tokens.items[end - 1].sentence];
    uint32_t mention = DGM_NONE, after_end = b->end;
    dgm_span cue = {0};
    bool found = speaker_in(f, end, after_end, &mention, &cue) || speaker_in(f, a->first, first, &mention, &cue);
    uint32_t next = doc->tokens.items[end - 1].sentence + 1;
    if (!found && next < doc->sentences.count && doc->sentences.items[next].paragraph == b->paragraph)
        found = !doc->sentences.items[next].headline &&
                words_between(doc, doc->sentences.items[next].first, doc->sentences.items[next].end) < 12 &&
                speaker_in(f, doc->sentences.items[next].first, doc->sentences.items[next].end, &mention, &cue);
    if (!found)
        found = governing_speaker(f, first, end, &mention, &cue);
    if (found) {
        q->speaker_mention = mention;
        q->speaker = doc->mentions.items[mention].entity;
        q->cue = cue;
        f->last_speaker = q->speaker;
        f->last_mention = mention;
    } else {
        q->speaker = f->last_speaker; /* the one who was speaking goes on */
        q->speaker_mention = f->last_mention;
    }
}

static int add_direct(finder *f, uint32_t first, uint32_t end) {
    dgm_doc *doc = f->doc;
    for (uint32_t t = first; t < end; t++)
        doc->tokens.items[t].shape |= DGM_SHAPE_QUOTED;
    if (words_between(doc, first, end) < WORDS_MIN)
        return DGM_OK;
    uint32_t stop = end;
    while (stop > first + 1 && dgm_str_is(dgm_doc_form(doc, stop - 1), ","))
        stop--;
    dgm_quote *q = DGM_PUSH(&doc->quotes, doc->arena);
    if (!q)
        return dgm_fail_memory(f->stage->error);
    *q = (dgm_quote){
        .speaker = DGM_NONE, .speaker_mention = DGM_NONE, .direct = true, .span = dgm_tree_span(doc, first, stop)};
    q->text = dgm_doc_span(doc, q->span);
    find_speaker(f, q, first, end);
    return DGM_OK;
}

/* Pairs of marks; a quotation that is not closed ends with its paragraph. */
static int find_direct(finder *f) {
    dgm_doc *doc = f->doc;
    uint32_t open = DGM_NONE;
    int rc = DGM_OK;
    for (uint32_t t = 0; rc == DGM_OK && t < doc->tokens.count; t++) {
        int mark = mark_of(dgm_doc_form(doc, t));
        bool new_paragraph = t > 0 && doc->sentences.items[doc->tokens.items[t].sentence].paragraph !=
                                          doc->sentences.items[doc->tokens.items[t - 1].sentence].paragraph;
        if (open != DGM_NONE && (new_paragraph || t - open > QUOTE_TOKENS_MAX)) {
            rc = new_paragraph && t > open + 1 && mark_of(dgm_doc_form(doc, t)) != MARK_NONE
                     ? add_direct(f, open + 1, t)
                     : DGM_OK;
            open = DGM_NONE;
        }
        if (mark == MARK_NONE || rc != DGM_OK)
            continue;
        if (open == DGM_NONE)
            open = mark == MARK_CLOSE ? DGM_NONE : t;
        else if (mark != MARK_OPEN) {
            rc = t > open + 1 ? add_direct(f, open + 1, t) : DGM_OK;
            open = DGM_NONE;
        } else {
            open = t;
        }
    }
    return rc;
}

/* ---- reported speech --------------------------------------------------------------------------------------------------------------------- */

static int add_indirect(finder *f, uint32_t clause, uint32_t mention, dgm_span cue) {
    dgm_doc *doc = f->doc;
    uint32_t first, end;
    dgm_tree_extent(doc, clause, &first, &end);
    dgm_quote *q =
        end > first && words_between(doc, first, end) >= WORDS_MIN ? DGM_PUSH(&doc->quotes, doc->arena) : NULL;
    if (!q)
        return DGM_OK;
    *q = (dgm_quote){.speaker = doc->mentions.items[mention].entity,
                     .speaker_mention = mention,
                     .span = dgm_tree_span(doc, first, end),
                     .cue = cue};
    q->text = dgm_doc_span(doc, q->span);
    return DGM_OK;
}

/* "X said that …": the clause below the verb. "…, X said": the clause above it. */
static int indirect_at(finder *f, uint32_t t) {
    const dgm_doc *doc = f->doc;
    bool passive = false;
    uint32_t m = mention_of(doc, dgm_tree_subject(doc, t, &passive));
    if (m == DGM_NONE || passive || (doc->tokens.items[t].shape & DGM_SHAPE_QUOTED))
        return DGM_OK;
    uint32_t clause = dgm_tree_child_rel(doc, t, DGM_REL_CCOMP);
    if (clause == DGM_NONE)
        clause = dgm_tree_child_rel(doc, t, DGM_REL_PARATAXIS);
    if (clause == DGM_NONE && doc->tokens.items[t].rel == DGM_REL_PARATAXIS)
        clause = doc->tokens.items[t].head;
    return clause == DGM_NONE ? DGM_OK : add_indirect(f, clause, m, doc->tokens.items[t].span);
}

/* "according to X": the rest of the sentence is X's. */
static int according_at(finder *f, uint32_t t) {
    const dgm_doc *doc = f->doc;
    const dgm_sentence *s = &doc->sentences.items[doc->tokens.items[t].sentence];
    if (t + 1 >= s->end || !dgm_str_ieq(dgm_doc_form(doc, t), "according"))
        return DGM_OK;
    for (uint32_t i = t + 2; i < s->end && i < t + 14; i++)
        if (doc->tokens.items[i].mention != DGM_NONE) {
            uint32_t root = s->root;
            return root == DGM_NONE ? DGM_OK
                                    : add_indirect(f, root, doc->tokens.items[i].mention, dgm_tree_span(doc, t, t + 2));
        }
    return DGM_OK;
}

static int run(dgm_stage *stage) {
    finder f = {
        .stage = stage, .k = stage->know, .doc = stage->doc, .last_speaker = DGM_NONE, .last_mention = DGM_NONE};
    int rc = f.k->known ? find_direct(&f) : DGM_OK;
    for (uint32_t t = 0; f.k->known && rc == DGM_OK && t < f.doc->tokens.count; t++) {
        rc = dgm_spend(stage->budget, 2, stage->error);
        if (rc == DGM_OK && speech_verb(f.k, f.doc, t))
            rc = indirect_at(&f, t);
        if (rc == DGM_OK)
            rc = according_at(&f, t);
    }
    return rc;
}

static void dump(const dgm_doc *doc, dgm_buf *out) {
    for (uint32_t i = 0; i < doc->quotes.count; i++) {
        const dgm_quote *q = &doc->quotes.items[i];
        dgm_buf_text(out, q->direct ? "direct\t" : "reported\t");
        dgm_buf_str(out, q->speaker == DGM_NONE ? DGM_STR("?") : doc->entities.items[q->speaker].name);
        dgm_buf_char(out, '\t');
        dgm_buf_str(out, q->text);
        dgm_buf_char(out, '\n');
    }
}

const dgm_room dgm_room_quote = {.name = "quote", .open = room_open, .run = run, .dump = dump};
