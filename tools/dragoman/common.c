/* SPDX-License-Identifier: Apache-2.0 */
/* What the subcommands share: saying what went wrong, finding the model. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

void cli_say(const char *what, const dgm_error *e) {
    const char *code = dgm_error_code(e->code);
    fprintf(stderr, "dragoman: ");
    if (what)
        fprintf(stderr, "%s: ", what);
    if (code[0])
        fprintf(stderr, "%s: ", code);
    fprintf(stderr, "%s", e->what[0] ? e->what : dgm_error_text(e->code));
    if (e->where[0])
        fprintf(stderr, ", at %s", e->where);
    if (e->hint[0])
        fprintf(stderr, " (%s)", e->hint);
    fputc('\n', stderr);
}

int cli_say_errno(const char *what, int code) {
    fprintf(stderr, "dragoman: %s: %s\n", what, strerror(errno));
    return code;
}

int cli_usage(const char *of, const char *format, ...) {
    va_list list;
    fprintf(stderr, "dragoman: ");
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fprintf(stderr, " (try 'dragoman %s%s--help')\n", of, of[0] ? " " : "");
    return CLI_USAGE;
}

int cli_exit_of(int code) {
    switch (code) {
    case DGM_OK:
        return CLI_OK;
    case DGM_BAD_ARGUMENT:
        return CLI_USAGE;
    case DGM_NOT_FOUND:
        return CLI_NO_INPUT;
    case DGM_INTERNAL:
        return CLI_SOFTWARE;
    case DGM_MEMORY:
        return CLI_OS;
    case DGM_IO:
        return CLI_IO;
    default:
        return CLI_DATA;
    }
}

int cli_finish(int code) {
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    return cli_say_errno("standard output", CLI_IO);
}

bool cli_write(dgm_text text) { return text.n == 0 || fwrite(text.p, 1, text.n, stdout) == text.n; }

int cli_format(const cli *c, const char *of, const char *const *names) {
    if (!c->format)
        return 0;
    for (int i = 0; names[i]; i++)
        if (strcmp(c->format, names[i]) == 0)
            return i;
    fprintf(stderr, "dragoman: %s has no format '%s' (", of, c->format);
    for (int i = 0; names[i]; i++)
        fprintf(stderr, "%s%s", i ? ", " : "", names[i]);
    fprintf(stderr, ")\n");
    return -1;
}

/* Beside a program in bin/: of a build, and of an installation that was moved as a whole. */
static const char *const beside[] = {"/../share/dragoman.model", "/../share/dragoman/dragoman.model"};

const char *cli_find_model(const cli *c, char *buffer, size_t cap) {
    const char *named = c->model ? c->model : getenv("DRAGOMAN_MODEL");
    if (named && named[0])
        return named;
    ssize_t n = readlink("/proc/self/exe", buffer, cap - 1);
    if (n > 0) {
        buffer[n] = '\0';
        char *slash = strrchr(buffer, '/');
        for (size_t i = 0; slash && i < sizeof beside / sizeof beside[0]; i++) {
            int w = snprintf(slash, cap - (size_t)(slash - buffer), "%s", beside[i]);
            if (w > 0 && (size_t)w < cap - (size_t)(slash - buffer) && access(buffer, R_OK) == 0)
                return buffer;
        }
    }
    return DGM_MODEL_INSTALLED;
}

int cli_open(const cli *c, dgm_model **model, dgm_session **session, const dgm_options *options) {
    char path[4096];
    dgm_error e = {0};
    dgm_options o = *options;
    const char *file = cli_find_model(c, path, sizeof path);
    o.min_confidence = c->min_confidence;
    int code = dgm_model_open(file, model, &e);
    if (code == DGM_OK)
        code = dgm_session_new(*model, &o, session, &e);
    if (code == DGM_OK)
        return CLI_OK;
    cli_say(file, &e);
    if (!c->model && (code == DGM_NOT_FOUND || code == DGM_IO))
        fprintf(stderr,
                "dragoman: name a model with --model or in $DRAGOMAN_MODEL, or make one with 'dragoman compile'\n");
    return code == DGM_MEMORY ? CLI_OS : code == DGM_NOT_FOUND || code == DGM_IO ? CLI_NO_INPUT : CLI_CONFIG;
}
