/* SPDX-License-Identifier: Apache-2.0 */
#include "delivery.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "dead_letter.h"

enum {
    HOLD_FAILED_MS = 1000, /* a message did not arrive: something is wrong at the brokers */
    HOLD_ABORTED_MS = 100, /* the group or the coordinator was not ready */
    HOLD_MOST_MS = 30000,
    HOLD_DOUBLINGS = 5,
    MOST_ABORTS = 20, /* in a row, when it is not for messages that do not arrive: a new process has a new producer */
};

static bool dry(const delivery *d) { return d->c->window && d->c->window->dry_run; }
static bool once(const delivery *d) { return d->c->delivery == EXACTLY_ONCE; }

static void give_up(delivery *d, enum bus_outcome why, const char *text) {
    d->end = why;
    snprintf(d->last_error, sizeof d->last_error, "%s", text ? text : "out of memory");
}

static slot *head(const partition *p) { return p->n > p->sent ? batch_slot(p, p->sent) : NULL; }

static log_place place_of(const slot *s) {
    log_place place = {s->record->topic, s->record->partition, s->record->offset, s->result.article,
                       s->result.code ? dgm_error_code(s->result.code) : NULL};
    return place;
}

/* What a call's outcome means for the batch. True: it is done. */
static bool done(delivery *d, enum bus_outcome outcome, const char *error) {
    switch (outcome) {
    case BUS_DONE:
        return true;
    case BUS_AGAIN:
        if (error)
            snprintf(d->last_error, sizeof d->last_error, "%s", error);
        return false;
    case BUS_ABORT:
        snprintf(d->last_error, sizeof d->last_error, "%s", error);
        LOG_SAY(d->log, TRANSACTION_ABORTED, NULL, "the transaction is aborted and tried again: %s", error);
        d->state = DELIVERY_ABORTING;
        return false;
    default:
        give_up(d, outcome, error);
        return false;
    }
}

/* ---- offsets --------------------------------------------------------------------------------------------------------------- */

/* Behind transactions of others the last article's offset is not the end: markers follow. When nothing of a partition is in
 * work but what is sent, the client's position is where the next owner goes on, so that a partition that has been read to
 * its end shows no lag. Not before the first article of an assignment: nothing may rest on when a client forgets the
 * position of an earlier one. */
static int64_t behind_markers(const delivery *d, const partition *p) {
    if (p->n > p->sent || p->fresh || d->draining || p->revoked)
        return -1;
    return bus_position(d->bus, p->topic, p->number);
}

static int64_t next_offset(const delivery *d, const partition *p) {
    int64_t next = p->sent ? batch_slot(p, p->sent - 1)->record->offset + 1 : p->next;
    int64_t position = behind_markers(d, p);
    return position > next && position > p->committed ? position : next;
}

/* The offsets behind what is sent, of every partition where they moved. */
static bool collect(delivery *d) {
    d->offer_n = 0;
    if (d->offer_capacity < d->batch->n) {
        bus_partition *grown = realloc(d->offers, d->batch->n * sizeof *grown);
        if (!grown) {
            give_up(d, BUS_LOST, NULL);
            return false;
        }
        d->offers = grown;
        d->offer_capacity = d->batch->n;
    }
    for (size_t i = 0; i < d->batch->n; i++) {
        const partition *p = d->batch->partitions[i];
        int64_t next = next_offset(d, p);
        if (next > p->committed)
            d->offers[d->offer_n++] = (bus_partition){p->topic, p->number, next, -1};
    }
    return true;
}

/* At least once: offsets of what is settled go by themselves. */
static bool commit(delivery *d, bool wait, bool revoked_only) {
    bus_partition *list = calloc(d->batch->n + 1, sizeof *list);
    size_t n = 0;
    bool committed = true;
    for (size_t i = 0; list && i < d->batch->n; i++) {
        partition *p = d->batch->partitions[i];
        int64_t position = wait || p->n ? -1 : behind_markers(d, p);
        if (revoked_only && !p->revoked)
            continue;
        if (position > p->next && position > p->asked)
            p->next = position;
        if (p->next > (wait ? p->committed : p->asked)) {
            list[n++] = (bus_partition){p->topic, p->number, p->next, -1};
            p->asked = p->next;
        }
    }
    if (dry(d))
        n = 0;
    if (n) {
        d->counts.commits++;
        committed = bus_commit(d->bus, list, n, wait);
    }
    for (size_t i = 0; i < n && !committed; i++) {
        partition *p = batch_find(d->batch, list[i].topic, list[i].partition);
        p->asked = p->committed; /* again at the next time */
    }
    free(list);
    return committed;
}

