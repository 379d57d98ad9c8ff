/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking a daemon on this machine: over its control socket, one JSON object a line each way, or over HTTP. The socket is the one of
 * [control] socket, else of $RUNTIME_DIRECTORY (inside the unit, ExecReload=), else those under /run that the units make.
 */
#include <errno.h>
#include <glob.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "operate.h"

#define RUNTIME "/run/dragoman"
enum { MOST_ANSWER = 8 << 20, HTTP_MS = 3000, PORTS = 64 };

/* ---- where ------------------------------------------------------------------------------------------------------------- */

static bool is_socket(const char *path) {
    struct stat s;
    return stat(path, &s) == 0 ? S_ISSOCK(s.st_mode) : errno == EACCES; /* then asking it says so */
}

static size_t add_place(daemon_place *out, size_t n, size_t most, const char *name, const char *path) {
    if (n == most || !is_socket(path))
        return n;
    out[n] = (daemon_place){0};
    snprintf(out[n].name, sizeof out[n].name, "%s", name);
    snprintf(out[n].path, sizeof out[n].path, "%s", path);
    return n + 1;
}

static size_t add_all(daemon_place *out, size_t most) {
    glob_t found;
    size_t n = add_place(out, 0, most, "", RUNTIME "/control");
    if (glob(RUNTIME "-*/control", 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            char name[128];
            const char *begin = found.gl_pathv[i] + sizeof RUNTIME "-" - 1;
            snprintf(name, sizeof name, "%.*s", (int)strcspn(begin, "/"), begin);
            n = add_place(out, n, most, name, found.gl_pathv[i]);
        }
        globfree(&found);
    }
    return n;
}

size_t ask_places(const cli *c, const config *conf, daemon_place *out, size_t most) {
    char path[256];
    const char *configured = operate_config_text(conf, "control", "socket"), *runtime = getenv("RUNTIME_DIRECTORY");
    if (*configured)
        return add_place(out, 0, most, c->instance ? c->instance : "", configured);
    if (c->instance) {
        snprintf(path, sizeof path, RUNTIME "-%.200s/control", c->instance);
        return add_place(out, 0, most, c->instance, path);
    }
    if (runtime && *runtime) {
        const char *own = getenv("DRAGOMAN_INSTANCE");
        snprintf(path, sizeof path, "%.200s/control", runtime);
        return add_place(out, 0, most, own ? own : "", path);
    }
    return add_all(out, most);
}

/* ---- one exchange -------------------------------------------------------------------------------------------------------- */

static int64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool send_all(int fd, const char *text, size_t n) {
    while (n) {
        ssize_t sent = send(fd, text, n, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        text += sent;
        n -= (size_t)sent;
    }
    return true;
}

/* What comes until the end, or the first line break with `line`. NULL: errno says why, 0 that the other side hung up. */
static char *receive(int fd, bool line, int64_t deadline, size_t *length) {
    size_t n = 0, cap = 4096;
    char *text = malloc(cap + 1);
    for (int why = ENOMEM; text;) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        int64_t left = deadline - now_ms();
        int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
        ssize_t got = ready > 0 ? recv(fd, text + n, cap - n, 0) : -1;
        why = ready == 0 ? ETIMEDOUT : errno;
        if (got > 0)
            n += (size_t)got;
        bool whole = line ? n && memchr(text, '\n', n) != NULL : got == 0 && n;
        if (whole) {
            text[n] = '\0';
            *length = n;
            return text;
        }
        if (got > 0 && n == cap && cap < MOST_ANSWER) {
            char *grown = realloc(text, 2 * cap + 1);
            if (grown) {
                text = grown;
                cap *= 2;
                continue;
            }
        } else if ((got > 0 && n < cap) || (got < 0 && why == EINTR)) {
            continue;
        }
        free(text);
        errno = got == 0 ? 0 : got > 0 ? EMSGSIZE : why;
        return NULL;
    }
    return NULL;
}

static int connect_unix(const char *path) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof a.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(a.sun_path, path, strlen(path));
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) != 0) {
        int why = errno;
        close(fd);
        errno = why;
        return -1;
    }
    return fd;
}

static const char *hint_of(int why) {
    return why == EACCES         ? "ask as root, or as the user that the daemon runs as"
           : why == ECONNREFUSED ? "the daemon ended and left its socket: systemctl status says why"
           : why == ETIMEDOUT    ? "it does not answer: systemctl status and its journal say what it does"
                                 : "";
}

