/* SPDX-License-Identifier: Apache-2.0 */
#include "headers.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

enum { RECORD_OVERHEAD = 64, HEADER_OVERHEAD = 10 }; /* varints, attributes, the batch's own header */

void headers_add(header_list *list, const char *name, const void *value, size_t n) {
    if (list->n == list->cap) {
        size_t cap = list->cap ? 2 * list->cap : 16;
        bus_header *items = pool_take(list->pool, cap * sizeof *items);
        if (!items) {
            list->failed = true;
            return;
        }
        if (list->n)
            memcpy(items, list->items, list->n * sizeof *items);
        list->items = items;
        list->cap = cap;
    }
    bus_header h = {name, {value, n}};
    list->items[list->n++] = h;
}

void headers_add_text(header_list *list, const char *name, const char *value) {
    if (value)
        headers_add(list, name, value, strlen(value));
    else
        list->failed = true;
}

void headers_add_number(header_list *list, const char *name, int64_t value) {
    headers_add_text(list, name, pool_print(list->pool, "%" PRId64, value));
}

const bus_header *headers_find(const bus_record *record, const char *name) {
    for (size_t i = record->header_count; i > 0; i--)
        if (strcmp(record->headers[i - 1].name, name) == 0)
            return &record->headers[i - 1];
    return NULL;
}

void headers_add_origin(header_list *list, const bus_record *record) {
    headers_add_text(list, "dragoman-topic", record->topic);
    headers_add_number(list, "dragoman-partition", record->partition);
    headers_add_number(list, "dragoman-offset", record->offset);
}

char *headers_time(pool *p, int64_t ms) {
    time_t seconds = (time_t)(ms / 1000);
    struct tm t;
    if (!gmtime_r(&seconds, &t))
        return NULL;
    return pool_print(p, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour,
                      t.tm_min, t.tm_sec, (int)(ms % 1000));
}

size_t headers_message_size(const bus_message *m) {
    size_t n = RECORD_OVERHEAD + m->key.n + m->value.n;
    for (size_t i = 0; i < m->header_count; i++)
        n += HEADER_OVERHEAD + strlen(m->headers[i].name) + m->headers[i].value.n;
    return n;
}
