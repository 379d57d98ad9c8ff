/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking a daemon on this machine: over its control socket, one JSON object a line each way, or over HTTP. The socket is the one of
 * [control] socket, else of $RUNTIME_DIRECTORY (inside the unit, ExecReload=), else those under /run that the units make.
 */
#include <errno.h>
#include <glob.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/exchange.h"
#include "operate.h"

#define RUNTIME "/run/dragoman"
enum { HTTP_MS = 3000, PORTS = 64 };

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

/* ---- over the control socket ------------------------------------------------------------------------------------------- */

json_t *ask_daemon(const daemon_place *place, json_t *request, int seconds, int *status) {
    exchange_error e = {.why = "no memory"};
    json_t *answer = request ? exchange(place->path, request, seconds * 1000, &e) : NULL;
    json_decref(request);
    if (!answer) {
        fprintf(stderr, "dragoman: %s\n", e.why);
        *status = e.error == EACCES ? CLI_RIGHTS : CLI_ABSENT;
    }
    return answer;
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
    char *answer = exchange_text(fd, request, sizeof request - 1, EXCHANGE_ALL, HTTP_MS, &n);
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
