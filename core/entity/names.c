/* SPDX-License-Identifier: Apache-2.0 */
/* Runs of proper nouns that the lexicon does not know: persons, bodies, sites, by the words in and around them. */
#include "entity/entity.h"

static bool joins(const dgm_reader *r, uint32_t t, uint32_t end) {
    static const char *const small[] = {"al",  "bin", "bint", "ibn", "de", "da", "do", "dos", "del",
                                        "der", "van", "von",  "la",  "le", "el", "ul", "abu", "'"};
    dgm_str form = dgm_doc_form(r->doc, t);
    if (t + 1 >= end || r->at[t + 1] != DGM_NONE)
        return false;
    if (dgm_str_is(form, "-")) /* "Yong-hyun": what is tied on belongs to the name */
        return !((r->doc->tokens.items[t].shape | r->doc->tokens.items[t + 1].shape) & DGM_SHAPE_SPACE_BEFORE) &&
               !(r->doc->tokens.items[t + 1].shape & DGM_SHAPE_PUNCT);
    if (r->doc->tokens.items[t + 1].upos != DGM_UPOS_PROPN)
        return false;
    for (size_t i = 0; i < sizeof small / sizeof small[0]; i++)
        if (dgm_str_is(form, small[i]))
            return true;
    return false;
}

/* Titles and the words of the calendar begin or interrupt a name, and are no part of it; but "Jan" and "May" before another name
 * are forenames. */
static bool no_name(const dgm_reader *r, uint32_t t) {
    dgm_hits hits;
    dgm_str form = dgm_doc_form(r->doc, t);
    if (dgm_index_find(&r->know->title_names, form, &hits))
        return true;
    if (form.n < 3 || !r->know->calendar ||
        (!dgm_index_find(&r->know->month_names, form, &hits) && !dgm_index_find(&r->know->weekday_names, form, &hits)))
        return false;
    bool named = form.n == 3 && t + 1 < r->doc->tokens.count && r->doc->tokens.items[t + 1].upos == DGM_UPOS_PROPN &&
                 !dgm_index_find(&r->know->month_names, dgm_doc_form(r->doc, t + 1), &hits);
    bool surname =
        form.n == 3 && t > 0 && r->doc->tokens.items[t - 1].upos == DGM_UPOS_PROPN && dgm_str_is(form, "May");
    return !named && !surname;
}

static bool name_token(const dgm_reader *r, uint32_t t) {
    const dgm_token *token = &r->doc->tokens.items[t];
    return r->at[t] == DGM_NONE && token->upos == DGM_UPOS_PROPN && (token->shape & DGM_SHAPE_UPPER_FIRST) &&
           !no_name(r, t);
}

/* "Sanaa International Airport": a capitalised word of another class between two of the name. */
static bool inside_name(const dgm_reader *r, uint32_t t, uint32_t end) {
    const dgm_token *token = &r->doc->tokens.items[t];
    return r->at[t] == DGM_NONE && (token->upos == DGM_UPOS_ADJ || token->upos == DGM_UPOS_NOUN) &&
           (token->shape & DGM_SHAPE_UPPER_FIRST) && t + 1 < end && name_token(r, t + 1) && !no_name(r, t);
}

static bool in_index(const dgm_reader *r, const dgm_index *index, uint32_t t, uint32_t *row) {
    dgm_hits hits;
    if (!dgm_index_find(index, dgm_doc_form(r->doc, t), &hits))
        return false;
    *row = dgm_hits_at(&hits, 0).row;
    return true;
}

/* Is the word before the run a name's title ("Mr", or a role found before)? */
static bool titled(const dgm_reader *r, uint32_t first, uint32_t sentence_first, uint32_t *role) {
    uint32_t row;
    *role = DGM_NONE;
    if (first == sentence_first)
        return false;
    uint32_t before = first - 1;
    if (r->at[before] != DGM_NONE && r->found.items[r->at[before]].kind == DGM_FOUND_ROLE) {
        *role = r->at[before];
        return true;
    }
    return in_index(r, &r->know->title_names, before, &row);
}

/* Does somebody speak or act like a person here: subject of a verb of speech, or followed by ", 45," or "who"? */
static bool acts(const dgm_reader *r, uint32_t first, uint32_t end, uint32_t sentence_end) {
    const dgm_token *t = r->doc->tokens.items;
    uint32_t head = first;
    for (uint32_t i = first; i < end; i++)
        if (t[i].head == DGM_NONE || t[i].head < first || t[i].head >= end)
            head = i;
    if (end + 1 < sentence_end && dgm_str_is(dgm_doc_form(r->doc, end), ",") &&
        (t[end + 1].upos == DGM_UPOS_NUM || t[end + 1].xpos == DGM_XPOS_WP))
        return true;
    return t[head].rel == DGM_REL_NSUBJ && t[head].head != DGM_NONE && t[t[head].head].upos == DGM_UPOS_VERB &&
           t[head].head != head;
}

