/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers and sums of money, and the event that each belongs to. */
#include "../stage_text.h"

static void has(void **state, const char *sentence, const char *line) {
    assert_has(stage_text(state, "story", sentence, NULL), line);
}

static void lacks(void **state, const char *sentence, const char *line) {
    assert_lacks(stage_text(state, "story", sentence, NULL), line);
}

static void numbers_in_words(void **state) {
    has(state, "Police arrested twenty-three protesters in Lagos.", "  detained   23\n");
    has(state, "Two dozen soldiers were killed by rebels in Chad.", "  killed     24\n");
    has(state, "The attack killed one million five hundred thousand people in Mali.", "  killed     1500000\n");
    has(state, "Nearly half a million people were displaced by the Saudi offensive in Yemen.", "  displaced  500000\n");
    has(state, "Rebels killed two hundred and six miners in Kivu.", "  killed     206\n");
    has(state, "Some 1.5m people were displaced by the fighting between Sudan's army and rebels.",
        "  displaced  1500000\n");
}

static void what_is_no_number_is_not_told(void **state) {
    lacks(state, "Rebels killed dozens of soldiers in Mali.", "  killed ");
    lacks(state, "Fewer than 10 protesters were arrested by police in Hanoi.", "  detained ");
    lacks(state, "Rebels killed a crowd of villagers in Kivu.", "  killed ");
    lacks(state, "No soldiers were killed by the rebels in Kivu.", "  killed ");
}

static void of_a_range_the_lower_end(void **state) {
    has(state, "Nigerian soldiers killed 20 to 30 bandits.", "  killed     20\n");
    has(state, "Nigerian soldiers killed 20-30 bandits.", "  killed     20\n");
}

static void who_is_counted(void **state) {
    has(state, "The attack by al-Shabaab left 12 people dead and 40 others injured.", "  killed     12\n");
    has(state, "The attack by al-Shabaab left 12 people dead and 40 others injured.", "  wounded    40\n");
    has(state, "The bombing claimed 30 lives in Syria.", "  killed     30\n");
    has(state, "Russian missiles hit Odesa, and the death toll rose to 14.", "  killed     14\n");
    has(state, "The arrest of 14 activists by Egyptian police drew criticism.", "  detained   14\n");
    has(state, "Police made 12 arrests at the protest in Minsk.", "  detained   12\n");
    has(state, "Gunmen killed three soldiers, a policeman and two civilians in Burkina Faso.", "  killed     6\n");
    has(state, "Officials said 3 soldiers died and 11 were wounded when rebels attacked a base in Niger.",
        "  wounded    11\n");
}

static void a_number_belongs_to_the_nearest_event(void **state) {
    const char *t = stage_text(
        state, "story", "France said it would send 1,000 troops to Niger and withdraw 500 soldiers from Chad.", NULL);
    assert_has(t, "  troops     1000\n");
    assert_has(t, "  troops     500\n");
    lacks(state, "Rebels attacked a village in Mali after a storm killed 15 people.", "  killed ");
    lacks(state, "Japan sent two coast guard ships to Fiji.", "  troops ");
}

static void no_sum_is_beyond_the_world(void **state) {
    char text[4096] = "Japan gave Fiji ";
    for (int i = 0; i < 180; i++)
        strcat(text, "hundred ");
    strcat(text, "dollars in aid on Monday.");
    has(state, text, "AID");
    lacks(state, text, "  amount ");
}

static void money_has_a_currency(void **state) {
    has(state, "Norway pledged 200 million kroner for Ukraine.", "  amount     200000000 NOK\n");
    has(state, "Canada promised C$500m for Haiti.", "  amount     500000000 CAD\n");
    has(state, "Japan gave Fiji one and a half million New Zealand dollars.", "  amount     1500000 NZD\n");
    has(state, "The European Union gave Egypt a loan of EUR 3bn.", "  amount     3000000000 EUR\n");
    has(state, "Japan gave a $5 million loan to Fiji.", "  amount     5000000 USD\n");
    lacks(state, "Spain gave Chad 40 million pesos in aid.", "  amount ");
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(numbers_in_words),
                                       READING_TEST(what_is_no_number_is_not_told),
                                       READING_TEST(of_a_range_the_lower_end),
                                       READING_TEST(who_is_counted),
                                       READING_TEST(a_number_belongs_to_the_nearest_event),
                                       READING_TEST(no_sum_is_beyond_the_world),
                                       READING_TEST(money_has_a_currency)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
