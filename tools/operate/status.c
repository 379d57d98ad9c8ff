/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman status, reload: what the daemon on this machine does; letting it take what has changed. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "operate.h"

enum { PLACES = 64, STATUS_SECONDS = 10, RELOAD_SECONDS = 600 };

/* The answer, where it is `{"ok":true, …}`; NULL: said why. */
static json_t *unpacked(const daemon_place *place, json_t *answer, int *status) {
    if (json_is_true(json_object_get(answer, "ok")))
        return answer;
    *status = ask_refused(*place->name ? place->name : "dragomand", answer);
    json_decref(answer);
    return NULL;
}

static const char *text(const json_t *s, const char *key) {
    const char *t = json_string_value(json_object_get(s, key));
    return t ? t : "";
}

static int64_t number(const json_t *s, const char *key) { return json_integer_value(json_object_get(s, key)); }

static bool has(const json_t *s, const char *key) { return json_is_integer(json_object_get(s, key)); }

static void print_partitions(const cli *c, const json_t *list) {
    static const char *const heads[] = {"PARTITION", "COMMITTED", "READ TO", "LAG", "LAG STABLE", ""};
    table t = {heads, "lrrrrl", sizeof heads / sizeof heads[0], 0, 0, NULL, false};
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *p = json_array_get(list, i);
        char name[300], committed[32], next[32], lag[32], stable[32];
        snprintf(name, sizeof name, "%s/%" PRId64, text(p, "topic"), number(p, "partition"));
        snprintf(committed, sizeof committed, "%" PRId64, number(p, "committed"));
        snprintf(next, sizeof next, "%" PRId64, number(p, "next"));
        const char *cells[] = {name,
                               number(p, "committed") >= 0 ? committed : NULL,
                               number(p, "next") >= 0 ? next : NULL,
                               has(p, "lag") ? show_count(number(p, "lag"), lag) : NULL,
                               has(p, "lag_stable") ? show_count(number(p, "lag_stable"), stable) : NULL,
                               json_is_true(json_object_get(p, "stopped")) ? "STOPPED: its position is gone" : ""};
        table_row(&t, cells);
    }
    if (t.n)
        table_print(&t, c);
    table_free(&t);
}

static void print_counts(const json_t *counts) {
    static const char *const names[] = {"articles", "events", "dead_letters", "tombstones",
                                        "commits",  "aborts", "in_flight"};
    static const char *const said[] = {"articles", "events", "dead letters", "tombstones",
                                       "commits",  "aborts", "in flight"};
    char buffer[32];
    fputs("  since then  ", stdout);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        printf("%s%s %s", i ? ", " : "", show_count(number(counts, names[i]), buffer), said[i]);
    putchar('\n');
}

static void print_line(const char *name, const char *value, size_t n, int most) {
    printf("  %-11s ", name);
    show_text(stdout, value, n, most);
    putchar('\n');
}

/* Each line of a text of several. */
static void print_lines(const char *name, const char *value) {
    for (size_t n; *value; value += n + (value[n] == '\n'), name = "") {
        n = strcspn(value, "\n");
        print_line(name, value, n, 1 << 20);
    }
}

static void print_status(const cli *c, const json_t *s) {
    char up[32], lag[32], model[24];
    bool ready = json_is_true(json_object_get(s, "ready"));
    const char *colour = !c->colour ? "" : ready ? "\033[32m" : "\033[31m", *id = text(s, "model");
    snprintf(model, sizeof model, "%.19s", id); /* sha256: and twelve digits */
    printf("%s●%s %s", colour, c->colour ? "\033[0m" : "", ready ? "ready" : "NOT READY");
    fputs(", ", stdout);
    show_text(stdout, text(s, "state"), strlen(text(s, "state")), 200);
    putchar('\n');
    print_line("instance", text(s, "instance"), strlen(text(s, "instance")), 200);
    print_line("group", text(s, "group"), strlen(text(s, "group")), 200);
    print_line("config", text(s, "config"), strlen(text(s, "config")), 400);
    printf("  version     %s, model %s\n", text(s, "version"), model);
    if (number(s, "started") > 0)
        printf("  up          %s\n", show_duration(((int64_t)time(NULL) - number(s, "started")) * 1000, up));
    printf("  reads       %.0f articles/s, lag %s\n", json_number_value(json_object_get(s, "articles_per_second")),
           has(s, "lag") ? show_count(number(s, "lag"), lag) : "not known");
    print_counts(json_object_get(s, "counts"));
    print_lines("why", text(s, "why"));
    print_lines("last error", text(s, "last_error"));
    print_partitions(c, json_object_get(s, "partitions"));
}

static size_t gather(const cli *c, const config *conf, daemon_place *places, json_t **answers, int *status) {
    size_t found = ask_places(c, conf, places, PLACES), n = 0;
    for (size_t i = 0; i < found; i++) {
        json_t *answer = ask_daemon(&places[i], json_pack("{s:s}", "do", "status"), STATUS_SECONDS, status);
        if (answer)
            answer = unpacked(&places[i], answer, status);
        if (answer) {
            places[n] = places[i];
            answers[n++] = answer;
        }
    }
    return n || found ? n : ask_http(c, conf, places, answers, PLACES);
}

static int nobody(const cli *c, const config *conf) {
    fprintf(
        stderr,
        "dragoman: no daemon answers here%s%s, over a control socket or at http://%s (systemctl status 'dragomand*')\n",
        c->instance ? " as " : "", c->instance ? c->instance : "", *conf->http_listen ? conf->http_listen : "…");
    return CLI_ABSENT;
}

int command_status(const cli *c) {
    daemon_place places[PLACES];
    json_t *answers[PLACES];
    config conf;
    int status = operate_config_or_defaults(c, &conf);
    size_t n = status ? 0 : gather(c, &conf, places, answers, &status);
    if (n == 0 && status == CLI_OK)
        status = nobody(c, &conf);
    json_t *list = c->json ? json_array() : NULL;
    for (size_t i = 0; i < n; i++) {
        if (!json_is_true(json_object_get(answers[i], "ready")) && status == CLI_OK)
            status = CLI_AGAIN;
        if (c->json) {
            json_object_del(answers[i], "ok");
            json_array_append(list, answers[i]);
        } else {
            fputs(i ? "\n" : "", stdout);
            print_status(c, answers[i]);
        }
        json_decref(answers[i]);
    }
    config_free(&conf);
    int printed = c->json ? show_json(list) : cli_finish(CLI_OK);
    return printed ? printed : status;
}

/* ---- reload --------------------------------------------------------------------------------------------------------------------- */

static int reload_one(const daemon_place *place, bool several) {
    int status = CLI_OK;
    json_t *answer = ask_daemon(place, json_pack("{s:s}", "do", "reload"), RELOAD_SECONDS, &status);
    answer = answer ? unpacked(place, answer, &status) : NULL;
    if (answer) {
        const char *model = text(answer, "model");
        printf("%s%sreloaded%s%.19s\n", several ? place->name : "", several ? ": " : "", *model ? ", model " : "",
               model);
    }
    json_decref(answer);
    return status;
}

int command_reload(const cli *c) {
    daemon_place places[PLACES];
    config conf;
    int status = operate_config_or_defaults(c, &conf);
    size_t n = status ? 0 : ask_places(c, &conf, places, PLACES);
    if (n == 0 && status == CLI_OK)
        status = ask_nobody();
    for (size_t i = 0; i < n; i++) {
        int one = reload_one(&places[i], n > 1);
        status = one > status ? one : status;
    }
    config_free(&conf);
    return cli_finish(status);
}
