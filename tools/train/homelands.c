/* SPDX-License-Identifier: Apache-2.0 */
/* The choices of a country for nameless people and bodies, for homelands.py to fit weights to: articles as JSON messages, one a line,
 * on standard input; for each candidate of each choice a line: article, bytes of the words, country, the features that are not 0. */
#include <stdio.h>
#include <stdlib.h>

#include "entity/homeland.h"
#include "pipeline/pipeline.h"
#include "train.h"

static void print_choice(void *arg, const dgm_builder *b, const dgm_found *f, const dgm_home_view *view) {
    (void)arg;
    dgm_span span = dgm_tree_span(b->doc, f->first, f->end);
    for (uint32_t i = 0; i < view->count; i++) {
        printf("%.*s\t%u\t%u\t%.*s\t", (int)b->doc->input.id.n, b->doc->input.id.p, span.start, span.end,
               (int)view->codes[i].n, view->codes[i].p);
        for (unsigned k = 0; k < DGM_HOMES; k++)
            if (view->x[i][k] > 0)
                printf("%s=%g ", dgm_home_name(k), (double)view->x[i][k]);
        putchar('\n');
    }
}

typedef struct bench {
    dgm_knowledge know;
    dgm_arena *knowledge, *article, *scratch;
} bench;

static int read_article(bench *b, const char *json, size_t n, dgm_error *error) {
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
                   .last = DGM_STAGE_parse};
    int rc = dgm_pipeline_run(&job);
    if (rc == DGM_OK) {
        job.stage.know = b->know.of[DGM_STAGE_entity];
        dgm_reader r = {.stage = &job.stage, .doc = &doc, .know = job.stage.know, .trace = print_choice};
        rc = dgm_entity_read(&r);
    }
    dgm_arena_reset(b->article, 1 << 20);
    dgm_arena_reset(b->scratch, 1 << 20);
    if (rc != DGM_LANGUAGE)
        return rc;
    *error = (dgm_error){0};
    return DGM_OK;
}

int homelands(const char *model) {
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
        rc = read_article(&b, line, (size_t)n, &error);
    if (rc != DGM_OK)
        fprintf(stderr, "dragoman-train: %s %s\n", error.what, error.where);
    free(line);
    dgm_arena_free(b.knowledge), dgm_arena_free(b.article), dgm_arena_free(b.scratch);
    dgm_store_close(store);
    return rc == DGM_OK ? 0 : 1;
}
