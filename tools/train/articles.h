/* SPDX-License-Identifier: Apache-2.0 */
/* Articles as JSON messages, one a line, on standard input, read up to a stage by a compiled model: for tools that look into a room. */
#ifndef DGM_TRAIN_ARTICLES_H
#define DGM_TRAIN_ARTICLES_H

#include "pipeline/pipeline.h"

/* `look` gets the job of each article as it stands before stage `at`, with that stage's knowledge. What it cannot read is left out. Returns
 * the exit status. */
int articles_each(const char *model, int at, int (*look)(dgm_job *job));

#endif
