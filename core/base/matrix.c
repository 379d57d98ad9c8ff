/* SPDX-License-Identifier: Apache-2.0 */
/* The product that most of the reading time goes into: numbers of 8 bits without sign, weights of 7 with sign, so that two products
 * add up within 16 bits and every variant below is exact. */
#include <string.h>

#include "base/net.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(DGM_PLAIN_MATRIX)
#define DGM_HAVE_AVX2
#include <immintrin.h>
#endif

static const size_t STEP = (size_t)4 * DGM_NET_TILE; /* weights of four inputs of a tile */

static void apply_plain(const dgm_matrix *m, const uint8_t *x, size_t stride, uint32_t count, int32_t *y) {
    for (uint32_t tile = 0; tile < m->out; tile += DGM_NET_TILE)
        for (uint32_t i = 0; i < count; i++) {
            const uint8_t *in = x + i * stride;
            const int8_t *w = m->weights + (size_t)tile * m->in;
            int32_t sums[DGM_NET_TILE];
            memcpy(sums, m->start + tile, sizeof sums);
            for (size_t k = 0; k < m->in; k += 4, w += STEP)
                for (size_t j = 0; j < DGM_NET_TILE; j++)
                    sums[j] += in[k] * w[4 * j] + in[k + 1] * w[4 * j + 1] + in[k + 2] * w[4 * j + 2] +
                               in[k + 3] * w[4 * j + 3];
            memcpy(y + (size_t)i * m->out + tile, sums, sizeof sums);
        }
}

#ifdef DGM_HAVE_AVX2
#define INLINE static inline __attribute__((always_inline))
#define AVX2 __attribute__((target("avx2")))
#define VNNI __attribute__((target("avx512f,avx512vnni")))

INLINE int32_t four(const uint8_t *x) {
    int32_t all;
    memcpy(&all, x, sizeof all);
    return all;
}

INLINE AVX2 __m256i products(__m256i in, const int8_t *w) {
    return _mm256_maddubs_epi16(in, _mm256_loadu_si256((const void *)w));
}
INLINE AVX2 __m256i add_wide(__m256i sum, __m256i found) {
    return _mm256_add_epi32(sum, _mm256_madd_epi16(found, _mm256_set1_epi16(1)));
}

/* Computes `tiles` tiles for `rows` rows. The counts are constants where the functions are called: everything stays in
 * registers, and what is loaded serves several sums. */
INLINE AVX2 void part_avx2(const dgm_matrix *m, uint32_t tile, uint32_t tiles, uint32_t rows, const uint8_t *x,
                           size_t stride, int32_t *y) {
    const size_t next = (size_t)m->in * DGM_NET_TILE;
    const int8_t *w = m->weights + (size_t)tile * m->in;
    __m256i low[4], high[4];
#pragma GCC unroll 4
    for (uint32_t i = 0; i < tiles * rows; i++) {
        low[i] = _mm256_loadu_si256((const void *)(m->start + tile + (size_t)(i / rows) * DGM_NET_TILE));
        high[i] = _mm256_loadu_si256((const void *)(m->start + tile + (size_t)(i / rows) * DGM_NET_TILE + 8));
    }
    for (const uint8_t *end = x + m->in; x < end; x += 4, w += STEP) {
#pragma GCC unroll 4
        for (uint32_t i = 0; i < tiles * rows; i++) {
            const int8_t *at = w + i / rows * next;
            __m256i in = _mm256_set1_epi32(four(x + i % rows * stride));
            low[i] = add_wide(low[i], products(in, at));
            high[i] = add_wide(high[i], products(in, at + STEP / 2));
        }
    }
#pragma GCC unroll 4
    for (uint32_t i = 0; i < tiles * rows; i++) {
        int32_t *to = y + (size_t)(i % rows) * m->out + tile + (size_t)(i / rows) * DGM_NET_TILE;
        _mm256_storeu_si256((void *)to, low[i]);
        _mm256_storeu_si256((void *)(to + 8), high[i]);
    }
}

