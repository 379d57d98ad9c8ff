/* SPDX-License-Identifier: Apache-2.0 */
/* Two passes over the same plan: the first adds up sizes, the second writes into one block of that size. */
#include "compile/image.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/format.h"

typedef struct item { /* a section to be */
    dgm_section section;
    const void *bytes;    /* strings and blobs */
    dgm_lex_table *table; /* tables */
} item;

static uint64_t round_to(uint64_t n, uint64_t step) { return (n + step - 1) / step * step; }

static int by_directory(const void *a, const void *b) {
    const dgm_section *x = &((const item *)a)->section, *y = &((const item *)b)->section;
    return x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) : strcmp(x->name, y->name);
}

/* Sizes in 64 bits: a section over 4 GiB is refused where its parts are placed. */
static uint64_t take(uint64_t *at, uint64_t bytes) {
    uint64_t here = *at;
    *at = here + round_to(bytes, 8);
    return here;
}

static uint64_t table_size(const dgm_lex_table *t) {
    uint64_t at = sizeof(dgm_table_header), rows = t->rows;
    take(&at, t->column_count * sizeof(dgm_column_header));
    for (uint32_t i = 0; i < t->column_count; i++) {
        const dgm_lex_column *c = &t->columns[i];
        take(&at, rows * (c->type == DGM_COLUMN_TEXT ? 4 : 8));
        if (c->indexed) {
            take(&at, sizeof(dgm_index_header));
            take(&at, sizeof(dgm_index_slot) << dgm_index_slot_bits(&c->index));
            take(&at, (uint64_t)c->index.posting_count * sizeof(dgm_index_hit));
            take(&at, (uint64_t)1 << dgm_mark_bits(dgm_index_slot_bits(&c->index)) >> 3);
        }
    }
    take(&at, rows * 4);
    take(&at, rows * 4);
    return at;
}

static void write_cells(unsigned char *out, const dgm_lex_column *c, uint32_t rows) {
    if (c->type != DGM_COLUMN_TEXT) {
        if (rows)
            memcpy(out, c->cells, rows * sizeof *c->cells);
        return;
    }
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t cell = (uint32_t)c->cells[i];
        memcpy(out + i * sizeof cell, &cell, sizeof cell);
    }
}

static void write_index(unsigned char *p, uint64_t *at, dgm_index_header *header, dgm_index_builder *index,
                        uint32_t column) {
    uint32_t bits = dgm_index_slot_bits(index);
    header->column = column;
    header->slot_bits = bits;
    header->slots_at = (uint32_t)take(at, sizeof(dgm_index_slot) << bits);
    header->hits_at = (uint32_t)take(at, (uint64_t)index->posting_count * sizeof(dgm_index_hit));
    header->hits = index->posting_count;
    header->marks_at = (uint32_t)take(at, (uint64_t)1 << dgm_mark_bits(bits) >> 3);
    dgm_index_finish(index, (void *)(p + header->slots_at), (void *)(p + header->hits_at),
                     (void *)(p + header->marks_at));
}

static void write_lines(unsigned char *p, uint64_t *at, dgm_table_header *header, const dgm_lex_table *t) {
    header->files_at = (uint32_t)take(at, (uint64_t)t->rows * 4);
    header->lines_at = (uint32_t)take(at, (uint64_t)t->rows * 4);
    if (t->rows) {
        memcpy(p + header->files_at, t->files, t->rows * sizeof *t->files);
        memcpy(p + header->lines_at, t->lines, t->rows * sizeof *t->lines);
    }
}

static void write_table(unsigned char *p, dgm_lex_table *t) {
    uint64_t at = sizeof(dgm_table_header);
    dgm_table_header *header = (void *)p;
    header->rows = t->rows;
    header->columns = t->column_count;
    header->columns_at = (uint32_t)take(&at, t->column_count * sizeof(dgm_column_header));
    header->indexes_at = (uint32_t)at;
    for (uint32_t i = 0; i < t->column_count; i++)
        header->indexes += t->columns[i].indexed;
    take(&at, header->indexes * sizeof(dgm_index_header));
    dgm_column_header *columns = (void *)(p + header->columns_at);
    dgm_index_header *indexes = (void *)(p + header->indexes_at);
    for (uint32_t i = 0; i < t->column_count; i++) {
        dgm_lex_column *c = &t->columns[i];
        memcpy(columns[i].name, c->name, sizeof c->name);
        columns[i].type = c->type;
        columns[i].cells_at = (uint32_t)take(&at, (uint64_t)t->rows * (c->type == DGM_COLUMN_TEXT ? 4 : 8));
        write_cells(p + columns[i].cells_at, c, t->rows);
        if (c->indexed)
            write_index(p, &at, indexes++, &c->index, i);
    }
    write_lines(p, &at, header, t);
}

