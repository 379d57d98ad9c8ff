/* SPDX-License-Identifier: Apache-2.0 */
/* Extractions for people and spreadsheets. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define WIDTH 96

static const char *str(json_t *o, const char *key) {
    const char *s = json_string_value(json_object_get(o, key));
    return s ? s : "";
}

/* "a; b; c" of a list of strings, or of the `key` of a list of objects. */
static void join(char *out, size_t cap, json_t *list, const char *key, const char *between) {
    size_t i, n = 0;
    json_t *x;
    out[0] = '\0';
    json_array_foreach (list, i, x) {
        const char *s = key ? str(x, key) : json_string_value(x);
        int w = snprintf(out + n, cap - n, "%s%s", i ? between : "", s ? s : "");
        if (w < 0 || (size_t)w >= cap - n)
            return;
        n += (size_t)w;
    }
}

/* "Kaja Kallas (EU IGO;GOV)" */
static void people(char *out, size_t cap, json_t *list) {
    size_t i, n = 0;
    json_t *x;
    snprintf(out, cap, "%s", "-");
    json_array_foreach (list, i, x) {
        char sectors[128];
        join(sectors, sizeof sectors, json_object_get(x, "sectors"), NULL, ",");
        int w = snprintf(out + n, cap - n, "%s%s (%s%s%s)", i ? "; " : "", str(x, "name"), str(x, "code")[0] ? str(x, "code") : "?",
                         sectors[0] ? " " : "", sectors);
        if (w < 0 || (size_t)w >= cap - n)
            return;
        n += (size_t)w;
    }
}

static void print_wrapped(FILE *out, const char *text, const char *indent) {
    size_t column = 0;
    fputs(indent, out);
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, " \n\r\t");
        if (column && column + n + 1 > WIDTH) {
            fprintf(out, "\n%s", indent);
            column = 0;
        }
        column += (size_t)fprintf(out, "%s%.*s", column ? " " : "", (int)n, p);
        p += n;
        p += strspn(p, " \n\r\t");
    }
    fputc('\n', out);
}

static void print_event(FILE *out, json_t *e, bool colour) {
    const char *bold = colour ? "\033[1m" : "", *dim = colour ? "\033[2m" : "", *plain = colour ? "\033[0m" : "";
    char modes[256], who[1024], whom[1024];
    join(modes, sizeof modes, json_object_get(e, "modes"), NULL, ", ");
    people(who, sizeof who, json_object_get(e, "actors"));
    people(whom, sizeof whom, json_object_get(e, "recipients"));
    json_t *date = json_object_get(e, "date"), *place = json_object_get(e, "place");
    fprintf(out, "\n  %s%s%s%s%s  %s  %s%s%s  [%s, %.2f]\n", bold, str(e, "type"), modes[0] ? " " : "", modes, plain,
            str(date, "start")[0] ? str(date, "start") : "no date", str(place, "name")[0] ? "in " : "", str(place, "name"), "",
            str(e, "status"), json_number_value(json_object_get(e, "confidence")));
    fprintf(out, "    %s  ->  %s\n", who, whom);
    json_t *said = json_object_get(e, "attribution");
    if (json_is_object(said))
        fprintf(out, "    says %s\n", str(said, "name")[0] ? str(said, "name") : "somebody");
    fprintf(out, "    %s\"%s\"%s in\n", dim, str(json_object_get(e, "trigger"), "text"), plain);
    print_wrapped(out, str(json_object_get(e, "sentence"), "text"), "      ");
}

bool cli_print_pretty(FILE *out, dgm_text extraction, bool colour) {
    json_t *root = json_loadb(extraction.p, extraction.n, 0, NULL), *article = json_object_get(root, "article"), *e;
    json_t *events = json_object_get(root, "events");
    size_t i;
    if (!root)
        return false;
    fprintf(out, "%s%s%s\n", colour ? "\033[1m" : "",
            str(json_object_get(article, "headline"), "text")[0] ? str(json_object_get(article, "headline"), "text") : "(no headline)",
            colour ? "\033[0m" : "");
    fprintf(out, "  %s  %s%s%s  id %s, %zu event%s\n", str(article, "published")[0] ? str(article, "published") : "no date", str(article, "source"),
            str(article, "agency")[0] ? " / " : "", str(article, "agency"), str(article, "id"), json_array_size(events),
            json_array_size(events) == 1 ? "" : "s");
    json_array_foreach (events, i, e)
        print_event(out, e, colour);
    fputc('\n', out);
    json_decref(root);
    return !ferror(out);
}

