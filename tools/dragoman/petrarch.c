/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman compile --from-petrarch: dictionaries in, lexicon text out, and a report of every line that is not taken as it is. */
#include "compile/petrarch.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "input.h"

#define DICTIONARY_MOST ((size_t)64 << 20)

static void say(void *arg, const char *what) {
    (void)arg;
    fprintf(stderr, "%s\n", what);
}

static int read_files(const cli *c, dgm_source *sources) {
    for (int i = 0; i < c->count; i++) {
        const char *slash = strrchr(c->args[i], '/');
        char *text = input_file(c->args[i], &sources[i].n);
        if (!text)
            return cli_say_errno(c->args[i], CLI_NO_INPUT);
        sources[i].p = text;
        sources[i].name = slash ? slash + 1 : c->args[i];
        if (sources[i].n > DICTIONARY_MOST) {
            fprintf(stderr, "dragoman: %s: too large for a dictionary (at most 64 MiB)\n", c->args[i]);
            return CLI_DATA;
        }
    }
    return CLI_OK;
}

static int write_text(const cli *c, const char *text, size_t n) {
    const char *name = c->output ? c->output : "standard output";
    FILE *out = c->output ? fopen(c->output, "w") : stdout;
    if (!out)
        return cli_say_errno(name, CLI_IO);
    bool good = fwrite(text, 1, n, out) == n;
    if (c->output)
        good = fclose(out) == 0 && good;
    return good ? CLI_OK : cli_say_errno(name, CLI_IO);
}

static int convert(const cli *c, const dgm_source *sources, dgm_petrarch_count *counts) {
    char path[4096], *text = NULL;
    size_t n = 0;
    dgm_error e = {0};
    int code = dgm_petrarch_model(sources, (size_t)c->count, cli_find_model(c, path, sizeof path), counts, say, NULL,
                                  &text, &n, &e);
    if (code != DGM_OK) {
        cli_say(NULL, &e);
        return cli_exit_of(code);
    }
    for (int i = 0; i < c->count; i++)
        fprintf(stderr, "%s: %u lines taken, %u known already, %u changed, %u refused\n", c->args[i], counts[i].taken,
                counts[i].known, counts[i].changed, counts[i].refused);
    code = write_text(c, text, n);
    free(text);
    return code;
}

int compile_petrarch(const cli *c) {
    if (!c->count)
        return cli_usage("compile", "--from-petrarch needs a dictionary");
    dgm_source *sources = calloc((size_t)c->count, sizeof *sources);
    dgm_petrarch_count *counts = calloc((size_t)c->count, sizeof *counts);
    int code = sources && counts ? read_files(c, sources) : cli_say_errno("memory", CLI_OS);
    if (code == CLI_OK)
        code = convert(c, sources, counts);
    for (int i = 0; sources && i < c->count; i++)
        free((void *)(uintptr_t)sources[i].p);
    free(sources);
    free(counts);
    return cli_finish(code);
}
