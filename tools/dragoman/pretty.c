/* SPDX-License-Identifier: Apache-2.0 */
/* Extractions for a person: a header for the article, a block for each event; or a table, a line an event. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "render.h"

static const char *str(json_t *o, const char *key) {
    const char *s = json_string_value(json_object_get(o, key));
    return s ? s : "";
}

static const char * or (const char *s, const char *otherwise) { return s[0] ? s : otherwise; }

/* Bytes of the character at p, and whether a terminal may see it: an article can hold escape sequences. */
static size_t next(const char *p, bool *shown) {
    unsigned char c = (unsigned char)*p;
    size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    *shown = c >= 0x20 && c != 0x7f && !(c == 0xc2 && (unsigned char)p[1] < 0xa0);
    return n;
}

static int put(FILE *out, const char *s, size_t n) {
    int width = 0;
    bool shown;
    for (size_t i = 0, step; i < n; i += step) {
        step = next(s + i, &shown);
        if (shown)
            fwrite(s + i, 1, step, out);
        else
            fputc('?', out);
        width++;
    }
    return width;
}

static int width_of(const char *s, size_t n) {
    int width = 0;
    for (size_t i = 0; i < n; i++)
        width += ((unsigned char)s[i] & 0xc0) != 0x80;
    return width;
}

/* ---- words that wrap ------------------------------------------------------------------------------------------------ */

typedef struct paragraph {
    FILE *out;
    int indent, width, column; /* column 0: nothing stands on the line */
} paragraph;

/* A part of a text that is to be seen, and what goes around it; a part of several words is marked in each line. */
typedef struct mark {
    size_t from, to;
    const char *on, *off;
    int width; /* columns that `on` and `off` take */
} mark;

static void start_word(paragraph *p, int wide, bool space) {
    if (p->column > p->indent && space && p->column + 1 + wide > p->width) {
        fputc('\n', p->out);
        p->column = 0;
    }
    if (p->column == 0)
        p->column = fprintf(p->out, "%*s", p->indent, "");
    else if (space && p->column > p->indent)
        p->column += fprintf(p->out, " ");
}

/* The word s[i … end), with the mark where it begins, ends, or goes on. */
static void put_word(paragraph *p, const char *s, size_t i, size_t end, const mark *m) {
    size_t from = m->from > i ? m->from : i, to = m->to < end ? m->to : end;
    if (from >= to) {
        p->column += put(p->out, s + i, end - i);
        return;
    }
    bool visible = m->width > 0; /* signs stand once; colour is put on and off in every word */
    p->column += put(p->out, s + i, from - i);
    fputs(!visible || from == m->from ? m->on : "", p->out);
    p->column += put(p->out, s + from, to - from);
    fputs(!visible || to == m->to ? m->off : "", p->out);
    p->column += put(p->out, s + to, end - to) + m->width;
}

/* White space in `s` may become a line break. */
static void add_words(paragraph *p, const char *s, size_t n, const mark *m) {
    for (size_t i = 0; i < n;) {
        size_t space = strspn(s + i, " \t\r\n");
        i += space;
        size_t word = i < n ? strcspn(s + i, " \t\r\n") : 0;
        size_t end = i + word < n ? i + word : n;
        if (i >= end)
            break;
        start_word(p, width_of(s + i, end - i) + m->width, space > 0);
        put_word(p, s, i, end, m);
        i = end;
    }
}

static const mark unmarked = {.on = "", .off = ""};

static void end_paragraph(paragraph *p) {
    if (p->column)
        fputc('\n', p->out);
    p->column = 0;
}

static size_t byte_of(const char *s, json_int_t code_points) {
    size_t i = 0;
    while (s[i] && code_points > 0) {
        i++;
        while (((unsigned char)s[i] & 0xc0) == 0x80)
            i++;
        code_points--;
    }
    return i;
}

static json_int_t start_of(json_t *span) { return json_integer_value(json_object_get(span, "start")); }

