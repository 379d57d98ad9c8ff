/* SPDX-License-Identifier: Apache-2.0 */
/* Small neural networks in whole numbers: what the tagger and the parser have in common. Written by tools/train.
 *
 * A word is the sum of a few learnt rows (its lower-case form when it was frequent in training, its edges, its
 * shape, its tags); layers then mix each word with its two neighbours. Numbers between layers have 8 bits after the
 * binary point and stay within ±DGM_NET_MOST; weights have 7 bits, sign included, in units of 12 bits after the point.
 * Rows have 4 bits a number and a step of their own: a row is one cache line, and rows are most of what a model has to
 * say. Sums fit 32 bits and are exact, so that every machine and every width of vector instructions gives the same
 * bytes. */
#ifndef DGM_BASE_NET_H
#define DGM_BASE_NET_H

#include "base/error.h"
#include "base/hash.h"

#define DGM_NET_MAGIC 0x3554454eu /* "NET5" */
#define DGM_NET_WIDTH 128u        /* numbers of a word */
#define DGM_NET_LAYERS 4u         /* most layers */
#define DGM_NET_MOST 4095         /* 16.0 */
#define DGM_NET_WEIGHT_BITS 12    /* after the point */
#define DGM_NET_BITS 8            /* of numbers between layers */
#define DGM_NET_TILE 16u          /* outputs of a matrix come in such groups */
#define DGM_NET_BLOCK 16u         /* words that are computed together */
#define DGM_NET_ROW \
    (DGM_NET_WIDTH / 2)     /* bytes of a row: number i is the low half of byte i, number i + ROW the high one */
#define DGM_NET_ZERO 8      /* what stands for 0 there */
#define DGM_NET_STEP_BITS 2 /* of a row's step, after the point */

/* Rows: fixed ones, tags, hashed edges and shapes, then words. */
enum {
    DGM_NET_ROOT,
    DGM_NET_UNKNOWN,
    DGM_NET_XPOS,
    DGM_NET_UPOS = DGM_NET_XPOS + 64,
    DGM_NET_SUFFIX = DGM_NET_UPOS + 32,
    DGM_NET_PREFIX = DGM_NET_SUFFIX + (1 << 13),
    DGM_NET_SHAPE = DGM_NET_PREFIX + (1 << 12),
    DGM_NET_WORDS = DGM_NET_SHAPE + (1 << 10)
};

typedef struct dgm_net_header {
    uint32_t magic, classes; /* classes: of the network's last layer, so that other tags or relations are noticed */
    uint32_t layers, slot_bits, rows;
    uint32_t shifts[DGM_NET_LAYERS]; /* of the layers: bits that their inputs lose */
    uint32_t reserved[7];            /* zero: all that follows begins at a cache line of 64 bytes */
} dgm_net_header;
typedef struct dgm_net_slot { /* open addressing; row 0: empty */
    uint32_t print, row;
} dgm_net_slot;

/* y = start + x · weights. Inputs are ((x + half a unit) >> shift) + zero, cut to 0 … 255; weights are within ±DGM_MATRIX_MOST,
 * in units of their own for each output: y times `scale` has BITS + WEIGHT_BITS after the point, less `shift`. `start` holds the bias
 * and takes off what `zero` adds. In the file: int32_t start[out], int32_t scale[out], int8_t weights[out / TILE][in / 4][TILE][4],
 * `out` in whole tiles. */
#define DGM_MATRIX_MOST 63
#define DGM_MATRIX_SHIFT_MOST 8u
#define DGM_NET_LAST_SHIFT 4u /* of what the layers found, when it goes on; it is seldom below zero */
#define DGM_NET_LAST_ZERO 32
#define DGM_MATRIX_TILES 8u
#define DGM_MATRIX_FOURS 32u
typedef struct dgm_matrix {
    const int32_t *start, *scale;
    const int8_t *weights;
    uint32_t in, out;
    uint32_t
        calm_tiles; /* of the first so many tiles it is known which inputs' products can be added up within 16 bits: */
    uint8_t calm[DGM_MATRIX_TILES]
                [DGM_MATRIX_FOURS]; /* 8 times the number of a four of inputs, those of a pair side by side (calm.c) */
} dgm_matrix;

/* A layer mixes each word with its two neighbours. Two words are computed together, which takes four products instead of
 * six (Winograd's F(2, 3)): with the weights l, m, r for the word before, the word itself and the word after, and words
 * a, b, c, d in a row,
 *
 *     p = (a − c) l    q = (b + c) (l + m + r) / 2    s = (c − b) (l − m + r) / 2    t = (b − d) r
 *     of b: a l + b m + c r = p + q + s               of c: b l + c m + d r = q − s − t
 *
 * q carries the bias, the others none; all four have the scale of the first. */
enum { DGM_NET_P, DGM_NET_Q, DGM_NET_S, DGM_NET_T, DGM_NET_PARTS };
typedef struct dgm_net_layer {
    dgm_matrix parts[DGM_NET_PARTS];
    uint32_t shift;
} dgm_net_layer;
#define DGM_NET_LAYER_ZERO 128            /* of a layer's inputs */
#define DGM_NET_PAIRS (DGM_NET_BLOCK / 2) /* pairs of words that are computed together */
typedef struct dgm_net_pairs {
    uint8_t in[DGM_NET_PARTS][DGM_NET_PAIRS * DGM_NET_WIDTH];
    int32_t out[DGM_NET_PARTS][DGM_NET_PAIRS * DGM_NET_WIDTH];
} dgm_net_pairs;

