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

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(tags_and_lemmatises), READING_TEST(keeps_the_form_of_names),
                                       READING_TEST(reads_capitals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
