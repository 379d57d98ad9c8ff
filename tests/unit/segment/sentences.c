/* SPDX-License-Identifier: Apache-2.0 */
#include "../stage_text.h"

static void ends_sentences_at_stops_that_end_them(void **state) {
    const char *t = stage_text(
        state, "segment",
        "Mr. Smith met Gen. Lee in the U.S. on Tuesday. They talked about 3.5 million people. Nobody left.", NULL);
    assert_has(t, "Mr. Smith met Gen. Lee in the U.S. on Tuesday .\n");
    assert_has(t, "They talked about 3.5 million people .\n");
    assert_has(t, "Nobody left .\n");
}

static void splits_clitics_and_hyphens(void **state) {
    const char *t = stage_text(
        state, "segment",
        "Russia's well-known envoy didn't go, and the non-violent group cannot stay in Port-au-Prince.", NULL);
    assert_has(t, "Russia 's well - known envoy did n't go ,");
    assert_has(t, "non-violent group can not stay");
}

static void keeps_quotation_marks_with_their_sentence(void **state) {
    const char *t = stage_text(
        state, "segment", "\"We will not go back,\" the minister said. \"It is over.\" The envoy left the town.", NULL);
    assert_has(t, "\" It is over . \"\n");
    assert_has(t, "The envoy left the town .\n");
}

static void cuts_money_and_percent(void **state) {
    const char *t = stage_text(state, "segment",
                               "The bank lent $1,500 to the town at 5% on 10/12/2024 according to the report.", NULL);
    assert_has(t, "$ 1,500 to");
    assert_has(t, "5 % on 10/12/2024");
}

static void survives_a_sentence_without_end(void **state) {
    size_t n = 120000;
    char *text = malloc(n + 1);
    for (size_t i = 0; i < n; i++)
        text[i] = "the man and "[i % 12];
    text[n - 1] = '.';
    text[n] = '\0';
    assert_true(strlen(stage_text(state, "parse", text, NULL)) > n);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        READING_TEST(ends_sentences_at_stops_that_end_them), READING_TEST(splits_clitics_and_hyphens),
        READING_TEST(keeps_quotation_marks_with_their_sentence), READING_TEST(cuts_money_and_percent),
        READING_TEST(survives_a_sentence_without_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
