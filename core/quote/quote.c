/* SPDX-License-Identifier: Apache-2.0 */
/* Direct quotations and reported speech, with their speakers. */
#include "quote/quote.h"

#include <string.h>

#define WORDS_MIN 3u
#define CLIMB_MAX 12
#define INVERTED_MAX 9u   /* tokens from "says" to the mention behind it */
#define SOURCE_MAX 14u    /* tokens from "according" to whose word it is */
#define BEFORE_MAX 30u    /* tokens before a quotation in which its verb may stand */
#define TAG_WORDS_MAX 12u /* words of a speech tag */

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

static dgm_str kind_of(const knowledge *k, const dgm_doc *doc, uint32_t t) {
    dgm_hits hits;
    return dgm_index_find(&k->index, doc->tokens.items[t].lemma, &hits)
               ? dgm_str_of(dgm_table_str(&k->words, dgm_hits_at(&hits, 0).row, k->kind))
               : (dgm_str){0};
}

static bool speech_verb(const knowledge *k, const dgm_doc *doc, uint32_t t) {
    dgm_str kind = kind_of(k, doc, t);
    return doc->tokens.items[t].upos == DGM_UPOS_VERB && (dgm_str_is(kind, "verb") || dgm_str_is(kind, "claim"));
}

/* "claims to have": tells with an infinitive. */
static bool claims(const knowledge *k, const dgm_doc *doc, uint32_t t) {
    return dgm_str_is(kind_of(k, doc, t), "claim");
}

/* ---- who speaks ------------------------------------------------------------------------------------------------------------------ */

typedef struct finder {
    dgm_stage *stage;
    const knowledge *k;
    dgm_doc *doc;
    uint32_t last_speaker, last_mention; /* of the quotation before */
    uint32_t last_paragraph;
} finder;

/* A noun's own mention, or that of who it belongs to: "an elder of the party", "the ministry's spokesman". */
static uint32_t mention_of(const knowledge *k, const dgm_doc *doc, uint32_t token) {
    if (token == DGM_NONE)
        return DGM_NONE;
    uint32_t m = doc->tokens.items[token].mention, owner = DGM_NONE;
    for (uint32_t c = dgm_tree_child(doc, token, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, token, c)) {
        unsigned rel = doc->tokens.items[c].rel;
        if (m == DGM_NONE && (rel == DGM_REL_APPOS || rel == DGM_REL_FLAT)) /* "Kim's partner Ann Smith" is Ann Smith */
            m = doc->tokens.items[c].mention;
        if (owner == DGM_NONE && (rel == DGM_REL_NMOD_POSS || rel == DGM_REL_COMPOUND || rel == DGM_REL_NMOD))
            owner = doc->tokens.items[c].mention;
    }
    bool voice = m != DGM_NONE && owner != DGM_NONE && doc->mentions.items[m].kind != DGM_MENTION_NAME &&
                 dgm_str_is(kind_of(k, doc, token), "voice");
    return m != DGM_NONE && !voice ? m : owner; /* "a spokesman for the court": the court speaks */
}

static bool quoted(const dgm_doc *doc, uint32_t t) { return doc->tokens.items[t].shape & DGM_SHAPE_QUOTED; }

/* "…," says Ann Smith: parsers lose the subject that follows; the first mention right after the verb has it. */
static uint32_t inverted_mention(const dgm_doc *doc, uint32_t verb, uint32_t end) {
    for (uint32_t t = verb + 1; t < end && t < verb + INVERTED_MAX; t++) {
        const dgm_token *x = &doc->tokens.items[t];
        if (x->shape & DGM_SHAPE_PUNCT || x->upos == DGM_UPOS_VERB || x->upos == DGM_UPOS_SCONJ)
            return DGM_NONE;
        if (x->mention != DGM_NONE && !doc->mentions.items[x->mention].adjective)
            return x->mention;
    }
    return DGM_NONE;
}

