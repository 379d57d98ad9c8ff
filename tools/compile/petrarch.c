/* SPDX-License-Identifier: Apache-2.0 */
/* Dictionaries of PETRARCH and TABARI become lexicon text: read, claim days, write. */
#include "compile/petrarch.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/date.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "compile/petrarch_room.h"

#define ARENA_MOST ((size_t)2 << 30)
#define TEXT_MOST ((size_t)1 << 30)
#define SAID_MOST 512

/* A file's name in a message or comment: what is not printable is a question mark. */
static void place(const petrarch *p, const petrarch_line *line, char *out, size_t cap) {
    size_t n = (size_t)snprintf(out, cap, "%.200s:%u", p->sources[line->source].name, (unsigned)line->number);
    for (size_t i = 0; i < n && i < cap; i++)
        if ((unsigned char)out[i] < ' ' || out[i] == 0x7f)
            out[i] = '?';
}

void petrarch_note(petrarch *p, uint32_t number, petrarch_fate fate, const char *format, ...) {
    petrarch_line *line = &p->lines.items[number];
    char said[SAID_MOST + 256], where[256];
    if (line->said)
        return;
    line->said = fate == PETRARCH_REFUSED;
    line->fate = fate > line->fate ? fate : line->fate;
    if (!p->say || fate < PETRARCH_CHANGED)
        return;
    va_list args;
    place(p, line, where, sizeof where);
    int n = snprintf(said, sizeof said, "%s: %s: ", where, fate == PETRARCH_REFUSED ? "refused" : "changed");
    va_start(args, format);
    vsnprintf(said + n, SAID_MOST - (size_t)n, format, args);
    va_end(args);
    p->say(p->arg, said);
}

/* ---- writing ----------------------------------------------------------------------------------------------------------- */

typedef enum kind { KIND_NONE, KIND_BODY, KIND_TERMS, KIND_PLACE, KIND_ROLE, KINDS } kind;

static const struct {
    const char *table, *index, *column, *head;
} tables[KINDS] = {
    [KIND_BODY] =
        {"organisations", "names", "code",
         "@table organisations\n@columns name names type code sectors wikidata\n@index names\n@distinct names\n"},
    [KIND_TERMS] =
        {"holders", "name", "country",
         "@table holders\n@columns name country office sectors from:date to:date known:date believed:date wikidata "
         "seat\n@index name\n@index seat\n@alone country seat name from to believed\n"},
    [KIND_PLACE] = {"regions", "name", "country", "@table regions\n@columns name country\n@index name\n"},
    [KIND_ROLE] = {"roles", "names", "sectors",
                   "@table roles\n@columns names sectors kind\n@index names\n@distinct names\n"},
};

static bool always(const petrarch_piece *piece) {
    return piece->from == -PETRARCH_ALWAYS && piece->to == PETRARCH_ALWAYS;
}

static kind kind_of(petrarch *p, const petrarch_name *name) {
    bool people = false, somebody = false;
    if (name->first == DGM_NONE)
        return KIND_NONE;
    for (uint32_t i = name->first; i != DGM_NONE; i = p->parts.items[i].next) {
        const petrarch_code *code = &p->codes.items[p->parts.items[i].code];
        people = people || !(code->state || code->null);
        somebody = somebody || !code->null;
    }
    if (!somebody) {
        petrarch_note(p, name->line, PETRARCH_REFUSED,
                      "the code [---] stands for nobody, and the lexicon has no such names");
        return KIND_NONE;
    }
    if (name->key.p[0] == 'r')
        return KIND_ROLE;
    if (always(&p->parts.items[name->first]))
        return people ? KIND_BODY : KIND_PLACE;
    if (people)
        return KIND_TERMS;
    petrarch_note(p, name->line, PETRARCH_REFUSED, "a country by date: the lexicon dates terms of office alone");
    return KIND_NONE;
}

/* What the lexicon has of that name already: in its own table, where a second row would be refused or say the same again, and for a
 * place among countries and towns. */
