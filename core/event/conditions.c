/* SPDX-License-Identifier: Apache-2.0 */
/* What a rule asks of the words that it was laid on, and of who was found there. */
#include "event/phrase.h"

#define QUOTED_NEAR 14u /* tokens after a verb in which quoted words that belong to it are looked for */
#define QUOTED_DEEP 4u  /* steps that they stand below it */

/* The word in small letters: "Typhoon" of a name; cut to the buffer. */
dgm_str dgm_lowered(const dgm_doc *doc, uint32_t token, char small[32]) {
    dgm_str form = dgm_doc_form(doc, token);
    uint32_t n = form.n < 32 ? form.n : 31;
    for (uint32_t i = 0; i < n; i++)
        small[i] = (char)(form.p[i] >= 'A' && form.p[i] <= 'Z' ? form.p[i] | 32 : form.p[i]);
    return (dgm_str){small, n};
}

bool dgm_word_in_class(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t token, uint32_t row) {
    char small[32];
    return dgm_in_class(k, doc->tokens.items[token].lemma, row) || dgm_in_class(k, dgm_lowered(doc, token, small), row);
}

bool dgm_any_code(const dgm_doc *doc, const dgm_participants *list) {
    for (uint32_t i = 0; i < list->count; i++)
        if (doc->entities.items[list->items[i].entity].code.n)
            return true;
    return false;
}

static bool any_type(const dgm_doc *doc, uint32_t token, uint32_t types) {
    uint32_t m = token == DGM_NONE ? DGM_NONE : dgm_mention_headed(doc, token);
    if (m == DGM_NONE && token != DGM_NONE)
        m = doc->tokens.items[token].mention;
    return m != DGM_NONE && (types >> doc->entities.items[doc->mentions.items[m].entity].type & 1);
}

/* "Thousands of troops", "a string of police stations", "the whole of its border": what there are many of. */
static uint32_t kernel_of(const dgm_stage *stage, uint32_t noun) {
    const dgm_event_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    if (noun == DGM_NONE || k->amount == DGM_NONE || !dgm_in_class(k, doc->tokens.items[noun].lemma, k->amount))
        return noun;
    uint32_t of = dgm_tree_child_rel(doc, noun, DGM_REL_NMOD),
             prep = of == DGM_NONE ? DGM_NONE : dgm_tree_case(doc, of);
    return prep != DGM_NONE && dgm_tree_lemma_is(doc, prep, "of") ? of : noun;
}

/* "Hackers attacked", "weeks of protests shook": the noun that acts, whoever it is. */
bool dgm_doer_fits(const dgm_stage *stage, const dgm_fit *fit) {
    uint32_t row = fit->pattern->rule->subject_class, noun = kernel_of(stage, fit->subject);
    return row == DGM_NONE ||
           (noun != DGM_NONE && dgm_in_class(stage->know, stage->doc->tokens.items[noun].lemma, row));
}

bool dgm_object_fits(const dgm_stage *stage, const dgm_fit *fit) {
    const dgm_rule *r = fit->pattern->rule;
    const dgm_doc *doc = stage->doc;
    const uint32_t actors = 1u << DGM_ENTITY_PERSON | 1u << DGM_ENTITY_ORGANIZATION | 1u << DGM_ENTITY_COUNTRY |
                            1u << DGM_ENTITY_GROUP | 1u << DGM_ENTITY_PLACE;
    if (!r->object || fit->pattern->class_letter == 'n')
        return true;
    if ((r->object & DGM_NEED_OBJECT_NONE) && fit->object == DGM_NONE)
        return true;
    if ((r->object & DGM_NEED_OBJECT_CLAUSE) && fit->clause != DGM_NONE)
        return true;
    uint32_t noun = kernel_of(stage, fit->object);
    for (uint32_t i = 0; i < DGM_CLASSES_MAX; i++)
        if (r->object_classes[i] != DGM_NONE && fit->object != DGM_NONE &&
            (dgm_in_class(stage->know, doc->tokens.items[fit->object].lemma, r->object_classes[i]) ||
             dgm_in_class(stage->know, doc->tokens.items[noun].lemma, r->object_classes[i])))
            return true;
    if ((r->object & DGM_NEED_OBJECT_ACTOR) && any_type(doc, noun, actors))
        return true;
    if ((r->object & DGM_NEED_OBJECT_COUNTRY) && any_type(doc, noun, 1u << DGM_ENTITY_COUNTRY | 1u << DGM_ENTITY_PLACE))
        return true;
    if ((r->object & DGM_NEED_OBJECT_BODY) && any_type(doc, noun, 1u << DGM_ENTITY_ORGANIZATION))
        return true;
    if ((r->object & DGM_NEED_OBJECT_PERSON) && any_type(doc, noun, 1u << DGM_ENTITY_PERSON | 1u << DGM_ENTITY_GROUP))
        return true;
    return (r->object & DGM_NEED_OBJECT_AGREEMENT) && any_type(doc, noun, 1u << DGM_ENTITY_AGREEMENT);
}

