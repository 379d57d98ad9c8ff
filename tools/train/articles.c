/* SPDX-License-Identifier: Apache-2.0 */
#include "articles.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct bench {
    dgm_knowledge know;
    dgm_arena *knowledge, *article, *scratch;
} bench;

static int read_article(bench *b, int at, const char *json, size_t n, int (*look)(dgm_job *job), dgm_error *error) {
    static const dgm_options options;
    atomic_int cancel = 0;
    dgm_budget budget = {(uint64_t)1 << 40, &cancel};
    dgm_doc doc = {.arena = b->article};
    dgm_job job = {.stage = {.doc = &doc,
                             .scratch = b->scratch,
                             .budget = &budget,
                             .options = &options,
                             .json = json,
                             .json_n = n,
                             .error = error},
                   .know = &b->know,
                   .last = at - 1};
    int rc = dgm_pipeline_run(&job);
    job.stage.know = b->know.of[at];
    if (rc == DGM_OK)
        rc = look(&job);
    dgm_arena_reset(b->article, 1 << 20);
    dgm_arena_reset(b->scratch, 1 << 20);
    if (rc != DGM_LANGUAGE)
        return rc;
    *error = (dgm_error){0};
    return DGM_OK;
}

int articles_each(const char *model, int at, int (*look)(dgm_job *job)) {
    dgm_error error = {0};
    dgm_store *store = NULL;
    bench b = {
        .knowledge = dgm_arena_new(1 << 26), .article = dgm_arena_new(1u << 28), .scratch = dgm_arena_new(1u << 28)};
    int rc = dgm_store_open(model, &store, &error);
    if (rc == DGM_OK)
        rc = dgm_pipeline_open(store, b.knowledge, &b.know, &error);
    char *line = NULL;
    size_t room = 0;
    for (ssize_t n; rc == DGM_OK && (n = getline(&line, &room, stdin)) > 0;)
        rc = read_article(&b, at, line, (size_t)n, look, &error);
    if (rc != DGM_OK)
        fprintf(stderr, "dragoman-train: %s %s\n", error.what, error.where);
    free(line);
    dgm_arena_free(b.knowledge), dgm_arena_free(b.article), dgm_arena_free(b.scratch);
    dgm_store_close(store);
    return rc == DGM_OK ? 0 : 1;
}
