/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dragoman offsets show, set: where the group stands, and moving it. Moving is done only in state Empty: a daemon that was stopped may be
 * a static member until its session.timeout.ms is over, and would be told nothing. What was set is read back.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/window.h"
#include "operate.h"

typedef struct move {
    const cli *c;
    const config *conf;
    const char *group;
    client *k;
    rd_kafka_topic_partition_list_t *now, *then;
} move;

/* ---- whether it may be moved ------------------------------------------------------------------------------------------------ */

/* A misspelt name would make a new group, and the live one would go on where it was. */
static int may_move(const move *m) {
    group_state s;
    group_ask(m->k, m->group, &s);
    bool unknown =
        s.err == RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND || (!s.err && s.state == RD_KAFKA_CONSUMER_GROUP_STATE_DEAD);
    if (unknown) {
        fprintf(stderr, "dragoman: the brokers know no group %s (see [input] group, --group; nothing was changed)\n",
                m->group);
        return CLI_CONFIG;
    }
    if (s.err)
        return client_fail(m->k, m->group, s.err, NULL);
    if (s.state == RD_KAFKA_CONSUMER_GROUP_STATE_EMPTY)
        return CLI_OK;
    fprintf(
        stderr,
        "dragoman: group %s is %s, %zu members (%s): stop every daemon of the group; a static member counts until its "
        "session.timeout.ms is over (nothing was changed)\n",
        m->group, rd_kafka_consumer_group_state_name(s.state), s.members, s.who);
    return CLI_AGAIN;
}

/* ---- where ------------------------------------------------------------------------------------------------------------------------ */

/* 0: there is a place; else an exit status. Partitions that WHERE does not name stay out. */
static int place(const move *m, const window_edge *from, rd_kafka_topic_partition_t *p, bool *named) {
    int64_t first = 0, end = 0, wanted = -1;
    char what[300];
    snprintf(what, sizeof what, "%s/%" PRId32, p->topic, p->partition);
    rd_kafka_resp_err_t err = client_range(m->k, p->topic, p->partition, &first, &end);
    if (err)
        return client_fail(m->k, what, err, NULL);
    *named = true;
    if (from->kind == WINDOW_EARLIEST)
        wanted = first;
    else if (from->kind == WINDOW_END)
        wanted = end;
    else if (from->kind == WINDOW_TIME) /* looked up before; behind the last there is nothing: the end */
        wanted = p->offset >= 0 ? p->offset : end;
    else
        *named = (wanted = window_named(from, p->topic, p->partition)) >= 0;
    p->offset = wanted;
    if (!*named || (wanted >= first && wanted <= end))
        return CLI_OK;
    fprintf(stderr, "dragoman: %s holds %" PRId64 " to %" PRId64 ", not %" PRId64 " (nothing was changed)\n", what,
            first, end, wanted);
    return CLI_DATA;
}

static int place_all(move *m, const window_edge *from) {
    int status = CLI_OK;
    m->then = rd_kafka_topic_partition_list_new(m->now->cnt);
    rd_kafka_topic_partition_list_t *looked = rd_kafka_topic_partition_list_copy(m->now);
    if (from->kind == WINDOW_TIME) {
        for (int i = 0; i < looked->cnt; i++)
            looked->elems[i].offset = from->time;
        rd_kafka_resp_err_t err = rd_kafka_offsets_for_times(client_handle(m->k), looked, ASK_MS);
        status = err ? client_fail(m->k, "times", err, NULL) : CLI_OK;
    }
    for (int i = 0; status == CLI_OK && i < looked->cnt; i++) {
        bool named = false;
        status = place(m, from, &looked->elems[i], &named);
        if (status == CLI_OK && named)
            rd_kafka_topic_partition_list_add(m->then, looked->elems[i].topic, looked->elems[i].partition)->offset =
                looked->elems[i].offset;
    }
    for (size_t i = 0; status == CLI_OK && i < from->n; i++)
        if (!rd_kafka_topic_partition_list_find(looked, from->offsets[i].topic, from->offsets[i].partition)) {
            fprintf(stderr, "dragoman: %s/%" PRId32 " is no partition of [input] topics (nothing was changed)\n",
                    from->offsets[i].topic, from->offsets[i].partition);
            status = CLI_DATA;
        }
    rd_kafka_topic_partition_list_destroy(looked);
    return status;
}

