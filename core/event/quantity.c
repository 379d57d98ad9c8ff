/* SPDX-License-Identifier: Apache-2.0 */
#include "event/quantity.h"

#include <math.h>
#include <string.h>

#include "base/fold.h"
#include "doc/tree.h"

#define COUNT_MOST 1e9
#define MONEY_MOST 1e15 /* ten times what the world makes in a year; also keeps "hundred hundred …" finite */
#define DIGITS_MOST 24u /* longer is no number of people or money */
#define NAME_REACH 2u   /* words of a currency before its noun: "New Zealand dollars" */
#define BEFORE_REACH 3u /* tokens before a number in which "fewer than" stands */

enum kind { NO_NUMBER, ONE, HUNDRED, SCALE, HALF, LINK, MANY, MOST, DIGITS };

typedef struct part {
    enum kind kind;
    double value;
} part;

void dgm_quantity_open(const dgm_store *store, dgm_quantity_knowledge *k) {
    k->known = dgm_store_table(store, "numbers", &k->numbers) == DGM_OK &&
               dgm_table_index(&k->numbers, "words", &k->number_words) == DGM_OK &&
               dgm_store_table(store, "currency_names", &k->names) == DGM_OK &&
               dgm_table_index(&k->names, "names", &k->currency_names) == DGM_OK &&
               dgm_store_table(store, "currency_signs", &k->signs) == DGM_OK;
    if (!k->known)
        return;
    k->value = dgm_table_column(&k->numbers, "value");
    k->kind = dgm_table_column(&k->numbers, "kind");
    k->name_code = dgm_table_column(&k->names, "code");
    k->sign = dgm_table_column(&k->signs, "sign");
    k->before = dgm_table_column(&k->signs, "before");
    k->sign_code = dgm_table_column(&k->signs, "code");
    k->known =
        k->value >= 0 && k->kind >= 0 && k->name_code >= 0 && k->sign >= 0 && k->before >= 0 && k->sign_code >= 0;
}

/* ---- one token ---------------------------------------------------------------------------------------------------------- */

/* "1,200", "3.25"; a comma parts thousands only: "1,5" is told of nothing that can be read for sure. */
static bool digits(dgm_str s, double *out) {
    double value = 0, place = 0;
    uint32_t comma = 0; /* digits since the last one, plus one */
    if (s.n == 0 || s.n > DIGITS_MOST || s.p[0] < '0' || s.p[0] > '9')
        return false;
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == ',' && place == 0 && (comma == 0 || comma == 4))
            comma = 1;
        else if (c == '.' && place == 0 && (comma == 0 || comma == 4) && i + 1 < s.n)
            place = 1, comma = 0;
        else if (c >= '0' && c <= '9') {
            if (place > 0)
                place /= 10, value += (c - '0') * place;
            else
                value = value * 10 + (c - '0');
            comma += comma > 0;
        } else
            return false;
    }
    *out = value;
    return comma == 0 || comma == 4;
}

static enum kind kind_named(const char *name) {
    static const struct {
        const char *name;
        enum kind kind;
    } kinds[] = {{"one", ONE},   {"hundred", HUNDRED}, {"scale", SCALE}, {"half", HALF},
                 {"link", LINK}, {"many", MANY},       {"most", MOST}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(name, kinds[i].name) == 0)
            return kinds[i].kind;
    return NO_NUMBER;
}

static part part_at(const dgm_quantity_knowledge *k, const dgm_doc *doc, uint32_t token) {
    dgm_hits hits;
    part p = {NO_NUMBER, 0};
    dgm_str form = dgm_doc_form(doc, token);
    if (digits(form, &p.value))
        p.kind = DIGITS;
    else if (dgm_str_is(form, "-"))
        p.kind = LINK;
    else if (dgm_index_find(&k->number_words, form, &hits)) {
        uint32_t row = dgm_hits_at(&hits, 0).row;
        p = (part){kind_named(dgm_table_str(&k->numbers, row, k->kind)), dgm_table_real(&k->numbers, row, k->value)};
    }
    return p;
}

static bool is_number(enum kind kind) { return kind != NO_NUMBER && kind != LINK && kind != MANY && kind != MOST; }

