/* SPDX-License-Identifier: Apache-2.0 */
/* Signs of life: the watchdog's, a line of status, and an eye on articles that take too long. */
#ifndef DRAGOMAND_REPORT_H
#define DRAGOMAND_REPORT_H

#include "flow.h"

typedef struct report {
    flow *flow;
    int64_t watchdog_ms; /* how often systemd wants to hear of us; 0: never */
    int64_t next_alive, next_status, next_check;
    int64_t last_status;
    uint64_t last_articles;
    double rate;            /* articles a second, of late */
    int64_t stopping_until; /* 0: not stopping */
    int64_t
        ready_since; /* when systemd was told that we are ready; 0: not yet. Nothing is said of signs of life before */
    bool healthy;    /* it was told that all is well */
    const char *refused; /* borrowed: why the last reload was refused; empty or NULL: it was not */
} report;

void report_open(report *r, flow *f);
/* What is due. False: an article does not end although it was cancelled; the process must end. */
bool report_tick(report *r);
const char *report_state(const report *r); /* "reading", "waiting for brokers", … */
void report_counts(const report *r, char *text, size_t cap);

#endif
