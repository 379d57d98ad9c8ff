/* SPDX-License-Identifier: Apache-2.0 */
#include "../stage_text.h"

static void finds_the_town(void **state) {
    assert_has(stage_text(state, "where", "Greek and Turkish ministers held talks in Geneva on Friday.", NULL),
               "\tGeneva\tCHE\n");
}

static void a_capital_that_acts_is_no_place(void **state) {
    assert_has(stage_text(state, "where", "Moscow condemned Latvia in a statement.", NULL), "ACCUSE\t\t\n");
}

static void what_was_struck_says_where(void **state) {
    assert_has(stage_text(state, "where", "Russian drones attacked Ukrainian soldiers on Monday.", NULL),
               "ASSAULT\tUkraine\tUKR\n");
}

static void domestic_events_are_at_home(void **state) {
    assert_has(stage_text(state, "where", "Kenyan lawmakers accused the Kenyan police of murder.", NULL),
               "ACCUSE\tKenya\tKEN\n");
}

static void of_two_towns_the_one_in_the_country_named(void **state) {
    assert_has(stage_text(state, "where",
                          "Rebels attacked Haitian police in Liancourt, Artibonite department, Haiti, on Friday.",
                          NULL),
               "\tLiancourt\tHTI\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(finds_the_town), READING_TEST(a_capital_that_acts_is_no_place),
                                       READING_TEST(what_was_struck_says_where),
                                       READING_TEST(domestic_events_are_at_home),
                                       READING_TEST(of_two_towns_the_one_in_the_country_named)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
