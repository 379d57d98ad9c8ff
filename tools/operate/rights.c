/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rights are found by doing. Reading: one fetch of each input by a consumer that joins no group; joining the group, where nobody is in
 * it. Writing: one transaction on each output, aborted, under the instance's transactional id with -check behind it: the instance's own
 * would shut the running daemon out. Of the transaction nothing is left for whoever reads what is committed.
 */
#include <stdlib.h>
#include <string.h>

#include "daemon/bus_kafka.h"
#include "topics.h"

enum { STEP_MS = 200, FETCH_MS = 15000, WRITE_MS = 15000, TEXT_BYTES = 512 };

/* ---- reading ----------------------------------------------------------------------------------------------------------------- */

static rd_kafka_resp_err_t fetch_one(client *k, const char *topic) {
    rd_kafka_t *rk = client_handle(k);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic, 0)->offset = RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_resp_err_t err = rd_kafka_assign(rk, list);
    rd_kafka_topic_partition_list_destroy(list);
    for (int waited = 0; !err && waited < FETCH_MS; waited += STEP_MS) {
        rd_kafka_message_t *m = rd_kafka_consumer_poll(rk, STEP_MS);
        if (!m)
            continue;
        rd_kafka_resp_err_t got = m->err;
        rd_kafka_message_destroy(m);
        if (got == RD_KAFKA_RESP_ERR__PARTITION_EOF || !got)
            return RD_KAFKA_RESP_ERR_NO_ERROR;
        if (got != RD_KAFKA_RESP_ERR__TRANSPORT && got != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
            return got;
    }
    return err ? err : RD_KAFKA_RESP_ERR__TIMED_OUT;
}

void check_reading(const config *c, const topic_seen *inputs, size_t n, judge *j) {
    const char *const extra[] = {"enable.partition.eof", "true", "fetch.wait.max.ms", "100", NULL};
    int status = CLI_OK;
    client *k = client_open(c, CLIENT_COMMITTED, extra, &status);
    for (size_t i = 0; k && i < n; i++) {
        rd_kafka_resp_err_t err = fetch_one(k, inputs[i].name);
        if (err)
            judge_say(j, LEVEL_FAULT, inputs[i].name, client_hint(err), "it cannot be read: %s", rd_kafka_err2str(err));
        else
            judge_say(j, LEVEL_GOOD, inputs[i].name, "", "can be read");
    }
    if (!k)
        judge_say(j, LEVEL_FAULT, "reading", "", "no consumer can be made");
    client_close(k);
}

static rd_kafka_resp_err_t join(client *k, const config *c) {
    rd_kafka_t *rk = client_handle(k);
    rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new((int)c->topics.n), *held = NULL;
    for (size_t i = 0; i < c->topics.n; i++)
        rd_kafka_topic_partition_list_add(topics, c->topics.words[i], RD_KAFKA_PARTITION_UA);
    rd_kafka_resp_err_t err = rd_kafka_subscribe(rk, topics);
    bool joined = false;
    for (int waited = 0; !err && !joined && waited < FETCH_MS; waited += STEP_MS) {
        rd_kafka_message_t *m = rd_kafka_consumer_poll(rk, STEP_MS);
        if (m && (m->err == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED ||
                  m->err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED))
            err = m->err;
        if (m)
            rd_kafka_message_destroy(m);
        if (rd_kafka_assignment(rk, &held) == RD_KAFKA_RESP_ERR_NO_ERROR) {
            joined = held->cnt > 0;
            rd_kafka_topic_partition_list_destroy(held);
        }
    }
    rd_kafka_topic_partition_list_destroy(topics);
    rd_kafka_consumer_close(rk);
    return err ? err : joined ? RD_KAFKA_RESP_ERR_NO_ERROR : RD_KAFKA_RESP_ERR__TIMED_OUT;
}

