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

static void of_places_in_one_another_the_narrowest(void **state) {
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"Rebels captured the city of En Nahud in West Kordofan on Monday, killing 19 people.", "\tEn Nahud\tSDN\n"},
        {"Gunmen killed 54 people in Tora village, Darfur, Sudan, on Monday.", "\tTora\tSDN\n"},
        {"Gunmen killed five officers in Karak, Khyber Pakhtunkhwa, Pakistan, on Monday.", "\tKarak\tPAK\n"},
        {"Gunmen killed seven people in Santo Domingo, Ecuador, on Monday.", "\tSanto Domingo\tECU\n"},
        {"Israeli soldiers killed 17 people in the Gaza Strip on Monday.", "\tGaza Strip\tPSE\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_has(stage_text(state, "where", cases[i].text, "2026-05-04"), cases[i].expected);
}

/* A village is one where the article names its country, and else no reason to go there. */
static void a_village_only_in_its_country(void **state) {
    assert_has(
        stage_text(state, "where", "Ukrainian soldiers attacked Russian soldiers in Kryva Luka on Monday.", NULL),
        "\tKryva Luka\tUKR\n");
    assert_lacks(stage_text(state, "where", "Kenyan police attacked Kenyan farmers in Kryva Luka on Monday.", NULL),
                 "\tUKR\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(finds_the_town),
                                       READING_TEST(a_capital_that_acts_is_no_place),
                                       READING_TEST(what_was_struck_says_where),
                                       READING_TEST(domestic_events_are_at_home),
                                       READING_TEST(of_places_in_one_another_the_narrowest),
                                       READING_TEST(a_village_only_in_its_country),
                                       READING_TEST(of_two_towns_the_one_in_the_country_named)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
