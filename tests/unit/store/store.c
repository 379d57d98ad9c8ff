/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/hash.h"
#include "compile/compile.h"
#include "store/codes.h"
#include "store/format.h"
#include "store/store.h"

static const char lexicon[] = "@table actors\n@columns name code\n@index name\n"
                              "European Union; EU | EU\n"
                              "European Union Naval Force | EUNAVFOR\n"
                              "United States; U.S.; US; America | USA\n"
                              "America | ABC\n"
                              "Côte d'Ivoire; Ivory Coast | CIV\n";

typedef struct model {
    unsigned char *p;
    size_t n;
} model;

static int make(void **state) {
    dgm_source sources[] = {{"actors.txt", lexicon, sizeof lexicon - 1, 0}, {"weights", "0123456789", 10, 1}};
    model *m = calloc(1, sizeof *m);
    void *image;
    dgm_error e = {0};
    if (!m || dgm_compile_memory(sources, 2, &image, &m->n, NULL, NULL, &e))
        return -1;
    m->p = image;
    *state = m;
    return 0;
}

static int drop(void **state) {
    model *m = *state;
    free(m->p);
    free(m);
    return 0;
}

static dgm_index open_index(const model *m, dgm_store **store) {
    dgm_table t;
    dgm_index x;
    dgm_error e = {0};
    assert_int_equal(dgm_store_open_memory(m->p, m->n, store, &e), DGM_OK);
    assert_int_equal(dgm_store_table(*store, "actors", &t), DGM_OK);
    assert_int_equal(dgm_table_index(&t, "name", &x), DGM_OK);
    assert_int_equal(dgm_table_index(&t, "code", &x), DGM_NOT_FOUND);
    assert_int_equal(dgm_table_index(&t, "nothing", &x), DGM_NOT_FOUND);
    assert_int_equal(dgm_table_index(&t, "name", &x), DGM_OK);
    return x;
}

static void finds_rows_by_codes_of_three_letters(void **state) {
    const model *m = *state;
    dgm_store *store;
    dgm_table t;
    dgm_codes codes;
    dgm_error e = {0};
    assert_int_equal(dgm_store_open_memory(m->p, m->n, &store, &e), DGM_OK);
    assert_int_equal(dgm_store_table(store, "actors", &t), DGM_OK);
    for (int round = 0; round < 2; round++) {
        dgm_codes_make(&codes, &t, dgm_table_column(&t, "code"));
        if (round) { /* as behind the rows that have slots: one by one */
            memset(codes.slots, 0, sizeof codes.slots);
            codes.hashed = 0;
        }
        assert_int_equal(dgm_codes_row(&codes, DGM_STR("USA")), 2);
        assert_int_equal(dgm_codes_row(&codes, DGM_STR("CIV")), 4);
        assert_int_equal(dgm_codes_row(&codes, DGM_STR("FRA")), DGM_NONE);
        assert_int_equal(dgm_codes_row(&codes, DGM_STR("usa")), DGM_NONE);
        assert_int_equal(dgm_codes_row(&codes, DGM_STR("EU")), DGM_NONE);
        assert_int_equal(dgm_codes_row(&codes, (dgm_str){0}), DGM_NONE);
    }
    dgm_store_close(store);
}

static void finds_names_by_their_key(void **state) {
    dgm_store *store;
    dgm_index x = open_index(*state, &store);
    dgm_hits hits;
    assert_true(dgm_index_find(&x, DGM_STR("EUROPEAN  union"), &hits));
    assert_int_equal(hits.count, 1);
    assert_int_equal(dgm_hits_at(&hits, 0).row, 0);
    assert_string_equal(dgm_hits_at(&hits, 0).name, "European Union");
    assert_true(dgm_index_find(&x, DGM_STR("cote d’ivoire"), &hits));
    assert_true(dgm_index_find(&x, DGM_STR("us"), &hits)); /* both spellings of one row */
    assert_int_equal(hits.count, 2);
    assert_string_equal(dgm_hits_at(&hits, 0).name, "U.S.");
    assert_string_equal(dgm_hits_at(&hits, 1).name, "US");
    assert_true(dgm_index_find(&x, DGM_STR("America"), &hits)); /* two rows, in order */
    assert_int_equal(hits.count, 2);
    assert_int_equal(dgm_hits_at(&hits, 0).row, 2);
    assert_int_equal(dgm_hits_at(&hits, 1).row, 3);
    assert_false(dgm_index_find(&x, DGM_STR("European"), &hits));
    assert_int_equal(hits.count, 0);
    assert_false(dgm_index_find(&x, DGM_STR(""), &hits));
    assert_false(dgm_index_find(&x, DGM_STR("--"), &hits));
    assert_false(dgm_index_find(&x, DGM_STR("European Union Naval"), &hits));
    dgm_store_close(store);
}

