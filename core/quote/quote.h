/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the quote room: marks.c pairs the marks of quotation into pieces, speaker.c finds who speaks, voice.c whose voice a word is,
 * quote.c makes records of it all. */
#ifndef DGM_QUOTE_QUOTE_H
#define DGM_QUOTE_QUOTE_H

#include "doc/tree.h"
#include "pipeline/stage.h"

typedef struct dgm_piece {
    uint32_t first, end; /* tokens between two marks */
    bool unclosed;       /* its paragraph ended first: the next paragraph may go on with it */
} dgm_piece;
typedef DGM_VEC(dgm_piece) dgm_pieces;

/* Pieces on stage->scratch, in order, not overlapping. */
int dgm_pair_marks(dgm_stage *stage, dgm_pieces *out);

/* What the lexicon knows of how news says that somebody says something. */
typedef struct dgm_speech {
    bool known;
    dgm_table words;
    dgm_index index;
    int kind;
} dgm_speech;

/* Who says it, and the words that tell so. */
typedef struct dgm_voice {
    uint32_t mention;
    dgm_span cue;
    uint32_t noun; /* the verb's subject, where a verb tells; 0: none does */
} dgm_voice;

bool dgm_speech_is(const dgm_speech *k, const dgm_doc *doc, uint32_t t, const char *kind);
bool dgm_speech_verb(const dgm_speech *k, const dgm_doc *doc, uint32_t t); /* "said", "claimed" */
bool dgm_speaks(const dgm_speech *k, const dgm_doc *doc,
                uint32_t t); /* … or "condemned", "called", with words quoted */
bool dgm_quoted(const dgm_doc *doc, uint32_t t);
uint32_t dgm_words_between(const dgm_doc *doc, uint32_t first, uint32_t end);

/* A noun's own mention, or that of who it belongs to: "an elder of the party", "the ministry's spokesman". DGM_NONE: nobody. */
uint32_t dgm_voice_of_noun(const dgm_speech *k, const dgm_doc *doc, uint32_t token);
/* Who does what the verb says: its subject, a passive's agent, who is quoted "as saying"; "the statement read" is the word of who made it. */
bool dgm_voice_of_verb(const dgm_speech *k, const dgm_doc *doc, uint32_t verb, dgm_voice *out);
/* "according to X", "in the words of X" in a sentence's tokens [first, end). */
bool dgm_voice_of_source(const dgm_speech *k, const dgm_doc *doc, uint32_t first, uint32_t end, dgm_voice *out);

/* Who speaks the quotation that is made of those pieces, as its own sentences tell it. */
bool dgm_find_speaker(const dgm_speech *k, const dgm_doc *doc, const dgm_piece *run, uint32_t count, dgm_voice *out);
/* Of a pronoun that tells who speaks: the person who is the subject before it, in its own sentence or in the last one that is told.
 * A mention, or DGM_NONE. */
uint32_t dgm_subject_before(const dgm_speech *k, const dgm_doc *doc, const dgm_piece *run, uint32_t pronoun);
/* Not a name ("known as "the Lion of the North""), nor words marked though nobody says them. `spoken`: a speaker was found. */
bool dgm_is_quotation(const dgm_speech *k, const dgm_doc *doc, const dgm_piece *run, bool spoken);
/* Is a tag behind it, after a comma, even of one whom nobody knows ("…," one of the drivers said)? */
bool dgm_has_tag(const dgm_doc *doc, uint32_t end);
/* Of one without a tag: who says something in the sentence before, or of whom it tells. */
bool dgm_speaker_before(const dgm_speech *k, const dgm_doc *doc, const dgm_piece *run, dgm_voice *out);
/* Is it a sentence of its own, not words inside another one? */
bool dgm_quote_begins(const dgm_doc *doc, const dgm_piece *run);

#endif
