/* SPDX-License-Identifier: Apache-2.0 */
/* The dictionary form of a word, from its form and tags: exceptions from the lexicon, else the rules of English inflection.
 * How names, acronyms, numbers and signs are written follows UD English GUM. */
#ifndef DGM_TAG_LEMMA_H
#define DGM_TAG_LEMMA_H

#include "base/arena.h"
#include "doc/doc.h"
#include "store/store.h"

typedef struct dgm_lemmas {
    bool known;  /* the model has lemmas and e_stems */
    bool learnt; /* … tagged_lemmas */
    dgm_table irregular, stems, tagged;
    dgm_index forms, keeps_e, nationalities, capitals, tagged_forms;
    bool nations, adjectives; /* nationalities, capitals are there */
    int lemma_column, class_column;
    int tagged_lemma, tagged_upos, tagged_xpos;
} dgm_lemmas;

typedef struct dgm_lemma_question { /* about a word */
    dgm_str form;
    unsigned upos, xpos;
    bool shouted; /* the sentence is in capitals: they say nothing */
} dgm_lemma_question;

int dgm_lemmas_open(const dgm_store *store, dgm_lemmas *out, dgm_error *error);
/* *lemma points into the arena or the model. False: no memory. */
bool dgm_lemma_of(const dgm_lemmas *lemmas, dgm_lemma_question q, dgm_arena *arena, dgm_str *lemma);
/* Are most words of the sentence in capitals? */
bool dgm_lemma_shouted(const dgm_doc *doc, uint32_t first, uint32_t end);

#endif