/* The subject of a verb of speech among tokens [first, end). `behind`: the verb may stand right before its subject. */
static bool speaker_in(const finder *f, uint32_t first, uint32_t end, bool behind, uint32_t *mention, dgm_span *cue) {
    const dgm_doc *doc = f->doc;
    for (uint32_t i = first; i < end; i++) { /* before the quotation the last one counts */
        uint32_t t = behind ? i : first + end - 1 - i;
        bool passive = false;
        if (!speech_verb(f->k, doc, t) || quoted(doc, t))
            continue;
        uint32_t subject = dgm_tree_subject(doc, t, &passive);
        uint32_t m = subject != DGM_NONE && quoted(doc, subject) ? DGM_NONE : mention_of(f->k, doc, subject);
        if (m == DGM_NONE && behind && t <= first + 1)
            m = inverted_mention(doc, t, end);
        if (m == DGM_NONE || passive)
            continue;
        *mention = m;
        *cue = doc->tokens.items[t].span;
        return true;
    }
    return false;
}

/* "according to X" and its like in a sentence's tokens [first, end). */
static bool source_in(const finder *f, uint32_t first, uint32_t end, uint32_t *mention, dgm_span *cue) {
    const dgm_doc *doc = f->doc;
    for (uint32_t t = first; t + 2 < end; t++) {
        if (quoted(doc, t) || !dgm_str_ieq(dgm_doc_form(doc, t), "according") ||
            !dgm_str_ieq(dgm_doc_form(doc, t + 1), "to"))
            continue;
        for (uint32_t i = t + 2; i < end && i < t + SOURCE_MAX; i++)
            if (doc->tokens.items[i].mention != DGM_NONE) {
                *mention = doc->tokens.items[i].mention;
                *cue = dgm_tree_span(doc, t, t + 2);
                return true;
            }
    }
    return false;
}

static uint32_t words_between(const dgm_doc *doc, uint32_t first, uint32_t end) {
    uint32_t n = 0;
    for (uint32_t t = first; t < end; t++)
        n += !(doc->tokens.items[t].shape & DGM_SHAPE_PUNCT);
    return n;
}

/* Takes a verb's subject as the speaker of words that are quoted below or behind it: "dismissed both as "a trick"". */
static bool subject_speaks(const finder *f, uint32_t verb, uint32_t *mention, dgm_span *cue) {
    const dgm_doc *doc = f->doc;
    bool passive = false;
    if (doc->tokens.items[verb].upos != DGM_UPOS_VERB || quoted(doc, verb))
        return false;
    uint32_t subject = dgm_tree_subject(doc, verb, &passive);
    if (subject == DGM_NONE || passive || quoted(doc, subject))
        return false;
    uint32_t m = mention_of(f->k, doc, subject);
    if (m == DGM_NONE || doc->mentions.items[m].type == DGM_ENTITY_PLACE)
        return false;
    *mention = m;
    *cue = doc->tokens.items[verb].span;
    return true;
}

/* Words quoted inside a sentence belong to the subject of the verb that governs them. */
static bool governing_speaker(const finder *f, uint32_t first, uint32_t end, uint32_t *mention, dgm_span *cue) {
    uint32_t t = first;
    for (int steps = 0; t != DGM_NONE && steps < CLIMB_MAX; steps++, t = f->doc->tokens.items[t].head)
        if ((t < first || t >= end) && subject_speaks(f, t, mention, cue))
            return true;
    return false;
}

/* Where the tree does not lead there: the nearest verb before them in the sentence. */
static bool nearest_speaker(const finder *f, uint32_t first, uint32_t from, uint32_t *mention, dgm_span *cue) {
    for (uint32_t t = first; t > from && first - t < BEFORE_MAX; t--)
        if (subject_speaks(f, t - 1, mention, cue))
            return true;
    return false;
}

/* "they say …; a deputy dismissed it as "a trick"": what stands before a semicolon has its own quotations. */
static uint32_t behind_semicolon(const dgm_doc *doc, uint32_t first, uint32_t end) {
    uint32_t t = end;
    while (t > first && !dgm_str_is(dgm_doc_form(doc, t - 1), ";"))
        t--;
    return t;
}

