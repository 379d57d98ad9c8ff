/* SPDX-License-Identifier: Apache-2.0 */
/* Finding and reading what is to be compiled. */
#ifndef DGM_COMPILE_FILES_H
#define DGM_COMPILE_FILES_H

#include "base/error.h"
#include "compile/compile.h"

typedef struct dgm_sources {
    dgm_source *items; /* owned, with their names and bytes */
    size_t count, cap;
} dgm_sources;

/* Adds every file under `dir` that ends in `suffix`, subfolders included, in the order of their names: its name is the
 * path from `dir`, of a blob without the suffix. */
int dgm_sources_add(dgm_sources *sources, const char *dir, const char *suffix, int is_blob, dgm_error *error);
void dgm_sources_done(dgm_sources *sources);

#endif
