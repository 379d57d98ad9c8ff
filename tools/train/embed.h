/* SPDX-License-Identifier: Apache-2.0 */
/* Word vectors from plain text: skip-grams with negative samples (Mikolov and others 2013). What stands in the same places gets
 * like vectors, so that the little text with names teaches something of the many words that it does not have. */
#ifndef DGM_TRAIN_EMBED_H
#define DGM_TRAIN_EMBED_H

#include "encoder.h"

/* Vectors of WIDTH numbers for all rows of the vocabulary, zero where a word is not in the bank; the caller's to free.
 * Their numbers have `size` as root of their mean square. */
float *embed(const vocabulary *v, const treebank *bank, unsigned epochs, float size);

#endif
