/* SPDX-License-Identifier: Apache-2.0 */
/* What the networks do around their products (matrix.c): sums of rows, cutting, rounding. Whole numbers, the same to the bit in plain C
 * and with vectors. */
#include <string.h>

#include "base/net.h"

/* DGM_PLAIN_MATRIX: the plain way on every machine, for counting instructions (tests/budget). */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(DGM_PLAIN_MATRIX)
#define DGM_HAVE_AVX2
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))
/* In 16 bits throughout, and many at a time where a compiler sees it. */
INLINE uint8_t narrow(int x, uint32_t shift, int16_t zero) {
    int16_t y = (int16_t)(x + (1 << shift >> 1));
    y = (int16_t)((y >> shift) + zero);
    y = y < 0 ? 0 : y;
    return (uint8_t)(y < UINT8_MAX ? y : UINT8_MAX);
}

static void narrow_in(const int16_t *restrict x, uint32_t n, uint32_t shift, int zero, uint8_t *restrict out) {
    for (uint32_t i = 0; i < n; i += 32)
        for (uint32_t j = i; j < i + 32; j++)
            out[j] = narrow(x[j], shift, (int16_t)zero);
}

static void pair_in(const int16_t *restrict x, uint32_t shift, uint8_t *restrict p, uint8_t *restrict q,
                    uint8_t *restrict s, uint8_t *restrict t) {
    const int16_t *b = x + DGM_NET_WIDTH, *c = b + DGM_NET_WIDTH, *d = c + DGM_NET_WIDTH;
    for (uint32_t j = 0; j < DGM_NET_WIDTH; j++)
        p[j] = narrow(x[j] - c[j], shift, DGM_NET_LAYER_ZERO);
    for (uint32_t j = 0; j < DGM_NET_WIDTH; j++)
        q[j] = narrow(b[j] + c[j], shift, DGM_NET_LAYER_ZERO);
    for (uint32_t j = 0; j < DGM_NET_WIDTH; j++)
        s[j] = narrow(c[j] - b[j], shift, DGM_NET_LAYER_ZERO);
    for (uint32_t j = 0; j < DGM_NET_WIDTH; j++)
        t[j] = narrow(b[j] - d[j], shift, DGM_NET_LAYER_ZERO);
}

static void pairs_in(const int16_t *x, uint32_t pairs, uint32_t shift, dgm_net_pairs *p) {
    for (size_t i = 0; i < (size_t)pairs * DGM_NET_WIDTH; i += DGM_NET_WIDTH)
        pair_in(x + 2 * i, shift, p->in[DGM_NET_P] + i, p->in[DGM_NET_Q] + i, p->in[DGM_NET_S] + i,
                p->in[DGM_NET_T] + i);
}

static int16_t add_found(int16_t from, int32_t more) {
    int32_t y = from + (more > 0 ? more : 0);
    return (int16_t)(y < DGM_NET_MOST ? y : DGM_NET_MOST);
}

static void pairs_out(const dgm_net_pairs *p, uint32_t pairs, const dgm_net_layer *layer, const int16_t *from,
                      int16_t *restrict to) {
    const int32_t *scale = layer->parts[0].scale;
    for (size_t i = 0; i < (size_t)pairs * DGM_NET_WIDTH; i += DGM_NET_WIDTH)
        for (size_t j = 0; j < DGM_NET_WIDTH; j++) {
            int32_t q = p->out[DGM_NET_Q][i + j], s = p->out[DGM_NET_S][i + j];
            size_t b = 2 * i + j, c = b + DGM_NET_WIDTH;
            to[b] = add_found(from[b], dgm_matrix_round(p->out[DGM_NET_P][i + j] + q + s, scale[j], layer->shift));
            to[c] = add_found(from[c], dgm_matrix_round(q - s - p->out[DGM_NET_T][i + j], scale[j], layer->shift));
        }
}

/* Sums have as many bits after the point as steps; what stands for 0 is taken off once. */
static int16_t row_start(const dgm_net *net, const uint32_t *rows, uint32_t count) {
    int32_t sum = 1 << (DGM_NET_STEP_BITS - 1); /* rounds */
    for (uint32_t i = 0; i < count; i++)
        sum -= DGM_NET_ZERO * net->steps[rows[i]];
    return (int16_t)sum;
}

