/* SPDX-License-Identifier: Apache-2.0 */
#include "base/net.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define SLOT_BITS_MAX 22u
#define ROWS_MAX (1u << 22)
#define FORM_MAX 64u /* bytes of a word that are looked at */

/* ---- opening ---------------------------------------------------------------------------------------------------- */
int dgm_net_damaged(const dgm_net_reader *reader, const char *what) {
    return dgm_fail_at(reader->error, DGM_BAD_MODEL, reader->name, "compile the model again",
                       "the weights are damaged: %s", what);
}

const void *dgm_net_take(dgm_net_reader *reader, size_t size) {
    const void *p = reader->p;
    if (size > reader->left) {
        dgm_net_damaged(reader, "cut");
        return NULL;
    }
    reader->p += size;
    reader->left -= size;
    return p;
}

int dgm_net_end(const dgm_net_reader *reader) {
    return reader->left == 0 ? DGM_OK : dgm_net_damaged(reader, "its size is not what its header says");
}

/* Are weights within ±MATRIX_MOST, and sums within 32 bits, times the scale, LAST_SHIFT bits longer? That holds PARTS such sums with
 * their rounding as well. */
static bool matrix_sound(const dgm_matrix *m) {
    const int64_t most = INT32_MAX >> DGM_NET_LAST_SHIFT;
    int outside = 0;
    for (uint32_t tile = 0; tile < m->out; tile += DGM_NET_TILE) {
        const int8_t *w = m->weights + (size_t)tile * m->in;
        int32_t sums[4 * DGM_NET_TILE] = {0};
        for (uint32_t k = 0; k < m->in / 4; k++, w += (size_t)4 * DGM_NET_TILE)
            for (uint32_t j = 0; j < 4 * DGM_NET_TILE; j++) {
                int size = abs(w[j]);
                outside |= size > DGM_MATRIX_MOST;
                sums[j] += size;
            }
        for (uint32_t j = 0; j < DGM_NET_TILE; j++) {
            const int32_t *four = sums + (size_t)4 * j, start = m->start[tile + j], scale = m->scale[tile + j];
            int64_t sum = ((int64_t)four[0] + four[1] + four[2] + four[3]) * UINT8_MAX + llabs(start);
            if (scale < 0 || scale > INT16_MAX || sum * (scale ? scale : 1) > most)
                return false;
        }
    }
    return !outside;
}

int dgm_net_take_matrix(dgm_net_reader *reader, uint32_t in, uint32_t out, dgm_matrix *matrix) {
    *matrix = (dgm_matrix){.in = in, .out = out};
    matrix->start = dgm_net_take(reader, (size_t)out * sizeof *matrix->start);
    matrix->scale = matrix->start ? dgm_net_take(reader, (size_t)out * sizeof *matrix->scale) : NULL;
    matrix->weights = matrix->scale ? dgm_net_take(reader, (size_t)in * out) : NULL;
    if (!matrix->weights)
        return DGM_BAD_MODEL;
    dgm_matrix_find_calm(matrix);
    return matrix_sound(matrix) ? DGM_OK : dgm_net_damaged(reader, "a sum could leave its range");
}

static int take_layer(dgm_net_reader *reader, uint32_t shift, dgm_net_layer *layer) {
    layer->shift = shift;
    for (uint32_t i = 0; i < DGM_NET_PARTS; i++) {
        int rc = dgm_net_take_matrix(reader, DGM_NET_WIDTH, DGM_NET_WIDTH, &layer->parts[i]);
        if (rc != DGM_OK)
            return rc;
        if (memcmp(layer->parts[i].scale, layer->parts[0].scale, DGM_NET_WIDTH * sizeof(int32_t)) != 0)
            return dgm_net_damaged(reader, "parts of a layer differ in scale");
    }
    return shift >= 1 && shift <= DGM_MATRIX_SHIFT_MOST ? DGM_OK : dgm_net_damaged(reader, "no such header");
}

static bool slots_sound(const dgm_net *net) {
    for (uint32_t i = 0; i < 1u << net->slot_bits; i++)
        if (net->slots[i].row >= net->row_count)
            return false;
    return true;
}

int dgm_net_open(dgm_net_reader *reader, uint32_t classes, dgm_net *out) {
    const dgm_net_header *h = dgm_net_take(reader, sizeof *h);
    if (!h)
        return DGM_BAD_MODEL;
    if (h->magic != DGM_NET_MAGIC || h->layers == 0 || h->layers > DGM_NET_LAYERS || h->slot_bits == 0 ||
        h->slot_bits > SLOT_BITS_MAX || h->rows < DGM_NET_WORDS || h->rows > ROWS_MAX)
        return dgm_net_damaged(reader, "no such header");
    if (h->classes != classes)
        return dgm_fail_at(reader->error, DGM_BAD_MODEL, reader->name, "train again",
                           "the weights know other tags or relations than the program");
    *out = (dgm_net){.slot_bits = h->slot_bits, .row_count = h->rows, .layer_count = h->layers};
    out->slots = dgm_net_take(reader, sizeof *out->slots << h->slot_bits);
    out->steps = out->slots ? dgm_net_take(reader, ((size_t)h->rows + 63) / 64 * 64) : NULL;
    out->rows = out->steps ? dgm_net_take(reader, (size_t)h->rows * DGM_NET_ROW) : NULL;
    if (!out->rows)
        return DGM_BAD_MODEL;
    if (!slots_sound(out))
        return dgm_net_damaged(reader, "a word points outside");
    for (uint32_t i = 0; i < h->layers; i++) {
        int rc = take_layer(reader, h->shifts[i], &out->layers[i]);
        if (rc != DGM_OK)
            return rc;
    }
    return DGM_OK;
}

