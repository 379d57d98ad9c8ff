/* SPDX-License-Identifier: Apache-2.0 */
#include "worker.h"

#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "clock.h"
#include "queue.h"

typedef struct worker {
    struct workers *all;
    size_t row; /* of the state file */
    pthread_t thread;
    bool running;         /* has been started and not been joined */
    atomic_bool ended;    /* has nothing left to do but to return */
    pthread_mutex_t lock; /* of the three below, which the loop looks at */
    work_reader *reader;
    int64_t since; /* when the article at hand was begun; 0: none */
    work_plan *plan;
} worker;

struct workers {
    queue *waiting, *done;
    inflight *state; /* borrowed */
    int file;
    int ends;             /* an event for each worker that has ended */
    pthread_mutex_t lock; /* of plan */
    work_plan *plan;
    size_t n;
    worker worker[];
};

static work_plan *current_plan(workers *w) {
    pthread_mutex_lock(&w->lock);
    work_plan *plan = work_plan_ref(w->plan);
    pthread_mutex_unlock(&w->lock);
    return plan;
}

/* Makes the worker's reader one of the current plan's. A reader that cannot be made leaves the old one in place. */
static void follow_plan(worker *me) {
    work_plan *plan = current_plan(me->all);
    work_reader *fresh = NULL;
    dgm_error e = {0};
    if (plan == me->plan || work_reader_new(work_plan_model(plan), work_plan_settings(plan), &fresh, &e) != DGM_OK) {
        work_plan_unref(plan);
        return;
    }
    work_plan *old_plan = me->plan;
    work_reader *old = me->reader;
    pthread_mutex_lock(&me->lock);
    me->reader = fresh;
    me->plan = plan;
    pthread_mutex_unlock(&me->lock);
    work_reader_free(old);
    work_plan_unref(old_plan);
}

static void set_since(worker *me, int64_t since) {
    pthread_mutex_lock(&me->lock);
    me->since = since;
    pthread_mutex_unlock(&me->lock);
}

static void give_back(workers *w, slot *s) {
    uint64_t one = 1;
    size_t n = queue_put(w->done, s); /* has room for every slot that was ever given out */
    if (n > 1)
        return; /* the loop has been woken for the first, and takes until nothing is left */
    if (write(w->file, &one, sizeof one) < 0)
        return; /* the counter is full: the loop has been woken already */
}

static void read_one(worker *me, slot *s) {
    inflight *state = me->all->state;
    inflight_begin(state, me->row, s->record, s->accused);
    set_since(me, clock_ms());
    if (s->record->value.p)
        work_article(me->reader, s->record, &s->result);
    else
        work_tombstone(work_plan_settings(me->plan), s->record, &s->result);
    set_since(me, 0);
    if (work_starved(&s->result))
        inflight_freeze(state);
    inflight_end(state, me->row);
}

static void *run(void *arg) {
    worker *me = arg;
    for (slot *s = NULL; (s = queue_take(me->all->waiting));) {
        if (!atomic_load(&s->dropped)) {
            follow_plan(me);
            read_one(me, s);
        }
        give_back(me->all, s);
    }
    const uint64_t one = 1;
    atomic_store(&me->ended, true);
    return write(me->all->ends, &one, sizeof one) < 0 ? me : NULL; /* full: whoever waits has been woken */
}

static bool start_one(workers *w, worker *me, dgm_error *e) {
    me->all = w;
    me->plan = work_plan_ref(w->plan);
    pthread_mutex_init(&me->lock, NULL);
    if (work_reader_new(work_plan_model(w->plan), work_plan_settings(w->plan), &me->reader, e) != DGM_OK)
        return false;
    me->running = pthread_create(&me->thread, NULL, run, me) == 0;
    if (!me->running)
        e->code = DGM_MEMORY;
    return me->running;
}

bool workers_start(size_t threads, size_t capacity, work_plan *plan, inflight *state, workers **out, dgm_error *e) {
    workers *w = calloc(1, sizeof *w + threads * sizeof w->worker[0]);
    bool started = w != NULL;
    if (w) {
        w->waiting = queue_new(capacity);
        w->done = queue_new(capacity + threads);
        w->file = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        w->ends = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        w->plan = work_plan_ref(plan);
        w->state = state;
        pthread_mutex_init(&w->lock, NULL);
        started = w->waiting && w->done && w->file >= 0 && w->ends >= 0;
    }
    if (!started)
        e->code = DGM_MEMORY;
    for (size_t i = 0; started && i < threads; i++) {
        w->worker[w->n++].row = i;
        started = start_one(w, &w->worker[i], e);
    }
    if (!started) {
        if (w && w->waiting)
            workers_stop(w, INT64_MAX); /* they have nothing to read */
        workers_free(w);
        w = NULL;
    }
    *out = w;
    return started;
}

void workers_exchange(workers *w, work_plan *plan) {
    pthread_mutex_lock(&w->lock);
    work_plan *old = w->plan;
    w->plan = work_plan_ref(plan);
    pthread_mutex_unlock(&w->lock);
    work_plan_unref(old);
}

bool workers_give(workers *w, slot *s) {
    s->at_worker = true;
    if (queue_put(w->waiting, s) > 0)
        return true;
    s->at_worker = false;
    return false;
}

slot *workers_take_back(workers *w) {
    uint64_t count = 0;
    slot *s = queue_try(w->done);
    if (!s && read(w->file, &count, sizeof count) > 0)
        s = queue_try(w->done); /* one may have come in between */
    if (s)
        s->at_worker = false;
    return s;
}

int workers_file(const workers *w) { return w->file; }

int64_t workers_check(workers *w, int64_t now, int64_t limit) {
    int64_t longest = 0;
    for (size_t i = 0; i < w->n; i++) {
        worker *one = &w->worker[i];
        pthread_mutex_lock(&one->lock);
        int64_t age = one->since ? now - one->since : 0;
        if (age > limit) /* told again at each check: a reader forgets it when it begins an article */
            work_cancel(one->reader);
        pthread_mutex_unlock(&one->lock);
        if (age > longest)
            longest = age;
    }
    return longest;
}

/* Waits until the worker has nothing left to do, or the time is over. */
static bool joined(worker *one, int64_t until) {
    struct pollfd ends = {.fd = one->all->ends, .events = POLLIN};
    uint64_t count = 0;
    while (one->running && !atomic_load(&one->ended)) {
        int64_t rest = until - clock_ms();
        if (rest <= 0)
            return false;
        if (poll(&ends, 1, rest < INT_MAX ? (int)rest : INT_MAX) > 0 && read(ends.fd, &count, sizeof count) < 0)
            return false;
    }
    if (one->running)
        pthread_join(one->thread, NULL);
    one->running = false;
    return true;
}

bool workers_stop(workers *w, int64_t until) {
    bool all = true;
    queue_close(w->waiting);
    for (size_t i = 0; i < w->n; i++)
        all = joined(&w->worker[i], until) && all;
    return all;
}

void workers_free(workers *w) {
    if (!w)
        return;
    for (size_t i = 0; i < w->n; i++) {
        work_reader_free(w->worker[i].reader);
        work_plan_unref(w->worker[i].plan);
        pthread_mutex_destroy(&w->worker[i].lock);
    }
    queue_free(w->waiting);
    queue_free(w->done);
    if (w->file >= 0)
        close(w->file);
    if (w->ends >= 0)
        close(w->ends);
    work_plan_unref(w->plan);
    pthread_mutex_destroy(&w->lock);
    free(w);
}
