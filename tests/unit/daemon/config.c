/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration: what is read, what is refused and with which words, what is printed and what never is. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct said {
    char text[8192];
    int n;
} said;

static void hear(void *arg, const char *line) {
    said *s = arg;
    size_t used = strlen(s->text);
    snprintf(s->text + used, sizeof s->text - used, "%s\n", line);
    s->n++;
}

static int read_bytes(const char *text, size_t n, config *c, said *s) {
    char path[] = "/tmp/dragomand-config-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, n), (ssize_t)n);
    close(file);
    *s = (said){0};
    int problems = config_read(path, c, hear, s);
    unlink(path);
    assert_int_equal(problems, s->n);
    return problems;
}

static int read_text(const char *text, config *c, said *s) { return read_bytes(text, strlen(text), c, s); }

static void refused(const char *text, const char *why) {
    config c;
    said s;
    int problems = read_text(text, &c, &s);
    if (!problems || !strstr(s.text, why))
        fail_msg("%s\nsaid: %s\nexpected: %s", text, s.text, why);
    config_free(&c);
}

static void defaults_are_good(void **state) {
    (void)state;
    config c;
    said s = {0};
    assert_int_equal(config_read(NULL, &c, hear, &s), 0);
    assert_int_equal(c.topics.n, 1);
    assert_string_equal(c.topics.words[0], "articles");
    assert_int_equal(c.max_article, 2097152);
    assert_int_equal(c.commit_interval, 500);
    assert_true(c.min_confidence < 0);
    assert_int_equal(c.delivery, EXACTLY_ONCE);
    assert_true(*c.instance); /* the host's name */
    assert_false(c.static_member);
    config_free(&c);
}

static void reads_every_type(void **state) {
    (void)state;
    config c;
    said s;
    assert_int_equal(
        read_text(
            "# comment\n; comment\n\n[input]\ntopics = a, b\t^c.*\n  group=g = h  \nmax-article = 3K\n"
            "[reading]\nthreads = 8\nmin-confidence = 0.25\narticle-timeout = 2min\n[flow]\nstatic-member = yes\n"
            "instance = one\n[log]\nlevel = debug\n[kafka]\nbootstrap.servers = k:1\n[producer]\nlinger.ms = 5\r\n",
            &c, &s),
        0);
    assert_int_equal(c.topics.n, 3);
    assert_string_equal(c.topics.words[2], "^c.*");
    assert_string_equal(c.group, "g = h");
    assert_int_equal(c.max_article, 3072);
    assert_int_equal(c.threads, 8);
    assert_true(c.min_confidence == 0.25);
    assert_int_equal(c.article_timeout, 120000);
    assert_true(c.static_member);
    assert_int_equal(c.log_level, 4);
    assert_int_equal(c.property_count, 2);
    assert_int_equal(c.properties[1].scope, CONFIG_PRODUCER);
    assert_string_equal(c.properties[1].value, "5");
    assert_int_equal(c.properties[1].line, 20);
    config_free(&c);
}

static void refuses_with_line_and_reason(void **state) {
    (void)state;
    refused("[input]\n\ntopics =\n", ":3: topics = : it must not be empty");
    refused("topics = a\n", ":1: topics stands before the first [section]");
    refused("[input\ntopics = a\n", ":1: a section is [name]");
    refused("[inputs]\n", ":1: there is no section [inputs]");
    refused("[input]\ntopic = a\n", ":2: [input] has no option topic");
    refused("[input]\nwords\n", ":2: a line is [section], name = value");
    refused("[input]\n= a\n", ":2: the name before = is missing");
    refused("[input]\ngroup = a\ngroup = b\n", ":3: group stands twice");
    refused("[flow]\nmax-bytes = 1Q\n", "a number of bytes such as 2M");
    refused("[flow]\nmax-bytes = 0x10M\n", "a number of bytes");
    refused("[flow]\nmax-bytes = 1\n", "it must be from 1048576");
    refused("[flow]\ncommit-interval = 5\n", "a time with its unit");
    refused("[flow]\ncommit-interval = 10h\n", "it must be from 10 to 60000 ms");
    refused("[flow]\nmax-articles = 2.5\n", "a whole number");
    refused("[flow]\nmax-articles = nan\n", "a number is expected");
    refused("[reading]\nmin-confidence = inf\n", "a number is expected");
    refused("[flow]\nstatic-member = maybe\n", "one of yes|no");
    refused("[log]\nlevel = loud\n", "one of error|warning|notice|info|debug");
    refused("[input]\ntopics = events\n", "the topic events is read and written");
    refused("[flow]\ndelivery = twice\n", "one of at-least-once|exactly-once");
    refused("[consumer]\nenable.auto.commit = true\n", ":2: enable.auto.commit cannot be set here: offsets");
    refused("[kafka]\ntransactional.id = x\n", "cannot be set here");
    refused("[kafka]\na = 1\na = 2\n", ":3: a stands twice in [kafka]");
    refused("[kafka]\nsasl.password = @credential ../../etc/passwd\n", "name of a file in $CREDENTIALS_DIRECTORY");
    refused("[kafka]\nsasl.password = @credential\n", "name of a file in $CREDENTIALS_DIRECTORY");
}

