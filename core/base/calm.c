/* SPDX-License-Identifier: Apache-2.0 */
/* Which products may be added up within 16 bits (matrix.c): found when a network is opened. */
#include <string.h>

#include "base/net.h"

#define STEP ((size_t)4 * DGM_NET_TILE) /* weights of four inputs of a tile */

/* Two fours of inputs are calm beside each other in a tile if, of each output, products with two inputs of one and two of the other stay
 * within 16 bits together. Whatever the inputs are, at most 255 each: weights of one sign may add up to 128. */
static bool are_calm(const int8_t *u, const int8_t *v) {
    int16_t above[STEP], below[STEP];
    int outside = 0;
    for (size_t j = 0; j < STEP; j++) {
        above[j] = (int16_t)((u[j] > 0 ? u[j] : 0) + (v[j] > 0 ? v[j] : 0));
        below[j] = (int16_t)(above[j] - u[j] - v[j]);
    }
    for (size_t j = 0; j < STEP; j += 2) {
        outside |= above[j] + above[j + 1] > INT16_MAX / UINT8_MAX;
        outside |= below[j] + below[j + 1] > INT16_MAX / UINT8_MAX;
    }
    return !outside;
}

static const int8_t *four_at(const int8_t *w, uint8_t four) { return w + (size_t)8 * four; }

/* Puts beside the four at `at` another one that is calm there: one of those behind, or one that changes places with a pair before. */
static bool pair_up(const int8_t *w, uint8_t *fours, uint32_t count, uint32_t at) {
    for (uint32_t i = 1; i < count; i++) {
        uint32_t with = at + i < count ? at + i : at + i - count; /* those behind first */
        uint32_t beside = with ^ 1; /* of a pair before: what the second four of `at` would stand with */
        bool good = (with > at || are_calm(four_at(w, fours[at + 1]), four_at(w, fours[beside]))) &&
                    are_calm(four_at(w, fours[at]), four_at(w, fours[with]));
        if (good) {
            uint8_t swap = fours[at + 1];
            fours[at + 1] = fours[with];
            fours[with] = swap;
            return true;
        }
    }
    return false;
}

void dgm_matrix_find_calm(dgm_matrix *m) {
    const uint32_t count = m->in / 4;
    m->calm_tiles = 0;
    for (uint32_t tile = 0; tile < DGM_MATRIX_TILES && tile * DGM_NET_TILE < m->out; tile++) {
        uint8_t *fours = m->calm[tile];
        if (count > DGM_MATRIX_FOURS || count % 2)
            return;
        for (uint32_t i = 0; i < count; i++)
            fours[i] = (uint8_t)(8 * i);
        for (uint32_t i = 0; i < count; i += 2)
            if (!pair_up(m->weights + (size_t)tile * DGM_NET_TILE * m->in, fours, count, i))
                return;
        m->calm_tiles++;
    }
}
