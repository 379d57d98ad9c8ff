/* SPDX-License-Identifier: Apache-2.0 */
/* Every allocation fails once, in order: an error is reported, nothing crashes, nothing leaks, and whoever carries on gets the
 * same bytes as before. This program is linked with an arena that asks malloc for every block, and with --wrap for malloc
 * and its kin, so that each allocation of the core, jansson's included, can be made to fail. */
#include <jansson.h>
#include <stdint.h>
#include <string.h>

#include "check.h"
#include "compile/compile.h"
#include "dragoman/dragoman.h"
#include "store/store.h"

/* ---- the heap that fails -------------------------------------------------------------------------------------------- */

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void *__real_aligned_alloc(size_t alignment, size_t n);
void __real_free(void *p);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);
void *__wrap_aligned_alloc(size_t alignment, size_t n);
void __wrap_free(void *p);

#define TRACKED (1u << 20)
static struct heap {
    uintptr_t live[TRACKED]; /* a hash set; 1: a place that was freed */
    uint64_t live_count, calls, failing;
    int on;
} heap;

static uint32_t place_of(uintptr_t p) { return (uint32_t)((p >> 4) * 2654435761u) & (TRACKED - 1); }

static void *track(void *p) {
    if (!p || !heap.on)
        return p;
    uint32_t i = place_of((uintptr_t)p);
    while (heap.live[i] > 1)
        i = (i + 1) & (TRACKED - 1);
    heap.live[i] = (uintptr_t)p;
    heap.live_count++;
    return p;
}

static void untrack(void *p) {
    if (!p)
        return;
    for (uint32_t i = place_of((uintptr_t)p); heap.live[i]; i = (i + 1) & (TRACKED - 1))
        if (heap.live[i] == (uintptr_t)p) {
            heap.live[i] = 1;
            heap.live_count--;
            return;
        }
}

static int fails(void) { return heap.on && ++heap.calls == heap.failing; }

void *__wrap_malloc(size_t n) { return fails() ? NULL : track(__real_malloc(n)); }
void *__wrap_calloc(size_t n, size_t size) { return fails() ? NULL : track(__real_calloc(n, size)); }
void *__wrap_aligned_alloc(size_t a, size_t n) { return fails() ? NULL : track(__real_aligned_alloc(a, n)); }
void *__wrap_realloc(void *p, size_t n) {
    if (fails())
        return NULL;
    untrack(p);
    return track(__real_realloc(p, n));
}
void __wrap_free(void *p) {
    untrack(p);
    __real_free(p);
}

static void heap_begin(uint64_t failing) {
    memset(heap.live, 0, sizeof heap.live);
    heap.live_count = heap.calls = 0;
    heap.failing = failing;
    heap.on = 1;
}

/* ---- the cases -------------------------------------------------------------------------------------------------------- */

typedef struct result { /* what a case gives, to be compared with what it gives without a failure */
    char *p;
    size_t n;
} result;

static void keep(result *r, const void *p, size_t n) {
    heap.on = 0;
    free(r->p);
    r->p = malloc(n + 1);
    if (!r->p)
        abort();
    memcpy(r->p, p, n);
    r->n = n;
    heap.on = 1;
}

static const char lexicon[] = "@table actors\n@columns name code from:date n:int x:real\n@index name\n"
                              "European Union; EU | EU | 1993 | 7 | 0.5\nUnited States; U.S.; US | USA\n"
                              "Côte d'Ivoire | CIV\nLong \\\n Name | LN\n";

static int compile(void *arg, result *r, dgm_error *e) {
    (void)arg;
    dgm_source sources[] = {{"a.txt", lexicon, sizeof lexicon - 1, 0}, {"w", "0123456789", 10, 1}};
    void *image = NULL;
    size_t size = 0;
    int code = dgm_compile_memory(sources, 2, &image, &size, NULL, NULL, e);
    if (!code)
        keep(r, image, size);
    free(image);
    return code;
}

static int compile_errors(void *arg, result *r, dgm_error *e) {
    (void)arg;
    static const char bad[] = "@table t\n@columns a:int\n1\n1\nx\n";
    dgm_source source = {"a.txt", bad, sizeof bad - 1, 0};
    void *image = NULL;
    size_t size = 0;
    int code = dgm_compile_memory(&source, 1, &image, &size, NULL, NULL, e);
    if (code == DGM_BAD_LEXICON) {
        keep(r, e->hint, strlen(e->hint));
        return DGM_OK;
    }
    return code ? code : DGM_INTERNAL;
}

static int open_model(void *arg, result *r, dgm_error *e) {
    dgm_model *m = NULL;
    int code = dgm_model_open(arg, &m, e);
    if (!code)
        keep(r, dgm_model_id(m), strlen(dgm_model_id(m)));
    dgm_model_unref(m);
    return code;
}

static const char article[] = "{\"id\":\"a1\",\"published\":\"2025-03-05\",\"title\":\"Leaders "
                              "meet\",\"odd\":[1,{\"x\":null}],\"text\":\"PARIS, March 4 "
                              "(Reuters) - The president of France met Chancellor Olaf Scholz of Germany in Paris on "
                              "Tuesday.\\n\\n\\\"We agreed on a "
                              "plan,\\\" he said. Police arrested 12 protesters in Łódź.\"}";
