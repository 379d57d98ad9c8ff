/* SPDX-License-Identifier: Apache-2.0 */
/* The model file, as tools/compile writes it and store/ reads it. Little endian, mapped as it is.
 *
 *     header | section directory | section | section | …        every section begins at a multiple of 64 bytes
 *
 * One section of STRINGS (NUL-terminated, each once; offset 0 is ""), one for each TABLE and each BLOB. Numbers that
 * end in `_at` are bytes from the start of their section and multiples of 8. A reader trusts nothing before it has
 * checked it against the sizes above it; after that it needs no check at all.
 *
 * DGM_FORMAT changes with every change of this file and of base/hash.c, base/fold.c (indexes hold their hashes) and
 * base/net.h (the form of weights). */
#ifndef DGM_STORE_FORMAT_H
#define DGM_STORE_FORMAT_H

#include <stdint.h>

#define DGM_MAGIC "DGMMODEL"
#define DGM_FORMAT 7u
#define DGM_BYTE_ORDER_MARK 0x01020304u
#define DGM_SECTION_ALIGN 64u
#define DGM_HASH_SEED 0x6d6f64656c000001u

typedef struct dgm_file_header {
    char magic[8];
    uint32_t format;
    uint32_t byte_order;
    uint64_t size; /* of the file */
    uint32_t sections;
    uint32_t header_size; /* sizeof this */
    uint64_t directory_hash;
    uint8_t sha256[32];   /* of everything behind the header */
    uint64_t reserved[6]; /* zero */
    uint64_t header_hash; /* of the bytes before it */
} dgm_file_header;

enum { DGM_SECTION_STRINGS = 1, DGM_SECTION_TABLE = 2, DGM_SECTION_BLOB = 3 };

/* The directory follows the header, sorted by kind and name. */
typedef struct dgm_section {
    char name[48]; /* NUL-terminated, zero-filled */
    uint32_t kind;
    uint32_t reserved;
    uint64_t offset, size; /* in the file */
    uint64_t hash;
} dgm_section;

/* At the start of a TABLE section. */
typedef struct dgm_table_header {
    uint32_t rows, columns, indexes, runs;
    uint32_t columns_at; /* dgm_column_header[columns] */
    uint32_t indexes_at; /* dgm_index_header[indexes] */
    uint32_t runs_at;    /* dgm_line_run[runs], sorted, the first of row 0 */
    uint32_t reserved;
} dgm_table_header;

/* Rows from `row` on, up to the next run, stand in one file, one a line. */
typedef struct dgm_line_run {
    uint32_t row, file, line; /* file: string */
} dgm_line_run;

enum { DGM_COLUMN_TEXT = 1, DGM_COLUMN_INT = 2, DGM_COLUMN_REAL = 3, DGM_COLUMN_DATE = 4 };

/* A cell has as few bytes as do for all of its column: `width`.
 *     TEXT       3 or 4: string; 1 or 2: number of a string in `values`
 *     INT, DATE  1, 2, 3, 4 or 8: whole number with sign
 *     REAL       8: double; 3 or 4: whole number with sign, to be divided by `divisor`, which gives that very double */
typedef struct dgm_column_header {
    char name[40];
    uint32_t type;
    uint32_t cells_at, width;
    uint32_t values_at; /* TEXT of 1 or 2 bytes: uint32_t[values], strings */
    uint32_t values;
    uint32_t divisor; /* REAL of 3 or 4 bytes; never 0 there */
} dgm_column_header;

/* A hash table with linear probing, three quarters full at most. Most words that are looked up are in no table, and slots are
 * larger than the caches: a bit for each key, at the topmost bits of its hash, says so first. */
typedef struct dgm_index_header {
    uint32_t column;
    uint32_t slots;    /* at least one of them empty */
    uint32_t slots_at; /* uint64_t[slots] */
    uint32_t hits_at;  /* dgm_index_hit[hits], DGM_HITS_MOST at most; the last of them ends its key */
    uint32_t hits;
    uint32_t mark_bits;
    uint32_t marks_at; /* uint64_t[]: bits, 1 << mark_bits of them, the lowest of a number first */
    uint32_t reserved;
} dgm_index_header;

#define DGM_MARK_BITS_LEAST 6u
#define DGM_MARK_BITS_MOST 31u
static inline uint64_t dgm_mark_of(uint64_t hash, uint32_t mark_bits) { return hash >> (64 - mark_bits); }
static inline uint32_t dgm_slot_of(uint64_t hash, uint32_t slots) { return (uint32_t)((hash >> 32) * slots >> 32); }

/* A slot: the lower 40 bits of its key's hash (dgm_fold_hash of all units; the slot's place tells most of the others), above
 * DGM_SLOT_BITS that say where its hits begin. */
#define DGM_SLOT_BITS 24u
#define DGM_SLOT_EMPTY 0u  /* and the whole slot is 0 */
#define DGM_SLOT_PREFIX 1u /* no name: longer names begin with this key */
#define DGM_SLOT_HITS 2u   /* hit 0 */
#define DGM_HITS_MOST ((1u << DGM_SLOT_BITS) - DGM_SLOT_HITS)
static inline uint32_t dgm_slot_at(uint64_t slot) { return (uint32_t)slot & ((1u << DGM_SLOT_BITS) - 1); }
static inline uint64_t dgm_slot_make(uint64_t hash, uint32_t at) { return hash << DGM_SLOT_BITS | at; }

typedef struct dgm_index_hit {
    uint32_t row;  /* and DGM_HIT_MORE: the next hit is of the same key */
    uint32_t name; /* string */
} dgm_index_hit;
#define DGM_HIT_MORE 0x80000000u

_Static_assert(sizeof(dgm_file_header) == 128, "layout");
_Static_assert(sizeof(dgm_section) == 80, "layout");
_Static_assert(sizeof(dgm_table_header) == 32, "layout");
_Static_assert(sizeof(dgm_line_run) == 12, "layout");
_Static_assert(sizeof(dgm_column_header) == 64, "layout");
_Static_assert(sizeof(dgm_index_header) == 32, "layout");

#endif
