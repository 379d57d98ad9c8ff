/* SPDX-License-Identifier: Apache-2.0 */
/* A CoNLL-U file without an article: its sentences, some at a time, with the text that they stand for. */
#ifndef DGM_CLI_CONLLU_H
#define DGM_CLI_CONLLU_H

#include "cli.h"

typedef struct conllu_part {
    const char *p; /* the part's lines, borrowed from the file */
    size_t n;
    char *text; /* its text, a sentence a line; owned, NULL: no memory */
    size_t text_n;
} conllu_part;

/* The next part at *at: to the next "# newdoc", at most 200 sentences. False: there is none. */
bool conllu_next(const char *p, size_t n, size_t *at, conllu_part *part);

#endif