void check_joining(const config *c, judge *j) {
    int status = CLI_OK;
    group_state s;
    client *k = client_open(c, CLIENT_COMMITTED, NULL, &status);
    if (!k)
        return;
    group_ask(k, c->group, &s);
    if (!s.err && s.members > 0) {
        judge_say(j, LEVEL_GOOD, "group", "", "%zu member%s, one is %s: not joined, so that nothing is disturbed",
                  s.members, s.members == 1 ? "" : "s", s.who);
    } else if (s.err) {
        judge_say(j, LEVEL_NOTE, "group", "", "not joined: who is in it is not told: %s", rd_kafka_err2str(s.err));
    } else {
        rd_kafka_resp_err_t err = join(k, c);
        if (err)
            judge_say(j, LEVEL_FAULT, "group", client_hint(err), "%s cannot be joined: %s", c->group,
                      rd_kafka_err2str(err));
        else
            judge_say(j, LEVEL_GOOD, "group", "", "can be joined");
    }
    client_close(k);
}

/* ---- writing ----------------------------------------------------------------------------------------------------------------- */

typedef struct writer {
    rd_kafka_t *rk;
    int throttled; /* ms, the longest */
    rd_kafka_resp_err_t refused;
    bool purged; /* the transaction failed before the record was sent */
} writer;

static void on_throttle(rd_kafka_t *rk, const char *broker, int32_t id, int ms, void *opaque) {
    writer *w = opaque;
    (void)rk, (void)broker, (void)id;
    w->throttled = ms > w->throttled ? ms : w->throttled;
}

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m, void *opaque) {
    writer *w = opaque;
    (void)rk;
    if (m->err == RD_KAFKA_RESP_ERR__PURGE_QUEUE || m->err == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT)
        w->purged = true;
    else if (m->err)
        w->refused = m->err;
}

static void on_log(const rd_kafka_t *rk, int level, const char *facility, const char *text) {
    (void)rk, (void)level, (void)facility, (void)text; /* what matters comes back from the calls */
}

static void told(void *arg, const char *line) { judge_say(arg, LEVEL_FAULT, "configuration", "", "%s", line); }

static rd_kafka_resp_err_t produce(const writer *w, const char *topic, size_t n) {
    static const char key[] = "dragoman-check";
    char *value = calloc(1, n);
    rd_kafka_resp_err_t err =
        value ? rd_kafka_producev(w->rk, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_KEY(key, sizeof key - 1),
                                  RD_KAFKA_V_VALUE(value, n), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END)
              : RD_KAFKA_RESP_ERR__FAIL;
    free(value);
    return err;
}

/* Why the open transaction must be aborted. A record too large for the client is refused by the transaction first, where that has
 * failed; only then is committing asked for, which then does nothing but say why. */
static bool has_failed(const writer *w, const char *topic, size_t too_large, char *why, rd_kafka_resp_err_t *code) {
    rd_kafka_error_t *e = NULL;
    if (produce(w, topic, too_large) == RD_KAFKA_RESP_ERR__STATE)
        e = rd_kafka_commit_transaction(w->rk, 1000);
    if (!e)
        return false;
    *code = rd_kafka_error_code(e);
    snprintf(why, TEXT_BYTES, "%s", rd_kafka_error_string(e));
    rd_kafka_error_destroy(e);
    return true;
}

