/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A right that the brokers say we lack: no restart gives it to us, so the process ends once and says which. Where a transaction may
 * not write to one of its topics, librdkafka (2.0.2) purges all its messages with one and the same error, knows the reason as the state of the
 * transaction, and says the topic in its log alone; aborting it then is answered with INVALID_TXN_STATE, which is fatal and looks
 * like anything else that a restart would heal.
 */
#include <stdarg.h>
#include <string.h>

#include "bus_kafka.h"

/* "Failed to add partition "events" [2] to transaction: Broker: Topic authorization failed" */
static const char added[] = "ADDPARTS", before_topic[] = "Failed to add partition \"";

bool bus_kafka_is_right(rd_kafka_resp_err_t err) {
    return err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED || err == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED;
}

__attribute__((format(printf, 2, 3))) static void say(bus *b, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(b->lacks, sizeof b->lacks, format, args);
    va_end(args);
}

void bus_kafka_lacks_reading(bus *b, rd_kafka_resp_err_t err, const char *topic) {
    static const char hint[] = "give the user Read on the input topics and on the group, then start again; dragoman "
                               "check tries every right";
    if (*b->lacks)
        return;
    if (topic && err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)
        say(b, "the topic %.249s may not be read: %s; %s", topic, rd_kafka_err2str(err), hint);
    else
        say(b, "the group %.249s may not be joined: %s; %s", b->c->group, rd_kafka_err2str(err), hint);
}

void bus_kafka_lacks_writing(bus *b, const char *topic) {
    const config *c = b->c;
    const char *text = rd_kafka_err2str(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    static const char hint[] = "give the user Write on it, then start again; dragoman check tries every right";
    if (*b->lacks)
        return;
    b->lacks_writing = true;
    if (topic)
        say(b, "the topic %.249s may not be written: %s; %s", topic, text, hint);
    else
        say(b,
            "a right on a topic is missing: %s; give the user Read on the input topics and Write on %.99s %.99s %.99s "
            "%.99s, then start again; dragoman check tries every right",
            text, c->events, c->extractions, c->dead_letters, c->review);
}

void bus_kafka_hear_rights(bus *b, const char *facility, const char *line) {
    char topic[250];
    const char *at = strcmp(facility, added) == 0 ? strstr(line, before_topic) : NULL;
    if (!at || !strstr(at, rd_kafka_err2str(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)))
        return;
    at += sizeof before_topic - 1;
    snprintf(topic, sizeof topic, "%.*s", (int)strcspn(at, "\""), at);
    bus_kafka_lacks_writing(b, topic);
}
