/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An article's events and its extraction come from different topics, in any order. A person reads them together: they are
 * gathered by the article's id and shown when all are there.
 *   {"article id": {"extraction": {…}, "events": {"event id": {…}}}}
 */
#include "gather.h"

static json_t *entry(gather *g, const char *id) {
    json_t *found = json_object_get(g->open, id);
    if (!found) {
        found = json_pack("{s:{}}", "events");
        json_object_set_new(g->open, id, found);
    }
    return found;
}

static void show_all(gather *g, const char *id, json_t *one) {
    const char *key = NULL;
    json_t *event = NULL, *extraction = json_object_get(one, "extraction"), *events = json_object_get(one, "events");
    if (extraction)
        show_extraction(extraction, g->out);
    else
        fprintf(g->out, "\n== article %s\n", id);
    for (size_t i = 0; i < json_object_size(events) + 1; i++) /* in the order of the text */
        json_object_foreach(events, key, event) if ((size_t)json_integer_value(json_object_get(event, "index")) == i)
            show_event(event, g->out);
    fflush(g->out);
}

static void show_if_whole(gather *g, const char *id, json_t *one) {
    const json_t *extraction = json_object_get(one, "extraction");
    if (!extraction ||
        json_object_size(json_object_get(one, "events")) < json_array_size(json_object_get(extraction, "events")))
        return;
    show_all(g, id, one);
    json_object_del(g->open, id);
}

void gather_event(gather *g, json_t *event) {
    const char *id = json_string_value(json_object_get(json_object_get(event, "article"), "id"));
    const char *own = json_string_value(json_object_get(event, "id"));
    json_t *one = entry(g, id ? id : "");
    json_object_set(json_object_get(one, "events"), own ? own : "", event);
    show_if_whole(g, id ? id : "", one);
}

void gather_extraction(gather *g, json_t *extraction) {
    const char *id = json_string_value(json_object_get(json_object_get(extraction, "article"), "id"));
    json_t *one = entry(g, id ? id : "");
    json_object_set(one, "extraction", extraction);
    show_if_whole(g, id ? id : "", one);
}

void gather_end(gather *g) {
    const char *id = NULL;
    json_t *one = NULL;
    json_object_foreach(g->open, id, one) show_all(g, id, one);
    json_decref(g->open);
    g->open = NULL;
}
