/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman: the commands and their options, from two tables. */
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli.h"

#define WIDTH_ASSUMED 96
#define WIDTH_MOST 120

static const command commands[] = {
#define COMMAND(name, arguments, summary, options, least, most) \
    {#name, arguments, summary, options, least, most, command_##name},
#include "commands.def"
};
#define COMMANDS (sizeof commands / sizeof commands[0])

static const struct help {
    struct option option;
    const char *value, *text;
} helps[] = {
#define OPTION(letter, name, value, help) \
    {{name, (value)[0] ? required_argument : no_argument, NULL, letter}, value, help},
#include "options.def"
};
#define HELPS (sizeof helps / sizeof helps[0])

static void print_usage(FILE *out) {
    fprintf(out, "Usage: dragoman COMMAND [OPTION…] [ARGUMENT…]\n"
                 "Reads news articles and says who did what to whom, when, where, in whose words.\n\nCommands:\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        const char *shown = commands[i].arguments;
        int pad = 20;
        for (const char *p = shown; *p; p++)
            pad += ((unsigned char)*p & 0xc0) == 0x80; /* printf counts bytes */
        fprintf(out, "  %-10s %-*s %s\n", commands[i].name, pad, shown, commands[i].summary);
    }
    fprintf(out, "\n'dragoman COMMAND --help' lists a command's options; dragoman(1) explains them.\n");
}

static void print_command(FILE *out, const command *c) {
    fprintf(out, "Usage: dragoman %s [OPTION…] %s\n%c%s.\n\nOptions:\n", c->name, c->arguments,
            c->summary[0] - 'a' + 'A', c->summary + 1);
    for (size_t i = 0; i < HELPS; i++) {
        if (!strchr(c->options, helps[i].option.val))
            continue;
        char left[64];
        int pad = 26;
        for (const char *p = helps[i].value; *p; p++)
            pad += ((unsigned char)*p & 0xc0) == 0x80; /* printf counts bytes */
        snprintf(left, sizeof left, "%s--%s %s", helps[i].option.val == 'o' ? "-o, " : "    ", helps[i].option.name,
                 helps[i].value);
        fprintf(out, "  %-*s %s\n", pad, left, helps[i].text);
    }
    fprintf(out, "  %-26s %s\n", "-h, --help", "this text");
}

static bool set_confidence(cli *c, const char *s) {
    char *end;
    c->min_confidence = strtod(s, &end);
    return end != s && !*end && c->min_confidence >= 0 && c->min_confidence <= 1;
}

static bool set_option(cli *c, int letter, const char *value) {
    const struct {
        char letter;
        const char **at;
    } strings[] = {{'m', &c->model},   {'f', &c->format},     {'F', &c->from},     {'d', &c->date},
                   {'C', &c->country}, {'l', &c->lexicon},    {'w', &c->weights},  {'o', &c->output},
                   {'t', &c->to},      {'g', &c->config},     {'i', &c->instance}, {'G', &c->group},
                   {'S', &c->from},    {'T', &c->type},       {'A', &c->actor},    {'K', &c->country},
                   {'k', &c->code},    {'P', &c->partitions}, {'R', &c->replicas}, {'L', &c->last}};
    const struct {
        char letter;
        bool *at;
    } switches[] = {{'j', &c->json}, {'y', &c->dry_run}, {'W', &c->wait},         {'e', &c->no_follow},
                    {'a', &c->all},  {'O', &c->force},   {'p', &c->from_petrarch}};
    if (letter == 'c')
        return set_confidence(c, value);
    for (size_t i = 0; i < sizeof switches / sizeof switches[0]; i++)
        if (switches[i].letter == letter)
            *switches[i].at = true;
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++)
        if (strings[i].letter == letter)
            *strings[i].at = value;
    return true;
}

static void look_at_terminal(cli *c) {
    struct winsize size;
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    bool terminal = isatty(STDOUT_FILENO);
    c->terminal = terminal;
    c->colour = terminal && !(no && no[0]) && !(term && strcmp(term, "dumb") == 0);
    c->width = WIDTH_ASSUMED;
    if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        c->width = size.ws_col < WIDTH_MOST ? size.ws_col : WIDTH_MOST;
}

/* Options that the command does not take are as unknown as any other. */
static void take_options(const command *cmd, struct option *options) {
    size_t n = 0;
    for (size_t i = 0; i < HELPS; i++)
        if (strchr(cmd->options, helps[i].option.val))
            options[n++] = helps[i].option;
    options[n] = (struct option){"help", no_argument, NULL, 'h'};
}

static int run_command(const command *cmd, int argc, char **argv) {
    struct option options[HELPS + 2] = {{0}};
    cli c = {.lexicon = "core/lexicon", .weights = "core/weights", .min_confidence = -1};
    take_options(cmd, options);
    opterr = 0;
    for (int o; (o = getopt_long(argc, argv, strchr(cmd->options, 'o') ? ":ho:" : ":h", options, NULL)) != -1;) {
        const char *word = argv[optind - 1];
        if (o == 'h') {
            print_command(stdout, cmd);
            return cli_finish(CLI_OK);
        }
        if (o == ':')
            return cli_usage(cmd->name, "%s needs a value", word);
        if (o == '?')
            return cli_usage(cmd->name, "%s has no option %s", cmd->name, word);
        if (!set_option(&c, o, optarg))
            return cli_usage(cmd->name, "--min-confidence takes a number from 0 to 1, not '%s'", optarg);
    }
    c.args = argv + optind;
    c.count = argc - optind;
    look_at_terminal(&c);
    if (c.count < cmd->least)
        return cli_usage(cmd->name, "an argument is missing");
    if (c.count > cmd->most)
        return cli_usage(cmd->name, "there are too many arguments");
    return cmd->run(&c);
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_DFL); /* `dragoman … | head` ends quietly, also where a parent ignores the signal */
    const char *wanted = argc > 1 ? argv[1] : "";
    if (argc < 2) {
        print_usage(stderr);
        return CLI_USAGE;
    }
    if (strcmp(wanted, "--help") == 0 || strcmp(wanted, "-h") == 0 || strcmp(wanted, "help") == 0) {
        print_usage(stdout);
        return cli_finish(CLI_OK);
    }
    if (strcmp(wanted, "--version") == 0)
        wanted = "version";
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(wanted, commands[i].name) == 0)
            return run_command(&commands[i], argc - 1, argv + 1);
    return cli_usage("", "there is no command '%s'", wanted);
}
