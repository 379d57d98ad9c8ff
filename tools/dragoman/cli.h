/* SPDX-License-Identifier: Apache-2.0 */
/* The command `dragoman`: one file a subcommand, one table of them (commands.def). */
#ifndef DGM_CLI_H
#define DGM_CLI_H

#include <dragoman/dragoman.h>
#include <stdbool.h>
#include <stdio.h>

enum { CLI_OK = 0, CLI_USAGE = 64, CLI_DATA = 65, CLI_NO_INPUT = 66, CLI_SOFTWARE = 70, CLI_OS = 71, CLI_IO = 74, CLI_CONFIG = 78 };

typedef struct cli {
    const char *model, *format, *date, *country, *lexicon, *weights, *output, *from;
    double min_confidence;
    bool colour;
    char **args; /* what is no option */
    int count;
} cli;

typedef struct command {
    const char *name, *arguments, *summary;
    const char *options; /* letters of cli_options that it takes */
    int (*run)(const cli *c);
    int least, most;     /* arguments */
} command;

#define COMMAND(name, arguments, summary, options, least, most) int command_##name(const cli *c);
#include "commands.def"

/* Says on standard error what went wrong: `what` may be NULL. */
void cli_say(const char *what, const dgm_error *e);
/* sysexits code of a library error */
int cli_exit_of(int code);
/* --model, $DRAGOMAN_MODEL, beside the program, the installed place: the first that there is. */
const char *cli_find_model(const cli *c, char *buffer, size_t cap);
int cli_open(const cli *c, dgm_model **model, dgm_session **session, const dgm_options *options);
/* Whole file ("-": standard input) into memory; NULL: said why. Caller frees. */
char *cli_read_file(const char *path, size_t *n);
/* An article of a raw text or page as JSON, id = file name without its ending. Caller frees. */
char *cli_wrap(const char *path, const char *text, size_t n, bool html, size_t *json_n, dgm_error *e);
/* The article's JSON from a .json, .txt, .html file (or "-": JSON or raw text). Caller frees. */
char *cli_read_article(const char *path, size_t *n, dgm_error *e);
bool cli_ends(const char *s, const char *end);

/* Renders an extraction (JSON) for a person, as a table row each, or as CSV. False: writing failed. */
bool cli_print_pretty(FILE *out, dgm_text extraction, bool colour);
bool cli_print_table(FILE *out, dgm_text extraction, bool first);
bool cli_print_csv(FILE *out, dgm_text extraction, bool first);

#endif
