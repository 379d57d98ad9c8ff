/* SPDX-License-Identifier: Apache-2.0 */
#include "flow.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "dead_letter.h"
#include "stopped.h"

enum { WAIT_MS = 100, PUMP_MS = 20, ABORT_MS = 5000, FULL_MS = 1000 };

static void die(flow *f, enum bus_outcome end, const char *why) {
    if (f->end != BUS_DONE)
        return; /* the first reason is the one that counts */
    f->end = end;
    if (end == BUS_TAKEN)
        LOG_SAY(
            f->log, TAKEN, NULL,
            "another process uses the instance %s of the group %s: this one ends and must not start again. Give every "
            "process of the group an [flow] instance of its own: %s",
            f->c->instance, f->c->group, why);
    else if (end == BUS_WRONG)
        LOG_SAY(f->log, CONFIG, NULL, "%s", why);
    else
        LOG_SAY(f->log, KAFKA_FATAL, NULL, "%s; the process ends and starts again from the committed offsets", why);
}

/* Any of the articles that are being read may have eaten the memory: which they are stays written down. */
static void starve(flow *f) {
    inflight_freeze(f->state);
    die(f, BUS_LOST, "out of memory");
}

/* ---- in ------------------------------------------------------------------------------------------------------------------ */

static bool full(const flow *f) {
    return f->batch.slots >= (size_t)f->c->max_articles || f->batch.bytes >= (size_t)f->c->max_bytes;
}

static bool on_record(void *arg, bus_record *record) {
    flow *f = arg;
    partition *p = batch_find(&f->batch, record->topic, record->partition);
    if (p && p->stop >= 0 && record->offset >= p->stop)
        p->past = p->fresh = true; /* from here on the client's position is none of ours */
    if (f->end || f->draining || !p || p->revoked || p->past) {
        bus_record_free(record); /* its offset is not passed: it is read again by whoever comes next */
        return true;
    }
    if (p->fresh) /* all before it is done with */
        inflight_passed(f->state, record->topic, record->partition, record->offset);
    p->fresh = false;
    if (batch_add(&f->batch, p, record))
        return !full(f);
    bus_record_free(record);
    starve(f);
    return false;
}

static void count_read(flow *f, const slot *s) {
    if (s->result.left_out) {
        f->counts.left_out++;
        return;
    }
    if (!s->record->value.p) {
        f->counts.tombstones++;
        return;
    }
    f->counts.articles++;
    f->counts.events += s->result.events;
    metrics_count(&f->metrics, &s->result);
    if (s->result.code == DGM_OK) {
        recent_events(&f->recent, &s->result);
        return;
    }
    log_place place = {s->record->topic, s->record->partition, s->record->offset, s->result.article,
                       dgm_error_code(s->result.code)};
    f->counts.dead_letters++;
    metrics_dead(&f->metrics, place.code);
    recent_dead(&f->recent, &place, s->result.what);
    LOG_SAY(f->log, DEAD_LETTER, &place, "dead letter, %s: %s", dgm_error_code(s->result.code), s->result.what);
}

static void read_now(flow *f, slot *s) {
    batch_read(&f->batch, s);
    count_read(f, s);
}

/* It is not read a third time: its dead letter stands in its place among the others. */
static void condemn(flow *f, partition *p) {
    slot *s = batch_slot(p, p->given++);
    dead_letter_make(work_plan_settings(f->delivery.plan), s->record, DGM_CRASHED, NULL, &s->result);
    if (work_starved(&s->result))
        starve(f);
    else
        read_now(f, s);
}

/* Whether the partition's next article is to be read alone. */
static bool suspect_next(flow *f, partition *p) {
    while (p->given < p->n && !p->revoked && !f->end) {
        int crashes = inflight_crashes(f->state, batch_slot(p, p->given)->record);
        if (crashes < INFLIGHT_CONDEMNED)
            return crashes >= 0;
        condemn(f, p);
    }
    return false;
}

static bool give_next(flow *f, partition *p, bool alone) {
    slot *s = p->given < p->n && !p->revoked ? batch_slot(p, p->given) : NULL;
    if (!s)
        return false;
    s->accused = alone;
    if (!workers_give(f->workers, s))
        return false;
    f->alone = alone;
    p->given++;
    f->outstanding++;
    return true;
}

