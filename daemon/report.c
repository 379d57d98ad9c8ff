/* SPDX-License-Identifier: Apache-2.0 */
#include "report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "notify.h"
#include "stopped.h"

enum { STATUS_MS = 2000, CHECK_MS = 200, EXTEND_MS = 10000, HUNG_MS = 5000, HEALTHY_MS = 120000 };

void report_open(report *r, flow *f) {
    *r = (report){.flow = f, .watchdog_ms = notify_watchdog_ms(), .last_status = clock_ms()};
}

const char *report_state(const report *r) {
    const flow *f = r->flow;
    const char *reading = f->c->window ? "reading again" : "reading";
    return r->stopping_until                        ? "stopping"
           : f->delivery.state == DELIVERY_STARTING ? "waiting for brokers"
           : f->delivery.last_error[0]              ? "cannot publish"
           : f->alone                               ? "reading a suspect alone"
           : f->paused                              ? "busy"
                                                    : reading;
}

static void status(report *r, int64_t now) {
    const flow *f = r->flow;
    char text[512], lag[48] = "";
    double seconds = (double)(now - r->last_status) / 1000;
    int64_t behind = flow_lag(f);
    if (seconds > 0)
        r->rate = (double)(f->counts.articles - r->last_articles) / seconds;
    if (behind >= 0)
        snprintf(lag, sizeof lag, ", lag %" PRId64, behind);
    int n =
        snprintf(text, sizeof text,
                 "%s: %.0f articles/s, %zu in flight%s, %zu partitions, %" PRIu64 " events, %" PRIu64 " dead letters",
                 report_state(r), r->rate, f->batch.slots, lag, f->batch.n, f->counts.events,
                 f->counts.dead_letters + f->delivery.counts.refused);
    size_t stopped = stopped_count(f);
    if (stopped && n > 0 && (size_t)n < sizeof text)
        n += snprintf(text + n, sizeof text - (size_t)n, ", %zu partitions wait for the operator", stopped);
    if (f->delivery.last_error[0] && n > 0 && (size_t)n < sizeof text)
        n += snprintf(text + n, sizeof text - (size_t)n, ": %s", f->delivery.last_error);
    if (r->refused && r->refused[0] && n > 0 && (size_t)n < sizeof text)
        snprintf(text + n, sizeof text - (size_t)n, "; reload refused: %s", r->refused);
    notify_status(text);
    r->last_status = now;
    r->last_articles = f->counts.articles;
    r->next_status = now + STATUS_MS;
}

void report_counts(const report *r, char *text, size_t cap) {
    const flow_counts *c = &r->flow->counts;
    snprintf(text, cap, "%" PRIu64 " articles, %" PRIu64 " events, %" PRIu64 " dead letters, %" PRIu64 " tombstones",
             c->articles, c->events, c->dead_letters + r->flow->delivery.counts.refused, c->tombstones);
    size_t n = strlen(text);
    if (r->flow->c->window)
        snprintf(text + n, cap - n, ", %" PRIu64 " outside the time; %" PRIu64 " messages%s", c->left_out,
                 r->flow->delivery.counts.messages, r->flow->c->window->dry_run ? " were not sent (a dry run)" : "");
}

/* The worker that is stuck is told to stop; a sign of life is given only while that works. */
static bool check(report *r, int64_t now) {
    int64_t limit = r->flow->c->article_timeout;
    int64_t longest = workers_check(r->flow->workers, now, limit);
    r->next_check = now + CHECK_MS;
    if (longest <= 2 * limit + HUNG_MS)
        return true;
    LOG_SAY(r->flow->log, HUNG, NULL,
            "an article has been read for %" PRId64 " ms and does not end when told to: the process ends", longest);
    return false;
}

/* Ready is who has ended what a predecessor left open and has asked to join the group. */
static void tell_ready(report *r, int64_t now) {
    if (!r->ready_since && r->flow->delivery.state != DELIVERY_STARTING) {
        notify_ready();
        r->ready_since = now;
    } else if (r->ready_since && !r->healthy && now - r->ready_since > HEALTHY_MS && !r->stopping_until) {
        notify_healthy();
        r->healthy = true;
    }
}

bool report_tick(report *r) {
    int64_t now = clock_ms();
    bool going = now < r->next_check || check(r, now);
    tell_ready(r, now);
    if (going && r->watchdog_ms && r->ready_since && now >= r->next_alive) {
        notify_alive();
        r->next_alive = now + r->watchdog_ms / 3;
    }
    if (now >= r->next_status) {
        status(r, now);
        if (r->stopping_until > now || !r->ready_since)
            notify_extend(EXTEND_MS);
    }
    return going;
}
