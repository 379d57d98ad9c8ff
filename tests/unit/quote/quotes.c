/* SPDX-License-Identifier: Apache-2.0 */
#include "../stage_text.h"

static void finds_who_speaks(void **state) {
    const char *t = stage_text(
        state, "quote", "\"We will never accept this decision,\" Kenyan president William Ruto said on Monday.", NULL);
    assert_has(t, "direct\tWilliam Ruto\tWe will never accept this decision\n");
}

static void reads_curly_marks(void **state) {
    const char *t = stage_text(
        state, "quote",
        "Peruvian minister Ana Quispe said: \u201CThe mine stays closed until June.\u201D The owners left.", NULL);
    assert_has(t, "direct\tAna Quispe\tThe mine stays closed until June.\n");
}

static void short_words_in_quotes_are_no_quotation(void **state) {
    assert_lacks(
        stage_text(state, "quote", "The army called the claim \"false\" in a statement on the same day.", NULL),
        "direct");
}

static void reported_speech_has_a_speaker(void **state) {
    const char *t =
        stage_text(state, "quote", "Norway said that the ships had left the port before the storm began.", NULL);
    assert_has(t, "reported\tNorway\t");
}

static void an_interrupted_quotation_is_one(void **state) {
    const char *t = stage_text(
        state, "quote", "\"The bridge will be closed,\" Norwegian minister Kari Holm said, \"until the ice has gone.\"",
        NULL);
    assert_has(t, "direct\tKari Holm\tThe bridge will be closed, until the ice has gone.\n");
}

static void a_tag_that_ends_its_sentence_ends_the_quotation(void **state) {
    const char *t = stage_text(
        state, "quote",
        "\"The bridge will be closed,\" Norwegian minister Kari Holm said. \"It is not safe any more.\"", NULL);
    assert_has(t, "direct\tKari Holm\tThe bridge will be closed\n");
    assert_has(t, "direct\tKari Holm\tIt is not safe any more.\n");
}

static void a_quotation_goes_on_over_paragraphs(void **state) {
    const char *t = stage_text(
        state, "quote",
        "The old bridge over the river was closed on Monday after engineers found cracks in two of its pillars.\n\n"
        "Norwegian minister Kari Holm said: \u201CThe bridge will be closed until June, whatever the traders of the "
        "town "
        "may say about it.\n\n"
        "\u201CNobody wants to see it fall, and nobody wants to pay for a new one.\u201D\n\n"
        "The mayor of the town did not answer the question when it was put to her after the meeting.",
        NULL);
    assert_has(
        t, "direct\tKari Holm\tThe bridge will be closed until June, whatever the traders of the town may say about "
           "it.\n\nNobody wants to see it fall, and nobody wants to pay for a new one.\n");
    assert_lacks(t, "reported");
}

static void single_marks_are_told_from_apostrophes(void **state) {
    const char *t = stage_text(
        state, "quote",
        "Norwegian minister Kari Holm said: \u2018We don\u2019t want the farmers\u2019 money any more.\u2019", NULL);
    assert_has(t, "direct\tKari Holm\tWe don\u2019t want the farmers\u2019 money any more.\n");
    assert_lacks(stage_text(state, "quote", "The ministers' offices and the farmers' union did not answer.", NULL),
                 "direct");
}

static void reads_angle_marks(void **state) {
    const char *t = stage_text(
        state, "quote", "Norwegian minister Kari Holm said: \u00ABThe bridge stays closed until June.\u00BB", NULL);
    assert_has(t, "direct\tKari Holm\tThe bridge stays closed until June.\n");
}

static void who_said_something_before_goes_on(void **state) {
    const char *t = stage_text(state, "quote",
                               "The bridge has been closed to lorries, Norwegian minister Kari Holm said in Bergen on "
                               "Monday. \"We could not wait for the winter to do it for us.\"",
                               NULL);
    assert_has(t, "direct\tKari Holm\tWe could not wait");
}

static void a_semicolon_ends_what_a_verb_of_saying_reaches(void **state) {
    const char *t = stage_text(state, "quote",
                               "Norway will, it says, stay away from the talks; Swedish minister Nils Berg dismissed "
                               "the move as \"a storm in a very small glass\".",
                               NULL);
    assert_has(t, "direct\tNils Berg\ta storm in a very small glass");
}

