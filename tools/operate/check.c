/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dragoman check: everything that must be right before the daemon can work, as it is in effect: configuration, model, brokers, topics
 * and their settings, the group, rights. What is wrong is said with what it will do and what to do about it. A daemon that runs is not
 * disturbed: nothing joins its group, nothing uses its transactional id, nothing is committed.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/bus_kafka.h"
#include "daemon/model.h"
#include "topics.h"

enum { MOST_TOPICS = 256, NAME_COLUMNS = 14, OFFSETS_DAYS = 3 };
static const int64_t MINUTES_A_DAY = 1440;

typedef struct checkup {
    judge j; /* first: say() gets it back from this */
    const cli *c;
    const config *conf;
    client *k;
    const rd_kafka_metadata_t *all;
    topic_seen topics[MOST_TOPICS];
    size_t n;
    bool administers; /* the brokers answer questions of administrators: the embedded one does not */
    json_t *found;    /* with --json */
} checkup;

static void say(judge *j, enum level level, const char *what, const char *why, const char *hint) {
    static const char *const names[] = {"good", "note", "warning", "fault"};
    static const char *const colours[] = {"\033[32m", "\033[36m", "\033[33m", "\033[31m"};
    checkup *k = j->arg;
    if (k->found) {
        json_array_append_new(
            k->found, json_pack("{s:s, s:s, s:s, s:s}", "level", names[level], "what", what, "why", why, "hint", hint));
        return;
    }
    printf("%s%-7s%s ", k->c->colour ? colours[level] : "", names[level], k->c->colour ? "\033[0m" : "");
    int width = show_text(stdout, what, strlen(what), 100);
    printf("%*s ", width < NAME_COLUMNS ? NAME_COLUMNS - width : 0, "");
    show_text(stdout, why, strlen(why), 1 << 20);
    putchar('\n');
    if (*hint)
        printf("%*s-> %s\n", NAME_COLUMNS + 9, "", hint);
    fflush(stdout); /* some of it takes seconds */
}

/* ---- configuration and model ------------------------------------------------------------------------------------------------ */

static void told(void *arg, const char *line) {
    judge_say(arg, LEVEL_FAULT, "configuration", "see dragomand.conf(5)", "%s", line);
}

/* With the daemon's own self-test. */
static void check_model(checkup *k) {
    char path[4096];
    dgm_error e = {0};
    work_plan *plan = work_plan_open(k->conf, &e);
    const char *file = work_plan_file(k->conf, path, sizeof path);
    if (plan)
        judge_say(&k->j, LEVEL_GOOD, "model", "", "%.19s, %s", dgm_model_id(work_plan_model(plan)), file);
    else
        judge_say(&k->j, LEVEL_FAULT, "model", "see [reading] model; dragoman check model FILE says more", "%s: %s",
                  file, e.what[0] ? e.what : dgm_error_text(e.code));
    work_plan_unref(plan);
}

/* ---- brokers and topics ---------------------------------------------------------------------------------------------------------- */

static bool check_brokers(checkup *k, int *status) {
    k->k = client_open(k->conf, CLIENT_COMMITTED, NULL, status);
    if (!k->k) {
        judge_say(&k->j, LEVEL_FAULT, "brokers", "", "no client can be made");
        return false;
    }
    char trouble[400];
    rd_kafka_resp_err_t err = rd_kafka_metadata(client_handle(k->k), 1, NULL, &k->all, FIRST_MS);
    if (err) {
        client_trouble(k->k, trouble, sizeof trouble);
        judge_say(&k->j, LEVEL_FAULT, "brokers", client_hint(err), "%s", *trouble ? trouble : rd_kafka_err2str(err));
        *status = client_status(err);
        return false;
    }
    judge_say(&k->j, LEVEL_GOOD, "brokers", "", "%d, the first at %s:%d", k->all->broker_cnt, k->all->brokers[0].host,
              k->all->brokers[0].port);
    return true;
}

