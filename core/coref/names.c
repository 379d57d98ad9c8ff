/* SPDX-License-Identifier: Apache-2.0 */
/* A body that was named in full is named in short afterwards: by its initials, which stand in brackets behind the name once, or by the
 * word that says what it is ("the UN Security Council … the Council"). What the lexicon knows for certain is left alone. */
#include "coref/coref.h"

#define LETTERS_MAX 10u
#define FIRST_LETTERS 4u
#define SURE 700u       /* confidence of what the lexicon or the text says */
#define LOOK_BACK 2000u /* mentions */
#define JOINS_MAX 64u   /* of initials in one article */

bool dgm_coref_same_word(dgm_str a, dgm_str b) {
    if (a.n != b.n)
        return false;
    for (uint32_t i = 0; i < a.n; i++)
        if ((a.p[i] | 32) != (b.p[i] | 32))
            return false;
    return true;
}

static bool capital(const dgm_doc *doc, uint32_t t) { return doc->tokens.items[t].shape & DGM_SHAPE_UPPER_FIRST; }

/* The body becomes what it is a short name of, wherever the article has it. */
static void join(dgm_doc *doc, uint32_t from, uint32_t to) {
    for (uint32_t i = 0; i < doc->mentions.count; i++)
        if (doc->mentions.items[i].entity == from)
            doc->mentions.items[i].entity = to;
    for (uint32_t i = 0; i < doc->members.count; i++)
        if (doc->members.items[i] == from)
            doc->members.items[i] = to;
}

/* ---- "the Tigray People's Liberation Front (TPLF)" -------------------------------------------------------------------------- */

/* Do the letters begin words of [first, end), in order, the first letter its first word? */
static bool are_initials(const dgm_doc *doc, dgm_str letters, uint32_t first, uint32_t end) {
    uint32_t at = 0;
    for (uint32_t t = first; t < end && at < letters.n; t++) {
        dgm_str form = dgm_doc_form(doc, t);
        if (form.n && (form.p[0] | 32) == (letters.p[at] | 32))
            at++;
        else if (t == first)
            return false;
    }
    return at == letters.n;
}

static bool in_brackets(const dgm_doc *doc, const dgm_mention *m) {
    const dgm_sentence *s = &doc->sentences.items[doc->tokens.items[m->first].sentence];
    return m->end - m->first == 1 && m->first > s->first && m->end < s->end &&
           dgm_str_is(dgm_doc_form(doc, m->first - 1), "(") && dgm_str_is(dgm_doc_form(doc, m->end), ")");
}

/* The mention that ends before the bracket and has those initials, with capitals before it ("[the] Tigray …") that belong to it. */
static uint32_t named_before(const dgm_doc *doc, uint32_t i, dgm_str letters) {
    uint32_t end = doc->mentions.items[i].first - 1;
    for (uint32_t j = i; j-- > 0 && i - j < 8;) {
        const dgm_mention *a = &doc->mentions.items[j];
        if (a->end != end || a->end - a->first < 2 || a->members_count)
            continue;
        uint32_t first = a->first, sentence = doc->sentences.items[doc->tokens.items[first].sentence].first;
        for (uint32_t n = 0; n < 4; n++, first--) {
            if (are_initials(doc, letters, first, end))
                return j;
            if (first == sentence || !capital(doc, first - 1))
                break;
        }
    }
    return DGM_NONE;
}

/* Are two entities made one? */
static bool join_initials(dgm_doc *doc, uint32_t i) {
    const dgm_mention *m = &doc->mentions.items[i];
    dgm_str letters = dgm_doc_form(doc, m->first);
    const dgm_entity *own = &doc->entities.items[m->entity];
    if (!in_brackets(doc, m) || letters.n < 2 || letters.n > LETTERS_MAX ||
        !(doc->tokens.items[m->first].shape & DGM_SHAPE_ALL_UPPER))
        return false;
    uint32_t full = named_before(doc, i, letters);
    if (full == DGM_NONE || doc->mentions.items[full].entity == m->entity)
        return false;
    uint32_t other = doc->mentions.items[full].entity;
    if (own->confidence < SURE)
        join(doc, m->entity, other);
    else if (doc->entities.items[other].confidence < SURE && doc->entities.items[other].type != DGM_ENTITY_COUNTRY)
        join(doc, other, m->entity);
    else
        return false;
    return true;
}

