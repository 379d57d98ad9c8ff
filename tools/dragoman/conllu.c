/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "conllu.h"

#include <stdlib.h>
#include <string.h>

#define SENTENCES 200u /* of a part: as many as a long article has */

static dgm_text line_at(const char *p, size_t n, size_t at) {
    const char *end = memchr(p + at, '\n', n - at);
    return (dgm_text){p + at, (end ? (size_t)(end - p) : n) - at};
}

/* Column `i` (from 0) of a line; n == 0: the line has not so many. */
static dgm_text column(dgm_text l, int i) {
    for (; i > 0; i--) {
        const char *tab = memchr(l.p, '\t', l.n);
        if (!tab)
            return (dgm_text){l.p, 0};
        l.n -= (size_t)(tab + 1 - l.p);
        l.p = tab + 1;
    }
    const char *tab = memchr(l.p, '\t', l.n);
    return (dgm_text){l.p, tab ? (size_t)(tab - l.p) : l.n};
}

static size_t number(dgm_text s) {
    size_t x = 0;
    for (size_t i = 0; i < s.n && i < 9 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        x = x * 10 + (size_t)(s.p[i] - '0');
    return x;
}

/* Words of a range ("3-4 don't") stand side by side; the blank after them is the range's. */
typedef struct range {
    size_t last;
    bool closed;
} range;

static void add_word(conllu_part *part, dgm_text l, range *r) {
    dgm_text id = column(l, 0), form = column(l, 1), misc = column(l, 9);
    const char *dash = memchr(id.p, '-', id.n);
    bool closed = memmem(misc.p, misc.n, "SpaceAfter=No", 13) != NULL;
    if (dash) {
        *r = (range){number((dgm_text){dash + 1, (size_t)(id.p + id.n - dash - 1)}), closed};
        return;
    }
    if (memchr(id.p, '.', id.n))
        return;
    memcpy(part->text + part->text_n, form.p, form.n);
    part->text_n += form.n;
    size_t at = number(id);
    if (at < r->last || (at == r->last && r->closed) || (at > r->last && closed))
        return;
    part->text[part->text_n++] = ' ';
}

static void end_sentence(conllu_part *part, range *r) {
    if (part->text_n && part->text[part->text_n - 1] == ' ')
        part->text_n--;
    part->text[part->text_n++] = '\n';
    *r = (range){0};
}

bool conllu_next(const char *p, size_t n, size_t *at, conllu_part *part) {
    unsigned sentences = 0;
    bool words = false; /* in a sentence */
    range r = {0};
    *part = (conllu_part){.p = p + *at};
    if (*at >= n)
        return false;
    part->text = malloc(n - *at + 2); /* a form is shorter than its line */
    while (*at < n && part->text) {
        dgm_text l = line_at(p, n, *at);
        bool newdoc = l.n >= 8 && memcmp(l.p, "# newdoc", 8) == 0, empty = l.n == 0 || (l.n == 1 && l.p[0] == '\r');
        if (newdoc && sentences)
            break;
        *at += l.n + (*at + l.n < n);
        if (empty && words) {
            end_sentence(part, &r);
            words = false;
            if (++sentences == SENTENCES)
                break;
        } else if (!empty && l.p[0] != '#') {
            add_word(part, l, &r);
            words = true;
        }
    }
    if (words && part->text)
        end_sentence(part, &r);
    part->n = (size_t)(p + *at - part->p);
    return true;
}
