/* SPDX-License-Identifier: Apache-2.0 */
/* Offices, callings and collectives: "foreign minister", "police", "protesters". */
#include "entity/entity.h"

#define STANDING_BACK 5u /* tokens before an office: "self-proclaimed Danish" */

static bool noun(const dgm_reader *r, uint32_t t) {
    return r->doc->tokens.items[t].upos == DGM_UPOS_NOUN || r->doc->tokens.items[t].upos == DGM_UPOS_PROPN;
}

/* A noun; or an adjective or participle that stands as one ("the wounded", "Sudan's displaced") or behind one ("attorney general"). */
static bool noun_like(const dgm_reader *r, uint32_t first, uint32_t end) {
    const dgm_token *t = &r->doc->tokens.items[end - 1];
    if (t->rel == DGM_REL_FLAT && t->head >= first && t->head < end && noun(r, t->head)) /* "chargé d'affaires" */
        return true;
    if (t->upos == DGM_UPOS_NOUN || t->upos == DGM_UPOS_PROPN)
        return true;
    if (t->upos == DGM_UPOS_VERB)
        return end > 1 && (t->feats & DGM_FEAT(PAST)) && t[-1].sentence == t->sentence &&
               (dgm_str_is(dgm_doc_form(r->doc, end - 2), "'s") || dgm_str_is(dgm_doc_form(r->doc, end - 2), "’s"));
    return t->upos == DGM_UPOS_ADJ && (t->rel == DGM_REL_NSUBJ || t->rel == DGM_REL_OBJ || t->rel == DGM_REL_OBL ||
                                       (end - first > 1 && t[-1].upos == DGM_UPOS_NOUN));
}

bool dgm_is_tie(const dgm_reader *r, uint32_t token, const char *kind) {
    const dgm_entity_knowledge *k = r->know;
    dgm_hits hits;
    bool known = token < r->doc->tokens.count && r->doc->tokens.items[token].lemma.n &&
                 dgm_index_find(&k->tie_words, r->doc->tokens.items[token].lemma, &hits);
    for (uint32_t i = 0; known && i < hits.count; i++) /* "the head of Hamas", "who heads Hamas" */
        if (dgm_str_is(dgm_str_of(dgm_table_str(&k->ties, dgm_hits_at(&hits, i).row, k->tie_kind)), kind))
            return true;
    return false;
}

/* "a bandit attack", "student protests": a group in the singular right before what it does. */
static bool doer(const dgm_reader *r, uint32_t end) {
    const dgm_token *t = &r->doc->tokens.items[end - 1];
    return t->head == end && (t->upos == DGM_UPOS_NOUN || t->upos == DGM_UPOS_ADJ) && dgm_is_tie(r, end, "deed");
}

/* A noun that only modifies another ("police station", "government policy", "party congress") is no actor of its own, unless a
 * name follows ("President Biden") or the noun it modifies is a role as well. */
static bool modifier(const dgm_reader *r, uint32_t end) {
    const dgm_token *t = &r->doc->tokens.items[end - 1];
    if (t->head != DGM_NONE && t->head < r->doc->tokens.count && r->doc->tokens.items[t->head].rel == DGM_REL_ROOT &&
        r->doc->tokens.items[t->head].upos == DGM_UPOS_NOUN) /* no sentence, a phrase: "army accountant" */
        return false;
    return t->rel == DGM_REL_COMPOUND && t->head != DGM_NONE && t->head >= end &&
           r->doc->tokens.items[t->head].upos == DGM_UPOS_NOUN;
}

static int standing_at(const dgm_reader *r, uint32_t t, uint32_t end, uint32_t *n) {
    uint32_t row;
    *n = dgm_match(r, &r->know->title_names, t, end, true, &row);
    if (*n == 0)
        return DGM_OFFICE_HELD;
    dgm_str kind = dgm_str_of(dgm_table_str(&r->know->titles, row, r->know->title_kind));
    return dgm_str_is(kind, "former")    ? DGM_OFFICE_FORMER
           : dgm_str_is(kind, "later")   ? DGM_OFFICE_LATER
           : dgm_str_is(kind, "claimed") ? DGM_OFFICE_CLAIMED
                                         : DGM_OFFICE_HELD;
}

