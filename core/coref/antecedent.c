/* SPDX-License-Identifier: Apache-2.0 */
/* Which mention a pronoun stands for. The nearest mentions of the right kind come into question, and nobody; a linear model over features
 * that a person can read (antecedent.def) ranks them, as in Denis and Baldridge 2008. */
#include "coref/antecedent.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "coref/coref.h"

#define SENTENCES_BACK 4u
#define LOOK_BACK 80u /* mentions */
#define STEPS 12u     /* up a tree */

static const char *const names[DGM_ANTECEDENTS] = {
#define A(name) #name,
#include "coref/antecedent.def"
};
static const char *const kinds[DGM_PRONOUN_KINDS] = {"person", "thing", "group"};

static unsigned kind_of(dgm_pronoun p) {
    return p == DGM_PRONOUN_THING   ? DGM_PRONOUN_THING_KIND
           : p == DGM_PRONOUN_GROUP ? DGM_PRONOUN_GROUP_KIND
                                    : DGM_PRONOUN_PERSON_KIND;
}

const char *dgm_antecedent_name(unsigned feature) { return names[feature]; }
const char *dgm_pronoun_kind(dgm_pronoun pronoun) { return kinds[kind_of(pronoun)]; }

void dgm_antecedents_open(const dgm_store *store, dgm_antecedent_knowledge *k) {
    dgm_table table;
    dgm_index index;
    if (dgm_store_table(store, "antecedents", &table) != DGM_OK || dgm_table_index(&table, "name", &index) != DGM_OK)
        return;
    int column = dgm_table_column(&table, "weight");
    if (column < 0)
        return;
    for (unsigned kind = 0; kind < DGM_PRONOUN_KINDS; kind++)
        for (unsigned i = 0; i < DGM_ANTECEDENTS; i++) {
            char name[64];
            snprintf(name, sizeof name, "%s.%s", kinds[kind], names[i]);
            k->weights[kind][i] = dgm_index_real(&table, &index, column, name);
        }
    k->fitted = true;
}

/* ---- what was spoken of before --------------------------------------------------------------------------------------------- */

/* Straight marks open and close in turn; a paragraph that ends in a quotation leaves it. */
static void mark_quoted(const dgm_doc *doc, bool *quoted) {
    bool in = false;
    for (uint32_t t = 0, paragraph = DGM_NONE; t < doc->tokens.count; t++) {
        uint32_t own = doc->sentences.items[doc->tokens.items[t].sentence].paragraph;
        uint8_t xpos = doc->tokens.items[t].xpos;
        if (own != paragraph)
            in = false;
        paragraph = own;
        quoted[t] = in;
        dgm_str form = dgm_doc_form(doc, t);
        bool mark = xpos == DGM_XPOS_LQUOTE || xpos == DGM_XPOS_RQUOTE;
        if (mark && form.n && form.p[0] != '\'')
            in = dgm_str_is(form, "\"") ? !in : xpos == DGM_XPOS_LQUOTE;
    }
}

bool dgm_spoken_make(dgm_spoken *s, const dgm_stage *stage) {
    const dgm_doc *doc = stage->doc;
    *s = (dgm_spoken){.times = DGM_NEWS(stage->scratch, uint32_t, doc->entities.count + 1),
                      .quoted = DGM_NEWS(stage->scratch, bool, doc->tokens.count + 1),
                      .known = doc->mentions.count};
    if (!s->times || !s->quoted)
        return false;
    for (unsigned i = 0; i < DGM_PRONOUNS; i++)
        s->last[i].entity = s->last[i].token = DGM_NONE;
    mark_quoted(doc, s->quoted);
    return true;
}

void dgm_spoken_upto(dgm_spoken *s, const dgm_doc *doc, uint32_t token) {
    while (s->upto < s->known && doc->mentions.items[s->upto].first < token)
        s->times[doc->mentions.items[s->upto++].entity]++;
}

void dgm_spoken_meant(dgm_spoken *s, dgm_pronoun pronoun, uint32_t token, uint32_t entity) {
    s->last[pronoun].entity = entity;
    s->last[pronoun].token = token;
    s->times[entity]++;
}

