/* SPDX-License-Identifier: Apache-2.0 */
/* PLOVER contexts of events: see contexts.c. */
#ifndef DGM_EVENT_CONTEXTS_H
#define DGM_EVENT_CONTEXTS_H

#include "event/event.h"

/* What an article's words say of contexts, counted once. On scratch. */
typedef struct dgm_context_words {
    uint64_t *of_sentence;           /* 1 << DGM_CONTEXT_…: a word of it stands there */
    double share[DGM_CONTEXT_COUNT]; /* of the article's sentences in which one does, at most half of them: 0–1 */
} dgm_context_words;
bool dgm_context_words_make(const dgm_stage *stage, dgm_context_words *words); /* false: no memory */

/* What speaks for a context of an event. */
typedef struct dgm_context_view {
    bool sentence, below; /* a word of it stands in the sentence, below the event's own words */
    double share;
} dgm_context_view;
dgm_context_view dgm_context_look(const dgm_context_words *words, const dgm_event *e, uint64_t below, unsigned context);
uint64_t dgm_contexts_below(const dgm_event_knowledge *k, const dgm_doc *doc, const dgm_event *e);

/* Behind dgm_rules_open. */
int dgm_contexts_open(const dgm_store *store, dgm_arena *arena, dgm_event_knowledge *k, dgm_error *error);
void dgm_add_contexts(const dgm_event_knowledge *k, const dgm_doc *doc, const dgm_context_words *words, dgm_event *e);

#endif
