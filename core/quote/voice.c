/* SPDX-License-Identifier: Apache-2.0 */
/* Whose voice a noun, a verb or a phrase of source is. */
#include "quote/quote.h"

#define SOURCE_MAX 14u /* tokens from "according to" to whose word it is */
#define PHRASE_MAX 4u  /* words of a phrase of source */
#define CLIMB_MAX 6u
#define TEXTS_BACK 4u /* sentences before "the statement" in which somebody made it */

bool dgm_speech_is(const dgm_speech *k, const dgm_doc *doc, uint32_t t, const char *kind) {
    dgm_hits hits;
    bool found = false;
    uint32_t n = t != DGM_NONE && dgm_index_find(&k->index, doc->tokens.items[t].lemma, &hits) ? hits.count : 0;
    for (uint32_t i = 0; i < n && !found; i++) /* "a post", "posted" */
        found = dgm_str_is(dgm_str_of(dgm_table_str(&k->words, dgm_hits_at(&hits, i).row, k->kind)), kind);
    return found;
}

bool dgm_speech_verb(const dgm_speech *k, const dgm_doc *doc, uint32_t t) {
    return doc->tokens.items[t].upos == DGM_UPOS_VERB &&
           (dgm_speech_is(k, doc, t, "verb") || dgm_speech_is(k, doc, t, "claim") ||
            dgm_speech_is(k, doc, t, "text verb"));
}

bool dgm_speaks(const dgm_speech *k, const dgm_doc *doc, uint32_t t) {
    return dgm_speech_verb(k, doc, t) ||
           (doc->tokens.items[t].upos == DGM_UPOS_VERB && dgm_speech_is(k, doc, t, "verdict"));
}

bool dgm_quoted(const dgm_doc *doc, uint32_t t) { return doc->tokens.items[t].shape & DGM_SHAPE_QUOTED; }

uint32_t dgm_words_between(const dgm_doc *doc, uint32_t first, uint32_t end) {
    uint32_t n = 0;
    for (uint32_t t = first; t < end; t++)
        n += !(doc->tokens.items[t].shape & DGM_SHAPE_PUNCT);
    return n;
}

/* ---- nouns -------------------------------------------------------------------------------------------------------------------------- */

static bool names_person(const dgm_doc *doc, uint32_t m) {
    return m != DGM_NONE && doc->mentions.items[m].kind == DGM_MENTION_NAME &&
           doc->mentions.items[m].type == DGM_ENTITY_PERSON;
}

/* "a student named Wong" */
static uint32_t named(const dgm_speech *k, const dgm_doc *doc, uint32_t clause) {
    if (doc->tokens.items[clause].rel != DGM_REL_ACL || !dgm_speech_is(k, doc, clause, "naming"))
        return DGM_NONE;
    uint32_t name = dgm_tree_child_rel(doc, clause, DGM_REL_XCOMP);
    name = name == DGM_NONE ? dgm_tree_child_rel(doc, clause, DGM_REL_OBJ) : name;
    return name == DGM_NONE ? DGM_NONE : doc->tokens.items[name].mention;
}

uint32_t dgm_voice_of_noun(const dgm_speech *k, const dgm_doc *doc, uint32_t token) {
    if (token == DGM_NONE)
        return DGM_NONE;
    uint32_t m = doc->tokens.items[token].mention, owner = DGM_NONE;
    for (uint32_t c = dgm_tree_child(doc, token, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, token, c)) {
        unsigned rel = doc->tokens.items[c].rel;
        uint32_t own = rel == DGM_REL_ACL ? named(k, doc, c) : doc->tokens.items[c].mention;
        bool beside = rel == DGM_REL_APPOS || rel == DGM_REL_FLAT || (rel == DGM_REL_ACL && own != DGM_NONE);
        /* "Kim's partner Ann Smith" is Ann Smith */
        if (beside && (m == DGM_NONE || (names_person(doc, own) && !names_person(doc, m))))
            m = own;
        if (owner == DGM_NONE && (rel == DGM_REL_NMOD_POSS || rel == DGM_REL_COMPOUND || rel == DGM_REL_NMOD))
            owner = own;
    }
    bool voice = m != DGM_NONE && owner != DGM_NONE && doc->mentions.items[m].kind != DGM_MENTION_NAME &&
                 dgm_speech_is(k, doc, token, "voice");
    return m != DGM_NONE && !voice ? m : owner; /* "a spokesman for the court": the court speaks */
}

