/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files of store/. */
#ifndef DGM_STORE_PRIVATE_H
#define DGM_STORE_PRIVATE_H

#include "store/format.h"
#include "store/store.h"

struct dgm_store {
    const unsigned char *p; /* the whole file */
    size_t n;
    bool mapped; /* by dgm_store_open: unmapped at the end */
    const dgm_section *sections;
    uint32_t section_count;
    const char *strings;
    uint32_t strings_n;
    char id[8 + 64]; /* "sha256:…" */
};

const dgm_section *dgm_store_section(const dgm_store *store, uint32_t kind, const char *name);
/* Every offset and index of a table section lies where it may. */
bool dgm_table_check(const dgm_store *store, const void *section, uint64_t size);

#endif