/* The sentence, its trigger in colour or between « ». */
static void print_sentence(FILE *out, const cli *c, json_t *event) {
    json_t *sentence = json_object_get(event, "sentence"), *trigger = json_object_get(event, "trigger");
    const char *s = str(sentence, "text");
    json_int_t from = start_of(trigger) - start_of(sentence);
    mark m = c->colour ? (mark){.on = "\033[1;4m", .off = "\033[0m"} : (mark){.on = "«", .off = "»", .width = 2};
    if (from >= 0) {
        m.from = byte_of(s, from);
        m.to = m.from + strlen(str(trigger, "text"));
    }
    paragraph p = {.out = out, .indent = 6, .width = c->width};
    add_words(&p, s, strlen(s), &m);
    end_paragraph(&p);
}

/* ---- an event --------------------------------------------------------------------------------------------------------- */

/* "Kaja Kallas (EU: IGO GOV), John Healey (GBR: GOV)" into a stream. */
static void print_people(FILE *out, json_t *list) {
    size_t i, k;
    json_t *who, *sector;
    if (json_array_size(list) == 0)
        fputs("nobody named", out);
    json_array_foreach(list, i, who) {
        json_t *sectors = json_object_get(who, "sectors");
        fprintf(out, "%s%s (%s%s", i ? ", " : "", str(who, "name"), or (str(who, "code"), "?"),
                json_array_size(sectors) ? ":" : "");
        json_array_foreach(sectors, k, sector) fprintf(out, " %s", json_string_value(sector));
        fputc(')', out);
    }
}

static bool print_participants(FILE *out, const cli *c, json_t *event) {
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);
    if (!f)
        return false;
    json_t *actors = json_object_get(event, "actors"), *recipients = json_object_get(event, "recipients");
    print_people(f, actors);
    if (json_array_size(recipients) && json_equal(actors, recipients)) {
        fputs(" (mutual)", f);
    } else if (json_array_size(recipients)) {
        fputs(" → ", f);
        print_people(f, recipients);
    }
    bool ok = fclose(f) == 0;
    paragraph p = {.out = out, .indent = 4, .width = c->width};
    if (ok)
        add_words(&p, text, n, &unmarked);
    end_paragraph(&p);
    free(text);
    return ok;
}

static void print_date(FILE *out, json_t *date) {
    const char *from = str(date, "start"), *to = str(date, "end");
    if (!from[0])
        fputs("no date", out);
    else if (strcmp(from, to) == 0)
        fputs(from, out);
    else
        fprintf(out, "%s … %s", from, to);
}

static void print_place(FILE *out, json_t *place) {
    if (!str(place, "name")[0])
        return;
    fputs("  in ", out);
    put(out, str(place, "name"), strlen(str(place, "name")));
    if (str(place, "country")[0])
        fprintf(out, " (%s)", str(place, "country"));
}

static void print_numbers(FILE *out, json_t *magnitude) {
    const char *key, *before = "    ";
    json_t *value;
    json_object_foreach(magnitude, key, value) {
        if (json_is_integer(value))
            fprintf(out, "%s%" JSON_INTEGER_FORMAT " %s", before, json_integer_value(value), key);
        else if (json_is_object(value))
            fprintf(out, "%s%.2f %s", before, json_number_value(json_object_get(value, "value")),
                    str(value, "currency"));
        else
            continue;
        before = ", ";
    }
    if (before[0] == ',')
        fputc('\n', out);
}

static bool print_event(FILE *out, const cli *c, json_t *event) {
    const char *bold = c->colour ? "\033[1m" : "", *plain = c->colour ? "\033[0m" : "", *status = str(event, "status");
    json_t *modes = json_object_get(event, "modes"), *mode, *said = json_object_get(event, "attribution");
    size_t i;
    fprintf(out, "\n  %s%s%s", bold, str(event, "type"), plain);
    json_array_foreach(modes, i, mode) fprintf(out, "%s%s", i ? ", " : "/", json_string_value(mode));
    fputs("  ", out);
    print_date(out, json_object_get(event, "date"));
    print_place(out, json_object_get(event, "place"));
    fprintf(out, "  %s%s%s", strcmp(status, "happened") ? bold : "", status, strcmp(status, "happened") ? plain : "");
    fprintf(out, "  %.2f\n", json_number_value(json_object_get(event, "confidence")));
    bool ok = print_participants(out, c, event);
    print_numbers(out, json_object_get(event, "magnitude"));
    if (json_is_object(said)) {
        const char *name = or (str(said, "name"), "somebody");
        fputs("    says ", out);
        put(out, name, strlen(name));
        fputc('\n', out);
    }
    print_sentence(out, c, event);
    return ok;
}

