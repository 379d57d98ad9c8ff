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
    const char *t = stage_text(state, "segment",
                               "Russia's well-known envoy didn't go, and the non-violent group cannot stay in "
                               "Port-au-Prince. The cease-fire held.",
                               NULL);
    assert_has(t, "Russia 's well - known envoy did n't go ,");
    assert_has(t, "non-violent group can not stay");
    assert_has(t, "cease-fire held");
}

static void keeps_quotation_marks_with_their_sentence(void **state) {
    const char *t = stage_text(
        state, "segment", "\"We will not go back,\" the minister said. \"It is over.\" The envoy left the town.", NULL);
    assert_has(t, "\" It is over . \"\n");
    assert_has(t, "The envoy left the town .\n");
    t = stage_text(state, "segment", "„We will not go back,“ he said. „It is over.“ The envoy left the town.", NULL);
    assert_has(t, "It is over . “\nThe envoy left the town .\n");
}

static void cuts_money_and_percent(void **state) {
    const char *t = stage_text(state, "segment",
                               "The bank lent $1,500 to the town at 5% on 10/12/2024 according to the report.", NULL);
    assert_has(t, "$ 1,500 to");
    assert_has(t, "5 % on 10/12/2024");
}

static void knows_abbreviations_by_what_follows(void **state) {
    const char *t =
        stage_text(state, "segment",
                   "They voted no. The U.S. He left at 5 p.m. But Gen. Lee of Acme Inc. (see p. 12) stayed. "
                   "Article No. 4 is on Plan B. The U.S.-Ukrainian accord, e.g. The Hague, is not.",
                   NULL);
    assert_has(t, "They voted no .\nThe U.S.\nHe left at 5 p.m.\nBut Gen. Lee of Acme Inc. ( see p. 12 ) stayed .\n");
    assert_has(t, "Article No. 4 is on Plan B.\nThe U.S. - Ukrainian accord , e.g. The Hague , is not .\n");
}

static void gives_a_mark_what_belongs_to_it(void **state) {
    const char *t =
        stage_text(state, "segment",
                   "They married in 2014. [17] [18] He saw Viva Maria! (1965) twice. Who knows? (Nobody did.) "
                   "Then eBay paid. eBay never pays. He said \"[...] no ...\". The town slept.",
                   NULL);
    assert_has(t, "They married in 2014 . [ 17 ] [ 18 ]\nHe saw Viva Maria ! ( 1965 ) twice .\n");
    assert_has(t, "Who knows ?\n( Nobody did . )\nThen eBay paid .\neBay never pays .\n");
    assert_has(t, "He said \" [...] no ... \" .\nThe town slept .\n");
}

static void parts_a_caption_from_whose_picture_it_is(void **state) {
    const char *t =
        stage_text(state, "segment",
                   "The two ministers met in the old harbour of the town on Tuesday morning. Then they left.\n\n"
                   "The envoy greets workers in the old harbour of the town on Tuesday Picture: Ann Doe. The "
                   "picture: a lie, said the two ministers on Wednesday.\n",
                   NULL);
    assert_has(t, "of the town on Tuesday\nPicture : Ann Doe .\nThe picture : a lie , said");
}

static void cuts_units_from_numbers(void **state) {
    const char *t = stage_text(state, "segment",
                               "The $5bn plant, 12km away, was hit at 7:30pm on the 20th by a 155mm shell, as in the "
                               "1990s and the 1930's, not in 2003's; he is gonna film it in 4K for #peace and @potus.",
                               NULL);
    assert_has(t, "$ 5 bn plant , 12 km away , was hit at 7:30 pm on the 20th by a 155 mm shell");
    assert_has(t, "the 1990s and the 1930's , not in 2003 's ; he is gon na film it in 4K for #peace and @potus .");
}

static void keeps_the_mark_of_an_item(void **state) {
    const char *t = stage_text(state, "segment", "1. The government broke off ties in 12. The rest stayed.", NULL);
    assert_has(t, "1. The government broke off ties in 12 .\nThe rest stayed .\n");
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

/* Each mark asks what belongs to it: a chain of marks must not make that a square. */
static void survives_a_chain_of_marks(void **state) {
    static const char prose[] = "The two ministers met in the town on Monday and said that they would go home. ";
    size_t n = 400000, half = n / 2;
    char *text = malloc(n + 1);
    for (size_t i = 0; i < n; i++)
        text[i] = i < half ? prose[i % (sizeof prose - 1)] : i < n - 2 ? "?)"[i % 2] : " x"[i % 2];
    text[n] = '\0';
    assert_has(stage_text(state, "segment", text, NULL), "? ) ? ) ? ) ? )");
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(ends_sentences_at_stops_that_end_them),
                                       READING_TEST(splits_clitics_and_hyphens),
                                       READING_TEST(keeps_quotation_marks_with_their_sentence),
                                       READING_TEST(cuts_money_and_percent),
                                       READING_TEST(knows_abbreviations_by_what_follows),
                                       READING_TEST(gives_a_mark_what_belongs_to_it),
                                       READING_TEST(parts_a_caption_from_whose_picture_it_is),
                                       READING_TEST(cuts_units_from_numbers),
                                       READING_TEST(keeps_the_mark_of_an_item),
                                       READING_TEST(survives_a_sentence_without_end),
                                       READING_TEST(survives_a_chain_of_marks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
