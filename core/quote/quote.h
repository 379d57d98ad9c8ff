/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the quote room: marks.c pairs the marks of quotation into pieces, quote.c makes records of them and finds who speaks. */
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

#endif
