/* SPDX-License-Identifier: Apache-2.0 */
/* Greedy arc-hybrid parsing with a dynamic oracle (Goldberg and Nivre 2013): after the first twentieth of training
 * the parser learns in the states that its own choices lead to. Sentences whose tree is not projective are used as
 * they are: the oracle charges an action for the arcs that it makes unreachable. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "narrow.h"
#include "train.h"

#define SEED 0x5eed0002u
#define RATE 2e-3f
#define DEPTH 3u /* layers: a word sees as many words on each side */
#define NEVER 9999
#define HIDDEN DGM_PARSE_HIDDEN
#define PLACES DGM_PARSE_PLACES
enum { SAID = PLACES * HIDDEN }; /* numbers that a word says in all places */

typedef struct network {
    encoder words;
    layer places; /* a word's vector to the hidden numbers of each place */
    layer action, label[2];
    weights table;
    float *said, *dsaid;
    dgm_parse_state state;
    dgm_arena *arena;
} network;

static void network_init(network *n, const vocabulary *v, const treebank *bank, uint64_t *state) {
    uint32_t room = course_room(bank);
    n->arena = need(dgm_arena_new((size_t)1 << 30));
    if (!dgm_parse_state_make(&n->state, n->arena, bank->longest))
        stop("memory", "there is not enough");
    encoder_init(&n->words, v, DEPTH, room, state);
    layer_init(&n->places, WIDTH, SAID, sqrtf(1.0f / WIDTH), state);
    layer_init(&n->action, HIDDEN, GRAIN, 0.1f, state);
    layer_init(&n->label[0], HIDDEN, DGM_PARSE_LABELS, 0.1f, state);
    layer_init(&n->label[1], HIDDEN, DGM_PARSE_LABELS, 0.1f, state);
    weights_init(&n->table, (size_t)DGM_PARSE_ROWS * HIDDEN, 0.1f, state);
    n->said = floats((size_t)room * SAID);
    n->dsaid = floats((size_t)room * SAID);
}

static void network_done(network *n) {
    encoder_done(&n->words);
    layer_done(&n->places);
    layer_done(&n->action);
    layer_done(&n->label[0]);
    layer_done(&n->label[1]);
    weights_done(&n->table);
    free(n->said);
    free(n->dsaid);
    dgm_arena_free(n->arena);
}

/* How many gold arcs each action makes unreachable. */
static void costs(const dgm_parse_state *s, const sentence *gold, int cost[DGM_ACTIONS]) {
    const word *w = gold->words - 1; /* 1-based, as the state is */
    int32_t b0 = s->next, s0 = s->stack[s->depth - 1], s1 = s->depth > 1 ? s->stack[s->depth - 2] : -1;
    cost[DGM_SHIFT] = cost[DGM_LEFT] = cost[DGM_RIGHT] = NEVER;
    if (dgm_parse_legal(s, DGM_SHIFT)) {
        int lost = 0;
        for (int32_t i = 0; i < s->depth; i++) {
            int32_t x = s->stack[i];
            lost += x != 0 && i < s->depth - 1 && w[b0].head == x;
            lost += x != 0 && w[x].head == b0;
        }
        cost[DGM_SHIFT] = lost;
    }
    int below = 0; /* children of s0 that are still to be read */
    if (s0 > 0)
        for (int32_t i = b0; i <= s->n; i++)
            below += w[i].head == s0;
    if (dgm_parse_legal(s, DGM_LEFT))
        cost[DGM_LEFT] = below + (s1 >= 0 && w[s0].head == s1) + (w[s0].head > b0) + (w[s0].head == 0 && s1 != 0);
    if (dgm_parse_legal(s, DGM_RIGHT))
        cost[DGM_RIGHT] = below + (w[s0].head >= b0);
}

/* ---- one state -------------------------------------------------------------------------------------------------- */
typedef struct moment {
    dgm_parse_view view;
    const float *said;
    float *dsaid;
    float hidden[HIDDEN], dhidden[HIDDEN];
} moment;

static void look(const network *n, moment *m) {
    memset(m->hidden, 0, sizeof m->hidden);
    memset(m->dhidden, 0, sizeof m->dhidden);
    dgm_parse_look(&n->state, &m->view);
    for (uint32_t i = 0; i < m->view.count; i++)
        add_floats(m->hidden, n->table.w + (size_t)m->view.rows[i] * HIDDEN, HIDDEN);
    for (uint32_t i = 0; i < PLACES; i++)
        if (m->view.places[i] >= 0)
            add_floats(m->hidden, m->said + ((size_t)m->view.places[i] * PLACES + i) * HIDDEN, HIDDEN);
    for (uint32_t j = 0; j < HIDDEN; j++)
        m->hidden[j] = m->hidden[j] > 0 ? m->hidden[j] : 0;
}

