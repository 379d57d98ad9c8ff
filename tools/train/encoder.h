/* SPDX-License-Identifier: Apache-2.0 */
/* Words to vectors, in floats: what dgm_net_sum and dgm_net_layers (core/base/net.h) do in whole numbers, for a
 * batch of sentences, and backwards. */
#ifndef DGM_TRAIN_ENCODER_H
#define DGM_TRAIN_ENCODER_H

#include "matrix.h"
#include "treebank.h"

#define WIDTH DGM_NET_WIDTH
#define LAYERS_MOST DGM_NET_LAYERS
#define ROWS_MOST 12u /* rows that are summed for a word */

/* The words that have rows of their own: those seen `least` times and more. */
typedef struct vocabulary {
    dgm_net_slot *slots;
    uint32_t bits, rows; /* rows: all, fixed and hashed ones included */
} vocabulary;
/* Also sets the rows of every word of the bank. */
void vocabulary_make(vocabulary *v, treebank *bank, uint32_t least);
void vocabulary_apply(const vocabulary *v, treebank *bank);
void vocabulary_done(vocabulary *v);

typedef struct encoder {
    const vocabulary *vocabulary;
    weights rows;
    uint32_t depth; /* layers */
    layer layers[LAYERS_MOST];
    uint32_t *touched, touched_count; /* rows with a gradient */
    uint8_t *is_touched;
    /* The batch: a gap, the root, its words, a gap, the next root … a gap. Row r's vector is at x[…] + (r + 1) · WIDTH. */
    uint32_t capacity, count;
    uint32_t (*used)[ROWS_MOST], *used_count; /* rows that were summed; 0: a gap */
    float *x[LAYERS_MOST + 1], *dx[LAYERS_MOST + 1], *found[LAYERS_MOST];
} encoder;

void encoder_init(encoder *e, const vocabulary *v, uint32_t depth, uint32_t capacity, uint64_t *state);
void encoder_done(encoder *e);
/* Put a batch together: encoder_start, then encoder_sentence (returns the row of its root) and `n` times encoder_word,
 * then encoder_forward; vectors are at encoder_out. */
void encoder_start(encoder *e);
uint32_t encoder_sentence(encoder *e);
void encoder_word(encoder *e, const uint32_t *rows, uint32_t count);
void encoder_forward(encoder *e);
static inline float *encoder_out(encoder *e) { return e->x[e->depth] + WIDTH; }
static inline float *encoder_out_gradient(encoder *e) {
    return e->dx[e->depth] + WIDTH;
} /* zeroed by encoder_forward */
void encoder_back(encoder *e);
void encoder_step(encoder *e, const step *s);
void encoder_write(const encoder *e, uint32_t classes, FILE *f);

#endif
