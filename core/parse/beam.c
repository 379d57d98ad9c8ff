/* SPDX-License-Identifier: Apache-2.0 */
/* Which actions are taken. Where the best one is ahead of all others it is taken, and nothing else is computed. Where
 * it is not, a few trees (DGM_PARSE_BEAM) are followed side by side until one is far behind the best or has become
 * like a better one; what has made a tree less probable in the end shows only some words later. All trees have the
 * same number of actions, so their probabilities can be compared at every step.
 *
 * Probabilities are logarithms in whole numbers, a little rough, the same on every machine. */
#include <string.h>

#include "doc/doc.h"
#include "parse/net.h"

#define BEAM DGM_PARSE_BEAM
#define ONE ((int64_t)1 << DGM_PARSE_SCORE_BITS)
#define DOUBT (2 * ONE)   /* an action is considered when it is as little behind the best (e^2: 7 to 1) */
#define BEHIND (2 * ONE)  /* a tree is given up when it is farther behind the best tree */
#define LABEL_WEIGHT 2    /* how much a relation's logarithm counts: its arc is wrong more often than it says */
#define FORGET (12 * ONE) /* what is so far behind adds nothing to a sum of probabilities */
#define LOG2_E 94548      /* log2(e), 16 bits after the point */
#define LN_2 45426        /* ln(2), 16 bits after the point */

typedef struct candidate {
    uint32_t from; /* tree of the beam */
    int action;
    uint8_t rel;
    int64_t score;
} candidate;

typedef struct beam {
    dgm_parse_state *tree[BEAM];
    int64_t score[BEAM];
    uint32_t count;
    dgm_parse_state *spare[DGM_PARSE_STATES];
    uint32_t spares;
    candidate candidates[BEAM * DGM_ACTIONS];
    uint32_t candidate_count;
} beam;

/* e^-behind, 16 bits after the point, for 0 ≤ behind ≤ FORGET: 2^-f is a parabola through three of its points. */
static int64_t falling(int64_t behind) {
    int64_t x = (behind * LOG2_E) >> DGM_PARSE_SCORE_BITS, f = x & 0xFFFF;
    return (65536 - f / 2 - ((f * (65536 - f)) >> 16) * 11246 / 65536) >> (x >> 16);
}

/* ln(sum), as scores are, for sum ≥ 1 with 16 bits after the point. */
static int64_t logarithm(int64_t sum) {
    int whole = 0;
    while (sum >> whole >= 131072)
        whole++;
    int64_t f = (sum >> whole) - 65536, log2 = ((int64_t)whole << 16) + f + ((f * (65536 - f)) >> 16) * 22271 / 65536;
    return (log2 * LN_2) >> (32 - DGM_PARSE_SCORE_BITS);
}

/* Logarithm of the share of all that the best of the scores has. */
static int64_t share_of_best(const int32_t *scores, uint32_t n, int32_t best) {
    int64_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        if (best - (int64_t)scores[i] <= FORGET)
            sum += falling(best - (int64_t)scores[i]);
    return -logarithm(sum);
}

/* Scores of what is not legal become the least; returns the best action. */
static int legal_actions(const dgm_parse_net *net, const dgm_parse_state *s, const uint8_t *hidden,
                         int32_t scores[DGM_NET_TILE]) {
    int best = -1;
    dgm_parse_net_actions(net, hidden, scores);
    for (int a = 0; a < DGM_ACTIONS; a++)
        if (!dgm_parse_legal(s, a))
            scores[a] = INT32_MIN;
        else if (best < 0 || scores[a] > scores[best])
            best = a;
    return best;
}

static bool in_doubt(const int32_t *scores, int best, int action) {
    return action != best && scores[action] != INT32_MIN && (int64_t)scores[best] - scores[action] <= DOUBT;
}