/* Who made a text: "the ministry's statement", "a letter by …", "the decree signed by …". */
static uint32_t maker(const dgm_speech *k, const dgm_doc *doc, uint32_t text) {
    uint32_t found = DGM_NONE;
    for (uint32_t c = dgm_tree_child(doc, text, DGM_NONE); c != DGM_NONE && found == DGM_NONE;
         c = dgm_tree_child(doc, text, c)) {
        unsigned rel = doc->tokens.items[c].rel;
        uint32_t preposition = dgm_tree_case(doc, c);
        if (rel == DGM_REL_NMOD_POSS || rel == DGM_REL_COMPOUND ||
            (rel == DGM_REL_NMOD && preposition != DGM_NONE &&
             (dgm_tree_lemma_is(doc, preposition, "by") || dgm_tree_lemma_is(doc, preposition, "of") ||
              dgm_tree_lemma_is(doc, preposition, "from"))))
            found = dgm_voice_of_noun(k, doc, c);
        else if (rel == DGM_REL_ACL) {
            uint32_t agent = dgm_tree_child_rel(doc, c, DGM_REL_OBL_AGENT);
            found = dgm_voice_of_noun(k, doc, agent);
        }
    }
    return found;
}

/* "announced", "issued a statement" */
static bool states(const dgm_speech *k, const dgm_doc *doc, uint32_t verb) {
    uint32_t object = dgm_tree_child_rel(doc, verb, DGM_REL_OBJ);
    return !dgm_quoted(doc, verb) && doc->tokens.items[verb].upos == DGM_UPOS_VERB &&
           ((dgm_speaks(k, doc, verb) && !dgm_speech_is(k, doc, verb, "text verb")) ||
            dgm_speech_is(k, doc, object, "text"));
}

/* "The statement said": who stated something in the sentences before. */
static uint32_t stated_before(const dgm_speech *k, const dgm_doc *doc, uint32_t text) {
    uint32_t at = doc->tokens.items[text].sentence;
    for (uint32_t i = at; i > 0 && at - i < TEXTS_BACK && !doc->sentences.items[i - 1].headline; i--) {
        const dgm_sentence *s = &doc->sentences.items[i - 1];
        for (uint32_t t = s->end; t-- > s->first;) {
            bool passive = false;
            if (!states(k, doc, t))
                continue;
            uint32_t subject = dgm_tree_subject(doc, t, &passive);
            uint32_t m = passive || subject == DGM_NONE || dgm_quoted(doc, subject)
                             ? DGM_NONE
                             : dgm_voice_of_noun(k, doc, subject);
            if (m != DGM_NONE)
                return m;
        }
    }
    return DGM_NONE;
}

/* ---- verbs -------------------------------------------------------------------------------------------------------------------------- */

/* "Part of the statement read": the statement. */
static uint32_t text_in(const dgm_speech *k, const dgm_doc *doc, uint32_t noun) {
    uint32_t of = dgm_tree_child_rel(doc, noun, DGM_REL_NMOD);
    return of != DGM_NONE && doc->tokens.items[noun].mention == DGM_NONE && dgm_speech_is(k, doc, of, "text") ? of
                                                                                                              : noun;
}

/* "quoted the minister as saying": the minister says it. */
static uint32_t quoted_as_saying(const dgm_doc *doc, uint32_t verb) {
    const dgm_token *v = &doc->tokens.items[verb];
    uint32_t mark = dgm_tree_child_rel(doc, verb, DGM_REL_MARK);
    if (v->xpos != DGM_XPOS_VBG || mark == DGM_NONE || !dgm_tree_lemma_is(doc, mark, "as") || v->head == DGM_NONE ||
        dgm_tree_passive(doc, v->head))
        return DGM_NONE;
    return dgm_tree_child_rel(doc, v->head, DGM_REL_OBJ);
}

/* "The ambassador to Kenya Ann Smith said", "the head of the programme, Ann Smith, said": the name right before the verb, wherever the parser
 * hung it below the subject, but not of a clause or behind a preposition. */
static uint32_t name_before(const dgm_doc *doc, uint32_t verb, uint32_t subject) {
    const dgm_sentence *s = &doc->sentences.items[doc->tokens.items[verb].sentence];
    uint32_t t = verb;
    while (t > s->first && (doc->tokens.items[t - 1].upos == DGM_UPOS_ADV || dgm_str_is(dgm_doc_form(doc, t - 1), ",")))
        t--;
    uint32_t m = t > s->first ? doc->tokens.items[t - 1].mention : DGM_NONE;
    if (!names_person(doc, m) || names_person(doc, doc->tokens.items[subject].mention) ||
        doc->mentions.items[m].end != t || doc->mentions.items[m].first <= s->first)
        return DGM_NONE;
    const dgm_token *before = &doc->tokens.items[doc->mentions.items[m].first - 1];
    if (before->upos == DGM_UPOS_ADP || before->upos == DGM_UPOS_VERB || before->upos == DGM_UPOS_CCONJ ||
        before->upos == DGM_UPOS_SCONJ)
        return DGM_NONE;
    uint32_t up = doc->mentions.items[m].head;
    for (uint32_t steps = 0; up != DGM_NONE && up != subject && up != verb && steps < CLIMB_MAX; steps++)
        up = doc->tokens.items[up].upos == DGM_UPOS_VERB || doc->tokens.items[up].rel == DGM_REL_CONJ
                 ? DGM_NONE
                 : doc->tokens.items[up].head;
    return up == subject || up == verb ? m : DGM_NONE;
}

