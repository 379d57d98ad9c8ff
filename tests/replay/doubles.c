/* SPDX-License-Identifier: Apache-2.0 */
/* Clock, signals, systemd, log and workers of the scenarios. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "http.h"
#include "notify.h"
#include "signals.h"
#include "world.h"

int64_t clock_ms(void) { return the_world->now; }
int64_t clock_us(void) { return the_world->now * 1000; }
int64_t clock_wall(void) { return the_world->now / 1000; }

/* Nothing is shown: a scenario must not open a port. */
http *http_start(const char *listen, board *b, char *why, size_t cap) {
    (void)listen, (void)b;
    snprintf(why, cap, "not in a scenario");
    return NULL;
}
const char *http_address(const http *h) { return h ? "" : NULL; }
void http_stop(http *h) { (void)h; }

int signals_open(void) { return 0; }
int signals_next(int signals) {
    int s = the_world->signal;
    (void)signals;
    the_world->signal = 0;
    return s;
}

static void note(const char *text) {
    size_t n = strlen(the_world->notified);
    if (n + strlen(text) + 2 < sizeof the_world->notified)
        snprintf(the_world->notified + n, sizeof the_world->notified - n, "%s ", text);
}

int64_t notify_watchdog_ms(void) { return 3000; }
void notify_ready(void) { note("READY"); }
void notify_reloading(void) { note("RELOADING"); }
void notify_stopping(void) { note("STOPPING"); }
void notify_alive(void) { note("ALIVE"); }
void notify_healthy(void) { note("HEALTHY"); }
void notify_extend(int64_t ms) {
    (void)ms;
    note("EXTEND");
}
void notify_status(const char *text) { snprintf(the_world->status, sizeof the_world->status, "%s", text); }

void log_open(logger *l) { l->level = LEVEL_DEBUG; }
void log_write(logger *l, enum log_kind kind, const log_place *where, const char *file, int line, const char *format,
               ...) {
    va_list args;
    (void)l, (void)where, (void)file, (void)line;
    va_start(args, format);
    vsnprintf(the_world->last_log, sizeof the_world->last_log, format, args);
    va_end(args);
    the_world->logged[kind]++;
}

/* ---- workers: an article is read when the scenario says so, or at once ------------------------------------------------- */

struct workers {
    int nothing;
};

static bool renew(work_plan *plan) {
    world *w = the_world;
    dgm_error e = {0};
    work_reader_free(w->reader);
    work_plan_unref(w->plan);
    w->plan = work_plan_ref(plan);
    return work_reader_new(work_plan_model(plan), work_plan_settings(plan), &w->reader, &e) == DGM_OK;
}

bool workers_start(size_t threads, size_t capacity, work_plan *plan, inflight *state, workers **out, dgm_error *e) {
    static workers only;
    (void)threads, (void)capacity, (void)e;
    *out = &only;
    the_world->state = state;
    return renew(plan);
}

void workers_exchange(workers *w, work_plan *plan) {
    (void)w;
    renew(plan);
}

static size_t free_row(void) {
    size_t row = 0;
    for (size_t i = 0; i + 1 < the_world->held_n; i++)
        if (the_world->held[i].row == row) {
            row++;
            i = (size_t)-1; /* from the first again */
        }
    return row;
}

bool workers_give(workers *w, slot *s) {
    (void)w;
    s->at_worker = true;
    held *h = &the_world->held[the_world->held_n++];
    *h = (held){s, the_world->now, free_row(), false};
    inflight_begin(the_world->state, h->row, s->record, s->accused);
    the_world->activity++;
    return true;
}

static void finish(held *h, bool cancelled) {
    if (!atomic_load(&h->slot->dropped)) {
        if (cancelled)
            work_cancel(the_world->reader);
        if (h->slot->record->value.p)
            work_article(the_world->reader, h->slot->record, &h->slot->result);
        else
            work_tombstone(work_plan_settings(the_world->plan), h->slot->record, &h->slot->result);
    }
    if (work_starved(&h->slot->result))
        inflight_freeze(the_world->state);
    inflight_end(the_world->state, h->row);
    h->done = true;
    the_world->activity++;
}

bool world_finish(const char *id) {
    bool found = false;
    char mark[128];
    snprintf(mark, sizeof mark, "\"id\":\"%s\"", id ? id : "");
    for (size_t i = 0; i < the_world->held_n; i++) {
        held *h = &the_world->held[i];
        const bus_bytes *value = &h->slot->record->value;
        if (h->done || (id && (!value->p || !strstr(value->p, mark))))
            continue;
        finish(h, false);
        found = true;
    }
    return found;
}

slot *workers_take_back(workers *w) {
    world *all = the_world;
    (void)w;
    for (size_t i = 0; i < all->held_n; i++) {
        held *h = &all->held[i];
        if (!h->done && (!all->workers_by_hand || (atomic_load(&h->slot->dropped) && !all->deaf)))
            finish(h, false);
        if (!h->done)
            continue;
        slot *s = h->slot;
        memmove(h, h + 1, (--all->held_n - i) * sizeof *h);
        s->at_worker = false;
        return s;
    }
    return NULL;
}

int workers_file(const workers *w) {
    (void)w;
    return -1;
}

int64_t workers_check(workers *w, int64_t now, int64_t limit) {
    int64_t longest = 0;
    (void)w;
    for (size_t i = 0; i < the_world->held_n; i++) {
        held *h = &the_world->held[i];
        int64_t age = h->done ? 0 : now - h->since;
        longest = age > longest ? age : longest;
        if (age > limit && !the_world->deaf)
            finish(h, true);
    }
    return longest;
}

bool workers_stop(workers *w, int64_t until) {
    (void)w, (void)until;
    if (!the_world->deaf)
        world_finish(NULL);
    return !the_world->deaf;
}

void workers_free(workers *w) {
    (void)w;
    work_reader_free(the_world->reader);
    work_plan_unref(the_world->plan);
    the_world->reader = NULL;
    the_world->plan = NULL;
}