void delivery_commit_now(delivery *d, bool revoked_only) {
    if (!once(d))
        commit(d, true, revoked_only);
}

void delivery_committed(delivery *d, const bus_partition *list, size_t n, const char *error) {
    for (size_t i = 0; i < n; i++) {
        partition *p = batch_find(d->batch, list[i].topic, list[i].partition);
        if (!p)
            continue;
        if (error)
            p->asked = p->committed;
        else if (list[i].offset > p->committed)
            p->committed = list[i].offset;
    }
    if (error)
        LOG_SAY(d->log, COMMIT_FAILED, NULL, "offsets of %zu partitions were not committed and are sent again: %s", n,
                error);
}

/* ---- sending --------------------------------------------------------------------------------------------------------------- */

/* False: the producer is full, or the batch is spoilt. */
static bool send_slot(delivery *d, slot *s) {
    const char *error = NULL;
    if (dry(d)) { /* counted, and that is all */
        d->counts.messages += s->result.n;
        s->next = s->result.n;
    }
    while (s->next < s->result.n) {
        switch (bus_send(d->bus, &s->result.messages[s->next], s, &error)) {
        case BUS_FULL:
            return false;
        case BUS_REFUSED:
            d->failed = true;
            snprintf(d->last_error, sizeof d->last_error, "%s", error);
            d->state = DELIVERY_ABORTING;
            return false;
        case BUS_REFUSED_SIZE:
            s->refused = s->too_large = d->refused = true;
            d->state = DELIVERY_ABORTING;
            return false;
        default:
            s->next++;
            s->unconfirmed++;
            d->on_the_way++;
            d->counts.messages++;
        }
    }
    s->state = SLOT_SENT;
    s->partition->sent++;
    d->slots++;
    return true;
}

/* False: it goes on later, or the batch is spoilt. */
static bool send_partition(delivery *d, partition *p) {
    for (slot *s = NULL; (s = head(p)) && s->state == SLOT_READ && !s->suspect;)
        if (!send_slot(d, s))
            return false;
    return true;
}

static bool send_suspect(delivery *d) {
    for (size_t i = 0; i < d->batch->n; i++) {
        slot *s = head(d->batch->partitions[i]);
        if (s && s->suspect && s->state == SLOT_READ)
            return send_slot(d, s);
    }
    return true;
}

static void sending(delivery *d) {
    for (size_t i = 0; i < d->batch->n; i++)
        if (!send_partition(d, d->batch->partitions[i]))
            return;
    if (d->slots == 0 && !send_suspect(d))
        return;
    d->ready_since = 0;
    d->state = DELIVERY_FLUSHING;
}

void delivery_told(delivery *d, slot *s, enum bus_delivery result, const char *error) {
    s->unconfirmed--;
    d->on_the_way--;
    if (!s->partition) {
        batch_stray(d->batch, s);
        return;
    }
    if (result == BUS_DELIVERED || d->state == DELIVERY_ABORTING) /* what is aborted need not arrive */
        return;
    if (result == BUS_FAILED) {
        log_place place = place_of(s);
        if (!d->failed) /* the others of the batch fail for its sake */
            LOG_SAY(d->log, DELIVERY_FAILED, &place, "a record was not delivered, its batch is sent again: %s", error);
        d->failed = true;
        snprintf(d->last_error, sizeof d->last_error, "%s", error);
        return;
    }
    s->suspect = d->refused = true;
    s->too_large = result == BUS_TOO_LARGE;
}

/* ---- after an abort ---------------------------------------------------------------------------------------------------------- */

/* The article's messages are given up for a dead letter that says why; a dead letter that is refused goes without the
 * article. */
