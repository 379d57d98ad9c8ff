/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "compile/compile.h"
#include "store/store.h"

static void collect(void *arg, const char *line) {
    dgm_buf_text(arg, line);
    dgm_buf_char(arg, '\n');
}

static int compile(const char *text, void **image, size_t *size, dgm_buf *said, dgm_error *error) {
    dgm_source source = {"a.txt", text, strlen(text), 0};
    *error = (dgm_error){0};
    dgm_buf_init(said, 1 << 16);
    return dgm_compile_memory(&source, 1, image, size, collect, said, error);
}

/* Each wrong text and the message that it must give. */
static void names_what_is_wrong(void **state) {
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"a | b\n", "a.txt:1: a row stands where no table is begun (write @table and @columns before the first row)"},
        {"@columns a\n", "a.txt:1: no table is begun (write @table NAME before it)"},
        {"@table\n", "a.txt:1: the table has no name that can be used (write @table and one name)"},
        {"@table a b\n", "a.txt:1: the table has no name that can be used (write @table and one name)"},
        {"@tabel x\n", "a.txt:1: unknown directive @tabel (there are @table, @columns, @index, @distinct and "
                       "@alone)"},
        {"@table t\n@columns a:number\n",
         "a.txt:2: a:number has no known type (there are :int, :real and :date; text has none)"},
        {"@table t\n@columns A\n", "a.txt:2: A is no name for a column (use small letters, digits and _)"},
        {"@table t\n@columns a a\n", "a.txt:2: two columns are named a (rename one of them)"},
        {"@table t\n@columns\n", "a.txt:2: the table has no columns (name at least one)"},
        {"@table t\n@columns a\n@table t\n@columns a:int\n",
         "a.txt:4: table t has other columns in a.txt:2 (make them the same)"},
        {"@table t\n@columns a\n@index b\n", "a.txt:3: table t has no column b (name one of its @columns, after them)"},
        {"@table t\n@columns a:int\n@index a\n", "a.txt:3: column a is not text (only text is looked up by name)"},
        {"@table t\n@columns a\nx\n@index a\n",
         "a.txt:4: column a gets its index after rows were read (give every file of the table the same @index)"},
        {"@table t\n@columns a b\n1 | 2 | 3\n", "a.txt:3: the row has more cells than the table's 2 columns (take a "
                                                "cell out, or write \\| for a bar within a cell)"},
        {"@table t\n@columns a:int\nx1\n", "a.txt:3: a: \"x1\" is no whole number (write digits)"},
        {"@table t\n@columns a:int\n99999999999999999999\n",
         "a.txt:3: a: \"99999999999999999999\" is no whole number (write digits)"},
        {"@table t\n@columns a:real\n1.2.3\n", "a.txt:3: a: \"1.2.3\" is no number (write a number like 12.5)"},
        {"@table t\n@columns a:real\nnan\n", "a.txt:3: a: \"nan\" is no number (write a number like 12.5)"},
        {"@table t\n@columns a:date\n2024-02-30\n",
         "a.txt:3: a: \"2024-02-30\" is no date (write YYYY, YYYY-MM or YYYY-MM-DD)"},
        {"@table t\n@columns a b\nx | y # one\n# two\nx | y\n",
         "a.txt:5: the same row stands in a.txt:3 (take one of them out)"},
        {"@table t\n@columns a b\nx\nx | \n", "a.txt:4: the same row stands in a.txt:3 (take one of them out)"},
        {"@table t\n@columns a\n@index a\n--\n",
         "a.txt:4: a: \"--\" has no letter and no digit (such a name can never be found)"},
        {"@table t\n@columns a\nb\xFF\n", "a.txt:3: a byte that is not UTF-8 text (save the file as UTF-8)"},
        {"@table t\n@columns a\n@index a\n@distinct a\nUnion; union\nx; UNION\n",
         "a.txt:6: a: \"UNION\" stands in a.txt:5 too (leave it in one of them)"},
        {"@table t\n@columns a\n@distinct a\n", "a.txt:3: column a has no index (write @index before it)"},
        {"@table t\n@columns n c s f:date t:date\n@alone c s n f t\nA | X | p | 2020-01-02\nB | X | p | 2021-03-04\n",
         "a.txt:5: t: \"B\" begins while \"A\" of a.txt:4 holds the seat (end the earlier term: in its own line, "
         "or with a line of the same name and first day in a file by hand)"},
        {"@table t\n@columns n c s f:date t:date\n@alone c s n f t\nA | X | p | 2020-01-02 | 2029-01-01\nB | X | p | "
         "2021-03-04 | 2021-03-05\nC | X | p | 2021-04-04 | 2022-01-01\n",
         "a.txt:5: t: \"B\" begins while \"A\" of a.txt:4 holds the seat (end the earlier term: in its own line, "
         "or with a line of the same name and first day in a file by hand)\na.txt:6: t: \"C\" begins while \"A\" of "
         "a.txt:4 holds the seat (end the earlier term: in its own "
         "line, or with a "
         "line of the same name and first day in a file by hand)"},
        {"@table t\n@columns n f:date\n@alone n f\n", "a.txt:3: @alone has no use for these columns (write @alone KEY "
                                                      "NAME FROM TO, with up to four keys; FROM and TO "
                                                      "are dates)"},
        {"@table t\n@columns k n f t:date\n@alone k n f t\n",
         "a.txt:3: @alone has no use for these columns (write @alone KEY NAME FROM TO, with up to four keys; FROM and "
         "TO "
         "are dates)"},
        {"@table t\n@columns a:int b:int\n1 | \\\n 2x # two lines\n",
         "a.txt:3: b: \"2x\" is no whole number (write digits)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        void *image;
        size_t size;
        dgm_buf said;
        dgm_error e;
        assert_int_equal(compile(cases[i].text, &image, &size, &said, &e), DGM_BAD_LEXICON);
        assert_null(image);
        assert_non_null(said.p);
        said.p[said.n - 1] = '\0';
        assert_string_equal(said.p, cases[i].message);
        assert_int_equal(e.code, DGM_BAD_LEXICON);
        assert_memory_equal(e.where, "a.txt:", 6);
        dgm_buf_done(&said);
    }
}

