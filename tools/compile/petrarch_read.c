/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of a dictionary: entries of actors (a name, +others, [codes]), agents (a phrase, {plural}, [~code]), !SETS!. */
#include "base/date.h"
#include "base/utf8.h"
#include "compile/petrarch_room.h"

#define LINE_MOST 8192
#define SETS_MOST 64
#define WORDS_MOST 64

typedef struct set {
    dgm_str name, words; /* separated by commas */
} set;

/* The entry that is being read, and the file's sets. */
typedef struct reader {
    petrarch *p;
    uint32_t line;           /* that is being read */
    uint32_t first_code;     /* of the entry */
    DGM_VEC(uint32_t) names; /* of the entry, and the line of each */
    DGM_VEC(uint32_t) name_lines;
    set sets[SETS_MOST];
    uint32_t set_count;
} reader;

static dgm_str trim(dgm_str s) {
    while (s.n && (*s.p == ' ' || *s.p == '\t')) {
        s.p++;
        s.n--;
    }
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
        s.n--;
    return s;
}

/* What stands before the first `mark`; the rest, without it, into `rest` (may be NULL). */
static dgm_str before(dgm_str s, char mark, dgm_str *rest) {
    const char *at = s.n ? memchr(s.p, mark, s.n) : NULL;
    uint32_t n = at ? (uint32_t)(at - s.p) : s.n;
    if (rest)
        *rest = at ? (dgm_str){at + 1, s.n - n - 1} : (dgm_str){0};
    return (dgm_str){s.p, n};
}

/* Underscores are blanks, and several blanks one. */
static dgm_str words_of(petrarch *p, dgm_str s) {
    char *out = dgm_arena_alloc(p->arena, (size_t)s.n + 1);
    uint32_t n = 0;
    if (!out) {
        p->no_memory = true;
        return (dgm_str){0};
    }
    for (uint32_t i = 0; i < s.n; i++) {
        bool blank = s.p[i] == '_' || s.p[i] == ' ' || s.p[i] == '\t';
        if (!blank || (n && out[n - 1] != ' '))
            out[n++] = blank ? ' ' : s.p[i];
    }
    return trim((dgm_str){out, n});
}

/* ---- entries of actors ------------------------------------------------------------------------------------------------- */

/* Names take what their codes give; a name that gets nothing stood earlier, a code that nobody takes comes too late. */
static void end_entry(reader *r) {
    petrarch *p = r->p;
    bool any = r->first_code < p->codes.count;
    for (uint32_t i = 0; i < r->names.count && !p->no_memory; i++) {
        uint32_t name = r->names.items[i], line = r->name_lines.items[i];
        bool got = false, sound = false;
        for (uint32_t c = r->first_code; c < p->codes.count; c++) {
            petrarch_code *code = &p->codes.items[c];
            sound = sound || !code->broken;
            bool taken = !code->broken && petrarch_claim(p, name, c);
            code->used = code->used || taken;
            got = got || taken;
        }
        if (!any)
            petrarch_note(p, line, PETRARCH_REFUSED, "the name has no code");
        else if (!sound)
            petrarch_note(p, line, PETRARCH_REFUSED, "none of the codes below it can be used");
        else if (!got)
            petrarch_note(p, line, PETRARCH_REFUSED, "the name stands above already, and the first counts");
    }
    for (uint32_t c = r->first_code; c < p->codes.count && r->names.count; c++)
        if (!p->codes.items[c].used && !p->codes.items[c].broken)
            petrarch_note(p, p->codes.items[c].line, PETRARCH_REFUSED, "a code above it has all its days");
    r->names.count = r->name_lines.count = 0;
    r->first_code = p->codes.count;
}

static void add_code(reader *r, dgm_str inside) {
    petrarch *p = r->p;
    dgm_str s = trim(inside);
    uint32_t n = 0;
    while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
        n++;
    dgm_str code_text = {s.p, n}, days = trim((dgm_str){s.p + n, s.n - n});
    if (days.n && (memchr(days.p, ' ', days.n) || memchr(days.p, '\t', days.n))) {
        petrarch_note(p, r->line, PETRARCH_CHANGED, "blanks inside the days are left out");
        char *packed = dgm_arena_dup(p->arena, days.p, days.n);
        uint32_t out = 0;
        for (uint32_t i = 0; packed && i < days.n; i++)
            if (days.p[i] != ' ' && days.p[i] != '\t')
                packed[out++] = days.p[i];
        p->no_memory = p->no_memory || !packed;
        days = (dgm_str){packed, out};
    }
    if (p->codes.count - r->first_code >= PETRARCH_PIECES) {
        petrarch_note(p, r->line, PETRARCH_REFUSED, "an entry has at most %d codes", PETRARCH_PIECES);
        return;
    }
    petrarch_code code = {.line = r->line};
    code.broken =
        !petrarch_code_of(p, r->line, code_text, &code) || !petrarch_days(p, r->line, days, &code.from, &code.to);
    petrarch_code *new = DGM_PUSH(&p->codes, p->arena);
    if (new)
        *new = code;
    p->no_memory = p->no_memory || !new;
}

