/* SPDX-License-Identifier: Apache-2.0 */
/* What the tagger looks at. Reading and training (tools/train) share this code: a weight means the same in both. */
#ifndef DGM_TAG_FEATURES_H
#define DGM_TAG_FEATURES_H

#include "base/linear.h"

/* One word's own hashes, made once and used in all windows that it stands in. */
typedef struct dgm_tag_word {
    uint64_t form, lower, prefix[4], suffix[5], shape;
} dgm_tag_word;

void dgm_tag_word_make(dgm_str form, dgm_tag_word *out);

/* Penn tag of word i, after `t1` and `t2` (tags of the two words before; 0: none). Returns the number of features. */
uint32_t dgm_tag_features_xpos(const dgm_tag_word *words, uint32_t n, uint32_t i, unsigned t1, unsigned t2,
                               uint64_t *out);
/* Universal tag of word i, the Penn tags of the whole sentence being known. */
uint32_t dgm_tag_features_upos(const dgm_tag_word *words, uint32_t n, uint32_t i, const uint8_t *xpos, uint64_t *out);

#endif
