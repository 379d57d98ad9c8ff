/* SPDX-License-Identifier: Apache-2.0 */
/* How an event is worded: its type, modes and code, its word, and the words that stand right beside it. Each speaks for or against it by a
 * weight of the lexicon (table `wordings`): "rounds" of talks are told, "half-dozen rounds" are not. */
#ifndef DGM_STORY_WORDING_H
#define DGM_STORY_WORDING_H

#include "pipeline/stage.h"

typedef struct dgm_wordings { /* lives as long as the model */
    bool known;
    dgm_table table;
    dgm_index index;
    int weight;
} dgm_wordings;

void dgm_wordings_open(const dgm_store *store, dgm_wordings *k);
/* Each, named by kind and value; a value may come twice. */
void dgm_wordings_each(const dgm_doc *doc, const dgm_event *e, void (*seen)(void *arg, dgm_str kind, dgm_str value),
                       void *arg);
/* The sum of the weights of those that are there, each counted once. */
double dgm_wordings_sum(const dgm_wordings *k, const dgm_doc *doc, const dgm_event *e);

#endif