static void add_topic(checkup *k, const char *name, enum topic_role role) {
    topic_seen t = {.name = name, .role = role};
    for (size_t i = 0; i < k->n; i++)
        if (strcmp(k->topics[i].name, name) == 0)
            return;
    if (!topic_look(k->all, &t))
        judge_say(&k->j, LEVEL_FAULT, name, "dragoman topics create makes it",
                  "there is no such topic (%s), or we may not see it", topic_role_name(role));
    else if (k->n < MOST_TOPICS)
        k->topics[k->n++] = t;
}

/* The inputs first. */
static void find_topics(checkup *k, const rd_kafka_topic_partition_list_t *inputs) {
    topic_wanted wanted[MOST_TOPICS];
    size_t n = topics_wanted(k->conf, wanted, MOST_TOPICS);
    for (int i = 0; i < inputs->cnt; i++)
        add_topic(k, inputs->elems[i].topic, ROLE_INPUT);
    for (size_t i = 0; i < n; i++)
        if (*wanted[i].name != '^')
            add_topic(k, wanted[i].name, wanted[i].role);
    if (inputs->cnt == 0)
        judge_say(&k->j, LEVEL_FAULT, "input", "see [input] topics", "there is nothing to read");
}

static void say_topic(checkup *k, const topic_seen *t) {
    char kept[32], size[32];
    if (!t->described)
        return;
    judge_say(&k->j, LEVEL_GOOD, t->name, "",
              "%s: %d partitions, %d replica%s, min.insync.replicas %" PRId64
              ", kept %s%s, messages up to %s, time of %s",
              topic_role_name(t->role), t->partitions, t->replicas, t->replicas == 1 ? "" : "s", t->min_in_sync,
              t->retention_ms < 0 ? "for ever" : show_duration(t->retention_ms, kept), t->compact ? ", compacted" : "",
              show_bytes(t->max_message, size), t->log_append ? "the broker" : "the producer");
}

static void check_topics(checkup *k) {
    k->administers = topics_describe(k->k, k->topics, k->n, &k->j) == CLI_OK;
    if (!k->administers)
        judge_say(&k->j, LEVEL_WARNING, "settings", "", "the topics' settings are not told");
    for (size_t i = 0; i < k->n; i++) {
        say_topic(k, &k->topics[i]);
        topic_judge(k->conf, &k->topics[i], k->all->broker_cnt, &k->j);
    }
}

static int64_t our_timeout(const checkup *k) {
    char text[32] = "";
    size_t n = sizeof text;
    rd_kafka_conf_t *conf = bus_kafka_properties(k->conf, CONFIG_PRODUCER, true, told, (void *)&k->j);
    if (!conf)
        return -1;
    rd_kafka_conf_get(conf, "transaction.timeout.ms", text, &n);
    rd_kafka_conf_destroy(conf);
    return strtoll(text, NULL, 10);
}

static void check_limits(checkup *k) {
    char most[32], ours[32];
    int32_t broker = k->all->brokers[0].id;
    int64_t limit = broker_setting(k->k, broker, "transaction.max.timeout.ms"),
            days = broker_setting(k->k, broker, "offsets.retention.minutes"), timeout = our_timeout(k);
    if (limit < 0)
        judge_say(&k->j, LEVEL_NOTE, "limits", "it needs DescribeConfigs on the cluster",
                  "the brokers' limits are not told");
    else if (k->conf->delivery == EXACTLY_ONCE && timeout > limit)
        judge_say(&k->j, LEVEL_FAULT, "limits", "lower [producer] transaction.timeout.ms",
                  "no transaction can be begun: time-out %s, the brokers allow %s", show_duration(timeout, ours),
                  show_duration(limit, most));
    else
        judge_say(&k->j, LEVEL_GOOD, "limits", "", "transactions may last %s, ours %s", show_duration(limit, most),
                  show_duration(timeout, ours));
    if (days >= 0 && days < OFFSETS_DAYS * MINUTES_A_DAY)
        judge_say(&k->j, LEVEL_WARNING, "limits", "raise offsets.retention.minutes of the brokers",
                  "a group that stands still for %s loses its position and begins at the beginning",
                  show_duration(days * 60000, most));
}

