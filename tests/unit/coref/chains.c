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

static void the_general_was_called_gen_before(void **state) {
    const char *t = stage_text(
        state, "coref",
        "Maj Gen Saleem Ashraf said that the army had taken two hills. The general told reporters that they were safe.",
        NULL);
    assert_has(t, "general\tSaleem Ashraf\n");
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

static void they_may_be_several(void **state) {
    assert_has(stage_text(state, "coref", "Chile and Peru signed an agreement. They accused Bolivia of fraud.", NULL),
               "They\tChile + Peru\n");
    assert_has(stage_text(state, "coref",
                          "The Greek and French foreign ministers, Nikos Papas and Jean Dubois, met in Athens. The "
                          "ministers urged Turkey to halt drilling.",
                          NULL),
               "ministers\tJean Dubois + Nikos Papas\n");
}

static void who_is_apposed_is_the_same(void **state) {
    assert_has(stage_text(state, "coref", "He overthrew his father, Sultan Salim Berim, in Oman in May.", NULL),
               "father\tSalim Berim\n");
}

static void a_deputy_is_not_the_governor(void **state) {
    assert_lacks(stage_text(state, "coref",
                            "Deputy Governor Oleg Brimov spoke in Omsk. The governor promised money to Russia.", NULL),
                 "governor\tOleg Brimov\n");
}

static void a_first_word_is_the_company(void **state) {
    assert_has(stage_text(state, "coref", "Ford Motor Company recalled cars. Police accused Ford of fraud.", NULL),
               "Ford\tFord Motor Company\n");
}

static void a_bare_title_is_whom_the_article_is_about(void **state) {
    assert_has(
        stage_text(state, "coref",
                   "Prime Minister Aino Lehtola met Prime Minister Jan Brimov in Oslo. Lehtola praised the talks. "
                   "The meeting with Brimov was short. The prime minister announced a loan.",
                   NULL),
        "prime minister\tAino Lehtola\n");
}

static void he_goes_on_meaning_him(void **state) {
    const char *t = stage_text(state, "coref",
                               "Peter Brand met Oleg Quorl in Oslo on Monday. He urged Chad to halt the raids. "
                               "His army accused Quorl of fraud.",
                               NULL);
    assert_has(t, "He\tPeter Brand\n");
    assert_has(t, "His\tPeter Brand\n");
}

static void the_group_may_be_armed(void **state) {
    const char *t = stage_text(state, "coref", "The Houthis said the group had attacked a ship.", NULL);
    assert_has(t, "the group\tHouthis\n");
}

static void it_may_be_an_army(void **state) {
    assert_has(stage_text(state, "coref", "The army of Chad said it had shelled the port.", NULL), "it\tarmy\n");
}

/* A party is a band of politicians ("the party") and, behind "both", one of the article's two main parties. */
static void both_parties_are_the_two_main_ones(void **state) {
    assert_has(
        stage_text(state, "coref",
                   "Ethiopia and the Tigray People's Liberation Front signed a truce in Pretoria.\n\nEthiopia and the "
                   "Tigray People's "
                   "Liberation Front had fought for two years. The African Union praised both parties on Thursday.",
                   "2025-10-22"),
        "both parties\tEthiopia + TPLF");
}

static void nobody_is_invented(void **state) {
    assert_lacks(
        stage_text(state, "coref", "He said that it was raining in the night and that they would not come.", NULL),
        "He\t");
}

/* Who acts upon "both" is none of them. */
static void a_pair_leaves_out_the_other_end_of_its_verb(void **state) {
    const char *t = stage_text(state, "coref",
                               "Chad and Niger fought on Sunday. Chad, to whose army Niger gave a town, spoke to Mali. "
                               "Mali has urged both sides to stop. Both countries expelled Mali's envoys.",
                               NULL);
    assert_has(t, "both sides\tChad + Niger\n");
    assert_has(t, "Both countries\tChad + Niger\n");
}

static void a_body_may_be_a_firm_a_movement_or_a_corpse(void **state) {
    assert_has(stage_text(state, "coref", "Toyota recalled cars. Peru's police accused the carmaker of fraud.", NULL),
               "carmaker\tToyota\n");
    assert_has(stage_text(state, "coref", "Hamas held talks in Cairo. On Sunday the movement freed two men.", NULL),
               "the movement\tHamas\n");
    assert_lacks(stage_text(state, "coref", "The African Union met. Kenya demanded the body of the pilot.", NULL),
                 "the body\t");
}

static void the_country_is_the_one_named_last(void **state) {
    const char *t = stage_text(
        state, "coref", "The president of Norway spoke about Chad. Norway imposed sanctions on the country.", NULL);
    assert_has(t, "the country\tChad\n");
    assert_lacks(stage_text(state, "coref", "Chad is hot. Farmers in the country wait for rain.", NULL),
                 "the country\tChad\n");
}

/* Whose a body is, is known when the pronoun is. */
static void her_government_is_her_countrys(void **state) {
    const char *t =
        stage_text(state, "coref",
                   "President Claudia Holt of Mexico met Chad's president. She thanked Chad for the aid that "
                   "her government asked for. Ms Holt, whose army is small, smiled.",
                   NULL);
    assert_lacks(t, "government\tgovernment\n");
    assert_has(t, "government\tMexico\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(a_pronoun_is_the_last_fitting_person),
                                       READING_TEST(both_sides_are_the_last_two),
                                       READING_TEST(the_minister_is_the_minister_named_before),
                                       READING_TEST(the_general_was_called_gen_before),
                                       READING_TEST(she_is_a_woman),
                                       READING_TEST(a_capital_word_is_the_body_named_before),
                                       READING_TEST(initials_in_brackets_are_the_name),
                                       READING_TEST(they_may_be_several),
                                       READING_TEST(who_is_apposed_is_the_same),
                                       READING_TEST(a_deputy_is_not_the_governor),
                                       READING_TEST(a_first_word_is_the_company),
                                       READING_TEST(a_bare_title_is_whom_the_article_is_about),
                                       READING_TEST(he_goes_on_meaning_him),
                                       READING_TEST(a_pair_leaves_out_the_other_end_of_its_verb),
                                       READING_TEST(a_body_may_be_a_firm_a_movement_or_a_corpse),
                                       READING_TEST(the_country_is_the_one_named_last),
                                       READING_TEST(it_may_be_an_army),
                                       READING_TEST(the_group_may_be_armed),
                                       READING_TEST(her_government_is_her_countrys),
                                       READING_TEST(both_parties_are_the_two_main_ones),
                                       READING_TEST(nobody_is_invented)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
