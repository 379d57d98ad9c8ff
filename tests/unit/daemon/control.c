/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "control.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
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

typedef struct place {
    char folder[64], path[96], why[300];
    control *c;
    int asked;
} place;

static json_t *echo(void *arg, const char *what, const json_t *request) {
    place *p = arg;
    (void)request;
    p->asked++;
    if (strcmp(what, "much") == 0) {
        char *text = calloc(1, 3 << 20);
        memset(text, 'x', (3 << 20) - 1);
        json_t *much = json_pack("{s:b, s:s}", "ok", 1, "text", text);
        free(text);
        return much;
    }
    if (strcmp(what, "no") == 0)
        return control_refusal("no", "ask for something else", "%s is not done", what);
    return json_pack("{s:b, s:s}", "ok", 1, "said", what);
}

static int enter(void **state) {
    place *p = calloc(1, sizeof *p);
    strcpy(p->folder, "/tmp/dragoman-control-XXXXXX");
    if (!mkdtemp(p->folder))
        return -1;
    snprintf(p->path, sizeof p->path, "%s/control", p->folder);
    p->c = control_open(p->path, echo, p, p->why, sizeof p->why);
    *state = p;
    return p->c ? 0 : -1;
}

static int go(void **state) {
    place *p = *state;
    control_close(p->c);
    unlink(p->path);
    rmdir(p->folder);
    free(p);
    return 0;
}

static int dial(const place *p) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    strcpy(a.sun_path, p->path);
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(s, (const struct sockaddr *)&a, sizeof a), 0);
    fcntl(s, F_SETFL, O_NONBLOCK);
    return s;
}

static void serve(place *p, int times) {
    for (int i = 0; i < times; i++)
        control_serve(p->c);
}

static void tell(int s, const char *text) { assert_int_equal(send(s, text, strlen(text), MSG_NOSIGNAL), strlen(text)); }

/* What has come, as a text; NULL: the other end is closed. */
static const char *hear(int s, char *buffer, size_t cap) {
    ssize_t n = recv(s, buffer, cap - 1, 0);
    buffer[n > 0 ? n : 0] = '\0';
    return n == 0 ? NULL : buffer;
}

static void answers_each_line(void **state) {
    place *p = *state;
    char text[1000];
    int s = dial(p);
    struct pollfd ready = {.fd = control_file(p->c), .events = POLLIN};
    tell(s, "{\"do\":\"this\"}\n{\"do\":");
    assert_int_equal(poll(&ready, 1, 0), 1);
    serve(p, 3);
    assert_string_equal(hear(s, text, sizeof text), "{\"ok\":true,\"said\":\"this\"}\n");
    tell(s, "\"no\"}\nhello\n");
    serve(p, 3);
    assert_string_equal(
        hear(s, text, sizeof text),
        "{\"ok\":false,\"code\":\"no\",\"why\":\"no is not done\",\"hint\":\"ask for something else\"}\n"
        "{\"ok\":false,\"code\":\"bad-request\",\"why\":\"a request is one line with an object that has a "
        "string \\\"do\\\"\",\"hint\":\"send {\\\"do\\\":\\\"status\\\"} or the like and a line's end\"}\n");
    assert_int_equal(p->asked, 2);
    assert_int_equal(poll(&ready, 1, 0), 0);
    close(s);
}

static void a_long_line_is_shut_out(void **state) {
    place *p = *state;
    char text[6000];
    int s = dial(p);
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    tell(s, text);
    serve(p, 6);
    assert_non_null(strstr(hear(s, text, sizeof text), "too-long"));
    close(s);
    s = dial(p); /* and the next is served */
    tell(s, "{\"do\":\"this\"}\n");
    serve(p, 3);
    assert_non_null(strstr(hear(s, text, sizeof text), "\"said\":\"this\""));
    close(s);
}

static void who_takes_nothing_holds_nobody_up(void **state) {
    place *p = *state;
    char text[1000];
    int slow = dial(p), quick = dial(p);
    for (int i = 0; i < 3; i++)
        tell(slow, "{\"do\":\"much\"}\n");
    serve(p, 8);
    assert_int_equal(p->asked, 1); /* nothing is done for it while it does not take its first answer */
    tell(quick, "{\"do\":\"this\"}\n");
    serve(p, 3);
    assert_non_null(strstr(hear(quick, text, sizeof text), "\"said\":\"this\""));
    close(slow);
    close(quick);
}

