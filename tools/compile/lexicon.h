/* SPDX-License-Identifier: Apache-2.0 */
/* The lexicon being read: tables of typed cells. core/lexicon/README.md has the format. */
#ifndef DGM_COMPILE_LEXICON_H
#define DGM_COMPILE_LEXICON_H

#include "base/error.h"
#include "compile/compile.h"
#include "compile/index.h"
#include "compile/strings.h"

#define DGM_COLUMNS_MAX 32
#define DGM_ERRORS_MAX 20

typedef struct dgm_lex_column {
    char name[40];
    uint32_t type;   /* DGM_COLUMN_… */
    uint64_t *cells; /* owned; string offset, or the bits of an int64_t or double */
    bool indexed;
    bool distinct; /* no name of it in two rows */
    dgm_index_builder index;
    uint32_t width, *values, value_count, divisor; /* set by dgm_lex_narrow; values: owned */
} dgm_lex_column;

#define DGM_KEYS_MAX 4

/* @alone: of rows with the same cells in `keys` (none empty), no two of different `name` run at the same time. A row without an end
 * runs to `until`; a later row of the same name and first day may give the end. */
typedef struct dgm_lex_alone {
    uint32_t count, keys[DGM_KEYS_MAX], name, from, to, until; /* until: DGM_NONE where not given */
} dgm_lex_alone;

typedef struct dgm_lex_table {
    char name[48];
    uint32_t column_count;
    dgm_lex_column columns[DGM_COLUMNS_MAX];
    uint32_t rows, cap;
    uint32_t *files, *lines; /* owned; file: string */
    dgm_line_run *runs;      /* owned, set by dgm_lex_narrow */
    uint32_t run_count;
    uint32_t *seen;       /* owned: row + 1 by the hash of its text */
    uint64_t *row_hashes; /* owned */
    uint32_t seen_count;
    dgm_lex_alone alone; /* count 0: not asked for */
    char first[160];     /* where @columns was written first, for messages */
} dgm_lex_table;

typedef struct dgm_lexicon {
    dgm_strings strings;
    dgm_lex_table **tables; /* owned */
    uint32_t table_count, table_cap;
    dgm_compile_say say;
    void *arg;
    uint32_t errors;
    dgm_error *error;
} dgm_lexicon;

/* Reads one file; errors go to lexicon->say and are counted. Only DGM_MEMORY ends the reading at once. */
int dgm_lexicon_read(dgm_lexicon *lexicon, const char *file, const char *p, size_t n);
void dgm_lexicon_done(dgm_lexicon *lexicon);

/* table.c: adds to tables; what is wrong is told by dgm_lexicon_wrong. */
typedef struct dgm_place {
    const char *file;
    uint32_t line;
} dgm_place;
void dgm_lexicon_wrong(dgm_lexicon *lexicon, dgm_place place, const char *hint, const char *what, ...) DGM_PRINTF(4, 5);
dgm_lex_table *dgm_lexicon_table(dgm_lexicon *lexicon, dgm_str name); /* found or new; NULL: no memory */
int dgm_lexicon_columns(dgm_lexicon *lexicon, dgm_lex_table *t, dgm_place place, dgm_str list);
int dgm_lexicon_index(dgm_lexicon *lexicon, dgm_lex_table *t, dgm_place place, dgm_str list);
/* What two rows may not do, declared by a directive. */
int dgm_lexicon_distinct(dgm_lexicon *lexicon, dgm_lex_table *t, dgm_place place, dgm_str list);
int dgm_lexicon_alone(dgm_lexicon *lexicon, dgm_lex_table *t, dgm_place place, dgm_str list);
int dgm_lexicon_check(dgm_lexicon *lexicon);                 /* when all is read */
uint32_t dgm_lex_find(const dgm_lex_table *t, dgm_str name); /* column, or DGM_NONE */
int dgm_lexicon_row(dgm_lexicon *lexicon, dgm_lex_table *t, dgm_place place, const dgm_str *cells, uint32_t count);

static inline dgm_str dgm_lex_trim(dgm_str s) {
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
        s = (dgm_str){s.p + 1, s.n - 1};
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
        s.n--;
    return s;
}

/* The first word of *list, taken off it; empty at the end. */
static inline dgm_str dgm_lex_word(dgm_str *list) {
    dgm_str s = dgm_lex_trim(*list);
    uint32_t n = 0;
    while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
        n++;
    *list = (dgm_str){s.p + n, s.n - n};
    return (dgm_str){s.p, n};
}

#endif
