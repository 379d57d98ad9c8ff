/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as an article: an error with its code, or an extraction that is one JSON object in UTF-8, whose spans hold what it says
 * they hold; twice the same. */
#include <jansson.h>
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

/* ---- spans -- */

/* Bytes of so many code points. */
static size_t bytes_of(dgm_text t, json_int_t points) {
    size_t at = 0;
    while (points > 0 && at < t.n) {
        uint32_t step;
        dgm_utf8_next(t.p + at, (uint32_t)(t.n - at), &step);
        at += step;
        points--;
    }
    return points == 0 ? at : SIZE_MAX;
}

/* A quotation's text leaves out what interrupts it; else it is the text there. */
static bool same(const char *p, size_t n, const char *said, size_t m, bool interrupted) {
    if (!interrupted)
        return n == m && memcmp(p, said, n) == 0;
    size_t k = 0;
    for (size_t i = 0; i < n && k < m; i++)
        k += p[i] == said[k] || said[k] == ' ';
    return k == m;
}

static void check_span(const json_t *object, dgm_text text, bool quote, const dgm_error *e) {
    const json_t *start = json_object_get(object, "start"), *end = json_object_get(object, "end"),
                 *said = json_object_get(object, "text");
    if (!json_is_integer(start) || !json_is_integer(end))
        return;
    size_t a = bytes_of(text, json_integer_value(start)), b = bytes_of(text, json_integer_value(end));
    if (json_integer_value(start) < 0 || a > b || b > text.n)
        fail("a span lies outside the text", e);
    if (json_is_string(said) && !same(text.p + a, b - a, json_string_value(said), json_string_length(said), quote))
        fail("a span does not hold its text", e);
}

/* All objects but what the article brought along itself. */
static void check_spans(json_t *root, dgm_text text, const dgm_error *e) {
    static struct {
        json_t *value;
        bool quote;
    } todo[1 << 16];
    size_t n = 0;
    todo[n].value = root, todo[n++].quote = false;
    while (n) {
        json_t *at = todo[--n].value, *value;
        bool quote = todo[n].quote;
        const char *key;
        size_t i;
        check_span(at, text, quote, e);
        json_object_foreach(at, key, value) if (n < sizeof todo / sizeof todo[0] && strcmp(key, "extra") != 0) {
            todo[n].value = value;
            todo[n++].quote = quote || strcmp(key, "quotes") == 0;
        }
        if (json_is_array(at))
            json_array_foreach(at, i, value) if (n < sizeof todo / sizeof todo[0]) todo[n].value = value,
                                                                                   todo[n++].quote = quote;
    }
}

/* What the spans point into: the page's text as the extraction gives it, or the article's own. */
static void check_extraction(dgm_text extraction, const char *input, size_t size, const dgm_error *e) {
    json_t *out = json_loadb(extraction.p, extraction.n, 0, NULL), *in = json_loadb(input, size, 0, NULL);
    if (!out)
        fail("the extraction cannot be read", e);
    const json_t *text = json_object_get(json_object_get(out, "article"), "text");
    if (!json_is_string(text))
        text = json_object_get(in, "text"); /* NULL where this reader takes fewer numbers than the core does */
    if (json_is_string(text))
        check_spans(out, (dgm_text){json_string_value(text), json_string_length(text)}, e);
    json_decref(out);
    json_decref(in);
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
    check_extraction(dgm_extraction(s), (const char *)data, size, &e);
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
