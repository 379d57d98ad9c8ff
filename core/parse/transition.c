/* SPDX-License-Identifier: Apache-2.0 */
#include "parse/transition.h"

#include <string.h>

#include "base/utf8.h"

dgm_parse_word dgm_parse_word_make(dgm_str form, unsigned upos, unsigned xpos, char *lower, uint32_t cap) {
    uint32_t n = 0;
    for (uint32_t i = 0, step; i < form.n && n + 4 <= cap; i += step) {
        uint32_t c = dgm_utf8_next(form.p + i, form.n - i, &step);
        n += dgm_utf8_put(c == 0xFFFD ? '?' : dgm_cp_lower(c), lower + n);
    }
    return (dgm_parse_word){dgm_hash(lower, n, 2), dgm_feature(upos * 1000u + 7, xpos)};
}

bool dgm_parse_state_make(dgm_parse_state *s, dgm_arena *arena, uint32_t capacity) {
    size_t n = (size_t)capacity + 2;
    *s = (dgm_parse_state){0};
    int32_t **arrays[] = {&s->stack, &s->head, &s->left, &s->left2, &s->right, &s->right2};
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        if (!(*arrays[i] = DGM_NEWS(arena, int32_t, n)))
            return false;
    s->rel = DGM_NEWS(arena, uint8_t, n);
    s->lefts = DGM_NEWS(arena, uint8_t, n);
    s->rights = DGM_NEWS(arena, uint8_t, n);
    return s->rel && s->lefts && s->rights;
}

