/* SPDX-License-Identifier: Apache-2.0 */
/* Who is meant though not named at the words of an event: see cast.c. */
#ifndef DGM_EVENT_CAST_H
#define DGM_EVENT_CAST_H

#include "event/event.h"

#define DGM_CAST_MOST 6
#define DGM_CAST_CANDIDATES 40u /* the last of them is nobody */

typedef struct dgm_cast_view {
    uint32_t count;
    uint32_t entities[DGM_CAST_CANDIDATES], mentions[DGM_CAST_CANDIDATES]; /* DGM_NONE: nobody */
    float x[DGM_CAST_CANDIDATES][DGM_CASTS];
} dgm_cast_view;

const char *dgm_cast_name(unsigned feature);
void dgm_cast_open(const dgm_store *store, dgm_event_knowledge *k);
/* The most likely of the view; *p: how likely. */
uint32_t dgm_cast_best(const dgm_event_knowledge *k, const dgm_cast_view *v, int side, const dgm_event *e, double *p);

/* What an article says of its actors as a whole, counted once. On scratch. */
typedef struct dgm_cast {
    dgm_stage *stage;
    const dgm_draft *drafts; /* of the article, in order of the events */
    uint32_t *party;         /* entity → the first entity of its code and kind (state or people) */
    uint32_t *
        branch; /* entity → the first entity of its party that is of the same branch: government, parliament, courts, army, police, one body of people */
    uint32_t *times; /* entity that is a party → mentions of all its entities */
    uint32_t total;
    uint32_t most[DGM_CAST_MOST]; /* parties named most */
    uint32_t trade[2];            /* the first court, the first police of the article, or DGM_NONE */
    const dgm_cast_trace *trace;  /* or NULL */
} dgm_cast;
/* People, not the state, by these sectors (cast_article.c). */
bool dgm_cast_people(uint32_t sectors);
bool dgm_cast_make(dgm_cast *cast, dgm_stage *stage, const dgm_draft *drafts, const dgm_cast_trace *trace);
/* Fills an empty side of event `i`, if the model finds anybody. False: no memory. */
bool dgm_cast_fill(dgm_cast *cast, uint32_t i);

#endif
