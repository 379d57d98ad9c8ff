/* SPDX-License-Identifier: Apache-2.0 */
/* An index under construction: keys with the rows that have them, and what longer keys begin with. */
#ifndef DGM_COMPILE_INDEX_H
#define DGM_COMPILE_INDEX_H

#include "base/span.h"
#include "store/format.h"

typedef struct dgm_key {
    uint64_t hash;
    uint32_t text, text_n; /* key form in `texts`: two keys of one hash would be told apart */
    uint32_t hits;
    uint32_t first; /* set by dgm_index_finish */
    uint32_t row;   /* of the name added last, + 1; 0: none yet */
} dgm_key;

typedef struct dgm_posting {
    uint32_t key, row, name;
} dgm_posting;

typedef struct dgm_index_builder {
    uint32_t column;
    dgm_key *keys; /* owned, as are the rest */
    uint32_t key_count, key_cap;
    uint32_t *slots; /* key + 1 */
    uint32_t slot_count;
    dgm_posting *postings;
    uint32_t posting_count, posting_cap;
    char *texts;
    uint32_t texts_n, texts_cap;
    uint32_t twin; /* row of the name that had the key of the one added last, or DGM_NONE */
} dgm_index_builder;

enum { DGM_INDEX_OK, DGM_INDEX_NO_MEMORY, DGM_INDEX_NO_UNITS, DGM_INDEX_COLLISION };

/* `name` as written; `string` is its offset among the model's strings. */
int dgm_index_add(dgm_index_builder *index, dgm_str name, uint32_t row, uint32_t string);
uint32_t dgm_index_slots(const dgm_index_builder *index);
uint32_t dgm_index_mark_bits(const dgm_index_builder *index);
/* Fills zeroed slots and marks, as many as the two say, and hits in the order of their rows for each key. False: two keys would be
 * one. */
bool dgm_index_finish(dgm_index_builder *index, uint64_t *slots, dgm_index_hit *hits, uint64_t *marks);
void dgm_index_done(dgm_index_builder *index);

#endif
