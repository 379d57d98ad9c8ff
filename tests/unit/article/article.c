/* SPDX-License-Identifier: Apache-2.0 */
/* The door: what comes in as JSON, what is refused and by which code, what is only warned about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "pipeline/stage.h"

typedef struct bench {
    dgm_doc doc;
    dgm_arena *article, *scratch;
    dgm_error error;
} bench;

static int setup(void **state) {
    bench *b = calloc(1, sizeof *b);
    b->article = dgm_arena_new(1 << 24), b->scratch = dgm_arena_new(1 << 24);
    *state = b;
    return b->article && b->scratch ? 0 : -1;
}

static int teardown(void **state) {
    bench *b = *state;
    dgm_arena_free(b->article), dgm_arena_free(b->scratch);
    free(b);
    return 0;
}

static int read_bytes(bench *b, const char *json, size_t n) {
    static const dgm_options options;
    atomic_int cancel = 0;
    dgm_budget budget = {1u << 30, &cancel};
    dgm_arena_reset(b->article, 0);
    memset(&b->error, 0, sizeof b->error);
    b->doc = (dgm_doc){.arena = b->article};
    dgm_stage stage = {.doc = &b->doc,
                       .scratch = b->scratch,
                       .budget = &budget,
                       .options = &options,
                       .json = json,
                       .json_n = n,
                       .error = &b->error};
    return dgm_room_article.run(&stage);
}

static int read_text(bench *b, const char *json) { return read_bytes(b, json, strlen(json)); }

static void is(dgm_str got, const char *wanted) {
    char copy[512];
    assert_true(got.n < sizeof copy);
    memcpy(copy, got.p ? got.p : "", got.n);
    copy[got.n] = '\0';
    assert_string_equal(copy, wanted);
}

static void reads_all_fields(void **state) {
    bench *b = *state;
    assert_int_equal(
        read_text(
            b, "{\"id\":\"x-1\",\"text\":\"Caf\\u00e9 \\ud83d\\ude00\",\"url\":\"https://a.example/1\",\"title\":\"T\","
               "\"source\":\"S\",\"language\":\"en\",\"published\":\"2025-10-22T14:05:00+05:30\",\"seen\":[1,null]}"),
        DGM_OK);
    is(b->doc.input.id, "x-1");
    is(b->doc.text, "Caf\u00e9 \U0001F600");
    is(b->doc.input.url, "https://a.example/1");
    is(b->doc.input.title, "T");
    is(b->doc.input.source, "S");
    is(b->doc.input.language, "en");
    is(b->doc.input.published_at, "2025-10-22T08:35:00Z");
    assert_int_equal(b->doc.input.published.day, 22);
    is(b->doc.input.extra, "{\"seen\":[1,null]}");
}

static void null_is_absent(void **state) {
    bench *b = *state;
    assert_int_equal(
        read_text(b, "{\"id\":null,\"text\":\"a b\",\"url\":null,\"title\":null,\"source\":null,\"published\":null,"
                     "\"fetched\":null,\"language\":null,\"html\":null}"),
        DGM_OK);
    assert_int_equal(b->doc.input.title.n, 0);
    assert_int_equal(b->doc.warnings.count, 0);
    is(b->doc.input.extra, "{}");
}

static void ids(void **state) {
    bench *b = *state;
    static const struct {
        const char *json, *id;
    } cases[] = {{"{\"text\":\"a\",\"id\":42}", "42"},
                 {"{\"text\":\"a\",\"id\":-7}", "-7"},
                 {"{\"text\":\"a\",\"id\":1024.0}", "1024"},
                 {"{\"text\":\"a\",\"id\":18446744073709551615}", "18446744073709551615"},
                 {"{\"text\":\"a\",\"id\":\"\"}", "a-ca978112ca1bbdcafac231b39a23dc4d"},
                 {"{\"text\":\"a\"}", "a-ca978112ca1bbdcafac231b39a23dc4d"}}; /* SHA-256 of "a" */
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(read_text(b, cases[i].json), DGM_OK);
        is(b->doc.input.id, cases[i].id);
    }
    assert_int_equal(read_text(b, "{\"text\":\"a\",\"id\":1.5}"), DGM_WRONG_TYPE);
    assert_int_equal(read_text(b, "{\"text\":\"a\",\"id\":true}"), DGM_WRONG_TYPE);
}

static void wide_numbers_are_carried(void **state) {
    bench *b = *state;
    assert_int_equal(
        read_text(
            b, "{\"text\":\"a 1e999\",\"h\":18446744073709551616,\"e\":1e999,\"n\":-1E+400,\"k\":9223372036854775807,"
               "\"s\":\"\\\" 1e999\"}"),
        DGM_OK);
    is(b->doc.text, "a 1e999");
    is(b->doc.input.extra,
       "{\"h\":\"18446744073709551616\",\"e\":\"1e999\",\"n\":\"-1E+400\",\"k\":9223372036854775807,"
       "\"s\":\"\\\" 1e999\"}");
}

