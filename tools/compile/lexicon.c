/* SPDX-License-Identifier: Apache-2.0 */
/* Lines, directives, rows: the surface of the lexicon's format. */
#include "compile/lexicon.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

#define ROW_MAX ((size_t)1 << 20)

typedef struct reader {
    dgm_lexicon *lexicon;
    dgm_place place;
    const char *p;
    size_t n;             /* bytes left */
    uint32_t line;        /* number of the line read last; place.line is where its row began */
    dgm_lex_table *table; /* of the last @table, NULL before */
    bool broken;          /* the table's @columns had an error: its rows are not read */
    dgm_buf row;          /* the row being put together, comments and continuations resolved */
} reader;

void dgm_lexicon_wrong(dgm_lexicon *lexicon, dgm_place place, const char *hint, const char *what, ...) {
    char text[256], line[640], where[128];
    va_list args;
    va_start(args, what);
    vsnprintf(text, sizeof text, what, args);
    va_end(args);
    snprintf(where, sizeof where, "%s:%u", place.file, place.line);
    dgm_fail_at(lexicon->error, DGM_BAD_LEXICON, where, hint, "%s", text);
    lexicon->errors++;
    if (!lexicon->say || lexicon->errors > DGM_ERRORS_MAX)
        return;
    snprintf(line, sizeof line, hint ? "%s: %s (%s)" : "%s: %s", where, text, hint);
    lexicon->say(lexicon->arg, line);
}

static bool next_line(reader *r, dgm_str *line) {
    if (r->n == 0)
        return false;
    const char *end = memchr(r->p, '\n', r->n);
    size_t n = end ? (size_t)(end - r->p) : r->n, used = end ? n + 1 : n, kept = n;
    // cppcheck-suppress knownConditionTrueFalse ; a line may be empty
    if (kept > 0 && r->p[kept - 1] == '\r')
        kept--;
    *line = (dgm_str){r->p, kept > ROW_MAX ? (uint32_t)ROW_MAX : (uint32_t)kept};
    r->p += used;
    r->n -= used;
    r->line++;
    return true;
}

