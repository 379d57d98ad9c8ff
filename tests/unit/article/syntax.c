/* SPDX-License-Identifier: Apache-2.0 */
/* Our grammar of JSON agrees with jansson's: what one takes the other takes, whatever the bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "article/fields.h"

/* The number of bytes that our grammar finds in strings is what jansson makes of them: how a string cut short is noticed. */
static bool jansson(const char *p, size_t n) {
    json_error_t e;
    json_t *x = json_loadb(p, n, JSON_ALLOW_NUL | JSON_DECODE_ANY, &e);
    json_decref(x);
    return x != NULL;
}

static bool ours(const char *p, size_t n) {
    uint64_t decoded;
    return dgm_json_is_valid((dgm_str){p, (uint32_t)n}, &decoded);
}

static void counts_what_strings_hold(void **state) {
    (void)state;
    static const char *const cases[] = {
        "{}",
        "\"\"",
        "[\"abc\",\"\\n\\\"\\\\\"]",
        "{\"k\":\"\\u0041\\u00e9\\u20ac\\ud83d\\ude00é€😀\",\"l\":[{\"m\":[\"x\",1,null]},\"y\"]}",
    };
    static const uint64_t expected[] = {0, 0, 6, 1 + 1 + 2 + 3 + 4 + 2 + 3 + 4 + 1 + 1 + 1 + 1};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint64_t decoded = 99;
        json_error_t e;
        json_t *x = json_loadb(cases[i], strlen(cases[i]), JSON_DECODE_ANY, &e);
        assert_non_null(x);
        assert_true(dgm_json_is_valid((dgm_str){cases[i], (uint32_t)strlen(cases[i])}, &decoded));
        assert_int_equal(decoded, expected[i]);
        assert_int_equal(dgm_json_decoded(x), expected[i]);
        json_decref(x);
    }
}

static void agrees_on_the_grammar(void **state) {
    (void)state;
    static const char *const cases[] = {
        "{}",
        "[]",
        " [ ] ",
        "{\"a\":1}",
        "{\"a\":[1,{\"b\":null}],\"c\":\"\"}",
        "[1,2,[3]]",
        "-0.5e+3",
        "0",
        "-1",
        "1E9",
        "\"x\"",
        "true",
        "[\"\\u00e9\\n\\/\"]",
        "\"\\ud83d\\ude00\"",
        /* not JSON: */ "",
        " ",
        "{",
        "[",
        "[1",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "[01]",
        "[1.]",
        "[.5]",
        "[+1]",
        "[-]",
        "[1e]",
        "nul",
        "truex",
        "[true false]",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"a\tb\"",
        "[1]]",
        "{}{}",
        "]",
        "}",
        "[}",
        "{]",
        "[1}",
        "'a'",
        "// x",
        "[1] x",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{1:2}",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (ours(cases[i], strlen(cases[i])) != jansson(cases[i], strlen(cases[i])))
            fail_msg("they disagree on %s", cases[i]);
}

static void agrees_on_damaged_articles(void **state) {
    (void)state;
    static const char whole[] = "{\"id\":\"a-1\",\"text\":\"Leaders \\\"met\\\" in "
                                "\\u00c9vian\\n\",\"n\":[-1.5e2,0,true,null,{}],\"o\":{\"k\":[]}}";
    static const char bytes[] = "{}[]\",:\\u0 1-+.eEtrfalsn/\x01\t";
    uint64_t seed = 42;
    unsigned valid = 0;
    for (unsigned i = 0; i < 200000; i++) {
        char copy[sizeof whole];
        memcpy(copy, whole, sizeof whole);
        for (unsigned k = 0; k < 1 + i % 3; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            copy[(seed >> 33) % (sizeof whole - 1)] = bytes[(seed >> 20) % (sizeof bytes - 1)];
        }
        bool good = ours(copy, sizeof whole - 1);
        valid += good;
        if (good != jansson(copy, sizeof whole - 1))
            fail_msg("they disagree on %s", copy);
    }
    assert_in_range(valid, 1000, 199000); /* both kinds came up */
}

static void depth_is_bounded(void **state) {
    (void)state;
    static char deep[2 * JSON_PARSER_MAX_DEPTH + 4];
    for (unsigned depth = JSON_PARSER_MAX_DEPTH - 1; depth <= JSON_PARSER_MAX_DEPTH + 1; depth++) {
        memset(deep, '[', depth);
        memset(deep + depth, ']', depth);
        assert_int_equal(ours(deep, 2 * (size_t)depth), depth <= JSON_PARSER_MAX_DEPTH);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_what_strings_hold),
        cmocka_unit_test(agrees_on_the_grammar),
        cmocka_unit_test(agrees_on_damaged_articles),
        cmocka_unit_test(depth_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
