/* SPDX-License-Identifier: Apache-2.0 */
#include "../stage_text.h"

#include "story/story.h"

static int count(const char *text, const char *part) {
    int n = 0;
    for (const char *p = text; (p = strstr(p, part)) != NULL; p++)
        n++;
    return n;
}

static void one_event_told_twice_is_one(void **state) {
    const char *t = stage_text(
        state, "story",
        "Canada condemned Belarus on Tuesday over the arrests of eleven journalists in the capital.\n\n"
        "Officials in the north said that the roads would be closed for the rest of the month because of the snow.\n\n"
        "Canada condemned Belarus after a long debate in the old hall by the river.",
        "2025-10-22");
    assert_int_equal(count(t, "ACCUSE"), 1);
    assert_has(t, "told       2\n");
}

static void an_attack_and_its_harm_are_one(void **state) {
    const char *t =
        stage_text(state, "story",
                   "Sudanese forces launched airstrikes on a town in Chad on Monday, killing five farmers and "
                   "wounding two.",
                   "2025-10-22");
    assert_int_equal(count(t, "ASSAULT"), 1);
    assert_has(t, "recipients farmers");
}

static void two_days_are_two_events(void **state) {
    const char *t = stage_text(state, "story",
                               "Canada condemned Belarus on 3 March 2025.\n\nCanada condemned Belarus on 9 April 2025.",
                               "2025-10-22");
    assert_int_equal(count(t, "ACCUSE"), 2);
}

static void two_attacks_on_two_days_are_two(void **state) {
    const char *t = stage_text(state, "story",
                               "Rebels in Chad attacked soldiers in Faya on 3 March 2025, killing five.\n\n"
                               "Rebels in Chad attacked soldiers in Mao on 9 April 2025, killing two.",
                               "2025-10-22");
    assert_int_equal(count(t, "ASSAULT"), 2);
}

static void an_attack_taken_up_is_no_second_one(void **state) {
    const char *t = stage_text(state, "story",
                               "Gunmen attacked villagers in Kano, Nigeria, on Monday, the governor said. "
                               "Five people were killed in the attack.",
                               "2025-10-22");
    assert_int_equal(count(t, "ASSAULT"), 1);
}

static void a_noun_takes_up_what_a_verb_told(void **state) {
    const char *t = stage_text(state, "story",
                               "Nigerian police arrested a Ghanaian editor in Kano on Monday. "
                               "The arrest of the editor angered the union.",
                               "2025-10-22");
    assert_int_equal(count(t, "COERCE"), 1);
    assert_has(t, "actors     Nigerian police");
}

static void other_people_are_another_event(void **state) {
    const char *t = stage_text(
        state, "story", "Canada condemned Belarus in a statement.\n\nFrance condemned Chad in a statement.", NULL);
    assert_int_equal(count(t, "ACCUSE"), 2);
}

/* Two events that differ in one thing, under weights that are given here. */
static void confidence_follows_its_features(void **state) {
    (void)state;
    dgm_token tokens[2] = {{.upos = DGM_UPOS_VERB}, {.upos = DGM_UPOS_VERB, .shape = DGM_SHAPE_QUOTED}};
    dgm_span tellings[9] = {{0, 1}};
    dgm_doc doc = {0};
    doc.tokens.items = tokens;
    doc.tokens.count = 2;
    dgm_event once = {.weight = 600}, again = once, quoted = once, doubted = once;
    once.mentions.items = again.mentions.items = tellings;
    once.mentions.count = 1;
    again.mentions.count = 9;
    quoted.anchor = 1;
    doubted.weight = 0;
    dgm_confidence k = {.known = true};
    k.weights[DGM_FEATURE_trust] = 1;
    k.weights[DGM_FEATURE_quoted] = -1;
    assert_int_equal(dgm_confidence_of(&k, &doc, &once, 1), 600);
    assert_int_equal(dgm_confidence_of(&k, &doc, &again, 1),
                     708); /* 1 - .4 * .9^3: three more tellings count, not eight */
    assert_true(dgm_confidence_of(&k, &doc, &quoted, 1) < 600);
    assert_int_equal(dgm_confidence_of(&k, &doc, &doubted, 1), 10);
    k.known = false;
    assert_int_equal(dgm_confidence_of(&k, &doc, &once, 1), 600);
}

