/* SPDX-License-Identifier: Apache-2.0 */
#include "../stage_text.h"

static void tags_and_lemmatises(void **state) {
    const char *t = stage_text(
        state, "tag", "The soldiers were accused of seizing ships and striking the cities near the border.", NULL);
    assert_has(t, "soldiers\tNOUN\tNNS\tsoldier\n");
    assert_has(t, "were\tAUX\tVBD\tbe\n");
    assert_has(t, "accused\tVERB\tVBN\taccuse\n");
    assert_has(t, "seizing\tVERB\tVBG\tseize\n");
    assert_has(t, "striking\tVERB\tVBG\tstrike\n");
    assert_has(t, "cities\tNOUN\tNNS\tcity\n");
}

static void keeps_the_form_of_names(void **state) {
    const char *t = stage_text(state, "tag", "President Museveni visited Kampala with his brothers.", NULL);
    assert_has(t, "Museveni\tPROPN\tNNP\tMuseveni\n");
    assert_has(t, "visited\tVERB\tVBD\tvisit\n");
}

static void reads_capitals(void **state) {
    const char *t =
        stage_text(state, "tag", "THE ARMY CAPTURED THE TOWN ON MONDAY AND THE REBELS LEFT THE AREA.", NULL);
    assert_has(t, "CAPTURED\tVERB\tVBD\tcapture\n");
}

static void knows_strong_verbs(void **state) {
    const char *t =
        stage_text(state, "tag",
                   "Thousands of people fled the town after rebels overthrew the government on Monday. He goes "
                   "home, and she does not know why they underwent surgery.",
                   NULL);
    assert_has(t, "fled\tVERB\tVBD\tflee\n");
    assert_has(t, "overthrew\tVERB\tVBD\toverthrow\n");
    assert_has(t, "goes\tVERB\tVBZ\tgo\n");
    assert_has(t, "does\tAUX\tVBZ\tdo\n");
    assert_has(t, "underwent\tVERB\tVBD\tundergo\n");
}

static void reads_british_spelling(void **state) {
    const char *t =
        stage_text(state, "tag", "The unions criticised the bill. The party mobilised voters on Sunday.", NULL);
    assert_has(t, "criticised\tVERB\tVBD\tcriticise\n");
    assert_has(t, "mobilised\tVERB\tVBD\tmobilise\n");
}

static void tells_the_possessive_from_a_pronoun(void **state) {
    const char *t = stage_text(state, "tag", "The country's president said that I met Iran's envoy.", NULL);
    assert_has(t, "'s\tPART\tPOS\t's\n");
    assert_lacks(t, "'s\tPART\tPOS\twe\n");
    assert_has(t, "I\tPRON\tPRP\tI\n");
}

static void compares_adjectives_and_adverbs(void **state) {
    const char *t = stage_text(state, "tag",
                               "The wealthiest families left earlier for a larger and safer country, and the biggest "
                               "banks closed later.",
                               NULL);
    assert_has(t, "wealthiest\tADJ\tJJS\twealthy\n");
    assert_has(t, "earlier\tADV\tRBR\tearly\n");
    assert_has(t, "larger\tADJ\tJJR\tlarge\n");
    assert_has(t, "safer\tADJ\tJJR\tsafe\n");
    assert_has(t, "biggest\tADJ\tJJS\tbig\n");
    assert_has(t, "later\tADV\tRBR\tlate\n");
}

static void writes_names_numbers_and_signs_as_the_treebanks_do(void **state) {
    const char *t = stage_text(state, "tag",
                               "Palestinian officials of the United States said on Monday that her brother paid 10,000 "
                               "dollars – “all of it”.",
                               NULL);
    assert_has(t, "Palestinian\tADJ\tJJ\tPalestinian\n");
    assert_has(t, "States\tPROPN\tNNPS\tState\n");
    assert_has(t, "her\tPRON\tPRP$\ther\n");
    assert_has(t, "10,000\tNUM\tCD\t10000\n");
    assert_has(t, "\t-\n");
    assert_has(t, "\t\"\n");
}

static void keeps_capitals_that_are_the_words_own(void **state) {
    const char *t =
        stage_text(state, "tag",
                   "The pro-Beijing party's DNA tests in the 1990s cost £5m, Kurdish and Republican officials "
                   "in the Philippines said.",
                   NULL);
    assert_has(t, "pro-Beijing\tADJ\tJJ\tpro-Beijing\n");
    assert_has(t, "DNA\tNOUN\tNN\tDNA\n");
    assert_has(t, "1990s\tNOUN\tNNS\t1990s\n");
    assert_has(t, "Kurdish\tADJ\tJJ\tKurdish\n");
    assert_has(t, "Republican\tADJ\tJJ\tRepublican\n");
    assert_has(t, "officials\tNOUN\tNNS\tofficial\n");
    assert_has(t, "\tPhilippines\n");
}

static void capitals_of_a_shout_say_nothing(void **state) {
    const char *t = stage_text(state, "tag", "THE ARMY CAPTURED THE TOWN WHERE THE REBELS HELD PEACE TALKS.", NULL);
    assert_has(t, "ARMY\tNOUN\tNN\tarmy\n");
    assert_has(t, "REBELS\tNOUN\tNNS\trebel\n");
    assert_lacks(t, "\tTOWN\n");
}

static void gives_back_the_silent_e(void **state) {
    const char *t =
        stage_text(state, "tag",
                   "The province seceded after officials were bribed; the lender mortgaged and leased mines, and "
                   "viruses and campuses were mentioned.",
                   NULL);
    assert_has(t, "seceded\tVERB\tVBD\tsecede\n");
    assert_has(t, "bribed\tVERB\tVBN\tbribe\n");
    assert_has(t, "\tmortgage\n");
    assert_has(t, "\tlease\n");
    assert_has(t, "viruses\tNOUN\tNNS\tvirus\n");
    assert_has(t, "campuses\tNOUN\tNNS\tcampus\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(tags_and_lemmatises),
                                       READING_TEST(keeps_capitals_that_are_the_words_own),
                                       READING_TEST(capitals_of_a_shout_say_nothing),
                                       READING_TEST(gives_back_the_silent_e),
                                       READING_TEST(keeps_the_form_of_names),
                                       READING_TEST(reads_capitals),
                                       READING_TEST(knows_strong_verbs),
                                       READING_TEST(reads_british_spelling),
                                       READING_TEST(tells_the_possessive_from_a_pronoun),
                                       READING_TEST(compares_adjectives_and_adverbs),
                                       READING_TEST(writes_names_numbers_and_signs_as_the_treebanks_do)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
