/* SPDX-License-Identifier: Apache-2.0 */
#include "perceptron.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "treebank.h"

static size_t cells(const perceptron *p) { return ((size_t)1 << p->bits) * p->stride; }

void perceptron_init(perceptron *p, uint32_t classes, uint32_t bits) {
    *p = (perceptron){.classes = classes, .stride = (classes + 3) / 4 * 4, .bits = bits, .time = 1};
    p->weights = need(calloc(cells(p), sizeof *p->weights));
    p->sums = need(calloc(cells(p), sizeof *p->sums));
}

void perceptron_done(perceptron *p) {
    free(p->weights);
    free(p->sums);
    *p = (perceptron){0};
}

void perceptron_score(const perceptron *p, const uint64_t *features, uint32_t count, float *scores) {
    size_t rows[DGM_LINEAR_FEATURES];
    memset(scores, 0, p->stride * sizeof *scores);
    for (uint32_t i = 0; i < count; i++) {
        rows[i] = (size_t)dgm_linear_row(features[i], p->bits) * p->stride;
        for (uint32_t c = 0; c < p->stride; c += 16)
            __builtin_prefetch(p->weights + rows[i] + c);
    }
    for (uint32_t i = 0; i < count; i++) {
        const float *w = p->weights + rows[i];
        for (uint32_t c = 0; c < p->stride; c++)
            scores[c] += w[c];
    }
}

void perceptron_update(perceptron *p, const uint64_t *features, uint32_t count, unsigned right, unsigned wrong) {
    for (uint32_t i = 0; i < count; i++) {
        size_t row = (size_t)dgm_linear_row(features[i], p->bits) * p->stride;
        p->weights[row + right] += 1;
        p->sums[row + right] += (float)p->time;
        p->weights[row + wrong] -= 1;
        p->sums[row + wrong] -= (float)p->time;
    }
}

/* What an int8 step is worth, in updates. Coarse steps cost little; clipping the few large weights (bias, frequent tags)
 * at less than 30 updates costs points of accuracy. */
#define STEP 0.25f

void perceptron_finish(perceptron *p, int least) {
    for (size_t i = 0; i < cells(p); i++)
        p->weights[i] -= (float)(p->sums[i] / p->time);
    for (size_t i = 0; i < cells(p); i++) {
        float steps = roundf(p->weights[i] / STEP);
        p->weights[i] = fabsf(steps) < (float)least ? 0 : fmaxf(-127, fminf(127, steps));
    }
}

static void put(const void *data, size_t size, size_t count, FILE *f, const char *path) {
    if (fwrite(data, size, count, f) != count)
        stop("cannot write", path);
}

static void write_dense(const perceptron *p, FILE *f, const char *path) {
    size_t n = cells(p);
    int8_t *out = need(malloc(n));
    for (size_t i = 0; i < n; i++)
        out[i] = (int8_t)p->weights[i];
    put(out, 1, n, f, path);
    free(out);
}

static uint32_t write_sparse(const perceptron *p, FILE *f, const char *path) {
    uint32_t rows = 1u << p->bits, used = 0;
    uint32_t *first = need(malloc(((size_t)rows + 1) * sizeof *first));
    dgm_linear_pair *pairs = need(malloc((cells(p) + 1) * sizeof *pairs));
    for (uint32_t r = 0; r < rows; r++) {
        first[r] = used;
        for (uint32_t c = 0; c < p->classes; c++) {
            float w = p->weights[(size_t)r * p->stride + c];
            if (w != 0)
                pairs[used++] = (dgm_linear_pair){(uint8_t)c, (int8_t)w};
        }
    }
    first[rows] = used;
    put(first, sizeof *first, (size_t)rows + 1, f, path);
    put(pairs, sizeof *pairs, used, f, path);
    free(pairs);
    free(first);
    return used;
}

void perceptron_write(const perceptron *p, const char *path) {
    dgm_linear_header header = {DGM_LINEAR_MAGIC, p->classes, p->bits, 0};
    FILE *f = need(fopen(path, "wb"));
    put(&header, sizeof header, 1, f, path);
    if (p->classes <= DGM_LINEAR_DENSE)
        write_dense(p, f, path);
    else
        header.pairs = write_sparse(p, f, path);
    long size = ftell(f);
    rewind(f);
    put(&header, sizeof header, 1, f, path);
    if (fclose(f) != 0)
        stop("cannot write", path);
    fprintf(stderr, "%s: %u weights, %.1f MB\n", path, header.pairs, (double)size / 1e6);
}

unsigned best_class(const float *scores, uint32_t classes) {
    unsigned best = 0;
    for (uint32_t c = 1; c < classes; c++)
        if (scores[c] > scores[best])
            best = c;
    return best;
}

uint64_t chance(uint64_t *state) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545f4914f6cdd1du;
}

void shuffle(uint32_t *order, uint32_t n, uint64_t *state) {
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = (uint32_t)(chance(state) % i), x = order[i - 1];
        order[i - 1] = order[j];
        order[j] = x;
    }
}
