/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The daemon's life:
 *
 *               model, workers, bus            SIGTERM, SIGINT            nothing left, or drain-timeout
 *   STARTING ─────────────────────▶ RUNNING ──────────────────▶ DRAINING ───────────────────────────────▶ STOPPED
 *      │                            │     ▲  SIGHUP                                                          ▲
 *      │ a problem of the           ▼     │                  fatal error of a client: 75 ────────────────────┤
 *      │ configuration: 78         RELOADING (any failure      another process has our instance: 69 ─────────┤
 *      │                                   keeps the old)      an article that does not end: 70 ─────────────┤
 *      └─────────────────────────────────────────────────────────────────────────────────────────────────────┘
 *
 * One thread, this one, owns the consumer and the producer and does everything but read articles.
 */
#define _GNU_SOURCE
#include "daemon.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup.h"
#include "clock.h"
#include "control.h"
#include "http.h"
#include "inflight.h"
#include "notify.h"
#include "report.h"
#include "show.h"
#include "signals.h"
#include "stopped.h"

enum { SLOTS_PER_THREAD = 32, CLOSE_MS = 15000, STOP_MS = 5000, PIN_MS = 1000 };

typedef struct life {
    config *c;
    int signals;
    logger log;
    work_plan *plan;
    inflight *state; /* NULL: crashes are not remembered */
    workers *workers;
    bus *bus;
    flow flow;
    report report;
    board *board; /* with http: what it shows */
    http *http;   /* NULL: nothing is shown */
    int64_t next_pin;
    control *control;  /* NULL: nobody can ask */
    uint64_t secrets;  /* config_secrets_mark of the credentials in use */
    char refused[600]; /* why the last reload was refused; empty: it was not */
    bool debug;        /* everything is logged, whatever the configuration says */
    bool hung;
    bool finished; /* with a window: all of it has been read */
} life;

static void problem(void *arg, const char *line) {
    life *d = arg;
    LOG_SAY(&d->log, CONFIG, NULL, "%s", line);
}

/* Every second what is shown is made anew. */
static void show(life *d) {
    int64_t now = clock_ms();
    if (!d->http || now < d->next_pin)
        return;
    show_pin(d->board, &d->report, dgm_model_id(work_plan_model(d->plan)));
    d->next_pin = now + PIN_MS;
}

static void tick(void *arg) {
    life *d = arg;
    show(d);
    if (!report_tick(&d->report)) {
        d->hung = true;
        d->flow.end = BUS_LOST;
    }
}

/* ---- start ---------------------------------------------------------------------------------------------------------------- */

static void configure_log(life *d) {
    d->log.level = d->debug ? LEVEL_DEBUG : (enum log_level)(LEVEL_ERROR + d->c->log_level);
    d->log.group = d->c->group;
    d->log.instance = d->c->instance;
}

/* Limits that cannot all hold: an article may come in that its dead letter's topic does not take. */
static void compare_limits(life *d) {
    if (d->c->max_article > d->c->max_record)
        LOG_SAY(&d->log, LIMITS, NULL,
                "[input] max-article is larger than [output] max-record: dead letters of articles over %" PRId64
                " bytes go without the article, with its length and SHA-256",
                d->c->max_record);
}

static void say_error(life *d, const char *what, const dgm_error *e) {
    LOG_SAY(&d->log, CONFIG, NULL, "%s: %s%s%s%s%s%s", what, e->what[0] ? e->what : dgm_error_text(e->code),
            e->where[0] ? " (" : "", e->where, e->where[0] ? ")" : "", e->hint[0] ? "; " : "", e->hint);
}

/* Where this process remembers. NULL: nowhere. */
static const char *state_folder(const config *c, char *buffer, size_t cap) {
    if (!inflight_folder(c->state, buffer, cap))
        return NULL;
    size_t n = strlen(buffer);
    if (c->window) { /* the folder itself is the daemon's that reads what comes; what is wrong with it opening the file tells */
        snprintf(buffer + n, cap - n, "/replay");
        (void)mkdir(buffer, S_IRWXU);
    }
    return buffer;
}

