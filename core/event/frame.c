/* SPDX-License-Identifier: Apache-2.0 */
/* Who stands where: the participants of an event by the places that its rule names. */
#include "event/phrase.h"

#define DEED_STEPS 4u /* steps below the noun of a deed in which a victim is looked for */

/* ---- places of the frame ------------------------------------------------------------------------------------------------------- */

/* "Russia's", "Russian", "police" of a noun predicate. */
static bool possessor(dgm_stage *stage, uint32_t noun, dgm_participants *list) {
    const dgm_doc *doc = stage->doc;
    for (uint32_t c = dgm_tree_child(doc, noun, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, noun, c)) {
        if (!dgm_describes(doc->tokens.items[c].rel))
            continue;
        uint32_t who = dgm_describer(doc, c);
        uint32_t m = dgm_mention_headed(doc, who);
        m = m != DGM_NONE ? m : doc->tokens.items[who].mention;
        if (m != DGM_NONE && !dgm_add_mention(stage, m, list))
            return false;
        for (uint32_t d = dgm_tree_child(doc, c, DGM_NONE); d != DGM_NONE; d = dgm_tree_child(doc, c, d))
            if (doc->tokens.items[d].rel == DGM_REL_CONJ && doc->tokens.items[d].mention != DGM_NONE &&
                !dgm_add_mention(stage, doc->tokens.items[d].mention, list))
                return false;
    }
    return true;
}

/* "Protests broke out in Ecuador", "a strike brought Lagos to a standstill": the verb says where. */
static bool where_of_verb(dgm_stage *stage, uint32_t noun, dgm_participants *list) {
    static const char *const words[] = {"in", "across", "throughout"};
    const dgm_doc *doc = stage->doc;
    const dgm_token *n = &doc->tokens.items[noun];
    if ((n->rel != DGM_REL_NSUBJ && n->rel != DGM_REL_NSUBJ_PASS) || n->head == DGM_NONE)
        return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0] && list->count == 0; i++)
        if (!dgm_prepositional(doc, n->head, dgm_str_of(words[i]), stage, list))
            return false;
    return true;
}

/* Who says what the word stands in: of a quotation, else of reported speech; not where he speaks of himself. */
static bool speaker(dgm_stage *stage, uint32_t anchor, dgm_participants *list) {
    const dgm_doc *doc = stage->doc;
    const dgm_quote *best = NULL;
    for (uint32_t i = 0; i < doc->quotes.count; i++) {
        const dgm_quote *q = &doc->quotes.items[i];
        if (q->speaker != DGM_NONE && dgm_span_within(doc->tokens.items[anchor].span, q->span) &&
            (!best || (q->direct && !best->direct)))
            best = q;
    }
    return !best || dgm_add_participant(stage, list, best->speaker, best->speaker_mention);
}

/* "Russia is responsible", "this was a crime": what is said of a subject. */
static bool is_predicate(const dgm_doc *doc, uint32_t anchor) {
    return dgm_tree_child_rel(doc, anchor, DGM_REL_COP) != DGM_NONE;
}

static void drop_mention(dgm_participants *list, uint32_t mention) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++)
        if (mention == DGM_NONE || list->items[i].mention != mention)
            list->items[kept++] = list->items[i];
    list->count = kept;
}

/* "The editor's arrest", "Hamas's expulsion by Jordan": the possessor suffers what "his arrest of the editor" has him do. The possessor, or
 * DGM_NONE. */
static uint32_t sufferer(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t noun) {
    static const char *const of[] = {"of"}, *const by[] = {"by"};
    uint32_t owner = dgm_tree_child_rel(doc, noun, DGM_REL_NMOD_POSS);
    uint32_t m = owner == DGM_NONE ? DGM_NONE : doc->tokens.items[owner].mention;
    if (m == DGM_NONE || k->undergone == DGM_NONE || !dgm_in_class(k, doc->tokens.items[noun].lemma, k->undergone))
        return DGM_NONE;
    uint8_t type = doc->entities.items[doc->mentions.items[m].entity].type;
    bool done = false;
    for (uint32_t c = dgm_tree_child(doc, noun, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, noun, c)) {
        if (dgm_case_is(doc, c, of, 1))
            return DGM_NONE;
        done = done || dgm_case_is(doc, c, by, 1);
    }
    return type == DGM_ENTITY_PERSON || type == DGM_ENTITY_GROUP || done ? owner : DGM_NONE;
}

