/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that an analyst may write: read, or refused with file and line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compile/compile.h"
#include "event/event.h"

static const char others[] = "@table classes\n@columns name words\n@index words\n@index name\ntalks | talk; meeting\n"
                             "@table subject_groups\n@columns name sectors\n@index name\npolice | COP MIL\n"
                             "@table status\n@columns words kind effect\n@index words\nwill | modal | future\n"
                             "@table tolls\n@columns words field\n@index words\nkill | killed\n"
                             "@table contexts\n@columns name words\n@index words\nlegal | court\n";

/* Opens the rules with one row; `check` sees what was read. The error stays in `e`. */
static int open_row(const char *row, dgm_error *e, void (*check)(const dgm_event_knowledge *)) {
    char events[512];
    int n = snprintf(
        events, sizeof events,
        "@table events\n@columns words class type mode cameo frame needs trust:int example\n@index words\n%s\n", row);
    dgm_source sources[] = {{"events/a.txt", events, (size_t)n, 0}, {"events/b.txt", others, sizeof others - 1, 0}};
    void *image;
    size_t size;
    dgm_store *store;
    dgm_event_knowledge k = {0};
    assert_int_equal(dgm_compile_memory(sources, 2, &image, &size, NULL, NULL, e), 0);
    assert_int_equal(dgm_store_open_memory(image, size, &store, e), DGM_OK);
    dgm_arena *arena = dgm_arena_new(1u << 22);
    assert_non_null(arena);
    int rc = dgm_rules_open(store, arena, &k, e);
    if (rc == DGM_OK && check)
        check(&k);
    dgm_arena_free(arena);
    dgm_store_close(store);
    free(image);
    return rc;
}

static void four_patterns_of_three_words(const dgm_event_knowledge *k) {
    const dgm_pattern *p = dgm_rules_first(k, DGM_STR("hold"));
    assert_int_equal(k->count, 4);
    assert_non_null(p);
    assert_int_equal(p->part_count, 1); /* longer ones are tried first */
    assert_int_equal(p->parts[0].kind, DGM_PART_CLASS);
    assert_true(p->rule->symmetric);
    assert_int_equal(p->rule->trust, 700);
    assert_true(p->rule->need_actor && p->rule->need_recipient);
    p = dgm_rules_next(p);
    assert_non_null(p);
    assert_int_equal(p->part_count, 0);
    assert_null(dgm_rules_next(p));
    assert_non_null(dgm_rules_first(k, DGM_STR("confer")));
    assert_null(dgm_rules_first(k, DGM_STR("talks")));
    assert_null(dgm_rules_first(k, DGM_STR("")));
}

static void reads_words_classes_and_frame(void **state) {
    (void)state;
    dgm_error e = {0};
    assert_int_equal(open_row("hold; hold [talks]; meet; confer | v | CONSULT | visit | 040 | S+with > | AR | 70", &e,
                              four_patterns_of_three_words),
                     DGM_OK);
}

static void infinitive_and_country(const dgm_event_knowledge *k) {
    assert_true(k->patterns[0].rule->need_infinitive);
    assert_true(k->patterns[0].rule->recipient_country);
    assert_int_equal(k->patterns[0].rule->subject_sectors, 1u << DGM_SECTOR_COP | 1u << DGM_SECTOR_MIL);
}

static void reads_conditions(void **state) {
    (void)state;
    dgm_error e = {0};
    assert_int_equal(
        open_row("tell | v | REQUEST | | 020 | S > O | to R=country S=[police] | 50", &e, infinitive_and_country),
        DGM_OK);
}

static void subject_class_and_particle(const dgm_event_knowledge *k) {
    const dgm_pattern *p = &k->patterns[0];
    assert_int_not_equal(p->rule->subject_class, DGM_NONE);
    assert_int_equal(p->rule->subject_sectors, 0);
    assert_true(p->parts[0].particle);
    assert_int_equal(p->parts[0].word.n, 2);
}

static void reads_what_noun_acts_and_which_word_is_a_particle(void **state) {
    (void)state;
    dgm_error e = {0};
    assert_int_equal(open_row("take +in | v | COERCE | | 173 | S > O | S={talks} | 50", &e, subject_class_and_particle),
                     DGM_OK);
}

static void refuses_with_file_and_line(void **state) {
    (void)state;
    static const char *const bad[] = {
        "meet | v | MEETING | | 040 | S > O | | 50",            /* no such type */
        "meet | v | CONSULT | aerial | 040 | S > O | | 50",     /* a mode of another type */
        "meet | v | CONSULT | | 0405060 | S > O | | 50",        /* no CAMEO code */
        "meet | x | CONSULT | | 040 | S > O | | 50",            /* no word class */
        "meet | v | CONSULT | | 040 | S O | | 50",              /* no arrow */
        "meet | v | CONSULT | | 040 | Z > O | | 50",            /* no such place */
        "meet | v | CONSULT | | 040 | S > O | maybe | 50",      /* no such condition */
        "meet | v | CONSULT | | 040 | S > O | O=[nobody] | 50", /* no such class */
        "meet | v | CONSULT | | 040 | S > O | S=[nobody] | 50", /* no such group */
        "meet | v | CONSULT | | 040 | S > O | S={nobody} | 50", /* no such class */
        "hold [nobody] | v | CONSULT | | 040 | S > O | | 50",   /* nor here */
        "hold [talks | v | CONSULT | | 040 | S > O | | 50",     /* no end of the name */
        "hold [ | v | CONSULT | | 040 | S > O | | 50",
        "[talks] | v | CONSULT | | 040 | S > O | | 50", /* no word of its own */
        "go to the far side again | v | CONSULT | | 040 | S > O | | 50",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        dgm_error e = {0};
        assert_int_equal(open_row(bad[i], &e, NULL), DGM_BAD_LEXICON);
        assert_string_equal(e.where, "events/a.txt:4");
        assert_true(e.hint[0] != '\0');
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_words_classes_and_frame),
        cmocka_unit_test(reads_conditions),
        cmocka_unit_test(reads_what_noun_acts_and_which_word_is_a_particle),
        cmocka_unit_test(refuses_with_file_and_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
