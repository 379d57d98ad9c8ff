/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/utf8.h"

static void walks_and_writes_every_code_point(void **state) {
    (void)state;
    char bytes[4];
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        uint32_t n = dgm_utf8_put(c, bytes), len;
        assert_int_equal(dgm_utf8_next(bytes, n, &len), c);
        assert_int_equal(len, n);
        assert_int_equal(dgm_utf8_check(bytes, n), n);
        if (n > 1) { /* cut */
            dgm_utf8_next(bytes, n - 1, &len);
            assert_int_equal(len, 1);
            assert_int_equal(dgm_utf8_check(bytes, n - 1), 0);
        }
    }
}

static void finds_the_first_bad_byte(void **state) {
    (void)state;
    static const struct {
        const char *p;
        size_t n, at;
    } cases[] = {
        {"abcdefgh\x80", 9, 8},
        {"\xC0\x80", 2, 0},
        {"\xC1\xBF", 2, 0},
        {"a\xE0\x80\x80", 4, 1},
        {"\xED\xA0\x80", 3, 0},
        {"\xF4\x90\x80\x80", 4, 0},
        {"\xF0\x8F\xBF\xBF", 4, 0},
        {"\xFF", 1, 0},
        {"ok \xE2\x82", 5, 3},
        {"\xEF\xBF\xBD is fine", 11, 11},
        {"plain ASCII, long enough", 24, 24},
        {"", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(dgm_utf8_check(cases[i].p, cases[i].n), cases[i].at);
}

static void knows_letters(void **state) {
    (void)state;
    assert_true(dgm_cp_is_upper('A') && dgm_cp_is_upper(0xC9) && dgm_cp_is_upper(0x416));
    assert_true(dgm_cp_is_lower('z') && dgm_cp_is_lower(0xE9) && dgm_cp_is_lower(0xDF));
    assert_false(dgm_cp_is_upper('1') || dgm_cp_is_lower('-') || dgm_cp_is_letter(0x2019));
    assert_true(dgm_cp_is_letter(0x4E2D) && dgm_cp_is_letter('q'));
    assert_true(dgm_cp_is_space(' ') && dgm_cp_is_space('\n') && dgm_cp_is_space(0xA0) && dgm_cp_is_space(0x3000) &&
                dgm_cp_is_space(0x200B) && dgm_cp_is_space(0xFEFF));
    assert_false(dgm_cp_is_space('_') || dgm_cp_is_space(0xAD));
    assert_int_equal(dgm_cp_lower(0xC9), 0xE9);
    assert_int_equal(dgm_cp_lower(0x110000), 0x110000); /* no code point: left alone */
    assert_false(dgm_cp_is_letter(DGM_NONE));
}

/* Every offset of a text of all widths, both ways, against counting. */
static void maps_bytes_to_code_points(void **state) {
    (void)state;
    static const char *const pieces[] = {"a", "é", "中", "😀", "xyz ", "\n"};
    char text[4000] = {0};
    uint32_t n = 0;
    for (uint32_t i = 0; n < 3500; i++) {
        const char *piece = pieces[(i * 7 + i / 5) % 6];
        memcpy(text + n, piece, strlen(piece));
        n += (uint32_t)strlen(piece);
    }
    for (uint32_t cut = 0; cut <= 512; cut += 256) { /* also a text that ends on a sample */
        uint32_t m = n - cut;
        while (((unsigned char)text[m] & 0xC0) == 0x80)
            m--;
        dgm_arena *arena = dgm_arena_new(1 << 20);
        dgm_cpmap map;
        assert_true(dgm_cpmap_make(&map, arena, text, m));
        for (uint32_t at = 0, cp = 0; at <= m; cp++) {
            uint32_t len = 1;
            assert_int_equal(dgm_cpmap_at(&map, at), cp);
            assert_int_equal(dgm_cpmap_byte(&map, cp), at);
            if (at < m)
                dgm_utf8_next(text + at, m - at, &len);
            at += len;
        }
        assert_int_equal(dgm_cpmap_byte(&map, UINT32_MAX), m);
        assert_int_equal(dgm_cpmap_at(&map, UINT32_MAX), dgm_utf8_count(text, m));
        dgm_arena_free(arena);
    }
}

static void maps_ascii_without_memory(void **state) {
    (void)state;
    dgm_cpmap map;
    dgm_arena *arena = dgm_arena_new(0);
    assert_true(dgm_cpmap_make(&map, arena, "plain", 5));
    assert_int_equal(dgm_cpmap_at(&map, 3), 3);
    assert_int_equal(dgm_cpmap_byte(&map, 9), 5);
    assert_false(dgm_cpmap_make(&map, arena, "é", 2));
    dgm_arena_free(arena);
}

static void compares_strings(void **state) {
    (void)state;
    assert_true(dgm_str_is(DGM_STR("abc"), "abc") && dgm_str_is((dgm_str){0}, "") && !dgm_str_is(DGM_STR("ab"), "abc"));
    assert_true(dgm_str_ieq(DGM_STR("AbC"), "abc"));
    assert_false(dgm_str_ieq(DGM_STR("AbCd"), "abc") || dgm_str_ieq(DGM_STR("Ab"), "abc"));
    assert_true(dgm_str_starts(DGM_STR("abc"), "ab") && dgm_str_ends(DGM_STR("abc"), "bc") &&
                dgm_str_ends(DGM_STR("a"), ""));
    assert_false(dgm_str_starts(DGM_STR("a"), "ab") || dgm_str_ends(DGM_STR("c"), "bc"));
    assert_int_equal(dgm_str_of(NULL).n, 0);
}

static void errors_keep_the_first(void **state) {
    (void)state;
    dgm_error e = {0};
    assert_int_equal(dgm_fail_at(&e, DGM_IO, "a.txt:3", "try again", "line\nbreak %d", 7), DGM_IO);
    assert_int_equal(dgm_fail(&e, DGM_MEMORY, "later"), DGM_MEMORY);
    assert_int_equal(e.code, DGM_IO);
    assert_string_equal(e.what, "line break 7");
    assert_string_equal(e.where, "a.txt:3");
    assert_string_equal(e.hint, "try again");
    assert_int_equal(dgm_fail_memory(NULL), DGM_MEMORY);
}

/* However a long text is cut, no half of a character stays at the end. */
static void errors_cut_between_characters(void **state) {
    (void)state;
    for (int shift = 0; shift < 4; shift++) {
        dgm_error e = {0};
        char text[400];
        int n = snprintf(text, sizeof text, "%.*s", shift, "xxxx");
        while (n < 390)
            n += snprintf(text + n, sizeof text - (size_t)n, "€");
        dgm_fail_at(&e, DGM_IO, text, text, "%s", text);
        assert_int_equal(dgm_utf8_check(e.what, strlen(e.what)), strlen(e.what));
        assert_int_equal(dgm_utf8_check(e.where, strlen(e.where)), strlen(e.where));
        assert_true(strlen(e.what) > 248);
    }
}

static void writes_whole_numbers(void **state) {
    static const int64_t numbers[] = {0, 7, 10, -1, -10, 1234567890, INT64_MAX, INT64_MIN};
    char text[32];
    dgm_buf buf;
    (void)state;
    dgm_buf_init(&buf, 64);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        snprintf(text, sizeof text, "%lld", (long long)numbers[i]);
        dgm_buf_reset(&buf);
        dgm_buf_int(&buf, numbers[i]);
        assert_string_equal(buf.p, text);
    }
    dgm_buf_done(&buf);
    dgm_buf_init(&buf, 2);
    dgm_buf_int(&buf, 100);
    assert_true(buf.failed && buf.full);
    dgm_buf_done(&buf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walks_and_writes_every_code_point),
        cmocka_unit_test(finds_the_first_bad_byte),
        cmocka_unit_test(knows_letters),
        cmocka_unit_test(maps_bytes_to_code_points),
        cmocka_unit_test(maps_ascii_without_memory),
        cmocka_unit_test(compares_strings),
        cmocka_unit_test(errors_keep_the_first),
        cmocka_unit_test(errors_cut_between_characters),
        cmocka_unit_test(writes_whole_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
