/* SPDX-License-Identifier: Apache-2.0 */
#include "http.h"

#include <ctype.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_listen.h"
#include "http_read.h"
#include "page.h"

enum { THREADS = 2, CONNECTIONS = 64, TIMEOUT_S = 10, MEMORY = 32 * 1024, BODY_MOST = 512 * 1024, STALE_MS = 30000 };

struct http {
    struct MHD_Daemon *daemon;
    http_listener at;
    board *board; /* borrowed */
};

static const char json_type[] = "application/json; charset=utf-8", text_type[] = "text/plain; charset=utf-8";

/* What a request has sent so far; freed when it is over. */
typedef struct request {
    char *body;
    size_t n;
    bool too_large;
} request;

/* ---- answers ---------------------------------------------------------------------------------------------------------------- */

static void add_headers(struct MHD_Response *r, const char *type) {
    static const char *const always[][2] = {
        {"Cache-Control", "no-store"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
         "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}};
    MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        MHD_add_response_header(r, always[i][0], always[i][1]);
}

static enum MHD_Result send_response(struct MHD_Connection *c, unsigned status, const char *type,
                                     struct MHD_Response *r) {
    if (!r)
        return MHD_NO;
    add_headers(r, type);
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(r, MHD_HTTP_HEADER_ALLOW, "GET, HEAD, POST");
    enum MHD_Result sent = MHD_queue_response(c, status, r);
    MHD_destroy_response(r);
    return sent;
}

/* Takes `text` over; NULL is answered as "not yet". */
static enum MHD_Result send_text(struct MHD_Connection *c, unsigned status, const char *type, char *text) {
    if (text)
        return send_response(c, status, type,
                             MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE));
    static char later[] = "nothing to show yet\n";
    return send_response(c, MHD_HTTP_SERVICE_UNAVAILABLE, text_type,
                         MHD_create_response_from_buffer(sizeof later - 1, later, MHD_RESPMEM_PERSISTENT));
}

static enum MHD_Result send_fixed(struct MHD_Connection *c, unsigned status, const char *type, const char *text,
                                  size_t n) {
    return send_response(c, status, type,
                         MHD_create_response_from_buffer(n, (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT));
}

/* ---- routes ----------------------------------------------------------------------------------------------------------------- */

typedef enum MHD_Result route_call(http *h, struct MHD_Connection *c, const request *q);

static enum MHD_Result get_metrics(http *h, struct MHD_Connection *c, const request *q) {
    (void)q;
    return send_text(c, MHD_HTTP_OK, "application/openmetrics-text; version=1.0.0; charset=utf-8",
                     board_copy(h->board, BOARD_METRICS));
}

static enum MHD_Result get_status(http *h, struct MHD_Connection *c, const request *q) {
    (void)q;
    return send_text(c, MHD_HTTP_OK, json_type, board_copy(h->board, BOARD_STATUS));
}

static enum MHD_Result get_recent(http *h, struct MHD_Connection *c, const request *q) {
    (void)q;
    return send_text(c, MHD_HTTP_OK, json_type, board_copy(h->board, BOARD_RECENT));
}

/* Alive: the loop turns. It pins something every second. */
static enum MHD_Result get_healthz(http *h, struct MHD_Connection *c, const request *q) {
    static const char good[] = "alive\n", bad[] = "the loop stands still\n";
    int64_t age = board_age(h->board);
    (void)q;
    return age > STALE_MS ? send_fixed(c, MHD_HTTP_SERVICE_UNAVAILABLE, text_type, bad, sizeof bad - 1)
                          : send_fixed(c, MHD_HTTP_OK, text_type, good, sizeof good - 1);
}

static enum MHD_Result get_readyz(http *h, struct MHD_Connection *c, const request *q) {
    bool ready = board_ready(h->board) && board_age(h->board) <= STALE_MS;
    (void)q;
    return send_text(c, ready ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE, text_type, board_copy(h->board, BOARD_WHY));
}

static enum MHD_Result get_page(http *h, struct MHD_Connection *c, const request *q) {
    (void)h, (void)q;
    return send_fixed(c, MHD_HTTP_OK, "text/html; charset=utf-8", page_html, page_html_size);
}

static enum MHD_Result get_script(http *h, struct MHD_Connection *c, const request *q) {
    (void)h, (void)q;
    return send_fixed(c, MHD_HTTP_OK, "text/javascript; charset=utf-8", page_js, page_js_size);
}

static enum MHD_Result get_style(http *h, struct MHD_Connection *c, const request *q) {
    (void)h, (void)q;
    return send_fixed(c, MHD_HTTP_OK, "text/css; charset=utf-8", page_css, page_css_size);
}

/* A page of another site may send a text here, but not this header without asking us first, which we do not answer. */
static enum MHD_Result post_read(http *h, struct MHD_Connection *c, const request *q) {
    static const char foreign[] = "a reading wants the header X-Dragoman: read\n",
                      large[] = "the article is larger than 512 KiB\n";
    const char *asked = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "X-Dragoman");
    if (!asked || strcmp(asked, "read") != 0)
        return send_fixed(c, MHD_HTTP_FORBIDDEN, text_type, foreign, sizeof foreign - 1);
    if (q->too_large)
        return send_fixed(c, MHD_HTTP_CONTENT_TOO_LARGE, text_type, large, sizeof large - 1);
    work_plan *plan = board_model(h->board);
    char *answer = plan ? http_read(plan, q->body ? q->body : "", q->n) : NULL;
    work_plan_unref(plan);
    return send_text(c, MHD_HTTP_OK, json_type, answer);
}

static const struct route {
    const char *method, *path;
    route_call *call;
} routes[] = {{"GET", "/metrics", get_metrics}, {"GET", "/healthz", get_healthz}, {"GET", "/readyz", get_readyz},
              {"GET", "/status", get_status},   {"GET", "/recent", get_recent},   {"GET", "/", get_page},
              {"GET", "/page.js", get_script},  {"GET", "/page.css", get_style},  {"POST", "/read", post_read}};

/* A name that only looks like ours points to this machine when a site wants to read us through a browser: names are refused, but
 * for localhost, as long as nobody but this machine can reach us. */
static bool host_is_ours(const http *h, struct MHD_Connection *c) {
    const char *host = MHD_lookup_connection_value(c, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST);
    if (!h->at.local || !host || *host == '[')
        return true;
    size_t n = strcspn(host, ":");
    if (n == 9 && strncasecmp(host, "localhost", 9) == 0)
        return true;
    for (size_t i = 0; i < n; i++)
        if (!isdigit((unsigned char)host[i]) && host[i] != '.')
            return false;
    return n > 0;
}

static enum MHD_Result dispatch(http *h, struct MHD_Connection *c, const char *path, const char *method,
                                const request *q) {
    static const char nowhere[] = "there is nothing here; / is a page for people\n", wrong[] = "not with this method\n",
                      foreign[] = "this is not the host that was asked for\n";
    bool known = false;
    if (!host_is_ours(h, c))
        return send_fixed(c, MHD_HTTP_MISDIRECTED_REQUEST, text_type, foreign, sizeof foreign - 1);
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        if (strcmp(path, routes[i].path) != 0)
            continue;
        known = true;
        if (strcmp(method, routes[i].method) == 0 || (strcmp(method, "HEAD") == 0 && *routes[i].method == 'G'))
            return routes[i].call(h, c, q);
    }
    return known ? send_fixed(c, MHD_HTTP_METHOD_NOT_ALLOWED, text_type, wrong, sizeof wrong - 1)
                 : send_fixed(c, MHD_HTTP_NOT_FOUND, text_type, nowhere, sizeof nowhere - 1);
}