/* "Condemned the attack on a church by rebels", "welcomed the editor's release": such a rule's object stands for who did it, never for who suffered
 * it. */
static bool is_deed(const dgm_stage *stage, const dgm_fit *fit) {
    const dgm_event_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    unsigned type = fit->pattern->rule->type;
    if ((type != DGM_EVENT_ACCUSE && type != DGM_EVENT_SUPPORT && type != DGM_EVENT_REJECT) ||
        fit->object == DGM_NONE || dgm_mention_headed(doc, fit->object) != DGM_NONE || k->attack == DGM_NONE ||
        k->undergone == DGM_NONE)
        return false;
    dgm_str lemma = doc->tokens.items[fit->object].lemma;
    return dgm_in_class(k, lemma, k->attack) || dgm_in_class(k, lemma, k->undergone);
}

/* Does the token stand, in the phrase of a deed, for who suffers it? */
bool dgm_is_victim(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t deed, uint32_t token) {
    static const char *const behind_deed[] = {"of", "on", "against", "in", "at", "near"};
    const dgm_token *t = doc->tokens.items;
    if (deed == DGM_NONE || k->attack == DGM_NONE || k->undergone == DGM_NONE ||
        !(dgm_in_class(k, t[deed].lemma, k->attack) || dgm_in_class(k, t[deed].lemma, k->undergone)))
        return false;
    uint32_t part = token;
    for (uint32_t steps = 0; steps < DEED_STEPS && part != DGM_NONE && t[part].head != deed; steps++)
        part = t[part].head;
    return part != DGM_NONE && t[part].head == deed &&
           (part == sufferer(k, doc, deed) ||
            (t[part].rel == DGM_REL_NMOD &&
             dgm_case_is(doc, part, behind_deed, sizeof behind_deed / sizeof behind_deed[0])));
}

/* "The generals deny it", "the bill was rejected, it was dismissed", "called it a crime": what was said or done, not who. */
static bool is_matter(const dgm_doc *doc, const dgm_fit *fit, uint32_t token) {
    unsigned type = fit->pattern->rule->type;
    if (token == DGM_NONE || !dgm_str_ieq(dgm_doc_form(doc, token), "it"))
        return false;
    uint32_t called = dgm_tree_child_rel(doc, fit->anchor, DGM_REL_XCOMP);
    return type == DGM_EVENT_REJECT ||
           (type == DGM_EVENT_ACCUSE && called != DGM_NONE && doc->tokens.items[called].upos == DGM_UPOS_NOUN);
}

static bool gather_doer(dgm_stage *stage, uint32_t deed, dgm_participants *list) {
    const dgm_doc *doc = stage->doc;
    if (!dgm_prepositional(doc, deed, DGM_STR("by"), stage, list))
        return false;
    for (uint32_t c = dgm_tree_child(doc, deed, DGM_NONE); c != DGM_NONE && list->count == 0;
         c = dgm_tree_child(doc, deed, c)) /* parsers hang "by rebels" below "the killing of two nurses" */
        if (dgm_is_victim(stage->know, doc, deed, c) && !dgm_prepositional(doc, c, DGM_STR("by"), stage, list))
            return false;
    if (list->count || sufferer(stage->know, stage->doc, deed) != DGM_NONE)
        return true;
    if (!possessor(stage, deed, list))
        return false;
    drop_mention(list, dgm_scene(stage->know, stage->doc, deed));
    return true;
}

/* "Clashes broke out between Chad and Mali", "protests were staged against the king": the verb has what belongs to its subject. */
static bool behind_its_verb(dgm_stage *stage, const dgm_fit *fit, dgm_str preposition, dgm_participants *list) {
    const dgm_doc *doc = stage->doc;
    const dgm_token *n = &doc->tokens.items[fit->anchor];
    bool subject = n->rel == DGM_REL_NSUBJ || n->rel == DGM_REL_NSUBJ_PASS;
    bool told = dgm_str_is(preposition, "between") || dgm_str_is(preposition, "against") ||
                dgm_str_is(preposition, "among") || (fit->pattern->rule->symmetric && dgm_str_is(preposition, "with"));
    return !subject || !told || dgm_prepositional(doc, n->head, preposition, stage, list);
}

