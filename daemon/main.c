/* SPDX-License-Identifier: Apache-2.0 */
/* dragomand: reads articles from Kafka, publishes what they tell. See dragomand(8). */
#include <dragoman/dragoman.h>
#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup.h"
#include "bus.h"
#include "control.h"
#include "daemon.h"
#include "log.h"
#include "metrics.h"
#include "model.h"
#include "signals.h"

static const char usage[] =
    "usage: dragomand [--config FILE] [--check | --print-config[=json]]\n"
    "       dragomand [--config FILE] --from WHERE [--until WHERE] [--dry-run]\n"
    "       dragomand [--config FILE] --status | --reload | --debug on|off\n"
    "       dragomand [--config FILE] --export-state | --import-state\n"
    "       dragomand --document example|manual|schema|metrics\n"
    "\n"
    "Reads articles from Kafka, runs the extraction core, publishes extractions and event records.\n"
    "\n"
    "  -c, --config FILE       configuration (default /etc/dragoman/dragomand.conf, where it exists)\n"
    "      --check             check configuration and model, say what is wrong, do not run\n"
    "      --print-config[=json]\n"
    "                          print the configuration in force, secrets hidden, do not run\n"
    "      --document WHAT     print the example file, the manual's list of options, the JSON Schema, or\n"
    "                          the list of metrics\n"
    "      --from WHERE        read a part of the input again, as a group of its own, and end: earliest, a time\n"
    "                          (2025-10-22, 2025-10-22T14:05:00Z), or offsets (articles/0@1500,articles/1@1620)\n"
    "      --until WHERE       where that part ends: a time, offsets, or end (default: the end as it is at the start)\n"
    "      --dry-run           with --from: read and count, send nothing, commit nothing\n"
    "      --status            print what the running daemon does, as JSON\n"
    "      --reload            tell it to read configuration and model anew; waits, and says why when it refuses\n"
    "      --debug on|off      whether it logs everything, until its next reload\n"
    "      --export-state      print what a stopped daemon remembers of crashes, a backup, from its state folder\n"
    "      --import-state      add a backup from standard input to what a stopped daemon remembers\n"
    "  -h, --help              this text\n"
    "  -V, --version           the version, and that of librdkafka\n"
    "\n"
    "Exit status: 0 ended as told, 1 refused by the running daemon, 64 usage, 65 a backup that is damaged or none, "
    "69\n"
    "another process uses this instance or its state folder, or no daemon answers, 70 a fault, 75 a failure that a\n"
    "restart may heal, 78 configuration.\n";

enum { ASK_MS = 60000 }; /* a reload opens and tests a model first */

static const char default_path[] = "/etc/dragoman/dragomand.conf";

typedef struct arguments {
    const char *path, *print, *document, *from, *until;
    json_t *ask; /* of the running daemon; NULL: nothing */
    char carry;  /* x: export the state, i: import it */
    bool check, dry_run;
} arguments;

/* Where problems are told: as entries of the journal, or as lines. */
static void complain(void *arg, const char *line) {
    logger *log = arg;
    LOG_SAY(log, CONFIG, NULL, "%s", line);
}

static int document(const char *what) {
    if (strcmp(what, "example") == 0)
        config_example(stdout);
    else if (strcmp(what, "manual") == 0)
        config_manual(stdout);
    else if (strcmp(what, "schema") == 0)
        config_schema(stdout);
    else if (strcmp(what, "metrics") == 0)
        metrics_document(stdout);
    else {
        fprintf(stderr, "dragomand: --document takes example, manual, schema or metrics\n");
        return EXIT_USAGE;
    }
    return fflush(stdout) ? EXIT_FAULT : EXIT_OK;
}

static int print(const config *c, const char *how) {
    if (*how)
        config_print_json(c, stdout);
    else
        config_print(c, stdout);
    return fflush(stdout) ? EXIT_FAULT : EXIT_OK;
}

/* A configuration is good when librdkafka takes its properties and the model reads an article. */
static int check(const config *c, logger *log) {
    char path[4096];
    dgm_error e = {0};
    int problems = bus_check(c, complain, log);
    work_plan *plan = work_plan_open(c, &e);
    if (!plan) {
        fprintf(stderr, "dragomand: %s: %s\n", work_plan_file(c, path, sizeof path),
                e.what[0] ? e.what : dgm_error_text(e.code));
        problems++;
    } else if (!problems) {
        printf("%s: good, model %s\n", c->path ? c->path : "defaults", dgm_model_id(work_plan_model(plan)));
    }
    work_plan_unref(plan);
    return problems ? EXIT_CONFIG : fflush(stdout) ? EXIT_FAULT : EXIT_OK;
}

/* --status, --reload, --debug. False: said what is wrong. */
static bool choose_request(int option, const char *value, arguments *a) {
    json_decref(a->ask);
    bool on = option == 'g' && strcmp(value, "on") == 0, off = option == 'g' && strcmp(value, "off") == 0;
    a->ask = option != 'g' ? json_pack("{s:s}", "do", option == 's' ? "status" : "reload")
             : on || off   ? json_pack("{s:s, s:b}", "do", "debug", "on", on)
                           : NULL;
    if (!a->ask)
        fprintf(stderr, "dragomand: --debug takes on or off\n");
    return a->ask;
}

