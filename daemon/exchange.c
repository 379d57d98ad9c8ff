/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "exchange.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "clock.h"

int exchange_connect(const char *path, int timeout_ms) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    struct timeval wait = {timeout_ms / 1000, (suseconds_t)(timeout_ms % 1000) * 1000};
    if (strlen(path) >= sizeof a.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(a.sun_path, path, strlen(path) + 1);
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | (timeout_ms ? 0 : SOCK_NONBLOCK), 0);
    if (s < 0)
        return -1;
    if (setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait) != 0 || /* connect heeds it as well */
        connect(s, (const struct sockaddr *)&a, sizeof a) != 0) {
        int error = errno;
        close(s);
        errno = error;
        return -1;
    }
    return s;
}

static bool send_all(int s, const char *text, size_t n) {
    while (n) {
        ssize_t sent = send(s, text, n, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        text += sent;
        n -= (size_t)sent;
    }
    return true;
}

static ssize_t take(int s, char *into, size_t cap, int64_t deadline) {
    struct pollfd p = {.fd = s, .events = POLLIN};
    for (;;) {
        int64_t left = deadline - clock_ms();
        int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
        ssize_t n = ready > 0 ? recv(s, into, cap, 0) : -1;
        if (ready == 0)
            errno = ETIMEDOUT;
        if (n >= 0 || errno != EINTR)
            return n;
    }
}

static bool grow(char **text, size_t *cap) {
    if (*cap >= EXCHANGE_MOST) {
        errno = EMSGSIZE;
        return false;
    }
    char *more = realloc(*text, 2 * *cap + 1);
    if (!more)
        return false;
    *text = more;
    *cap *= 2;
    return true;
}

static char *receive(int s, exchange_end end, int64_t deadline, size_t *length) {
    size_t n = 0, cap = 4096; /* EXCHANGE_MOST is a power of two */
    char *text = malloc(cap + 1);
    while (text && (n < cap || grow(&text, &cap))) {
        ssize_t got = take(s, text + n, cap - n, deadline);
        if (got < 0)
            break;
        if (got == 0 ? end == EXCHANGE_ALL : end == EXCHANGE_LINE && memchr(text + n, '\n', (size_t)got)) {
            *length = n + (size_t)got;
            text[*length] = '\0';
            return text;
        }
        n += (size_t)got;
        if (got == 0) {
            errno = 0;
            break;
        }
    }
    int error = errno;
    free(text);
    errno = error;
    return NULL;
}

char *exchange_text(int socket, const char *text, size_t n, exchange_end end, int timeout_ms, size_t *length) {
    int64_t deadline = clock_ms() + timeout_ms;
    return send_all(socket, text, n) ? receive(socket, end, deadline, length) : NULL;
}

/* ---- the control socket ------------------------------------------------------------------------------------------------------- */

static void explain(const char *path, int error, exchange_error *e) {
    const char *why = strerror(error), *hint = "";
    switch (error) {
    case 0:
    case EPIPE:
    case ECONNRESET:
        why = "the daemon hung up";
        hint = "its journal says whether it ended";
        break;
    case ENOENT:
        why = "no daemon listens there";
        hint = "is it running? systemctl status says so";
        break;
    case ECONNREFUSED:
        why = "no daemon listens there any more";
        hint = "the daemon ended and left its socket: systemctl status says why";
        break;
    case EACCES:
        hint = "ask as root, or as the user that the daemon runs as";
        break;
    case EAGAIN:
    case ETIMEDOUT:
        why = "the daemon does not answer";
        hint = "systemctl status and its journal say what it does";
        break;
    case EMSGSIZE:
        why = "the answer does not end";
        hint = "is this a daemon's control socket?";
        break;
    case ENAMETOOLONG:
        why = "the path is too long for a socket";
        hint = "[control] socket takes a shorter one";
        break;
    default:
        break;
    }
    e->error = error;
    snprintf(e->why, sizeof e->why, "%s: %s%s%s%s", path, why, *hint ? " (" : "", hint, *hint ? ")" : "");
}

static char *request_line(const json_t *request, size_t *n) {
    char *text = json_dumps(request, JSON_COMPACT);
    if (!text) {
        errno = ENOMEM;
        return NULL;
    }
    *n = strlen(text);
    text[(*n)++] = '\n'; /* in the place of its end */
    return text;
}

json_t *exchange(const char *path, const json_t *request, int timeout_ms, exchange_error *e) {
    json_t *value = NULL;
    size_t n = 0, length = 0;
    int s = exchange_connect(path, timeout_ms);
    char *line = s < 0 ? NULL : request_line(request, &n);
    char *answer = line ? exchange_text(s, line, n, EXCHANGE_LINE, timeout_ms, &length) : NULL;
    if (!answer)
        explain(path, errno, e);
    else if (!(value = json_loadb(answer, length, 0, NULL))) {
        e->error = 0;
        snprintf(e->why, sizeof e->why, "%s: the answer is no JSON (is this a daemon's control socket?)", path);
    }
    free(answer);
    free(line);
    if (s >= 0)
        close(s);
    return value;
}
