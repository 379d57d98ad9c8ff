/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/net.h"

#define CLASSES 7u
#define ROWS (DGM_NET_WORDS + 2u)

static unsigned next(unsigned *x) { return (*x = *x * 1103515245u + 12345u) >> 8; }

/* ---- products --------------------------------------------------------------------------------------------------- */
static void every_way_of_computing_agrees(void **state) {
    static const uint32_t shapes[][3] = {{128, 16, 1},  {64, 16, 1},   {128, 64, 5}, {384, 128, 16},
                                         {128, 128, 7}, {128, 96, 11}, {4, 16, 4}};
    (void)state;
    unsigned seed = 11;
    for (size_t s = 0; s < sizeof shapes / sizeof shapes[0]; s++) {
        uint32_t in = shapes[s][0], out = shapes[s][1], count = shapes[s][2];
        int32_t *start = calloc(out, sizeof *start), *a = calloc((size_t)out * count, sizeof *a),
                *b = calloc((size_t)out * count, sizeof *b);
        int8_t *w = calloc(in, out);
        uint8_t *x = calloc(in, count);
        assert_true(start && a && b && w && x);
        for (uint32_t i = 0; i < out; i++)
            start[i] = (int32_t)next(&seed) - (1 << 23);
        for (uint32_t i = 0; i < in * out; i++) /* with the greatest side by side */
            w[i] = (int8_t)(s % 2             ? (int)(next(&seed) % (2 * DGM_MATRIX_MOST + 1)) - DGM_MATRIX_MOST
                            : next(&seed) % 5 ? DGM_MATRIX_MOST
                                              : -DGM_MATRIX_MOST);
        for (uint32_t i = 0; i < in * count; i++)
            x[i] = (uint8_t)(next(&seed) % 3 ? next(&seed) : UINT8_MAX);
        dgm_matrix m = {.start = start, .weights = w, .in = in, .out = out};
        dgm_matrix_apply(&m, x, in, count, a);
        for (int calm = 0; calm < 2; calm++, dgm_matrix_find_calm(&m))
            for (dgm_matrix_way way = DGM_MATRIX_PLAIN; way < DGM_MATRIX_WAYS; way++)
                if (dgm_matrix_apply_as(way, &m, x, in, count, b))
                    assert_memory_equal(a, b, (size_t)out * count * sizeof *a);
        int32_t sum = start[3]; /* output 3 of the last row: tiles of 16 outputs, fours of inputs inside */
        for (uint32_t k = 0; k < in; k++)
            sum += x[(count - 1) * in + k] * w[k / 4 * 64 + 3 * 4 + k % 4];
        assert_int_equal(a[(size_t)(count - 1) * out + 3], sum);
        free(start), free(a), free(b), free(w), free(x);
    }
}

static bool side_by_side(const dgm_matrix *m, uint32_t four, uint32_t other) {
    for (size_t i = 0; i < DGM_NET_WIDTH / 4; i += 2)
        if (m->calm[0][i] == 8 * four || m->calm[0][i + 1] == 8 * four)
            return m->calm[0][i] == 8 * other || m->calm[0][i + 1] == 8 * other;
    return false;
}

/* Fours of inputs whose sums are just small enough, or just too great, with the greatest inputs. */
static void fours_are_calm_up_to_the_last_number(void **state) {
    static const int8_t fours[][4] = {{63, 63, 2, 0},    {63, 63, 3, 0},   {-63, -63, -2, 0},
                                      {-63, -63, -3, 0}, {63, 63, 2, -63}, {63, -63, 63, -63}};
    static const bool calm[] = {true, false, true, false, true, true};
    static uint8_t x[2 * DGM_NET_WIDTH];
    int32_t start[16] = {0}, a[32], b[32];
    (void)state;
    memset(x, UINT8_MAX, sizeof x);
    for (size_t f = 0; f < sizeof fours / sizeof fours[0]; f++)
        for (uint32_t eight = 0; eight < DGM_NET_WIDTH / 8; eight += 5) {
            int8_t w[16 * DGM_NET_WIDTH] = {0}, *at = w + 128 * eight + 4 * 7 + 2; /* output 7, inputs 2, 3, 6, 7 */
            memcpy(at, fours[f], 2);
            memcpy(at + 64, fours[f] + 2, 2);
            dgm_matrix m = {.start = start, .weights = w, .in = DGM_NET_WIDTH, .out = 16};
            dgm_matrix_find_calm(&m);
            assert_int_equal(m.calm_tiles, 1);
            assert_int_equal(side_by_side(&m, 2 * eight, 2 * eight + 1), calm[f]);
            dgm_matrix_apply_as(DGM_MATRIX_PLAIN, &m, x, DGM_NET_WIDTH, 2, a);
            dgm_matrix_apply(&m, x, DGM_NET_WIDTH, 2, b);
            assert_memory_equal(a, b, sizeof a);
        }
    int8_t great[16 * DGM_NET_WIDTH];
    memset(great, DGM_MATRIX_MOST, sizeof great);
    dgm_matrix m = {.start = start, .weights = great, .in = DGM_NET_WIDTH, .out = 16};
    dgm_matrix_find_calm(&m);
    assert_int_equal(m.calm_tiles, 0);
}

