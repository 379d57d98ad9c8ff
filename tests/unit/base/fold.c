/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/fold.h"
#include "base/utf8.h"

static void folds(void **state) {
    (void)state;
    static const struct {
        const char *phrase, *key;
    } cases[] = {
        {"Cho Tae-yul", "cho tae yul"},
        {"Russia's", "russia s"},
        {"al-Shabaab", "al shabaab"},
        {"Côte d’Ivoire", "cote d ivoire"},
        {"Łódź", "lodz"},
        {"Straße", "strasse"},
        {"Ærøskøbing", "aeroskobing"},
        {"İzmir", "izmir"},
        {"Diyarbakır", "diyarbakir"},
        {"Erdoğan", "erdogan"},
        {"Erdog\u0306an", "erdogan"}, /* the same, composed of letter and mark */
        {"Nguyễn Phú Trọng", "nguyen phu trong"},
        {"Aliyev Əliyev", "aliyev aliyev"},
        {"МОСКВА", "москва"},
        {"Αθήνα", "αθήνα"},
        {"U.S.", "us"},
        {"U.S", "us"},
        {"U.S.A.", "usa"},
        {"J.D. Vance", "jd vance"},
        {"J. D. Vance", "j d vance"},
        {"J.D.Vance", "jd vance"},
        {"the U.N.'s envoy", "the un s envoy"},
        {"U.S.-led", "us led"},
        {"Ph.D.", "ph d"},
        {"Mr. Smith", "mr smith"},
        {"1,500", "1500"},
        {"12.000.000", "12000000"},
        {"1,50", "1 50"},
        {"1,5000", "1 5000"},
        {"1234,567", "1234 567"},
        {"2024.10.22", "2024 10 22"},
        {"1,500km", "1 500km"},
        {"F-16", "f 16"},
        {"G20", "g20"},
        {"  --  ", ""},
        {"", ""},
        {"soft\u00ADhyphen", "softhyphen"},
        {"ﬁnance", "finance"},
        {"Ｔｏｋｙｏ", "tokyo"},
        {"中国 人", "中国 人"},
        {"a_b/c", "a b c"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char key[256];
        uint32_t n = dgm_fold_key(dgm_str_of(cases[i].phrase), key, sizeof key);
        assert_string_equal(key, cases[i].key);
        assert_int_equal(n, strlen(key));
    }
}

static void tells_where_units_stand(void **state) {
    (void)state;
    dgm_str s = DGM_STR(" The U.S.-led É, 1,500.");
    static const struct { uint32_t start, end; } spans[] = {{1, 4}, {5, 9}, {10, 13}, {14, 16}, {18, 23}};
    uint32_t at = 0, i = 0;
    dgm_unit unit;
    while (dgm_fold_next(s, &at, &unit)) {
        assert_true(i < 5);
        assert_int_equal(unit.start, spans[i].start);
        assert_true(unit.end == spans[i].end || (i == 4 && unit.end == 23));
        i++;
    }
    assert_int_equal(i, 5);
    assert_false(dgm_fold_next(s, &at, &unit));
}

static uint64_t hash_of(dgm_str s, uint32_t *units) {
    uint64_t h = 0;
    uint32_t at = 0;
    dgm_unit unit;
    *units = 0;
    while (dgm_fold_next(s, &at, &unit)) {
        h = dgm_fold_hash(h, unit.text, unit.n);
        (*units)++;
    }
    return h;
}

/* A small generator of its own: the same cases on every machine. */
static uint32_t next(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Whatever a phrase is made of: folding its key again changes nothing, the key has the phrase's hash, units are in order
 * and within the phrase, and a phrase cut at a unit's end begins with the same units. */
static void lexicon_and_text_agree(void **state) {
    (void)state;
    static const char *const pieces[] = {"a",  "B", "É",   "ß",    " ",  ".",      ",", "-",      "'",
                                         "’",  "1", "500", "U.S.", "Ж",  "中",     "İ", "\u0301", "łΩ",
                                         "\t", "|", "ﬀ",   "x",    "Z.", "\u00AD", "😀", "²"};
    uint32_t seed = 7;
    for (int round = 0; round < 200000; round++) {
        char text[64], key[256], again[256];
        uint32_t n = 0, units, key_units, last = 0, at = 0;
        for (uint32_t count = next(&seed) % 8; count > 0; count--) {
            const char *piece = pieces[next(&seed) % (sizeof pieces / sizeof pieces[0])];
            memcpy(text + n, piece, strlen(piece));
            n += (uint32_t)strlen(piece);
        }
        dgm_str phrase = {text, n};
        uint32_t key_n = dgm_fold_key(phrase, key, sizeof key);
        assert_int_equal(dgm_utf8_check(key, key_n), key_n);
        assert_int_equal(dgm_fold_key((dgm_str){key, key_n}, again, sizeof again), key_n);
        if (strcmp(again, key) != 0 || hash_of(phrase, &units) != hash_of((dgm_str){key, key_n}, &key_units))
            fail_msg("\"%.*s\" folds to \"%s\", that to \"%s\"", (int)n, text, key, again);
        dgm_unit unit;
        while (dgm_fold_next(phrase, &at, &unit)) {
            assert_true(unit.start >= last && unit.end > unit.start && unit.end <= n && unit.n > 0 && at == unit.end);
            last = unit.end;
        }
    }
}

/* A word of plain letters takes a short way, and comes to the same. */
static void short_ways_lead_to_the_same_place(void **state) {
    static const char *const phrases[] = {"",     "a",     "A",    "NATO",    "Minister", "x y", "U.S.", "1,500",
                                          "café", "a.b.c", "it's", "Zagreb.", "É",        "I",   "7",    "a1",
                                          ",",    "-",     "2024", "12,5",    "\u2026",   "(",   "A1b2"};
    char all[300];
    uint32_t units;
    (void)state;
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++)
        assert_true(dgm_fold_hash_all(dgm_str_of(phrases[i])) == hash_of(dgm_str_of(phrases[i]), &units));
    for (uint32_t i = 0; i < sizeof all; i++)
        all[i] = (char)("aZ"[i % 2]);
    for (uint32_t n = DGM_UNIT_MAX - 1; n < sizeof all; n++)
        assert_true(dgm_fold_hash_all((dgm_str){all, n}) == hash_of((dgm_str){all, n}, &units));
}

static void long_units_are_cut_between_characters(void **state) {
    (void)state;
    char text[400];
    for (size_t i = 0; i < sizeof text; i += 2)
        memcpy(text + i, "ж", 2);
    uint32_t at = 0;
    dgm_unit unit;
    assert_true(dgm_fold_next((dgm_str){text, sizeof text}, &at, &unit));
    assert_int_equal(unit.n, DGM_UNIT_MAX);
    assert_int_equal(dgm_utf8_check(unit.text, unit.n), unit.n);
    assert_int_equal(at, sizeof text);
    char key[10];
    assert_int_equal(dgm_fold_key(DGM_STR("abc defg hi"), key, sizeof key), 8); /* whole units only */
    assert_string_equal(key, "abc defg");
}

/* Bytes that are no UTF-8 separate, and never hang. */
static void survives_any_bytes(void **state) {
    (void)state;
    uint32_t seed = 3;
    for (int round = 0; round < 20000; round++) {
        char text[40];
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = (char)next(&seed);
        uint32_t at = 0, units = 0;
        dgm_unit unit;
        while (dgm_fold_next((dgm_str){text, sizeof text}, &at, &unit))
            assert_true(++units <= sizeof text && unit.n <= DGM_UNIT_MAX);
    }
}

static void hostile_texts_cost_their_length(void **state) {
    (void)state;
    static const char *const patterns[] = {"1,000,", "a.", "A.b", "a\u0301", "1.", "\u0301", "999"};
    uint32_t size = 2 << 20;
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t p = 0; p < sizeof patterns / sizeof patterns[0]; p++) {
        size_t n = strlen(patterns[p]);
        for (size_t i = 0; i + n <= size; i += n)
            memcpy(text + i, patterns[p], n);
        uint32_t units;
        hash_of((dgm_str){text, (uint32_t)(size / n * n)}, &units); /* ctest's time limit is the test */
    }
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds),
        cmocka_unit_test(tells_where_units_stand),
        cmocka_unit_test(lexicon_and_text_agree),
        cmocka_unit_test(short_ways_lead_to_the_same_place),
        cmocka_unit_test(long_units_are_cut_between_characters),
        cmocka_unit_test(survives_any_bytes),
        cmocka_unit_test(hostile_texts_cost_their_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
