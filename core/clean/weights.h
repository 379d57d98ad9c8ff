/* SPDX-License-Identifier: Apache-2.0 */
/* The weights of the features of lines: core/lexicon/page/lines.txt. */
#ifndef DGM_CLEAN_WEIGHTS_H
#define DGM_CLEAN_WEIGHTS_H

#include "clean/page.h"

/* Reads know->lines; a feature that nobody knows is DGM_BAD_LEXICON. */
int dgm_weights_open(dgm_clean_knowledge *know, dgm_error *error);
const char *dgm_weights_name(unsigned feature);

#endif
