/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DRAGOMAND_HTTP_LISTEN_H
#define DRAGOMAND_HTTP_LISTEN_H

#include <stdbool.h>
#include <stddef.h>

typedef struct http_listener {
    int socket;
    bool local;       /* only this machine can reach it */
    char address[80]; /* as it is bound */
} http_listener;

/* See http_start. False: `why` says what is wrong. */
bool http_listen(const char *listen, http_listener *out, char *why, size_t cap);

#endif
