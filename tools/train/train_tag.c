/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "tag/features.h"
#include "train.h"

#define SEED 0x5eed0001u

static uint32_t longest(const treebank *bank) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < bank->count; i++)
        n = bank->sentences[i].n > n ? bank->sentences[i].n : n;
    return n + 1;
}

enum { AS_WRITTEN, HEADLINE, CAPITALS, LOWER };

/* A copy of `form` in another case: headlines capitalise the first letter of every word of four letters or more. */
static dgm_str in_case(dgm_str form, int how, char *out, size_t cap) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < form.n && n + 4 < cap; i++) {
        char c = form.p[i];
        bool lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z';
        if (lower && (how == CAPITALS || (how == HEADLINE && i == 0 && form.n > 3)))
            c = (char)(c - 32);
        else if (upper && how == LOWER)
            c = (char)(c + 32);
        out[n++] = c;
    }
    return (dgm_str){out, n};
}

static void look(const sentence *s, int how, dgm_tag_word *words) {
    char copy[256];
    for (uint32_t i = 0; i < s->n; i++)
        dgm_tag_word_make(how == AS_WRITTEN ? s->words[i].form : in_case(s->words[i].form, how, copy, sizeof copy),
                          &words[i]);
}

typedef struct scratch {
    dgm_tag_word *words;
    uint8_t *tags;
} scratch;

static uint32_t show(tagger *t, const sentence *s, int how, scratch *at) {
    uint64_t f[DGM_LINEAR_FEATURES];
    float scores[DGM_LINEAR_CLASSES];
    unsigned t1 = 0, t2 = 0;
    uint32_t errors = 0;
    look(s, how, at->words);
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t k = dgm_tag_features_xpos(at->words, s->n, i, t1, t2, f);
        perceptron_score(&t->xpos, f, k, scores);
        unsigned best = best_class(scores, t->xpos.classes);
        if (best != s->words[i].xpos && s->words[i].xpos) {
            perceptron_update(&t->xpos, f, k, s->words[i].xpos, best);
            errors++;
        }
        at->tags[i] = (uint8_t)best;
        t2 = t1;
        t1 = best;
    }
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t k = dgm_tag_features_upos(at->words, s->n, i, at->tags, f);
        perceptron_score(&t->upos, f, k, scores);
        unsigned best = best_class(scores, t->upos.classes);
        if (best != s->words[i].upos && s->words[i].upos)
            perceptron_update(&t->upos, f, k, s->words[i].upos, best);
    }
    perceptron_tick(&t->xpos);
    perceptron_tick(&t->upos);
    return errors;
}

void tagger_train(tagger *t, const treebank *bank, unsigned fold, unsigned folds, unsigned epochs, uint32_t bits) {
    uint64_t state = SEED + fold;
    uint32_t n = 0, *order = need(malloc(2 * (size_t)bank->count * sizeof *order)), most = longest(bank);
    scratch at = {need(calloc(most, sizeof(dgm_tag_word))), need(calloc(most, 1))};
    perceptron_init(&t->xpos, DGM_XPOS_COUNT, bits);
    perceptron_init(&t->upos, DGM_UPOS_COUNT, bits - 2);
    for (uint32_t i = 0; i < bank->count; i++) {
        if (folds && i % folds == fold)
            continue;
        order[n++] = i;
        if (bank->sentences[i].gold)
            order[n++] = i;
    }
    for (unsigned e = 0; e < epochs; e++) {
        uint64_t errors = 0;
        shuffle(order, n, &state);
        for (uint32_t i = 0; i < n; i++) {
            const sentence *s = &bank->sentences[order[i]];
            errors += show(t, s, AS_WRITTEN, &at);
            if (chance(&state) % 8 == 0)
                show(t, s, HEADLINE + (int)(chance(&state) % 3), &at);
        }
        fprintf(stderr, "tagger: epoch %u, %.3f%% errors\n", e + 1, 100.0 * (double)errors / (double)bank->words);
    }
    perceptron_finish(&t->xpos, 2);
    perceptron_finish(&t->upos, 2);
    free(at.words);
    free(at.tags);
    free(order);
}

void tagger_done(tagger *t) {
    perceptron_done(&t->xpos);
    perceptron_done(&t->upos);
}

void tagger_read(const tagger *t, sentence *s) {
    uint64_t f[DGM_LINEAR_FEATURES];
    float scores[DGM_LINEAR_CLASSES];
    dgm_tag_word *words = need(calloc(s->n, sizeof *words));
    uint8_t *tags = need(calloc(s->n, 1));
    look(s, AS_WRITTEN, words);
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t k = dgm_tag_features_xpos(words, s->n, i, i > 0 ? tags[i - 1] : 0, i > 1 ? tags[i - 2] : 0, f);
        perceptron_score(&t->xpos, f, k, scores);
        tags[i] = (uint8_t)best_class(scores, t->xpos.classes);
    }
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t k = dgm_tag_features_upos(words, s->n, i, tags, f);
        perceptron_score(&t->upos, f, k, scores);
        s->words[i].as_upos = (uint8_t)best_class(scores, t->upos.classes);
        s->words[i].as_xpos = tags[i];
    }
    free(words);
    free(tags);
}
