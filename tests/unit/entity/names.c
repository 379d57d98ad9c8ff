/* SPDX-License-Identifier: Apache-2.0 */
/* The name finder: its network's labels are always legal and the best there are, whatever the scores; and what it finds. */
#include "../stage_text.h"
#include "base/arena.h"
#include "entity/net.h"

#define WORDS 4u

static int32_t noise(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (int32_t)(*state >> 33) - (1 << 30);
}

/* Can a word with label b follow one with label a? Label 0 before the first and after the last word. */
static bool follows(uint8_t a, uint8_t b) {
    unsigned part_a = a ? (a - 1u) % 4 + 1 : 0, part_b = b ? (b - 1u) % 4 + 1 : 0;
    bool open = part_a == DGM_NAME_FIRST || part_a == DGM_NAME_INSIDE;
    bool goes_on = part_b == DGM_NAME_INSIDE || part_b == DGM_NAME_LAST;
    return open == goes_on && (!open || dgm_name_class_of(a) == dgm_name_class_of(b));
}

static bool legal(const uint8_t *labels, uint32_t n) {
    uint8_t before = 0;
    for (uint32_t i = 0; i < n; before = labels[i++])
        if (labels[i] >= DGM_NAME_LABELS || !follows(before, labels[i]))
            return false;
    return follows(before, 0);
}

static int64_t score_of(const dgm_name_work *work, const uint8_t *labels, uint32_t n) {
    int64_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += work->scores[i][labels[i]];
    return sum;
}

static void labels_are_legal_whatever_the_scores(void **state) {
    (void)state;
    dgm_arena *arena = dgm_arena_new((size_t)1 << 24);
    dgm_name_work work;
    uint8_t labels[DGM_NAME_MOST];
    uint64_t chance = 1;
    assert_true(dgm_name_work_make(&work, arena, DGM_NAME_MOST));
    for (int round = 0; round < 200; round++) {
        uint32_t n = 1 + (uint32_t)round * 2 % DGM_NAME_MOST;
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t k = 0; k < DGM_NAME_SCORES; k++) /* the greatest numbers, too */
                work.scores[i][k] = round % 3 == 0 ? (noise(&chance) < 0 ? INT32_MIN : INT32_MAX) : noise(&chance);
        dgm_name_decode(&work, n, labels);
        assert_true(legal(labels, n));
    }
    dgm_arena_free(arena);
}

static void no_legal_sequence_is_better(void **state) {
    (void)state;
    dgm_arena *arena = dgm_arena_new((size_t)1 << 24);
    dgm_name_work work;
    uint8_t labels[WORDS], other[WORDS];
    uint64_t chance = 7;
    assert_true(dgm_name_work_make(&work, arena, WORDS));
    for (int round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < WORDS; i++)
            for (uint32_t k = 0; k < DGM_NAME_SCORES; k++)
                work.scores[i][k] = noise(&chance) / 2;
        dgm_name_decode(&work, WORDS, labels);
        int64_t best = score_of(&work, labels, WORDS), seen = INT64_MIN;
        for (uint32_t all = 0; all < DGM_NAME_LABELS * DGM_NAME_LABELS * DGM_NAME_LABELS * DGM_NAME_LABELS; all++) {
            for (uint32_t i = 0, rest = all; i < WORDS; i++, rest /= DGM_NAME_LABELS)
                other[i] = (uint8_t)(rest % DGM_NAME_LABELS);
            if (legal(other, WORDS) && score_of(&work, other, WORDS) > seen)
                seen = score_of(&work, other, WORDS);
        }
        assert_int_equal(best, seen);
    }
    dgm_arena_free(arena);
}

static void what_is_no_network_is_refused(void **state) {
    (void)state;
    dgm_name_net net;
    dgm_error error = {0};
    dgm_net_header header = {DGM_NET_MAGIC, DGM_NAME_LABELS * 100u + DGM_KNOWN_COUNT, 2, 10, DGM_NET_WORDS, {0}, {0}};
    char empty[64] = {0};
    assert_int_equal(dgm_name_net_open(empty, 0, "names.net", &net, &error), DGM_BAD_MODEL);
    assert_int_equal(dgm_name_net_open(empty, sizeof empty, "names.net", &net, &error), DGM_BAD_MODEL);
    assert_int_equal(dgm_name_net_open(&header, sizeof header, "names.net", &net, &error), DGM_BAD_MODEL);
    header.classes++;
    error = (dgm_error){0};
    assert_int_equal(dgm_name_net_open(&header, sizeof header, "names.net", &net, &error), DGM_BAD_MODEL);
    assert_non_null(strstr(error.what, "other tags"));
}

static void a_country_may_be_a_forename(void **state) {
    const char *t = stage_text(
        state, "entity", "On Monday Jordan Hendricks told reporters that the players would sue the league.", NULL);
    assert_has(t, "person\tJordan Hendricks\t");
    assert_lacks(t, "\tJOR");
}

static void the_country_of_an_office_is_no_forename(void **state) {
    const char *text = "The president of Mali Oumar Traore visited the port of Riga on Monday.";
    const char *out = stage_text(state, "entity", text, NULL);
    assert_has(out, "Oumar Traore\tMLI GOV\tpresident");
    assert_lacks(out, "Mali Oumar");
}

static void mentions_of_a_name_are_of_one_kind(void **state) {
    const char *t = stage_text(
        state, "entity",
        "Foreign minister Carla Vestrander left. Vestrander said that the talks with Norway had failed.", NULL);
    assert_has(t, "[Carla Vestrander] [Vestrander]");
}

