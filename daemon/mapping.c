/* SPDX-License-Identifier: Apache-2.0 */
#include "mapping.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DIGITS = 15 };
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

/* A copy with quotes around every number that is long or has an exponent: jansson refuses a whole document for one that it
 * cannot hold, and the core carries it as its digits anyway. NULL: no memory. */
static char *quote_numbers(const char *p, size_t n, size_t *out_n) {
    char *out = malloc(2 * n + 1), *to = out;
    bool in_string = false;
    for (size_t i = 0; out && i < n;) {
        size_t run = 0;
        bool exponent = false;
        while (!in_string && i + run < n && p[i + run] && strchr(run ? "0123456789.eE+-" : "-0123456789", p[i + run])) {
            exponent = exponent || p[i + run] == 'e' || p[i + run] == 'E';
            run++;
        }
        bool quoted = run > MOST_DIGITS || exponent;
        if (quoted)
            *to++ = '"';
        size_t take = run ? run : in_string && p[i] == '\\' && i + 1 < n ? 2 : 1;
        if (!run && p[i] == '"')
            in_string = !in_string;
        memcpy(to, p + i, take);
        to += take;
        i += take;
        if (quoted)
            *to++ = '"';
    }
    *out_n = out ? (size_t)(to - out) : 0;
    return out;
}

static json_t *load(const char *p, size_t n) {
    json_error_t e;
    json_t *article = json_loadb(p, n, JSON_ALLOW_NUL, &e);
    if (article || json_error_code(&e) != json_error_numeric_overflow)
        return article;
    size_t quoted_n = 0;
    char *quoted = quote_numbers(p, n, &quoted_n);
    if (quoted)
        article = json_loadb(quoted, quoted_n, JSON_ALLOW_NUL, NULL);
    free(quoted);
    return article;
}

int mapping_apply(const work_settings *s, const bus_bytes *value, char **out, size_t *n) {
    *out = NULL;
    const char *p = value->p;
    size_t size = value->n;
    if (size > WIRE_HEADER && p[0] == '\0') {
        p += WIRE_HEADER;
        size -= WIRE_HEADER;
    }
    json_t *article = load(p, size);
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