/* A run over a part of the input is a group of its own, named by what was asked for and by the model: the daemon that reads what
 * comes goes on beside it, the same command goes on where it was interrupted, several processes share its partitions. */
static int open_window(life *d) {
    window *w = d->c->window;
    char group[512];
    if (!w)
        return EXIT_OK;
    window_mix(w, dgm_model_id(work_plan_model(d->plan)));
    snprintf(group, sizeof group, "%s-replay-%s", d->c->group, w->name);
    char *copy = strdup(group);
    if (!copy)
        return EXIT_AGAIN;
    free(d->c->group);
    d->c->group = copy;
    d->log.group = copy;
    LOG_SAY(&d->log, REPLAY, NULL, "a part of the input is read again as the group %s%s", group,
            w->dry_run ? "; nothing is sent and nothing committed: a dry run"
                       : "; interrupted, the same command goes on where it stopped");
    return EXIT_OK;
}

static void say_state(life *d, const char *folder, const inflight_found *found) {
    if (found->anew)
        LOG_SAY(&d->log, STATE, NULL, "%s/inflight begins anew: %s", folder, found->anew);
    if (found->damaged)
        LOG_SAY(&d->log, STATE, NULL, "%s/inflight: %zu damaged entries are left out", folder, found->damaged);
    if (found->suspects)
        LOG_SAY(
            &d->log, SUSPECTS, NULL,
            "the last process ended while it read %zu articles; %zu are suspects and are read alone, %zu have ended "
            "a process twice alone and become dead letters",
            found->rows, found->suspects - found->condemned, found->condemned);
}

static int open_state(life *d) {
    char buffer[4096];
    dgm_error e = {0};
    inflight_found found;
    const char *folder = state_folder(d->c, buffer, sizeof buffer);
    if (!folder) {
        LOG_SAY(&d->log, STATE, NULL,
                "there is no state folder ([flow] state, $STATE_DIRECTORY): an article that ends the process is read "
                "again at each start");
        return EXIT_OK;
    }
    switch (inflight_open(folder, &d->state, &found, &e)) {
    case INFLIGHT_OPEN:
        say_state(d, folder, &found);
        return EXIT_OK;
    case INFLIGHT_TAKEN:
        say_error(d, "state", &e);
        return EXIT_TAKEN;
    case INFLIGHT_NO_ROOM:
        say_error(d, "state", &e);
        return EXIT_AGAIN;
    default:
        say_error(d, "state", &e);
        return EXIT_CONFIG;
    }
}

/* A daemon that cannot show what it does goes on doing it. */
static void open_http(life *d) {
    char why[300] = "no memory";
    if (!*d->c->http_listen || d->c->window)
        return;
    d->board = board_new();
    d->http = d->board ? http_start(d->c->http_listen, d->board, why, sizeof why) : NULL;
    if (!d->http) {
        LOG_SAY(&d->log, HTTP, NULL, "nothing is shown over HTTP: [http] listen = %s", why);
        return;
    }
    board_plan(d->board, d->plan);
    LOG_SAY(&d->log, HTTP_OPEN, NULL, "http://%s/ shows what is done", http_address(d->http));
    d->next_pin = 0;
    show(d);
}

static json_t *answer(void *arg, const char *what, const json_t *request);

static void open_control(life *d) {
    char buffer[256], why[300];
    const char *path = control_path(d->c->control_socket, buffer, sizeof buffer);
    if (!path || d->c->window)
        return;
    d->control = control_open(path, answer, d, why, sizeof why);
    if (!d->control)
        LOG_SAY(&d->log, CONTROL, NULL,
                "nobody can ask this process or tell it to reload, but by SIGHUP: [control] socket = %s", why);
}