/* ---- moving ------------------------------------------------------------------------------------------------------------------------ */

static rd_kafka_resp_err_t first_error(const rd_kafka_topic_partition_list_t *list) {
    for (int i = 0; i < list->cnt; i++)
        if (list->elems[i].err)
            return list->elems[i].err;
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

static int alter(const move *m) {
    char text[256];
    rd_kafka_t *rk = client_handle(m->k);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);
    rd_kafka_AdminOptions_t *options = rd_kafka_AdminOptions_new(rk, RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS);
    rd_kafka_AdminOptions_set_request_timeout(options, ASK_MS, text, sizeof text);
    rd_kafka_AlterConsumerGroupOffsets_t *wanted = rd_kafka_AlterConsumerGroupOffsets_new(m->group, m->then);
    rd_kafka_AlterConsumerGroupOffsets(rk, &wanted, 1, options, queue);
    rd_kafka_event_t *answer = rd_kafka_queue_poll(queue, ASK_MS + 1000);
    rd_kafka_resp_err_t err = answer ? rd_kafka_event_error(answer) : RD_KAFKA_RESP_ERR__TIMED_OUT;
    if (answer && !err) {
        size_t n = 0;
        const rd_kafka_group_result_t **groups = rd_kafka_AlterConsumerGroupOffsets_result_groups(
            rd_kafka_event_AlterConsumerGroupOffsets_result(answer), &n);
        const rd_kafka_error_t *error = n ? rd_kafka_group_result_error(groups[0]) : NULL;
        const rd_kafka_topic_partition_list_t *list = n ? rd_kafka_group_result_partitions(groups[0]) : NULL;
        err = error ? rd_kafka_error_code(error) : list ? first_error(list) : RD_KAFKA_RESP_ERR__FAIL;
    }
    if (answer)
        rd_kafka_event_destroy(answer);
    rd_kafka_AlterConsumerGroupOffsets_destroy(wanted);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_queue_destroy(queue);
    return err ? client_fail(m->k, m->group, err, NULL) : CLI_OK;
}

/* The broker has the last word: another member may have come in between. */
static int read_back(const move *m) {
    rd_kafka_topic_partition_list_t *back = rd_kafka_topic_partition_list_copy(m->then);
    rd_kafka_resp_err_t err = rd_kafka_committed(client_handle(m->k), back, ASK_MS);
    int status = err ? client_fail(m->k, "reading it back", err, NULL) : CLI_OK;
    for (int i = 0; status == CLI_OK && i < back->cnt; i++)
        if (back->elems[i].offset != m->then->elems[i].offset) {
            fprintf(stderr,
                    "dragoman: %s/%" PRId32 " stands at %" PRId64 ", not at %" PRId64
                    ": something else moves this group\n",
                    back->elems[i].topic, back->elems[i].partition, back->elems[i].offset, m->then->elems[i].offset);
            status = CLI_AGAIN;
        }
    rd_kafka_topic_partition_list_destroy(back);
    return status;
}

static void print_moves(const move *m) {
    for (int i = 0; i < m->then->cnt; i++) {
        const rd_kafka_topic_partition_t *p = &m->then->elems[i],
                                         *old = rd_kafka_topic_partition_list_find(m->now, p->topic, p->partition);
        printf("%s/%" PRId32 ": ", p->topic, p->partition);
        if (old && old->offset >= 0)
            printf("%" PRId64, old->offset);
        else
            printf("nothing committed");
        printf(" -> %" PRId64 "%s\n", p->offset, m->c->dry_run ? " (not done: --dry-run)" : "");
    }
}

