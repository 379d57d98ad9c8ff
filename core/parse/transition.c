/* SPDX-License-Identifier: Apache-2.0 */
#include "parse/transition.h"

#include <string.h>

bool dgm_parse_state_make(dgm_parse_state *s, dgm_arena *arena, uint32_t capacity) {
    size_t n = (size_t)capacity + 2;
    *s = (dgm_parse_state){0};
    int32_t **arrays[] = {&s->stack, &s->head, &s->left, &s->left2, &s->right, &s->right2};
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        if (!(*arrays[i] = DGM_UNSET(arena, int32_t, n)))
            return false;
    s->rel = DGM_UNSET(arena, uint8_t, n);
    s->lefts = DGM_UNSET(arena, uint8_t, n);
    s->rights = DGM_UNSET(arena, uint8_t, n);
    return s->rel && s->lefts && s->rights;
}

void dgm_parse_start(dgm_parse_state *s, uint32_t n) {
    size_t bytes = ((size_t)n + 1) * sizeof(int32_t);
    s->n = (int32_t)n;
    s->depth = 1;
    s->next = 1;
    s->stack[0] = 0;
    int32_t *arrays[] = {s->head, s->left, s->left2, s->right, s->right2};
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        memset(arrays[i], 0xFF, bytes);
    memset(s->rel, 0, (size_t)n + 1);
    memset(s->lefts, 0, (size_t)n + 1);
    memset(s->rights, 0, (size_t)n + 1);
}

void dgm_parse_copy(dgm_parse_state *to, const dgm_parse_state *from) {
    size_t n = (size_t)from->n + 1;
    int32_t *arrays[][2] = {{to->head, from->head},   {to->left, from->left},     {to->left2, from->left2},
                            {to->right, from->right}, {to->right2, from->right2}, {to->stack, from->stack}};
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        memcpy(arrays[i][0], arrays[i][1], n * sizeof(int32_t));
    memcpy(to->rel, from->rel, n);
    memcpy(to->lefts, from->lefts, n);
    memcpy(to->rights, from->rights, n);
    to->n = from->n;
    to->depth = from->depth;
    to->next = from->next;
}

bool dgm_parse_legal(const dgm_parse_state *s, int action) {
    if (action == DGM_SHIFT)
        return s->next <= s->n;
    if (s->depth < 2)
        return false;
    return action == DGM_LEFT ? s->next <= s->n : s->stack[s->depth - 2] != 0 || s->next > s->n;
}

static void attach(dgm_parse_state *s, int32_t parent, int32_t child, uint8_t rel) {
    s->head[child] = parent;
    s->rel[child] = rel;
    if (child < parent) {
        s->left2[parent] = s->left[parent];
        s->left[parent] = child;
        s->lefts[parent] = (uint8_t)(s->lefts[parent] + (s->lefts[parent] < 255));
    } else {
        s->right2[parent] = s->right[parent];
        s->right[parent] = child;
        s->rights[parent] = (uint8_t)(s->rights[parent] + (s->rights[parent] < 255));
    }
}

void dgm_parse_apply(dgm_parse_state *s, int action, uint8_t rel) {
    if (action == DGM_SHIFT) {
        s->stack[s->depth++] = s->next++;
        return;
    }
    attach(s, dgm_parse_parent(s, action), dgm_parse_child(s), rel);
    s->depth--;
}

static int32_t child(const int32_t *children, int32_t i) { return i >= 0 ? children[i] : -1; }

static uint32_t distance(int32_t from, int32_t to) {
    int32_t d = from > 0 && to > 0 ? to - from : 0;
    return d > 10 ? 8 : d > 6 ? 7 : d > 4 ? 6 : d > 0 ? (uint32_t)d : 0;
}

static void see(dgm_parse_view *view, uint32_t row) { view->rows[view->count++] = row; }

static void see_label(const dgm_parse_state *s, dgm_parse_view *view, uint32_t which, int32_t i) {
    if (i >= 0)
        see(view, DGM_PARSE_LABEL + DGM_PARSE_LABELS * which + s->rel[i]);
}

static void see_count(dgm_parse_view *view, uint32_t which, const uint8_t *counts, int32_t i) {
    if (i >= 0)
        see(view, DGM_PARSE_VALENCY + 8 * which + (counts[i] < 6 ? counts[i] : 6));
}

void dgm_parse_look(const dgm_parse_state *s, dgm_parse_view *view) {
    int32_t s0 = s->stack[s->depth - 1], s1 = s->depth > 1 ? s->stack[s->depth - 2] : -1,
            s2 = s->depth > 2 ? s->stack[s->depth - 3] : -1, b0 = s->next <= s->n ? s->next : -1;
    const int32_t places[DGM_PARSE_PLACES] = {s0,
                                              s1,
                                              s2,
                                              b0,
                                              child(s->left, s0),
                                              child(s->right, s0),
                                              child(s->left, s1),
                                              child(s->right, s1),
                                              child(s->left, b0),
                                              child(s->right2, s0)};
    memcpy(view->places, places, sizeof places);
    view->count = 0;
    see(view, DGM_PARSE_ALWAYS);
    for (uint32_t i = DGM_PARSE_S0_LEFT; i < DGM_PARSE_PLACES; i++)
        see_label(s, view, i - DGM_PARSE_S0_LEFT, places[i]);
    see_label(s, view, 6, child(s->left2, b0));
    see(view, DGM_PARSE_NEAR + distance(s0, b0));
    see(view, DGM_PARSE_FAR + distance(s1, s0));
    see_count(view, 0, s->lefts, s0);
    see_count(view, 1, s->rights, s0);
    see_count(view, 2, s->lefts, s1);
    see_count(view, 3, s->rights, s1);
    see_count(view, 4, s->lefts, b0);
    for (uint32_t i = 0; i < DGM_PARSE_PLACES; i++)
        if (places[i] < 0)
            see(view, DGM_PARSE_EMPTY + i);
}

bool dgm_parse_alike(const dgm_parse_state *a, const dgm_parse_state *b) {
    dgm_parse_view x, y;
    if (a->depth != b->depth || a->next != b->next ||
        memcmp(a->stack, b->stack, (size_t)a->depth * sizeof(int32_t)) != 0)
        return false;
    dgm_parse_look(a, &x);
    dgm_parse_look(b, &y);
    return x.count == y.count && memcmp(x.places, y.places, sizeof x.places) == 0 &&
           memcmp(x.rows, y.rows, x.count * sizeof(uint32_t)) == 0;
}
