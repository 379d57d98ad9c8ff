/* SPDX-License-Identifier: Apache-2.0 */
/* Cells, numbers and dyads that all exports share. */
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "export.h"

#define NULL_ISLAND 0.00005 /* what four places show as 0 */

static void begin_cell(export_sheet *s) {
    if (s->column++)
        fputc('\t', s->out);
}

const char *export_trim(const char *text) { return text ? text + strspn(text, "\" \t\r\n") : ""; }

void export_cell(export_sheet *s, const char *text) {
    begin_cell(s);
    text = export_trim(text);
    if (!*text) {
        fputs(s->missing, s->out);
        return;
    }
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        fputc(*p < ' ' || *p == 0x7f ? ' ' : *p, s->out);
}

void export_print(export_sheet *s, const char *format, ...) {
    va_list list;
    begin_cell(s);
    va_start(list, format);
    vfprintf(s->out, format, list);
    va_end(list);
}

void export_missing(export_sheet *s, int cells) {
    while (cells-- > 0)
        export_cell(s, NULL);
}

bool export_located(json_t *place) {
    json_t *lat = json_object_get(place, "lat"), *lon = json_object_get(place, "lon");
    double north = json_number_value(lat), east = json_number_value(lon);
    return json_is_number(lat) && json_is_number(lon) && fabs(north) <= 90 && fabs(east) <= 180 &&
           (fabs(north) >= NULL_ISLAND || fabs(east) >= NULL_ISLAND);
}

void export_coordinates(export_sheet *s, json_t *place) {
    if (!export_located(place)) {
        export_missing(s, 2);
        return;
    }
    export_print(s, "%.4f", json_number_value(json_object_get(place, "lat")));
    export_print(s, "%.4f", json_number_value(json_object_get(place, "lon")));
}

void export_end(export_sheet *s) {
    fputc('\n', s->out);
    s->column = 0;
}

const char *export_string(json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

const char *export_lookup(const export_sheet *s, const char *table, const char *key, const char *column) {
    static const struct {
        const char *table, *by;
    } indexes[] = {{"states", "code"}, {"groups", "code"},    {"sectors", "sector"}, {"quads", "root"},
                   {"cameo", "code"},  {"goldstein", "code"}, {"adm1", "place"}};
    for (size_t i = 0; i < sizeof indexes / sizeof indexes[0]; i++)
        if (strcmp(indexes[i].table, table) == 0)
            return dgm_lookup(s->model, table, indexes[i].by, key, column);
    return "";
}

int export_digits(const char *text, size_t at, int digits) {
    int value = 0;
    if (strnlen(text, at + (size_t)digits) < at + (size_t)digits)
        return -1;
    for (const char *p = text + at; digits-- > 0; p++) {
        if (*p < '0' || *p > '9')
            return -1;
        value = 10 * value + (*p - '0');
    }
    return value;
}

/* FNV-1a over the id, then the last mixing of splitmix64, so that rows of one record are far apart. */
long long export_number(const char *id, unsigned ordinal) {
    uint64_t h = 0xcbf29ce484222325u;
    for (const char *p = id ? id : ""; *p; p++)
        h = (h ^ (unsigned char)*p) * 0x100000001b3u;
    h += ordinal * 0x9e3779b97f4a7c15u;
    h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
    h = (h ^ h >> 27) * 0x94d049bb133111ebu;
    return (long long)((h ^ h >> 31) >> 11);
}

const char *export_code(json_t *participant) { return export_string(participant, "code"); }

bool export_is_state(const export_sheet *s, json_t *participant) {
    return *export_lookup(s, "states", export_code(participant), "name") != '\0';
}

static void both_ways(export_sheet *s, const export_event *e, json_t *people, const char *cameo, export_dyad *write) {
    unsigned ordinal = 0;
    size_t n = json_array_size(people);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            if (i != k)
                write(s, e, json_array_get(people, i), json_array_get(people, k), cameo, ordinal++);
}

static bool is_cameo(const char *code) {
    size_t n = strlen(code);
    return n >= 2 && n <= 4 && strspn(code, "0123456789") == n;
}

void export_dyads(export_sheet *s, const export_event *e, export_dyad *write) {
    json_t *actors = json_object_get(e->event, "actors"), *recipients = json_object_get(e->event, "recipients");
    const char *cameo = export_string(e->event, "cameo");
    size_t n = json_array_size(actors), m = json_array_size(recipients);
    bool visit = strcmp(cameo, "042") == 0;
    unsigned ordinal = 0;
    if (!is_cameo(cameo))
        return; /* these data sets have no row without a code */
    if (m == 0 && n > 1 && strncmp(cameo, "04", 2) == 0) {
        both_ways(s, e, actors, visit ? "040" : cameo, write);
        return;
    }
    for (size_t i = 0; i < (n ? n : 1); i++)
        for (size_t k = 0; k < (m ? m : 1); k++) {
            json_t *from = json_array_get(actors, i), *to = json_array_get(recipients, k);
            if (n > 1 && m > 1 && json_equal(from, to))
                continue; /* agreements and the like have all on both sides, but nobody's with himself */
            write(s, e, from, to, cameo, ordinal++);
            if (from && to && (visit || strcmp(cameo, "040") == 0 || strcmp(cameo, "041") == 0))
                write(s, e, to, from, visit ? "043" : cameo, ordinal++);
        }
}