/* Two or more words of which one is a body's word make an organisation. */
static bool body_in(const dgm_reader *r, uint32_t first, uint32_t end, uint32_t *sectors) {
    uint32_t row;
    bool ok;
    for (uint32_t t = end; t-- > first;)
        if (in_index(r, &r->know->body_names, t, &row)) {
            *sectors = dgm_sectors_of(dgm_table_str(&r->know->bodies, row, r->know->body_sectors), &ok);
            return true;
        }
    return false;
}

static uint8_t site_in(const dgm_reader *r, uint32_t first, uint32_t end) {
    uint32_t row;
    for (uint32_t t = end; t-- > first;)
        if (in_index(r, &r->know->site_names, t, &row)) {
            dgm_str type = dgm_str_of(dgm_table_str(&r->know->sites, row, r->know->site_type));
            for (unsigned i = 0; i < DGM_ENTITY_TYPE_COUNT; i++)
                if (dgm_str_is(type, dgm_entity_type_name(i)))
                    return (uint8_t)i;
        }
    return DGM_ENTITY_OTHER;
}

/* "in Jabad Godane, Middle Shabelle": after a preposition of place, and no person's forename. */
static bool stands_as_place(const dgm_reader *r, uint32_t first, uint32_t end, const dgm_sentence *s, bool forename) {
    static const char *const where[] = {"in", "near", "at", "outside", "around", "towards", "toward", "into"};
    uint32_t before = first;
    if (before > s->first && r->doc->tokens.items[before - 1].upos == DGM_UPOS_DET)
        before--;
    if (before == s->first || r->doc->tokens.items[before - 1].upos != DGM_UPOS_ADP)
        return false;
    bool located = end + 1 < s->end && dgm_str_is(dgm_doc_form(r->doc, end), ",") && r->at[end + 1] != DGM_NONE &&
                   (r->found.items[r->at[end + 1]].kind == DGM_FOUND_COUNTRY ||
                    r->found.items[r->at[end + 1]].kind == DGM_FOUND_REGION ||
                    r->found.items[r->at[end + 1]].kind == DGM_FOUND_PLACE);
    for (size_t i = 0; i < sizeof where / sizeof where[0]; i++)
        if (dgm_str_ieq(dgm_doc_form(r->doc, before - 1), where[i]))
            return located || !forename;
    return false;
}

static int add_name(dgm_reader *r, uint32_t first, uint32_t end, const dgm_sentence *s) {
    uint32_t role, row, words = 0, sectors = 0;
    bool title = titled(r, first, s->first, &role);
    for (uint32_t t = first; t < end; t++)
        words += r->doc->tokens.items[t].upos == DGM_UPOS_PROPN;
    bool body = !title && body_in(r, first, end, &sectors);
    uint8_t site = body ? DGM_ENTITY_OTHER : site_in(r, first, end), type = DGM_ENTITY_OTHER;
    bool forename = in_index(r, &r->know->forename_names, first, &row);
    bool capitals = words == 1 && (r->doc->tokens.items[first].shape & DGM_SHAPE_ALL_UPPER);
    if (title && !body)
        type = DGM_ENTITY_PERSON;
    else if (body && (words > 1 || !dgm_upper_first(r->doc, first)))
        type = DGM_ENTITY_ORGANIZATION;
    else if (site != DGM_ENTITY_OTHER)
        type = site;
    else if (!capitals && stands_as_place(r, first, end, s, forename))
        type = DGM_ENTITY_PLACE;
    else if (words >= 2 && words <= 5 && (forename || acts(r, first, end, s->end) || !capitals))
        type = DGM_ENTITY_PERSON;
    else if (capitals)
        type = DGM_ENTITY_ORGANIZATION;
    else if (acts(r, first, end, s->end) && (forename || s->first != first))
        type = DGM_ENTITY_PERSON;
    dgm_found *f = dgm_found_add(r, first, end, DGM_FOUND_NAME, DGM_NONE);
    if (!f)
        return dgm_fail_memory(r->stage->error);
    f->type = type;
    f->sectors = sectors;
    f->title = role;
    return DGM_OK;
}

int dgm_find_names(dgm_reader *r) {
    for (uint32_t i = 0; i < r->doc->sentences.count; i++) {
        const dgm_sentence *s = &r->doc->sentences.items[i];
        int rc = dgm_spend(r->stage->budget, s->end - s->first, r->stage->error);
        for (uint32_t t = s->first; rc == DGM_OK && t < s->end; t++) {
            if (!name_token(r, t))
                continue;
            uint32_t end = t + 1;
            while (end < s->end && end - t < 12 && r->at[end] == DGM_NONE) {
                bool tied = joins(r, end, s->end);
                if (!tied && !name_token(r, end) && !inside_name(r, end, s->end))
                    break;
                end += tied ? 2 : 1;
            }
            rc = add_name(r, t, end, s);
            t = end - 1;
        }
        if (rc != DGM_OK)
            return rc;
    }
    return DGM_OK;
}
