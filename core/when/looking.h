/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that look for the dates of one event share (moments.c, likes.c, moments_elsewhere.c). */
#ifndef DGM_WHEN_LOOKING_H
#define DGM_WHEN_LOOKING_H

#include "when/moments.h"

#define DGM_PATH_MOST 12u /* tokens up from one that are looked at */
#define DGM_OLD_DAYS 60   /* before publication: what is that long ago is told as the past */

typedef struct dgm_looking {
    const dgm_story_so_far *s;
    const dgm_doc *doc;
    const dgm_when_knowledge *k;
    const dgm_event *e;
    uint32_t index; /* of the event */
    dgm_moments *out;
} dgm_looking;

typedef struct dgm_path { /* from a token to the root of its sentence, itself first */
    uint32_t n, at[DGM_PATH_MOST];
} dgm_path;
dgm_path dgm_path_of(const dgm_doc *doc, uint32_t t);
uint32_t dgm_path_index(const dgm_path *p, uint32_t t);

typedef struct dgm_between { /* steps from an expression up to a token: nouns and clauses that it is inside of */
    uint32_t nouns, clauses;
} dgm_between;
dgm_between dgm_path_inside(const dgm_doc *doc, const dgm_path *p, uint32_t end);

/* The features of that date as a candidate, made if it is none yet, and told to come from `source`. NULL: there are too many. */
float *dgm_moment_row(dgm_moments *m, const dgm_when *w, unsigned source);
/* 0 where no day of publication is known */
int32_t dgm_days_after_today(const dgm_looking *l, dgm_date d);
void dgm_moments_describe(const dgm_looking *l); /* what the event is like: out->likes, out->tense (likes.c) */
/* Features of "no date"; then candidates that the event's own sentence does not name (moments_elsewhere.c). */
void dgm_moment_none(const dgm_looking *l);
void dgm_moments_elsewhere(const dgm_looking *l);

#endif
