/* SPDX-License-Identifier: Apache-2.0 */
/* What the name finder learns from, in which order. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "embed.h"
#include "names.h"
#include "train.h"

#define DISTANT_SENTENCES 1500u /* more of them would drown what people annotated */
#define VECTOR_SIZE 0.08f
#define VECTOR_EPOCHS 2u
#define EPOCHS 2u

static void gum(treebank *bank, const names_plan *p, const char *part, const rooms *r) {
    char path[4096];
    uint32_t first = bank->count;
    snprintf(path, sizeof path, "%s/treebanks/gum/%s", p->data, part);
    treebank_read_folder(bank, path, true, 0);
    names_of_mentions(bank, first, bank->count - first, r);
}

static void copy(treebank *to, const treebank *from, uint32_t first, uint32_t end, uint32_t every) {
    for (uint32_t i = first; i < end; i += every)
        treebank_add(to, from->sentences[i].words, from->sentences[i].n, from->sentences[i].gold);
}

/* All text into `all`, the sentences that are learnt from into `learnt`. */
static void read_all(treebank *all, treebank *learnt, vocabulary *v, const names_plan *p, const rooms *r) {
    treebank_init(all);
    treebank_init(learnt);
    if (p->file) {
        treebank_read(all, p->file, true, 0);
    } else {
        gum(all, p, "train", r);
        names_of_articles(all, p->articles, r, p->fold, p->folds, false);
    }
    uint32_t annotated = all->count;
    if (!p->file)
        treebank_read_silver(all, p->data, 0);
    vocabulary_make(v, all, 3);
    copy(learnt, all, 0, annotated, 1);
    uint32_t first = p->file ? 0 : learnt->count;
    copy(learnt, all, annotated, all->count, (all->count - annotated) / DISTANT_SENTENCES + 1);
    names_of_lexicon(learnt, first, learnt->count - first, r);
}

static void report(const namer *t, const names_plan *p, const rooms *r) {
    treebank test;
    names_dates dates = {0};
    treebank_init(&test);
    gum(&test, p, "test", r);
    names_count_dates(&test, r, &dates);
    measure_names(t, &test, r, "GUM test");
    printf("dates, GUM test: of %.0f that are annotated %.0f are read, %.0f of them with the same borders; %.0f are "
           "told\n",
           (double)dates.gold, (double)dates.touched, (double)dates.exact, (double)dates.said);
    treebank_done(&test);
    if (!p->folds)
        return;
    treebank_init(&test);
    names_of_articles(&test, p->articles, r, p->fold, p->folds, true);
    measure_names(t, &test, r, "articles left out");
    treebank_done(&test);
}

void train_names(const names_plan *p) {
    char path[4096];
    treebank all, learnt;
    vocabulary v;
    rooms r;
    namer t;
    rooms_open(&r, p->lexicon, p->out);
    read_all(&all, &learnt, &v, p, &r);
    fprintf(stderr, "names: %u sentences, %.0f words, %u with vectors of their own\n", learnt.count,
            (double)learnt.words, v.rows - DGM_NET_WORDS);
    float *vectors = embed(&v, &all, p->small ? 1 : VECTOR_EPOCHS, VECTOR_SIZE);
    namer_train(&t, &learnt, &v, vectors, p->small ? 1 : EPOCHS);
    treebank_done(&all); /* it owns the forms of what was learnt */
    free(vectors);
    snprintf(path, sizeof path, "%s/names.net.bin", p->out);
    blob_write(&t.file, path);
    if (!p->file)
        report(&t, p, &r);
    namer_done(&t);
    vocabulary_done(&v);
    treebank_done(&learnt);
    rooms_close(&r);
}

void measure_names_of(const names_plan *p) {
    dgm_error error = {0};
    rooms r;
    namer t = {.file = read_weights(p->out, "names.net.bin")};
    if (dgm_name_net_open(t.file.p, t.file.n, "names.net", &t.net, &error) != DGM_OK)
        stop(p->out, error.what);
    rooms_open(&r, p->lexicon, p->out);
    report(&t, p, &r);
    rooms_close(&r);
    namer_done(&t);
}
