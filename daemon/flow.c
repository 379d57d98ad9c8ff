/* SPDX-License-Identifier: Apache-2.0 */
#include "flow.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "dead_letter.h"

enum { HOLD_FIRST_MS = 1000, HOLD_MOST_MS = 30000, WAIT_MS = 100, PUMP_MS = 20 };

static void die(flow *f, const char *why) {
    f->fatal = true;
    LOG_SAY(f->log, KAFKA_FATAL, NULL, "%s; the process ends and starts again from the committed offsets", why);
}

static log_place place_of(const slot *s) {
    log_place place = {s->record->topic, s->record->partition, s->record->offset, s->result.article,
                       s->result.code ? dgm_error_code(s->result.code) : NULL};
    return place;
}

/* ---- in ------------------------------------------------------------------------------------------------------------------ */

static void on_record(void *arg, bus_record *record) {
    flow *f = arg;
    partition *p = batch_find(&f->batch, record->topic, record->partition);
    if (f->fatal || f->draining || !p || p->revoked) {
        bus_record_free(record); /* its offset is not passed: it is read again by whoever comes next */
        return;
    }
    p->fresh = false;
    if (batch_add(&f->batch, p, record))
        return;
    bus_record_free(record);
    die(f, "out of memory");
}

/* Slots go to the workers in the order of their offsets, a partition after the other. */
static void give(flow *f) {
    bool given = true;
    while (given && f->outstanding < f->most_outstanding) {
        given = false;
        for (size_t i = 0; i < f->batch.n && f->outstanding < f->most_outstanding; i++) {
            partition *p = f->batch.partitions[i];
            if (p->given == p->n || p->revoked || !workers_give(f->workers, batch_slot(p, p->given)))
                continue;
            p->given++;
            f->outstanding++;
            given = true;
        }
    }
}

static void count_read(flow *f, const slot *s) {
    if (!s->record->value.p) {
        f->counts.tombstones++;
        return;
    }
    f->counts.articles++;
    f->counts.events += s->result.events;
    if (s->result.code == DGM_OK)
        return;
    log_place place = place_of(s);
    f->counts.dead_letters++;
    LOG_SAY(f->log, DEAD_LETTER, &place, "dead letter, %s: %s", dgm_error_code(s->result.code), s->result.what);
}

static void take_back(flow *f) {
    for (slot *s = NULL; (s = workers_take_back(f->workers));) {
        f->outstanding--;
        if (atomic_load(&s->dropped)) {
            batch_stray(&f->batch, s);
            continue;
        }
        batch_read(&f->batch, s);
        count_read(f, s);
        if (s->result.code != DGM_OK && s->result.n == 0) /* not even its dead letter could be made */
            die(f, "out of memory");
    }
}

/* ---- out ----------------------------------------------------------------------------------------------------------------- */

static void fail(flow *f, slot *s, const char *error) {
    log_place place = place_of(s);
    s->failed = f->failed = true;
    snprintf(f->last_error, sizeof f->last_error, "%s", error);
    LOG_SAY(f->log, DELIVERY_FAILED, &place, "a record was not delivered, its article will be read again: %s", error);
}

/* The article's messages are given up for a dead letter that says why; a dead letter that is too large goes without the
 * article. */
static void refuse(flow *f, slot *s) {
    work_result *r = &s->result;
    work_settings settings = *work_plan_settings(f->plan);
    bool was_dead = r->code != DGM_OK;
    size_t before = r->pool.bytes;
    if (s->last_resort) {
        fail(f, s, "the dead letter is too large for its topic, even without the article");
        return;
    }
    if (was_dead)
        settings.max_record = 0;
    dead_letter_make(
        &settings, s->record, was_dead ? r->code : DGM_RECORD_TOO_LARGE,
        was_dead ? r->what : "a record is larger than its topic takes; [output] max-record should say what that is", r);
    f->batch.bytes += r->pool.bytes - before;
    s->bytes += r->pool.bytes - before;
    s->refused = false;
    s->again = true;
    s->last_resort = was_dead;
    s->next = 0;
    f->counts.dead_letters += !was_dead;
    f->resends++;
    log_place place = place_of(s);
    LOG_SAY(f->log, REFUSED_SIZE, &place, "dead letter%s, %s: %s", was_dead ? " without the article" : "",
            dgm_error_code(r->code), r->what);
    if (r->n == 0)
        die(f, "out of memory");
}

