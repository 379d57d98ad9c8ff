/* SPDX-License-Identifier: Apache-2.0 */
#include "encoder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "narrow.h"

#define FIRST_SHIFT 2u /* of what goes into the first layer: few of its numbers are beyond ±2 */

/* ---- vocabulary ------------------------------------------------------------------------------------------------- */
#define COUNT_BITS 22u /* four million places for counting: several times the words that are met */

typedef struct tally {
    uint64_t lower;
    uint32_t count;
} tally;

static tally *tally_of(tally *all, uint64_t lower) {
    uint32_t i = dgm_net_slot_of(lower, COUNT_BITS);
    while (all[i].count && all[i].lower != lower)
        i = (i + 1) & ((1u << COUNT_BITS) - 1);
    all[i].lower = lower;
    return &all[i];
}

static void place(vocabulary *v, uint64_t lower) {
    uint32_t mask = (1u << v->bits) - 1, i = dgm_net_slot_of(lower, v->bits);
    while (v->slots[i].row)
        i = (i + 1) & mask;
    v->slots[i] = (dgm_net_slot){(uint32_t)lower, v->rows++};
}

void vocabulary_make(vocabulary *v, treebank *bank, uint32_t least) {
    tally *all = need(calloc((size_t)1 << COUNT_BITS, sizeof *all));
    uint32_t kept = 0;
    for (uint32_t i = 0; i < bank->count; i++)
        for (uint32_t j = 0; j < bank->sentences[i].n; j++)
            kept += ++tally_of(all, bank->sentences[i].words[j].net.lower)->count == least;
    *v = (vocabulary){.bits = 10, .rows = DGM_NET_WORDS};
    while (2u << v->bits < 3 * kept)
        v->bits++;
    v->slots = need(calloc((size_t)1 << v->bits, sizeof *v->slots));
    for (uint32_t i = 0; i < 1u << COUNT_BITS; i++)
        if (all[i].count >= least && dgm_net_find(v->slots, v->bits, all[i].lower) == DGM_NET_UNKNOWN)
            place(v, all[i].lower);
    vocabulary_apply(v, bank);
    for (uint32_t i = 0; i < bank->count; i++)
        for (uint32_t j = 0; j < bank->sentences[i].n; j++) {
            word *w = &bank->sentences[i].words[j];
            w->rare = 1.0f / (1.0f + (float)tally_of(all, w->net.lower)->count);
        }
    free(all);
}

void vocabulary_apply(const vocabulary *v, treebank *bank) {
    for (uint32_t i = 0; i < bank->count; i++)
        for (uint32_t j = 0; j < bank->sentences[i].n; j++) {
            word *w = &bank->sentences[i].words[j];
            w->row = dgm_net_find(v->slots, v->bits, w->net.lower);
        }
}

void vocabulary_done(vocabulary *v) { free(v->slots); }

/* ---- the network ------------------------------------------------------------------------------------------------ */
#define ROW_MOST (127.0f / 256) /* what a row's number can hold in the file */

void encoder_init(encoder *e, const vocabulary *v, uint32_t depth, uint32_t capacity, uint64_t *state) {
    size_t numbers = ((size_t)capacity + 2) * WIDTH;
    *e = (encoder){.vocabulary = v, .depth = depth, .capacity = capacity};
    weights_init(&e->rows, (size_t)v->rows * WIDTH, 0.1f, state);
    /* A word that is never met (in the other half of jackknifing) says nothing. */
    memset(e->rows.w + (size_t)DGM_NET_WORDS * WIDTH, 0, (size_t)(v->rows - DGM_NET_WORDS) * WIDTH * sizeof(float));
    e->touched = need(calloc(v->rows, sizeof *e->touched));
    e->is_touched = need(calloc(v->rows, 1));
    e->used = need(calloc(capacity, sizeof *e->used));
    e->used_count = need(calloc(capacity, sizeof *e->used_count));
    for (uint32_t i = 0; i <= e->depth; i++) {
        e->x[i] = floats(numbers);
        e->dx[i] = floats(numbers);
    }
    for (uint32_t i = 0; i < e->depth; i++) {
        layer_init(&e->layers[i], 3 * WIDTH, WIDTH, sqrtf(1.0f / WIDTH), state);
        e->found[i] = floats(numbers);
    }
}

