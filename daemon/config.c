/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config_value.h"

#define RELOAD true
#define START false
const config_option config_options[] = {
#define OPTION(section, name, field, type, fallback, least, most, choices, reload, help) \
    {#section, name, fallback, choices, help, CONFIG_##type, least, most, reload, offsetof(config, field)},
#include "config.def"
};
const size_t config_option_count = sizeof config_options / sizeof config_options[0];
#undef RELOAD
#undef START

const config_section config_sections[] = {
#define SECTION(name, help) {#name, help},
#include "config.def"
};
const size_t config_section_count = sizeof config_sections / sizeof config_sections[0];

static const struct {
    const char *name, *reason;
} owned[] = {
#define OWNED(name, reason) {name, reason},
#include "config.def"
};

static const char *const secrets[] = {
#define SECRET(name) name,
#include "config.def"
};

/* What stays the same while one file is read. */
typedef struct reader {
    config *c;
    const char *path;
    int line;
    config_problem *problem;
    void *arg;
    int problems;
    int scope;           /* of [kafka], [consumer], [producer]; -1 elsewhere */
    const char *section; /* of the table; NULL before the first and in an unknown one */
    char name[64];
    unsigned char *seen; /* line of each option, to find doubles */
} reader;

__attribute__((format(printf, 2, 3))) static void complain(reader *r, const char *format, ...) {
    char text[768], line[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (r->line)
        snprintf(line, sizeof line, "%s:%d: %s", r->path, r->line, text);
    else
        snprintf(line, sizeof line, "%s: %s", r->path, text);
    r->problems++;
    r->problem(r->arg, line);
}

static char *trimmed(char *s) {
    while (isspace((unsigned char)*s))
        s++;
    size_t n = strlen(s);
    while (n && isspace((unsigned char)s[n - 1]))
        s[--n] = '\0';
    return s;
}

static void read_section(reader *r, char *s) {
    static const char *const scopes[] = {"kafka", "consumer", "producer"};
    size_t n = strlen(s);
    r->section = NULL;
    r->scope = -1;
    if (s[n - 1] != ']') {
        complain(r, "a section is [name]; the ] is missing");
        return;
    }
    s[n - 1] = '\0';
    s = trimmed(s + 1);
    for (size_t i = 0; i < config_section_count; i++)
        if (strcmp(s, config_sections[i].name) == 0)
            r->section = config_sections[i].name;
    for (int i = 0; i < 3; i++)
        if (strcmp(s, scopes[i]) == 0)
            r->scope = i;
    snprintf(r->name, sizeof r->name, "%s", s);
    if (!r->section && r->scope < 0)
        complain(r, "there is no section [%s]; see dragomand.conf(5)", s);
}

static void read_option(reader *r, const char *name, const char *value) {
    char why[256] = "";
    for (size_t i = 0; i < config_option_count; i++) {
        const config_option *o = &config_options[i];
        if (strcmp(o->section, r->section) != 0 || strcmp(o->name, name) != 0)
            continue;
        if (r->seen[i])
            complain(r, "%s stands twice in [%s]", name, r->section);
        r->seen[i] = 1;
        if (!config_set_value(r->c, o, value, why, sizeof why))
            complain(r, "%s = %s: %s", name, value, why);
        return;
    }
    complain(r, "[%s] has no option %s; see dragomand.conf(5)", r->section, name);
}

static void read_property(reader *r, const char *name, const char *value) {
    for (size_t i = 0; i < sizeof owned / sizeof owned[0]; i++)
        if (strcmp(name, owned[i].name) == 0) {
            complain(r, "%s cannot be set here: %s", name, owned[i].reason);
            return;
        }
    for (size_t i = 0; i < r->c->property_count; i++)
        if ((int)r->c->properties[i].scope == r->scope && strcmp(r->c->properties[i].name, name) == 0)
            complain(r, "%s stands twice in [%s]", name, r->name);
    static const char mark[] = "@credential";
    bool credential = strncmp(value, mark, sizeof mark - 1) == 0;
    const char *file = credential ? value + sizeof mark - 1 + strspn(value + sizeof mark - 1, " \t") : "";
    if (credential && (!*file || strchr(file, '/') || *file == '.')) {
        complain(r, "%s: @credential is followed by the name of a file in $CREDENTIALS_DIRECTORY", name);
        return;
    }
    config_property *grown = realloc(r->c->properties, (r->c->property_count + 1) * sizeof *grown);
    if (!grown) {
        complain(r, "out of memory");
        return;
    }
    r->c->properties = grown;
    config_property *p = &grown[r->c->property_count++];
    *p = (config_property){(enum config_scope)r->scope, r->line, strdup(name), credential ? NULL : strdup(value),
                           credential ? strdup(file) : NULL};
    if (!p->name || (credential ? !p->credential : !p->value))
        complain(r, "out of memory");
}

static void read_line(reader *r, char *line) {
    char *s = trimmed(line);
    if (!*s || *s == '#' || *s == ';')
        return;
    if (*s == '[') {
        read_section(r, s);
        return;
    }
    char *equals = strchr(s, '=');
    if (!equals) {
        complain(r, "a line is [section], name = value, or a comment that begins with #");
        return;
    }
    *equals = '\0';
    const char *name = trimmed(s), *value = trimmed(equals + 1);
    if (!*name)
        complain(r, "the name before = is missing");
    else if (r->scope >= 0)
        read_property(r, name, value);
    else if (r->section)
        read_option(r, name, value);
    else if (!r->name[0])
        complain(r, "%s stands before the first [section]", name);
}

static void read_file(reader *r) {
    FILE *f = fopen(r->path, "re");
    char *line = NULL;
    size_t cap = 0;
    ssize_t n = 0;
    if (!f) {
        complain(r, "cannot be read: %s", strerror(errno));
        return;
    }
    while ((n = getline(&line, &cap, f)) >= 0) {
        r->line++;
        if (strlen(line) != (size_t)n)
            complain(r, "the line holds a NUL byte");
        else
            read_line(r, line);
    }
    if (ferror(f))
        complain(r, "cannot be read: %s", strerror(errno));
    free(line);
    fclose(f);
}

/* Who we are among the processes of the group, over all hosts and the same after a restart. The template unit names its
 * instance in the environment, so that all of them can share a file. */
static void name_instance(reader *r) {
    char host[256] = "", name[512];
    const char *instance = getenv("DRAGOMAN_INSTANCE");
    if (*r->c->instance)
        return;
    if (gethostname(host, sizeof host - 1) != 0 || !*host)
        snprintf(host, sizeof host, "localhost");
    snprintf(name, sizeof name, "%s%s%s", host, instance && *instance ? "-" : "", instance ? instance : "");
    free(r->c->instance);
    if (!(r->c->instance = strdup(name)))
        complain(r, "out of memory");
}

/* What no single option can see. */
static void check_whole(reader *r) {
    r->line = 0;
    const char *out[] = {r->c->events, r->c->extractions, r->c->review, r->c->dead_letters};
    for (size_t i = 0; i < r->c->topics.n; i++)
        for (size_t j = 0; j < sizeof out / sizeof out[0]; j++)
            if (strcmp(r->c->topics.words[i], out[j]) == 0)
                complain(r, "the topic %s is read and written: records would be read as articles", out[j]);
}

int config_read(const char *path, config *c, config_problem *problem, void *arg) {
    char why[256];
    *c = (config){0};
    reader r = {.c = c, .path = path ? path : "defaults", .problem = problem, .arg = arg, .scope = -1};
    r.seen = calloc(1, config_option_count);
    c->path = path ? strdup(path) : NULL;
    if (!r.seen || (path && !c->path)) {
        complain(&r, "out of memory");
    } else {
        for (size_t i = 0; i < config_option_count; i++)
            if (!config_set_value(c, &config_options[i], config_options[i].fallback, why, sizeof why))
                complain(&r, "default of %s: %s", config_options[i].name, why);
        if (path)
            read_file(&r);
        if (r.problems == 0)
            name_instance(&r);
        if (r.problems == 0)
            check_whole(&r);
    }
    free(r.seen);
    return r.problems;
}

void config_free(config *c) {
    for (size_t i = 0; i < config_option_count; i++)
        config_clear_value(c, &config_options[i]);
    for (size_t i = 0; i < c->property_count; i++) {
        config_property *p = &c->properties[i];
        if (p->value)
            explicit_bzero(p->value, strlen(p->value));
        free(p->name);
        free(p->value);
        free(p->credential);
    }
    free(c->properties);
    free(c->path);
    *c = (config){0};
}

const char *config_shown(const config_property *p, char *buffer, size_t cap) {
    for (size_t i = 0; p->value && i < sizeof secrets / sizeof secrets[0]; i++)
        if (strcmp(p->name, secrets[i]) == 0)
            return "(hidden)";
    if (p->value)
        return p->value;
    snprintf(buffer, cap, "@credential %s", p->credential);
    return buffer;
}

const char *config_secret(const config *c, const config_property *p, char *buffer, size_t cap, config_problem *problem,
                          void *arg) {
    reader r = {.path = c->path ? c->path : "defaults", .line = p->line, .problem = problem, .arg = arg};
    char path[4096];
    if (p->value)
        return p->value;
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    if (!folder) {
        complain(&r,
                 "%s: the credential %s is given by systemd (LoadCredential=) and $CREDENTIALS_DIRECTORY is not set",
                 p->name, p->credential);
        return NULL;
    }
    snprintf(path, sizeof path, "%s/%s", folder, p->credential);
    FILE *f = fopen(path, "re");
    size_t n = 0;
    if (f) {
        setvbuf(f, NULL, _IONBF, 0); /* no copy of the secret in a buffer of the library's */
        n = fread(buffer, 1, cap, f);
        fclose(f);
    }
    if (!f || n == cap) {
        complain(&r, "%s: the credential %s: %s", p->name, p->credential, f ? "it is too long" : strerror(errno));
        return NULL;
    }
    while (n && (buffer[n - 1] == '\n' || buffer[n - 1] == '\r'))
        n--;
    buffer[n] = '\0';
    return buffer;
}

static void no_problem(void *arg, const char *line) {
    (void)arg;
    (void)line;
}

uint64_t config_secrets_mark(const config *c) {
    char buffer[8192];
    uint64_t mark = 0;
    for (size_t i = 0; i < c->property_count; i++) {
        const config_property *p = &c->properties[i];
        const char *value = p->credential ? config_secret(c, p, buffer, sizeof buffer, no_problem, NULL) : NULL;
        if (!p->credential)
            continue;
        mark = mark ? mark : 14695981039346656037u; /* FNV-1a */
        for (const char *at = value ? value : ""; *at; at++)
            mark = (mark ^ (unsigned char)*at) * 1099511628211u;
        mark = (mark ^ 0x100) * 1099511628211u;
    }
    explicit_bzero(buffer, sizeof buffer);
    return mark;
}

static bool same_properties(const config *a, const config *b) {
    bool same = a->property_count == b->property_count;
    for (size_t i = 0; same && i < a->property_count; i++) {
        const config_property *x = &a->properties[i], *y = &b->properties[i];
        same = x->scope == y->scope && strcmp(x->name, y->name) == 0 && !x->value == !y->value &&
               strcmp(x->value ? x->value : x->credential, y->value ? y->value : y->credential) == 0;
    }
    return same;
}

int config_reload(config *c, config *fresh, config_problem *problem, void *arg) {
    reader r = {.path = c->path ? c->path : "defaults", .problem = problem, .arg = arg};
    for (size_t i = 0; i < config_option_count; i++) {
        const config_option *o = &config_options[i];
        if (o->reload)
            config_swap_value(c, fresh, o);
        else if (!config_same_value(c, fresh, o))
            complain(&r, "[%s] %s has changed and takes effect after a restart", o->section, o->name);
    }
    if (!same_properties(c, fresh))
        complain(&r, "[kafka], [consumer] or [producer] has changed and takes effect after a restart");
    return r.problems;
}
