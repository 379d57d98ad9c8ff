/* SPDX-License-Identifier: Apache-2.0 */
/* Templates after Collins (2002) and Ratnaparkhi (1996): the word, its edges and shape, its neighbours, the tags before. */
#include "tag/features.h"

#include "base/utf8.h"

#define FORM_MAX 64u /* bytes of a word that are looked at */

static const dgm_tag_word before = {1, 1, {1, 1, 1, 1}, {1, 1, 1, 1, 1}, 1};
static const dgm_tag_word after = {2, 2, {2, 2, 2, 2}, {2, 2, 2, 2, 2}, 2};

static uint64_t shape_of(dgm_str form) {
    char shape[16];
    uint32_t n = 0;
    char last = 0;
    for (uint32_t i = 0; i < form.n && n < 10; i++) {
        unsigned char c = (unsigned char)form.p[i];
        char s = c >= 'A' && c <= 'Z'   ? 'X'
                 : c >= 'a' && c <= 'z' ? 'x'
                 : c >= '0' && c <= '9' ? 'd'
                 : c >= 128             ? 'u'
                                        : form.p[i];
        if (s != last || n < 3)
            shape[n++] = s;
        last = s;
    }
    return dgm_hash(shape, n, 3);
}

void dgm_tag_word_make(dgm_str form, dgm_tag_word *out) {
    char lower[FORM_MAX + 4];
    uint32_t n = 0;
    if (form.n > FORM_MAX)
        form.n = FORM_MAX;
    for (uint32_t i = 0, step; i < form.n && n < FORM_MAX; i += step) {
        uint32_t c = dgm_utf8_next(form.p + i, form.n - i, &step);
        n += dgm_utf8_put(c == 0xFFFD ? '?' : dgm_cp_lower(c), lower + n);
    }
    out->form = dgm_hash(form.p, form.n, 1);
    out->lower = dgm_hash(lower, n, 2);
    for (uint32_t i = 0; i < 4; i++)
        out->prefix[i] = dgm_hash(lower, i + 1 < n ? i + 1 : n, 10 + i);
    for (uint32_t i = 0; i < 5; i++) {
        uint32_t k = i + 1 < n ? i + 1 : n;
        out->suffix[i] = dgm_hash(lower + n - k, k, 20 + i);
    }
    out->shape = shape_of(form);
}

static const dgm_tag_word *at(const dgm_tag_word *words, uint32_t n, uint32_t i, int offset) {
    int64_t where = (int64_t)i + offset;
    return where < 0 ? &before : where >= n ? &after : &words[where];
}

#define PUT(x) (out[k] = dgm_feature(base + k, (x)), k++)
#define BOTH(x, y) dgm_feature((x), (y))

uint32_t dgm_tag_features_xpos(const dgm_tag_word *words, uint32_t n, uint32_t i, unsigned t1, unsigned t2,
                               uint64_t *out) {
    const dgm_tag_word *w = &words[i], *l = at(words, n, i, -1), *ll = at(words, n, i, -2), *r = at(words, n, i, 1),
                       *rr = at(words, n, i, 2);
    const uint64_t base = 1000;
    uint32_t k = 0;
    PUT(w->form);
    PUT(w->lower);
    for (int j = 0; j < 3; j++)
        PUT(w->prefix[j]);
    for (int j = 0; j < 5; j++)
        PUT(w->suffix[j]);
    PUT(w->shape);
    PUT(l->lower);
    PUT(r->lower);
    PUT(ll->lower);
    PUT(rr->lower);
    PUT(t1);
    PUT(BOTH(t1, t2));
    PUT(BOTH(t1, w->lower));
    PUT(BOTH(l->lower, w->lower));
    PUT(BOTH(w->lower, r->lower));
    PUT(r->suffix[2]);
    PUT(l->suffix[2]);
    PUT(BOTH(r->shape, w->shape));
    PUT(BOTH(i == 0, w->shape));
    PUT(BOTH(BOTH(t1, w->suffix[2]), r->suffix[1]));
    PUT(BOTH(r->lower, rr->lower));
    PUT(BOTH(l->shape, w->shape));
    PUT(0);
    return k;
}

uint32_t dgm_tag_features_upos(const dgm_tag_word *words, uint32_t n, uint32_t i, const uint8_t *xpos, uint64_t *out) {
    const uint64_t base = 2000;
    const dgm_tag_word *w = &words[i];
    unsigned x = xpos[i], l = i > 0 ? xpos[i - 1] : 99u, ll = i > 1 ? xpos[i - 2] : 99u,
             r = i + 1 < n ? xpos[i + 1] : 99u, rr = i + 2 < n ? xpos[i + 2] : 99u;
    uint64_t word = BOTH(x, w->lower);
    uint32_t k = 0;
    PUT(x);
    PUT(word);
    PUT(w->lower);
    PUT(BOTH(x, l));
    PUT(BOTH(x, r));
    PUT(BOTH(BOTH(x, l), r));
    PUT(BOTH(word, r));
    PUT(BOTH(word, at(words, n, i, 1)->lower));
    PUT(BOTH(BOTH(x, r), rr));
    PUT(BOTH(word, at(words, n, i, -1)->lower));
    PUT(BOTH(x, w->suffix[2]));
    PUT(BOTH(BOTH(word, r), rr));
    PUT(BOTH(word, l));
    PUT(BOTH(BOTH(word, l), ll));
    return k;
}
