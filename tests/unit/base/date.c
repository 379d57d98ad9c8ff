/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/date.h"

static void counts_days_there_and_back(void **state) {
    (void)state;
    assert_int_equal(dgm_date_days((dgm_date){1970, 1, 1}), 0);
    assert_int_equal(dgm_date_days((dgm_date){2000, 3, 1}), 11017);
    assert_int_equal(dgm_date_days((dgm_date){1, 1, 1}), -719162);
    int32_t expected = -719162;
    for (int16_t year = 1; year <= 9999; year++)
        for (uint8_t month = 1; month <= 12; month++)
            for (uint8_t day = 1; day <= dgm_date_month_days(year, month); day++, expected++) {
                dgm_date d = {year, month, day};
                assert_int_equal(dgm_date_days(d), expected);
                dgm_date back = dgm_date_of_days(expected);
                assert_true(back.year == year && back.month == month && back.day == day);
            }
}

static void knows_weekdays(void **state) {
    (void)state;
    assert_int_equal(dgm_date_weekday((dgm_date){2024, 11, 3}), 6);
    assert_int_equal(dgm_date_weekday((dgm_date){2025, 10, 22}), 2);
    assert_int_equal(dgm_date_weekday((dgm_date){1969, 12, 31}), 2);
    assert_int_equal(dgm_date_weekday((dgm_date){1, 1, 1}), 0);
}

static void refuses_days_that_are_none(void **state) {
    (void)state;
    assert_true(dgm_date_valid((dgm_date){2024, 2, 29}));
    assert_false(dgm_date_valid((dgm_date){2023, 2, 29}));
    assert_false(dgm_date_valid((dgm_date){1900, 2, 29}));
    assert_false(dgm_date_valid((dgm_date){2023, 0, 5}));
    assert_false(dgm_date_valid((dgm_date){0, 0, 0}));
    assert_false(dgm_date_valid((dgm_date){2023, 13, 1}));
    assert_false(dgm_date_valid((dgm_date){10000, 1, 1}));
    assert_true(dgm_date_valid((dgm_date){2023, 5, 0}) && dgm_date_valid((dgm_date){2023, 0, 0}));
}

static void parses_and_prints(void **state) {
    (void)state;
    static const char *const good[] = {"2024", "2024-11", "2024-11-03", "0001-01-01", "9999-12-31"};
    static const char *const bad[] = {"",           "24",         "2024-1",     "2024-13",     "2024-00",
                                      "2024-11-31", "2024-11-00", "2024/11/03", "2024-11-03T", "x024-11-03",
                                      "0000",       "-024-11-03", "2024-1103",  "20241103"};
    char text[11];
    dgm_date d;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(dgm_date_parse(dgm_str_of(good[i]), &d));
        dgm_date_print(d, text);
        assert_string_equal(text, good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(dgm_date_parse(dgm_str_of(bad[i]), &d));
    dgm_date_print((dgm_date){0, 0, 0}, text);
    assert_string_equal(text, "");
}

static void adds_and_compares(void **state) {
    (void)state;
    dgm_date d = dgm_date_add((dgm_date){2024, 2, 28}, 2);
    assert_true(d.year == 2024 && d.month == 3 && d.day == 1);
    assert_true(dgm_date_cmp((dgm_date){2024, 0, 0}, (dgm_date){2024, 1, 1}) == 0);
    assert_true(dgm_date_cmp((dgm_date){2024, 1, 2}, (dgm_date){2024, 1, 1}) > 0);
    assert_true(dgm_date_cmp((dgm_date){2023, 12, 31}, (dgm_date){2024, 0, 0}) < 0);
    assert_int_equal(dgm_date_add((dgm_date){9999, 1, 1}, INT32_MAX).year, 0); /* out of range: unknown */
    assert_int_equal(dgm_date_add((dgm_date){1, 1, 1}, INT32_MIN).year, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_days_there_and_back), cmocka_unit_test(knows_weekdays),
        cmocka_unit_test(refuses_days_that_are_none), cmocka_unit_test(parses_and_prints),
        cmocka_unit_test(adds_and_compares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
