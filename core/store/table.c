/* SPDX-License-Identifier: Apache-2.0 */
/* Tables and indexes: their checks at opening, and reading them. */
#include <string.h>

#include "base/hash.h"
#include "store/private.h"

/* ---- checks ----------------------------------------------------------------------------------------------------- */

/* An array of `count` items of `size` bytes at `at` lies within the section. */
static bool fits(uint64_t section, uint32_t at, uint64_t count, uint64_t size) {
    return at % 8 == 0 && at <= section && count <= (section - at) / size;
}

static bool below(const uint32_t *values, uint32_t count, uint32_t limit) {
    uint32_t largest = 0;
    for (uint32_t i = 0; i < count; i++)
        largest = values[i] > largest ? values[i] : largest;
    return count == 0 || largest < limit;
}

static bool check_column(const dgm_store *store, const unsigned char *p, uint64_t size, uint32_t rows,
                         const dgm_column_header *c) {
    if (!memchr(c->name, '\0', sizeof c->name) || c->type < DGM_COLUMN_TEXT || c->type > DGM_COLUMN_DATE)
        return false;
    if (c->type != DGM_COLUMN_TEXT)
        return fits(size, c->cells_at, rows, 8);
    return fits(size, c->cells_at, rows, 4) && below((const void *)(p + c->cells_at), rows, store->strings_n);
}

static bool check_slots(const dgm_index_slot *slots, uint64_t count, uint32_t hits) {
    bool some_empty = false, inside = true;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t n = slots[i].count & ~DGM_SLOT_PREFIX;
        some_empty = some_empty || slots[i].count == 0;
        inside = inside && slots[i].first + n <= hits;
    }
    return some_empty && inside;
}

static bool check_index(const dgm_store *store, const unsigned char *p, uint64_t size, const dgm_table_header *t,
                        const dgm_index_header *x) {
    if (x->column >= t->columns || x->slot_bits < 1 || x->slot_bits > 31 ||
        !fits(size, x->slots_at, (uint64_t)1 << x->slot_bits, sizeof(dgm_index_slot)) ||
        !fits(size, x->hits_at, x->hits, sizeof(dgm_index_hit)) ||
        !fits(size, x->marks_at, (uint64_t)1 << dgm_mark_bits(x->slot_bits) >> 6, sizeof(uint64_t)))
        return false;
    const dgm_index_hit *hits = (const void *)(p + x->hits_at);
    bool inside = true;
    for (uint32_t i = 0; i < x->hits; i++)
        inside = inside && hits[i].row < t->rows && hits[i].name < store->strings_n;
    return inside && check_slots((const void *)(p + x->slots_at), (uint64_t)1 << x->slot_bits, x->hits);
}

bool dgm_table_check(const dgm_store *store, const void *section, uint64_t size) {
    const unsigned char *p = section;
    const dgm_table_header *t = section;
    if (size < sizeof *t || !fits(size, t->columns_at, t->columns, sizeof(dgm_column_header)) ||
        !fits(size, t->indexes_at, t->indexes, sizeof(dgm_index_header)) || !fits(size, t->files_at, t->rows, 4) ||
        !fits(size, t->lines_at, t->rows, 4) || !below((const void *)(p + t->files_at), t->rows, store->strings_n))
        return false;
    const dgm_column_header *columns = (const void *)(p + t->columns_at);
    const dgm_index_header *indexes = (const void *)(p + t->indexes_at);
    for (uint32_t i = 0; i < t->columns; i++)
        if (!check_column(store, p, size, t->rows, &columns[i]))
            return false;
    for (uint32_t i = 0; i < t->indexes; i++)
        if (!check_index(store, p, size, t, &indexes[i]))
            return false;
    return true;
}

/* ---- tables ----------------------------------------------------------------------------------------------------- */

int dgm_store_table(const dgm_store *store, const char *name, dgm_table *out) {
    const dgm_section *s = dgm_store_section(store, DGM_SECTION_TABLE, name);
    if (!s)
        return DGM_NOT_FOUND;
    const dgm_table_header *t = (const void *)(store->p + s->offset);
    *out = (dgm_table){store, t, t->rows};
    return DGM_OK;
}

static const void *part(const void *header, uint32_t at) { return (const unsigned char *)header + at; }

static const dgm_column_header *columns_of(const dgm_table *table) {
    const dgm_table_header *t = table->header;
    return part(t, t->columns_at);
}

