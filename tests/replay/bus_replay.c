/* SPDX-License-Identifier: Apache-2.0 */
/* The bus of the scenarios. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

struct bus {
    int nothing;
};

spot *world_place(const char *topic, int32_t number) {
    world *w = the_world;
    for (size_t i = 0; i < w->place_n; i++)
        if (w->places[i].partition == number && strcmp(w->places[i].topic, topic) == 0)
            return &w->places[i];
    spot *p = &w->places[w->place_n++];
    *p = (spot){.partition = number, .committed = -1, .position = -1};
    snprintf(p->topic, sizeof p->topic, "%s", topic);
    return p;
}

bool bus_open(const config *c, const bus_events *events, config_problem *problem, void *arg, bus **out) {
    static bus only;
    (void)c, (void)problem, (void)arg;
    the_world->events = *events;
    *out = &only;
    return true;
}

int bus_check(const config *c, config_problem *problem, void *arg) {
    (void)c, (void)problem, (void)arg;
    return 0;
}

static enum bus_outcome asked(enum asked call, const char **error) {
    world *w = the_world;
    *error = NULL;
    for (size_t i = 0; i < w->answer_n; i++) {
        answer a = w->answers[i];
        if (a.call != call)
            continue;
        memmove(&w->answers[i], &w->answers[i + 1], (--w->answer_n - i) * sizeof a);
        *error = a.outcome == BUS_AGAIN ? "no answer yet" : "the scenario says so";
        if (a.outcome != BUS_AGAIN)
            w->activity++;
        else
            w->now += 1000; /* the call has waited */
        return a.outcome;
    }
    w->activity++;
    return BUS_DONE;
}

enum bus_outcome bus_start(bus *b, const char **error) {
    (void)b;
    return asked(ASKED_START, error);
}

enum bus_outcome bus_begin(bus *b, const char **error) {
    world *w = the_world;
    (void)b;
    if (w->transaction)
        abort(); /* the daemon may have one at a time */
    enum bus_outcome outcome = asked(ASKED_BEGIN, error);
    w->transaction = outcome == BUS_DONE;
    w->transactions += w->transaction;
    w->offer_n = 0;
    return outcome;
}

enum bus_outcome bus_offer(bus *b, const bus_partition *p, size_t n, const char **error) {
    world *w = the_world;
    (void)b;
    enum bus_outcome outcome = asked(ASKED_OFFER, error);
    if (!w->transaction)
        abort();
    for (size_t i = 0; i < n && outcome == BUS_DONE; i++)
        w->offers[w->offer_n++] =
            (bus_partition){world_place(p[i].topic, p[i].partition)->topic, p[i].partition, p[i].offset, -1};
    return outcome;
}

static void end_transaction(bool committed) {
    world *w = the_world;
    w->transaction = false;
    for (size_t i = 0; i < w->offer_n && committed; i++)
        world_place(w->offers[i].topic, w->offers[i].partition)->committed = w->offers[i].offset;
    for (size_t i = 0; i < w->out_n; i++) {
        w->out[i].aborted = w->out[i].aborted || (w->out[i].open && !committed);
        w->out[i].open = false;
    }
}

enum bus_outcome bus_commit_transaction(bus *b, const char **error) {
    (void)b;
    enum bus_outcome outcome = asked(ASKED_COMMIT, error);
    for (size_t i = 0; i < the_world->out_n; i++)
        if (!the_world->out[i].told)
            abort(); /* what is committed has arrived */
    if (outcome == BUS_DONE)
        end_transaction(true);
    return outcome;
}

enum bus_outcome bus_abort_transaction(bus *b, const char **error) {
    (void)b;
    enum bus_outcome outcome = asked(ASKED_ABORT, error);
    if (outcome != BUS_DONE)
        return outcome;
    if (!the_world->transaction)
        abort();
    end_transaction(false);
    while (world_tell(BUS_FAILED, "purged"))
        continue;
    return outcome;
}

static bool arrive(world *w, pending *p) {
    bus_partition one = {p->topic, p->partition, p->offset, p->stop};
    spot *at = world_place(p->topic, p->partition);
    w->activity++;
    switch (p->kind) {
    case ARRIVAL_RECORD:
        at->position = p->record->offset + 1;
        return w->events.record(w->events.arg, p->record);
    case ARRIVAL_ASSIGN: /* paused stays paused, as librdkafka has it */
        w->events.assigned(w->events.arg, &one, 1);
        break;
    case ARRIVAL_END:
        w->events.ended(w->events.arg, p->topic, p->partition, p->offset);
        break;
    case ARRIVAL_REVOKE:
    case ARRIVAL_LOSE:
        w->events.revoked(w->events.arg, &one, 1, p->kind == ARRIVAL_LOSE);
        at->position = -1;
        break;
    case ARRIVAL_TROUBLE:
        w->events.trouble(w->events.arg, p->trouble, *p->topic ? p->topic : NULL, p->partition, p->text);
        break;
    }
    return true;
}

void bus_poll_deliveries(bus *b) {
    (void)b;
    while (!the_world->deliveries_by_hand && world_tell(BUS_DELIVERED, NULL))
        continue;
}

