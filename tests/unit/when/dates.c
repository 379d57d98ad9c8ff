/* SPDX-License-Identifier: Apache-2.0 */
#include "../stage_text.h"

#define TODAY "2025-10-22" /* a Wednesday */

static void assert_date(void **state, const char *text, const char *start) {
    char wanted[32];
    snprintf(wanted, sizeof wanted, "\t%s\t", start);
    assert_has(stage_text(state, "when", text, TODAY), wanted);
}

static void absolute(void **state) {
    assert_date(state, "Canada condemned Belarus on March 5, 2024.", "2024-03-05");
    assert_date(state, "Canada condemned Belarus on 7 May 2023.", "2023-05-07");
}

static void weekdays_are_the_latest(void **state) {
    assert_date(state, "Canada condemned Belarus on Monday.", "2025-10-20");
    assert_date(state, "Canada condemned Belarus on Thursday.", "2025-10-16");
    assert_date(state, "Canada condemned Belarus on Wednesday.", "2025-10-22");
}

static void relative(void **state) {
    assert_date(state, "Canada condemned Belarus yesterday.", "2025-10-21");
    assert_date(state, "Canada condemned Belarus three days ago.", "2025-10-19");
    assert_date(state, "Canada condemned Belarus last month.", "2025-09-01");
}

static void no_date_where_none_is(void **state) {
    assert_has(stage_text(state, "when", "Canada condemned Belarus in a long statement.", NULL), "ACCUSE\t\t\t\n");
}

static void the_day_of_saying_is_not_the_day_of_doing(void **state) {
    const char *t = stage_text(state, "when", "Norway said on Monday that Canada had condemned Belarus.", TODAY);
    assert_lacks(t, "ACCUSE\t2025-10-20");
}

/* "Yesterday's attack", "since 2016": of something else. The day of the article is the day of what it tells in the present tense. */
static void times_of_other_things_do_not_date(void **state) {
    assert_date(state, "Israeli soldiers attack a port in Yemen in response to yesterday's attack on an airport.",
                TODAY);
    assert_date(state, "Chadian soldiers arrest twenty people after rebels attacked Mongo on Monday.", TODAY);
    assert_date(state, "Norway says that Russian soldiers attacked a port in Ukraine.", TODAY);
    assert_lacks(stage_text(state, "when", "Canadian soldiers arrested farmers, who have protested since 2016.", TODAY),
                 "COERCE\t2016");
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(absolute),
                                       READING_TEST(weekdays_are_the_latest),
                                       READING_TEST(relative),
                                       READING_TEST(no_date_where_none_is),
                                       READING_TEST(the_day_of_saying_is_not_the_day_of_doing),
                                       READING_TEST(times_of_other_things_do_not_date)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