/* A speech tag stands in the rest of the sentence(s) that the quotation touches, in a gap of it, or in the short sentence behind it. */
static bool tagged_speaker(const finder *f, const dgm_piece *run, uint32_t count, uint32_t *mention, dgm_span *cue) {
    const dgm_doc *doc = f->doc;
    uint32_t first = run[0].first, end = run[count - 1].end;
    const dgm_sentence *a = &doc->sentences.items[doc->tokens.items[first].sentence],
                       *b = &doc->sentences.items[doc->tokens.items[end - 1].sentence];
    for (uint32_t i = 0; i + 1 < count; i++)
        if (!run[i].unclosed && speaker_in(f, run[i].end + 1, run[i + 1].first, true, mention, cue))
            return true;
    if (speaker_in(f, end + 1 < b->end ? end + 1 : b->end, b->end, true, mention, cue) ||
        speaker_in(f, behind_semicolon(doc, a->first, first), first, false, mention, cue) ||
        source_in(f, a->first, first, mention, cue) || source_in(f, end, b->end, mention, cue))
        return true;
    uint32_t next = doc->tokens.items[end - 1].sentence + 1;
    if (next >= doc->sentences.count)
        return false;
    const dgm_sentence *s = &doc->sentences.items[next];
    return s->paragraph == b->paragraph && !s->headline && words_between(doc, s->first, s->end) < TAG_WORDS_MAX &&
           speaker_in(f, s->first, s->end, true, mention, cue);
}

/* A quotation without a tag behind a sentence in which somebody says something goes on with what he says. */
static bool before_speaker(const finder *f, const dgm_sentence *a, uint32_t *mention, dgm_span *cue) {
    const dgm_doc *doc = f->doc;
    uint32_t index = (uint32_t)(a - doc->sentences.items);
    if (index == 0 || a->paragraph != doc->sentences.items[index - 1].paragraph)
        return false;
    const dgm_sentence *s = &doc->sentences.items[index - 1];
    for (uint32_t t = s->end; !s->headline && t-- > s->first;) {
        unsigned rel = doc->tokens.items[t].rel;
        bool passive = false;
        if ((rel != DGM_REL_ROOT && rel != DGM_REL_PARATAXIS) || quoted(doc, t) || !speech_verb(f->k, doc, t))
            continue;
        uint32_t m = mention_of(f->k, doc, dgm_tree_subject(doc, t, &passive));
        if (m == DGM_NONE || passive)
            continue;
        *mention = m;
        *cue = (dgm_span){0};
        return true;
    }
    return false;
}

static void find_speaker(finder *f, dgm_quote *q, const dgm_piece *run, uint32_t count) {
    dgm_doc *doc = f->doc;
    uint32_t first = run[0].first, end = run[count - 1].end, mention = DGM_NONE;
    const dgm_sentence *a = &doc->sentences.items[doc->tokens.items[first].sentence];
    dgm_span cue = {0};
    bool begins = first <= a->first + 1; /* a sentence of its own, not words inside another's */
    bool found = tagged_speaker(f, run, count, &mention, &cue);
    found = found || (!begins && (governing_speaker(f, first, end, &mention, &cue) ||
                                  nearest_speaker(f, first, a->first, &mention, &cue)));
    found = found || (begins && before_speaker(f, a, &mention, &cue));
    if (found) {
        q->speaker_mention = mention;
        q->speaker = doc->mentions.items[mention].entity;
        q->cue = cue;
        f->last_speaker = q->speaker;
        f->last_mention = mention;
    } else if (begins && f->last_speaker != DGM_NONE && a->paragraph - f->last_paragraph <= 1) {
        q->speaker = f->last_speaker; /* the one who was speaking goes on */
        q->speaker_mention = f->last_mention;
    }
    f->last_paragraph = doc->sentences.items[doc->tokens.items[end - 1].sentence].paragraph;
}

/* ---- direct quotations ----------------------------------------------------------------------------------------------------------- */

/* Is the next piece the same utterance? "A," she said, "b": the tag stands between commas. Or the next paragraph takes the mark up. */
static bool goes_on(const finder *f, const dgm_piece *a, const dgm_piece *b) {
    const dgm_doc *doc = f->doc;
    if (a->unclosed)
        return b->first == a->end + 1;
    uint32_t from = a->end + 1, to = b->first - 1;
    if (doc->tokens.items[a->end].sentence != doc->tokens.items[b->first].sentence || to <= from ||
        to - from > TAG_WORDS_MAX || !dgm_str_is(dgm_doc_form(doc, a->end - 1), ",") ||
        !dgm_str_is(dgm_doc_form(doc, to - 1), ","))
        return false;
    for (uint32_t t = from; t < to; t++)
        if (speech_verb(f->k, doc, t))
            return true;
    return false;
}