static void tells_at_most_twenty_errors_and_counts_all(void **state) {
    (void)state;
    dgm_buf text, said;
    dgm_error e;
    void *image;
    size_t size;
    dgm_buf_init(&text, 1 << 16);
    dgm_buf_text(&text, "@table t\n@columns a:int\n");
    for (int i = 0; i < 50; i++)
        dgm_buf_printf(&text, "x%d\n", i);
    assert_int_equal(compile(text.p, &image, &size, &said, &e), DGM_BAD_LEXICON);
    int lines = 0;
    for (size_t i = 0; i < said.n; i++)
        lines += said.p[i] == '\n';
    assert_int_equal(lines, 20);
    assert_string_equal(e.where, "a.txt:3");
    assert_string_equal(e.hint, "there are 50 errors in the lexicon");
    dgm_buf_done(&said);
    dgm_buf_done(&text);
}

static const char good[] = "\xEF\xBB\xBF# a file\r\n"
                           "@table organisations   # the table\r\n"
                           "@columns name names code from:date n:int share:real note\r\n"
                           "@index name\n@index names\n\n"
                           "European Union | EU; the bloc | EU | 1993-11-01 | 27 | 0.5 | a \\| bar, no\\#hash, C#\n"
                           "  African Union | AU; A.U.;the bloc | AU | 2002 # comes later\n"
                           "   # a comment on a line of its own\n"
                           "Long \\\n  Name | \\   # within\n    # and between\n  LN | LN | 2001-02 | -3 | -1.5e3\n"
                           "European Court of Human Rights | ECHR\n";

static void reads_every_part_of_the_format(void **state) {
    (void)state;
    void *image;
    size_t size;
    dgm_buf said;
    dgm_error e;
    dgm_store *store;
    dgm_table t;
    assert_int_equal(compile(good, &image, &size, &said, &e), DGM_OK);
    assert_int_equal(said.n, 0);
    assert_int_equal(dgm_store_open_memory(image, size, &store, &e), DGM_OK);
    assert_int_equal(dgm_store_table(store, "organisations", &t), DGM_OK);
    assert_int_equal(t.rows, 4);
    int name = dgm_table_column(&t, "name"), from = dgm_table_column(&t, "from"), n = dgm_table_column(&t, "n"),
        share = dgm_table_column(&t, "share"), note = dgm_table_column(&t, "note");
    assert_string_equal(dgm_table_str(&t, 0, name), "European Union");
    assert_string_equal(dgm_table_str(&t, 0, note), "a | bar, no#hash, C#");
    assert_int_equal(dgm_table_int(&t, 0, from), 19931101);
    assert_int_equal(dgm_table_int(&t, 1, from), 20020000);
    assert_int_equal(dgm_table_int(&t, 2, from), 20010200);
    assert_int_equal(dgm_table_int(&t, 0, n), 27);
    assert_int_equal(dgm_table_int(&t, 2, n), -3);
    assert_true(dgm_table_real(&t, 0, share) == 0.5 && dgm_table_real(&t, 2, share) == -1500);
    assert_string_equal(dgm_table_str(&t, 2, name), "Long Name");
    assert_string_equal(dgm_table_str(&t, 3, note), "");
    assert_int_equal(dgm_table_int(&t, 3, n), 0);
    assert_string_equal(dgm_table_file(&t, 3), "a.txt");
    assert_int_equal(dgm_table_line(&t, 0), 7);
    assert_int_equal(dgm_table_line(&t, 2), 10);
    assert_int_equal(dgm_table_line(&t, 3), 14);
    /* what is not there, or of another type, reads as empty */
    assert_int_equal(dgm_table_column(&t, "nothing"), -1);
    assert_string_equal(dgm_table_str(&t, 0, -1), "");
    assert_string_equal(dgm_table_str(&t, 0, n), "");
    assert_int_equal(dgm_table_int(&t, 0, name), 0);
    assert_string_equal(dgm_table_str(&t, 99, name), "");
    assert_int_equal(dgm_store_table(store, "organisation", &t), DGM_NOT_FOUND);
    dgm_store_close(store);
    free(image);
}

