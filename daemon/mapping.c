/* SPDX-License-Identifier: Apache-2.0 */
#include "mapping.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { WIRE_HEADER = 5 }; /* serializers of schema registries put a zero byte and a schema id before the value */

/* The value at a dotted path; a name that itself holds dots is tried first. Borrowed. */
static json_t *at_path(const json_t *object, const char *path) {
    json_t *found = json_object_get(object, path);
    while (!found && path && json_is_object(object)) {
        const char *dot = strchr(path, '.');
        if (!dot)
            return json_object_get(object, path);
        object = json_object_getn(object, path, (size_t)(dot - path));
        path = dot + 1;
    }
    return found;
}

/* The first step of a path is what is left out of the rest, so that nothing is carried twice. */
static void forget(json_t *object, const char *path) {
    if (json_object_get(object, path))
        json_object_del(object, path);
    else
        json_object_deln(object, path, strcspn(path, "."));
}

int mapping_apply(const work_settings *s, const bus_bytes *value, char **out, size_t *n) {
    *out = NULL;
    const char *p = value->p;
    size_t size = value->n;
    if (size > WIRE_HEADER && p[0] == '\0') {
        p += WIRE_HEADER;
        size -= WIRE_HEADER;
    }
    json_t *article = json_loadb(p, size, JSON_ALLOW_NUL, NULL);
    if (!article) /* a number that no integer holds is no reason to refuse an article */
        article = json_loadb(p, size, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, NULL);
    if (!json_is_object(article)) {
        json_decref(article);
        return DGM_OK;
    }
    json_t *fields[9] = {0};
    for (size_t i = 0; i < 9; i++)
        if (s->map[i])
            fields[i] = json_incref(at_path(article, s->map[i]));
    for (size_t i = 0; i < 9; i++)
        if (fields[i])
            forget(article, s->map[i]);
    bool failed = false;
    for (size_t i = 0; i < 9; i++)
        if (fields[i])
            failed = json_object_set_new(article, work_fields[i], fields[i]) != 0 || failed;
    if (!failed)
        *out = json_dumps(article, JSON_COMPACT);
    *n = *out ? strlen(*out) : 0;
    json_decref(article);
    return *out ? DGM_OK : DGM_MEMORY;
}
