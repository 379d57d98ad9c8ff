/* SPDX-License-Identifier: Apache-2.0 */
/* The code under test is included, so that texts of other versions can be sealed. */
#define _GNU_SOURCE
#include "../../../daemon/backup.c" /* NOLINT(bugprone-suspicious-include) */

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/dragoman-backup-XXXXXX", file[64];
static dgm_error error;

static int make_folder(void **state) {
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    snprintf(file, sizeof file, "%s/inflight", folder);
    return 0;
}

static int clean(void **state) {
    (void)state;
    unlink(file);
    error = (dgm_error){0};
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    return rmdir(folder); /* nothing else may have been left in it */
}

static char *contents(const char *path, size_t *n) {
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    char *text = take_all(in, n, &error);
    assert_non_null(text);
    text[*n] = '\0'; /* it has room for one more */
    fclose(in);
    return text;
}

static json_t *first_format(void) {
    json_t *b = json_load_file(DGM_TEST_ROOT "/tests/systemd/state-1.json", 0, NULL);
    assert_non_null(b);
    return b;
}

/* The text of a backup with its sum; takes the reference. */
static char *sealed(json_t *b) {
    char hex[HEX_BYTES];
    assert_true(sum_of(b, hex));
    json_object_set_new(b, "sha256", json_string(hex));
    char *text = json_dumps(b, 0);
    json_decref(b);
    return text;
}

static size_t taken(char *text, inflight_suspect **list) {
    size_t n = 0;
    error = (dgm_error){0};
    if (!backup_read(text, strlen(text), list, &n, &error))
        fail_msg("%s (%s)", error.what, error.where);
    free(text);
    return n;
}

/* What is told has a place, and nothing that a terminal would obey. */
static void assert_told(const char *text, size_t n) {
    if (error.code != DGM_BAD_ARGUMENT || !error.what[0] || !error.where[0] || !error.hint[0])
        fail_msg("\"%s\" (%s; %s), of %.*s", error.what, error.where, error.hint, (int)n, text);
    const char *const said[] = {error.what, error.where, error.hint};
    for (size_t i = 0; i < 3; i++)
        for (const char *c = said[i]; *c; c++)
            assert_true(*c >= ' ' && *c <= '~');
}

static void assert_refused_bytes(const char *text, size_t n, const char *what, const char *where) {
    inflight_suspect *list = NULL;
    size_t count = 0;
    error = (dgm_error){0};
    assert_false(backup_read(text, n, &list, &count, &error));
    assert_null(list);
    assert_int_equal(count, 0);
    assert_told(text, n);
    if (!strstr(error.what, what) || !strstr(error.where, where))
        fail_msg("%s (%s), expected %s (%s), of %.*s", error.what, error.where, what, where, n < 200 ? (int)n : 200,
                 text);
}

/* Frees the text. */
static void assert_refused(char *text, const char *what, const char *where) {
    assert_refused_bytes(text, strlen(text), what, where);
    free(text);
}

static bus_record at(const char *topic, int32_t partition, int64_t offset) {
    return (bus_record){.topic = topic, .partition = partition, .offset = offset, .timestamp = 1000 + offset};
}

static inflight *opened(void) {
    inflight *f = NULL;
    inflight_found found;
    assert_int_equal(inflight_open(folder, &f, &found, &error), INFLIGHT_OPEN);
    return f;
}

static void crash(bus_record r, bool alone) {
    inflight *f = opened();
    inflight_begin(f, 3, &r, alone);
    inflight_close(f);
}

static int crashes_of(bus_record r) {
    inflight *f = opened();
    int n = inflight_crashes(f, &r);
    inflight_close(f);
    return n;
}

static int import_text(char *text) {
    FILE *in = fmemopen(text, strlen(text), "r");
    assert_non_null(in);
    int status = backup_import(folder, in);
    fclose(in);
    free(text);
    return status;
}

static char *export_text(int expected) {
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    assert_int_equal(backup_export(folder, out), expected);
    fclose(out);
    return text;
}

/* ---- the text ------------------------------------------------------------------------------------------------------------- */

