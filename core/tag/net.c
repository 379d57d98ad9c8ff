/* SPDX-License-Identifier: Apache-2.0 */
#include "tag/net.h"

#include <string.h>

#include "doc/doc.h"

_Static_assert((int)DGM_XPOS_COUNT <= (int)DGM_TAG_XPOS_SPACE &&
                   (int)DGM_UPOS_COUNT <= (int)(DGM_TAG_SCORES - DGM_TAG_XPOS_SPACE),
               "there are scores for all tags");

int dgm_tag_net_open(const void *p, size_t n, const char *name, dgm_tag_net *out, dgm_error *error) {
    dgm_net_reader reader = {p, name, n, error};
    int rc = dgm_net_open(&reader, DGM_XPOS_COUNT * 100u + DGM_UPOS_COUNT, &out->words);
    if (rc == DGM_OK)
        rc = dgm_net_take_matrix(&reader, DGM_NET_WIDTH, DGM_TAG_SCORES, &out->tags);
    return rc == DGM_OK ? dgm_net_end(&reader) : rc;
}

bool dgm_tag_work_make(dgm_tag_work *work, dgm_arena *arena, uint32_t capacity) {
    size_t numbers = ((size_t)capacity + 4) * DGM_NET_WIDTH; /* the root, one before and two behind */
    work->rows = dgm_arena_unset(arena, (size_t)capacity * sizeof *work->rows);
    work->x = DGM_UNSET(arena, int16_t, numbers);
    work->spare = DGM_UNSET(arena, int16_t, numbers);
    return work->rows && work->x && work->spare;
}

void dgm_tag_net_word(const dgm_tag_net *net, dgm_tag_work *work, uint32_t i, const dgm_net_word *word) {
    const uint32_t rows[DGM_TAG_WORD_ROWS] = {dgm_net_find(net->words.slots, net->words.slot_bits, word->lower),
                                              word->suffix[0], word->suffix[1], word->prefix, word->shape};
    memcpy(work->rows[i], rows, sizeof rows);
    dgm_net_fetch(&net->words, rows, DGM_TAG_WORD_ROWS);
}

/* The first is "no tag", what is behind `tags` stands for nothing. */
static uint8_t best(int32_t *scores, unsigned tags, unsigned space) {
    scores[0] = INT32_MIN;
    for (unsigned c = tags; c < space; c++)
        scores[c] = INT32_MIN;
    return (uint8_t)dgm_net_best(scores, space);
}

void dgm_tag_net_read(const dgm_tag_net *net, dgm_tag_work *work, uint32_t n, uint8_t *upos, uint8_t *xpos) {
    int32_t scores[DGM_NET_BLOCK * DGM_TAG_SCORES];
    uint8_t in[DGM_NET_BLOCK * DGM_NET_WIDTH];
    const uint32_t root = DGM_NET_ROOT;
    dgm_net_sum(&net->words, &root, 1, work->x + DGM_NET_WIDTH);
    for (uint32_t i = 0; i < n; i++)
        dgm_net_sum(&net->words, work->rows[i], DGM_TAG_WORD_ROWS, work->x + ((size_t)i + 2) * DGM_NET_WIDTH);
    const int16_t *x = dgm_net_layers(&net->words, work->x, work->spare, n + 1) + (size_t)2 * DGM_NET_WIDTH;
    for (uint32_t i = 0; i < n; i += DGM_NET_BLOCK) {
        uint32_t count = dgm_net_block(n - i);
        dgm_matrix_in(x + (size_t)i * DGM_NET_WIDTH, count * DGM_NET_WIDTH, DGM_NET_LAST_SHIFT, DGM_NET_LAST_ZERO, in);
        dgm_matrix_apply(&net->tags, in, DGM_NET_WIDTH, count, scores);
        for (size_t k = 0; k < count; k++) {
            int32_t *own = scores + k * DGM_TAG_SCORES;
            dgm_matrix_scores(own, net->tags.scale, DGM_TAG_SCORES, own);
            xpos[i + k] = best(own, DGM_XPOS_COUNT, DGM_TAG_XPOS_SPACE);
            upos[i + k] = best(own + DGM_TAG_XPOS_SPACE, DGM_UPOS_COUNT, DGM_TAG_SCORES - DGM_TAG_XPOS_SPACE);
        }
    }
}
