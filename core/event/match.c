/* SPDX-License-Identifier: Apache-2.0 */
/* Does a rule's predicate stand at a token? */
#include "event/phrase.h"

#define REACH 24u     /* tokens before a verb in which its lost subject is looked for */
#define DEED_STEPS 3u /* nouns above a relative clause among which an attack is looked for */
#define NEAR 14u      /* tokens after the anchor in which particles are looked for */

static bool object_rel(unsigned rel) {
    return rel == DGM_REL_OBJ || rel == DGM_REL_NSUBJ_PASS || rel == DGM_REL_OBL || rel == DGM_REL_OBL_UNMARKED ||
           rel == DGM_REL_IOBJ || rel == DGM_REL_DISCOURSE; /* "said no" */
}

static bool has_word(const dgm_pattern *p, dgm_str word) {
    for (uint32_t i = 0; i < p->part_count; i++)
        if (p->parts[i].kind == DGM_PART_WORD && dgm_str_eq(p->parts[i].word, word))
            return true;
    return false;
}

/* "in the district", "near the port" of a verb that has an object of its own. */
static bool is_scene(const dgm_doc *doc, uint32_t noun, uint32_t prep) {
    uint32_t object = dgm_tree_child_rel(doc, doc->tokens.items[noun].head, DGM_REL_OBJ);
    return object != DGM_NONE && object < noun &&
           (dgm_tree_lemma_is(doc, prep, "in") || dgm_tree_lemma_is(doc, prep, "near") ||
            dgm_tree_lemma_is(doc, prep, "at") || dgm_tree_lemma_is(doc, prep, "outside"));
}

/* "flew on a helicopter" flies no helicopter, "ordered mourning after the strike" orders no strike, "captured a leader in the district" no
 * district: a noun below a preposition is meant where the rule has that preposition among its words. */
static bool is_meant(const dgm_event_knowledge *k, const dgm_doc *doc, const dgm_pattern *p, uint32_t noun, bool town) {
    uint32_t prep = doc->tokens.items[noun].rel == DGM_REL_OBL ? dgm_tree_case(doc, noun) : DGM_NONE;
    bool other = prep != DGM_NONE && ((town && is_scene(doc, noun, prep)) || dgm_word_in_class(k, doc, prep, k->aside));
    return !other || has_word(p, doc->tokens.items[prep].lemma);
}

/* "Oslo recognised and supported Kosovo": parsers hang what two verbs share on the first; it stands behind the second. */
static uint32_t shared_object(const dgm_doc *doc, uint32_t verb) {
    const dgm_token *v = &doc->tokens.items[verb];
    uint32_t object =
        v->rel == DGM_REL_CONJ && v->head != DGM_NONE ? dgm_tree_child_rel(doc, v->head, DGM_REL_OBJ) : DGM_NONE;
    return object != DGM_NONE && object > verb ? object : DGM_NONE;
}

/* "called it an unfriendly move": what somebody calls a thing stands before the noun. */
static bool is_called(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t noun, uint32_t class_row) {
    const dgm_token *t = doc->tokens.items;
    if (t[noun].rel != DGM_REL_XCOMP)
        return false;
    for (uint32_t c = dgm_tree_child(doc, noun, DGM_NONE); c != DGM_NONE && c < noun; c = dgm_tree_child(doc, noun, c))
        if (t[c].rel == DGM_REL_AMOD && dgm_in_class(k, t[c].lemma, class_row))
            return true;
    return false;
}

/* "this year", "gave it up a month later" say when, and give nobody a month or a year. */
static bool is_time(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t noun) {
    if (doc->tokens.items[noun].rel != DGM_REL_OBL_UNMARKED)
        return false;
    if (dgm_tree_child_rel(doc, doc->tokens.items[noun].head, DGM_REL_COMPOUND_PRT) != DGM_NONE)
        return true;
    for (uint32_t c = dgm_tree_child(doc, noun, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, noun, c))
        if (dgm_word_in_class(k, doc, c, k->time_word))
            return true;
    return false;
}

