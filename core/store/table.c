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

static bool below_bytes(const uint8_t *values, uint32_t count, uint32_t limit) {
    uint8_t largest = 0;
    for (uint32_t i = 0; i < count; i++)
        largest = values[i] > largest ? values[i] : largest;
    return count == 0 || largest < limit;
}

static bool below_halves(const uint16_t *values, uint32_t count, uint32_t limit) {
    uint16_t largest = 0;
    for (uint32_t i = 0; i < count; i++)
        largest = values[i] > largest ? values[i] : largest;
    return count == 0 || largest < limit;
}

/* Three bytes, the lowest first. */
static uint32_t load_three(const unsigned char *p) { return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16; }

static bool below_threes(const unsigned char *values, uint32_t count, uint32_t limit) {
    uint32_t largest = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t value = load_three(values + 3 * i);
        largest = value > largest ? value : largest;
    }
    return count == 0 || largest < limit;
}

static bool check_text(const dgm_store *store, const unsigned char *p, uint64_t size, uint32_t rows,
                       const dgm_column_header *c) {
    const void *cells = p + c->cells_at;
    if (c->width >= 3)
        return c->width == 4 ? below(cells, rows, store->strings_n) : below_threes(cells, rows, store->strings_n);
    return fits(size, c->values_at, c->values, 4) &&
           below((const void *)(p + c->values_at), c->values, store->strings_n) &&
           (c->width == 1 ? below_bytes(cells, rows, c->values) : below_halves(cells, rows, c->values));
}

static bool check_column(const dgm_store *store, const unsigned char *p, uint64_t size, uint32_t rows,
                         const dgm_column_header *c) {
    const uint32_t w = c->width;
    if (!memchr(c->name, '\0', sizeof c->name) || w == 0 || w > 8 || !fits(size, c->cells_at, rows, w))
        return false;
    switch (c->type) {
    case DGM_COLUMN_TEXT:
        return w <= 4 && check_text(store, p, size, rows, c);
    case DGM_COLUMN_INT:
    case DGM_COLUMN_DATE:
        return w <= 4 || w == 8;
    case DGM_COLUMN_REAL:
        return w == 8 || ((w == 3 || w == 4) && c->divisor > 0);
    default:
        return false;
    }
}

static bool check_slots(const uint64_t *slots, uint32_t count, uint32_t hits) {
    bool some_empty = false, inside = true;
    for (uint32_t i = 0; i < count; i++) {
        some_empty = some_empty || dgm_slot_at(slots[i]) == DGM_SLOT_EMPTY;
        inside = inside && dgm_slot_at(slots[i]) < (uint64_t)hits + DGM_SLOT_HITS;
    }
    return some_empty && inside;
}

static bool check_index(const dgm_store *store, const unsigned char *p, uint64_t size, const dgm_table_header *t,
                        const dgm_index_header *x) {
    if (x->column >= t->columns || x->mark_bits < DGM_MARK_BITS_LEAST || x->mark_bits > DGM_MARK_BITS_MOST ||
        !fits(size, x->slots_at, x->slots, sizeof(uint64_t)) ||
        !fits(size, x->hits_at, x->hits, sizeof(dgm_index_hit)) ||
        !fits(size, x->marks_at, (uint64_t)1 << x->mark_bits >> 6, sizeof(uint64_t)))
        return false;
    const dgm_index_hit *hits = (const void *)(p + x->hits_at);
    bool inside = x->hits == 0 || !(hits[x->hits - 1].row & DGM_HIT_MORE);
    for (uint32_t i = 0; i < x->hits; i++)
        inside = inside && (hits[i].row & ~DGM_HIT_MORE) < t->rows && hits[i].name < store->strings_n;
    return inside && check_slots((const void *)(p + x->slots_at), x->slots, x->hits);
}

static bool check_runs(const dgm_store *store, const dgm_line_run *runs, const dgm_table_header *t) {
    bool sound = t->rows == 0 || (t->runs > 0 && runs[0].row == 0);
    for (uint32_t i = 0; sound && i < t->runs; i++)
        sound = runs[i].file < store->strings_n && (i == 0 || runs[i].row > runs[i - 1].row);
    return sound;
}

