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

static void a_part_of_a_month_or_year(void **state) {
    assert_date(state, "Canada condemned Belarus in early 2018.", "2018-01-01\t2018-04-30");
    assert_date(state, "Canada condemned Belarus in mid-2018.", "2018-05-01\t2018-08-31");
    assert_date(state, "Canada condemned Belarus in late March.", "2025-03-21\t2025-03-31");
    assert_date(state, "Canada condemned Belarus at the end of February 2024.", "2024-02-21\t2024-02-29");
    assert_date(state, "Canada condemned Belarus in the latter half of June.", "2025-06-16\t2025-06-30");
    assert_date(state, "Canada condemned Belarus in the late 1990s.", "1997-01-01\t1999-12-31");
    assert_date(state, "Canada condemned Belarus a decade ago.", "2015-01-01");
}

static void days_from_a_day_that_is_named(void **state) {
    assert_date(state, "Canada condemned Belarus two days after the storm of 3 January.", "2025-01-05");
    assert_date(state, "Canada condemned Belarus a day before the vote on March 12.", "2025-03-11");
    assert_date(state, "Canada condemned Belarus hours after the incident on Monday.", "2025-10-20");
    assert_has(stage_text(state, "when", "On the eve of the vote, Canada condemned Belarus.", TODAY), "ACCUSE\t\t\t\n");
}

static void in_figures(void **state) {
    assert_date(state, "Canada condemned Belarus on 2021-03-12.", "2021-03-12");
    assert_date(state, "Canada condemned Belarus on 25/03/2021.", "2021-03-25");
    assert_date(state, "Canada condemned Belarus on 03/25/2021.", "2021-03-25");
    assert_lacks(stage_text(state, "when", "Canada condemned Belarus on 12/03/2021.", TODAY), "\t2021");
}

static void days_that_have_a_name(void **state) {
    assert_date(state, "Canada condemned Belarus on Christmas Eve.", "2024-12-24");
    assert_date(state, "Canada condemned Belarus on New Year's Day 2019.", "2019-01-01");
    assert_lacks(stage_text(state, "when", "Canada condemned Belarus on Good Friday.", TODAY), "2025-10-17");
    assert_lacks(stage_text(state, "when", "Canada condemned Belarus after the September 11 attacks.", TODAY),
                 "2025-09-11");
    assert_date(state, "Canada condemned Belarus on September 11.", "2025-09-11");
}

static void parts_of_a_year(void **state) {
    assert_date(state, "Canada condemned Belarus in the summer of 2019.", "2019-06-01\t2019-08-31");
    assert_date(state, "Canada condemned Belarus in the third quarter of 2024.", "2024-07-01\t2024-09-30");
    assert_date(state, "Canada condemned Belarus in the first half of last year.", "2024-01-01\t2024-06-30");
}

static void no_date_where_none_is(void **state) {
    assert_has(stage_text(state, "when", "Canada condemned Belarus in a long statement.", NULL), "ACCUSE\t\t\t\n");
}

static void what_is_said_has_its_own_day(void **state) {
    const char *t =
        stage_text(state, "when", "Norway said on Monday that Canada had condemned Belarus in August.", TODAY);
    assert_has(t, "ACCUSE\t2025-08-01");
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
                                       READING_TEST(a_part_of_a_month_or_year),
                                       READING_TEST(days_from_a_day_that_is_named),
                                       READING_TEST(in_figures),
                                       READING_TEST(days_that_have_a_name),
                                       READING_TEST(parts_of_a_year),
                                       READING_TEST(no_date_where_none_is),
                                       READING_TEST(what_is_said_has_its_own_day),
                                       READING_TEST(times_of_other_things_do_not_date)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
