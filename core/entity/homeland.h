/* SPDX-License-Identifier: Apache-2.0 */
/* Whose police, whose court: see homeland.c. */
#ifndef DGM_ENTITY_HOMELAND_H
#define DGM_ENTITY_HOMELAND_H

#include "entity/build.h"

#define DGM_HOME_CANDIDATES 24u

/* The countries that come into question for a word without one, and what speaks for each. */
typedef struct dgm_home_view {
    uint32_t count;
    dgm_str codes[DGM_HOME_CANDIDATES];
    float x[DGM_HOME_CANDIDATES][DGM_HOMES];
} dgm_home_view;

const char *dgm_home_name(unsigned feature);
void dgm_homes_open(const dgm_store *store, dgm_entity_knowledge *k);
void dgm_home_look(dgm_builder *b, const dgm_found *f, dgm_home_view *view);
bool dgm_home_of_place(const dgm_found *f); /* then the weights are those of places */
/* Remembers the country that the text gives a word ("Chadian police"), for the same word without one. */
void dgm_home_stated(dgm_builder *b, const dgm_found *f);

#endif