bool dgm_table_check(const dgm_store *store, const void *section, uint64_t size) {
    const unsigned char *p = section;
    const dgm_table_header *t = section;
    if (size < sizeof *t || !fits(size, t->columns_at, t->columns, sizeof(dgm_column_header)) ||
        !fits(size, t->indexes_at, t->indexes, sizeof(dgm_index_header)) ||
        !fits(size, t->runs_at, t->runs, sizeof(dgm_line_run)) || !check_runs(store, (const void *)(p + t->runs_at), t))
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
static const dgm_column_header *column_of(const dgm_table *table, uint32_t row, int column,
                                          bool (*fits_type)(uint32_t)) {
    const dgm_table_header *t = table->header;
    if (row >= t->rows || column < 0 || (uint32_t)column >= t->columns)
        return NULL;
    const dgm_column_header *c = columns_of(table) + column;
    return fits_type(c->type) ? c : NULL;
}

static bool is_text(uint32_t type) { return type == DGM_COLUMN_TEXT; }
static bool is_whole(uint32_t type) { return type == DGM_COLUMN_INT || type == DGM_COLUMN_DATE; }
static bool is_real(uint32_t type) { return type == DGM_COLUMN_REAL; }

const char *dgm_table_str(const dgm_table *table, uint32_t row, int column) {
    const char *strings = table->store->strings;
    const dgm_column_header *c = column_of(table, row, column, is_text);
    if (!c)
        return strings;
    const void *cells = part(table->header, c->cells_at);
    const uint32_t *values = part(table->header, c->values_at);
    switch (c->width) {
    case 1:
        return strings + values[((const uint8_t *)cells)[row]];
    case 2:
        return strings + values[((const uint16_t *)cells)[row]];
    case 3:
        return strings + load_three((const unsigned char *)cells + (size_t)3 * row);
    default:
        return strings + ((const uint32_t *)cells)[row];
    }
}

static int64_t whole(const void *cells, uint32_t width, uint32_t row) {
    switch (width) {
    case 1:
        return ((const int8_t *)cells)[row];
    case 2:
        return ((const int16_t *)cells)[row];
    case 3:
        return (int32_t)(load_three((const unsigned char *)cells + (size_t)3 * row) << 8) >> 8;
    case 4:
        return ((const int32_t *)cells)[row];
    default:
        return ((const int64_t *)cells)[row];
    }
}

int64_t dgm_table_int(const dgm_table *table, uint32_t row, int column) {
    const dgm_column_header *c = column_of(table, row, column, is_whole);
    return c ? whole(part(table->header, c->cells_at), c->width, row) : 0;
}

double dgm_table_real(const dgm_table *table, uint32_t row, int column) {
    const dgm_column_header *c = column_of(table, row, column, is_real);
    const void *cells = c ? part(table->header, c->cells_at) : NULL;
    if (!cells)
        return 0;
    return c->width == 8 ? ((const double *)cells)[row] : (double)whole(cells, c->width, row) / (double)c->divisor;
}

/* The last run that begins at the row or before it; NULL: no such row. */
static const dgm_line_run *run_of(const dgm_table *table, uint32_t row) {
    const dgm_table_header *t = table->header;
    const dgm_line_run *runs = part(t, t->runs_at);
    uint32_t low = 0, high = row < t->rows ? t->runs : 0;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (runs[mid].row <= row)
            low = mid + 1;
        else
            high = mid;
    }
    return low ? &runs[low - 1] : NULL;
}

const char *dgm_table_file(const dgm_table *table, uint32_t row) {
    const dgm_line_run *run = run_of(table, row);
    return table->store->strings + (run ? run->file : 0);
}

uint32_t dgm_table_line(const dgm_table *table, uint32_t row) {
    const dgm_line_run *run = run_of(table, row);
    return run ? run->line + (row - run->row) : 0;
}

/* ---- indexes ---------------------------------------------------------------------------------------------------- */

int dgm_table_index(const dgm_table *table, const char *column, dgm_index *out) {
    const dgm_table_header *t = table->header;
    const dgm_index_header *x = part(t, t->indexes_at);
    int c = dgm_table_column(table, column);
    for (uint32_t i = 0; c >= 0 && i < t->indexes; i++)
        if (x[i].column == (uint32_t)c) {
            *out = (dgm_index){.store = table->store,
                               .hits = part(t, x[i].hits_at),
                               .slots = part(t, x[i].slots_at),
                               .marks = part(t, x[i].marks_at),
                               .slot_count = x[i].slots,
                               .mark_bits = x[i].mark_bits};
            return DGM_OK;
        }
    return DGM_NOT_FOUND;
}

/* What the slot of a key says; DGM_SLOT_EMPTY: no name begins with it. */
static uint32_t slot_of(const dgm_index *index, uint64_t hash) {
    const uint64_t *slots = index->slots, own = dgm_slot_make(hash, 0);
    uint64_t mark = dgm_mark_of(hash, index->mark_bits);
    if (!(index->marks[mark / 64] >> mark % 64 & 1))
        return DGM_SLOT_EMPTY;
    for (uint32_t i = dgm_slot_of(hash, index->slot_count);; i = i + 1 < index->slot_count ? i + 1 : 0) {
        uint32_t at = dgm_slot_at(slots[i]);
        if (at == DGM_SLOT_EMPTY || (slots[i] ^ own) >> DGM_SLOT_BITS == 0)
            return at;
    }
}

static bool take_hits(const dgm_index *index, uint32_t at, dgm_hits *out) {
    if (at < DGM_SLOT_HITS) {
        *out = (dgm_hits){NULL, 0, index->store};
        return false;
    }
    const dgm_index_hit *hits = (const dgm_index_hit *)index->hits + (at - DGM_SLOT_HITS);
    uint32_t count = 1;
    while (hits[count - 1].row & DGM_HIT_MORE)
        count++;
    *out = (dgm_hits){hits, count, index->store};
    return true;
}

bool dgm_index_find(const dgm_index *index, dgm_str phrase, dgm_hits *out) {
    uint64_t hash = dgm_fold_hash_all(phrase);
    return take_hits(index, slot_of(index, hash), out);
}

bool dgm_index_find_pair(const dgm_index *index, dgm_str first, dgm_str second, dgm_hits *out) {
    return take_hits(index, slot_of(index, dgm_fold_hash_on(dgm_fold_hash_all(first), second)), out);
}

dgm_hit dgm_hits_at(const dgm_hits *hits, uint32_t i) {
    const dgm_index_hit *h = (const dgm_index_hit *)hits->p + i;
    return (dgm_hit){h->row & ~DGM_HIT_MORE, hits->store->strings + h->name};
}

double dgm_index_real(const dgm_table *table, const dgm_index *index, int column, const char *name) {
    dgm_hits hits;
    return dgm_index_find(index, dgm_str_of(name), &hits) ? dgm_table_real(table, dgm_hits_at(&hits, 0).row, column)
                                                          : 0;
}

bool dgm_index_walk(const dgm_index *index, dgm_walk *state, const char *unit, uint32_t n, dgm_hits *hits) {
    state->hash = dgm_fold_hash(state->hash, unit, n);
    state->units++;
    uint32_t at = slot_of(index, state->hash);
    take_hits(index, at, hits);
    return at != DGM_SLOT_EMPTY;
}
