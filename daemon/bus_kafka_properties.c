/* SPDX-License-Identifier: Apache-2.0 */
/* What librdkafka is told: what we suggest, what stands in the file, what delivery cannot do without. */
#include <stdlib.h>
#include <string.h>

#include "bus_kafka.h"

enum { SECRET_BYTES = 65536 };

typedef struct setting {
    const char *name, *value;
} setting;

typedef struct builder {
    const config *c;
    rd_kafka_conf_t *conf;
    config_problem *problem;
    void *arg;
    int problems;
} builder;

static void set(builder *b, int line, const char *name, const char *value) {
    char error[512], text[1024];
    if (rd_kafka_conf_set(b->conf, name, value, error, sizeof error) == RD_KAFKA_CONF_OK)
        return;
    snprintf(text, sizeof text, "%s:%d: %s", b->c->path ? b->c->path : "defaults", line, error);
    b->problems++;
    b->problem(b->arg, text);
}

/* What newer versions know: no problem where it is unknown. */
static void set_known(builder *b, const char *name, const char *value) {
    if (rd_kafka_conf_get(b->conf, name, NULL, &(size_t){0}) == RD_KAFKA_CONF_OK)
        set(b, 0, name, value);
}

static void set_all(builder *b, const setting *settings, size_t n) {
    for (size_t i = 0; i < n; i++)
        set(b, 0, settings[i].name, settings[i].value);
}

/* What stands in the file for both clients, then what stands there for this one. `check`: credentials may be out of reach. */
static void set_properties(builder *b, enum config_scope scope, bool check) {
    char *buffer = malloc(SECRET_BYTES);
    for (int round = 0; buffer && round < 2; round++)
        for (size_t i = 0; i < b->c->property_count; i++) {
            const config_property *p = &b->c->properties[i];
            if (p->scope != (round ? scope : CONFIG_KAFKA))
                continue;
            bool absent = check && p->credential && !getenv("CREDENTIALS_DIRECTORY");
            const char *value = absent ? "x" : config_secret(b->c, p, buffer, SECRET_BYTES, b->problem, b->arg);
            if (value)
                set(b, p->line, p->name, value);
            else
                b->problems++;
            explicit_bzero(buffer, SECRET_BYTES);
        }
    b->problems += buffer == NULL;
    free(buffer);
}

static void consumer_properties(builder *b, bool check) {
    const setting suggested[] = {
        {"partition.assignment.strategy", "cooperative-sticky"},
        /* librdkafka looks only once a second whether a full queue has room again (before 2.2 it cannot be told to) */
        {"queued.max.messages.kbytes", "65536"},
        {"queued.min.messages", "100000"},
        {"statistics.interval.ms", "5000"}, /* the last stable offsets stand nowhere else */
    };
    const setting fixed[] = {
        {"group.id", b->c->group},
        {"enable.auto.commit", "false"},
        {"enable.auto.offset.store", "false"},
        {"isolation.level", "read_committed"},
        {"auto.offset.reset", "error"},
        {"enable.partition.eof", b->c->window ? "true" : "false"},
        {"log.queue", "true"},
    };
    set_all(b, suggested, sizeof suggested / sizeof suggested[0]);
    set_known(b, "fetch.queue.backoff.ms", "20");
    set_properties(b, CONFIG_CONSUMER, check);
    set_all(b, fixed, sizeof fixed / sizeof fixed[0]);
    if (b->c->static_member)
        set(b, 0, "group.instance.id", b->c->instance);
}

static void producer_properties(builder *b, bool check) {
    char most[32];
    snprintf(most, sizeof most, "%lld", (long long)b->c->max_record);
    const setting suggested[] = {
        {"linger.ms", "5"},
        {"compression.type", "lz4"},
        {"message.max.bytes", most},
        {"retry.backoff.ms", "50"},
        /* ours are open for milliseconds; when a process dies in one, its partitions wait this long for the next owner */
        {"transaction.timeout.ms", "15000"}};
    const setting fixed[] = {{"enable.idempotence", "true"}, {"log.queue", "true"}};
    set_all(b, suggested, sizeof suggested / sizeof suggested[0]);
    set_properties(b, CONFIG_PRODUCER, check);
    set_all(b, fixed, sizeof fixed / sizeof fixed[0]);
    if (b->c->delivery == EXACTLY_ONCE) {
        char id[512];
        snprintf(id, sizeof id, "dragomand-%s-%s", b->c->group, b->c->instance);
        set(b, 0, "transactional.id", id);
    }
}

rd_kafka_conf_t *bus_kafka_properties(const config *c, enum config_scope scope, bool check, config_problem *problem,
                                      void *arg) {
    char id[256];
    builder b = {c, rd_kafka_conf_new(), problem, arg, 0};
    snprintf(id, sizeof id, "dragomand%s%s", *c->instance ? "-" : "", c->instance);
    set(&b, 0, "client.id", id);
    if (scope == CONFIG_CONSUMER)
        consumer_properties(&b, check);
    else
        producer_properties(&b, check);
    if (b.problems == 0)
        return b.conf;
    rd_kafka_conf_destroy(b.conf);
    return NULL;
}

int bus_check(const config *c, config_problem *problem, void *arg) {
    int problems = 0;
    for (enum config_scope scope = CONFIG_CONSUMER; scope <= CONFIG_PRODUCER; scope++) {
        rd_kafka_conf_t *conf = bus_kafka_properties(c, scope, true, problem, arg);
        char servers[8];
        size_t n = sizeof servers;
        if (!conf) {
            problems++;
            continue;
        }
        if (rd_kafka_conf_get(conf, "bootstrap.servers", NULL, &n) != RD_KAFKA_CONF_OK || n <= 1) {
            char text[512];
            snprintf(text, sizeof text, "%s: [kafka] bootstrap.servers is missing: host:port of one or more brokers",
                     c->path ? c->path : "defaults");
            problem(arg, text);
            problems++;
        }
        rd_kafka_conf_destroy(conf);
        if (problems)
            break;
    }
    return problems;
}
