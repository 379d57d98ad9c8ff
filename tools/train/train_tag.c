/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "narrow.h"
#include "train.h"

#define SEED 0x5eed0001u
#define RATE 2e-3f
#define DEPTH 3u /* layers: a word sees as many words on each side */

typedef struct network {
    encoder words;
    layer tags;
    float *scores;
    uint8_t (*right)[2]; /* xpos and upos of each row, 0: not to be learnt */
} network;

static void network_init(network *n, const vocabulary *v, uint32_t room, uint64_t *state) {
    encoder_init(&n->words, v, DEPTH, room, state);
    layer_init(&n->tags, WIDTH, DGM_TAG_SCORES, 0.1f, state);
    n->scores = floats((size_t)room * DGM_TAG_SCORES);
    n->right = need(calloc(room, sizeof *n->right));
}

static void network_done(network *n) {
    encoder_done(&n->words);
    layer_done(&n->tags);
    free(n->scores);
    free(n->right);
}

/* Puts a sentence into the batch. Seldom words act as unknown ones from time to time, so that the edges learn to do. */
static void add(network *n, const sentence *s, uint64_t *state) {
    const vocabulary *v = n->words.vocabulary;
    int how = chance(state) % 8 == 0 ? HEADLINE + (int)(chance(state) % 3) : AS_WRITTEN;
    char copy[256];
    encoder_sentence(&n->words);
    for (uint32_t i = 0; i < s->n; i++) {
        const word *w = &s->words[i];
        dgm_net_word net = how == AS_WRITTEN ? w->net : dgm_net_word_make(in_case(w->form, how, copy, sizeof copy));
        uint32_t row = how == AS_WRITTEN ? w->row : dgm_net_find(v->slots, v->bits, net.lower);
        const uint32_t rows[DGM_TAG_WORD_ROWS] = {chance_unit(state) < w->rare ? (uint32_t)DGM_NET_UNKNOWN : row,
                                                  net.suffix[0], net.suffix[1], net.prefix, net.shape};
        n->right[n->words.count][0] = w->xpos;
        n->right[n->words.count][1] = w->upos;
        encoder_word(&n->words, rows, DGM_TAG_WORD_ROWS);
    }
}

/* Scores become gradients. */
static void judge(network *n, course *c) {
    for (uint32_t r = 0; r < n->words.count; r++) {
        float *x = n->scores + (size_t)r * DGM_TAG_SCORES, keep[DGM_TAG_SCORES] = {0};
        if (n->right[r][0]) {
            memcpy(keep, x, DGM_XPOS_COUNT * sizeof *x);
            c->loss += softmax_loss(keep, DGM_XPOS_COUNT, n->right[r][0]);
            c->wrong += keep[n->right[r][0]] < -0.5f;
        }
        if (n->right[r][1]) {
            memcpy(keep + DGM_TAG_XPOS_SPACE, x + DGM_TAG_XPOS_SPACE, DGM_UPOS_COUNT * sizeof *x);
            c->loss += softmax_loss(keep + DGM_TAG_XPOS_SPACE, DGM_UPOS_COUNT, n->right[r][1]);
        }
        memcpy(x, keep, sizeof keep);
    }
}

static void show(network *n, course *c, const sentence **batch, uint32_t count) {
    uint32_t words = 0;
    encoder_start(&n->words);
    memset(n->right, 0, n->words.capacity * sizeof *n->right);
    for (uint32_t i = 0; i < count; i++) {
        add(n, batch[i], &c->state);
        words += batch[i]->n;
    }
    encoder_forward(&n->words);
    layer_turn(&n->tags);
    layer_forward(&n->tags, n->words.count, encoder_out(&n->words), WIDTH, n->scores);
    judge(n, c);
    layer_back(&n->tags, n->words.count, encoder_out(&n->words), WIDTH, n->scores, encoder_out_gradient(&n->words));
    encoder_back(&n->words);
    step s = course_step(c, RATE, words);
    encoder_step(&n->words, &s);
    layer_step(&n->tags, &s);
}

static void finish(const network *n, tagger *t) {
    dgm_error error = {0};
    FILE *f = need(open_memstream(&t->file.p, &t->file.n));
    encoder_write(&n->words, DGM_XPOS_COUNT * 100u + DGM_UPOS_COUNT, f);
    narrow_write_layer(&n->tags, 0, DGM_TAG_SCORES, DGM_NET_LAST_ZERO, f);
    if (fclose(f) != 0)
        stop("memory", "there is not enough");
    if (dgm_tag_net_open(t->file.p, t->file.n, "tag.net", &t->net, &error) != DGM_OK)
        stop("the tagger that was trained", error.what);
}

void tagger_train(tagger *t, const treebank *bank, const vocabulary *v, unsigned fold, unsigned folds,
                  unsigned epochs) {
    const sentence *batch[BATCH_WORDS];
    network n;
    course c;
    *t = (tagger){0};
    course_init(&c, bank, "tagger", fold, folds, epochs, SEED + fold);
    network_init(&n, v, course_room(bank), &c.state);
    for (uint32_t count; (count = course_batch(&c, batch, BATCH_WORDS)) > 0;)
        show(&n, &c, batch, count);
    finish(&n, t);
    network_done(&n);
    course_done(&c);
}

void tagger_done(tagger *t) { free(t->file.p); }

void tagger_read(const tagger *t, sentence *s) {
    uint8_t upos[DGM_TAG_MOST], xpos[DGM_TAG_MOST];
    dgm_arena *arena = need(dgm_arena_new((size_t)1 << 30));
    dgm_tag_work work;
    if (!dgm_tag_work_make(&work, arena, DGM_TAG_MOST))
        stop("memory", "there is not enough");
    for (uint32_t first = 0, n; first < s->n; first += n) {
        n = s->n - first < DGM_TAG_MOST ? s->n - first : DGM_TAG_MOST;
        for (uint32_t i = 0; i < n; i++)
            dgm_tag_net_word(&t->net, &work, i, &s->words[first + i].net);
        dgm_tag_net_read(&t->net, &work, n, upos, xpos);
        for (uint32_t i = 0; i < n; i++) {
            s->words[first + i].as_upos = upos[i];
            s->words[first + i].as_xpos = xpos[i];
        }
    }
    dgm_arena_free(arena);
}
