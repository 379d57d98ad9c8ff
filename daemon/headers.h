/* SPDX-License-Identifier: Apache-2.0 */
/* The headers of messages: a list in a pool, and the times and numbers that stand in them. */
#ifndef DRAGOMAND_HEADERS_H
#define DRAGOMAND_HEADERS_H

#include "bus.h"
#include "pool.h"

typedef struct header_list {
    pool *pool;
    bus_header *items;
    size_t n, cap;
    bool failed; /* no memory: the list is not to be used */
} header_list;

void headers_add(header_list *list, const char *name, const void *value, size_t n);
void headers_add_text(header_list *list, const char *name, const char *value);
void headers_add_number(header_list *list, const char *name, int64_t value);
const bus_header *headers_find(const bus_record *record, const char *name); /* the last of that name */
/* dragoman-topic, dragoman-partition, dragoman-offset */
void headers_add_origin(header_list *list, const bus_record *record);
/* Milliseconds since 1970 as RFC 3339. */
char *headers_time(pool *p, int64_t ms);
/* What librdkafka and the broker count besides the value. */
size_t headers_message_size(const bus_message *m);

#endif
