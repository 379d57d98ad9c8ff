/* SPDX-License-Identifier: Apache-2.0 */
/* What the words in a name and before it say of its kind: "… Airport", "Operation …", "Treaty of …", "the frigate …". The network has seen
 * few ships, treaties and storms; the lexicon knows their words. */
#include "entity/names.h"

void dgm_kinds_open(const dgm_store *store, dgm_kinds *k) {
    k->known = dgm_store_table(store, "site_starts", &k->starts) == DGM_OK &&
               dgm_table_index(&k->starts, "names", &k->start_names) == DGM_OK &&
               dgm_store_table(store, "site_kinds", &k->kinds) == DGM_OK &&
               dgm_table_index(&k->kinds, "words", &k->kind_words) == DGM_OK &&
               dgm_store_table(store, "site_tails", &k->tails) == DGM_OK &&
               dgm_table_index(&k->tails, "words", &k->tail_words) == DGM_OK;
    if (!k->known)
        return;
    k->start_type = dgm_table_column(&k->starts, "type");
    k->start_needs = dgm_table_column(&k->starts, "needs");
    k->kind_type = dgm_table_column(&k->kinds, "type");
    k->tail_type = dgm_table_column(&k->tails, "type");
    k->known = k->start_type >= 0 && k->start_needs >= 0 && k->kind_type >= 0 && k->tail_type >= 0;
}

static bool class_of(const dgm_table *table, uint32_t row, int column, dgm_name_class *class) {
    static const struct {
        uint8_t type, class;
    } classes[] = {{DGM_ENTITY_FACILITY, DGM_NAME_FACILITY},
                   {DGM_ENTITY_AGREEMENT, DGM_NAME_AGREEMENT},
                   {DGM_ENTITY_EVENT, DGM_NAME_EVENT},
                   {DGM_ENTITY_PLACE, DGM_NAME_PLACE}};
    dgm_str type = dgm_str_of(dgm_table_str(table, row, column));
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
        if (dgm_str_is(type, dgm_entity_type_name(classes[i].type))) {
            *class = (dgm_name_class)classes[i].class;
            return true;
        }
    return false;
}

/* "Darrell Castle" and "Park Geun-hye" are persons, whatever their names mean. */
static bool called_like_one(const dgm_reader *r, const dgm_name *n) {
    dgm_hits hits;
    return n->class == DGM_NAME_PERSON &&
           dgm_index_find(&r->know->forename_names, dgm_doc_form(r->doc, n->first), &hits);
}

static bool joins(const dgm_reader *r, uint32_t t) { return r->doc->tokens.items[t].upos == DGM_UPOS_ADP; }

static bool begins(const dgm_reader *r, const dgm_name *n, dgm_name_class *class) {
    const dgm_kinds *k = &r->know->kinds;
    dgm_hits hits;
    if (!k->known || !dgm_index_find(&k->start_names, dgm_doc_form(r->doc, n->first), &hits))
        return false;
    uint32_t row = dgm_hits_at(&hits, 0).row;
    if (*dgm_table_str(&k->starts, row, k->start_needs) && !joins(r, n->first + 1) &&
        !(r->doc->tokens.items[n->first + 1].shape & DGM_SHAPE_DIGIT))
        return false;
    return class_of(&k->starts, row, k->start_type, class);
}

/* "World War II", "Euro 2024" */
static bool numeral(const dgm_reader *r, uint32_t t) {
    dgm_str form = dgm_doc_form(r->doc, t);
    uint32_t i = 0;
    while (i < form.n && (form.p[i] == 'I' || form.p[i] == 'V' || form.p[i] == 'X'))
        i++;
    return i == form.n || (r->doc->tokens.items[t].shape & DGM_SHAPE_DIGIT);
}

/* The last word of "School of Law" is not what it is. */
static bool ends(const dgm_reader *r, const dgm_name *n, dgm_name_class *class) {
    dgm_hits hits;
    uint32_t last = n->end - 1 - (n->end - n->first > 2 && numeral(r, n->end - 1));
    return !(last - n->first > 1 && joins(r, last - 1)) &&
           dgm_index_find(&r->know->site_names, dgm_doc_form(r->doc, last), &hits) &&
           class_of(&r->know->sites, dgm_hits_at(&hits, 0).row, r->know->site_type, class);
}

/* "Pacific Ocean" */
static bool is_sure(const dgm_reader *r, const dgm_name *n) {
    dgm_hits hits;
    return dgm_index_find(&r->know->site_names, dgm_doc_form(r->doc, n->end - 1), &hits) &&
           *dgm_table_str(&r->know->sites, dgm_hits_at(&hits, 0).row, r->know->site_sure);
}