static void a_turn_is_a_request(void **state) {
    place *p = *state;
    char text[1000];
    struct pollfd ready = {.fd = control_file(p->c), .events = POLLIN};
    int s = dial(p);
    tell(s, "{\"do\":\"a\"}\n{\"do\":\"b\"}\n{\"do\":\"c\"}\n");
    serve(p, 2); /* it is let in, and heard */
    for (int i = 1; i <= 3; i++, serve(p, 1)) {
        assert_int_equal(p->asked, i);
        assert_int_equal(poll(&ready, 1, 0), i < 3); /* the loop is woken for what is here already, and then no more */
    }
    assert_int_equal(p->asked, 3);
    assert_string_equal(hear(s, text, sizeof text),
                        "{\"ok\":true,\"said\":\"a\"}\n{\"ok\":true,\"said\":\"b\"}\n{\"ok\":true,\"said\":\"c\"}\n");
    close(s);
}

static void a_stopped_process_keeps_its_socket(void **state) {
    place *p = *state;
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    char why[300];
    int s[64], n = 0;
    strcpy(a.sun_path, p->path);
    for (bool in = true; in && n < 64; n++) { /* until as many wait as may */
        s[n] = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        in = connect(s[n], (const struct sockaddr *)&a, sizeof a) == 0;
    }
    assert_int_not_equal(n, 64);
    assert_null(control_open(p->path, echo, p, why, sizeof why));
    assert_non_null(strstr(why, "another process listens there"));
    json_t *request = json_pack("{s:s}", "do", "status");
    assert_int_equal(control_ask(p->path, request, 50), 69);
    json_decref(request);
    for (int i = 0; i < n; i++)
        close(s[i]);
}

static void a_crowd_waits_its_turn(void **state) {
    place *p = *state;
    char text[1000];
    int s[8];
    struct pollfd ready = {.fd = control_file(p->c), .events = POLLIN};
    for (int i = 0; i < 8; i++)
        s[i] = dial(p);
    serve(p, 3);
    assert_int_equal(poll(&ready, 1, 0), 0); /* no busy loop while there is no place */
    for (int i = 0; i < 4; i++)
        close(s[i]);
    serve(p, 3);
    tell(s[7], "{\"do\":\"this\"}\n");
    serve(p, 3);
    assert_non_null(strstr(hear(s[7], text, sizeof text), "\"said\":\"this\""));
    for (int i = 4; i < 8; i++)
        close(s[i]);
}

static void the_socket_is_for_its_user_alone(void **state) {
    place *p = *state;
    struct stat st;
    assert_int_equal(stat(p->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_living_socket_stays(void **state) {
    place *p = *state;
    char why[300];
    assert_null(control_open(p->path, echo, p, why, sizeof why));
    assert_non_null(strstr(why, "another process listens there"));
    char text[1000];
    int s = dial(p);
    tell(s, "{\"do\":\"this\"}\n");
    serve(p, 5);
    assert_non_null(strstr(hear(s, text, sizeof text), "\"said\":\"this\""));
    close(s);
}

static void a_dead_socket_is_replaced_and_a_file_is_not(void **state) {
    place *p = *state;
    char why[300], path[120];
    snprintf(path, sizeof path, "%s/dead", p->folder);
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    strcpy(a.sun_path, path);
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(s, (const struct sockaddr *)&a, sizeof a), 0);
    close(s);
    control *c = control_open(path, echo, p, why, sizeof why);
    assert_non_null(c);
    control_close(c);
    assert_int_not_equal(access(path, F_OK), 0);
    FILE *f = fopen(path, "w");
    fclose(f);
    assert_null(control_open(path, echo, p, why, sizeof why));
    assert_int_equal(access(path, F_OK), 0);
    unlink(path);
}

static void the_path_comes_from_systemd(void **state) {
    char buffer[64];
    (void)state;
    setenv("RUNTIME_DIRECTORY", "/run/one:/run/two", 1);
    assert_string_equal(control_path("", buffer, sizeof buffer), "/run/one/control");
    assert_string_equal(control_path("/x", buffer, sizeof buffer), "/x");
    unsetenv("RUNTIME_DIRECTORY");
    assert_null(control_path(NULL, buffer, sizeof buffer));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, go)
    const struct CMUnitTest tests[] = {TEST(answers_each_line),
                                       TEST(a_long_line_is_shut_out),
                                       TEST(who_takes_nothing_holds_nobody_up),
                                       TEST(a_turn_is_a_request),
                                       TEST(a_stopped_process_keeps_its_socket),
                                       TEST(a_crowd_waits_its_turn),
                                       TEST(the_socket_is_for_its_user_alone),
                                       TEST(a_living_socket_stays),
                                       TEST(a_dead_socket_is_replaced_and_a_file_is_not),
                                       cmocka_unit_test(the_path_comes_from_systemd)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
