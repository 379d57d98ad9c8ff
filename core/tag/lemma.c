/* SPDX-License-Identifier: Apache-2.0 */
#include "tag/lemma.h"

#include <string.h>

#include "base/utf8.h"

#define FORM_MAX 120u

static bool find_table(const dgm_store *store, const char *name, const char *column, dgm_table *table,
                       dgm_index *index) {
    return dgm_store_table(store, name, table) == DGM_OK && dgm_table_index(table, column, index) == DGM_OK;
}

int dgm_lemmas_open(const dgm_store *store, dgm_lemmas *out, dgm_error *error) {
    dgm_table table;
    (void)error;
    *out = (dgm_lemmas){0};
    if (!find_table(store, "lemmas", "forms", &out->irregular, &out->forms) ||
        !find_table(store, "e_stems", "stems", &out->stems, &out->keeps_e))
        return DGM_OK;
    out->lemma_column = dgm_table_column(&out->irregular, "lemma");
    out->class_column = dgm_table_column(&out->irregular, "class");
    out->known = out->lemma_column >= 0 && out->class_column >= 0;
    out->nations = find_table(store, "countries", "adjectives", &table, &out->nationalities);
    out->adjectives = find_table(store, "capital_adjectives", "words", &table, &out->capitals);
    if (find_table(store, "tagged_lemmas", "forms", &out->tagged, &out->tagged_forms)) {
        out->tagged_lemma = dgm_table_column(&out->tagged, "lemma");
        out->tagged_upos = dgm_table_column(&out->tagged, "upos");
        out->tagged_xpos = dgm_table_column(&out->tagged, "xpos");
        out->learnt = out->tagged_lemma >= 0 && out->tagged_upos >= 0 && out->tagged_xpos >= 0;
    }
    return DGM_OK;
}

static bool capital(char c) { return c >= 'A' && c <= 'Z'; }
static bool small(char c) { return c >= 'a' && c <= 'z'; }
static bool digit(char c) { return c >= '0' && c <= '9'; }

bool dgm_lemma_shouted(const dgm_doc *doc, uint32_t first, uint32_t end) {
    uint32_t words = 0, capitals = 0, longest = 0;
    for (uint32_t i = first; i < end; i++) {
        const dgm_token *t = &doc->tokens.items[i];
        uint32_t n = t->span.end - t->span.start;
        bool all = t->shape & DGM_SHAPE_ALL_UPPER;
        if ((t->shape & (DGM_SHAPE_PUNCT | DGM_SHAPE_DIGIT)) || n < 2)
            continue;
        words++;
        capitals += all;
        longest = all && n > longest ? n : longest;
    }
    /* "US, UK and EU" is no shout, "QUESTIONS" is one */
    return capitals * 3 > words * 2 && (capitals > 2 || longest > 6);
}

/* Is `form` in capitals, or capitals and digits: "TV", "CO2", "G20", "U.S."? */
static bool acronym(dgm_str form) {
    bool any = false;
    for (uint32_t i = 0; i < form.n; i++) {
        if (small(form.p[i]) || (unsigned char)form.p[i] >= 0x80)
            return false;
        any = any || capital(form.p[i]);
    }
    return any;
}

/* "PhD", "pro-Beijing": a capital that no place in the sentence explains. */
static bool capital_inside(dgm_str form) {
    for (uint32_t i = 1; i < form.n; i++)
        if (capital(form.p[i]))
            return true;
    return false;
}

/* The entry that is written like the form, else one that is written small. */
static bool learnt(const dgm_lemmas *l, const dgm_lemma_question *q, dgm_str *lemma) {
    dgm_hits hits;
    bool found = false;
    if (!l->learnt || !dgm_index_find(&l->tagged_forms, q->form, &hits))
        return false;
    for (uint32_t i = 0; i < hits.count; i++) {
        dgm_hit hit = dgm_hits_at(&hits, i);
        bool exact = dgm_str_is(q->form, hit.name);
        if ((!exact && (q->upos == DGM_UPOS_PROPN || found || !dgm_str_ieq(q->form, hit.name))) ||
            strcmp(dgm_table_str(&l->tagged, hit.row, l->tagged_upos), dgm_upos_name(q->upos)) != 0 ||
            strcmp(dgm_table_str(&l->tagged, hit.row, l->tagged_xpos), dgm_xpos_name(q->xpos)) != 0)
            continue;
        *lemma = dgm_str_of(dgm_table_str(&l->tagged, hit.row, l->tagged_lemma));
        found = true;
        if (exact)
            break;
    }
    return found;
}

