/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of the lexicon: columns, types, indexes, doubles. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/hash.h"
#include "compile/lexicon.h"

static int no_memory(dgm_lexicon *lexicon) { return dgm_fail_memory(lexicon->error); }

dgm_lex_table *dgm_lexicon_table(dgm_lexicon *lexicon, dgm_str name) {
    for (uint32_t i = 0; i < lexicon->table_count; i++)
        if (dgm_str_is(name, lexicon->tables[i]->name))
            return lexicon->tables[i];
    if (lexicon->table_count == lexicon->table_cap) {
        uint32_t cap = lexicon->table_cap ? lexicon->table_cap * 2 : 16;
        dgm_lex_table **p = realloc(lexicon->tables, cap * sizeof *p);
        if (!p)
            return NULL;
        lexicon->tables = p;
        lexicon->table_cap = cap;
    }
    dgm_lex_table *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    memcpy(t->name, name.p, name.n);
    return lexicon->tables[lexicon->table_count++] = t;
}

/* ---- columns ---------------------------------------------------------------------------------------------------- */

static bool name_ok(dgm_str s, size_t cap) {
    if (s.n == 0 || s.n >= cap)
        return false;
    for (uint32_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9') && s.p[i] != '_')
            return false;
    return true;
}

static uint32_t type_of(dgm_str s) {
    return s.n == 0                 ? DGM_COLUMN_TEXT
           : dgm_str_is(s, ":text") ? DGM_COLUMN_TEXT
           : dgm_str_is(s, ":int")  ? DGM_COLUMN_INT
           : dgm_str_is(s, ":real") ? DGM_COLUMN_REAL
           : dgm_str_is(s, ":date") ? DGM_COLUMN_DATE
                                    : 0;
}

static uint32_t find_column(const dgm_lex_column *columns, uint32_t count, dgm_str name) {
    for (uint32_t i = 0; i < count; i++)
        if (dgm_str_is(name, columns[i].name))
            return i;
    return DGM_NONE;
}

uint32_t dgm_lex_find(const dgm_lex_table *t, dgm_str name) { return find_column(t->columns, t->column_count, name); }

static bool parse_column(dgm_lexicon *lexicon, dgm_place place, dgm_str word, dgm_lex_column *columns, uint32_t count) {
    const char *colon = memchr(word.p, ':', word.n);
    dgm_str name = {word.p, colon ? (uint32_t)(colon - word.p) : word.n};
    uint32_t type = type_of((dgm_str){word.p + name.n, word.n - name.n});
    int shown = (int)(word.n < 40 ? word.n : 40);
    if (count == DGM_COLUMNS_MAX)
        dgm_lexicon_wrong(lexicon, place, "split the table", "a table has at most %d columns", DGM_COLUMNS_MAX);
    else if (!name_ok(name, sizeof columns->name))
        dgm_lexicon_wrong(lexicon, place, "use small letters, digits and _", "%.*s is no name for a column", shown,
                          word.p);
    else if (!type)
        dgm_lexicon_wrong(lexicon, place, "there are :int, :real and :date; text has none", "%.*s has no known type",
                          shown, word.p);
    else if (find_column(columns, count, name) != DGM_NONE)
        dgm_lexicon_wrong(lexicon, place, "rename one of them", "two columns are named %.*s", shown, word.p);
    else {
        columns[count] = (dgm_lex_column){.type = type};
        memcpy(columns[count].name, name.p, name.n);
        return true;
    }
    return false;
}

static bool same_columns(const dgm_lex_table *t, const dgm_lex_column *columns, uint32_t count) {
    bool same = t->column_count == count;
    for (uint32_t i = 0; same && i < count; i++)
        same = t->columns[i].type == columns[i].type && !strcmp(t->columns[i].name, columns[i].name);
    return same;
}

int dgm_lexicon_columns(dgm_lexicon *lexicon, dgm_lex_table *t, dgm_place place, dgm_str list) {
    dgm_lex_column columns[DGM_COLUMNS_MAX];
    uint32_t count = 0;
    for (dgm_str word = dgm_lex_word(&list); word.n; word = dgm_lex_word(&list)) {
        if (!parse_column(lexicon, place, word, columns, count))
            return DGM_OK;
        count++;
    }
    if (count == 0) {
        dgm_lexicon_wrong(lexicon, place, "name at least one", "the table has no columns");
    } else if (t->column_count == 0) {
        memcpy(t->columns, columns, count * sizeof *columns);
        t->column_count = count;
        snprintf(t->first, sizeof t->first, "%s:%u", place.file, place.line);
    } else if (!same_columns(t, columns, count)) {
        dgm_lexicon_wrong(lexicon, place, "make them the same", "table %s has other columns in %s", t->name, t->first);
    }
    return DGM_OK;
}

int dgm_lexicon_index(dgm_lexicon *lexicon, dgm_lex_table *t, dgm_place place, dgm_str list) {
    for (dgm_str word = dgm_lex_word(&list); word.n; word = dgm_lex_word(&list)) {
        uint32_t c = find_column(t->columns, t->column_count, word);
        int shown = (int)(word.n < 40 ? word.n : 40);
        if (c == DGM_NONE)
            dgm_lexicon_wrong(lexicon, place, "name one of its @columns, after them", "table %s has no column %.*s",
                              t->name, shown, word.p);
        else if (t->columns[c].type != DGM_COLUMN_TEXT)
            dgm_lexicon_wrong(lexicon, place, "only text is looked up by name", "column %.*s is not text", shown,
                              word.p);
        else if (!t->columns[c].indexed && t->rows > 0)
            dgm_lexicon_wrong(lexicon, place, "give every file of the table the same @index",
                              "column %.*s gets its index after rows were read", shown, word.p);
        else
            t->columns[c].indexed = true;
    }
    return DGM_OK;
}

/* ---- cells ------------------------------------------------------------------------------------------------------ */

static bool only(dgm_str s, const char *allowed) {
    for (uint32_t i = 0; i < s.n; i++)
        if (!strchr(allowed, s.p[i]))
            return false;
    return s.n > 0;
}

static bool parse_int(dgm_str s, uint64_t *bits) {
    char text[32], *end;
    if (s.n >= sizeof text || !only(s, "+-0123456789"))
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    errno = 0;
    int64_t value = strtoll(text, &end, 10);
    *bits = (uint64_t)value;
    return !*end && end != text && !errno;
}

static bool parse_real(dgm_str s, uint64_t *bits) {
    char text[64], *end;
    if (s.n >= sizeof text || !only(s, "+-.eE0123456789"))
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    errno = 0;
    double value = strtod(text, &end); /* programs of this project leave the locale at "C" */
    memcpy(bits, &value, sizeof *bits);
    return !*end && end != text && !errno;
}

static bool parse_date(dgm_str s, uint64_t *bits) {
    dgm_date d;
    if (!dgm_date_parse(s, &d))
        return false;
    *bits = (uint64_t)(d.year * 10000 + d.month * 100 + d.day);
    return true;
}

static int fill_cell(dgm_lexicon *lexicon, dgm_place place, const dgm_lex_column *c, dgm_str cell, uint64_t *bits) {
    static const char *const hints[] = {[DGM_COLUMN_INT] = "write digits",
                                        [DGM_COLUMN_REAL] = "write a number like 12.5",
                                        [DGM_COLUMN_DATE] = "write YYYY, YYYY-MM or YYYY-MM-DD"};
    static const char *const kinds[] = {
        [DGM_COLUMN_INT] = "whole number", [DGM_COLUMN_REAL] = "number", [DGM_COLUMN_DATE] = "date"};
    *bits = 0;
    if (c->type == DGM_COLUMN_TEXT) {
        uint32_t at = dgm_strings_add(&lexicon->strings, cell);
        *bits = at;
        return at == DGM_NONE ? no_memory(lexicon) : DGM_OK;
    }
    bool ok = cell.n == 0 || (c->type == DGM_COLUMN_INT    ? parse_int(cell, bits)
                              : c->type == DGM_COLUMN_REAL ? parse_real(cell, bits)
                                                           : parse_date(cell, bits));
    if (!ok)
        dgm_lexicon_wrong(lexicon, place, hints[c->type], "%s: \"%.*s\" is no %s", c->name,
                          (int)(cell.n < 60 ? cell.n : 60), cell.p, kinds[c->type]);
    return DGM_OK;
}

/* ---- rows ------------------------------------------------------------------------------------------------------- */

/* `slot` is the address of some T *: read and written as bytes, so that no type is aliased. */
static bool grow_array(void *slot, uint32_t cap, size_t size) {
    void *p;
    memcpy(&p, slot, sizeof p);
    void *q = realloc(p, cap * size);
    if (q)
        memcpy(slot, &q, sizeof q);
    return q != NULL; // cppcheck-suppress memleak ; *slot owns it
}

/* All arrays of the table grow together; one that grew before another failed is only larger than it must be. */
static bool reserve_row(dgm_lex_table *t) {
    if (t->rows < t->cap)
        return true;
    uint32_t cap = t->cap ? t->cap * 2 : 64;
    bool ok = cap > t->cap && grow_array(&t->files, cap, sizeof *t->files) &&
              grow_array(&t->lines, cap, sizeof *t->lines) && grow_array(&t->row_hashes, cap, sizeof *t->row_hashes);
    for (uint32_t i = 0; ok && i < t->column_count; i++)
        ok = grow_array(&t->columns[i].cells, cap, sizeof(uint64_t));
    uint32_t *seen = ok ? calloc(cap * (size_t)2, sizeof *seen) : NULL;
    if (!seen)
        return false;
    free(t->seen);
    t->seen = seen;
    t->seen_count = cap * 2;
    t->cap = cap;
    for (uint32_t i = 0; i < t->rows; i++) {
        uint32_t s = (uint32_t)t->row_hashes[i] & (t->seen_count - 1);
        while (t->seen[s])
            s = (s + 1) & (t->seen_count - 1);
        t->seen[s] = i + 1;
    }
    return true;
}

/* The row with the same text, or DGM_NONE; then the new row is remembered. */
static uint32_t seen_before(dgm_lex_table *t, uint64_t hash) {
    uint32_t s = (uint32_t)hash & (t->seen_count - 1);
    for (; t->seen[s]; s = (s + 1) & (t->seen_count - 1))
        if (t->row_hashes[t->seen[s] - 1] == hash)
            return t->seen[s] - 1;
    t->seen[s] = t->rows + 1;
    t->row_hashes[t->rows] = hash;
    return DGM_NONE;
}

static uint64_t hash_row(const dgm_str *cells, uint32_t count) {
    uint64_t h = 0;
    while (count > 0 && cells[count - 1].n == 0)
        count--; /* missing cells are empty cells */
    for (uint32_t i = 0; i < count; i++)
        h = dgm_hash(cells[i].p, cells[i].n, h);
    return h;
}

static int index_cell(dgm_lexicon *lexicon, dgm_lex_table *t, dgm_place place, dgm_lex_column *c, uint32_t row,
                      dgm_str cell) {
    while (cell.n) {
        const char *semicolon = memchr(cell.p, ';', cell.n);
        dgm_str name = {cell.p, semicolon ? (uint32_t)(semicolon - cell.p) : cell.n};
        uint32_t used = semicolon ? name.n + 1 : name.n;
        cell = (dgm_str){cell.p + used, cell.n - used};
        name = dgm_lex_trim(name);
        if (name.n == 0)
            continue;
        uint32_t string = dgm_strings_add(&lexicon->strings, name);
        int shown = (int)(name.n < 60 ? name.n : 60);
        int result = string == DGM_NONE ? DGM_INDEX_NO_MEMORY : dgm_index_add(&c->index, name, row, string);
        if (result == DGM_INDEX_NO_MEMORY)
            return no_memory(lexicon);
        if (result == DGM_INDEX_OK && c->distinct && c->index.twin != DGM_NONE && c->index.twin != row)
            dgm_lexicon_wrong(lexicon, place, "leave it in one of them", "%s: \"%.*s\" stands in %s:%u too", c->name,
                              shown, name.p, lexicon->strings.p + t->files[c->index.twin], t->lines[c->index.twin]);
        if (result == DGM_INDEX_NO_UNITS)
            dgm_lexicon_wrong(lexicon, place, "such a name can never be found",
                              "%s: \"%.*s\" has no letter and no digit", c->name, shown, name.p);
        else if (result == DGM_INDEX_COLLISION)
            dgm_lexicon_wrong(lexicon, place, "spell one of them differently",
                              "%s: the key of \"%.*s\" has the hash of another key", c->name, shown, name.p);
    }
    return DGM_OK;
}

int dgm_lexicon_row(dgm_lexicon *lexicon, dgm_lex_table *t, dgm_place place, const dgm_str *cells, uint32_t count) {
    if (!reserve_row(t))
        return no_memory(lexicon);
    uint32_t twin = seen_before(t, hash_row(cells, count)), row = t->rows;
    if (twin != DGM_NONE) {
        dgm_lexicon_wrong(lexicon, place, "take one of them out", "the same row stands in %s:%u",
                          lexicon->strings.p + t->files[twin], t->lines[twin]);
        return DGM_OK;
    }
    uint32_t file = dgm_strings_add(&lexicon->strings, dgm_str_of(place.file));
    if (file == DGM_NONE)
        return no_memory(lexicon);
    t->files[row] = file;
    t->lines[row] = place.line;
    for (uint32_t i = 0; i < t->column_count; i++) {
        dgm_lex_column *c = &t->columns[i];
        dgm_str cell = i < count ? cells[i] : (dgm_str){0};
        int code = fill_cell(lexicon, place, c, cell, &c->cells[row]);
        if (!code && c->indexed)
            code = index_cell(lexicon, t, place, c, row, cell);
        if (code)
            return code;
    }
    t->rows++;
    return DGM_OK;
}
