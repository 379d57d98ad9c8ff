/* SPDX-License-Identifier: Apache-2.0 */
/* Tables, and texts from outside, for a terminal: an article can hold escape sequences. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <utf8proc.h>

#include "operate.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR, KIB = 1024, MIB = KIB * KIB };

/* The character at p: its bytes, and its columns; 0 bytes where it cannot be shown. */
static size_t next(const char *p, size_t n, int *columns) {
    utf8proc_int32_t c = 0;
    utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)p, (utf8proc_ssize_t)n, &c);
    bool shown = step > 0 && c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0) && c != 0x200e && c != 0x200f &&
                 !(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069);
    *columns = shown ? utf8proc_charwidth(c) : 1;
    return shown ? (size_t)step : 0;
}

static int width_of(const char *text, size_t n, int most, size_t *bytes) {
    int width = 0, columns = 0;
    size_t i = 0;
    while (i < n) {
        size_t step = next(text + i, n - i, &columns);
        if (width + columns > most)
            break;
        width += columns;
        i += step ? step : 1;
    }
    if (bytes)
        *bytes = i;
    return width;
}

static void put(FILE *out, const char *text, size_t n) {
    int columns = 0;
    for (size_t i = 0; i < n;) {
        size_t step = next(text + i, n - i, &columns);
        if (step)
            fwrite(text + i, 1, step, out);
        else
            fputc('?', out);
        i += step ? step : 1;
    }
}

int show_text(FILE *out, const char *text, size_t n, int most) {
    size_t bytes = 0;
    int width = width_of(text, n, most, &bytes);
    if (bytes < n && most > 0) {
        width = width_of(text, n, most - 1, &bytes) + 1;
        put(out, text, bytes);
        fputs("…", out);
    } else {
        put(out, text, n);
    }
    return width;
}

const char *show_count(int64_t n, char buffer[32]) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRId64, n < 0 ? 0 : n), at = 0;
    for (int i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0)
            buffer[at++] = ',';
        buffer[at++] = digits[i];
    }
    buffer[at] = '\0';
    return buffer;
}

const char *show_duration(int64_t ms, char buffer[32]) {
    const struct {
        int64_t unit;
        const char *name;
    } units[] = {{DAY, "d"}, {HOUR, "h"}, {MINUTE, "min"}, {SECOND, "s"}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (ms >= units[i].unit && (ms % units[i].unit == 0 || ms >= 2 * units[i].unit)) {
            snprintf(buffer, 32, "%" PRId64 " %s", ms / units[i].unit, units[i].name);
            return buffer;
        }
    snprintf(buffer, 32, "%" PRId64 " ms", ms);
    return buffer;
}

const char *show_bytes(int64_t n, char buffer[32]) {
    if (n >= MIB)
        snprintf(buffer, 32, "%.4g MiB", (double)n / MIB);
    else if (n >= KIB)
        snprintf(buffer, 32, "%.4g KiB", (double)n / KIB);
    else
        snprintf(buffer, 32, "%" PRId64 " bytes", n);
    return buffer;
}

const char *show_time(int64_t ms, char buffer[32]) {
    time_t seconds = (time_t)(ms / SECOND);
    struct tm t;
    if (ms < 0 || !gmtime_r(&seconds, &t) || !strftime(buffer, 32, "%Y-%m-%d %H:%M:%S", &t))
        snprintf(buffer, 32, "-");
    return buffer;
}

int show_json(json_t *value) {
    bool done = value && json_dumpf(value, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6)) == 0 && putchar('\n') != EOF;
    json_decref(value);
    return cli_finish(done ? CLI_OK : CLI_IO);
}

/* ---- tables --------------------------------------------------------------------------------------------------------------- */

void table_row(table *t, const char *const *cells) {
    if (t->n == t->cap) {
        size_t cap = t->cap ? 2 * t->cap : 32;
        char **grown = realloc(t->cells, cap * t->columns * sizeof *grown);
        if (!grown) {
            t->failed = true;
            return;
        }
        t->cells = grown;
        t->cap = cap;
    }
    for (size_t i = 0; i < t->columns; i++) {
        char *copy = strdup(cells[i] ? cells[i] : "-");
        t->cells[t->n * t->columns + i] = copy;
        t->failed |= !copy;
    }
    t->n++;
}

static int cell_width(const char *cell) { return cell ? width_of(cell, strlen(cell), 1 << 20, NULL) : 0; }

static void print_row(const table *t, const char *const *cells, const int *widths) {
    for (size_t i = 0; i < t->columns; i++) {
        const char *cell = cells[i] ? cells[i] : "";
        int pad = widths[i] - cell_width(cell);
        bool last = i + 1 == t->columns;
        if (t->align[i] == 'r')
            printf("%*s", pad, "");
        put(stdout, cell, strlen(cell));
        if (t->align[i] != 'r' && !last)
            printf("%*s", pad, "");
        fputs(last ? "\n" : "  ", stdout);
    }
}

void table_print(const table *t, const cli *c) {
    int widths[TABLE_COLUMNS] = {0};
    for (size_t i = 0; i < t->columns; i++) {
        widths[i] = cell_width(t->heads[i]);
        for (size_t row = 0; row < t->n; row++) {
            int w = cell_width(t->cells[row * t->columns + i]);
            widths[i] = w > widths[i] ? w : widths[i];
        }
    }
    fputs(c->colour ? "\033[1m" : "", stdout);
    print_row(t, t->heads, widths);
    fputs(c->colour ? "\033[0m" : "", stdout);
    for (size_t row = 0; row < t->n; row++)
        print_row(t, (const char *const *)t->cells + row * t->columns, widths);
}

void table_free(table *t) {
    for (size_t i = 0; i < t->n * t->columns; i++)
        free(t->cells[i]);
    free(t->cells);
    t->cells = NULL;
    t->n = t->cap = 0;
}