static void walks_to_the_longest_name(void **state) {
    dgm_store *store;
    dgm_index x = open_index(*state, &store);
    dgm_hits hits;
    dgm_walk walk = {0};
    assert_true(dgm_index_walk(&x, &walk, "european", 8, &hits));
    assert_int_equal(hits.count, 0);
    assert_true(dgm_index_walk(&x, &walk, "union", 5, &hits));
    assert_int_equal(hits.count, 1);
    assert_true(dgm_index_walk(&x, &walk, "naval", 5, &hits));
    assert_int_equal(hits.count, 0);
    assert_true(dgm_index_walk(&x, &walk, "force", 5, &hits));
    assert_int_equal(hits.count, 1);
    assert_string_equal(dgm_hits_at(&hits, 0).name, "European Union Naval Force");
    assert_int_equal(walk.units, 4);
    assert_false(dgm_index_walk(&x, &walk, "met", 3, &hits));
    assert_int_equal(hits.count, 0);
    dgm_store_close(store);
}

/* Cells of every width come back as they were written, and so do the lines of rows. */
static void keeps_cells_of_every_width(void **state) {
    (void)state;
    static char text[100000];
    int n = sprintf(text, "@table numbers\n@columns few many byte:int half:int three:int word:int long:int day:date "
                          "plain:real odd:real\n");
    for (int i = 0; i < 700; i++)
        n += sprintf(text + n,
                     "%sf%d | m%d | %d | %d | %d | %d | %d00000000%d | 20%02d-03-04 | %d.%04d | 0.%d1234567890123\n",
                     i == 300 ? "# a line that is no row\n" : "", i % 3, i / 2, i % 200 - 100, 40 * i - 10000,
                     1000 * i - 90000, 100000 * i - 90000, i - 350, i % 10, i % 100, i - 350, i, i + 1);
    dgm_source sources[] = {{"numbers.txt", text, (size_t)n, 0}};
    void *image;
    size_t size;
    dgm_store *store;
    dgm_table t;
    dgm_error e = {0};
    assert_int_equal(dgm_compile_memory(sources, 1, &image, &size, NULL, NULL, &e), 0);
    assert_int_equal(dgm_store_open_memory(image, size, &store, &e), DGM_OK);
    assert_int_equal(dgm_store_table(store, "numbers", &t), DGM_OK);
    for (int i = 0; i < 700; i++) {
        uint32_t row = (uint32_t)i;
        char wanted[40];
        sprintf(wanted, "f%d", i % 3);
        assert_string_equal(dgm_table_str(&t, row, 0), wanted);
        sprintf(wanted, "m%d", i / 2);
        assert_string_equal(dgm_table_str(&t, row, 1), wanted);
        assert_int_equal(dgm_table_int(&t, row, 2), i % 200 - 100);
        assert_int_equal(dgm_table_int(&t, row, 3), 40 * i - 10000);
        assert_int_equal(dgm_table_int(&t, row, 4), 1000 * i - 90000);
        assert_int_equal(dgm_table_int(&t, row, 5), 100000 * i - 90000);
        sprintf(wanted, "%d00000000%d", i - 350, i % 10);
        assert_true(dgm_table_int(&t, row, 6) == strtoll(wanted, NULL, 10));
        assert_int_equal(dgm_table_int(&t, row, 7), 20000304 + i % 100 * 10000);
        sprintf(wanted, "%d.%04d", i - 350, i);
        assert_true(dgm_table_real(&t, row, 8) == strtod(wanted, NULL));
        sprintf(wanted, "0.%d1234567890123", i + 1);
        assert_true(dgm_table_real(&t, row, 9) == strtod(wanted, NULL));
        assert_string_equal(dgm_table_file(&t, row), "numbers.txt");
        assert_int_equal(dgm_table_line(&t, row), row + 3 + (i >= 300));
    }
    assert_string_equal(dgm_table_file(&t, 700), "");
    assert_int_equal(dgm_table_line(&t, 700), 0);
    dgm_store_close(store);
    free(image);
}