static char class_of(unsigned upos) {
    return upos == DGM_UPOS_VERB || upos == DGM_UPOS_AUX ? 'v'
           : upos == DGM_UPOS_NOUN                       ? 'n'
           : upos == DGM_UPOS_ADJ                        ? 'a'
           : upos == DGM_UPOS_ADV                        ? 'r'
                                                         : 'x';
}

static bool irregular(const dgm_lemmas *l, dgm_str lower, unsigned upos, dgm_str *lemma) {
    dgm_hits hits;
    if (!l->known || !dgm_index_find(&l->forms, lower, &hits))
        return false;
    for (uint32_t i = 0; i < hits.count; i++) {
        dgm_hit hit = dgm_hits_at(&hits, i);
        const char *class = dgm_table_str(&l->irregular, hit.row, l->class_column);
        if (strchr(class, class_of(upos)) && dgm_str_is(lower, hit.name)) {
            *lemma = dgm_str_of(dgm_table_str(&l->irregular, hit.row, l->lemma_column));
            return true;
        }
    }
    return false;
}

static bool vowel(char c) { return c != '\0' && strchr("aeiou", c) != NULL; }

/* "fad", "brib": one vowel between consonants, no other before. Without an e the last letter would have been doubled. */
static bool short_stem(const char *s, uint32_t n) {
    if (n < 3 || vowel(s[n - 1]) || strchr("swxy", s[n - 1]) || !vowel(s[n - 2]))
        return false;
    for (uint32_t i = 0; i < n - 2; i++)
        if (vowel(s[i]) || s[i] == 'y')
            return false;
    return true;
}

/* "accus" needs its e back, "condemn" does not. The lexicon lists the stems; a few endings decide for words that it lacks. */
static bool wants_e(const dgm_lemmas *l, const char *s, uint32_t n) {
    dgm_hits hits;
    if (l->known && dgm_index_find(&l->keeps_e, (dgm_str){s, n}, &hits))
        return true;
    if (n < 3)
        return false;
    if (short_stem(s, n))
        return true;
    char last = s[n - 1], before = s[n - 2], third = s[n - 3];
    if (last == 'g')
        return before != last && strchr("aeiudlr", before); /* "mortgag", "bridg", "merg" */
    if (last == 'v' || last == 'u' || last == 'z' || last == 'c')
        return before != last;
    if (last == 's' && before == 'i')
        return true; /* "organis", "rais" */
    if (last == 't' && before == 'a')
        return n > 4 && !vowel(third);                       /* -ate; "treat", "defeat" keep none */
    return last == 'l' && strchr("bcdgkpt", before) != NULL; /* -ble, -dle, -ple … */
}

/* After -ed or -ing was cut off: "stopp" → "stop", "accus" → "accuse". */
static uint32_t restore(const dgm_lemmas *l, char *s, uint32_t n) {
    if (n > 3 && s[n - 1] == s[n - 2] && !vowel(s[n - 1]) && !strchr("lsfz", s[n - 1]))
        return n - 1;
    if (n > 5 && s[n - 1] == 'l' && s[n - 2] == 'l' && strchr("eo", s[n - 3]))
        return n - 1; /* "cancell" → "cancel", "patroll" → "patrol", but "kill", "call" */
    if (wants_e(l, s, n))
        s[n++] = 'e';
    return n;
}

static bool ends(const char *s, uint32_t n, const char *end) {
    size_t m = strlen(end);
    return n > m && memcmp(s + n - m, end, m) == 0;
}

static uint32_t strip_s(char *s, uint32_t n, bool verb) {
    if (ends(s, n, "ies") && n > 4) {
        s[n - 3] = 'y';
        return n - 2;
    }
    if (ends(s, n, "sses") || ends(s, n, "ches") || ends(s, n, "shes") || ends(s, n, "xes") ||
        (verb && ends(s, n, "zzes")))
        return n - 2;
    if (ends(s, n, "oes") && n > (verb ? 3u : 5u)) /* "goes", "vetoes", "heroes", but "foes" */
        return n - 2;
    if (ends(s, n, "ss") || (verb && (ends(s, n, "us") || ends(s, n, "is"))))
        return n;
    return n > 2 && s[n - 1] == 's' ? n - 1 : n;
}

