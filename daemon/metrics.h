/* SPDX-License-Identifier: Apache-2.0 */
/* What is counted, and how it is shown (OpenMetrics 1.0). All of it belongs to the loop's thread; board.h takes the text to others. */
#ifndef DRAGOMAND_METRICS_H
#define DRAGOMAND_METRICS_H

#include <stdint.h>
#include <stdio.h>

#include "work.h"

enum { HISTOGRAM_BUCKETS = 12, METRICS_KINDS = 128, METRICS_CODES = 16 };

typedef struct histogram {
    uint64_t bucket[HISTOGRAM_BUCKETS + 1]; /* the last: above all limits */
    uint64_t n;
    double sum; /* seconds */
} histogram;

/* A count for each value of a label; names are static texts or live as long as the process. */
typedef struct label_count {
    char type[16], status[16];
    uint64_t n;
} label_count;

typedef struct metrics {
    label_count events[METRICS_KINDS];
    size_t event_kinds;
    label_count dead[METRICS_CODES];
    size_t dead_codes;
    histogram article, transaction, stage[WORK_STAGES];
    char stage_name[WORK_STAGES][16];
    size_t stages;
    uint64_t reloads_done, reloads_refused, throttled_ms;
    int64_t started; /* seconds since 1970 */
} metrics;

void metrics_open(metrics *m);
void metrics_count(metrics *m, const work_result *result); /* of an article, when it has been read */
void metrics_dead(metrics *m, const char *code);
void metrics_transaction(metrics *m, int64_t us);

struct flow;
/* All of it as OpenMetrics text. `ready`: whether READY is 1. */
void metrics_write(const metrics *m, const struct flow *f, const char *model, bool ready, FILE *out);
void metrics_document(FILE *out); /* docs/metrics.md */

#endif
