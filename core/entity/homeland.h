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
/* The country or international body of something found, empty: it has none, or only a guessed one. */
dgm_str dgm_home_of(const dgm_builder *b, const dgm_found *f);
bool dgm_home_is_scene(const dgm_doc *doc, const dgm_found *f); /* "in", "at", "near" it */
/* The verb or root whose clause a token stands in. */
uint32_t dgm_home_clause(const dgm_doc *doc, uint32_t token);
/* By what is done to those that f names (deed.c): the row of the view that is their home, or DGM_NONE; *stranger: the one that is not. */
uint32_t dgm_home_by_deed(const dgm_builder *b, const dgm_found *f, const dgm_home_view *view, uint32_t *stranger);
/* By what f does: is that row of the view a country that f visits or condemns? */
bool dgm_home_is_abroad(const dgm_builder *b, const dgm_found *f, const dgm_home_view *view, uint32_t row);
bool dgm_home_of_place(const dgm_found *f); /* then the weights are those of places */
/* Remembers the country that the text gives a word ("Chadian police"), for the same word without one. */
void dgm_home_stated(dgm_builder *b, const dgm_found *f);

#endif