/* False: the producer is full, or the slot waits for something. */
static bool send_slot(flow *f, slot *s) {
    const char *error = NULL;
    while (s->next < s->result.n && !s->refused && !s->failed) {
        if (s->alone && f->on_the_way)
            return false;
        switch (bus_send(f->bus, &s->result.messages[s->next], s, &error)) {
        case BUS_FULL:
            return false;
        case BUS_REFUSED:
            fail(f, s, error);
            return false;
        case BUS_REFUSED_SIZE:
            s->refused = true;
            break;
        default:
            s->next++;
            s->unconfirmed++;
            f->on_the_way++;
            f->counts.messages++;
        }
    }
    s->state = SLOT_SENT;
    return true;
}

static void settle_slot(flow *f, slot *s) {
    if (s->state != SLOT_SENT || s->unconfirmed || s->failed || s->suspect)
        return;
    if (s->refused)
        refuse(f, s);
    else if (s->next == s->result.n)
        s->state = SLOT_SETTLED;
}

static void resend(flow *f) {
    size_t waiting = 0;
    for (size_t i = 0; f->resends && i < f->batch.n; i++)
        for (size_t j = 0; j < f->batch.partitions[i]->sent; j++) {
            slot *s = batch_slot(f->batch.partitions[i], j);
            if (!s->again || s->next == s->result.n || s->failed)
                continue;
            waiting += !send_slot(f, s) && !s->failed;
            settle_slot(f, s);
        }
    f->resends = waiting;
}

/* The partition whose slots are sent alone now, and with it no other. NULL: none. */
static partition *isolated(const flow *f) {
    for (size_t i = 0; i < f->batch.n; i++)
        if (f->batch.partitions[i]->suspects || f->batch.partitions[i]->alone)
            return f->batch.partitions[i];
    return NULL;
}

/* When all that was on the way is answered for, the partition's slots are sent again from the first on, so that the order of
 * what arrives stays that of the offsets. */
static void isolate(flow *f, partition *p) {
    if (f->on_the_way)
        return;
    size_t n = p->sent < p->n ? p->sent + 1 : p->n; /* the last may have been sent in part */
    for (size_t i = 0; i < n; i++) {
        slot *s = batch_slot(p, i);
        if (s->state == SLOT_WAITING)
            break;
        s->state = SLOT_READ;
        s->next = 0;
        s->suspect = s->refused = false;
        s->alone = true;
        p->alone = i + 1;
    }
    p->sent = 0;
    p->suspects = false;
}

static void publish(flow *f) {
    if (f->fatal || clock_ms() < f->hold_until)
        return;
    partition *only = isolated(f);
    if (only && only->suspects)
        isolate(f, only);
    if (only && only->suspects)
        return;
    resend(f);
    for (size_t i = 0; i < f->batch.n; i++) {
        partition *p = f->batch.partitions[i];
        if (only && p != only)
            continue;
        while (p->sent < p->n && batch_slot(p, p->sent)->state == SLOT_READ &&
               (!only || batch_slot(p, p->sent)->alone)) {
            slot *s = batch_slot(p, p->sent);
            if (!send_slot(f, s))
                break;
            p->sent++;
            settle_slot(f, s); /* nothing to send, or refused */
            resend(f);
        }
    }
}

static void on_delivered(void *arg, void *tag, enum bus_delivery result, const char *error) {
    flow *f = arg;
    slot *s = tag;
    s->unconfirmed--;
    f->on_the_way--;
    if (!s->partition) {
        batch_stray(&f->batch, s);
        return;
    }
    if (result == BUS_TOO_LARGE && s->alone) {
        s->refused = true;
    } else if (result == BUS_TOO_LARGE) {
        s->suspect = s->partition->suspects = true;
    } else if (result == BUS_FAILED) {
        fail(f, s, error);
    } else {
        f->failures = 0;
        f->last_error[0] = '\0';
    }
    settle_slot(f, s);
}