/* "Sent the minister a letter demanding …", "a petition to the king asking …", "a letter requesting the papers to the king": whom a paper goes to. */
static bool addressed(dgm_stage *stage, const dgm_fit *fit, dgm_str preposition, dgm_participants *list) {
    const dgm_doc *doc = stage->doc;
    const dgm_token *t = doc->tokens.items;
    uint32_t noun = t[fit->anchor].head, asking = DGM_NONE;
    if (!dgm_str_is(preposition, "to"))
        return true;
    if (fit->object != DGM_NONE && fit->object > fit->anchor)
        asking = dgm_tree_child_rel(doc, fit->object, DGM_REL_ACL);
    if (asking != DGM_NONE && t[asking].xpos == DGM_XPOS_VBG)
        return dgm_prepositional(doc, asking, preposition, stage, list);
    if (t[fit->anchor].rel != DGM_REL_ACL || t[fit->anchor].xpos != DGM_XPOS_VBG || noun == DGM_NONE)
        return true;
    if (!dgm_prepositional(doc, noun, preposition, stage, list) || list->count || t[noun].rel != DGM_REL_OBJ)
        return !stage->error->code;
    uint32_t verb = t[noun].head;
    return dgm_gather_deep(stage, dgm_tree_child_rel(doc, verb, DGM_REL_IOBJ), list, 0) &&
           (list->count > 0 || dgm_prepositional(doc, verb, preposition, stage, list));
}

/* "handed over the remains of a soldier to the army": the parser hangs the last phrase from the one before. */
static bool behind_last(dgm_stage *stage, const dgm_fit *fit, dgm_str preposition, dgm_participants *list) {
    static const char *const of[] = {"of"};
    const dgm_doc *doc = stage->doc;
    uint32_t object = fit->object != DGM_NONE ? fit->object : fit->noun;
    if (object == DGM_NONE || !dgm_str_is(preposition, "to"))
        return true;
    for (uint32_t c = dgm_tree_child(doc, object, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, object, c))
        if (doc->tokens.items[c].rel == DGM_REL_NMOD && dgm_case_is(doc, c, of, 1) &&
            !dgm_prepositional(doc, c, preposition, stage, list))
            return false;
    return true;
}

/* Behind the verb, the noun that it governs, or its object. The doer of a passive is behind "by" what the subject is elsewhere. */
static bool behind(dgm_stage *stage, const dgm_fit *fit, dgm_str preposition, dgm_participants *list) {
    const dgm_doc *doc = stage->doc;
    uint32_t before = list->count;
    if (fit->passive && fit->subject != DGM_NONE && dgm_str_is(preposition, "by"))
        return true;
    if (!dgm_prepositional(doc, fit->anchor, preposition, stage, list) ||
        !dgm_prepositional(doc, fit->noun, preposition, stage, list))
        return false;
    if (fit->pattern->class_letter == 'n')
        return list->count > before || behind_its_verb(stage, fit, preposition, list);
    if (list->count == before && !addressed(stage, fit, preposition, list))
        return false;
    if (list->count == before && !behind_last(stage, fit, preposition, list))
        return false;
    return list->count > before || fit->object == fit->noun || fit->object == DGM_NONE ||
           dgm_prepositional(doc, fit->object, preposition, stage, list);
}

/* "urged both to talk": a parser that took "both" for the first half of "both … and" left the verb without an object. */
static bool both_behind(dgm_stage *stage, uint32_t verb, dgm_participants *list) {
    const dgm_doc *doc = stage->doc;
    uint32_t m = verb + 1 < doc->tokens.count ? doc->tokens.items[verb + 1].mention : DGM_NONE;
    return m == DGM_NONE || !doc->mentions.items[m].members_count || doc->mentions.items[m].head != verb + 1 ||
           !dgm_str_ieq(dgm_doc_form(doc, verb + 1), "both") || dgm_add_mention(stage, m, list);
}