/* "wealthiest" → "wealthy", "simpler" → "simple", "bigger" → "big". */
static uint32_t positive(const dgm_lemmas *l, char *s, uint32_t n, uint32_t ending) {
    n -= ending;
    if (n > 2 && s[n - 1] == 'i') {
        s[n - 1] = 'y';
        return n;
    }
    return restore(l, s, n);
}

static uint32_t inflect(const dgm_lemmas *l, char *s, uint32_t n, unsigned upos, unsigned xpos) {
    bool verb = upos == DGM_UPOS_VERB || upos == DGM_UPOS_AUX;
    /* a verb whose other tag is none: the two were not read together */
    if (verb && (xpos == DGM_XPOS_NN || xpos == DGM_XPOS_JJ))
        xpos = ends(s, n, "ing") ? DGM_XPOS_VBG : DGM_XPOS_VBN;
    if (xpos == DGM_XPOS_NNS || xpos == DGM_XPOS_NNPS || xpos == DGM_XPOS_VBZ)
        return strip_s(s, n, verb);
    if (verb && (xpos == DGM_XPOS_VBD || xpos == DGM_XPOS_VBN) && ends(s, n, "ied") && n > 4) {
        s[n - 3] = 'y';
        return n - 2;
    }
    if (verb && (xpos == DGM_XPOS_VBD || xpos == DGM_XPOS_VBN) && ends(s, n, "ed") && n > 3)
        return restore(l, s, n - 2);
    if (verb && xpos == DGM_XPOS_VBG && ends(s, n, "ing") && n > 4)
        return restore(l, s, n - 3);
    if ((xpos == DGM_XPOS_JJR || xpos == DGM_XPOS_RBR) && ends(s, n, "er") && n > 4)
        return positive(l, s, n, 2);
    if ((xpos == DGM_XPOS_JJS || xpos == DGM_XPOS_RBS) && ends(s, n, "est") && n > 5)
        return positive(l, s, n, 3);
    return n;
}

/* The plain one of the signs that stand for it, as UD English has them: dashes, quotation marks, dots. */
static dgm_str sign(dgm_str form) {
    uint32_t step = 0, c = dgm_utf8_next(form.p, form.n, &step);
    bool one = step == form.n;
    if ((one && c >= 0x2010 && c <= 0x2015 && c != 0x2014) || dgm_str_is(form, "--"))
        return DGM_STR("-");
    if ((one && c >= 0x201C && c <= 0x201F) || dgm_str_is(form, "``") || dgm_str_is(form, "''"))
        return DGM_STR("\"");
    if (one && c >= 0x2018 && c <= 0x201B)
        return DGM_STR("'");
    return dgm_str_is(form, "...") ? DGM_STR("…") : form;
}

/* "10,000" → "10000"; "Seventy", "TWO" → "seventy", "two" (but "II") */
static uint32_t number(dgm_str form, char *s) {
    uint32_t n = 0;
    bool word = form.n > 1 && capital(form.p[0]), roman = true;
    for (uint32_t i = 0; i < form.n; i++) {
        bool grouping = form.p[i] == ',' && i && i + 3 < form.n && digit(form.p[i - 1]);
        roman = roman && strchr("IVXLCDM", form.p[i]);
        word = word && (capital(form.p[i]) || small(form.p[i]) || form.p[i] == '-');
        if (!grouping)
            s[n++] = form.p[i];
    }
    for (uint32_t i = 0; word && !roman && i < n; i++)
        s[i] = (char)(capital(s[i]) ? s[i] + ('a' - 'A') : s[i]);
    return n;
}

/* Names keep their form; the plural loses its ending ("States" → "State"), and a verb, adjective or numeral that is part
 * of a name its inflection ("United" → "Unite"). In a sentence of capitals they have one capital. */