static int set(move *m) {
    char why[256];
    window w = {.from = {.kind = WINDOW_END}};
    int status = CLI_OK;
    const char *where = m->c->args[1];
    if (strcmp(where, "latest") != 0 && strcmp(where, "end") != 0 && !window_parse(where, NULL, &w, why, sizeof why))
        status = cli_usage("offsets", "%s", why);
    if (status == CLI_OK)
        status = may_move(m);
    if (status == CLI_OK)
        status = place_all(m, &w.from);
    if (status == CLI_OK && !m->c->dry_run)
        status = alter(m);
    if (status == CLI_OK && !m->c->dry_run)
        status = read_back(m);
    if (status == CLI_OK)
        print_moves(m);
    window_free(&w);
    return status;
}

static int show(move *m) {
    static const char *const heads[] = {"PARTITION", "COMMITTED"};
    table t = {heads, "lr", 2, 0, 0, NULL, false};
    group_state s;
    group_ask(m->k, m->group, &s);
    json_t *list = json_array();
    const char *name = s.err ? "unknown" : rd_kafka_consumer_group_state_name(s.state);
    for (int i = 0; i < m->now->cnt; i++) {
        char partition[300], offset[32];
        const rd_kafka_topic_partition_t *p = &m->now->elems[i];
        snprintf(partition, sizeof partition, "%s/%" PRId32, p->topic, p->partition);
        snprintf(offset, sizeof offset, "%" PRId64, p->offset);
        const char *cells[] = {partition, p->offset >= 0 ? offset : NULL};
        table_row(&t, cells);
        json_array_append_new(list, json_pack("{s:s, s:i, s:o}", "topic", p->topic, "partition", (int)p->partition,
                                              "committed", p->offset >= 0 ? json_integer(p->offset) : json_null()));
    }
    if (m->c->json) {
        table_free(&t);
        return show_json(json_pack("{s:s, s:s, s:I, s:o}", "group", m->group, "state", name, "members",
                                   (json_int_t)s.members, "partitions", list));
    }
    json_decref(list);
    printf("group %s: %s, %zu member%s\n", m->group, name, s.members, s.members == 1 ? "" : "s");
    table_print(&t, m->c);
    table_free(&t);
    return CLI_OK;
}

static int run(move *m, int (*what)(move *m)) {
    const char *const extra[] = {"group.id", m->group, NULL};
    int status = CLI_OK;
    m->k = client_open(m->conf, CLIENT_COMMITTED, extra, &status);
    const rd_kafka_metadata_t *topics = m->k ? client_topics(m->k, &status) : NULL;
    m->now = topics ? client_inputs(m->conf, topics) : NULL;
    if (m->now && m->now->cnt == 0)
        status = CLI_CONFIG;
    rd_kafka_resp_err_t err =
        m->now && m->now->cnt ? rd_kafka_committed(client_handle(m->k), m->now, ASK_MS) : RD_KAFKA_RESP_ERR_NO_ERROR;
    if (err)
        status = client_fail(m->k, m->group, err, NULL);
    else if (m->now && m->now->cnt)
        status = what(m);
    if (m->now)
        rd_kafka_topic_partition_list_destroy(m->now);
    if (m->then)
        rd_kafka_topic_partition_list_destroy(m->then);
    if (topics)
        rd_kafka_metadata_destroy(topics);
    client_close(m->k);
    return status;
}

int command_offsets(const cli *c) {
    config conf;
    const char *verb = c->args[0];
    bool sets = strcmp(verb, "set") == 0, chooses = strcmp(verb, "choose") == 0;
    if (!sets && !chooses && strcmp(verb, "show") != 0)
        return cli_usage("offsets", "offsets takes show, set or choose, not '%s'", verb);
    if (c->count != (sets || chooses ? 2 : 1))
        return cli_usage("offsets", "%s",
                         sets      ? "set takes one WHERE: earliest, latest, a time, or TOPIC/PARTITION@OFFSET,…"
                         : chooses ? "choose takes TOPIC/PARTITION@earliest, @latest or @OFFSET"
                                   : "show takes no argument");
    if (chooses)
        return offsets_choose(c);
    int status = operate_config(c, &conf);
    if (status == CLI_OK) {
        move m = {.c = c, .conf = &conf, .group = c->group ? c->group : conf.group};
        status = run(&m, sets ? set : show);
    }
    config_free(&conf);
    return cli_finish(status);
}