/* An open term that is no longer believed, or that another line of it ends, leaves its seat to the next. */
static void a_seat_is_free_after_its_holder(void **state) {
    (void)state;
    static const char *const head = "@table t\n@columns n c s f:date t:date u:date\n@alone c s n f t u\n";
    static const char *const good_rows[] = {
        "A | X | p | 2020-01-02 | | 2022-01-02\nB | X | p | 2023-03-04\n",
        "A | X | p | 2020-01-02\nA | X | p | 2020-01-02 | 2021-03-04\nB | X | p | 2021-03-04\n",
        "A | X | p | 2020\nB | X | p | 2021-03-04\n",
        "A | X | p | 2020-01-02\nB | Y | p | 2021-03-04\nC | X | | 2021-03-04\n"};
    for (size_t i = 0; i < sizeof good_rows / sizeof good_rows[0]; i++) {
        char text[512];
        void *image;
        size_t size;
        dgm_buf said;
        dgm_error e;
        snprintf(text, sizeof text, "%s%s", head, good_rows[i]);
        assert_int_equal(compile(text, &image, &size, &said, &e), DGM_OK);
        dgm_buf_done(&said);
        free(image);
    }
}

static void tables_grow_over_files_in_order(void **state) {
    (void)state;
    dgm_source sources[] = {{"a.txt", "@table t\n@columns a\n@index a\none\n", 34, 0},
                            {"b.txt", "@table u\n@columns x\nother\n@table t\n@columns a\n@index a\nONE\n", 60, 0},
                            {"w", "bytes", 5, 1}};
    sources[0].n = strlen(sources[0].p);
    sources[1].n = strlen(sources[1].p);
    void *image, *again;
    size_t size, size_again, n;
    dgm_error e = {0};
    dgm_store *store;
    dgm_table t;
    dgm_index x;
    dgm_hits hits;
    const void *p;
    assert_int_equal(dgm_compile_memory(sources, 3, &image, &size, NULL, NULL, &e), DGM_OK);
    assert_int_equal(dgm_compile_memory(sources, 3, &again, &size_again, NULL, NULL, &e), DGM_OK);
    assert_int_equal(size, size_again);
    assert_memory_equal(image, again, size);
    assert_int_equal(dgm_store_open_memory(image, size, &store, &e), DGM_OK);
    assert_int_equal(dgm_store_table(store, "t", &t), DGM_OK);
    assert_int_equal(dgm_table_index(&t, "a", &x), DGM_OK);
    assert_true(dgm_index_find(&x, DGM_STR("One"), &hits));
    assert_int_equal(hits.count, 2);
    assert_int_equal(dgm_hits_at(&hits, 0).row, 0);
    assert_string_equal(dgm_hits_at(&hits, 1).name, "ONE");
    assert_string_equal(dgm_table_file(&t, 1), "b.txt");
    assert_int_equal(dgm_table_line(&t, 1), 7);
    assert_int_equal(dgm_store_blob(store, "w", &p, &n), DGM_OK);
    assert_int_equal(n, 5);
    assert_memory_equal(p, "bytes", 5);
    assert_int_equal((uintptr_t)p % 64, 0);
    assert_int_equal(dgm_store_blob(store, "t", &p, &n), DGM_NOT_FOUND);
    dgm_store_close(store);
    free(image);
    free(again);
}

static void refuses_weights_of_one_name(void **state) {
    (void)state;
    dgm_source sources[] = {{"w", "a", 1, 1}, {"w", "b", 1, 1}};
    void *image;
    size_t size;
    dgm_error e = {0};
    assert_int_equal(dgm_compile_memory(sources, 2, &image, &size, NULL, NULL, &e), DGM_BAD_ARGUMENT);
    assert_string_equal(e.what, "two weights are named \"w\"");
    assert_null(image);
}

static void an_empty_lexicon_is_a_model(void **state) {
    (void)state;
    void *image;
    size_t size;
    dgm_error e = {0};
    dgm_store *store;
    assert_int_equal(dgm_compile_memory(NULL, 0, &image, &size, NULL, NULL, &e), DGM_OK);
    assert_int_equal(dgm_store_open_memory(image, size, &store, &e), DGM_OK);
    dgm_store_close(store);
    free(image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_what_is_wrong),
        cmocka_unit_test(tells_at_most_twenty_errors_and_counts_all),
        cmocka_unit_test(reads_every_part_of_the_format),
        cmocka_unit_test(a_seat_is_free_after_its_holder),
        cmocka_unit_test(tables_grow_over_files_in_order),
        cmocka_unit_test(refuses_weights_of_one_name),
        cmocka_unit_test(an_empty_lexicon_is_a_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