/* The noun of the class that an object is, or has below it: "talks", "a round of talks". */
static uint32_t in_object(const dgm_event_knowledge *k, const dgm_doc *doc, const dgm_pattern *p, uint32_t object,
                          uint32_t class_row) {
    dgm_str lemma = doc->tokens.items[object].lemma;
    if (dgm_in_class(k, lemma, class_row) || is_called(k, doc, object, class_row))
        return object;
    if (k->ending != DGM_NONE && dgm_in_class(k, lemma, k->ending) && !has_word(p, lemma))
        return DGM_NONE; /* "announced the suspension of the talks" announces no talks */
    for (uint32_t n = DGM_NONE; (n = dgm_tree_child(doc, object, n)) != DGM_NONE;) {
        const dgm_token *u = &doc->tokens.items[n];
        bool of = u->rel == DGM_REL_NMOD && dgm_tree_case(doc, n) != DGM_NONE &&
                  dgm_tree_lemma_is(doc, dgm_tree_case(doc, n), "of");
        if ((of || u->rel == DGM_REL_CONJ) && dgm_in_class(k, u->lemma, class_row))
            return n;
    }
    return DGM_NONE;
}

/* The object noun of a light verb: "hold talks", "hold a round of talks", "talks were held", "talks held in". */
static uint32_t class_noun(const dgm_stage *stage, const dgm_pattern *p, uint32_t verb, uint32_t class_row) {
    const dgm_event_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    const dgm_token *v = &doc->tokens.items[verb];
    uint32_t shared = shared_object(doc, verb);
    if (shared != DGM_NONE && dgm_in_class(k, doc->tokens.items[shared].lemma, class_row))
        return shared;
    for (uint32_t c = dgm_tree_child(doc, verb, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, verb, c)) {
        const dgm_token *t = &doc->tokens.items[c];
        bool predicate = t->rel == DGM_REL_XCOMP && t->upos != DGM_UPOS_VERB; /* "called it illegal" */
        uint32_t noun = object_rel(t->rel) || predicate ? in_object(k, doc, p, c, class_row) : DGM_NONE;
        if (noun != DGM_NONE && !is_time(k, doc, c) && is_meant(k, doc, p, c, class_row == k->town))
            return noun;
    }
    if ((v->rel == DGM_REL_ACL || v->rel == DGM_REL_ACL_RELCL) && v->head != DGM_NONE &&
        dgm_in_class(k, doc->tokens.items[v->head].lemma, class_row))
        return v->head;
    return DGM_NONE;
}

static bool word_at(const dgm_doc *doc, uint32_t t, dgm_str word) {
    return dgm_str_eq(doc->tokens.items[t].lemma, word) || dgm_str_eq(dgm_doc_form(doc, t), word);
}

/* "They met at the end of the month" is not "met their end": of rows that keep words from being an event a noun below a preposition is meant where
 * the row has that too. */
static bool is_aside(const dgm_doc *doc, const dgm_pattern *p, uint32_t t) {
    const dgm_token *w = &doc->tokens.items[t];
    if (p->rule->trust >= DGM_TRUST_LEAST)
        return false;
    uint32_t prep = w->upos == DGM_UPOS_NOUN && (w->rel == DGM_REL_OBL || w->rel == DGM_REL_NMOD)
                        ? dgm_tree_case(doc, t)
                        : DGM_NONE;
    return prep != DGM_NONE && !has_word(p, doc->tokens.items[prep].lemma);
}

/* A particle or further word that depends on the anchor, at most three steps below it. */
static uint32_t word_below(const dgm_doc *doc, const dgm_pattern *p, uint32_t anchor, dgm_str word) {
    bool before = p->class_letter == 'n';
    const dgm_sentence *s = &doc->sentences.items[doc->tokens.items[anchor].sentence];
    if (!before && anchor >= s->first + 2 && word_at(doc, anchor - 2, word) && dgm_tree_lemma_is(doc, anchor - 1, "-"))
        return anchor - 2; /* "test-fired" */
    uint32_t first = before ? (anchor > s->first + 4 ? anchor - 4 : s->first) : anchor + 1;
    uint32_t end = before ? anchor : (anchor + 1 + NEAR < s->end ? anchor + 1 + NEAR : s->end);
    for (uint32_t t = first; t < end; t++) {
        if (!word_at(doc, t, word) || (!before && is_aside(doc, p, t)))
            continue;
        uint32_t up = doc->tokens.items[t].head;
        bool deep = doc->tokens.items[t].upos ==
                        DGM_UPOS_DET || /* "call for the killers to be tried": "for" stands with a subject */
                    (up != DGM_NONE &&
                     (doc->tokens.items[up].rel == DGM_REL_NSUBJ || doc->tokens.items[up].rel == DGM_REL_NSUBJ_PASS));
        int most = deep ? 3 : 2;
        for (int steps = 0; up != DGM_NONE && steps < most; steps++, up = doc->tokens.items[up].head)
            if (up == anchor)
                return t;
    }
    return DGM_NONE;
}