static void what_is_too_much_is_left_out(void **state) {
    bench *b = *state;
    char json[8192];
    snprintf(json, sizeof json, "{\"text\":\"a\",\"x\":\"%05000d\"}", 7);
    assert_int_equal(read_text(b, json), DGM_OK);
    is(b->doc.input.extra, "{}");
    assert_int_equal(b->doc.warnings.count, 1);
}

static void refused(void **state) {
    bench *b = *state;
    static const struct {
        const char *json;
        int code;
    } cases[] = {{"", DGM_NOT_JSON},
                 {"{", DGM_NOT_JSON},
                 {"[1]", DGM_NOT_JSON},
                 {"\"text\"", DGM_NOT_JSON},
                 {"{\"text\":\"a\"} x", DGM_NOT_JSON},
                 {"{\"text\":NaN}", DGM_NOT_JSON},
                 {"{\"text\":\"a\",\"n\":01}", DGM_NOT_JSON},
                 {"{\"text\":\"a\nb\"}", DGM_NOT_JSON},
                 {"{}", DGM_MISSING_TEXT},
                 {"{\"text\":null,\"html\":null}", DGM_MISSING_TEXT},
                 {"{\"text\":5}", DGM_WRONG_TYPE},
                 {"{\"text\":[\"a\"]}", DGM_WRONG_TYPE},
                 {"{\"text\":\"a\",\"url\":5}", DGM_WRONG_TYPE},
                 {"{\"text\":\"a\",\"title\":{}}", DGM_WRONG_TYPE},
                 {"{\"text\":\"\"}", DGM_EMPTY},
                 {"{\"text\":\" \\n\\t\\u00a0\\u200b\\ufeff\"}", DGM_EMPTY},
                 {"{\"text\":\"a\\u0000b\"}", DGM_BAD_TEXT},
                 {"{\"text\":\"a\",\"title\":\"\\u0000\"}", DGM_BAD_TEXT},
                 {"{\"text\":\"a\",\"x\\u0000\":1}", DGM_BAD_TEXT},
                 {"{\"text\":\"a \\ud800 b\"}", DGM_BAD_TEXT},
                 {"{\"text\":\"a \\udc00\\ud800 b\"}", DGM_BAD_TEXT},
                 {"{\"text\":\"a \xff b\"}", DGM_BAD_UTF8},
                 {"{\"text\":\"\xed\xa0\x80\"}", DGM_BAD_UTF8},
                 {"{\"text\":\"\xc0\xaf\"}", DGM_BAD_UTF8}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int rc = read_text(b, cases[i].json);
        if (rc != cases[i].code)
            print_error("case %zu: %s gave %d, %s\n", i, cases[i].json, rc, b->error.what);
        assert_int_equal(rc, cases[i].code);
        assert_int_equal(b->error.code, rc);
        assert_true(b->error.what[0] != '\0');
    }
}

/* A message of ours never holds a piece of the article. */
static void errors_do_not_quote(void **state) {
    bench *b = *state;
    assert_int_equal(read_text(b, "{\"text\":\"secret words\" secret}"), DGM_NOT_JSON);
    assert_null(strstr(b->error.what, "secret"));
    assert_string_equal(b->error.where, "line 1, column 29");
}

static void schema_ids(void **state) {
    bench *b = *state;
    static const char good[] = "\0\0\0\0\7{\"text\":\"a\"}", avro[] = "\0\0\0\0\7\x02\x10hello", cut[] = "\0\0";
    assert_int_equal(read_bytes(b, good, sizeof good - 1), DGM_OK);
    is(b->doc.text, "a");
    assert_int_equal(read_bytes(b, avro, sizeof avro - 1), DGM_NOT_JSON);
    assert_non_null(strstr(b->error.hint, "serializer"));
    assert_int_equal(read_bytes(b, cut, sizeof cut - 1), DGM_NOT_JSON);
    assert_int_equal(read_text(b, "\xEF\xBB\xBF{\"text\":\"a\"}"), DGM_OK); /* a byte order mark */
}

static void nesting_is_bounded(void **state) {
    bench *b = *state;
    enum { DEPTH = 100000 };
    char *json = malloc(2 * DEPTH + 32);
    assert_non_null(json);
    size_t n = (size_t)sprintf(json, "{\"text\":\"a\",\"x\":");
    memset(json + n, '[', DEPTH);
    memset(json + n + DEPTH, ']', DEPTH);
    json[n + 2 * DEPTH] = '}';
    assert_int_equal(read_bytes(b, json, n + 2 * DEPTH + 1), DGM_NOT_JSON);
    assert_non_null(strstr(b->error.what, "nested"));
    free(json);
}

