/* SPDX-License-Identifier: Apache-2.0 */
#define SD_JOURNAL_SUPPRESS_LOCATION
#include "log.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <systemd/sd-journal.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"

enum { LIMIT_ENTRIES = 50, LIMIT_MS = 10000, FIELDS = 16, SETTLE_NS = 250000000 };

static const struct {
    enum log_level level;
    const char *id;
} kinds[LOG_KINDS] = {
#define LOG(name, level, id, help) {LEVEL_##level, id},
#include "log.def"
};

/* Standard error is the journal when it is the very stream that JOURNAL_STREAM names. */
void log_open(logger *l) {
    char own[64];
    struct stat s;
    const char *stream = getenv("JOURNAL_STREAM");
    if (stream && fstat(STDERR_FILENO, &s) == 0) {
        snprintf(own, sizeof own, "%ju:%ju", (uintmax_t)s.st_dev, (uintmax_t)s.st_ino);
        l->journal = strcmp(stream, own) == 0;
    }
    l->level = LEVEL_INFO;
}

/* journald asks the kernel which unit the sender of an entry belongs to when it takes the entry; of a process that has ended by
 * then it does not know, and journalctl -u and systemctl status leave out the very reason for the end. */
void log_settle(const logger *l) {
    struct timespec wait = {0, SETTLE_NS};
    if (l->journal)
        nanosleep(&wait, NULL);
}

/* Whether this entry is within its kind's limit; `left_out` is what is told with it. */
static bool within_limit(logger *l, enum log_kind kind, int *left_out) {
    int64_t now = clock_ms();
    *left_out = 0;
    if (now - l->limit[kind].since > LIMIT_MS || l->limit[kind].n == 0) {
        *left_out = l->limit[kind].left_out;
        l->limit[kind].since = now;
        l->limit[kind].n = l->limit[kind].left_out = 0;
    }
    if (l->limit[kind].n < LIMIT_ENTRIES) {
        l->limit[kind].n++;
        return true;
    }
    l->limit[kind].left_out++;
    l->held_back++;
    return false;
}

typedef struct fields {
    struct iovec v[FIELDS];
    char text[FIELDS][256];
    int n;
} fields;

__attribute__((format(printf, 2, 3))) static void add(fields *f, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(f->text[f->n], sizeof f->text[0], format, args);
    va_end(args);
    f->v[f->n] = (struct iovec){f->text[f->n], strlen(f->text[f->n])};
    f->n++;
}

static void to_journal(const logger *l, enum log_kind kind, const log_place *place, const char *file, int line,
                       const char *text) {
    fields f = {.n = 0};
    char message[1200];
    snprintf(message, sizeof message, "MESSAGE=%s", text);
    f.v[f.n++] = (struct iovec){message, strlen(message)};
    add(&f, "PRIORITY=%d", (int)kinds[kind].level);
    add(&f, "MESSAGE_ID=%s", kinds[kind].id);
    add(&f, "SYSLOG_IDENTIFIER=dragomand");
    add(&f, "CODE_FILE=%s", file);
    add(&f, "CODE_LINE=%d", line);
    if (l->group)
        add(&f, "KAFKA_GROUP=%s", l->group);
    if (l->instance && *l->instance)
        add(&f, "DRAGOMAN_INSTANCE=%s", l->instance);
    if (place && place->topic) {
        add(&f, "KAFKA_TOPIC=%s", place->topic);
        add(&f, "KAFKA_PARTITION=%" PRId32, place->partition);
        if (place->offset >= 0)
            add(&f, "KAFKA_OFFSET=%" PRId64, place->offset);
    }
    if (place && place->article && *place->article)
        add(&f, "ARTICLE_ID=%s", place->article);
    if (place && place->code && *place->code)
        add(&f, "ERROR_CODE=%s", place->code);
    sd_journal_sendv(f.v, f.n);
}

static void to_stderr(enum log_kind kind, const log_place *place, const char *text) {
    static const char *const names[] = {"", "", "critical", "error", "warning", "notice", "info", "debug"};
    char where[512] = "";
    if (place && place->topic && place->offset >= 0)
        snprintf(where, sizeof where, " [%s/%" PRId32 "@%" PRId64 "]", place->topic, place->partition, place->offset);
    else if (place && place->topic)
        snprintf(where, sizeof where, " [%s/%" PRId32 "]", place->topic, place->partition);
    fprintf(stderr, "dragomand: %s: %s%s\n", names[kinds[kind].level], text, where);
}

void log_write(logger *l, enum log_kind kind, const log_place *place, const char *file, int line, const char *format,
               ...) {
    char text[1024];
    int left_out = 0;
    if (kinds[kind].level > l->level || !within_limit(l, kind, &left_out))
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++) /* one entry is one line, whatever stood in a file name or an error */
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            text[i] = ' ';
    if (left_out)
        snprintf(text + n, sizeof text - n, " (%d like this were left out)", left_out);
    if (l->journal)
        to_journal(l, kind, place, file, line, text);
    else
        to_stderr(kind, place, text);
}
