/* SPDX-License-Identifier: Apache-2.0 */
/* The trainers, and what measures them. All are deterministic: same treebank, same bytes. */
#ifndef DGM_TRAIN_TRAIN_H
#define DGM_TRAIN_TRAIN_H

#include "perceptron.h"
#include "treebank.h"

typedef struct tagger {
    perceptron xpos, upos;
} tagger;

/* Trains on the sentences whose index leaves remainder `fold` modulo `folds` OUT (folds 0: on all). Gold sentences are
 * shown twice; one in eight sentences is shown in another case as well (headline, capitals, lower). */
void tagger_train(tagger *t, const treebank *bank, unsigned fold, unsigned folds, unsigned epochs, uint32_t bits);
void tagger_done(tagger *t);
/* Sets as_xpos and as_upos of a sentence. */
void tagger_read(const tagger *t, sentence *s);

typedef struct parser {
    perceptron action, label;
} parser;
void parser_train(parser *p, const treebank *bank, unsigned epochs, uint32_t bits);
void parser_done(parser *p);

/* Accuracy on a treebank with annotated tokens, of the rounded weights as they are written. */
void measure(const tagger *t, const parser *p, treebank *test, const char *name);

/* The test parts as raw text, read by the rooms with a compiled model: prints a line for each. */
void measure_raw(const char *data, const char *model);

#endif