/* "the army ousted president X": a verb with a subject of its own, or beside one that has it, and no word of the office. */
static bool tells_something(const dgm_reader *r, uint32_t t) {
    const dgm_token *token = &r->doc->tokens.items[t];
    return token->upos == DGM_UPOS_VERB &&
           (dgm_tree_child_rel(r->doc, t, DGM_REL_NSUBJ) != DGM_NONE || token->rel == DGM_REL_CONJ ||
            token->rel == DGM_REL_ADVCL || token->rel == DGM_REL_CCOMP);
}

/* "former Danish prime minister", "the self-proclaimed president" */
static int standing_before(const dgm_reader *r, uint32_t first, uint32_t sentence_first) {
    const dgm_token *t = r->doc->tokens.items;
    for (uint32_t back = 1; back <= STANDING_BACK && first >= sentence_first + back; back++) {
        uint32_t i = first - back, n;
        if (tells_something(r, i))
            break;
        int standing = standing_at(r, i, first, &n);
        if (standing != DGM_OFFICE_HELD)
            return standing;
        bool hyphened = i > sentence_first && (t[i - 1].shape & DGM_SHAPE_HYPHEN); /* "would-be" */
        if (!hyphened && r->at[i] == DGM_NONE && t[i].upos != DGM_UPOS_ADJ && t[i].upos != DGM_UPOS_NOUN &&
            t[i].upos != DGM_UPOS_PUNCT && !(t[i].upos == DGM_UPOS_VERB && t[i].rel == DGM_REL_AMOD))
            break;
    }
    return DGM_OFFICE_HELD;
}

static bool is_titled(const dgm_reader *r, uint32_t t, const char *kind) {
    dgm_hits hits;
    return dgm_index_find(&r->know->title_names, dgm_doc_form(r->doc, t), &hits) &&
           dgm_str_is(dgm_str_of(dgm_table_str(&r->know->titles, dgm_hits_at(&hits, 0).row, r->know->title_kind)),
                      kind);
}

/* "opposition legislators" are the opposition, not the legislature. */
static bool opposes(const dgm_reader *r, uint32_t t, uint32_t sentence_first) {
    return t > sentence_first && is_titled(r, t - 1, "opposing");
}

/* "prime minister-designate": the end of the role with it. */
static uint32_t standing_behind(const dgm_reader *r, uint32_t end, uint32_t sentence_end, int *standing) {
    uint32_t t = end < sentence_end && dgm_str_is(dgm_doc_form(r->doc, end), "-") ? end + 1 : end, n;
    if (t >= sentence_end || standing_at(r, t, sentence_end, &n) != DGM_OFFICE_LATER)
        return end;
    *standing = DGM_OFFICE_LATER;
    return t + n;
}

/* "a Pole", "one Egyptian" */
static bool one_of_them(const dgm_reader *r, uint32_t t) {
    static const char *const words[] = {"a", "an", "one", "another"};
    if (t == 0 || r->doc->tokens.items[t - 1].sentence != r->doc->tokens.items[t].sentence)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (dgm_str_is(dgm_doc_form(r->doc, t - 1), words[i]))
            return true;
    return false;
}

bool dgm_means_people(const dgm_reader *r, const dgm_found *f) {
    uint32_t last = f->end - 1;
    const dgm_token *t = &r->doc->tokens.items[last];
    if (t->rel == DGM_REL_COMPOUND || t->rel == DGM_REL_AMOD)
        return false;
    if (f->kind == DGM_FOUND_ADJECTIVE && one_of_them(r, f->first) &&
        (last + 1 == r->doc->tokens.count || !noun(r, last + 1)))
        return true;
    if (t->upos != DGM_UPOS_NOUN && t->upos != DGM_UPOS_PROPN)
        return false;
    if (dgm_tree_child_rel(r->doc, last, DGM_REL_NUMMOD) != DGM_NONE)
        return true;
    if (!r->doc->tokens.items[last].feats || t->feats & DGM_FEAT(SING))
        return false;
    uint32_t det = dgm_tree_child_rel(r->doc, last, DGM_REL_DET);
    return det == DGM_NONE && t->rel != DGM_REL_NSUBJ && t->rel != DGM_REL_ROOT;
}

