/* SPDX-License-Identifier: Apache-2.0 */
/* Records as a few lines for a person. */
#include <string.h>

#include "demo.h"

static const char *text(const json_t *object, const char *name) {
    const char *s = json_string_value(json_object_get(object, name));
    return s ? s : "";
}

/* "Kaja Kallas (EU), John Healey (GBR)" */
static void side(const json_t *actors, FILE *out) {
    size_t i = 0;
    json_t *a = NULL;
    json_array_foreach(actors, i, a) {
        const char *code = text(a, "code"), *name = text(a, "name");
        fprintf(out, "%s%s", i ? ", " : "", *name ? name : "?");
        if (*code)
            fprintf(out, " (%s)", code);
    }
    if (json_array_size(actors) == 0)
        fputs("–", out);
}

static void list(const json_t *words, const char *before, FILE *out) {
    size_t i = 0;
    json_t *w = NULL;
    json_array_foreach(words, i, w) fprintf(out, "%s%s", i ? ", " : before, json_string_value(w));
}

void show_event(const json_t *e, FILE *out) {
    const json_t *date = json_object_get(e, "date"), *place = json_object_get(e, "place");
    fprintf(out, "  %-10s %s", *text(date, "start") ? text(date, "start") : "no date", text(e, "type"));
    list(json_object_get(e, "modes"), " ", out);
    if (strcmp(text(e, "status"), "happened") != 0)
        fprintf(out, " [%s]", text(e, "status"));
    fputs("   ", out);
    side(json_object_get(e, "actors"), out);
    fputs("  →  ", out);
    side(json_object_get(e, "recipients"), out);
    if (*text(place, "name"))
        fprintf(out, "   in %s%s%s", text(place, "name"), *text(place, "country") ? ", " : "", text(place, "country"));
    fprintf(out, "   (%.2f)\n", json_number_value(json_object_get(e, "confidence")));
    const char *sentence = text(json_object_get(e, "sentence"), "text");
    fprintf(out, "             “%s”\n", sentence);
}

void show_extraction(const json_t *x, FILE *out) {
    const json_t *a = json_object_get(x, "article");
    const char *headline = text(json_object_get(a, "headline"), "text"), *source = text(a, "source"),
               *agency = text(a, "agency");
    fprintf(out, "\n== %s", *headline ? headline : "(no headline)");
    if (*source || *agency)
        fprintf(out, " — %s", *source ? source : agency);
    fprintf(out, "%s%s\n   article %s: %zu events, %zu entities, %zu quotes\n", *text(a, "published") ? ", " : "",
            text(a, "published"), text(a, "id"), json_array_size(json_object_get(x, "events")),
            json_array_size(json_object_get(x, "entities")), json_array_size(json_object_get(x, "quotes")));
}

void show_dead_letter(const char *key, size_t key_n, const char *code, const char *why, FILE *out) {
    fprintf(out, "\n== dead letter: %.*s\n   %s: %s\n", (int)key_n, key ? key : "", code, why);
}
