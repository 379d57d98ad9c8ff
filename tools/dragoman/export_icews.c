/* SPDX-License-Identifier: Apache-2.0 */
/* ICEWS's yearly files: 20 columns with a header; a meeting is a row for each direction. */
#include <stdlib.h>
#include <string.h>

#include "export.h"

void export_icews_head(export_sheet *s) {
    static const char *const names[] = {"Event ID",        "Event Date",     "Source Name",    "Source Sectors",
                                        "Source Country",  "Event Text",     "CAMEO Code",     "Intensity",
                                        "Target Name",     "Target Sectors", "Target Country", "Story ID",
                                        "Sentence Number", "Publisher",      "City",           "District",
                                        "Province",        "Country",        "Latitude",       "Longitude"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        export_cell(s, names[i]);
    export_end(s);
}

static void participant_cells(export_sheet *s, json_t *participant) {
    char words[512] = "";
    size_t i, n = 0;
    json_t *sector;
    json_array_foreach(json_object_get(participant, "sectors"), i, sector) {
        const char *word = export_lookup(s, "sectors", json_string_value(sector), "icews");
        if (*word && !strstr(words, word) && n + strlen(word) + 2 < sizeof words)
            n += (size_t)snprintf(words + n, sizeof words - n, "%s%s", n ? "," : "", word);
    }
    export_cell(s, export_string(participant, "name"));
    export_cell(s, words);
    export_cell(s, export_lookup(s, "states", export_code(participant), "name"));
}

static void place_cells(export_sheet *s, json_t *place) {
    const char *precision = export_string(place, "precision"), *name = export_string(place, "name");
    bool region = strcmp(precision, "region") == 0, country = strcmp(precision, "country") == 0;
    export_cell(s, region || country ? NULL : name);
    export_cell(s, NULL);
    export_cell(s, region ? name : export_string(place, "admin1"));
    export_cell(s, export_lookup(s, "states", export_string(place, "country"), "name"));
    export_coordinates(s, place);
}

static void row(export_sheet *s, const export_event *e, json_t *from, json_t *to, const char *cameo, unsigned ordinal) {
    export_print(s, "%lld", export_number(e->id, ordinal));
    export_print(s, "%04d-%02d-%02d", e->year, e->month, e->day);
    participant_cells(s, from);
    export_cell(s, export_lookup(s, "cameo", cameo, "label"));
    export_cell(s, cameo);
    export_print(s, "%g", strtod(export_lookup(s, "goldstein", cameo, "icews"), NULL));
    participant_cells(s, to);
    export_print(s, "%lld", export_number(export_string(e->article, "id"), 0));
    export_cell(s, NULL); /* the number of the sentence is not in a record */
    export_cell(s, export_string(e->article, "source"));
    place_cells(s, json_object_get(e->event, "place"));
    export_end(s);
}

void export_icews(export_sheet *s, const export_event *e) { export_dyads(s, e, row); }
