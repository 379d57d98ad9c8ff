/* SPDX-License-Identifier: Apache-2.0 */
#include "recent.h"

#include "clock.h"

enum { APART_MS = 200 };

static bool due(recent_list *list) {
    int64_t now = clock_ms();
    if (list->last && now - list->last < APART_MS)
        return false;
    list->last = now;
    return true;
}

static void keep(recent_list *list, json_t *item) {
    if (!item)
        return;
    json_decref(list->items[list->next]);
    list->items[list->next] = item;
    list->next = (list->next + 1) % RECENT_KEPT;
}

void recent_events(recent *r, const work_result *result) {
    if (!result->events || !result->n || !due(&r->events))
        return;
    const bus_bytes *value = &result->messages[0].value; /* events come before the extraction */
    keep(&r->events, json_loadb(value->p, value->n, 0, NULL));
}

void recent_dead(recent *r, const log_place *place, const char *what) {
    if (due(&r->dead))
        keep(&r->dead,
             json_pack("{s:s?, s:s, s:s, s:s, s:i, s:I}", "article", place->article, "code", place->code, "what", what,
                       "topic", place->topic, "partition", (int)place->partition, "offset", (json_int_t)place->offset));
}

json_t *recent_json(const recent_list *list) {
    json_t *out = json_array();
    for (size_t i = 1; out && i <= RECENT_KEPT; i++) {
        json_t *item = list->items[(list->next + RECENT_KEPT - i) % RECENT_KEPT];
        if (item)
            json_array_append(out, item);
    }
    return out;
}

void recent_free(recent *r) {
    for (size_t i = 0; i < RECENT_KEPT; i++) {
        json_decref(r->events.items[i]);
        json_decref(r->dead.items[i]);
    }
}
