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

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(finds_who_speaks), READING_TEST(reads_curly_marks),
                                       READING_TEST(short_words_in_quotes_are_no_quotation),
                                       READING_TEST(reported_speech_has_a_speaker)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