/* ---- offsets ---------------------------------------------------------------------------------------------------------------- */

/* The failed partitions are read again from their first slot that is not settled. */
static void rewind_failed(flow *f) {
    if (!f->failed || f->fatal)
        return;
    f->failed = false;
    for (size_t i = 0; i < f->batch.n; i++) {
        partition *p = f->batch.partitions[i];
        bool failed = false;
        for (size_t j = 0; j < p->n && !failed; j++)
            failed = batch_slot(p, j)->failed;
        if (!failed)
            continue;
        int64_t offset = batch_slot(p, 0)->record->offset;
        batch_drop(&f->batch, p, 0);
        p->fresh = true;
        f->counts.rewinds++;
        if (!bus_seek(f->bus, p->topic, p->number, offset))
            die(f, "a partition could not be read again");
    }
    int64_t hold = HOLD_FIRST_MS << (f->failures < 5 ? f->failures : 5);
    f->failures++;
    f->hold_until = clock_ms() + (hold < HOLD_MOST_MS ? hold : HOLD_MOST_MS);
}

static void settle(flow *f) {
    for (size_t i = 0; i < f->batch.n; i++)
        batch_settle(&f->batch, f->batch.partitions[i]);
}

/* Behind transactions of others the last article's offset is not the end: markers follow. When nothing is in work the
 * position goes past them, so that a partition that has been read to its end shows no lag. Not before the first article of an
 * assignment: nothing may rest on when a client forgets the position of an earlier one. */
static void pass_markers(flow *f, partition *p) {
    if (p->n || p->fresh || f->draining || p->revoked)
        return;
    int64_t position = bus_position(f->bus, p->topic, p->number);
    if (position > p->next && position > p->asked)
        p->next = position;
}

static bool commit(flow *f, bool wait, bool revoked_only) {
    bus_partition *list = calloc(f->batch.n + 1, sizeof *list);
    size_t n = 0;
    bool done = true;
    for (size_t i = 0; list && i < f->batch.n; i++) {
        partition *p = f->batch.partitions[i];
        if (revoked_only && !p->revoked)
            continue;
        if (!wait)
            pass_markers(f, p);
        if (p->next > (wait ? p->committed : p->asked)) {
            list[n++] = (bus_partition){p->topic, p->number, p->next};
            p->asked = p->next;
        }
    }
    if (n) {
        f->counts.commits++;
        done = bus_commit(f->bus, list, n, wait);
        for (size_t i = 0; i < n && !done; i++) {
            partition *p = batch_find(&f->batch, list[i].topic, list[i].partition);
            p->asked = p->committed; /* again at the next time */
        }
    }
    free(list);
    return done;
}

static void on_committed(void *arg, const bus_partition *list, size_t n, const char *error) {
    flow *f = arg;
    for (size_t i = 0; i < n; i++) {
        partition *p = batch_find(&f->batch, list[i].topic, list[i].partition);
        if (!p)
            continue;
        if (error)
            p->asked = p->committed;
        else if (list[i].offset > p->committed)
            p->committed = list[i].offset;
    }
    if (error)
        LOG_SAY(f->log, COMMIT_FAILED, NULL, "offsets of %zu partitions were not committed and are sent again: %s", n,
                error);
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
        list[n++] = (bus_partition){p->topic, p->number, -1};
    }
    if (n)
        bus_pause(f->bus, list, n, pause);
    free(list);
}

