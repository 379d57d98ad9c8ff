/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dragoman dead retry: sends articles again after what was wrong has been mended: to the topic and partition where they stood, with
 * their key and headers, without ours, with dragoman-retry: N, so that nothing goes round for ever.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "dead.h"

enum { MOST_RETRIES = 3, FLUSH_MS = 30000, POLL_EVERY = 100 };

typedef struct retry {
    const cli *c;
    const config *conf;
    client *producer;
    int64_t sent, arrived, refused, left; /* left: not sent, said why */
    bool terminal;
    int status;
    char why[256];
} retry;

static void on_delivery(retry *r, const rd_kafka_message_t *m) {
    if (!m->err) {
        r->arrived++;
        return;
    }
    r->refused++;
    r->status = client_status(m->err);
    snprintf(r->why, sizeof r->why, "%s", rd_kafka_err2str(m->err));
}

static void serve(retry *r, int ms) {
    rd_kafka_queue_t *queue = rd_kafka_queue_get_main(client_handle(r->producer));
    for (rd_kafka_event_t *e; (e = rd_kafka_queue_poll(queue, ms)) != NULL; rd_kafka_event_destroy(e), ms = 0)
        if (rd_kafka_event_type(e) == RD_KAFKA_EVENT_DR)
            for (const rd_kafka_message_t *m; (m = rd_kafka_event_message_next(e)) != NULL;)
                on_delivery(r, m);
    rd_kafka_queue_destroy(queue);
}

static void leave(retry *r, const rd_kafka_message_t *m, const char *why) {
    r->left++;
    fprintf(stderr, "dragoman: %d@%lld is not sent again: %s\n", (int)m->partition, (long long)m->offset, why);
}

static rd_kafka_headers_t *headers_of(const rd_kafka_message_t *m, int retries) {
    char number[16];
    rd_kafka_headers_t *all = NULL, *out = rd_kafka_headers_new(8);
    const char *name = NULL;
    const void *value = NULL;
    size_t n = 0;
    if (rd_kafka_message_headers(m, &all) == RD_KAFKA_RESP_ERR_NO_ERROR)
        for (size_t i = 0; rd_kafka_header_get_all(all, i, &name, &value, &n) == RD_KAFKA_RESP_ERR_NO_ERROR; i++)
            if (strncmp(name, "dragoman-", sizeof "dragoman-" - 1) != 0)
                rd_kafka_header_add(out, name, -1, value, value ? (ssize_t)n : 0);
    snprintf(number, sizeof number, "%d", retries);
    rd_kafka_header_add(out, "dragoman-retry", -1, number, -1);
    return out;
}

static rd_kafka_resp_err_t produce(retry *r, const rd_kafka_message_t *m, const char *topic, int32_t partition) {
    rd_kafka_headers_t *headers = headers_of(m, letter_retries(m) + 1);
    rd_kafka_resp_err_t err = RD_KAFKA_RESP_ERR__QUEUE_FULL;
    while (err == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
        err = rd_kafka_producev(client_handle(r->producer), RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION(partition),
                                RD_KAFKA_V_KEY(m->key, m->key_len), RD_KAFKA_V_VALUE(m->payload, m->len),
                                RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
        if (err == RD_KAFKA_RESP_ERR__QUEUE_FULL)
            serve(r, 100);
    }
    if (err)
        rd_kafka_headers_destroy(headers);
    return err;
}

static void progress(const retry *r) {
    if (r->terminal && r->sent % POLL_EVERY == 0)
        fprintf(stderr, "\r%lld sent, %lld arrived ", (long long)r->sent, (long long)r->arrived);
}

static bool take(void *arg, const rd_kafka_message_t *m) {
    retry *r = arg;
    char code[32], topic[256];
    letter_at origin;
    reader_header(m, "dragoman-error-code", code, sizeof code);
    if (r->c->code && strcmp(r->c->code, code) != 0)
        return true;
    if (!*code || !letter_origin(m, topic, sizeof topic, &origin)) {
        leave(r, m, "it is no dead letter of ours");
    } else if (!m->payload) {
        leave(r, m, "its bytes were left out; the article has to be sent again from where it came");
    } else if (letter_retries(m) >= MOST_RETRIES && !r->c->force) {
        leave(r, m, "it has been sent again three times (--force sends it all the same)");
    } else if (r->c->dry_run) {
        printf("would send %d@%lld (%s) to %s/%d, retry %d\n", (int)m->partition, (long long)m->offset, code, topic,
               (int)origin.partition, letter_retries(m) + 1);
        r->sent++;
    } else {
        rd_kafka_resp_err_t err = produce(r, m, topic, origin.partition);
        if (err) {
            leave(r, m, rd_kafka_err2str(err));
            r->status = client_status(err);
            return false;
        }
        r->sent++;
        serve(r, 0);
        progress(r);
    }
    return true;
}

/* ---- which --------------------------------------------------------------------------------------------------------------------- */

static int named(retry *r) {
    const char *const extra[] = {"enable.partition.eof", "true", "fetch.wait.max.ms", "100", NULL};
    int status = CLI_OK;
    client *k = client_open(r->conf, CLIENT_COMMITTED, extra, &status);
    bool more = true;
    for (int i = 1; k && more && i < r->c->count; i++) {
        letter_at at;
        int one = CLI_OK;
        rd_kafka_message_t *m = NULL;
        if (letter_parse(r->c->args[i], &at))
            m = reader_one(k, r->conf->dead_letters, at.partition, at.offset, &one);
        else
            one = CLI_USAGE;
        if (m) {
            more = take(r, m);
            rd_kafka_message_destroy(m);
        }
        status = one > status ? one : status;
    }
    client_close(k);
    return status;
}

static int run(retry *r) {
    int status = CLI_OK;
    const char *const extra[] = {"message.timeout.ms", "30000", NULL};
    if (!r->c->dry_run && !(r->producer = client_open(r->conf, CLIENT_PRODUCER, extra, &status)))
        return status;
    if (r->c->count > 1) {
        status = named(r);
    } else { /* to the end as it is at the start: what fails again is not taken again */
        reader all = {r->conf, "dead", r->conf->dead_letters, r->c->from ? r->c->from : "earliest", 0, false, take,
                      NULL,    r};
        status = reader_run(&all);
    }
    for (int64_t waited = 0; r->producer && r->arrived + r->refused < r->sent && waited < FLUSH_MS; waited += 100)
        serve(r, 100);
    client_close(r->producer);
    return status > r->status ? status : r->status;
}

int dead_retry(const cli *c, const config *conf) {
    retry r = {.c = c, .conf = conf, .terminal = isatty(STDERR_FILENO) && !c->dry_run};
    if ((c->count > 1) + (c->code || c->all) != 1)
        return cli_usage("dead", "retry takes dead letters (PARTITION@OFFSET), or --code, or --all");
    int status = run(&r);
    if (r.terminal && r.sent >= POLL_EVERY)
        fputc('\n', stderr);
    if (r.refused || (r.producer && r.arrived < r.sent))
        fprintf(stderr, "dragoman: %lld were not taken: %s\n", (long long)(r.sent - r.arrived),
                *r.why ? r.why : "no broker answers");
    printf("%lld %s again, %lld not\n", (long long)(c->dry_run ? r.sent : r.arrived),
           c->dry_run ? "would be sent" : "sent", (long long)(r.left + r.sent - (c->dry_run ? r.sent : r.arrived)));
    if (r.producer && r.arrived < r.sent && status == CLI_OK)
        status = CLI_ABSENT;
    return status == CLI_OK && r.left ? CLI_DATA : status;
}
