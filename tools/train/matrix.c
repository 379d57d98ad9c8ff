/* SPDX-License-Identifier: Apache-2.0 */
#include "matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "treebank.h"

/* ---- products: the same code, compiled for three widths of vector registers ------------------------------------- */
typedef int32_t lane_bits __attribute__((vector_size(64), aligned(4)));
typedef float lanes __attribute__((vector_size(64), aligned(4)));
#define ROWS 8
#define DEPTH 256u /* so much of B stays near */
#define INLINE static inline __attribute__((always_inline))

INLINE void block(int rows, size_t k, const float *a, size_t row, size_t column, const float *b, size_t row_b, float *c,
                  size_t row_c) {
    lanes left[ROWS], right[ROWS];
    for (int i = 0; i < rows; i++) {
        left[i] = *(const lanes *)(c + (size_t)i * row_c);
        right[i] = *(const lanes *)(c + (size_t)i * row_c + 16);
    }
    for (size_t j = 0; j < k; j++) {
        lanes x = *(const lanes *)(b + j * row_b), y = *(const lanes *)(b + j * row_b + 16);
#pragma GCC unroll 8
        for (int i = 0; i < rows; i++) {
            float z = a[(size_t)i * row + j * column];
            left[i] += z * x;
            right[i] += z * y;
        }
    }
    for (int i = 0; i < rows; i++) {
        *(lanes *)(c + (size_t)i * row_c) = left[i];
        *(lanes *)(c + (size_t)i * row_c + 16) = right[i];
    }
}

INLINE void product(size_t m, size_t n, size_t k, const float *a, size_t row, size_t column, const float *b,
                    size_t row_b, float *c, size_t row_c) {
    for (size_t deep = 0; deep < k; deep += DEPTH) {
        size_t part = k - deep < DEPTH ? k - deep : DEPTH;
        for (size_t j = 0; j < n; j += GRAIN) {
            const float *at = a + deep * column, *bt = b + deep * row_b + j;
            size_t i = 0;
            for (; i + ROWS <= m; i += ROWS)
                block(ROWS, part, at + i * row, row, column, bt, row_b, c + i * row_c + j, row_c);
            for (; i < m; i++)
                block(1, part, at + i * row, row, column, bt, row_b, c + i * row_c + j, row_c);
        }
    }
}

#define BETA1 0.9f
#define BETA2 0.999f

INLINE void adam(weights *p, size_t first, size_t n, const step *s) {
    float *restrict w = p->w + first, *restrict g = p->gradient + first, *restrict m = p->mean + first,
                    *restrict v = p->square + first;
    for (size_t i = 0; i < n; i++) {
        float x = g[i] * s->scale;
        m[i] = BETA1 * m[i] + (1 - BETA1) * x;
        v[i] = BETA2 * v[i] + (1 - BETA2) * x * x;
        w[i] -= s->rate * m[i] * s->mean_left / (sqrtf(v[i] * s->square_left) + 1e-7f);
        g[i] = 0;
    }
}

INLINE void add_lanes(float *to, const float *from, size_t n) {
    for (size_t i = 0; i < n; i += 16)
        *(lanes *)(to + i) += *(const lanes *)(from + i);
}

INLINE void keep_lanes(float *what, const float *from, size_t n) {
    for (size_t i = 0; i < n; i += 16) {
        lanes *at = (lanes *)(what + i), with = *(const lanes *)(from + i);
        *at = (lanes)((*at > 0) & (lane_bits)with);
    }
}

INLINE void cut_lanes(float *x, size_t n, float most) {
    const lane_bits high = (lane_bits)((lanes){0} + most), low = (lane_bits)((lanes){0} - most);
    for (size_t i = 0; i < n; i += 16) {
        lanes *at = (lanes *)(x + i);
        lane_bits over = *at > most, under = *at < -most;
        *at = (lanes)((over & high) | (under & low) | (~over & ~under & (lane_bits)*at));
    }
}

#define PRODUCT \
    size_t m, size_t n, size_t k, const float *a, size_t row, size_t column, const float *b, size_t row_b, float *c, \
        size_t row_c
#define GIVEN m, n, k, a, row, column, b, row_b, c, row_c
#if defined(__x86_64__)
#define WIDE __attribute__((target("avx512f"), noinline))
#define MIDDLE __attribute__((target("avx2,fma"), noinline))
static WIDE void product_wide(PRODUCT) { product(GIVEN); }
static MIDDLE void product_middle(PRODUCT) { product(GIVEN); }
static WIDE void adam_wide(weights *p, size_t first, size_t n, const step *s) { adam(p, first, n, s); }
static MIDDLE void adam_middle(weights *p, size_t first, size_t n, const step *s) { adam(p, first, n, s); }
static WIDE void add_wide(float *to, const float *from, size_t n) { add_lanes(to, from, n); }
static MIDDLE void add_middle(float *to, const float *from, size_t n) { add_lanes(to, from, n); }
static WIDE void keep_wide(float *what, const float *from, size_t n) { keep_lanes(what, from, n); }
static MIDDLE void keep_middle(float *what, const float *from, size_t n) { keep_lanes(what, from, n); }
#define CHOOSE(wide, middle, plain) \
    (__builtin_cpu_supports("avx512f") ? (wide) : __builtin_cpu_supports("fma") ? (middle) : (plain))
