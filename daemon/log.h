/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the daemon says: entries with fields where standard error is the journal, lines of text elsewhere. Never a word of an
 * article, never a secret. Each kind of entry (log.def) has its own limit: 50 in 10 seconds, then the number left out.
 */
#ifndef DRAGOMAND_LOG_H
#define DRAGOMAND_LOG_H

#include <stdbool.h>
#include <stdint.h>

enum log_level {
    LEVEL_CRITICAL = 2,
    LEVEL_ERROR,
    LEVEL_WARNING,
    LEVEL_NOTICE,
    LEVEL_INFO,
    LEVEL_DEBUG
}; /* as syslog numbers them */

enum log_kind {
#define LOG(name, level, id, help) LOG_K_##name,
#include "log.def"
    LOG_KINDS
};

/* Where it happened. All fields may be missing. */
typedef struct log_place {
    const char *topic; /* NULL: none; with it, partition and offset */
    int32_t partition;
    int64_t offset; /* -1: none */
    const char *article, *code;
} log_place;

/* Owned by the daemon; of the loop's thread. */
typedef struct logger {
    bool journal;
    enum log_level level;
    const char *instance, *group; /* borrowed; NULL: not known yet */
    uint64_t held_back;           /* entries left out by the limits since the start */
    struct {
        int64_t since;
        int n, left_out;
    } limit[LOG_KINDS];
} logger;

void log_open(logger *l);         /* finds out where it writes to */
void log_settle(const logger *l); /* before an end for a reason that the log tells */
__attribute__((format(printf, 6, 7))) void log_write(logger *l, enum log_kind kind, const log_place *place,
                                                     const char *file, int line, const char *format, ...);
#define LOG_SAY(l, kind, place, ...) log_write(l, LOG_K_##kind, place, __FILE__, __LINE__, __VA_ARGS__)

#endif
