/* SPDX-License-Identifier: Apache-2.0 */
#include "entity/net.h"

#include <string.h>

#include "doc/doc.h"

#define NO_NAME 0u /* state between names; state c + 1: a name of class c has begun */

_Static_assert(DGM_NAME_LABELS <= DGM_NAME_SCORES && DGM_NAME_SCORES % DGM_NET_TILE == 0, "there are scores for all");
_Static_assert(DGM_KNOWN_COUNT <= DGM_NET_UPOS - DGM_NET_XPOS, "there are rows for all that can be known");

int dgm_name_net_open(const void *p, size_t n, const char *name, dgm_name_net *out, dgm_error *error) {
    dgm_net_reader reader = {p, name, n, error};
    int rc = dgm_net_open(&reader, DGM_NAME_LABELS * 100u + DGM_KNOWN_COUNT, &out->words);
    if (rc == DGM_OK)
        rc = dgm_net_take_matrix(&reader, DGM_NET_WIDTH, DGM_NAME_SCORES, &out->labels);
    return rc == DGM_OK ? dgm_net_end(&reader) : rc;
}

bool dgm_name_work_make(dgm_name_work *work, dgm_arena *arena, uint32_t capacity) {
    size_t numbers = ((size_t)capacity + 4) * DGM_NET_WIDTH; /* the root, one before and two behind */
    work->rows = dgm_arena_unset(arena, (size_t)capacity * sizeof *work->rows);
    work->row_count = DGM_UNSET(arena, uint8_t, capacity);
    work->x = DGM_UNSET(arena, int16_t, numbers);
    work->spare = DGM_UNSET(arena, int16_t, numbers);
    work->scores = dgm_arena_unset(arena, ((size_t)capacity + DGM_NET_BLOCK) * sizeof *work->scores);
    work->from = dgm_arena_unset(arena, ((size_t)capacity + 1) * sizeof *work->from);
    return work->rows && work->row_count && work->x && work->spare && work->scores && work->from;
}

uint32_t dgm_name_net_rows(dgm_net_word word, uint32_t form_row, unsigned upos, uint64_t known, uint32_t *out) {
    uint32_t n = 0;
    out[n++] = form_row;
    out[n++] = word.suffix[0];
    out[n++] = word.suffix[1];
    out[n++] = word.prefix;
    out[n++] = word.shape;
    out[n++] = DGM_NET_UPOS + upos;
    for (; known && n < DGM_NAME_ROWS; known &= known - 1)
        out[n++] = DGM_NET_XPOS + (uint32_t)__builtin_ctzll(known);
    return n;
}

void dgm_name_net_word(const dgm_name_net *net, dgm_name_work *work, uint32_t i, const dgm_net_word *word,
                       unsigned upos, uint64_t known) {
    uint32_t row = dgm_net_find(net->words.slots, net->words.slot_bits, word->lower),
             n = dgm_name_net_rows(*word, row, upos, known, work->rows[i]);
    work->row_count[i] = (uint8_t)n;
    dgm_net_fetch(&net->words, work->rows[i], n);
}

/* ---- decoding --------------------------------------------------------------------------------------------------- */
/* Two kinds of state after a word: between names, or inside one of class c. The first word's label decides how it gets
 * there, so of each word only the best way into each state is kept. */
void dgm_name_decode(dgm_name_work *work, uint32_t n, uint8_t *labels) {
    int64_t best[DGM_NAME_CLASSES + 1];
    best[NO_NAME] = 0;
    for (unsigned c = 0; c < DGM_NAME_CLASSES; c++)
        best[c + 1] = INT64_MIN / 2;
    for (uint32_t i = 0; i < n; i++) {
        const int32_t *score = work->scores[i];
        uint8_t *from = work->from[i]; /* the label by which the state was reached */
        int64_t before = best[NO_NAME], free = before + score[0];
        from[NO_NAME] = 0;
        for (unsigned c = 0; c < DGM_NAME_CLASSES; c++) {
            const uint8_t only = DGM_NAME_LABEL(c, DGM_NAME_ONLY), last = DGM_NAME_LABEL(c, DGM_NAME_LAST),
                          first = DGM_NAME_LABEL(c, DGM_NAME_FIRST), inside = DGM_NAME_LABEL(c, DGM_NAME_INSIDE);
            int64_t alone = before + score[only], ended = best[c + 1] + score[last], begun = before + score[first],
                    on = best[c + 1] + score[inside];
            if (alone > free || ended > free)
                from[NO_NAME] = alone > ended ? only : last;
            free = alone > free ? alone : free;
            free = ended > free ? ended : free;
            from[c + 1] = begun > on ? first : inside;
            best[c + 1] = begun > on ? begun : on;
        }
        best[NO_NAME] = free;
    }
    unsigned state = NO_NAME;
    for (uint32_t i = n; i-- > 0;) {
        labels[i] = work->from[i][state];
        unsigned part = labels[i] ? (labels[i] - 1u) % 4 + 1 : 0, class = labels[i] ? (labels[i] - 1u) / 4 : 0;
        state = part == DGM_NAME_INSIDE || part == DGM_NAME_LAST ? class + 1 : NO_NAME;
    }
}

void dgm_name_net_read(const dgm_name_net *net, dgm_name_work *work, uint32_t n, bool begins, uint8_t *labels) {
    const uint32_t root = DGM_NET_ROOT;
    uint8_t in[DGM_NET_BLOCK * DGM_NET_WIDTH];
    dgm_net_sum(&net->words, &root, begins ? 1 : 0, work->x + DGM_NET_WIDTH);
    for (uint32_t i = 0; i < n; i++)
        dgm_net_sum(&net->words, work->rows[i], work->row_count[i], work->x + ((size_t)i + 2) * DGM_NET_WIDTH);
    const int16_t *x = dgm_net_layers(&net->words, work->x, work->spare, n + 1) + (size_t)2 * DGM_NET_WIDTH;
    for (uint32_t i = 0; i < n; i += DGM_NET_BLOCK) {
        uint32_t count = dgm_net_block(n - i);
        dgm_matrix_in(x + (size_t)i * DGM_NET_WIDTH, count * DGM_NET_WIDTH, DGM_NET_LAST_SHIFT, DGM_NET_LAST_ZERO, in);
        dgm_matrix_apply(&net->labels, in, DGM_NET_WIDTH, count, work->scores[i]);
        for (uint32_t k = i; k < i + count; k++)
            dgm_matrix_scores(work->scores[k], net->labels.scale, DGM_NAME_SCORES, work->scores[k]);
    }
    dgm_name_decode(work, n, labels);
}
