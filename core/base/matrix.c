/* SPDX-License-Identifier: Apache-2.0 */
/* The product that all the reading time goes into: 16-bit numbers, 32-bit sums. Whole numbers add up to the same in any
 * order, so the variants below agree to the bit. */
#include <string.h>

#include "base/net.h"

/* DGM_PLAIN_MATRIX: the plain way on every machine, for counting instructions (tests/budget). */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(DGM_PLAIN_MATRIX)
#define DGM_HAVE_AVX2
#include <immintrin.h>
#endif

static const size_t STEP = (size_t)2 * DGM_NET_TILE; /* weights of two inputs of a tile */

static void apply_plain(const dgm_matrix *m, const int16_t *x, size_t stride, uint32_t count, int32_t *y) {
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

#define INLINE static inline __attribute__((always_inline))
INLINE void add_found(const int16_t *from, const int32_t *found, int16_t *to) {
    for (uint32_t j = 0; j < DGM_NET_WIDTH; j++) {
        int32_t more = dgm_net_round(found[j]), y = from[j] + (more > 0 ? more : 0);
        to[j] = (int16_t)(y < DGM_NET_MOST ? y : DGM_NET_MOST);
    }
}

static void add_up(const int16_t *const *rows, uint32_t count, int16_t *out) {
    uint16_t sums[DGM_NET_WIDTH] = {0};
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < DGM_NET_WIDTH; j++)
            sums[j] = (uint16_t)(sums[j] + (uint16_t)rows[i][j]);
    memcpy(out, sums, sizeof sums);
}

#ifdef DGM_HAVE_AVX2
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

INLINE AVX2 __m256i rounded(const int32_t *found) {
    __m256i half = _mm256_set1_epi32(1 << (DGM_NET_WEIGHT_BITS - 1));
    return _mm256_srai_epi32(_mm256_add_epi32(_mm256_loadu_si256((const void *)found), half), DGM_NET_WEIGHT_BITS);
}

/* What is too great for 16 bits is cut twice, which comes to the same. */
static AVX2 void add_found_avx2(const int16_t *from, const int32_t *found, int16_t *to) {
    for (uint32_t j = 0; j < DGM_NET_WIDTH; j += 16) {
        __m256i both = _mm256_packs_epi32(rounded(found + j), rounded(found + j + 8)); /* in halves of each */
        __m256i more = _mm256_max_epi16(_mm256_permute4x64_epi64(both, 0xD8), _mm256_setzero_si256());
        __m256i y = _mm256_adds_epi16(_mm256_loadu_si256((const void *)(from + j)), more);
        _mm256_storeu_si256((void *)(to + j), _mm256_min_epi16(y, _mm256_set1_epi16(DGM_NET_MOST)));
    }
}

static AVX2 void add_up_avx2(const int16_t *const *rows, uint32_t count, int16_t *out) {
    for (uint32_t part = 0; part < DGM_NET_WIDTH; part += 64) {
        __m256i sums[4];
#pragma GCC unroll 4
        for (uint32_t j = 0; j < 4; j++)
            sums[j] = _mm256_setzero_si256();
        for (uint32_t i = 0; i < count; i++) {
#pragma GCC unroll 4
            for (uint32_t j = 0; j < 4; j++)
                sums[j] =
                    _mm256_add_epi16(sums[j], _mm256_loadu_si256((const void *)(rows[i] + part + (size_t)16 * j)));
        }
#pragma GCC unroll 4
        for (uint32_t j = 0; j < 4; j++)
            _mm256_storeu_si256((void *)(out + part + (size_t)16 * j), sums[j]);
    }
}

/* The same with one instruction for product and sum, and a whole tile in a register. */
#define VNNI __attribute__((target("avx512f,avx512vnni")))
INLINE VNNI void part_vnni(const dgm_matrix *m, uint32_t tile, uint32_t tiles, uint32_t rows, const int16_t *x,
                           size_t stride, int32_t *y) {
    const size_t next = (size_t)m->in * DGM_NET_TILE;
    const int16_t *w = m->weights + (size_t)tile * m->in;
    __m512i sums[8];
#pragma GCC unroll 8
    for (uint32_t i = 0; i < tiles * rows; i++)
        sums[i] = _mm512_loadu_si512(m->bias + tile + (size_t)(i / rows) * DGM_NET_TILE);
    for (const int16_t *end = x + m->in; x < end; x += 2, w += STEP) {
#pragma GCC unroll 8
        for (uint32_t i = 0; i < tiles * rows; i++)
            sums[i] = _mm512_dpwssd_epi32(sums[i], _mm512_set1_epi32(pair(x + i % rows * stride)),
                                          _mm512_loadu_si512(w + i / rows * next));
    }
#pragma GCC unroll 8
    for (uint32_t i = 0; i < tiles * rows; i++)
        _mm512_storeu_si512(y + (size_t)(i % rows) * m->out + tile + (size_t)(i / rows) * DGM_NET_TILE, sums[i]);
}

static VNNI void apply_vnni(const dgm_matrix *m, const int16_t *x, size_t stride, uint32_t count, int32_t *y) {
    uint32_t i = 0;
    for (; i + 8 <= count; i += 8)
        for (uint32_t tile = 0; tile < m->out; tile += DGM_NET_TILE)
            part_vnni(m, tile, 1, 8, x + i * stride, stride, y + (size_t)i * m->out);
    for (; i + 4 <= count; i += 4)
        for (uint32_t tile = 0; tile < m->out; tile += DGM_NET_TILE)
            part_vnni(m, tile, 1, 4, x + i * stride, stride, y + (size_t)i * m->out);
    for (; i < count; i++) {
        uint32_t tile = 0;
        for (; tile + 4 * DGM_NET_TILE <= m->out; tile += 4 * DGM_NET_TILE)
            part_vnni(m, tile, 4, 1, x + i * stride, stride, y + (size_t)i * m->out);
        for (; tile < m->out; tile += DGM_NET_TILE)
            part_vnni(m, tile, 1, 1, x + i * stride, stride, y + (size_t)i * m->out);
    }
}
#endif

bool dgm_matrix_apply_as(dgm_matrix_way way, const dgm_matrix *m, const int16_t *x, size_t stride, uint32_t count,
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

void dgm_matrix_apply(const dgm_matrix *m, const int16_t *x, size_t stride, uint32_t count, int32_t *y) {
    if (!dgm_matrix_apply_as(DGM_MATRIX_VNNI, m, x, stride, count, y) &&
        !dgm_matrix_apply_as(DGM_MATRIX_AVX2, m, x, stride, count, y))
        dgm_matrix_apply_as(DGM_MATRIX_PLAIN, m, x, stride, count, y);
}

void dgm_net_add_up(const int16_t *const *rows, uint32_t count, int16_t out[DGM_NET_WIDTH]) {
#ifdef DGM_HAVE_AVX2
    if (__builtin_cpu_supports("avx2")) {
        add_up_avx2(rows, count, out);
        return;
    }
#endif
    add_up(rows, count, out);
}

void dgm_net_add_found(const int16_t *from, const int32_t *found, int16_t *to) {
#ifdef DGM_HAVE_AVX2
    if (__builtin_cpu_supports("avx2")) {
        add_found_avx2(from, found, to);
        return;
    }
#endif
    add_found(from, found, to);
}
