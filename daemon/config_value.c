/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "config_value.h"

typedef struct unit {
    const char *name;
    double factor;
} unit;

static const unit byte_units[] = {{"", 1}, {"K", 1024}, {"M", 1048576}, {"G", 1073741824}, {NULL, 0}};
static const unit time_units[] = {{"ms", 1}, {"s", 1000}, {"min", 60000}, {"h", 3600000}, {NULL, 0}};
static const unit no_units[] = {{"", 1}, {NULL, 0}};

static void *field(config *c, const config_option *o) { return (char *)c + o->offset; }
static const void *field_of(const config *c, const config_option *o) { return (const char *)c + o->offset; }

static const unit *units_of(enum config_type type) {
    return type == CONFIG_BYTES ? byte_units : type == CONFIG_TIME ? time_units : no_units;
}

static bool number(const config_option *o, const char *text, double *out, char *why, size_t cap) {
    char *end = NULL;
    errno = 0;
    double value = strtod(text, &end);
    const unit *u = units_of(o->type);
    bool plain = strspn(text, "0123456789.-") == (size_t)(end - text); /* no hexadecimal, no infinity */
    while (isspace((unsigned char)*end))
        end++;
    while (u->name && strcmp(u->name, end) != 0)
        u++;
    if (end == text || errno || !plain || !u->name) {
        const char *example = o->type == CONFIG_BYTES  ? "a number of bytes such as 2M"
                              : o->type == CONFIG_TIME ? "a time with its unit such as 500ms, 10s, 5min"
                                                       : "a number";
        snprintf(why, cap, "%s is expected", example);
        return false;
    }
    value *= u->factor;
    if (value < o->least || value > o->most) {
        const char *name = o->type == CONFIG_TIME ? " ms" : o->type == CONFIG_BYTES ? " bytes" : "";
        snprintf(why, cap, "it must be from %.15g to %.15g%s", o->least, o->most, name);
        return false;
    }
    if (o->type != CONFIG_REAL && value != (double)(int64_t)value) {
        snprintf(why, cap, "a whole number is expected");
        return false;
    }
    *out = value;
    return true;
}

/* The index of a word among "a|b|c", or -1. */
static int choice(const char *choices, const char *word) {
    size_t n = strlen(word);
    int index = 0;
    for (const char *p = choices;; index++) {
        size_t m = strcspn(p, "|");
        if (m == n && memcmp(p, word, n) == 0)
            return index;
        if (!p[m])
            return -1;
        p += m + 1;
    }
}

static bool set_list(config_list *list, const char *text) {
    static const char *const space = " \t,";
    for (const char *p = text + strspn(text, space); *p; p += strspn(p, space)) {
        size_t n = strcspn(p, space);
        char **words = realloc(list->words, (list->n + 1) * sizeof *words);
        if (!words)
            return false;
        list->words = words;
        if (!(words[list->n] = strndup(p, n)))
            return false;
        list->n++;
        p += n;
    }
    return true;
}

void config_clear_value(config *c, const config_option *o) {
    if (o->type == CONFIG_TEXT) {
        char **text = field(c, o);
        free(*text);
        *text = NULL;
    } else if (o->type == CONFIG_LIST) {
        config_list *list = field(c, o);
        for (size_t i = 0; i < list->n; i++)
            free(list->words[i]);
        free(list->words);
        *list = (config_list){0};
    }
}

static bool set_text(config *c, const config_option *o, const char *text, char *why, size_t cap) {
    config_clear_value(c, o);
    bool made = false;
    if (o->type == CONFIG_LIST) {
        made = set_list(field(c, o), text);
    } else {
        char **out = field(c, o);
        made = (*out = strdup(text)) != NULL;
    }
    if (!made)
        snprintf(why, cap, "out of memory");
    else if (o->least > 0 && strspn(text, " \t,") == strlen(text))
        snprintf(why, cap, "it must not be empty");
    else
        return true;
    return false;
}