static void make_dead_letter(delivery *d, slot *s) {
    work_result *r = &s->result;
    work_settings settings = *work_plan_settings(d->plan);
    bool was_dead = r->code != DGM_OK;
    size_t before = r->pool.bytes;
    int code = s->too_large ? DGM_RECORD_TOO_LARGE : DGM_INTERNAL;
    const char *what = s->too_large
                           ? "a record is larger than its topic takes; [output] max-record should say what that is"
                           : "a topic refuses one of its records";
    s->refused = s->suspect = false;
    if (s->last_resort) {
        d->failed = true;
        snprintf(d->last_error, sizeof d->last_error, "a topic refuses a dead letter, even without the article");
        return;
    }
    s->last_resort = was_dead;
    if (was_dead)
        settings.max_record = 0;
    dead_letter_make(&settings, s->record, was_dead ? r->code : code, was_dead ? r->what : what, r);
    d->batch->bytes += r->pool.bytes - before;
    s->bytes += r->pool.bytes - before;
    d->counts.refused += !was_dead;
    log_place place = place_of(s);
    LOG_SAY(d->log, REFUSED_SIZE, &place, "dead letter%s, %s: %s", was_dead ? " without the article" : "",
            dgm_error_code(r->code), r->what);
    if (r->n == 0)
        give_up(d, BUS_LOST, NULL);
}

/* A batch that was refused is tried again at once: the search for the article must not wait; and librdkafka fails the
 * transaction after it once more, for the sequence numbers that were left out. */
static void hold(delivery *d, bool searching) {
    int64_t ms = d->failed ? HOLD_FAILED_MS : HOLD_ABORTED_MS;
    int doublings = d->aborts < HOLD_DOUBLINGS ? d->aborts : HOLD_DOUBLINGS;
    bool at_once = d->refused || (searching && d->aborts < 2);
    d->aborts++;
    d->counts.aborts++;
    ms <<= doublings;
    if (!at_once)
        d->hold_until = clock_ms() + (ms < HOLD_MOST_MS ? ms : HOLD_MOST_MS);
    if (once(d) && !d->failed && d->aborts > MOST_ABORTS)
        give_up(d, BUS_LOST, "too many transactions in a row were aborted");
}

static void send_again(delivery *d) {
    bool searching = false;
    for (size_t i = 0; i < d->batch->n; i++) {
        partition *p = d->batch->partitions[i];
        size_t sent = p->sent;
        batch_unsend(p);
        for (size_t j = 0; j < p->n && j <= sent; j++) { /* the last may have been sent in part */
            slot *s = batch_slot(p, j);
            if (s->refused || (s->suspect && j < sent && d->slots == 1 && d->refused))
                make_dead_letter(d, s);
            searching = searching || s->suspect;
        }
    }
    hold(d, searching);
    d->state = DELIVERY_IDLE;
}

static void aborting(delivery *d) {
    const char *error = NULL;
    if (once(d) && !d->aborted) {
        enum bus_outcome outcome = bus_abort_transaction(d->bus, &error);
        d->aborted = done(d, outcome, error);
        if (!d->aborted)
            return;
    }
    if (d->on_the_way == 0)
        send_again(d);
}

/* ---- the other states -------------------------------------------------------------------------------------------------------- */

static void starting(delivery *d) {
    const char *error = NULL;
    enum bus_outcome outcome = bus_start(d->bus, &error);
    if (outcome == BUS_DONE)
        d->state = DELIVERY_IDLE;
    else if (outcome != BUS_AGAIN)
        give_up(d, outcome, error);
}

static void begin(delivery *d, enum delivery_state first) {
    const char *error = NULL;
    d->slots = 0;
    d->begun = clock_ms();
    d->failed = d->refused = d->aborted = false;
    enum bus_outcome outcome = once(d) ? bus_begin(d->bus, &error) : BUS_DONE;
    if (done(d, outcome, error))
        d->state = first;
}

/* How long articles wait for others: the interval is from their reading to their being seen, so that what the transaction takes
 * is a part of it, up to a half. */
static int64_t patience(const delivery *d) {
    int64_t interval = d->c->commit_interval, most = interval / 2;
    return interval - (d->took < most ? d->took : most);
}