/* Without its comment: from a # at the start or after a blank. */
static dgm_str without_comment(dgm_str line) {
    for (uint32_t i = 0; i < line.n; i++)
        if (line.p[i] == '#' && (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t'))
            return dgm_lex_trim((dgm_str){line.p, i});
    return dgm_lex_trim(line);
}

/* Puts a row and its continuations together; a line within may be a comment. False: the end of the file. */
static bool next_row(reader *r) {
    dgm_str line;
    bool more = true, any = false;
    dgm_buf_reset(&r->row);
    while (more && next_line(r, &line)) {
        line = without_comment(line);
        if (line.n == 0 && any)
            continue;
        if (!any)
            r->place.line = r->line;
        any = true;
        more = line.n > 0 && line.p[line.n - 1] == '\\';
        if (more)
            line = dgm_lex_trim((dgm_str){line.p, line.n - 1});
        if (r->row.n)
            dgm_buf_char(&r->row, ' ');
        dgm_buf_str(&r->row, line);
    }
    return any;
}

static int directive(reader *r, dgm_str rest) {
    dgm_str word = dgm_lex_word(&rest);
    rest = dgm_lex_trim(rest);
    if (dgm_str_is(word, "@table")) {
        r->broken = false;
        r->table = NULL;
        dgm_str name = dgm_lex_word(&rest);
        if (name.n == 0 || name.n >= sizeof r->table->name || dgm_lex_trim(rest).n) {
            dgm_lexicon_wrong(r->lexicon, r->place, "write @table and one name",
                              "the table has no name that can be used");
            r->broken = true;
            return DGM_OK;
        }
        r->table = dgm_lexicon_table(r->lexicon, name);
        return r->table ? DGM_OK : dgm_fail_memory(r->lexicon->error);
    }
    if (r->broken)
        return DGM_OK;
    static const struct {
        const char *word;
        int (*read)(dgm_lexicon *lexicon, dgm_lex_table *t, dgm_place place, dgm_str list);
    } directives[] = {{"@columns", dgm_lexicon_columns},
                      {"@index", dgm_lexicon_index},
                      {"@distinct", dgm_lexicon_distinct},
                      {"@alone", dgm_lexicon_alone}};
    size_t d = 0, count = sizeof directives / sizeof directives[0];
    while (d < count && !dgm_str_is(word, directives[d].word))
        d++;
    if (d == count) {
        dgm_lexicon_wrong(r->lexicon, r->place, "there are @table, @columns, @index, @distinct and @alone",
                          "unknown directive %.*s", (int)(word.n < 40 ? word.n : 40), word.p);
        return DGM_OK;
    }
    if (!r->table) {
        dgm_lexicon_wrong(r->lexicon, r->place, "write @table NAME before it", "no table is begun");
        return DGM_OK;
    }
    uint32_t before = r->lexicon->errors;
    int code = directives[d].read(r->lexicon, r->table, r->place, rest);
    r->broken = r->broken || (d == 0 && r->lexicon->errors > before);
    return code;
}

/* Resolves \| and \# in place. */
static dgm_str unescape(char *p, uint32_t n) {
    uint32_t out = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (p[i] == '\\' && i + 1 < n && (p[i + 1] == '|' || p[i + 1] == '#'))
            i++;
        p[out++] = p[i];
    }
    return dgm_lex_trim((dgm_str){p, out});
}

static int row(reader *r) {
    dgm_str cells[DGM_COLUMNS_MAX];
    uint32_t count = 0, start = 0, n = (uint32_t)r->row.n;
    if (r->broken)
        return DGM_OK;
    if (!r->table || r->table->column_count == 0) {
        dgm_lexicon_wrong(r->lexicon, r->place, "write @table and @columns before the first row",
                          "a row stands where no table is begun");
        r->broken = true; /* once is enough */
        return DGM_OK;
    }
    for (uint32_t i = 0; i <= n; i++) {
        if (i < n && (r->row.p[i] != '|' || (i > 0 && r->row.p[i - 1] == '\\')))
            continue;
        if (count == r->table->column_count) {
            dgm_lexicon_wrong(r->lexicon, r->place, "take a cell out, or write \\| for a bar within a cell",
                              "the row has more cells than the table's %u columns", r->table->column_count);
            return DGM_OK;
        }
        cells[count++] = unescape(r->row.p + start, i - start);
        start = i + 1;
    }
    return dgm_lexicon_row(r->lexicon, r->table, r->place, cells, count);
}

static bool check_bytes(reader *r) {
    size_t bad = dgm_utf8_check(r->p, r->n);
    const char *nul = memchr(r->p, '\0', r->n);
    if (nul && (size_t)(nul - r->p) < bad)
        bad = (size_t)(nul - r->p);
    if (bad == r->n)
        return true;
    r->place.line = 1;
    for (size_t i = 0; i < bad; i++)
        r->place.line += r->p[i] == '\n';
    dgm_lexicon_wrong(r->lexicon, r->place, "save the file as UTF-8", "a byte that is not UTF-8 text");
    return false;
}

int dgm_lexicon_read(dgm_lexicon *lexicon, const char *file, const char *p, size_t n) {
    reader r = {.lexicon = lexicon, .place = {file, 0}, .p = p, .n = n};
    int code = DGM_OK;
    if (n >= 3 && !memcmp(p, "\xEF\xBB\xBF", 3)) {
        r.p += 3;
        r.n -= 3;
    }
    if (n == 0 || !check_bytes(&r))
        return DGM_OK;
    dgm_buf_init(&r.row, ROW_MAX);
    while (!code && next_row(&r)) {
        if (r.row.failed && r.row.n >= ROW_MAX / 2)
            dgm_lexicon_wrong(lexicon, r.place, "split it", "the row is longer than a mebibyte");
        else if (r.row.failed)
            code = dgm_fail_memory(lexicon->error);
        else if (r.row.n > 0)
            code = r.row.p[0] == '@' ? directive(&r, (dgm_str){r.row.p, (uint32_t)r.row.n}) : row(&r);
    }
    dgm_buf_done(&r.row);
    return code;
}

static void free_table(dgm_lex_table *t) {
    for (uint32_t i = 0; i < t->column_count; i++) {
        free(t->columns[i].cells);
        free(t->columns[i].values);
        dgm_index_done(&t->columns[i].index);
    }
    free(t->files);
    free(t->lines);
    free(t->runs);
    free(t->seen);
    free(t->row_hashes);
    free(t);
}

void dgm_lexicon_done(dgm_lexicon *lexicon) {
    for (uint32_t i = 0; i < lexicon->table_count; i++)
        free_table(lexicon->tables[i]);
    free(lexicon->tables);
    dgm_strings_done(&lexicon->strings);
}