/* A file that is kept as the first format wrote it: whatever comes later reads it. */
static void the_first_format(void **state) {
    (void)state;
    inflight_suspect *list = NULL;
    json_t *b = first_format();
    char *text = json_dumps(b, JSON_INDENT(7) | JSON_ENSURE_ASCII); /* laid out otherwise */
    json_decref(b);
    assert_int_equal(taken(text, &list), 2);
    assert_string_equal(list[0].topic, "long-ago");
    assert_int_equal(list[0].partition, 0);
    assert_int_equal(list[0].offset, 17);
    assert_int_equal(list[0].timestamp, 1764342000000);
    assert_int_equal(list[0].crashes, 2);
    assert_string_equal(list[1].topic, "long.ago_2");
    assert_int_equal(list[1].partition, 3);
    assert_true(list[1].offset == 9007199254740993);
    assert_int_equal(list[1].timestamp, -1);
    assert_int_equal(list[1].crashes, 1);
    free(list);
}

static void what_a_later_format_adds_is_passed_over(void **state) {
    (void)state;
    inflight_suspect *list = NULL;
    json_t *b = first_format(), *first = json_array_get(json_object_get(b, "suspects"), 0);
    json_object_set_new(b, "format", json_integer(7));
    json_object_set_new(b, "added", json_pack("{s:[i,s,n]}", "é", 1, "ü / \u2028"));
    json_object_set_new(first, "signal", json_integer(11));
    assert_int_equal(taken(sealed(b), &list), 2);
    assert_int_equal(list[0].crashes, 2);
    free(list);
}

static void a_format_that_would_be_misread(void **state) {
    (void)state;
    json_t *b = first_format();
    json_object_set_new(b, "format", json_integer(7));
    json_object_set_new(b, "oldest_reader", json_integer(2));
    json_object_set_new(b, "version", json_string("3.1.0"));
    assert_refused(sealed(b), "it is of format 7", "format");
    assert_non_null(strstr(error.hint, "version 3.1.0"));
    b = first_format();
    json_object_set_new(b, "format", json_integer(2)); /* and does not say who reads it */
    json_object_del(b, "oldest_reader");
    json_object_set_new(b, "version", json_string("9\033[2J\n\u202e")); /* shown on a terminal it would wipe it */
    assert_refused(sealed(b), "it is of format 2", "format");
    assert_non_null(strstr(error.hint, "version unknown"));
    b = first_format();
    json_object_set_new(b, "format", json_integer(INT64_MAX));
    json_object_set_new(b, "oldest_reader", json_integer(INT64_MAX));
    assert_refused(sealed(b), "it is of format 9223372036854775807", "format");
}

/* Sealed well, but not by any version of the program. */
static void a_format_that_is_none(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "{\"format\": 0}",         "{\"format\": -1}",        "{\"format\": \"1\"}",
        "{\"format\": 1.0}",       "{\"format\": null}",      "{\"format\": [1]}",
        "{\"oldest_reader\": 0}",  "{\"oldest_reader\": -7}", "{\"oldest_reader\": \"1\"}",
        "{\"oldest_reader\": {}}", "{\"oldest_reader\": 2}",  "{\"oldest_reader\": true}"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        json_t *b = first_format(), *change = json_loads(wrong[i], 0, NULL);
        json_object_update(b, change);
        json_decref(change);
        assert_refused(sealed(b), "it does not say", i < 6 ? "format" : "oldest_reader");
    }
}

