/* SPDX-License-Identifier: Apache-2.0 */
/* Two passes over the same plan: the first adds up sizes, the second writes into one block of that size. */
#include "compile/image.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "compile/narrow.h"
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
        take(&at, rows * c->width);
        take(&at, (uint64_t)c->value_count * 4);
        if (c->indexed) {
            take(&at, sizeof(dgm_index_header));
            take(&at, (uint64_t)dgm_index_slots(&c->index) * sizeof(uint64_t));
            take(&at, (uint64_t)c->index.posting_count * sizeof(dgm_index_hit));
            take(&at, (uint64_t)1 << dgm_index_mark_bits(&c->index) >> 3);
        }
    }
    take(&at, (uint64_t)t->run_count * sizeof(dgm_line_run));
    return at;
}

static bool write_index(unsigned char *p, uint64_t *at, dgm_index_header *header, dgm_index_builder *index,
                        uint32_t column) {
    header->column = column;
    header->slots = dgm_index_slots(index);
    header->slots_at = (uint32_t)take(at, (uint64_t)header->slots * sizeof(uint64_t));
    header->hits = index->posting_count;
    header->hits_at = (uint32_t)take(at, (uint64_t)header->hits * sizeof(dgm_index_hit));
    header->mark_bits = dgm_index_mark_bits(index);
    header->marks_at = (uint32_t)take(at, (uint64_t)1 << header->mark_bits >> 3);
    return dgm_index_finish(index, (void *)(p + header->slots_at), (void *)(p + header->hits_at),
                            (void *)(p + header->marks_at));
}

static void write_column(unsigned char *p, uint64_t *at, dgm_column_header *header, const dgm_lex_column *c,
                         uint32_t rows) {
    memcpy(header->name, c->name, sizeof c->name);
    header->type = c->type;
    header->width = c->width;
    header->cells_at = (uint32_t)take(at, (uint64_t)rows * c->width);
    dgm_lex_write_cells(p + header->cells_at, c, rows);
    header->values = c->value_count;
    header->values_at = (uint32_t)take(at, (uint64_t)c->value_count * 4);
    if (c->value_count)
        memcpy(p + header->values_at, c->values, (size_t)c->value_count * sizeof *c->values);
    header->divisor = c->divisor;
}

static bool write_table(unsigned char *p, dgm_lex_table *t) {
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
        write_column(p, &at, &columns[i], c, t->rows);
        if (c->indexed && !write_index(p, &at, indexes++, &c->index, i))
            return false;
    }
    header->runs = t->run_count;
    header->runs_at = (uint32_t)take(&at, (uint64_t)t->run_count * sizeof(dgm_line_run));
    if (t->run_count)
        memcpy(p + header->runs_at, t->runs, t->run_count * sizeof *t->runs);
    return true;
}

/* Limits of the format that a table has to keep. */
static int check_table(const dgm_lex_table *t, uint64_t size, dgm_error *error) {
    if (size > UINT32_MAX)
        return dgm_fail(error, DGM_BAD_LEXICON, "table %s is larger than 4 GiB", t->name);
    for (uint32_t i = 0; i < t->column_count; i++)
        if (t->columns[i].index.posting_count > DGM_HITS_MOST)
            return dgm_fail(error, DGM_BAD_LEXICON, "table %s has more than %u names", t->name, DGM_HITS_MOST);
    return DGM_OK;
}

static int plan(dgm_lexicon *lexicon, const dgm_source *blobs, size_t blob_count, item *items, dgm_error *error) {
    item *next = items;
    dgm_strings *s = &lexicon->strings;
    *next++ = (item){.section = {.name = "strings", .kind = DGM_SECTION_STRINGS, .size = s->n}, .bytes = s->p};
    for (uint32_t i = 0; i < lexicon->table_count; i++) {
        dgm_lex_table *t = lexicon->tables[i];
        if (!dgm_lex_narrow(t))
            return dgm_fail_memory(error);
        *next = (item){.section = {.kind = DGM_SECTION_TABLE, .size = table_size(t)}, .table = t};
        memcpy(next->section.name, t->name, sizeof t->name);
        int code = check_table(t, next->section.size, error);
        if (code)
            return code;
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

static int write_image(unsigned char *p, uint64_t size, item *items, uint32_t count, dgm_error *error) {
    dgm_file_header *h = (void *)p;
    dgm_section *directory = (void *)(p + sizeof *h);
    for (uint32_t i = 0; i < count; i++) {
        dgm_section *s = &items[i].section;
        if (items[i].table && !write_table(p + s->offset, items[i].table))
            return dgm_fail(error, DGM_BAD_LEXICON,
                            "table %s has two names that an index takes for one: write one of them otherwise",
                            items[i].table->name);
        if (!items[i].table && s->size)
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
    return DGM_OK;
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
    code = write_image(*image, *size, items, count, error);
    if (code) {
        free(*image);
        *image = NULL;
    }
cleanup:
    free(items);
    return code;
}
