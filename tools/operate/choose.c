/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman offsets choose: where a partition goes on that stands still because its position is gone; the daemon that has it is asked. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "operate.h"

enum { PLACES = 64, CHOOSE_SECONDS = 60 };

typedef struct choice {
    char topic[250];
    long partition;
    const char *where;
    long long offset; /* -1: `where` is a word */
} choice;

/* TOPIC/PARTITION@earliest|latest|OFFSET */
static bool parse(const char *text, choice *out) {
    const char *slash = strrchr(text, '/');
    char *end = NULL;
    if (!slash || slash == text || (size_t)(slash - text) >= sizeof out->topic)
        return false;
    snprintf(out->topic, sizeof out->topic, "%.*s", (int)(slash - text), text);
    errno = 0;
    out->partition = strtol(slash + 1, &end, 10);
    if (end == slash + 1 || *end != '@' || errno || out->partition < 0 || out->partition > INT32_MAX)
        return false;
    out->where = end + 1;
    out->offset = -1;
    if (strcmp(out->where, "earliest") == 0 || strcmp(out->where, "latest") == 0)
        return true;
    out->offset = strtoll(out->where, &end, 10);
    return end != out->where && !*end && !errno && out->offset >= 0;
}

static json_t *request_of(const choice *what) {
    json_t *request =
        json_pack("{s:s, s:s, s:i}", "do", "choose", "topic", what->topic, "partition", (int)what->partition);
    if (request)
        json_object_set_new(request, "from", what->offset >= 0 ? json_integer(what->offset) : json_string(what->where));
    return request;
}

static const char *code_of(const json_t *answer) {
    const char *code = json_string_value(json_object_get(answer, "code"));
    return code ? code : "";
}

/* What the daemon refuses for, as its codes (daemon/stopped.h) say. */
static int status_of(const char *code) {
    return strcmp(code, "busy") == 0 || strcmp(code, "failed") == 0          ? CLI_AGAIN
           : strcmp(code, "not-ours") == 0 || strcmp(code, "no-answer") == 0 ? CLI_ABSENT
                                                                             : CLI_DATA;
}

/* Several daemons share the group on one machine: the one that has the partition answers. */
static int ask_each(const daemon_place *places, size_t n, const choice *what) {
    json_t *last = NULL;
    int status = CLI_ABSENT;
    for (size_t i = 0; i < n; i++) {
        json_t *answer = ask_daemon(&places[i], request_of(what), CHOOSE_SECONDS, &status);
        if (json_is_true(json_object_get(answer, "ok"))) {
            printf("%s/%ld goes on at %lld\n", what->topic, what->partition,
                   (long long)json_integer_value(json_object_get(answer, "offset")));
            json_decref(answer);
            json_decref(last);
            return CLI_OK;
        }
        if (answer && (!last || strcmp(code_of(answer), "not-ours") != 0)) {
            json_decref(last);
            last = json_incref(answer);
        }
        json_decref(answer);
    }
    if (last) {
        ask_refused("dragomand", last);
        status = status_of(code_of(last));
    }
    json_decref(last);
    return status;
}

int offsets_choose(const cli *c) {
    daemon_place places[PLACES];
    config conf;
    choice what;
    if (!parse(c->args[1], &what))
        return cli_usage("offsets", "choose takes TOPIC/PARTITION@earliest, @latest or @OFFSET, not '%s'", c->args[1]);
    int status = operate_config_or_defaults(c, &conf);
    size_t n = status ? 0 : ask_places(c, &conf, places, PLACES);
    if (n)
        status = ask_each(places, n, &what);
    else if (status == CLI_OK)
        status = ask_nobody();
    config_free(&conf);
    return cli_finish(status);
}
