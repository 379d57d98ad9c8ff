/* SPDX-License-Identifier: Apache-2.0 */
/* Greedy arc-hybrid parsing with a dynamic oracle (Goldberg and Nivre 2013): after the first epoch the parser is trained
 * in the states that its own choices lead to. Sentences whose tree is not projective are used as they are: the oracle
 * charges an action for the arcs that it makes unreachable. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parse/transition.h"
#include "train.h"

#define SEED 0x5eed0002u
#define NEVER 9999

static void look(const sentence *s, dgm_parse_word *out) {
    char lower[256];
    out[0] = (dgm_parse_word){777, 778};
    for (uint32_t i = 0; i < s->n; i++)
        out[i + 1] =
            dgm_parse_word_make(s->words[i].form, s->words[i].as_upos, s->words[i].as_xpos, lower, sizeof lower);
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

typedef struct pair {
    int predicted, right; /* best legal action, best action among the cheapest */
    bool wrong;
} pair;

static pair choose(const dgm_parse_state *s, const int *cost, const float *scores) {
    pair p = {-1, -1, false};
    int least = NEVER;
    for (int a = 0; a < DGM_ACTIONS; a++)
        least = cost[a] < least ? cost[a] : least;
    for (int a = 0; a < DGM_ACTIONS; a++) {
        if (!dgm_parse_legal(s, a))
            continue;
        if (p.predicted < 0 || scores[a] > scores[p.predicted])
            p.predicted = a;
        if (cost[a] == least && (p.right < 0 || scores[a] > scores[p.right]))
            p.right = a;
    }
    p.wrong = p.predicted >= 0 && cost[p.predicted] > least;
    return p;
}

static uint8_t learn_label(parser *p, const dgm_parse_state *s, const sentence *gold, int action) {
    uint64_t f[DGM_LINEAR_FEATURES];
    float scores[DGM_LINEAR_CLASSES];
    const word *child = &gold->words[dgm_parse_child(s) - 1];
    uint32_t k = dgm_parse_features_label(s, action, f);
    perceptron_score(&p->label, f, k, scores);
    unsigned best = best_class(scores, p->label.classes);
    if (child->head == dgm_parse_parent(s, action) && best != child->rel && child->rel)
        perceptron_update(&p->label, f, k, child->rel, best);
    return (uint8_t)best;
}

static uint32_t show(parser *p, const sentence *gold, dgm_parse_state *s, dgm_parse_word *words, bool explore,
                     uint64_t *state) {
    uint64_t f[DGM_LINEAR_FEATURES];
    float scores[DGM_LINEAR_CLASSES];
    int cost[DGM_ACTIONS];
    uint32_t errors = 0;
    look(gold, words);
    dgm_parse_start(s, words, gold->n);
    while (!dgm_parse_done(s)) {
        costs(s, gold, cost);
        uint32_t k = dgm_parse_features_action(s, f);
        perceptron_score(&p->action, f, k, scores);
        pair c = choose(s, cost, scores);
        if (c.wrong) {
            perceptron_update(&p->action, f, k, (unsigned)c.right, (unsigned)c.predicted);
            errors++;
        }
        int action = explore && chance(state) % 10 != 0 ? c.predicted : c.right;
        dgm_parse_apply(s, action, action == DGM_SHIFT ? 0 : learn_label(p, s, gold, action));
    }
    perceptron_tick(&p->action);
    perceptron_tick(&p->label);
    return errors;
}

static uint32_t longest(const treebank *bank) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < bank->count; i++)
        n = bank->sentences[i].n > n ? bank->sentences[i].n : n;
    return n;
}

void parser_train(parser *p, const treebank *bank, unsigned epochs, uint32_t bits) {
    uint64_t state = SEED;
    uint32_t n = 0, *order = need(malloc(2 * (size_t)bank->count * sizeof *order)), most = longest(bank);
    dgm_arena *arena = need(dgm_arena_new((size_t)1 << 30));
    dgm_parse_word *words = need(DGM_NEWS(arena, dgm_parse_word, most + 1));
    dgm_parse_state s;
    if (!dgm_parse_state_make(&s, arena, most))
        stop("memory", "there is not enough");
    perceptron_init(&p->action, DGM_ACTIONS, bits);
    perceptron_init(&p->label, DGM_REL_COUNT, bits - 3);
    for (uint32_t i = 0; i < bank->count; i++) {
        order[n++] = i;
        if (bank->sentences[i].gold)
            order[n++] = i;
    }
    for (unsigned e = 0; e < epochs; e++) {
        uint64_t errors = 0;
        shuffle(order, n, &state);
        for (uint32_t i = 0; i < n; i++)
            errors += show(p, &bank->sentences[order[i]], &s, words, e > 0, &state);
        fprintf(stderr, "parser: epoch %u, %.3f%% wrong actions a word\n", e + 1,
                100.0 * (double)errors / (double)bank->words);
    }
    perceptron_finish(&p->action, 1);
    perceptron_finish(&p->label, 3);
    dgm_arena_free(arena);
    free(order);
}

void parser_done(parser *p) {
    perceptron_done(&p->action);
    perceptron_done(&p->label);
}

static void parse(const parser *p, const sentence *gold, dgm_parse_state *s, dgm_parse_word *words) {
    uint64_t f[DGM_LINEAR_FEATURES];
    float scores[DGM_LINEAR_CLASSES];
    const int free_of_charge[DGM_ACTIONS] = {0, 0, 0};
    look(gold, words);
    dgm_parse_start(s, words, gold->n);
    while (!dgm_parse_done(s)) {
        perceptron_score(&p->action, f, dgm_parse_features_action(s, f), scores);
        int action = choose(s, free_of_charge, scores).predicted;
        uint8_t rel = 0;
        if (action != DGM_SHIFT) {
            perceptron_score(&p->label, f, dgm_parse_features_label(s, action, f), scores);
            rel = (uint8_t)best_class(scores, p->label.classes);
        }
        dgm_parse_apply(s, action, rel);
    }
}

void measure(const tagger *t, const parser *p, treebank *test, const char *name) {
    uint64_t heads = 0, both = 0, xpos = 0, upos = 0;
    uint32_t most = longest(test);
    dgm_arena *arena = need(dgm_arena_new((size_t)1 << 30));
    dgm_parse_word *words = need(DGM_NEWS(arena, dgm_parse_word, most + 1));
    dgm_parse_state s;
    if (!dgm_parse_state_make(&s, arena, most))
        stop("memory", "there is not enough");
    for (uint32_t i = 0; i < test->count; i++) {
        sentence *gold = &test->sentences[i];
        tagger_read(t, gold);
        if (p)
            parse(p, gold, &s, words);
        for (uint32_t j = 0; j < gold->n; j++) {
            const word *w = &gold->words[j];
            xpos += w->as_xpos == w->xpos;
            upos += w->as_upos == w->upos;
            bool head = p && s.head[j + 1] == w->head;
            heads += head;
            both += head && s.rel[j + 1] == w->rel;
        }
    }
    double n = (double)test->words / 100;
    printf("%-12s UPOS %.2f  XPOS %.2f  UAS %.2f  LAS %.2f  (%u sentences, %.0f words)\n", name, (double)upos / n,
           (double)xpos / n, (double)heads / n, (double)both / n, test->count, (double)test->words);
    dgm_arena_free(arena);
}