/* Every [CODE DAYS] in the text. */
static void add_codes(reader *r, dgm_str s) {
    while (s.n && !r->p->no_memory) {
        dgm_str rest, inside;
        before(s, '[', &rest);
        if (!rest.p)
            return;
        inside = before(rest, ']', &s);
        if (!s.p) {
            petrarch_note(r->p, r->line, PETRARCH_CHANGED, "the bracket is not closed");
            s = (dgm_str){0};
        }
        add_code(r, inside);
    }
}

static void add_name(reader *r, dgm_str s) {
    petrarch *p = r->p;
    dgm_str shown = petrarch_spelling(p, words_of(p, s), false);
    uint32_t name = petrarch_name_of(p, shown, r->line, false);
    if (name == DGM_NONE)
        return;
    uint32_t *at = DGM_PUSH(&r->names, p->arena), *line = at ? DGM_PUSH(&r->name_lines, p->arena) : NULL;
    if (!line) {
        p->no_memory = true;
        return;
    }
    *at = name;
    *line = r->line;
    if (p->names.items[name].first == DGM_NONE)
        p->names.items[name].head = r->names.items[0];
}

static void actor_line(reader *r, dgm_str s) {
    if (*s.p == '[') {
        if (!r->names.count)
            petrarch_note(r->p, r->line, PETRARCH_REFUSED, "the code has no name above it that can be used");
        else
            add_codes(r, s);
        return;
    }
    bool more = *s.p == '+';
    if (more && !r->names.count) {
        petrarch_note(r->p, r->line, PETRARCH_REFUSED, "the other name has no name above it that can be used");
        return;
    }
    if (!more)
        end_entry(r);
    dgm_str rest, name = before(more ? (dgm_str){s.p + 1, s.n - 1} : s, '[', &rest);
    add_name(r, name);
    if (rest.p && r->names.count)
        add_codes(r, (dgm_str){rest.p - 1, rest.n + 1});
}

/* ---- agents -------------------------------------------------------------------------------------------------------------- */

static void add_agent(reader *r, dgm_str phrase, uint32_t code) {
    petrarch *p = r->p;
    uint32_t name = petrarch_name_of(p, petrarch_spelling(p, words_of(p, phrase), true), r->line, true);
    if (name == DGM_NONE || p->no_memory)
        return;
    if (!petrarch_claim(p, name, code))
        petrarch_note(p, r->line, PETRARCH_CHANGED, "'%.*s' stands above already, and the first counts",
                      (int)p->names.items[name].shown.n, p->names.items[name].shown.p);
}

static dgm_str join(petrarch *p, dgm_str a, dgm_str b, dgm_str c) {
    char *out = dgm_arena_alloc(p->arena, (size_t)a.n + b.n + c.n + 1);
    if (!out) {
        p->no_memory = true;
        return (dgm_str){0};
    }
    dgm_str parts[] = {a, b, c};
    uint32_t n = 0;
    for (int i = 0; i < 3; i++) {
        if (parts[i].n)
            memcpy(out + n, parts[i].p, parts[i].n);
        n += parts[i].n;
    }
    return (dgm_str){out, n};
}

/* A phrase with a !SET!: once for each of its words, without plurals. */
static void add_set(reader *r, dgm_str phrase, uint32_t code) {
    dgm_str rest, tail, head = before(phrase, '!', &rest), marker = before(rest, '!', &tail);
    for (uint32_t i = 0; tail.p && !memchr(tail.p, '!', tail.n) && i < r->set_count; i++) {
        if (!dgm_str_eq(r->sets[i].name, marker))
            continue;
        dgm_str words = r->sets[i].words;
        for (int k = 0; words.n && k < WORDS_MOST; k++)
            add_agent(r, join(r->p, head, trim(before(words, ',', &words)), tail), code);
        return;
    }
    petrarch_note(r->p, r->line, PETRARCH_REFUSED, "there is no such set of words above, or more than one in a phrase");
}

/* PETRARCH's plural of an English noun; a stop at the end ("_") says that there is none. */
static void add_plural(reader *r, dgm_str phrase, uint32_t code) {
    char last = phrase.n ? phrase.p[phrase.n - 1] : '_';
    bool ies = last == 'Y' || last == 'y', es = last == 'S' || last == 's';
    if (last == '_')
        return;
    add_agent(r,
              join(r->p, (dgm_str){phrase.p, phrase.n - ies},
                   ies  ? DGM_STR("ies")
                   : es ? DGM_STR("es")
                        : DGM_STR("s"),
                   (dgm_str){0}),
              code);
}