/* 0: go on; else the exit status, plus one. */
static int parse(int argc, char **argv, arguments *a) {
    static const struct option options[] = {
        {"config", required_argument, NULL, 'c'},
        {"check", no_argument, NULL, 'k'},
        {"print-config", optional_argument, NULL, 'p'},
        {"document", required_argument, NULL, 'd'},
        {"from", required_argument, NULL, 'f'},
        {"until", required_argument, NULL, 'u'},
        {"dry-run", no_argument, NULL, 'n'},
        {"status", no_argument, NULL, 's'},
        {"reload", no_argument, NULL, 'r'},
        {"debug", required_argument, NULL, 'g'},
        {"export-state", no_argument, NULL, 'x'},
        {"import-state", no_argument, NULL, 'i'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'V'},
        {NULL, 0, NULL, 0},
    };
    for (int o = 0; (o = getopt_long(argc, argv, "c:hV", options, NULL)) != -1;) {
        switch (o) {
        case 'c':
            a->path = optarg;
            break;
        case 'k':
            a->check = true;
            break;
        case 'p':
            a->print = optarg ? optarg : "";
            break;
        case 'd':
            a->document = optarg;
            break;
        case 'f':
            a->from = optarg;
            break;
        case 'u':
            a->until = optarg;
            break;
        case 'n':
            a->dry_run = true;
            break;
        case 's':
        case 'r':
        case 'g':
            if (!choose_request(o, optarg, a))
                return EXIT_USAGE + 1;
            break;
        case 'x':
        case 'i':
            a->carry = (char)o;
            break;
        case 'h':
            fputs(usage, stdout);
            return EXIT_OK + 1;
        case 'V':
            printf("dragomand %s\nlibrdkafka %s\n", dgm_version(), bus_library());
            return EXIT_OK + 1;
        default:
            fputs("dragomand: see dragomand --help\n", stderr);
            return EXIT_USAGE + 1;
        }
    }
    if (optind < argc || (a->print && *a->print && strcmp(a->print, "json") != 0)) {
        fprintf(stderr, "dragomand: cannot read the argument %s; see dragomand --help\n",
                optind < argc ? argv[optind] : a->print);
        return EXIT_USAGE + 1;
    }
    if (!a->from && (a->until || a->dry_run)) {
        fprintf(stderr, "dragomand: --until and --dry-run go with --from; see dragomand --help\n");
        return EXIT_USAGE + 1;
    }
    return 0;
}

static void say_nothing(void *arg, const char *line) {
    (void)arg;
    (void)line;
}

/* Of the daemon that runs with this configuration. What is wrong with the file is the daemon's to say, which refuses it; where it
 * listens the file tells all the same. */
static int ask(const char *file, const json_t *request) {
    config c = {0};
    char buffer[256];
    (void)config_read(file, &c, say_nothing, NULL);
    const char *path = control_path(c.control_socket, buffer, sizeof buffer);
    int status = path ? control_ask(path, request, ASK_MS) : EXIT_USAGE;
    if (!path)
        fprintf(
            stderr,
            "dragomand: neither [control] socket nor $RUNTIME_DIRECTORY says where the running daemon listens; for the "
            "unit: RUNTIME_DIRECTORY=/run/dragoman\n");
    config_free(&c);
    return status;
}

/* The state folder of a daemon that does not run. What else is wrong with the configuration does not matter for it. */
static int carry(const char *file, char how) {
    config c = {0};
    char buffer[4096];
    (void)config_read(file, &c, say_nothing, NULL);
    const char *folder = inflight_folder(c.state, buffer, sizeof buffer);
    config_free(&c);
    if (folder)
        return how == 'x' ? backup_export(folder, stdout) : backup_import(folder, stdin);
    fprintf(stderr,
            "dragomand: neither [flow] state nor $STATE_DIRECTORY names a state folder; for the unit use dragoman "
            "state export and import\n");
    return EXIT_CONFIG;
}

/* False: said what is wrong. */
static bool choose_window(const arguments *a, config *c, window *w) {
    char why[256];
    if (!a->from)
        return true;
    if (!window_parse(a->from, a->until, w, why, sizeof why)) {
        fprintf(stderr, "dragomand: %s\n", why);
        return false;
    }
    w->dry_run = a->dry_run;
    c->window = w;
    if (a->dry_run)
        c->delivery = AT_LEAST_ONCE; /* no transaction is begun, and no process of our name shut out */
    return true;
}

int main(int argc, char **argv) {
    arguments a = {0};
    config c = {0};
    window w = {0};
    logger log = {0};
    int signals = signals_open(); /* before any thread is made */
    int status = parse(argc, argv, &a);
    if (status)
        return status - 1;
    if (a.document)
        return document(a.document);
    log_open(&log);
    json_object_seed(0); /* before threads use jansson */
    if (!a.path && access(default_path, F_OK) == 0)
        a.path = default_path;
    if (a.ask) {
        status = ask(a.path, a.ask);
        json_decref(a.ask);
        return status;
    }
    if (a.carry) {
        signals_close(signals); /* whoever waits for standard input is ended like any command */
        return carry(a.path, a.carry);
    }
    if (signals < 0) {
        perror("dragomand: signals");
        return EXIT_FAULT;
    }
    if (config_read(a.path, &c, complain, &log) != 0) {
        config_free(&c);
        log_settle(&log);
        return EXIT_CONFIG;
    }
    daemon_end end = {EXIT_OK, false};
    if (!choose_window(&a, &c, &w))
        end.status = EXIT_USAGE;
    else if (a.check)
        end.status = check(&c, &log);
    else if (a.print)
        end.status = print(&c, a.print);
    else
        end = daemon_run(&c, signals);
    if (end.status != EXIT_OK)
        log_settle(&log);
    if (end.abrupt) {
        fflush(NULL);
        _exit(end.status);
    }
    config_free(&c);
    window_free(&w);
    close(signals);
    return end.status;
}
