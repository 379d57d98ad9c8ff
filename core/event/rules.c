/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of core/lexicon/events/, read once for a model. A row that cannot be read is an error with file and line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "event/event.h"

#define LEMMA_SEED 5

typedef struct opener {
    dgm_event_knowledge *k;
    dgm_arena *arena;
    dgm_error *error;
    uint32_t row;
} opener;

static int bad(const opener *o, const char *hint, const char *what, dgm_str word) {
    char where[128];
    snprintf(where, sizeof where, "%s:%u", dgm_table_file(&o->k->events, o->row),
             dgm_table_line(&o->k->events, o->row));
    return dgm_fail_at(o->error, DGM_BAD_LEXICON, where, hint, "%s \"%.*s\"", what, (int)word.n, word.p ? word.p : "");
}

static dgm_str trim(dgm_str s) {
    while (s.n && s.p[0] == ' ')
        s = (dgm_str){s.p + 1, s.n - 1};
    while (s.n && s.p[s.n - 1] == ' ')
        s.n--;
    return s;
}

/* Cuts at the first of one or two `marks`; *mark gets it ('\0' at the end). Cells have no NUL inside. */
static dgm_str cut(dgm_str *rest, const char *marks, char *mark) {
    uint32_t n = 0;
    while (n < rest->n && rest->p[n] != marks[0] && rest->p[n] != marks[1])
        n++;
    dgm_str s = trim((dgm_str){rest->p, n});
    *mark = n < rest->n ? rest->p[n] : '\0';
    *rest = n < rest->n ? (dgm_str){rest->p + n + 1, rest->n - n - 1} : (dgm_str){rest->p + n, 0};
    return s;
}

static uint32_t class_named(const dgm_event_knowledge *k, dgm_str name) {
    dgm_hits hits;
    return dgm_index_find(&k->class_names, name, &hits) ? dgm_hits_at(&hits, 0).row : DGM_NONE;
}

/* `n` bytes for as long as the rules. */
static void *keep(const opener *o, const void *p, size_t n) {
    void *copy = dgm_arena_alloc(o->arena, n);
    return copy && n ? memcpy(copy, p, n) : copy;
}

static int parse_side(const opener *o, dgm_str text, dgm_side *side) {
    char mark = '\0', before = '\0';
    dgm_stand places[DGM_PLACES_MAX];
    for (text = trim(text); text.n; before = mark) {
        dgm_str word = cut(&text, "/+", &mark);
        if (word.n == 0)
            continue;
        if (side->count == DGM_PLACES_MAX)
            return bad(o, "leave some out", "too many places in the frame, at", word);
        uint8_t place = dgm_str_is(word, "S")    ? DGM_PLACE_SUBJECT
                        : dgm_str_is(word, "O")  ? DGM_PLACE_OBJECT
                        : dgm_str_is(word, "I")  ? DGM_PLACE_INDIRECT
                        : dgm_str_is(word, "X")  ? DGM_PLACE_COMPLEMENT
                        : dgm_str_is(word, "P")  ? DGM_PLACE_POSSESSOR
                        : dgm_str_is(word, "V")  ? DGM_PLACE_VERB
                        : dgm_str_is(word, "Q")  ? DGM_PLACE_SPEAKER
                        : dgm_str_is(word, "{}") ? DGM_PLACE_UNDER
                                                 : DGM_PLACE_PREPOSITION;
        if (place == DGM_PLACE_PREPOSITION && !(word.p[0] >= 'a' && word.p[0] <= 'z'))
            return bad(o, "S, O, I, X, P, V, Q, {} or a preposition", "the frame has an unknown place", word);
        places[side->count++] = (dgm_stand){.preposition = word, .place = place, .plus = before == '+'};
    }
    side->places = keep(o, places, side->count * sizeof *places);
    return side->places ? DGM_OK : dgm_fail_memory(o->error);
}