static bool in_table(petrarch *p, const dgm_store *store, const petrarch_name *name, const char *table,
                     const char *index_of, const char *column, dgm_str value, bool only_one) {
    dgm_table t;
    dgm_index index;
    dgm_hits hits;
    if (dgm_store_table(store, table, &t) != DGM_OK || dgm_table_index(&t, index_of, &index) != DGM_OK ||
        !dgm_index_find(&index, name->shown, &hits))
        return false;
    int c = dgm_table_column(&t, column);
    for (uint32_t i = 0; c >= 0 && i < hits.count && i < 64; i++) {
        if (!dgm_str_is(value, dgm_table_str(&t, dgm_hits_at(&hits, i).row, c)))
            continue;
        petrarch_note(p, name->line, PETRARCH_KNOWN, "known");
        return true;
    }
    if (!only_one || !hits.count)
        return false;
    uint32_t row = dgm_hits_at(&hits, 0).row;
    petrarch_note(p, name->line, PETRARCH_REFUSED, "the lexicon has the name otherwise (%s:%u): change it there",
                  dgm_table_file(&t, row), (unsigned)dgm_table_line(&t, row));
    return true;
}

static bool known(petrarch *p, const dgm_store *store, const petrarch_name *name, kind k) {
    const petrarch_code *code = &p->codes.items[p->parts.items[name->first].code];
    if (k == KIND_TERMS)
        return false;
    if (k == KIND_PLACE && (in_table(p, store, name, "countries", "names", "code", code->country, false) ||
                            in_table(p, store, name, "countries", "adjectives", "code", code->country, false) ||
                            in_table(p, store, name, "countries", "capital", "code", code->country, false) ||
                            in_table(p, store, name, "places", "names", "country", code->country, false)))
        return true;
    return in_table(p, store, name, tables[k].table, tables[k].index, tables[k].column,
                    k == KIND_ROLE ? code->sectors : code->country, k != KIND_PLACE);
}

/* A cell; marks of the format are written so that they are none. */
static void cell(dgm_buf *out, dgm_str s) {
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == '|' || s.p[i] == '#' || s.p[i] == '\\')
            dgm_buf_char(out, '\\');
        dgm_buf_char(out, s.p[i] == ';' || s.p[i] == '@' ? ' ' : s.p[i]);
    }
}

static void day(dgm_buf *out, int32_t days) {
    char text[11];
    dgm_date_print(dgm_date_of_days(days), text);
    dgm_buf_text(out, text);
}

