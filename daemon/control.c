/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "control.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "clock.h"
#include "exchange.h"

enum {
    CLIENTS = 4,       /* more are let in when one has gone */
    LINE_BYTES = 4096, /* of a request */
    IDLE_MS = 10000,   /* within which a request is whole and its answer taken */
    BACKLOG = 16
};

typedef struct client {
    int socket; /* -1: free */
    int64_t until;
    size_t n, sent;
    char line[LINE_BYTES];
    char *answer; /* what is left to send, owned; NULL: nothing */
    size_t answer_n;
} client;

struct control {
    int epoll, listener;
    control_answer *answer;
    void *arg;
    char path[sizeof((struct sockaddr_un *)0)->sun_path];
    client clients[CLIENTS];
};

const char *control_path(const char *configured, char *buffer, size_t cap) {
    const char *folder = getenv("RUNTIME_DIRECTORY");
    if (configured && *configured)
        return configured;
    if (!folder || !*folder)
        return NULL;
    snprintf(buffer, cap, "%.*s/control", (int)strcspn(folder, ":"), folder);
    return buffer;
}

/* ---- open and close ------------------------------------------------------------------------------------------------------ */

/* What a dead process left behind goes; a living one's stays, and so does a file that is no socket. */
static bool make_room(const char *path) {
    struct stat st;
    if (lstat(path, &st) != 0)
        return errno == ENOENT;
    if (!S_ISSOCK(st.st_mode)) {
        errno = EEXIST;
        return false;
    }
    int s = exchange_connect(path, 0);
    if (s >= 0 || errno == EAGAIN) { /* EAGAIN: as many wait there as may */
        if (s >= 0)
            close(s);
        errno = EADDRINUSE;
        return false;
    }
    return errno == ECONNREFUSED && unlink(path) == 0;
}

static int listen_on(const struct sockaddr_un *a) {
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s < 0)
        return -1;
    mode_t old = umask(0177);
    bool bound =
        make_room(a->sun_path) && bind(s, (const struct sockaddr *)a, sizeof *a) == 0 && listen(s, BACKLOG) == 0;
    int error = errno;
    umask(old);
    if (!bound) {
        close(s);
        errno = error;
        return -1;
    }
    return s;
}

static bool watch(control *c, int socket, uint32_t events, int how, uint32_t index) {
    struct epoll_event e = {.events = events, .data.u32 = index};
    return epoll_ctl(c->epoll, how, socket, &e) == 0;
}

control *control_open(const char *path, control_answer *answer, void *arg, char *why, size_t cap) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    bool fits = strlen(path) < sizeof a.sun_path;
    control *c = fits ? calloc(1, sizeof *c) : NULL;
    if (!c) {
        snprintf(why, cap, "%s: %s", path, fits ? "no memory" : "the path is too long for a socket");
        return NULL;
    }
    memcpy(a.sun_path, path, strlen(path) + 1);
    c->answer = answer;
    c->arg = arg;
    for (size_t i = 0; i < CLIENTS; i++)
        c->clients[i].socket = -1;
    c->listener = listen_on(&a);
    c->epoll = c->listener < 0 ? -1 : epoll_create1(EPOLL_CLOEXEC);
    if (c->epoll < 0 || !watch(c, c->listener, EPOLLIN, EPOLL_CTL_ADD, CLIENTS)) {
        snprintf(why, cap, "%s: %s", path, errno == EADDRINUSE ? "another process listens there" : strerror(errno));
        control_close(c);
        return NULL;
    }
    memcpy(c->path, a.sun_path, sizeof c->path);
    return c;
}

int control_file(const control *c) { return c->epoll; }

static void leave(client *x) {
    if (x->socket >= 0)
        close(x->socket);
    free(x->answer);
    *x = (client){.socket = -1};
}

void control_close(control *c) {
    if (!c)
        return;
    for (size_t i = 0; i < CLIENTS; i++)
        leave(&c->clients[i]);
    if (c->listener >= 0)
        close(c->listener);
    if (c->epoll >= 0)
        close(c->epoll);
    if (*c->path)
        unlink(c->path);
    free(c);
}

/* ---- answers ----------------------------------------------------------------------------------------------------------------- */

json_t *control_refusal(const char *code, const char *hint, const char *format, ...) {
    char why[600];
    va_list list;
    va_start(list, format);
    vsnprintf(why, sizeof why, format, list);
    va_end(list);
    json_t *whole = json_pack("{s:b, s:s, s:s, s:s}", "ok", 0, "code", code, "why", why, "hint", hint);
    return whole ? whole : json_pack("{s:b, s:s}", "ok", 0, "code", code); /* a reason that is no UTF-8 */
}

static json_t *answer_line(control *c, const char *line, size_t n) {
    json_error_t e;
    json_t *request = json_loadb(line, n, JSON_REJECT_DUPLICATES, &e);
    const char *what = json_string_value(json_object_get(request, "do"));
    json_t *answer = what ? c->answer(c->arg, what, request)
                          : control_refusal("bad-request", "send {\"do\":\"status\"} or the like and a line's end",
                                            "a request is one line with an object that has a string \"do\"");
    json_decref(request);
    return answer;
}