/* What is cut and rounded on the way in and out, in every place. */
static void numbers_are_cut_to_eight_bits(void **state) {
    (void)state;
    int16_t x[DGM_NET_WIDTH], out[DGM_NET_WIDTH];
    uint8_t in[DGM_NET_WIDTH];
    int32_t sums[DGM_NET_WIDTH], scale[DGM_NET_WIDTH];
    unsigned seed = 17;
    for (uint32_t shift = 1; shift <= DGM_MATRIX_SHIFT_MOST; shift++) {
        for (uint32_t j = 0; j < DGM_NET_WIDTH; j++) {
            x[j] = (int16_t)((int)(next(&seed) % 9001) - 4500);
            sums[j] = (int32_t)(next(&seed) % 400001) - 200000;
            scale[j] = (int32_t)(next(&seed) % 60);
        }
        dgm_matrix_in(x, DGM_NET_WIDTH, shift, 32, in);
        dgm_matrix_out(sums, scale, DGM_NET_WIDTH, shift, out);
        for (uint32_t j = 0; j < DGM_NET_WIDTH; j++) {
            int y = ((x[j] + (1 << (shift - 1))) >> shift) + 32;
            assert_int_equal(in[j], y < 0 ? 0 : y > 255 ? 255 : y);
            assert_int_equal(out[j], (int16_t)dgm_matrix_round(sums[j], scale[j], shift));
        }
    }
    assert_int_equal(dgm_matrix_round(3, 1 << 8, 3), 2); /* 1.5 */
    assert_int_equal(dgm_matrix_round(-5, 1 << 7, 3), -1);
}

/* A layer of chance, and the products that it becomes. */
typedef struct chance_layer {
    int8_t l[3][DGM_NET_WIDTH][DGM_NET_WIDTH]; /* even where it has to be halved */
    int8_t w[DGM_NET_PARTS][DGM_NET_WIDTH * DGM_NET_WIDTH];
    int32_t start[DGM_NET_PARTS][DGM_NET_WIDTH], scale[DGM_NET_WIDTH], bias[DGM_NET_WIDTH];
} chance_layer;

static void fill_layer(chance_layer *c, unsigned *seed) {
    for (size_t i = 0; i < sizeof c->l; i++) /* small and even: halves of sums are whole */
        ((int8_t *)c->l)[i] = (int8_t)(2 * ((int)(next(seed) % 21) - 10));
    for (size_t j = 0; j < DGM_NET_WIDTH; j++) {
        c->scale[j] = (int32_t)(next(seed) % 40) + 1;
        c->bias[j] = (int32_t)(next(seed) % 20001) - 10000;
        c->start[DGM_NET_Q][j] = c->bias[j];
        for (size_t k = 0; k < DGM_NET_WIDTH; k++) {
            int a = c->l[0][k][j], b = c->l[1][k][j], r = c->l[2][k][j];
            int parts[DGM_NET_PARTS] = {a, (a + b + r) / 2, (a - b + r) / 2, r};
            for (size_t p = 0; p < DGM_NET_PARTS; p++) {
                c->w[p][j / 16 * 16 * DGM_NET_WIDTH + k / 4 * 64 + j % 16 * 4 + k % 4] = (int8_t)parts[p];
                c->start[p][j] -= DGM_NET_LAYER_ZERO * parts[p];
            }
        }
    }
}

