/* SPDX-License-Identifier: Apache-2.0 */
/* Names in short: see names.c. */
#ifndef DGM_COREF_NAMES_H
#define DGM_COREF_NAMES_H

#include "pipeline/stage.h"

/* Lets "(TPLF)" and "the Council" mean the body that the article has named in full before. Mentions stay in order. */
int dgm_coref_names(dgm_stage *stage);

bool dgm_coref_same_word(dgm_str a, dgm_str b); /* letters of ASCII compared without their case */

#endif