static void why_tells_what_confidence_is_made_of(void **state) {
    assert_has(stage_text(state, "story", "Canada condemned Belarus in a statement on the arrests.", NULL),
               "  because     trust=");
}

typedef struct wordings {
    char text[256];
} wordings;

static void note(void *arg, dgm_str kind, dgm_str value) {
    wordings *w = arg;
    size_t n = strlen(w->text);
    snprintf(w->text + n, sizeof w->text - n, "%.*s:%.*s ", (int)kind.n, kind.p, (int)value.n, value.p);
}

/* "the Ghanaian envoys held firm talks on Monday", of which "held firm talks" are the event's words. */
static void three_words_on_each_side_say_how_it_is_worded(void **state) {
    (void)state;
    static const char *const lemmas[] = {"the", "Ghanaian", "envoy", "hold", "firm", "talk", "on", "Monday"};
    dgm_token tokens[8];
    for (uint32_t i = 0; i < 8; i++)
        tokens[i] = (dgm_token){.lemma = dgm_str_of(lemmas[i]), .span = {10 * i, 10 * i + 9}};
    tokens[7].upos = DGM_UPOS_PROPN;
    dgm_sentence sentence = {.first = 0, .end = 8};
    dgm_doc doc = {0};
    doc.tokens.items = tokens, doc.tokens.count = 8;
    doc.sentences.items = &sentence, doc.sentences.count = 1;
    dgm_event e = {.type = DGM_EVENT_CONSULT, .cameo = "040", .anchor = 3, .trigger = {30, 59}};
    wordings w = {""};
    dgm_wordings_each(&doc, &e, note, &w);
    assert_string_equal(
        w.text, "type:CONSULT mode:none cameo:040 word:hold left:envoy left:Ghanaian left:the right:on right:propn ");
}

static void no_table_of_wordings_says_nothing(void **state) {
    (void)state;
    const dgm_wordings none = {0};
    assert_true(dgm_wordings_sum(&none, &(dgm_doc){0}, &(dgm_event){0}) == 0.0);
}

static void the_wording_of_an_event_is_weighed(void **state) {
    assert_has(stage_text(state, "story", "Envoys of Canada and Belarus held talks in Oslo on Monday.", NULL),
               "worded=");
}

static uint64_t print_of(const char *text) {
    dgm_doc doc = {.text = {text, (uint32_t)strlen(text)}};
    dgm_span body = {0, (uint32_t)strlen(text)};
    uint32_t words;
    doc.clean.body.items = &body;
    doc.clean.body.count = 1;
    return dgm_fingerprint(&doc, &words);
}

static void near_copies_have_near_hashes(void **state) {
    (void)state;
    const char *a =
        "The ministers of the two countries met in the old town on Monday and spoke for three hours about fish, "
        "tariffs, and the "
        "bridge that neither of them wants to pay for, before a dinner to which nobody was invited but the press.";
    const char *b =
        "The ministers of the two countries met in the old town on Monday and spoke for three hours about fish, "
        "tariffs, and the "
        "bridge that neither of them wants to pay for, before a dinner to which nobody was invited but the cameras.";
    const char *c = "Rebels took a garrison in the north at dawn, the army said, after a night of shelling that drove "
                    "thousands of people from "
                    "their homes and left the only hospital of the province without power or water.";
    assert_true(__builtin_popcountll(print_of(a) ^ print_of(b)) <= 8);
    assert_true(__builtin_popcountll(print_of(a) ^ print_of(c)) >= 16);
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(one_event_told_twice_is_one),
                                       READING_TEST(an_attack_and_its_harm_are_one),
                                       READING_TEST(two_days_are_two_events),
                                       READING_TEST(two_attacks_on_two_days_are_two),
                                       READING_TEST(an_attack_taken_up_is_no_second_one),
                                       READING_TEST(a_noun_takes_up_what_a_verb_told),
                                       READING_TEST(other_people_are_another_event),
                                       cmocka_unit_test(near_copies_have_near_hashes),
                                       cmocka_unit_test(confidence_follows_its_features),
                                       cmocka_unit_test(three_words_on_each_side_say_how_it_is_worded),
                                       cmocka_unit_test(no_table_of_wordings_says_nothing),
                                       READING_TEST(the_wording_of_an_event_is_weighed),
                                       READING_TEST(why_tells_what_confidence_is_made_of)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
