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
#define DGM_FORMAT 3u
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
    uint32_t rows, columns, indexes, reserved;
    uint32_t columns_at; /* dgm_column_header[columns] */
    uint32_t indexes_at; /* dgm_index_header[indexes] */
    uint32_t files_at;   /* uint32_t[rows]: strings */
    uint32_t lines_at;   /* uint32_t[rows] */
} dgm_table_header;

enum { DGM_COLUMN_TEXT = 1, DGM_COLUMN_INT = 2, DGM_COLUMN_REAL = 3, DGM_COLUMN_DATE = 4 };

typedef struct dgm_column_header {
    char name[40];
    uint32_t type;
    uint32_t cells_at; /* TEXT: uint32_t[rows], strings; INT, DATE: int64_t[rows]; REAL: double[rows] */
} dgm_column_header;

/* A hash table with linear probing: slot of a key = its hash's topmost bits. Most words that are looked up are in no table, and
 * slots are larger than the caches: a bit for each key, at the topmost bits of its hash, two more than make a slot, says so first. */
typedef struct dgm_index_header {
    uint32_t column;
    uint32_t slot_bits; /* 1 << slot_bits slots, at least one of them empty */
    uint32_t slots_at;  /* dgm_index_slot[] */
    uint32_t hits_at;   /* dgm_index_hit[hits] */
    uint32_t hits;
    uint32_t marks_at; /* uint64_t[]: bits, 1 << dgm_mark_bits(slot_bits) of them, the lowest of a number first */
} dgm_index_header;

static inline uint32_t dgm_mark_bits(uint32_t slot_bits) { return slot_bits > 4 ? slot_bits + 2 : 6; }
static inline uint64_t dgm_mark_of(uint64_t hash, uint32_t mark_bits) { return hash >> (64 - mark_bits); }

#define DGM_SLOT_PREFIX 0x80000000u /* longer names begin with this key */

typedef struct dgm_index_slot {
    uint64_t hash;  /* dgm_fold_hash of all units */
    uint32_t first; /* hit */
    uint32_t count; /* of hits, and DGM_SLOT_PREFIX; 0: the slot is empty */
} dgm_index_slot;

typedef struct dgm_index_hit {
    uint32_t row;
    uint32_t name; /* string */
} dgm_index_hit;

_Static_assert(sizeof(dgm_file_header) == 128, "layout");
_Static_assert(sizeof(dgm_section) == 80, "layout");
_Static_assert(sizeof(dgm_table_header) == 32, "layout");
_Static_assert(sizeof(dgm_column_header) == 48, "layout");
_Static_assert(sizeof(dgm_index_header) == 24, "layout");
_Static_assert(sizeof(dgm_index_slot) == 16, "layout");

#endif