/* A tile for `rows` rows, products of calm fours added up before they are made wider: three multiplications instead of four. */
INLINE AVX2 void calm_part_avx2(const dgm_matrix *m, uint32_t tile, uint32_t rows, const uint8_t *x, int32_t *y) {
    const size_t stride = DGM_NET_WIDTH;
    const int8_t *weights = m->weights + (size_t)tile * m->in;
    __m256i low[4], high[4];
#pragma GCC unroll 4
    for (uint32_t i = 0; i < rows; i++) {
        low[i] = _mm256_loadu_si256((const void *)(m->start + tile));
        high[i] = _mm256_loadu_si256((const void *)(m->start + tile + 8));
    }
    for (const uint8_t *four_at = m->calm[tile / DGM_NET_TILE], *end = four_at + m->in / 4; four_at < end;
         four_at += 2) {
        const size_t i0 = four_at[0],
                     i1 = four_at[1]; /* times 8, so that an address is one register and another eightfold */
        const int8_t *u = weights + 8 * i0, *v = weights + 8 * i1;
        const uint8_t *from = x + i0 / 2, *other = x + i1 / 2;
#pragma GCC unroll 4
        for (uint32_t i = 0; i < rows; i++) {
            __m256i a = _mm256_set1_epi32(four(from + i * stride)), b = _mm256_set1_epi32(four(other + i * stride));
            low[i] = add_wide(low[i], _mm256_add_epi16(products(a, u), products(b, v)));
            high[i] = add_wide(high[i], _mm256_add_epi16(products(a, u + STEP / 2), products(b, v + STEP / 2)));
        }
    }
#pragma GCC unroll 4
    for (uint32_t i = 0; i < rows; i++) {
        int32_t *to = y + (size_t)i * m->out + tile;
        _mm256_storeu_si256((void *)to, low[i]);
        _mm256_storeu_si256((void *)(to + 8), high[i]);
    }
}

INLINE AVX2 void rows_avx2(const dgm_matrix *m, uint32_t tiles, uint32_t rows, const uint8_t *x, size_t stride,
                           int32_t *y) {
    uint32_t tile = 0;
    for (; rows > 1 && stride == DGM_NET_WIDTH && tile < m->calm_tiles * DGM_NET_TILE; tile += DGM_NET_TILE)
        calm_part_avx2(m, tile, rows, x, y);
    for (; tile + tiles * DGM_NET_TILE <= m->out; tile += tiles * DGM_NET_TILE)
        part_avx2(m, tile, tiles, rows, x, stride, y);
    for (; tile < m->out; tile += DGM_NET_TILE)
        part_avx2(m, tile, 1, rows, x, stride, y);
}

static AVX2 void apply_avx2(const dgm_matrix *m, const uint8_t *x, size_t stride, uint32_t count, int32_t *y) {
    uint32_t i = 0;
    for (; i + 4 <= count; i += 4)
        rows_avx2(m, 1, 4, x + i * stride, stride, y + (size_t)i * m->out);
    for (; i + 2 <= count; i += 2)
        rows_avx2(m, 2, 2, x + i * stride, stride, y + (size_t)i * m->out);
    if (i < count)
        rows_avx2(m, 4, 1, x + i * stride, stride, y + (size_t)i * m->out);
}

/* The same with one instruction for products and sum, and a whole tile in a register. */
INLINE VNNI void part_vnni(const dgm_matrix *m, uint32_t tile, uint32_t tiles, uint32_t rows, const uint8_t *x,
                           size_t stride, int32_t *y) {
    const size_t next = (size_t)m->in * DGM_NET_TILE;
    const int8_t *w = m->weights + (size_t)tile * m->in;
    __m512i sums[8];
#pragma GCC unroll 8
    for (uint32_t i = 0; i < tiles * rows; i++)
        sums[i] = _mm512_loadu_si512(m->start + tile + (size_t)(i / rows) * DGM_NET_TILE);
    for (const uint8_t *end = x + m->in; x < end; x += 4, w += STEP) {
#pragma GCC unroll 8
        for (uint32_t i = 0; i < tiles * rows; i++)
            sums[i] = _mm512_dpbusd_epi32(sums[i], _mm512_set1_epi32(four(x + i % rows * stride)),
                                          _mm512_loadu_si512(w + i / rows * next));
    }
#pragma GCC unroll 8
    for (uint32_t i = 0; i < tiles * rows; i++)
        _mm512_storeu_si512(y + (size_t)(i % rows) * m->out + tile + (size_t)(i / rows) * DGM_NET_TILE, sums[i]);
}