/* ---- "the Council" --------------------------------------------------------------------------------------------------------- */

/* The word of a name that says what it is: "Court" of "International Court of Justice", "Council" of "UN Security Council". */
static uint32_t kind_word(const dgm_doc *doc, const dgm_mention *m) {
    for (uint32_t t = m->first + 1; t < m->end; t++)
        if (doc->tokens.items[t].upos == DGM_UPOS_ADP)
            return t - 1;
    return m->end - 1;
}

/* Is nothing sure known of who that is? */
static bool is_unsure(const dgm_entity *e) {
    return (e->confidence < SURE || !e->code.n) && !e->role.n && e->type != DGM_ENTITY_PLACE &&
           e->type != DGM_ENTITY_COUNTRY && e->type != DGM_ENTITY_FACILITY;
}

static bool is_short(const dgm_doc *doc, const dgm_mention *m) {
    const dgm_entity *e = &doc->entities.items[m->entity];
    const dgm_sentence *s = &doc->sentences.items[doc->tokens.items[m->first].sentence];
    uint32_t t = m->end - 1;
    if (m->kind == DGM_MENTION_PRONOUN || m->kind == DGM_MENTION_TITLE || (e->confidence >= SURE && e->code.n) ||
        m->members_count || e->type == DGM_ENTITY_PLACE || e->type == DGM_ENTITY_COUNTRY ||
        e->type == DGM_ENTITY_FACILITY)
        return false;
    bool one = m->end - m->first == 1 || (m->end - m->first == 2 && dgm_str_ieq(dgm_doc_form(doc, m->first), "the"));
    if (!one || !capital(doc, t) || t == s->first || !dgm_str_ieq(dgm_doc_form(doc, t - 1), "the"))
        return false;
    return m->end >= s->end || (!capital(doc, m->end) && !dgm_str_is(dgm_doc_form(doc, m->end), "of"));
}

/* "Ford" after "Ford Motor Company" */
static bool is_first_word(const dgm_doc *doc, const dgm_mention *m) {
    return m->kind == DGM_MENTION_NAME && m->end - m->first == 1 && !m->members_count && capital(doc, m->first) &&
           doc->tokens.items[m->first].span.end - doc->tokens.items[m->first].span.start >= FIRST_LETTERS &&
           is_unsure(&doc->entities.items[m->entity]);
}

static bool begins(const dgm_doc *doc, const dgm_mention *full, dgm_str word) {
    const dgm_token *t = &doc->tokens.items[full->first];
    return t->upos == DGM_UPOS_PROPN && dgm_coref_same_word(dgm_doc_form(doc, full->first), word);
}

/* The mentions that were looked at. */
static uint32_t join_short(dgm_doc *doc, uint32_t i) {
    dgm_mention *m = &doc->mentions.items[i];
    bool kind = is_short(doc, m), first = !kind && is_first_word(doc, m);
    if (!kind && !first)
        return 0;
    dgm_str word = dgm_doc_form(doc, m->end - 1);
    for (uint32_t j = i; j-- > 0 && i - j < LOOK_BACK;) {
        const dgm_mention *a = &doc->mentions.items[j];
        const dgm_entity *e = &doc->entities.items[a->entity];
        if (a->end - a->first < 2 || a->kind != DGM_MENTION_NAME || e->type != DGM_ENTITY_ORGANIZATION ||
            !(first ? begins(doc, a, word) : dgm_coref_same_word(dgm_doc_form(doc, kind_word(doc, a)), word)))
            continue;
        m->entity = a->entity;
        m->type = e->type;
        m->kind = DGM_MENTION_NAME;
        return i - j;
    }
    return i < LOOK_BACK ? i : LOOK_BACK;
}

int dgm_coref_names(dgm_stage *stage) {
    dgm_doc *doc = stage->doc;
    int rc = DGM_OK;
    for (uint32_t i = 0, joined = 0; rc == DGM_OK && i < doc->mentions.count; i++) {
        uint32_t looked = join_short(doc, i);
        if (joined < JOINS_MAX && join_initials(doc, i)) {
            joined++;
            looked += doc->mentions.count;
        }
        rc = dgm_spend(stage->budget, 1 + looked / 8, stage->error);
    }
    return rc;
}
