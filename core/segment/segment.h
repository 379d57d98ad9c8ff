/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the segment room: tokens are cut first (tokens.c), then sentences end between them (segment.c). */
#ifndef DGM_SEGMENT_SEGMENT_H
#define DGM_SEGMENT_SEGMENT_H

#include "pipeline/stage.h"

typedef struct dgm_segment_knowledge {
    bool known;
    dgm_table abbreviations;
    dgm_index words, prefixes, starts;
    int ends;
} dgm_segment_knowledge;

typedef enum dgm_abbreviation {
    DGM_ABBREVIATION_NONE,
    DGM_ABBREVIATION_MAYBE,
    DGM_ABBREVIATION_NEVER
} dgm_abbreviation;

/* What the lexicon, or the shape ("U.N.", "J."), says of a word with a full stop at its end. */
dgm_abbreviation dgm_segment_abbreviation(const dgm_segment_knowledge *know, dgm_str word);

/* Appends the tokens of `span` to doc->tokens (span and shape filled). */
int dgm_segment_tokens(dgm_stage *stage, dgm_span span);

#endif
