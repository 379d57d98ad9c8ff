/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences with tags and trees, read from CoNLL-U. */
#ifndef DGM_TRAIN_TREEBANK_H
#define DGM_TRAIN_TREEBANK_H

#include "doc/doc.h"

typedef struct word {
    dgm_str form;
    uint8_t upos, xpos, rel;  /* as annotated */
    uint8_t as_upos, as_xpos; /* as a tagger that has not seen the sentence reads it; starts as annotated */
    int32_t head;             /* 1 … n, 0 for the root */
} word;

typedef struct sentence {
    word *words;
    uint32_t n;
    bool gold; /* annotated by people */
} sentence;

typedef struct treebank {
    sentence *sentences;
    uint32_t count, cap;
    uint64_t words;
    dgm_arena *arena; /* owns words and forms */
} treebank;

void treebank_init(treebank *bank);
void treebank_done(treebank *bank);
/* Adds a file. `least_confidence`: sentences whose "# confidence" is lower are left out. Ends the program when it cannot
 * be read: a trainer has nobody to report to but the person who started it. */
void treebank_read(treebank *bank, const char *path, bool gold, double least_confidence);
/* Adds every .conllu file of a folder, in order of names. */
void treebank_read_folder(treebank *bank, const char *folder, bool gold, double least_confidence);

_Noreturn void stop(const char *what, const char *detail);
void *need(void *p); /* ends the program when p is NULL */

#endif
