/* SPDX-License-Identifier: Apache-2.0 */
/* "Donald J. Trump", "Joseph R. Biden Jr.": names with initials, with what tells a son from his father, and with a forename in full where the
 * table of holders has its short form. */
#include <string.h>

#include "entity/build.h"

#define NAME_MOST 96u
#define FORMS_MOST 8u /* short forms of a forename */

static bool is_initial(const dgm_builder *b, uint32_t t) {
    dgm_str s = dgm_doc_form(b->doc, t);
    return (s.n == 1 || (s.n == 2 && s.p[1] == '.')) && s.p[0] >= 'A' && s.p[0] <= 'Z';
}

static bool is_suffix(const dgm_builder *b, uint32_t t) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_str s = dgm_doc_form(b->doc, t);
    dgm_hits hits;
    return dgm_str_is(s, ",") || (k->suffixes_known && dgm_index_find(&k->suffix_words, s, &hits));
}

static bool append(char *name, uint32_t *n, dgm_str word) {
    if (*n + word.n + 1 > NAME_MOST)
        return false;
    if (*n)
        name[(*n)++] = ' ';
    memcpy(name + *n, word.p, word.n);
    *n += word.n;
    return true;
}

/* The name with that forename, without initials and suffixes; its length, 0: it is too long, or nothing is left out of it. */
static uint32_t plain_name(const dgm_builder *b, const dgm_found *f, dgm_str forename, char name[NAME_MOST]) {
    uint32_t n = 0, words = 0;
    for (uint32_t t = f->first; t < f->end; t++) {
        if (t > f->first && (is_initial(b, t) || is_suffix(b, t)))
            continue;
        if (!append(name, &n, t == f->first ? forename : dgm_doc_form(b->doc, t)))
            return 0;
        words++;
    }
    return words >= 2 ? n : 0;
}

static uint32_t holder_named(const dgm_builder *b, const dgm_found *f, dgm_str forename) {
    char name[NAME_MOST];
    dgm_hits hits;
    uint32_t n = plain_name(b, f, forename, name);
    return n && dgm_index_find(&b->r->know->holder_names, (dgm_str){name, n}, &hits) ? dgm_hits_at(&hits, 0).row
                                                                                     : DGM_NONE;
}

uint32_t dgm_build_full_name(const dgm_builder *b, const dgm_found *f, uint32_t holder) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_str forename = dgm_doc_form(b->doc, f->first);
    dgm_hits hits;
    bool initials = false;
    for (uint32_t t = f->first + 1; t + 1 < f->end; t++)
        initials = initials || is_initial(b, t);
    if (f->end - f->first < 2 || is_initial(b, f->first) || (holder != DGM_NONE && !initials))
        return holder;
    uint32_t row = holder_named(b, f, forename);
    if (row == DGM_NONE && holder == DGM_NONE && k->nicknames_known &&
        dgm_index_find(&k->nickname_words, forename, &hits))
        for (uint32_t i = 0; i < hits.count && i < FORMS_MOST && row == DGM_NONE; i++)
            row = holder_named(b, f,
                               dgm_str_of(dgm_table_str(&k->nicknames, dgm_hits_at(&hits, i).row, k->nickname_short)));
    return row == DGM_NONE ? holder : row;
}
