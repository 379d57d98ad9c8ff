/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking over a socket: one text there, one back, never longer than it may take. What is asked at a control socket (control.h) is a line
 * of JSON each way. For the daemon's own options and for the command of its operators.
 */
#ifndef DRAGOMAND_EXCHANGE_H
#define DRAGOMAND_EXCHANGE_H

#include <jansson.h>
#include <stddef.h>

enum { EXCHANGE_MOST = 8 << 20 }; /* bytes of an answer */

typedef enum exchange_end { EXCHANGE_LINE, EXCHANGE_ALL } exchange_end; /* where an answer ends */

typedef struct exchange_error {
    int error;     /* errno's, or 0: somebody is there, but gives no answer that can be read */
    char why[400]; /* with what to do about it */
} exchange_error;

/* A stream to the local socket; -1: errno says why. A process that is stopped takes nobody in: EAGAIN after the time, at once with 0. */
int exchange_connect(const char *path, int timeout_ms);
/* Sends a text and takes what comes until the end. Caller frees, a zero byte stands behind it; NULL: errno says why, EMSGSIZE for more
 * than EXCHANGE_MOST, 0 when the other side closed before the end. */
char *exchange_text(int socket, const char *text, size_t n, exchange_end end, int timeout_ms, size_t *length);
/* One request to the daemon that listens at the path. The answer is owned by the caller; NULL: `e` is filled. */
json_t *exchange(const char *path, const json_t *request, int timeout_ms, exchange_error *e);

#endif
