/* SPDX-License-Identifier: Apache-2.0 */
#include "stopped.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "clock.h"

enum { AGAIN_MS = 1000 };

static int64_t position_of(const partition *p) { return p->next > p->committed ? p->next : p->committed; }

/* What the operator has to know to decide. */
static void describe(const flow *f, const partition *p, const char *reason, char *text, size_t cap) {
    int64_t first = 0, end = 0, position = position_of(p);
    if (position < 0 || !bus_range(f->bus, p->topic, p->number, &first, &end))
        snprintf(text, cap, "articles are gone that nobody has read: %s", reason);
    else if (position < first)
        snprintf(text, cap,
                 "offset %" PRId64 " is gone, the partition begins at %" PRId64 ": %" PRId64
                 " articles were deleted before anybody read them",
                 position, first, first - position);
    else
        snprintf(text, cap,
                 "offset %" PRId64 " is gone, the partition holds %" PRId64 " to %" PRId64
                 ": the topic was made anew, and which of it has been read is not known",
                 position, first, end);
}

void stopped_mark(flow *f, const char *topic, int32_t number, const char *text) {
    partition *p = batch_find(&f->batch, topic, number);
    log_place place = {topic, number, -1, NULL, NULL};
    char gone[300];
    if (!p || p->stopped)
        return;
    p->stopped = true;
    f->next_choice = 0;
    describe(f, p, text, gone, sizeof gone);
    if (f->c->window || f->c->position_gone != POSITION_GONE_STOP)
        LOG_SAY(f->log, PARTITION_STOPPED, &place, "%s. It goes on as it is configured", gone);
    else
        LOG_SAY(f->log, PARTITION_STOPPED, &place,
                "%s. The partition stands still, the others go on, until you say where it goes on: dragoman offsets "
                "choose %s/%d@earliest (or @latest, @OFFSET), or [input] when-position-is-gone and a reload. A longer "
                "retention.ms of "
                "the topic keeps what is there meanwhile",
                gone, topic, (int)number);
}

size_t stopped_count(const flow *f) {
    size_t n = 0;
    for (size_t i = 0; i < f->batch.n; i++)
        n += f->batch.partitions[i]->stopped;
    return n;
}

/* ---- going on ----------------------------------------------------------------------------------------------------------------- */

__attribute__((format(printf, 4, 5))) static bool refuse(stopped_answer *out, const char *code, const char *hint,
                                                         const char *format, ...) {
    va_list list;
    va_start(list, format);
    vsnprintf(out->why, sizeof out->why, format, list);
    va_end(list);
    out->code = code;
    out->hint = hint;
    return false;
}

/* Nothing of it is in work, and no answer to a commit of its old position is due. */
static bool at_rest(const flow *f, const partition *p) {
    return p->n == 0 && !p->revoked && f->delivery.state == DELIVERY_IDLE && p->asked <= p->committed;
}

/* The group has an offset of before, maybe a larger one: what was committed counts no more, and the next commit says the new. */
static bool go_on(flow *f, partition *p, int64_t from, stopped_answer *out) {
    int64_t first = 0, end = 0;
    log_place place = {p->topic, p->number, -1, NULL, NULL};
    if (!at_rest(f, p))
        return refuse(out, "busy", "ask again in a moment", "articles of it are still in work");
    if (!bus_range(f->bus, p->topic, p->number, &first, &end))
        return refuse(out, "no-answer", "ask again when the brokers are back",
                      "no broker says what the partition holds");
    out->offset = from == BUS_EARLIEST ? first : from == BUS_LATEST ? end : from;
    if (out->offset < first || out->offset > end)
        return refuse(out, "out-of-range", "choose earliest, latest or an offset between",
                      "the partition holds %" PRId64 " to %" PRId64, first, end);
    const char *why = bus_go_on(f->bus, p->topic, p->number, out->offset);
    if (why)
        return refuse(out, "failed", "ask again; if it stays so, restart the daemon", "%s", why);
    int64_t before = position_of(p);
    p->stopped = false;
    p->fresh = true;
    p->next = out->offset;
    p->asked = p->committed = -1;
    LOG_SAY(f->log, PARTITION_GOES_ON, &place, "it reads on from %" PRId64 "; offset %" PRId64 " was gone", out->offset,
            before);
    return true;
}

bool stopped_choose(flow *f, const char *topic, int32_t number, int64_t from, stopped_answer *out) {
    partition *p = batch_find(&f->batch, topic, number);
    *out = (stopped_answer){.offset = -1};
    if (!p)
        return refuse(out, "not-ours", "ask the other members of the group", "this process does not have %.200s/%d",
                      topic, (int)number);
    if (!p->stopped)
        return refuse(out, "not-stopped", "only a partition whose position is gone can be told where to go on",
                      "%.200s/%d is not stopped", topic, (int)number);
    return go_on(f, p, from, out);
}

/* What is refused is tried again; work that is left is no trouble. */
static void try_as_configured(flow *f, partition *p, int64_t now) {
    int64_t from = f->c->position_gone == POSITION_GONE_LATEST ? BUS_LATEST : BUS_EARLIEST;
    log_place place = {p->topic, p->number, -1, NULL, NULL};
    stopped_answer answer = {.offset = -1};
    if (go_on(f, p, from, &answer))
        return;
    f->next_choice = now + AGAIN_MS;
    if (strcmp(answer.code, "busy") != 0)
        LOG_SAY(f->log, KAFKA_TROUBLE, &place, "it cannot go on yet: %s", answer.why);
}

void stopped_step(flow *f) {
    int64_t now = clock_ms();
    if ((f->c->position_gone == POSITION_GONE_STOP && !f->c->window) || f->draining || now < f->next_choice)
        return;
    for (size_t i = 0; i < f->batch.n; i++)
        if (f->batch.partitions[i]->stopped)
            try_as_configured(f, f->batch.partitions[i], now);
}
