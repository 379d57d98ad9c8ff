/* SPDX-License-Identifier: Apache-2.0 */
/* A treebank file as the text that it was, with the place of every word and sentence: what the rooms are measured against. */
#ifndef DGM_TRAIN_GOLD_TEXT_H
#define DGM_TRAIN_GOLD_TEXT_H

#include "doc/doc.h"
#include "treebank.h"

typedef struct gold_word {
    dgm_span span;
    dgm_str lemma;
    uint32_t sentence, head; /* head: index of a word, DGM_NONE for the root */
    uint8_t upos, xpos, rel;
    bool spaced; /* white space before it */
} gold_word;

typedef struct gold_text {
    DGM_VEC(char) text;
    DGM_VEC(gold_word) words;
    dgm_spans paragraphs, sentences;
    dgm_arena *arena; /* owns everything */
} gold_text;

/* Paragraphs, headings, captions and items of lists are parted by an empty line, as a page shows them. `g` holds an
 * arena and is empty otherwise. Ends the program when the file cannot be read. */
void gold_text_read(gold_text *g, const char *path);

#endif
