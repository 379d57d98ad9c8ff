/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DEPTH_MAX 8 /* of folders in folders; ends a link that leads up */

static int fail_io(dgm_error *error, const char *path, const char *what) {
    int code = errno == ENOENT ? DGM_NOT_FOUND : errno == ENOMEM ? DGM_MEMORY : DGM_IO;
    char text[128];
    const char *why = strerror_r(errno, text, sizeof text) == 0 ? text : "unknown error";
    return dgm_fail_at(error, code, path, NULL, "%s: %s", what, why);
}

/* "a/b"; without a bar where one of them is empty. */
static char *join(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b);
    char *p = malloc(n + m + 2);
    if (!p)
        return NULL;
    memcpy(p, a, n);
    if (n && m)
        p[n++] = '/';
    memcpy(p + n, b, m + 1);
    return p;
}

static int read_file(const char *path, char **out, size_t *n, dgm_error *error) {
    FILE *f = fopen(path, "rb");
    struct stat st;
    int code = DGM_OK;
    char *p = NULL;
    if (!f)
        return fail_io(error, path, "cannot open the file");
    if (fstat(fileno(f), &st) != 0) {
        code = fail_io(error, path, "cannot read the file");
        goto cleanup;
    }
    *n = (size_t)st.st_size;
    p = malloc(*n + 1);
    if (!p) {
        code = dgm_fail_memory(error);
    } else if (fread(p, 1, *n, f) != *n) {
        errno = EIO;
        code = fail_io(error, path, "cannot read the file");
    }
cleanup:
    fclose(f);
    if (code) {
        free(p);
        p = NULL;
    }
    *out = p;
    return code;
}

static int add_file(dgm_sources *sources, const char *path, const char *name, size_t name_n, int is_blob,
                    dgm_error *error) {
    char *copy = NULL, *bytes = NULL;
    size_t n = 0;
    if (sources->count == sources->cap) {
        size_t cap = sources->cap ? sources->cap * 2 : 32;
        dgm_source *items = realloc(sources->items, cap * sizeof *items);
        if (!items)
            return dgm_fail_memory(error);
        sources->items = items;
        sources->cap = cap;
    }
    int code = read_file(path, &bytes, &n, error);
    if (code)
        return code;
    copy = malloc(name_n + 1);
    if (!copy) {
        free(bytes);
        return dgm_fail_memory(error);
    }
    memcpy(copy, name, name_n);
    copy[name_n] = '\0';
    sources->items[sources->count++] = (dgm_source){copy, bytes, n, is_blob};
    return DGM_OK; // cppcheck-suppress memleak ; the item owns them
}

static bool ends(const char *name, const char *suffix) {
    size_t n = strlen(name), m = strlen(suffix);
    return n > m && !strcmp(name + n - m, suffix);
}

typedef struct walk {
    dgm_sources *sources;
    const char *dir, *suffix;
    int is_blob;
    dgm_error *error;
} walk;

static int visit_folder(const walk *w, const char *relative, int depth);

static int visit(const walk *w, const char *relative, int depth) {
    struct stat st;
    char *path = join(w->dir, relative);
    int code = DGM_OK;
    if (!path)
        return dgm_fail_memory(w->error);
    if (stat(path, &st) != 0)
        code = fail_io(w->error, path, "cannot look at the file");
    else if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
        code = visit_folder(w, relative, depth + 1);
    else if (S_ISREG(st.st_mode) && ends(relative, w->suffix))
        code = add_file(w->sources, path, relative, strlen(relative) - (w->is_blob ? strlen(w->suffix) : 0), w->is_blob,
                        w->error);
    free(path);
    return code;
}

static int visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

/* strcmp, whatever the locale: the order of files is the order of rows, and the same on every machine. */
static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static int visit_folder(const walk *w, const char *relative, int depth) {
    struct dirent **entries = NULL;
    int code = DGM_OK;
    char *path = join(w->dir, relative);
    if (!path)
        return dgm_fail_memory(w->error);
    int n = scandir(path, &entries, visible, by_name);
    if (n < 0)
        code = fail_io(w->error, path, "cannot read the folder");
    for (int i = 0; i < n; i++) {
        char *child = code ? NULL : join(relative, entries[i]->d_name);
        if (!code)
            code = child ? visit(w, child, depth) : dgm_fail_memory(w->error);
        free(child);
        free(entries[i]);
    }
    free(entries);
    free(path);
    return code;
}

int dgm_sources_add(dgm_sources *sources, const char *dir, const char *suffix, int is_blob, dgm_error *error) {
    walk w = {sources, dir, suffix, is_blob, error};
    return visit_folder(&w, "", 0);
}

void dgm_sources_done(dgm_sources *sources) {
    for (size_t i = 0; i < sources->count; i++) {
        free((void *)(uintptr_t)sources->items[i].name);
        free((void *)(uintptr_t)sources->items[i].p);
    }
    free(sources->items);
    *sources = (dgm_sources){0};
}