/* The words of all pieces: what stands between them is no part of what was said. */
static dgm_str joined_text(finder *f, const dgm_piece *run, uint32_t count, uint32_t stop) {
    dgm_doc *doc = f->doc;
    size_t n = 0, at = 0;
    for (uint32_t i = 0; i < count; i++)
        n += dgm_doc_span(doc, dgm_tree_span(doc, run[i].first, i + 1 < count ? run[i].end : stop)).n + 2;
    char *p = dgm_arena_alloc(doc->arena, n);
    if (!p)
        return (dgm_str){0};
    for (uint32_t i = 0; i < count; i++) {
        dgm_str s = dgm_doc_span(doc, dgm_tree_span(doc, run[i].first, i + 1 < count ? run[i].end : stop));
        if (i > 0) {
            const char *gap = run[i - 1].unclosed ? "\n\n" : " ";
            memcpy(p + at, gap, strlen(gap));
            at += strlen(gap);
        }
        memcpy(p + at, s.p, s.n);
        at += s.n;
    }
    return (dgm_str){p, (uint32_t)at};
}

static int add_direct(finder *f, const dgm_piece *run, uint32_t count) {
    dgm_doc *doc = f->doc;
    uint32_t words = 0, first = run[0].first, stop = run[count - 1].end;
    for (uint32_t i = 0; i < count; i++)
        words += words_between(doc, run[i].first, run[i].end);
    if (words < WORDS_MIN)
        return DGM_OK;
    while (stop > run[count - 1].first + 1 && dgm_str_is(dgm_doc_form(doc, stop - 1), ","))
        stop--;
    dgm_quote *q = DGM_PUSH(&doc->quotes, doc->arena);
    if (!q)
        return dgm_fail_memory(f->stage->error);
    *q = (dgm_quote){
        .speaker = DGM_NONE, .speaker_mention = DGM_NONE, .direct = true, .span = dgm_tree_span(doc, first, stop)};
    q->text = count == 1 ? dgm_doc_span(doc, q->span) : joined_text(f, run, count, stop);
    if (!q->text.p)
        return dgm_fail_memory(f->stage->error);
    find_speaker(f, q, run, count);
    return DGM_OK;
}

static int find_direct(finder *f) {
    dgm_doc *doc = f->doc;
    dgm_pieces pieces = {0};
    int rc = dgm_pair_marks(f->stage, &pieces);
    for (uint32_t i = 0; rc == DGM_OK && i < pieces.count; i++)
        for (uint32_t t = pieces.items[i].first; t < pieces.items[i].end; t++)
            doc->tokens.items[t].shape |= DGM_SHAPE_QUOTED;
    for (uint32_t i = 0, n; rc == DGM_OK && i < pieces.count; i += n) {
        for (n = 1; i + n < pieces.count && goes_on(f, &pieces.items[i + n - 1], &pieces.items[i + n]);)
            n++;
        const dgm_sentence *s = &doc->sentences.items[doc->tokens.items[pieces.items[i].first].sentence];
        rc = dgm_spend(f->stage->budget, s->end - s->first, f->stage->error);
        if (rc == DGM_OK)
            rc = add_direct(f, &pieces.items[i], n);
    }
    return rc;
}

/* ---- reported speech --------------------------------------------------------------------------------------------------------------------- */

static int add_indirect(finder *f, uint32_t clause, uint32_t tag, uint32_t mention, dgm_span cue) {
    dgm_doc *doc = f->doc;
    uint32_t first, end;
    dgm_tree_extent(doc, clause, &first, &end);
    while (first < end && doc->tokens.items[first].upos == DGM_UPOS_PUNCT)
        first++;
    dgm_quote *q =
        end > first && words_between(doc, first, end) >= WORDS_MIN ? DGM_PUSH(&doc->quotes, doc->arena) : NULL;
    if (!q)
        return DGM_OK;
    *q = (dgm_quote){.speaker = doc->mentions.items[mention].entity,
                     .speaker_mention = mention,
                     .span = dgm_tree_span(doc, first, end),
                     .cue = cue,
                     .clause = clause,
                     .tag = tag};
    q->text = dgm_doc_span(doc, q->span);
    return DGM_OK;
}

/* Does a semicolon part the two? Then neither tells the other. */
static bool parted(const dgm_doc *doc, uint32_t a, uint32_t b) {
    for (uint32_t t = a < b ? a : b, end = a < b ? b : a; t < end; t++)
        if (dgm_str_is(dgm_doc_form(doc, t), ";"))
            return true;
    return false;
}

