/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman extract: articles in, one extraction a line out, in order; what cannot be read is named and does not stop the rest. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "input.h"
#include "render.h"

static const char *const formats[] = {"jsonl", "pretty", "table", "csv", NULL};
enum { JSONL, PRETTY, TABLE, CSV };

typedef struct job {
    const cli *c;
    dgm_session *session;
    int format;
    int worst;   /* exit status so far: the largest that something gave */
    bool broken; /* standard output cannot be written: stop */
} job;

static void note(job *j, int code) { j->worst = code > j->worst ? code : j->worst; }

static void print(job *j, dgm_text x) {
    bool ok;
    switch (j->format) {
    case PRETTY:
        ok = render_pretty(stdout, j->c, x);
        break;
    case TABLE:
        ok = render_table(stdout, j->c, x);
        break;
    case CSV:
        ok = render_csv(stdout, x);
        break;
    default:
        ok = cli_write(x) && putchar('\n') != EOF;
    }
    if (ok && fflush(stdout) == 0)
        return;
    note(j, cli_say_errno("standard output", CLI_IO));
    j->broken = true;
}

static void run_one(job *j, const char *json, size_t n, const char *where) {
    dgm_error e = {0};
    int code = dgm_run(j->session, json, n, &e);
    if (code == DGM_OK) {
        print(j, dgm_extraction(j->session));
        return;
    }
    cli_say(where, &e);
    note(j, cli_exit_of(code));
}

static bool blank(const line *l) {
    for (size_t i = 0; i < l->n && i < INPUT_MAX; i++)
        if (l->p[i] != ' ' && l->p[i] != '\t')
            return false;
    return true;
}

static void run_line(job *j, const line *l, const char *where, bool first) {
    size_t skip = first && l->n >= 3 && memcmp(l->p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    if (l->n <= INPUT_MAX) {
        if (!blank(l))
            run_one(j, l->p + skip, l->n - skip, where);
        return;
    }
    dgm_error e = {.code = DGM_TOO_LARGE};
    snprintf(e.what, sizeof e.what, "the article has %zu bytes, the limit is %zu", l->n, INPUT_MAX);
    cli_say(where, &e);
    note(j, CLI_DATA);
}

static void run_lines(job *j, FILE *f, const char *name) {
    line l = {0};
    char where[4200];
    for (unsigned long number = 1; !j->broken && input_line(f, &l); number++) {
        snprintf(where, sizeof where, "%.4096s: line %lu", name, number);
        run_line(j, &l, where, number == 1);
    }
    if (!j->broken && !feof(f))
        note(j, cli_say_errno(name, CLI_NO_INPUT));
    input_line_done(&l);
}

static void run_file(job *j, const char *path) {
    if (input_kind_of(path) == INPUT_LINES) {
        FILE *f = fopen(path, "rb");
        if (!f) {
            note(j, cli_say_errno(path, CLI_NO_INPUT));
            return;
        }
        run_lines(j, f, path);
        fclose(f);
        return;
    }
    dgm_error e = {0};
    size_t n;
    char *json = input_article(path, &n, &e);
    if (json) {
        run_one(j, json, n, path);
    } else if (e.code == DGM_IO) {
        note(j, cli_say_errno(path, CLI_NO_INPUT));
    } else {
        cli_say(path, &e);
        note(j, cli_exit_of(e.code));
    }
    free(json);
}

static int readable(const struct dirent *d) { return d->d_name[0] != '.' && input_kind_of(d->d_name) != INPUT_OTHER; }

/* By bytes, whatever the locale: the order of the output is part of it. */
static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static void run_folder(job *j, const char *path) {
    struct dirent **entries;
    int n = scandir(path, &entries, readable, by_name);
    if (n < 0) {
        note(j, cli_say_errno(path, CLI_NO_INPUT));
        return;
    }
    if (n == 0) {
        fprintf(stderr, "dragoman: %s: no .json, .jsonl, .txt or .html file in it\n", path);
        note(j, CLI_NO_INPUT);
    }
    for (int i = 0; i < n; i++) {
        char *name;
        if (!j->broken && asprintf(&name, "%s/%s", path, entries[i]->d_name) >= 0) {
            run_file(j, name);
            free(name);
        }
        free(entries[i]);
    }
    free(entries);
}

static void run_argument(job *j, const char *path) {
    struct stat st;
    if (strcmp(path, "-") == 0)
        run_lines(j, stdin, "standard input");
    else if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        run_folder(j, path);
    else
        run_file(j, path);
}

int command_extract(const cli *c) {
    job j = {.c = c, .format = cli_format(c, "extract", formats)};
    dgm_model *model = NULL;
    dgm_options options = {.metadata_only_other = 1};
    if (j.format < 0)
        return CLI_USAGE;
    if (c->count == 0 && isatty(STDIN_FILENO))
        return cli_usage("extract", "name files or folders, or - for standard input");
    j.worst = cli_open(c, &model, &j.session, &options);
    if (j.worst == CLI_OK) {
        if (j.format == TABLE)
            render_table_head(stdout, c);
        if (j.format == CSV)
            render_csv_head(stdout);
        if (c->count == 0)
            run_argument(&j, "-");
        for (int i = 0; i < c->count && !j.broken; i++)
            run_argument(&j, c->args[i]);
        if (!j.broken)
            j.worst = cli_finish(j.worst);
    }
    dgm_session_free(j.session);
    dgm_model_unref(model);
    return j.worst;
}
