/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "exchange.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "clock.h"

enum { PATIENCE_MS = 5000, SHORT_MS = 150 };

/* A daemon that hears one request, says `parts`, and closes. */
typedef struct peer {
    char folder[64], path[96], heard[200];
    int listener;
    const char *parts[3]; /* sent one after the other, a moment between them */
    size_t endless;       /* so many letters instead, and no line's end */
    bool deaf, keeps;     /* closes without hearing; stays until the asker goes */
    pthread_t thread;
} peer;

static void say(int s, const peer *p) {
    char block[4096];
    memset(block, 'x', sizeof block);
    for (size_t n = 0; n < p->endless; n += sizeof block)
        if (send(s, block, sizeof block, MSG_NOSIGNAL) < 0)
            return;
    for (size_t i = 0; i < 3 && p->parts[i]; i++) {
        if (i)
            usleep(20000);
        if (send(s, p->parts[i], strlen(p->parts[i]), MSG_NOSIGNAL) < 0)
            return;
    }
}

static void *be_peer(void *arg) {
    peer *p = arg;
    char more;
    int s = accept(p->listener, NULL, NULL);
    if (s >= 0 && !p->deaf && recv(s, p->heard, sizeof p->heard - 1, 0) > 0)
        say(s, p);
    if (s >= 0 && p->keeps && recv(s, &more, 1, 0) > 0)
        p->heard[0] = '\0'; /* nothing may come */
    if (s >= 0)
        close(s);
    return NULL;
}

static void at(const peer *p, struct sockaddr_un *a) {
    *a = (struct sockaddr_un){.sun_family = AF_UNIX};
    strcpy(a->sun_path, p->path);
}

static int enter(void **state) {
    struct sockaddr_un a;
    peer *p = calloc(1, sizeof *p);
    strcpy(p->folder, "/tmp/dragoman-exchange-XXXXXX");
    if (!mkdtemp(p->folder))
        return -1;
    snprintf(p->path, sizeof p->path, "%s/control", p->folder);
    at(p, &a);
    p->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    *state = p;
    return bind(p->listener, (const struct sockaddr *)&a, sizeof a) || listen(p->listener, 1) ? -1 : 0;
}

static int go(void **state) {
    peer *p = *state;
    close(p->listener);
    unlink(p->path);
    rmdir(p->folder);
    free(p);
    return 0;
}

static json_t *ask(const char *path, int timeout_ms, exchange_error *e) {
    json_t *request = json_pack("{s:s}", "do", "status"), *answer = exchange(path, request, timeout_ms, e);
    json_decref(request);
    return answer;
}

static json_t *ask_peer(peer *p, int timeout_ms, exchange_error *e) {
    assert_int_equal(pthread_create(&p->thread, NULL, be_peer, p), 0);
    json_t *answer = ask(p->path, timeout_ms, e);
    pthread_join(p->thread, NULL);
    return answer;
}

static void no_answer(peer *p, int timeout_ms, int error, const char *why, const char *hint) {
    exchange_error e = {.error = -1};
    assert_null(ask_peer(p, timeout_ms, &e));
    assert_int_equal(e.error, error);
    assert_int_equal(strncmp(e.why, p->path, strlen(p->path)), 0);
    assert_non_null(strstr(e.why, why));
    assert_non_null(strstr(e.why, hint));
}

static void a_line_there_and_a_line_back(void **state) {
    peer *p = *state;
    exchange_error e;
    p->parts[0] = "{\"ok\":tr";
    p->parts[1] = "ue,\"lag\":";
    p->parts[2] = "12}\n";
    json_t *answer = ask_peer(p, PATIENCE_MS, &e);
    assert_int_equal(json_integer_value(json_object_get(answer, "lag")), 12);
    assert_string_equal(p->heard, "{\"do\":\"status\"}\n");
    json_decref(answer);
}

static void an_answer_ends_with_its_line(void **state) {
    peer *p = *state;
    exchange_error e;
    p->parts[0] = "{\"ok\":true}\n";
    p->keeps = true; /* nobody waits for the end of the stream */
    int64_t begun = clock_ms();
    json_t *answer = ask_peer(p, PATIENCE_MS, &e);
    assert_true(json_is_true(json_object_get(answer, "ok")));
    assert_true(clock_ms() - begun < PATIENCE_MS / 2);
    json_decref(answer);
}

static void a_long_answer_is_taken_whole(void **state) {
    peer *p = *state;
    size_t length = 0;
    p->endless = EXCHANGE_MOST - 4096;
    p->parts[0] = "end\n";
    assert_int_equal(pthread_create(&p->thread, NULL, be_peer, p), 0);
    int s = exchange_connect(p->path, PATIENCE_MS);
    char *answer = exchange_text(s, "go\n", 3, EXCHANGE_LINE, PATIENCE_MS, &length);
    assert_non_null(answer);
    assert_int_equal(length, EXCHANGE_MOST - 4096 + 4);
    assert_string_equal(answer + length - 5, "xend\n");
    free(answer);
    close(s);
    pthread_join(p->thread, NULL);
}