/* "Tear gas was used", "the tear gas used by police": words of the predicate may stand in what a passive has as its object. */
static uint32_t word_of_passive(const dgm_doc *doc, uint32_t verb, dgm_str word) {
    const dgm_token *v = &doc->tokens.items[verb];
    uint32_t noun = dgm_tree_child_rel(doc, verb, DGM_REL_NSUBJ_PASS);
    if (noun == DGM_NONE && v->rel == DGM_REL_ACL && v->xpos == DGM_XPOS_VBN)
        noun = v->head;
    if (noun == DGM_NONE || word_at(doc, noun, word))
        return noun;
    for (uint32_t c = dgm_tree_child(doc, noun, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, noun, c))
        if (c < noun && word_at(doc, c, word))
            return c;
    return DGM_NONE;
}

static bool class_fits(const dgm_doc *doc, char letter, uint32_t anchor) {
    const dgm_token *t = &doc->tokens.items[anchor];
    if (letter == 'v')
        return t->upos == DGM_UPOS_VERB && !(t->rel == DGM_REL_AMOD);
    if (letter == 'n')
        return t->upos == DGM_UPOS_NOUN || (t->upos == DGM_UPOS_PROPN && !(t->shape & DGM_SHAPE_UPPER_FIRST));
    if (letter == 'm') /* not "should have done": that is too late */
        return t->rel == DGM_REL_AUX && t->head != DGM_NONE && doc->tokens.items[t->head].upos == DGM_UPOS_VERB &&
               doc->tokens.items[t->head].xpos == DGM_XPOS_VB;
    return t->upos == DGM_UPOS_ADJ || (t->upos == DGM_UPOS_VERB && t->xpos == DGM_XPOS_VBN);
}

static uint32_t first_of(const dgm_doc *doc, uint32_t head, const uint8_t *rels, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint32_t c = dgm_tree_child_rel(doc, head, rels[i]);
        if (c != DGM_NONE)
            return c;
    }
    return DGM_NONE;
}
#define FIRST_OF(doc, head, rels) first_of((doc), (head), (rels), sizeof(rels))

/* Parsers lose the subject of a long sentence: then it is whoever stands nearest before the verb, under no preposition. */
static uint32_t nearest_before(const dgm_doc *doc, uint32_t verb) {
    const dgm_sentence *s = &doc->sentences.items[doc->tokens.items[verb].sentence];
    for (uint32_t t = verb; t-- > s->first && verb - t < REACH;) {
        const dgm_token *w = &doc->tokens.items[t];
        bool head = w->mention != DGM_NONE && doc->mentions.items[w->mention].head == t &&
                    !doc->mentions.items[w->mention].adjective &&
                    doc->mentions.items[w->mention].kind != DGM_MENTION_TITLE;
        bool inside = w->rel == DGM_REL_NMOD_POSS || w->rel == DGM_REL_COMPOUND || w->rel == DGM_REL_AMOD ||
                      w->rel == DGM_REL_OBJ || w->rel == DGM_REL_APPOS || w->rel == DGM_REL_NMOD;
        if (head && !inside && dgm_tree_case(doc, t) == DGM_NONE)
            return t;
    }
    return DGM_NONE;
}

static bool is_finite(const dgm_doc *doc, uint32_t verb) {
    unsigned xpos = doc->tokens.items[verb].xpos;
    return xpos == DGM_XPOS_VBD || xpos == DGM_XPOS_VBZ || xpos == DGM_XPOS_VBP ||
           dgm_tree_child_rel(doc, verb, DGM_REL_AUX) != DGM_NONE ||
           dgm_tree_child_rel(doc, verb, DGM_REL_AUX_PASS) != DGM_NONE;
}

/* "the envoy whom he received", "the ships that Iran seized", "the ships Iran seized": the object is the noun that the clause
 * describes. */