static void add_rows(const dgm_net *net, const uint32_t *rows, uint32_t count, int16_t *out) {
    const int16_t start = row_start(net, rows, count);
    for (uint32_t part = 0; part < DGM_NET_ROW; part += 16) { /* few enough to stay in registers */
        int16_t low[16], high[16];
        for (uint32_t j = 0; j < 16; j++)
            low[j] = high[j] = start;
        for (uint32_t i = 0; i < count; i++) {
            const uint8_t *row = net->rows + (size_t)rows[i] * DGM_NET_ROW + part;
            const int8_t step = net->steps[rows[i]];
            for (uint32_t j = 0; j < 16; j++)
                low[j] = (int16_t)(low[j] + (row[j] & 15) * step);
            for (uint32_t j = 0; j < 16; j++)
                high[j] = (int16_t)(high[j] + (row[j] >> 4) * step);
        }
        for (uint32_t j = 0; j < 16; j++)
            out[part + j] = (int16_t)(low[j] >> DGM_NET_STEP_BITS);
        for (uint32_t j = 0; j < 16; j++)
            out[part + j + DGM_NET_ROW] = (int16_t)(high[j] >> DGM_NET_STEP_BITS);
    }
}

static void narrow_out(const int32_t *sums, const int32_t *scale, uint32_t n, uint32_t shift, int16_t *out) {
    for (uint32_t j = 0; j < n; j++)
        out[j] = (int16_t)dgm_matrix_round(sums[j], scale[j], shift);
}

static void scores_of(const int32_t *sums, const int32_t *scale, uint32_t n, int32_t *out) {
    for (uint32_t j = 0; j < n; j++)
        out[j] = sums[j] * scale[j] * (1 << DGM_NET_LAST_SHIFT);
}

static void add_up(const int16_t *const *rows, uint32_t count, int16_t *out) {
    uint16_t sums[DGM_NET_WIDTH] = {0};
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < DGM_NET_WIDTH; j++)
            sums[j] = (uint16_t)(sums[j] + (uint16_t)rows[i][j]);
    for (uint32_t j = 0; j < DGM_NET_WIDTH; j++) {
        int16_t sum = (int16_t)sums[j];
        out[j] = (int16_t)(sum < 0 ? 0 : sum < DGM_NET_MOST ? sum : DGM_NET_MOST);
    }
}

static uint32_t best(const int32_t *scores, uint32_t count) {
    uint32_t top = 0;
    for (uint32_t i = 1; i < count; i++)
        if (scores[i] > scores[top])
            top = i;
    return top;
}

#ifdef DGM_HAVE_AVX2
#define AVX2 __attribute__((target("avx2")))

#define LANES 16 /* numbers of 16 bits in a register */
INLINE AVX2 __m256i load(const void *p) { return _mm256_loadu_si256(p); }

/* Two registers of numbers as inputs: those below 0 and above 255 are cut by packing. */
INLINE AVX2 __m256i narrowed(__m256i x, __m256i y, __m128i shift, __m256i half, __m256i zero) {
    x = _mm256_add_epi16(_mm256_sra_epi16(_mm256_add_epi16(x, half), shift), zero);
    y = _mm256_add_epi16(_mm256_sra_epi16(_mm256_add_epi16(y, half), shift), zero);
    return _mm256_permute4x64_epi64(_mm256_packus_epi16(x, y), 0xD8);
}

static AVX2 void narrow_in_avx2(const int16_t *x, uint32_t n, uint32_t shift, int zero, uint8_t *out) {
    const __m128i bits = _mm_cvtsi32_si128((int)shift);
    const __m256i half = _mm256_set1_epi16((int16_t)(1 << shift >> 1)), nought = _mm256_set1_epi16((int16_t)zero);
    for (size_t i = 0; i < n; i += (size_t)2 * LANES)
        _mm256_storeu_si256((void *)(out + i), narrowed(load(x + i), load(x + i + LANES), bits, half, nought));
}