static bool names_country(const dgm_reader *r, uint32_t t) {
    if (r->at[t] == DGM_NONE)
        return false;
    const dgm_found *f = &r->found.items[r->at[t]];
    return f->kind <= DGM_FOUND_ORGANISATION || f->kind == DGM_FOUND_REGION || f->kind == DGM_FOUND_PLACE;
}

bool dgm_tied_on(const dgm_reader *r, uint32_t t) {
    return t + 2 < r->doc->tokens.count && dgm_str_is(dgm_doc_form(r->doc, t + 1), "-") && is_titled(r, t + 2, "tie");
}

/* "Washington, whose envoy …": what stands before the word that owns. */
static uint32_t owner_before(const dgm_reader *r, uint32_t first, uint32_t sentence_first) {
    if (first <= sentence_first || !dgm_str_ieq(dgm_doc_form(r->doc, first - 1), "whose"))
        return DGM_NONE;
    for (uint32_t i = first - 1, n = 0; i-- > sentence_first && n < 2; n++) {
        if (names_country(r, i))
            return r->at[i];
        if (!(r->doc->tokens.items[i].shape & DGM_SHAPE_PUNCT))
            break;
    }
    return DGM_NONE;
}

uint32_t dgm_country_beside(const dgm_reader *r, uint32_t first, uint32_t end) {
    const dgm_token *t = r->doc->tokens.items;
    const dgm_sentence *s = &r->doc->sentences.items[t[first].sentence];
    uint32_t owner = owner_before(r, first, s->first);
    if (owner != DGM_NONE)
        return owner;
    if (dgm_is_owned(r, first)) /* "its ambassador from Lima" is not Peru's: owner.c says whose */
        return DGM_NONE;
    for (uint32_t back = 1; back <= 5 && first >= s->first + back; back++) {
        uint32_t i = first - back;
        if (names_country(r, i) && (!dgm_tied_on(r, i) || dgm_str_is(dgm_doc_form(r->doc, first), "led")))
            return r->at[i]; /* who leads a coalition acts in it: "the US-[led coalition]" */
        if (t[i].upos != DGM_UPOS_ADJ && t[i].upos != DGM_UPOS_NOUN && t[i].upos != DGM_UPOS_PART &&
            t[i].upos != DGM_UPOS_PUNCT && t[i].upos != DGM_UPOS_NUM && t[i].upos != DGM_UPOS_PROPN &&
            t[i].upos != DGM_UPOS_CCONJ && !(t[i].upos == DGM_UPOS_VERB && t[i].rel == DGM_REL_AMOD))
            break;
        if (t[i].upos == DGM_UPOS_CCONJ || (t[i].upos == DGM_UPOS_PUNCT && !(t[i].shape & DGM_SHAPE_HYPHEN)))
            break;
    }
    if (end + 3 < s->end && dgm_is_tie(r, end - 1, "posted") && dgm_str_is(dgm_doc_form(r->doc, end), "at")) {
        uint32_t i = end + 1 + (t[end + 1].upos == DGM_UPOS_DET); /* "the chargé d'affaires at the Iranian embassy" */
        if (names_country(r, i) && i + 1 < s->end && dgm_is_tie(r, i + 1, "post"))
            return r->at[i];
    }
    if (end + 1 < s->end &&
        (dgm_str_is(dgm_doc_form(r->doc, end), "of") || dgm_str_is(dgm_doc_form(r->doc, end), "in") ||
         dgm_str_is(dgm_doc_form(r->doc, end), "from") || dgm_str_is(dgm_doc_form(r->doc, end), "for")))
        for (uint32_t i = end + 1, reach = end + 4; i < s->end && i < reach; i++) {
            if (names_country(r, i) && dgm_tied_on(r, i)) { /* "of the Syrian-backed Front": the Front's */
                i += 2;
                reach = i + 4;
                continue;
            }
            if (names_country(r, i))
                return r->at[i];
            if (t[i].upos != DGM_UPOS_DET && t[i].upos != DGM_UPOS_ADJ)
                break;
        }
    return DGM_NONE;
}