dgm_name_class dgm_name_kind(const dgm_reader *r, const dgm_name *n) {
    dgm_name_class class = n->class;
    if (n->end - n->first < 2 || called_like_one(r, n) || !(begins(r, n, &class) || ends(r, n, &class)))
        return n->class;
    /* provinces the network knows well, and what bodies are called after */
    return class == DGM_NAME_PLACE && n->class != DGM_NAME_PERSON && n->class != DGM_NAME_OTHER && !is_sure(r, n)
               ? n->class
               : class;
}

#define LIST_MOST 8u /* tokens of other names before the word that all of them share */

static bool is_tail(const dgm_reader *r, uint32_t t, uint32_t end, dgm_name_class *class) {
    uint32_t row;
    return t < end && !dgm_upper_first(r->doc, t) && dgm_match(r, &r->know->kinds.tail_words, t, end, true, &row) &&
           class_of(&r->know->kinds.tails, row, r->know->kinds.tail_type, class);
}

bool dgm_name_told_before(const dgm_reader *r, uint32_t first, dgm_name_class *class) {
    const dgm_kinds *k = &r->know->kinds;
    dgm_hits hits;
    if (!k->known || first == r->doc->sentences.items[r->doc->tokens.items[first].sentence].first)
        return false;
    const dgm_token *before = &r->doc->tokens.items[first - 1];
    if (dgm_str_is(dgm_doc_form(r->doc, first - 1), "of"))
        return first > r->doc->sentences.items[before->sentence].first + 1 &&
               r->doc->tokens.items[first - 2].upos == DGM_UPOS_NOUN && dgm_upper_first(r->doc, first) &&
               is_tail(r, first - 2, first, class) && *class == DGM_NAME_PLACE;
    return before->upos == DGM_UPOS_NOUN && !dgm_upper_first(r->doc, first - 1) &&
           dgm_index_find(&k->kind_words, before->lemma, &hits) &&
           class_of(&k->kinds, dgm_hits_at(&hits, 0).row, k->kind_type, class);
}

/* A body may own an oil field, and be none. */
static bool may_be(const dgm_name *n, dgm_name_class class) {
    return class == DGM_NAME_PLACE || n->class == DGM_NAME_PLACE || n->class == DGM_NAME_PERSON ||
           n->class == DGM_NAME_OTHER || n->class == DGM_NAME_FACILITY;
}

bool dgm_name_told_behind(const dgm_reader *r, const dgm_name *n, dgm_name_class *class) {
    const dgm_token *t = r->doc->tokens.items;
    uint32_t end = r->doc->sentences.items[t[n->first].sentence].end, i = n->end;
    if (!r->know->kinds.known)
        return false;
    if (is_tail(r, i, end, class) && *class == DGM_NAME_FACILITY)
        return may_be(n, *class);
    if (called_like_one(r, n))
        return false;
    if (is_tail(r, i, end, class))
        return may_be(n, *class);
    if (dgm_name_lies(r, n)) {
        *class = DGM_NAME_PLACE;
        return true;
    }
    while (i < end && i < n->end + LIST_MOST &&
           (dgm_str_is(dgm_doc_form(r->doc, i), ",") || t[i].upos == DGM_UPOS_CCONJ || t[i].upos == DGM_UPOS_PROPN))
        i++;
    return i > n->end + 1 && t[i - 1].upos == DGM_UPOS_PROPN && is_tail(r, i, end, class) &&
           dgm_doc_form(r->doc, i).n > t[i].lemma.n && may_be(n, *class); /* "districts" */
}

#define TAIL_MOST 2u /* "air base" */

uint32_t dgm_name_tail(const dgm_reader *r, const dgm_name *n) {
    const dgm_sentence *s = &r->doc->sentences.items[r->doc->tokens.items[n->first].sentence];
    dgm_name_class class;
    dgm_hits hits;
    uint32_t end = n->end;
    if (n->class != DGM_NAME_PLACE && n->class != DGM_NAME_FACILITY && n->class != DGM_NAME_OTHER)
        return n->end;
    while (end < s->end && end - n->end <= TAIL_MOST && r->doc->tokens.items[end].upos == DGM_UPOS_NOUN &&
           r->at[end] == DGM_NONE && !dgm_upper_first(r->doc, end))
        end++;
    return end > n->end && end - n->end <= TAIL_MOST &&
                   dgm_index_find(&r->know->site_names, dgm_doc_form(r->doc, end - 1), &hits) &&
                   class_of(&r->know->sites, dgm_hits_at(&hits, 0).row, r->know->site_type, &class) &&
                   class == DGM_NAME_FACILITY
               ? end
               : n->end;
}