/* ---- what comes into question ---------------------------------------------------------------------------------------------- */

static bool may_be(const dgm_doc *doc, const dgm_mention *m, dgm_pronoun p, bool here) {
    const dgm_entity *e = &doc->entities.items[m->entity];
    if (p == DGM_PRONOUN_HE || p == DGM_PRONOUN_SHE)
        return e->type == DGM_ENTITY_PERSON && (e->gender == 0 || e->gender == (p == DGM_PRONOUN_HE ? 'm' : 'f'));
    if (p == DGM_PRONOUN_THING)
        return e->type == DGM_ENTITY_ORGANIZATION || e->type == DGM_ENTITY_COUNTRY ||
               (here && e->type == DGM_ENTITY_GROUP && doc->tokens.items[m->head].xpos == DGM_XPOS_NN); /* "the army" */
    return e->type == DGM_ENTITY_GROUP || e->type == DGM_ENTITY_ORGANIZATION;
}

typedef struct look {
    const dgm_doc *doc;
    const dgm_spoken *spoken;
    dgm_pronoun pronoun;
    uint32_t token, sentence;
    uint32_t verb; /* that the pronoun, or the noun whose owner it is, hangs on; DGM_NONE */
} look;

static bool is_subject(unsigned rel) { return rel == DGM_REL_NSUBJ || rel == DGM_REL_NSUBJ_PASS; }
static bool is_object(unsigned rel) {
    return rel == DGM_REL_OBJ || rel == DGM_REL_IOBJ || rel == DGM_REL_OBL || rel == DGM_REL_OBL_AGENT;
}

static uint32_t verb_above(const dgm_doc *doc, uint32_t token) {
    uint32_t t = doc->tokens.items[token].head;
    for (unsigned i = 0; i < STEPS && t != DGM_NONE; i++) {
        if (doc->tokens.items[t].upos == DGM_UPOS_VERB)
            return t;
        t = doc->tokens.items[t].head;
    }
    return DGM_NONE;
}

static void place_it(const look *l, const dgm_mention *m, float *x) {
    const dgm_doc *doc = l->doc;
    uint32_t there = doc->tokens.items[m->first].sentence, back = l->sentence - there;
    x[DGM_ANTECEDENT_here] = back == 0;
    x[DGM_ANTECEDENT_last] = back == 1;
    x[DGM_ANTECEDENT_back_2] = back == 2;
    x[DGM_ANTECEDENT_back_3] = back > 2;
    x[DGM_ANTECEDENT_paragraph] = doc->sentences.items[there].paragraph != doc->sentences.items[l->sentence].paragraph;
}

static void stand_it(const look *l, const dgm_mention *m, float *x) {
    const dgm_token *t = l->doc->tokens.items;
    unsigned own = t[m->head].rel, pronoun = t[l->token].rel;
    uint32_t verb = t[m->head].head;
    bool subject = is_subject(own);
    x[DGM_ANTECEDENT_subject] = subject;
    x[DGM_ANTECEDENT_main] = subject && verb != DGM_NONE && t[verb].head == DGM_NONE;
    x[DGM_ANTECEDENT_object] = is_object(own);
    x[DGM_ANTECEDENT_owner] = own == DGM_REL_NMOD_POSS;
    x[DGM_ANTECEDENT_inner] = own == DGM_REL_NMOD || own == DGM_REL_COMPOUND || own == DGM_REL_APPOS;
    x[DGM_ANTECEDENT_joined] = own == DGM_REL_CONJ;
    x[DGM_ANTECEDENT_both_subject] = subject && is_subject(pronoun);
    x[DGM_ANTECEDENT_both_object] = is_object(own) && is_object(pronoun);
    x[DGM_ANTECEDENT_both_owner] = own == DGM_REL_NMOD_POSS && pronoun == DGM_REL_NMOD_POSS;
    bool over = subject && verb != DGM_NONE && dgm_tree_under(l->doc, l->token, verb);
    bool owns = pronoun == DGM_REL_NMOD_POSS;
    x[DGM_ANTECEDENT_own_verb] = over && verb == l->verb && !owns;
    x[DGM_ANTECEDENT_own_noun] = over && verb == l->verb && owns;
    x[DGM_ANTECEDENT_above] = over && verb != l->verb;
    x[DGM_ANTECEDENT_rival] = is_object(own) && verb != DGM_NONE && verb == l->verb && is_subject(pronoun);
}