static bool has_rel(const dgm_doc *doc, uint32_t t, unsigned a, unsigned b) {
    return dgm_tree_child_rel(doc, t, a) != DGM_NONE || dgm_tree_child_rel(doc, t, b) != DGM_NONE;
}

/* "…, two sources told the agency on Monday": a clause of its own behind a comma, without a conjunction or anything that is told, whatever
 * the parser hung it on. */
static bool is_tag(const dgm_doc *doc, uint32_t t, uint32_t subject) {
    const dgm_token *v = &doc->tokens.items[t];
    const dgm_sentence *s = &doc->sentences.items[v->sentence];
    uint32_t first, end;
    if ((v->rel != DGM_REL_ADVCL && v->rel != DGM_REL_ACL && v->rel != DGM_REL_CONJ && v->rel != DGM_REL_PARATAXIS) ||
        (v->xpos != DGM_XPOS_VBD && v->xpos != DGM_XPOS_VBZ && v->xpos != DGM_XPOS_VBP) || s->root == DGM_NONE ||
        s->root >= subject || subject >= t || has_rel(doc, t, DGM_REL_MARK, DGM_REL_CC) ||
        has_rel(doc, t, DGM_REL_CCOMP, DGM_REL_XCOMP) || dgm_tree_child_rel(doc, t, DGM_REL_OBJ) != DGM_NONE)
        return false;
    dgm_tree_extent(doc, subject, &first, &end);
    return first > s->first && dgm_str_is(dgm_doc_form(doc, first - 1), ",") && !parted(doc, s->root, t);
}

/* "X said that …": the clauses below the verb. "…, X said": the clause above it. "X claims to have taken …": that. */
static int indirect_at(finder *f, uint32_t t) {
    const dgm_doc *doc = f->doc;
    bool passive = false;
    uint32_t subject = dgm_tree_subject(doc, t, &passive), m = mention_of(f->k, doc, subject), told = 0;
    int rc = DGM_OK;
    if (m == DGM_NONE || passive || (doc->tokens.items[t].shape & DGM_SHAPE_QUOTED))
        return DGM_OK;
    if (is_tag(doc, t, subject))
        return add_indirect(f, doc->sentences.items[doc->tokens.items[t].sentence].root, t, m,
                            doc->tokens.items[t].span);
    for (uint32_t c = dgm_tree_child(doc, t, DGM_NONE); rc == DGM_OK && c != DGM_NONE; c = dgm_tree_child(doc, t, c)) {
        unsigned rel = doc->tokens.items[c].rel;
        bool clause =
            rel == DGM_REL_CCOMP || (rel == DGM_REL_PARATAXIS && !parted(doc, t, c)) ||
            (rel == DGM_REL_XCOMP && claims(f->k, doc, t) && dgm_tree_child_rel(doc, c, DGM_REL_AUX) != DGM_NONE);
        if (!clause || quoted(doc, c)) /* what stands between marks has its record */
            continue;
        told++;
        rc = add_indirect(f, c, t, m, doc->tokens.items[t].span);
    }
    uint32_t up = doc->tokens.items[t].head;
    bool above = told == 0 && doc->tokens.items[t].rel == DGM_REL_PARATAXIS && !quoted(doc, up) && !parted(doc, t, up);
    return above && rc == DGM_OK ? add_indirect(f, up, t, m, doc->tokens.items[t].span) : rc;
}

/* "according to X": the clause that it stands in is X's. */
static int according_at(finder *f, uint32_t t) {
    const dgm_doc *doc = f->doc;
    const dgm_sentence *s = &doc->sentences.items[doc->tokens.items[t].sentence];
    uint32_t mention;
    dgm_span cue;
    if (s->root == DGM_NONE || !dgm_str_ieq(dgm_doc_form(doc, t), "according") || t + 3 > s->end)
        return DGM_OK;
    uint32_t end = s->end < t + SOURCE_MAX ? s->end : t + SOURCE_MAX;
    if (!source_in(f, t, end, &mention, &cue))
        return DGM_OK;
    uint32_t source = doc->tokens.items[t].rel == DGM_REL_CASE ? doc->tokens.items[t].head : t;
    uint32_t clause = source == DGM_NONE ? DGM_NONE : doc->tokens.items[source].head;
    return add_indirect(f, clause == DGM_NONE ? s->root : clause, source, mention, cue);
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