/* ---- requests --------------------------------------------------------------------------------------------------------------- */

/* What is beyond the limit is read and thrown away, so that the answer can be sent. */
static void take_body(request *q, const char *data, size_t n) {
    if (q->too_large || q->n + n > BODY_MOST) {
        q->too_large = true;
        return;
    }
    char *more = realloc(q->body, q->n + n + 1);
    q->too_large = !more;
    if (!more)
        return;
    q->body = more;
    memcpy(q->body + q->n, data, n);
    q->n += n;
    q->body[q->n] = '\0';
}

static enum MHD_Result handle(void *arg, struct MHD_Connection *c, const char *path, const char *method,
                              const char *version, const char *data, size_t *n, void **state) {
    request *q = *state;
    (void)version;
    if (!q) {
        *state = calloc(1, sizeof *q);
        return *state ? MHD_YES : MHD_NO;
    }
    if (*n) {
        take_body(q, data, *n);
        *n = 0;
        return MHD_YES;
    }
    return dispatch(arg, c, path, method, q);
}

static void over(void *arg, struct MHD_Connection *c, void **state, enum MHD_RequestTerminationCode code) {
    request *q = *state;
    (void)arg, (void)c, (void)code;
    if (q)
        free(q->body);
    free(q);
    *state = NULL;
}

/* ---- life ------------------------------------------------------------------------------------------------------------------- */

http *http_start(const char *listen, board *b, char *why, size_t cap) {
    http *h = calloc(1, sizeof *h);
    if (!h || !http_listen(listen, &h->at, why, cap)) {
        free(h);
        return NULL;
    }
    h->board = b;
    h->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL, 0, NULL, NULL, handle, h,
                                 MHD_OPTION_LISTEN_SOCKET, h->at.socket, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS,
                                 MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
                                 (unsigned)TIMEOUT_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
                                 MHD_OPTION_NOTIFY_COMPLETED, over, NULL, MHD_OPTION_END);
    if (h->daemon)
        return h;
    snprintf(why, cap, "%s: libmicrohttpd does not start", listen);
    free(h);
    return NULL;
}

const char *http_address(const http *h) { return h->at.address; }

void http_stop(http *h) {
    if (!h)
        return;
    MHD_stop_daemon(h->daemon); /* closes the socket, too */
    free(h);
}
