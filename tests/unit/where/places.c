/* SPDX-License-Identifier: Apache-2.0 */
#include "../stage_text.h"

#define WHERE(text) stage_text(state, "where", text, NULL)

static void finds_the_town(void **state) {
    assert_has(WHERE("Greek and Turkish ministers held talks in Geneva on Friday."), "\tGeneva\tCHE\n");
    assert_has(WHERE("Police arrested an opposition leader in Kampala."), "COERCE\tKampala\tUGA\n");
}

static void a_capital_that_acts_is_no_place(void **state) {
    assert_has(WHERE("Moscow condemned Latvia in a statement."), "ACCUSE\t\t\n");
}

static void a_capital_is_a_place_though_it_means_a_body_elsewhere(void **state) {
    assert_has(WHERE("Two ministers signed an agreement in Brussels on Monday."), "SUPPORT\tBrussels\tBEL\n");
    assert_has(WHERE("The presidents met at the White House on Tuesday."), "CONSULT\tWhite House\tUSA\n");
}

static void who_is_visited_is_visited_at_home(void **state) {
    assert_has(WHERE("French President Emmanuel Macron visited Kyiv on Monday."), "CONSULT\tKyiv\tUKR\n");
}

static void what_was_struck_says_where(void **state) {
    assert_has(WHERE("Russian drones attacked Ukrainian soldiers on Monday."), "ASSAULT\tUkraine\tUKR\n");
}

static void a_state_arrests_at_home(void **state) {
    assert_has(WHERE("Russian police arrested two American journalists on Monday."), "COERCE\tRussia\tRUS\n");
}

static void domestic_events_are_at_home(void **state) {
    assert_has(WHERE("Kenyan lawmakers accused the Kenyan police of murder."), "ACCUSE\tKenya\tKEN\n");
}

static void words_between_states_have_no_place(void **state) {
    assert_has(WHERE("Prime Minister Modi on Monday condemned Pakistan."), "ACCUSE\t\t\n");
}

static void a_neighbour_clause_has_a_place_of_its_own(void **state) {
    assert_has(WHERE("In Jakarta, demonstrators burned Australian flags, while in Sydney unions refused to handle "
                     "Indonesian ships."),
               "PROTEST\tJakarta\tIDN\n");
}

static void who_tells_is_elsewhere(void **state) {
    const char *out = WHERE("A spokesman in Moscow said that Ukrainian drones had struck an oil depot in Ryazan.");
    assert_has(out, "ASSAULT\tRyazan\tRUS\n");
    assert_null(strstr(out, "ASSAULT\tMoscow"));
}

static void of_several_towns_the_first(void **state) {
    assert_has(WHERE("Unions held strikes in Sydney and Melbourne on Monday."), "PROTEST\tSydney\tAUS\n");
}

static void a_clause_with_where_is_about_the_town_before_it(void **state) {
    assert_has(WHERE("The minister flew in from Djibouti, where on Sunday he met President Hassan Sheikh Mohamud."),
               "CONSULT\tDjibouti\tDJI\n");
}

static void capitals_that_talk_are_no_place(void **state) {
    assert_has(WHERE("Talks between Seoul and Doha ended in an agreement on Monday."), "AGREE\t\t\n");
}

static void where_officials_are_from_is_no_place(void **state) {
    assert_has(WHERE("Senior military officials from Türkiye and the United Kingdom held talks on Monday."),
               "CONSULT\t\t\n");
}

static void money_is_no_place(void **state) {
    assert_has(WHERE("Donors promised the regime in Yangon US$50 million on Monday."), "\tYangon\tMMR\n");
}

static void of_regions_and_towns_of_one_name_the_one_spoken_of(void **state) {
    assert_has(WHERE("US police arrested ten protesters in Florida on Monday."), "COERCE\tFlorida\tUSA\n");
    assert_has(WHERE("Syrian forces shelled Tripoli in northern Lebanon on Monday."), "ASSAULT\tTripoli\tLBN\n");
}

static void a_sea_has_no_country(void **state) {
    assert_has(WHERE("Houthi rebels attacked a British ship in the Red Sea on Monday."), "ASSAULT\tRed Sea\t\n");
}

static void a_part_of_the_world_has_no_country(void **state) {
    assert_has(WHERE("The U.S. army bombed rebels in the Middle East on Monday."), "ASSAULT\tMiddle East\t\n");
    assert_has(WHERE("The U.S. army bombed rebels in Africa on Monday."), "ASSAULT\tAfrica\t\n");
}

static void a_region_is_no_small_town_abroad_of_that_name(void **state) {
    assert_has(WHERE("Gunmen killed nine soldiers in Gilan on Monday."), "ASSAULT\tGilan\tIRN\n");
    assert_has(WHERE("Rebels killed nine villagers in Mambasa on Monday."), "ASSAULT\tMambasa\tCOD\n");
    assert_has(WHERE("Gunmen killed nine soldiers in Kech on Monday."), "ASSAULT\tKech\tPAK\n");
}

static void a_name_before_its_region_is_a_place(void **state) {
    assert_has(WHERE("An Israeli airstrike killed one person in Kafr Maris, Idlib Governorate, Syria, on Monday."),
               "ASSAULT\tKafr Maris\tSYR\n");
}

static void a_nationality_before_a_venue_is_a_place(void **state) {
    assert_has(WHERE("The foreign ministers of Iran and Saudi Arabia met in the Chinese capital on Thursday."),
               "CONSULT\tChinese capital\tCHN\n");
}