/* A short name in capitals may be an abbreviation or a word: both spellings. */
static void spellings(dgm_buf *out, dgm_str s) {
    bool plain = s.n >= 2 && s.n <= 4;
    for (uint32_t i = 0; i < s.n; i++)
        plain = plain && (s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z';
    cell(out, s);
    if (!plain)
        return;
    dgm_buf_text(out, "; ");
    for (uint32_t i = 0; i < s.n; i++)
        dgm_buf_char(out, (char)(s.p[i] & ~0x20));
}

static void source_of(const petrarch *p, dgm_buf *out, uint32_t line) {
    char where[256];
    place(p, &p->lines.items[line], where, sizeof where);
    dgm_buf_printf(out, " # %s\n", where);
}

static void write_terms(const petrarch *p, const petrarch_name *name, dgm_buf *out) {
    for (uint32_t i = name->first; i != DGM_NONE; i = p->parts.items[i].next) {
        const petrarch_piece *piece = &p->parts.items[i];
        const petrarch_code *code = &p->codes.items[piece->code];
        if (code->null)
            continue;
        cell(out, name->shown);
        dgm_buf_printf(out, " | %.*s | | %.*s | ", (int)code->country.n, code->country.p, (int)code->sectors.n,
                       code->sectors.p);
        if (piece->from == -PETRARCH_ALWAYS)
            dgm_buf_text(out, "0001-01-01"); /* a term without a first day covers no more than its last years */
        else
            day(out, piece->from);
        dgm_buf_text(out, " | ");
        if (piece->to != PETRARCH_ALWAYS)
            day(out, piece->to - 1);
        source_of(p, out, code->line);
    }
}

static void write_name(const petrarch *p, const petrarch_name *name, kind k, dgm_buf *out) {
    const petrarch_code *code = &p->codes.items[p->parts.items[name->first].code];
    if (k == KIND_TERMS) {
        write_terms(p, name, out);
        return;
    }
    if (k == KIND_BODY) {
        cell(out, p->names.items[name->head].shown);
        dgm_buf_text(out, " | ");
        spellings(out, name->shown);
        dgm_buf_printf(out, " | organization | %.*s | %.*s", (int)code->country.n, code->country.p,
                       (int)code->sectors.n, code->sectors.p);
    } else {
        cell(out, name->shown);
        dgm_str value = k == KIND_PLACE ? code->country : code->sectors;
        dgm_buf_printf(out, " | %.*s%s", (int)value.n, value.p, k == KIND_ROLE ? " | group" : "");
    }
    source_of(p, out, name->line);
}

void petrarch_write(petrarch *p, const dgm_store *store, dgm_buf *out) {
    static const char about[] =
        "# Made by `dragoman compile --from-petrarch`. Where each line comes from stands behind it. A dictionary says "
        "neither who is a\n"
        "# person and who a body, nor which agents are single: bodies, and groups, are assumed.\n";
    uint8_t *kinds = DGM_NEWS(p->arena, uint8_t, p->names.count + 1);
    p->no_memory = p->no_memory || !kinds;
    for (uint32_t i = 0; i < p->names.count && !p->no_memory; i++) {
        kind k = kind_of(p, &p->names.items[i]);
        kinds[i] = (uint8_t)(k && known(p, store, &p->names.items[i], k) ? KIND_NONE : k);
    }
    dgm_buf_text(out, about);
    for (int k = KIND_BODY; k < KINDS && !p->no_memory; k++) {
        bool begun = false;
        for (uint32_t i = 0; i < p->names.count; i++) {
            if (kinds[i] != k)
                continue;
            if (!begun)
                dgm_buf_printf(out, "\n%s\n", tables[k].head);
            begun = true;
            write_name(p, &p->names.items[i], (kind)k, out);
        }
    }
}

/* ---- all of it ----------------------------------------------------------------------------------------------------------- */

int dgm_petrarch(const dgm_source *sources, size_t count, const dgm_store *store, dgm_petrarch_count *counts,
                 dgm_compile_say say, void *arg, char **text, size_t *size, dgm_error *error) {
    petrarch p = {.sources = sources, .say = say, .arg = arg, .arena = dgm_arena_new(ARENA_MOST)};
    dgm_buf out;
    int rc = DGM_OK;
    memset(counts, 0, count * sizeof *counts);
    dgm_buf_init(&out, TEXT_MOST);
    if (!p.arena)
        return dgm_fail_memory(error);
    if (dgm_store_table(store, "states", &p.states) != DGM_OK ||
        dgm_store_table(store, "aliases", &p.aliases) != DGM_OK ||
        dgm_store_table(store, "groups", &p.groups) != DGM_OK ||
        dgm_store_table(store, "cameo_roles", &p.roles) != DGM_OK) {
        rc = dgm_fail_at(error, DGM_BAD_MODEL, NULL, "take the model of this version",
                         "the model has no tables of CAMEO's codes");
        goto cleanup;
    }
    for (uint32_t i = 0; i < count && !p.no_memory; i++)
        petrarch_read(&p, i);
    petrarch_write(&p, store, &out);
    if (p.no_memory || out.failed) {
        rc = dgm_fail_memory(error);
        goto cleanup;
    }
    for (uint32_t i = 0; i < p.lines.count; i++) {
        dgm_petrarch_count *c = &counts[p.lines.items[i].source];
        uint32_t *const at[] = {&c->taken, &c->known, &c->changed, &c->refused};
        ++*at[p.lines.items[i].fate];
    }
    *text = out.p;
    *size = out.n;
    dgm_buf_init(&out, TEXT_MOST);
cleanup:
    dgm_buf_done(&out);
    dgm_arena_free(p.arena);
    return rc;
}

int dgm_petrarch_model(const dgm_source *sources, size_t count, const char *model, dgm_petrarch_count *counts,
                       dgm_compile_say say, void *arg, char **text, size_t *size, dgm_error *error) {
    dgm_store *store = NULL;
    int rc = dgm_store_open(model, &store, error);
    if (rc == DGM_OK)
        rc = dgm_petrarch(sources, count, store, counts, say, arg, text, size, error);
    dgm_store_close(store);
    return rc;
}