static int parse_frame(const opener *o, dgm_str text, dgm_rule *rule) {
    char mark;
    dgm_str left = cut(&text, ">", &mark);
    if (mark != '>')
        return bad(o, "write ACTORS > RECIPIENTS", "the frame has no arrow:", left);
    int rc = parse_side(o, left, &rule->actors);
    if (rc == DGM_OK)
        rc = parse_side(o, text, &rule->recipients);
    if (rc != DGM_OK)
        return rc;
    for (uint32_t i = 0; i < rule->actors.count; i++)
        rule->symmetric = rule->symmetric || (rule->actors.places[i].plus && rule->recipients.count == 0);
    for (uint32_t i = 0; i < rule->recipients.count; i++)
        rule->shared = rule->shared || (rule->recipients.places[i].place == DGM_PLACE_PREPOSITION &&
                                        dgm_str_is(rule->recipients.places[i].preposition, "with"));
    return DGM_OK;
}

static int parse_object(const opener *o, dgm_str text, dgm_rule *rule) {
    static const struct {
        const char *word;
        uint32_t bit;
    } words[] = {{"actor", DGM_NEED_OBJECT_ACTOR},
                 {"country", DGM_NEED_OBJECT_COUNTRY},
                 {"organization", DGM_NEED_OBJECT_BODY},
                 {"person", DGM_NEED_OBJECT_PERSON},
                 {"agreement", DGM_NEED_OBJECT_AGREEMENT},
                 {"none", DGM_NEED_OBJECT_NONE},
                 {"C", DGM_NEED_OBJECT_CLAUSE}};
    char mark;
    uint32_t classes = 0;
    while (text.n) {
        dgm_str word = cut(&text, "/", &mark);
        bool found = false;
        if (word.n > 2 && word.p[0] == '[') {
            uint32_t row = class_named(o->k, (dgm_str){word.p + 1, word.n - 2});
            if (row == DGM_NONE || classes == DGM_CLASSES_MAX)
                return bad(o, "see classes.txt", "there is no class", word);
            rule->object_classes[classes++] = row;
            rule->object |= 1u << 31;
            continue;
        }
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (dgm_str_is(word, words[i].word)) {
                rule->object |= words[i].bit;
                found = true;
            }
        if (!found)
            return bad(o, "actor, country, organization, person, agreement, none, C or a [class]",
                       "an object cannot be asked to be", word);
    }
    return DGM_OK;
}

/* Its sectors; 0 where there is no such group. */
static uint32_t group_named(const dgm_event_knowledge *k, dgm_str name) {
    dgm_hits hits;
    bool ok;
    return dgm_index_find(&k->group_names, name, &hits)
               ? dgm_sectors_of(dgm_table_str(&k->groups, dgm_hits_at(&hits, 0).row, k->group_sectors), &ok)
               : 0;
}

static int parse_subject(const opener *o, dgm_str word, dgm_rule *rule) {
    if (dgm_str_is(word, "person"))
        rule->subject_person = true;
    else if (dgm_str_is(word, "actor"))
        rule->subject_actor = true;
    else if (dgm_str_is(word, "country"))
        rule->subject_country = true;
    else if (word.n > 2 && word.p[0] == '{' &&
             (rule->subject_class = class_named(o->k, (dgm_str){word.p + 1, word.n - 2})) != DGM_NONE)
        return DGM_OK;
    else if (word.n > 2 && word.p[0] == '[' &&
             (rule->subject_sectors = group_named(o->k, (dgm_str){word.p + 1, word.n - 2})) != 0)
        return DGM_OK;
    else
        return bad(o, "person, actor, country, a [group] of groups.txt or a {class} of classes.txt",
                   "a subject cannot be asked to be", word);
    return DGM_OK;
}

static int parse_needs(const opener *o, dgm_str text, dgm_rule *rule) {
    char mark;
    int rc = DGM_OK;
    while (rc == DGM_OK && text.n) {
        dgm_str word = cut(&text, " ", &mark);
        if (word.n == 0)
            continue;
        if (dgm_str_is(word, "A") || dgm_str_is(word, "AR"))
            rule->need_actor = true;
        if (dgm_str_is(word, "R") || dgm_str_is(word, "AR"))
            rule->need_recipient = true;
        else if (dgm_str_is(word, "C"))
            rule->need_clause = true;
        else if (dgm_str_is(word, "to"))
            rule->need_infinitive = true;
        else if (dgm_str_is(word, "will"))
            rule->need_will = true;
        else if (dgm_str_is(word, "quoted"))
            rule->need_quoted = true;
        else if (dgm_str_is(word, "wish"))
            rule->need_wish = true;
        else if (dgm_str_is(word, "R=country"))
            rule->recipient_country = true;
        else if (dgm_str_is(word, "R=body"))
            rule->recipient_body = true;
        else if (dgm_str_is(word, "swallow"))
            rule->swallow = true;
        else if (dgm_str_is(word, "cop"))
            rule->predicate = true;
        else if (dgm_str_is(word, "threat"))
            rule->threat = true;
        else if (dgm_str_starts(word, "O="))
            rc = parse_object(o, (dgm_str){word.p + 2, word.n - 2}, rule);
        else if (dgm_str_starts(word, "S="))
            rc = parse_subject(o, (dgm_str){word.p + 2, word.n - 2}, rule);
        else if (!dgm_str_is(word, "A"))
            rc = bad(o, "A, R, AR, C, to, will, wish, quoted, cop, swallow, threat, R=country, R=body, O=… or S=…",
                     "an unknown condition", word);
    }
    return rc;
}