static size_t thread_count(const config *c) {
    int64_t cpus = sysconf(_SC_NPROCESSORS_ONLN);
    size_t threads = c->threads > 0 ? (size_t)c->threads : cpus > 0 ? (size_t)cpus : 1;
    return threads < INFLIGHT_ROWS ? threads : INFLIGHT_ROWS;
}

static int start(life *d) {
    char path[4096];
    dgm_error e = {0};
    size_t threads = thread_count(d->c);
    configure_log(d);
    compare_limits(d);
    notify_status("starting");
    int opened = open_state(d);
    if (opened != EXIT_OK)
        return opened;
    d->plan = work_plan_open(d->c, &e);
    if (!d->plan) {
        say_error(d, work_plan_file(d->c, path, sizeof path), &e);
        return e.code == DGM_MEMORY ? EXIT_AGAIN : EXIT_CONFIG;
    }
    opened = open_window(d);
    if (opened != EXIT_OK)
        return opened;
    d->flow = (flow){.c = d->c, .log = &d->log, .tick = tick, .tick_arg = d};
    d->flow.most_outstanding = threads * SLOTS_PER_THREAD;
    if (!workers_start(threads, d->flow.most_outstanding, d->plan, d->state, &d->workers, &e)) {
        say_error(d, "worker threads", &e);
        return EXIT_AGAIN;
    }
    d->flow.workers = d->workers;
    d->flow.state = d->state;
    report_open(&d->report, &d->flow);
    d->report.refused = d->refused;
    bus_events events = flow_events(&d->flow);
    if (!bus_open(d->c, &events, problem, d, &d->bus))
        return EXIT_CONFIG;
    d->flow.bus = d->bus;
    flow_open(&d->flow, d->plan);
    LOG_SAY(&d->log, STARTED, NULL, "dragomand %s reads with %zu threads, group %s, model %s", dgm_version(), threads,
            d->c->group, dgm_model_id(work_plan_model(d->plan)));
    open_http(d);
    open_control(d);
    d->secrets = config_secrets_mark(d->c);
    return EXIT_OK;
}

/* ---- run ---------------------------------------------------------------------------------------------------------------------- */

/* Each reason is an entry of the log, and a part of the answer to whoever asked. */
static void refuse(void *arg, const char *line) {
    life *d = arg;
    size_t n = strlen(d->refused);
    LOG_SAY(&d->log, RELOAD_REFUSED, NULL, "%s", line);
    snprintf(d->refused + n, sizeof d->refused - n, "%s%s", n ? "; " : "", line);
}

static void remark(void *arg, const char *line) {
    life *d = arg;
    LOG_SAY(&d->log, RELOADED, NULL, "%s", line);
}

static void say_nothing(void *arg, const char *line) {
    (void)arg;
    (void)line;
}

static void exchange(life *d, work_plan *plan) {
    workers_exchange(d->workers, plan);
    work_plan_unref(d->plan);
    d->plan = plan;
    d->flow.delivery.plan = plan;
    if (d->board)
        board_plan(d->board, plan);
}

/* The new plan, with the new configuration in force; NULL: refused, and the old one is in force again. */
static work_plan *renew(life *d, config *fresh) {
    char path[4096], line[600];
    dgm_error e = {0};
    if (config_read(d->c->path, fresh, refuse, d) != 0)
        return NULL;
    config_reload(d->c, fresh, remark, d);
    work_plan *plan = work_plan_open(d->c, &e);
    if (plan)
        return plan;
    snprintf(line, sizeof line, "%.300s: %.200s", work_plan_file(d->c, path, sizeof path),
             e.what[0] ? e.what : dgm_error_text(e.code));
    refuse(d, line);
    config_reload(d->c, fresh, say_nothing, d);
    return NULL;
}

/* Clients keep the credentials that they were made with. */
static void compare_secrets(life *d) {
    if (config_secrets_mark(d->c) != d->secrets)
        LOG_SAY(&d->log, RELOADED, NULL, "a credential has changed and takes effect after a restart");
}