/* As it is meant: three words, one product; what is found is added and cut. */
static void one_by_one(const chance_layer *c, uint32_t shift, const int16_t *x, int16_t *to, uint32_t n) {
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < DGM_NET_WIDTH; j++) {
            int32_t sum = c->bias[j];
            for (size_t at = 0; at < 3; at++)
                for (size_t k = 0; k < DGM_NET_WIDTH; k++)
                    sum += (x[(i + at) * DGM_NET_WIDTH + k] >> shift) * c->l[at][k][j];
            int32_t more = dgm_matrix_round(sum, c->scale[j], shift),
                    y = x[(i + 1) * DGM_NET_WIDTH + j] + (more > 0 ? more : 0);
            to[(i + 1) * DGM_NET_WIDTH + j] = (int16_t)(y < DGM_NET_MOST ? y : DGM_NET_MOST);
        }
}

static void pairs_of_words_are_what_single_words_are(void **state) {
    static chance_layer c;
    static int16_t x[40 * DGM_NET_WIDTH], spare[40 * DGM_NET_WIDTH], wanted[40 * DGM_NET_WIDTH];
    static const uint32_t lengths[] = {1, 2, 3, 16, 17, 32, 37}, shift = 3;
    dgm_net net = {.layer_count = 1};
    unsigned seed = 5;
    (void)state;
    fill_layer(&c, &seed);
    net.layers[0].shift = shift;
    for (uint32_t p = 0; p < DGM_NET_PARTS; p++)
        net.layers[0].parts[p] = (dgm_matrix){
            .start = c.start[p], .scale = c.scale, .weights = c.w[p], .in = DGM_NET_WIDTH, .out = DGM_NET_WIDTH};
    for (size_t n = 0; n < sizeof lengths / sizeof *lengths; n++) {
        uint32_t words = lengths[n];
        memset(x, 0, sizeof x);
        for (size_t i = DGM_NET_WIDTH; i < (size_t)(words + 1) * DGM_NET_WIDTH; i++)
            x[i] = (int16_t)(((int)(next(&seed) % 127) - 63) * (1 << shift)); /* so that nothing is cut or rounded */
        one_by_one(&c, shift, x, wanted, words);
        memset(x + (size_t)(words + 1) * DGM_NET_WIDTH, 7, 2 * DGM_NET_WIDTH * sizeof *x); /* what lay there before */
        const int16_t *y = dgm_net_layers(&net, x, spare, words);
        assert_memory_equal(y + DGM_NET_WIDTH, wanted + DGM_NET_WIDTH, words * DGM_NET_WIDTH * sizeof *y);
        assert_int_equal(y[(size_t)(words + 1) * DGM_NET_WIDTH], 0);
    }
}

/* Both ends of a layer by their formulas, with numbers that are cut and rounded. */
static void ends_of_a_layer_do_what_they_say(void **state) {
    static dgm_net_pairs p;
    static int16_t x[(2 * DGM_NET_PAIRS + 2) * DGM_NET_WIDTH], to[2 * DGM_NET_PAIRS * DGM_NET_WIDTH];
    int32_t scale[DGM_NET_WIDTH];
    unsigned seed = 23;
    (void)state;
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        x[i] = (int16_t)((int)(next(&seed) % 8191) - 4095);
    for (size_t j = 0; j < DGM_NET_WIDTH; j++)
        scale[j] = (int32_t)(next(&seed) % 40);
    dgm_net_pairs_in(x, DGM_NET_PAIRS, 4, &p);
    for (size_t i = 0; i < DGM_NET_PARTS * DGM_NET_PAIRS * DGM_NET_WIDTH; i++)
        p.out[i / (DGM_NET_PAIRS * DGM_NET_WIDTH)][i % (DGM_NET_PAIRS * DGM_NET_WIDTH)] =
            (int32_t)(next(&seed) % 800001) - 400000;
    const dgm_net_layer layer = {.parts = {{.scale = scale}}, .shift = 4};
    dgm_net_pairs_out(&p, DGM_NET_PAIRS, &layer, x + DGM_NET_WIDTH, to);
    for (size_t i = 0; i < DGM_NET_PAIRS; i++)
        for (size_t j = 0; j < DGM_NET_WIDTH; j++) {
            const int16_t *a = x + 2 * i * DGM_NET_WIDTH + j, *b = a + DGM_NET_WIDTH, *c = b + DGM_NET_WIDTH,
                          *d = c + DGM_NET_WIDTH;
            const int ins[DGM_NET_PARTS] = {*a - *c, *b + *c, *c - *b, *b - *d};
            int32_t o[DGM_NET_PARTS];
            for (size_t part = 0; part < DGM_NET_PARTS; part++) {
                int y = ((ins[part] + 8) >> 4) + DGM_NET_LAYER_ZERO;
                assert_int_equal(p.in[part][i * DGM_NET_WIDTH + j], y < 0 ? 0 : y > 255 ? 255 : y);
                o[part] = p.out[part][i * DGM_NET_WIDTH + j];
            }
            int32_t of_b = *b + (o[0] + o[1] + o[2] > 0 ? dgm_matrix_round(o[0] + o[1] + o[2], scale[j], 4) : 0),
                    of_c = *c + (o[1] - o[2] - o[3] > 0 ? dgm_matrix_round(o[1] - o[2] - o[3], scale[j], 4) : 0);
            assert_int_equal(to[2 * i * DGM_NET_WIDTH + j], of_b < DGM_NET_MOST ? of_b : DGM_NET_MOST);
            assert_int_equal(to[(2 * i + 1) * DGM_NET_WIDTH + j], of_c < DGM_NET_MOST ? of_c : DGM_NET_MOST);
        }
}

