/* SPDX-License-Identifier: Apache-2.0 */
/* GDELT 2.0 events: 61 columns, no header, nothing quoted (codebook 2.0 of 2015; the samples in its rows of 1 July 2017). */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "export.h"

#define NAME_MOST 256

/* Upper case, as GDELT writes names; a longer name is cut at a character. */
static void upper_cell(export_sheet *s, const char *name) {
    char out[NAME_MOST + 8];
    size_t n = 0, left = strlen(name);
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)name;
    utf8proc_int32_t c;
    while (left && n < NAME_MOST) {
        utf8proc_ssize_t step = utf8proc_iterate(p, (utf8proc_ssize_t)left, &c);
        if (step <= 0)
            break;
        n += (size_t)utf8proc_encode_char(utf8proc_toupper(c), (utf8proc_uint8_t *)out + n);
        p += step;
        left -= (size_t)step;
    }
    out[n] = '\0';
    export_cell(s, out);
}

/* Up to three role codes of CAMEO; `IGO` and `NGO` stand in a group's own code. Returns how many. */
static int roles_of(const export_sheet *s, json_t *participant, const char *roles[3]) {
    int n = 0;
    size_t i;
    json_t *sector;
    json_array_foreach(json_object_get(participant, "sectors"), i, sector) {
        const char *role = export_lookup(s, "sectors", json_string_value(sector), "cameo");
        bool known = !*role || n == 3;
        for (int k = 0; k < n; k++)
            known = known || strcmp(roles[k], role) == 0;
        if (!known)
            roles[n++] = role;
    }
    return n;
}

/* Code, name, country, known group, ethnic and two religious codes (ours has none), three types. */
static void actor_cells(export_sheet *s, json_t *participant) {
    const char *roles[3] = {"", "", ""}, *code = export_code(participant), *country, *group;
    char whole[32];
    if (!participant) {
        export_missing(s, 10);
        return;
    }
    country = export_lookup(s, "states", code, "cameo");
    group = export_lookup(s, "groups", code, "actor");
    int n = *group ? 0 : roles_of(s, participant, roles);
    snprintf(whole, sizeof whole, "%s%s%s%s", *group ? group : country, roles[0], roles[1], roles[2]);
    if (*code && !*country && !*group && n == 0)
        snprintf(whole, sizeof whole, "IGO");
    export_cell(s, whole);
    upper_cell(s, export_string(participant, "name"));
    export_cell(s, country);
    export_cell(s, export_lookup(s, "groups", code, "known"));
    export_missing(s, 3);
    if (*group)
        roles[0] = strncmp(group, "NGO", 3) == 0 ? "NGO" : "IGO";
    for (int i = 0; i < 3; i++)
        export_cell(s, roles[i]);
}

/* The country's FIPS code, and the region's behind it where GeoNames' codes are checked to be GDELT's (codes/adm1_countries.txt). */
static void admin_cell(export_sheet *s, const char *fips, const char *country, const char *region) {
    char place[256];
    snprintf(place, sizeof place, "%.8s %.240s", country, region);
    if (*fips)
        export_print(s, "%s%s", fips, *region ? export_lookup(s, "adm1", place, "code") : "");
    else
        export_cell(s, NULL);
}

static int place_type(json_t *place, const char *fips) {
    const char *precision = export_string(place, "precision");
    bool us = strcmp(fips, "US") == 0;
    if (!export_located(place))
        return 0; /* without coordinates there is no place: never 0,0 */
    if (strcmp(precision, "country") == 0)
        return 1;
    return strcmp(precision, "region") == 0 ? (us ? 2 : 5) : (us ? 3 : 4);
}

