/* SPDX-License-Identifier: Apache-2.0 */
#include "input.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "charset.h"

static bool grow(line *l) {
    size_t cap = l->cap ? l->cap * 2 : 1 << 16;
    char *p = realloc(l->p, cap);
    if (!p)
        return false;
    l->p = p;
    l->cap = cap;
    return true;
}

bool input_line(FILE *f, line *l) {
    int c;
    l->n = 0;
    while ((c = getc_unlocked(f)) != EOF && c != '\n') {
        if (l->n <= INPUT_MAX && l->n >= l->cap && !grow(l))
            return false;
        if (l->n <= INPUT_MAX)
            l->p[l->n] = (char)c;
        l->n++;
    }
    if (l->n <= INPUT_MAX && l->n > 0 && l->p[l->n - 1] == '\r')
        l->n--;
    return c == '\n' || (l->n > 0 && !ferror(f));
}

void input_line_done(line *l) { free(l->p); }

static char *read_all(FILE *f, size_t *n) {
    line all = {0};
    do {
        if (all.cap < all.n + 2 && !grow(&all)) {
            free(all.p);
            return NULL;
        }
        all.n += fread(all.p + all.n, 1, all.cap - all.n - 1, f);
    } while (!feof(f) && !ferror(f));
    if (ferror(f)) {
        free(all.p);
        return NULL;
    }
    all.p[all.n] = '\0';
    *n = all.n;
    return all.p;
}

char *input_file(const char *path, size_t *n) {
    if (strcmp(path, "-") == 0)
        return read_all(stdin, n);
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    char *p = read_all(f, n);
    int why = errno;
    fclose(f);
    errno = why;
    return p;
}

input_kind input_kind_of(const char *path) {
    static const struct {
        const char *end;
        input_kind kind;
    } kinds[] = {{".json", INPUT_JSON}, {".jsonl", INPUT_LINES}, {".ndjson", INPUT_LINES},
                 {".txt", INPUT_TEXT},  {".html", INPUT_HTML},   {".htm", INPUT_HTML}};
    size_t n = strlen(path);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t m = strlen(kinds[i].end);
        if (n > m && strcmp(path + n - m, kinds[i].end) == 0)
            return kinds[i].kind;
    }
    return INPUT_OTHER;
}

char *input_wrap(const char *id, size_t id_n, const char *text, size_t n, bool html, size_t *json_n, dgm_error *e) {
    json_t *body = json_stringn(text, n), *root = json_object();
    char *json = NULL;
    bool ok = body && root && json_object_set(root, html ? "html" : "text", body) == 0;
    if (ok && id)
        ok = json_object_set_new(root, "id", json_stringn_nocheck(id, id_n)) == 0;
    if (ok)
        json = json_dumps(root, JSON_COMPACT);
    if (!body)
        *e = (dgm_error){.code = DGM_BAD_UTF8,
                         .what = "the bytes are not UTF-8",
                         .hint = "convert the file, with iconv for example"};
    else if (!json)
        *e = (dgm_error){.code = DGM_MEMORY};
    *json_n = json ? strlen(json) : 0;
    json_decref(body);
    json_decref(root);
    return json;
}

/* id: the file's name without folders and ending. A name that is not UTF-8 gives none: the id then comes from the text. */
static char *wrap_file(const char *path, const char *text, size_t n, bool html, size_t *json_n, dgm_error *e) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    size_t name_n = dot && dot > name ? (size_t)(dot - name) : strlen(name);
    json_t *good = json_stringn(name, name_n);
    json_decref(good);
    return input_wrap(good && strcmp(path, "-") != 0 ? name : NULL, name_n, text, n, html, json_n, e);
}

/* Editors of one system put a byte order mark in front. */
static size_t mark(const char *p, size_t n) { return n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; }

static bool several_lines(const char *p) {
    const char *end = strchr(p, '\n');
    return end && end[strspn(end, " \t\r\n")];
}

char *input_article(const char *path, size_t *n, dgm_error *e) {
    size_t raw_n;
    char *raw = input_file(path, &raw_n);
    if (!raw) {
        *e = (dgm_error){.code = DGM_IO};
        return NULL;
    }
    size_t skip = mark(raw, raw_n), first = skip + strspn(raw + skip, " \t\r\n");
    input_kind kind = input_kind_of(path);
    if (kind == INPUT_LINES && several_lines(raw + first)) {
        *e = (dgm_error){.code = DGM_BAD_ARGUMENT,
                         .what = "holds several articles, and this command reads one",
                         .hint = "take one line of it, or read all with dragoman extract"};
        free(raw);
        return NULL;
    }
    if (kind == INPUT_JSON || kind == INPUT_LINES || (kind == INPUT_OTHER && raw[first] == '{')) {
        memmove(raw, raw + skip, raw_n - skip + 1);
        *n = raw_n - skip;
        return raw;
    }
    char *page = kind == INPUT_HTML ? charset_to_utf8(raw, raw_n, &raw_n) : NULL, *json = NULL;
    if (kind == INPUT_HTML && !page)
        *e = (dgm_error){.code = DGM_MEMORY};
    else if (page)
        json = wrap_file(path, page, raw_n, true, n, e);
    else
        json = wrap_file(path, raw + skip, raw_n - skip, false, n, e);
    free(page);
    free(raw);
    return json;
}
