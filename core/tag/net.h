/* SPDX-License-Identifier: Apache-2.0 */
/* The tagger's network: each word's vector sees three words on each side (base/net.h), and gives the scores of all
 * tags. */
#ifndef DGM_TAG_NET_H
#define DGM_TAG_NET_H

#include "base/arena.h"
#include "base/net.h"

#define DGM_TAG_MOST 400u      /* words that are read at a time: a longer "sentence" is read in pieces */
#define DGM_TAG_WORD_ROWS 5u   /* word, both suffixes, prefix, shape */
#define DGM_TAG_XPOS_SPACE 64u /* scores: Penn tags, then from here on universal tags */
#define DGM_TAG_SCORES 96u

typedef struct dgm_tag_net {
    dgm_net words;
    dgm_matrix tags;
} dgm_tag_net;
int dgm_tag_net_open(const void *p, size_t n, const char *name, dgm_tag_net *out, dgm_error *error);

typedef struct dgm_tag_work { /* room for one piece */
    uint32_t (*rows)[DGM_TAG_WORD_ROWS];
    int16_t *x, *spare;
} dgm_tag_work;
bool dgm_tag_work_make(dgm_tag_work *work, dgm_arena *arena, uint32_t capacity); /* for up to `capacity` words */

/* Word i (from 0) of the piece goes here, before dgm_tag_net_read. */
void dgm_tag_net_word(const dgm_tag_net *net, dgm_tag_work *work, uint32_t i, const dgm_net_word *word);
void dgm_tag_net_read(const dgm_tag_net *net, dgm_tag_work *work, uint32_t n, uint8_t *upos, uint8_t *xpos);

#endif