static void what_is_no_backup(void **state) {
    (void)state;
    static const char *const texts[] = {"[]",
                                        "{}",
                                        "[{\"backup\":\"dragomand\",\"format\":1}]",
                                        "{\"backup\":7,\"format\":1}",
                                        "{\"backup\":\"others\",\"format\":1}",
                                        "{\"schema\":\"dragoman.event/1\",\"format\":1}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_refused(strdup(texts[i]), "it is no backup of dragomand", "backup");
    assert_refused(strdup("{\"backup\":\"dragomand\"}"), "it does not say its format", "format");
    assert_refused(strdup("{\"backup\":\"dragomand\",\"format\":1,\"suspects\":[]}"), "its sum (sha256) is missing",
                   "sha256");
    assert_refused(strdup("{\"backup\":\"dragomand\",\"format\":1,\"suspects\":[],\"sha256\":7}"),
                   "its sum (sha256) is missing", "sha256");
}

/* Nothing of what the text says is repeated in the error. */
static void what_is_no_json(void **state) {
    (void)state;
    static const struct {
        const char *text, *what;
    } cases[] = {{"", "it is no JSON"},
                 {"\x7f\x45LF", "it is no JSON"},
                 {"7", "it is no JSON"},
                 {"{\"backup\": \"\xff\xfe\"}", "it is no JSON"},
                 {"{\"backup\": \"\\ud800\"}", "it is no JSON"},
                 {"{\"backup\": \"\\u0000\"}", "it is no JSON"},
                 {"{\"\033[2J\": \033[2J}", "it is no JSON"},
                 {"{\"backup\": \"dragomand\"} {}", "it is no JSON"},
                 {"{\"backup\": \"dragomand", "it is no JSON"},
                 {"{\"backup\": \"dragomand\",", "it ends in the middle"},
                 {"{\"backup\":\"dragomand\",\"backup\":\"dragomand\",\"format\":1}", "a key stands twice"},
                 {"{\"suspects\":[{\"topic\":\"a\",\"topic\":\"b\"}]}", "a key stands twice"},
                 {"{\"format\": 9223372036854775808}", "a number is too large"},
                 {"{\"format\": 1e999}", "a number is too large"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_refused(strdup(cases[i].text), cases[i].what, "line 1, column ");
    assert_refused_bytes("{\0}", 3, "it is no JSON", "line 1");
    static const char *const openings[] = {"[", "{\"a\":"};
    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(openings[i]), n = BACKUP_MOST / length * length;
        char *deep = malloc(n);
        for (size_t at = 0; at < n; at += length)
            memcpy(deep + at, openings[i], length);
        assert_refused_bytes(deep, n, "it is nested too deep", "line 1");
        free(deep);
    }
}

/* Sealed well, and yet no articles. */
static void suspects_that_are_no_articles(void **state) {
    (void)state;
    static const struct {
        const char *member, *values[6];
    } wrong[] = {{"topic", {"\"\"", "\"a/b\"", "\"a\\u001b[2J\"", "7", "[\"a\"]"}},
                 {"partition", {"-1", "2147483648", "\"0\"", "0.0", "null", "{}"}},
                 {"offset", {"-1", "1.0", "9.3e18", "\"17\"", "true"}},
                 {"timestamp", {"null", "1e3", "\"1\"", "[]"}},
                 {"crashes", {"-1", "4294967296", "9223372036854775807", "false"}}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        for (size_t j = 0; j < 6 && wrong[i].values[j]; j++) {
            char where[64];
            json_t *b = first_format();
            json_object_set_new(json_array_get(json_object_get(b, "suspects"), 1), wrong[i].member,
                                json_loads(wrong[i].values[j], JSON_DECODE_ANY, NULL));
            snprintf(where, sizeof where, "suspect 2, %s", wrong[i].member);
            assert_refused(sealed(b), "a suspect is no article", where);
        }
    json_t *b = first_format();
    char name[INFLIGHT_TOPIC + 1];
    memset(name, 'a', INFLIGHT_TOPIC);
    name[INFLIGHT_TOPIC] = '\0';
    json_object_set_new(json_array_get(json_object_get(b, "suspects"), 1), "topic", json_string(name));
    assert_refused(sealed(b), "a suspect is no article", "suspect 2, topic");
    static const char *const elements[] = {"null", "7", "\"articles\"", "[]", "{}"};
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        b = first_format();
        json_array_insert_new(json_object_get(b, "suspects"), 0, json_loads(elements[i], JSON_DECODE_ANY, NULL));
        assert_refused(sealed(b), "a suspect is no article", "suspect 1, topic");
    }
    static const char *const lists[] = {"null", "7", "\"\"", "{}"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        b = first_format();
        json_object_set_new(b, "suspects", json_loads(lists[i], JSON_DECODE_ANY, NULL));
        assert_refused(sealed(b), "no list of suspects", "suspects");
    }
}

/* What does not concern us may be nested as deep as the parser lets it, and summed all the same. */
static void what_is_added_may_be_deep(void **state) {
    (void)state;
    inflight_suspect *list = NULL;
    json_t *b = first_format(), *deep = json_array();
    for (int i = 0; i < 2000; i++)
        deep = json_pack("[o]", deep);
    json_object_set_new(b, "added", deep);
    assert_int_equal(taken(sealed(b), &list), 2);
    free(list);
}

/* Cut anywhere it is refused; whatever a byte is changed to, it is refused or says the same ("-0" in place of " 0"). */
static void every_cut_and_every_changed_byte(void **state) {
    (void)state;
    size_t n = 0, count = 0;
    inflight_suspect *list = NULL, *good = NULL;
    char *text = contents(DGM_TEST_ROOT "/tests/systemd/state-1.json", &n);
    assert_true(backup_read(text, n, &good, &count, &error));
    for (size_t cut = 0; cut + 2 < n; cut++) /* the last two bytes are its brace and the line's end */
        assert_refused_bytes(text, cut, "it is no JSON", "line ");
    for (size_t i = 0; i < 256 * n; i++) {
        char was = text[i / 256];
        text[i / 256] = (char)(i % 256);
        if (backup_read(text, n, &list, &count, &error)) {
            assert_int_equal(count, 2);
            assert_memory_equal(list, good, 2 * sizeof *good);
            free(list);
        } else
            assert_told(text, n);
        text[i / 256] = was;
    }
    free(good);
    free(text);
}

/* ---- out of a folder and into one -------------------------------------------------------------------------------------------- */

static void what_goes_out_comes_in(void **state) {
    (void)state;
    bus_record a = at("articles", 0, 5), b = at("articles", 1, 6);
    crash(a, true);
    crash(a, true);
    crash(b, false); /* stands in a row: a start has not seen it */
    char *text = export_text(EXIT_OK);
    assert_int_equal(crashes_of(a), 2);
    unlink(file);
    assert_int_equal(crashes_of(a), -1);
    assert_int_equal(import_text(text), EXIT_OK);
    assert_int_equal(crashes_of(a), 2);
    assert_int_equal(crashes_of(b), 0);
}

static void looking_changes_nothing(void **state) {
    (void)state;
    size_t before = 0, after = 0;
    free(export_text(EXIT_OK));
    assert_int_equal(access(file, F_OK), -1); /* not even a file */
    crash(at("articles", 0, 5), false);
    char *was = contents(file, &before);
    assert_int_equal(chmod(file, 0400), 0);
    free(export_text(EXIT_OK));
    char *is = contents(file, &after);
    assert_int_equal(before, after);
    assert_memory_equal(was, is, before);
    free(was);
    free(is);
}

/* Nothing that is known is forgotten for a backup, and the same one twice is as good as once. */
static void a_backup_adds(void **state) {
    (void)state;
    bus_record a = {.topic = "long-ago", .partition = 0, .offset = 17, .timestamp = 1764342000000},
               b = at("here", 0, 1),
               c = {.topic = "long.ago_2", .partition = 3, .offset = 9007199254740993, .timestamp = -1};
    crash(a, true);
    crash(b, true);
    for (int i = 0; i < 3; i++)
        crash(c, true);
    for (int i = 0; i < 2; i++) {
        json_t *first = first_format();
        assert_int_equal(import_text(sealed(first)), EXIT_OK);
        assert_int_equal(crashes_of(a), 2);
        assert_int_equal(crashes_of(b), 1);
        assert_int_equal(crashes_of(c), 3);
    }
    struct stat s;
    assert_int_equal(stat(file, &s), 0);
    assert_int_equal(s.st_mode & 07777, 0600);
}

/* More than there is room for: the guiltiest stay, whichever side they come from. */
static void the_guiltiest_have_room(void **state) {
    (void)state;
    json_t *b = first_format(), *list = json_array();
    for (int i = 0; i < 2 * INFLIGHT_SUSPECTS; i++)
        json_array_append_new(list, json_pack("{s:s, s:i, s:i, s:i, s:i}", "topic", "many", "partition", 0, "offset", i,
                                              "timestamp", 1000 + i, "crashes", i % 2));
    json_object_set_new(b, "suspects", list);
    crash(at("here", 0, 1), true);
    crash(at("here", 0, 1), true);
    assert_int_equal(import_text(sealed(b)), EXIT_OK);
    assert_int_equal(crashes_of(at("here", 0, 1)), 2);
    inflight *f = opened();
    for (int i = 0; i < 2 * INFLIGHT_SUSPECTS - 2; i++) {
        bus_record r = at("many", 0, i);
        assert_int_equal(inflight_crashes(f, &r), i % 2 ? 1 : -1);
    }
    inflight_close(f);
}

/* Whatever refuses an import leaves every byte as it was. */
static void a_refused_import_changes_nothing(void **state) {
    (void)state;
    size_t before = 0, after = 0;
    struct rlimit limit;
    crash(at("articles", 0, 5), true);
    char *was = contents(file, &before);
    size_t n = 0;
    char *good = contents(DGM_TEST_ROOT "/tests/systemd/state-1.json", &n);
    int said = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDERR_FILENO); /* a thousand times the same */
    for (size_t i = 0; i < 2 * n - 4; i++) {
        bool cut = i < n - 2; /* at each byte but its last two, or one byte turned around */
        char *text = strdup(good);
        if (cut)
            text[i] = '\0';
        else
            text[i - (n - 2)] ^= 0x5f;
        assert_int_equal(import_text(text), EXIT_DATA);
        char *now = contents(file, &after);
        assert_int_equal(before, after);
        assert_memory_equal(was, now, before);
        free(now);
    }
    dup2(said, STDERR_FILENO);
    close(said);
    close(nowhere);
    free(good);
    inflight *f = opened();
    free(was);
    was = contents(file, &before);
    assert_int_equal(import_text(sealed(first_format())), EXIT_TAKEN);
    free(export_text(EXIT_TAKEN));
    char *is = contents(file, &after);
    assert_memory_equal(was, is, before);
    inflight_close(f);
    getrlimit(RLIMIT_FSIZE, &limit);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){4096, limit.rlim_max});
    assert_int_equal(import_text(sealed(first_format())), EXIT_AGAIN);
    setrlimit(RLIMIT_FSIZE, &limit);
    free(is);
    is = contents(file, &after);
    assert_int_equal(before, after);
    assert_memory_equal(was, is, before);
    free(was);
    free(is);
}

