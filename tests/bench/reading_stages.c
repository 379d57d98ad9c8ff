/* SPDX-License-Identifier: Apache-2.0 */
/* bench-stages MODEL ARTICLES: processor seconds of each stage over all articles (JSON lines), "NAME SECONDS" a line; `all` is
 * the time of dgm_run. The first article is read once before, so that no stage pays for the model's pages.
 * bench-stages --compiler: the compiler that built it. */
#include <dragoman/dragoman.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STAGES 32

typedef struct clocks {
    const char *names[STAGES];
    double used[STAGES], begun;
    size_t count;
} clocks;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void on_stage(void *arg, const char *stage, int begins) {
    clocks *c = arg;
    size_t i = 0;
    if (begins) {
        c->begun = now();
        return;
    }
    while (i < c->count && strcmp(c->names[i], stage) != 0)
        i++;
    if (i == STAGES)
        return;
    if (i == c->count)
        c->names[c->count++] = stage;
    c->used[i] += now() - c->begun;
}

static int fail(const char *what, const dgm_error *e) {
    fprintf(stderr, "bench-stages: %s: %s\n", what, e->what);
    return 1;
}

static int run_all(dgm_session *s, FILE *f, clocks *c) {
    char *line = NULL;
    size_t cap = 0, articles = 0;
    double all = 0;
    ssize_t n;
    dgm_error e = {0};
    while ((n = getline(&line, &cap, f)) > 0) {
        if (articles++ == 0) {
            dgm_run(s, line, (size_t)n, &e);
            *c = (clocks){0};
        }
        double begun = now();
        if (dgm_run(s, line, (size_t)n, &e) != DGM_OK)
            break;
        all += now() - begun;
    }
    free(line);
    if (e.code != DGM_OK)
        return fail("an article", &e);
    for (size_t i = 0; i < c->count; i++)
        printf("%s %.6f\n", c->names[i], c->used[i]);
    printf("all %.6f\n", all);
    return 0;
}

static int print_compiler(void) {
#ifdef __clang__
    printf("clang-%d.%d\n", __clang_major__, __clang_minor__);
#else
    printf("gcc-%d.%d\n", __GNUC__, __GNUC_MINOR__);
#endif
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "--compiler") == 0)
        return print_compiler();
    if (argc != 3) {
        fprintf(stderr, "usage: bench-stages MODEL ARTICLES\n");
        return 64;
    }
    clocks c = {0};
    dgm_options options = {.timer = on_stage, .timer_arg = &c};
    dgm_model *model = NULL;
    dgm_session *session = NULL;
    dgm_error e = {0};
    int code = 1;
    FILE *f = fopen(argv[2], "rb");
    if (!f)
        perror(argv[2]);
    else if (dgm_model_open(argv[1], &model, &e) != DGM_OK || dgm_session_new(model, &options, &session, &e) != DGM_OK)
        fail(argv[1], &e);
    else
        code = run_all(session, f, &c);
    if (f)
        fclose(f);
    dgm_session_free(session);
    dgm_model_unref(model);
    return code;
}
