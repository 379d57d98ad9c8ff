/* SPDX-License-Identifier: Apache-2.0 */
/* The code under test is included, so that a half-written file can be looked at from inside. */
#define _GNU_SOURCE
#include "../../../daemon/inflight.c" /* NOLINT(bugprone-suspicious-include) */

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cmocka.h>

static char folder[] = "/tmp/dragoman-inflight-XXXXXX";
static char other[] = "/tmp/dragoman-inflight-XXXXXX";
static inflight_found found;
static dgm_error error;

static const char *path_in(const char *dir) {
    static char path[64];
    snprintf(path, sizeof path, "%s/inflight", dir);
    return path;
}

static int clean(void **state) {
    (void)state;
    unlink(path_in(folder));
    unlink(path_in(other));
    return 0;
}

static int make_folders(void **state) {
    (void)state;
    return !mkdtemp(folder) || !mkdtemp(other);
}

static int remove_folders(void **state) {
    clean(state);
    return rmdir(folder) || rmdir(other);
}

static bus_record at(const char *topic, int32_t partition, int64_t offset) {
    return (bus_record){.topic = topic, .partition = partition, .offset = offset, .timestamp = 1000 + offset};
}

static inflight *opened(const char *dir) {
    inflight *f = NULL;
    assert_int_equal(inflight_open(dir, &f, &found, &error), INFLIGHT_OPEN);
    assert_non_null(f);
    return f;
}

/* A process begins an article and ends there. */
static void crash(bus_record r, bool alone) {
    inflight *f = opened(folder);
    inflight_begin(f, 3, &r, alone);
    inflight_close(f);
}

static int crashes_of(bus_record r) {
    inflight *f = opened(folder);
    int n = inflight_crashes(f, &r);
    inflight_close(f);
    return n;
}

static void *contents(size_t *n) {
    int file = open(path_in(folder), O_RDONLY | O_CLOEXEC);
    struct stat s;
    assert_int_equal(fstat(file, &s), 0);
    *n = (size_t)s.st_size;
    char *bytes = malloc(*n + 1);
    assert_int_equal(read(file, bytes, *n), (ssize_t)*n);
    close(file);
    return bytes;
}

