/* SPDX-License-Identifier: Apache-2.0 */
/* Which days of a name belong to which code: the first that asks for a day has it. */
#include "base/fold.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "compile/petrarch_room.h"

#define NAME_MOST 400 /* bytes */

static void put_slot(petrarch *p, uint32_t name) {
    dgm_str key = p->names.items[name].key;
    uint32_t at = (uint32_t)dgm_hash(key.p, key.n, 0) & (p->slot_count - 1);
    while (p->slots[at])
        at = (at + 1) & (p->slot_count - 1);
    p->slots[at] = name + 1;
}

static bool widen(petrarch *p) {
    if (p->slot_count && p->names.count < p->slot_count / 2)
        return true;
    p->slot_count = p->slot_count ? p->slot_count * 2 : 1024;
    p->slots = DGM_NEWS(p->arena, uint32_t, p->slot_count);
    if (!p->slots)
        return false;
    for (uint32_t i = 0; i < p->names.count; i++)
        put_slot(p, i);
    return true;
}

static uint32_t find(const petrarch *p, dgm_str key) {
    uint32_t at = (uint32_t)dgm_hash(key.p, key.n, 0) & (p->slot_count - 1);
    for (; p->slots[at]; at = (at + 1) & (p->slot_count - 1))
        if (dgm_str_eq(p->names.items[p->slots[at] - 1].key, key))
            return p->slots[at] - 1;
    return DGM_NONE;
}

uint32_t petrarch_name_of(petrarch *p, dgm_str shown, uint32_t line, bool role) {
    char key[NAME_MOST + 8];
    if (shown.n > NAME_MOST) {
        petrarch_note(p, line, PETRARCH_REFUSED, "a name has at most %d bytes", NAME_MOST);
        return DGM_NONE;
    }
    key[0] = role ? 'r' : 'a';
    uint32_t n = dgm_fold_key(shown, key + 1, sizeof key - 1);
    if (!n) {
        petrarch_note(p, line, PETRARCH_REFUSED, "the name has no letter or digit");
        return DGM_NONE;
    }
    if (p->no_memory || !widen(p)) {
        p->no_memory = true;
        return DGM_NONE;
    }
    uint32_t name = find(p, (dgm_str){key, n + 1});
    if (name != DGM_NONE)
        return name;
    petrarch_name *new = DGM_PUSH(&p->names, p->arena);
    dgm_str kept = dgm_arena_str(p->arena, (dgm_str){key, n + 1});
    if (!new || !kept.n) {
        p->no_memory = true;
        p->names.count -= new != NULL;
        return DGM_NONE;
    }
    *new = (petrarch_name){kept, shown, line, DGM_NONE, 0, p->names.count - 1};
    put_slot(p, p->names.count - 1);
    return p->names.count - 1;
}

/* A piece of time behind the piece `after` (DGM_NONE: before all others). */
static uint32_t put_piece(petrarch *p, petrarch_name *name, uint32_t after, petrarch_piece piece) {
    petrarch_piece *new = DGM_PUSH(&p->parts, p->arena);
    if (!new) {
        p->no_memory = true;
        return after;
    }
    uint32_t at = p->parts.count - 1, *link = after == DGM_NONE ? &name->first : &p->parts.items[after].next;
    piece.next = *link;
    *link = at;
    *new = piece;
    name->pieces++;
    return at;
}

bool petrarch_claim(petrarch *p, uint32_t number, uint32_t code) {
    petrarch_name *name = &p->names.items[number];
    const petrarch_code *c = &p->codes.items[code];
    int32_t from = c->from;
    uint32_t last = DGM_NONE, before = name->pieces;
    for (uint32_t i = name->first; i != DGM_NONE && from < c->to; i = p->parts.items[i].next) {
        petrarch_piece had = p->parts.items[i];
        if (had.from >= c->to)
            break;
        if (had.from > from && name->pieces < PETRARCH_PIECES)
            put_piece(p, name, last, (petrarch_piece){code, DGM_NONE, from, had.from});
        from = had.to > from ? had.to : from;
        last = i;
    }
    if (from < c->to && name->pieces < PETRARCH_PIECES)
        put_piece(p, name, last, (petrarch_piece){code, DGM_NONE, from, c->to});
    return name->pieces > before;
}

/* ---- spelling ---------------------------------------------------------------------------------------------------------- */

/* Of A to Z alone: other letters keep their case where old tools put words into capitals. */
static bool has_lower(dgm_str s) {
    for (uint32_t i = 0; i < s.n; i++)
        if (s.p[i] >= 'a' && s.p[i] <= 'z')
            return true;
    return false;
}

/* Is the letter at `i` the last of its word, behind an apostrophe: "MEN'S"? */
static bool owns(dgm_str s, uint32_t i) { return i > 1 && s.p[i - 1] == '\'' && (i + 1 == s.n || s.p[i + 1] == ' '); }

dgm_str petrarch_spelling(petrarch *p, dgm_str s, bool lower) {
    char *out = dgm_arena_alloc(p->arena, (size_t)s.n * 3 + 1);
    uint32_t n = 0, len;
    bool inside = false, keep = !lower && has_lower(s);
    if (!out) {
        p->no_memory = true;
        return (dgm_str){0};
    }
    for (uint32_t i = 0; i < s.n; i += len) {
        uint32_t c = dgm_utf8_next(s.p + i, s.n - i, &len);
        if (!keep && (lower || inside || owns(s, i)))
            c = dgm_cp_lower(c);
        inside = dgm_cp_is_letter(c) || dgm_cp_is_digit(c);
        n += dgm_utf8_put(c, out + n);
    }
    return (dgm_str){out, n};
}