/* One tile of one row: four sums, so that none waits for the one before. */
static VNNI void lone_tile_vnni(const dgm_matrix *m, const uint8_t *x, int32_t *y) {
    const int8_t *w = m->weights;
    __m512i sums[4] = {_mm512_loadu_si512(m->start)};
    for (const uint8_t *end = x + m->in; x < end; x += 16, w += 4 * STEP) {
#pragma GCC unroll 4
        for (uint32_t i = 0; i < 4; i++)
            sums[i] = _mm512_dpbusd_epi32(sums[i], _mm512_set1_epi32(four(x + (size_t)4 * i)),
                                          _mm512_loadu_si512(w + i * STEP));
    }
    _mm512_storeu_si512(y, _mm512_add_epi32(_mm512_add_epi32(sums[0], sums[1]), _mm512_add_epi32(sums[2], sums[3])));
}

INLINE VNNI void rows_vnni(const dgm_matrix *m, uint32_t tiles, uint32_t rows, const uint8_t *x, size_t stride,
                           int32_t *y) {
    uint32_t tile = 0;
    for (; tile + tiles * DGM_NET_TILE <= m->out; tile += tiles * DGM_NET_TILE)
        part_vnni(m, tile, tiles, rows, x, stride, y);
    for (; tile < m->out; tile += DGM_NET_TILE)
        part_vnni(m, tile, 1, rows, x, stride, y);
}

static VNNI void apply_vnni(const dgm_matrix *m, const uint8_t *x, size_t stride, uint32_t count, int32_t *y) {
    uint32_t i = 0;
    if (count == 1 && m->out == DGM_NET_TILE && m->in % 16 == 0) {
        lone_tile_vnni(m, x, y);
        return;
    }
    for (; i + 8 <= count; i += 8)
        rows_vnni(m, 1, 8, x + i * stride, stride, y + (size_t)i * m->out);
    for (; i + 4 <= count; i += 4)
        rows_vnni(m, 2, 4, x + i * stride, stride, y + (size_t)i * m->out);
    for (; i + 2 <= count; i += 2)
        rows_vnni(m, 4, 2, x + i * stride, stride, y + (size_t)i * m->out);
    if (i < count)
        rows_vnni(m, 8, 1, x + i * stride, stride, y + (size_t)i * m->out);
}
#endif

bool dgm_matrix_apply_as(dgm_matrix_way way, const dgm_matrix *m, const uint8_t *x, size_t stride, uint32_t count,
                         int32_t *y) {
#ifdef DGM_HAVE_AVX2
    if (way == DGM_MATRIX_VNNI && __builtin_cpu_supports("avx512vnni")) {
        apply_vnni(m, x, stride, count, y);
        return true;
    }
    if (way == DGM_MATRIX_AVX2 && __builtin_cpu_supports("avx2")) {
        apply_avx2(m, x, stride, count, y);
        return true;
    }
#endif
    if (way != DGM_MATRIX_PLAIN)
        return false;
    apply_plain(m, x, stride, count, y);
    return true;
}

void dgm_matrix_apply(const dgm_matrix *m, const uint8_t *x, size_t stride, uint32_t count, int32_t *y) {
    if (!dgm_matrix_apply_as(DGM_MATRIX_VNNI, m, x, stride, count, y) &&
        !dgm_matrix_apply_as(DGM_MATRIX_AVX2, m, x, stride, count, y))
        dgm_matrix_apply_as(DGM_MATRIX_PLAIN, m, x, stride, count, y);
}
