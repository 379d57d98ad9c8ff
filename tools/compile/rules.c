/* SPDX-License-Identifier: Apache-2.0 */
/* What the rows of a table may not say together: one name in two rows, two holders of one seat on one day. */
#include <stdlib.h>

#include "compile/lexicon.h"

#define EXACT(date) ((date) % 100 != 0) /* to the day; a year or a month decides nothing */

static uint32_t column_of(dgm_lexicon *lexicon, const dgm_lex_table *t, dgm_place place, dgm_str word, uint32_t type) {
    uint32_t c = dgm_lex_find(t, word);
    int shown = (int)(word.n < 40 ? word.n : 40);
    if (c == DGM_NONE)
        dgm_lexicon_wrong(lexicon, place, "name one of its @columns, after them", "table %s has no column %.*s",
                          t->name, shown, word.p);
    else if (t->columns[c].type != type) {
        dgm_lexicon_wrong(lexicon, place, type == DGM_COLUMN_DATE ? "the last two are dates" : "only text is compared",
                          "column %.*s has another type", shown, word.p);
        c = DGM_NONE;
    }
    return c;
}

int dgm_lexicon_distinct(dgm_lexicon *lexicon, dgm_lex_table *t, dgm_place place, dgm_str list) {
    for (dgm_str word = dgm_lex_word(&list); word.n; word = dgm_lex_word(&list)) {
        uint32_t c = column_of(lexicon, t, place, word, DGM_COLUMN_TEXT);
        if (c == DGM_NONE)
            return DGM_OK;
        if (!t->columns[c].indexed)
            dgm_lexicon_wrong(lexicon, place, "write @index before it", "column %s has no index", t->columns[c].name);
        else
            t->columns[c].distinct = true;
    }
    return DGM_OK;
}

int dgm_lexicon_alone(dgm_lexicon *lexicon, dgm_lex_table *t, dgm_place place, dgm_str list) {
    dgm_str words[DGM_KEYS_MAX + 4];
    uint32_t count = 0, dates = 0;
    dgm_str word = dgm_lex_word(&list);
    for (; word.n && count < DGM_KEYS_MAX + 4; word = dgm_lex_word(&list))
        words[count++] = word;
    while (dates < 3 && dates < count) {
        uint32_t c = dgm_lex_find(t, words[count - 1 - dates]);
        if (c == DGM_NONE || t->columns[c].type != DGM_COLUMN_DATE)
            break;
        dates++;
    }
    if (word.n || dates < 2 || count < dates + 2 || count > dates + 1 + DGM_KEYS_MAX) {
        dgm_lexicon_wrong(lexicon, place, "write @alone KEY NAME FROM TO, with up to four keys; FROM and TO are dates",
                          "@alone has no use for these columns");
        return DGM_OK;
    }
    dgm_lex_alone a = {.count = count - dates - 1, .until = DGM_NONE};
    uint32_t *const at[] = {&a.name, &a.from, &a.to, &a.until};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t c = column_of(lexicon, t, place, words[i], i + dates < count ? DGM_COLUMN_TEXT : DGM_COLUMN_DATE);
        if (c == DGM_NONE)
            return DGM_OK;
        *(i < a.count ? &a.keys[i] : at[i - a.count]) = c;
    }
    t->alone = a;
    return DGM_OK;
}

/* ---- when all is read ------------------------------------------------------------------------------------------------ */

typedef struct sorter {
    const dgm_lex_table *t;
    uint32_t row;
} sorter;

static uint64_t cell(const sorter *s, uint32_t column) { return s->t->columns[column].cells[s->row]; }

static int compare(const void *x, const void *y) {
    const sorter *a = x, *b = y;
    const dgm_lex_alone *alone = &a->t->alone;
    for (uint32_t i = 0; i < alone->count; i++)
        if (cell(a, alone->keys[i]) != cell(b, alone->keys[i]))
            return cell(a, alone->keys[i]) < cell(b, alone->keys[i]) ? -1 : 1;
    if (cell(a, alone->from) != cell(b, alone->from))
        return cell(a, alone->from) < cell(b, alone->from) ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static bool same_keys(const sorter *a, const sorter *b) {
    for (uint32_t i = 0; i < a->t->alone.count; i++)
        if (cell(a, a->t->alone.keys[i]) != cell(b, a->t->alone.keys[i]))
            return false;
    return true;
}

static bool has_part(const sorter *s) {
    for (uint32_t i = 0; i < s->t->alone.count; i++)
        if (cell(s, s->t->alone.keys[i]) == 0) /* "" stands at offset 0 */
            return false;
    return EXACT(cell(s, s->t->alone.from));
}

/* The day on which a row ends as far as is known; 0: never. */
static uint64_t end_of(const sorter *s) {
    uint64_t to = cell(s, s->t->alone.to);
    return to || s->t->alone.until == DGM_NONE ? to : cell(s, s->t->alone.until);
}

/* Does `next` say again what `last` says, of the same person and day? Then the row with an end counts. */
static bool same_term(const sorter *last, const sorter *next) {
    const dgm_lex_alone *a = &next->t->alone;
    return same_keys(last, next) && cell(last, a->name) == cell(next, a->name) &&
           cell(last, a->from) == cell(next, a->from);
}

/* `last` of the rows before is the one that ends last: the next may begin on the day it ends, no earlier. */
static void check_pair(dgm_lexicon *lexicon, const sorter *last, const sorter *next) {
    const dgm_lex_table *t = next->t;
    uint64_t ends = end_of(last);
    if (!same_keys(last, next) || cell(last, t->alone.name) == cell(next, t->alone.name) ||
        (ends && (!EXACT(ends) || cell(next, t->alone.from) >= ends)))
        return;
    dgm_place place = {lexicon->strings.p + t->files[next->row], t->lines[next->row]};
    dgm_lexicon_wrong(
        lexicon, place,
        "end the earlier term: in its own line, or with a line of the same name and first day in a file by hand",
        "%s: \"%.60s\" begins while \"%.60s\" of %s:%u holds the seat", t->name,
        lexicon->strings.p + cell(next, t->alone.name), lexicon->strings.p + cell(last, t->alone.name),
        lexicon->strings.p + t->files[last->row], t->lines[last->row]);
}

static int check_alone(dgm_lexicon *lexicon, const dgm_lex_table *t) {
    sorter *rows = calloc((size_t)t->rows + 1, sizeof *rows);
    uint32_t count = 0, last = 0;
    if (!rows)
        return dgm_fail_memory(lexicon->error);
    for (uint32_t i = 0; i < t->rows; i++) {
        rows[count] = (sorter){t, i};
        count += has_part(&rows[count]);
    }
    qsort(rows, count, sizeof *rows, compare);
    for (uint32_t i = 1; i < count; i++) {
        if (same_term(&rows[last], &rows[i])) {
            last = cell(&rows[last], t->alone.to) ? last : i;
            continue;
        }
        check_pair(lexicon, &rows[last], &rows[i]);
        uint64_t ends = end_of(&rows[last]), own = end_of(&rows[i]);
        if (!same_keys(&rows[last], &rows[i]) || (ends && (!own || own > ends)))
            last = i;
    }
    free(rows);
    return DGM_OK;
}

int dgm_lexicon_check(dgm_lexicon *lexicon) {
    int code = DGM_OK;
    for (uint32_t i = 0; !code && i < lexicon->table_count; i++)
        if (lexicon->tables[i]->alone.count)
            code = check_alone(lexicon, lexicon->tables[i]);
    return code;
}
