/* SPDX-License-Identifier: Apache-2.0 */
/* POLECAT: 40 columns with a header, one row an event with lists in its cells ("a; b"), None where nothing is known. */
#include <ctype.h>
#include <string.h>

#include "export.h"

#define CELL_MOST 4096

static const char *const names[] = {"Event ID",
                                    "Event Date",
                                    "Event Type",
                                    "Event Mode",
                                    "Intensity",
                                    "Quad Code",
                                    "Contexts",
                                    "Actor Name",
                                    "Actor Country",
                                    "Actor COW",
                                    "Primary Actor Sector",
                                    "Actor Sectors",
                                    "Actor Title",
                                    "Actor Name Raw",
                                    "Wikipedia Actor ID",
                                    "Recipient Name",
                                    "Recipient Country",
                                    "Recipient COW",
                                    "Primary Recipient Sector",
                                    "Recipient Sectors",
                                    "Recipient Title",
                                    "Recipient Name Raw",
                                    "Wikipedia Recipient ID",
                                    "Placename",
                                    "City",
                                    "District",
                                    "Province",
                                    "Country",
                                    "Latitude",
                                    "Longitude",
                                    "GeoNames ID",
                                    "Raw Placename",
                                    "Feature Type",
                                    "Source",
                                    "Publication Date",
                                    "Story People",
                                    "Story Organizations",
                                    "Story Locations",
                                    "Language",
                                    "Version"};

void export_polecat_head(export_sheet *s) {
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        export_cell(s, names[i]);
    export_end(s);
}

typedef struct list {
    char text[CELL_MOST];
    size_t n;
} list;

/* What does not fit is left out whole. */
static void add(list *l, const char *item) {
    size_t n = strlen(item);
    if (n == 0 || l->n + n + 3 > sizeof l->text)
        return;
    l->n += (size_t)snprintf(l->text + l->n, sizeof l->text - l->n, "%s%s", l->n ? "; " : "", item);
}

static const char *field(const export_sheet *s, json_t *participant, int column) {
    switch (column) {
    case 0:
        return export_string(participant, "name");
    case 1:
        return export_is_state(s, participant) ? export_code(participant) : export_string(participant, "country");
    case 2:
        return export_lookup(s, "states", export_code(participant), "cow");
    case 5:
        return export_string(participant, "role");
    case 6:
        return export_string(json_object_get(participant, "span"), "text");
    default: /* Wikipedia's ids: ours are Wikidata's, which are not the same */
        return "";
    }
}

static void side_cells(export_sheet *s, json_t *people) {
    for (int column = 0; column < 8; column++) {
        list l = {.n = 0};
        size_t i, k;
        json_t *participant, *sector;
        json_array_foreach(people, i, participant) {
            if (column != 3 && column != 4) {
                add(&l, field(s, participant, column));
                continue;
            }
            json_array_foreach(json_object_get(participant, "sectors"), k, sector) {
                if (column == 4 || (i == 0 && k == 0))
                    add(&l, json_string_value(sector));
            }
        }
        export_cell(s, l.text);
    }
}

static void list_cell(export_sheet *s, json_t *strings) {
    list l = {.n = 0};
    size_t i;
    json_t *x;
    json_array_foreach(strings, i, x) add(&l, json_string_value(x) ? json_string_value(x) : "");
    export_cell(s, l.text);
}

static void names_cell(export_sheet *s, json_t *entities, const char *type, const char *other) {
    list l = {.n = 0};
    size_t i;
    json_t *entity;
    json_array_foreach(entities, i, entity) {
        const char *t = export_string(entity, "type");
        if (strcmp(t, type) == 0 || strcmp(t, other) == 0)
            add(&l, export_string(entity, "name"));
    }
    export_cell(s, l.text);
}

static void quad_cell(export_sheet *s, const char *quad) {
    char words[32];
    size_t n = 0;
    for (; quad[n] && n + 1 < sizeof words; n++)
        words[n] = quad[n] == '-' ? ' ' : (char)toupper((unsigned char)quad[n]);
    words[n] = '\0';
    export_cell(s, words);
}

static void place_cells(export_sheet *s, json_t *place) {
    const char *precision = export_string(place, "precision"), *name = export_string(place, "name");
    bool region = strcmp(precision, "region") == 0, country = strcmp(precision, "country") == 0;
    json_t *geonames = json_object_get(place, "geonames");
    export_cell(s, name);
    export_cell(s, region || country ? NULL : name);
    export_cell(s, NULL);
    export_cell(s, region ? name : export_string(place, "admin1"));
    export_cell(s, export_string(place, "country"));
    export_coordinates(s, place);
    if (json_is_integer(geonames))
        export_print(s, "%" JSON_INTEGER_FORMAT, json_integer_value(geonames));
    else
        export_cell(s, NULL);
    export_cell(s, export_string(json_object_get(place, "span"), "text"));
    export_cell(s, country ? "PCLI" : region ? "ADM1" : *name ? "PPL" : NULL);
}

void export_polecat(export_sheet *s, const export_event *e) {
    export_cell(s, e->id);
    export_print(s, "%04d-%02d-%02d", e->year, e->month, e->day);
    export_cell(s, export_string(e->event, "type"));
    list_cell(s, json_object_get(e->event, "modes"));
    export_print(s, "%g", json_number_value(json_object_get(e->event, "score")));
    quad_cell(s, export_string(e->event, "quad"));
    list_cell(s, json_object_get(e->event, "contexts"));
    side_cells(s, json_object_get(e->event, "actors"));
    side_cells(s, json_object_get(e->event, "recipients"));
    place_cells(s, json_object_get(e->event, "place"));
    export_cell(s, export_string(e->article, "source"));
    export_cell(s, export_string(e->article, "published"));
    names_cell(s, e->entities, "person", "person");
    names_cell(s, e->entities, "organization", "group");
    names_cell(s, e->entities, "place", "country");
    export_cell(s, export_string(e->article, "language"));
    export_cell(s, export_string(e->extractor, "version"));
    export_end(s);
}