/* ---- an article --------------------------------------------------------------------------------------------------------- */

static void print_header(FILE *out, const cli *c, json_t *article, size_t events) {
    const char *bold = c->colour ? "\033[1m" : "", *plain = c->colour ? "\033[0m" : "";
    const char *headline = or (str(json_object_get(article, "headline"), "text"), "(no headline)");
    const char *parts[] = { or (str(article, "published"), "no date"), str(article, "source"), str(article, "agency"),
                            str(article, "language"), str(article, "id")};
    paragraph p = {.out = out, .width = c->width};
    json_t *warning;
    size_t i;
    mark all = {.to = strlen(headline), .on = bold, .off = plain};
    add_words(&p, headline, strlen(headline), &all);
    end_paragraph(&p);
    for (i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i][0]) {
            fputs(i ? " · " : "", out);
            put(out, parts[i], strlen(parts[i]));
        }
    fprintf(out, " · %zu event%s\n", events, events == 1 ? "" : "s");
    json_array_foreach(json_object_get(article, "warnings"), i, warning) {
        fputs("warning: ", out);
        put(out, json_string_value(warning), json_string_length(warning));
        fputc('\n', out);
    }
}

bool render_pretty(FILE *out, const cli *c, dgm_text extraction) {
    json_t *root = json_loadb(extraction.p, extraction.n, 0, NULL), *events = json_object_get(root, "events"), *event;
    bool ok = root != NULL;
    size_t i;
    if (ok)
        print_header(out, c, json_object_get(root, "article"), json_array_size(events));
    json_array_foreach(events, i, event) ok = print_event(out, c, event) && ok;
    fputc('\n', out);
    json_decref(root);
    return ok && !ferror(out);
}

/* ---- a table -------------------------------------------------------------------------------------------------------------- */

/* The list's names in so many columns. */
static void print_names(FILE *out, json_t *list, int room) {
    size_t i;
    json_t *who;
    int left = room;
    json_array_foreach(list, i, who) {
        const char *name = str(who, "name");
        for (const char *p = i ? ", " : ""; *p && left > 0; p++, left--)
            fputc(*p, out);
        size_t n = byte_of(name, left);
        left -= put(out, name, n);
    }
    fprintf(out, "%*s", left, "");
}

/* What is left of the width when date, type and status stand, shared by three columns. */
static int share(const cli *c) { return (c->width - 42) / 3; }

void render_table_head(FILE *out, const cli *c) {
    fprintf(out, "%-10s  %-9s  %-12s  %-*s  %-*s  %s\n", "date", "type", "status", share(c), "actors", share(c),
            "recipients", "trigger");
}

bool render_table(FILE *out, const cli *c, dgm_text extraction) {
    json_t *root = json_loadb(extraction.p, extraction.n, 0, NULL), *event;
    size_t i;
    json_array_foreach(json_object_get(root, "events"), i, event) {
        const char *trigger = str(json_object_get(event, "trigger"), "text");
        fprintf(out, "%-10s  %-9s  %-12s  ", or (str(json_object_get(event, "date"), "start"), "-"), str(event, "type"),
                str(event, "status"));
        print_names(out, json_object_get(event, "actors"), share(c));
        fputs("  ", out);
        print_names(out, json_object_get(event, "recipients"), share(c));
        fputs("  ", out);
        put(out, trigger, byte_of(trigger, share(c)));
        fputc('\n', out);
    }
    json_decref(root);
    return root && !ferror(out);
}