/* "Rejected the appeal filed by Chad": who made what is refused. */
static bool filed_by(dgm_stage *stage, const dgm_fit *fit, dgm_participants *list) {
    uint32_t made = dgm_tree_child_rel(stage->doc, fit->noun, DGM_REL_ACL);
    return fit->pattern->rule->type != DGM_EVENT_REJECT || made == DGM_NONE ||
           stage->doc->tokens.items[made].xpos != DGM_XPOS_VBN ||
           dgm_prepositional(stage->doc, made, DGM_STR("by"), stage, list);
}

static bool has_behind(const dgm_doc *doc, uint32_t noun, dgm_str preposition) {
    for (uint32_t c = dgm_tree_child(doc, noun, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, noun, c))
        if (doc->tokens.items[c].rel == DGM_REL_NMOD && dgm_tree_case(doc, c) != DGM_NONE &&
            dgm_str_eq(doc->tokens.items[dgm_tree_case(doc, c)].lemma, preposition))
            return true;
    return false;
}

static bool at_place(dgm_stage *stage, const dgm_fit *fit, uint8_t place, dgm_str preposition,
                     const dgm_participants *actors, dgm_participants *list) {
    static const char *const aims[] = {"for"};
    const dgm_doc *doc = stage->doc;
    switch (place) {
    case DGM_PLACE_SUBJECT:
        if (fit->pattern->class_letter == 'n') {                  /* of the verb that the noun is the object of */
            if (has_behind(doc, fit->anchor, DGM_STR("between"))) /* "agreed following talks between Oslo and Riga" */
                return true;
            bool passive = false;
            uint32_t verb = doc->tokens.items[fit->anchor].head;
            if (verb != DGM_NONE && is_predicate(doc, verb) && dgm_case_is(doc, fit->anchor, aims, 1))
                return dgm_gather_deep(stage, dgm_tree_subject(doc, verb, &passive), list,
                                       0); /* "was in Paris for talks" */
            if (is_predicate(doc, fit->anchor))
                return dgm_gather_deep(stage, dgm_tree_subject(doc, fit->anchor, &passive), list, 0);
            return verb == DGM_NONE || doc->tokens.items[verb].upos != DGM_UPOS_VERB ||
                   dgm_gather_deep(stage, dgm_tree_subject(doc, verb, &passive), list, 0);
        }
        return dgm_gather_deep(stage, fit->subject, list, 0);
    case DGM_PLACE_OBJECT:
        if (is_matter(doc, fit, fit->object))
            return true;
        if (is_deed(stage, fit))
            return gather_doer(stage, fit->object, list);
        if (fit->pattern->class_letter == 'v' && fit->object == DGM_NONE)
            return both_behind(stage, fit->anchor, list);
        if (fit->object != fit->noun || fit->noun == DGM_NONE)
            return dgm_gather_deep(stage, fit->object, list, 0);
        return possessor(stage, fit->noun, list) && (list->count > 0 || filed_by(stage, fit, list));
    case DGM_PLACE_INDIRECT:
        return dgm_gather_deep(stage, dgm_tree_child_rel(doc, fit->anchor, DGM_REL_IOBJ), list, 0);
    case DGM_PLACE_COMPLEMENT:
        return dgm_complement(stage, fit, actors, list);
    case DGM_PLACE_POSSESSOR:
        return possessor(stage, fit->anchor, list);
    case DGM_PLACE_SPEAKER:
        return speaker(stage, fit->anchor, list);
    case DGM_PLACE_VERB:
        return fit->pattern->class_letter != 'n' || where_of_verb(stage, fit->anchor, list);
    case DGM_PLACE_UNDER:
        return fit->noun == DGM_NONE || possessor(stage, fit->noun, list);
    default:
        return behind(stage, fit, preposition, list);
    }
}

/* "fired missiles at the port": who is attacked is not the missile. "Missiles hit the port": nor does it say whose they are, so that nobody is
 * named who acts. */
static void drop_munitions(const dgm_event_knowledge *k, const dgm_doc *doc, dgm_participants *list, bool actors) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t m = list->items[i].mention, head = m == DGM_NONE ? DGM_NONE : doc->mentions.items[m].head;
        bool munition =
            m != DGM_NONE && k->munition != DGM_NONE && dgm_in_class(k, doc->tokens.items[head].lemma, k->munition);
        if (!munition || (actors && dgm_has_owner(doc, head)))
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

