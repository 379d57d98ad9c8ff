/* SPDX-License-Identifier: Apache-2.0 */
/* Actor and agent dictionaries of PETRARCH and TABARI, as lexicon text.
 *
 * They are read as PETRARCH reads them: two-digit years turn at 30 (31 is 1931), a range is half open (its last day is out), and of
 * the codes of a name the first in file order that has the day counts. A name that stands twice goes on where it first stood. */
#ifndef DGM_COMPILE_PETRARCH_H
#define DGM_COMPILE_PETRARCH_H

#include "compile/compile.h"

struct dgm_store;

/* Lines of a dictionary that say something, each counted once. */
typedef struct dgm_petrarch_count {
    uint32_t taken;   /* as they are */
    uint32_t changed; /* but for something that was said */
    uint32_t known;   /* the lexicon of the store says the same */
    uint32_t refused;
} dgm_petrarch_count;

/* `store` has the tables of codes and the names that are known already. `counts` gets one for each source. `say` (may be NULL) hears
 * one line for each line changed or refused: "actors.txt:12: refused: …". `*text` is the caller's to free(). */
int dgm_petrarch(const dgm_source *sources, size_t count, const struct dgm_store *store, dgm_petrarch_count *counts,
                 dgm_compile_say say, void *arg, char **text, size_t *size, dgm_error *error);
/* The same with the model in a file. */
int dgm_petrarch_model(const dgm_source *sources, size_t count, const char *model, dgm_petrarch_count *counts,
                       dgm_compile_say say, void *arg, char **text, size_t *size, dgm_error *error);

#endif
