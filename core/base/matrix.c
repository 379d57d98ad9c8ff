/* SPDX-License-Identifier: Apache-2.0 */
/* The product that all the reading time goes into: 16-bit numbers, 32-bit sums. Whole numbers add up to the same in any
 * order, so the variants below agree to the bit. */
#include <string.h>

#include "base/net.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define DGM_HAVE_AVX2
#include <immintrin.h>
#endif

static const size_t STEP = (size_t)2 * DGM_NET_TILE; /* weights of two inputs of a tile */

void dgm_matrix_apply_plain(const dgm_matrix *m, const int16_t *x, size_t stride, uint32_t count, int32_t *y) {
    for (uint32_t tile = 0; tile < m->out; tile += DGM_NET_TILE)
        for (uint32_t i = 0; i < count; i++) {
            const int16_t *in = x + i * stride, *w = m->weights + (size_t)tile * m->in;
            int32_t sums[DGM_NET_TILE];
            memcpy(sums, m->bias + tile, sizeof sums);
            for (size_t k = 0; k < m->in; k += 2, w += STEP)
                for (size_t j = 0; j < DGM_NET_TILE; j++)
                    sums[j] += in[k] * w[2 * j] + in[k + 1] * w[2 * j + 1];
            memcpy(y + (size_t)i * m->out + tile, sums, sizeof sums);
        }
}

#ifdef DGM_HAVE_AVX2
#define INLINE static inline __attribute__((always_inline))
#define AVX2 __attribute__((target("avx2")))

INLINE int32_t pair(const int16_t *x) {
    int32_t both;
    memcpy(&both, x, sizeof both);
    return both;
}

/* Computes `tiles` tiles for `rows` rows; one of the two is 1, so that the other's loads are shared. The
 * counts are constants where the functions are called: everything stays in registers. */
INLINE AVX2 void part_avx2(const dgm_matrix *m, uint32_t tile, uint32_t tiles, uint32_t rows, const int16_t *x,
                           size_t stride, int32_t *y) {
    const size_t next = (size_t)m->in * DGM_NET_TILE; /* the next tile's weights */
    const int16_t *w = m->weights + (size_t)tile * m->in;
    __m256i low[4], high[4];
#pragma GCC unroll 4
    for (uint32_t i = 0; i < tiles * rows; i++) {
        low[i] = _mm256_loadu_si256((const void *)(m->bias + tile + (size_t)(i / rows) * DGM_NET_TILE));
        high[i] = _mm256_loadu_si256((const void *)(m->bias + tile + (size_t)(i / rows) * DGM_NET_TILE + 8));
    }
    for (const int16_t *end = x + m->in; x < end; x += 2, w += STEP) {
#pragma GCC unroll 4
        for (uint32_t i = 0; i < tiles * rows; i++) {
            const int16_t *at = w + i / rows * next;
            __m256i in = _mm256_set1_epi32(pair(x + i % rows * stride));
            low[i] = _mm256_add_epi32(low[i], _mm256_madd_epi16(in, _mm256_loadu_si256((const void *)at)));
            high[i] =
                _mm256_add_epi32(high[i], _mm256_madd_epi16(in, _mm256_loadu_si256((const void *)(at + DGM_NET_TILE))));
        }
    }
#pragma GCC unroll 4
    for (uint32_t i = 0; i < tiles * rows; i++) {
        int32_t *to = y + (size_t)(i % rows) * m->out + tile + (size_t)(i / rows) * DGM_NET_TILE;
        _mm256_storeu_si256((void *)to, low[i]);
        _mm256_storeu_si256((void *)(to + 8), high[i]);
    }
}

/* Rows in groups; what is left one at a time, several tiles together. */
static AVX2 void apply_avx2(const dgm_matrix *m, const int16_t *x, size_t stride, uint32_t count, int32_t *y) {
    uint32_t i = 0;
    for (; i + 4 <= count; i += 4)
        for (uint32_t tile = 0; tile < m->out; tile += DGM_NET_TILE)
            part_avx2(m, tile, 1, 4, x + i * stride, stride, y + (size_t)i * m->out);
    for (; i < count; i++) {
        uint32_t tile = 0;
        for (; tile + 4 * DGM_NET_TILE <= m->out; tile += 4 * DGM_NET_TILE)
            part_avx2(m, tile, 4, 1, x + i * stride, stride, y + (size_t)i * m->out);
        for (; tile < m->out; tile += DGM_NET_TILE)
            part_avx2(m, tile, 1, 1, x + i * stride, stride, y + (size_t)i * m->out);
    }
}
#endif

void dgm_matrix_apply(const dgm_matrix *m, const int16_t *x, size_t stride, uint32_t count, int32_t *y) {
#ifdef DGM_HAVE_AVX2
    if (__builtin_cpu_supports("avx2")) {
        apply_avx2(m, x, stride, count, y);
        return;
    }
#endif
    dgm_matrix_apply_plain(m, x, stride, count, y);
}