/* "Missiles hit", "an air raid destroyed", "drone strikes"; a strike that is nothing nearer may be one of workers. */
static bool strikes(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t noun) {
    if (noun == DGM_NONE || k->munition == DGM_NONE || k->attack == DGM_NONE)
        return false;
    dgm_str lemma = doc->tokens.items[noun].lemma;
    return dgm_in_class(k, lemma, k->munition) ||
           (dgm_in_class(k, lemma, k->attack) &&
            (!dgm_str_is(lemma, "strike") || dgm_tree_child_rel(doc, noun, DGM_REL_COMPOUND) != DGM_NONE));
}

/* "killed in a gang attack", "detained during an operation by the army": who acts is whose deed it is. */
static bool through_deed(dgm_stage *stage, uint32_t anchor, dgm_participants *list) {
    static const char *const words[] = {"in", "during", "after", "by"};
    const dgm_event_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    for (uint32_t c = dgm_tree_child(doc, anchor, DGM_NONE); c != DGM_NONE && list->count == 0;
         c = dgm_tree_child(doc, anchor, c)) {
        uint32_t prep = dgm_tree_case(doc, c);
        bool fits = false;
        for (size_t i = 0; prep != DGM_NONE && i < sizeof words / sizeof words[0]; i++)
            fits = fits || dgm_tree_lemma_is(doc, prep, words[i]);
        if (fits && k->attack != DGM_NONE && dgm_in_class(k, doc->tokens.items[c].lemma, k->attack) &&
            (!dgm_prepositional(doc, c, DGM_STR("by"), stage, list) ||
             (list->count == 0 && !possessor(stage, c, list))))
            return false;
    }
    return true;
}

/* "its troops", "his ambassador" of an actor */
bool dgm_is_possession(const dgm_event_knowledge *k, const dgm_doc *doc, const dgm_participants *actors,
                       uint32_t noun) {
    dgm_str lemma = doc->tokens.items[noun].lemma;
    if (!(k->troops != DGM_NONE && dgm_in_class(k, lemma, k->troops)) &&
        !(k->diplomat != DGM_NONE && dgm_in_class(k, lemma, k->diplomat)))
        return false;
    uint32_t owner = dgm_tree_child_rel(doc, noun, DGM_REL_NMOD_POSS);
    uint32_t m = owner == DGM_NONE ? DGM_NONE : doc->tokens.items[owner].mention;
    return m != DGM_NONE && doc->mentions.items[m].kind == DGM_MENTION_PRONOUN &&
           dgm_takes_part(actors, doc->mentions.items[m].entity);
}

/* "The minister pledged French support for Mali": whose help it is, not who is helped. */
static bool is_own_gift(const dgm_doc *doc, const dgm_participants *actors, const dgm_participant *p) {
    const dgm_entity *x = &doc->entities.items[p->entity];
    bool own = (x->type == DGM_ENTITY_COUNTRY || x->type == DGM_ENTITY_ORGANIZATION) && p->mention != DGM_NONE &&
               actors->count > 0 && dgm_describes(doc->tokens.items[doc->mentions.items[p->mention].head].rel);
    for (uint32_t j = 0; j < actors->count; j++)
        own = own && dgm_str_eq(doc->entities.items[actors->items[j].entity].country, x->country);
    return own;
}

/* Does the row tell of something that the actors give, or move? */
static bool gives(const dgm_fit *fit) {
    unsigned type = fit->pattern->rule->type;
    return type == DGM_EVENT_AGREE || type == DGM_EVENT_MOBILIZE || type == DGM_EVENT_THREATEN ||
           type == DGM_EVENT_SANCTION ||
           (fit->noun != DGM_NONE &&
            (type == DGM_EVENT_SUPPORT || type == DGM_EVENT_AID || type == DGM_EVENT_COOPERATE));
}

/* ... or of their own troops and envoys that they move, call back or keep? */
static bool moves(unsigned type) {
    return type == DGM_EVENT_AGREE || type == DGM_EVENT_MOBILIZE || type == DGM_EVENT_RETREAT ||
           type == DGM_EVENT_CONCEDE || type == DGM_EVENT_REJECT || type == DGM_EVENT_SANCTION;
}

