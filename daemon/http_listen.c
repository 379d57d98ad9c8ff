/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "http_listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 64 };

typedef struct wanted {
    char host[256];
    long first, last;
} wanted;

static bool parse(const char *listen, wanted *w) {
    const char *colon = strrchr(listen, ':');
    char *end = NULL;
    if (!colon || (size_t)(colon - listen) >= sizeof w->host)
        return false;
    bool bracket = listen[0] == '[' && colon > listen + 1 && colon[-1] == ']';
    snprintf(w->host, sizeof w->host, "%.*s", (int)(colon - listen) - (bracket ? 2 : 0), listen + (bracket ? 1 : 0));
    w->first = w->last = strtol(colon + 1, &end, 10);
    if (*end == '-')
        w->last = strtol(end + 1, &end, 10);
    return end != colon + 1 && !*end && w->first >= 0 && w->last >= w->first && w->last <= 65535 && w->host[0];
}

static bool is_local(const struct sockaddr *a) {
    if (a->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr) >> 24 == 127;
    return a->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr);
}

static bool bind_one(const struct addrinfo *a, http_listener *out) {
    char host[64], port[8];
    struct sockaddr_storage bound;
    socklen_t n = sizeof bound;
    const int yes = 1;
    int s = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, a->ai_protocol);
    if (s < 0)
        return false;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(s, a->ai_addr, a->ai_addrlen) || listen(s, BACKLOG) || getsockname(s, (struct sockaddr *)&bound, &n) ||
        getnameinfo((struct sockaddr *)&bound, n, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV)) {
        int error = errno;
        close(s);
        errno = error;
        return false;
    }
    out->socket = s;
    out->local = is_local(a->ai_addr);
    snprintf(out->address, sizeof out->address, a->ai_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
    return true;
}

bool http_listen(const char *listen, http_listener *out, char *why, size_t cap) {
    wanted w;
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    if (!parse(listen, &w)) {
        snprintf(why, cap, "%s: HOST:PORT or HOST:FIRST-LAST is expected, for example 127.0.0.1:9464-9479", listen);
        return false;
    }
    int error = EADDRINUSE;
    for (long port = w.first; port <= w.last && error == EADDRINUSE; port++) {
        struct addrinfo *found = NULL;
        char text[sizeof "65535"];
        snprintf(text, sizeof text, "%hu", (unsigned short)port);
        int unknown = getaddrinfo(w.host, text, &hints, &found);
        if (unknown) {
            snprintf(why, cap, "%s: %s", listen, gai_strerror(unknown));
            return false;
        }
        bool bound = bind_one(found, out);
        error = errno;
        freeaddrinfo(found);
        if (bound)
            return true;
    }
    snprintf(why, cap, "%s: %s", listen, strerror(error));
    return false;
}