/* The vector forms do what the formulas say, in every place. */
static void sums_are_the_same_in_every_place(void **state) {
    (void)state;
    int16_t rows[4][DGM_NET_WIDTH], up[DGM_NET_WIDTH];
    const int16_t *const them[] = {rows[0], rows[1], rows[2], rows[0]};
    uint32_t x = 7;
    for (int round = 0; round < 50; round++) {
        for (uint32_t j = 0; j < DGM_NET_WIDTH; j++)
            for (int r = 0; r < 3; r++)
                rows[r][j] = (int16_t)((x = x * 1103515245u + 12345u) >> (round % 2 ? 16 : 20));
        dgm_net_add_up(them, 4, up);
        for (uint32_t j = 0; j < DGM_NET_WIDTH; j++) {
            int16_t sum = (int16_t)(uint16_t)(2 * rows[0][j] + rows[1][j] + rows[2][j]);
            assert_int_equal(up[j], sum < 0 ? 0 : sum < DGM_NET_MOST ? sum : DGM_NET_MOST);
        }
    }
    dgm_net_add_up(them, 0, up);
    assert_int_equal(up[5], 0);
}

static void rows_add_up_to_the_same_in_every_place(void **state) {
    (void)state;
    enum { MANY = 40 };
    static uint8_t rows[MANY * DGM_NET_ROW];
    int8_t steps[MANY];
    const dgm_net net = {.steps = steps, .rows = rows};
    unsigned seed = 3;
    for (size_t i = 0; i < sizeof rows; i++)
        rows[i] = (uint8_t)next(&seed);
    for (uint32_t count = 0; count <= 15; count++) {
        uint32_t which[15];
        int16_t sum[DGM_NET_WIDTH];
        for (uint32_t i = 0; i < MANY; i++)
            steps[i] = (int8_t)next(&seed); /* of damaged files too, below zero */
        for (uint32_t i = 0; i < count; i++)
            which[i] = next(&seed) % MANY;
        dgm_net_sum(&net, which, count, sum);
        for (uint32_t j = 0; j < DGM_NET_WIDTH; j++) {
            int32_t wanted = 1 << (DGM_NET_STEP_BITS - 1);
            for (uint32_t i = 0; i < count; i++) {
                int both = rows[which[i] * DGM_NET_ROW + j % DGM_NET_ROW];
                wanted += ((j < DGM_NET_ROW ? both & 15 : both >> 4) - DGM_NET_ZERO) * steps[which[i]];
            }
            assert_int_equal(sum[j], (int16_t)wanted >> DGM_NET_STEP_BITS);
        }
    }
}

static void the_first_of_the_best_is_best(void **state) {
    (void)state;
    int32_t scores[64];
    for (uint32_t at = 0; at < 64; at++) {
        for (uint32_t i = 0; i < 64; i++)
            scores[i] = i == at || i == (at + 9) % 64 ? -5 : -6 - (int32_t)i;
        assert_int_equal(dgm_net_best(scores, 64), at < (at + 9) % 64 ? at : (at + 9) % 64);
    }
    for (uint32_t i = 0; i < 8; i++)
        scores[i] = INT32_MIN;
    assert_int_equal(dgm_net_best(scores, 8), 0);
}

#define PART (2 * DGM_NET_WIDTH * sizeof(int32_t) + DGM_NET_WIDTH * DGM_NET_WIDTH) /* bytes */

