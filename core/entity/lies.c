/* SPDX-License-Identifier: Apache-2.0 */
/* A name that nobody knows is a place where the words behind it say in what it lies: "in Tora, Darfur", "Pelo, a village in Kandor". */
#include <string.h>

#include "entity/names.h"

#define DESCRIBED_MOST 4u /* words of "a small fishing village" */

static bool is_form(const dgm_reader *r, uint32_t t, const char *word) {
    return dgm_str_is(dgm_doc_form(r->doc, t), word);
}

/* The kind (words/places.txt) of the preposition before the name; "": there is none. */
static const char *word_before(const dgm_reader *r, const dgm_name *n) {
    const dgm_token *t = r->doc->tokens.items;
    dgm_hits hits;
    if (n->first == r->doc->sentences.items[t[n->first].sentence].first || t[n->first - 1].upos != DGM_UPOS_ADP ||
        !dgm_index_find(&r->know->place_words, t[n->first - 1].lemma, &hits))
        return "";
    return dgm_table_str(&r->know->placing, dgm_hits_at(&hits, 0).row, r->know->place_kind);
}

static bool says_where(const char *kind) {
    static const char *const kinds[] = {"in", "near", "on", "to", "from"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kind, kinds[i]) == 0)
            return true;
    return false;
}

/* "In Gao and Tora", "in Gao, Pelo, and Tora" */
static bool behind_town(const dgm_reader *r, const dgm_name *n) {
    const dgm_token *t = r->doc->tokens.items;
    uint32_t first = r->doc->sentences.items[t[n->first].sentence].first, i = n->first;
    if (i < first + 3 || t[i - 1].upos != DGM_UPOS_CCONJ)
        return false;
    i -= is_form(r, i - 2, ",") ? 3 : 2;
    const dgm_found *f = i > first && r->at[i] != DGM_NONE ? &r->found.items[r->at[i]] : NULL;
    return f && (f->kind == DGM_FOUND_PLACE || f->kind == DGM_FOUND_REGION) && f->first > first &&
           (t[f->first - 1].upos == DGM_UPOS_ADP || is_form(r, f->first - 1, ","));
}

bool dgm_name_is_in(const dgm_reader *r, const dgm_name *n) {
    dgm_hits hits;
    if (strcmp(word_before(r, n), "near") == 0)
        return true;
    bool in = strcmp(word_before(r, n), "in") == 0 && !is_form(r, n->first - 1, "at");
    return (in || behind_town(r, n)) &&
           !dgm_index_find(&r->know->forename_names, dgm_doc_form(r->doc, n->first), &hits);
}

bool dgm_name_is_somebody(const dgm_reader *r, const dgm_name *n) {
    dgm_hits hits;
    return n->class == DGM_NAME_PLACE && n->end - n->first > 1 && !says_where(word_before(r, n)) &&
           dgm_index_find(&r->know->forename_names, dgm_doc_form(r->doc, n->first), &hits) &&
           !dgm_index_find(&r->know->site_names, dgm_doc_form(r->doc, n->end - 1), &hits);
}

/* The end of a land or of a town that begins at `t`, known to the lexicon or by its last word ("Harim Governorate"); 0: there is none. */
static uint32_t land_end(const dgm_reader *r, uint32_t t, uint32_t end) {
    const dgm_found *f = t < end && r->at[t] != DGM_NONE ? &r->found.items[r->at[t]] : NULL;
    dgm_hits hits;
    if (f)
        return f->kind == DGM_FOUND_REGION || f->kind == DGM_FOUND_PLACE || f->kind == DGM_FOUND_COUNTRY ||
                       f->kind == DGM_FOUND_CAPITAL
                   ? f->end
                   : 0;
    uint32_t first = t;
    while (t < end && dgm_upper_first(r->doc, t) && r->doc->tokens.items[t].upos == DGM_UPOS_PROPN)
        t++;
    return t > first + 1 && dgm_index_find(&r->know->site_names, dgm_doc_form(r->doc, t - 1), &hits) &&
                   *dgm_table_str(&r->know->sites, dgm_hits_at(&hits, 0).row, r->know->site_sure)
               ? t
               : 0;
}

/* "In Tora, Darfur", "captured Tora, Darfur," but not "met Harim Tora, Kenya's minister" */
static bool before_land(const dgm_reader *r, const dgm_name *n, uint32_t end) {
    const dgm_token *t = r->doc->tokens.items;
    if (n->end >= end || !is_form(r, n->end, ",") || n->first == r->doc->sentences.items[t[n->first].sentence].first)
        return false;
    uint32_t behind = land_end(r, n->end + 1, end);
    const dgm_found *f = behind && r->at[n->end + 1] != DGM_NONE ? &r->found.items[r->at[n->end + 1]] : NULL;
    const char *word = word_before(r, n);
    bool body = n->class == DGM_NAME_ORGANIZATION && is_form(r, n->first - 1, "at"); /* "at Harim High School" */
    bool where = (strcmp(word, "in") == 0 && !body) || strcmp(word, "near") == 0 || strcmp(word, "on") == 0;
    if (!where && (t[n->first - 1].upos != DGM_UPOS_VERB || (f && f->kind != DGM_FOUND_REGION)))
        return false;
    return behind && (behind == end || (r->doc->tokens.items[behind].upos != DGM_UPOS_PART &&
                                        r->doc->tokens.items[behind].upos != DGM_UPOS_NOUN &&
                                        r->doc->tokens.items[behind].upos != DGM_UPOS_PROPN));
}

/* "Struck Harim in Harim Governorate" */
static bool before_own_land(const dgm_reader *r, const dgm_name *n, uint32_t end) {
    return n->end + 1 < end && is_form(r, n->end, "in") && n->end == n->first + 1 &&
           dgm_str_eq(dgm_doc_form(r->doc, n->first), dgm_doc_form(r->doc, n->end + 1)) && land_end(r, n->end + 1, end);
}

/* "Pelo, a small village in Kandor", but not "Pelo, a village elder" */
static bool described(const dgm_reader *r, const dgm_name *n, uint32_t end) {
    const dgm_token *t = r->doc->tokens.items;
    uint32_t i = n->end + 1, row, length = 0;
    if (i >= end || !is_form(r, n->end, ",") || t[i].upos != DGM_UPOS_DET)
        return false;
    for (i++; i < end && i < n->end + 2 + DESCRIBED_MOST && length == 0; i++) {
        length = dgm_match(r, &r->know->kinds.tail_words, i, end, true, &row);
        if (!length && t[i].upos != DGM_UPOS_NOUN && t[i].upos != DGM_UPOS_ADJ && t[i].upos != DGM_UPOS_ADV)
            return false;
    }
    i += length ? length - 1 : 0;
    return length && (i >= end || (t[i].upos != DGM_UPOS_NOUN && t[i].upos != DGM_UPOS_PROPN));
}

bool dgm_name_lies(const dgm_reader *r, const dgm_name *n) {
    uint32_t end = r->doc->sentences.items[r->doc->tokens.items[n->first].sentence].end;
    if (!r->know->kinds.known || n->class == DGM_NAME_FACILITY || n->class == DGM_NAME_GROUP ||
        n->class == DGM_NAME_AGREEMENT || n->class == DGM_NAME_EVENT)
        return false;
    return described(r, n, end) || before_land(r, n, end) || before_own_land(r, n, end);
}