typedef struct dgm_net { /* points into the blob */
    const dgm_net_slot *slots;
    const int8_t *steps; /* of each row; in the file whole cache lines of them */
    const uint8_t *rows; /* [row_count][DGM_NET_ROW] */
    uint32_t slot_bits, row_count, layer_count;
    dgm_net_layer layers[DGM_NET_LAYERS]; /* 3 words to one */
} dgm_net;

/* What is left of a blob while it is opened. */
typedef struct dgm_net_reader {
    const char *p, *name;
    size_t left;
    dgm_error *error;
} dgm_net_reader;

/* Each takes its part off the reader and checks it, so that computing needs no check. `p` is 4-byte aligned, better 64. */
int dgm_net_open(dgm_net_reader *reader, uint32_t classes, dgm_net *out);
int dgm_net_take_matrix(dgm_net_reader *reader, uint32_t in, uint32_t out, dgm_matrix *matrix);
const void *dgm_net_take(dgm_net_reader *reader, size_t size); /* NULL: cut, error set */
int dgm_net_end(const dgm_net_reader *reader);                 /* nothing may be left */
int dgm_net_damaged(const dgm_net_reader *reader, const char *what);

/* A word's own hashes. */
typedef struct dgm_net_word {
    uint64_t lower;
    uint16_t suffix[2], prefix, shape; /* rows */
} dgm_net_word;
dgm_net_word dgm_net_word_make(dgm_str form);
uint32_t dgm_net_find(const dgm_net_slot *slots, uint32_t bits, uint64_t lower); /* its row, or DGM_NET_UNKNOWN */
static inline uint32_t dgm_net_slot_of(uint64_t lower, uint32_t bits) {
    return (uint32_t)((lower * 0x9e3779b97f4a7c15u) >> (64 - bits));
}
/* Asks for the slots of words some time before they are looked at. */
static inline void dgm_net_fetch_slots(const dgm_net *net, const dgm_net_word *words, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        __builtin_prefetch(net->slots + dgm_net_slot_of(words[i].lower, net->slot_bits));
}

/* The sum of `count` rows, rounded; with damaged rows it wraps. Rows lie anywhere in a few megabytes: dgm_net_fetch asks for them
 * some time before. */
void dgm_net_sum(const dgm_net *net, const uint32_t *rows, uint32_t count, int16_t out[DGM_NET_WIDTH]);
static inline void dgm_net_fetch(const dgm_net *net, const uint32_t *rows, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        __builtin_prefetch(net->rows + (size_t)rows[i] * DGM_NET_ROW);
}

/* Runs the layers over n words. x and spare hold n + 3 words each, the first and the last two of both are zeroed here;
 * the words stand from x + WIDTH on. Returns the array, x or spare, that holds the result in the same form. */
int16_t *dgm_net_layers(const dgm_net *net, int16_t *x, int16_t *spare, uint32_t n);

/* How many of the words that are left are computed together. */
static inline uint32_t dgm_net_block(uint32_t left) { return left < DGM_NET_BLOCK ? left : DGM_NET_BLOCK; }

/* y[count][out] for count rows of x, each `stride` numbers after the one before. */
void dgm_matrix_apply(const dgm_matrix *m, const uint8_t *x, size_t stride, uint32_t count, int32_t *y);
/* The same in one way; false: this processor has not what it takes. Plain C runs everywhere, AVX2 is many times as fast, VNNI
 * faster still. For tests: all agree to the bit. */
typedef enum dgm_matrix_way { DGM_MATRIX_PLAIN, DGM_MATRIX_AVX2, DGM_MATRIX_VNNI, DGM_MATRIX_WAYS } dgm_matrix_way;
bool dgm_matrix_apply_as(dgm_matrix_way way, const dgm_matrix *m, const uint8_t *x, size_t stride, uint32_t count,
                         int32_t *y);
void dgm_matrix_find_calm(dgm_matrix *m); /* sets the last two; without, all is computed the longer way */
/* n numbers as inputs of such a product; n in 32s. */
void dgm_matrix_in(const int16_t *x, uint32_t n, uint32_t shift, int zero, uint8_t *out);
/* What comes out, modulo 2^16; n in sixteens. */
void dgm_matrix_out(const int32_t *sums, const int32_t *scale, uint32_t n, uint32_t shift, int16_t *out);
/* What comes out of inputs of LAST_SHIFT, with all BITS + WEIGHT_BITS. */
void dgm_matrix_scores(const int32_t *sums, const int32_t *scale, uint32_t n, int32_t *out);
static inline int32_t dgm_matrix_round(int32_t sum, int32_t scale, uint32_t shift) {
    const uint32_t bits = DGM_NET_WEIGHT_BITS - shift;
    return (sum * scale + (1 << (bits - 1))) >> bits;
}
/* The two ends of a layer. From words a, b, c, d … the differences and sums that go into the products; */
void dgm_net_pairs_in(const int16_t *x, uint32_t pairs, uint32_t shift, dgm_net_pairs *p);
/* what comes out, cut to positive numbers, is added to each word b, c …: to = from + max(0, found), cut. */
void dgm_net_pairs_out(const dgm_net_pairs *p, uint32_t pairs, const dgm_net_layer *layer, const int16_t *from,
                       int16_t *to);
/* The sum of rows of WIDTH numbers, modulo 2^16, then cut to 0 … MOST. */
void dgm_net_add_up(const int16_t *const *rows, uint32_t count, int16_t out[DGM_NET_WIDTH]);
/* Where the greatest of the scores stands, the first of equals; count in eights. */
uint32_t dgm_net_best(const int32_t *scores, uint32_t count);

#endif