static void name_it(const look *l, const dgm_mention *m, float *x) {
    const dgm_entity *e = &l->doc->entities.items[m->entity];
    bool person = l->pronoun == DGM_PRONOUN_HE || l->pronoun == DGM_PRONOUN_SHE;
    x[DGM_ANTECEDENT_name] = m->kind == DGM_MENTION_NAME;
    x[DGM_ANTECEDENT_nameless] = e->generic;
    x[DGM_ANTECEDENT_country] = e->type == DGM_ENTITY_COUNTRY;
    x[DGM_ANTECEDENT_organization] = e->type == DGM_ENTITY_ORGANIZATION;
    x[DGM_ANTECEDENT_group] = e->type == DGM_ENTITY_GROUP;
    x[DGM_ANTECEDENT_office] = e->role.n > 0;
    x[DGM_ANTECEDENT_known] = e->code.n > 0;
    x[DGM_ANTECEDENT_gender] = person && e->gender;
    x[DGM_ANTECEDENT_plural] = (l->doc->tokens.items[m->head].feats & DGM_FEAT(PLUR)) != 0;
    x[DGM_ANTECEDENT_again] = (float)(log2(1.0 + l->spoken->times[m->entity]) / 4);
}

static void quote_it(const look *l, const dgm_mention *m, float *x) {
    const dgm_doc *doc = l->doc;
    bool own = l->spoken->quoted[l->token], there = l->spoken->quoted[m->head];
    uint32_t verb = doc->tokens.items[m->head].head;
    x[DGM_ANTECEDENT_said_in] = there && !own;
    x[DGM_ANTECEDENT_said_out] = own && !there;
    x[DGM_ANTECEDENT_said_same] = own && there;
    x[DGM_ANTECEDENT_speaks] = own && !there && is_subject(doc->tokens.items[m->head].rel) && verb != DGM_NONE &&
                               dgm_tree_under(doc, l->token, verb);
}

static void chain_it(const look *l, const dgm_mention *m, float *x) {
    const dgm_doc *doc = l->doc;
    uint32_t token = l->spoken->last[l->pronoun].token;
    if (token == DGM_NONE || l->sentence - doc->tokens.items[token].sentence > 2)
        return;
    bool here = doc->tokens.items[token].sentence == l->sentence,
         same = l->spoken->last[l->pronoun].entity == m->entity;
    x[DGM_ANTECEDENT_meant] = same;
    x[DGM_ANTECEDENT_meant_here] = same && here;
    x[DGM_ANTECEDENT_other_meant] = !same && here;
}

static void nobody(const look *l, float *x) {
    const dgm_doc *doc = l->doc;
    const dgm_token *t = &doc->tokens.items[l->token];
    bool subject = is_subject(t->rel) || t->rel == DGM_REL_EXPL;
    x[DGM_ANTECEDENT_none] = 1;
    x[DGM_ANTECEDENT_none_subject] = subject;
    x[DGM_ANTECEDENT_none_owner] = t->rel == DGM_REL_NMOD_POSS;
    x[DGM_ANTECEDENT_none_object] = is_object(t->rel);
    x[DGM_ANTECEDENT_none_opens] = l->token == doc->sentences.items[l->sentence].first;
    x[DGM_ANTECEDENT_none_said] = l->spoken->quoted[l->token];
    if (!subject || t->head == DGM_NONE)
        return;
    x[DGM_ANTECEDENT_none_is] = dgm_tree_child_rel(doc, t->head, DGM_REL_COP) != DGM_NONE;
    x[DGM_ANTECEDENT_none_clause] = t->rel == DGM_REL_EXPL ||
                                    dgm_tree_child_rel(doc, t->head, DGM_REL_CSUBJ) != DGM_NONE ||
                                    dgm_tree_child_rel(doc, t->head, DGM_REL_CCOMP) != DGM_NONE;
}