static AVX2 void pairs_in_avx2(const int16_t *x, uint32_t pairs, uint32_t shift, dgm_net_pairs *p) {
    const __m128i bits = _mm_cvtsi32_si128((int)shift);
    const __m256i half = _mm256_set1_epi16((int16_t)(1 << shift >> 1)), zero = _mm256_set1_epi16(DGM_NET_LAYER_ZERO);
    for (size_t i = 0; i < (size_t)pairs * DGM_NET_WIDTH; i += (size_t)2 * LANES) {
        __m256i in[DGM_NET_PARTS][2];
#pragma GCC unroll 2
        for (size_t k = 0; k < 2; k++) {
            const int16_t *at = x + i + i / DGM_NET_WIDTH * DGM_NET_WIDTH + k * LANES;
            __m256i a = load(at), b = load(at + DGM_NET_WIDTH), c = load(at + (size_t)2 * DGM_NET_WIDTH),
                    d = load(at + (size_t)3 * DGM_NET_WIDTH);
            in[DGM_NET_P][k] = _mm256_sub_epi16(a, c);
            in[DGM_NET_Q][k] = _mm256_add_epi16(b, c);
            in[DGM_NET_S][k] = _mm256_sub_epi16(c, b);
            in[DGM_NET_T][k] = _mm256_sub_epi16(b, d);
        }
#pragma GCC unroll 4
        for (size_t part = 0; part < DGM_NET_PARTS; part++)
            _mm256_storeu_si256((void *)(p->in[part] + i), narrowed(in[part][0], in[part][1], bits, half, zero));
    }
}

INLINE AVX2 __m256i rounded(__m256i sum, __m256i scale, __m256i half, __m128i bits) {
    return _mm256_sra_epi32(_mm256_add_epi32(_mm256_mullo_epi32(sum, scale), half), bits);
}

/* What is too great for 16 bits is cut twice, which comes to the same. */
INLINE AVX2 void add_found_avx2(const int16_t *from, __m256i low, __m256i high, int16_t *to) {
    __m256i both = _mm256_packs_epi32(low, high); /* in halves of each */
    __m256i more = _mm256_max_epi16(_mm256_permute4x64_epi64(both, 0xD8), _mm256_setzero_si256());
    __m256i y = _mm256_adds_epi16(load(from), more);
    _mm256_storeu_si256((void *)to, _mm256_min_epi16(y, _mm256_set1_epi16(DGM_NET_MOST)));
}

static AVX2 void pairs_out_avx2(const dgm_net_pairs *p, uint32_t pairs, const dgm_net_layer *layer, const int16_t *from,
                                int16_t *to) {
    const uint32_t shift = DGM_NET_WEIGHT_BITS - layer->shift;
    const __m128i bits = _mm_cvtsi32_si128((int)shift);
    const __m256i rounds = _mm256_set1_epi32(1 << (shift - 1));
    for (size_t i = 0; i < (size_t)pairs * DGM_NET_WIDTH; i += LANES) {
        size_t b = i + i / DGM_NET_WIDTH * DGM_NET_WIDTH, c = b + DGM_NET_WIDTH;
        __m256i of_b[2], of_c[2];
#pragma GCC unroll 2
        for (size_t half = 0; half < 2; half++) {
            size_t at = i + half * LANES / 2;
            __m256i q = load(p->out[DGM_NET_Q] + at), s = load(p->out[DGM_NET_S] + at),
                    scale = load(layer->parts[0].scale + at % DGM_NET_WIDTH);
            __m256i x = _mm256_add_epi32(load(p->out[DGM_NET_P] + at), _mm256_add_epi32(q, s)),
                    y = _mm256_sub_epi32(_mm256_sub_epi32(q, s), load(p->out[DGM_NET_T] + at));
            of_b[half] = rounded(x, scale, rounds, bits);
            of_c[half] = rounded(y, scale, rounds, bits);
        }
        add_found_avx2(from + b, of_b[0], of_b[1], to + b);
        add_found_avx2(from + c, of_c[0], of_c[1], to + c);
    }
}