static bool write_one(writer *w, const char *topic, size_t too_large, char *why, rd_kafka_resp_err_t *code) {
    rd_kafka_error_t *e = rd_kafka_begin_transaction(w->rk);
    bool failed = e != NULL, done = false;
    w->refused = RD_KAFKA_RESP_ERR_NO_ERROR;
    w->purged = false;
    *code = e ? rd_kafka_error_code(e) : produce(w, topic, 1);
    snprintf(why, TEXT_BYTES, "%s", e ? rd_kafka_error_string(e) : rd_kafka_err2str(*code));
    failed |= *code != RD_KAFKA_RESP_ERR_NO_ERROR;
    for (int waited = 0; !failed && !done && waited < WRITE_MS; waited += STEP_MS) {
        done = rd_kafka_flush(w->rk, STEP_MS) == RD_KAFKA_RESP_ERR_NO_ERROR;
        failed = (!done || w->purged) && has_failed(w, topic, too_large, why, code);
    }
    if (!failed && (!done || w->refused || w->purged)) {
        *code = !done ? RD_KAFKA_RESP_ERR__TIMED_OUT : w->refused ? w->refused : RD_KAFKA_RESP_ERR__PURGE_QUEUE;
        snprintf(why, TEXT_BYTES, "%s", rd_kafka_err2str(*code));
        failed = true;
    }
    if (e)
        rd_kafka_error_destroy(e);
    e = rd_kafka_abort_transaction(w->rk, WRITE_MS);
    if (e && !failed) {
        *code = rd_kafka_error_code(e);
        snprintf(why, TEXT_BYTES, "%s", rd_kafka_error_string(e));
        failed = true;
    }
    if (e)
        rd_kafka_error_destroy(e);
    return !failed;
}

static void close_writer(writer *w) {
    if (w->rk)
        rd_kafka_destroy(w->rk);
    w->rk = NULL;
}

static bool open_writer(const config *c, writer *w, bool again, judge *j) {
    char id[512], error[TEXT_BYTES];
    rd_kafka_conf_t *conf = bus_kafka_properties(c, CONFIG_PRODUCER, false, told, j);
    if (!conf)
        return false;
    snprintf(id, sizeof id, "dragomand-%s-%s-check", c->group, c->instance);
    rd_kafka_conf_set(conf, "transactional.id", id, error, sizeof error);
    rd_kafka_conf_set(conf, "log.queue", "false", error, sizeof error);
    rd_kafka_conf_set_opaque(conf, w);
    rd_kafka_conf_set_log_cb(conf, on_log);
    rd_kafka_conf_set_throttle_cb(conf, on_throttle);
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    w->rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, error, sizeof error);
    if (!w->rk) {
        rd_kafka_conf_destroy(conf);
        judge_say(j, LEVEL_FAULT, "writing", "see [kafka] and [producer]", "no producer can be made: %s", error);
        return false;
    }
    rd_kafka_error_t *e = rd_kafka_init_transactions(w->rk, WRITE_MS);
    if (!e) {
        if (!again)
            judge_say(j, LEVEL_GOOD, "transactions", "", "can be begun, as %s", id);
        return true;
    }
    rd_kafka_resp_err_t code = rd_kafka_error_code(e);
    judge_say(j, LEVEL_FAULT, "transactions",
              code == RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT
                  ? "lower [producer] transaction.timeout.ms, or raise transaction.max.timeout.ms of the brokers"
                  : client_hint(code),
              "none can be begun as %s: %s", id, rd_kafka_error_string(e));
    rd_kafka_error_destroy(e);
    close_writer(w);
    return false;
}

void check_writing(const config *c, const topic_seen *outputs, size_t n, judge *j) {
    char why[TEXT_BYTES];
    writer w = {0};
    if (c->delivery != EXACTLY_ONCE) {
        judge_say(j, LEVEL_NOTE, "writing", "",
                  "not tried: without transactions a trial record would stay (delivery = at-least-once)");
        return;
    }
    for (size_t i = 0; i < n && (w.rk || open_writer(c, &w, i > 0, j)); i++) {
        rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
        if (write_one(&w, outputs[i].name, (size_t)c->max_record + 1, why, &code)) {
            judge_say(j, LEVEL_GOOD, outputs[i].name, "",
                      "can be written (one record, in a transaction that was aborted)");
            continue;
        }
        judge_say(j, LEVEL_FAULT, outputs[i].name, client_hint(code), "it cannot be written: %s", why);
        close_writer(
            &w); /* where no partition came into it, a broker does not let it be aborted, and the producer is done for */
    }
    if (w.throttled)
        judge_say(j, LEVEL_NOTE, "quota",
                  "the brokers' quota for this user or client id decides how fast records can go",
                  "the brokers held us up for %d ms", w.throttled);
    close_writer(&w);
}
