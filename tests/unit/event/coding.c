/* SPDX-License-Identifier: Apache-2.0 */
#include "../stage_text.h"

static void codes_who_did_what_to_whom(void **state) {
    const char *t = stage_text(state, "event", "Canada condemned the attack by Belarus on Tuesday.", NULL);
    assert_has(t, "ACCUSE\t");
    assert_has(t, "\tCanada > Belarus\t");
}

static void turns_the_passive(void **state) {
    const char *t = stage_text(state, "event", "Twelve protesters were arrested by Tunisian police on Sunday.", NULL);
    assert_has(t, "COERCE\t");
    assert_has(t, "\tTunisian police > protesters\t");
}

static void a_meeting_is_symmetric(void **state) {
    assert_has(stage_text(state, "event", "Chinese officials held talks with Japan in Kyoto on Friday.", NULL),
               "CONSULT\t");
    assert_has(stage_text(state, "event", "Chinese officials held talks with Japan in Kyoto on Friday.", NULL),
               "Chinese officials; Japan > \t");
}

static void a_meeting_to_come_is_an_agreement(void **state) {
    assert_has(stage_text(state, "event", "Brazil will hold talks with Chile next week in Lima.", NULL), "AGREE\t");
}

static void what_is_demanded_did_not_happen(void **state) {
    const char *t = stage_text(state, "event", "Egypt urged Sudan to release the prisoners without delay.", NULL);
    assert_has(t, "REQUEST\t");
    assert_lacks(t, "RETREAT\t");
}

static void weather_is_no_event(void **state) {
    assert_string_equal(
        stage_text(state, "event", "Heavy rain fell on the hills of northern Italy and the rivers rose.", NULL), "");
}

static void the_rule_is_named(void **state) {
    assert_has(stage_text(state, "event", "Canada condemned the attack by Belarus.", NULL), "\tevents/accuse.txt:");
}

static void the_context_tells_who_is_meant(void **state) {
    const char *t = stage_text(state, "event", "Norway accused Chad of fraud. On Monday Chad rejected it.", NULL);
    assert_has(t, "\tChad > Norway\t");
}

static void what_it_was_done_with_gives_a_closer_code(void **state) {
    const char *t = stage_text(state, "story", "Chadian warplanes attacked a rebel camp in Sudan on Monday.", NULL);
    assert_has(t, "ASSAULT aerial  (happened, CAMEO 195");
    assert_has(stage_text(state, "story", "Chad bombed a rebel camp in Sudan.", NULL), "CAMEO 195");
    assert_has(stage_text(state, "story", "Militants bombed a police station in the city of Quetta.", NULL),
               "CAMEO 183");
    assert_has(stage_text(state, "story", "Hackers attacked two banks in Estonia.", NULL), "CAMEO 176");
    assert_has(stage_text(state, "story", "Chad urged Sudan to release the prisoners.", NULL), "CAMEO 105");
    assert_has(stage_text(state, "story", "Chad urged Sudan to think about it.", NULL), "CAMEO 020");
}

static void what_a_protest_is_about_is_no_event(void **state) {
    const char *t = stage_text(state, "event", "Nurses in Zimbabwe went on strike, demanding better pay.", NULL);
    assert_has(t, "PROTEST");
    assert_lacks(t, "REQUEST");
}

static void a_crash_attacks_nobody(void **state) {
    assert_lacks(stage_text(state, "event", "Twelve people were killed in Peru when a bus plunged into a river.", NULL),
                 "ASSAULT");
    assert_has(stage_text(state, "event", "Twelve people were killed in Peru by rebels when a bus stopped.", NULL),
               "ASSAULT");
}

static void what_they_do_to_each_other_has_all_on_both_sides(void **state) {
    const char *t = stage_text(state, "story", "Norway and Iceland signed a fishing agreement on Monday.", NULL);
    assert_has(t, "actors     Norway (NOR) [world/countries.txt:");
    assert_has(t, "recipients Norway (NOR) [world/countries.txt:");
    assert_has(stage_text(state, "story", "The presidents of Chile and Peru met in Lima.", NULL), "recipients -\n");
}