static int parse_codes(const opener *o, dgm_str type, dgm_str mode, dgm_str cameo, dgm_rule *rule) {
    rule->type = DGM_EVENT_COUNT;
    rule->mode = DGM_MODE_COUNT;
    for (unsigned t = 0; t < DGM_EVENT_COUNT; t++)
        if (dgm_str_is(type, dgm_event_name(t)))
            rule->type = (uint8_t)t;
    if (rule->type == DGM_EVENT_COUNT)
        return bad(o, "one of PLOVER's sixteen", "there is no type", type);
    for (unsigned m = 0; mode.n && m < DGM_MODE_COUNT; m++)
        if (dgm_mode_type(m) == rule->type && dgm_str_is(mode, dgm_mode_name(m)))
            rule->mode = (uint8_t)m;
    if (mode.n && rule->mode == DGM_MODE_COUNT)
        return bad(o, "see the PLOVER manual", "the type has no mode", mode);
    if (cameo.n >= sizeof rule->cameo)
        return bad(o, "two to four digits", "this is no CAMEO code:", cameo);
    memcpy(rule->cameo, cameo.p, cameo.n);
    return DGM_OK;
}

/* "hold [talks]", "pull out of", "phone call": of nouns the last word is the anchor; "not budge": the word after "not". */
static int parse_words(const opener *o, dgm_str phrase, char letter, dgm_pattern *p) {
    dgm_str words[DGM_PARTS_MAX + 1];
    dgm_part parts[DGM_PARTS_MAX];
    uint32_t n = 0;
    char mark;
    while (phrase.n) {
        dgm_str word = cut(&phrase, " ", &mark);
        if (word.n == 0)
            continue;
        if (n > DGM_PARTS_MAX)
            return bad(o, "five words at most", "the predicate is too long at", word);
        words[n++] = word;
    }
    bool denies = letter == 'v' && n > 1 && dgm_str_is(words[0], "not");
    uint32_t anchor = letter == 'n' && n > 0 ? n - 1 : denies ? 1 : 0;
    p->class_letter = letter;
    p->lemma = n ? words[anchor] : (dgm_str){0};
    for (uint32_t i = 0; i < n; i++) {
        dgm_part *part = &parts[p->part_count];
        if (i == anchor)
            continue;
        *part = (dgm_part){.kind = DGM_PART_WORD, .word = words[i], .class_row = DGM_NONE};
        if (words[i].n > 1 && words[i].p[0] == '+') { /* "take +in" */
            part->word = (dgm_str){words[i].p + 1, words[i].n - 1};
            part->particle = true;
        }
        if (denies && i == 0)
            part->kind = DGM_PART_NOT;
        else if (words[i].p[0] == '[' || words[i].p[0] == '{') {
            char close = words[i].p[0] == '[' ? ']' : '}';
            bool closed = words[i].n > 2 && words[i].p[words[i].n - 1] == close;
            part->kind = DGM_PART_CLASS;
            part->class_row = closed ? class_named(o->k, (dgm_str){words[i].p + 1, words[i].n - 2}) : DGM_NONE;
            if (part->class_row == DGM_NONE)
                return bad(o, "see classes.txt", "there is no class", words[i]);
        }
        p->part_count++;
    }
    p->hash = dgm_hash(p->lemma.p, p->lemma.n, LEMMA_SEED);
    if (p->part_count && !(p->parts = keep(o, parts, p->part_count * sizeof *parts)))
        return dgm_fail_memory(o->error);
    return p->lemma.n && p->lemma.p[0] != '['
               ? DGM_OK
               : bad(o, "begin with a word", "the predicate has no word to carry it:", p->lemma);
}