static void names_itself_by_its_contents(void **state) {
    const model *m = *state;
    dgm_store *store;
    dgm_error e = {0};
    uint8_t digest[32];
    char id[80] = "sha256:";
    assert_int_equal(dgm_store_open_memory(m->p, m->n, &store, &e), DGM_OK);
    dgm_sha256(m->p + sizeof(dgm_file_header), m->n - sizeof(dgm_file_header), digest);
    dgm_hex(digest, 32, id + 7);
    assert_string_equal(dgm_store_id(store), id);
    dgm_store_close(store);
}

static void refuse(const model *m, size_t n, const char *what, const char *hint) {
    dgm_store *store;
    dgm_error e = {0};
    assert_int_equal(dgm_store_open_memory(m->p, n, &store, &e), DGM_BAD_MODEL);
    assert_null(store);
    assert_string_equal(e.what, what);
    assert_string_equal(e.hint, hint);
}

static void seal(model *m) {
    dgm_file_header *h = (void *)m->p;
    dgm_section *s = (void *)(m->p + sizeof *h);
    for (uint32_t i = 0; i < h->sections; i++)
        s[i].hash = dgm_hash(m->p + s[i].offset, s[i].size, DGM_HASH_SEED);
    h->directory_hash = dgm_hash(s, h->sections * sizeof *s, DGM_HASH_SEED);
    h->header_hash = dgm_hash(h, offsetof(dgm_file_header, header_hash), DGM_HASH_SEED);
}

#define AGAIN "compile it again with `dragoman compile`, or restore the file"

static void refuses_other_files_and_says_why(void **state) {
    model *m = *state;
    dgm_file_header *h = (void *)m->p;
    refuse(m, 5, "the file is not a Dragoman model", "give the file that `dragoman compile` wrote");
    refuse(m, 20, "the model is cut: not even its header is whole", AGAIN);
    char what[100];
    snprintf(what, sizeof what, "the model is cut: it has %zu of %zu bytes", m->n - 1, m->n);
    refuse(m, m->n - 1, what, AGAIN);
    h->format = 0;
    refuse(m, m->n, "the model has format 0, this version reads format 7", "compile it again with this version");
    h->format = 8;
    refuse(m, m->n, "the model has format 8, this version reads format 7", "use a newer dragoman");
    h->format = 7;
    m->p[0] = 'X';
    refuse(m, m->n, "the file is not a Dragoman model", "give the file that `dragoman compile` wrote");
    m->p[0] = 'D';
    h->sha256[0] ^= 1;
    refuse(m, m->n, "the model's header is damaged", AGAIN);
    h->sha256[0] ^= 1;
    m->p[sizeof *h] ^= 1;
    refuse(m, m->n, "the model's directory is damaged", AGAIN);
    m->p[sizeof *h] ^= 1;
    const dgm_section *s = (void *)(m->p + sizeof *h);
    unsigned char *byte = m->p + s[h->sections - 1].offset;
    *byte ^= 1;
    refuse(m, m->n, "the model's section \"weights\" is damaged", AGAIN);
    *byte ^= 1;
    dgm_store *store;
    dgm_error e = {0};
    assert_int_equal(dgm_store_open_memory(m->p + 8, m->n - 8, &store, &e), DGM_BAD_ARGUMENT);
    seal(m);
    e = (dgm_error){0};
    assert_int_equal(dgm_store_open_memory(m->p, m->n, &store, &e), DGM_OK); /* nothing was changed */
    dgm_store_close(store);
}

/* Somebody who knows the checksums: any word of a table turned into something wild is refused, or harmless to read. */
static void trusts_no_offset(void **state) {
    model *m = *state;
    const dgm_file_header *h = (void *)m->p;
    const dgm_section *sections = (void *)(m->p + sizeof *h);
    static const uint32_t wild[] = {UINT32_MAX, 0x80000000u, 0x7FFFFFF8u, 4, 1, 0};
    uint32_t refused = 0, opened = 0;
    for (uint32_t i = 0; i < h->sections; i++) {
        if (sections[i].kind != DGM_SECTION_TABLE)
            continue;
        for (uint64_t at = sections[i].offset; at + 4 <= sections[i].offset + sections[i].size; at += 4)
            for (size_t w = 0; w < sizeof wild / sizeof wild[0]; w++) {
                uint32_t old;
                memcpy(&old, m->p + at, 4);
                memcpy(m->p + at, &wild[w], 4);
                seal(m);
                dgm_store *store;
                dgm_table t;
                dgm_index x;
                dgm_hits hits;
                if (dgm_store_open_memory(m->p, m->n, &store, NULL) == DGM_OK) {
                    opened++;
                    assert_int_equal(dgm_store_table(store, "actors", &t), DGM_OK);
                    for (uint32_t r = 0; r < t.rows; r++) {
                        (void)strlen(dgm_table_str(&t, r, 0));
                        (void)strlen(dgm_table_file(&t, r));
                    }
                    if (dgm_table_index(&t, "name", &x) == DGM_OK && dgm_index_find(&x, DGM_STR("America"), &hits))
                        for (uint32_t k = 0; k < hits.count; k++)
                            assert_true(dgm_hits_at(&hits, k).row < t.rows && strlen(dgm_hits_at(&hits, k).name) < 100);
                    dgm_store_close(store);
                } else {
                    refused++;
                }
                memcpy(m->p + at, &old, 4);
            }
    }
    assert_true(refused > 100 && opened > 100);
}