/* "Ms Bishop" is no bishop. */
static bool addressed(const dgm_reader *r, uint32_t t) {
    return dgm_upper_first(r->doc, t) && is_titled(r, t, "before");
}

/* "brought to justice", "cut intelligence", "met opposition": no court, no service and no party. */
static bool is_matter(const dgm_reader *r, uint32_t t, uint32_t row, uint32_t sentence_first) {
    const dgm_token *w = r->doc->tokens.items;
    if (!dgm_str_is(dgm_str_of(dgm_table_str(&r->know->roles, row, r->know->role.kind)), "matter") ||
        w[t].rel == DGM_REL_NSUBJ || dgm_upper_first(r->doc, t))
        return false;
    uint32_t i = t;
    while (i > sentence_first && w[i - 1].upos == DGM_UPOS_ADJ && r->at[i - 1] == DGM_NONE)
        i--;
    return i == sentence_first || (w[i - 1].upos != DGM_UPOS_DET && w[i - 1].upos != DGM_UPOS_PART &&
                                   w[i - 1].upos != DGM_UPOS_PRON && !names_country(r, i - 1));
}

int dgm_find_roles(dgm_reader *r) {
    const dgm_entity_knowledge *k = r->know;
    for (uint32_t i = 0; i < r->doc->sentences.count; i++) {
        const dgm_sentence *s = &r->doc->sentences.items[i];
        int rc = dgm_spend(r->stage->budget, s->end - s->first, r->stage->error);
        for (uint32_t t = s->first; rc == DGM_OK && t < s->end;) {
            uint32_t row, n = r->at[t] == DGM_NONE ? dgm_match(r, &k->role_names, t, s->end, true, &row) : 0;
            bool free_of_names = true;
            for (uint32_t j = t; j < t + n; j++)
                free_of_names = free_of_names && r->at[j] == DGM_NONE;
            /* plurals are looked up by lemma when the form is not listed */
            if (n == 0 && r->at[t] == DGM_NONE && r->doc->tokens.items[t].upos == DGM_UPOS_NOUN &&
                r->doc->tokens.items[t].lemma.n) {
                dgm_hits hits;
                if (dgm_index_find(&k->role_names, r->doc->tokens.items[t].lemma, &hits)) {
                    row = dgm_hits_at(&hits, 0).row;
                    n = 1;
                }
            }
            if (n == 1 && t + 1 < s->end && dgm_str_is(dgm_doc_form(r->doc, t + 1), "of") &&
                dgm_str_is(dgm_str_of(dgm_table_str(&k->roles, row, k->role.kind)), "count"))
                n = 0; /* "thousands of soldiers" are soldiers */
            if (n == 1 &&
                ((t > s->first && dgm_upper_first(r->doc, t) && addressed(r, t - 1)) || is_matter(r, t, row, s->first)))
                n = 0;
            if (n == 0 || !free_of_names || (!noun_like(r, t, t + n) && !doer(r, t + n)) ||
                (modifier(r, t + n) && !doer(r, t + n) && !(t > s->first && names_country(r, t - 1)) &&
                 !(t + n < s->end && r->doc->tokens.items[t + n].upos == DGM_UPOS_PROPN))) {
                t += 1;
                continue;
            }
            bool ok;
            int standing = standing_before(r, t, s->first);
            n = standing_behind(r, t + n, s->end, &standing) - t;
            dgm_found *f = dgm_found_add(r, t, t + n, DGM_FOUND_ROLE, row);
            if (!f)
                return dgm_fail_memory(r->stage->error);
            f->sectors = dgm_sectors_of(dgm_table_str(&k->roles, row, k->role.sectors), &ok);
            f->standing = (uint8_t)standing;
            if (opposes(r, t, s->first))
                f->sectors = 1u << DGM_SECTOR_OPP;
            t += n;
        }
        if (rc != DGM_OK)
            return rc;
    }
    return DGM_OK;
}
