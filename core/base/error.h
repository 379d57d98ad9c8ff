/* SPDX-License-Identifier: Apache-2.0 */
/* One error object: what went wrong, where, and what to do. The caller owns it (usually on its stack);
 * the first error wins, a later one does not overwrite it. Functions return DGM_OK or the same code. */
#ifndef DGM_BASE_ERROR_H
#define DGM_BASE_ERROR_H

#include "dragoman/dragoman.h"

#if defined(__GNUC__)
#define DGM_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define DGM_PRINTF(f, a)
#endif

/* Sets `error` (may be NULL) unless it is set already; returns `code`, so that `return dgm_fail(…)` reads well. */
int dgm_fail(dgm_error *error, int code, const char *what, ...) DGM_PRINTF(3, 4);
/* The same with a place ("actors.txt:12") and a hint ("did you mean GOV?"); either may be NULL. */
int dgm_fail_at(dgm_error *error, int code, const char *where, const char *hint, const char *what, ...)
    DGM_PRINTF(5, 6);
int dgm_fail_memory(dgm_error *error);

#endif