static void idle(delivery *d) {
    int64_t now = clock_ms();
    bool ready = false, at_once = d->hurry || d->aborts || !once(d);
    if (now < d->hold_until)
        return;
    for (size_t i = 0; i < d->batch->n; i++) {
        const slot *s = head(d->batch->partitions[i]);
        ready = ready || (s && s->state == SLOT_READ);
        at_once = at_once || (s && s->suspect);
    }
    if (ready && !d->ready_since)
        d->ready_since = now;
    if (ready && (at_once || now - d->ready_since >= patience(d))) {
        begin(d, DELIVERY_SENDING);
    } else if (once(d) && !ready && now >= d->next_commit) {
        d->next_commit = now + d->c->commit_interval;
        if (collect(d) && d->offer_n)
            begin(d, DELIVERY_OFFERING);
    }
}

static void settle(delivery *d) {
    for (size_t i = 0; i < d->batch->n; i++)
        batch_settle(d->batch, d->batch->partitions[i]);
    d->aborts = 0;
    d->last_error[0] = '\0';
    d->state = DELIVERY_IDLE;
}

static void flushing(delivery *d) {
    if ((d->failed || d->refused) && (once(d) || d->on_the_way == 0))
        d->state = DELIVERY_ABORTING;
    else if (d->on_the_way == 0 && once(d) && collect(d))
        d->state = DELIVERY_OFFERING;
    else if (d->on_the_way == 0 && !once(d))
        settle(d);
}

static void offering(delivery *d) {
    const char *error = NULL;
    enum bus_outcome outcome = bus_offer(d->bus, d->offers, d->offer_n, &error);
    if (done(d, outcome, error))
        d->state = DELIVERY_COMMITTING;
}

static void committing(delivery *d) {
    const char *error = NULL;
    enum bus_outcome outcome = bus_commit_transaction(d->bus, &error);
    if (!done(d, outcome, error))
        return;
    settle(d);
    d->took = clock_ms() - d->begun;
    metrics_transaction(d->metrics, d->took * 1000);
    d->counts.commits++;
    for (size_t i = 0; i < d->offer_n; i++) {
        partition *p = batch_find(d->batch, d->offers[i].topic, d->offers[i].partition);
        if (p && d->offers[i].offset > p->committed)
            p->next = p->committed = d->offers[i].offset;
    }
}

void delivery_step(delivery *d) {
    static void (*const steps[])(delivery *) = {starting, idle, sending, flushing, offering, committing, aborting};
    bool moved = true;
    while (moved && d->end == BUS_DONE) {
        enum delivery_state before = d->state;
        steps[before](d);
        moved = d->state != before;
    }
    int64_t now = clock_ms();
    if (!once(d) && d->state != DELIVERY_STARTING && d->end == BUS_DONE && now >= d->next_commit) {
        commit(d, false, false);
        d->next_commit = now + d->c->commit_interval;
    }
}

int delivery_wait_ms(const delivery *d, int64_t now) {
    int64_t at = d->next_commit;
    if (d->state != DELIVERY_IDLE && d->state != DELIVERY_FLUSHING && d->state != DELIVERY_SENDING)
        return 1; /* the call itself waits */
    if (d->ready_since && d->state == DELIVERY_IDLE)
        at = d->ready_since + patience(d);
    if (d->hold_until > now)
        at = d->hold_until;
    return at <= now ? 1 : at - now > HOLD_MOST_MS ? HOLD_MOST_MS : (int)(at - now);
}

void delivery_forget(delivery *d, const partition *p) {
    bool open = d->state == DELIVERY_SENDING || d->state == DELIVERY_FLUSHING || d->state == DELIVERY_OFFERING;
    bool part = p->n > p->sent && batch_slot(p, p->sent)->next > 0;
    if (once(d) && open && (p->sent || part))
        d->state = DELIVERY_ABORTING;
    for (size_t i = 0; i < d->offer_n; i++)
        if (d->offers[i].partition == p->number && strcmp(d->offers[i].topic, p->topic) == 0)
            d->offers[i--] = d->offers[--d->offer_n];
}

void delivery_close(delivery *d) { free(d->offers); }
