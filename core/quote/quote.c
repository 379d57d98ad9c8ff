/* SPDX-License-Identifier: Apache-2.0 */
/* Direct quotations and reported speech, with their speakers. */
#include "quote/quote.h"

#include <string.h>

#define WORDS_MIN 3u
#define TAG_WORDS_MAX 12u /* words of a speech tag inside a quotation */
#define NEXT_PARAGRAPH 1u
#define MENTIONS_COST 8u /* mentions looked at for the price of a token */

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    dgm_speech *k = DGM_NEW(arena, dgm_speech);
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    k->known = dgm_store_table(store, "speech", &k->words) == DGM_OK &&
               dgm_table_index(&k->words, "words", &k->index) == DGM_OK;
    k->kind = k->known ? dgm_table_column(&k->words, "kind") : -1;
    k->known = k->known && k->kind >= 0;
    return DGM_OK;
}

/* "claims to have": tells with an infinitive. */
static bool claims(const dgm_speech *k, const dgm_doc *doc, uint32_t t) { return dgm_speech_is(k, doc, t, "claim"); }

typedef struct finder {
    dgm_stage *stage;
    const dgm_speech *k;
    dgm_doc *doc;
    uint32_t last_speaker, last_mention; /* of the quotation before */
    uint32_t last_sentence, last_paragraph;
    bool last_was_voice; /* "a spokesman for the court" */
} finder;

/* ---- direct quotations ----------------------------------------------------------------------------------------------------------- */

