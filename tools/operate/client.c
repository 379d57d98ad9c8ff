/* SPDX-License-Identifier: Apache-2.0 */
/* A client of the brokers with the daemon's own properties; what it complains of is kept, and said where something fails. */
#include "operate.h"

#include <pthread.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

enum { SECRET_BYTES = 65536, TROUBLE_BYTES = 400, TRIES = 5, AGAIN_MS = 300 };

struct client {
    rd_kafka_t *rk;
    bool abandoned;
    pthread_mutex_t lock; /* librdkafka complains from its own threads */
    char trouble[TROUBLE_BYTES];
};

static void say(void *arg, const char *line) {
    int *said = arg;
    fprintf(stderr, "dragoman: %s\n", line);
    (*said)++;
}

static void remember(const rd_kafka_t *rk, int level, const char *facility, const char *text) {
    client *k = rd_kafka_opaque(rk);
    if (level > 4 || strcmp(facility, "CONFWARN") == 0 || !k)
        return;
    const char *p =
        strncmp(text, "[thrd:", 6) == 0 ? strstr(text, "]: ") : NULL; /* which thread says it helps nobody */
    pthread_mutex_lock(&k->lock);
    snprintf(k->trouble, sizeof k->trouble, "%s", p ? p + 3 : text);
    pthread_mutex_unlock(&k->lock);
}

static bool set(rd_kafka_conf_t *conf, const char *where, const char *name, const char *value) {
    char error[512];
    if (rd_kafka_conf_set(conf, name, value, error, sizeof error) == RD_KAFKA_CONF_OK)
        return true;
    fprintf(stderr, "dragoman: %s: %s\n", where, error);
    return false;
}

static bool set_property(rd_kafka_conf_t *conf, const config *c, const config_property *p, char *buffer) {
    char where[512];
    int said = 0;
    const char *value = config_secret(c, p, buffer, SECRET_BYTES, say, &said);
    if (!value)
        fprintf(
            stderr,
            "dragoman: name the folder: CREDENTIALS_DIRECTORY=/run/credentials/dragomand.service (as root, while it "
            "runs), or where the unit's LoadCredential= takes them from\n");
    snprintf(where, sizeof where, "%s:%d", c->path ? c->path : "defaults", p->line);
    bool done = value && set(conf, where, p->name, value);
    explicit_bzero(buffer, SECRET_BYTES);
    return done;
}

static bool set_properties(rd_kafka_conf_t *conf, const config *c, enum config_scope scope) {
    char *buffer = malloc(SECRET_BYTES);
    bool done = buffer != NULL;
    for (int round = 0; done && round < 2; round++)
        for (size_t i = 0; done && i < c->property_count; i++)
            if (c->properties[i].scope == (round ? scope : CONFIG_KAFKA))
                done = set_property(conf, c, &c->properties[i], buffer);
    free(buffer);
    return done;
}

static bool set_kind(rd_kafka_conf_t *conf, const config *c, enum client_kind kind) {
    const char *const consumer[] = {"group.id",
                                    c->group,
                                    "enable.auto.commit",
                                    "false",
                                    "enable.auto.offset.store",
                                    "false",
                                    "auto.offset.reset",
                                    "error",
                                    "isolation.level",
                                    kind == CLIENT_COMMITTED ? "read_committed" : "read_uncommitted",
                                    NULL};
    const char *const producer[] = {"enable.idempotence", "true", NULL};
    bool done = set(conf, "dragoman", "client.id", "dragoman");
    for (const char *const *p = kind == CLIENT_PRODUCER ? producer : consumer; done && *p; p += 2)
        done = set(conf, "dragoman", p[0], p[1]);
    return done;
}

static bool has_brokers(const rd_kafka_conf_t *conf, const config *c) {
    size_t n = 0;
    if (rd_kafka_conf_get(conf, "bootstrap.servers", NULL, &n) == RD_KAFKA_CONF_OK && n > 1)
        return true;
    fprintf(stderr, "dragoman: %s: [kafka] bootstrap.servers is missing: host:port of one or more brokers\n",
            c->path ? c->path : "defaults");
    return false;
}

client *client_open(const config *c, enum client_kind kind, const char *const *extra, int *status) {
    client *k = calloc(1, sizeof *k);
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char error[512] = "out of memory";
    *status = CLI_CONFIG;
    if (k && pthread_mutex_init(&k->lock, NULL) == 0) {
        rd_kafka_conf_set_opaque(conf, k);
        rd_kafka_conf_set_log_cb(conf, remember);
        if (kind == CLIENT_PRODUCER)
            rd_kafka_conf_set_events(conf, RD_KAFKA_EVENT_DR);
        bool good = set_properties(conf, c, kind == CLIENT_PRODUCER ? CONFIG_PRODUCER : CONFIG_CONSUMER) &&
                    set_kind(conf, c, kind) && has_brokers(conf, c);
        for (const char *const *p = extra; good && p && *p; p += 2)
            good = set(conf, "dragoman", p[0], p[1]);
        if (good) {
            k->rk = rd_kafka_new(kind == CLIENT_PRODUCER ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER, conf, error,
                                 sizeof error);
            if (k->rk) {
                *status = CLI_OK;
                return k;
            }
            fprintf(stderr, "dragoman: %s: %s\n", c->path ? c->path : "defaults", error);
        }
        pthread_mutex_destroy(&k->lock);
    } else {
        *status = CLI_OS;
        fprintf(stderr, "dragoman: %s\n", error);
    }
    rd_kafka_conf_destroy(conf);
    free(k);
    return NULL;
}

