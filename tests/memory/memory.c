/* SPDX-License-Identifier: Apache-2.0 */
/* memory MODEL ARTICLES: what a session asks the heap for, and what it keeps. The heap's functions are wrapped: calls from the
 * core and from jansson are counted by stage. Prints a line a test. */
#include <dragoman/dragoman.h>
#include <jansson.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARTICLES 64
#define BIG ((size_t)2000000)
#define MIB ((size_t)1 << 20)

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);

static struct counts {
    const char *stage;
    uint64_t envelope, html_and_language, rest;
} counts;

static void count(void) {
    if (!counts.stage)
        counts.rest++;
    else if (strcmp(counts.stage, "article") == 0)
        counts.envelope++;
    else if (strcmp(counts.stage, "clean") == 0)
        counts.html_and_language++;
    else
        counts.rest++;
}

void *__wrap_malloc(size_t n) { return count(), __real_malloc(n); }
void *__wrap_calloc(size_t n, size_t size) { return count(), __real_calloc(n, size); }
void *__wrap_realloc(void *p, size_t n) { return count(), __real_realloc(p, n); }

static void on_stage(void *arg, const char *stage, int begins) {
    (void)arg;
    counts.stage = begins ? stage : NULL;
}

static int report(int holds, const char *name, const char *what, size_t is, size_t limit) {
    printf(holds ? "ok %s - %zu %s, limit %zu\n" : "not ok %s - %zu %s, limit %zu\n", name, is, what, limit);
    return holds ? 0 : 1;
}

static size_t resident(void) {
    unsigned long all = 0, pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%lu %lu", &all, &pages) != 2)
        abort();
    fclose(f);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static size_t read_articles(const char *path, char *lines[ARTICLES]) {
    size_t n = 0, cap = 0;
    FILE *f = fopen(path, "r");
    while (f && n < ARTICLES) {
        lines[n] = NULL;
        cap = 0;
        if (getline(&lines[n], &cap, f) <= 0)
            break;
        n++;
    }
    free(n < ARTICLES ? lines[n] : NULL);
    if (f)
        fclose(f);
    return n;
}

static void run(dgm_session *s, const char *json) {
    dgm_error e = {0};
    if (dgm_run(s, json, strlen(json), &e) != DGM_OK) {
        printf("not ok reads - %s\n", e.what);
        exit(1);
    }
}

/* Values of the envelope: each is at most a few blocks of jansson's. */
static size_t fields_of(const char *json) {
    size_t n = 0;
    for (const char *p = json; *p; p++)
        n += *p == ':' || *p == ',';
    return n;
}

static int allocations(dgm_session *s, char *const *lines, size_t n) {
    size_t fields = 0;
    for (int warm = 0; warm < 3; warm++)
        for (size_t i = 0; i < n; i++)
            run(s, lines[i]);
    counts = (struct counts){0};
    for (size_t i = 0; i < n; i++) {
        run(s, lines[i]);
        fields += fields_of(lines[i]);
    }
    return report(counts.rest == 0, "no-allocations", "calls of malloc from sentences to records", counts.rest, 0) +
           report(counts.envelope > 0 && counts.envelope <= 8 * fields, "envelope", "calls for the envelopes",
                  counts.envelope, 8 * fields) +
           report(counts.html_and_language <= n, "clean", "calls for pages and languages", counts.html_and_language, n);
}

/* An article of 2 MB whose sentences differ, so that none of it is furniture. */
static char *big_article(void) {
    static const char *const places[] = {"Berlin", "Cairo", "Lima", "Oslo", "Hanoi", "Accra", "Quito"};
    char *json = malloc(BIG + 400);
    size_t at = json ? (size_t)sprintf(json, "{\"text\":\"") : 0;
    for (unsigned i = 0; json && at < BIG; i++)
        at += (size_t)sprintf(
            json + at,
            "The road from %s to the hills is %u miles long and was mended in the spring of last year, as the "
            "people of %s remember well; it has %u stones, and each of them tells a story.\\n\\n",
            places[i % 7], i % 977 + 2, places[(i + 3) % 7], i);
    if (json)
        memcpy(json + at, "\"}", 3);
    return json;
}

static int shrinks(dgm_session *s, const char *small) {
    char *big = big_article();
    run(s, small);
    size_t before = resident();
    if (!big)
        return report(0, "big", "bytes", 0, BIG);
    run(s, big);
    size_t during = resident();
    run(s, small);
    free(big);
    malloc_trim(0); /* what only the allocator keeps is not the arena's */
    size_t after = resident();
    size_t added = during > before ? (during - before) / MIB : 0, kept = after > before ? (after - before) / MIB : 0;
    return report(added <= 64, "big-article", "MiB more for 2 MB", added, 64) +
           report(kept <= 4, "shrinks", "MiB more after it", kept, 4);
}

static int another_worker(dgm_model *model, char *const *lines, size_t n) {
    dgm_session *s = NULL;
    size_t before = resident();
    if (dgm_session_new(model, NULL, &s, NULL) != DGM_OK)
        return report(0, "another-worker", "sessions", 0, 1);
    for (size_t i = 0; i < n; i++)
        run(s, lines[i]);
    size_t more = (resident() - before) / MIB;
    dgm_session_free(s);
    return report(more <= 8, "another-worker", "MiB more", more, 8);
}

int main(int argc, char **argv) {
    char *lines[ARTICLES];
    size_t n = argc == 3 ? read_articles(argv[2], lines) : 0;
    dgm_options options = {.timer = on_stage};
    dgm_model *model = NULL;
    dgm_session *s = NULL;
    dgm_error e = {0};
    if (n == 0) {
        fprintf(stderr, "usage: memory MODEL ARTICLES\n");
        return 64;
    }
    json_set_alloc_funcs(malloc, free); /* the wrapped ones */
    if (dgm_model_open(argv[1], &model, &e) != DGM_OK || dgm_session_new(model, &options, &s, &e) != DGM_OK) {
        printf("not ok opens - %s\n", e.what);
        return 1;
    }
    int failed = allocations(s, lines, n);
    failed += another_worker(model, lines, n);
    failed += shrinks(s, lines[0]);
    dgm_session_free(s);
    dgm_model_unref(model);
    for (size_t i = 0; i < n; i++)
        free(lines[i]);
    return failed > 0;
}