static uint32_t relative_object(const dgm_doc *doc, uint32_t verb, uint32_t object, uint32_t subject) {
    const dgm_token *v = &doc->tokens.items[verb];
    if (v->rel != DGM_REL_ACL_RELCL || v->head == DGM_NONE)
        return object;
    if (object != DGM_NONE) {
        const dgm_token *o = &doc->tokens.items[object];
        bool pronoun = o->xpos == DGM_XPOS_WDT || o->xpos == DGM_XPOS_WP;
        return pronoun ? v->head : object;
    }
    bool own = subject != DGM_NONE && subject != v->head && doc->tokens.items[subject].head == verb &&
               doc->tokens.items[subject].xpos != DGM_XPOS_WDT && doc->tokens.items[subject].xpos != DGM_XPOS_WP;
    return own && v->upos == DGM_UPOS_VERB ? v->head : object;
}

/* "Officials from Kenya and Chad held talks": a parser that took "held" for a participle left the sentence without a verb. What has
 * an object of its own is no participle of its noun. */
static bool is_lost_predicate(const dgm_doc *doc, uint32_t verb, uint32_t object) {
    const dgm_token *v = &doc->tokens.items[verb];
    return v->rel == DGM_REL_ACL && v->xpos == DGM_XPOS_VBN && object != DGM_NONE && v->head != DGM_NONE &&
           doc->tokens.items[v->head].rel == DGM_REL_ROOT && doc->tokens.items[v->head].upos != DGM_UPOS_VERB;
}

/* Who does what a noun is about: whose it is ("Chad's plan", "a plan by Chad"), or who does something with it. */
static uint32_t doer_of(const dgm_doc *doc, uint32_t noun) {
    const dgm_token *t = &doc->tokens.items[noun];
    uint32_t owner = dgm_tree_child_rel(doc, noun, DGM_REL_NMOD_POSS), by = dgm_tree_child_rel(doc, noun, DGM_REL_NMOD);
    if (owner == DGM_NONE && by != DGM_NONE && dgm_tree_lemma_is(doc, dgm_tree_case(doc, by), "by"))
        owner = by;
    for (uint32_t c = dgm_tree_child(doc, noun, DGM_NONE); c != DGM_NONE && owner == DGM_NONE && c < noun;
         c = dgm_tree_child(doc, noun, c)) /* "a US offer to send troops" */
        if ((doc->tokens.items[c].rel == DGM_REL_COMPOUND || doc->tokens.items[c].rel == DGM_REL_AMOD) &&
            doc->tokens.items[c].mention != DGM_NONE)
            owner = c;
    if (owner != DGM_NONE || (t->rel != DGM_REL_OBJ && t->rel != DGM_REL_OBL) || t->head == DGM_NONE)
        return owner;
    bool passive = false;
    uint32_t subject = dgm_tree_subject(doc, t->head, &passive);
    return passive ? DGM_NONE : subject;
}

/* Does the clause stand in the present or past (VBZ, VBP, VBD), as a demand or future (VB, MD)? Of a noun predicate its "be" says so. */
static unsigned tense_of(const dgm_doc *doc, uint32_t clause) {
    return doc->tokens.items[dgm_tense_word(doc, clause)].xpos;
}

/* "The minister said that the accord is a step forward and urged Iran to sign", "demanded that Iran sign and blamed": parsers hang what he urged on
 * what he said. An accord urges nobody, and a past is not told in one breath with what is to be; a person speaks on. */
static uint32_t speaks_on(const dgm_doc *doc, uint32_t anchor, uint32_t subject) {
    const dgm_token *t = doc->tokens.items;
    uint32_t said = dgm_tree_conj_head(doc, anchor), verb = said == DGM_NONE ? DGM_NONE : t[said].head;
    unsigned tense = tense_of(doc, anchor);
    if (t[anchor].rel != DGM_REL_CONJ || said == DGM_NONE || t[said].rel != DGM_REL_CCOMP || verb == DGM_NONE ||
        (tense != DGM_XPOS_VBD && tense != DGM_XPOS_VBZ) || tense_of(doc, verb) != tense ||
        dgm_tree_child_rel(doc, anchor, DGM_REL_NSUBJ) != DGM_NONE)
        return subject;
    bool lost = subject == DGM_NONE || (t[subject].mention == DGM_NONE && t[subject].upos != DGM_UPOS_PRON);
    bool passive = false;
    uint32_t has = dgm_tree_child_rel(doc, said, DGM_REL_AUX);
    if (!lost && has != DGM_NONE &&
        dgm_tree_lemma_is(doc, has, "have")) /* "said it has infected 200 and killed three" */
        return subject;
    uint32_t who = lost || tense_of(doc, said) != tense ? dgm_tree_subject(doc, verb, &passive) : DGM_NONE;
    return who == DGM_NONE || passive ? subject : who;
}