/* Two rows at a time: their bytes side by side make one product with both steps. Sums stand in halves of each 32 numbers. */
INLINE AVX2 void add_two_rows(const uint8_t *a, const uint8_t *b, __m256i steps, __m256i sums[8]) {
    const __m256i low = _mm256_set1_epi8(15);
#pragma GCC unroll 2
    for (uint32_t i = 0; i < 2; i++) {
        __m256i x = load(a + (size_t)32 * i), y = load(b + (size_t)32 * i);
        __m256i parts[2][2] = {
            {_mm256_and_si256(x, low), _mm256_and_si256(y, low)},
            {_mm256_and_si256(_mm256_srli_epi16(x, 4), low), _mm256_and_si256(_mm256_srli_epi16(y, 4), low)}};
#pragma GCC unroll 2
        for (uint32_t half = 0; half < 2; half++) {
            __m256i *to = &sums[4 * half + 2 * i], *p = parts[half];
            to[0] = _mm256_add_epi16(to[0], _mm256_maddubs_epi16(_mm256_unpacklo_epi8(p[0], p[1]), steps));
            to[1] = _mm256_add_epi16(to[1], _mm256_maddubs_epi16(_mm256_unpackhi_epi8(p[0], p[1]), steps));
        }
    }
}

static AVX2 void add_rows_avx2(const dgm_net *net, const uint32_t *rows, uint32_t count, int16_t *out) {
    __m256i sums[DGM_NET_WIDTH / LANES];
#pragma GCC unroll 8
    for (uint32_t j = 0; j < DGM_NET_WIDTH / LANES; j++)
        sums[j] = _mm256_set1_epi16(row_start(net, rows, count));
    for (uint32_t i = 0; i < count; i += 2) {
        uint32_t a = rows[i], b = i + 1 < count ? rows[i + 1] : a;
        int steps = (uint8_t)net->steps[a] | (i + 1 < count ? (uint8_t)net->steps[b] << 8 : 0);
        add_two_rows(net->rows + (size_t)a * DGM_NET_ROW, net->rows + (size_t)b * DGM_NET_ROW,
                     _mm256_set1_epi16((int16_t)steps), sums);
    }
#pragma GCC unroll 4
    for (uint32_t j = 0; j < DGM_NET_WIDTH / LANES; j += 2) {
        __m256i a = _mm256_srai_epi16(sums[j], DGM_NET_STEP_BITS),
                b = _mm256_srai_epi16(sums[j + 1], DGM_NET_STEP_BITS);
        _mm256_storeu_si256((void *)(out + (size_t)LANES * j), _mm256_permute2x128_si256(a, b, 0x20));
        _mm256_storeu_si256((void *)(out + (size_t)LANES * (j + 1)), _mm256_permute2x128_si256(a, b, 0x31));
    }
}

static AVX2 void narrow_out_avx2(const int32_t *sums, const int32_t *scale, uint32_t n, uint32_t shift, int16_t *out) {
    const uint32_t down = DGM_NET_WEIGHT_BITS - shift;
    const __m128i bits = _mm_cvtsi32_si128((int)down);
    const __m256i half = _mm256_set1_epi32(1 << (down - 1)), low = _mm256_set1_epi32(0xFFFF);
    for (uint32_t j = 0; j < n; j += LANES) {
        __m256i a = rounded(load(sums + j), load(scale + j), half, bits),
                b = rounded(load(sums + j + 8), load(scale + j + 8), half, bits);
        __m256i both = _mm256_packus_epi32(_mm256_and_si256(a, low), _mm256_and_si256(b, low));
        _mm256_storeu_si256((void *)(out + j), _mm256_permute4x64_epi64(both, 0xD8));
    }
}

static AVX2 void scores_of_avx2(const int32_t *sums, const int32_t *scale, uint32_t n, int32_t *out) {
    for (uint32_t j = 0; j + 8 <= n; j += 8) {
        __m256i y = _mm256_slli_epi32(_mm256_mullo_epi32(load(sums + j), load(scale + j)), DGM_NET_LAST_SHIFT);
        _mm256_storeu_si256((void *)(out + j), y);
    }
    size_t done = n / 8 * (size_t)8;
    scores_of(sums + done, scale + done, n % 8, out + done);
}

