/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dragoman lag: how far the group is behind, by partition, as the brokers know it: with a daemon or without. Two lags: to the end,
 * and to the last stable offset; between the two stands what open transactions of whoever writes the articles hold back.
 */
#include <inttypes.h>
#include <string.h>

#include "operate.h"

typedef struct row {
    const char *topic; /* borrowed */
    int32_t partition;
    int64_t first, committed, stable, end; /* committed -1: there is none, reading starts at the first */
} row;

static int64_t position(const row *r) { return r->committed >= 0 ? r->committed : r->first; }
static int64_t behind(const row *r, int64_t end) { return end > position(r) ? end - position(r) : 0; }

static const char *remark(const row *r) {
    if (r->committed < 0)
        return "nothing committed yet";
    if (r->committed < r->first)
        return "ITS POSITION IS GONE: articles were deleted before they were read";
    if (r->committed > r->end)
        return "ITS POSITION IS BEYOND THE END: the topic was made anew";
    return r->stable < r->end && r->committed == r->stable ? "an open transaction holds the rest back" : "";
}

static int ask(client *committed, client *all, const rd_kafka_topic_partition_t *p, row *out) {
    int64_t first = 0;
    char name[300];
    *out = (row){p->topic, p->partition, 0, p->offset >= 0 ? p->offset : -1, 0, 0};
    rd_kafka_resp_err_t err = client_range(committed, p->topic, p->partition, &out->first, &out->stable);
    if (!err)
        err = client_range(all, p->topic, p->partition, &first, &out->end);
    if (!err)
        return CLI_OK;
    snprintf(name, sizeof name, "%.200s/%" PRId32, p->topic, p->partition);
    return client_fail(committed, name, err, NULL);
}

static void add_row(table *t, const row *r) {
    char name[300], at[32], stable[32], end[32], lag[32], lag_stable[32];
    snprintf(name, sizeof name, "%s/%" PRId32, r->topic, r->partition);
    snprintf(at, sizeof at, "%" PRId64, r->committed);
    snprintf(stable, sizeof stable, "%" PRId64, r->stable);
    snprintf(end, sizeof end, "%" PRId64, r->end);
    const char *cells[] = {name,
                           r->committed >= 0 ? at : NULL,
                           stable,
                           end,
                           show_count(behind(r, r->stable), lag_stable),
                           show_count(behind(r, r->end), lag),
                           remark(r)};
    table_row(t, cells);
}

static json_t *to_json(const row *r) {
    json_t *one = json_pack("{s:s, s:i, s:I, s:I, s:I, s:I, s:I}", "topic", r->topic, "partition", (int)r->partition,
                            "first", (json_int_t)r->first, "stable", (json_int_t)r->stable, "end", (json_int_t)r->end,
                            "lag", (json_int_t)behind(r, r->end), "lag_stable", (json_int_t)behind(r, r->stable));
    if (one)
        json_object_set_new(one, "committed", r->committed >= 0 ? json_integer(r->committed) : json_null());
    return one;
}

static int show(const cli *c, client *committed, client *all, const rd_kafka_topic_partition_list_t *list,
                const char *group) {
    static const char *const heads[] = {"PARTITION", "COMMITTED", "STABLE", "END", "LAG STABLE", "LAG", ""};
    table t = {heads, "lrrrrrl", sizeof heads / sizeof heads[0], 0, 0, NULL, false};
    json_t *rows = json_array();
    int64_t total = 0, total_stable = 0;
    int status = CLI_OK;
    char lag[32], lag_stable[32];
    for (int i = 0; i < list->cnt && status == CLI_OK; i++) {
        row r;
        status = ask(committed, all, &list->elems[i], &r);
        if (status)
            break;
        total += behind(&r, r.end);
        total_stable += behind(&r, r.stable);
        json_array_append_new(rows, to_json(&r));
        add_row(&t, &r);
    }
    if (status) {
        json_decref(rows);
    } else if (c->json) {
        status = show_json(json_pack("{s:s, s:I, s:I, s:o}", "group", group, "lag", (json_int_t)total, "lag_stable",
                                     (json_int_t)total_stable, "partitions", rows));
    } else {
        table_print(&t, c);
        printf("group %s: lag %s, %s of it can be read\n", group, show_count(total, lag),
               show_count(total_stable, lag_stable));
        json_decref(rows);
    }
    table_free(&t);
    return status;
}

static int run(const cli *c, const config *conf) {
    const char *group = c->group ? c->group : conf->group;
    const char *const extra[] = {"group.id", group, NULL};
    int status = CLI_OK;
    client *committed = client_open(conf, CLIENT_COMMITTED, extra, &status),
           *all = committed ? client_open(conf, CLIENT_EVERYTHING, extra, &status) : NULL;
    const rd_kafka_metadata_t *topics = all ? client_topics(committed, &status) : NULL;
    rd_kafka_topic_partition_list_t *list = topics ? client_inputs(conf, topics) : NULL;
    if (list && list->cnt == 0)
        status = CLI_CONFIG;
    rd_kafka_resp_err_t err =
        list && list->cnt ? rd_kafka_committed(client_handle(committed), list, ASK_MS) : RD_KAFKA_RESP_ERR_NO_ERROR;
    if (err)
        status = client_fail(committed, group, err, NULL);
    else if (list && list->cnt)
        status = show(c, committed, all, list, group);
    if (list)
        rd_kafka_topic_partition_list_destroy(list);
    if (topics)
        rd_kafka_metadata_destroy(topics);
    client_close(all);
    client_close(committed);
    return status;
}

int command_lag(const cli *c) {
    config conf;
    int status = operate_config(c, &conf);
    if (status == CLI_OK)
        status = run(c, &conf);
    config_free(&conf);
    return cli_finish(status);
}