/* ---- a number ----------------------------------------------------------------------------------------------------------- */

/* May the number go on over a link ("hundred and fifty", "half a million", "twenty-three")? Not from one number to another: "five and
 * ten", "30-40". */
static bool links(part left, part right) {
    return left.kind == HALF || left.kind == HUNDRED || left.kind == SCALE || right.kind == HALF ||
           (left.kind == ONE && left.value >= 20 && right.kind == ONE && right.value < 10);
}

/* The number that the tokens up to `last` end with begins here. */
static uint32_t begin_of(const dgm_quantity_knowledge *k, const dgm_doc *doc, uint32_t first, uint32_t last) {
    uint32_t at = last;
    part right = part_at(k, doc, last);
    for (uint32_t t = last; t-- > first;) {
        part p = part_at(k, doc, t);
        if (p.kind == LINK)
            continue;
        bool beside = t + 1 == at;
        if (!is_number(p.kind) || (beside && (p.kind == DIGITS || p.kind == ONE) && right.kind == DIGITS) ||
            (!beside && !links(p, right)))
            break;
        at = t;
        right = p;
    }
    return at;
}

/* The value of the tokens [first, end); < 0: they are no number. */
static double value_of(const dgm_quantity_knowledge *k, const dgm_doc *doc, uint32_t first, uint32_t end) {
    double total = 0, group = 0;
    bool any = false;
    for (uint32_t t = first; t < end; t++) {
        part p = part_at(k, doc, t);
        if (p.kind == DIGITS || p.kind == ONE || p.kind == HALF)
            group += p.value;
        else if (p.kind == HUNDRED)
            group = (group > 0 ? group : 1) * p.value;
        else if (p.kind == SCALE) {
            total += (group > 0 ? group : 1) * p.value;
            group = 0;
        }
        any = any || is_number(p.kind);
    }
    return any ? total + group : -1;
}

/* One past the last token of the number that has a part at `first`: "40 million", "hundred and six". */
static uint32_t end_of(const dgm_quantity_knowledge *k, const dgm_doc *doc, uint32_t first, uint32_t end) {
    uint32_t after = first + 1;
    part left = part_at(k, doc, first);
    for (uint32_t t = after; t < end; t++) {
        part p = part_at(k, doc, t);
        if (p.kind == LINK)
            continue;
        bool beside = t == after;
        if (!is_number(p.kind) || p.kind == DIGITS || (!beside && !links(left, p)))
            break;
        after = t + 1;
        left = p;
    }
    return after;
}

/* "fewer than 10": ten is just what it is not. */
static bool bounded_above(const dgm_quantity_knowledge *k, const dgm_doc *doc, uint32_t first, uint32_t number) {
    for (uint32_t t = number; t > first && number - t < BEFORE_REACH; t--)
        if (part_at(k, doc, t - 1).kind == MOST)
            return true;
    return false;
}

int64_t dgm_count(const dgm_quantity_knowledge *k, const dgm_doc *doc, uint32_t noun) {
    if (!k->known || noun == DGM_NONE)
        return -1;
    uint32_t first = doc->sentences.items[doc->tokens.items[noun].sentence].first, number = noun, c = DGM_NONE;
    if (doc->tokens.items[noun].upos != DGM_UPOS_NUM) {
        number =
            DGM_NONE; /* of several the last before the noun ends the number; what follows it is a range's upper end */
        while ((c = dgm_tree_child(doc, noun, c)) != DGM_NONE && c < noun)
            if (doc->tokens.items[c].rel == DGM_REL_NUMMOD)
                number = c;
    }
    if (number == DGM_NONE || !is_number(part_at(k, doc, number).kind))
        return -1;
    uint32_t begin = begin_of(k, doc, first, number);
    double value = value_of(k, doc, begin, number == noun ? noun + 1 : end_of(k, doc, number, noun));
    bool whole = value >= 0 && value <= COUNT_MOST && fabs(value - round(value)) < 1e-6;
    return whole && !bounded_above(k, doc, first, begin) ? llround(value) : -1;
}

