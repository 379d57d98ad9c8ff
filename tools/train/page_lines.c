/* SPDX-License-Identifier: Apache-2.0 */
/* The features of the lines of pages, for page_lines.py to fit weights to: a file name a line on standard input; for each line of that
 * page its file, whether the page has lost its line breaks, the line's bytes, and its features by name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clean/weights.h"
#include "train.h"

typedef struct bench {
    dgm_store *store;
    const void *know;
    dgm_arena *knowledge, *article, *scratch;
} bench;

static void print_line(const char *path, const dgm_page *page, uint32_t i) {
    const dgm_line *line = &page->lines[i];
    printf("%s\t%d\t%u\t%u\t", path, page->flat, line->span.start, line->span.end);
    for (unsigned f = 0; f < DGM_LINE_FEATURES; f++)
        if (line->features >> f & 1)
            printf("%s ", dgm_weights_name(f));
    putchar('\n');
}

static int read_page(bench *b, const char *path, dgm_str text, dgm_error *error) {
    static const dgm_options options;
    atomic_int cancel = 0;
    dgm_budget budget = {(uint64_t)1 << 40, &cancel};
    dgm_doc doc = {.arena = b->article, .text = text};
    dgm_stage stage = {
        .doc = &doc, .know = b->know, .scratch = b->scratch, .budget = &budget, .options = &options, .error = error};
    dgm_page page = {.stage = &stage, .know = b->know, .headline = DGM_NONE};
    int rc = dgm_page_lines(&page);
    for (uint32_t i = 0; rc == DGM_OK && i < page.count; i++)
        print_line(path, &page, i);
    dgm_arena_reset(b->article, 1 << 20);
    dgm_arena_reset(b->scratch, 1 << 20);
    return rc;
}

static int read_file(bench *b, const char *path, dgm_error *error) {
    enum { MOST = 4 << 20 };
    FILE *f = fopen(path, "rb");
    char *text = need(malloc(MOST));
    size_t n = f ? fread(text, 1, MOST, f) : 0;
    int rc =
        f ? read_page(b, path, (dgm_str){text, (uint32_t)n}, error) : dgm_fail(error, DGM_IO, "a page cannot be read");
    if (f)
        fclose(f);
    free(text);
    return rc;
}

int page_lines(const char *model) {
    dgm_error error = {0};
    bench b = {
        .knowledge = dgm_arena_new(1 << 24), .article = dgm_arena_new(1u << 28), .scratch = dgm_arena_new(1u << 28)};
    int rc = dgm_store_open(model, &b.store, &error);
    if (rc == DGM_OK)
        rc = dgm_room_clean.open(b.store, b.knowledge, &b.know, &error);
    char path[4096];
    while (rc == DGM_OK && fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        rc = read_file(&b, path, &error);
    }
    if (rc != DGM_OK)
        fprintf(stderr, "dragoman-train: %s %s\n", error.what, error.where);
    dgm_arena_free(b.knowledge), dgm_arena_free(b.article), dgm_arena_free(b.scratch);
    dgm_store_close(b.store);
    return rc == DGM_OK ? 0 : 1;
}
