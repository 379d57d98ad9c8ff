/* SPDX-License-Identifier: Apache-2.0 */
/* The printer: what it writes is JSON, whatever it is given. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>

#include "base/utf8.h"
#include "record/json.h"

typedef struct printer {
    dgm_buf buf;
    dgm_json json;
} printer;

static dgm_json *start(printer *p) {
    dgm_buf_init(&p->buf, 1 << 20);
    p->json = (dgm_json){.out = &p->buf};
    return &p->json;
}

static void expect(printer *p, const char *text) {
    assert_false(p->buf.failed);
    assert_string_equal(p->buf.p, text);
    dgm_buf_done(&p->buf);
}

static void punctuation_stands_where_it_belongs(void **state) {
    (void)state;
    printer p;
    dgm_json *j = start(&p);
    dgm_json_open(j, '{');
    dgm_json_key(j, "a"), dgm_json_int(j, -3);
    dgm_json_key(j, "b"), dgm_json_open(j, '['), dgm_json_close(j, ']');
    dgm_json_key(j, "c");
    dgm_json_open(j, '[');
    dgm_json_bool(j, true), dgm_json_null(j), dgm_json_text(j, "x");
    dgm_json_open(j, '{'), dgm_json_close(j, '}');
    dgm_json_close(j, ']');
    dgm_json_close(j, '}');
    expect(&p, "{\"a\":-3,\"b\":[],\"c\":[true,null,\"x\",{}]}");
}

static void strings_are_escaped(void **state) {
    (void)state;
    static const struct {
        const char *in;
        uint32_t n;
        const char *out;
    } cases[] = {
        {"", 0, "\"\""},
        {"a\"b\\c/d", 7, "\"a\\\"b\\\\c/d\""},
        {"\b\t\n\f\r", 5, "\"\\b\\t\\n\\f\\r\""},
        {"\0\x01\x1f\x7f", 4, "\"\\u0000\\u0001\\u001f\x7f\""},
        {"caf\xc3\xa9 \xf0\x9f\x95\x8a", 10, "\"caf\xc3\xa9 \xf0\x9f\x95\x8a\""},
        {"\xef\xbf\xbd", 3, "\"\xef\xbf\xbd\""},                         /* a real U+FFFD stays one */
        {"x\xc3", 2, "\"x\xef\xbf\xbd\""},                               /* cut in the middle of a character */
        {"\xa9y", 2, "\"\xef\xbf\xbdy\""},                               /* begun in the middle */
        {"\xed\xa0\x80", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""}, /* a surrogate */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        printer p;
        dgm_json_str(start(&p), (dgm_str){cases[i].in, cases[i].n});
        expect(&p, cases[i].out);
    }
}

/* Strings are looked at eight bytes at a time: what needs care is found at each of them, and behind. */
static void every_place_is_looked_at(void **state) {
    static const struct {
        char byte;
        const char *written;
    } cases[] = {{'"', "\\\""}, {'\\', "\\\\"}, {'\n', "\\n"}, {'\x1f', "\\u001f"}, {'\x80', "\xef\xbf\xbd"},
                 {' ', " "},    {'!', "!"}};
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++)
        for (uint32_t at = 0; at < 20; at++) {
            printer p;
            char text[] = "abcdefghijklmnopqrst", wanted[64];
            text[at] = cases[c].byte;
            snprintf(wanted, sizeof wanted, "\"%.*s%s%s\"", (int)at, text, cases[c].written, text + at + 1);
            dgm_json_str(start(&p), DGM_STR(text));
            expect(&p, wanted);
        }
}

static void nothing_known_is_null(void **state) {
    (void)state;
    printer p;
    dgm_json *j = start(&p);
    dgm_json_open(j, '[');
    dgm_json_str_or_null(j, (dgm_str){0}), dgm_json_str_or_null(j, DGM_STR("x"));
    dgm_json_date(j, (dgm_date){0}), dgm_json_date(j, (dgm_date){2025, 10, 2});
    dgm_json_close(j, ']');
    expect(&p, "[null,\"x\",null,\"2025-10-02\"]");
}

static void reals_are_rounded_by_us(void **state) {
    (void)state;
    static const struct {
        double in;
        int places;
        const char *out;
    } cases[] = {
        {0, 3, "0.0"},
        {2, 3, "2.0"},
        {0.8725, 3, "0.873"},
        {-0.1257, 4, "-0.1257"},
        {0.05, 3, "0.05"},
        {0.005, 3, "0.005"},
        {-0.00001, 4, "0.0"},
        {51.50853, 4, "51.5085"},
        {0.9996, 3, "1.0"},
        {5000000, 2, "5000000.0"},
        {-6.5, 1, "-6.5"},
        {1e15, 2, "null"},
        {NAN, 2, "null"},
        {-INFINITY, 2, "null"},
        {123456789012.25, 2, "123456789012.25"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        printer p;
        dgm_json_real(start(&p), cases[i].in, cases[i].places);
        expect(&p, cases[i].out);
    }
}

/* Every pair of bytes, between letters: a reader that is not ours takes it, and the text is UTF-8. */
static void any_bytes_make_a_valid_string(void **state) {
    (void)state;
    for (unsigned a = 0; a < 256; a++)
        for (unsigned b = 0; b < 256; b++) {
            printer p;
            char text[4] = {'x', (char)a, (char)b, 'y'};
            json_error_t e;
            dgm_json_str(start(&p), (dgm_str){text, 4});
            assert_int_equal(dgm_utf8_check(p.buf.p, p.buf.n), p.buf.n);
            json_t *back = json_loadb(p.buf.p, p.buf.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &e);
            assert_non_null(back);
            json_decref(back);
            dgm_buf_done(&p.buf);
        }
}

static void a_full_buffer_is_noticed(void **state) {
    (void)state;
    printer p;
    dgm_buf_init(&p.buf, 8);
    p.json = (dgm_json){.out = &p.buf};
    dgm_json_text(&p.json, "longer than eight bytes");
    assert_true(p.buf.failed);
    dgm_buf_done(&p.buf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(punctuation_stands_where_it_belongs),
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(every_place_is_looked_at),
        cmocka_unit_test(nothing_known_is_null),
        cmocka_unit_test(reals_are_rounded_by_us),
        cmocka_unit_test(any_bytes_make_a_valid_string),
        cmocka_unit_test(a_full_buffer_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
