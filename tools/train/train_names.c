/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "narrow.h"
#include "train.h"

#define SEED 0x5eed0003u
#define RATE 2e-3f
#define DEPTH 2u /* layers: a word sees as many words on each side */

/* How often a word hides its form, what the lexicon knows of it, one bit of that: names are to be found by what stands
 * around them and by their shape, too. Labels that came from the lexicon must be learnt without it. */
typedef struct hiding {
    float form, known, bit;
} hiding;
static const hiding annotated = {0.2f, 0.15f, 0.1f}, distant = {0.5f, 0.6f, 0.3f};

#define DISGUISED 16u /* one in so many words of persons and bodies looks like a place to the lexicon */
#define RECASED 16u   /* one in so many sentences is shown in capitals or as a headline */

typedef struct network {
    encoder words;
    layer labels;
    float *scores;
    uint8_t *right;
} network;

static void network_init(network *n, const vocabulary *v, uint32_t room, uint64_t *state) {
    encoder_init(&n->words, v, DEPTH, room, state);
    layer_init(&n->labels, WIDTH, DGM_NAME_SCORES, 0.1f, state);
    n->scores = floats((size_t)room * DGM_NAME_SCORES);
    n->right = need(calloc(room, sizeof *n->right));
}

static void network_done(network *n) {
    encoder_done(&n->words);
    layer_done(&n->labels);
    free(n->scores);
    free(n->right);
}

/* "Jordan Henderson", "Georgia Tech": what the lexicon takes for a place is often a part of another name, but too seldom in the
 * little text there is to be learnt from it. */
static bool disguise(const word *w, uint64_t *known, uint64_t *state) {
    static const unsigned kinds[] = {DGM_FOUND_COUNTRY, DGM_FOUND_CAPITAL, DGM_FOUND_PLACE, DGM_FOUND_REGION};
    if (!w->name || w->name == NAME_UNSURE || w->known >> DGM_KNOWN_BODY & 1 || chance(state) % DISGUISED)
        return false;
    dgm_name_class class = dgm_name_class_of(w->name);
    if ((class != DGM_NAME_PERSON && class != DGM_NAME_ORGANIZATION) || w->name == DGM_NAME_LABEL(class, DGM_NAME_ONLY))
        return false;
    *known &= (uint64_t)1 << DGM_KNOWN_FORENAME | (uint64_t)1 << DGM_KNOWN_SURNAME;
    *known |= (uint64_t)1 << (DGM_KNOWN_FIRST + kinds[chance(state) % (sizeof kinds / sizeof kinds[0])]);
    return true;
}

static void add(network *n, const sentence *s, uint64_t *state) {
    const hiding *h = s->gold ? &annotated : &distant;
    const vocabulary *v = n->words.vocabulary;
    bool all_hidden = chance_unit(state) < h->known;
    int how = chance(state) % RECASED == 0 ? HEADLINE + (int)(chance(state) % 2) : AS_WRITTEN;
    char recased[256];
    encoder_sentence(&n->words);
    for (uint32_t i = 0; i < s->n; i++) {
        const word *w = &s->words[i];
        uint32_t rows[DGM_NAME_ROWS], row = w->row;
        uint64_t known = all_hidden ? 0 : w->known;
        dgm_net_word net = w->net;
        if (how != AS_WRITTEN) {
            net = dgm_net_word_make(in_case(w->form, how, recased, sizeof recased));
            row = dgm_net_find(v->slots, v->bits, net.lower);
        }
        if (chance_unit(state) < (w->name ? fmaxf(h->form, w->rare) : w->rare))
            row = DGM_NET_UNKNOWN;
        for (uint64_t rest = known; rest; rest &= rest - 1)
            if (chance_unit(state) < h->bit)
                known &= ~(rest & -rest);
        if (disguise(w, &known, state))
            row = DGM_NET_UNKNOWN;
        n->right[n->words.count] = w->name;
        encoder_word(&n->words, rows, dgm_name_net_rows(net, row, w->as_upos, known, rows));
    }
}

/* Scores become gradients. */
static void judge(network *n, course *c) {
    for (uint32_t r = 0; r < n->words.count; r++) {
        float *x = n->scores + (size_t)r * DGM_NAME_SCORES;
        memset(x + DGM_NAME_LABELS, 0, (DGM_NAME_SCORES - DGM_NAME_LABELS) * sizeof *x);
        if (n->right[r] == NAME_UNSURE || n->words.used_count[r] < 2) { /* not to be learnt; no word */
            memset(x, 0, DGM_NAME_LABELS * sizeof *x);
            continue;
        }
        c->loss += softmax_loss(x, DGM_NAME_LABELS, n->right[r]);
        c->wrong += x[n->right[r]] < -0.5f;
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
    layer_turn(&n->labels);
    layer_forward(&n->labels, n->words.count, encoder_out(&n->words), WIDTH, n->scores);
    judge(n, c);
    layer_back(&n->labels, n->words.count, encoder_out(&n->words), WIDTH, n->scores, encoder_out_gradient(&n->words));
    encoder_back(&n->words);
    step s = course_step(c, RATE, words);
    encoder_step(&n->words, &s);
    layer_step(&n->labels, &s);
}

static void finish(const network *n, namer *t) {
    dgm_error error = {0};
    FILE *f = need(open_memstream(&t->file.p, &t->file.n));
    encoder_write(&n->words, DGM_NAME_LABELS * 100u + DGM_KNOWN_COUNT, f);
    narrow_write_layer(&n->labels, 0, DGM_NAME_SCORES, DGM_NET_LAST_ZERO, f);
    if (fclose(f) != 0)
        stop("memory", "there is not enough");
    if (dgm_name_net_open(t->file.p, t->file.n, "names.net", &t->net, &error) != DGM_OK)
        stop("the name finder that was trained", error.what);
}

void namer_train(namer *t, const treebank *bank, const vocabulary *v, const float *vectors, unsigned epochs) {
    const sentence *batch[BATCH_WORDS];
    network n;
    course c;
    *t = (namer){0};
    course_init(&c, bank, "names", 0, 0, epochs, SEED);
    network_init(&n, v, course_room(bank), &c.state);
    memcpy(n.words.rows.w + (size_t)DGM_NET_WORDS * WIDTH, vectors + (size_t)DGM_NET_WORDS * WIDTH,
           (size_t)(v->rows - DGM_NET_WORDS) * WIDTH * sizeof *vectors);
    for (uint32_t count; (count = course_batch(&c, batch, BATCH_WORDS)) > 0;)
        show(&n, &c, batch, count);
    finish(&n, t);
    network_done(&n);
    course_done(&c);
}

void namer_done(namer *t) { free(t->file.p); }

void namer_read(const namer *t, const sentence *s, uint8_t *labels) {
    dgm_arena *arena = need(dgm_arena_new((size_t)1 << 30));
    dgm_name_work work;
    if (!dgm_name_work_make(&work, arena, DGM_NAME_MOST))
        stop("memory", "there is not enough");
    for (uint32_t first = 0, n; first < s->n; first += n) {
        n = s->n - first < DGM_NAME_MOST ? s->n - first : DGM_NAME_MOST;
        for (uint32_t i = 0; i < n; i++) {
            const word *w = &s->words[first + i];
            dgm_name_net_word(&t->net, &work, i, &w->net, w->as_upos, w->known);
        }
        dgm_name_net_read(&t->net, &work, n, first == 0, labels + first);
    }
    dgm_arena_free(arena);
}
