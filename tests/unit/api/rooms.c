/* SPDX-License-Identifier: Apache-2.0 */
/* The public functions with the real model and every room at work. */
#define _GNU_SOURCE /* memmem */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dragoman/dragoman.h"

static const char article[] = "{\"id\":\"test-1\",\"published\":\"2025-03-05\",\"language\":\"en\","
                              "\"text\":\"PARIS, March 4 (Reuters) - The president of "
                              "France met the chancellor of Germany in Paris on Tuesday.\\n\\nThe two "
                              "leaders discussed trade. \\\"We agreed on a plan for "
                              "the coming year,\\\" the president said.\\n\"}";

static dgm_model *open_model(void) {
    dgm_model *m;
    dgm_error e = {0};
    if (dgm_model_open(DGM_TEST_MODEL, &m, &e))
        fail_msg("%s: %s (%s)", e.where, e.what, e.hint);
    return m;
}

static dgm_session *open_session(dgm_model *m, const dgm_options *options) {
    dgm_session *s;
    dgm_error e = {0};
    assert_int_equal(dgm_session_new(m, options, &s, &e), DGM_OK);
    return s;
}

static int run(dgm_session *s, const char *json, dgm_error *e) { return dgm_run(s, json, strlen(json), e); }

static void reads_an_article(void **state) {
    (void)state;
    dgm_model *m = open_model();
    dgm_session *s = open_session(m, NULL);
    dgm_error e = {0};
    assert_memory_equal(dgm_model_id(m), "sha256:", 7);
    assert_int_equal(strlen(dgm_model_id(m)), 71);
    assert_string_equal(dgm_lookup(m, "states", "code", "DEU", "cow"), "255");
    assert_string_equal(dgm_lookup(m, "states", "code", "deu", "cow"), ""); /* a code is its letters */
    assert_string_equal(dgm_lookup(m, "states", "code", "QQQ", "cow"), "");
    assert_string_equal(dgm_lookup(m, "states", "code", "", "cow"), "");
    assert_string_equal(dgm_lookup(m, "states", "code", "DEU", "moon"), "");
    assert_string_equal(dgm_lookup(m, "states", "name", "DEU", "cow"), ""); /* no index over that column */
    assert_string_equal(dgm_lookup(m, "moons", "code", "DEU", "cow"), "");
    dgm_model_unref(m); /* the session keeps it */
    if (run(s, article, &e))
        fail_msg("%s: %s", e.where, e.what);
    dgm_text x = dgm_extraction(s);
    assert_true(x.n > 2 && x.p[0] == '{' && x.p[x.n - 1] == '}');
    assert_int_equal(dgm_article_id(s).n, 6);
    assert_memory_equal(dgm_article_id(s).p, "test-1", 6);
    for (size_t i = 0; i < dgm_event_count(s); i++) {
        char id[37];
        double confidence = -1;
        dgm_text r = dgm_event_record(s, i, id, &confidence);
        assert_true(r.n > 2 && r.p[0] == '{' && r.p[r.n - 1] == '}');
        assert_int_equal(strlen(id), 36);
        assert_true(confidence >= 0 && confidence <= 1);
    }
    assert_true(dgm_event_count(s) > 0);
    assert_null(dgm_event_record(s, dgm_event_count(s), NULL, NULL).p);
    dgm_session_free(s);
}

/* An error leaves nothing behind, and the same bytes come before and after it.
 */
