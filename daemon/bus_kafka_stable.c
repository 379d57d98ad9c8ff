/* SPDX-License-Identifier: Apache-2.0 */
/* Last stable offsets: librdkafka (to 2.16) says them nowhere but in its statistics. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "bus_kafka.h"

typedef struct bus_stable {
    char *topic; /* owned */
    int32_t number;
    int64_t offset;
} bus_stable;

static bus_stable *find(bus *b, const char *topic, int32_t number) {
    for (size_t i = 0; i < b->stable_n; i++)
        if (b->stable[i].number == number && strcmp(b->stable[i].topic, topic) == 0)
            return &b->stable[i];
    return NULL;
}

/* Without memory one is not known, and that is all. */
static void keep(bus *b, const char *topic, int32_t number, int64_t offset) {
    bus_stable *s = find(b, topic, number);
    if (!s) {
        bus_stable *more = realloc(b->stable, (b->stable_n + 1) * sizeof *more);
        char *name = more ? strdup(topic) : NULL;
        if (more)
            b->stable = more;
        if (!name)
            return;
        s = &b->stable[b->stable_n++];
        *s = (bus_stable){.topic = name, .number = number};
    }
    s->offset = offset;
}

static void keep_topic(bus *b, const char *topic, json_t *partitions) {
    const char *number;
    json_t *p;
    json_object_foreach(partitions, number, p) {
        json_t *offset = json_object_get(p, "ls_offset");
        long n = strtol(number, NULL, 10);
        if (n >= 0 && json_integer_value(offset) >= 0 && json_is_integer(offset))
            keep(b, topic, (int32_t)n, json_integer_value(offset));
    }
}

int bus_kafka_stats(rd_kafka_t *rk, char *json, size_t n, void *opaque) {
    bus *b = opaque;
    json_t *root = rk == b->consumer ? json_loadb(json, n, JSON_DISABLE_EOF_CHECK, NULL) : NULL, *topic;
    const char *name;
    json_object_foreach(json_object_get(root, "topics"), name, topic)
        keep_topic(b, name, json_object_get(topic, "partitions"));
    json_decref(root);
    return 0; /* the text stays the library's */
}

int64_t bus_stable_end(bus *b, const char *topic, int32_t number) {
    const bus_stable *s = find(b, topic, number);
    return s ? s->offset : -1;
}

void bus_kafka_stable_free(bus *b) {
    for (size_t i = 0; i < b->stable_n; i++)
        free(b->stable[i].topic);
    free(b->stable);
}
