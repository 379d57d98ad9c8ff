/* SPDX-License-Identifier: Apache-2.0 */
/* For the tests of rooms: what a stage makes of a text, as its dump, with the real model. */
#ifndef DGM_TEST_STAGE_TEXT_H
#define DGM_TEST_STAGE_TEXT_H

#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "dragoman/dragoman.h"

typedef struct reading {
    dgm_model *model;
    dgm_session *session;
} reading;

static inline int open_reading(void **state) {
    static reading r;
    dgm_error e = {0};
    if (dgm_model_open(DGM_TEST_MODEL, &r.model, &e) || dgm_session_new(r.model, NULL, &r.session, &e))
        return -1;
    *state = &r;
    return 0;
}

static inline int close_reading(void **state) {
    reading *r = *state;
    dgm_session_free(r->session);
    dgm_model_unref(r->model);
    return 0;
}

/* The dump as a string that lives until the next call. */
static inline const char *stage_text(void **state, const char *stage, const char *text, const char *published) {
    static char *copy;
    reading *r = *state;
    dgm_error e = {0};
    json_t *root = json_pack("{s:s, s:s, s:s}", "id", "t", "text", text, "language", "en");
    if (published)
        json_object_set_new(root, "published", json_string(published));
    char *json = json_dumps(root, JSON_COMPACT);
    int code = dgm_run_stage(r->session, stage, json, strlen(json), NULL, 0, &e);
    free(json);
    json_decref(root);
    if (code != DGM_OK)
        fail_msg("%s: %s: %s", stage, e.where, e.what);
    dgm_text t = dgm_dump(r->session);
    free(copy);
    copy = strndup(t.p ? t.p : "", t.n);
    return copy;
}

static inline void assert_has(const char *text, const char *part) {
    if (!strstr(text, part))
        fail_msg("there is no \"%s\" in:\n%s", part, text);
}
static inline void assert_lacks(const char *text, const char *part) {
    if (strstr(text, part))
        fail_msg("there is \"%s\" in:\n%s", part, text);
}

#define READING_TEST(f) cmocka_unit_test_setup_teardown(f, open_reading, close_reading)

#endif
