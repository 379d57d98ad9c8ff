/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "compile/compile.h"
#include "compile/files.h"

static void write_file(const char *dir, const char *name, const char *text) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static int make_dir(void **state) {
    char path[] = "/tmp/dragoman-test-XXXXXX";
    if (!mkdtemp(path))
        return -1;
    *state = strdup(path);
    return 0;
}

static int remove_dir(void **state) {
    char command[600];
    snprintf(command, sizeof command, "rm -rf '%s'", (char *)*state);
    free(*state);
    return system(command);
}

static void finds_files_in_the_order_of_their_names(void **state) {
    const char *dir = *state;
    char path[512];
    dgm_sources sources = {0};
    dgm_error e = {0};
    snprintf(path, sizeof path, "%s/b", dir);
    assert_int_equal(mkdir(path, 0755), 0);
    snprintf(path, sizeof path, "%s/folder.txt", dir);
    assert_int_equal(mkdir(path, 0755), 0);
    write_file(dir, "c.txt", "c");
    write_file(dir, "b/a.txt", "");
    write_file(dir, "B.txt", "B");
    write_file(dir, ".hidden.txt", "x");
    write_file(dir, "README.md", "x");
    write_file(dir, ".txt", "x");
    write_file(dir, "w.bin", "weights");
    assert_int_equal(dgm_sources_add(&sources, dir, ".txt", 0, &e), DGM_OK);
    assert_int_equal(dgm_sources_add(&sources, dir, ".bin", 1, &e), DGM_OK);
    static const char *const names[] = {"B.txt", "b/a.txt", "c.txt", "w"};
    assert_int_equal(sources.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(sources.items[i].name, names[i]);
    assert_int_equal(sources.items[1].n, 0);
    assert_memory_equal(sources.items[3].p, "weights", 7);
    dgm_sources_done(&sources);
}

static void says_when_a_folder_is_missing(void **state) {
    (void)state;
    dgm_error e = {0};
    assert_int_equal(dgm_compile("/nowhere/at/all", NULL, "/tmp/never", NULL, NULL, &e), DGM_NOT_FOUND);
    assert_string_equal(e.where, "/nowhere/at/all");
}

static size_t entries(const char *dir) {
    size_t n = 0;
    DIR *d = opendir(dir);
    while (readdir(d))
        n++;
    closedir(d);
    return n;
}

/* A lexicon with an error: the old model and nothing else is in the folder afterwards. */
static void an_error_leaves_the_old_model(void **state) {
    const char *dir = *state;
    char out[512], text[16] = "";
    dgm_error e = {0};
    snprintf(out, sizeof out, "%s/out", dir);
    assert_int_equal(mkdir(out, 0755), 0);
    write_file(out, "m.model", "old");
    write_file(dir, "bad.txt", "@table t\n@columns a:int\nx\n");
    snprintf(out, sizeof out, "%s/out/m.model", dir);
    assert_int_equal(dgm_compile(dir, NULL, out, NULL, NULL, &e), DGM_BAD_LEXICON);
    assert_string_equal(e.where, "bad.txt:3");
    FILE *f = fopen(out, "r");
    assert_non_null(f);
    assert_non_null(fgets(text, sizeof text, f));
    fclose(f);
    assert_string_equal(text, "old");
    snprintf(out, sizeof out, "%s/out", dir);
    assert_int_equal(entries(out), 3);
}

static void says_when_it_cannot_write(void **state) {
    (void)state;
    dgm_error e = {0};
    assert_int_equal(dgm_compile(NULL, NULL, "/nowhere/m.model", NULL, NULL, &e), DGM_IO);
    assert_string_equal(e.where, "/nowhere/m.model");
}

/* The project's own knowledge: compiles twice to the same bytes, and works. */
static void compiles_the_real_lexicon(void **state) {
    const char *dir = *state;
    char out[512], command[1200];
    dgm_error e = {0};
    snprintf(out, sizeof out, "%s/m.model", dir);
    int code = dgm_compile(DGM_TEST_ROOT "/core/lexicon", DGM_TEST_ROOT "/core/weights", out, NULL, NULL, &e);
    if (code)
        fail_msg("%s: %s (%s)", e.where, e.what, e.hint);
    snprintf(command, sizeof command, "cmp '%s' '%s'", out, DGM_TEST_MODEL);
    assert_int_equal(system(command), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(finds_files_in_the_order_of_their_names, make_dir, remove_dir),
        cmocka_unit_test(says_when_a_folder_is_missing),
        cmocka_unit_test_setup_teardown(an_error_leaves_the_old_model, make_dir, remove_dir),
        cmocka_unit_test(says_when_it_cannot_write),
        cmocka_unit_test_setup_teardown(compiles_the_real_lexicon, make_dir, remove_dir),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