static void agent_line(reader *r, dgm_str s) {
    petrarch *p = r->p;
    dgm_str rest, plural, phrase = trim(before(s, '[', &rest)), text = trim(before(rest, ']', NULL));
    if (text.n && *text.p == '~')
        text = (dgm_str){text.p + 1, text.n - 1};
    else if (text.n)
        text.n -= text.p[text.n - 1] == '~';
    petrarch_code code = {.line = r->line, .country = {"", 0}, .from = -PETRARCH_ALWAYS, .to = PETRARCH_ALWAYS};
    petrarch_code *new = petrarch_code_of(p, r->line, text, &code) ? DGM_PUSH(&p->codes, p->arena) : NULL;
    if (!new)
        return;
    *new = code;
    r->first_code = p->codes.count;
    phrase = trim(before(phrase, '{', &plural));
    if (memchr(phrase.p, '!', phrase.n)) {
        add_set(r, phrase, p->codes.count - 1);
        return;
    }
    add_agent(r, phrase, p->codes.count - 1);
    if (!plural.p)
        add_plural(r, phrase, p->codes.count - 1);
    else if (trim(before(plural, '}', NULL)).n)
        add_agent(r, before(plural, '}', NULL), p->codes.count - 1);
}

static void set_line(reader *r, dgm_str s) {
    dgm_str rest, words, name = before((dgm_str){s.p + 1, s.n - 1}, '!', &rest);
    before(rest, '=', &words);
    if (!words.p || r->set_count == SETS_MOST) {
        petrarch_note(r->p, r->line, PETRARCH_REFUSED, "a set is !NAME! = WORD, WORD; a file has at most %d",
                      SETS_MOST);
        return;
    }
    r->sets[r->set_count++] = (set){name, words};
}

/* ---- lines ----------------------------------------------------------------------------------------------------------------- */

/* Bytes that are no UTF-8 are taken for Latin 1, as old dictionaries have them. */
static dgm_str repair(reader *r, dgm_str s) {
    petrarch *p = r->p;
    if (dgm_utf8_check(s.p, s.n) == s.n)
        return s;
    petrarch_note(p, r->line, PETRARCH_CHANGED, "the line is not UTF-8, and is read as Latin 1");
    char *out = dgm_arena_alloc(p->arena, (size_t)s.n * 2 + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; out && i < s.n; i++) /* 80 to 9f are control characters there */
        n += dgm_utf8_put((unsigned char)s.p[i] >= 0x80 && (unsigned char)s.p[i] < 0xa0 ? ' ' : (unsigned char)s.p[i],
                          out + n);
    p->no_memory = p->no_memory || !out;
    return (dgm_str){out, n};
}

static bool has_control(dgm_str s) {
    for (uint32_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] < ' ' && s.p[i] != '\t') || s.p[i] == 0x7f)
            return true;
    return false;
}

static void take_line(reader *r, dgm_str s) {
    petrarch *p = r->p;
    if (s.n > LINE_MOST || has_control(s)) {
        petrarch_note(p, r->line, PETRARCH_REFUSED, "%s",
                      s.n > LINE_MOST ? "the line is too long" : "there is a control character in it");
        return;
    }
    s = repair(r, s);
    if (p->no_memory)
        return;
    dgm_str rest, inside;
    before(s, '[', &rest);
    inside = before(rest, ']', NULL);
    if (*s.p == '!' && memchr(s.p, '=', s.n))
        set_line(r, s);
    else if (*s.p == '-' || *s.p == '&' || *s.p == '~')
        petrarch_note(p, r->line, PETRARCH_REFUSED,
                      "a line of a dictionary of verbs: events are coded by core/lexicon/events/");
    else if (inside.n && memchr(inside.p, '~', inside.n)) {
        end_entry(r);
        agent_line(r, s);
    } else
        actor_line(r, s);
}

void petrarch_read(petrarch *p, uint32_t source) {
    reader r = {.p = p, .first_code = p->codes.count};
    const char *at = p->sources[source].p, *end = at + p->sources[source].n;
    for (uint32_t number = 1; at < end && !p->no_memory; number++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t n = (size_t)((stop ? stop : end) - at);
        dgm_str s = {at, n > UINT32_MAX ? UINT32_MAX : (uint32_t)n};
        at += n + (stop != NULL);
        s.n -= s.n && s.p[s.n - 1] == '\r';
        s = trim(before(before(s, '#', NULL), ';', NULL));
        if (!s.n || *s.p == '<')
            continue;
        petrarch_line *line = DGM_PUSH(&p->lines, p->arena);
        p->no_memory = !line;
        if (!line)
            break;
        *line = (petrarch_line){source, number, PETRARCH_TAKEN, false};
        r.line = p->lines.count - 1;
        take_line(&r, s);
    }
    end_entry(&r);
}
