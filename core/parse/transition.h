/* SPDX-License-Identifier: Apache-2.0 */
/* The arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez and Satta 2011), and what the parser looks at in a
 * state. Reading and training (tools/train) share this code.
 *
 *   stack … s1 s0 | b0 b1 …      word 0 is the root of the tree and stands at the bottom of the stack
 *   SHIFT   b0 goes onto the stack
 *   LEFT    s0 becomes a child of b0 and leaves the stack
 *   RIGHT   s0 becomes a child of s1 and leaves the stack
 *
 * A word becomes a child of 0 only when nothing is left to read, so that every sentence has one root. */
#ifndef DGM_PARSE_TRANSITION_H
#define DGM_PARSE_TRANSITION_H

#include "base/arena.h"

enum { DGM_SHIFT, DGM_LEFT, DGM_RIGHT, DGM_ACTIONS };

/* Arrays of n + 1 entries; index 0 is the root. −1: none. */
typedef struct dgm_parse_state {
    int32_t n, depth, next; /* words, height of the stack, b0 */
    int32_t *stack, *head;
    int32_t *left, *left2, *right, *right2; /* outermost and second outermost children on each side */
    uint8_t *rel, *lefts, *rights;          /* label; numbers of children, cut at 255 */
} dgm_parse_state;

bool dgm_parse_state_make(dgm_parse_state *s, dgm_arena *arena, uint32_t capacity); /* for up to `capacity` words */
void dgm_parse_start(dgm_parse_state *s, uint32_t n);
void dgm_parse_copy(dgm_parse_state *to, const dgm_parse_state *from); /* `to` has room for as many words */
static inline bool dgm_parse_done(const dgm_parse_state *s) { return s->depth == 1 && s->next > s->n; }
bool dgm_parse_legal(const dgm_parse_state *s, int action);
void dgm_parse_apply(dgm_parse_state *s, int action, uint8_t rel);
/* The words that `action` (LEFT or RIGHT) would join. */
static inline int32_t dgm_parse_child(const dgm_parse_state *s) { return s->stack[s->depth - 1]; }
static inline int32_t dgm_parse_parent(const dgm_parse_state *s, int action) {
    return action == DGM_LEFT ? s->next : s->stack[s->depth - 2];
}

/* Words that the parser looks at: on the stack, on the buffer, and their outermost children. */
enum {
    DGM_PARSE_S0,
    DGM_PARSE_S1,
    DGM_PARSE_S2,
    DGM_PARSE_B0,
    DGM_PARSE_S0_LEFT,
    DGM_PARSE_S0_RIGHT,
    DGM_PARSE_S1_LEFT,
    DGM_PARSE_S1_RIGHT,
    DGM_PARSE_B0_LEFT,
    DGM_PARSE_S0_RIGHT2,
    DGM_PARSE_PLACES
};
/* What else it sees, each a row of a table: labels of children, distances, numbers of children, places that are
 * empty. */
#define DGM_PARSE_LABELS 64u
enum {
    DGM_PARSE_ALWAYS,
    DGM_PARSE_LABEL, /* six children of above, and b0's second */
    DGM_PARSE_NEAR = DGM_PARSE_LABEL + 7 * 64,
    DGM_PARSE_FAR = DGM_PARSE_NEAR + 12,
    DGM_PARSE_VALENCY = DGM_PARSE_FAR + 12,
    DGM_PARSE_EMPTY = DGM_PARSE_VALENCY + 5 * 8,
    DGM_PARSE_ROWS = DGM_PARSE_EMPTY + DGM_PARSE_PLACES
};

typedef struct dgm_parse_view {
    int32_t places[DGM_PARSE_PLACES]; /* words, −1: none */
    uint32_t rows[32], count;
} dgm_parse_view;
void dgm_parse_look(const dgm_parse_state *s, dgm_parse_view *view);
/* Do both look the same and have the same words on the stack? */
bool dgm_parse_alike(const dgm_parse_state *a, const dgm_parse_state *b);

#endif