static void instance_comes_from_the_environment(void **state) {
    (void)state;
    config c;
    said s;
    setenv("DRAGOMAN_INSTANCE", "two", 1);
    assert_int_equal(read_text("[flow]\nstatic-member = yes\n", &c, &s), 0);
    const char *dash = strrchr(c.instance, '-'); /* behind the host's name: two hosts may have a `two` each */
    assert_non_null(dash);
    assert_string_equal(dash, "-two");
    config_free(&c);
    assert_int_equal(read_text("[flow]\ninstance = one\n", &c, &s), 0);
    assert_string_equal(c.instance, "one");
    config_free(&c);
    unsetenv("DRAGOMAN_INSTANCE");
}

static void tells_all_problems(void **state) {
    (void)state;
    config c;
    said s;
    assert_int_equal(read_text("[input]\nx = 1\ny = 2\n[nowhere]\nz = 3\n", &c, &s), 3);
    config_free(&c);
    s = (said){0};
    assert_int_equal(config_read("/nonexistent/file", &c, hear, &s), 1);
    assert_non_null(strstr(s.text, "/nonexistent/file: cannot be read: No such file"));
    config_free(&c);
}

/* Whatever bytes come, the parser ends, and says something or nothing. */
static void survives_any_bytes(void **state) {
    (void)state;
    char bytes[2048];
    unsigned seed = 1;
    for (int round = 0; round < 400; round++) {
        config c;
        said s;
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1103515245u + 12345u;
            static const char common[] = "[]=\n#@ input kafka topics group 0123456789kMs.";
            bytes[i] = round % 2 ? (char)(seed >> 16) : common[(seed >> 16) % (sizeof common - 1)];
        }
        read_bytes(bytes, sizeof bytes, &c, &s);
        config_free(&c);
    }
}

static char *printed(const config *c, void (*print)(const config *, FILE *)) {
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);
    assert_non_null(f);
    print(c, f);
    fclose(f);
    return text;
}

static void secrets_are_never_printed(void **state) {
    (void)state;
    config c;
    said s;
    char buffer[128];
    assert_int_equal(read_text("[kafka]\nsasl.username = me\nsasl.password = hunter2\nssl.key.pem = @credential key\n"
                               "[producer]\nssl.key.password = hunter2\n",
                               &c, &s),
                     0);
    for (int json = 0; json < 2; json++) {
        char *text = printed(&c, json ? config_print_json : config_print);
        assert_null(strstr(text, "hunter2"));
        assert_non_null(strstr(text, "(hidden)"));
        assert_non_null(strstr(text, "@credential key"));
        assert_non_null(strstr(text, "me"));
        free(text);
    }
    assert_string_equal(config_shown(&c.properties[1], buffer, sizeof buffer), "(hidden)");
    config_free(&c);
}

