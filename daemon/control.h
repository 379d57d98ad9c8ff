/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The control socket: a local stream socket on which operators and `systemctl reload` ask the running process. A line of JSON is a
 * request, a line of JSON the answer:
 *
 *   {"do":"status"}                {"ok":true,"state":"reading", …}          as /status over HTTP
 *   {"do":"reload"}                {"ok":true,"model":"…"}                   when the new configuration and model are live
 *   {"do":"debug","on":true}       {"ok":true,"debug":true}                  what the log shows, until the next reload
 *   {"do":"choose","topic":"articles","partition":3,"from":"earliest"}       stopped.h; from: earliest, latest or an offset
 *                                  {"ok":true,"offset":17}
 *   {"do":"state"}                 {"ok":true,"state":{…}}                   what is remembered of crashes, a backup (backup.h)
 *   anything that fails            {"ok":false,"code":"…","why":"…","hint":"…"}
 *
 * It belongs to the loop's thread and never waits: a client that is slow, silent or talks too much is shut out. Only the user that
 * the daemon runs as, and root, can connect.
 */
#ifndef DRAGOMAND_CONTROL_H
#define DRAGOMAND_CONTROL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct control control;

/* Answers a request, which is an object with a string "do". The answer is owned by the caller; NULL: no memory. */
typedef json_t *control_answer(void *arg, const char *what, const json_t *request);

/* The socket's path: [control] socket, else `control` in the first folder of $RUNTIME_DIRECTORY. NULL: neither is set. */
const char *control_path(const char *configured, char *buffer, size_t cap);
/* A socket that nobody listens on any more is replaced. NULL: `why` says what is wrong. */
control *control_open(const char *path, control_answer *answer, void *arg, char *why, size_t cap);
int control_file(const control *c); /* readable when there is something to serve */
void control_serve(control *c);
void control_close(control *c); /* NULL is allowed; takes the socket away */

__attribute__((format(printf, 3, 4))) json_t *control_refusal(const char *code, const char *hint, const char *format,
                                                              ...);

/* The other end: asks, waits for the answer at most so long, and prints what it says. Returns the exit status: 0 done, 1 refused,
 * 69 nobody answers. */
int control_ask(const char *path, const json_t *request, int timeout_ms);

#endif