static void a_damaged_file_is_taken_for_empty(void **state) {
    (void)state;
    FILE *out = fopen(file, "w");
    fputs("no state", out);
    fclose(out);
    free(export_text(EXIT_OK));
    assert_int_equal(import_text(sealed(first_format())), EXIT_OK);
    inflight *f = opened();
    assert_int_equal(inflight_list(f, (inflight_suspect[INFLIGHT_SUSPECTS]){{{0}, 0, 0, 0, 0}}), 2);
    inflight_close(f);
}

/* A daemon that starts while the file is replaced has the new one or none: what it would write into the old one is lost. */
static void a_start_beside_imports(void **state) {
    (void)state;
    enum { TIMES = 1000 };
    pid_t child = fork();
    if (child == 0) {
        inflight_suspect *list = NULL;
        inflight_found found;
        size_t n = 0, forgotten = 0;
        char *text = sealed(first_format());
        bool good = backup_read(text, strlen(text), &list, &n, &error);
        for (int i = 0; good && i < TIMES; i++)
            (void)inflight_merge(folder, list, n, &found, &forgotten, &error);
        _exit(good ? 0 : 1);
    }
    int status = 0, starts = 0;
    while (waitpid(child, &status, WNOHANG) == 0) {
        inflight *f = NULL;
        inflight_found found;
        enum inflight_opened got = inflight_open(folder, &f, &found, &error);
        assert_true(got == INFLIGHT_OPEN || got == INFLIGHT_TAKEN);
        if (!f)
            continue;
        bus_record r = at("mine", 0, starts++);
        inflight_begin(f, 0, &r, true);
        inflight_close(f);
        while (inflight_open(folder, &f, &found, &error) == INFLIGHT_TAKEN)
            continue;
        assert_non_null(f);
        assert_int_equal(inflight_crashes(f, &r), 1);
        inflight_acquit(f, &r);
        inflight_close(f);
    }
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

#define TEST(name) cmocka_unit_test_teardown(name, clean)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_first_format),
        TEST(what_a_later_format_adds_is_passed_over),
        TEST(a_format_that_would_be_misread),
        TEST(a_format_that_is_none),
        TEST(what_is_no_backup),
        TEST(what_is_no_json),
        TEST(suspects_that_are_no_articles),
        TEST(what_is_added_may_be_deep),
        TEST(every_cut_and_every_changed_byte),
        TEST(what_goes_out_comes_in),
        TEST(looking_changes_nothing),
        TEST(a_backup_adds),
        TEST(the_guiltiest_have_room),
        TEST(a_refused_import_changes_nothing),
        TEST(a_damaged_file_is_taken_for_empty),
        TEST(a_start_beside_imports),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