/* Is the next piece the same utterance? "A," she said, "b": the tag stands between commas. Or the next paragraph takes the mark up. */
static bool goes_on(const finder *f, const dgm_piece *a, const dgm_piece *b) {
    const dgm_doc *doc = f->doc;
    if (a->unclosed)
        return b->first == a->end + 1 || b->first == a->end;
    uint32_t from = a->end + 1, to = b->first - 1;
    if (doc->tokens.items[a->end].sentence != doc->tokens.items[b->first].sentence || to <= from ||
        to - from > TAG_WORDS_MAX || !dgm_str_is(dgm_doc_form(doc, a->end - 1), ",") ||
        !dgm_str_is(dgm_doc_form(doc, to - 1), ","))
        return false;
    for (uint32_t t = from; t < to; t++)
        if (dgm_speech_verb(f->k, doc, t))
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

/* "Seoul said": of a government that is named by what elsewhere is a place or the country itself, the country, where the article names it. */
static uint32_t country_of(const dgm_doc *doc, uint32_t entity) {
    const dgm_entity *body = &doc->entities.items[entity];
    bool capital = false;
    uint32_t country = DGM_NONE;
    for (uint32_t i = 0; body->type == DGM_ENTITY_ORGANIZATION && body->country.n && i < doc->mentions.count; i++) {
        const dgm_mention *m = &doc->mentions.items[i];
        const dgm_entity *e = &doc->entities.items[m->entity];
        if ((e->type != DGM_ENTITY_PLACE && e->type != DGM_ENTITY_COUNTRY) || !dgm_str_eq(e->country, body->country))
            continue;
        capital = capital || dgm_str_eq(dgm_doc_span(doc, dgm_tree_span(doc, m->first, m->end)), body->name);
        country = e->type == DGM_ENTITY_COUNTRY ? m->entity : country;
    }
    return capital && country != DGM_NONE ? country : entity;
}

/* Whose mention it is; of "he" and "she" the subject before them is surer than who is named last. */
static uint32_t entity_of(const finder *f, const dgm_piece *run, uint32_t mention) {
    const dgm_doc *doc = f->doc;
    const dgm_mention *m = &doc->mentions.items[mention];
    const dgm_entity *own = &doc->entities.items[m->entity];
    if (m->kind != DGM_MENTION_PRONOUN || own->type != DGM_ENTITY_PERSON || !own->gender || m->members_count)
        return country_of(doc, m->entity);
    uint32_t before = dgm_subject_before(f->k, doc, run, m->head);
    uint32_t entity = before == DGM_NONE ? DGM_NONE : doc->mentions.items[before].entity;
    bool fits = entity != DGM_NONE &&
                (!doc->entities.items[entity].gender || doc->entities.items[entity].gender == own->gender);
    return fits ? entity : m->entity;
}

/* The one whose words they are, else the one who was speaking and goes on. False: they are no quotation. */
static bool take_speaker(finder *f, dgm_quote *q, const dgm_piece *run, uint32_t count) {
    const dgm_doc *doc = f->doc;
    uint32_t sentence = doc->tokens.items[run->first].sentence, end = run[count - 1].end,
             paragraph = doc->sentences.items[sentence].paragraph;
    dgm_voice voice = {0};
    bool found = dgm_find_speaker(f->k, doc, run, count, &voice);
    if (!dgm_is_quotation(f->k, doc, run, found))
        return false;
    bool tagged = dgm_quote_begins(doc, run) && dgm_has_tag(doc, end),
         going_on = f->last_speaker != DGM_NONE && sentence - f->last_sentence <= 1;
    found = found || (!going_on && !tagged && dgm_speaker_before(f->k, doc, run, &voice));
    if (found) {
        bool is_voice = voice.noun && dgm_speech_is(f->k, doc, voice.noun, "voice"),
             same = is_voice && f->last_was_voice && doc->tokens.items[voice.noun].mention == voice.mention;
        q->speaker_mention = f->last_mention = voice.mention;
        q->speaker = f->last_speaker = same ? f->last_speaker : entity_of(f, run, voice.mention);
        f->last_was_voice = is_voice;
        q->cue = voice.cue;
    } else if (dgm_quote_begins(doc, run) && !tagged && f->last_speaker != DGM_NONE &&
               paragraph - f->last_paragraph <= NEXT_PARAGRAPH) {
        q->speaker = f->last_speaker;
        q->speaker_mention = f->last_mention;
    }
    f->last_sentence = doc->tokens.items[end - 1].sentence;
    f->last_paragraph = doc->sentences.items[f->last_sentence].paragraph;
    return true;
}

static int add_direct(finder *f, const dgm_piece *run, uint32_t count) {
    dgm_doc *doc = f->doc;
    uint32_t words = 0, first = run[0].first, stop = run[count - 1].end;
    for (uint32_t i = 0; i < count; i++)
        words += dgm_words_between(doc, run[i].first, run[i].end);
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
    if (!take_speaker(f, q, run, count)) /* "the so-called "line of contact"" */
        doc->quotes.count--;
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
        rc = dgm_spend(f->stage->budget, s->end - s->first + doc->mentions.count / MENTIONS_COST, f->stage->error);
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
        end > first && dgm_words_between(doc, first, end) >= WORDS_MIN ? DGM_PUSH(&doc->quotes, doc->arena) : NULL;
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
    uint32_t subject = dgm_tree_subject(doc, t, &passive), m = dgm_voice_of_noun(f->k, doc, subject), told = 0;
    int rc = DGM_OK;
    if (m == DGM_NONE || passive || dgm_quoted(doc, t))
        return DGM_OK;
    if (is_tag(doc, t, subject))
        return add_indirect(f, doc->sentences.items[doc->tokens.items[t].sentence].root, t, m,
                            doc->tokens.items[t].span);
    for (uint32_t c = dgm_tree_child(doc, t, DGM_NONE); rc == DGM_OK && c != DGM_NONE; c = dgm_tree_child(doc, t, c)) {
        unsigned rel = doc->tokens.items[c].rel;
        bool clause =
            rel == DGM_REL_CCOMP || (rel == DGM_REL_PARATAXIS && !parted(doc, t, c)) ||
            (rel == DGM_REL_XCOMP && claims(f->k, doc, t) && dgm_tree_child_rel(doc, c, DGM_REL_AUX) != DGM_NONE);
        if (!clause || dgm_quoted(doc, c)) /* what stands between marks has its record */
            continue;
        told++;
        rc = add_indirect(f, c, t, m, doc->tokens.items[t].span);
    }
    uint32_t up = doc->tokens.items[t].head;
    bool above =
        told == 0 && doc->tokens.items[t].rel == DGM_REL_PARATAXIS && !dgm_quoted(doc, up) && !parted(doc, t, up);
    return above && rc == DGM_OK ? add_indirect(f, up, t, m, doc->tokens.items[t].span) : rc;
}

/* "according to X": the clause that it stands in is X's. */
static int according_at(finder *f, uint32_t t) {
    const dgm_doc *doc = f->doc;
    const dgm_sentence *s = &doc->sentences.items[doc->tokens.items[t].sentence];
    dgm_voice voice;
    if (s->root == DGM_NONE || !dgm_str_ieq(dgm_doc_form(doc, t), "according") || t + 3 > s->end ||
        !dgm_voice_of_source(f->k, doc, t, s->end, &voice))
        return DGM_OK;
    uint32_t source = doc->tokens.items[t].rel == DGM_REL_CASE ? doc->tokens.items[t].head : t;
    uint32_t clause = source == DGM_NONE ? DGM_NONE : doc->tokens.items[source].head;
    return add_indirect(f, clause == DGM_NONE ? s->root : clause, source, voice.mention, voice.cue);
}

static int run(dgm_stage *stage) {
    finder f = {
        .stage = stage, .k = stage->know, .doc = stage->doc, .last_speaker = DGM_NONE, .last_mention = DGM_NONE};
    int rc = f.k->known ? find_direct(&f) : DGM_OK;
    for (uint32_t t = 0; f.k->known && rc == DGM_OK && t < f.doc->tokens.count; t++) {
        rc = dgm_spend(stage->budget, 2, stage->error);
        if (rc == DGM_OK && dgm_speech_verb(f.k, f.doc, t))
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
