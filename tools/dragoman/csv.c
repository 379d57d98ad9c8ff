/* SPDX-License-Identifier: Apache-2.0 */
/* One event a row, RFC 4180, for spreadsheets. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "render.h"

/* Column, the object that it is read from, the key in it, and, of a list of objects, the key in each. */
typedef enum source { ARTICLE, EVENT, DATE, PLACE, MAGNITUDE, TRIGGER, SENTENCE, SAID, SOURCES } source;
static const struct column {
    const char *name;
    source from;
    const char *key, *each;
} columns[] = {
    {"article_id", ARTICLE, "id", NULL},
    {"event_id", EVENT, "id", NULL},
    {"key", EVENT, "key", NULL},
    {"type", EVENT, "type", NULL},
    {"modes", EVENT, "modes", NULL},
    {"contexts", EVENT, "contexts", NULL},
    {"cameo", EVENT, "cameo", NULL},
    {"goldstein", EVENT, "goldstein", NULL},
    {"quad", EVENT, "quad", NULL},
    {"score", EVENT, "score", NULL},
    {"status", EVENT, "status", NULL},
    {"actors", EVENT, "actors", "name"},
    {"actor_codes", EVENT, "actors", "code"},
    {"recipients", EVENT, "recipients", "name"},
    {"recipient_codes", EVENT, "recipients", "code"},
    {"date_start", DATE, "start", NULL},
    {"date_end", DATE, "end", NULL},
    {"date_precision", DATE, "precision", NULL},
    {"place", PLACE, "name", NULL},
    {"place_country", PLACE, "country", NULL},
    {"lat", PLACE, "lat", NULL},
    {"lon", PLACE, "lon", NULL},
    {"killed", MAGNITUDE, "killed", NULL},
    {"wounded", MAGNITUDE, "wounded", NULL},
    {"trigger", TRIGGER, "text", NULL},
    {"sentence", SENTENCE, "text", NULL},
    {"attribution", SAID, "name", NULL},
    {"confidence", EVENT, "confidence", NULL},
    {"published", ARTICLE, "published", NULL},
    {"source", ARTICLE, "source", NULL},
    {"url", ARTICLE, "url", NULL},
};
#define COLUMNS (sizeof columns / sizeof columns[0])

void render_csv_head(FILE *out) {
    for (size_t i = 0; i < COLUMNS; i++)
        fprintf(out, "%s%s", i ? "," : "", columns[i].name);
    fputs("\r\n", out);
}

/* A cell that a spreadsheet would take for a formula gets an apostrophe in front; white space before it does not hide it. */
static bool formula(const char *s) {
    s += strspn(s, " \t\r\n\v\f");
    return *s && strchr("=+-@", *s);
}

static void print_text(FILE *out, const char *s) {
    bool apostrophe = formula(s);
    if (!apostrophe && !strpbrk(s, ",\"\r\n")) {
        fputs(s, out);
        return;
    }
    fputs(apostrophe ? "\"'" : "\"", out);
    for (; *s; s++) {
        if (*s == '"')
            fputc('"', out);
        fputc(*s, out);
    }
    fputc('"', out);
}

/* "a;b;c"; what is not known keeps its place, so that names and codes stay side by side. */
static bool print_list(FILE *out, json_t *list, const char *each) {
    char *text = NULL;
    size_t n = 0, i;
    FILE *f = open_memstream(&text, &n);
    json_t *x;
    if (!f)
        return false;
    json_array_foreach(list, i, x) {
        const char *s = json_string_value(each ? json_object_get(x, each) : x);
        fprintf(f, "%s%s", i ? ";" : "", s ? s : "");
    }
    bool ok = fclose(f) == 0;
    if (ok)
        print_text(out, text);
    free(text);
    return ok;
}

static bool print_cell(FILE *out, json_t *v, const char *each) {
    char number[64];
    if (json_is_array(v))
        return print_list(out, v, each);
    if (json_is_string(v)) {
        print_text(out, json_string_value(v));
    } else if (json_is_integer(v)) {
        fprintf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    } else if (json_is_real(v)) { /* "-0.1257", "2.5": a negative number is no formula */
        int n = snprintf(number, sizeof number, "%.4f", json_real_value(v));
        while (n > 2 && number[n - 1] == '0' && number[n - 2] != '.')
            n--;
        fprintf(out, "%.*s", n, number);
    }
    return true;
}

static bool print_row(FILE *out, json_t *article, json_t *event) {
    bool ok = true;
    json_t *const from[SOURCES] = {
        [ARTICLE] = article,
        [EVENT] = event,
        [DATE] = json_object_get(event, "date"),
        [PLACE] = json_object_get(event, "place"),
        [MAGNITUDE] = json_object_get(event, "magnitude"),
        [TRIGGER] = json_object_get(event, "trigger"),
        [SENTENCE] = json_object_get(event, "sentence"),
        [SAID] = json_object_get(event, "attribution"),
    };
    for (size_t i = 0; i < COLUMNS; i++) {
        if (i)
            fputc(',', out);
        ok = print_cell(out, json_object_get(from[columns[i].from], columns[i].key), columns[i].each) && ok;
    }
    fputs("\r\n", out);
    return ok;
}

bool render_csv(FILE *out, dgm_text extraction) {
    json_t *root = json_loadb(extraction.p, extraction.n, 0, NULL), *event;
    bool ok = root != NULL;
    size_t i;
    json_array_foreach(json_object_get(root, "events"), i, event) ok =
        print_row(out, json_object_get(root, "article"), event) && ok;
    json_decref(root);
    return ok && !ferror(out);
}
