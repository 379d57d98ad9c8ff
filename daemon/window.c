/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "window.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MS = 1000, MINUTE = 60, HOUR = 3600, MOST_PARTITION = INT32_MAX };

static const char LEGAL[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

static int digits(const char *s) {
    return s[0] >= '0' && s[0] <= '9' && s[1] >= '0' && s[1] <= '9' ? (s[0] - '0') * 10 + s[1] - '0' : -1;
}

/* Z, +hh:mm or -hh:mm, and nothing behind it. */
static bool read_zone(const char *s, int *seconds) {
    *seconds = 0;
    if (strcmp(s, "Z") == 0 || strcmp(s, "z") == 0)
        return true;
    if ((*s != '+' && *s != '-') || strlen(s) != sizeof "+hh:mm" - 1 || s[3] != ':')
        return false;
    int hours = digits(s + 1), minutes = digits(s + 4);
    *seconds = (*s == '-' ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
    return hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59;
}

static bool read_time(const char *s, window_edge *out, char *why, size_t cap) {
    struct tm t = {0};
    int zone = 0;
    const char *rest = strptime(s, "%Y-%m-%d", &t);
    if (rest && (*rest == 'T' || *rest == ' ')) {
        rest = strptime(rest + 1, "%H:%M:%S", &t);
        if (!rest || !read_zone(rest, &zone))
            rest = NULL;
    } else if (rest && *rest) {
        rest = NULL;
    }
    if (!rest || t.tm_year + 1900 > 9999) {
        snprintf(why, cap, "%.64s is no time: 2025-10-22 or 2025-10-22T14:05:00Z is expected", s);
        return false;
    }
    int day = t.tm_mday;
    int64_t seconds = (int64_t)timegm(&t) - zone;
    if (t.tm_mday != day) {
        snprintf(why, cap, "%.64s: the month has no such day", s);
        return false;
    }
    if (seconds < 0) {
        snprintf(why, cap, "%.64s lies before 1970: brokers keep no such times", s);
        return false;
    }
    out->kind = WINDOW_TIME;
    out->time = seconds * MS;
    return true;
}

/* A whole number up to `most`, which `*s` is moved behind. */
static bool read_number(const char **s, int64_t most, int64_t *out) {
    char *end = NULL;
    if (**s < '0' || **s > '9')
        return false;
    errno = 0;
    *out = strtoll(*s, &end, 10);
    *s = end;
    return errno == 0 && *out <= most;
}

/* topic/partition@offset, which `*s` is moved behind. */
static bool read_offset(const char **s, window_offset *out) {
    const char *slash = *s + strspn(*s, LEGAL); /* what a topic's name may be made of */
    int64_t partition = 0;
    if (*slash != '/' || slash == *s)
        return false;
    out->topic = strndup(*s, (size_t)(slash - *s));
    *s = slash + 1;
    if (!out->topic || !read_number(s, MOST_PARTITION, &partition) || *(*s)++ != '@' ||
        !read_number(s, INT64_MAX - 1, &out->offset))
        return false;
    out->partition = (int32_t)partition;
    return !**s || **s == ',';
}

static bool read_offsets(const char *s, window_edge *out, char *why, size_t cap) {
    const char *all = s;
    size_t most = 1;
    for (const char *p = s; *p; p++)
        most += *p == ',';
    out->kind = WINDOW_OFFSETS;
    out->offsets = calloc(most, sizeof *out->offsets);
    while (out->offsets) {
        if (!read_offset(&s, &out->offsets[out->n++]))
            break;
        const window_offset *last = &out->offsets[out->n - 1];
        for (size_t i = 0; i + 1 < out->n; i++)
            if (out->offsets[i].partition == last->partition && strcmp(out->offsets[i].topic, last->topic) == 0) {
                snprintf(why, cap, "%s/%d stands twice in %.64s", last->topic, (int)last->partition, all);
                return false;
            }
        if (!*s++)
            return true;
    }
    snprintf(why, cap, "%.64s are no offsets: topic/partition@offset, separated by commas, is expected", all);
    return false;
}

static bool read_edge(const char *s, bool is_from, window_edge *out, char *why, size_t cap) {
    if (strcmp(s, is_from ? "earliest" : "end") == 0) {
        out->kind = is_from ? WINDOW_EARLIEST : WINDOW_END;
        return true;
    }
    return strchr(s, '@') ? read_offsets(s, out, why, cap) : read_time(s, out, why, cap);
}

bool window_parse(const char *from, const char *until, window *out, char *why, size_t cap) {
    *out = (window){0};
    until = until ? until : "end";
    if (!read_edge(from, true, &out->from, why, cap) || !read_edge(until, false, &out->until, why, cap))
        return false;
    if (out->from.kind == WINDOW_TIME && out->until.kind == WINDOW_TIME && out->from.time >= out->until.time) {
        snprintf(why, cap, "--until %.32s is not after --from %.32s", until, from);
        return false;
    }
    window_mix(out, from);
    window_mix(out, until);
    return true;
}

static void free_edge(window_edge *edge) {
    for (size_t i = 0; i < edge->n; i++)
        free(edge->offsets[i].topic);
    free(edge->offsets);
}

void window_free(window *w) {
    free_edge(&w->from);
    free_edge(&w->until);
    *w = (window){0};
}

int64_t window_named(const window_edge *edge, const char *topic, int32_t partition) {
    for (size_t i = 0; i < edge->n; i++)
        if (edge->offsets[i].partition == partition && strcmp(edge->offsets[i].topic, topic) == 0)
            return edge->offsets[i].offset;
    return -1;
}

bool window_holds(const window *w, int64_t time) {
    bool early = w->from.kind == WINDOW_TIME && time < w->from.time;
    bool late = w->until.kind == WINDOW_TIME && time >= w->until.time;
    return time < 0 || (!early && !late);
}

/* FNV-1a, 64 bit (Fowler, Noll, Vo): a name, no secret. */
void window_mix(window *w, const char *text) {
    uint64_t hash = *w->name ? strtoull(w->name, NULL, 16) : UINT64_C(0xcbf29ce484222325);
    for (const char *p = text;; p++) { /* the closing zero, too: "a" and "b" are not "ab" */
        hash = (hash ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
        if (!*p)
            break;
    }
    snprintf(w->name, sizeof w->name, "%016" PRIx64, hash);
}