void client_close(client *k) {
    if (!k || k->abandoned)
        return;
    rd_kafka_destroy_flags(k->rk, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE); /* it is in no group that it could leave */
    pthread_mutex_destroy(&k->lock);
    free(k);
}

void client_abandon(client *k) { k->abandoned = true; }

rd_kafka_t *client_handle(client *k) { return k->rk; }

const char *client_trouble(client *k, char *buffer, size_t cap) {
    pthread_mutex_lock(&k->lock);
    snprintf(buffer, cap, "%s", k->trouble);
    pthread_mutex_unlock(&k->lock);
    return buffer;
}

/* ---- what went wrong ------------------------------------------------------------------------------------------------------ */

int client_status(rd_kafka_resp_err_t code) {
    switch (code) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
        return CLI_OK;
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR__RESOLVE:
    case RD_KAFKA_RESP_ERR__WAIT_COORD:
        return CLI_ABSENT;
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
        return CLI_RIGHTS;
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
        return CLI_CONFIG;
    default:
        return CLI_AGAIN;
    }
}

const char *client_hint(rd_kafka_resp_err_t code) {
    switch (code) {
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        return "it needs Read on the input, Write on the outputs, Describe and DescribeConfigs on all of them";
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
        return "it needs Read on the group";
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
        return "making topics needs Create on the cluster or the topic";
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
        return "it needs Write on transactional ids that begin with dragomand-GROUP-";
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
        return "see sasl.username, sasl.mechanism and the password";
    default:
        return client_status(code) == CLI_ABSENT
                   ? "see [kafka] bootstrap.servers and security.protocol, and whether the brokers run"
               : client_status(code) == CLI_CONFIG ? "dragoman topics create makes what is missing"
                                                   : "";
    }
}

int client_fail(client *k, const char *what, rd_kafka_resp_err_t code, const char *text) {
    char trouble[TROUBLE_BYTES] = "";
    const char *hint = client_hint(code);
    bool absent = client_status(code) == CLI_ABSENT;
    if (absent && k)
        client_trouble(k, trouble, sizeof trouble);
    fprintf(stderr, "dragoman: %s: ", what);
    if (absent)
        fprintf(stderr, "no broker answers%s%s", *trouble ? ": " : "", trouble);
    else
        fputs(text && *text ? text : rd_kafka_err2str(code), stderr);
    fprintf(stderr, *hint ? " (%s)\n" : "%s\n", hint);
    return client_status(code);
}

/* ---- topics ------------------------------------------------------------------------------------------------------------------ */

const rd_kafka_metadata_t *client_topics(client *k, int *status) {
    const rd_kafka_metadata_t *all = NULL;
    rd_kafka_resp_err_t err = rd_kafka_metadata(k->rk, 1, NULL, &all, FIRST_MS);
    if (!err)
        return all;
    *status = client_fail(k, "topics", err, NULL);
    return NULL;
}

const rd_kafka_metadata_topic_t *client_topic(const rd_kafka_metadata_t *all, const char *name) {
    for (int i = 0; i < all->topic_cnt; i++)
        if (strcmp(all->topics[i].topic, name) == 0 && !all->topics[i].err)
            return &all->topics[i];
    return NULL;
}

static void add_topic(rd_kafka_topic_partition_list_t *list, const rd_kafka_metadata_topic_t *t) {
    for (int i = 0; i < t->partition_cnt; i++)
        if (!rd_kafka_topic_partition_list_find(list, t->topic, t->partitions[i].id))
            rd_kafka_topic_partition_list_add(list, t->topic, t->partitions[i].id);
}

static void add_pattern(rd_kafka_topic_partition_list_t *list, const char *pattern, const rd_kafka_metadata_t *all) {
    regex_t expression;
    int before = list->cnt;
    if (regcomp(&expression, pattern, REG_EXTENDED | REG_NOSUB) != 0) {
        fprintf(stderr, "dragoman: [input] topics: %s is no regular expression\n", pattern);
        return;
    }
    for (int i = 0; i < all->topic_cnt; i++)
        if (!all->topics[i].err && regexec(&expression, all->topics[i].topic, 0, NULL, 0) == 0)
            add_topic(list, &all->topics[i]);
    regfree(&expression);
    if (list->cnt == before)
        fprintf(stderr, "dragoman: no topic matches %s\n", pattern);
}

rd_kafka_topic_partition_list_t *client_inputs(const config *c, const rd_kafka_metadata_t *all) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(8);
    for (size_t i = 0; i < c->topics.n; i++) {
        const char *word = c->topics.words[i];
        const rd_kafka_metadata_topic_t *t = *word == '^' ? NULL : client_topic(all, word);
        if (*word == '^')
            add_pattern(list, word, all);
        else if (t)
            add_topic(list, t);
        else
            fprintf(stderr, "dragoman: there is no topic %s (dragoman topics create makes it)\n", word);
    }
    rd_kafka_topic_partition_list_sort(list, NULL, NULL);
    return list;
}

/* Where a topic was made a moment ago its leaders are not known everywhere yet. */
rd_kafka_resp_err_t client_range(client *k, const char *topic, int32_t partition, int64_t *first, int64_t *end) {
    rd_kafka_resp_err_t err = RD_KAFKA_RESP_ERR_NO_ERROR;
    for (int i = 0; i < TRIES; i++) {
        err = rd_kafka_query_watermark_offsets(k->rk, topic, partition, first, end, ASK_MS);
        if (err != RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION && err != RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE &&
            err != RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
            return err;
        rd_kafka_poll(k->rk, AGAIN_MS);
    }
    return err;
}
