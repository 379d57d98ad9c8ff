/* SPDX-License-Identifier: Apache-2.0 */
/* The dates that come into question for an event: see moments.c. */
#ifndef DGM_WHEN_MOMENTS_H
#define DGM_WHEN_MOMENTS_H

#include "when/when.h"

#define DGM_MOMENTS_MOST 40u
#define DGM_MOMENTS_TIMES 14u /* expressions of the sentence that are weighed, nearest to the event */

typedef struct dgm_moments {
    uint32_t count;
    dgm_when when[DGM_MOMENTS_MOST]; /* [0]: no date */
    float x[DGM_MOMENTS_MOST][DGM_MOMENTS];
    uint16_t sources[DGM_MOMENTS_MOST]; /* 1 << DGM_SOURCE_… */
    uint64_t likes;                     /* 1 << DGM_LIKE_… of the event */
    dgm_tense tense;
} dgm_moments;

/* What is known where an event is read: the article so far. */
typedef struct dgm_story_so_far {
    const dgm_stage *stage;
    const dgm_times *times; /* of the whole article */
    const uint32_t *first;  /* sentence → its first expression; one more than sentences */
    dgm_clock clock;        /* today */
    uint32_t lead;          /* the first sentence of the body */
    bool brief;             /* tells in the present tense */
    uint32_t event;         /* the last event that has a date, or DGM_NONE */
    uint32_t lead_event;    /* the first one with a date */
    dgm_tense tense;        /* of the last event with a date */
    bool given;             /* … from elsewhere than its sentence */
} dgm_story_so_far;

const char *dgm_moment_name(unsigned feature);
const char *dgm_source_name(unsigned source);
const char *dgm_like_name(unsigned like);
void dgm_moments_open(const dgm_store *store, dgm_when_knowledge *k);
void dgm_moments_look(const dgm_story_so_far *so_far, uint32_t event, dgm_moments *out);
uint32_t dgm_moments_best(const dgm_when_knowledge *k, const dgm_moments *m);

#endif
