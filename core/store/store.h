/* SPDX-License-Identifier: Apache-2.0 */
/* The pantry, read: one compiled model file, mapped read-only. It holds TABLES (what core/lexicon/ says, row by row)
 * and BLOBS (trained weights). Nothing is built at opening: handles below are small structs that point into the map,
 * valid as long as the store. All functions are thread safe (the map never changes).
 *
 * A table is a lexicon file (or several that name the same table): typed columns, and indexes over them. Every row
 * knows the file and line it was written in. */
#ifndef DGM_STORE_STORE_H
#define DGM_STORE_STORE_H

#include "base/error.h"
#include "base/fold.h"
#include "base/span.h"

typedef struct dgm_store dgm_store;

int dgm_store_open(const char *path, dgm_store **out, dgm_error *error);
/* The same over memory that the caller keeps (tests, fuzzing). */
int dgm_store_open_memory(const void *p, size_t n, dgm_store **out, dgm_error *error);
void dgm_store_close(dgm_store *store);
const char *dgm_store_id(const dgm_store *store); /* "sha256:…" */

/* DGM_NOT_FOUND (without touching `error`) when there is none of that name. `p` is 64-byte aligned. */
int dgm_store_blob(const dgm_store *store, const char *name, const void **p, size_t *n);

typedef struct dgm_table {
    const dgm_store *store;
    const void *header; /* private */
    uint32_t rows;
} dgm_table;

int dgm_store_table(const dgm_store *store, const char *name, dgm_table *out); /* DGM_NOT_FOUND as above */
/* Column by its name in the lexicon file, or -1. Look it up once, when the room opens. */
int dgm_table_column(const dgm_table *table, const char *name);
const char *dgm_table_str(const dgm_table *table, uint32_t row, int column); /* "" when empty; NUL-terminated */
/* 0 when empty; dates as YYYYMMDD, MM and DD may be 00 */
int64_t dgm_table_int(const dgm_table *table, uint32_t row, int column);
double dgm_table_real(const dgm_table *table, uint32_t row, int column); /* 0 when empty */
const char *dgm_table_file(const dgm_table *table, uint32_t row);        /* "actors/organisations.txt" */
uint32_t dgm_table_line(const dgm_table *table, uint32_t row);

/* An index: from the key form (base/fold.h) of a cell, or of each ;-separated name in it, to rows. */
typedef struct dgm_index { /* private */
    const dgm_store *store;
    const void *hits;
    const uint64_t *slots, *marks;
    uint32_t slot_count, mark_bits;
} dgm_index;

int dgm_table_index(const dgm_table *table, const char *column, dgm_index *out); /* DGM_NOT_FOUND as above */

/* One name of one row. The rows of a key come in the order of the lexicon. */
typedef struct dgm_hit {
    uint32_t row;
    const char *name; /* as written in the lexicon, case and accents kept: "US" is not "us" */
} dgm_hit;
typedef struct dgm_hits {
    const void *p; /* private */
    uint32_t count;
    const dgm_store *store;
} dgm_hits;

bool dgm_index_find(const dgm_index *index, dgm_str phrase, dgm_hits *out);
/* The phrase of two words that do not stand side by side: "rule" … "out". */
bool dgm_index_find_pair(const dgm_index *index, dgm_str first, dgm_str second, dgm_hits *out);
dgm_hit dgm_hits_at(const dgm_hits *hits, uint32_t i);
/* That column of the first row of that name, which is how weights are written; 0: none has it. */
double dgm_index_real(const dgm_table *table, const dgm_index *index, int column, const char *name);

/* Longest matches over a running text: feed the units of successive tokens. `state` starts zeroed.
 * Returns false when no name in the index begins with the units fed so far: stop. When the units fed so far are a
 * whole name, hits->count > 0. */
typedef struct dgm_walk {
    uint64_t hash;
    uint32_t units;
} dgm_walk;
bool dgm_index_walk(const dgm_index *index, dgm_walk *state, const char *unit, uint32_t n, dgm_hits *hits);

#endif
