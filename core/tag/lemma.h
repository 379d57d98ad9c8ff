/* SPDX-License-Identifier: Apache-2.0 */
/* The dictionary form of a word, from its form and tags: exceptions from the lexicon, else the rules of English inflection. */
#ifndef DGM_TAG_LEMMA_H
#define DGM_TAG_LEMMA_H

#include "base/arena.h"
#include "store/store.h"

typedef struct dgm_lemmas {
    bool known; /* the model has the tables */
    dgm_table irregular, stems;
    dgm_index forms, keeps_e, nationalities;
    bool nations; /* nationalities is there */
    int lemma_column, class_column;
} dgm_lemmas;

int dgm_lemmas_open(const dgm_store *store, dgm_lemmas *out, dgm_error *error);
/* *lemma points into the arena or the model; lower case but for proper nouns and
 * adjectives of nationality. False: no memory. */
bool dgm_lemma_of(const dgm_lemmas *lemmas, dgm_str form, unsigned upos, unsigned xpos, dgm_arena *arena,
                  dgm_str *lemma);

#endif