static void full_name(export_sheet *s, json_t *place, int type) {
    const char *country = export_lookup(s, "states", export_string(place, "country"), "name");
    const char *name = export_string(place, "name"), *admin1 = export_string(place, "admin1");
    bool city = type == 3 || type == 4;
    char whole[512];
    if (type == 1)
        snprintf(whole, sizeof whole, "%.250s", *country ? country : name);
    else
        snprintf(whole, sizeof whole, "%.160s%s%.160s%s%.160s", name, city && *admin1 ? ", " : "", city ? admin1 : "",
                 *country ? ", " : "", country);
    export_cell(s, whole);
}

static void place_cells(export_sheet *s, json_t *place) {
    const char *country = export_string(place, "country"), *fips = export_lookup(s, "states", country, "fips");
    int type = json_is_object(place) ? place_type(place, fips) : 0;
    export_print(s, "%d", type);
    if (type == 0) {
        export_missing(s, 7);
        return;
    }
    full_name(s, place, type);
    export_cell(s, fips);
    admin_cell(s, fips, country, type == 1 ? "" : export_string(place, "admin1"));
    export_cell(s, NULL); /* ADM2: GAUL's numbers, which GeoNames does not have */
    export_coordinates(s, place);
    export_cell(s, type == 1 ? fips : NULL); /* GNS's and GNIS's numbers, which are not GeoNames' */
}

/* UTC, to the second: when the article came out, else midnight of that day, else of the event's; never empty. */
static void added_cell(export_sheet *s, const export_event *e) {
    static const struct {
        size_t at;
        int digits;
    } parts[] = {{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}, {17, 2}};
    const char *published = export_string(e->article, "published_at");
    int values[6] = {e->year, e->month, e->day, 0, 0, 0};
    if (!*published)
        published = export_string(e->article, "published");
    for (size_t i = 0; i < 6 && export_digits(published, parts[i].at, parts[i].digits) >= 0; i++)
        values[i] = export_digits(published, parts[i].at, parts[i].digits);
    export_print(s, "%04d%02d%02d%02d%02d%02d", values[0], values[1], values[2], values[3], values[4], values[5]);
}

static void action_cells(export_sheet *s, const export_event *e, const char *cameo) {
    char root[3] = "", base[4] = "";
    memcpy(root, cameo, strnlen(cameo, 2));
    memcpy(base, cameo, strnlen(cameo, 3));
    const char *quad = export_lookup(s, "quads", root, "gdelt");
    export_print(s, "%d", json_integer_value(json_object_get(e->event, "index")) == 0);
    export_cell(s, cameo);
    export_cell(s, base);
    export_cell(s, root);
    export_cell(s, *quad ? quad : "1");
    export_print(s, "%.1f",
                 strtod(export_lookup(s, "goldstein", cameo, "gdelt"), NULL)); /* 0.0 for a code of no list */
    size_t tellings = json_array_size(json_object_get(e->event, "mentions"));
    export_print(s, "%zu", tellings ? tellings : 1);
    export_cell(s, "1");
    export_cell(s, "1");
    export_cell(s, "0"); /* tone: we measure none */
}

static void row(export_sheet *s, const export_event *e, json_t *from, json_t *to, const char *cameo, unsigned ordinal) {
    const char *url = export_string(e->article, "url"), *article = export_string(e->article, "id");
    export_print(s, "%lld", export_number(e->id, ordinal));
    export_print(s, "%04d%02d%02d", e->year, e->month, e->day);
    export_print(s, "%04d%02d", e->year, e->month);
    export_print(s, "%04d", e->year);
    export_print(s, "%.4f", e->year + ((e->month - 1) * 30 + e->day) / 365.0);
    actor_cells(s, from);
    actor_cells(s, to);
    action_cells(s, e, cameo);
    place_cells(s, NULL);
    place_cells(s, NULL);
    place_cells(s, json_object_get(e->event, "place"));
    added_cell(s, e);
    if (*export_trim(url))
        export_cell(s, url);
    else
        export_print(s, "dragoman:%lld", export_number(article, 0));
    export_end(s);
}

void export_gdelt(export_sheet *s, const export_event *e) { export_dyads(s, e, row); }
