/* SPDX-License-Identifier: Apache-2.0 */
/* What is taken up of what was told before: see taken.c. */
#ifndef DGM_EVENT_TAKEN_H
#define DGM_EVENT_TAKEN_H

#include "event/event.h"

void dgm_taken_open(const dgm_store *store, dgm_event_knowledge *k);
/* The event before event `own` that the noun stands for, or DGM_NONE. Whoever is an actor of event `own` is not meant. */
uint32_t dgm_taken_up(const dgm_stage *stage, const dgm_draft *drafts, uint32_t own, uint32_t noun);
/* "The leaders agreed": everybody who took part in the meeting told before, instead of leaders of whom no more is said. False: no memory. */
bool dgm_taken_together(dgm_stage *stage, const dgm_draft *drafts, uint32_t own, dgm_participants *list);

#endif