bool bus_poll(bus *b) {
    world *w = the_world;
    bool more = true;
    bus_poll_deliveries(b);
    while (more && w->inbox_first < w->inbox_n)
        more = arrive(w, &w->inbox[w->inbox_first++]);
    return !more;
}

void bus_wait(bus *b, const int *files, size_t n, int ms) {
    world *w = the_world;
    (void)b, (void)files, (void)n;
    if (w->seen != w->activity)
        w->seen = w->activity; /* something happened: the daemon may have more to do at this instant */
    else if (w->barrier)
        w->now += ms;
    else
        world_step();
}

static char *text_of(bus_bytes b) { return b.p ? strndup(b.p, b.n) : NULL; }

static const char *header_of(const sent *s, const char *name) {
    for (size_t i = 0; i < s->header_count; i++)
        if (strcmp(s->headers[i].name, name) == 0)
            return s->headers[i].value.p;
    return NULL;
}

/* What a scenario calls a message: the event's name, the article's id, id!code for a dead letter, - for no value. */
static char *label_of(const sent *s) {
    char label[256];
    const char *code = header_of(s, "dragoman-error-code");
    json_t *value = s->value ? json_loadb(s->value, s->value_n, 0, NULL) : NULL;
    const char *event = json_string_value(json_object_get(value, "event"));
    const char *id = json_string_value(json_object_get(value, "id"));
    snprintf(label, sizeof label, "%s%s%s", event ? event : id ? id : "-", code ? "!" : "", code ? code : "");
    json_decref(value);
    return strdup(label);
}

enum bus_sent bus_send(bus *b, const bus_message *m, void *tag, const char **error) {
    world *w = the_world;
    (void)b;
    *error = NULL;
    if (w->producer_full)
        return BUS_FULL;
    if (w->producer_most && m->value.n > w->producer_most)
        return BUS_REFUSED_SIZE;
    sent *s = &w->out[w->out_n++];
    *s = (sent){.topic = strdup(m->topic),
                .key = text_of(m->key),
                .value = text_of(m->value),
                .value_n = m->value.n,
                .tag = tag,
                .open = w->transaction};
    s->headers = calloc(m->header_count + 1, sizeof *s->headers);
    s->header_count = m->header_count;
    for (size_t i = 0; i < m->header_count; i++) {
        s->headers[i].name = strdup(m->headers[i].name);
        s->headers[i].value = (bus_bytes){text_of(m->headers[i].value), m->headers[i].value.n};
    }
    s->label = label_of(s);
    w->activity++;
    return BUS_SENT;
}

bool world_tell(enum bus_delivery result, const char *error) {
    world *w = the_world;
    for (size_t i = 0; i < w->out_n; i++)
        if (!w->out[i].told) {
            w->out[i].told = true;
            w->activity++;
            w->events.delivered(w->events.arg, w->out[i].tag, result, error);
            return true;
        }
    return false;
}

bool bus_commit(bus *b, const bus_partition *p, size_t n, bool wait) {
    world *w = the_world;
    (void)b;
    w->commits++;
    w->activity++;
    for (size_t i = 0; i < n && !w->commits_fail; i++)
        world_place(p[i].topic, p[i].partition)->committed = p[i].offset;
    if (!w->commits_silent || wait)
        w->events.committed(w->events.arg, p, n, w->commits_fail ? "the coordinator is away" : NULL);
    return !w->commits_fail || !wait;
}

void bus_pause(bus *b, const bus_partition *p, size_t n, bool pause) {
    (void)b;
    for (size_t i = 0; i < n; i++)
        world_place(p[i].topic, p[i].partition)->paused = pause;
    the_world->activity++;
}

int64_t bus_position(bus *b, const char *topic, int32_t number) {
    (void)b;
    return world_place(topic, number)->position;
}

int64_t bus_end(bus *b, const char *topic, int32_t number) { return bus_position(b, topic, number); }
int64_t bus_stable_end(bus *b, const char *topic, int32_t number) { return bus_position(b, topic, number); }

bool bus_range(bus *b, const char *topic, int32_t number, int64_t *first, int64_t *end) {
    const spot *p = world_place(topic, number);
    (void)b;
    *first = p->first;
    *end = p->end;
    return p->end > 0;
}

const char *bus_go_on(bus *b, const char *topic, int32_t number, int64_t offset) {
    (void)b;
    world_place(topic, number)->position = offset;
    the_world->activity++;
    return NULL;
}

bool bus_close(bus *b, int ms) {
    world *w = the_world;
    (void)ms;
    if (!b)
        return true;
    for (size_t i = 0; i < w->place_n; i++)
        if (w->places[i].position >= 0) {
            bus_partition one = {w->places[i].topic, w->places[i].partition, -1, -1};
            w->events.revoked(w->events.arg, &one, 1, false);
        }
    while (world_tell(BUS_FAILED, "given up"))
        continue;
    return true;
}

void bus_record_free(bus_record *record) {
    if (!record)
        return;
    for (size_t i = 0; i < record->header_count; i++) {
        free((char *)(uintptr_t)record->headers[i].name);
        free((char *)(uintptr_t)record->headers[i].value.p);
    }
    free((bus_header *)(uintptr_t)record->headers);
    free((char *)(uintptr_t)record->topic);
    free((char *)(uintptr_t)record->key.p);
    free((char *)(uintptr_t)record->value.p);
    free(record);
}
