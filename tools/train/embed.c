/* SPDX-License-Identifier: Apache-2.0 */
#include "embed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SEED 0x5eed0004u
#define RATE 0.025f
#define REACH 3u     /* words on each side, at most */
#define NEGATIVES 5u /* random words for each true neighbour */
#define OFTEN 1e-4   /* words with a greater share of the text are shown less */
#define DRAWS (1u << 22)

typedef float lanes __attribute__((vector_size(64), aligned(4)));
#define INLINE static inline __attribute__((always_inline))

/* Does `to` stand beside `of`, or not? Learns from the answer; what `of` learns is gathered in `gain`. */
INLINE void learn(const float *of, float *to, float *gain, float stands, float rate) {
    lanes sum = {0};
    float dot = 0;
    for (uint32_t i = 0; i < WIDTH; i += 16)
        sum += *(const lanes *)(of + i) * *(const lanes *)(to + i);
    for (int i = 0; i < 16; i++)
        dot += sum[i];
    float g = (stands - 1 / (1 + expf(-dot))) * rate;
    for (uint32_t i = 0; i < WIDTH; i += 16) {
        lanes old = *(lanes *)(to + i);
        *(lanes *)(gain + i) += g * old;
        *(lanes *)(to + i) = old + g * *(const lanes *)(of + i);
    }
}

typedef struct course_of_words {
    float *in, *out;
    const uint32_t *draws;
    uint64_t state;
    float rate;
} course_of_words;

INLINE void pair(course_of_words *c, uint32_t row, uint32_t beside) {
    float gain[WIDTH] = {0}, *in = c->in + (size_t)row * WIDTH;
    learn(in, c->out + (size_t)beside * WIDTH, gain, 1, c->rate);
    for (uint32_t k = 0; k < NEGATIVES; k++) {
        uint32_t other = c->draws[chance(&c->state) % DRAWS];
        if (other != beside)
            learn(in, c->out + (size_t)other * WIDTH, gain, 0, c->rate);
    }
    for (uint32_t i = 0; i < WIDTH; i += 16)
        *(lanes *)(in + i) += *(lanes *)(gain + i);
}

INLINE void show(course_of_words *c, const uint32_t *words, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t reach = 1 + (uint32_t)(chance(&c->state) % REACH);
        for (uint32_t j = i < reach ? 0 : i - reach; j < n && j <= i + reach; j++)
            if (j != i)
                pair(c, words[i], words[j]);
    }
}

#if defined(__x86_64__)
static __attribute__((target("avx512f"), noinline)) void show_wide(course_of_words *c, const uint32_t *w, uint32_t n) {
    show(c, w, n);
}
static __attribute__((target("avx2,fma"), noinline)) void show_middle(course_of_words *c, const uint32_t *w,
                                                                      uint32_t n) {
    show(c, w, n);
}
#endif
static void show_plain(course_of_words *c, const uint32_t *w, uint32_t n) { show(c, w, n); }

static void show_best(course_of_words *c, const uint32_t *w, uint32_t n) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f"))
        show_wide(c, w, n);
    else if (__builtin_cpu_supports("fma"))
        show_middle(c, w, n);
    else
        show_plain(c, w, n);
#else
    show_plain(c, w, n);
#endif
}

static uint64_t *count_rows(const vocabulary *v, const treebank *bank) {
    uint64_t *counts = need(calloc(v->rows, sizeof *counts));
    for (uint32_t i = 0; i < bank->count; i++)
        for (uint32_t j = 0; j < bank->sentences[i].n; j++)
            counts[bank->sentences[i].words[j].row]++;
    return counts;
}

/* Words by their frequency to the power of ¾. */
static uint32_t *make_draws(const vocabulary *v, const uint64_t *counts) {
    uint32_t *draws = need(calloc(DRAWS, sizeof *draws)), at = 0;
    double total = 0, so_far = 0;
    for (uint32_t r = DGM_NET_WORDS; r < v->rows; r++)
        total += pow((double)counts[r], 0.75);
    for (uint32_t r = DGM_NET_WORDS; r < v->rows; r++) {
        so_far += pow((double)counts[r], 0.75) / total;
        while (at < DRAWS && (double)at < so_far * DRAWS)
            draws[at++] = r;
    }
    while (at < DRAWS)
        draws[at++] = v->rows - 1;
    return draws;
}

/* The words of a sentence that have rows, frequent ones only sometimes. */
static uint32_t take(course_of_words *c, const sentence *s, const uint64_t *counts, double all, uint32_t *out) {
    uint32_t n = 0;
    for (uint32_t j = 0; j < s->n; j++) {
        uint32_t row = s->words[j].row;
        double share = (double)counts[row] / all;
        if (row >= DGM_NET_WORDS && (share <= OFTEN || chance_unit(&c->state) < sqrt(OFTEN / share)))
            out[n++] = row;
    }
    return n;
}

static void scale(float *x, const vocabulary *v, const uint64_t *counts, float size) {
    double sum = 0;
    uint64_t n = 0;
    for (uint32_t r = DGM_NET_WORDS; r < v->rows; r++)
        for (uint32_t i = 0; i < WIDTH; i++) {
            float *number = &x[(size_t)r * WIDTH + i];
            if (!counts[r])
                *number = 0;
            sum += (double)*number * *number;
            n += counts[r] > 0;
        }
    float by = n && sum > 0 ? size / (float)sqrt(sum / (double)n) : 0;
    for (size_t i = (size_t)DGM_NET_WORDS * WIDTH; i < (size_t)v->rows * WIDTH; i++)
        x[i] *= by;
}

float *embed(const vocabulary *v, const treebank *bank, unsigned epochs, float size) {
    course_of_words c = {.in = floats((size_t)v->rows * WIDTH), .out = floats((size_t)v->rows * WIDTH), .state = SEED};
    uint64_t *counts = count_rows(v, bank), shown = 0;
    if (v->rows > DGM_NET_WORDS) {
        uint32_t *draws = make_draws(v, counts), *words = need(calloc(bank->longest + 1, sizeof *words));
        c.draws = draws;
        for (size_t i = (size_t)DGM_NET_WORDS * WIDTH; i < (size_t)v->rows * WIDTH; i++)
            c.in[i] = (chance_unit(&c.state) - 0.5f) / WIDTH;
        for (unsigned e = 0; e < epochs; e++)
            for (uint32_t i = 0; i < bank->count; i++) {
                double done = (double)shown / ((double)bank->words * epochs);
                c.rate = RATE * (float)(done < 0.99 ? 1 - done : 0.01);
                show_best(&c, words, take(&c, &bank->sentences[i], counts, (double)bank->words, words));
                shown += bank->sentences[i].n;
            }
        scale(c.in, v, counts, size);
        free(draws);
        free(words);
    }
    free(c.out);
    free(counts);
    return c.in;
}
