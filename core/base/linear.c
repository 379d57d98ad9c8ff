/* SPDX-License-Identifier: Apache-2.0 */
#include "base/linear.h"

#include <string.h>

#define BITS_MAX 24u
#define PAIRS_MAX (1u << 26)

static int damaged(const char *name, const char *what, dgm_error *error) {
    return dgm_fail_at(error, DGM_BAD_MODEL, name, "compile the model again", "the weights are damaged: %s", what);
}

static bool sparse_sound(const dgm_linear *m, uint32_t pairs) {
    uint32_t rows = 1u << m->bits;
    if (m->first[0] != 0 || m->first[rows] != pairs)
        return false;
    for (uint32_t i = 0; i < rows; i++)
        if (m->first[i] > m->first[i + 1])
            return false;
    for (uint32_t i = 0; i < pairs; i++)
        if (m->pairs[i].class_id >= m->classes)
            return false;
    return true;
}

int dgm_linear_open(const void *p, size_t n, const char *name, dgm_linear *out, dgm_error *error) {
    dgm_linear_header h;
    if (n < sizeof h)
        return damaged(name, "cut", error);
    memcpy(&h, p, sizeof h);
    if (h.magic != DGM_LINEAR_MAGIC || h.classes == 0 || h.classes > DGM_LINEAR_CLASSES || h.bits == 0 ||
        h.bits > BITS_MAX || h.pairs > PAIRS_MAX)
        return damaged(name, "no such header", error);
    size_t rows = (size_t)1 << h.bits;
    bool dense = h.classes <= DGM_LINEAR_DENSE;
    size_t body = dense ? rows * DGM_LINEAR_DENSE : (rows + 1) * sizeof(uint32_t) + h.pairs * sizeof(dgm_linear_pair);
    if (n != sizeof h + body || (dense && h.pairs))
        return damaged(name, "its size is not what its header says", error);
    *out = (dgm_linear){.bits = h.bits, .classes = h.classes};
    if (dense) {
        out->dense = (const int8_t *)p + sizeof h;
        return DGM_OK;
    }
    out->first = (const uint32_t *)((const char *)p + sizeof h);
    out->pairs = (const dgm_linear_pair *)(out->first + rows + 1);
    return sparse_sound(out, h.pairs) ? DGM_OK : damaged(name, "a row points outside", error);
}

static void score_dense(const dgm_linear *m, const uint32_t *rows, uint32_t count, int32_t *scores) {
    int32_t a = 0, b = 0, c = 0, d = 0;
    for (uint32_t i = 0; i < count; i++) {
        const int8_t *w = m->dense + (size_t)rows[i] * DGM_LINEAR_DENSE;
        a += w[0], b += w[1], c += w[2], d += w[3];
    }
    const int32_t sums[DGM_LINEAR_DENSE] = {a, b, c, d};
    for (uint32_t i = 0; i < m->classes; i++)
        scores[i] += sums[i];
}

void dgm_linear_score(const dgm_linear *model, const uint64_t *features, uint32_t count, int32_t *scores) {
    uint32_t rows[DGM_LINEAR_FEATURES];
    for (uint32_t i = 0; i < count; i++) {
        rows[i] = dgm_linear_row(features[i], model->bits);
        if (model->dense)
            __builtin_prefetch(model->dense + (size_t)rows[i] * DGM_LINEAR_DENSE);
        else
            __builtin_prefetch(&model->first[rows[i]]);
    }
    if (model->dense) {
        score_dense(model, rows, count, scores);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        __builtin_prefetch(model->pairs + model->first[rows[i]]);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = model->first[rows[i]]; j < model->first[rows[i] + 1]; j++)
            scores[model->pairs[j].class_id] += model->pairs[j].weight;
}
