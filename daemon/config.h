/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The daemon's configuration: one table (config.def), one INI file.
 *
 *   # a comment                      sections, name = value, comments on lines of their own
 *   [input]
 *   topics = articles
 *   [kafka]                          any property of librdkafka, for both clients; [consumer] and [producer] for one
 *   bootstrap.servers = kafka1:9092
 *   sasl.password = @credential kafka-password       the file of that name in $CREDENTIALS_DIRECTORY
 *
 * A problem is one line: FILE:LINE: what, and what to do. All problems of a file are reported, not only the first.
 */
#ifndef DRAGOMAND_CONFIG_H
#define DRAGOMAND_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "window.h"

enum config_scope { CONFIG_KAFKA, CONFIG_CONSUMER, CONFIG_PRODUCER };

/* One property for librdkafka. The value of a credential is read by config_secret, and never kept here. */
typedef struct config_property {
    enum config_scope scope;
    int line;
    char *name;
    char *value;      /* NULL where `credential` names a file */
    char *credential; /* NULL where `value` stands in the file */
} config_property;

typedef struct config_list {
    char **words;
    size_t n;
} config_list;

#define CONFIG_C_TEXT char *
#define CONFIG_C_LIST config_list
#define CONFIG_C_COUNT int64_t
#define CONFIG_C_BYTES int64_t
#define CONFIG_C_TIME int64_t
#define CONFIG_C_REAL double
#define CONFIG_C_SWITCH bool
#define CONFIG_C_CHOICE int

/* Owned by whoever called config_read; config_free releases all of it. Choices are indexes into the table's choices. */
typedef struct config {
    char *path;
#define OPTION(section, name, field, type, fallback, least, most, choices, reload, help) CONFIG_C_##type field;
#include "config.def"
    config_property *properties;
    size_t property_count;
    window *window; /* borrowed, set by main; NULL: the articles that come, for ever */
} config;

enum { TOMBSTONES_SKIP, TOMBSTONES_FORWARD };
enum { POSITION_GONE_STOP, POSITION_GONE_EARLIEST, POSITION_GONE_LATEST };
enum { OTHER_DEAD_LETTER, OTHER_METADATA };
enum { AT_LEAST_ONCE, EXACTLY_ONCE };

typedef void config_problem(void *arg, const char *line);

/* Reads a file (path NULL: the defaults alone). Returns the number of problems, each told to `problem`. */
int config_read(const char *path, config *c, config_problem *problem, void *arg);
void config_free(config *c);
/* The value of a property that may be shown: "(hidden)" for secrets, "@credential NAME" for credentials. */
const char *config_shown(const config_property *p, char *buffer, size_t cap);
/* The property's value; a credential's file is read into the buffer, which the caller wipes. NULL: told to `problem`. */
const char *config_secret(const config *c, const config_property *p, char *buffer, size_t cap, config_problem *problem,
                          void *arg);
/* A number that changes when a credential's file does; 0: there are none. It tells nothing of what is in them. */
uint64_t config_secrets_mark(const config *c);
/* Copies what may change on SIGHUP from `fresh` into `c` (the rest is exchanged so that both can be freed). Returns how
 * many other options differ, each told to `problem`. */
int config_reload(config *c, config *fresh, config_problem *problem, void *arg);

/* The table as data, for everything that is printed from it. */
enum config_type {
    CONFIG_TEXT,
    CONFIG_LIST,
    CONFIG_COUNT,
    CONFIG_BYTES,
    CONFIG_TIME,
    CONFIG_REAL,
    CONFIG_SWITCH,
    CONFIG_CHOICE
};
typedef struct config_option {
    const char *section, *name, *fallback, *choices, *help;
    enum config_type type;
    double least, most;
    bool reload;
    size_t offset; /* of the field in struct config */
} config_option;
typedef struct config_section {
    const char *name, *help;
} config_section;
extern const config_option config_options[];
extern const size_t config_option_count;
extern const config_section config_sections[];
extern const size_t config_section_count;

/* One value as it stands in a file. */
void config_write_value(const config *c, const config_option *o, FILE *out);
void config_print(const config *c, FILE *out);      /* --print-config */
void config_print_json(const config *c, FILE *out); /* --print-config=json, valid against schemas/config.schema.json */
void config_example(FILE *out);                     /* deploy/dragomand.conf */
void config_manual(FILE *out);                      /* the list of options in dragomand.conf(5) */
void config_schema(FILE *out);                      /* schemas/config.schema.json */

#endif
