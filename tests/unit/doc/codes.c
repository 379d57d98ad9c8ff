/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "doc/doc.h"

static void names_lead_back(void **state) {
    (void)state;
    for (unsigned i = 1; i < DGM_UPOS_COUNT; i++)
        assert_int_equal(dgm_upos_of(dgm_str_of(dgm_upos_name(i))), i);
    for (unsigned i = 1; i < DGM_XPOS_COUNT; i++)
        assert_int_equal(dgm_xpos_of(dgm_str_of(dgm_xpos_name(i))), i);
    for (unsigned i = 1; i < DGM_REL_COUNT; i++)
        assert_int_equal(dgm_rel_of(dgm_str_of(dgm_rel_name(i))), i);
    assert_int_equal(dgm_rel_of(DGM_STR("obl:tmod")), DGM_REL_OBL);
    assert_int_equal(dgm_rel_of(DGM_STR("nonsense:x")), DGM_REL_NONE);
    assert_int_equal(dgm_upos_of(DGM_STR("NONSENSE")), DGM_UPOS_NONE);
    assert_int_equal(dgm_upos_of(DGM_STR("")), DGM_UPOS_NONE);
    assert_string_equal(dgm_upos_name(DGM_UPOS_NONE), "_");
    assert_string_equal(dgm_xpos_name(999), "_");
    assert_true(DGM_FEAT_COUNT <= 32 && DGM_CONTEXT_COUNT <= 64 && DGM_SECTOR_COUNT <= 32); /* bit sets */
}

static void knows_plover(void **state) {
    (void)state;
    assert_int_equal(DGM_EVENT_COUNT, 16);
    assert_string_equal(dgm_event_name(DGM_EVENT_CONSULT), "CONSULT");
    assert_string_equal(dgm_event_quad(DGM_EVENT_AID), "material-cooperation");
    assert_int_equal(dgm_event_score10(DGM_EVENT_ACCUSE), -30);
    assert_string_equal(dgm_mode_name(DGM_MODE_COERCE_MARTIAL_LAW), "martial-law");
    assert_int_equal(dgm_mode_type(DGM_MODE_COERCE_MARTIAL_LAW), DGM_EVENT_COERCE);
    assert_int_equal(dgm_mode_score10(DGM_MODE_ASSAULT_UNCONVENTIONAL), -100);
    assert_int_equal(dgm_mode_type(DGM_MODE_COUNT), DGM_EVENT_COUNT);
    assert_string_equal(dgm_context_name(DGM_CONTEXT_rights_freedoms), "rights_freedoms");
    assert_string_equal(dgm_entity_type_name(DGM_ENTITY_WEAPON), "weapon");
    for (unsigned m = 0; m < DGM_MODE_COUNT; m++)
        assert_true(dgm_mode_type(m) < DGM_EVENT_COUNT);
}

static void reads_lists_of_sectors(void **state) {
    (void)state;
    bool ok;
    assert_int_equal(dgm_sectors_of("GOV;MIL", &ok), 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_MIL);
    assert_true(ok);
    assert_int_equal(dgm_sectors_of(" GOV  MIL ", &ok), 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_MIL);
    assert_true(ok);
    assert_int_equal(dgm_sectors_of("", &ok), 0);
    assert_true(ok);
    assert_int_equal(dgm_sectors_of("GOV ZZZ", &ok), 1u << DGM_SECTOR_GOV);
    assert_false(ok);
    dgm_sectors_of("gov", &ok);
    assert_false(ok);
}

static void warnings_are_kept_up_to_a_limit(void **state) {
    (void)state;
    dgm_doc doc = {.arena = dgm_arena_new(1 << 20)};
    char text[1000];
    memset(text, 'x', sizeof text);
    text[999] = '\0';
    assert_true(dgm_doc_warn(&doc, "%s €", text));
    assert_int_equal(doc.warnings.items[0].n, 511);
    for (int i = 0; i < 100; i++)
        assert_true(dgm_doc_warn(&doc, "warning %d", i));
    assert_int_equal(doc.warnings.count, 32);
    assert_true(dgm_str_is(doc.warnings.items[1], "warning 0"));
    dgm_arena_free(doc.arena);
    doc = (dgm_doc){.arena = dgm_arena_new(10)};
    assert_false(dgm_doc_warn(&doc, "longer than the arena"));
    dgm_arena_free(doc.arena);
}

static void shapes(void **state) {
    (void)state;
    assert_int_equal(dgm_doc_shape(DGM_STR("Paris")), DGM_SHAPE_UPPER_FIRST);
    assert_int_equal(dgm_doc_shape(DGM_STR("NATO")), DGM_SHAPE_UPPER_FIRST | DGM_SHAPE_ALL_UPPER);
    assert_int_equal(dgm_doc_shape(DGM_STR("U.S.")), DGM_SHAPE_UPPER_FIRST | DGM_SHAPE_ALL_UPPER);
    assert_int_equal(dgm_doc_shape(DGM_STR("F-16")),
                     DGM_SHAPE_UPPER_FIRST | DGM_SHAPE_ALL_UPPER | DGM_SHAPE_DIGIT | DGM_SHAPE_HYPHEN);
    assert_int_equal(dgm_doc_shape(DGM_STR("1,500")), DGM_SHAPE_DIGIT);
    assert_int_equal(dgm_doc_shape(DGM_STR("--")), DGM_SHAPE_HYPHEN | DGM_SHAPE_PUNCT);
    assert_int_equal(dgm_doc_shape(DGM_STR("Élysée")), DGM_SHAPE_UPPER_FIRST | DGM_SHAPE_NON_ASCII);
    assert_int_equal(dgm_doc_shape(DGM_STR("said")), 0);
    assert_int_equal(dgm_doc_shape((dgm_str){0}), DGM_SHAPE_PUNCT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_lead_back),
        cmocka_unit_test(knows_plover),
        cmocka_unit_test(reads_lists_of_sectors),
        cmocka_unit_test(warnings_are_kept_up_to_a_limit),
        cmocka_unit_test(shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