/* False: the client goes. */
static bool push(client *x) {
    while (x->answer && x->sent < x->answer_n) {
        ssize_t n = send(x->socket, x->answer + x->sent, x->answer_n - x->sent, MSG_NOSIGNAL);
        if (n < 0)
            return errno == EAGAIN || errno == EINTR;
        x->sent += (size_t)n;
    }
    free(x->answer);
    x->answer = NULL;
    x->sent = x->answer_n = 0;
    return true;
}

static bool reply(client *x, json_t *answer) {
    char *text = answer ? json_dumps(answer, JSON_COMPACT) : NULL;
    json_decref(answer);
    if (!text)
        return false;
    x->answer_n = strlen(text);
    text[x->answer_n++] = '\n'; /* in the place of its end */
    x->answer = text;
    return push(x);
}

/* ---- clients ------------------------------------------------------------------------------------------------------------------ */

static bool has_line(const client *x) { return memchr(x->line, '\n', x->n); }

/* One request a turn, and none before the last answer is taken: whoever asks without end does not keep the loop. */
static bool serve_line(control *c, client *x) {
    const char *end = memchr(x->line, '\n', x->n);
    size_t n = (size_t)(end - x->line);
    json_t *answer = answer_line(c, x->line, n);
    x->n -= n + 1;
    memmove(x->line, end + 1, x->n);
    x->until = clock_ms() + IDLE_MS; /* for a whole request only: a byte now and then buys no time */
    return reply(x, answer);
}

static bool hear(control *c, client *x) {
    ssize_t n = recv(x->socket, x->line + x->n, LINE_BYTES - x->n, 0);
    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    if (n == 0)
        return false;
    x->n += (size_t)n;
    if (has_line(x))
        return serve_line(c, x);
    return x->n < LINE_BYTES ||
           (reply(x, control_refusal("too-long", "requests are short", "a request has at most %d bytes", LINE_BYTES)),
            false);
}

static void let_in(control *c) {
    for (uint32_t i = 0; i < CLIENTS; i++) {
        client *x = &c->clients[i];
        if (x->socket >= 0)
            continue;
        int s = accept4(c->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (s < 0)
            return;
        *x = (client){.socket = s, .until = clock_ms() + IDLE_MS};
        if (!watch(c, s, EPOLLIN, EPOLL_CTL_ADD, i))
            leave(x);
    }
}

/* While all places are taken the listener is left alone: it would wake the loop again and again. */
static void attend(control *c) {
    bool room = false;
    for (uint32_t i = 0; i < CLIENTS; i++)
        room = room || c->clients[i].socket < 0;
    watch(c, c->listener, room ? EPOLLIN : 0, EPOLL_CTL_MOD, CLIENTS);
    for (uint32_t i = 0; i < CLIENTS;
         i++) { /* a line that is here already is served as soon as its answer has a way out */
        const client *x = &c->clients[i];
        if (x->socket >= 0)
            watch(c, x->socket, x->answer || has_line(x) ? EPOLLOUT : EPOLLIN, EPOLL_CTL_MOD, i);
    }
}

static bool attend_to(control *c, client *x) {
    return x->answer ? push(x) : has_line(x) ? serve_line(c, x) : hear(c, x);
}

void control_serve(control *c) {
    struct epoll_event events[CLIENTS + 1];
    int64_t now = clock_ms();
    int n = epoll_wait(c->epoll, events, CLIENTS + 1, 0);
    for (int i = 0; i < n; i++) {
        client *x = events[i].data.u32 < CLIENTS ? &c->clients[events[i].data.u32] : NULL;
        if (!x)
            let_in(c);
        else if (x->socket >= 0 && !attend_to(c, x))
            leave(x);
    }
    for (size_t i = 0; i < CLIENTS; i++)
        if (c->clients[i].socket >= 0 && c->clients[i].until < now)
            leave(&c->clients[i]);
    attend(c);
}

/* ---- the other end ----------------------------------------------------------------------------------------------------------------- */

static int show_answer(const json_t *answer) {
    const char *why = json_string_value(json_object_get(answer, "why")),
               *hint = json_string_value(json_object_get(answer, "hint"));
    if (!json_is_true(json_object_get(answer, "ok"))) {
        fprintf(stderr, "dragomand: refused: %s%s%s\n", why ? why : "no reason is given", hint && *hint ? "; " : "",
                hint ? hint : "");
        return 1;
    }
    json_dumpf(answer, stdout, isatty(STDOUT_FILENO) ? JSON_INDENT(2) : 0); /* in the journal a line is an entry */
    putchar('\n');
    return fflush(stdout) ? 70 : 0;
}

int control_ask(const char *path, const json_t *request, int timeout_ms) {
    exchange_error e;
    json_t *answer = exchange(path, request, timeout_ms, &e);
    int status = answer ? show_answer(answer) : 69;
    if (!answer)
        fprintf(stderr, "dragomand: %s\n", e.why);
    json_decref(answer);
    return status;
}