static int read_row(opener *o, const int column[8]) {
    dgm_event_knowledge *k = o->k;
    dgm_str cell[8];
    char mark;
    for (int i = 0; i < 8; i++)
        cell[i] = dgm_str_of(i == 7 ? "" : dgm_table_str(&k->events, o->row, column[i]));
    dgm_rule *rule = DGM_NEW(o->arena, dgm_rule);
    if (!rule)
        return dgm_fail_memory(o->error);
    rule->row = o->row;
    for (uint32_t i = 0; i < DGM_CLASSES_MAX; i++)
        rule->object_classes[i] = DGM_NONE;
    rule->subject_class = DGM_NONE;
    rule->trust = (uint16_t)(10 * dgm_table_int(&k->events, o->row, column[7]));
    int rc = parse_codes(o, cell[2], cell[3], cell[4], rule);
    if (rc == DGM_OK)
        rc = parse_frame(o, cell[5], rule);
    if (rc == DGM_OK)
        rc = parse_needs(o, cell[6], rule);
    if (rc == DGM_OK && !(cell[1].n == 1 && strchr("vnam", cell[1].p[0])))
        rc = bad(o, "v, n, a or m", "there is no word class", cell[1]);
    for (dgm_str words = cell[0]; rc == DGM_OK && words.n;) {
        dgm_str phrase = cut(&words, ";", &mark);
        if (phrase.n == 0)
            continue;
        dgm_pattern *p = k->count < k->cap ? &k->patterns[k->count++] : NULL;
        if (!p)
            return dgm_fail_memory(o->error);
        p->rule = rule;
        rc = parse_words(o, phrase, cell[1].p[0], p);
    }
    return rc;
}

/* "Doctors warned", "the virus killed": by the noun that acts no event, whatever else the verb may mean. */
static bool is_guard(const dgm_rule *r) { return r->subject_class != DGM_NONE && r->trust < DGM_TRUST_LEAST; }

/* By lemmas; of one lemma more parts first, then guards, then more trust; rows' order decides the rest, so that the order is
 * always the same. */
static int by_weight(const void *x, const void *y) {
    const dgm_pattern *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->part_count != b->part_count)
        return a->part_count > b->part_count ? -1 : 1;
    if (is_guard(a->rule) != is_guard(b->rule))
        return is_guard(a->rule) ? -1 : 1;
    if (a->rule->trust != b->rule->trust)
        return a->rule->trust > b->rule->trust ? -1 : 1;
    return a->rule->row < b->rule->row ? -1 : a->rule->row > b->rule->row;
}

/* Where the lemma of a hash stands, or would. (That two lemmas of a lexicon share 64 bits is not to be expected, and does no harm: what
 * is looked up is compared.) */
static uint32_t slot_of(const dgm_event_knowledge *k, uint64_t hash) {
    uint32_t at = (uint32_t)hash & k->mask;
    while (k->slots[at] != DGM_NONE && k->patterns[k->slots[at]].hash != hash)
        at = (at + 1) & k->mask;
    return at;
}

static int make_slots(opener *o) {
    dgm_event_knowledge *k = o->k;
    uint32_t slots = 64;
    while (slots < 2 * k->count)
        slots *= 2;
    k->slots = DGM_NEWS(o->arena, uint32_t, slots);
    if (!k->slots)
        return dgm_fail_memory(o->error);
    k->mask = slots - 1;
    memset(k->slots, 0xFF, slots * sizeof *k->slots);
    qsort(k->patterns, k->count, sizeof *k->patterns, by_weight);
    for (uint32_t i = 0; i < k->count; i++) {
        dgm_pattern *p = &k->patterns[i];
        p->last = i + 1 == k->count || p[1].hash != p->hash;
        if (i == 0 || p[-1].last)
            k->slots[slot_of(k, p->hash)] = i;
    }
    return DGM_OK;
}

