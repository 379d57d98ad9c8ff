/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman completion: what a shell can complete, from the tables of commands and options; the build makes a file of it. */
#include <string.h>

#include "cli.h"

static const struct {
    const char *name, *arguments, *options;
} commands[] = {
#define COMMAND(name, arguments, summary, options, least, most) {#name, arguments, options},
#include "commands.def"
};

static const struct {
    char letter;
    const char *name, *value;
} options[] = {
#define OPTION(letter, name, value, help) {letter, name, value},
#include "options.def"
};

/* What stands in the arguments in small letters is typed as it stands. */
static void print_words(const char *arguments) {
    for (const char *p = arguments; *p;) {
        size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz");
        if (n)
            printf(" %.*s", (int)n, p);
        p += n ? n : 1;
    }
}

static void print_options(const char *letters) {
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (strchr(letters, options[i].letter))
            printf(" --%s", options[i].name);
    fputs(" --help", stdout);
}

/* Options whose value is a file are completed by the shell; of the others nothing is known. */
static void print_values(bool files) {
    const char *bar = "";
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        bool file = strcmp(options[i].value, "FILE") == 0 || strcmp(options[i].value, "FOLDER") == 0, known = false;
        for (size_t k = 0; k < i; k++) /* a name of two letters stands once */
            known |= strcmp(options[k].name, options[i].name) == 0;
        if (!options[i].value[0] || file != files || known)
            continue;
        printf("%s--%s", bar, options[i].name);
        bar = "|";
    }
}

int command_completion(const cli *c) {
    if (strcmp(c->args[0], "bash") != 0)
        return cli_usage("completion", "completion takes 'bash', not '%s'", c->args[0]);
    printf("# bash completion for dragoman(1); made by 'dragoman completion bash' from its table of commands\n"
           "_dragoman() {\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} "
           "options= words=\n"
           "    COMPREPLY=()\n"
           "    if ((COMP_CWORD == 1)); then\n"
           "        COMPREPLY=($(compgen -W \"");
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        printf("%s%s", i ? " " : "", commands[i].name);
    printf(" --help --version\" -- \"$word\"))\n        return\n    fi\n    case $before in\n        ");
    print_values(true);
    printf(") compopt -o default; return ;;\n        ");
    print_values(false);
    printf(") return ;;\n    esac\n    case $command in\n");
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        printf("        %s) options=\"", commands[i].name);
        print_options(commands[i].options);
        fputs("\" words=\"", stdout);
        print_words(commands[i].arguments);
        printf("\" ;;\n");
    }
    printf("    esac\n"
           "    if [[ $word == -* ]]; then\n"
           "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
           "    elif ((COMP_CWORD == 2)) && [[ $words ]]; then\n"
           "        COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
           "    else\n"
           "        compopt -o default\n"
           "    fi\n"
           "}\n"
           "complete -F _dragoman dragoman\n");
    return cli_finish(CLI_OK);
}
