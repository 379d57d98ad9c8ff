/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions that count from the day of publication or from the day spoken of before. */
#include "../stage_text.h"

#define TODAY "2025-10-22" /* a Wednesday */

static void assert_date(void **state, const char *text, const char *start) {
    char wanted[32];
    snprintf(wanted, sizeof wanted, "\t%s\t", start);
    assert_has(stage_text(state, "when", text, TODAY), wanted);
}

static void from_the_day_of_publication(void **state) {
    assert_date(state, "Canada condemned Belarus two weeks ago.", "2025-10-06");
    assert_date(state, "Canada condemned Belarus last week.", "2025-10-13");
    assert_date(state, "Canada condemned Belarus last year.", "2024-01-01");
    assert_date(state, "Canada condemned Belarus this morning.", TODAY);
    assert_date(state, "Canada condemned Belarus last night.", "2025-10-21");
    assert_date(state, "Canada condemned Belarus over the weekend.", "2025-10-18");
    assert_date(state, "Canada condemned Belarus last Tuesday.", "2025-10-14"); /* yesterday would be called so */
    assert_date(state, "Canada condemned Belarus in April last year.", "2024-04-01");
}

static void from_the_day_spoken_of(void **state) {
    assert_date(state, "Norway condemned Belarus on October 6. Canada condemned Belarus the next day.", "2025-10-07");
    assert_date(state, "Norway condemned Belarus on October 6. Two days later Canada condemned Belarus.", "2025-10-08");
    assert_date(state, "Norway condemned Belarus on October 6. The day before, Canada condemned Belarus.",
                "2025-10-05");
    assert_date(state, "Norway condemned Belarus in 2014. In August of that year Canada condemned Belarus.",
                "2014-08-01");
}

/* Under a year alone no month is spoken of, and a length is no date. */
static void what_is_not_said_is_not_counted_from(void **state) {
    assert_lacks(stage_text(state, "when",
                            "Norway condemned Belarus in 2019. Canada condemned Belarus in the same month.", TODAY),
                 "2019-01-01\t2019-01-31");
    assert_lacks(
        stage_text(state, "when",
                   "Norway condemned Belarus on October 6. For a month after the vote Canada condemned Belarus.",
                   TODAY),
        "2025-09-01");
    assert_lacks(
        stage_text(state, "when",
                   "Norway condemned Belarus on October 6. Canada condemned Belarus for three days after the vote.",
                   TODAY),
        "2025-10-09");
}

static void from_the_day_named_last(void **state) {
    assert_date(state, "On October 9, two days after gunmen attacked a mosque, Canada condemned Belarus.",
                "2025-10-07");
    assert_date(state, "Norway condemned Belarus in March 2020. The next day Canada condemned Belarus.", "2020-03-01");
    assert_date(state, "Norway condemned Belarus on October 7. That Tuesday Canada condemned Belarus.", "2025-10-07");
    assert_date(state, "Norway condemned Belarus on October 7. The following Friday Canada condemned Belarus.",
                "2025-10-10");
    assert_date(state, "Norway condemned Belarus in March 2020. Canada condemned Belarus the following February.",
                "2021-02-01");
    assert_date(state, "Canada condemned Belarus earlier in the month.", "2025-10-01");
}

static void hours_are_on_the_day_spoken_of(void **state) {
    static const char *const hours[] = {"At nightfall",    "Hours later",         "By evening",
                                        "In the evening",  "At 21:30 GMT",        "In the small hours",
                                        "Late in the day", "Twenty minutes later"};
    for (size_t i = 0; i < sizeof hours / sizeof hours[0]; i++) {
        char text[160];
        snprintf(text, sizeof text, "Norway held talks with Russia on October 6. %s Canada condemned Belarus.",
                 hours[i]);
        assert_has(stage_text(state, "when", text, TODAY), "ACCUSE\t2025-10-06\t");
    }
}

static void what_is_to_come_is_ahead(void **state) {
    assert_date(state, "Canadian and Norwegian ministers will meet on Friday.", "2025-10-24");
    assert_date(state, "Canadian and Norwegian ministers met on Friday.", "2025-10-17");
    assert_date(state, "Norwegian trade unions called a strike for Friday.", "2025-10-24");
}