/* What a name without sectors may be: a country acts by its government, a body or a group may be anything. */
static uint32_t sectors_of_type(uint8_t type) {
    return type == DGM_ENTITY_COUNTRY                                    ? 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_MIL
           : type == DGM_ENTITY_ORGANIZATION || type == DGM_ENTITY_GROUP ? UINT32_MAX
                                                                         : 0;
}

bool dgm_any_of_type(const dgm_doc *doc, const dgm_participants *list, uint32_t types) {
    for (uint32_t i = 0; i < list->count; i++)
        if (types >> doc->entities.items[list->items[i].entity].type & 1)
            return true;
    return false;
}

/* "to open its borders" */
bool dgm_is_infinitive(const dgm_doc *doc, uint32_t clause) {
    for (uint32_t c = clause == DGM_NONE ? DGM_NONE : dgm_tree_child(doc, clause, DGM_NONE); c != DGM_NONE;
         c = dgm_tree_child(doc, clause, c))
        if (doc->tokens.items[c].rel == DGM_REL_MARK && dgm_tree_lemma_is(doc, c, "to"))
            return true;
    return false;
}

/* "The Nigerian writer left", "the Australian dollar came under attack": a country that only describes a noun acts by its forces and
 * their arms, and by nothing else that no rule knows. */
bool dgm_is_other_matter(const dgm_event_knowledge *k, const dgm_doc *doc, const dgm_fit *fit,
                         const dgm_participants *actors) {
    if (fit->pattern->class_letter != 'v' || fit->subject == DGM_NONE || actors->count != 1)
        return false;
    const dgm_participant *p = &actors->items[0];
    dgm_str noun = doc->tokens.items[fit->subject].lemma;
    bool described = p->mention != DGM_NONE && doc->mentions.items[p->mention].adjective &&
                     doc->mentions.items[p->mention].head != fit->subject &&
                     doc->entities.items[p->entity].type == DGM_ENTITY_COUNTRY;
    return described && k->troops != DGM_NONE && !dgm_in_class(k, noun, k->troops) &&
           !(k->munition != DGM_NONE && dgm_in_class(k, noun, k->munition));
}

/* "Palestinians" are people, whatever their country is. */
static uint32_t sectors_in(const dgm_doc *doc, const dgm_entity *e, const dgm_participant *p) {
    uint32_t people = dgm_people_of(doc, e, p->mention);
    return people ? people : e->sectors ? e->sectors : sectors_of_type(e->type);
}

bool dgm_subject_fits(const dgm_doc *doc, const dgm_rule *r, const dgm_participants *actors) {
    if (!r->subject_sectors && !r->subject_person && !r->subject_actor && !r->subject_country)
        return true;
    if (r->subject_country && dgm_any_of_type(doc, actors, 1u << DGM_ENTITY_COUNTRY))
        return true;
    for (uint32_t i = 0; i < actors->count; i++) {
        const dgm_entity *e = &doc->entities.items[actors->items[i].entity];
        if (r->subject_actor ||
            (r->subject_person &&
             (e->type == DGM_ENTITY_PERSON || e->type == DGM_ENTITY_GROUP || e->type == DGM_ENTITY_ORGANIZATION)) ||
            (r->subject_sectors & sectors_in(doc, e, &actors->items[i])))
            return true;
    }
    return false;
}

/* Somebody speaks of nobody but his own country. */
bool dgm_own_country(const dgm_doc *doc, const dgm_event *e) {
    const dgm_entity *who = &doc->entities.items[e->actors.items[0].entity];
    for (uint32_t i = 0; i < e->recipients.count; i++) {
        const dgm_entity *x = &doc->entities.items[e->recipients.items[i].entity];
        if (x->type != DGM_ENTITY_COUNTRY || e->recipients.items[i].sectors || !dgm_str_eq(x->country, who->country))
            return false;
    }
    return true;
}

void dgm_drop_shared(dgm_event *e) { dgm_drop_those(&e->recipients, &e->actors); }