static void of_two_towns_the_one_in_the_country_named(void **state) {
    assert_has(WHERE("Rebels attacked Haitian police in Liancourt, Artibonite department, Haiti, on Friday."),
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

static void the_word_behind_tells_a_place(void **state) {
    assert_has(WHERE("Troops killed two rebels in Zirma district, Kandor province, Chad, on Monday."),
               "ASSAULT\tZirma\tTCD\n");
    assert_has(WHERE("Rebels in Sudan shelled the Borami refugee camp near Kassala on Monday."),
               "ASSAULT\tBorami refugee camp\tSDN\n");
}

static void what_a_name_lies_in_makes_it_a_place(void **state) {
    assert_has(WHERE("Rebels captured Tolvan, North Kivu, from the Congolese army on Monday."),
               "COERCE\tTolvan\tCOD\n");
    assert_has(WHERE("A bomb killed two policemen in Hawdal, a small town in Sindh, on Monday."),
               "ASSAULT\tHawdal\tPAK\n");
    assert_has(WHERE("Russian troops shelled the settlement of Novokamin in the Zaporizhzhia region on Monday."),
               "ASSAULT\tNovokamin\tUKR\n");
    assert_has(WHERE("Russian forces captured Zelenkivka [uk] in Donetsk Oblast, Ukraine, on Monday."),
               "COERCE\tZelenkivka\tUKR\n");
}

static void near_a_town_is_not_in_it(void **state) {
    assert_has(WHERE("Troops killed two rebels in Hadrim village near Kassala in Sudan on Monday."),
               "ASSAULT\tHadrim\tSDN\n");
}

static void what_there_is_of_a_town_is_in_it(void **state) {
    assert_has(WHERE("Demonstrators took to the streets of Lima on Monday against a new law."), "PROTEST\tLima\tPER\n");
    assert_has(WHERE("Rebels killed nine people in a Kampala hotel on Monday."), "ASSAULT\tKampala\tUGA\n");
}

static void who_came_from_where_they_met_met_there(void **state) {
    assert_has(WHERE("The minister flew in from Djibouti, where he met Somalia's president, and goes on to Luanda."),
               "CONSULT\tDjibouti\tDJI\n");
}

static void here_is_where_the_article_was_written(void **state) {
    assert_has(
        WHERE("NAIROBI, May 5 (Reuters) - The ministers of Kenya and Uganda signed an agreement here on Monday."),
        "SUPPORT\tNAIROBI\tKEN\n");
}

static void the_capital_is_the_one_that_is_named(void **state) {
    assert_has(WHERE("Police arrested ten demonstrators in the capital, Lima, on Monday."), "COERCE\tLima\tPER\n");
    assert_has(WHERE("Crowds marched in the capital of Peru on Monday. The president left Lima on Tuesday."),
               "PROTEST\tLima\tPER\n");
}

static void what_goes_on_is_where_it_was(void **state) {
    assert_has(WHERE("Rebels attacked a convoy in the town of Harim, Chad, on Monday. Troops later killed two rebels."),
               "ASSAULT\tHarim\tTCD\nASSAULT\tHarim\tTCD\n");
}

static void who_expels_does_so_at_home(void **state) {
    assert_has(WHERE("Canada expelled two Russian diplomats on Monday."), "SANCTION\tCanada\tCAN\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(finds_the_town),
                                       READING_TEST(a_capital_that_acts_is_no_place),
                                       READING_TEST(a_capital_is_a_place_though_it_means_a_body_elsewhere),
                                       READING_TEST(who_is_visited_is_visited_at_home),
                                       READING_TEST(what_was_struck_says_where),
                                       READING_TEST(a_state_arrests_at_home),
                                       READING_TEST(domestic_events_are_at_home),
                                       READING_TEST(words_between_states_have_no_place),
                                       READING_TEST(a_neighbour_clause_has_a_place_of_its_own),
                                       READING_TEST(who_tells_is_elsewhere),
                                       READING_TEST(of_several_towns_the_first),
                                       READING_TEST(a_clause_with_where_is_about_the_town_before_it),
                                       READING_TEST(capitals_that_talk_are_no_place),
                                       READING_TEST(where_officials_are_from_is_no_place),
                                       READING_TEST(money_is_no_place),
                                       READING_TEST(of_regions_and_towns_of_one_name_the_one_spoken_of),
                                       READING_TEST(a_sea_has_no_country),
                                       READING_TEST(a_part_of_the_world_has_no_country),
                                       READING_TEST(a_region_is_no_small_town_abroad_of_that_name),
                                       READING_TEST(a_name_before_its_region_is_a_place),
                                       READING_TEST(a_nationality_before_a_venue_is_a_place),
                                       READING_TEST(of_two_towns_the_one_in_the_country_named),
                                       READING_TEST(of_places_in_one_another_the_narrowest),
                                       READING_TEST(a_village_only_in_its_country),
                                       READING_TEST(the_word_behind_tells_a_place),
                                       READING_TEST(what_a_name_lies_in_makes_it_a_place),
                                       READING_TEST(near_a_town_is_not_in_it),
                                       READING_TEST(what_there_is_of_a_town_is_in_it),
                                       READING_TEST(who_came_from_where_they_met_met_there),
                                       READING_TEST(here_is_where_the_article_was_written),
                                       READING_TEST(the_capital_is_the_one_that_is_named),
                                       READING_TEST(what_goes_on_is_where_it_was),
                                       READING_TEST(who_expels_does_so_at_home)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