void dgm_parse_start(dgm_parse_state *s, const dgm_parse_word *words, uint32_t n) {
    size_t bytes = ((size_t)n + 1) * sizeof(int32_t);
    s->words = words;
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

/* ---- features --------------------------------------------------------------------------------------------------------
 * After Zhang and Nivre (2011): words and tags of the stack and the buffer, pairs and triples of them, distance, valency,
 * outermost children and their labels. −1 gives a constant for "none". */
#define PUT(x) (out[k] = dgm_feature(base + k, (x)), k++)
#define BOTH(x, y) dgm_feature((x), (y))
#define THREE(x, y, z) dgm_feature(dgm_feature((x), (y)), (z))

static uint64_t word(const dgm_parse_state *s, int32_t i) { return i >= 0 ? s->words[i].word : 11; }
static uint64_t tag(const dgm_parse_state *s, int32_t i) { return i >= 0 ? s->words[i].tag : 13; }
static uint64_t label(const dgm_parse_state *s, int32_t i) { return i >= 0 ? s->rel[i] + 2u : 17; }
static int32_t child(const int32_t *children, int32_t i) { return i >= 0 ? children[i] : -1; }
static uint64_t count(const uint8_t *counts, int32_t i) { return i >= 0 ? (counts[i] < 6 ? counts[i] : 6) : 9; }

static uint64_t distance(int32_t from, int32_t to) {
    int32_t d = from > 0 && to > 0 ? to - from : 0;
    return d > 10 ? 8 : d > 6 ? 7 : d > 4 ? 6 : d > 0 ? (uint64_t)d : 0;
}

uint32_t dgm_parse_features_action(const dgm_parse_state *s, uint64_t *out) {
    const uint64_t base = 3000;
    int32_t s0 = s->stack[s->depth - 1], s1 = s->depth > 1 ? s->stack[s->depth - 2] : -1,
            s2 = s->depth > 2 ? s->stack[s->depth - 3] : -1, b0 = s->next <= s->n ? s->next : -1,
            b1 = s->next + 1 <= s->n ? s->next + 1 : -1, b2 = s->next + 2 <= s->n ? s->next + 2 : -1;
    int32_t s0l = child(s->left, s0), s0l2 = child(s->left2, s0), s0r = child(s->right, s0),
            s0r2 = child(s->right2, s0), s1l = child(s->left, s1), s1r = child(s->right, s1),
            s1r2 = child(s->right2, s1), b0l = child(s->left, b0), b0l2 = child(s->left2, b0);
    uint64_t ws0 = word(s, s0), ts0 = tag(s, s0), ws1 = word(s, s1), ts1 = tag(s, s1), ts2 = tag(s, s2),
             wb0 = word(s, b0), tb0 = tag(s, b0), wb1 = word(s, b1), tb1 = tag(s, b1), wb2 = word(s, b2),
             tb2 = tag(s, b2);
    uint64_t ps0 = BOTH(ws0, ts0), pb0 = BOTH(wb0, tb0), ps1 = BOTH(ws1, ts1), near = distance(s0, b0),
             far = distance(s1, s0);
    uint32_t k = 0;
    PUT(ps0), PUT(ws0), PUT(ts0), PUT(pb0), PUT(wb0), PUT(tb0), PUT(ps1), PUT(ws1), PUT(ts1);
    PUT(BOTH(wb1, tb1)), PUT(wb1), PUT(tb1), PUT(BOTH(wb2, tb2)), PUT(tb2), PUT(ts2);
    PUT(BOTH(ps0, pb0)), PUT(BOTH(ps0, wb0)), PUT(BOTH(ws0, pb0)), PUT(BOTH(ps0, tb0)), PUT(BOTH(ts0, pb0));
    PUT(BOTH(ws0, wb0)), PUT(BOTH(ts0, tb0)), PUT(BOTH(tb0, tb1));
    PUT(BOTH(ps0, ps1)), PUT(BOTH(ws0, ws1)), PUT(BOTH(ts0, ts1)), PUT(BOTH(ws1, ts0)), PUT(BOTH(ts1, ws0));
    PUT(BOTH(ts1, tb0)), PUT(BOTH(ws1, wb0));
    PUT(THREE(tb0, tb1, tb2)), PUT(THREE(ts0, tb0, tb1)), PUT(THREE(ts1, ts0, tb0)), PUT(THREE(ts2, ts1, ts0));
    PUT(THREE(ts0, tag(s, s0l), tb0)), PUT(THREE(ts0, tag(s, s0r), tb0)), PUT(THREE(ts0, tb0, tag(s, b0l)));
    PUT(THREE(ts1, ts0, tag(s, s0l))), PUT(THREE(ts1, ts0, tag(s, s0r))), PUT(THREE(ts1, ts0, tag(s, s1l)));
    PUT(THREE(ts1, ts0, tag(s, s1r))), PUT(THREE(ts1, ws0, tag(s, s1r))), PUT(BOTH(BOTH(ts1, ts0), BOTH(tb0, tb1)));
    PUT(BOTH(ws0, near)), PUT(BOTH(ts0, near)), PUT(BOTH(wb0, near)), PUT(BOTH(tb0, near)), PUT(THREE(ts0, tb0, near));
    PUT(THREE(ws0, wb0, near)), PUT(THREE(ts1, ts0, far)), PUT(THREE(ws1, ws0, far));
    uint64_t rs0 = count(s->rights, s0), ls0 = count(s->lefts, s0), lb0 = count(s->lefts, b0),
             rs1 = count(s->rights, s1), ls1 = count(s->lefts, s1);
    PUT(BOTH(ws0, rs0)), PUT(BOTH(ts0, rs0)), PUT(BOTH(ws0, ls0 + 50)), PUT(BOTH(ts0, ls0 + 50)), PUT(BOTH(wb0, lb0));
    PUT(BOTH(tb0, lb0)), PUT(BOTH(ts1, rs1)), PUT(BOTH(ws1, rs1)), PUT(BOTH(ts1, ls1));
    PUT(word(s, s0l)), PUT(tag(s, s0l)), PUT(label(s, s0l)), PUT(word(s, s0r)), PUT(tag(s, s0r)), PUT(label(s, s0r));
    PUT(word(s, b0l)), PUT(tag(s, b0l)), PUT(label(s, b0l)), PUT(BOTH(label(s, s1r), ts1));
    PUT(THREE(label(s, s0l), label(s, s0l2), ts0)), PUT(THREE(label(s, s0r), label(s, s0r2), ts0));
    PUT(THREE(label(s, b0l), label(s, b0l2), tb0)), PUT(THREE(ts0, tag(s, s0l), tag(s, s0l2)));
    PUT(THREE(tb0, tag(s, b0l), tag(s, b0l2))), PUT(THREE(ts1, tag(s, s1r), tag(s, s1r2)));
    PUT(THREE(ws1, ts0, tb0)), PUT(THREE(word(s, s0r), ts0, tb0)), PUT(THREE(ws1, ws0, tb0)), PUT(THREE(ts1, ts0, wb0));
    PUT(THREE(ts1, ws0, wb0)), PUT(BOTH(BOTH(ts2, ts1), BOTH(ts0, tb0))), PUT(0);
    return k;
}

uint32_t dgm_parse_features_label(const dgm_parse_state *s, int action, uint64_t *out) {
    const uint64_t base = action == DGM_LEFT ? 4000 : 5000;
    int32_t d = dgm_parse_child(s), h = dgm_parse_parent(s, action), b0 = s->next <= s->n ? s->next : -1;
    uint64_t wd = word(s, d), td = tag(s, d), wh = word(s, h), th = tag(s, h), pair = BOTH(td, th);
    int32_t dl = s->left[d], dr = s->right[d], hl = s->left[h], hr = s->right[h], gap = h - d;
    int32_t near = gap > 5 ? 6 : gap < -5 ? -6 : gap;
    uint64_t ds = (uint64_t)near + 20;
    uint32_t k = 0;
    PUT(wd), PUT(td), PUT(BOTH(wd, td)), PUT(wh), PUT(th), PUT(BOTH(wd, th)), PUT(BOTH(td, wh)), PUT(pair),
        PUT(BOTH(wd, wh));
    PUT(BOTH(td, label(s, dl))), PUT(BOTH(pair, word(s, dl))), PUT(BOTH(td, word(s, dr))),
        PUT(BOTH(pair, label(s, hl)));
    PUT(BOTH(pair, label(s, hr))), PUT(BOTH(pair, ds)), PUT(BOTH(pair, tag(s, b0)));
    PUT(BOTH(td, tag(s, d + 1 <= s->n ? d + 1 : -1))), PUT(BOTH(td, tag(s, d - 1))), PUT(THREE(th, wd, ds));
    PUT(BOTH(wd, word(s, dl))), PUT(THREE(td, tag(s, dl), th)), PUT(BOTH(wh, label(s, hl)));
    PUT(THREE(pair, label(s, hl), label(s, hr))), PUT(THREE(wd, s->lefts[d], s->rights[d]));
    PUT(THREE(td, label(s, dl), label(s, dr))), PUT(BOTH(THREE(td, wh, label(s, dl)), word(s, dl)));
    PUT(THREE(pair, word(s, dl), word(s, hl))), PUT(BOTH(THREE(th, wd, tag(s, dl)), tag(s, dr)));
    PUT(THREE(wh, td, word(s, dl))), PUT(THREE(wh, wd, word(s, dl))), PUT(0);
    return k;
}