/* Every path leads to READY=1. d->refused says why it was not done. */
static void reload(life *d) {
    config fresh = {0};
    d->refused[0] = '\0';
    if (d->c->window) {
        refuse(d, "a run over a part of the input ends with what it began with");
        return;
    }
    notify_reloading();
    work_plan *plan = renew(d, &fresh);
    if (plan) {
        d->flow.metrics.reloads_done++;
        d->debug = false;
        exchange(d, plan);
        configure_log(d);
        compare_secrets(d);
        LOG_SAY(&d->log, RELOADED, NULL, "configuration and model are read anew, model %s",
                dgm_model_id(work_plan_model(d->plan)));
    } else {
        d->flow.metrics.reloads_refused++;
        LOG_SAY(&d->log, RELOAD_REFUSED, NULL, "the old configuration and model stay");
    }
    config_free(&fresh);
    d->report.next_status = 0; /* the status tells at once whether it was done */
    if (d->report.ready_since)
        notify_ready();
}

/* ---- what operators ask (control.h) ------------------------------------------------------------------------------------------- */

static json_t *answer_reload(life *d) {
    reload(d);
    if (d->refused[0])
        return control_refusal("refused", "the old configuration and model stay; dragomand --check says the same", "%s",
                               d->refused);
    return json_pack("{s:b, s:s}", "ok", 1, "model", dgm_model_id(work_plan_model(d->plan)));
}

static json_t *answer_status(life *d) {
    json_t *status = show_status(&d->report, dgm_model_id(work_plan_model(d->plan)));
    if (status)
        json_object_set_new(status, "ok", json_true());
    return status;
}

static void switch_debug(life *d, bool on) {
    d->debug = on;
    configure_log(d);
    LOG_SAY(&d->log, DEBUGGING, NULL,
            on ? "everything is logged, until a reload or until it is switched off"
               : "the log shows what is configured");
}

static json_t *answer_debug(life *d, const json_t *request) {
    const json_t *on = json_object_get(request, "on");
    if (!json_is_boolean(on))
        return control_refusal("bad-request", "on: true or false", "it is not said whether debugging is to be on");
    switch_debug(d, json_is_true(on));
    return json_pack("{s:b, s:b}", "ok", 1, "debug", d->debug);
}

/* earliest, latest or an offset; false: none of them. */
static bool where_from(const json_t *from, int64_t *out) {
    const char *word = json_string_value(from);
    *out = word && strcmp(word, "earliest") == 0 ? BUS_EARLIEST : word && strcmp(word, "latest") == 0 ? BUS_LATEST : -3;
    if (json_is_integer(from) && json_integer_value(from) >= 0)
        *out = json_integer_value(from);
    return *out != -3;
}

static json_t *answer_choose(life *d, const json_t *request) {
    const char *topic = json_string_value(json_object_get(request, "topic"));
    const json_t *number = json_object_get(request, "partition");
    int64_t from = 0;
    stopped_answer a;
    if (!topic || !json_is_integer(number) || json_integer_value(number) < 0 ||
        json_integer_value(number) > INT32_MAX || !where_from(json_object_get(request, "from"), &from))
        return control_refusal("bad-request", "topic, partition, and from: earliest, latest or an offset",
                               "it is not said which partition goes on where");
    if (!stopped_choose(&d->flow, topic, (int32_t)json_integer_value(number), from, &a))
        return control_refusal(a.code, a.hint, "%s", a.why);
    return json_pack("{s:b, s:I}", "ok", 1, "offset", (json_int_t)a.offset);
}

/* What is remembered at this moment: the table of suspects is this thread's alone. */
static json_t *answer_state(life *d) {
    json_t *backup = d->state ? backup_of(d->state) : NULL;
    if (!d->state)
        return control_refusal("no-state", "[flow] state, $STATE_DIRECTORY", "this daemon has no state folder");
    return json_pack("{s:b, s:o*}", "ok", backup != NULL, "state", backup);
}

