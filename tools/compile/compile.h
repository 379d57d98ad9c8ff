/* SPDX-License-Identifier: Apache-2.0 */
/* The compiler: lexicon and weights in, one model file out. Same input, same bytes. */
#ifndef DGM_COMPILE_COMPILE_H
#define DGM_COMPILE_COMPILE_H

#include <stddef.h>

#include "dragoman/dragoman.h"

/* Gets every error of the lexicon, one line each: "file:line: what (what to do)". */
typedef void (*dgm_compile_say)(void *arg, const char *line);

/* Reads every .txt under `lexicon_dir` and every .bin in `weights_dir` (either may be NULL: none), writes the model
 * beside `out_path`, opens it and runs an article through it, and only then gives it its name. On an error the old file
 * stays. DGM_BAD_LEXICON: `say` (may be NULL) has heard each error (at most 20), `error` has the first and their number. */
int dgm_compile(const char *lexicon_dir, const char *weights_dir, const char *out_path, dgm_compile_say say, void *arg,
                dgm_error *error);

/* The same over memory, without files and without the trial run: `*image` (64-byte aligned) is the caller's to free(). */
typedef struct dgm_source {
    const char *name; /* "actors/organisations.txt"; of weights the blob's name */
    const char *p;
    size_t n;
    int is_blob;
} dgm_source;
int dgm_compile_memory(const dgm_source *sources, size_t count, void **image, size_t *size, dgm_compile_say say,
                       void *arg, dgm_error *error);

#endif