int dgm_table_column(const dgm_table *table, const char *name) {
    const dgm_table_header *t = table->header;
    const dgm_column_header *c = columns_of(table);
    for (uint32_t i = 0; i < t->columns; i++)
        if (!strcmp(c[i].name, name))
            return (int)i;
    return -1;
}

/* NULL for a row or column that is not there, and for a column of another type: it reads as empty. */
static const void *cells(const dgm_table *table, uint32_t row, int column, bool (*fits_type)(uint32_t)) {
    const dgm_table_header *t = table->header;
    if (row >= t->rows || column < 0 || (uint32_t)column >= t->columns)
        return NULL;
    const dgm_column_header *c = columns_of(table) + column;
    return fits_type(c->type) ? part(t, c->cells_at) : NULL;
}

static bool is_text(uint32_t type) { return type == DGM_COLUMN_TEXT; }
static bool is_whole(uint32_t type) { return type == DGM_COLUMN_INT || type == DGM_COLUMN_DATE; }
static bool is_real(uint32_t type) { return type == DGM_COLUMN_REAL; }

const char *dgm_table_str(const dgm_table *table, uint32_t row, int column) {
    const uint32_t *c = cells(table, row, column, is_text);
    return table->store->strings + (c ? c[row] : 0);
}

int64_t dgm_table_int(const dgm_table *table, uint32_t row, int column) {
    const int64_t *c = cells(table, row, column, is_whole);
    return c ? c[row] : 0;
}

double dgm_table_real(const dgm_table *table, uint32_t row, int column) {
    const double *c = cells(table, row, column, is_real);
    return c ? c[row] : 0;
}

const char *dgm_table_file(const dgm_table *table, uint32_t row) {
    const dgm_table_header *t = table->header;
    const uint32_t *files = part(t, t->files_at);
    return table->store->strings + (row < t->rows ? files[row] : 0);
}

uint32_t dgm_table_line(const dgm_table *table, uint32_t row) {
    const dgm_table_header *t = table->header;
    const uint32_t *lines = part(t, t->lines_at);
    return row < t->rows ? lines[row] : 0;
}

/* ---- indexes ---------------------------------------------------------------------------------------------------- */

int dgm_table_index(const dgm_table *table, const char *column, dgm_index *out) {
    const dgm_table_header *t = table->header;
    const dgm_index_header *x = part(t, t->indexes_at);
    int c = dgm_table_column(table, column);
    for (uint32_t i = 0; c >= 0 && i < t->indexes; i++)
        if (x[i].column == (uint32_t)c) {
            *out = (dgm_index){table->store,           part(t, x[i].slots_at), part(t, x[i].hits_at),
                               part(t, x[i].marks_at), x[i].slot_bits,         dgm_mark_bits(x[i].slot_bits)};
            return DGM_OK;
        }
    return DGM_NOT_FOUND;
}

static const dgm_index_slot *slot_of(const dgm_index *index, uint64_t hash) {
    const dgm_index_slot *slots = index->slots;
    uint64_t mark = dgm_mark_of(hash, index->mark_bits);
    uint32_t mask = ((uint32_t)1 << index->slot_bits) - 1;
    if (!(index->marks[mark / 64] >> mark % 64 & 1))
        return NULL;
    for (uint32_t i = (uint32_t)(hash >> (64 - index->slot_bits));; i = (i + 1) & mask) {
        if (slots[i].count == 0)
            return NULL;
        if (slots[i].hash == hash)
            return &slots[i];
    }
}

static bool take_hits(const dgm_index *index, const dgm_index_slot *slot, dgm_hits *out) {
    const dgm_index_hit *hits = index->hits;
    uint32_t count = slot ? slot->count & ~DGM_SLOT_PREFIX : 0;
    *out = (dgm_hits){count ? hits + slot->first : NULL, count, index->store};
    return count > 0;
}

bool dgm_index_find(const dgm_index *index, dgm_str phrase, dgm_hits *out) {
    uint64_t hash = dgm_fold_hash_all(phrase);
    return take_hits(index, slot_of(index, hash), out);
}

dgm_hit dgm_hits_at(const dgm_hits *hits, uint32_t i) {
    const dgm_index_hit *h = (const dgm_index_hit *)hits->p + i;
    return (dgm_hit){h->row, hits->store->strings + h->name};
}

bool dgm_index_walk(const dgm_index *index, dgm_walk *state, const char *unit, uint32_t n, dgm_hits *hits) {
    state->hash = dgm_fold_hash(state->hash, unit, n);
    state->units++;
    const dgm_index_slot *slot = slot_of(index, state->hash);
    take_hits(index, slot, hits);
    return slot != NULL;
}