static void opens_files(void **state) {
    const model *m = *state;
    char path[] = "/tmp/dragoman-test-XXXXXX";
    dgm_store *store;
    dgm_error e = {0};
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(dgm_store_open(path, &store, &e), DGM_BAD_MODEL);
    assert_string_equal(e.what, "the model is empty");
    assert_int_equal(write(fd, m->p, m->n), (ssize_t)m->n);
    e = (dgm_error){0};
    assert_int_equal(dgm_store_open(path, &store, &e), DGM_OK);
    unlink(path); /* the map lives on */
    dgm_table t;
    assert_int_equal(dgm_store_table(store, "actors", &t), DGM_OK);
    assert_string_equal(dgm_table_str(&t, 4, 1), "CIV");
    dgm_store_close(store);
    close(fd);
    assert_int_equal(dgm_store_open(path, &store, &e), DGM_NOT_FOUND);
    assert_string_equal(e.where, path);
    assert_string_equal(e.what, "cannot open the model: there is no such file");
    e = (dgm_error){0};
    assert_int_equal(dgm_store_open("/", &store, &e), DGM_IO);
    assert_string_equal(e.what, "cannot open the model: it is a folder");
    dgm_store_close(NULL);
}

/* Larger than any small table's luck: every name of a generated lexicon is found, alone and by walking, and nothing else. */
static void finds_every_name_of_a_large_table(void **state) {
    (void)state;
    enum { COUNT = 20000 };
    size_t cap = COUNT * 40, n;
    char *text = malloc(cap), name[40];
    assert_non_null(text);
    n = (size_t)snprintf(text, cap, "@table t\n@columns name\n@index name\n");
    for (int i = 0; i < COUNT; i++)
        n += (size_t)snprintf(text + n, cap - n, "n%d part%d of%d\n", i % 100, i / 100, i % 7);
    dgm_source source = {"t.txt", text, n, 0};
    void *image;
    size_t size;
    dgm_error e = {0};
    dgm_store *store;
    dgm_table t;
    dgm_index x;
    dgm_hits hits;
    assert_int_equal(dgm_compile_memory(&source, 1, &image, &size, NULL, NULL, &e), DGM_OK);
    assert_int_equal(dgm_store_open_memory(image, size, &store, &e), DGM_OK);
    assert_int_equal(dgm_store_table(store, "t", &t), DGM_OK);
    assert_int_equal(dgm_table_index(&t, "name", &x), DGM_OK);
    for (int i = 0; i < COUNT; i++) {
        snprintf(name, sizeof name, "n%d part%d of%d", i % 100, i / 100, i % 7);
        assert_true(dgm_index_find(&x, dgm_str_of(name), &hits));
        assert_int_equal(hits.count, 1);
        assert_int_equal(dgm_hits_at(&hits, 0).row, i);
        snprintf(name, sizeof name, "n%d part%d of%d", i % 100, i / 100, i % 7 + 7);
        assert_false(dgm_index_find(&x, dgm_str_of(name), &hits));
    }
    dgm_store_close(store);
    free(image);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(finds_names_by_their_key, make, drop),
        cmocka_unit_test_setup_teardown(finds_rows_by_codes_of_three_letters, make, drop),
        cmocka_unit_test_setup_teardown(walks_to_the_longest_name, make, drop),
        cmocka_unit_test(keeps_cells_of_every_width),
        cmocka_unit_test_setup_teardown(names_itself_by_its_contents, make, drop),
        cmocka_unit_test_setup_teardown(refuses_other_files_and_says_why, make, drop),
        cmocka_unit_test_setup_teardown(trusts_no_offset, make, drop),
        cmocka_unit_test_setup_teardown(opens_files, make, drop),
        cmocka_unit_test(finds_every_name_of_a_large_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
