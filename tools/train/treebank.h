/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences with tags and trees, read from CoNLL-U. */
#ifndef DGM_TRAIN_TREEBANK_H
#define DGM_TRAIN_TREEBANK_H

#include "base/net.h"
#include "doc/doc.h"

typedef struct word {
    dgm_str form;
    uint8_t upos, xpos, rel;  /* as annotated */
    uint8_t as_upos, as_xpos; /* as a tagger that has not seen the sentence reads it; starts as annotated */
    int32_t head;             /* 1 … n, 0 for the root */
    dgm_net_word net; /* hashes of the form, its row in the vocabulary, and how often to act as if it had none */
    uint32_t row;
    float rare;
    /* for the names: what stands in MISC after "Entity=", what the lexicon knows (entity/net.h), and the label */
    dgm_str entity;
    uint64_t known;
    uint8_t name;
} word;

typedef struct sentence {
    word *words;
    uint32_t n;
    bool gold; /* annotated by people */
} sentence;

typedef struct treebank {
    sentence *sentences;
    uint32_t count, cap;
    uint32_t longest;
    uint64_t words;
    dgm_arena *arena; /* owns words and forms */
} treebank;

void treebank_init(treebank *bank);
void treebank_done(treebank *bank);
/* A copy of `form` as headlines (first letter of every word of four letters or more), capitals or lower case have
 * it. */
enum { AS_WRITTEN, HEADLINE, CAPITALS, LOWER };
dgm_str in_case(dgm_str form, int how, char *out, size_t cap);

/* Adds a file. `least_confidence`: sentences whose "# confidence" is lower are left out. Ends the program when it
 * cannot be read: a trainer has nobody to report to but the person who started it. */
void treebank_read(treebank *bank, const char *path, bool gold, double least_confidence);
/* Adds every .conllu file of a folder, in order of names. */
void treebank_read_folder(treebank *bank, const char *folder, bool gold, double least_confidence);

/* Adds silver/ of a data folder. Text of the evaluation sets is there as well, under names of its own: it is never trained on. */
void treebank_read_silver(treebank *bank, const char *data, double least_confidence);
void treebank_add(treebank *bank, const word *words, uint32_t n, bool gold); /* copies the words */

_Noreturn void stop(const char *what, const char *detail);
void *need(void *p); /* ends the program when p is NULL */

#endif
