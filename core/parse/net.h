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
#define DGM_PARSE_MOST 400u    /* words that are read at a time: a longer "sentence" is read in pieces */
#define DGM_PARSE_WORD_ROWS 6u /* word, both suffixes, prefix, both tags */
#define DGM_PARSE_BEAM 4u      /* trees that are followed side by side where the next action is in doubt */
#define DGM_PARSE_STATES (2 * DGM_PARSE_BEAM)

typedef struct dgm_parse_net {
    dgm_net words;
    dgm_matrix places[DGM_PARSE_PLACES]; /* word to hidden numbers */
    dgm_matrix action, label[2];         /* label: after LEFT, after RIGHT */
    const int16_t *table;                /* [DGM_PARSE_ROWS][DGM_PARSE_HIDDEN] */
} dgm_parse_net;
int dgm_parse_net_open(const void *p, size_t n, const char *name, dgm_parse_net *out, dgm_error *error);

typedef struct dgm_parse_work { /* room for one piece */
    dgm_parse_state states[DGM_PARSE_STATES];
    const dgm_parse_state *tree; /* one of them: what was read */
    uint32_t (*rows)[DGM_PARSE_WORD_ROWS];
    int16_t *x, *spare;
    const int16_t *read; /* x or spare: the words after the layers */
    uint8_t *heard;      /* the same as inputs of places */
    int16_t *said;       /* [words + 1][PLACES][HIDDEN] */
    uint8_t *known;      /* [words + 1][PLACES]: computed already */
} dgm_parse_work;
bool dgm_parse_work_make(dgm_parse_work *work, dgm_arena *arena, uint32_t capacity); /* for up to `capacity` words */

/* The rows of word i (from 0) go here, before dgm_parse_net_read. */
void dgm_parse_net_word(const dgm_parse_net *net, dgm_parse_work *work, uint32_t i, const dgm_net_word *word,
                        unsigned upos, unsigned xpos);
/* Reads the n words (at most the capacity); afterwards work->tree holds heads and relations. (beam.c) */
void dgm_parse_net_read(const dgm_parse_net *net, dgm_parse_work *work, uint32_t n);

/* Its parts. Scores have DGM_PARSE_SCORE_BITS after the point; they are logarithms of odds. */
#define DGM_PARSE_SCORE_BITS (DGM_NET_BITS + DGM_NET_WEIGHT_BITS)
void dgm_parse_net_words(const dgm_parse_net *net, dgm_parse_work *work, uint32_t n); /* what the words say */
void dgm_parse_net_look(const dgm_parse_net *net, dgm_parse_work *work, const dgm_parse_state *s,
                        uint8_t out[DGM_PARSE_HIDDEN]);
void dgm_parse_net_actions(const dgm_parse_net *net, const uint8_t *hidden, int32_t scores[DGM_NET_TILE]);
/* The best relation for the arc of `action`, never root. */
uint8_t dgm_parse_net_label(const dgm_parse_net *net, int action, const uint8_t *hidden,
                            int32_t scores[DGM_PARSE_LABELS]);

#endif