#else
#define CHOOSE(wide, middle, plain) (plain)
#endif
static void product_plain(PRODUCT) { product(GIVEN); }
static void adam_plain(weights *p, size_t first, size_t n, const step *s) { adam(p, first, n, s); }
static void add_plain(float *to, const float *from, size_t n) { add_lanes(to, from, n); }
static void keep_plain(float *what, const float *from, size_t n) { keep_lanes(what, from, n); }

void multiply(PRODUCT) { CHOOSE(product_wide, product_middle, product_plain)(GIVEN); }

void weights_step(weights *p, size_t first, size_t n, const step *s) {
    CHOOSE(adam_wide, adam_middle, adam_plain)(p, first, n, s);
}

void add_floats(float *to, const float *from, size_t n) { CHOOSE(add_wide, add_middle, add_plain)(to, from, n); }

void keep_where_positive(float *what, const float *from, size_t n) {
    CHOOSE(keep_wide, keep_middle, keep_plain)(what, from, n);
}

/* ---- small things ----------------------------------------------------------------------------------------------- */
void cut_floats(float *x, size_t n, float most) { cut_lanes(x, n, most); }

float *floats(size_t n) {
    float *p = need(aligned_alloc(64, (n * sizeof *p + 127) / 64 * 64));
    memset(p, 0, (n * sizeof *p + 127) / 64 * 64);
    return p;
}

uint64_t chance(uint64_t *state) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545f4914f6cdd1du;
}

float chance_unit(uint64_t *state) { return (float)(chance(state) >> 40) / 16777216.0f; }

void shuffle(uint32_t *order, uint32_t n, uint64_t *state) {
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = (uint32_t)(chance(state) % i), x = order[i - 1];
        order[i - 1] = order[j];
        order[j] = x;
    }
}

/* ---- weights and layers ----------------------------------------------------------------------------------------- */
void weights_init(weights *p, size_t n, float most, uint64_t *state) {
    *p = (weights){floats(n), floats(n), floats(n), floats(n), n};
    for (size_t i = 0; most > 0 && i < n; i++)
        p->w[i] = (2 * chance_unit(state) - 1) * most;
}

void weights_done(weights *p) {
    free(p->w);
    free(p->gradient);
    free(p->mean);
    free(p->square);
    *p = (weights){0};
}

/* The rate rises in the first hundredth of training and falls evenly to nothing. */
step step_make(double number, double done, float rate, uint32_t words) {
    double now = rate * (1 - done) * (done < 0.01 ? done * 100 : 1);
    return (step){(float)now, 1.0f / (float)words, (float)(1 / (1 - pow((double)BETA1, number))),
                  (float)(1 / (1 - pow((double)BETA2, number)))};
}

void layer_init(layer *l, uint32_t in, uint32_t out, float most, uint64_t *state) {
    l->in = in;
    l->out = out;
    weights_init(&l->w, (size_t)in * out, most, state);
    weights_init(&l->bias, out, 0, state);
    l->turned = floats((size_t)in * out);
    layer_turn(l);
}

void layer_done(layer *l) {
    weights_done(&l->w);
    weights_done(&l->bias);
    free(l->turned);
}

void layer_turn(layer *l) {
    for (size_t i = 0; i < l->in; i++)
        for (size_t j = 0; j < l->out; j++)
            l->turned[j * l->in + i] = l->w.w[i * l->out + j];
}

void layer_forward(const layer *l, size_t rows, const float *x, size_t stride, float *y) {
    for (size_t r = 0; r < rows; r++)
        memcpy(y + r * l->out, l->bias.w, l->out * sizeof *y);
    multiply(rows, l->out, l->in, x, stride, 1, l->w.w, l->out, y, l->out);
}

void layer_back(layer *l, size_t rows, const float *x, size_t stride, const float *dy, float *dx) {
    for (size_t r = 0; r < rows; r++)
        add_floats(l->bias.gradient, dy + r * l->out, l->out);
    multiply(l->in, l->out, rows, x, 1, stride, dy, l->out, l->w.gradient, l->out);
    multiply(rows, l->in, l->out, dy, l->out, 1, l->turned, l->in, dx, stride);
}

void layer_step(layer *l, const step *s) {
    weights_step(&l->w, 0, l->w.n, s);
    weights_step(&l->bias, 0, l->bias.n, s);
}

/* ---- writing ---------------------------------------------------------------------------------------------------- */
void put(const void *data, size_t size, size_t count, FILE *f) {
    if (fwrite(data, size, count, f) != count)
        stop("cannot write", "the weights");
}

int32_t fixed(float x, int bits, int32_t most) {
    double y = nearbyint(ldexp((double)x, bits));
    return y > most ? most : y < -most ? -most : (int32_t)y;
}
