/* SPDX-License-Identifier: Apache-2.0 */
/* What reading and writing a dictionary of PETRARCH share. */
#ifndef DGM_COMPILE_PETRARCH_ROOM_H
#define DGM_COMPILE_PETRARCH_ROOM_H

#include "base/buf.h"
#include "base/vec.h"
#include "compile/petrarch.h"
#include "store/store.h"

#define PETRARCH_ALWAYS INT32_MAX /* a day after all others; its negative before all others */
#define PETRARCH_PIECES 64        /* of a name's time; also the codes of one entry */

/* Later ones win: a line that is changed and refused is refused. */
typedef enum petrarch_fate { PETRARCH_TAKEN, PETRARCH_KNOWN, PETRARCH_CHANGED, PETRARCH_REFUSED } petrarch_fate;

typedef struct petrarch_line {
    uint32_t source, number;
    petrarch_fate fate;
    bool said; /* that it is refused */
} petrarch_line;

typedef struct petrarch_code {
    dgm_str country, sectors; /* ours; sectors joined by ';' */
    uint32_t line;            /* DGM_NONE: that of the name */
    int32_t from, to;         /* days, half open */
    bool state;               /* a state and nothing else: its names are its own and its places' */
    bool null;                /* [---]: nobody, but the days are taken */
    bool broken;              /* said to be refused, takes no days */
    bool used;
} petrarch_code;

typedef struct petrarch_piece {
    uint32_t code, next; /* in order of time */
    int32_t from, to;
} petrarch_piece;

typedef struct petrarch_name {
    dgm_str key; /* folded, behind 'r' (a role) or 'a' (an actor) */
    dgm_str shown;
    uint32_t line, first, pieces;
    uint32_t head; /* the name that the entry begins with, of which this is another */
} petrarch_name;

typedef struct petrarch {
    const dgm_source *sources;
    dgm_compile_say say;
    void *arg;
    dgm_arena *arena;
    DGM_VEC(petrarch_line) lines;
    DGM_VEC(petrarch_name) names;
    DGM_VEC(petrarch_code) codes;
    DGM_VEC(petrarch_piece) parts;
    uint32_t *slots; /* names by the hash of their key, + 1 */
    uint32_t slot_count;
    dgm_table states, aliases, groups, roles;
    bool no_memory;
} petrarch;

/* Says of a line what happened to it; `note` has no line break. */
void petrarch_note(petrarch *p, uint32_t number, petrarch_fate fate, const char *format, ...) DGM_PRINTF(4, 5);
/* CAMEO's code, its parts of three letters, as country and sectors. False: said why not. */
bool petrarch_code_of(petrarch *p, uint32_t line, dgm_str text, petrarch_code *code);
/* "[CODE 900101-951231]" without its brackets. False: said why not. */
bool petrarch_days(petrarch *p, uint32_t line, dgm_str text, int32_t *from, int32_t *to);
/* As a name is written: capitals only where words begin. */
dgm_str petrarch_spelling(petrarch *p, dgm_str s, bool lower);
/* Gives the name what is free of the code's days. False: nothing was. */
bool petrarch_claim(petrarch *p, uint32_t name, uint32_t code);
/* Of the key form; made when it is new. DGM_NONE: no letters, or no memory. */
uint32_t petrarch_name_of(petrarch *p, dgm_str shown, uint32_t line, bool role);
void petrarch_read(petrarch *p, uint32_t source);
void petrarch_write(petrarch *p, const dgm_store *store, dgm_buf *out);

#endif
