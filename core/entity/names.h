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

#endif
