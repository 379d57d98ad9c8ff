/* SPDX-License-Identifier: Apache-2.0 */
/* librdkafka's mock cluster as a process, so that other processes can use it; and topics on brokers of any kind. It keeps
 * nothing when it ends, and no more than 5 MiB of a partition: a broker to look at things, not to rely on. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "demo.h"

#include <librdkafka/rdkafka_mock.h> /* after rdkafka.h, which demo.h has */

rd_kafka_t *demo_client(rd_kafka_type_t type, const demo *d, const char *const (*settings)[2], size_t n) {
    char error[512] = "";
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    bool good = rd_kafka_conf_set(conf, "client.id", "dragoman-demo", error, sizeof error) == RD_KAFKA_CONF_OK;
    if (d->brokers)
        good =
            good && rd_kafka_conf_set(conf, "bootstrap.servers", d->brokers, error, sizeof error) == RD_KAFKA_CONF_OK;
    for (size_t i = 0; good && i < n; i++)
        good = rd_kafka_conf_set(conf, settings[i][0], settings[i][1], error, sizeof error) == RD_KAFKA_CONF_OK;
    rd_kafka_t *rk = good ? rd_kafka_new(type, conf, error, sizeof error) : NULL;
    if (!rk) {
        fprintf(stderr, "dragoman-demo: %s\n", error);
        rd_kafka_conf_destroy(conf);
    }
    return rk;
}

/* NAME:PARTITIONS */
static bool split(const char *text, char *name, size_t cap, int *partitions) {
    const char *colon = strrchr(text, ':');
    if (!colon || (size_t)(colon - text) >= cap || (*partitions = (int)strtol(colon + 1, NULL, 10)) < 1) {
        fprintf(stderr, "dragoman-demo: %s: NAME:PARTITIONS is expected\n", text);
        return false;
    }
    snprintf(name, cap, "%.*s", (int)(colon - text), text);
    return true;
}

/* Of every answer, as over a network. Without it a group of several seldom settles: the mock cluster (librdkafka 2.0.2) gives
 * partitions only to the members that asked before their leader did, who has one question more to ask, and makes the others
 * join again, which takes the group through another round of five seconds. */
enum { ROUND_TRIP_MS = 20 };

static bool make_mock_topics(rd_kafka_mock_cluster_t *cluster, const demo *d) {
    char name[256];
    int partitions = 0;
    for (size_t i = 0; i < d->n; i++)
        if (!split(d->rest[i], name, sizeof name, &partitions) ||
            rd_kafka_mock_topic_create(cluster, name, partitions, 1))
            return false;
    return true;
}

/* The file appears whole, so that whoever waits for it can read it at once. */
static bool publish_address(const char *path, const char *address) {
    char draft[4096];
    snprintf(draft, sizeof draft, "%s.new", path);
    FILE *f = fopen(draft, "we");
    bool written = f && fprintf(f, "%s\n", address) > 0;
    written = f && fclose(f) == 0 && written && rename(draft, path) == 0;
    if (!written)
        fprintf(stderr, "dragoman-demo: %s: %s\n", path, strerror(errno));
    return written;
}

static void wait_for_end(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    struct pollfd p = {signalfd(-1, &set, SFD_CLOEXEC), POLLIN, 0};
    poll(&p, 1, -1);
}

int demo_broker(const demo *d) {
    static const char *const settings[][2] = {{"bootstrap.servers", "localhost:1"}, {"log_level", "0"}};
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    if (!d->file)
        return 64;
    rd_kafka_t *rk =
        demo_client(RD_KAFKA_PRODUCER, d, settings, 2); /* the cluster lives in a client that is not used */
    rd_kafka_mock_cluster_t *cluster = rk ? rd_kafka_mock_cluster_new(rk, 1) : NULL;
    bool good = cluster && !rd_kafka_mock_broker_set_rtt(cluster, 1, ROUND_TRIP_MS) && make_mock_topics(cluster, d) &&
                publish_address(d->file, rd_kafka_mock_cluster_bootstraps(cluster));
    if (good)
        wait_for_end();
    if (cluster)
        rd_kafka_mock_cluster_destroy(cluster);
    if (rk)
        rd_kafka_destroy(rk);
    return good ? 0 : 1;
}

/* Waits for the answer and says what went wrong; that a topic is there already is fine. */
static int answer(rd_kafka_queue_t *queue, int seconds) {
    size_t n = 0;
    int bad = 0;
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, seconds * 1000);
    const rd_kafka_CreateTopics_result_t *result = event ? rd_kafka_event_CreateTopics_result(event) : NULL;
    const rd_kafka_topic_result_t **topics = result ? rd_kafka_CreateTopics_result_topics(result, &n) : NULL;
    if (!topics) {
        fprintf(stderr, "dragoman-demo: topics: %s\n", event ? rd_kafka_event_error_string(event) : "no answer");
        bad = 1;
    }
    for (size_t i = 0; topics && i < n; i++) {
        rd_kafka_resp_err_t err = rd_kafka_topic_result_error(topics[i]);
        if (!err || err == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
            continue;
        fprintf(stderr, "dragoman-demo: %s: %s\n", rd_kafka_topic_result_name(topics[i]), rd_kafka_err2str(err));
        bad = 1;
    }
    rd_kafka_event_destroy(event);
    return bad;
}

int demo_topics(const demo *d) {
    char name[256], error[256];
    int partitions = 0, bad = 0;
    rd_kafka_t *rk = demo_client(RD_KAFKA_PRODUCER, d, NULL, 0);
    rd_kafka_NewTopic_t *topics[32];
    size_t n = 0;
    for (; rk && n < d->n && n < 32 && !bad; n++) {
        topics[n] = split(d->rest[n], name, sizeof name, &partitions)
                        ? rd_kafka_NewTopic_new(name, partitions, -1, error, sizeof error)
                        : NULL;
        bad = topics[n] == NULL;
    }
    if (rk && !bad) {
        rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);
        rd_kafka_CreateTopics(rk, topics, n, NULL, queue);
        bad = answer(queue, d->timeout);
        rd_kafka_queue_destroy(queue);
    }
    for (size_t i = 0; i < n; i++)
        if (topics[i])
            rd_kafka_NewTopic_destroy(topics[i]);
    if (rk)
        rd_kafka_destroy(rk);
    return !rk || bad;
}
