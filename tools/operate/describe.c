/* SPDX-License-Identifier: Apache-2.0 */
/* The topics that a configuration names, and their effective settings. */
#include <stdlib.h>
#include <string.h>

#include "topics.h"

const char *topic_role_name(enum topic_role role) {
    static const char *const names[] = {"input", "events", "extractions", "review", "dead letters"};
    return names[role];
}

size_t topics_wanted(const config *c, topic_wanted *out, size_t most) {
    const topic_wanted outputs[] = {{c->events, ROLE_EVENTS},
                                    {c->extractions, ROLE_EXTRACTIONS},
                                    {c->review, ROLE_REVIEW},
                                    {c->dead_letters, ROLE_DEAD}};
    size_t n = 0;
    for (size_t i = 0; i < c->topics.n && n < most; i++)
        out[n++] = (topic_wanted){c->topics.words[i], ROLE_INPUT};
    for (size_t i = 0; i < sizeof outputs / sizeof outputs[0] && n < most; i++) {
        bool again = !outputs[i].name[0];
        for (size_t k = 0; k < n; k++)
            again |= strcmp(out[k].name, outputs[i].name) == 0;
        if (!again)
            out[n++] = outputs[i];
    }
    return n;
}

bool topic_look(const rd_kafka_metadata_t *all, topic_seen *out) {
    const rd_kafka_metadata_topic_t *t = client_topic(all, out->name);
    if (!t)
        return false;
    out->partitions = t->partition_cnt;
    out->replicas = out->in_sync = INT32_MAX;
    for (int i = 0; i < t->partition_cnt; i++) {
        out->replicas = t->partitions[i].replica_cnt < out->replicas ? t->partitions[i].replica_cnt : out->replicas;
        out->in_sync = t->partitions[i].isr_cnt < out->in_sync ? t->partitions[i].isr_cnt : out->in_sync;
    }
    return true;
}

static void take(topic_seen *t, const char *name, const char *value) {
    const struct {
        const char *name;
        int64_t *at;
    } numbers[] = {{"max.message.bytes", &t->max_message},
                   {"min.insync.replicas", &t->min_in_sync},
                   {"retention.ms", &t->retention_ms},
                   {"retention.bytes", &t->retention_bytes},
                   {"message.timestamp.after.max.ms", &t->timestamp_after_ms}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (strcmp(name, numbers[i].name) == 0)
            *numbers[i].at = strtoll(value, NULL, 10);
    if (strcmp(name, "cleanup.policy") == 0) {
        t->compact = strstr(value, "compact") != NULL;
        t->deletes = strstr(value, "delete") != NULL;
    } else if (strcmp(name, "message.timestamp.type") == 0) {
        t->log_append = strcmp(value, "LogAppendTime") == 0;
    } else if (strcmp(name, "unclean.leader.election.enable") == 0) {
        t->unclean = strcmp(value, "true") == 0;
    }
}

/* The answer to one request; NULL: *err says why. */
static rd_kafka_event_t *ask(client *k, rd_kafka_ConfigResource_t **resources, size_t n, rd_kafka_resp_err_t *err) {
    char text[256];
    rd_kafka_t *rk = client_handle(k);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);
    rd_kafka_AdminOptions_t *options = rd_kafka_AdminOptions_new(rk, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS);
    rd_kafka_AdminOptions_set_request_timeout(options, ASK_MS, text, sizeof text);
    rd_kafka_DescribeConfigs(rk, resources, n, options, queue);
    rd_kafka_event_t *answer = rd_kafka_queue_poll(queue, ASK_MS + 1000);
    *err = answer ? rd_kafka_event_error(answer) : RD_KAFKA_RESP_ERR__TIMED_OUT;
    if (answer && *err) {
        rd_kafka_event_destroy(answer);
        answer = NULL;
    }
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_queue_destroy(queue);
    return answer;
}

static void take_all(const rd_kafka_ConfigResource_t *resource, topic_seen *t, judge *j) {
    size_t n = 0;
    rd_kafka_resp_err_t err = rd_kafka_ConfigResource_error(resource);
    if (err) {
        judge_say(j, LEVEL_WARNING, t->name, "it needs DescribeConfigs on the topic", "its settings are not told: %s",
                  rd_kafka_err2str(err));
        return;
    }
    const rd_kafka_ConfigEntry_t **entries = rd_kafka_ConfigResource_configs(resource, &n);
    t->timestamp_after_ms = -1;
    for (size_t i = 0; i < n; i++) {
        const char *value = rd_kafka_ConfigEntry_value(entries[i]);
        if (value)
            take(t, rd_kafka_ConfigEntry_name(entries[i]), value);
    }
    t->described = n > 0;
}

int topics_describe(client *k, topic_seen *topics, size_t n, judge *j) {
    rd_kafka_resp_err_t err = RD_KAFKA_RESP_ERR_NO_ERROR;
    rd_kafka_ConfigResource_t **resources = calloc(n ? n : 1, sizeof *resources);
    if (!resources)
        return CLI_OS;
    for (size_t i = 0; i < n; i++)
        resources[i] = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topics[i].name);
    rd_kafka_event_t *answer = n ? ask(k, resources, n, &err) : NULL;
    if (answer) {
        size_t found = 0;
        const rd_kafka_ConfigResource_t **all =
            rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(answer), &found);
        for (size_t i = 0; i < found; i++)
            for (size_t t = 0; t < n; t++)
                if (strcmp(rd_kafka_ConfigResource_name(all[i]), topics[t].name) == 0)
                    take_all(all[i], &topics[t], j);
        rd_kafka_event_destroy(answer);
    }
    rd_kafka_ConfigResource_destroy_array(resources, n);
    free(resources);
    return err ? client_fail(k, "settings of topics", err, NULL) : CLI_OK;
}

int64_t broker_setting(client *k, int32_t broker, const char *name) {
    char id[16];
    int64_t value = -1;
    rd_kafka_resp_err_t err = RD_KAFKA_RESP_ERR_NO_ERROR;
    snprintf(id, sizeof id, "%d", (int)broker);
    rd_kafka_ConfigResource_t *resource = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_BROKER, id);
    rd_kafka_event_t *answer = resource ? ask(k, &resource, 1, &err) : NULL;
    if (answer) {
        size_t found = 0, n = 0;
        const rd_kafka_ConfigResource_t **all =
            rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(answer), &found);
        const rd_kafka_ConfigEntry_t **entries = found ? rd_kafka_ConfigResource_configs(all[0], &n) : NULL;
        for (size_t i = 0; i < n; i++) {
            const char *text = rd_kafka_ConfigEntry_value(entries[i]);
            if (text && strcmp(rd_kafka_ConfigEntry_name(entries[i]), name) == 0)
                value = strtoll(text, NULL, 10);
        }
        rd_kafka_event_destroy(answer);
    }
    if (resource)
        rd_kafka_ConfigResource_destroy(resource);
    return value;
}
