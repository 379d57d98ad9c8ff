/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the segment room: tokens are cut first (tokens.c), then sentences end between them (segment.c). */
#ifndef DGM_SEGMENT_SEGMENT_H
#define DGM_SEGMENT_SEGMENT_H

#include "pipeline/stage.h"

typedef struct dgm_segment_knowledge {
    bool known; /* the model has the tables */
    dgm_table abbreviations, contractions;
    dgm_index words, prefixes, starts, contracted, units, labels;
    int ends, tail;
    uint32_t contraction_lengths; /* bit n: there is a contraction of n letters; most words are spared the search */
} dgm_segment_knowledge;

typedef enum dgm_abbreviation {
    DGM_ABBREVIATION_NONE,
    DGM_ABBREVIATION_MAYBE,  /* may end a sentence */
    DGM_ABBREVIATION_NUMBER, /* is one only where a number follows */
    DGM_ABBREVIATION_NEVER
} dgm_abbreviation;

/* What the lexicon, or the shape ("U.N.", "J."), says of a word with a full stop at its end. */
dgm_abbreviation dgm_segment_abbreviation(const dgm_segment_knowledge *know, dgm_str word);

/* Appends the tokens of `span` to doc->tokens (span and shape filled). */
int dgm_segment_tokens(dgm_stage *stage, dgm_span span);

#endif
