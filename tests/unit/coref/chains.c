/* SPDX-License-Identifier: Apache-2.0 */
#include "../stage_text.h"

static void a_pronoun_is_the_last_fitting_person(void **state) {
    const char *t = stage_text(
        state, "coref",
        "Polish president Jan Wolski arrived in Vilnius on Sunday. He thanked the soldiers for their work.", NULL);
    assert_has(t, "He\tJan Wolski\n");
}

static void both_sides_are_the_last_two(void **state) {
    const char *t = stage_text(
        state, "coref", "Greece and Turkey held talks in Geneva on Friday. Both sides said that the talks were useful.",
        NULL);
    assert_has(t, "Both sides\tGreece + ");
}

static void the_minister_is_the_minister_named_before(void **state) {
    const char *t = stage_text(
        state, "coref",
        "Finnish foreign minister Aino Lehtola spoke in Oslo. The minister said that the border would stay closed.",
        NULL);
    assert_has(t, "minister\tAino Lehtola\n");
}

static void she_is_a_woman(void **state) {
    const char *t =
        stage_text(state, "coref", "Anna Holt met Peter Brand in Oslo on Monday. He smiled. She left.", NULL);
    assert_has(t, "He\tPeter Brand\n");
    assert_has(t, "She\tAnna Holt\n");
    assert_has(stage_text(state, "coref", "Mr Quorl spoke with Mrs Drindle in Oslo on Monday. He smiled.", NULL),
               "He\tQuorl\n");
}

static void a_capital_word_is_the_body_named_before(void **state) {
    const char *t =
        stage_text(state, "coref",
                   "The UN Security Council met on Monday. The Council condemned Ethiopia. The Harbour Front "
                   "of Chad rejected the truce. The Front attacked the army.",
                   NULL);
    assert_has(t, "Council\tUN Security Council\n");
    assert_has(t, "Front\tHarbour Front\n");
}

static void initials_in_brackets_are_the_name(void **state) {
    const char *t = stage_text(
        state, "coref",
        "The Ministry of Foreign Affairs (MOFA) of Chad regrets it. MOFA condemned the raid (PQRS) on Monday.", NULL);
    assert_has(t, "MOFA\tMinistry of Foreign Affairs\n");
    assert_lacks(t, "PQRS\tMinistry");
}

static void nobody_is_invented(void **state) {
    assert_lacks(
        stage_text(state, "coref", "He said that it was raining in the night and that they would not come.", NULL),
        "He\t");
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(a_pronoun_is_the_last_fitting_person),
                                       READING_TEST(both_sides_are_the_last_two),
                                       READING_TEST(the_minister_is_the_minister_named_before),
                                       READING_TEST(she_is_a_woman),
                                       READING_TEST(a_capital_word_is_the_body_named_before),
                                       READING_TEST(initials_in_brackets_are_the_name),
                                       READING_TEST(nobody_is_invented)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
