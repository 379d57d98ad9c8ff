/* SPDX-License-Identifier: Apache-2.0 */
/* Who is meant though not named at the words of an event: see cast.c. */
#ifndef DGM_EVENT_CAST_H
#define DGM_EVENT_CAST_H

#include "event/event.h"

#define DGM_CAST_CANDIDATES 32u /* the last of them is nobody */

enum { /* what the choice depends on besides, for each type of event: weights "ACCUSE.gov" */
       DGM_CAST_NONE,
       DGM_CAST_HERE,
       DGM_CAST_SAME, /* country as the other side */
       DGM_CAST_STATE,
       DGM_CAST_GOV,
       DGM_CAST_MIL,
       DGM_CAST_COP,
       DGM_CAST_JUD,
       DGM_CAST_LEG,
       DGM_CAST_PEOPLE,
       DGM_CAST_TRAITS
};
_Static_assert((unsigned)DGM_CAST_TRAITS <= DGM_CAST_TRAITS_MAX, "there are weights for all traits");

typedef struct dgm_cast_view {
    uint32_t count;
    uint32_t entities[DGM_CAST_CANDIDATES], mentions[DGM_CAST_CANDIDATES]; /* DGM_NONE: nobody */
    float x[DGM_CAST_CANDIDATES][DGM_CASTS];
    uint16_t traits[DGM_CAST_CANDIDATES]; /* 1 << DGM_CAST_… */
} dgm_cast_view;

const char *dgm_cast_name(unsigned feature);
const char *dgm_cast_trait(unsigned trait);
void dgm_cast_open(const dgm_store *store, dgm_event_knowledge *k);

/* What an article says of its actors as a whole, counted once. On scratch. */
typedef struct dgm_cast {
    dgm_stage *stage;
    const dgm_draft *drafts; /* of the article, in order of the events */
    uint32_t *party;         /* entity → the first entity of its code and kind (state or people) */
    uint32_t *times;         /* entity that is a party → mentions of all its entities */
    uint32_t total;
    uint32_t most[4];            /* parties named most */
    const dgm_cast_trace *trace; /* or NULL */
} dgm_cast;
bool dgm_cast_make(dgm_cast *cast, dgm_stage *stage, const dgm_draft *drafts, const dgm_cast_trace *trace);
/* Fills an empty side of event `i`, if the model finds anybody. False: no memory. */
bool dgm_cast_fill(dgm_cast *cast, uint32_t i);

#endif
