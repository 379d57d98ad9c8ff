/* SPDX-License-Identifier: Apache-2.0 */
/* The model's strings: each once, NUL-terminated, "" at offset 0. */
#ifndef DGM_COMPILE_STRINGS_H
#define DGM_COMPILE_STRINGS_H

#include "base/span.h"

typedef struct dgm_strings {
    char *p; /* owned */
    size_t n, cap;
    uint32_t *slots; /* owned: offset + 1 of a string, 0 for an empty slot */
    uint32_t slot_count, used;
} dgm_strings;

/* DGM_NONE: no memory, or 4 GiB are full. */
uint32_t dgm_strings_add(dgm_strings *strings, dgm_str s);
void dgm_strings_done(dgm_strings *strings);

#endif