/* ---- blobs ------------------------------------------------------------------------------------------------------ */
typedef struct file {
    char *p;
    size_t n, rows, layer; /* where the rows' steps and the layer begin */
} file;

static int setup(void **state) {
    file *f = calloc(1, sizeof *f);
    const dgm_net_header h = {DGM_NET_MAGIC, CLASSES, 1, 4, ROWS, {3}, {0}};
    f->rows = sizeof h + 16 * sizeof(dgm_net_slot);
    f->layer = f->rows + (ROWS + 63) / 64 * 64 + ROWS * DGM_NET_ROW;
    f->n = f->layer + DGM_NET_PARTS * PART;
    f->p = calloc(1, f->n);
    memcpy(f->p, &h, sizeof h);
    dgm_net_slot *slots = (void *)(f->p + sizeof h);
    const uint64_t words[] = {dgm_net_word_make((dgm_str){"army", 4}).lower,
                              dgm_net_word_make((dgm_str){"TOWN", 4}).lower};
    for (uint32_t i = 0; i < 2; i++) {
        uint32_t at = dgm_net_slot_of(words[i], 4);
        while (slots[at].row)
            at = (at + 1) % 16;
        slots[at] = (dgm_net_slot){(uint32_t)words[i], DGM_NET_WORDS + i};
    }
    f->p[f->rows + DGM_NET_WORDS] = 10;                           /* two and a half */
    memset(f->p + f->layer - 2 * DGM_NET_ROW, 0xAA, DGM_NET_ROW); /* two above zero */
    *state = f;
    return 0;
}

static int teardown(void **state) {
    file *f = *state;
    free(f->p);
    free(f);
    return 0;
}

static int open_file(const file *f, size_t n, dgm_net *net, dgm_error *error) {
    dgm_net_reader reader = {f->p, "test.net", n, error};
    int rc = dgm_net_open(&reader, CLASSES, net);
    return rc == DGM_OK ? dgm_net_end(&reader) : rc;
}

static void finds_words(void **state) {
    const file *f = *state;
    dgm_net net;
    dgm_error error = {0};
    int16_t x[DGM_NET_WIDTH];
    assert_int_equal(open_file(f, f->n, &net, &error), DGM_OK);
    uint32_t army = dgm_net_find(net.slots, net.slot_bits, dgm_net_word_make((dgm_str){"Army", 4}).lower);
    assert_int_equal(army, DGM_NET_WORDS);
    assert_int_equal(dgm_net_find(net.slots, net.slot_bits, dgm_net_word_make((dgm_str){"town", 4}).lower),
                     DGM_NET_WORDS + 1);
    assert_int_equal(dgm_net_find(net.slots, net.slot_bits, dgm_net_word_make((dgm_str){"navy", 4}).lower),
                     DGM_NET_UNKNOWN);
    const uint32_t twice[] = {army, army, DGM_NET_UNKNOWN};
    dgm_net_sum(&net, twice, 3, x);
    assert_int_equal(x[0], 10);
    assert_int_equal(x[DGM_NET_WIDTH - 1], 10);
}

/* A table without an empty place ends the search too. */
static void ends_in_a_full_table(void **state) {
    (void)state;
    dgm_net_slot slots[16];
    for (uint32_t i = 0; i < 16; i++)
        slots[i] = (dgm_net_slot){1, 1};
    assert_int_equal(dgm_net_find(slots, 4, 2), DGM_NET_UNKNOWN);
}

