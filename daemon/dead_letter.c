/* SPDX-License-Identifier: Apache-2.0 */
#include "dead_letter.h"

#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

#include "headers.h"

/* Headers of ours replace those of the same name that came in, but a count of retries is kept. */
static bool is_ours(const char *name) {
    return strncmp(name, "dragoman-", 9) == 0 && strcmp(name, "dragoman-retry") != 0;
}

static void add_digest(header_list *list, const bus_bytes *value) {
    struct sha256_ctx hash;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char hex[2 * SHA256_DIGEST_SIZE + 1];
    sha256_init(&hash);
    sha256_update(&hash, value->n, value->p);
    sha256_digest(&hash, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    headers_add_number(list, "dragoman-bytes", (int64_t)value->n);
    headers_add_text(list, "dragoman-sha256", pool_text(list->pool, hex));
}

static void add_reason(header_list *list, const bus_record *record, int code, const char *what) {
    headers_add_text(list, "dragoman-error-code", dgm_error_code(code)[0] ? dgm_error_code(code) : "internal");
    headers_add_text(list, "dragoman-error", pool_text(list->pool, what));
    headers_add_origin(list, record);
    if (record->timestamp >= 0)
        headers_add_text(list, "dragoman-timestamp", headers_time(list->pool, record->timestamp));
    headers_add_text(list, "dragoman-version", dgm_version());
}

void dead_letter_make(const work_settings *s, const bus_record *record, int code, const char *what, work_result *out) {
    char text[sizeof out->what];
    snprintf(text, sizeof text, "%s", what && *what ? what : dgm_error_text(code)); /* what may point into the result */
    pool_free(&out->pool);
    out->n = 0;
    out->events = 0;
    out->kinds = NULL;
    out->kind_count = 0;
    out->code = code;
    memcpy(out->what, text, sizeof text);
    out->messages = pool_take(&out->pool, sizeof *out->messages);
    if (!out->messages)
        return;
    header_list list = {.pool = &out->pool};
    for (size_t i = 0; i < record->header_count; i++)
        if (!is_ours(record->headers[i].name))
            headers_add(&list, record->headers[i].name, record->headers[i].value.p, record->headers[i].value.n);
    add_reason(&list, record, code, out->what);
    bus_message *m = out->messages;
    *m = (bus_message){pool_text(&out->pool, s->dead_letters), record->key, record->value, list.items, list.n};
    if (headers_message_size(m) > s->max_record) {
        add_digest(&list, &record->value);
        m->value = (bus_bytes){NULL, 0};
    }
    m->headers = list.items;
    m->header_count = list.n;
    out->n = list.failed || !m->topic ? 0 : 1;
}