bool cli_print_table(FILE *out, dgm_text extraction, bool first) {
    json_t *root = json_loadb(extraction.p, extraction.n, 0, NULL), *e;
    size_t i;
    if (!root)
        return false;
    if (first)
        fprintf(out, "%-10s  %-9s  %-12s  %-28s  %-28s  %s\n", "date", "type", "status", "actors", "recipients", "trigger");
    json_array_foreach (json_object_get(root, "events"), i, e) {
        char who[256], whom[256];
        join(who, sizeof who, json_object_get(e, "actors"), "name", "; ");
        join(whom, sizeof whom, json_object_get(e, "recipients"), "name", "; ");
        fprintf(out, "%-10s  %-9s  %-12s  %-28.60s  %-28.60s  %s\n", str(json_object_get(e, "date"), "start"), str(e, "type"), str(e, "status"),
                who, whom, str(json_object_get(e, "trigger"), "text"));
    }
    json_decref(root);
    return !ferror(out);
}

/* RFC 4180; a cell that a spreadsheet would take for a formula gets an apostrophe in front. */
static void cell(FILE *out, const char *s, bool last) {
    bool formula = *s && strchr("=+-@\t\r", *s);
    if (formula || strpbrk(s, ",\"\r\n")) {
        fputc('"', out);
        if (formula)
            fputc('\'', out);
        for (; *s; s++) {
            if (*s == '"')
                fputc('"', out);
            fputc(*s, out);
        }
        fputc('"', out);
    } else {
        fputs(s, out);
    }
    fputs(last ? "\r\n" : ",", out);
}

static void number_cell(FILE *out, json_t *v) {
    char text[64] = "";
    if (json_is_integer(v))
        snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    else if (json_is_real(v))
        snprintf(text, sizeof text, "%.4f", json_real_value(v));
    fprintf(out, "%s,", text); /* a negative number is a number, no formula */
}

static void list_cell(FILE *out, json_t *list, const char *key) {
    char text[8192];
    join(text, sizeof text, list, key, ";");
    cell(out, text, false);
}

static void csv_row(FILE *out, json_t *article, json_t *e) {
    json_t *date = json_object_get(e, "date"), *place = json_object_get(e, "place"), *m = json_object_get(e, "magnitude");
    cell(out, str(article, "id"), false);
    cell(out, str(e, "id"), false);
    cell(out, str(e, "key"), false);
    cell(out, str(e, "type"), false);
    list_cell(out, json_object_get(e, "modes"), NULL);
    list_cell(out, json_object_get(e, "contexts"), NULL);
    cell(out, str(e, "cameo"), false);
    number_cell(out, json_object_get(e, "goldstein"));
    cell(out, str(e, "quad"), false);
    cell(out, str(e, "status"), false);
    list_cell(out, json_object_get(e, "actors"), "name");
    list_cell(out, json_object_get(e, "actors"), "code");
    list_cell(out, json_object_get(e, "recipients"), "name");
    list_cell(out, json_object_get(e, "recipients"), "code");
    cell(out, str(date, "start"), false);
    cell(out, str(date, "end"), false);
    cell(out, str(place, "name"), false);
    cell(out, str(place, "country"), false);
    number_cell(out, json_object_get(place, "lat"));
    number_cell(out, json_object_get(place, "lon"));
    number_cell(out, json_object_get(m, "killed"));
    number_cell(out, json_object_get(m, "wounded"));
    cell(out, str(json_object_get(e, "trigger"), "text"), false);
    cell(out, str(json_object_get(e, "sentence"), "text"), false);
    number_cell(out, json_object_get(e, "confidence"));
    cell(out, str(article, "published"), false);
    cell(out, str(article, "source"), false);
    cell(out, str(article, "url"), true);
}

bool cli_print_csv(FILE *out, dgm_text extraction, bool first) {
    json_t *root = json_loadb(extraction.p, extraction.n, 0, NULL), *e;
    size_t i;
    if (!root)
        return false;
    if (first)
        fputs("article_id,event_id,key,type,modes,contexts,cameo,goldstein,quad,status,actors,actor_codes,recipients,recipient_codes,"
              "date_start,date_end,place,place_country,lat,lon,killed,wounded,trigger,sentence,confidence,published,source,url\r\n",
              out);
    json_array_foreach (json_object_get(root, "events"), i, e)
        csv_row(out, json_object_get(root, "article"), e);
    json_decref(root);
    return !ferror(out);
}