static void a_village_takes_no_actors_country(void **state) {
    const char *t =
        stage_text(state, "entity", "Russian forces shelled the village of Dobrovetsk on Monday and left.", NULL);
    assert_has(t, "place\tDobrovetsk\t\t");
}

static void a_body_takes_the_country_in_its_name(void **state) {
    const char *t = stage_text(
        state, "entity", "The Royal Norwegian Navy said on Monday that a frigate of the Navy had left Bergen.", NULL);
    assert_has(t, "NOR MIL");
}

static void the_last_word_tells_a_site(void **state) {
    const char *t =
        stage_text(state, "entity", "Rebels shelled Varsodala International Airport near the border on Monday.", NULL);
    assert_has(t, "facility\tVarsodala International Airport\t");
}

static void words_say_of_what_kind_a_name_is(void **state) {
    static const char *const cases[][2] = {
        {"Pirates seized the tanker Ostrelka on Monday. The Ostrelka had left Odesa.", "facility\tOstrelka\t"},
        {"Hurricane Ostrelka hit the coast of Cuba on Monday.", "event\tHurricane Ostrelka\t"},
        {"The army began Operation Ostrelka on Monday.", "event\tOperation Ostrelka\t"},
        {"Parliament passed the Varsodala Amendment on Monday.", "agreement\tVarsodala Amendment\t"},
        {"Protesters gathered at the Varsodala Mosque on Friday.", "facility\tVarsodala Mosque\t"},
        {"Flights to Ostrelka airport were cancelled on Monday.", "facility\tOstrelka airport\t"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_has(stage_text(state, "entity", cases[i][0], NULL), cases[i][1]);
}

static void who_is_named_like_a_site_is_a_person(void **state) {
    const char *t = stage_text(
        state, "entity", "Senator Carla Park met the governor on Monday. Mary Temple said that she had left.", NULL);
    assert_has(t, "person\tCarla Park\t");
    assert_has(t, "person\tMary Temple\t");
}

static void a_town_that_is_a_surname_is_the_person(void **state) {
    const char *t = stage_text(
        state, "entity", "Senator Carla Houston met the governor on Monday. Houston said that the talks had gone well.",
        NULL);
    assert_has(t, "[Carla Houston] [Houston]");
    t = stage_text(state, "entity",
                   "Senator Carla Amman met the governor on Monday. Amman said that the talks had gone well.", NULL);
    assert_has(t, "[Carla Amman] [Amman]");
    t = stage_text(state, "entity",
                   "Senator Carla Amman met Jordanian envoys on Monday. Amman said that the talks had gone well.",
                   NULL);
    assert_lacks(t, "[Carla Amman] [Amman]");
}

static void capitals_without_end_are_read(void **state) {
    char *text = malloc(400000);
    size_t n = 0;
    while (n < 390000)
        n += (size_t)sprintf(text + n, "%s", n % 3 ? "Ab-Cd " : "El Ma\xc3\xb1o of ");
    (void)stage_text(state, "entity", text, NULL);
    free(text);
}

static void the_word_behind_says_that_it_is_a_place(void **state) {
    const char *t = stage_text(state, "entity",
                               "Soldiers fought rebels in the Karumi and Pelat districts, in Zirma province and in the "
                               "municipality of Frontera Sulba on Monday.",
                               NULL);
    assert_has(t, "place\tKarumi\t");
    assert_has(t, "place\tPelat\t");
    assert_has(t, "place\tZirma\t");
    assert_has(t, "place\tFrontera Sulba\t");
    assert_has(stage_text(state, "entity", "Jets bombed the Borami refugee camp on Monday.", NULL),
               "facility\tBorami refugee camp\t");
    assert_has(stage_text(state, "entity", "Jets bombed Karo Mesa airfield near Kassala on Monday.", NULL), "\tSDN\t");
}

static void what_stands_before_says_that_it_is_a_place(void **state) {
    const char *t =
        stage_text(state, "entity",
                   "Two soldiers were killed near Mir Haden. An air strike in Majdal Zeir killed three people. "
                   "Clashes were reported in Bosaso and Haran Weyne. Lawmakers lost confidence in Carla Haden.",
                   NULL);
    assert_has(t, "place\tMir Haden");
    assert_has(t, "place\tMajdal Zeir");
    assert_has(t, "place\tHaran Weyne");
    assert_has(t, "person\tCarla Haden");
    assert_has(
        stage_text(state, "entity", "France recalled its envoy over remarks on the killing of Thiago Avala.", NULL),
        "person\tThiago Avala");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_are_legal_whatever_the_scores),
        cmocka_unit_test(no_legal_sequence_is_better),
        cmocka_unit_test(what_is_no_network_is_refused),
        READING_TEST(a_country_may_be_a_forename),
        READING_TEST(the_country_of_an_office_is_no_forename),
        READING_TEST(mentions_of_a_name_are_of_one_kind),
        READING_TEST(a_village_takes_no_actors_country),
        READING_TEST(a_body_takes_the_country_in_its_name),
        READING_TEST(the_last_word_tells_a_site),
        READING_TEST(words_say_of_what_kind_a_name_is),
        READING_TEST(who_is_named_like_a_site_is_a_person),
        READING_TEST(a_town_that_is_a_surname_is_the_person),
        READING_TEST(capitals_without_end_are_read),
        READING_TEST(the_word_behind_says_that_it_is_a_place),
        READING_TEST(what_stands_before_says_that_it_is_a_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
