/* SPDX-License-Identifier: Apache-2.0 */
/* Is it JSON (RFC 8259), and how many bytes do its strings hold? jansson 2.14 reports a string that found no memory as a syntax
 * error, or leaves out a byte of it and succeeds: neither must happen to an article because the machine was short of memory.
 * Needs none itself. */
#include <string.h>

#include "article/fields.h"

typedef struct cursor {
    const char *p, *end;
    char open[JSON_PARSER_MAX_DEPTH]; /* the brackets around */
    unsigned depth;
    uint64_t decoded; /* bytes of all strings so far, names of fields among them */
} cursor;

static bool at(const cursor *c, char x) { return c->p < c->end && *c->p == x; }
static bool digit(const cursor *c) { return c->p < c->end && *c->p >= '0' && *c->p <= '9'; }

static void skip_space(cursor *c) {
    while (c->p < c->end && strchr(" \t\n\r", *c->p) && *c->p)
        c->p++;
}

/* \uXXXX: each half of a pair stands for two of the four bytes. */
static bool hex4(cursor *c) {
    static const char hex[] = "0123456789abcdef0123456789ABCDEF";
    uint32_t x = 0;
    for (int i = 0; i < 4; i++, c->p++) {
        const char *digit_at = c->p < c->end && *c->p ? strchr(hex, *c->p) : NULL;
        if (!digit_at)
            return false;
        x = x * 16 + (uint32_t)(digit_at - hex) % 16;
    }
    bool half = x >= 0xD800 && x < 0xE000;
    c->decoded += x < 0x80 ? 1 : x < 0x800 || half ? 2 : 3;
    return true;
}

static bool string(cursor *c) {
    if (!at(c, '"'))
        return false;
    for (c->p++; c->p < c->end && *c->p != '"';) {
        unsigned char x = (unsigned char)*c->p++;
        if (x < 0x20)
            return false;
        if (x != '\\') {
            c->decoded++;
            continue;
        }
        if (c->p >= c->end || !*c->p || !strchr("\"\\/bfnrtu", *c->p))
            return false;
        if (*c->p++ != 'u')
            c->decoded++;
        else if (!hex4(c))
            return false;
    }
    return c->p++ < c->end;
}

static bool digits(cursor *c) {
    if (!digit(c))
        return false;
    while (digit(c))
        c->p++;
    return true;
}

static bool number(cursor *c) {
    c->p += at(c, '-');
    if (at(c, '0'))
        c->p++;
    else if (!digits(c))
        return false;
    if (at(c, '.') && (c->p++, !digits(c)))
        return false;
    if (!at(c, 'e') && !at(c, 'E'))
        return true;
    c->p++;
    c->p += at(c, '+') || at(c, '-');
    return digits(c);
}

static bool word(cursor *c, const char *w) {
    size_t n = strlen(w);
    if ((size_t)(c->end - c->p) < n || memcmp(c->p, w, n) != 0)
        return false;
    c->p += n;
    return true;
}

static bool key(cursor *c) {
    skip_space(c);
    if (!string(c))
        return false;
    skip_space(c);
    return at(c, ':') && c->p++;
}

/* A value, or the beginning of an object or list: `*more` then says that another value has to follow. */
static bool begin_value(cursor *c, bool *more) {
    skip_space(c);
    *more = false;
    if (at(c, '{') || at(c, '[')) {
        if (c->depth == JSON_PARSER_MAX_DEPTH)
            return false;
        char open = *c->p++, close = open == '{' ? '}' : ']';
        c->open[c->depth++] = open;
        skip_space(c);
        *more = !at(c, close);
        return !*more || open == '[' || key(c);
    }
    if (at(c, '"'))
        return string(c);
    if (at(c, '-') || digit(c))
        return number(c);
    return word(c, "true") || word(c, "false") || word(c, "null");
}

/* Closing brackets, up to a comma: `*more` as above. False: neither. */
static bool end_value(cursor *c, bool *more) {
    for (*more = false; c->depth > 0;) {
        bool object = c->open[c->depth - 1] == '{';
        skip_space(c);
        if (at(c, ',')) {
            c->p++;
            *more = true;
            return !object || key(c);
        }
        if (!at(c, object ? '}' : ']'))
            return false;
        c->p++;
        c->depth--;
    }
    return true;
}

bool dgm_json_is_valid(dgm_str json, uint64_t *decoded) {
    cursor c = {.p = json.p, .end = json.p + json.n};
    for (bool more = true; more;)
        if (!begin_value(&c, &more) || (!more && !end_value(&c, &more)))
            return false;
    skip_space(&c);
    *decoded = c.decoded;
    return c.p == c.end;
}

uint64_t dgm_json_decoded(json_t *root) {
    struct {
        json_t *value;
        void *member; /* of an object: where the walk is */
        size_t item;  /* of a list */
    } open[JSON_PARSER_MAX_DEPTH + 1];
    size_t depth = 0;
    uint64_t n = 0;
    for (json_t *value = root; value;) {
        if (json_is_string(value))
            n += json_string_length(value);
        else if (json_is_object(value) || json_is_array(value)) {
            open[depth].value = value;
            open[depth].member = json_object_iter(value);
            open[depth++].item = 0;
        }
        for (value = NULL; depth > 0 && !value;) {
            json_t *around = open[depth - 1].value;
            void *member = open[depth - 1].member;
            if (member) {
                n += strlen(json_object_iter_key(member));
                value = json_object_iter_value(member);
                open[depth - 1].member = json_object_iter_next(around, member);
            } else if (!(value = json_array_get(around, open[depth - 1].item++))) {
                depth--;
            }
        }
    }
    return n;
}
