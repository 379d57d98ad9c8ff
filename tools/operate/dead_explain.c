/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dragoman dead explain: what a code means and what to do; of a letter besides, what the daemon's own reading makes of it now, with
 * this configuration and model. It is read in a process of its own: it may be one that ends it.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/model.h"
#include "dead.h"

static const struct {
    const char *code, *what, *todo;
} codes[] = {
#define CODE(code, what, todo) {code, what, todo},
#include "dead_codes.def"
};

static bool explain_code(const char *code) {
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (strcmp(codes[i].code, code) == 0) {
            printf("%s: %s\n  What to do: %s\n", code, codes[i].what, codes[i].todo);
            return true;
        }
    return false;
}

static int list_codes(void) {
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        explain_code(codes[i].code);
    return CLI_OK;
}

/* As the daemon would; the exit status of the child. */
static int read_again(const work_plan *plan, const rd_kafka_message_t *m) {
    dgm_error e = {0};
    work_reader *worker = NULL;
    work_result result;
    bus_record record = {.topic = "",
                         .timestamp = rd_kafka_message_timestamp(m, NULL),
                         .key = {m->key, m->key_len},
                         .value = {m->payload, m->len}};
    if (work_reader_new(work_plan_model(plan), work_plan_settings(plan), &worker, &e) != DGM_OK) {
        cli_say("model", &e);
        return CLI_CONFIG;
    }
    work_article(worker, &record, &result);
    if (result.code == DGM_OK)
        printf("  Read now: it can be read, %zu event%s. dragoman dead retry sends it again\n", result.events,
               result.events == 1 ? "" : "s");
    else
        printf("  Read now: %s, %s\n", dgm_error_code(result.code), result.what);
    pool_free(&result.pool);
    work_reader_free(worker);
    return fflush(stdout) ? CLI_IO : CLI_OK;
}

static int read_apart(const config *conf, const work_plan *plan, const rd_kafka_message_t *m) {
    int status = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        alarm((unsigned)(conf->article_timeout / 1000 + 1));
        _exit(read_again(plan, m));
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        return cli_say_errno("reading it again", CLI_OS);
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    printf("  Read now: %s\n", WTERMSIG(status) == SIGALRM
                                   ? "it takes longer than [reading] article-timeout"
                                   : "it ends the process that reads it: a fault of ours, please report it");
    return CLI_OK;
}

static int explain_letter(const config *conf, const work_plan *plan, const rd_kafka_message_t *m) {
    char code[32], text[512], topic[256];
    letter_at origin;
    reader_header(m, "dragoman-error-code", code, sizeof code);
    printf("%s/%d@%lld, ", conf->dead_letters, (int)m->partition, (long long)m->offset);
    if (!explain_code(code)) {
        printf("it bears no code of ours: it is no dead letter of this daemon\n");
        return CLI_DATA;
    }
    printf("  What was said: ");
    reader_header(m, "dragoman-error", text, sizeof text);
    show_text(stdout, text, strlen(text), INT32_MAX);
    putchar('\n');
    if (letter_origin(m, topic, sizeof topic, &origin))
        printf("  The article stood at %s/%d@%lld\n", topic, (int)origin.partition, (long long)origin.offset);
    if (m->payload)
        return read_apart(conf, plan, m);
    printf("  Its bytes were left out: it cannot be read again from here\n");
    return CLI_OK;
}

int dead_explain(const cli *c, const config *conf) {
    int status = CLI_OK;
    dgm_error e = {0};
    if (c->count < 2)
        return list_codes();
    if (!strchr(c->args[1], '@')) {
        if (explain_code(c->args[1]))
            return CLI_OK;
        return cli_usage("dead", "there is no code '%s'; dragoman dead explain lists them", c->args[1]);
    }
    const char *const extra[] = {"enable.partition.eof", "true", "fetch.wait.max.ms", "100", NULL};
    work_plan *plan = work_plan_open(conf, &e);
    client *k = plan ? client_open(conf, CLIENT_COMMITTED, extra, &status) : NULL;
    if (!plan) {
        cli_say("model", &e);
        status = CLI_CONFIG;
    }
    for (int i = 1; k && i < c->count; i++) {
        letter_at at;
        int one = CLI_OK;
        rd_kafka_message_t *m = NULL;
        if (letter_parse(c->args[i], &at))
            m = reader_one(k, conf->dead_letters, at.partition, at.offset, &one);
        else
            one = CLI_USAGE;
        if (m) {
            one = explain_letter(conf, plan, m);
            rd_kafka_message_destroy(m);
        }
        status = one > status ? one : status;
    }
    client_close(k);
    work_plan_unref(plan);
    return status;
}