static void the_last_of_two_fields_counts(void **state) {
    bench *b = *state;
    assert_int_equal(read_text(b, "{\"text\":5,\"text\":\"second\"}"), DGM_OK);
    is(b->doc.text, "second");
}

static void moments(void **state) {
    bench *b = *state;
    static const struct {
        const char *value, *day, *at;
    } cases[] = {{"\"2025-10-22\"", "2025-10-22", ""},
                 {"\"2025-10-22T14:05:00Z\"", "2025-10-22", "2025-10-22T14:05:00Z"},
                 {"\"2025-10-22t14:05:00.123456z\"", "2025-10-22", "2025-10-22T14:05:00Z"},
                 {"\"2025-10-22 14:05\"", "2025-10-22", "2025-10-22T14:05:00Z"},
                 {"\"2025-10-22T23:30:00-08:00\"", "2025-10-22", "2025-10-23T07:30:00Z"},
                 {"\"2025-10-22T14:05:00+0530\"", "2025-10-22", "2025-10-22T08:35:00Z"},
                 {"1761142500", "2025-10-22", "2025-10-22T14:15:00Z"},
                 {"1761142500000", "2025-10-22", "2025-10-22T14:15:00Z"},
                 {"1761142500.75", "2025-10-22", "2025-10-22T14:15:00Z"},
                 {"\"1761142500\"", "2025-10-22", "2025-10-22T14:15:00Z"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char json[128], day[11];
        snprintf(json, sizeof json, "{\"text\":\"a\",\"published\":%s}", cases[i].value);
        assert_int_equal(read_text(b, json), DGM_OK);
        dgm_date_print(b->doc.input.published, day);
        assert_string_equal(day, cases[i].day);
        is(b->doc.input.published_at, cases[i].at);
        assert_int_equal(b->doc.warnings.count, 0);
    }
}

static void unreadable_moments_warn(void **state) {
    bench *b = *state;
    static const char *const cases[] = {"\"yesterday\"",
                                        "\"2025-02-30\"",
                                        "\"2025-10-22T24:00:00Z\"",
                                        "[1]",
                                        "{}",
                                        "true",
                                        "-5",
                                        "0",
                                        "1e999",
                                        "\"0001-01-01T00:00:00Z\"",
                                        "\"9999-12-31T23:59:59-10:00\"",
                                        "\"2025-10-22T14:05:00+25:00\""};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char json[128];
        snprintf(json, sizeof json, "{\"text\":\"a\",\"published\":%s}", cases[i]);
        assert_int_equal(read_text(b, json), DGM_OK);
        assert_int_equal(b->doc.input.published.year, 0);
        assert_int_equal(b->doc.input.published_at.n, 0);
        assert_int_equal(b->doc.warnings.count, 1);
    }
}

static void no_article_is_from_tomorrow(void **state) {
    bench *b = *state;
    assert_int_equal(
        read_text(b, "{\"text\":\"a\",\"published\":\"2025-10-24T09:00:00Z\",\"fetched\":\"2025-10-22T14:00:00Z\"}"),
        DGM_OK);
    assert_int_equal(b->doc.input.published.year, 0);
    assert_int_equal(b->doc.warnings.count, 1);
    assert_int_equal(
        read_text(b, "{\"text\":\"a\",\"published\":\"2025-10-23T09:00:00Z\",\"fetched\":\"2025-10-22T14:00:00Z\"}"),
        DGM_OK);
    assert_int_equal(b->doc.input.published.day, 23);
    assert_int_equal(b->doc.warnings.count, 0);
}

static void html_alone_is_enough(void **state) {
    bench *b = *state;
    assert_int_equal(read_text(b, "{\"html\":\"<p>a b\"}"), DGM_OK);
    assert_true(b->doc.text_from_html);
    assert_int_equal(read_text(b, "{\"text\":\"a\",\"html\":\"<p>a b\"}"), DGM_OK);
    assert_false(b->doc.text_from_html);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_all_fields),
                                       cmocka_unit_test(null_is_absent),
                                       cmocka_unit_test(ids),
                                       cmocka_unit_test(wide_numbers_are_carried),
                                       cmocka_unit_test(what_is_too_much_is_left_out),
                                       cmocka_unit_test(refused),
                                       cmocka_unit_test(errors_do_not_quote),
                                       cmocka_unit_test(schema_ids),
                                       cmocka_unit_test(nesting_is_bounded),
                                       cmocka_unit_test(the_last_of_two_fields_counts),
                                       cmocka_unit_test(moments),
                                       cmocka_unit_test(unreadable_moments_warn),
                                       cmocka_unit_test(no_article_is_from_tomorrow),
                                       cmocka_unit_test(html_alone_is_enough)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
