/* SPDX-License-Identifier: Apache-2.0 */
/* What the setup of a topic will do to us, each with what to do about it. */
#include <inttypes.h>
#include <stdarg.h>

#include "topics.h"

enum { OVERHEAD = 512 }; /* of a batch of one record */
static const int64_t HOUR_MS = 3600000, DAY_MS = 24 * HOUR_MS;

void judge_say(judge *j, enum level level, const char *what, const char *hint, const char *why, ...) {
    char text[512];
    va_list list;
    va_start(list, why);
    vsnprintf(text, sizeof text, why, list);
    va_end(list);
    j->faults += level == LEVEL_FAULT;
    j->warnings += level == LEVEL_WARNING;
    j->say(j, level, what, text, hint);
}

int64_t topic_least_message(const config *c, enum topic_role role) {
    return (role == ROLE_INPUT ? c->max_article : c->max_record) + OVERHEAD;
}

static void judge_replicas(const topic_seen *t, int brokers, judge *j) {
    int64_t least = t->min_in_sync;
    if (t->in_sync < t->replicas)
        judge_say(j, LEVEL_WARNING, t->name, "see that the brokers run and catch up",
                  "%d of its %d replicas are in sync", t->in_sync, t->replicas);
    if (t->role != ROLE_INPUT && t->described && t->in_sync < least)
        judge_say(j, LEVEL_FAULT, t->name, "see that the brokers run; or lower min.insync.replicas of the topic",
                  "nothing can be written: %d replicas are in sync, min.insync.replicas is %" PRId64, t->in_sync,
                  least);
    else if (t->described && brokers > 1 && t->replicas > 1 && least >= t->replicas)
        judge_say(j, LEVEL_WARNING, t->name, "min.insync.replicas = replicas - 1",
                  "writing stops when one broker is away: %d replicas, min.insync.replicas %" PRId64, t->replicas,
                  least);
    if (t->replicas == 1 && brokers > 1)
        judge_say(j, LEVEL_WARNING, t->name, "kafka-reassign-partitions adds replicas; 3 are usual",
                  "one replica: it is lost with one disk, though there are %d brokers", brokers);
    else if (t->described && t->replicas > 2 && least < 2)
        judge_say(j, LEVEL_WARNING, t->name,
                  "min.insync.replicas = 2 of the topic; on 4.x the cluster's stored value wins over the file",
                  "min.insync.replicas is %" PRId64 ": what one broker alone has acknowledged is lost with it", least);
    if (t->described && t->unclean)
        judge_say(j, LEVEL_WARNING, t->name, "unclean.leader.election.enable = false",
                  "a broker that is behind may become the leader: acknowledged records would be lost");
}

static void judge_sizes(const config *c, const topic_seen *t, judge *j) {
    char has[32], takes[32];
    int64_t least = topic_least_message(c, t->role);
    show_bytes(t->max_message, has);
    show_bytes(t->role == ROLE_INPUT ? c->max_article : c->max_record, takes);
    if (t->role != ROLE_INPUT && t->max_message < least)
        judge_say(j, LEVEL_FAULT, t->name, "raise max.message.bytes of the topic, or lower [output] max-record",
                  "it refuses records over %s (max.message.bytes), we send up to %s (max-record): a refused one holds "
                  "up its batch",
                  has, takes);
    if (t->role == ROLE_INPUT && t->max_message > 2 * c->max_article)
        judge_say(j, LEVEL_NOTE, t->name, "raise [input] max-article where they are to be read",
                  "it takes articles up to %s, we read up to %s (max-article): larger ones are dead letters, too-large",
                  has, takes);
    if (t->role == ROLE_INPUT && t->max_message > c->max_record)
        judge_say(j, LEVEL_NOTE, t->name,
                  "raise [output] max-record and max.message.bytes of the dead letters to keep them whole",
                  "a dead letter over %s (max-record) goes without the article's bytes, with their SHA-256",
                  show_bytes(c->max_record, takes));
}

static void judge_keeping(const topic_seen *t, judge *j) {
    char kept[32];
    if (t->compact && t->role != ROLE_EXTRACTIONS && t->role != ROLE_INPUT)
        judge_say(j, LEVEL_FAULT, t->name, "cleanup.policy = delete of the topic",
                  "it is compacted: of the records with one key all but the last are deleted%s",
                  t->role == ROLE_DEAD ? ", and one without a key is refused" : "");
    if (t->compact && t->role == ROLE_INPUT)
        judge_say(j, LEVEL_WARNING, t->name, "cleanup.policy = delete, unless the key is the article's id",
                  "it is compacted: of articles with one key all but the last are deleted, read or not");
    if (t->deletes && t->retention_ms >= 0 && t->retention_ms < DAY_MS)
        judge_say(j, t->role == ROLE_INPUT ? LEVEL_WARNING : LEVEL_NOTE, t->name, "raise retention.ms of the topic",
                  "it keeps records for %s (retention.ms): %s", show_duration(t->retention_ms, kept),
                  t->role == ROLE_INPUT ? "an outage of that length loses articles"
                                        : "readers have no more time than that");
    if (t->deletes && t->retention_bytes >= 0 && t->role == ROLE_INPUT)
        judge_say(j, LEVEL_NOTE, t->name, "retention.bytes = -1 where time is to decide",
                  "it keeps %s a partition (retention.bytes): a burst of articles deletes what was not read",
                  show_bytes(t->retention_bytes, kept));
}

static void judge_times(const topic_seen *t, judge *j) {
    char most[32];
    if (t->role == ROLE_INPUT && t->log_append)
        judge_say(j, LEVEL_NOTE, t->name, "message.timestamp.type = CreateTime where the scraper's time matters",
                  "its messages bear the broker's time: ce_time and dragomand --from TIME go by that");
    if (t->role != ROLE_INPUT && t->timestamp_after_ms >= 0 && t->timestamp_after_ms < HOUR_MS / 12)
        judge_say(j, LEVEL_WARNING, t->name, "raise message.timestamp.after.max.ms of the topic",
                  "records are refused when this machine's clock is %s ahead of the broker's",
                  show_duration(t->timestamp_after_ms, most));
}

void topic_judge(const config *c, const topic_seen *t, int brokers, judge *j) {
    judge_replicas(t, brokers, j);
    if (!t->described)
        return;
    judge_sizes(c, t, j);
    judge_keeping(t, j);
    judge_times(t, j);
}