static void a_spokesman_is_whoever_he_speaks_for(void **state) {
    const char *t = stage_text(
        state, "quote", "A spokeswoman for NATO said that the ships had left the port before the storm began.", NULL);
    assert_has(t, "reported\tNATO\t");
}

static void claims_may_be_infinitives(void **state) {
    assert_has(stage_text(state, "quote", "Ethiopia claims to have captured two of the ports.", NULL),
               "reported\tEthiopia\tto have captured two of the ports");
}

static void a_semicolon_parts_what_is_told(void **state) {
    const char *t =
        stage_text(state, "quote", "Egypt recalled its envoy; Sudan replied with a ban on its ships.", NULL);
    assert_lacks(t, "reported");
}

static void the_speaker_may_follow_the_verb(void **state) {
    const char *t = stage_text(
        state, "quote", "\"The bridge will be closed until June,\" said an engineer of the Norwegian army.", NULL);
    assert_lacks(t, "direct\t?");
}

static void nobody_is_guessed_to_speak(void **state) {
    const char *t = stage_text(state, "quote",
                               "Norwegian minister Kari Holm said on Monday that the bridge was old.\n\n"
                               "\"The bridge will be closed until June.\"",
                               NULL);
    assert_has(t, "direct\t?\tThe bridge will be closed until June.\n");
}

static void a_mark_without_its_partner_is_no_quotation(void **state) {
    assert_lacks(stage_text(state, "quote", "The \u201Cbridge was closed until June.\n\nNobody came.", NULL), "direct");
    assert_lacks(stage_text(state, "quote", "\u201D \u201D \u201C \u201C \u201C", NULL), "direct");
}

static void a_straight_mark_leans_on_what_it_quotes(void **state) {
    const char *t = stage_text(
        state, "quote",
        "The old bridge over the river was closed on Monday after engineers found cracks in two of its pillars. "
        "Norwegian minister Kari Holm said on Friday \"We have closed the bridge for the winter.\n\n"
        "Nobody will be let on to it before June.\" The mayor of Bergen, Nils Berg, said on Friday \"We will build "
        "another one\" and left.",
        NULL);
    assert_has(t, "direct\tKari Holm\tWe have closed the bridge for the winter.\n\nNobody will be let on to it before "
                  "June.\n");
    assert_has(t, "direct\tNils Berg\tWe will build another one\n");
    assert_lacks(t, "direct\tKari Holm\tThe mayor");
}

static void a_mark_that_only_closes_opens_nothing(void **state) {
    const char *t =
        stage_text(state, "quote",
                   "The bridge is 6\" too low. Norwegian minister Kari Holm said \"we will build another one\".", NULL);
    assert_has(t, "direct\tKari Holm\twe will build another one\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(finds_who_speaks),
                                       READING_TEST(reads_curly_marks),
                                       READING_TEST(short_words_in_quotes_are_no_quotation),
                                       READING_TEST(reported_speech_has_a_speaker),
                                       READING_TEST(an_interrupted_quotation_is_one),
                                       READING_TEST(a_tag_that_ends_its_sentence_ends_the_quotation),
                                       READING_TEST(a_quotation_goes_on_over_paragraphs),
                                       READING_TEST(single_marks_are_told_from_apostrophes),
                                       READING_TEST(reads_angle_marks),
                                       READING_TEST(who_said_something_before_goes_on),
                                       READING_TEST(a_semicolon_ends_what_a_verb_of_saying_reaches),
                                       READING_TEST(a_spokesman_is_whoever_he_speaks_for),
                                       READING_TEST(claims_may_be_infinitives),
                                       READING_TEST(a_semicolon_parts_what_is_told),
                                       READING_TEST(the_speaker_may_follow_the_verb),
                                       READING_TEST(nobody_is_guessed_to_speak),
                                       READING_TEST(a_mark_without_its_partner_is_no_quotation),
                                       READING_TEST(a_straight_mark_leans_on_what_it_quotes),
                                       READING_TEST(a_mark_that_only_closes_opens_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
