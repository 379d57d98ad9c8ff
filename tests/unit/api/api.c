/* SPDX-License-Identifier: Apache-2.0 */
/* The public functions, with the real model, as a program sees them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dragoman/dragoman.h"

static const char article[] = "{\"id\":\"test-1\",\"published\":\"2025-03-05\",\"language\":\"en\",\"text\":\"PARIS, "
                              "March 4 (Reuters) - The president of "
                              "France met the chancellor of Germany in Paris on Tuesday.\\n\\nThe two leaders "
                              "discussed trade. \\\"We agreed on a plan for "
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

static void names_every_error(void **state) {
    (void)state;
    assert_string_equal(dgm_error_code(DGM_NOT_JSON), "not-json");
    assert_string_equal(dgm_error_code(DGM_MEMORY), "");
    assert_string_equal(dgm_error_code(-1), "");
    assert_string_equal(dgm_error_text(DGM_ERROR_COUNT), "an unknown error");
    for (int i = 0; i < DGM_ERROR_COUNT; i++)
        assert_true(strlen(dgm_error_text(i)) > 5);
    assert_true(strlen(dgm_version()) >= 5);
}

static void names_every_type(void **state) {
    (void)state;
    size_t n = 0;
    for (; *dgm_event_type(n); n++)
        for (size_t i = 0; i < n; i++)
            assert_string_not_equal(dgm_event_type(n), dgm_event_type(i));
    assert_int_equal(n, 16); /* PLOVER's */
    assert_string_equal(dgm_event_type(0), "AGREE");
    assert_string_equal(dgm_event_type(15), "ASSAULT");
    assert_string_equal(dgm_event_type(SIZE_MAX), "");
}

static void refuses_nonsense(void **state) {
    (void)state;
    dgm_model *m = open_model(), *none;
    dgm_session *s;
    dgm_error e = {0};
    dgm_text t;
    assert_int_equal(dgm_model_open("/nowhere/x.model", &none, &e), DGM_NOT_FOUND);
    assert_string_equal(e.where, "/nowhere/x.model");
    assert_null(none);
    e = (dgm_error){0};
    assert_int_equal(dgm_model_open(DGM_TEST_ROOT "/VERSION", &none, &e), DGM_BAD_MODEL);
    assert_int_equal(dgm_model_open(NULL, &none, NULL), DGM_BAD_ARGUMENT);
    assert_int_equal(dgm_session_new(NULL, NULL, &s, NULL), DGM_BAD_ARGUMENT);
    s = open_session(m, NULL);
    assert_int_equal(dgm_run(s, NULL, 5, NULL), DGM_BAD_ARGUMENT);
    assert_int_equal(dgm_run_stage(s, "nothing", article, sizeof article - 1, NULL, 0, &e), DGM_NOT_FOUND);
    assert_string_equal(e.what, "there is no stage \"nothing\"");
    e = (dgm_error){0};
    assert_int_equal(dgm_actor(s, "France", "yesterday", "", &t, &e), DGM_BAD_ARGUMENT);
    assert_string_equal(e.what, "\"yesterday\" is not a date");
    dgm_session_free(s);
    dgm_session_free(NULL);
    dgm_model_unref(m);
    dgm_model_unref(NULL);
}

static void count_calls(void *arg, const char *stage, int begins) {
    int *balance = arg;
    (void)stage;
    *balance += begins ? 1 : -1;
    balance[1]++;
}

static void calls_the_timer_around_stages(void **state) {
    (void)state;
    dgm_model *m = open_model();
    int balance[2] = {0};
    dgm_session *s = open_session(m, &(dgm_options){.timer = count_calls, .timer_arg = balance});
    dgm_error e = {0};
    assert_int_equal(run(s, article, &e), DGM_OK);
    assert_int_equal(balance[0], 0);
    assert_int_equal(balance[1], 26);
    dgm_session_free(s);
    dgm_model_unref(m);
}

static void cancel_from_timer(void *arg, const char *stage, int begins) {
    dgm_session **s = arg;
    if (begins && !strcmp(stage, "tag"))
        dgm_cancel(*s);
}

static void can_be_cancelled(void **state) {
    (void)state;
    dgm_model *m = open_model();
    dgm_session *s = NULL;
    dgm_error e = {0};
    assert_int_equal(dgm_session_new(m, &(dgm_options){.timer = cancel_from_timer, .timer_arg = &s}, &s, &e), DGM_OK);
    assert_int_equal(run(s, article, &e), DGM_CANCELLED);
    assert_string_equal(e.where, "tag");
    dgm_session_free(s);
    dgm_model_unref(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_every_error), cmocka_unit_test(names_every_type),
        cmocka_unit_test(refuses_nonsense),  cmocka_unit_test(calls_the_timer_around_stages),
        cmocka_unit_test(can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
