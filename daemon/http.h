/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The daemon over HTTP, for scrapers and for people: /metrics, /healthz, /readyz, /status, / (a page), POST /read (an article in, how
 * it is read out). Two threads of libmicrohttpd serve it from the board; the loop never waits for them.
 *
 * By default only this machine can ask. There are no passwords: whoever may reach the address may see all of it, event records and the
 * errors of dead letters included. Pages of other sites in somebody's browser can not: a foreign Host is refused, and a reading wants a
 * header that they may not send.
 */
#ifndef DRAGOMAND_HTTP_H
#define DRAGOMAND_HTTP_H

#include "board.h"

typedef struct http http;

/* `listen`: "HOST:PORT" or "HOST:FIRST-LAST" (the first free port of them), HOST a name, an address or "[address]". NULL: `why` says
 * what is wrong. Stop before the board is freed. */
http *http_start(const char *listen, board *b, char *why, size_t cap);
const char *http_address(const http *h); /* "127.0.0.1:9464" */
void http_stop(http *h);                 /* NULL is fine */

#endif