static void adds_what_the_layer_finds(void **state) {
    file *f = *state;
    dgm_net net;
    dgm_error error = {0};
    int16_t x[6 * DGM_NET_WIDTH] = {0}, spare[6 * DGM_NET_WIDTH];
    const int32_t unit = 64, one = (1 << (DGM_NET_BITS + DGM_NET_WEIGHT_BITS)) / unit / 8;
    for (uint32_t p = 0; p < DGM_NET_PARTS; p++) {
        int32_t *start = (void *)(f->p + f->layer + p * PART), *scale = start + DGM_NET_WIDTH;
        int8_t *w = (int8_t *)(scale + DGM_NET_WIDTH), half = p == DGM_NET_P ? 32 : p == DGM_NET_T ? 0 : 16;
        for (uint32_t j = 0; j < DGM_NET_WIDTH; j++)
            scale[j] = unit;
        w[2 * 4] = half; /* number 2: half of number 0 of the word before */
        start[2] = -DGM_NET_LAYER_ZERO * half;
        if (p == DGM_NET_Q) { /* biases of numbers 0 and 3: 1, of number 1: −1 */
            start[0] = start[3] = one;
            start[1] = -one;
        }
    }
    assert_int_equal(open_file(f, f->n, &net, &error), DGM_OK);
    x[DGM_NET_WIDTH] = 96;
    x[2 * DGM_NET_WIDTH + 3] = DGM_NET_MOST;
    const int16_t *y = dgm_net_layers(&net, x, spare, 3);
    assert_int_equal(y[DGM_NET_WIDTH], 96 + 256);
    assert_int_equal(y[2 * DGM_NET_WIDTH + 3], DGM_NET_MOST); /* cut */
    assert_int_equal(y[DGM_NET_WIDTH + 1], 0);
    assert_int_equal(y[DGM_NET_WIDTH + 2], 0); /* nothing stands before the first word */
    assert_int_equal(y[2 * DGM_NET_WIDTH + 2], 48);
}

static void refuse(const file *f, size_t n, const char *why) {
    dgm_net net;
    dgm_error error = {0};
    assert_int_equal(open_file(f, n, &net, &error), DGM_BAD_MODEL);
    assert_non_null(strstr(error.what, why));
    assert_string_equal(error.where, "test.net");
}

static void refuses_damage(void **state) {
    file *f = *state;
    for (size_t n = 0; n < f->n; n += n < 200 ? 1 : 4099)
        refuse(f, n, "cut");
    dgm_net_header *h = (void *)f->p, keep = *h;
    h->magic++;
    refuse(f, f->n, "no such header");
    *h = keep;
    h->layers = DGM_NET_LAYERS + 1;
    refuse(f, f->n, "no such header");
    *h = keep;
    h->slot_bits = 40;
    refuse(f, f->n, "no such header");
    *h = keep;
    h->rows = 3;
    refuse(f, f->n, "no such header");
    *h = keep;
    h->rows--;
    refuse(f, f->n, "a word points outside");
    *h = keep;
    h->classes++;
    refuse(f, f->n, "other tags or relations");
    *h = keep;
    h->shifts[0] = DGM_MATRIX_SHIFT_MOST + 1;
    refuse(f, f->n, "no such header");
    *h = keep;
    for (uint32_t p = 0; p < DGM_NET_PARTS; p++) {
        int32_t *start = (void *)(f->p + f->layer + p * PART), *scale = start + DGM_NET_WIDTH;
        int8_t *w = (int8_t *)(scale + DGM_NET_WIDTH);
        w[7] = DGM_MATRIX_MOST + 1;
        refuse(f, f->n, "a sum could leave its range");
        w[7] = -128;
        refuse(f, f->n, "a sum could leave its range");
        w[7] = 0;
        scale[5] = 1;
        refuse(f, f->n, "parts of a layer differ in scale");
        scale[5] = 60;
        start[5] = 1 << 24;
        refuse(f, f->n, "a sum could leave its range");
        start[5] = 0;
        scale[5] = 0; /* it may not hide what is too great before it is scaled */
        start[5] = INT32_MAX;
        refuse(f, f->n, "a sum could leave its range");
        start[5] = 0;
        scale[5] = -1;
        refuse(f, f->n, "a sum could leave its range");
        scale[5] = 0;
    }
}

static void refuses_what_is_left(void **state) {
    file *f = *state;
    char *more = calloc(1, f->n + 4);
    assert_non_null(more);
    memcpy(more, f->p, f->n);
    const file longer = {more, f->n + 4, 0, 0};
    refuse(&longer, longer.n, "its size is not");
    free(more);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_of_computing_agrees),
        cmocka_unit_test(fours_are_calm_up_to_the_last_number),
        cmocka_unit_test(numbers_are_cut_to_eight_bits),
        cmocka_unit_test(ends_of_a_layer_do_what_they_say),
        cmocka_unit_test(pairs_of_words_are_what_single_words_are),
        cmocka_unit_test(sums_are_the_same_in_every_place),
        cmocka_unit_test(rows_add_up_to_the_same_in_every_place),
        cmocka_unit_test(the_first_of_the_best_is_best),
        cmocka_unit_test(ends_in_a_full_table),
        cmocka_unit_test_setup_teardown(finds_words, setup, teardown),
        cmocka_unit_test_setup_teardown(adds_what_the_layer_finds, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_damage, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_what_is_left, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