/* "The envoy, Israeli media reported, has accused Iran": who stands before the words put in between. */
static uint32_t around(const dgm_doc *doc, uint32_t anchor, uint32_t subject) {
    const dgm_token *t = doc->tokens.items;
    uint32_t verb = t[anchor].head, first = DGM_NONE, subjects = 0;
    if (t[anchor].rel != DGM_REL_CCOMP || subject != DGM_NONE || verb == DGM_NONE || verb > anchor)
        return subject;
    for (uint32_t c = dgm_tree_child(doc, verb, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, verb, c))
        if (t[c].rel == DGM_REL_NSUBJ && subjects++ == 0)
            first = c;
    uint32_t above = t[verb].head; /* "Congolese soldiers, Rwanda said, fired" */
    if (subjects == 1 && t[verb].rel == DGM_REL_PARATAXIS && above != DGM_NONE && above < first &&
        t[above].mention != DGM_NONE)
        return above;
    return subjects > 1 ? first : subject;
}

/* "The union sent the ministry a plan, which it rejected": who got it, as nobody sends what he rejects. */
static uint32_t receiver(const dgm_doc *doc, uint32_t anchor, uint32_t subject) {
    const dgm_token *t = doc->tokens.items;
    uint32_t noun = t[anchor].head, verb = noun == DGM_NONE ? DGM_NONE : t[noun].head;
    if (t[anchor].rel != DGM_REL_ACL_RELCL || subject == DGM_NONE || subject > anchor ||
        t[subject].upos != DGM_UPOS_PRON || t[subject].head != anchor || verb == DGM_NONE || t[noun].rel != DGM_REL_OBJ)
        return subject;
    uint32_t who = dgm_tree_child_rel(doc, verb, DGM_REL_IOBJ);
    return who == DGM_NONE || t[who].upos == DGM_UPOS_PRON ? subject : who;
}

/* The subject; of "adopted a resolution condemning …", "announced his decision to expel …" not the paper or plan, but whose it is. */
static uint32_t subject_of(const dgm_doc *doc, uint32_t anchor, bool *passive) {
    const dgm_token *t = doc->tokens.items;
    uint32_t subject = dgm_tree_subject(doc, anchor, passive), noun = t[anchor].head;
    if (!*passive)
        subject = receiver(doc, anchor, around(doc, anchor, speaks_on(doc, anchor, subject)));
    if (*passive || t[anchor].rel != DGM_REL_ACL || noun == DGM_NONE || (subject != DGM_NONE && subject != noun) ||
        t[noun].upos != DGM_UPOS_NOUN || t[noun].mention != DGM_NONE)
        return subject;
    uint32_t doer = doer_of(doc, noun);
    return doer == DGM_NONE ? subject : doer;
}

/* The attack that a verb has before the place where it was: "claimed the attack this week at a post", "responsibility for the attack". */
static uint32_t deed_beside(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t place) {
    const dgm_token *t = doc->tokens.items;
    uint32_t verb = t[place].rel == DGM_REL_OBL ? t[place].head : DGM_NONE;
    for (uint32_t c = verb == DGM_NONE ? DGM_NONE : dgm_tree_child(doc, verb, DGM_NONE); c != DGM_NONE && c < place;
         c = dgm_tree_child(doc, verb, c)) {
        uint32_t under = dgm_tree_child_rel(doc, c, DGM_REL_NMOD);
        bool held = t[c].rel == DGM_REL_OBJ || t[c].rel == DGM_REL_OBL;
        if (held && dgm_in_class(k, t[c].lemma, k->attack))
            return c;
        if (held && under != DGM_NONE && dgm_in_class(k, t[under].lemma, k->attack))
            return under;
    }
    return DGM_NONE;
}