static void back(network *n, moment *m) {
    for (uint32_t j = 0; j < HIDDEN; j++)
        m->dhidden[j] = m->hidden[j] > 0 ? m->dhidden[j] : 0;
    for (uint32_t i = 0; i < m->view.count; i++)
        add_floats(n->table.gradient + (size_t)m->view.rows[i] * HIDDEN, m->dhidden, HIDDEN);
    for (uint32_t i = 0; i < PLACES; i++)
        if (m->view.places[i] >= 0)
            add_floats(m->dsaid + ((size_t)m->view.places[i] * PLACES + i) * HIDDEN, m->dhidden, HIDDEN);
}

typedef struct choice {
    int predicted, right; /* best legal action, best action among the cheapest */
    int least;
} choice;

static choice choose(const dgm_parse_state *s, const int *cost, const float *scores) {
    choice c = {-1, -1, NEVER};
    for (int a = 0; a < DGM_ACTIONS; a++)
        c.least = cost[a] < c.least ? cost[a] : c.least;
    for (int a = 0; a < DGM_ACTIONS; a++) {
        if (!dgm_parse_legal(s, a))
            continue;
        if (c.predicted < 0 || scores[a] > scores[c.predicted])
            c.predicted = a;
        if (cost[a] == c.least && (c.right < 0 || scores[a] > scores[c.right]))
            c.right = a;
    }
    return c;
}

/* Several actions may be right: what is raised is their probability together. */
static choice learn_action(network *n, moment *m, course *c, const sentence *gold) {
    int cost[DGM_ACTIONS];
    float scores[GRAIN], p[GRAIN] = {0}, sum = 0, right = 0, most = -INFINITY;
    layer_forward(&n->action, 1, m->hidden, HIDDEN, scores);
    costs(&n->state, gold, cost);
    choice made = choose(&n->state, cost, scores);
    for (int a = 0; a < DGM_ACTIONS; a++)
        most = cost[a] != NEVER && scores[a] > most ? scores[a] : most;
    for (int a = 0; a < DGM_ACTIONS; a++) {
        p[a] = cost[a] == NEVER ? 0 : expf(scores[a] - most);
        sum += p[a];
        right += cost[a] == made.least ? p[a] : 0;
    }
    c->loss -= log((double)(right / sum) + 1e-9);
    c->wrong += cost[made.predicted] > made.least;
    for (int a = 0; a < DGM_ACTIONS; a++)
        p[a] = p[a] / sum - (cost[a] == made.least ? p[a] / (right + 1e-9f) : 0);
    layer_back(&n->action, 1, m->hidden, HIDDEN, p, m->dhidden);
    return made;
}

/* The relation that the network would give the arc of `action`; learnt when the arc is gold. */
static uint8_t learn_label(network *n, moment *m, course *c, const sentence *gold, int action) {
    const word *child = &gold->words[dgm_parse_child(&n->state) - 1];
    layer *l = &n->label[action == DGM_RIGHT];
    float scores[DGM_PARSE_LABELS];
    unsigned best = 1 + (DGM_REL_ROOT == 1);
    if (dgm_parse_parent(&n->state, action) == 0)
        return DGM_REL_ROOT;
    layer_forward(l, 1, m->hidden, HIDDEN, scores);
    for (unsigned i = best + 1; i < DGM_REL_COUNT; i++)
        best = i != DGM_REL_ROOT && scores[i] > scores[best] ? i : best;
    if (child->head == dgm_parse_parent(&n->state, action) && child->rel && child->rel != DGM_REL_ROOT) {
        scores[0] = scores[DGM_REL_ROOT] = -1e9f;
        c->loss += softmax_loss(scores, DGM_REL_COUNT, child->rel);
        memset(scores + DGM_REL_COUNT, 0, (DGM_PARSE_LABELS - DGM_REL_COUNT) * sizeof *scores);
        layer_back(l, 1, m->hidden, HIDDEN, scores, m->dhidden);
    }
    return (uint8_t)best;
}

