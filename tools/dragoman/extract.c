/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman extract: articles in, one extraction a line out, in order; what cannot be read is named and does not stop the rest. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"

typedef struct job {
    const cli *c;
    dgm_session *session;
    bool bad, broken; /* an input could not be read; standard output could not be written */
    bool started;
} job;

static bool print(job *j, dgm_text x) {
    const char *f = j->c->format;
    bool first = !j->started, ok;
    j->started = true;
    if (!f || strcmp(f, "jsonl") == 0)
        ok = fwrite(x.p, 1, x.n, stdout) == x.n && putchar('\n') != EOF;
    else if (strcmp(f, "pretty") == 0)
        ok = cli_print_pretty(stdout, x, j->c->colour);
    else if (strcmp(f, "table") == 0)
        ok = cli_print_table(stdout, x, first);
    else
        ok = cli_print_csv(stdout, x, first);
    return ok && fflush(stdout) == 0;
}

static void run_one(job *j, const char *json, size_t n, const char *where) {
    dgm_error e = {0};
    if (dgm_run(j->session, json, n, &e) != DGM_OK) {
        cli_say(where, &e);
        j->bad = true;
    } else if (!print(j, dgm_extraction(j->session))) {
        fprintf(stderr, "dragoman: standard output: %s\n", strerror(errno));
        j->broken = true;
    }
}

static void run_lines(job *j, FILE *f, const char *name) {
    char *line = NULL, where[4200];
    size_t cap = 0;
    ssize_t n;
    for (unsigned long number = 1; !j->broken && (n = getline(&line, &cap, f)) >= 0; number++) {
        while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
            n--;
        if (n == 0 || (size_t)n == strspn(line, " \t"))
            continue;
        snprintf(where, sizeof where, "%s: line %lu", name, number);
        run_one(j, line, (size_t)n, where);
    }
    if (ferror(f)) {
        fprintf(stderr, "dragoman: %s: %s\n", name, strerror(errno));
        j->bad = true;
    }
    free(line);
}

static void run_file(job *j, const char *path) {
    if (cli_ends(path, ".jsonl") || cli_ends(path, ".ndjson")) {
        FILE *f = fopen(path, "rb");
        if (!f) {
            fprintf(stderr, "dragoman: %s: %s\n", path, strerror(errno));
            j->bad = true;
            return;
        }
        run_lines(j, f, path);
        fclose(f);
        return;
    }
    dgm_error e = {0};
    size_t n;
    char *json = cli_read_article(path, &n, &e);
    if (json)
        run_one(j, json, n, path);
    else if (e.code != DGM_IO)
        cli_say(path, &e);
    j->bad = j->bad || !json;
    free(json);
}

static int readable(const struct dirent *d) {
    return cli_ends(d->d_name, ".json") || cli_ends(d->d_name, ".jsonl") || cli_ends(d->d_name, ".txt") || cli_ends(d->d_name, ".html");
}

static void run_folder(job *j, const char *path) {
    struct dirent **entries;
    int n = scandir(path, &entries, readable, alphasort);
    if (n < 0) {
        fprintf(stderr, "dragoman: %s: %s\n", path, strerror(errno));
        j->bad = true;
        return;
    }
    if (n == 0)
        fprintf(stderr, "dragoman: %s: no .json, .jsonl, .txt or .html file in it\n", path);
    for (int i = 0; i < n; i++) {
        char name[4096];
        snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
        if (!j->broken)
            run_file(j, name);
        free(entries[i]);
    }
    free(entries);
}

int command_extract(const cli *c) {
    static const char *const formats[] = {"jsonl", "pretty", "table", "csv"};
    bool known = !c->format;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0] && !known; i++)
        known = strcmp(c->format, formats[i]) == 0;
    if (!known) {
        fprintf(stderr, "dragoman: there is no format '%s' (jsonl, pretty, table, csv)\n", c->format);
        return CLI_USAGE;
    }
    dgm_model *model = NULL;
    job j = {.c = c};
    dgm_options options = {.metadata_only_other = 1};
    int code = cli_open(c, &model, &j.session, &options);
    if (code == CLI_OK && c->count == 0)
        run_lines(&j, stdin, "standard input");
    for (int i = 0; code == CLI_OK && i < c->count && !j.broken; i++) {
        struct stat st;
        if (strcmp(c->args[i], "-") == 0)
            run_lines(&j, stdin, "standard input");
        else if (stat(c->args[i], &st) == 0 && S_ISDIR(st.st_mode))
            run_folder(&j, c->args[i]);
        else
            run_file(&j, c->args[i]);
    }
    dgm_session_free(j.session);
    dgm_model_unref(model);
    return code != CLI_OK ? code : j.broken ? CLI_IO : j.bad ? CLI_DATA : CLI_OK;
}