/* "An attack on a mosque in Kabul that killed 30": the attack killed, not the mosque. */
static uint32_t deed_of(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t verb, uint32_t subject) {
    static const char *const words[] = {"on", "in", "at", "near", "against", "outside", "of"};
    const dgm_token *t = doc->tokens.items;
    if (t[verb].rel != DGM_REL_ACL_RELCL || t[verb].head != subject || k->attack == DGM_NONE)
        return subject;
    for (uint32_t steps = 0, n = subject; steps < DEED_STEPS && n != DGM_NONE; steps++, n = t[n].head) {
        uint32_t prep = dgm_tree_case(doc, n);
        bool at = false;
        if (dgm_in_class(k, t[n].lemma, k->attack))
            return n;
        for (size_t i = 0; prep != DGM_NONE && i < sizeof words / sizeof words[0]; i++)
            at = at || dgm_tree_lemma_is(doc, prep, words[i]);
        uint32_t deed = at ? deed_beside(k, doc, n) : DGM_NONE;
        if (deed != DGM_NONE)
            return deed;
        if (t[n].rel != DGM_REL_NMOD || !at)
            break;
    }
    return subject;
}

/* "Was condemned in a statement by Egypt": who does it stands with the paper. */
static uint32_t said_by(const dgm_doc *doc, uint32_t verb) {
    for (uint32_t c = dgm_tree_child(doc, verb, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, verb, c)) {
        uint32_t prep = doc->tokens.items[c].rel == DGM_REL_OBL && c > verb ? dgm_tree_case(doc, c) : DGM_NONE;
        uint32_t by = prep != DGM_NONE && dgm_tree_lemma_is(doc, prep, "in") ? dgm_tree_child_rel(doc, c, DGM_REL_NMOD)
                                                                             : DGM_NONE;
        if (by != DGM_NONE && dgm_tree_case(doc, by) != DGM_NONE &&
            dgm_tree_lemma_is(doc, dgm_tree_case(doc, by), "by"))
            return by;
    }
    return DGM_NONE;
}

/* "Chad must open its border": who must is the subject of the verb, and what must be done is the clause. */
static void find_arguments_of_modal(const dgm_doc *doc, dgm_fit *fit) {
    fit->clause = doc->tokens.items[fit->anchor].head;
    fit->last = fit->clause - fit->anchor < NEAR ? fit->clause : fit->last;
    fit->subject = dgm_tree_subject(doc, fit->clause, &fit->passive);
    if (fit->passive) /* "the men must be freed": nobody is told who should */
        fit->subject = DGM_NONE;
}

/* "Had the minister arrested", "ordered them to be deported": who has it done. */
static uint32_t causer(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t verb) {
    const dgm_token *t = doc->tokens.items;
    uint32_t above = t[verb].head;
    bool described = above != DGM_NONE && t[verb].rel == DGM_REL_ACL;
    if (described && t[above].rel == DGM_REL_NMOD) /* "had the leader of the party arrested" */
        above = t[above].head;
    if (described && t[above].rel == DGM_REL_OBJ)
        above = t[above].head;
    else if (t[verb].rel != DGM_REL_XCOMP && t[verb].rel != DGM_REL_CCOMP)
        return DGM_NONE;
    if (above == DGM_NONE || k->causer == DGM_NONE || !dgm_in_class(k, t[above].lemma, k->causer))
        return DGM_NONE;
    bool passive = false;
    uint32_t who = dgm_tree_subject(doc, above, &passive);
    return passive ? DGM_NONE : who;
}

