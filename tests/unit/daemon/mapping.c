/* SPDX-License-Identifier: Apache-2.0 */
/* Articles whose fields have other names. */
#include "mapping.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void bus_record_free(bus_record *record) { (void)record; } /* in place of the bus's */

/* What comes of the value, keys sorted; NULL: the core is left to speak. To be freed. */
static char *mapped_bytes(const work_settings *s, const char *value, size_t size) {
    bus_bytes bytes = {value, size};
    char *out = NULL;
    size_t n = 0;
    assert_int_equal(mapping_apply(s, &bytes, &out, &n), DGM_OK);
    if (!out)
        return NULL;
    assert_int_equal(n, strlen(out));
    json_t *parsed = json_loadb(out, n, JSON_ALLOW_NUL, NULL);
    assert_non_null(parsed);
    free(out);
    out = json_dumps(parsed, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(parsed);
    return out;
}

static void becomes(const work_settings *s, const char *value, const char *expected) {
    char *found = mapped_bytes(s, value, strlen(value));
    assert_non_null(found);
    assert_string_equal(found, expected);
    free(found);
}

static const work_settings nested = {.mapped = true, .map = {[1] = "body.raw", [6] = "pub_date"}};

static void takes_fields_from_paths(void **state) {
    (void)state;
    becomes(&nested, "{\"body\":{\"raw\":\"words\",\"size\":5},\"pub_date\":\"2026-01-02\",\"id\":\"a\"}",
            "{\"id\":\"a\",\"published\":\"2026-01-02\",\"text\":\"words\"}");
    becomes(&nested, "{\"body.raw\":\"dotted name\"}", "{\"text\":\"dotted name\"}");
    becomes(&nested, "{\"body\":\"no object\",\"text\":\"as it was\"}",
            "{\"body\":\"no object\",\"text\":\"as it was\"}");
    becomes(&nested, "{}", "{}");
}

static void exchanges_two_fields(void **state) {
    (void)state;
    const work_settings s = {.mapped = true, .map = {[1] = "title", [4] = "text"}};
    becomes(&s, "{\"text\":\"headline\",\"title\":\"body\"}", "{\"text\":\"body\",\"title\":\"headline\"}");
}

static void keeps_numbers_that_do_not_fit(void **state) {
    (void)state;
    becomes(&nested,
            "{\"body\":{\"raw\":\"12345678901234567890 1e999\"},\"hash\":18446744073709551615,\"big\":-1e999,\"n\":7}",
            "{\"big\":\"-1e999\",\"hash\":\"18446744073709551615\",\"n\":7,\"text\":\"12345678901234567890 1e999\"}");
    becomes(&nested, "{\"pub_date\":99999999999999999999,\"q\":\"\\\\\\\"99999999999999999999\"}",
            "{\"published\":\"99999999999999999999\",\"q\":\"\\\\\\\"99999999999999999999\"}");
}

static void leaves_what_is_no_object_to_the_core(void **state) {
    (void)state;
    assert_null(mapped_bytes(&nested, "[1]", 3));
    assert_null(mapped_bytes(&nested, "{\"cut", 5));
    assert_null(mapped_bytes(&nested, "99999999999999999999", 20));
    assert_null(mapped_bytes(&nested, "", 0));
}

static void reads_behind_a_schema_id(void **state) {
    (void)state;
    char *found = mapped_bytes(&nested, "\0\0\0\0\7{\"pub_date\":\"x\"}", 21);
    assert_string_equal(found, "{\"published\":\"x\"}");
    free(found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_fields_from_paths),       cmocka_unit_test(exchanges_two_fields),
        cmocka_unit_test(keeps_numbers_that_do_not_fit), cmocka_unit_test(leaves_what_is_no_object_to_the_core),
        cmocka_unit_test(reads_behind_a_schema_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
