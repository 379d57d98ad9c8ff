/* SPDX-License-Identifier: Apache-2.0 */
/* Files and lines, and how they become an article's JSON. */
#ifndef DGM_CLI_INPUT_H
#define DGM_CLI_INPUT_H

#include "cli.h"

#define INPUT_MAX ((size_t)2 << 20) /* bytes of an article's JSON; what is longer is not kept */

/* A line, however long: of one over INPUT_MAX only the length is known. */
typedef struct line {
    char *p; /* owned: input_line_done */
    size_t n, cap;
} line;
/* False: the end, a failure of reading (ferror), or no memory (errno). The line break is not part of it. */
bool input_line(FILE *f, line *l);
void input_line_done(line *l);

/* Whole file ("-": standard input); NULL: errno says why. Caller frees; a NUL follows the bytes. */
char *input_file(const char *path, size_t *n);

typedef enum input_kind { INPUT_OTHER, INPUT_JSON, INPUT_LINES, INPUT_TEXT, INPUT_HTML } input_kind;
input_kind input_kind_of(const char *path); /* by its ending */

/* The JSON of the article in a file: a .json as it is, a text or page wrapped, with the file's name as id; "-": JSON or raw
 * text, as it looks. NULL: `e` says why, or (DGM_IO) errno. Caller frees. */
char *input_article(const char *path, size_t *n, dgm_error *e);
/* {"id": …, "text" or "html": …}; id may be NULL. */
char *input_wrap(const char *id, size_t id_n, const char *text, size_t n, bool html, size_t *json_n, dgm_error *e);

#endif
