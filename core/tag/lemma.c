/* SPDX-License-Identifier: Apache-2.0 */
#include "tag/lemma.h"

#include <string.h>

#include "base/utf8.h"
#include "doc/doc.h"

#define FORM_MAX 120u

int dgm_lemmas_open(const dgm_store *store, dgm_lemmas *out, dgm_error *error) {
    (void)error;
    *out = (dgm_lemmas){0};
    if (dgm_store_table(store, "lemmas", &out->irregular) != DGM_OK ||
        dgm_table_index(&out->irregular, "forms", &out->forms) != DGM_OK ||
        dgm_store_table(store, "e_stems", &out->stems) != DGM_OK ||
        dgm_table_index(&out->stems, "stems", &out->keeps_e) != DGM_OK)
        return DGM_OK;
    out->lemma_column = dgm_table_column(&out->irregular, "lemma");
    out->class_column = dgm_table_column(&out->irregular, "class");
    out->known = out->lemma_column >= 0 && out->class_column >= 0;
    dgm_table countries;
    out->nations = dgm_store_table(store, "countries", &countries) == DGM_OK &&
                   dgm_table_index(&countries, "adjectives", &out->nationalities) == DGM_OK;
    return DGM_OK;
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

/* "accus" needs its e back, "condemn" does not. The lexicon lists the stems; a few endings decide for words that it lacks. */
static bool wants_e(const dgm_lemmas *l, const char *s, uint32_t n) {
    dgm_hits hits;
    if (l->known && dgm_index_find(&l->keeps_e, (dgm_str){s, n}, &hits))
        return true;
    if (n < 3)
        return false;
    char last = s[n - 1], before = s[n - 2], third = s[n - 3];
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
    if (ends(s, n, "ss") || ends(s, n, "us") || ends(s, n, "is"))
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
    if ((one && c >= 0x2010 && c <= 0x2015) || dgm_str_is(form, "--"))
        return DGM_STR("-");
    if ((one && c >= 0x201C && c <= 0x201F) || dgm_str_is(form, "``") || dgm_str_is(form, "''"))
        return DGM_STR("\"");
    if (one && c >= 0x2018 && c <= 0x201B)
        return DGM_STR("'");
    return dgm_str_is(form, "...") ? DGM_STR("…") : form;
}

/* "10,000" → "10000"; "Seventy" → "seventy" */
static bool number(dgm_str form, dgm_arena *arena, dgm_str *lemma) {
    char s[FORM_MAX];
    uint32_t n = 0;
    for (uint32_t i = 0; i < form.n; i++) {
        bool grouping = form.p[i] == ',' && i && i + 3 < form.n && form.p[i - 1] >= '0' && form.p[i - 1] <= '9';
        if (!grouping)
            s[n++] = form.p[i];
    }
    bool capital = n && s[0] >= 'A' && s[0] <= 'Z' && n > 1 && s[1] >= 'a' && s[1] <= 'z';
    if (capital)
        s[0] = (char)(s[0] + 'a' - 'A');
    char *copy = n == form.n && !capital ? NULL : dgm_arena_dup(arena, s, n);
    *lemma = copy ? (dgm_str){copy, n} : form;
    return (n == form.n && !capital) || copy;
}

/* The plural of a name loses its ending and nothing else: "States" → "State". */
static bool name(dgm_str form, unsigned xpos, dgm_arena *arena, dgm_str *lemma) {
    char s[FORM_MAX];
    *lemma = form;
    if (xpos != DGM_XPOS_NNPS)
        return true;
    memcpy(s, form.p, form.n);
    uint32_t n = strip_s(s, form.n, false);
    char *copy = dgm_arena_dup(arena, s, n);
    *lemma = (dgm_str){copy, copy ? n : 0};
    return copy != NULL;
}

/* "Palestinian", wherever it stands. */
static bool is_nationality(const dgm_lemmas *l, dgm_str form, unsigned upos, unsigned xpos) {
    dgm_hits hits;
    if (upos != DGM_UPOS_ADJ || form.p[0] < 'A' || form.p[0] > 'Z')
        return false;
    return xpos == DGM_XPOS_NNP || (l->nations && dgm_index_find(&l->nationalities, form, &hits));
}

bool dgm_lemma_of(const dgm_lemmas *lemmas, dgm_str form, unsigned upos, unsigned xpos, dgm_arena *arena,
                  dgm_str *lemma) {
    char s[FORM_MAX + 8];
    uint32_t n = 0;
    *lemma = form;
    if (form.n == 0 || form.n > FORM_MAX || is_nationality(lemmas, form, upos, xpos))
        return true;
    if (upos == DGM_UPOS_NUM)
        return number(form, arena, lemma);
    if (upos == DGM_UPOS_PROPN)
        return name(form, xpos, arena, lemma);
    if (upos == DGM_UPOS_PUNCT || upos == DGM_UPOS_SYM) {
        *lemma = sign(form);
        return true;
    }
    for (uint32_t i = 0, step; i < form.n && n + 4 < FORM_MAX; i += step) {
        uint32_t c = dgm_utf8_next(form.p + i, form.n - i, &step);
        n += dgm_utf8_put(c == 0x2019 ? '\'' : dgm_cp_lower(c), s + n);
    }
    /* the possessive's form is a clitic of "us" and "is" as well: the tag decides */
    if (xpos == DGM_XPOS_POS) {
        *lemma = DGM_STR("'s");
        return true;
    }
    /* "her" is the form of "she" and of itself */
    if (xpos != DGM_XPOS_PRPS && irregular(lemmas, (dgm_str){s, n}, upos, lemma))
        return true;
    n = inflect(lemmas, s, n, upos, xpos);
    if (n == form.n && memcmp(s, form.p, n) == 0) {
        *lemma = form;
        return true;
    }
    char *copy = dgm_arena_dup(arena, s, n);
    *lemma = (dgm_str){copy, copy ? n : 0};
    return copy != NULL;
}