static void find_arguments(const dgm_event_knowledge *k, const dgm_doc *doc, dgm_fit *fit) {
    static const uint8_t clauses[] = {DGM_REL_XCOMP, DGM_REL_CCOMP}, more[] = {DGM_REL_ADVCL};
    const dgm_token *v = &doc->tokens.items[fit->anchor];
    if (fit->pattern->class_letter == 'm') {
        find_arguments_of_modal(doc, fit);
        return;
    }
    fit->clause = FIRST_OF(doc, fit->anchor, clauses);
    if (fit->clause == DGM_NONE) {
        uint32_t c = FIRST_OF(doc, fit->anchor, more);
        if (c != DGM_NONE && doc->tokens.items[c].xpos == DGM_XPOS_VB && c > fit->anchor)
            fit->clause = c;
    }
    if (fit->pattern->class_letter == 'n')
        return;
    fit->subject = subject_of(doc, fit->anchor, &fit->passive);
    if (!fit->passive && fit->pattern->rule->type == DGM_EVENT_ASSAULT && fit->subject != DGM_NONE)
        fit->subject = deed_of(k, doc, fit->anchor, fit->subject);
    static const uint8_t objects[] = {DGM_REL_OBJ, DGM_REL_IOBJ}; /* "accused them of …": parsers take either */
    uint32_t object = FIRST_OF(doc, fit->anchor, objects);
    bool participle = v->rel == DGM_REL_ACL && v->xpos == DGM_XPOS_VBN && object == DGM_NONE;
    if (participle) {
        fit->passive = true;
        fit->subject = v->head;
    } else if (is_lost_predicate(doc, fit->anchor, object)) {
        fit->passive = false;
        fit->subject = v->head;
    }
    if (!fit->passive)
        object = relative_object(doc, fit->anchor, object, fit->subject);
    if (fit->passive) {
        static const uint8_t agents[] = {DGM_REL_OBL_AGENT};
        object = object != DGM_NONE && fit->subject == DGM_NONE ? object : fit->subject;
        fit->subject = FIRST_OF(doc, fit->anchor, agents);
        for (uint32_t c = dgm_tree_child(doc, fit->anchor, DGM_NONE); c != DGM_NONE && fit->subject == DGM_NONE;
             c = dgm_tree_child(doc, fit->anchor, c))
            if (doc->tokens.items[c].rel == DGM_REL_OBL && dgm_tree_case(doc, c) != DGM_NONE &&
                dgm_tree_lemma_is(doc, dgm_tree_case(doc, c), "by"))
                fit->subject = c;
        if (fit->subject == DGM_NONE)
            fit->subject = causer(k, doc, fit->anchor);
        if (fit->subject == DGM_NONE)
            fit->subject = said_by(doc, fit->anchor);
    }
    fit->object = object == DGM_NONE && !fit->passive ? shared_object(doc, fit->anchor) : object;
    if ((fit->passive ? fit->object : fit->subject) == DGM_NONE && is_finite(doc, fit->anchor)) {
        uint32_t near = nearest_before(doc, fit->anchor);
        if (fit->passive)
            fit->object = near;
        else
            fit->subject = near;
    }
}

/* "give in to" is not "gave support to the party in": prepositions and particles stand in their order. */
static bool in_order(const dgm_doc *doc, uint32_t t, uint32_t *particle) {
    uint8_t upos = doc->tokens.items[t].upos;
    if (upos != DGM_UPOS_ADP)
        return true;
    bool ordered = *particle == DGM_NONE || t > *particle;
    *particle = t;
    return ordered;
}

/* "took in refugees", not "took up the matter in Oslo": parsers hang a particle on what follows it. */
static bool is_particle(const dgm_doc *doc, uint32_t anchor, uint32_t t) {
    const dgm_token *in = &doc->tokens.items[t];
    uint32_t m = in->head == DGM_NONE ? DGM_NONE : doc->tokens.items[in->head].mention;
    uint8_t type = m == DGM_NONE ? DGM_ENTITY_PERSON : doc->entities.items[doc->mentions.items[m].entity].type;
    return in->rel != DGM_REL_CASE || (t == anchor + 1 && type != DGM_ENTITY_PLACE && type != DGM_ENTITY_COUNTRY);
}

bool dgm_fit_pattern(const dgm_stage *stage, const dgm_pattern *p, uint32_t anchor, dgm_fit *fit) {
    const dgm_doc *doc = stage->doc;
    *fit = (dgm_fit){.pattern = p,
                     .anchor = anchor,
                     .noun = DGM_NONE,
                     .last = anchor,
                     .clause = DGM_NONE,
                     .subject = DGM_NONE,
                     .object = DGM_NONE};
    uint32_t particle = DGM_NONE;
    if (!class_fits(doc, p->class_letter, anchor))
        return false;
    for (uint32_t i = 0; i < p->part_count; i++) {
        if (p->parts[i].kind == DGM_PART_NOT) {
            fit->denies = true;
            if (!dgm_tree_negated(doc, anchor))
                return false;
            continue;
        }
        uint32_t t = p->parts[i].kind == DGM_PART_CLASS ? class_noun(stage, p, anchor, p->parts[i].class_row)
                                                        : word_below(doc, p, anchor, p->parts[i].word);
        if (t == DGM_NONE && p->class_letter == 'v' && p->parts[i].kind == DGM_PART_WORD)
            t = word_of_passive(doc, anchor, p->parts[i].word);
        if (t == DGM_NONE || !in_order(doc, t, &particle) || (p->parts[i].particle && !is_particle(doc, anchor, t)))
            return false;
        if (p->parts[i].kind == DGM_PART_CLASS)
            fit->noun = t;
        if (t > fit->last && t - anchor < NEAR)
            fit->last = t;
    }
    find_arguments(stage->know, doc, fit);
    return true;
}