/* ---- words ------------------------------------------------------------------------------------------------------ */
static uint64_t shape_of(dgm_str form) {
    char shape[16];
    uint32_t n = 0;
    char last = 0;
    for (uint32_t i = 0; i < form.n && n < 10; i++) {
        unsigned char c = (unsigned char)form.p[i];
        char s = c >= 'A' && c <= 'Z'   ? 'X'
                 : c >= 'a' && c <= 'z' ? 'x'
                 : c >= '0' && c <= '9' ? 'd'
                 : c >= 128             ? 'u'
                                        : form.p[i];
        if (s != last || n < 3)
            shape[n++] = s;
        last = s;
    }
    return dgm_hash(shape, n, 3);
}

_Static_assert(DGM_NET_WORDS <= UINT16_MAX, "rows of edges and shapes are numbers of 16 bits");
static uint16_t row_of(uint64_t hash, uint32_t first, uint32_t end) {
    return (uint16_t)(first + (uint32_t)(hash >> 20) % (end - first));
}

/* In small letters, most of them without the way by code points. */
static uint32_t lower_form(dgm_str form, char *lower) {
    uint32_t n = 0, step = 1;
    for (uint32_t i = 0; i < form.n && n < FORM_MAX; i += step) {
        unsigned char byte = (unsigned char)form.p[i];
        if (byte < 0x80) {
            lower[n++] = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
            step = 1;
            continue;
        }
        uint32_t c = dgm_utf8_next(form.p + i, form.n - i, &step);
        n += dgm_utf8_put(c == 0xFFFD ? '?' : dgm_cp_lower(c), lower + n);
    }
    return n;
}

dgm_net_word dgm_net_word_make(dgm_str form) {
    char lower[FORM_MAX + 4];
    if (form.n > FORM_MAX)
        form.n = FORM_MAX;
    uint32_t n = lower_form(form, lower);
    uint32_t two = n < 2 ? n : 2, three = n < 3 ? n : 3;
    return (dgm_net_word){.lower = dgm_hash(lower, n, 2),
                          .suffix = {row_of(dgm_hash(lower + n - three, three, 22), DGM_NET_SUFFIX, DGM_NET_PREFIX),
                                     row_of(dgm_hash(lower + n - two, two, 21), DGM_NET_SUFFIX, DGM_NET_PREFIX)},
                          .prefix = row_of(dgm_hash(lower, three, 12), DGM_NET_PREFIX, DGM_NET_SHAPE),
                          .shape = row_of(shape_of(form), DGM_NET_SHAPE, DGM_NET_WORDS)};
}

uint32_t dgm_net_find(const dgm_net_slot *slots, uint32_t bits, uint64_t lower) {
    uint32_t mask = (1u << bits) - 1, i = dgm_net_slot_of(lower, bits);
    for (uint32_t probes = 0; probes <= mask && slots[i].row; probes++, i = (i + 1) & mask)
        if (slots[i].print == (uint32_t)lower)
            return slots[i].row;
    return DGM_NET_UNKNOWN;
}

/* ---- layers ----------------------------------------------------------------------------------------------------- */
static void run_layer(const dgm_net_layer *layer, const int16_t *x, int16_t *to, uint32_t n) {
    dgm_net_pairs pairs;
    for (uint32_t i = 0; i < n; i += DGM_NET_BLOCK) {
        uint32_t count = (dgm_net_block(n - i) + 1) / 2;
        size_t at = (size_t)i * DGM_NET_WIDTH;
        dgm_net_pairs_in(x + at, count, layer->shift, &pairs);
        for (uint32_t p = 0; p < DGM_NET_PARTS; p++)
            dgm_matrix_apply(&layer->parts[p], pairs.in[p], DGM_NET_WIDTH, count, pairs.out[p]);
        dgm_net_pairs_out(&pairs, count, layer, x + at + DGM_NET_WIDTH, to + at + DGM_NET_WIDTH);
    }
}

int16_t *dgm_net_layers(const dgm_net *net, int16_t *x, int16_t *spare, uint32_t n) {
    const size_t edge = DGM_NET_WIDTH * sizeof *x, last = ((size_t)n + 1) * DGM_NET_WIDTH;
    memset(x, 0, edge);
    memset(spare, 0, edge);
    memset(x + last, 0, 2 * edge);
    memset(spare + last, 0, 2 * edge);
    for (uint32_t layer = 0; layer < net->layer_count; layer++) {
        run_layer(&net->layers[layer], x, spare, n);
        memset(spare + last, 0, edge); /* where the last word has no partner its place got one */
        int16_t *swap = x;
        x = spare;
        spare = swap;
    }
    return x;
}