/* ---- the group --------------------------------------------------------------------------------------------------------------------- */

static void check_positions(checkup *k, const rd_kafka_topic_partition_list_t *list) {
    int committed = 0;
    for (int i = 0; i < list->cnt; i++) {
        const rd_kafka_topic_partition_t *p = &list->elems[i];
        int64_t first = 0, end = 0;
        char name[300];
        snprintf(name, sizeof name, "%s/%" PRId32, p->topic, p->partition);
        committed += p->offset >= 0;
        if (p->offset < 0 || client_range(k->k, p->topic, p->partition, &first, &end))
            continue;
        if (p->offset < first)
            judge_say(&k->j, LEVEL_FAULT, name,
                      "dragoman offsets set, or [input] when-position-is-gone; see the runbook",
                      "its position %" PRId64 " is gone: %" PRId64 " articles were deleted before anybody read them",
                      p->offset, first - p->offset);
        if (p->offset > end)
            judge_say(&k->j, LEVEL_FAULT, name, "dragoman offsets set; see the runbook",
                      "its position %" PRId64 " is beyond the end %" PRId64 ": the topic was made anew", p->offset,
                      end);
    }
    judge_say(&k->j, LEVEL_GOOD, "group", "", "%s, a position in %d of %d partitions", k->conf->group, committed,
              list->cnt);
}

static void check_group(checkup *k, rd_kafka_topic_partition_list_t *inputs) {
    rd_kafka_resp_err_t err =
        inputs->cnt ? rd_kafka_committed(client_handle(k->k), inputs, ASK_MS) : RD_KAFKA_RESP_ERR_NO_ERROR;
    if (err)
        judge_say(&k->j, LEVEL_FAULT, "group", client_hint(err), "%s: %s", k->conf->group, rd_kafka_err2str(err));
    else if (inputs->cnt)
        check_positions(k, inputs);
}

/* ---- all of it ----------------------------------------------------------------------------------------------------------------------- */

static void check_cluster(checkup *k, int *status) {
    if (!check_brokers(k, status))
        return;
    rd_kafka_topic_partition_list_t *inputs = client_inputs(k->conf, k->all);
    find_topics(k, inputs);
    check_topics(k);
    check_limits(k);
    check_group(k, inputs);
    size_t n = 0;
    while (n < k->n && k->topics[n].role == ROLE_INPUT)
        n++;
    check_reading(k->conf, k->topics, n, &k->j);
    if (n && k->administers)
        check_joining(k->conf, &k->j);
    check_writing(k->conf, k->topics + n, k->n - n, &k->j);
    rd_kafka_topic_partition_list_destroy(inputs);
    rd_kafka_metadata_destroy(k->all);
}

static int finish(checkup *k, int status) {
    if (status == CLI_OK && k->j.faults)
        status = CLI_CONFIG;
    if (k->found)
        return show_json(k->found) ? CLI_IO : status;
    printf("%d fault%s, %d warning%s%s\n", k->j.faults, k->j.faults == 1 ? "" : "s", k->j.warnings,
           k->j.warnings == 1 ? "" : "s", k->j.faults ? ": the daemon will not work" : "");
    return cli_finish(status);
}

int check_kafka(const cli *c) {
    config conf;
    checkup *k = calloc(1, sizeof *k);
    int status = operate_config(c, &conf);
    if (!k)
        status = CLI_OS;
    if (status == CLI_OK) {
        *k = (checkup){.j = {.say = say, .arg = k}, .c = c, .conf = &conf, .found = c->json ? json_array() : NULL};
        if (bus_check(&conf, told, &k->j) == 0)
            judge_say(&k->j, LEVEL_GOOD, "configuration", "", "%s", conf.path);
        check_model(k);
        if (k->j.faults == 0 || conf.property_count)
            check_cluster(k, &status);
        client_close(k->k);
        status = finish(k, status);
    }
    free(k);
    config_free(&conf);
    return status;
}