static json_t *answer(void *arg, const char *what, const json_t *request) {
    life *d = arg;
    if (strcmp(what, "status") == 0)
        return answer_status(d);
    if (strcmp(what, "reload") == 0)
        return answer_reload(d);
    if (strcmp(what, "debug") == 0)
        return answer_debug(d, request);
    if (strcmp(what, "choose") == 0)
        return answer_choose(d, request);
    if (strcmp(what, "state") == 0)
        return answer_state(d);
    return control_refusal("unknown", "status, reload, debug, choose, state", "there is no such request");
}

/* Until a signal that ends it, or a fatal error. */
static void run(life *d) {
    int files[] = {d->signals, workers_file(d->workers), d->control ? control_file(d->control) : -1};
    while (!d->flow.end) {
        flow_step(&d->flow);
        tick(d);
        d->finished = flow_finished(&d->flow);
        if (d->flow.end || d->finished)
            return;
        bus_wait(d->bus, files, d->control ? 3 : 2, flow_wait_ms(&d->flow));
        if (d->control)
            control_serve(d->control);
        for (int s = 0; (s = signals_next(d->signals));) {
            if (s == SIGTERM || s == SIGINT)
                return;
            if (s == SIGHUP)
                reload(d);
            else
                switch_debug(d, s == SIGUSR1);
        }
    }
}

/* ---- drain and stop -------------------------------------------------------------------------------------------------------------- */

static void drain(life *d) {
    int64_t until = clock_ms() + d->c->drain_timeout;
    d->report.stopping_until = until;
    notify_stopping();
    LOG_SAY(&d->log, DRAINING, NULL, "stopping: %zu articles are in flight, those begun are finished",
            d->flow.batch.slots);
    size_t left = flow_drain(&d->flow, until);
    if (left)
        LOG_SAY(&d->log, LEFT_BEHIND, NULL, "%zu articles in work were left to the next start", left);
}

/* The workers end first: after that nobody but us holds a slot. False: an article does not even end now. */
static bool end_workers(life *d) {
    if (!d->workers)
        return true;
    workers_check(d->workers, INT64_MAX / 2, 0); /* whoever is still at an article gives it up */
    bool ended = workers_stop(d->workers, clock_ms() + STOP_MS);
    if (!ended)
        LOG_SAY(&d->log, HUNG, NULL, "an article does not end when told to: the process ends without it");
    flow_collect(&d->flow);
    return ended;
}

static int exit_of(enum bus_outcome end) {
    return end == BUS_DONE ? EXIT_OK : end == BUS_TAKEN ? EXIT_TAKEN : end == BUS_WRONG ? EXIT_CONFIG : EXIT_AGAIN;
}

daemon_end daemon_run(config *c, int signals) {
    char counts[256];
    life *d = calloc(1, sizeof *d);
    daemon_end end = {EXIT_AGAIN, false};
    if (!d)
        return end;
    d->c = c;
    d->signals = signals;
    log_open(&d->log);
    end.status = start(d);
    if (end.status == EXIT_OK) {
        run(d);
        drain(d);
        end.status = d->hung ? EXIT_FAULT : exit_of(d->flow.end);
    }
    if (d->hung) {
        end.abrupt = true; /* a thread that does not end cannot be waited for */
        return end;
    }
    control_close(d->control);
    http_stop(d->http);
    board_free(d->board);
    d->http = NULL; /* the bus is still to be closed, and its callbacks show what is done */
    d->board = NULL;
    bool ended = end_workers(d);
    end.abrupt = !bus_close(d->bus, CLOSE_MS) || !ended;
    if (d->bus) {
        report_counts(&d->report, counts, sizeof counts);
        LOG_SAY(&d->log, STOPPED, NULL, "%s: %s",
                !c->window    ? "stopped"
                : d->finished ? "all is read"
                              : "interrupted",
                counts);
    }
    if (ended) {
        workers_free(d->workers);
        inflight_close(d->state);
    }
    flow_close(&d->flow);
    work_plan_unref(d->plan);
    if (!end.abrupt)
        free(d);
    return end;
}
