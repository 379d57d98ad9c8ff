/* SPDX-License-Identifier: Apache-2.0 */
/* The arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez and Satta 2011) and what the parser looks at. Reading and
 * training (tools/train) share this code.
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
#include "base/linear.h"

enum { DGM_SHIFT, DGM_LEFT, DGM_RIGHT, DGM_ACTIONS };

typedef struct dgm_parse_word {
    uint64_t word; /* hash of the lower-case form */
    uint64_t tag;  /* of both tags */
} dgm_parse_word;

/* `lower` is room for the lower-case form; longer words are cut. */
dgm_parse_word dgm_parse_word_make(dgm_str form, unsigned upos, unsigned xpos, char *lower, uint32_t cap);

/* Arrays of n + 1 entries; index 0 is the root. −1: none. */
typedef struct dgm_parse_state {
    const dgm_parse_word *words;
    int32_t n, depth, next; /* words, height of the stack, b0 */
    int32_t *stack, *head;
    int32_t *left, *left2, *right, *right2; /* outermost and second outermost children on each side */
    uint8_t *rel, *lefts, *rights;          /* label; numbers of children, cut at 255 */
} dgm_parse_state;

bool dgm_parse_state_make(dgm_parse_state *s, dgm_arena *arena, uint32_t capacity); /* for up to `capacity` words */
void dgm_parse_start(dgm_parse_state *s, const dgm_parse_word *words, uint32_t n);
static inline bool dgm_parse_done(const dgm_parse_state *s) { return s->depth == 1 && s->next > s->n; }
bool dgm_parse_legal(const dgm_parse_state *s, int action);
void dgm_parse_apply(dgm_parse_state *s, int action, uint8_t rel);
/* The words that `action` (LEFT or RIGHT) would join. */
static inline int32_t dgm_parse_child(const dgm_parse_state *s) { return s->stack[s->depth - 1]; }
static inline int32_t dgm_parse_parent(const dgm_parse_state *s, int action) {
    return action == DGM_LEFT ? s->next : s->stack[s->depth - 2];
}

uint32_t dgm_parse_features_action(const dgm_parse_state *s, uint64_t *out);
uint32_t dgm_parse_features_label(const dgm_parse_state *s, int action, uint64_t *out);

#endif
