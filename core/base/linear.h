/* SPDX-License-Identifier: Apache-2.0 */
/* A multiclass linear model over hashed features ("hashing trick", Weinberger et al. 2009), as it lies in the model file: a
 * feature's hash picks a row of weights; features that share a row share its weights. Written by tools/train.
 *
 * Blob, little endian: header, then
 *   dense (at most 4 classes):  int8_t weights[rows][4]
 *   sparse:                     uint32_t first[rows + 1], then the (class, weight) pairs of all rows */
#ifndef DGM_BASE_LINEAR_H
#define DGM_BASE_LINEAR_H

#include "base/error.h"
#include "base/hash.h"

#define DGM_LINEAR_MAGIC 0x324e494cu /* "LIN2" */
#define DGM_LINEAR_DENSE 4u          /* up to so many classes a row is an array */
#define DGM_LINEAR_CLASSES 64u       /* most classes of a model */
#define DGM_LINEAR_FEATURES 128u     /* most features of one decision */

typedef struct dgm_linear_header {
    uint32_t magic, classes, bits, pairs; /* 1 << bits rows; pairs: 0 when dense */
} dgm_linear_header;
typedef struct dgm_linear_pair {
    uint8_t class_id;
    int8_t weight;
} dgm_linear_pair;

typedef struct dgm_linear { /* points into the blob */
    const int8_t *dense;    /* or NULL */
    const uint32_t *first;
    const dgm_linear_pair *pairs;
    uint32_t bits, classes;
} dgm_linear;

/* Checks the whole blob (sizes, offsets, classes), so that scoring needs no check. `p` is 4-byte aligned. */
int dgm_linear_open(const void *p, size_t n, const char *name, dgm_linear *out, dgm_error *error);

/* scores[0 … classes) += the weights of `count` features; scores is int32_t[DGM_LINEAR_CLASSES]. */
void dgm_linear_score(const dgm_linear *model, const uint64_t *features, uint32_t count, int32_t *scores);

/* The hash of a feature: template number, and what the template saw. Cheaper than dgm_hash: one multiplication. */
static inline uint64_t dgm_feature(uint64_t a, uint64_t b) {
    uint64_t h = (a ^ (b + 0x9e3779b97f4a7c15u + (a << 6) + (a >> 2))) * 0xff51afd7ed558ccdu;
    return h ^ h >> 32;
}
static inline uint32_t dgm_linear_row(uint64_t feature, uint32_t bits) {
    return (uint32_t)((feature * 0x9e3779b97f4a7c15u) >> (64 - bits));
}

#endif