json_t *ask_daemon(const daemon_place *place, json_t *request, int seconds, int *status) {
    char *text = json_dumps(request, JSON_COMPACT), *answer = NULL;
    size_t n = 0;
    json_t *value = NULL;
    json_decref(request);
    int fd = text ? connect_unix(place->path) : -1;
    if (fd >= 0 && send_all(fd, text, strlen(text)) && send_all(fd, "\n", 1))
        answer = receive(fd, true, now_ms() + (int64_t)seconds * 1000, &n);
    int why = errno;
    if (answer)
        value = json_loadb(answer, n, 0, NULL);
    if (!value) {
        const char *hint = answer ? "" : hint_of(why);
        fprintf(stderr, "dragoman: %s: %s", place->path,
                answer ? "the answer is no JSON"
                : why  ? strerror(why)
                       : "the daemon hung up");
        fprintf(stderr, *hint ? " (%s)\n" : "%s\n", hint);
        *status = why == EACCES ? CLI_RIGHTS : CLI_ABSENT;
    }
    free(answer);
    free(text);
    if (fd >= 0)
        close(fd);
    return value;
}

int ask_refused(const char *name, const json_t *answer) {
    const char *why = json_string_value(json_object_get(answer, "why")),
               *hint = json_string_value(json_object_get(answer, "hint"));
    fprintf(stderr, "dragoman: %s: %s", name, why ? why : "it refuses without a reason");
    fprintf(stderr, hint && *hint ? " (%s)\n" : "%s\n", hint ? hint : "");
    return CLI_CONFIG;
}

int ask_nobody(void) {
    fprintf(stderr, "dragoman: no control socket of a daemon is here (is it running? does the user see /run/dragoman? "
                    "[control] socket names another place)\n");
    return CLI_ABSENT;
}

/* ---- over HTTP ------------------------------------------------------------------------------------------------------------- */

static int connect_tcp(const char *host, int port) {
    char service[16];
    struct addrinfo want = {.ai_socktype = SOCK_STREAM}, *found = NULL;
    snprintf(service, sizeof service, "%d", port);
    if (getaddrinfo(host, service, &want, &found) != 0)
        return -1;
    int fd = -1;
    for (struct addrinfo *a = found; a && fd < 0; a = a->ai_next) {
        struct timeval limit = {.tv_sec = HTTP_MS / 1000};
        fd = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC, a->ai_protocol);
        if (fd >= 0 && (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) != 0 ||
                        connect(fd, a->ai_addr, a->ai_addrlen) != 0)) {
            close(fd);
            fd = -1;
        }
    }
    freeaddrinfo(found);
    return fd;
}

/* What answers there is a daemon of ours only if it says so. */
static json_t *get_status(const char *host, int port) {
    static const char request[] = "GET /status HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    size_t n = 0;
    int fd = connect_tcp(host, port);
    if (fd < 0)
        return NULL;
    char *answer = send_all(fd, request, sizeof request - 1) ? receive(fd, false, now_ms() + HTTP_MS, &n) : NULL;
    char *body = answer ? strstr(answer, "\r\n\r\n") : NULL;
    json_t *value = body ? json_loads(body + 4, 0, NULL) : NULL;
    if (value &&
        (!json_is_string(json_object_get(value, "instance")) || !json_is_array(json_object_get(value, "partitions")))) {
        json_decref(value);
        value = NULL;
    }
    free(answer);
    close(fd);
    return value;
}

/* The configured name, or the end of "host-NAME". */
static bool is_wanted(const cli *c, const json_t *answer) {
    const char *instance = json_string_value(json_object_get(answer, "instance"));
    size_t n = strlen(instance), m = c->instance ? strlen(c->instance) : 0;
    return !c->instance || strcmp(instance, c->instance) == 0 ||
           (n > m && instance[n - m - 1] == '-' && strcmp(instance + n - m, c->instance) == 0);
}

/* :9464 or :9464-9479 */
static bool read_ports(const char *colon, long *first, long *last) {
    char *end = NULL;
    *first = *last = colon ? strtol(colon + 1, &end, 10) : 0;
    if (colon && *end == '-')
        *last = strtol(end + 1, &end, 10);
    return colon && !*end && *first > 0 && *last <= UINT16_MAX;
}

size_t ask_http(const cli *c, const config *conf, daemon_place *out, json_t **answers, size_t most) {
    char host[256];
    const char *listen = conf->http_listen, *colon = strrchr(listen, ':');
    long first = 0, last = 0;
    size_t n = 0;
    if (!read_ports(colon, &first, &last))
        return 0;
    snprintf(host, sizeof host, "%.*s", (int)(colon - listen), listen);
    char *name = host;
    if (*name == '[' && name[strlen(name) - 1] == ']') { /* an IPv6 address */
        name[strlen(name) - 1] = '\0';
        name++;
    }
    bool any = strcmp(name, "0.0.0.0") == 0 || strcmp(name, "::") == 0 || !*name || strcmp(name, "*") == 0;
    for (long port = first; n < most && port <= last && port < first + PORTS; port++) {
        json_t *answer = get_status(any ? "localhost" : name, (int)port);
        if (answer && !is_wanted(c, answer)) {
            json_decref(answer);
            continue;
        }
        if (!answer)
            continue;
        out[n] = (daemon_place){.port = (int)port};
        snprintf(out[n].name, sizeof out[n].name, "%s", json_string_value(json_object_get(answer, "instance")));
        answers[n++] = answer;
    }
    return n;
}