static void put_at(const char *dir, const void *bytes, size_t n) {
    int file = open(path_in(dir), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_int_equal(write(file, bytes, n), (ssize_t)n);
    close(file);
}

/* ---- what is remembered ---------------------------------------------------------------------------------------------- */

static void what_ended_is_forgotten(void **state) {
    (void)state;
    bus_record a = at("articles", 0, 5);
    inflight *f = opened(folder);
    assert_null(found.anew);
    inflight_begin(f, 0, &a, false);
    inflight_end(f, 0);
    inflight_close(f);
    f = opened(folder);
    assert_null(found.anew);
    assert_int_equal(found.rows, 0);
    assert_int_equal(found.suspects, 0);
    assert_int_equal(inflight_crashes(f, &a), -1);
    inflight_close(f);
}

static void twice_alone_is_the_end(void **state) {
    (void)state;
    bus_record a = at("articles", 0, 5), b = at("articles", 1, 5), early = at("articles", 0, 4);
    inflight *f = opened(folder);
    inflight_begin(f, 0, &a, false);
    inflight_begin(f, 7, &b, false);
    inflight_close(f);
    f = opened(folder);
    assert_int_equal(found.rows, 2);
    assert_int_equal(found.suspects, 2);
    assert_int_equal(inflight_crashes(f, &a), 0);
    assert_int_equal(inflight_crashes(f, &b), 0);
    assert_int_equal(inflight_crashes(f, &early), -1);
    inflight_begin(f, 0, &b, true);
    inflight_end(f, 0);
    inflight_acquit(f, &b);
    inflight_acquit(f, &b);
    assert_int_equal(inflight_crashes(f, &b), -1);
    inflight_close(f);
    assert_int_equal(crashes_of(a), 0); /* a start alone counts nothing */
    assert_int_equal(crashes_of(b), -1);
    crash(a, true);
    assert_int_equal(crashes_of(a), 1);
    crash(a, false); /* it ended beside others: no proof */
    assert_int_equal(crashes_of(a), 1);
    crash(a, true);
    f = opened(folder);
    assert_int_equal(found.condemned, 1);
    assert_int_equal(inflight_crashes(f, &a), INFLIGHT_CONDEMNED);
    inflight_passed(f, "articles", 0, 5); /* 5 itself is not done with */
    inflight_passed(f, "articles", 1, 9);
    inflight_passed(f, "others", 0, 9);
    assert_int_equal(inflight_crashes(f, &a), 2);
    inflight_passed(f, "articles", 0, 6);
    assert_int_equal(inflight_crashes(f, &a), -1);
    inflight_close(f);
    assert_int_equal(crashes_of(a), -1);
}

/* A topic that was made anew has the same offsets and other times. */
static void another_time_is_another_article(void **state) {
    (void)state;
    bus_record a = at("articles", 0, 5), b = a;
    b.timestamp++;
    crash(a, true);
    assert_int_equal(crashes_of(b), -1);
    assert_int_equal(crashes_of(a), 1);
}

static void frozen_rows_stay(void **state) {
    (void)state;
    bus_record a = at("articles", 0, 5), b = at("articles", 0, 6);
    inflight *f = opened(folder);
    inflight_begin(f, 0, &a, true);
    inflight_freeze(f);
    inflight_end(f, 0);
    inflight_begin(f, 0, &b, true);
    inflight_begin(f, 1, &b, true);
    inflight_close(f);
    assert_int_equal(crashes_of(a), 1);
    assert_int_equal(crashes_of(b), -1);
}

static void nothing_is_remembered_without_a_file(void **state) {
    (void)state;
    bus_record a = at("articles", 0, 5);
    inflight_begin(NULL, 0, &a, true);
    inflight_end(NULL, 0);
    inflight_freeze(NULL);
    inflight_acquit(NULL, &a);
    inflight_passed(NULL, "articles", 0, 9);
    assert_int_equal(inflight_crashes(NULL, &a), -1);
    inflight_close(NULL);
}

/* Whoever was being read just now always finds room; of the others those without a crash of their own are forgotten first. */
static void a_full_table_keeps_the_newest(void **state) {
    (void)state;
    for (int64_t round = 0; round < 4; round++) {
        inflight *f = opened(folder);
        for (size_t i = 0; i < INFLIGHT_ROWS; i++) {
            bus_record r = at("articles", 0, round * INFLIGHT_ROWS + (int64_t)i);
            inflight_begin(f, i, &r, round == 0);
        }
        inflight_close(f);
    }
    assert_int_equal(crashes_of(at("articles", 0, 0)), 1);
    assert_int_equal(found.suspects, INFLIGHT_SUSPECTS);
    assert_int_equal(crashes_of(at("articles", 0, INFLIGHT_ROWS - 1)), 1);
    assert_int_equal(crashes_of(at("articles", 0, 1 * INFLIGHT_ROWS)), -1);
    assert_int_equal(crashes_of(at("articles", 0, 3 * INFLIGHT_ROWS - 1)), -1);
    assert_int_equal(crashes_of(at("articles", 0, 3 * INFLIGHT_ROWS)), 0);
    assert_int_equal(crashes_of(at("articles", 0, 4 * INFLIGHT_ROWS - 1)), 0);
}

static void the_same_article_twice_is_one_suspect(void **state) {
    (void)state;
    bus_record a = at("articles", 0, 5);
    inflight *f = opened(folder);
    inflight_begin(f, 0, &a, false);
    inflight_begin(f, 1, &a, false);
    inflight_begin(f, INFLIGHT_ROWS, &a, false); /* no such row */
    inflight_close(f);
    inflight_close(opened(folder));
    assert_int_equal(found.suspects, 1);
}

/* ---- the file ----------------------------------------------------------------------------------------------------------- */

static void one_process_at_a_time(void **state) {
    (void)state;
    bus_record a = at("articles", 0, 5);
    inflight *f = opened(folder), *second = NULL;
    inflight_begin(f, 0, &a, false);
    assert_int_equal(inflight_open(folder, &second, &found, &error), INFLIGHT_TAKEN);
    assert_null(second);
    assert_string_equal(error.what, "another process uses this state folder");
    assert_true(stands(&f->map->rows[0])); /* and it has changed nothing */
    inflight_close(f);
    inflight_close(opened(folder));
    assert_int_equal(found.rows, 1);
}

static void unusable_places(void **state) {
    (void)state;
    inflight *f = NULL;
    assert_int_equal(inflight_open("/nonexistent/folder", &f, &found, &error), INFLIGHT_WRONG);
    assert_string_equal(error.where, "/nonexistent/folder/inflight");
    assert_true(error.hint[0]);
    assert_int_equal(mkdir(path_in(folder), 0700), 0);
    assert_int_equal(inflight_open(folder, &f, &found, &error), INFLIGHT_WRONG);
    assert_int_equal(rmdir(path_in(folder)), 0);
    assert_int_equal(mkfifo(path_in(folder), 0600), 0);
    assert_int_equal(inflight_open(folder, &f, &found, &error), INFLIGHT_WRONG);
    unlink(path_in(folder));
    assert_int_equal(symlink("/dev/null", path_in(folder)), 0);
    assert_int_equal(inflight_open(folder, &f, &found, &error), INFLIGHT_WRONG);
    assert_null(f);
}

/* A disk that does not take the whole file: an error now, and no SIGBUS at some article. */
static void no_room(void **state) {
    (void)state;
    struct rlimit before;
    inflight *f = NULL;
    getrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){4096, before.rlim_max});
    enum inflight_opened got = inflight_open(folder, &f, &found, &error);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(got, INFLIGHT_NO_ROOM);
    assert_null(f);
    inflight_close(opened(folder)); /* and what it left is no hindrance */
}

