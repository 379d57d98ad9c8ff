/* SPDX-License-Identifier: Apache-2.0 */
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

static const command commands[] = {
#define COMMAND(name, arguments, summary, options, least, most) {#name, arguments, summary, options, command_##name, least, most},
#include "commands.def"
};
#define COMMANDS (sizeof commands / sizeof commands[0])

static const struct help {
    struct option option;
    const char *value, *text;
} helps[] = {
    {{"model", 1, NULL, 'm'}, "FILE", "the model (default: $DRAGOMAN_MODEL, beside the program, the installed one)"},
    {{"format", 1, NULL, 'f'}, "FORMAT", "jsonl (default), pretty, table or csv; for actor: text (default) or json"},
    {{"min-confidence", 1, NULL, 'c'}, "X", "leave out events below X (default: the model's threshold; 0: show all)"},
    {{"from", 1, NULL, 'F'}, "conllu:FILE", "take sentences, tokens (and trees) from a CoNLL-U file"},
    {{"date", 1, NULL, 'd'}, "DAY", "on that day, YYYY-MM-DD (default: any)"},
    {{"country", 1, NULL, 'C'}, "CODE", "in a text about that country, ISO 3166-1 alpha-3"},
    {{"lexicon", 1, NULL, 'l'}, "DIR", "lexicon folder (default: core/lexicon)"},
    {{"weights", 1, NULL, 'w'}, "DIR", "folder of trained weights (default: core/weights)"},
    {{"output", 1, NULL, 'o'}, "FILE", "where the model goes (default: dragoman.model)"},
};
#define HELPS (sizeof helps / sizeof helps[0])

static void print_usage(FILE *out) {
    fprintf(out, "Usage: dragoman COMMAND [OPTION…] [ARGUMENT…]\nReads news articles and says who did what to whom.\n\nCommands:\n");
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(out, "  %-8s %-20s %s\n", commands[i].name, commands[i].arguments, commands[i].summary);
    fprintf(out, "\n'dragoman COMMAND --help' lists a command's options; dragoman(1) explains them.\n");
}

static void print_command(FILE *out, const command *c) {
    fprintf(out, "Usage: dragoman %s [OPTION…] %s\n%s\n\n", c->name, c->arguments, c->summary);
    for (size_t i = 0; i < HELPS; i++)
        if (strchr(c->options, helps[i].option.val)) {
            char left[48];
            snprintf(left, sizeof left, "--%s %s", helps[i].option.name, helps[i].value);
            fprintf(out, "  %-24s %s\n", left, helps[i].text);
        }
    fprintf(out, "  %-24s %s\n", "--help", "this text");
}

static int usage_error(const char *of, const char *what) {
    fprintf(stderr, "dragoman: %s (try 'dragoman %s--help')\n", what, of);
    return CLI_USAGE;
}

static bool set_confidence(cli *c, const char *s) {
    char *end;
    double x = strtod(s, &end);
    if (end == s || *end || !(x >= 0 && x <= 1))
        return false;
    c->min_confidence = x > 0 ? x : -1;
    return true;
}

static bool set_option(cli *c, int letter, const char *value) {
    switch (letter) {
    case 'm': c->model = value; return true;
    case 'f': c->format = value; return true;
    case 'c': return set_confidence(c, value);
    case 'F': c->from = value; return true;
    case 'd': c->date = value; return true;
    case 'C': c->country = value; return true;
    case 'l': c->lexicon = value; return true;
    case 'w': c->weights = value; return true;
    default: c->output = value; return true;
    }
}

static int run_command(const command *cmd, int argc, char **argv) {
    struct option options[HELPS + 2] = {{0}};
    cli c = {.lexicon = "core/lexicon", .weights = "core/weights", .output = "dragoman.model"};
    char name[64];
    size_t n = 0;
    for (size_t i = 0; i < HELPS; i++)
        if (strchr(cmd->options, helps[i].option.val))
            options[n++] = helps[i].option;
    options[n] = (struct option){"help", 0, NULL, 'h'};
    snprintf(name, sizeof name, "%s ", cmd->name);
    opterr = 0;
    for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (o == 'h') {
            print_command(stdout, cmd);
            return fflush(stdout) ? CLI_IO : CLI_OK;
        }
        if (o == '?')
            return usage_error(name, "an option is unknown, or lacks its value");
        if (!set_option(&c, o, optarg))
            return usage_error(name, "--min-confidence takes a number from 0 to 1");
    }
    c.args = argv + optind;
    c.count = argc - optind;
    c.colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    if (c.count < cmd->least || c.count > cmd->most)
        return usage_error(name, c.count < cmd->least ? "an argument is missing" : "there are too many arguments");
    return cmd->run(&c);
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_DFL); /* `dragoman … | head` ends quietly */
    if (argc < 2) {
        print_usage(stderr);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_usage(stdout);
        return fflush(stdout) ? CLI_IO : CLI_OK;
    }
    const char *wanted = strcmp(argv[1], "--version") == 0 ? "version" : argv[1];
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(wanted, commands[i].name) == 0)
            return run_command(&commands[i], argc - 1, argv + 1);
    fprintf(stderr, "dragoman: there is no command '%s' (try 'dragoman --help')\n", argv[1]);
    return CLI_USAGE;
}