/* Adds one candidate; `score`: its tree's with the action's own. With `sure` nothing is compared with it. */
static void consider(const dgm_parse_net *net, beam *b, const uint8_t *hidden, candidate c, bool sure) {
    int32_t scores[DGM_PARSE_LABELS];
    if (c.action != DGM_SHIFT && dgm_parse_parent(b->tree[c.from], c.action) == 0)
        c.rel = DGM_REL_ROOT;
    else if (c.action != DGM_SHIFT) {
        c.rel = dgm_parse_net_label(net, c.action, hidden, scores);
        c.score += sure ? 0 : LABEL_WEIGHT * share_of_best(scores, DGM_REL_COUNT, scores[c.rel]);
    }
    uint32_t at = b->candidate_count++;
    for (; at > 0 && b->candidates[at - 1].score < c.score; at--)
        b->candidates[at] = b->candidates[at - 1];
    b->candidates[at] = c;
}

static void look(const dgm_parse_net *net, dgm_parse_work *work, beam *b, uint32_t from) {
    uint8_t hidden[DGM_PARSE_HIDDEN];
    int32_t scores[DGM_NET_TILE];
    dgm_parse_net_look(net, work, b->tree[from], hidden);
    int best = legal_actions(net, b->tree[from], hidden, scores);
    bool sure = b->count == 1;
    for (int a = 0; a < DGM_ACTIONS; a++)
        sure = sure && !in_doubt(scores, best, a);
    int64_t score = b->score[from] + (sure ? 0 : share_of_best(scores, DGM_ACTIONS, scores[best]));
    for (int a = 0; a < DGM_ACTIONS; a++)
        if (a == best || in_doubt(scores, best, a))
            consider(net, b, hidden,
                     (candidate){.from = from, .action = a, .score = score - ((int64_t)scores[best] - scores[a])},
                     sure);
}

/* A tree is copied for each candidate but its last one. */
static dgm_parse_state *take(beam *b, dgm_parse_state *const *trees, uint32_t *uses, uint32_t from) {
    if (--uses[from] == 0)
        return trees[from];
    dgm_parse_state *to = b->spare[--b->spares];
    dgm_parse_copy(to, trees[from]);
    return to;
}

static bool like_a_better_one(const beam *b, const dgm_parse_state *s) {
    for (uint32_t i = 0; i < b->count; i++)
        if (dgm_parse_alike(b->tree[i], s))
            return true;
    return false;
}

/* The best candidates become the trees. */
static void go_on(beam *b) {
    dgm_parse_state *trees[BEAM];
    uint32_t uses[BEAM] = {0}, count = b->count, taken = 0;
    memcpy(trees, b->tree, sizeof trees);
    while (taken < b->candidate_count && taken < BEAM && b->candidates[0].score - b->candidates[taken].score <= BEHIND)
        uses[b->candidates[taken++].from]++;
    for (uint32_t i = 0; i < count; i++)
        if (uses[i] == 0)
            b->spare[b->spares++] = trees[i];
    b->count = 0;
    for (uint32_t i = 0; i < taken; i++) {
        const candidate *c = &b->candidates[i];
        dgm_parse_state *s = take(b, trees, uses, c->from);
        dgm_parse_apply(s, c->action, c->rel);
        if (like_a_better_one(b, s)) {
            b->spare[b->spares++] = s;
            continue;
        }
        b->tree[b->count] = s;
        b->score[b->count++] = c->score;
    }
}

void dgm_parse_net_read(const dgm_parse_net *net, dgm_parse_work *work, uint32_t n) {
    beam b = {.count = 1};
    dgm_parse_net_words(net, work, n);
    b.tree[0] = &work->states[0];
    for (uint32_t i = 1; i < DGM_PARSE_STATES; i++)
        b.spare[b.spares++] = &work->states[i];
    dgm_parse_start(b.tree[0], n);
    while (!dgm_parse_done(b.tree[0])) {
        b.candidate_count = 0;
        for (uint32_t i = 0; i < b.count; i++)
            look(net, work, &b, i);
        go_on(&b);
    }
    work->tree = b.tree[0];
}