static void every_cut_begins_anew(void **state) {
    (void)state;
    bus_record a = at("articles", 0, 5);
    size_t n = 0;
    crash(a, true);
    inflight_close(opened(folder));
    char *bytes = contents(&n);
    assert_int_equal(n, sizeof(layout));
    for (size_t cut = 0; cut < n; cut += cut < 1024 || cut + 1024 > n ? 1 : 4093) {
        put_at(folder, bytes, cut);
        assert_int_equal(crashes_of(a), -1);
        assert_int_equal(found.anew != NULL, cut > 0); /* an empty file is a new one */
        assert_int_equal(crashes_of(a), -1);
        assert_null(found.anew);
    }
    bytes[n] = 'x';
    put_at(folder, bytes, n + 1);
    assert_int_equal(crashes_of(a), -1);
    assert_non_null(found.anew);
    free(bytes);
}

static unsigned next_random(unsigned *seed) { return *seed = *seed * 1664525u + 1013904223u; }

static void foreign_bytes_are_no_entries(void **state) {
    (void)state;
    unsigned char *bytes = malloc(sizeof(layout));
    unsigned seed = 1;
    for (int with_head = 0; with_head < 2; with_head++) {
        for (size_t i = 0; i < sizeof(layout); i++)
            bytes[i] = (unsigned char)(next_random(&seed) >> 24);
        if (with_head)
            memcpy(bytes, &expected, sizeof expected);
        put_at(folder, bytes, sizeof(layout));
        inflight_close(opened(folder));
        assert_int_equal(found.anew == NULL, with_head);
        assert_int_equal(found.suspects, 0);
        assert_int_equal(found.damaged, with_head ? INFLIGHT_ROWS + INFLIGHT_SUSPECTS : 0);
    }
    memset(bytes, 0, sizeof(layout));
    put_at(folder, bytes, sizeof(layout));
    inflight_close(opened(folder));
    assert_non_null(found.anew);
    assert_int_equal(found.suspects, 0);
    free(bytes);
}

/* Wherever a bit turns (in each byte one), the entry is the same or not there, never another one. */
static void every_turned_bit(void **state) {
    (void)state;
    bus_record a = at("articles", 0, 5), b = at("articles", 1, 6);
    size_t n = 0;
    crash(a, true);
    inflight *f = opened(folder); /* a is in a table, b in a row */
    inflight_begin(f, 0, &b, false);
    inflight_close(f);
    unsigned char *bytes = contents(&n);
    for (size_t i = 0; i < n; i++) {
        if (!bytes[i] && i > sizeof(head) + 64)
            continue; /* nothing stands there */
        bytes[i] ^= (unsigned char)(1 << i % 8);
        put_at(folder, bytes, n);
        bytes[i] ^= (unsigned char)(1 << i % 8);
        f = opened(folder);
        int first = inflight_crashes(f, &a), second = inflight_crashes(f, &b);
        assert_true(first == 1 || first == -1);
        assert_true(second == 0 || second == -1);
        assert_int_equal(found.suspects, (first >= 0) + (second >= 0));
        inflight_close(f);
    }
    free(bytes);
}

/* ---- the end at any instruction ---------------------------------------------------------------------------------------- */

/* Runs the child to its next instruction. False: it has ended, well. */
static bool step(pid_t child) {
    int status = 0;
    if (ptrace(PTRACE_SINGLESTEP, child, NULL, NULL) != 0)
        return false;
    waitpid(child, &status, 0);
    assert_false(WIFSIGNALED(status));
    return WIFSTOPPED(status);
}

/* NULL-safe start of a traced child, which stops before it does anything. */
static pid_t traced(void (*run)(void *arg), void *arg) {
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
            _exit(1);
        raise(SIGSTOP);
        run(arg);
        _exit(0);
    }
    waitpid(child, &status, 0);
    return WIFSTOPPED(status) ? child : -1;
}