static const char html[] = "{\"html\":\"<html><head><title>Leaders meet</title></head><body><p>The president of France "
                           "met the chancellor of Germany "
                           "in Paris on Tuesday, and the two leaders discussed trade.</p><p>They agreed on a plan for "
                           "the coming year.</p></body>\"}";
static const char conllu[] =
    "1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_\n2\tpresident\tpresident\tNOUN\tNN\t_\t0\troot\t_\t_\n\n";

/* The run that meets the failure, then a run of the same session that must be whole. */
static int run_twice(dgm_model *m, const char *json, result *r, dgm_error *e) {
    dgm_session *s = NULL;
    dgm_error later = {0};
    int code = dgm_session_new(m, NULL, &s, e);
    if (code)
        return code;
    code = dgm_run(s, json, strlen(json), e);
    uint64_t failing = heap.failing;
    if (code && heap.calls >= failing) {
        heap.failing = 0;
        int again = dgm_run(s, json, strlen(json), &later);
        heap.failing = failing;
        if (again)
            code = again == DGM_MEMORY ? DGM_INTERNAL : again; /* the session did not recover */
        else
            keep(r, dgm_extraction(s).p ? dgm_extraction(s).p : "", dgm_extraction(s).n);
    } else if (!code) {
        keep(r, dgm_extraction(s).p ? dgm_extraction(s).p : "", dgm_extraction(s).n);
    }
    dgm_session_free(s);
    return code;
}

static int run_text(void *arg, result *r, dgm_error *e) { return run_twice(arg, article, r, e); }
static int run_html(void *arg, result *r, dgm_error *e) { return run_twice(arg, html, r, e); }

static int run_stage(void *arg, result *r, dgm_error *e) {
    dgm_session *s = NULL;
    int code = dgm_session_new(arg, NULL, &s, e);
    if (!code)
        code = dgm_run_stage(s, "event", article, sizeof article - 1, conllu, sizeof conllu - 1, e);
    if (!code)
        keep(r, dgm_dump(s).p ? dgm_dump(s).p : "", dgm_dump(s).n);
    dgm_session_free(s);
    return code;
}

static int ask_actor(void *arg, result *r, dgm_error *e) {
    dgm_session *s = NULL;
    dgm_text t;
    int code = dgm_session_new(arg, NULL, &s, e);
    if (!code)
        code = dgm_actor(s, "the president of France", "2025-01-01", "FRA", &t, e);
    if (!code)
        keep(r, t.p, t.n);
    dgm_session_free(s);
    return code;
}

/* ---- the loop --------------------------------------------------------------------------------------------------------- */

/* All allocations; of a case with very many an even choice, unless ALL is set. */
static void each_allocation(const char *name, int (*run)(void *, result *, dgm_error *), void *arg) {
    result whole = {0}, r = {0};
    dgm_error e = {0};
    heap_begin(0);
    int code = run(arg, &whole, &e);
    heap.on = 0;
    uint64_t total = heap.calls, most = getenv("ALL") && *getenv("ALL") ? UINT64_MAX : 4000;
    uint64_t step = total > most ? total / most + 1 : 1, tried = 0;
    CHECK(name, code == DGM_OK, "without a failure: %s %s", e.where, e.what);
    CHECK(name, heap.live_count == 0, "without a failure %llu blocks leak", (unsigned long long)heap.live_count);
    for (uint64_t i = 1; i <= total; i += step, tried++) {
        e = (dgm_error){0};
        heap_begin(i);
        code = run(arg, &r, &e);
        heap.on = 0;
        CHECK(name, code == DGM_OK || code == DGM_MEMORY, "allocation %llu of %llu: code %d, %s: %s",
              (unsigned long long)i, (unsigned long long)total, code, e.where, e.what);
        CHECK(name, code == DGM_OK || e.code == DGM_MEMORY, "allocation %llu: no error object", (unsigned long long)i);
        CHECK(name, heap.live_count == 0, "allocation %llu: %llu blocks leak", (unsigned long long)i,
              (unsigned long long)heap.live_count);
        CHECK(name, !r.p || (r.n == whole.n && !memcmp(r.p, whole.p, r.n)),
              "allocation %llu of %llu: other bytes came out", (unsigned long long)i, (unsigned long long)total);
        free(r.p);
        r = (result){0};
    }
    printf("ok %s (%llu of %llu allocations)\n", name, (unsigned long long)tried, (unsigned long long)total);
    free(whole.p);
}

int main(int argc, char **argv) {
    dgm_model *m = NULL;
    dgm_error e = {0};
    if (argc != 2) {
        fprintf(stderr, "usage: fault-alloc MODEL\n");
        return 64;
    }
    json_set_alloc_funcs(__wrap_malloc, __wrap_free);
    each_allocation("compile", compile, NULL);
    each_allocation("compile a lexicon with errors", compile_errors, NULL);
    CHECK("open", dgm_model_open(argv[1], &m, &e) == DGM_OK, "%s: %s", e.where, e.what);
    each_allocation("open a model", open_model, argv[1]);
    each_allocation("read an article", run_text, m);
    each_allocation("read a page", run_html, m);
    each_allocation("read up to a stage, from given sentences", run_stage, m);
    each_allocation("ask who a phrase names", ask_actor, m);
    dgm_model_unref(m);
    return 0;
}