static AVX2 void add_up_avx2(const int16_t *const *rows, uint32_t count, int16_t *out) {
    __m256i sums[DGM_NET_WIDTH / LANES];
#pragma GCC unroll 8
    for (uint32_t j = 0; j < DGM_NET_WIDTH / LANES; j++)
        sums[j] = _mm256_setzero_si256();
    for (uint32_t i = 0; i < count; i++) {
#pragma GCC unroll 8
        for (uint32_t j = 0; j < DGM_NET_WIDTH / LANES; j++)
            sums[j] = _mm256_add_epi16(sums[j], load(rows[i] + (size_t)LANES * j));
    }
#pragma GCC unroll 8
    for (uint32_t j = 0; j < DGM_NET_WIDTH / LANES; j++) {
        __m256i positive = _mm256_max_epi16(sums[j], _mm256_setzero_si256());
        _mm256_storeu_si256((void *)(out + (size_t)LANES * j),
                            _mm256_min_epi16(positive, _mm256_set1_epi16(DGM_NET_MOST)));
    }
}

/* The greatest first; then the first place where it stands. */
static AVX2 uint32_t best_avx2(const int32_t *scores, uint32_t count) {
    __m256i most = load(scores);
    for (uint32_t i = 8; i < count; i += 8)
        most = _mm256_max_epi32(most, load(scores + i));
    most = _mm256_max_epi32(most, _mm256_permute4x64_epi64(most, 0x4E));
    most = _mm256_max_epi32(most, _mm256_shuffle_epi32(most, 0x4E));
    most = _mm256_max_epi32(most, _mm256_shuffle_epi32(most, 0xB1));
    for (uint32_t i = 0;; i += 8) {
        int there = _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(most, load(scores + i))));
        if (there)
            return i + (uint32_t)__builtin_ctz((unsigned)there);
    }
}
#endif

/* So little work at a time that the question for the processor is asked in line. */
#ifdef DGM_HAVE_AVX2
#define WIDE(call) \
    if (__builtin_cpu_supports("avx2")) \
    return call
#else
#define WIDE(call)
#endif

void dgm_matrix_in(const int16_t *x, uint32_t n, uint32_t shift, int zero, uint8_t *out) {
    WIDE(narrow_in_avx2(x, n, shift, zero, out));
    narrow_in(x, n, shift, zero, out);
}

void dgm_matrix_out(const int32_t *sums, const int32_t *scale, uint32_t n, uint32_t shift, int16_t *out) {
    WIDE(narrow_out_avx2(sums, scale, n, shift, out));
    narrow_out(sums, scale, n, shift, out);
}

void dgm_matrix_scores(const int32_t *sums, const int32_t *scale, uint32_t n, int32_t *out) {
    WIDE(scores_of_avx2(sums, scale, n, out));
    scores_of(sums, scale, n, out);
}

void dgm_net_pairs_in(const int16_t *x, uint32_t pairs, uint32_t shift, dgm_net_pairs *p) {
    WIDE(pairs_in_avx2(x, pairs, shift, p));
    pairs_in(x, pairs, shift, p);
}

void dgm_net_pairs_out(const dgm_net_pairs *p, uint32_t pairs, const dgm_net_layer *layer, const int16_t *from,
                       int16_t *to) {
    WIDE(pairs_out_avx2(p, pairs, layer, from, to));
    pairs_out(p, pairs, layer, from, to);
}

void dgm_net_sum(const dgm_net *net, const uint32_t *rows, uint32_t count, int16_t out[DGM_NET_WIDTH]) {
    WIDE(add_rows_avx2(net, rows, count, out));
    add_rows(net, rows, count, out);
}

void dgm_net_add_up(const int16_t *const *rows, uint32_t count, int16_t out[DGM_NET_WIDTH]) {
    WIDE(add_up_avx2(rows, count, out));
    add_up(rows, count, out);
}

uint32_t dgm_net_best(const int32_t *scores, uint32_t count) {
    WIDE(best_avx2(scores, count));
    return best(scores, count);
}