static void learn(network *n, course *c, const sentence *gold, uint32_t root, bool explore) {
    moment m = {.said = n->said + (size_t)root * SAID, .dsaid = n->dsaid + (size_t)root * SAID};
    dgm_parse_start(&n->state, gold->n);
    while (!dgm_parse_done(&n->state)) {
        look(n, &m);
        choice made = learn_action(n, &m, c, gold);
        int action = explore && chance(&c->state) % 10 != 0 ? made.predicted : made.right;
        uint8_t rel = 0;
        for (int a = DGM_LEFT; a < DGM_ACTIONS; a++) {
            bool good = dgm_parse_legal(&n->state, a) &&
                        gold->words[dgm_parse_child(&n->state) - 1].head == dgm_parse_parent(&n->state, a);
            uint8_t found = good || a == action ? learn_label(n, &m, c, gold, a) : 0;
            rel = a == action ? found : rel;
        }
        back(n, &m);
        dgm_parse_apply(&n->state, action, rel);
    }
}

/* ---- batches ---------------------------------------------------------------------------------------------------- */
static uint32_t add(network *n, const sentence *s, uint64_t *state) {
    uint32_t root = encoder_sentence(&n->words);
    for (uint32_t i = 0; i < s->n; i++) {
        const word *w = &s->words[i];
        const uint32_t rows[DGM_PARSE_WORD_ROWS] = {chance_unit(state) < w->rare ? (uint32_t)DGM_NET_UNKNOWN : w->row,
                                                    w->net.suffix[0],
                                                    w->net.suffix[1],
                                                    w->net.prefix,
                                                    (uint32_t)DGM_NET_XPOS + w->as_xpos,
                                                    (uint32_t)DGM_NET_UPOS + w->as_upos};
        encoder_word(&n->words, rows, DGM_PARSE_WORD_ROWS);
    }
    return root;
}

static void update(network *n, course *c, uint32_t words) {
    step s = course_step(c, RATE, words);
    encoder_step(&n->words, &s);
    layer_step(&n->places, &s);
    layer_step(&n->action, &s);
    layer_step(&n->label[0], &s);
    layer_step(&n->label[1], &s);
    weights_step(&n->table, 0, n->table.n, &s);
}

static void show(network *n, course *c, const sentence **batch, uint32_t count) {
    uint32_t words = 0, roots[BATCH_WORDS];
    encoder_start(&n->words);
    for (uint32_t i = 0; i < count; i++) {
        roots[i] = add(n, batch[i], &c->state);
        words += batch[i]->n;
    }
    encoder_forward(&n->words);
    layer_turn(&n->places);
    layer_turn(&n->action);
    layer_turn(&n->label[0]);
    layer_turn(&n->label[1]);
    layer_forward(&n->places, n->words.count, encoder_out(&n->words), WIDTH, n->said);
    memset(n->dsaid, 0, (size_t)n->words.count * SAID * sizeof *n->dsaid);
    for (uint32_t i = 0; i < count; i++)
        learn(n, c, batch[i], roots[i], c->shown * 20 > c->words);
    layer_back(&n->places, n->words.count, encoder_out(&n->words), WIDTH, n->dsaid, encoder_out_gradient(&n->words));
    encoder_back(&n->words);
    update(n, c, words);
}

static void finish(const network *n, parser *p) {
    dgm_error error = {0};
    FILE *f = need(open_memstream(&p->file.p, &p->file.n));
    encoder_write(&n->words, DGM_REL_COUNT, f);
    for (uint32_t i = 0; i < PLACES; i++)
        narrow_write_layer(&n->places, i * HIDDEN, HIDDEN, DGM_NET_LAST_ZERO, f);
    narrow_write_layer(&n->action, 0, DGM_NET_TILE, 0, f);
    narrow_write_layer(&n->label[0], 0, DGM_PARSE_LABELS, 0, f);
    narrow_write_layer(&n->label[1], 0, DGM_PARSE_LABELS, 0, f);
    for (size_t i = 0; i < n->table.n; i++) {
        int16_t x = (int16_t)fixed(n->table.w[i], DGM_NET_BITS, DGM_NET_MOST);
        put(&x, sizeof x, 1, f);
    }
    if (fclose(f) != 0)
        stop("memory", "there is not enough");
    if (dgm_parse_net_open(p->file.p, p->file.n, "parse.net", &p->net, &error) != DGM_OK)
        stop("the parser that was trained", error.what);
}

void parser_train(parser *p, const treebank *bank, const vocabulary *v, unsigned epochs) {
    const sentence *batch[BATCH_WORDS];
    network n;
    course c;
    *p = (parser){0};
    course_init(&c, bank, "parser", 0, 0, epochs, SEED);
    network_init(&n, v, bank, &c.state);
    for (uint32_t count; (count = course_batch(&c, batch, BATCH_WORDS)) > 0;)
        show(&n, &c, batch, count);
    finish(&n, p);
    network_done(&n);
    course_done(&c);
}

void parser_done(parser *p) { free(p->file.p); }
