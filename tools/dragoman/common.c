/* SPDX-License-Identifier: Apache-2.0 */
/* What the subcommands share: errors, the model, files, articles. */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

void cli_say(const char *what, const dgm_error *e) {
    fprintf(stderr, "dragoman: ");
    if (what)
        fprintf(stderr, "%s: ", what);
    if (e->where[0])
        fprintf(stderr, "%s: ", e->where);
    fprintf(stderr, "%s", e->what[0] ? e->what : dgm_error_text(e->code));
    if (dgm_error_code(e->code)[0])
        fprintf(stderr, " [%s]", dgm_error_code(e->code));
    fprintf(stderr, e->hint[0] ? " (%s)\n" : "\n", e->hint);
}

int cli_exit_of(int code) {
    switch (code) {
    case DGM_OK: return CLI_OK;
    case DGM_BAD_ARGUMENT: return CLI_USAGE;
    case DGM_NOT_FOUND: return CLI_NO_INPUT;
    case DGM_INTERNAL: return CLI_SOFTWARE;
    case DGM_MEMORY: return CLI_OS;
    case DGM_IO: return CLI_IO;
    default: return CLI_DATA;
    }
}

bool cli_ends(const char *s, const char *end) {
    size_t n = strlen(s), m = strlen(end);
    return n > m && strcmp(s + n - m, end) == 0;
}

const char *cli_find_model(const cli *c, char *buffer, size_t cap) {
    if (c->model)
        return c->model;
    if (getenv("DRAGOMAN_MODEL"))
        return getenv("DRAGOMAN_MODEL");
    ssize_t n = readlink("/proc/self/exe", buffer, cap - 1);
    if (n > 0) {
        buffer[n] = '\0';
        char *slash = strrchr(buffer, '/');
        static const char *const beside[] = {"/../share/dragoman.model", "/../share/dragoman/dragoman.model", "/dragoman.model"};
        for (size_t i = 0; slash && i < sizeof beside / sizeof beside[0]; i++) {
            snprintf(slash, cap - (size_t)(slash - buffer), "%s", beside[i]);
            if (access(buffer, R_OK) == 0)
                return buffer;
        }
    }
    return DGM_MODEL_INSTALLED;
}

int cli_open(const cli *c, dgm_model **model, dgm_session **session, const dgm_options *options) {
    char path[4096];
    dgm_error e = {0};
    dgm_options o = options ? *options : (dgm_options){0};
    o.max_input = o.max_input ? o.max_input : (size_t)16 << 20;
    o.max_memory = (size_t)1 << 30;
    o.min_confidence = c->min_confidence;
    const char *file = cli_find_model(c, path, sizeof path);
    int code = dgm_model_open(file, model, &e);
    if (code == DGM_OK)
        code = dgm_session_new(*model, &o, session, &e);
    if (code != DGM_OK)
        cli_say(file, &e);
    return cli_exit_of(code);
}

static char *read_stream(FILE *f, size_t *n) {
    size_t cap = 1 << 16, used = 0;
    char *p = malloc(cap);
    while (p) {
        used += fread(p + used, 1, cap - used - 1, f);
        if (used + 1 < cap)
            break;
        char *q = realloc(p, cap *= 2);
        if (!q)
            free(p);
        p = q;
    }
    if (p && ferror(f)) {
        free(p);
        return NULL;
    }
    if (p)
        p[used] = '\0';
    *n = used;
    return p;
}

char *cli_read_file(const char *path, size_t *n) {
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char *p = f ? read_stream(f, n) : NULL;
    if (!p)
        fprintf(stderr, "dragoman: %s: %s\n", path, strerror(errno));
    if (f && f != stdin)
        fclose(f);
    return p;
}

char *cli_wrap(const char *path, const char *text, size_t n, bool html, size_t *json_n, dgm_error *e) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    json_t *body = json_stringn(text, n), *root = json_object();
    json_t *id = json_stringn(name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
    char *json = NULL;
    if (!body)
        *e = (dgm_error){.code = DGM_BAD_UTF8, .what = "the bytes are not UTF-8", .hint = "convert the file, for example with iconv"};
    if (body && root && id) {
        if (strcmp(path, "-") != 0)
            json_object_set(root, "id", id);
        json_object_set(root, html ? "html" : "text", body);
        json = json_dumps(root, JSON_COMPACT);
    }
    if (!json && !e->code)
        *e = (dgm_error){.code = DGM_MEMORY};
    *json_n = json ? strlen(json) : 0;
    json_decref(body);
    json_decref(root);
    json_decref(id);
    return json;
}

char *cli_read_article(const char *path, size_t *n, dgm_error *e) {
    size_t raw_n;
    char *raw = cli_read_file(path, &raw_n);
    if (!raw) {
        *e = (dgm_error){.code = DGM_IO, .what = "the file cannot be read"};
        return NULL;
    }
    size_t first = strspn(raw, " \t\r\n");
    if (cli_ends(path, ".json") || (strcmp(path, "-") == 0 && raw[first] == '{')) {
        *n = raw_n;
        return raw;
    }
    char *json = cli_wrap(path, raw, raw_n, cli_ends(path, ".html") || cli_ends(path, ".htm"), n, e);
    free(raw);
    return json;
}
