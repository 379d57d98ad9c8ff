/* SPDX-License-Identifier: Apache-2.0 */
/* Names as the network finds them (names.c), and how they join what the lexicon matched (settle.c). */
#ifndef DGM_ENTITY_NAMES_H
#define DGM_ENTITY_NAMES_H

#include "entity/entity.h"

typedef struct dgm_name {
    uint32_t first, end; /* tokens of one sentence */
    dgm_name_class class;
    int32_t scores[DGM_NAME_CLASSES]; /* what speaks for each class: 0 for the best, else less */
} dgm_name;

int dgm_name_settle(dgm_reader *r, dgm_name n);

/* The kind by the name's own words where the lexicon has them, else n->class. (kinds.c) */
dgm_name_class dgm_name_kind(const dgm_reader *r, const dgm_name *n);
/* Does the word before say what it is: "the frigate …"? */
bool dgm_name_told_before(const dgm_reader *r, uint32_t first, dgm_name_class *class);
/* Does the word behind: "Kandor district", "the Harim and Pelo villages"? */
bool dgm_name_told_behind(const dgm_reader *r, const dgm_name *n, dgm_name_class *class);
/* Do they say in what place it lies: "Pelo, a village in Kandor"? (lies.c) */
bool dgm_name_lies(const dgm_reader *r, const dgm_name *n);
/* "In Mir Tora", "in Gao and Mir Tora", and no forename: rather a village than somebody. */
bool dgm_name_is_in(const dgm_reader *r, const dgm_name *n);
/* "The killing of Carla Haden": a forename, and no word before it that says where: rather somebody than a place. */
bool dgm_name_is_somebody(const dgm_reader *r, const dgm_name *n);
/* Where the name ends with the small words that say what is there ("Nur Khan air base"); n->end: there are none. */
uint32_t dgm_name_tail(const dgm_reader *r, const dgm_name *n);

#endif
