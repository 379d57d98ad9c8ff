/* SPDX-License-Identifier: Apache-2.0 */
/* What the operators' commands show and take, without brokers: texts from outside, numbers, names of letters, verdicts on topics. */
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "operate/dead.h"
#include "operate/topics.h"

static void assert_shown(const char *text, int most, const char *shown, int width) {
    char *got = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&got, &n);
    assert_int_equal(show_text(out, text, strlen(text), most), width);
    fclose(out);
    assert_string_equal(got, shown);
    free(got);
}

static void test_texts_from_outside(void **state) {
    (void)state;
    assert_shown("plain", 10, "plain", 5);
    assert_shown("plain", 5, "plain", 5);
    assert_shown("longer text", 6, "longe…", 6);
    assert_shown("Málaga", 10, "Málaga", 6);
    assert_shown("東京都", 6, "東京都", 6);
    assert_shown("東京都", 4, "東…", 3);
    assert_shown("\033[2J\r\n\x7f", 20, "?[2J???", 7);
    assert_shown("\xe2\x80\xae", 20, "???", 3); /* from right to left */
    assert_shown("\xff\xfe", 20, "??", 2);
    assert_shown("", 20, "", 0);
}

static void test_numbers(void **state) {
    char b[32];
    (void)state;
    assert_string_equal(show_count(0, b), "0");
    assert_string_equal(show_count(999, b), "999");
    assert_string_equal(show_count(1204, b), "1,204");
    assert_string_equal(show_count(INT64_MAX, b), "9,223,372,036,854,775,807");
    assert_string_equal(show_duration(0, b), "0 ms");
    assert_string_equal(show_duration(15000, b), "15 s");
    assert_string_equal(show_duration(90000, b), "90 s");
    assert_string_equal(show_duration(604800000, b), "7 d");
    assert_string_equal(show_bytes(512, b), "512 bytes");
    assert_string_equal(show_bytes(2097152, b), "2 MiB");
    assert_string_equal(show_time(-1, b), "-");
    assert_string_equal(show_time(1795851461557, b), "2026-11-28 07:37:41");
}

static void test_names_of_letters(void **state) {
    static const char *const bad[] = {"",
                                      "@",
                                      "1@",
                                      "@1",
                                      "-1@2",
                                      "+1@2",
                                      "1@-2",
                                      "1@2x",
                                      "1@2@3",
                                      "x",
                                      "1 @2",
                                      "2147483648@1",
                                      "1@9223372036854775808",
                                      "1@ 2"};
    letter_at at;
    (void)state;
    assert_true(letter_parse("0@17", &at));
    assert_true(at.partition == 0 && at.offset == 17);
    assert_true(letter_parse("12@9223372036854775807", &at));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(letter_parse(bad[i], &at));
}

typedef struct heard {
    judge j;
    char all[2048];
} heard;

static void hear(judge *j, enum level level, const char *what, const char *why, const char *hint) {
    heard *h = j->arg;
    size_t n = strlen(h->all);
    (void)hint;
    snprintf(h->all + n, sizeof h->all - n, "%d %s: %s\n", (int)level, what, why);
}

static void assert_judged(const topic_seen *t, int faults, int warnings, const char *part) {
    const config c = {.max_article = 2 << 20, .max_record = 1000000};
    heard h = {.j = {.say = hear}};
    h.j.arg = &h;
    topic_judge(&c, t, 3, &h.j);
    assert_non_null(strstr(h.all, part));
    assert_int_equal(h.j.faults, faults);
    assert_int_equal(h.j.warnings, warnings);
}

/* A topic as it should be, and one thing changed at a time. */
static void test_verdicts(void **state) {
    const topic_seen good = {.name = "t",
                             .role = ROLE_EVENTS,
                             .partitions = 4,
                             .replicas = 3,
                             .in_sync = 3,
                             .described = true,
                             .max_message = 1048588,
                             .min_in_sync = 2,
                             .retention_ms = 604800000,
                             .retention_bytes = -1,
                             .timestamp_after_ms = INT64_MAX,
                             .deletes = true};
    topic_seen t = good;
    (void)state;
    assert_judged(&t, 0, 0, "");
    t.compact = true;
    assert_judged(&t, 1, 0, "compacted");
    t.role = ROLE_EXTRACTIONS;
    assert_judged(&t, 0, 0, "");
    t.role = ROLE_INPUT;
    assert_judged(&t, 0, 1, "compacted");
    t = good;
    t.in_sync = 1;
    assert_judged(&t, 1, 1, "nothing can be written");
    t = good;
    t.replicas = t.in_sync = 1;
    t.min_in_sync = 1;
    assert_judged(&t, 0, 1, "one replica");
    t = good;
    t.min_in_sync = 3;
    assert_judged(&t, 0, 1, "writing stops when one broker is away");
    t.min_in_sync = 1;
    assert_judged(&t, 0, 1, "lost with it");
    t = good;
    t.max_message = 1000000;
    assert_judged(&t, 1, 0, "refuses records over");
    t = good;
    t.unclean = true;
    assert_judged(&t, 0, 1, "a broker that is behind");
    t = good;
    t.timestamp_after_ms = 1000;
    assert_judged(&t, 0, 1, "clock is 1 s ahead");
    t = good;
    t.role = ROLE_INPUT;
    t.retention_ms = 3600000;
    assert_judged(&t, 0, 1, "an outage of that length");
    t.described = false;
    assert_judged(&t, 0, 0, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_texts_from_outside), cmocka_unit_test(test_numbers),
                                       cmocka_unit_test(test_names_of_letters), cmocka_unit_test(test_verdicts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
