/* SPDX-License-Identifier: Apache-2.0 */
/* What --from and --until mean, and what they refuse. */
#include "window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char why[256];

static bool parse(const char *from, const char *until, window *w) {
    why[0] = '\0';
    return window_parse(from, until, w, why, sizeof why);
}

static void reads_times(void **state) {
    (void)state;
    window w;
    assert_true(parse("2025-10-22", "2025-10-22T14:05:00+02:00", &w));
    assert_int_equal(w.from.kind, WINDOW_TIME);
    assert_int_equal(w.from.time, INT64_C(1761091200000));
    assert_int_equal(w.until.time, INT64_C(1761091200000) + (12 * 3600 + 5 * 60) * 1000);
    assert_true(window_holds(&w, w.from.time));
    assert_true(window_holds(&w, w.until.time - 1));
    assert_true(window_holds(&w, -1));
    assert_false(window_holds(&w, w.until.time));
    assert_false(window_holds(&w, w.from.time - 1));
    window_free(&w);
    assert_true(parse("1970-01-01", NULL, &w));
    assert_int_equal(w.from.time, 0);
    assert_int_equal(w.until.kind, WINDOW_END);
    window_free(&w);
}

static void reads_offsets(void **state) {
    (void)state;
    window w;
    assert_true(parse("raw.articles/0@15,raw.articles/12@0", "raw.articles/0@20", &w));
    assert_int_equal(window_named(&w.from, "raw.articles", 0), 15);
    assert_int_equal(window_named(&w.from, "raw.articles", 12), 0);
    assert_int_equal(window_named(&w.from, "raw.articles", 1), -1);
    assert_int_equal(window_named(&w.from, "articles", 0), -1);
    assert_int_equal(window_named(&w.until, "raw.articles", 0), 20);
    assert_true(window_holds(&w, 5));
    window_free(&w);
}

static void refuses(void **state) {
    (void)state;
    static const char *const bad[] = {"",
                                      "latest",
                                      "yesterday",
                                      "2025-13-01",
                                      "2025-02-30",
                                      "2025-10-22T",
                                      "a/0@",
                                      "a/@5",
                                      "/0@5",
                                      "a0@5",
                                      "a/0@5,",
                                      "a/0@5;b/0@6",
                                      "a/-1@5",
                                      "a/0@-5",
                                      "a/0@99999999999999999999",
                                      "a/4294967296@1",
                                      "end",
                                      "2025-10-22T14:05:00",
                                      "2025-10-22T14:05:00+99:00",
                                      "a/0@1,a/0@2",
                                      "1761091200"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        window w;
        if (parse(bad[i], NULL, &w))
            fail_msg("%s was taken", bad[i]);
        assert_true(*why);
        window_free(&w);
    }
    window w;
    assert_false(parse("1969-12-31", NULL, &w));
    assert_non_null(strstr(why, "before 1970"));
    window_free(&w);
    assert_false(parse("2025-10-22", "2025-10-22", &w));
    assert_non_null(strstr(why, "is not after"));
    window_free(&w);
    assert_false(parse("2025-10-22", "earliest", &w));
    window_free(&w);
}

static void names_the_run(void **state) {
    (void)state;
    window a, b, c;
    assert_true(parse("2025-10-22", NULL, &a));
    assert_true(parse("2025-10-22", "end", &b));
    assert_true(parse("2025-10-23", NULL, &c));
    assert_string_equal(a.name, b.name);
    assert_string_not_equal(a.name, c.name);
    window_mix(&a, "sha256:1");
    assert_string_not_equal(a.name, b.name);
    window_mix(&b, "sha256:1");
    assert_string_equal(a.name, b.name);
    assert_int_equal(strlen(a.name), 16);
    window_free(&a);
    window_free(&b);
    window_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_times),
        cmocka_unit_test(reads_offsets),
        cmocka_unit_test(refuses),
        cmocka_unit_test(names_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