static void until_the_end_is_asked_for(void **state) {
    peer *p = *state;
    size_t length = 0;
    p->parts[0] = "one\n";
    p->parts[1] = "two";
    assert_int_equal(pthread_create(&p->thread, NULL, be_peer, p), 0);
    int s = exchange_connect(p->path, PATIENCE_MS);
    char *answer = exchange_text(s, "go", 2, EXCHANGE_ALL, PATIENCE_MS, &length);
    assert_string_equal(answer, "one\ntwo");
    assert_int_equal(length, 7);
    free(answer);
    close(s);
    pthread_join(p->thread, NULL);
}

static void nobody_is_there(void **state) {
    peer *p = *state;
    exchange_error e = {.error = -1};
    close(p->listener); /* as after a crash: its socket stays */
    assert_null(ask(p->path, PATIENCE_MS, &e));
    assert_int_equal(e.error, ECONNREFUSED);
    assert_non_null(strstr(e.why, "the daemon ended and left its socket"));
    unlink(p->path);
    assert_null(ask(p->path, PATIENCE_MS, &e));
    assert_int_equal(e.error, ENOENT);
    assert_non_null(strstr(e.why, "no daemon listens there"));
    p->listener = -1;
}

static void who_may_not_is_told_who_may(void **state) {
    peer *p = *state;
    exchange_error e = {.error = -1};
    assert_int_equal(chmod(p->path, 0), 0);
    if (geteuid() == 0) /* who may everything cannot try it */
        assert_int_equal(seteuid(65534), 0);
    json_t *answer = ask(p->path, PATIENCE_MS, &e);
    assert_int_equal(getuid() == 0 ? seteuid(0) : 0, 0);
    assert_null(answer);
    assert_int_equal(e.error, EACCES);
    assert_non_null(strstr(e.why, "ask as root"));
}

static void a_path_too_long(void **state) {
    exchange_error e = {.error = -1};
    char path[300];
    (void)state;
    memset(path, 'a', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    assert_null(ask(path, PATIENCE_MS, &e));
    assert_int_equal(e.error, ENAMETOOLONG);
    assert_non_null(strstr(e.why, "[control] socket takes a shorter one"));
}

static void it_hangs_up(void **state) {
    peer *p = *state;
    p->deaf = true; /* with the request unread */
    exchange_error e = {.error = -1};
    assert_null(ask_peer(p, PATIENCE_MS, &e));
    assert_true(e.error == 0 || e.error == EPIPE || e.error == ECONNRESET);
    assert_non_null(strstr(e.why, "the daemon hung up"));
}

static void it_hangs_up_within_its_answer(void **state) {
    peer *p = *state;
    p->parts[0] = "{\"ok\":true";
    no_answer(p, PATIENCE_MS, 0, "the daemon hung up", "its journal");
}

static void it_says_too_much(void **state) {
    peer *p = *state;
    p->endless = 2 * (size_t)EXCHANGE_MOST;
    no_answer(p, PATIENCE_MS, EMSGSIZE, "does not end", "is this a daemon's control socket?");
}

static void it_says_no_json(void **state) {
    peer *p = *state;
    p->parts[0] = "HTTP/1.0 400 Bad Request\r\n";
    no_answer(p, PATIENCE_MS, 0, "the answer is no JSON", "is this a daemon's control socket?");
}

static void it_says_nothing(void **state) {
    peer *p = *state;
    p->keeps = true;
    int64_t begun = clock_ms();
    no_answer(p, SHORT_MS, ETIMEDOUT, "does not answer", "systemctl status");
    assert_true(clock_ms() - begun >= SHORT_MS && clock_ms() - begun < PATIENCE_MS);
}

static void it_lets_nobody_in(void **state) {
    peer *p = *state;
    exchange_error e = {.error = -1};
    int s[64], n = 0;
    while (n < 64 && (s[n] = exchange_connect(p->path, 0)) >= 0) /* until as many wait as may */
        n++;
    assert_true(n > 0 && n < 64);
    assert_int_equal(errno, EAGAIN);
    assert_null(ask(p->path, SHORT_MS, &e));
    assert_int_equal(e.error, EAGAIN);
    assert_non_null(strstr(e.why, "the daemon does not answer"));
    while (n)
        close(s[--n]);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, go)
    const struct CMUnitTest tests[] = {TEST(a_line_there_and_a_line_back),
                                       TEST(an_answer_ends_with_its_line),
                                       TEST(a_long_answer_is_taken_whole),
                                       TEST(until_the_end_is_asked_for),
                                       TEST(nobody_is_there),
                                       TEST(who_may_not_is_told_who_may),
                                       TEST(a_path_too_long),
                                       TEST(it_hangs_up),
                                       TEST(it_hangs_up_within_its_answer),
                                       TEST(it_says_too_much),
                                       TEST(it_says_no_json),
                                       TEST(it_says_nothing),
                                       TEST(it_lets_nobody_in)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