static uint32_t name(const dgm_lemmas *l, const dgm_lemma_question *q, char *s) {
    uint32_t n = q->form.n;
    memcpy(s, q->form.p, n);
    bool in_capitals = n > 4 && acronym(q->form) && !memchr(s, '.', n);
    for (uint32_t i = 1; q->shouted && in_capitals && i < n; i++)
        s[i] = (char)(capital(s[i]) ? s[i] + ('a' - 'A') : s[i]);
    if (q->xpos == DGM_XPOS_NNPS)
        return strip_s(s, n, false);
    if (q->upos == DGM_UPOS_VERB && (ends(s, n, "ed") || ends(s, n, "ing")))
        return inflect(l, s, n, DGM_UPOS_VERB, s[n - 1] == 'd' ? DGM_XPOS_VBN : DGM_XPOS_VBG);
    return n;
}

/* Does the word keep its capitals? "TV", "Palestinian", "pro-Beijing", "mRNA" */
static bool keeps_capitals(const dgm_lemmas *l, const dgm_lemma_question *q) {
    dgm_hits hits;
    bool content = q->upos == DGM_UPOS_NOUN || q->upos == DGM_UPOS_ADJ || q->upos == DGM_UPOS_X;
    if (!content || q->shouted)
        return q->upos == DGM_UPOS_INTJ && q->form.n < 4 && acronym(q->form);
    if (acronym(q->form) && q->upos == DGM_UPOS_ADJ && q->form.n > 3)
        return false; /* "it is GREAT" */
    if (capital_inside(q->form) || acronym(q->form) || q->upos == DGM_UPOS_X)
        return true;
    return q->upos == DGM_UPOS_ADJ && capital(q->form.p[0]) &&
           ((l->nations && dgm_index_find(&l->nationalities, q->form, &hits)) ||
            (l->adjectives && dgm_index_find(&l->capitals, q->form, &hits)));
}

/* "CFLs" → "CFL", but "RBI", "1990s" */
static uint32_t with_capitals(const dgm_lemma_question *q, char *s) {
    memcpy(s, q->form.p, q->form.n);
    bool plural = q->xpos == DGM_XPOS_NNS && q->form.p[q->form.n - 1] == 's' && q->form.n > 2;
    return plural ? strip_s(s, q->form.n, false) : q->form.n;
}

static uint32_t put_small(dgm_str form, char *s) {
    uint32_t n = 0;
    for (uint32_t i = 0, step; i < form.n && n + 4 < FORM_MAX; i += step) {
        uint32_t c = dgm_utf8_next(form.p + i, form.n - i, &step);
        n += dgm_utf8_put(c == 0x2019 ? '\'' : dgm_cp_lower(c), s + n);
    }
    return n;
}

static bool give(dgm_str form, const char *s, uint32_t n, dgm_arena *arena, dgm_str *lemma) {
    *lemma = form;
    if (n == form.n && memcmp(s, form.p, n) == 0)
        return true;
    char *copy = dgm_arena_dup(arena, s, n);
    *lemma = (dgm_str){copy, copy ? n : 0};
    return copy != NULL;
}

bool dgm_lemma_of(const dgm_lemmas *lemmas, dgm_lemma_question q, dgm_arena *arena, dgm_str *lemma) {
    char s[FORM_MAX + 8];
    *lemma = q.form;
    if (q.form.n == 0 || q.form.n > FORM_MAX)
        return true;
    if (q.upos == DGM_UPOS_PUNCT || q.upos == DGM_UPOS_SYM) {
        *lemma = sign(q.form);
        return true;
    }
    /* the possessive's form is a clitic of "us" and "is" as well: the tag decides */
    if (q.xpos == DGM_XPOS_POS) {
        *lemma = DGM_STR("'s");
        return true;
    }
    if (learnt(lemmas, &q, lemma))
        return true;
    if (q.upos == DGM_UPOS_PROPN || ((q.xpos == DGM_XPOS_NNP || q.xpos == DGM_XPOS_NNPS) && capital(q.form.p[0])))
        return give(q.form, s, name(lemmas, &q, s), arena, lemma);
    if (q.upos == DGM_UPOS_NUM)
        return give(q.form, s, number(q.form, s), arena, lemma);
    if (keeps_capitals(lemmas, &q))
        return give(q.form, s, with_capitals(&q, s), arena, lemma);
    uint32_t n = put_small(q.form, s);
    /* "her" is the form of "she" and of itself */
    if (q.xpos != DGM_XPOS_PRPS && irregular(lemmas, (dgm_str){s, n}, q.upos, lemma))
        return true;
    if (!digit(s[0]))
        n = inflect(lemmas, s, n, q.upos, q.xpos);
    return give(q.form, s, n, arena, lemma);
}