static void arms_are_nobody_without_an_owner(void **state) {
    const char *t = stage_text(state, "event", "Missiles hit a hotel in the Ukrainian city of Odesa.", NULL);
    assert_has(t, "ASSAULT\t");
    assert_has(t, "\t > Ukraine\t");
    assert_has(stage_text(state, "event", "Russian missiles hit a hotel in Odesa on Monday.", NULL),
               "\tRussian missiles > ");
    assert_string_equal(stage_text(state, "event", "Strikes hit Delta Air Lines in the United States.", NULL), "");
}

static void who_carried_out_the_deed_did_the_harm(void **state) {
    assert_has(stage_text(state, "event",
                          "Seventy militants were killed in a night operation by the Somali National Army.", NULL),
               "\tSomali National Army > ");
}

static void what_a_protest_is_about_is_no_reproach(void **state) {
    const char *t =
        stage_text(state, "event", "Thousands of Kenyans marched in Nairobi to denounce the president of Kenya.", NULL);
    assert_has(t, "PROTEST\t");
    assert_lacks(t, "ACCUSE\t");
    assert_lacks(stage_text(state, "event", "Russia vetoed a resolution calling on Syria to cease fire.", NULL),
                 "REQUEST\t");
}

static void what_is_insisted_on_is_wanted_or_so(void **state) {
    assert_has(stage_text(state, "event", "Chad's army insisted that the Sudanese rebels leave the town.", NULL),
               "REQUEST\t");
    assert_lacks(stage_text(state, "event", "Chad's army insisted that the Sudanese rebels had left the town.", NULL),
                 "REQUEST\t");
}

static void verbs_share_what_stands_behind_the_second(void **state) {
    assert_has(stage_text(state, "event", "Latvia condemns and recognises Niue.", NULL), "SUPPORT\t");
}

static void what_somebody_calls_a_thing_is_a_reproach_in_quotation_marks(void **state) {
    assert_has(
        stage_text(state, "event", "The Togolese foreign minister called the letter \"a doormat for thieves\".", NULL),
        "ACCUSE\t");
    assert_lacks(
        stage_text(state, "event", "The Togolese foreign minister called the letter a summary of his views.", NULL),
        "ACCUSE\t");
}

static void whom_a_nameless_one_meets_do_not_meet_each_other(void **state) {
    assert_lacks(stage_text(state, "event", "I will meet the presidents of Chile and Peru in Lima on Friday.", NULL),
                 "Chile; Peru");
    assert_string_equal(stage_text(state, "event", "We signed an agreement with Norway and Iceland.", NULL), "");
    assert_has(stage_text(state, "event", "The talks brought together Sudan and Chad.", NULL), "\tSudan; Chad > \t");
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(codes_who_did_what_to_whom),
                                       READING_TEST(turns_the_passive),
                                       READING_TEST(a_meeting_is_symmetric),
                                       READING_TEST(a_meeting_to_come_is_an_agreement),
                                       READING_TEST(what_is_demanded_did_not_happen),
                                       READING_TEST(weather_is_no_event),
                                       READING_TEST(the_rule_is_named),
                                       READING_TEST(the_context_tells_who_is_meant),
                                       READING_TEST(what_it_was_done_with_gives_a_closer_code),
                                       READING_TEST(what_a_protest_is_about_is_no_event),
                                       READING_TEST(a_crash_attacks_nobody),
                                       READING_TEST(what_they_do_to_each_other_has_all_on_both_sides),
                                       READING_TEST(arms_are_nobody_without_an_owner),
                                       READING_TEST(who_carried_out_the_deed_did_the_harm),
                                       READING_TEST(what_a_protest_is_about_is_no_reproach),
                                       READING_TEST(what_is_insisted_on_is_wanted_or_so),
                                       READING_TEST(verbs_share_what_stands_behind_the_second),
                                       READING_TEST(what_somebody_calls_a_thing_is_a_reproach_in_quotation_marks),
                                       READING_TEST(whom_a_nameless_one_meets_do_not_meet_each_other)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
