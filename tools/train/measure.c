/* SPDX-License-Identifier: Apache-2.0 */
/* Accuracy with annotated tokens, of the networks as they are written, read by the same code that reads articles. */
#include <stdio.h>
#include <string.h>

#include "train.h"

static const uint8_t looked_at[] = {DGM_REL_NSUBJ, DGM_REL_OBJ, DGM_REL_CONJ, DGM_REL_APPOS};
#define LOOKED_AT (sizeof looked_at / sizeof looked_at[0])

typedef struct tally {
    uint64_t heads, both, xpos, upos;
    uint64_t right[DGM_REL_COUNT], said[DGM_REL_COUNT], gold[DGM_REL_COUNT];
} tally;

static void count(tally *t, const sentence *s, const dgm_parse_state *tree) {
    for (uint32_t i = 0; i < s->n; i++) {
        const word *w = &s->words[i];
        t->xpos += w->as_xpos == w->xpos;
        t->upos += w->as_upos == w->upos;
        if (!tree)
            continue;
        bool head = tree->head[i + 1] == w->head, both = head && tree->rel[i + 1] == w->rel;
        t->heads += head;
        t->both += both;
        t->right[w->rel] += both;
        t->gold[w->rel]++;
        t->said[tree->rel[i + 1]]++;
    }
}

void measure(const tagger *t, const parser *p, treebank *test, const char *name) {
    tally all = {0};
    dgm_arena *arena = need(dgm_arena_new((size_t)1 << 30));
    dgm_parse_work work;
    if (!dgm_parse_work_make(&work, arena, test->longest))
        stop("memory", "there is not enough");
    for (uint32_t i = 0; i < test->count; i++) {
        sentence *s = &test->sentences[i];
        tagger_read(t, s);
        for (uint32_t j = 0; p && j < s->n; j++)
            dgm_parse_net_word(&p->net, &work, j, s->words[j].form, s->words[j].as_upos, s->words[j].as_xpos);
        if (p)
            dgm_parse_net_read(&p->net, &work, s->n);
        count(&all, s, p ? &work.state : NULL);
    }
    double n = (double)test->words / 100;
    printf("%-12s UPOS %.2f  XPOS %.2f  UAS %.2f  LAS %.2f ", name, (double)all.upos / n, (double)all.xpos / n,
           (double)all.heads / n, (double)all.both / n);
    for (size_t i = 0; p && i < LOOKED_AT; i++) {
        uint8_t r = looked_at[i];
        printf(" %s %.1f", dgm_rel_name(r), 200 * (double)all.right[r] / (double)(all.said[r] + all.gold[r] + 1));
    }
    printf("  (%u sentences, %.0f words)\n", test->count, (double)test->words);
    fflush(stdout);
    dgm_arena_free(arena);
}