static bool all_settled(const flow *f) {
    size_t begun = f->outstanding;
    for (size_t i = 0; i < f->batch.n; i++)
        begun += f->batch.partitions[i]->given;
    return begun == 0 && f->delivery.state == DELIVERY_IDLE;
}

/* As soon as a suspect is the next of some partition nothing else is given, until it has been read alone: not even a
 * transaction is under way then, so that what ends the process can hardly be anything else. True: a suspect waits, or is read. */
static bool give_suspect(flow *f) {
    for (size_t i = 0; i < f->batch.n && !f->alone; i++) {
        if (!suspect_next(f, f->batch.partitions[i]))
            continue;
        f->delivery.hurry = true;
        if (all_settled(f)) {
            delivery_commit_now(&f->delivery, false); /* at least once: or all that is not committed comes twice */
            give_next(f, f->batch.partitions[i], true);
        }
        return true;
    }
    return f->alone;
}

/* Slots go to the workers in the order of their offsets, a partition after the other. */
static void give(flow *f) {
    bool given = true;
    while (given && f->outstanding < f->most_outstanding && !give_suspect(f)) {
        given = false;
        for (size_t i = 0; i < f->batch.n && f->outstanding < f->most_outstanding; i++)
            given = give_next(f, f->batch.partitions[i], false) || given;
    }
}

static void take_back(flow *f) {
    for (slot *s = NULL; (s = workers_take_back(f->workers));) {
        f->outstanding--;
        if (work_starved(&s->result)) /* it is read again after a restart, alone; its row stays */
            starve(f);
        else if (s->accused)
            inflight_acquit(f->state, s->record);
        f->alone = f->alone && !s->accused;
        if (atomic_load(&s->dropped))
            batch_stray(&f->batch, s);
        else if (!work_starved(&s->result))
            read_now(f, s);
    }
}

/* What is done with, by us or by others, is no suspect any more. */
static void pass_suspects(flow *f) {
    for (size_t i = 0; i < f->batch.n; i++)
        inflight_passed(f->state, f->batch.partitions[i]->topic, f->batch.partitions[i]->number,
                        f->batch.partitions[i]->committed);
}

/* ---- backpressure -------------------------------------------------------------------------------------------------------------- */

static void pause_all(flow *f, bool pause) {
    bus_partition *list = calloc(f->batch.n + 1, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; list && i < f->batch.n; i++) {
        partition *p = f->batch.partitions[i];
        if (p->paused == pause || p->revoked)
            continue; /* resuming what is not paused would read from an old position */
        p->paused = pause;
        list[n++] = (bus_partition){p->topic, p->number, -1, -1};
    }
    if (n)
        bus_pause(f->bus, list, n, pause);
    free(list);
}

/* When as much is in flight as may be, nothing is taken from the client until there is room; what it has fetched waits there.
 * Pausing is for when that lasts: the client must be asked for events of the group, a paused one gives out no records. A pause
 * throws away what was fetched, and librdkafka fetches again only after up to a second. */
static void regulate(flow *f) {
    const batch *b = &f->batch;
    size_t articles = (size_t)f->c->max_articles, bytes = (size_t)f->c->max_bytes;
    int64_t now = clock_ms();
    if (!full(f))
        f->full_since = 0;
    else if (!f->full_since)
        f->full_since = now;
    if (!f->paused && f->full_since && now - f->full_since >= FULL_MS) {
        f->paused = true;
        LOG_SAY(f->log, PAUSED, NULL, "%zu articles, %zu bytes are in flight: reading pauses", b->slots, b->bytes);
    } else if (f->paused && b->slots <= articles / 2 && b->bytes <= bytes / 2) {
        f->paused = false;
        LOG_SAY(f->log, RESUMED, NULL, "reading goes on");
    } else if (!f->paused) {
        return;
    }
    pause_all(f, f->paused); /* while paused, at each step: for partitions that have come since */
}

/* ---- members come and go ---------------------------------------------------------------------------------------------------------- */

static void on_assigned(void *arg, const bus_partition *list, size_t n) {
    flow *f = arg;
    for (size_t i = 0; i < n; i++) {
        partition *p = batch_assign(&f->batch, list[i].topic, list[i].partition, list[i].offset);
        if (!p) {
            starve(f);
            return;
        }
        p->stop = list[i].stop;
        p->past = p->stop >= 0 && list[i].offset >= p->stop;
    }
    if (n)
        LOG_SAY(f->log, ASSIGNED, NULL, "%zu partitions are ours, %zu in all", n, f->batch.n);
}

