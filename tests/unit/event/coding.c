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
    assert_has(stage_text(state, "story", "Chad urged Sudan to release the prisoners.", NULL), "CAMEO 105");
    assert_has(stage_text(state, "story", "Chad urged Sudan to think about it.", NULL), "CAMEO 020");
}

static void a_crash_attacks_nobody(void **state) {
    assert_lacks(stage_text(state, "event", "Twelve people were killed in Peru when a bus plunged into a river.", NULL),
                 "ASSAULT");
    assert_has(stage_text(state, "event", "Twelve people were killed in Peru by rebels when a bus stopped.", NULL),
               "ASSAULT");
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
                                       READING_TEST(a_crash_attacks_nobody)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