const dgm_pattern *dgm_rules_first(const dgm_event_knowledge *k, dgm_str lemma) {
    uint32_t i = k->slots[slot_of(k, dgm_hash(lemma.p, lemma.n, LEMMA_SEED))];
    return i != DGM_NONE && dgm_str_eq(k->patterns[i].lemma, lemma) ? &k->patterns[i] : NULL;
}

bool dgm_in_class(const dgm_event_knowledge *k, dgm_str lemma, uint32_t row) {
    dgm_hits hits;
    if (!dgm_index_find(&k->class_words, lemma, &hits))
        return false;
    for (uint32_t i = 0; i < hits.count; i++)
        if (dgm_hits_at(&hits, i).row == row)
            return true;
    return false;
}

static bool open_tables(const dgm_store *store, dgm_event_knowledge *k) {
    const struct {
        const char *table, *column;
        dgm_table *t;
        dgm_index *i;
    } wanted[] = {{"classes", "words", &k->classes, &k->class_words},
                  {"classes", "name", &k->classes, &k->class_names},
                  {"subject_groups", "name", &k->groups, &k->group_names},
                  {"status", "words", &k->status, &k->status_words},
                  {"contexts", "words", &k->contexts, &k->context_words}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (dgm_store_table(store, wanted[i].table, wanted[i].t) != DGM_OK ||
            dgm_table_index(wanted[i].t, wanted[i].column, wanted[i].i) != DGM_OK)
            return false;
    k->aside = class_named(k, DGM_STR("aside"));
    k->already = class_named(k, DGM_STR("already"));
    k->circumstance = class_named(k, DGM_STR("circumstance"));
    k->time_word = class_named(k, DGM_STR("time_word"));
    k->habit = class_named(k, DGM_STR("habit"));
    k->elsewhere = class_named(k, DGM_STR("elsewhere"));
    k->munition = class_named(k, DGM_STR("munition"));
    k->attack = class_named(k, DGM_STR("attack"));
    k->diplomat = class_named(k, DGM_STR("diplomat"));
    k->undergone = class_named(k, DGM_STR("undergone"));
    k->helper = class_named(k, DGM_STR("helper"));
    k->blast = class_named(k, DGM_STR("blast"));
    k->troops = class_named(k, DGM_STR("troops"));
    k->town = class_named(k, DGM_STR("town"));
    k->amount = class_named(k, DGM_STR("amount"));
    k->causer = class_named(k, DGM_STR("causer"));
    k->ending = class_named(k, DGM_STR("ending"));
    k->accident = class_named(k, DGM_STR("accident"));
    k->status_kind = dgm_table_column(&k->status, "kind");
    k->status_effect = dgm_table_column(&k->status, "effect");
    k->context_name = dgm_table_column(&k->contexts, "name");
    k->group_sectors = dgm_table_column(&k->groups, "sectors");
    k->armed = group_named(k, DGM_STR("armed"));
    k->irregulars = group_named(k, DGM_STR("irregulars"));
    return dgm_store_table(store, "events", &k->events) == DGM_OK;
}

int dgm_rules_open(const dgm_store *store, dgm_arena *arena, dgm_event_knowledge *k, dgm_error *error) {
    static const char *const names[8] = {"words", "class", "type", "mode", "cameo", "frame", "needs", "trust"};
    opener o = {.k = k, .arena = arena, .error = error};
    int column[8], rc = DGM_OK;
    if (!open_tables(store, k))
        return DGM_OK;
    for (int i = 0; i < 8; i++)
        if ((column[i] = dgm_table_column(&k->events, names[i])) < 0)
            return dgm_fail_at(error, DGM_BAD_LEXICON, "events", "see core/lexicon/events/README.md",
                               "the table has no column \"%s\"", names[i]);
    for (uint32_t row = 0; row < k->events.rows; row++)
        for (const char *p = dgm_table_str(&k->events, row, column[0]); p; p = strchr(p + 1, ';'))
            k->cap++;
    k->patterns = DGM_NEWS(arena, dgm_pattern, k->cap + 1);
    if (!k->patterns)
        return dgm_fail_memory(error);
    for (o.row = 0; rc == DGM_OK && o.row < k->events.rows; o.row++)
        rc = read_row(&o, column);
    if (rc == DGM_OK)
        rc = make_slots(&o);
    k->words_column = column[0];
    k->known = rc == DGM_OK;
    return rc;
}
