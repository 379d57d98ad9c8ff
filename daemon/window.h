/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of the input that a run with --from reads again, and where it ends.
 *
 *   --from earliest | TIME | OFFSETS       --until end | TIME | OFFSETS
 *   TIME      2025-10-22, 2025-10-22T14:05:00Z, 2025-10-22T14:05:00+02:00: of the input's messages, from 1970 on
 *   OFFSETS   articles/0@1500,articles/1@1620: from there on, other partitions not at all; or up to before these offsets, other
 *             partitions to their end
 */
#ifndef DRAGOMAND_WINDOW_H
#define DRAGOMAND_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum window_kind { WINDOW_EARLIEST, WINDOW_END, WINDOW_TIME, WINDOW_OFFSETS };

typedef struct window_offset {
    char *topic; /* owned */
    int32_t partition;
    int64_t offset;
} window_offset;

typedef struct window_edge {
    enum window_kind kind;
    int64_t time;           /* ms since 1970 */
    window_offset *offsets; /* owned */
    size_t n;
} window_edge;

/* Owned by main; immutable while the daemon runs. */
typedef struct window {
    window_edge from, until;
    bool dry_run;  /* nothing is sent, nothing is committed */
    char name[17]; /* of what was asked for: the same for the same words */
} window;

/* `until` NULL: end. False: `why` says what is wrong; window_free is due all the same. */
bool window_parse(const char *from, const char *until, window *out, char *why, size_t cap);
void window_free(window *w);
/* The offset that the edge names for a partition; -1: it names none. */
int64_t window_named(const window_edge *edge, const char *topic, int32_t partition);
/* Whether a message of this time is to be read; -1: it has none, and is. */
bool window_holds(const window *w, int64_t time);
/* Makes the run's name depend on the model, too: a newer model is another run. */
void window_mix(window *w, const char *text);

#endif