static void stays_usable_and_says_the_same(void **state) {
    (void)state;
    dgm_model *m = open_model();
    dgm_session *s = open_session(m, NULL);
    dgm_error e = {0};
    assert_int_equal(run(s, article, &e), DGM_OK);
    dgm_text x = dgm_extraction(s);
    char *first = malloc(x.n);
    size_t n = x.n;
    memcpy(first, x.p, n);
    static const struct {
        const char *json;
        int code;
    } cases[] = {
        {"", DGM_NOT_JSON},
        {"{", DGM_NOT_JSON},
        {"[]", DGM_NOT_JSON},
        {"{}", DGM_MISSING_TEXT},
        {"{\"text\":7}", DGM_WRONG_TYPE},
        {"{\"text\":\" \\n \"}", DGM_EMPTY},
        {"{\"text\":\"\xFF\"}", DGM_BAD_UTF8},
        {"{\"text\":\"a\\u0000b\"}", DGM_BAD_TEXT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(run(s, cases[i].json, &e), cases[i].code);
        assert_int_equal(e.code, cases[i].code);
        assert_true(e.what[0] != '\0');
        assert_null(dgm_extraction(s).p);
        assert_null(dgm_article_id(s).p);
        assert_int_equal(dgm_event_count(s), 0);
        assert_int_equal(run(s, article, &e), DGM_OK);
        assert_int_equal(e.code, DGM_OK); /* the run began anew */
        x = dgm_extraction(s);
        assert_int_equal(x.n, n);
        assert_memory_equal(x.p, first, n);
    }
    free(first);
    dgm_session_free(s);
    dgm_model_unref(m);
}

static void keeps_limits(void **state) {
    (void)state;
    dgm_model *m = open_model();
    dgm_error e = {0};
    dgm_session *s = open_session(m, &(dgm_options){.max_input = 50});
    assert_int_equal(run(s, article, &e), DGM_TOO_LARGE);
    dgm_session_free(s);
    s = open_session(m, &(dgm_options){.max_work = 20});
    assert_int_equal(run(s, article, &e), DGM_TOO_COMPLEX);
    dgm_session_free(s);
    s = open_session(m, &(dgm_options){.max_memory = 4096});
    assert_int_equal(run(s, article, &e), DGM_TOO_COMPLEX);
    dgm_session_free(s);
    dgm_model_unref(m);
}

static void shows_stages(void **state) {
    (void)state;
    dgm_model *m = open_model();
    dgm_session *s = open_session(m, NULL);
    dgm_error e = {0};
    static const char *const stages[] = {"article", "clean", "segment", "tag",   "parse", "entity", "coref",
                                         "quote",   "event", "when",    "where", "story", "record"};
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        if (dgm_run_stage(s, stages[i], article, sizeof article - 1, NULL, 0, &e))
            fail_msg("%s: %s", e.where, e.what);
        if (!dgm_dump(s).n)
            fail_msg("%s shows nothing", stages[i]);
    }
    static const char conllu[] = "1\tThe\t_\t_\t_\t_\t_\t_\t_\t_\n2\tpresident\t_\t_\t_\t_\t_\t_\t_\t_\n";
    assert_int_equal(dgm_run_stage(s, "parse", article, sizeof article - 1, conllu, sizeof conllu - 1, &e), DGM_OK);
    dgm_text dump = dgm_dump(s);
    assert_memory_equal(dump.p, "# sent_id = 1\n# text = The president\n1\tThe\t", 43);
    dgm_session_free(s);
    dgm_model_unref(m);
}

static void answers_who_a_phrase_names(void **state) {
    (void)state;
    dgm_model *m = open_model();
    dgm_session *s = open_session(m, NULL);
    dgm_error e = {0};
    dgm_text t;
    assert_int_equal(dgm_actor(s, "Germany", "2025-01-01", NULL, &t, &e), DGM_OK);
    assert_true(t.n > 2 && t.p[0] == '{' && t.p[t.n - 1] == '}');
    assert_non_null(memmem(t.p, t.n, "\"DEU\"", 5));
    assert_int_equal(dgm_actor(s, "", NULL, NULL, &t, &e), DGM_BAD_ARGUMENT);
    dgm_session_free(s);
    dgm_model_unref(m);
}

typedef struct job {
    dgm_model *model;
    char *extraction;
    size_t n;
} job;

static void *read_some(void *arg) {
    job *j = arg;
    dgm_session *s = NULL;
    dgm_error e = {0};
    if (dgm_session_new(j->model, NULL, &s, &e))
        return NULL;
    for (int i = 0; i < 10 && !dgm_run(s, article, sizeof article - 1, &e); i++) {
        dgm_text x = dgm_extraction(s);
        char *p = realloc(j->extraction, x.n);
        if (!p)
            break;
        memcpy(p, x.p, x.n);
        j->extraction = p;
        j->n = x.n;
    }
    dgm_session_free(s);
    dgm_model_unref(j->model);
    return NULL;
}

/* Four threads share a model and give the same bytes; the last one to leave
 * frees it (ThreadSanitizer looks on). */
static void threads_share_a_model(void **state) {
    (void)state;
    dgm_model *m = open_model();
    pthread_t threads[4];
    job jobs[4] = {0};
    for (int i = 0; i < 4; i++) {
        jobs[i].model = dgm_model_ref(m);
        assert_int_equal(pthread_create(&threads[i], NULL, read_some, &jobs[i]), 0);
    }
    dgm_model_unref(m);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < 4; i++) {
        assert_true(jobs[i].n > 0);
        assert_int_equal(jobs[i].n, jobs[0].n);
        assert_memory_equal(jobs[i].extraction, jobs[0].extraction, jobs[0].n);
    }
    for (int i = 0; i < 4; i++)
        free(jobs[i].extraction);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_an_article),
        cmocka_unit_test(stays_usable_and_says_the_same),
        cmocka_unit_test(keeps_limits),
        cmocka_unit_test(shows_stages),
        cmocka_unit_test(answers_who_a_phrase_names),
        cmocka_unit_test(threads_share_a_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