static void begin_and_end(void *arg) {
    inflight *f = arg;
    bus_record a = at("articles", 0, 5), b = at("others", 1, 6);
    inflight_begin(f, 0, &a, false);
    inflight_end(f, 0);
    inflight_begin(f, 0, &b, true);
    inflight_begin(f, 0, &a, true);
}

static void a_row_is_whole_or_not_there(void **state) {
    (void)state;
    inflight *f = opened(folder);
    const entry *row = &f->map->rows[0];
    pid_t child = traced(begin_and_end, f);
    int steps = 0, changes = 0, last = 0;
    if (child < 0)
        skip();
    for (; step(child); steps++) {
        int now = !stands(row) ? 0 : strcmp(row->topic, "articles") == 0 ? 1 + (int)row->count : 3 + (int)row->count;
        changes += now != last;
        last = now;
        if (!now)
            continue;
        assert_int_equal(atomic_load(&row->seal), seal_of(row));
        assert_int_equal(row->offset, now < 3 ? 5 : 6);
        assert_int_equal(row->partition, now < 3 ? 0 : 1);
        assert_int_equal(row->timestamp, 1000 + row->offset);
        assert_int_equal(row->era, f->era);
    }
    assert_true(steps > 100);
    assert_int_equal(changes, 5); /* a, none, b alone, none, a alone */
    assert_int_equal(last, 2);
    inflight_close(f);
}

static void open_folder(void *arg) {
    inflight *f = NULL;
    inflight_found seen;
    dgm_error e = {0};
    (void)arg;
    inflight_open(folder, &f, &seen, &e);
}

/* A start that is ended at any instruction counts no crash twice and forgets none. */
static void a_start_counts_once(void **state) {
    (void)state;
    bus_record a = at("articles", 0, 5), b = at("articles", 1, 6), c = at("articles", 2, 7);
    size_t n = 0;
    int steps = 0, looks = 0;
    crash(a, true);
    crash(c, true);
    inflight *f = opened(folder);
    inflight_begin(f, 0, &a, true);
    inflight_begin(f, 1, &b, false);
    inflight_close(f);
    pid_t child = traced(open_folder, NULL);
    if (child < 0)
        skip();
    for (; step(child); steps++) {
        if (steps % 61)
            continue;
        char *bytes = contents(&n);
        put_at(other, bytes, n);
        free(bytes);
        f = opened(other);
        assert_null(found.anew);
        assert_int_equal(found.damaged, 0);
        assert_int_equal(found.suspects, 3);
        assert_int_equal(inflight_crashes(f, &a), 2);
        assert_int_equal(inflight_crashes(f, &b), 0);
        assert_int_equal(inflight_crashes(f, &c), 1);
        inflight_close(f);
        looks++;
    }
    assert_true(looks > 20);
}

/* ---- threads ------------------------------------------------------------------------------------------------------------ */

typedef struct hand {
    inflight *f;
    size_t row;
} hand;

static void *turn(void *arg) {
    const hand *h = arg;
    for (int64_t i = 0; i < 2000; i++) {
        bus_record r = at("articles", (int32_t)h->row, i);
        inflight_begin(h->f, h->row, &r, false);
        if (i < 1999)
            inflight_end(h->f, h->row);
    }
    return NULL;
}

static void each_worker_has_its_row(void **state) {
    (void)state;
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    hand hands[THREADS];
    inflight *f = opened(folder);
    for (size_t i = 0; i < THREADS; i++) {
        hands[i] = (hand){f, i};
        assert_int_equal(pthread_create(&threads[i], NULL, turn, &hands[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    inflight_close(f);
    inflight_close(opened(folder));
    assert_int_equal(found.rows, THREADS);
    assert_int_equal(found.damaged, 0);
    for (int32_t i = 0; i < THREADS; i++)
        assert_int_equal(crashes_of(at("articles", i, 1999)), 0);
}

#define TEST(name) cmocka_unit_test_teardown(name, clean)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_ended_is_forgotten),
        TEST(twice_alone_is_the_end),
        TEST(another_time_is_another_article),
        TEST(frozen_rows_stay),
        TEST(nothing_is_remembered_without_a_file),
        TEST(a_full_table_keeps_the_newest),
        TEST(the_same_article_twice_is_one_suspect),
        TEST(one_process_at_a_time),
        TEST(unusable_places),
        TEST(no_room),
        TEST(every_cut_begins_anew),
        TEST(foreign_bytes_are_no_entries),
        TEST(every_turned_bit),
        TEST(a_row_is_whole_or_not_there),
        TEST(a_start_counts_once),
        TEST(each_worker_has_its_row),
    };
    return cmocka_run_group_tests(tests, make_folders, remove_folders);
}