static int plan(dgm_lexicon *lexicon, const dgm_source *blobs, size_t blob_count, item *items, dgm_error *error) {
    item *next = items;
    dgm_strings *s = &lexicon->strings;
    *next++ = (item){.section = {.name = "strings", .kind = DGM_SECTION_STRINGS, .size = s->n}, .bytes = s->p};
    for (uint32_t i = 0; i < lexicon->table_count; i++) {
        dgm_lex_table *t = lexicon->tables[i];
        *next = (item){.section = {.kind = DGM_SECTION_TABLE, .size = table_size(t)}, .table = t};
        memcpy(next->section.name, t->name, sizeof t->name);
        if (next->section.size > UINT32_MAX)
            return dgm_fail(error, DGM_BAD_LEXICON, "table %s is larger than 4 GiB", t->name);
        next++;
    }
    for (size_t i = 0; i < blob_count; i++) {
        size_t n = strlen(blobs[i].name);
        *next = (item){.section = {.kind = DGM_SECTION_BLOB, .size = blobs[i].n}, .bytes = blobs[i].p};
        if (n == 0 || n >= sizeof next->section.name)
            return dgm_fail(error, DGM_BAD_ARGUMENT, "weights \"%.60s\": the name is empty or too long", blobs[i].name);
        memcpy(next->section.name, blobs[i].name, n);
        next++;
    }
    return DGM_OK;
}

static uint64_t place_sections(item *items, uint32_t count) {
    uint64_t at = sizeof(dgm_file_header) + count * sizeof(dgm_section);
    for (uint32_t i = 0; i < count; i++) {
        at = round_to(at, DGM_SECTION_ALIGN);
        items[i].section.offset = at;
        at += items[i].section.size;
    }
    return at;
}

static void write_image(unsigned char *p, uint64_t size, item *items, uint32_t count) {
    dgm_file_header *h = (void *)p;
    dgm_section *directory = (void *)(p + sizeof *h);
    for (uint32_t i = 0; i < count; i++) {
        dgm_section *s = &items[i].section;
        if (items[i].table)
            write_table(p + s->offset, items[i].table);
        else if (s->size)
            memcpy(p + s->offset, items[i].bytes, s->size);
        s->hash = dgm_hash(p + s->offset, s->size, DGM_HASH_SEED);
        directory[i] = *s;
    }
    memcpy(h->magic, DGM_MAGIC, sizeof h->magic);
    h->format = DGM_FORMAT;
    h->byte_order = DGM_BYTE_ORDER_MARK;
    h->size = size;
    h->sections = count;
    h->header_size = sizeof *h;
    h->directory_hash = dgm_hash(directory, count * sizeof *directory, DGM_HASH_SEED);
    dgm_sha256(p + sizeof *h, size - sizeof *h, h->sha256);
    h->header_hash = dgm_hash(h, offsetof(dgm_file_header, header_hash), DGM_HASH_SEED);
}

int dgm_image_make(dgm_lexicon *lexicon, const dgm_source *blobs, size_t blob_count, void **image, size_t *size,
                   dgm_error *error) {
    if (dgm_strings_add(&lexicon->strings, DGM_STR("")) == DGM_NONE)
        return dgm_fail_memory(error);
    uint32_t count = 1 + lexicon->table_count + (uint32_t)blob_count;
    item *items = calloc(count, sizeof *items);
    if (!items)
        return dgm_fail_memory(error);
    int code = plan(lexicon, blobs, blob_count, items, error);
    if (code)
        goto cleanup;
    qsort(items, count, sizeof *items, by_directory);
    for (uint32_t i = 1; i < count; i++)
        if (by_directory(&items[i - 1], &items[i]) == 0) {
            code = dgm_fail(error, DGM_BAD_ARGUMENT, "two weights are named \"%s\"", items[i].section.name);
            goto cleanup;
        }
    *size = place_sections(items, count);
    *image = aligned_alloc(DGM_SECTION_ALIGN, round_to(*size, DGM_SECTION_ALIGN));
    if (!*image) {
        code = dgm_fail_memory(error);
        goto cleanup;
    }
    memset(*image, 0, round_to(*size, DGM_SECTION_ALIGN));
    write_image(*image, *size, items, count);
cleanup:
    free(items);
    return code;
}
