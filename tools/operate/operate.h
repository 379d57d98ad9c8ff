/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operators' commands: a file a task. They read the daemon's configuration with the daemon's own code, so that brokers, topics,
 * group and security are what it uses, and ask the daemon (ask.c) or the brokers (client.c).
 */
#ifndef DGM_OPERATE_H
#define DGM_OPERATE_H

#include <jansson.h>
#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "daemon/config.h"
#include "dragoman/cli.h"

enum { ASK_MS = 10000, FIRST_MS = 6000 }; /* FIRST: until any broker has answered at all */

/* --config, else the installed file. CLI_OK; else what is wrong has been said. config_free is due all the same. */
int operate_config(const cli *c, config *out);
/* The same where a daemon may be asked without it: the defaults where there is no installed file. */
int operate_config_or_defaults(const cli *c, config *out);
/* The value of a text option that this build may not know; "" then. */
const char *operate_config_text(const config *c, const char *section, const char *name);

/* A positive number in an option, or `otherwise` where it was not given; -1: said what is wrong. */
int64_t operate_number(const char *of, const char *option, const char *text, int64_t least, int64_t otherwise);

/* ---- a client of the brokers ------------------------------------------------------------------------------------------- */

enum client_kind { CLIENT_COMMITTED, CLIENT_EVERYTHING, CLIENT_PRODUCER };

typedef struct client client;

/* With the properties of [kafka] and of [consumer] or [producer], and then with `extra` (name, value, …, NULL; may be NULL).
 * NULL: said why, *status is the exit status. A consumer of a group never joins it. */
client *client_open(const config *c, enum client_kind kind, const char *const *extra, int *status);
void client_close(client *k);
/* Leaves it to the end of the process, where closing it would wait for ever. */
void client_abandon(client *k);
rd_kafka_t *client_handle(client *k);
/* What librdkafka last complained of: why nobody answers. "" where it did not. */
const char *client_trouble(client *k, char *buffer, size_t cap);
/* Says that something failed, why, and what to do. Returns the exit status. */
int client_fail(client *k, const char *what, rd_kafka_resp_err_t code, const char *text);
int client_status(rd_kafka_resp_err_t code);
const char *client_hint(rd_kafka_resp_err_t code);

/* All topics, or those of the list alone. NULL: said why. */
const rd_kafka_metadata_t *client_topics(client *k, int *status);
const rd_kafka_metadata_topic_t *client_topic(const rd_kafka_metadata_t *all, const char *name);
/* The partitions that the group reads: [input] topics with its patterns. Topics that are missing are said and left out. */
rd_kafka_topic_partition_list_t *client_inputs(const config *c, const rd_kafka_metadata_t *all);
/* First offset and end, of what a reader of this kind sees. */
rd_kafka_resp_err_t client_range(client *k, const char *topic, int32_t partition, int64_t *first, int64_t *end);

typedef struct group_state {
    rd_kafka_consumer_group_state_t state;
    size_t members;
    char who[256]; /* one of them */
    bool unknown;  /* the brokers have no such group */
    rd_kafka_resp_err_t err;
} group_state;
void group_ask(client *k, const char *group, group_state *out);

/* ---- a running daemon -------------------------------------------------------------------------------------------------- */

/* A daemon that may run here. */
typedef struct daemon_place {
    char name[128]; /* its instance, "" for the plain unit */
    char path[256]; /* control socket; "" where it was found by HTTP */
    int port;       /* of its page, where it was found so */
} daemon_place;

/* Control sockets of this machine that --instance allows, at most `most`. */
size_t ask_places(const cli *c, const config *conf, daemon_place *out, size_t most);
/* One request, one answer; NULL: said why. `seconds`: how long an answer may take. */
json_t *ask_daemon(const daemon_place *place, json_t *request, int seconds, int *status);
/* Says that the daemon refused, why, and what to do: the exit status. Borrows the answer. */
int ask_refused(const char *name, const json_t *answer);
/* Says that there is no control socket to ask at: the exit status. */
int ask_nobody(void);
/* GET /status at the addresses of [http] listen. */
size_t ask_http(const cli *c, const config *conf, daemon_place *out, json_t **answers, size_t most);

/* ---- what is shown ------------------------------------------------------------------------------------------------------- */

enum { TABLE_COLUMNS = 12 };

typedef struct table {
    const char *const *heads;
    const char *align; /* l or r, a letter a column */
    size_t columns, n, cap;
    char **cells;
    bool failed;
} table;

/* `columns` texts, copied; NULL is "-". */
void table_row(table *t, const char *const *cells);
void table_print(const table *t, const cli *c);
void table_free(table *t);

/* A text from outside as a terminal may see it, at most `most` columns; returns the columns. */
int show_text(FILE *out, const char *text, size_t n, int most);
/* 1,204 */
const char *show_count(int64_t n, char buffer[32]);
/* "7 d", "500 ms" */
const char *show_duration(int64_t ms, char buffer[32]);
const char *show_bytes(int64_t n, char buffer[32]);
/* 2026-11-28 07:14:02 UTC */
const char *show_time(int64_t ms, char buffer[32]);
int show_json(json_t *value); /* takes the reference; an exit status */

int check_kafka(const cli *c);
int offsets_choose(const cli *c);

#endif