void encoder_done(encoder *e) {
    weights_done(&e->rows);
    for (uint32_t i = 0; i <= e->depth; i++) {
        free(e->x[i]);
        free(e->dx[i]);
    }
    for (uint32_t i = 0; i < e->depth; i++) {
        layer_done(&e->layers[i]);
        free(e->found[i]);
    }
    free(e->touched);
    free(e->is_touched);
    free(e->used);
    free(e->used_count);
}

void encoder_word(encoder *e, const uint32_t *rows, uint32_t count) {
    float *x = e->x[0] + (size_t)(e->count + 1) * WIDTH;
    if (e->count == e->capacity || count > ROWS_MOST)
        stop("a batch is too large", "for its room");
    memset(x, 0, WIDTH * sizeof *x);
    for (uint32_t i = 0; rows && i < count; i++) {
        e->used[e->count][i] = rows[i];
        add_floats(x, e->rows.w + (size_t)rows[i] * WIDTH, WIDTH);
    }
    e->used_count[e->count++] = count;
}

void encoder_start(encoder *e) {
    e->count = 0;
    encoder_word(e, NULL, 0);
}

uint32_t encoder_sentence(encoder *e) {
    const uint32_t root = DGM_NET_ROOT;
    if (e->count > 1)
        encoder_word(e, NULL, 0);
    encoder_word(e, &root, 1);
    return e->count - 1;
}

void encoder_forward(encoder *e) {
    encoder_word(e, NULL, 0);
    for (uint32_t l = 0; l < e->depth; l++) {
        float *edge = e->x[l] + (size_t)(e->count + 1) * WIDTH;
        memset(edge, 0, WIDTH * sizeof *edge);
        layer_turn(&e->layers[l]);
        layer_forward(&e->layers[l], e->count, e->x[l], WIDTH, e->found[l]);
        for (uint32_t r = 0; r < e->count; r++) {
            const float *from = e->x[l] + (size_t)(r + 1) * WIDTH;
            float *to = e->x[l + 1] + (size_t)(r + 1) * WIDTH, *found = e->found[l] + (size_t)r * WIDTH;
            memcpy(to, from, WIDTH * sizeof *to);
            if (!e->used_count[r]) /* a gap finds nothing */
                memset(found, 0, WIDTH * sizeof *found);
            keep_where_positive(found, found, WIDTH);
            add_floats(to, found, WIDTH);
        }
    }
    for (uint32_t l = 0; l <= e->depth; l++)
        memset(e->dx[l], 0, ((size_t)e->count + 2) * WIDTH * sizeof(float));
}

static void back_to_rows(encoder *e) {
    for (uint32_t r = 0; r < e->count; r++)
        for (uint32_t i = 0; i < e->used_count[r]; i++) {
            uint32_t row = e->used[r][i];
            add_floats(e->rows.gradient + (size_t)row * WIDTH, e->dx[0] + (size_t)(r + 1) * WIDTH, WIDTH);
            if (!e->is_touched[row]) {
                e->is_touched[row] = 1;
                e->touched[e->touched_count++] = row;
            }
        }
}

void encoder_back(encoder *e) {
    for (uint32_t l = e->depth; l-- > 0;) {
        for (uint32_t r = 0; r < e->count; r++) {
            const float *out = e->dx[l + 1] + (size_t)(r + 1) * WIDTH;
            float *in = e->dx[l] + (size_t)(r + 1) * WIDTH, *found = e->found[l] + (size_t)r * WIDTH;
            if (e->used_count[r])
                add_floats(in, out, WIDTH);
            keep_where_positive(found, out, WIDTH); /* from here on the layer's gradient */
        }
        layer_back(&e->layers[l], e->count, e->x[l], WIDTH, e->found[l], e->dx[l]);
    }
    back_to_rows(e);
}

void encoder_step(encoder *e, const step *s) {
    for (uint32_t i = 0; i < e->touched_count; i++) {
        float *w = e->rows.w + (size_t)e->touched[i] * WIDTH;
        weights_step(&e->rows, (size_t)e->touched[i] * WIDTH, WIDTH, s);
        cut_floats(w, WIDTH, ROW_MOST);
        e->is_touched[e->touched[i]] = 0;
    }
    e->touched_count = 0;
    for (uint32_t l = 0; l < e->depth; l++)
        layer_step(&e->layers[l], s);
}

