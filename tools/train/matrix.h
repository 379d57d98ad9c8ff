/* SPDX-License-Identifier: Apache-2.0 */
/* Matrices of floats, layers, and Adam (Kingma and Ba 2015): just what training needs, on one thread and in a fixed
 * order, so that the same data gives the same bytes on the same kind of machine. */
#ifndef DGM_TRAIN_MATRIX_H
#define DGM_TRAIN_MATRIX_H

#include <stdio.h>

#include "base/net.h"

#define GRAIN 32u /* numbers of columns are multiples of it */

/* C[m][n] += A[m][k] B[k][n]; element (m, k) of A stands at a[m * row + k * column]; n is a multiple of GRAIN. */
void multiply(size_t m, size_t n, size_t k, const float *a, size_t row, size_t column, const float *b, size_t row_b,
              float *c, size_t row_c);
/* n is a multiple of 16 in these three. */
void add_floats(float *to, const float *from, size_t n);
void keep_where_positive(float *what, const float *from, size_t n); /* what[i] > 0: takes from[i], else 0 */
void cut_floats(float *x, size_t n, float most);                    /* to ±most */
float *floats(size_t n);                                            /* zeroed; ends the program without memory */

/* xorshift64*, the trainer's only source of chance. */
uint64_t chance(uint64_t *state);
float chance_unit(uint64_t *state); /* 0 … 1 */
void shuffle(uint32_t *order, uint32_t n, uint64_t *state);

typedef struct weights {
    float *w, *gradient, *mean, *square;
    size_t n;
} weights;
void weights_init(weights *p, size_t n, float most, uint64_t *state); /* evenly between −most and most */
void weights_done(weights *p);

typedef struct step { /* what Adam needs to know about this batch */
    float rate, scale, mean_left, square_left;
} step;
/* Step `number` (from 1) of training, of which `done` (0 … 1) is over; the gradient is a sum over `words` words. */
step step_make(double number, double done, float rate, uint32_t words);
void weights_step(weights *p, size_t first, size_t n, const step *s); /* also clears the gradient */

typedef struct layer { /* y = bias + x · w, w[in][out] */
    uint32_t in, out;
    weights w, bias;
    float *turned; /* w[out][in] as of the last layer_turn */
} layer;
void layer_init(layer *l, uint32_t in, uint32_t out, float most, uint64_t *state);
void layer_done(layer *l);
void layer_turn(layer *l);
/* `stride`: from one row of x (or dx) to the next; less than `in` where rows overlap, as in a layer over neighbours. */
void layer_forward(const layer *l, size_t rows, const float *x, size_t stride, float *y);
void layer_back(layer *l, size_t rows, const float *x, size_t stride, const float *dy, float *dx);
void layer_step(layer *l, const step *s);
void put(const void *data, size_t size, size_t count, FILE *f);
int32_t fixed(float x, int bits, int32_t most); /* rounded, cut at ±most */

#endif
