/* SPDX-License-Identifier: Apache-2.0 */
/* The demo's helper: an embedded broker in a process of its own, a feeder, a reader that shows records to a person. */
#ifndef DRAGOMAN_DEMO_H
#define DRAGOMAN_DEMO_H

#include <jansson.h>
#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stdio.h>

/* What the command line says; each command reads what concerns it. All texts are argv's. */
typedef struct demo {
    const char *brokers, *file, *topic, *raw;
    const char *const *rest;
    size_t n;
    int articles, timeout; /* how many answers are waited for; seconds */
    bool follow, quiet, latest;
} demo;

int demo_broker(const demo *d); /* the embedded broker, until SIGTERM, SIGINT or the end of standard input */
int demo_topics(const demo *d); /* makes topics NAME:PARTITIONS on a real broker */
int demo_feed(const demo *d);   /* sends files and folders as articles, says how many */
int demo_show(const demo *d);   /* shows what comes out */

/* A client with these brokers; NULL: said why. */
rd_kafka_t *demo_client(rd_kafka_type_t type, const demo *d, const char *const (*settings)[2], size_t n);

/* One record as a few lines for a person. */
void show_event(const json_t *event, FILE *out);
void show_extraction(const json_t *x, FILE *out);
void show_dead_letter(const char *key, size_t key_n, const char *code, const char *why, FILE *out);

#endif