bool dgm_is_one(const dgm_quantity_knowledge *k, const dgm_doc *doc, uint32_t noun) {
    uint32_t article = dgm_tree_child_rel(doc, noun, DGM_REL_DET);
    dgm_hits hits;
    if (!k->known || article == DGM_NONE || !dgm_tree_lemma_is(doc, article, "a") ||
        !(doc->tokens.items[noun].feats & DGM_FEAT(SING)))
        return false;
    return !dgm_index_find(&k->number_words, doc->tokens.items[noun].lemma, &hits) ||
           kind_named(dgm_table_str(&k->numbers, dgm_hits_at(&hits, 0).row, k->kind)) != MANY;
}

/* ---- money -------------------------------------------------------------------------------------------------------------- */

/* The currency that the noun at `token` names: "Australian dollars", "euros". NULL: it is none. */
static const char *currency_named(const dgm_quantity_knowledge *k, const dgm_doc *doc, uint32_t first, uint32_t token) {
    uint32_t from = token - first < NAME_REACH ? first : token - NAME_REACH;
    for (; from <= token; from++) {
        dgm_walk walk = {0};
        dgm_hits hits = {0};
        bool on = true;
        for (uint32_t t = from; on && t <= token; t++) {
            dgm_str word = t == token ? doc->tokens.items[t].lemma : dgm_doc_form(doc, t);
            dgm_unit unit;
            for (uint32_t at = 0; on && dgm_fold_next(word, &at, &unit);)
                on = dgm_index_walk(&k->currency_names, &walk, unit.text, unit.n, &hits);
        }
        if (on && hits.count)
            return dgm_table_str(&k->names, dgm_hits_at(&hits, 0).row, k->name_code);
    }
    return NULL;
}

/* The currency whose sign stands at `token`: "€", "A$", "$" behind an "A". */
static const char *currency_signed(const dgm_quantity_knowledge *k, const dgm_doc *doc, uint32_t first,
                                   uint32_t token) {
    bool beside = token > first && doc->tokens.items[token - 1].span.end == doc->tokens.items[token].span.start;
    for (uint32_t row = 0; row < k->signs.rows; row++) {
        const char *before = dgm_table_str(&k->signs, row, k->before);
        if (dgm_str_is(dgm_doc_form(doc, token), dgm_table_str(&k->signs, row, k->sign)) &&
            (!*before || (beside && dgm_str_is(dgm_doc_form(doc, token - 1), before))))
            return dgm_table_str(&k->signs, row, k->sign_code);
    }
    return NULL;
}

/* The number beside a currency: before its name ("3 million euros"), behind its sign or code ("$3m", "EUR 3 million"). */
static double amount_at(const dgm_quantity_knowledge *k, const dgm_doc *doc, const dgm_sentence *s, uint32_t token) {
    uint32_t t = token + 1;
    if (t < s->end && part_at(k, doc, t).kind == DIGITS)
        return value_of(k, doc, t, end_of(k, doc, t, s->end));
    for (t = token; t > s->first && token - t <= NAME_REACH; t--) {
        part p = part_at(k, doc, t - 1);
        if (is_number(p.kind))
            return value_of(k, doc, begin_of(k, doc, s->first, t - 1), t);
    }
    return -1;
}

bool dgm_money(const dgm_quantity_knowledge *k, const dgm_doc *doc, uint32_t token, double *value, char code[4]) {
    const dgm_token *word = &doc->tokens.items[token];
    const dgm_sentence *s = &doc->sentences.items[word->sentence];
    const char *name = NULL;
    if (!k->known)
        return false;
    if (word->upos == DGM_UPOS_SYM || word->upos == DGM_UPOS_PROPN)
        name = currency_signed(k, doc, s->first, token);
    if (!name && (word->upos == DGM_UPOS_SYM || word->upos == DGM_UPOS_PROPN || word->upos == DGM_UPOS_NOUN))
        name = currency_named(k, doc, s->first, token);
    if (!name || strlen(name) != 3)
        return false;
    *value = amount_at(k, doc, s, token);
    memcpy(code, name, 4);
    return *value >= 0 && *value <= MONEY_MOST;
}
