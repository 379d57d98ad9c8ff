/* SPDX-License-Identifier: Apache-2.0 */
/* The parser's network. Each word's vector sees its neighbours (base/net.h). What a word says when it stands in a
 * place of the state (on top of the stack, as somebody's left child …) is computed once for word and place, so that
 * looking at a state only adds up such numbers; from the sum come the action and, for an arc, its relation (after
 * Chen and Manning 2014). */
#ifndef DGM_PARSE_NET_H
#define DGM_PARSE_NET_H

#include "base/net.h"
#include "parse/transition.h"

#define DGM_PARSE_HIDDEN 128u
#define DGM_PARSE_MOST 400u      /* words that are read at a time: a longer "sentence" is read in pieces */
#define DGM_PARSE_WORD_ROWS 6u   /* word, both suffixes, prefix, both tags */
#define DGM_PARSE_ALWAYS_USED 4u /* the first places are computed for every word, the others when they are met */

typedef struct dgm_parse_net {
    dgm_net words;
    dgm_matrix used, children[DGM_PARSE_PLACES - DGM_PARSE_ALWAYS_USED]; /* word to hidden numbers, for each place */
    dgm_matrix action, label[2];                                         /* label: after LEFT, after RIGHT */
    const int16_t *table;                                                /* [DGM_PARSE_ROWS][DGM_PARSE_HIDDEN] */
} dgm_parse_net;
int dgm_parse_net_open(const void *p, size_t n, const char *name, dgm_parse_net *out, dgm_error *error);

typedef struct dgm_parse_work { /* room for one piece */
    dgm_parse_state state;
    uint32_t (*rows)[DGM_PARSE_WORD_ROWS];
    int16_t *x, *spare;
    int16_t *said;  /* [words + 1][PLACES][HIDDEN] */
    uint8_t *known; /* [words + 1][PLACES]: computed already */
} dgm_parse_work;
bool dgm_parse_work_make(dgm_parse_work *work, dgm_arena *arena, uint32_t capacity); /* for up to `capacity` words */

/* The rows of word i (from 0) go here, before dgm_parse_net_read. */
void dgm_parse_net_word(const dgm_parse_net *net, dgm_parse_work *work, uint32_t i, dgm_str form, unsigned upos,
                        unsigned xpos);
/* Reads the n words (at most the capacity); afterwards work->state holds heads and relations. */
void dgm_parse_net_read(const dgm_parse_net *net, dgm_parse_work *work, uint32_t n);

#endif
