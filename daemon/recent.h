/* SPDX-License-Identifier: Apache-2.0 */
/* The last event records and dead letters, for a person who looks. Of the loop's thread; a few a second are kept, not all. */
#ifndef DRAGOMAND_RECENT_H
#define DRAGOMAND_RECENT_H

#include <jansson.h>

#include "log.h"
#include "work.h"

enum { RECENT_KEPT = 20 };

typedef struct recent_list {
    json_t *items[RECENT_KEPT]; /* owned; the newest is the one before `next` */
    size_t next;
    int64_t last; /* when one was kept */
} recent_list;

typedef struct recent {
    recent_list events, dead;
} recent;

void recent_events(recent *r, const work_result *result);
/* Without a word of the article: what the log says of it. */
void recent_dead(recent *r, const log_place *place, const char *what);
json_t *recent_json(const recent_list *list); /* newest first; NULL: no memory */
void recent_free(recent *r);

#endif
