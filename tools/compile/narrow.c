/* SPDX-License-Identifier: Apache-2.0 */
/* Cells in as few bytes as do, and the lines of rows as runs (store/format.h): most of a model's tables are columns of few values. */
#include "compile/narrow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Cells become numbers of strings where that and the list of strings take less than the strings themselves. */
static bool narrow_text(dgm_lex_column *c, uint32_t rows) {
    uint32_t *values = malloc(((size_t)rows + 1) * sizeof *values), count = 0;
    if (!values)
        return false;
    for (uint32_t i = 0; i < rows; i++)
        values[i] = (uint32_t)c->cells[i];
    qsort(values, rows, sizeof *values, by_value);
    for (uint32_t i = 0; i < rows; i++)
        if (count == 0 || values[count - 1] != values[i])
            values[count++] = values[i];
    uint32_t plain = rows && values[count - 1] >> 24 ? 4 : 3;
    c->width = count <= UINT8_MAX + 1u ? 1 : count <= UINT16_MAX + 1u ? 2 : plain;
    if (c->width == plain || (uint64_t)rows * c->width + (uint64_t)count * sizeof *values >= (uint64_t)rows * plain) {
        c->width = plain;
        free(values);
        return true;
    }
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t string = (uint32_t)c->cells[i];
        const uint32_t *at = bsearch(&string, values, count, sizeof *values, by_value);
        c->cells[i] = (uint64_t)(at - values);
    }
    c->values = values;
    c->value_count = count;
    return true;
}

/* The bytes that a column of whole numbers takes. */
static uint32_t width_of(const uint64_t *cells, uint32_t rows) {
    int64_t least = 0, most = 0;
    for (uint32_t i = 0; i < rows; i++) {
        int64_t x = (int64_t)cells[i];
        least = x < least ? x : least;
        most = x > most ? x : most;
    }
    return least >= INT8_MIN && most <= INT8_MAX          ? 1
           : least >= INT16_MIN && most <= INT16_MAX      ? 2
           : least >= -(1 << 23) && most <= (1 << 23) - 1 ? 3
           : least >= INT32_MIN && most <= INT32_MAX      ? 4
                                                          : 8;
}

/* The cell as a whole number of 1 / divisor; false: it is none, to the bit. */
static bool as_whole(uint64_t cell, uint32_t divisor, int32_t *whole) {
    double x;
    uint64_t back;
    memcpy(&x, &cell, sizeof x);
    double scaled = rint(x * divisor);
    if (!(fabs(scaled) <= INT32_MAX))
        return false;
    *whole = (int32_t)scaled;
    x = *whole / (double)divisor;
    memcpy(&back, &x, sizeof back);
    return back == cell;
}

static void narrow_real(dgm_lex_column *c, uint32_t rows) {
    c->width = 8;
    for (uint32_t divisor = 1; divisor <= 1000000; divisor *= 10) {
        int32_t whole = 0;
        uint32_t fit = 0;
        while (fit < rows && as_whole(c->cells[fit], divisor, &whole))
            fit++;
        if (fit < rows)
            continue;
        c->divisor = divisor;
        for (uint32_t i = 0; i < rows; i++) {
            as_whole(c->cells[i], divisor, &whole);
            c->cells[i] = (uint64_t)(int64_t)whole;
        }
        c->width = width_of(c->cells, rows);
        c->width = c->width < 3 ? 3 : c->width;
        return;
    }
}

static bool find_runs(dgm_lex_table *t) {
    t->runs = calloc((size_t)t->rows + 1, sizeof *t->runs);
    for (uint32_t i = 0; t->runs && i < t->rows; i++) {
        const dgm_line_run *last = t->run_count ? &t->runs[t->run_count - 1] : NULL;
        if (!last || last->file != t->files[i] || last->line + (i - last->row) != t->lines[i])
            t->runs[t->run_count++] = (dgm_line_run){i, t->files[i], t->lines[i]};
    }
    return t->runs != NULL;
}

bool dgm_lex_narrow(dgm_lex_table *t) {
    for (uint32_t i = 0; i < t->column_count; i++) {
        dgm_lex_column *c = &t->columns[i];
        if (c->type == DGM_COLUMN_TEXT && !narrow_text(c, t->rows))
            return false;
        if (c->type == DGM_COLUMN_INT || c->type == DGM_COLUMN_DATE)
            c->width = width_of(c->cells, t->rows);
        if (c->type == DGM_COLUMN_REAL)
            narrow_real(c, t->rows);
    }
    return find_runs(t);
}

void dgm_lex_write_cells(unsigned char *out, const dgm_lex_column *c, uint32_t rows) {
    for (uint32_t i = 0; i < rows; i++)
        memcpy(out + (size_t)i * c->width, &c->cells[i], c->width); /* the low bytes come first */
}
