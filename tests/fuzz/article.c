/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as an article: an error with its code, or an extraction that is one JSON object in UTF-8; twice the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "dragoman/dragoman.h"
#include "fuzz.h"

static void fail(const char *what, const dgm_error *e) {
    fprintf(stderr, "fuzz-article: %s (%s: %s)\n", what, e->where, e->what);
    abort();
}

static dgm_session *session(void) {
    static dgm_session *s;
    dgm_model *m;
    dgm_error e = {0};
    if (s)
        return s;
    if (dgm_model_open(DGM_TEST_MODEL, &m, &e) || dgm_session_new(m, &(dgm_options){.metadata_only_other = 1}, &s, &e))
        fail("no session", &e);
    dgm_model_unref(m);
    return s;
}

static void check_text(dgm_text t, const dgm_error *e) {
    if (t.n < 2 || t.p[0] != '{' || t.p[t.n - 1] != '}' || dgm_utf8_check(t.p, t.n) != t.n || memchr(t.p, '\n', t.n))
        fail("a record is not one line of JSON in UTF-8", e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dgm_session *s = session();
    dgm_error e = {0};
    int code = dgm_run(s, (const char *)data, size, &e);
    if (code) {
        if (code != e.code || !e.what[0] || dgm_extraction(s).p || dgm_event_count(s))
            fail("an error without its error", &e);
        if (!dgm_error_code(code)[0] || code == DGM_INTERNAL)
            fail("an article made an error that is none of its own", &e);
        return 0;
    }
    check_text(dgm_extraction(s), &e);
    for (size_t i = 0; i < dgm_event_count(s); i++)
        check_text(dgm_event_record(s, i, NULL, NULL), &e);
    size_t n = dgm_extraction(s).n;
    char *first = malloc(n);
    if (!first)
        return 0;
    memcpy(first, dgm_extraction(s).p, n);
    if (dgm_run(s, (const char *)data, size, &e) || dgm_extraction(s).n != n ||
        memcmp(dgm_extraction(s).p, first, n) != 0)
        fail("the second reading differs", &e);
    free(first);
    return 0;
}