bool dgm_voice_of_verb(const dgm_speech *k, const dgm_doc *doc, uint32_t verb, dgm_voice *out) {
    bool passive = false;
    uint32_t said = quoted_as_saying(doc, verb);
    uint32_t subject = said != DGM_NONE ? said : dgm_tree_subject(doc, verb, &passive);
    if (passive && said == DGM_NONE)
        subject = dgm_tree_child_rel(doc, verb, DGM_REL_OBL_AGENT);
    if (subject == DGM_NONE || dgm_quoted(doc, subject))
        return false;
    subject = text_in(k, doc, subject);
    bool text = dgm_speech_is(k, doc, subject, "text") && doc->tokens.items[subject].upos == DGM_UPOS_NOUN;
    if (!text && dgm_speech_is(k, doc, verb, "text verb") && doc->tokens.items[subject].upos != DGM_UPOS_PRON)
        return false; /* a man who reads is no speaker */
    uint32_t m = text || passive || subject > verb ? DGM_NONE : name_before(doc, verb, subject);
    m = m != DGM_NONE ? m : text ? maker(k, doc, subject) : dgm_voice_of_noun(k, doc, subject);
    if (m == DGM_NONE && text)
        m = stated_before(k, doc, subject);
    if (m == DGM_NONE && doc->tokens.items[subject].upos == DGM_UPOS_PRON) /* "They put out a statement. It read: …" */
        m = stated_before(k, doc, subject);
    *out = (dgm_voice){m, doc->tokens.items[verb].span, subject};
    return m != DGM_NONE;
}

/* ---- sources ------------------------------------------------------------------------------------------------------------------------ */

/* Words of a phrase of source that begins there ("according to": 2); 0: none does. */
static uint32_t source_phrase(const dgm_speech *k, const dgm_doc *doc, uint32_t t, uint32_t end) {
    const dgm_token *w = &doc->tokens.items[t];
    if (dgm_quoted(doc, t) || (w->upos != DGM_UPOS_ADP && w->upos != DGM_UPOS_SCONJ && w->xpos != DGM_XPOS_VBG))
        return 0;
    for (uint32_t n = end - t < PHRASE_MAX ? end - t : PHRASE_MAX; n > 1; n--) {
        dgm_hits hits;
        if (dgm_index_find(&k->index, dgm_doc_span(doc, dgm_tree_span(doc, t, t + n)), &hits) &&
            dgm_str_is(dgm_str_of(dgm_table_str(&k->words, dgm_hits_at(&hits, 0).row, k->kind)), "source"))
            return n;
    }
    return 0;
}

/* The noun behind "according to": the word above it; a text is the word of who made it. */
static uint32_t sourced(const dgm_speech *k, const dgm_doc *doc, uint32_t phrase, uint32_t first, uint32_t end) {
    uint32_t noun = phrase, m = DGM_NONE;
    for (uint32_t steps = 0; noun != DGM_NONE && noun < first && steps < CLIMB_MAX; steps++)
        noun = doc->tokens.items[noun].head;
    if (noun != DGM_NONE && noun >= first && noun < end && doc->tokens.items[noun].upos != DGM_UPOS_VERB) {
        bool text = dgm_speech_is(k, doc, noun, "text");
        m = text ? maker(k, doc, noun) : DGM_NONE;
        m = m == DGM_NONE ? dgm_voice_of_noun(k, doc, noun) : m;
        m = m == DGM_NONE && text ? stated_before(k, doc, noun) : m;
    }
    for (uint32_t t = first; t < end && m == DGM_NONE; t++) /* the tree does not lead there */
        if (doc->tokens.items[t].mention != DGM_NONE && doc->tokens.items[t].rel != DGM_REL_COMPOUND &&
            !doc->mentions.items[doc->tokens.items[t].mention].adjective)
            m = doc->tokens.items[t].mention;
    return m;
}

bool dgm_voice_of_source(const dgm_speech *k, const dgm_doc *doc, uint32_t first, uint32_t end, dgm_voice *out) {
    for (uint32_t t = first; t + 1 < end; t++) {
        uint32_t n = source_phrase(k, doc, t, end);
        uint32_t from = t + n, to = end - from < SOURCE_MAX ? end : from + SOURCE_MAX;
        uint32_t m = n ? sourced(k, doc, from - 1, from, to) : DGM_NONE;
        if (m == DGM_NONE)
            continue;
        *out = (dgm_voice){m, dgm_tree_span(doc, t, from), 0};
        return true;
    }
    return false;
}
