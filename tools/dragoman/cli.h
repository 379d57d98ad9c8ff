/* SPDX-License-Identifier: Apache-2.0 */
/* The command `dragoman`: a file a task, one table of commands (commands.def) and one of options (options.def). */
#ifndef DGM_CLI_H
#define DGM_CLI_H

#include <dragoman/dragoman.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

/* sysexits.h, by the names under which we need them */
enum {
    CLI_OK = 0,
    CLI_USAGE = 64,
    CLI_DATA = 65,     /* an article, a lexicon, a model's content */
    CLI_NO_INPUT = 66, /* a file that cannot be opened */
    CLI_ABSENT = 69,   /* no daemon, no broker answers */
    CLI_SOFTWARE = 70,
    CLI_OS = 71,
    CLI_IO = 74,
    CLI_AGAIN = 75,  /* not now; again later */
    CLI_RIGHTS = 77, /* not allowed */
    CLI_CONFIG = 78  /* a model, a configuration, a topic's setting that cannot be used */
};

typedef struct cli {
    const char *model, *format, *date, *country, *lexicon, *weights, *output, *from, *to;
    const char *config, *instance, *group, *type, *actor, *code, *partitions, *replicas, *last;
    double min_confidence; /* below 0: the model's */
    bool json, dry_run, wait, no_follow, all, force, from_petrarch;
    bool terminal, colour; /* of standard output */
    int width;             /* columns of the terminal, or what we assume */
    char **args;           /* what is no option */
    int count;
} cli;

typedef struct command {
    const char *name, *arguments, *summary;
    const char *options; /* letters of options.def that it takes */
    int least, most;     /* arguments */
    int (*run)(const cli *c);
} command;

#define COMMAND(name, arguments, summary, options, least, most) int command_##name(const cli *c);
#include "commands.def"

int compile_petrarch(const cli *c);

/* Says on standard error what went wrong; `what` (a file, a line) may be NULL. */
void cli_say(const char *what, const dgm_error *e);
/* The same for a system call: "dragoman: WHAT: No such file or directory". Returns `code`. */
int cli_say_errno(const char *what, int code);
int cli_usage(const char *of, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* sysexits code of a library error */
int cli_exit_of(int code);
/* Flushes standard output and says when that fails: `code`, or CLI_IO. */
int cli_finish(int code);
bool cli_write(dgm_text text);
/* The format's place in the NULL-terminated list, the first when none was asked for; -1: unknown, said so. */
int cli_format(const cli *c, const char *of, const char *const *names);

/* --model, $DRAGOMAN_MODEL, beside the program, the installed place: the first that there is. */
const char *cli_find_model(const cli *c, char *buffer, size_t cap);
int cli_open(const cli *c, dgm_model **model, dgm_session **session, const dgm_options *options);

#endif