static bool set_word(config *c, const config_option *o, const char *text, char *why, size_t cap) {
    bool is_switch = o->type == CONFIG_SWITCH;
    int found = choice(is_switch ? "no|yes|false|true|off|on" : o->choices, text);
    if (found < 0) {
        snprintf(why, cap, "one of %s is expected", is_switch ? "yes|no" : o->choices);
        return false;
    }
    if (is_switch)
        *(bool *)field(c, o) = found % 2 == 1;
    else
        *(int *)field(c, o) = found;
    return true;
}

bool config_set_value(config *c, const config_option *o, const char *text, char *why, size_t cap) {
    double value = 0;
    switch (o->type) {
    case CONFIG_TEXT:
    case CONFIG_LIST:
        return set_text(c, o, text, why, cap);
    case CONFIG_SWITCH:
    case CONFIG_CHOICE:
        return set_word(c, o, text, why, cap);
    case CONFIG_REAL:
        if (!number(o, text, &value, why, cap))
            return false;
        *(double *)field(c, o) = value;
        return true;
    default:
        if (!number(o, text, &value, why, cap))
            return false;
        *(int64_t *)field(c, o) = (int64_t)value;
        return true;
    }
}

bool config_same_value(const config *a, const config *b, const config_option *o) {
    const void *x = field_of(a, o), *y = field_of(b, o);
    switch (o->type) {
    case CONFIG_TEXT:
        return strcmp(*(char *const *)x, *(char *const *)y) == 0;
    case CONFIG_LIST: {
        const config_list *l = x, *m = y;
        bool same = l->n == m->n;
        for (size_t i = 0; same && i < l->n; i++)
            same = strcmp(l->words[i], m->words[i]) == 0;
        return same;
    }
    case CONFIG_REAL:
        return *(const double *)x == *(const double *)y;
    case CONFIG_SWITCH:
        return *(const bool *)x == *(const bool *)y;
    case CONFIG_CHOICE:
        return *(const int *)x == *(const int *)y;
    default:
        return *(const int64_t *)x == *(const int64_t *)y;
    }
}

static size_t size_of(enum config_type type) {
    switch (type) {
    case CONFIG_TEXT:
        return sizeof(char *);
    case CONFIG_LIST:
        return sizeof(config_list);
    case CONFIG_REAL:
        return sizeof(double);
    case CONFIG_SWITCH:
        return sizeof(bool);
    case CONFIG_CHOICE:
        return sizeof(int);
    default:
        return sizeof(int64_t);
    }
}

void config_swap_value(config *a, config *b, const config_option *o) {
    char buffer[sizeof(config_list)];
    size_t n = size_of(o->type);
    memcpy(buffer, field(a, o), n);
    memcpy(field(a, o), field(b, o), n);
    memcpy(field(b, o), buffer, n);
}

static void write_scaled(double value, const unit *u, FILE *out) {
    const unit *best = u;
    for (; u->name; u++)
        if (value >= u->factor && value / u->factor == (double)(int64_t)(value / u->factor))
            best = u;
    fprintf(out, "%.15g%s", value / best->factor, best->name);
}

void config_write_value(const config *c, const config_option *o, FILE *out) {
    const void *x = field_of(c, o);
    switch (o->type) {
    case CONFIG_TEXT:
        fputs(*(char *const *)x, out);
        break;
    case CONFIG_LIST: {
        const config_list *list = x;
        for (size_t i = 0; i < list->n; i++)
            fprintf(out, "%s%s", i ? " " : "", list->words[i]);
        break;
    }
    case CONFIG_REAL:
        fprintf(out, "%.15g", *(const double *)x);
        break;
    case CONFIG_SWITCH:
        fputs(*(const bool *)x ? "yes" : "no", out);
        break;
    case CONFIG_CHOICE: {
        const char *p = o->choices;
        for (int i = *(const int *)x; i > 0; i--)
            p += strcspn(p, "|") + 1;
        fprintf(out, "%.*s", (int)strcspn(p, "|"), p);
        break;
    }
    default:
        write_scaled((double)*(const int64_t *)x, units_of(o->type), out);
    }
}
