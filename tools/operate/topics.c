/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman topics create: the topics of the configuration, with the settings that they need. What exists is left as it is. */
#include "topics.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TOPICS = 64, DEFAULT_PARTITIONS = 4, DEFAULT_REPLICAS = 3 };

typedef struct plan {
    const cli *c;
    const config *conf;
    client *k;
    int brokers, partitions, replicas;
    judge j;
    int made, there;
} plan;

typedef struct setting {
    const char *name;
    char value[32];
} setting;

static size_t settings_of(const plan *p, const topic_wanted *w, setting out[4]) {
    size_t n = 0;
    int64_t least = topic_least_message(p->conf, w->role), usual = 1048588;
    bool compacted = w->role == ROLE_EXTRACTIONS && p->conf->tombstones == TOMBSTONES_FORWARD;
    out[n].name = "cleanup.policy"; /* a take-down by tombstone is one only where the topic is compacted */
    snprintf(out[n++].value, sizeof out->value, compacted ? "compact,delete" : "delete");
    out[n].name = "message.timestamp.type";
    snprintf(out[n++].value, sizeof out->value, "CreateTime");
    out[n].name = "max.message.bytes";
    snprintf(out[n++].value, sizeof out->value, "%" PRId64, least > usual ? least : usual);
    if (p->replicas > 2) {
        out[n].name = "min.insync.replicas";
        snprintf(out[n++].value, sizeof out->value, "2");
    }
    return n;
}

static rd_kafka_resp_err_t create(plan *p, rd_kafka_NewTopic_t *t, char *why, size_t cap) {
    char text[256];
    rd_kafka_t *rk = client_handle(p->k);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);
    rd_kafka_AdminOptions_t *options = rd_kafka_AdminOptions_new(rk, RD_KAFKA_ADMIN_OP_CREATETOPICS);
    rd_kafka_AdminOptions_set_operation_timeout(options, ASK_MS, text, sizeof text);
    rd_kafka_AdminOptions_set_request_timeout(options, 2 * ASK_MS, text, sizeof text);
    rd_kafka_CreateTopics(rk, &t, 1, options, queue);
    rd_kafka_event_t *answer = rd_kafka_queue_poll(queue, 3 * ASK_MS);
    rd_kafka_resp_err_t err = answer ? rd_kafka_event_error(answer) : RD_KAFKA_RESP_ERR__TIMED_OUT;
    const rd_kafka_CreateTopics_result_t *result = err ? NULL : rd_kafka_event_CreateTopics_result(answer);
    size_t n = 0;
    const rd_kafka_topic_result_t **topics = result ? rd_kafka_CreateTopics_result_topics(result, &n) : NULL;
    if (n) {
        const char *said = rd_kafka_topic_result_error_string(topics[0]);
        err = rd_kafka_topic_result_error(topics[0]);
        snprintf(why, cap, "%s", said ? said : rd_kafka_err2str(err));
    }
    if (answer)
        rd_kafka_event_destroy(answer);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_queue_destroy(queue);
    return err;
}

static int make(plan *p, const topic_wanted *w) {
    char why[512] = "", text[256];
    setting settings[4];
    size_t n = settings_of(p, w, settings);
    int partitions = w->role == ROLE_DEAD && !p->c->partitions ? 1 : p->partitions;
    rd_kafka_resp_err_t err = RD_KAFKA_RESP_ERR_NO_ERROR;
    if (!p->c->dry_run) {
        rd_kafka_NewTopic_t *t = rd_kafka_NewTopic_new(w->name, partitions, p->replicas, text, sizeof text);
        if (!t) {
            fprintf(stderr, "dragoman: %s: %s\n", w->name, text);
            return CLI_CONFIG;
        }
        for (size_t i = 0; i < n; i++)
            rd_kafka_NewTopic_set_config(t, settings[i].name, settings[i].value);
        err = create(p, t, why, sizeof why);
        rd_kafka_NewTopic_destroy(t);
    }
    if (err)
        return client_fail(p->k, w->name, err, why);
    p->made++;
    printf("%s %s (%s): %d partitions, %d replica%s", p->c->dry_run ? "would make" : "made", w->name,
           topic_role_name(w->role), partitions, p->replicas, p->replicas == 1 ? "" : "s");
    for (size_t i = 0; i < n; i++)
        printf(", %s=%s", settings[i].name, settings[i].value);
    putchar('\n');
    return CLI_OK;
}

static void say_difference(judge *j, enum level level, const char *what, const char *why, const char *hint) {
    (void)j;
    if (level >= LEVEL_WARNING)
        printf("    %s: %s%s%s%s\n", what, why, *hint ? " (" : "", hint, *hint ? ")" : "");
}

/* One that exists is described, never changed: it may hold what nobody wants to lose. */
static int look(plan *p, topic_seen *t) {
    int before = p->j.faults + p->j.warnings;
    p->there++;
    printf("exists %s (%s): %d partitions, %d replica%s\n", t->name, topic_role_name(t->role), t->partitions,
           t->replicas, t->replicas == 1 ? "" : "s");
    int status = topics_describe(p->k, t, 1, &p->j);
    if (status == CLI_OK)
        topic_judge(p->conf, t, p->brokers, &p->j);
    if (status == CLI_OK && t->described && p->j.faults + p->j.warnings == before)
        printf("    its settings are good\n");
    return status;
}

static int each(plan *p, const rd_kafka_metadata_t *all) {
    topic_wanted wanted[MOST_TOPICS];
    size_t n = topics_wanted(p->conf, wanted, MOST_TOPICS);
    int status = CLI_OK;
    for (size_t i = 0; i < n; i++) {
        topic_seen t = {.name = wanted[i].name, .role = wanted[i].role};
        int one = CLI_OK;
        if (*t.name == '^')
            printf("not made: %s is a pattern; whoever writes its topics makes them\n", t.name);
        else
            one = topic_look(all, &t) ? look(p, &t) : make(p, &wanted[i]);
        status = one > status ? one : status;
    }
    return status;
}

static int run(plan *p) {
    int status = CLI_OK;
    p->k = client_open(p->conf, CLIENT_EVERYTHING, NULL, &status);
    const rd_kafka_metadata_t *all = p->k ? client_topics(p->k, &status) : NULL;
    if (all) {
        p->brokers = all->broker_cnt;
        if (p->replicas == 0)
            p->replicas = all->broker_cnt < DEFAULT_REPLICAS ? all->broker_cnt : DEFAULT_REPLICAS;
        status = each(p, all);
        if (status == CLI_OK && p->j.faults)
            status = CLI_CONFIG;
        rd_kafka_metadata_destroy(all);
    }
    client_close(p->k);
    return status;
}

int command_topics(const cli *c) {
    config conf = {0};
    plan p = {.c = c, .conf = &conf, .j = {.say = say_difference}};
    if (strcmp(c->args[0], "create") != 0)
        return cli_usage("topics", "topics takes 'create', not '%s'", c->args[0]);
    p.partitions = (int)operate_number("topics", "partitions", c->partitions, 1, DEFAULT_PARTITIONS);
    p.replicas = (int)operate_number("topics", "replicas", c->replicas, 1, 0);
    if (p.partitions < 0 || p.replicas < 0)
        return CLI_USAGE;
    int status = operate_config(c, &conf);
    if (status == CLI_OK)
        status = run(&p);
    config_free(&conf);
    return cli_finish(status);
}
