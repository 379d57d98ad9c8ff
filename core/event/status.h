/* SPDX-License-Identifier: Apache-2.0 */
/* Whether it happened: status_words.c looks words up, status_clause.c reads a clause, status.c decides for an event. */
#ifndef DGM_EVENT_STATUS_H
#define DGM_EVENT_STATUS_H

#include "event/event.h"

/* What a word makes of the event below it (the column `effect` of lexicon/events/status.txt). */
typedef enum dgm_effect {
    DGM_EFFECT_NONE,
    DGM_EFFECT_REAL,
    DGM_EFFECT_FUTURE,
    DGM_EFFECT_HYPOTHETICAL,
    DGM_EFFECT_NEGATED,
    DGM_EFFECT_EXCLUDED, /* negated; under a "not" of its own only supposed: "did not rule out" */
    DGM_EFFECT_ATTEMPT   /* force that was tried was used, other things were only tried */
} dgm_effect;

/* The first row of that kind counts. */
dgm_effect dgm_effect_of(const dgm_event_knowledge *k, dgm_str word, const char *kind);
/* Of two words that stand as one there: "rule out", "decide against". */
dgm_effect dgm_effect_of_pair(const dgm_event_knowledge *k, dgm_str first, dgm_str second, const char *kind);
/* Of a token: by its form, else by its dictionary form. */
dgm_effect dgm_effect_at(const dgm_stage *stage, uint32_t token, const char *kind);
/* "not", "never", "no longer" at the token; not the "not" of "not only" or of the infinitive behind it. */
bool dgm_is_denied(const dgm_stage *stage, uint32_t token);
/* "no soldiers", "nobody": a participant that is none. */
bool dgm_is_none(const dgm_stage *stage, uint32_t token);
/* Did what a word in a clause tells happen, by the clause's own words and those that govern it? `force`: an attack, a protest;
 * `said`: what somebody says or does in words, so that who came "to demand" it has done it. */
typedef struct dgm_told {
    bool force, said, affirmed; /* affirmed: its own "not" belongs to the predicate */
    bool words;                 /* words alone: an accusation, a request */
} dgm_told;
dgm_status dgm_clause_status(const dgm_stage *stage, uint32_t word, dgm_told told);

#endif