/* One of a layer's products (core/base/net.h): the weights of the three words times `times`. */
static float *part_of(const layer *l, const int times[3]) {
    const size_t size = (size_t)WIDTH * WIDTH;
    float *w = floats(size);
    for (size_t at = 0; at < 3; at++)
        for (size_t i = 0; i < size; i++)
            w[i] += (float)times[at] * l->w.w[(at * WIDTH + i / WIDTH) * l->out + i % WIDTH];
    return w;
}

static void write_layer(const layer *l, uint32_t shift, FILE *f) {
    static const int times[DGM_NET_PARTS][3] = {{1, 0, 0}, {1, 1, 1}, {1, -1, 1}, {0, 0, 1}};
    int32_t scale[WIDTH];
    narrow parts[DGM_NET_PARTS];
    float *sums[DGM_NET_PARTS];
    for (uint32_t j = 0; j < WIDTH; j++)
        scale[j] = 1;
    for (uint32_t p = 0; p < DGM_NET_PARTS; p++) {
        sums[p] = part_of(l, times[p]);
        parts[p] = (narrow){sums[p], p == DGM_NET_Q ? l->bias.w : NULL,       WIDTH, WIDTH,
                            WIDTH,   p == DGM_NET_Q || p == DGM_NET_S ? 2 : 1};
        narrow_scale(&parts[p], scale);
    }
    for (uint32_t p = 0; p < DGM_NET_PARTS; p++) {
        narrow_write(&parts[p], scale, shift, DGM_NET_LAYER_ZERO, f);
        free(sums[p]);
    }
}

/* The step, with DGM_NET_STEP_BITS after the point, in which a row is nearest to what was learnt. */
static int8_t best_step(const float *row) {
    const float unit = 1 << DGM_NET_BITS;
    float least = 0;
    int best = 0;
    for (int grain = 1; grain <= INT8_MAX; grain++) {
        float size = (float)grain / (1 << DGM_NET_STEP_BITS), off = 0;
        for (uint32_t j = 0; j < WIDTH; j++) {
            float x = row[j] * unit / size, y = fmaxf(-DGM_NET_ZERO, fminf(DGM_NET_ZERO - 1, rintf(x)));
            off += (x - y) * (x - y) * size * size;
        }
        if (!best || off < least) {
            best = grain;
            least = off;
        }
    }
    return (int8_t)best;
}

static uint8_t in_steps(float x, int8_t grain) {
    float steps = rintf(x * (1 << (DGM_NET_BITS + DGM_NET_STEP_BITS)) / (float)grain);
    return (uint8_t)(DGM_NET_ZERO + (int)fmaxf(-DGM_NET_ZERO, fminf(DGM_NET_ZERO - 1, steps)));
}

static void write_rows(const encoder *e, FILE *f) {
    const size_t rows = e->vocabulary->rows;
    int8_t *steps = need(calloc(rows + 63, 1));
    for (size_t i = 0; i < rows; i++)
        steps[i] = best_step(e->rows.w + i * WIDTH);
    put(steps, 1, (rows + 63) / 64 * 64, f);
    for (size_t i = 0; i < rows; i++)
        for (uint32_t j = 0; j < DGM_NET_ROW; j++) {
            const float *x = e->rows.w + i * WIDTH + j;
            uint8_t both = (uint8_t)(in_steps(x[0], steps[i]) | in_steps(x[DGM_NET_ROW], steps[i]) << 4);
            put(&both, 1, 1, f);
        }
    free(steps);
}

void encoder_write(const encoder *e, uint32_t classes, FILE *f) {
    const vocabulary *v = e->vocabulary;
    dgm_net_header header = {DGM_NET_MAGIC, classes, e->depth, v->bits, v->rows, {0}, {0}};
    for (uint32_t l = 0; l < e->depth; l++)
        header.shifts[l] = FIRST_SHIFT + l; /* numbers double from layer to layer */
    put(&header, sizeof header, 1, f);
    put(v->slots, sizeof *v->slots, (size_t)1 << v->bits, f);
    write_rows(e, f);
    for (uint32_t l = 0; l < e->depth; l++)
        write_layer(&e->layers[l], header.shifts[l], f);
}