/* One step of all but reading. When there is no room for more, and the workers wait for it, what is read goes at once. */
static void advance(flow *f) {
    take_back(f);
    f->delivery.hurry = f->delivery.hurry || (full(f) && f->outstanding < f->most_outstanding);
    delivery_step(&f->delivery);
    f->delivery.hurry = false;
    if (f->delivery.end)
        die(f, f->delivery.end, f->delivery.last_error);
}

/* Works on what is begun until nothing of these partitions is left, or the time is over. */
static size_t pump(flow *f, bool revoked_only, int64_t until) {
    int file = workers_file(f->workers);
    for (;;) {
        size_t left = 0;
        bus_poll_deliveries(f->bus);
        f->delivery.hurry = true;
        advance(f);
        for (size_t i = 0; i < f->batch.n; i++)
            if (!revoked_only || f->batch.partitions[i]->revoked)
                left += f->batch.partitions[i]->n;
        if (!left || f->end || clock_ms() >= until)
            return left;
        f->tick(f->tick_arg);
        bus_wait(f->bus, &file, 1, PUMP_MS);
    }
}

/* An open transaction with articles of a partition that goes is aborted before it goes, as long as brokers answer: its next
 * owner need not wait until the brokers do it. */
static void end_abort(flow *f) {
    int64_t until = clock_ms() + ABORT_MS;
    while (f->delivery.state == DELIVERY_ABORTING && !f->end && clock_ms() < until) {
        bus_poll_deliveries(f->bus);
        advance(f);
        f->tick(f->tick_arg);
    }
}

/* librdkafka keeps a partition paused when it goes and comes back: nothing would ever be fetched of it again. */
static void let_go(flow *f, const bus_partition *list, size_t n) {
    for (size_t i = 0; i < n; i++) {
        partition *p = batch_find(&f->batch, list[i].topic, list[i].partition);
        if (!p)
            continue;
        if (p->paused)
            bus_pause(f->bus, &list[i], 1, false);
        delivery_forget(&f->delivery, p);
        batch_remove(&f->batch, p);
    }
    end_abort(f);
}

static void on_revoked(void *arg, const bus_partition *list, size_t n, bool lost) {
    flow *f = arg;
    size_t left = 0;
    for (size_t i = 0; i < n; i++) {
        partition *p = batch_find(&f->batch, list[i].topic, list[i].partition);
        if (!p)
            continue;
        p->revoked = true;
        if (lost)
            delivery_forget(&f->delivery, p);
        batch_drop(&f->batch, p, lost ? 0 : p->given);
    }
    if (!lost && !f->end) {
        left = pump(f, true, clock_ms() + f->c->rebalance_timeout);
        delivery_commit_now(&f->delivery, true);
    }
    let_go(f, list, n);
    if (left)
        LOG_SAY(f->log, LEFT_BEHIND, NULL, "%zu articles in work were left to the next owner of their partitions",
                left);
    if (lost)
        LOG_SAY(f->log, LOST, NULL, "%zu partitions were lost; their work is dropped, their next owner reads it again",
                n);
    else if (n)
        LOG_SAY(f->log, REVOKED, NULL, "%zu partitions are given up, %zu remain", n, f->batch.n);
}

static void on_trouble(void *arg, enum bus_trouble kind, const char *topic, int32_t number, const char *text) {
    flow *f = arg;
    log_place place = {topic, number, -1, NULL, NULL};
    if (kind == BUS_TROUBLE_FATAL || kind == BUS_TROUBLE_TAKEN || kind == BUS_TROUBLE_WRONG) {
        die(f, kind == BUS_TROUBLE_TAKEN ? BUS_TAKEN : kind == BUS_TROUBLE_WRONG ? BUS_WRONG : BUS_LOST, text);
    } else if (kind == BUS_TROUBLE_STOPPED) {
        stopped_mark(f, topic, number, text);
    } else {
        LOG_SAY(f->log, KAFKA_TROUBLE, &place, "%s", text);
    }
}

