/* SPDX-License-Identifier: Apache-2.0 */
/* An averaged perceptron (Collins 2002) over hashed features, written as the int8 model that core/base/linear.h reads. */
#ifndef DGM_TRAIN_PERCEPTRON_H
#define DGM_TRAIN_PERCEPTRON_H

#include "base/linear.h"

typedef struct perceptron {
    uint32_t classes, stride, bits; /* 1 << bits rows of `stride` floats */
    float *weights, *sums;          /* sums: weight changes times the time of the change */
    double time;
} perceptron;

void perceptron_init(perceptron *p, uint32_t classes, uint32_t bits);
void perceptron_done(perceptron *p);
void perceptron_score(const perceptron *p, const uint64_t *features, uint32_t count, float *scores);
void perceptron_update(perceptron *p, const uint64_t *features, uint32_t count, unsigned right, unsigned wrong);
static inline void perceptron_tick(perceptron *p) { p->time += 1; }
/* Replaces the weights by their averages, rounded to the int8 steps that the file can hold, those of fewer than `least`
 * steps dropped: training is over, and what is measured afterwards is what will be read. */
void perceptron_finish(perceptron *p, int least);
void perceptron_write(const perceptron *p, const char *path);

unsigned best_class(const float *scores, uint32_t classes);
/* xorshift64*, the trainer's only source of chance. */
uint64_t chance(uint64_t *state);
void shuffle(uint32_t *order, uint32_t n, uint64_t *state);

#endif
