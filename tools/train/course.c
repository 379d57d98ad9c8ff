/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "train.h"

void course_init(course *c, const treebank *bank, const char *name, unsigned fold, unsigned folds, unsigned epochs,
                 uint64_t seed) {
    *c = (course){.bank = bank, .state = seed, .epochs = epochs, .name = name};
    c->order = need(malloc((GOLD_SHOWN * (size_t)bank->count + 1) * sizeof *c->order));
    for (uint32_t i = 0; i < bank->count; i++)
        for (uint32_t k = 0; (!folds || i % folds != fold) && k < (bank->sentences[i].gold ? GOLD_SHOWN : 1); k++) {
            c->order[c->count++] = i;
            c->words += bank->sentences[i].n;
        }
    c->words *= epochs;
    shuffle(c->order, c->count, &c->state);
}

void course_done(course *c) { free(c->order); }

static bool next_epoch(course *c) {
    fprintf(stderr, "%s: epoch %u, loss %.4f, %.3f%% wrong\n", c->name, c->epoch + 1, c->loss / (double)c->counted,
            100.0 * (double)c->wrong / (double)c->counted);
    c->loss = 0;
    c->wrong = c->counted = 0;
    c->at = 0;
    shuffle(c->order, c->count, &c->state);
    return ++c->epoch < c->epochs;
}

uint32_t course_batch(course *c, const sentence **out, uint32_t most) {
    uint32_t n = 0, words = 0;
    if (c->at == c->count && (c->count == 0 || !next_epoch(c)))
        return 0;
    for (; c->at < c->count && n < most && words < BATCH_WORDS; n++) {
        out[n] = &c->bank->sentences[c->order[c->at++]];
        words += out[n]->n;
    }
    c->shown += words;
    c->counted += words;
    return n;
}

step course_step(course *c, float rate, uint32_t words) {
    c->steps++;
    return step_make((double)c->steps, (double)c->shown / (double)c->words, rate, words);
}

uint32_t course_room(const treebank *bank) { return 3 * BATCH_WORDS + bank->longest + 8; }

double softmax_loss(float *x, uint32_t count, uint32_t right) {
    float most = x[0], sum = 0;
    for (uint32_t i = 1; i < count; i++)
        most = x[i] > most ? x[i] : most;
    for (uint32_t i = 0; i < count; i++)
        sum += x[i] = expf(x[i] - most);
    for (uint32_t i = 0; i < count; i++)
        x[i] /= sum;
    double loss = -log((double)x[right] + 1e-9);
    x[right] -= 1;
    return loss;
}

void blob_write(const blob *b, const char *path) {
    FILE *f = fopen(path, "wb");
    if (!f) {
        stop("cannot write", path);
        return; /* cppcheck does not know that stop does not come back */
    }
    put(b->p, 1, b->n, f);
    if (fclose(f) != 0)
        stop("cannot write", path);
    fprintf(stderr, "%s: %.1f MB\n", path, (double)b->n / 1e6);
}
