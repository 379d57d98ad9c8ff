/* SPDX-License-Identifier: Apache-2.0 */
/* Accuracy with annotated tokens, of the networks as they are written, read by the same code that reads articles. */
#include <stdio.h>
#include <string.h>

#include "train.h"

static const uint8_t looked_at[] = {DGM_REL_NSUBJ, DGM_REL_OBJ, DGM_REL_CONJ, DGM_REL_APPOS};
#define LOOKED_AT (sizeof looked_at / sizeof looked_at[0])

static void count(accuracy *all, const sentence *s, const dgm_parse_state *tree) {
    all->sentences++;
    all->words += s->n;
    for (uint32_t i = 0; i < s->n; i++) {
        const word *w = &s->words[i];
        all->xpos += w->as_xpos == w->xpos;
        all->upos += w->as_upos == w->upos;
        if (!tree)
            continue;
        bool head = tree->head[i + 1] == w->head, both = head && tree->rel[i + 1] == w->rel;
        all->heads += head;
        all->both += both;
        all->right[w->rel] += both;
        all->annotated[w->rel]++;
        all->said[tree->rel[i + 1]]++;
    }
}

void accuracy_count(accuracy *all, const tagger *t, const parser *p, treebank *test) {
    dgm_arena *arena = need(dgm_arena_new((size_t)1 << 30));
    dgm_parse_work work;
    if (!dgm_parse_work_make(&work, arena, test->longest))
        stop("memory", "there is not enough");
    for (uint32_t i = 0; i < test->count; i++) {
        sentence *s = &test->sentences[i];
        tagger_read(t, s);
        for (uint32_t j = 0; p && j < s->n; j++)
            dgm_parse_net_word(&p->net, &work, j, &s->words[j].net, s->words[j].as_upos, s->words[j].as_xpos);
        if (p)
            dgm_parse_net_read(&p->net, &work, s->n);
        count(all, s, p ? work.tree : NULL);
    }
    dgm_arena_free(arena);
}

double accuracy_f1(const accuracy *all, unsigned rel) {
    uint64_t arcs = all->said[rel] + all->annotated[rel];
    return arcs ? 200 * (double)all->right[rel] / (double)arcs : 0;
}

void accuracy_print(const accuracy *all, const char *name, bool trees) {
    double n = (double)all->words / 100;
    printf("%-20s UPOS %.2f  XPOS %.2f", name, (double)all->upos / n, (double)all->xpos / n);
    if (trees)
        printf("  UAS %.2f  LAS %.2f ", (double)all->heads / n, (double)all->both / n);
    for (size_t i = 0; trees && i < LOOKED_AT; i++)
        printf(" %s %.1f", dgm_rel_name(looked_at[i]), accuracy_f1(all, looked_at[i]));
    printf("  (%.0f sentences, %.0f words)\n", (double)all->sentences, (double)all->words);
    fflush(stdout);
}