static void a_part_of_what_is_counted(void **state) {
    assert_date(state, "Canada condemned Belarus late last month.", "2025-09-21");
    assert_date(state, "Canada condemned Belarus at the beginning of this year.", "2025-01-01");
    assert_date(state, "Canada condemned Belarus on Friday last week.", "2025-10-17");
    assert_date(state, "Canada condemned Belarus on Monday of last week.", "2025-10-13");
    assert_date(state, "Canada condemned Belarus a week ago Friday.", "2025-10-10");
    assert_date(state, "Canada condemned Belarus the week before last.", "2025-10-06");
    assert_date(state, "Canada condemned Belarus exactly 24 hours ago.", "2025-10-21");
    assert_lacks(stage_text(state, "when", "Canada condemned Belarus half a year ago.", TODAY), "2024");
}

static void what_is_awaited_is_ahead(void **state) {
    assert_date(state, "Canadian and Norwegian ministers meet in Oslo on Friday.", "2025-10-24");
    assert_date(state, "Canada's prime minister will visit Norway this weekend.", "2025-10-25");
    assert_date(state, "Canada's prime minister will visit Norway in March.", "2026-03-01");
    assert_date(state, "Canada's prime minister will visit Norway on the 28th.", "2025-10-28");
    assert_date(state, "Canada's prime minister will visit Norway in three days.", "2025-10-25");
}

/* The day of a statement or a meeting is that of what is said there. */
static void occasions_have_the_day(void **state) {
    assert_date(state, "In a statement issued on Monday, Canada condemned Belarus.", "2025-10-20");
    assert_date(state, "At a meeting on Sunday, Canada condemned Belarus.", "2025-10-19");
}

static void ranges_say_where_they_end(void **state) {
    assert_has(stage_text(state, "when", "Canadian and Norwegian ministers met on October 6 and 7.", TODAY),
               "\t2025-10-06\t2025-10-07\t");
    assert_has(stage_text(state, "when", "Canadian and Norwegian ministers met from 5 to 7 October.", TODAY),
               "\t2025-10-05\t2025-10-07\t");
    assert_has(stage_text(state, "when", "Canadian and Norwegian ministers met on October 21st.", TODAY),
               "\t2025-10-21\t2025-10-21\t"); /* no year 21 */
    assert_has(stage_text(state, "when", "Canadian and Norwegian ministers met between 2014 and 2016.", TODAY),
               "\t2014-01-01\t2016-12-31\t");
    assert_has(stage_text(state, "when", "Canadian and Norwegian ministers met from March 3 to April 5, 2024.", TODAY),
               "\t2024-03-03\t2024-04-05\t");
    assert_has(stage_text(state, "when", "Canadian and Norwegian ministers met on Sunday and Monday.", TODAY),
               "\t2025-10-19\t2025-10-20\t");
    assert_has(stage_text(state, "when", "Canada condemned Belarus in the 1990s.", TODAY),
               "\t1990-01-01\t1999-12-31\t");
}

static void dates_that_do_not_exist_are_none(void **state) {
    assert_lacks(stage_text(state, "when", "Canada condemned Belarus on February 30.", TODAY), "-02-30");
    assert_lacks(stage_text(state, "when", "Canada condemned Belarus 9999 years ago.", TODAY), "-79");
    assert_lacks(stage_text(state, "when", "Canada condemned Belarus on Monday.", NULL), "Monday");
    assert_lacks(stage_text(state, "when", "Canada condemned Belarus next year.", "9999-12-31"), "next year");
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(from_the_day_of_publication),
                                       READING_TEST(from_the_day_spoken_of),
                                       READING_TEST(what_is_not_said_is_not_counted_from),
                                       READING_TEST(from_the_day_named_last),
                                       READING_TEST(hours_are_on_the_day_spoken_of),
                                       READING_TEST(what_is_to_come_is_ahead),
                                       READING_TEST(a_part_of_what_is_counted),
                                       READING_TEST(what_is_awaited_is_ahead),
                                       READING_TEST(occasions_have_the_day),
                                       READING_TEST(ranges_say_where_they_end),
                                       READING_TEST(dates_that_do_not_exist_are_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
