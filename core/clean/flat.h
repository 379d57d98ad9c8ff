/* SPDX-License-Identifier: Apache-2.0 */
/* A page whose line breaks are gone, cut again: at the ends of sentences, and where something begins that is a line of its own on
 * every page: a date with its label, a byline, a phrase of furniture, a headline that comes again, a dateline. */
#ifndef DGM_CLEAN_FLAT_H
#define DGM_CLEAN_FLAT_H

#include "clean/page.h"

#define FLAT_MARKS 200u /* cuts of a line that are no ends of sentences */
#define FLAT_STARTS 12u /* pieces whose words may come again */

typedef struct dgm_flat {
    const dgm_page *page;
    dgm_str text;
    uint32_t sentence;      /* where the current sentence ends; 0: not looked for */
    uint32_t marks;         /* cuts that are left */
    uint32_t own_end;       /* the piece that begins now is known to end here */
    uint32_t starts, prose; /* remembered pieces; sentences of an article in a row */
    uint32_t start[FLAT_STARTS];
    uint64_t words[FLAT_STARTS]; /* of their first words */
    bool own;                    /* the piece that was cut stands alone: it does not belong to the paragraph before */
    bool cut;                    /* the next piece begins at a mark */
} dgm_flat;

/* The end of the sentence that begins at `at`; s.n where none ends before. */
uint32_t dgm_flat_sentence(dgm_str s, uint32_t at);
/* The end of the piece that begins at `at`. */
uint32_t dgm_flat_piece(dgm_flat *flat, uint32_t at);
/* A scraper's " date 2024-08-06 " before the text: the bytes it takes. */
uint32_t dgm_flat_stamp(const dgm_page *page, dgm_str s);

#endif