static void on_throttled(void *arg, int ms, const char *text) {
    flow *f = arg;
    f->metrics.throttled_ms += (uint64_t)ms;
    LOG_SAY(f->log, KAFKA_TROUBLE, NULL, "%s", text);
}

static void on_library_log(void *arg, int level, const char *text) {
    flow *f = arg;
    (void)level; /* what matters comes as trouble, too */
    LOG_SAY(f->log, KAFKA_LOG, NULL, "%s", text);
}

static void on_ended(void *arg, const char *topic, int32_t number, int64_t offset) {
    flow *f = arg;
    partition *p = batch_find(&f->batch, topic, number);
    if (p && p->stop >= 0 && offset >= p->stop)
        p->past = true;
}

bool flow_finished(const flow *f) {
    bool finished = f->c->window && f->batch.n && f->delivery.state == DELIVERY_IDLE;
    for (size_t i = 0; finished && i < f->batch.n; i++)
        finished = f->batch.partitions[i]->past && f->batch.partitions[i]->n == 0;
    return finished;
}

static void on_delivered(void *arg, void *tag, enum bus_delivery result, const char *error) {
    flow *f = arg;
    delivery_told(&f->delivery, tag, result, error);
}

static void on_committed(void *arg, const bus_partition *list, size_t n, const char *error) {
    flow *f = arg;
    delivery_committed(&f->delivery, list, n, error);
}

static void on_waiting(void *arg) {
    flow *f = arg;
    f->tick(f->tick_arg);
}

bus_events flow_events(flow *f) {
    bus_events e = {on_record,    on_assigned,    on_revoked, on_ended, on_delivered, on_committed, on_trouble,
                    on_throttled, on_library_log, on_waiting, f};
    return e;
}

/* ---- the loop's step ---------------------------------------------------------------------------------------------------------------- */

void flow_open(flow *f, const work_plan *plan) {
    f->delivery =
        (delivery){.c = f->c, .plan = plan, .bus = f->bus, .batch = &f->batch, .log = f->log, .metrics = &f->metrics};
    metrics_open(&f->metrics);
}

void flow_close(flow *f) {
    delivery_close(&f->delivery);
    batch_free(&f->batch);
    recent_free(&f->recent);
}

void flow_step(flow *f) {
    bool room = f->paused || !full(f);
    bus_poll_deliveries(f->bus);
    f->more = !room || bus_poll(f->bus); /* unlooked at, there may be more */
    if (f->end)
        return; /* after a fatal error nothing that comes means anything */
    take_back(f);
    pass_suspects(f);
    give(f);
    advance(f);
    stopped_step(f);
    regulate(f);
}

int flow_wait_ms(const flow *f) {
    if (f->more && !full(f))
        return 0;
    int rest = delivery_wait_ms(&f->delivery, clock_ms());
    return rest < WAIT_MS ? rest : WAIT_MS;
}

size_t flow_drain(flow *f, int64_t until) {
    f->draining = f->delivery.draining = true;
    for (size_t i = 0; i < f->batch.n; i++)
        batch_drop(&f->batch, f->batch.partitions[i], f->batch.partitions[i]->given);
    size_t left = f->end ? 0 : pump(f, false, until);
    if (!f->end)
        delivery_commit_now(&f->delivery, false);
    for (size_t i = 0; i < f->batch.n; i++) {
        delivery_forget(&f->delivery, f->batch.partitions[i]);
        batch_drop(&f->batch, f->batch.partitions[i], 0);
    }
    end_abort(f);
    return left;
}

void flow_collect(flow *f) { take_back(f); }

int64_t flow_partition_lag(const flow *f, const partition *p, bool stable) {
    int64_t end = stable ? bus_stable_end(f->bus, p->topic, p->number) : bus_end(f->bus, p->topic, p->number);
    int64_t next = p->next > p->committed ? p->next : p->committed;
    if (next < 0)
        next = 0;
    return end < 0 ? -1 : end > next ? end - next : 0;
}

int64_t flow_lag(const flow *f) {
    int64_t lag = -1;
    for (size_t i = 0; i < f->batch.n; i++) {
        int64_t one = flow_partition_lag(f, f->batch.partitions[i], false);
        if (one >= 0)
            lag = (lag < 0 ? 0 : lag) + one;
    }
    return lag;
}