/* "will retaliate", "would hit back", "is going to answer", "vowed to take revenge" */
bool dgm_is_to_come(const dgm_doc *doc, uint32_t verb) {
    static const char *const words[] = {"will", "would", "shall"};
    const dgm_token *v = &doc->tokens.items[verb];
    for (uint32_t c = dgm_tree_child(doc, verb, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, verb, c))
        for (size_t i = 0; doc->tokens.items[c].rel == DGM_REL_AUX && i < sizeof words / sizeof words[0]; i++)
            if (dgm_tree_lemma_is(doc, c, words[i]))
                return true;
    return v->rel == DGM_REL_XCOMP && v->head != DGM_NONE && doc->tokens.items[v->head].xpos == DGM_XPOS_VBG &&
           dgm_tree_lemma_is(doc, v->head, "go");
}

uint32_t dgm_tense_word(const dgm_doc *doc, uint32_t clause) {
    static const uint8_t helpers[] = {DGM_REL_AUX, DGM_REL_AUX_PASS, DGM_REL_COP};
    for (size_t i = 0; i < sizeof helpers; i++) {
        uint32_t helper = dgm_tree_child_rel(doc, clause, helpers[i]);
        if (helper != DGM_NONE)
            return helper;
    }
    return clause;
}

/* A clause in the base form, with "should", "must" or "to"; below a past also in what looks like the present ("insisted that the rebels leave"). */
bool dgm_is_wished(const dgm_doc *doc, uint32_t verb, uint32_t clause) {
    const dgm_token *t = doc->tokens.items;
    if (clause == DGM_NONE || dgm_is_infinitive(doc, clause))
        return clause != DGM_NONE;
    uint32_t w = dgm_tense_word(doc, clause);
    if (t[w].xpos == DGM_XPOS_MD)
        return dgm_tree_lemma_is(doc, w, "should") || dgm_tree_lemma_is(doc, w, "must");
    return t[w].xpos == DGM_XPOS_VB || (t[w].xpos == DGM_XPOS_VBP && t[verb].xpos == DGM_XPOS_VBD);
}

static bool asks_what(const dgm_doc *doc, uint32_t verb) {
    uint32_t object = dgm_tree_child_rel(doc, verb, DGM_REL_OBJ);
    return object != DGM_NONE &&
           (doc->tokens.items[object].xpos == DGM_XPOS_WP || doc->tokens.items[object].xpos == DGM_XPOS_WDT);
}

/* Words that the verb itself has, not those of a sentence that follows ("called: "We …""); "what it called "talks"" only gives the name. */
bool dgm_is_said_in_quotes(const dgm_doc *doc, uint32_t verb) {
    const dgm_token *t = doc->tokens.items;
    uint32_t end = doc->sentences.items[t[verb].sentence].end;
    if ((t[verb].shape & DGM_SHAPE_QUOTED) || t[verb].rel == DGM_REL_ACL_RELCL || asks_what(doc, verb))
        return false;
    for (uint32_t i = verb + 1; i < end && i - verb < QUOTED_NEAR; i++) {
        uint32_t up = t[i].shape & DGM_SHAPE_QUOTED ? i : DGM_NONE;
        for (uint32_t n = 0; n < QUOTED_DEEP && up != DGM_NONE && up != verb; n++) {
            bool apart = t[up].rel == DGM_REL_CCOMP || t[up].rel == DGM_REL_PARATAXIS || t[up].rel == DGM_REL_ADVCL;
            up = apart ? DGM_NONE : t[up].head;
        }
        if (up == verb)
            return true;
    }
    return false;
}

/* Who talks to reporters holds no talks. */
bool dgm_any_reporter(const dgm_doc *doc, const dgm_participants *list) {
    for (uint32_t i = 0; i < list->count; i++)
        if (doc->entities.items[list->items[i].entity].sectors == 1u << DGM_SECTOR_JRN)
            return true;
    return false;
}

bool dgm_frame_holds(const dgm_doc *doc, const dgm_rule *r, const dgm_event *e) {
    bool unmanned = e->unmanned && e->actors.count == 0;
    if (!unmanned && !dgm_subject_fits(doc, r, &e->actors))
        return false;
    /* "will not negotiate with Kyiv": one refuses the other */
    bool refused = e->type == DGM_EVENT_REJECT && r->type != DGM_EVENT_REJECT && e->recipients.count > 0;
    if (r->symmetric && r->need_recipient && e->actors.count < 2 && !refused)
        return false;
    if ((r->need_actor && e->actors.count == 0 && !unmanned) ||
        (r->need_recipient && !r->symmetric && e->recipients.count == 0))
        return false;
    if ((e->actors.count && e->recipients.count) || r->trust < DGM_TRUST_LEAST)
        return true; /* "Adler pardoned Brandt": whoever they are */
    return dgm_any_code(doc, &e->actors) || dgm_any_code(doc, &e->recipients);
}
