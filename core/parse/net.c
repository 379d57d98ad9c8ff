/* SPDX-License-Identifier: Apache-2.0 */
#include "parse/net.h"

#include <string.h>

#include "doc/doc.h"

#define HIDDEN DGM_PARSE_HIDDEN
#define PLACES DGM_PARSE_PLACES
#define ACTIONS_OUT DGM_NET_TILE

int dgm_parse_net_open(const void *p, size_t n, const char *name, dgm_parse_net *out, dgm_error *error) {
    dgm_net_reader reader = {p, name, n, error};
    int rc = dgm_net_open(&reader, DGM_REL_COUNT, &out->words);
    for (uint32_t i = 0; rc == DGM_OK && i < PLACES; i++)
        rc = dgm_net_take_matrix(&reader, DGM_NET_WIDTH, HIDDEN, &out->places[i]);
    if (rc == DGM_OK)
        rc = dgm_net_take_matrix(&reader, HIDDEN, ACTIONS_OUT, &out->action);
    for (uint32_t i = 0; rc == DGM_OK && i < 2; i++)
        rc = dgm_net_take_matrix(&reader, HIDDEN, DGM_PARSE_LABELS, &out->label[i]);
    if (rc == DGM_OK && !(out->table = dgm_net_take(&reader, (size_t)DGM_PARSE_ROWS * HIDDEN * sizeof *out->table)))
        return DGM_BAD_MODEL;
    return rc == DGM_OK ? dgm_net_end(&reader) : rc;
}

bool dgm_parse_work_make(dgm_parse_work *work, dgm_arena *arena, uint32_t capacity) {
    size_t words = (size_t)capacity + 1;
    *work = (dgm_parse_work){.rows = dgm_arena_unset(arena, words * sizeof *work->rows),
                             .x = DGM_UNSET(arena, int16_t, (words + 3) * DGM_NET_WIDTH),
                             .spare = DGM_UNSET(arena, int16_t, (words + 3) * DGM_NET_WIDTH),
                             .heard = DGM_UNSET(arena, uint8_t, words * DGM_NET_WIDTH),
                             .said = DGM_UNSET(arena, int16_t, words * PLACES * HIDDEN),
                             .known = DGM_UNSET(arena, uint8_t, words * PLACES)};
    for (uint32_t i = 0; i < DGM_PARSE_STATES; i++)
        if (!dgm_parse_state_make(&work->states[i], arena, capacity))
            return false;
    work->tree = &work->states[0];
    return work->rows && work->x && work->spare && work->heard && work->said && work->known;
}

void dgm_parse_net_word(const dgm_parse_net *net, dgm_parse_work *work, uint32_t i, const dgm_net_word *word,
                        unsigned upos, unsigned xpos) {
    const uint32_t rows[DGM_PARSE_WORD_ROWS] = {dgm_net_find(net->words.slots, net->words.slot_bits, word->lower),
                                                word->suffix[0],
                                                word->suffix[1],
                                                word->prefix,
                                                DGM_NET_XPOS + xpos,
                                                DGM_NET_UPOS + upos};
    memcpy(work->rows[i], rows, sizeof rows);
    dgm_net_fetch(&net->words, rows, DGM_PARSE_WORD_ROWS);
}

/* Every word is read next and stands on top once; what it says there is computed for many words together, what it says in
 * other places when it is met there. Sums of hidden numbers stay far inside ±128; with damaged weights they wrap, and nothing but
 * the tree suffers. */