static void regulate(flow *f) {
    const batch *b = &f->batch;
    size_t articles = (size_t)f->c->max_articles, bytes = (size_t)f->c->max_bytes;
    if (!f->paused && (b->slots >= articles || b->bytes >= bytes)) {
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
    for (size_t i = 0; i < n; i++)
        if (!batch_assign(&f->batch, list[i].topic, list[i].partition, list[i].offset))
            die(f, "out of memory");
    if (n)
        LOG_SAY(f->log, ASSIGNED, NULL, "%zu partitions are ours, %zu in all", n, f->batch.n);
}

/* Works on what is begun until nothing of these partitions is left, or the time is over. */
static size_t pump(flow *f, bool revoked_only, int64_t until) {
    int file = workers_file(f->workers);
    for (;;) {
        size_t left = 0;
        bus_poll_deliveries(f->bus);
        take_back(f);
        publish(f);
        settle(f);
        for (size_t i = 0; i < f->batch.n; i++)
            if (!revoked_only || f->batch.partitions[i]->revoked)
                left += f->batch.partitions[i]->n;
        if (!left || f->fatal || f->failed || clock_ms() >= until)
            return left;
        f->tick(f->tick_arg);
        bus_wait(f->bus, &file, 1, PUMP_MS);
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
        batch_remove(&f->batch, p);
    }
}

static void on_revoked(void *arg, const bus_partition *list, size_t n, bool lost) {
    flow *f = arg;
    size_t left = 0;
    for (size_t i = 0; i < n; i++) {
        partition *p = batch_find(&f->batch, list[i].topic, list[i].partition);
        if (!p)
            continue;
        p->revoked = true;
        batch_drop(&f->batch, p, lost ? 0 : p->given);
    }
    if (!lost && !f->fatal) {
        left = pump(f, true, clock_ms() + f->c->rebalance_timeout);
        commit(f, true, true);
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
    if (kind == BUS_TROUBLE_FATAL) {
        die(f, text);
    } else if (kind == BUS_TROUBLE_STOPPED) {
        f->stopped++;
        LOG_SAY(f->log, PARTITION_STOPPED, &place,
                "the group's offset is out of the partition's range: articles were deleted before they were read, or "
                "the topic "
                "was made anew. The partition stands still until the offset is set (kafka-consumer-groups "
                "--reset-offsets) and "
                "the daemon restarted: %s",
                text);
    } else {
        LOG_SAY(f->log, KAFKA_TROUBLE, &place, "%s", text);
    }
}

static void on_library_log(void *arg, int level, const char *text) {
    flow *f = arg;
    (void)level; /* what matters comes as trouble, too */
    LOG_SAY(f->log, KAFKA_LOG, NULL, "%s", text);
}

bus_events flow_events(flow *f) {
    bus_events e = {on_record, on_assigned, on_revoked, on_delivered, on_committed, on_trouble, on_library_log, f};
    return e;
}

/* ---- the loop's step ---------------------------------------------------------------------------------------------------------------- */

void flow_step(flow *f) {
    bus_poll(f->bus);
    take_back(f);
    give(f);
    settle(f); /* what is delivered may end an isolation */
    publish(f);
    rewind_failed(f);
    settle(f);
    int64_t now = clock_ms();
    if (now >= f->next_commit && !f->fatal) {
        commit(f, false, false);
        f->next_commit = now + f->c->commit_interval;
    }
    regulate(f);
}

int flow_wait_ms(const flow *f) {
    int64_t rest = f->next_commit - clock_ms();
    return rest < 1 ? 1 : rest < WAIT_MS ? (int)rest : WAIT_MS;
}

size_t flow_drain(flow *f, int64_t until) {
    f->draining = true;
    for (size_t i = 0; i < f->batch.n; i++)
        batch_drop(&f->batch, f->batch.partitions[i], f->batch.partitions[i]->given);
    size_t left = f->fatal ? 0 : pump(f, false, until);
    if (!f->fatal)
        commit(f, true, false);
    for (size_t i = 0; i < f->batch.n; i++)
        batch_drop(&f->batch, f->batch.partitions[i], 0);
    return left;
}

void flow_collect(flow *f) { take_back(f); }

int64_t flow_lag(const flow *f) {
    int64_t lag = 0;
    bool known = false;
    for (size_t i = 0; i < f->batch.n; i++) {
        const partition *p = f->batch.partitions[i];
        int64_t end = bus_end(f->bus, p->topic, p->number), next = p->next > p->committed ? p->next : p->committed;
        if (end < 0)
            continue;
        known = true;
        if (next < 0)
            next = 0;
        if (end > next)
            lag += end - next;
    }
    return known ? lag : -1;
}
