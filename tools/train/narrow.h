/* SPDX-License-Identifier: Apache-2.0 */
/* Matrices as core/base/net.h reads them with 8 bits. */
#ifndef DGM_TRAIN_NARROW_H
#define DGM_TRAIN_NARROW_H

#include "matrix.h"

typedef struct narrow {    /* y = bias + x · w, w[in][row], of which `out` columns count */
    const float *w, *bias; /* bias NULL: none */
    uint32_t in, out, row;
    uint32_t halves; /* a unit of the weights is as many times the scale: 2 where what comes out is halved, else 1 */
} narrow;

/* Raises the scale of each output to the least that its weights fit in; 1 at first. */
void narrow_scale(const narrow *n, int32_t *scale);
void narrow_write(const narrow *n, const int32_t *scale, uint32_t shift, int zero, FILE *f);
/* Columns first … first + out of a layer, whose inputs lose LAST_SHIFT bits; l->out may be more. */
void narrow_write_layer(const layer *l, uint32_t first, uint32_t out, int zero, FILE *f);

#endif