static void say_along(const dgm_parse_net *net, dgm_parse_work *work, uint32_t words) {
    static const uint8_t always[] = {DGM_PARSE_S0, DGM_PARSE_B0};
    int32_t sums[DGM_NET_BLOCK * HIDDEN];
    memset(work->known, 0, (size_t)words * PLACES);
    dgm_matrix_in(work->read + DGM_NET_WIDTH, words * DGM_NET_WIDTH, DGM_NET_LAST_SHIFT, DGM_NET_LAST_ZERO,
                  work->heard);
    for (uint32_t i = 0; i < words; i += DGM_NET_BLOCK)
        for (uint32_t p = 0; p < sizeof always; p++) {
            uint32_t count = dgm_net_block(words - i);
            const dgm_matrix *m = &net->places[always[p]];
            dgm_matrix_apply(m, work->heard + (size_t)i * DGM_NET_WIDTH, DGM_NET_WIDTH, count, sums);
            for (size_t k = 0; k < count; k++) {
                size_t at = (i + k) * PLACES + always[p];
                dgm_matrix_out(sums + k * HIDDEN, m->scale, HIDDEN, DGM_NET_LAST_SHIFT, work->said + at * HIDDEN);
                work->known[at] = 1;
            }
        }
}

static const int16_t *say(const dgm_parse_net *net, dgm_parse_work *work, int32_t word, uint32_t place) {
    size_t at = (size_t)word * PLACES + place;
    int16_t *said = work->said + at * HIDDEN;
    if (!work->known[at]) {
        int32_t sums[HIDDEN];
        const dgm_matrix *m = &net->places[place];
        dgm_matrix_apply(m, work->heard + (size_t)word * DGM_NET_WIDTH, 0, 1, sums);
        dgm_matrix_out(sums, m->scale, HIDDEN, DGM_NET_LAST_SHIFT, said);
        work->known[at] = 1;
    }
    return said;
}

void dgm_parse_net_look(const dgm_parse_net *net, dgm_parse_work *work, const dgm_parse_state *s,
                        uint8_t out[DGM_PARSE_HIDDEN]) {
    _Static_assert(HIDDEN == DGM_NET_WIDTH, "what a state says is as long as a word");
    dgm_parse_view view;
    dgm_parse_look(s, &view);
    const int16_t *rows[PLACES + sizeof view.rows / sizeof view.rows[0]];
    int16_t sum[HIDDEN];
    uint32_t count = 0;
    for (uint32_t i = 0; i < view.count; i++)
        rows[count++] = net->table + (size_t)view.rows[i] * HIDDEN;
    for (uint32_t i = 0; i < PLACES; i++)
        if (view.places[i] >= 0)
            rows[count++] = say(net, work, view.places[i], i);
    dgm_net_add_up(rows, count, sum);
    dgm_matrix_in(sum, HIDDEN, DGM_NET_LAST_SHIFT, 0, out);
}

void dgm_parse_net_actions(const dgm_parse_net *net, const uint8_t *hidden, int32_t scores[DGM_NET_TILE]) {
    dgm_matrix_apply(&net->action, hidden, 0, 1, scores);
    dgm_matrix_scores(scores, net->action.scale, DGM_ACTIONS, scores);
}

uint8_t dgm_parse_net_label(const dgm_parse_net *net, int action, const uint8_t *hidden,
                            int32_t scores[DGM_PARSE_LABELS]) {
    const dgm_matrix *label = &net->label[action == DGM_RIGHT];
    dgm_matrix_apply(label, hidden, 0, 1, scores);
    dgm_matrix_scores(scores, label->scale, DGM_PARSE_LABELS, scores);
    scores[0] = scores[DGM_REL_ROOT] = INT32_MIN;
    for (unsigned c = DGM_REL_COUNT; c < DGM_PARSE_LABELS; c++)
        scores[c] = INT32_MIN;
    return (uint8_t)dgm_net_best(scores, DGM_PARSE_LABELS);
}

void dgm_parse_net_words(const dgm_parse_net *net, dgm_parse_work *work, uint32_t n) {
    const uint32_t root = DGM_NET_ROOT;
    dgm_net_sum(&net->words, &root, 1, work->x + DGM_NET_WIDTH);
    for (uint32_t i = 0; i < n; i++)
        dgm_net_sum(&net->words, work->rows[i], DGM_PARSE_WORD_ROWS, work->x + ((size_t)i + 2) * DGM_NET_WIDTH);
    work->read = dgm_net_layers(&net->words, work->x, work->spare, n + 1);
    say_along(net, work, n + 1);
}