static void drop_own(const dgm_stage *stage, const dgm_fit *fit, const dgm_participants *actors,
                     dgm_participants *list) {
    const dgm_event_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t m = list->items[i].mention;
        uint32_t head = m == DGM_NONE ? DGM_NONE : doc->mentions.items[m].head;
        bool helps = fit->pattern->rule->type == DGM_EVENT_AID && head != DGM_NONE && k->helper != DGM_NONE &&
                     dgm_in_class(k, doc->tokens.items[head].lemma, k->helper) && !dgm_has_owner(doc, head);
        bool own = helps || (gives(fit) && is_own_gift(doc, actors, &list->items[i])) ||
                   (moves(fit->pattern->rule->type) && m != DGM_NONE &&
                    dgm_is_possession(stage->know, doc, actors, doc->mentions.items[m].head));
        if (!own)
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

/* "A Kabul bombing killed five": the town is where it was, so that it is struck and does not strike. */
static uint32_t scene_of(const dgm_stage *stage, const dgm_fit *fit) {
    return dgm_scene(stage->know, stage->doc, fit->pattern->class_letter == 'n' ? fit->anchor : fit->subject);
}

/* "An attack on a mosque in Kabul killed 30": who is struck stands behind these. The noun, or DGM_NONE. */
#define STRUCK 7u
#define STRUCK_AT 2u /* from here on, but for the last, they say where it was */
static const char *const struck[STRUCK] = {"on", "against", "in", "at", "near", "outside", "of"};

static uint32_t deed_at(const dgm_stage *stage, const dgm_fit *fit) {
    const dgm_event_knowledge *k = stage->know;
    bool noun = fit->pattern->class_letter == 'v' && fit->subject != DGM_NONE && k->attack != DGM_NONE &&
                k->munition != DGM_NONE;
    dgm_str lemma = noun ? stage->doc->tokens.items[fit->subject].lemma : (dgm_str){0};
    return noun && (dgm_in_class(k, lemma, k->attack) || dgm_in_class(k, lemma, k->munition)) ? fit->subject : DGM_NONE;
}

/* Is the phrase headed by the token who is struck? "Missiles of the army" are the army's. */
static bool is_struck(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t deed, uint32_t token) {
    const dgm_token *t = &doc->tokens.items[token];
    if (dgm_describes(t->rel) && t->head != DGM_NONE && t->head != deed) /* "on a Yemeni school bus" */
        t = &doc->tokens.items[token = t->head];
    bool owned = dgm_in_class(k, doc->tokens.items[deed].lemma, k->munition);
    return t->rel == DGM_REL_NMOD && t->head == deed && dgm_case_is(doc, token, struck, STRUCK - owned);
}

static void drop_struck(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t deed, dgm_participants *list) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t m = list->items[i].mention, head = m == DGM_NONE ? DGM_NONE : doc->mentions.items[m].head;
        if (deed == DGM_NONE || head == DGM_NONE || !is_struck(k, doc, deed, head))
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

/* "Hit a market in Mekelle": the people where it stands, also where parsers hang the place below the verb. */
static bool where_hit(dgm_stage *stage, const dgm_fit *fit, dgm_participants *list) {
    const dgm_event_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    if (list->count || fit->object == DGM_NONE || fit->passive || fit->pattern->class_letter != 'v' ||
        dgm_mention_headed(doc, fit->object) != DGM_NONE || k->munition == DGM_NONE || k->attack == DGM_NONE ||
        dgm_in_class(k, doc->tokens.items[fit->object].lemma, k->munition) ||
        dgm_in_class(k, doc->tokens.items[fit->object].lemma, k->attack))
        return true;
    for (size_t i = STRUCK_AT; i < STRUCK - 1 && list->count == 0; i++)
        if (!dgm_prepositional(doc, fit->anchor, dgm_str_of(struck[i]), stage, list))
            return false;
    return true;
}

static bool add_scene(dgm_stage *stage, const dgm_fit *fit, dgm_event *e) {
    uint32_t scene = scene_of(stage, fit), deed = deed_at(stage, fit);
    for (uint32_t c = deed == DGM_NONE ? DGM_NONE : dgm_tree_child(stage->doc, deed, DGM_NONE);
         c != DGM_NONE && e->recipients.count == 0; c = dgm_tree_child(stage->doc, deed, c))
        if (is_struck(stage->know, stage->doc, deed, c) && !dgm_gather_deep(stage, c, &e->recipients, 0))
            return false;
    if (!where_hit(stage, fit, &e->recipients))
        return false;
    if (e->recipients.count || scene == DGM_NONE)
        return true;
    if (!dgm_add_mention(stage, scene, &e->recipients))
        return false;
    for (uint32_t i = 0; i < e->recipients.count; i++)
        e->recipients.items[i].sectors = 1u << DGM_SECTOR_CVL;
    return true;
}

/* "Gathered outside parliament", "rallied in front of the court": the building is where it was. */
bool dgm_is_ground(const dgm_doc *doc, uint32_t head) {
    static const char *const outside[] = {"outside"}, *const of[] = {"of"};
    return (dgm_case_is(doc, head, outside, 1) ||
            (dgm_case_is(doc, head, of, 1) && doc->tokens.items[head].head != DGM_NONE &&
             dgm_tree_lemma_is(doc, doc->tokens.items[head].head, "front")));
}

/* Outside their own parliament, court or ministry people gather because it is there; outside an embassy or a firm, because of whose it is. */
static void drop_ground(const dgm_doc *doc, const dgm_participants *actors, dgm_participants *list) {
    static const uint32_t state = 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_LEG | 1u << DGM_SECTOR_JUD;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        const dgm_entity *x = &doc->entities.items[list->items[i].entity];
        uint32_t m = list->items[i].mention;
        bool own = (x->sectors & state) && actors->count > 0 && m != DGM_NONE &&
                   dgm_is_ground(doc, doc->mentions.items[m].head);
        for (uint32_t j = 0; own && j < actors->count; j++)
            own = dgm_str_eq(doc->entities.items[actors->items[j].entity].country, x->country);
        if (!own)
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

/* "Imposed sanctions over the crisis on the generals", "launched an appeal on Monday at a rally to Mali": parsers hang what belongs to the verb below
 * the noun before it. */
static bool below_others(dgm_stage *stage, const dgm_fit *fit, const dgm_side *side, const dgm_participants *others,
                         dgm_participants *list) {
    static const char *const words[] = {"on", "against", "to", "with"};
    const dgm_doc *doc = stage->doc;
    uint32_t heads[] = {fit->anchor, fit->noun};
    for (uint32_t i = 0; i < side->count && list->count == 0; i++) {
        bool told = false;
        for (size_t w = 0; side->places[i].place == DGM_PLACE_PREPOSITION && w < sizeof words / sizeof words[0]; w++)
            told = told || dgm_str_is(side->places[i].preposition, words[w]);
        for (size_t h = 0; told && h < 2 && list->count == 0; h++)
            for (uint32_t c = heads[h] == DGM_NONE ? DGM_NONE : dgm_tree_child(doc, heads[h], DGM_NONE);
                 c != DGM_NONE && list->count == 0; c = dgm_tree_child(doc, heads[h], c)) {
                unsigned rel = doc->tokens.items[c].rel;
                if ((rel == DGM_REL_OBL || rel == DGM_REL_NMOD) && dgm_tree_case(doc, c) != DGM_NONE && c > heads[h] &&
                    !dgm_prepositional(doc, c, side->places[i].preposition, stage, list))
                    return false;
                dgm_drop_those(list, others);
            }
    }
    return true;
}

static bool fill_side(dgm_stage *stage, const dgm_fit *fit, dgm_event *e, bool actors) {
    const dgm_rule *r = fit->pattern->rule;
    const dgm_side *side = actors ? &r->actors : &r->recipients;
    dgm_participants *list = actors ? &e->actors : &e->recipients, others = {0};
    uint32_t victim = fit->pattern->class_letter == 'n' ? sufferer(stage->know, stage->doc, fit->anchor) : DGM_NONE;
    if (victim != DGM_NONE && !actors)
        return dgm_gather_deep(stage, victim, list, 0);
    if (!actors)
        others = e->actors; /* who acts is no recipient: the next place may name one */
    for (uint32_t i = 0; i < side->count; i++) {
        if ((list->count && !side->places[i].plus) ||
            (victim != DGM_NONE && side->places[i].place == DGM_PLACE_POSSESSOR))
            continue;
        if (!at_place(stage, fit, side->places[i].place, side->places[i].preposition, &others, list))
            return false;
        dgm_drop_those(list, &others);
        if (r->type == DGM_EVENT_ASSAULT)
            drop_munitions(stage->know, stage->doc, list, actors);
        if (r->type == DGM_EVENT_ASSAULT && actors) {
            drop_mention(list, scene_of(stage, fit));
            drop_struck(stage->know, stage->doc, deed_at(stage, fit), list);
        }
        if (!actors)
            drop_own(stage, fit, &e->actors, list);
        if (!actors && r->type == DGM_EVENT_PROTEST)
            drop_ground(stage->doc, &e->actors, list);
    }
    return actors || list->count || below_others(stage, fit, side, &others, list);
}

/* ---- the frame ------------------------------------------------------------------------------------------------------------------ */

bool dgm_fill_frame(dgm_stage *stage, const dgm_fit *fit, dgm_event *e) {
    const dgm_rule *r = fit->pattern->rule;
    const dgm_doc *doc = stage->doc;
    e->actors = (dgm_participants){0};
    e->recipients = (dgm_participants){0};
    e->unmanned = false;
    if ((r->need_will && !dgm_is_to_come(doc, fit->anchor)) ||
        (r->need_quoted && !dgm_is_said_in_quotes(doc, fit->anchor)))
        return false;
    if ((r->need_wish && !dgm_is_wished(doc, fit->anchor, fit->clause)) ||
        (r->need_clause && fit->clause == DGM_NONE) || (r->need_infinitive && !dgm_is_infinitive(doc, fit->clause)) ||
        !dgm_object_fits(stage, fit) || !dgm_doer_fits(stage, fit) || (r->predicate && !is_predicate(doc, fit->anchor)))
        return false;
    if (!fill_side(stage, fit, e, true) || !fill_side(stage, fit, e, false))
        return false;
    if (fit->passive && e->actors.count == 0 && (r->type == DGM_EVENT_ASSAULT || r->type == DGM_EVENT_COERCE)) {
        if (!through_deed(stage, fit->anchor, &e->actors))
            return false;
        drop_munitions(stage->know, doc, &e->actors, true);
    }
    dgm_drop_shared(e);
    if (r->type == DGM_EVENT_CONSULT && (dgm_any_reporter(doc, &e->actors) || dgm_any_reporter(doc, &e->recipients)))
        return false;
    e->unmanned = r->type == DGM_EVENT_ASSAULT && !r->symmetric && e->actors.count == 0 &&
                  strikes(stage->know, doc, fit->subject);
    if (r->actors.count && r->actors.places[0].place == DGM_PLACE_SPEAKER && (!e->actors.count || !e->recipients.count))
        return false; /* nobody says it, or of nobody: no context can tell more */
    if (r->actors.count && r->actors.places[0].place == DGM_PLACE_SPEAKER && dgm_own_country(doc, e))
        return false; /* "Ruto said Kenya must grow more maize" */
    if (r->recipient_country &&
        !dgm_any_of_type(doc, &e->recipients, 1u << DGM_ENTITY_COUNTRY | 1u << DGM_ENTITY_PLACE))
        return false;
    if (r->recipient_body && !dgm_any_of_type(doc, &e->recipients, 1u << DGM_ENTITY_ORGANIZATION))
        return false;
    if (r->subject_sectors && dgm_is_other_matter(stage->know, doc, fit, &e->actors))
        return false;
    if (r->type == DGM_EVENT_ASSAULT) {
        if (!r->symmetric && !add_scene(stage, fit, e))
            return false;
        dgm_people_struck(doc, e);
    }
    if (r->type == DGM_EVENT_PROTEST)
        dgm_people_protest(doc, e);
    if (r->type == DGM_EVENT_MOBILIZE || r->type == DGM_EVENT_RETREAT)
        dgm_drop_own_ground(doc, e);
    if (r->type == DGM_EVENT_ACCUSE)
        dgm_drop_own_state(doc, e);
    return e->actors.count == 0 || dgm_subject_fits(doc, r, &e->actors);
}