static void reads_credentials(void **state) {
    (void)state;
    config c;
    said s;
    char folder[] = "/tmp/dragomand-credentials-XXXXXX", path[128], buffer[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/pw", folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("correct horse\n", f);
    fclose(f);
    assert_int_equal(read_text("[kafka]\nsasl.password = @credential pw\nssl.key.pem = @credential gone\n", &c, &s), 0);
    unsetenv("CREDENTIALS_DIRECTORY");
    assert_null(config_secret(&c, &c.properties[0], buffer, sizeof buffer, hear, &s));
    assert_non_null(strstr(s.text, "LoadCredential="));
    setenv("CREDENTIALS_DIRECTORY", folder, 1);
    assert_string_equal(config_secret(&c, &c.properties[0], buffer, sizeof buffer, hear, &s), "correct horse");
    assert_null(config_secret(&c, &c.properties[1], buffer, sizeof buffer, hear, &s));
    assert_non_null(strstr(s.text, ":3: ssl.key.pem: the credential gone: No such file"));
    assert_null(config_secret(&c, &c.properties[0], buffer, 5, hear, &s));
    assert_null(strstr(s.text, "horse"));
    unsetenv("CREDENTIALS_DIRECTORY");
    unlink(path);
    rmdir(folder);
    config_free(&c);
}

static void what_is_printed_reads_back(void **state) {
    (void)state;
    config c, again;
    said s;
    assert_int_equal(
        read_text("[input]\ntopics = a b\n[flow]\nmax-bytes = 3145729\ncommit-interval = 1500ms\n[reading]\n"
                  "min-confidence = 0.5\narticle-timeout = 90s\n[kafka]\nbootstrap.servers = k:1\n",
                  &c, &s),
        0);
    char *text = printed(&c, config_print);
    assert_int_equal(read_text(text, &again, &s), 0);
    char *second = printed(&again, config_print);
    assert_string_equal(text, second);
    assert_int_equal(again.max_bytes, 3145729);
    assert_int_equal(again.commit_interval, 1500);
    free(text);
    free(second);
    config_free(&c);
    config_free(&again);
}

static void reload_changes_what_it_may(void **state) {
    (void)state;
    config c, fresh;
    said s;
    assert_int_equal(read_text("[input]\ngroup = one\n[flow]\nmax-articles = 10\n[kafka]\na = 1\n", &c, &s), 0);
    assert_int_equal(read_text("[input]\ngroup = two\n[flow]\nmax-articles = 20\n[kafka]\na = 2\n", &fresh, &s), 0);
    assert_int_equal(config_reload(&c, &fresh, hear, &s), 2);
    assert_non_null(strstr(s.text, "[input] group has changed and takes effect after a restart"));
    assert_string_equal(c.group, "one");
    assert_int_equal(c.max_articles, 20);
    config_reload(&c, &fresh, hear, &s); /* and back */
    assert_int_equal(c.max_articles, 10);
    config_free(&c);
    config_free(&fresh);
}

/* Files of the project that are made from the table. */
static void file_is(const char *path, void (*make)(FILE *), bool whole) {
    char *made = NULL, *text = NULL;
    size_t n = 0, m = 0;
    FILE *out = open_memstream(&made, &n), *in = fopen(path, "re");
    assert_non_null(out);
    if (!in)
        fail_msg("%s is missing", path);
    make(out);
    fclose(out);
    FILE *copy = open_memstream(&text, &m);
    for (int ch = 0; (ch = fgetc(in)) != EOF;)
        fputc(ch, copy);
    fclose(copy);
    fclose(in);
    if (whole ? strcmp(text, made) != 0 : !strstr(text, made))
        fail_msg("%s is not what dragomand --document prints", path);
    free(made);
    free(text);
}

static void documents_match_the_table(void **state) {
    (void)state;
    file_is(DGM_TEST_ROOT "/deploy/dragomand.conf", config_example, true);
    file_is(DGM_TEST_ROOT "/schemas/config.schema.json", config_schema, true);
    file_is(DGM_TEST_ROOT "/docs/man/dragomand.conf.5", config_manual, false);
    config c;
    said s = {0};
    assert_int_equal(config_read(DGM_TEST_ROOT "/deploy/dragomand.conf", &c, hear, &s), 0);
    config_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_good),
        cmocka_unit_test(reads_every_type),
        cmocka_unit_test(refuses_with_line_and_reason),
        cmocka_unit_test(tells_all_problems),
        cmocka_unit_test(instance_comes_from_the_environment),
        cmocka_unit_test(survives_any_bytes),
        cmocka_unit_test(secrets_are_never_printed),
        cmocka_unit_test(reads_credentials),
        cmocka_unit_test(what_is_printed_reads_back),
        cmocka_unit_test(reload_changes_what_it_may),
        cmocka_unit_test(documents_match_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
