/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Partitions whose position is gone: articles were deleted before anybody read them, or the topic was made anew. Nothing jumps
 * over what is missing without a word:
 *
 *   READING ── the broker has nothing at our position ──▶ STOPPED ── where to go on is said ──▶ READING
 *
 * It is said by [input] when-position-is-gone, now or after a reload, or by the operator for one partition. The others go on
 * meanwhile. A run over a part of the input goes on with what is left: nobody waits for what it reads.
 */
#ifndef DRAGOMAND_STOPPED_H
#define DRAGOMAND_STOPPED_H

#include "flow.h"

typedef struct stopped_answer {
    const char
        *code; /* not-ours, not-stopped, busy, no-answer, out-of-range, failed; NULL: it reads on from `offset` */
    const char *hint;
    char why[300];
    int64_t offset;
} stopped_answer;

/* The bus said so; `text` is its reason. */
void stopped_mark(flow *f, const char *topic, int32_t number, const char *text);
size_t stopped_count(const flow *f);
/* Lets those go on for which the configuration says how. */
void stopped_step(flow *f);
/* The operator's word: an offset, BUS_EARLIEST or BUS_LATEST. In the loop's thread; waits for a broker a second at most. */
bool stopped_choose(flow *f, const char *topic, int32_t number, int64_t from, stopped_answer *out);

#endif