/* What can only be told when all of them are there: the first of their sentences, the most spoken of. */
static void compare(const look *l, dgm_candidates *c) {
    uint32_t most = 0;
    for (uint32_t i = 1; i < c->count; i++) {
        const dgm_mention *m = &l->doc->mentions.items[c->items[i].mention];
        most = l->spoken->times[m->entity] > most ? l->spoken->times[m->entity] : most;
        uint32_t sentence = l->doc->tokens.items[m->first].sentence;
        bool further = i + 1 < c->count &&
                       l->doc->tokens.items[l->doc->mentions.items[c->items[i + 1].mention].first].sentence == sentence;
        c->items[i].x[DGM_ANTECEDENT_opens] = !further;
    }
    for (uint32_t i = 1; i < c->count; i++)
        c->items[i].x[DGM_ANTECEDENT_most] =
            l->spoken->times[l->doc->mentions.items[c->items[i].mention].entity] == most;
}

static void lead(const look *l, dgm_candidates *c) {
    const dgm_doc *doc = l->doc;
    for (uint32_t j = 0; j < l->spoken->upto; j++) {
        uint32_t sentence = doc->tokens.items[doc->mentions.items[j].first].sentence;
        bool headline = doc->sentences.items[sentence].headline;
        if (sentence > 1 || (sentence == 1 && !doc->sentences.items[0].headline))
            return;
        for (uint32_t i = 1; i < c->count; i++)
            if (doc->mentions.items[c->items[i].mention].entity == doc->mentions.items[j].entity)
                c->items[i].x[headline ? DGM_ANTECEDENT_headline : DGM_ANTECEDENT_lead] = 1;
    }
}

void dgm_candidates_look(const dgm_doc *doc, const dgm_spoken *s, dgm_pronoun pronoun, uint32_t token,
                         dgm_candidates *c) {
    look l = {doc, s, pronoun, token, doc->tokens.items[token].sentence, verb_above(doc, token)};
    c->pronoun = pronoun;
    c->token = token;
    c->count = 1;
    c->items[0] = (dgm_candidate){.mention = DGM_NONE}; /* the others when they are met */
    nobody(&l, c->items[0].x);
    for (uint32_t j = s->upto, seen = 0; j-- > 0 && seen < LOOK_BACK && c->count < DGM_CANDIDATES; seen++) {
        const dgm_mention *m = &doc->mentions.items[j];
        uint32_t there = doc->tokens.items[m->first].sentence;
        if (l.sentence - there > SENTENCES_BACK || doc->sentences.items[there].headline)
            break;
        if (m->end > token || m->adjective || m->kind == DGM_MENTION_PRONOUN || m->members_count ||
            dgm_tree_under(doc, m->head, token) || !may_be(doc, m, pronoun, there == l.sentence))
            continue;
        dgm_candidate *to = &c->items[c->count++];
        *to = (dgm_candidate){.mention = j};
        to->x[DGM_ANTECEDENT_nearest] = c->count == 2;
        to->x[DGM_ANTECEDENT_near] = 1.0f / (float)(c->count - 1);
        place_it(&l, m, to->x);
        stand_it(&l, m, to->x);
        name_it(&l, m, to->x);
        quote_it(&l, m, to->x);
        chain_it(&l, m, to->x);
    }
    compare(&l, c);
    lead(&l, c);
}

uint32_t dgm_candidates_best(const dgm_antecedent_knowledge *k, const dgm_candidates *c) {
    const double *w = k->weights[kind_of(c->pronoun)];
    double most = 0;
    uint32_t best = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        double sum = 0;
        for (unsigned f = 0; f < DGM_ANTECEDENTS; f++)
            sum += w[f] * (double)c->items[i].x[f];
        if (i == 0 || sum > most) {
            best = i;
            most = sum;
        }
    }
    return c->items[best].mention;
}
