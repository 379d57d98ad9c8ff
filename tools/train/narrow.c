/* SPDX-License-Identifier: Apache-2.0 */
#include "narrow.h"

#include <math.h>
#include <stdlib.h>

#include "treebank.h"

static int32_t nearest(double x, int32_t most) { return (int32_t)fmax(-most, fmin(most, rint(x))); }

void narrow_scale(const narrow *n, int32_t *scale) {
    const double unit = (double)n->halves / (1 << DGM_NET_WEIGHT_BITS);
    for (uint32_t j = 0; j < n->out; j++)
        for (uint32_t k = 0; k < n->in; k++) {
            int32_t needed = (int32_t)ceil(fabs((double)n->w[(size_t)k * n->row + j]) / unit / DGM_MATRIX_MOST);
            scale[j] = needed > scale[j] ? needed : scale[j];
        }
}

static int8_t weight(const narrow *n, const int32_t *scale, uint32_t k, uint32_t j) {
    double unit = (double)n->halves * scale[j] / (1 << DGM_NET_WEIGHT_BITS);
    return (int8_t)nearest(n->w[(size_t)k * n->row + j] / unit, DGM_MATRIX_MOST);
}

void narrow_write(const narrow *n, const int32_t *scale, uint32_t shift, int zero, FILE *f) {
    for (uint32_t j = 0; j < n->out; j++) {
        double unit = (double)scale[j] * (1 << shift) / (1 << (DGM_NET_BITS + DGM_NET_WEIGHT_BITS));
        int32_t start = n->bias ? nearest(n->bias[j] / unit, 1 << 24) : 0;
        for (uint32_t k = 0; k < n->in; k++)
            start -= zero * weight(n, scale, k, j);
        put(&start, sizeof start, 1, f);
    }
    put(scale, sizeof *scale, n->out, f);
    for (uint32_t tile = 0; tile < n->out; tile += DGM_NET_TILE)
        for (uint32_t k = 0; k < n->in; k += 4)
            for (uint32_t j = 0; j < 4 * DGM_NET_TILE; j++) {
                int8_t w = weight(n, scale, k + j % 4, tile + j / 4);
                put(&w, 1, 1, f);
            }
}

void narrow_write_layer(const layer *l, uint32_t first, uint32_t out, int zero, FILE *f) {
    const narrow n = {l->w.w + first, l->bias.w + first, l->in, out, l->out, 1};
    int32_t *scale = need(malloc(out * sizeof *scale));
    for (uint32_t j = 0; j < out; j++)
        scale[j] = 1;
    narrow_scale(&n, scale);
    narrow_write(&n, scale, DGM_NET_LAST_SHIFT, zero, f);
    free(scale);
}
