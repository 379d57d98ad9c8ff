/* SPDX-License-Identifier: Apache-2.0 */
/* Who speaks a direct quotation: what interrupts it, what stands right behind it ("…," she said), the verb that has its words ("called it
 * "…""), the source, a short sentence behind it, who spoke in the sentence before; in this order, for the first is the surest. */
#include "quote/quote.h"

#define CLIMB_MAX 12
#define INVERTED_MAX 9u   /* tokens from "says" to the mention behind it */
#define BEFORE_MAX 30u    /* tokens before a quotation in which its verb may stand */
#define TAG_WORDS_MAX 12u /* words of a speech tag */
#define SCARE_WORDS 5u    /* from that many on somebody must have said them */
#define SIGNATURE_MAX 14u /* tokens of "— Ann Smith, mayor of …" */
#define SENTENCES_BACK 1u /* told ones, before the one with the pronoun */
#define SUBJECT_MAX 24u   /* tokens of a tag's subject: "the head of the …, Ann Smith," */

static const dgm_sentence *sentence_of(const dgm_doc *doc, uint32_t t) {
    return &doc->sentences.items[doc->tokens.items[t].sentence];
}

bool dgm_quote_begins(const dgm_doc *doc, const dgm_piece *run) {
    return run->first <= sentence_of(doc, run->first)->first + 1;
}

/* "…," says Ann Smith: parsers lose the subject that follows; the first name right after the verb has it, else the first mention. */
static uint32_t inverted_mention(const dgm_doc *doc, uint32_t verb, uint32_t end) {
    uint32_t found = DGM_NONE;
    for (uint32_t t = verb + 1; t < end && t < verb + INVERTED_MAX; t++) {
        const dgm_token *x = &doc->tokens.items[t];
        if (x->shape & DGM_SHAPE_PUNCT || x->upos == DGM_UPOS_VERB || x->upos == DGM_UPOS_SCONJ ||
            x->upos == DGM_UPOS_ADP)
            break;
        if (x->mention == DGM_NONE || doc->mentions.items[x->mention].adjective)
            continue;
        bool person = doc->mentions.items[x->mention].type == DGM_ENTITY_PERSON;
        if (found == DGM_NONE || (person && doc->mentions.items[x->mention].kind == DGM_MENTION_NAME))
            found = x->mention;
    }
    return found;
}

/* Who says it, with the first verb of speech among tokens [first, end); the verb may stand right before its subject. */
static bool speaker_in(const dgm_speech *k, const dgm_doc *doc, uint32_t first, uint32_t end, dgm_voice *out) {
    for (uint32_t t = first; t < end; t++) {
        if (!dgm_speech_verb(k, doc, t) || dgm_quoted(doc, t))
            continue;
        if (dgm_voice_of_verb(k, doc, t, out))
            return true;
        uint32_t m = t <= first + 1 && !dgm_tree_passive(doc, t) ? inverted_mention(doc, t, end) : DGM_NONE;
        *out = (dgm_voice){m, doc->tokens.items[t].span, 0};
        if (m != DGM_NONE)
            return true;
    }
    return false;
}

/* ---- right behind the closing mark ------------------------------------------------------------------------------------------------- */

static bool is_comma(const dgm_doc *doc, uint32_t t) { return dgm_str_is(dgm_doc_form(doc, t), ","); }

/* Does the verb's subject begin at `t`, without a conjunction before it? */
static bool begins_with_subject(const dgm_doc *doc, uint32_t verb, uint32_t t) {
    uint32_t first, end, subject = dgm_tree_child_rel(doc, verb, DGM_REL_NSUBJ);
    if (subject == DGM_NONE || subject > verb)
        return false;
    dgm_tree_extent(doc, subject, &first, &end);
    return first == t && doc->tokens.items[subject].xpos != DGM_XPOS_WDT &&
           doc->tokens.items[subject].xpos != DGM_XPOS_WP;
}

/* "…," said the minister; "…", the minister told reporters; "…," came the answer of the union. `whole`: a sentence is quoted, so that any verb
 * behind its comma says it. */
static bool tag_behind(const dgm_speech *k, const dgm_doc *doc, uint32_t mark, uint32_t end, bool whole,
                       dgm_voice *out) {
    uint32_t t = mark + 1;
    bool comma = is_comma(doc, mark - 1);
    for (; t < end && (is_comma(doc, t) || doc->tokens.items[t].upos == DGM_UPOS_ADV); t++)
        comma = comma || is_comma(doc, t);
    if (t >= end || (!comma && !whole))
        return false;
    const dgm_token *first = &doc->tokens.items[t];
    if (first->upos == DGM_UPOS_VERB && first->xpos != DGM_XPOS_VBG && !dgm_quoted(doc, t)) {
        uint32_t own = dgm_tree_child_rel(doc, t, DGM_REL_NSUBJ);
        if (own != DGM_NONE && own < t && !dgm_quoted(doc, own)) /* "Ann, "a patient woman", says it …" */
            return false;
        if (dgm_voice_of_verb(k, doc, t, out) && doc->mentions.items[out->mention].first > t)
            return true;
        uint32_t m = dgm_speaks(k, doc, t) ? inverted_mention(doc, t, end) : DGM_NONE;
        *out = (dgm_voice){m, first->span, 0};
        return m != DGM_NONE;
    }
    for (uint32_t v = t + 1; v < end && v - t < SUBJECT_MAX && !dgm_quoted(doc, v); v++)
        if (doc->tokens.items[v].upos == DGM_UPOS_VERB && begins_with_subject(doc, v, t))
            return (dgm_speaks(k, doc, v) || (whole && comma)) && dgm_voice_of_verb(k, doc, v, out);
    return false;
}

/* ---- words quoted inside a sentence ---------------------------------------------------------------------------------------------------- */

/* They belong to the verb of speech or judgement that governs them, else to the nearest one before them: "dismissed both as "a trick"". */
static bool governing_speaker(const dgm_speech *k, const dgm_doc *doc, uint32_t first, uint32_t from, dgm_voice *out) {
    uint32_t t = first;
    for (int steps = 0; t != DGM_NONE && steps < CLIMB_MAX; steps++, t = doc->tokens.items[t].head)
        if (t < first && t >= from && !dgm_quoted(doc, t) && dgm_speaks(k, doc, t) && dgm_voice_of_verb(k, doc, t, out))
            return true;
    for (t = first; t > from && first - t < BEFORE_MAX; t--)
        if (!dgm_quoted(doc, t - 1) && doc->tokens.items[t - 1].rel != DGM_REL_ACL && dgm_speaks(k, doc, t - 1) &&
            dgm_voice_of_verb(k, doc, t - 1, out))
            return true;
    return false;
}

static bool is_media(const dgm_doc *doc, uint32_t mention) {
    return doc->entities.items[doc->mentions.items[mention].entity].sectors >> DGM_SECTOR_JRN & 1;
}

/* "In a letter …": somebody's words are in the sentence. */
static bool has_text(const dgm_speech *k, const dgm_doc *doc, const dgm_sentence *s) {
    for (uint32_t t = s->first; t < s->end; t++)
        if (doc->tokens.items[t].upos == DGM_UPOS_NOUN && !dgm_quoted(doc, t) && dgm_speech_is(k, doc, t, "text"))
            return true;
    return false;
}

/* Whatever the person, or in a text whoever made it, does in whose clause they stand. */
static bool clause_speaks(const dgm_speech *k, const dgm_doc *doc, uint32_t first, uint32_t end, dgm_voice *out) {
    uint32_t t = first;
    for (int steps = 0; t != DGM_NONE && steps < CLIMB_MAX; steps++, t = doc->tokens.items[t].head) {
        if ((t >= first && t < end) || doc->tokens.items[t].upos != DGM_UPOS_VERB || dgm_quoted(doc, t) ||
            !dgm_voice_of_verb(k, doc, t, out))
            continue;
        uint8_t type = doc->mentions.items[out->mention].type;
        return type == DGM_ENTITY_PERSON || (type != DGM_ENTITY_PLACE && has_text(k, doc, sentence_of(doc, first)));
    }
    return false;
}

/* The first name in [first, end), a person's before another's, where there is no verb. */
static bool name_alone(const dgm_doc *doc, uint32_t first, uint32_t end, dgm_voice *out) {
    bool person = false;
    *out = (dgm_voice){.mention = DGM_NONE};
    for (uint32_t t = first; t < end; t++) {
        uint32_t at = doc->tokens.items[t].mention;
        const dgm_mention *m = at == DGM_NONE ? NULL : &doc->mentions.items[at];
        if (doc->tokens.items[t].upos == DGM_UPOS_VERB || doc->tokens.items[t].upos == DGM_UPOS_AUX ||
            dgm_quoted(doc, t))
            return false;
        if (!m || person || m->kind != DGM_MENTION_NAME || m->adjective || m->type == DGM_ENTITY_PLACE)
            continue;
        person = m->type == DGM_ENTITY_PERSON;
        out->mention = person || out->mention == DGM_NONE ? at : out->mention;
    }
    return out->mention != DGM_NONE;
}

static bool is_dash(const dgm_doc *doc, uint32_t t) {
    dgm_str s = dgm_doc_form(doc, t);
    return dgm_str_is(s, "\u2014") || dgm_str_is(s, "\u2013") || dgm_str_is(s, "-") || dgm_str_is(s, "--");
}

/* ""…" — Ann Smith, mayor", behind it or on a line below. */
static bool signed_by(const dgm_doc *doc, uint32_t end, dgm_voice *out) {
    const dgm_sentence *b = sentence_of(doc, end - 1), *last = &doc->sentences.items[doc->sentences.count - 1];
    const dgm_sentence *s = end + 1 < b->end ? b : b < last ? b + 1 : NULL;
    uint32_t t = s == b ? end + 1 : s ? s->first : 0;
    return s && s->paragraph - b->paragraph <= 1 && t < s->end && is_dash(doc, t) && s->end - t < SIGNATURE_MAX &&
           name_alone(doc, t + 1, s->end, out);
}

/* "Ann Smith was defiant: "…"": what stands behind a colon is the subject's. "Ann Smith, mayor: "…"" */
static bool introduced(const dgm_speech *k, const dgm_doc *doc, const dgm_sentence *a, uint32_t first, dgm_voice *out) {
    if (first < a->first + 3 || !dgm_str_is(dgm_doc_form(doc, first - 2), ":"))
        return false;
    if (name_alone(doc, a->first, first - 2, out))
        return true;
    for (uint32_t t = first - 2; t-- > a->first;) {
        const dgm_token *v = &doc->tokens.items[t];
        uint32_t subject = dgm_quoted(doc, t) ? DGM_NONE : dgm_tree_child_rel(doc, t, DGM_REL_NSUBJ);
        if (subject == DGM_NONE || subject >= first || v->rel == DGM_REL_ACL_RELCL || v->rel == DGM_REL_ADVCL ||
            v->rel == DGM_REL_CCOMP)
            continue;
        uint32_t m = dgm_voice_of_noun(k, doc, subject);
        *out = (dgm_voice){.mention = m};
        return m != DGM_NONE && doc->mentions.items[m].type != DGM_ENTITY_PLACE;
    }
    return false;
}

/* "they say …; a deputy dismissed it as "a trick"": what stands before a semicolon has its own quotations. */
static uint32_t behind_semicolon(const dgm_doc *doc, uint32_t first, uint32_t end) {
    uint32_t t = end;
    while (t > first && !dgm_str_is(dgm_doc_form(doc, t - 1), ";"))
        t--;
    return t;
}

/* ---- other sentences ---------------------------------------------------------------------------------------------------------------------- */

/* In the sentence before, somebody says something and goes on. */
static bool goes_on_saying(const dgm_speech *k, const dgm_doc *doc, const dgm_sentence *s, dgm_voice *out) {
    for (uint32_t t = s->end; t-- > s->first;) {
        unsigned rel = doc->tokens.items[t].rel;
        if ((rel == DGM_REL_ROOT || rel == DGM_REL_PARATAXIS) && !dgm_quoted(doc, t) && dgm_speech_verb(k, doc, t) &&
            !dgm_tree_passive(doc, t) && dgm_voice_of_verb(k, doc, t, out))
            return true;
    }
    return false;
}

/* The short sentence behind it; where a comma says that there must be one, of the next paragraph too. */
static bool next_speaker(const dgm_speech *k, const dgm_doc *doc, uint32_t end, dgm_voice *out) {
    const dgm_sentence *b = sentence_of(doc, end - 1);
    uint32_t next = (uint32_t)(b - doc->sentences.items) + 1;
    if (next >= doc->sentences.count)
        return false;
    const dgm_sentence *s = &doc->sentences.items[next];
    return s->paragraph - b->paragraph <= (is_comma(doc, end - 1) ? 1 : 0) && !s->headline &&
           dgm_words_between(doc, s->first, s->end) < TAG_WORDS_MAX && speaker_in(k, doc, s->first, s->end, out);
}

/* ---- he and she --------------------------------------------------------------------------------------------------------------------------- */

/* The person who does something in [first, end), outside of quotations: as the subject of a main clause, or of any, or as the agent of a passive. */
static uint32_t subject_in(const dgm_speech *k, const dgm_doc *doc, uint32_t first, uint32_t end, bool any) {
    for (uint32_t t = first; t < end; t++) {
        const dgm_token *v = &doc->tokens.items[t];
        bool main = v->rel == DGM_REL_ROOT || v->rel == DGM_REL_PARATAXIS;
        uint32_t who = any ? dgm_tree_child_rel(doc, t, DGM_REL_OBL_AGENT) : DGM_NONE;
        if (who == DGM_NONE && (any || main))
            who = dgm_tree_child_rel(doc, t, DGM_REL_NSUBJ);
        if (who == DGM_NONE || who >= end || dgm_quoted(doc, t) || dgm_quoted(doc, who))
            continue;
        uint32_t m = dgm_voice_of_noun(k, doc, who);
        if (m != DGM_NONE && doc->mentions.items[m].type == DGM_ENTITY_PERSON && !doc->mentions.items[m].members_count)
            return m;
    }
    return DGM_NONE;
}

static uint32_t subject_of(const dgm_speech *k, const dgm_doc *doc, uint32_t first, uint32_t end) {
    dgm_voice source;
    if (dgm_voice_of_source(k, doc, first, end, &source) && /* "The roof is old, according to Ann. "…," she said" */
        doc->mentions.items[source.mention].type == DGM_ENTITY_PERSON)
        return source.mention;
    uint32_t m = subject_in(k, doc, first, end, false);
    return m != DGM_NONE ? m : subject_in(k, doc, first, end, true);
}

uint32_t dgm_subject_before(const dgm_speech *k, const dgm_doc *doc, const dgm_piece *run, uint32_t pronoun) {
    uint32_t at = doc->tokens.items[pronoun].sentence, found = DGM_NONE;
    const dgm_sentence *own = &doc->sentences.items[at];
    if (run->first < pronoun && run->first > own->first) /* "Ann Smith was defiant: "…," she said" */
        found = subject_of(k, doc, own->first, run->first);
    for (uint32_t i = at, seen = 0; i > 0 && found == DGM_NONE && seen < SENTENCES_BACK; i--) {
        const dgm_sentence *s = &doc->sentences.items[i - 1];
        if (s->headline || own->paragraph - s->paragraph > 1)
            break;
        found = subject_of(k, doc, s->first, s->end);
        for (uint32_t t = s->first, words = 0; t < s->end; t++) /* what is quoted all through names nobody */
            if (!dgm_quoted(doc, t) && !(doc->tokens.items[t].shape & DGM_SHAPE_PUNCT) && words++ == 0)
                seen++;
    }
    return found;
}

/* ---- names and scare quotes -------------------------------------------------------------------------------------------------------------- */

/* Is every word of weight written with a capital? "A Tribute for a King" */
static bool is_titled(const dgm_doc *doc, const dgm_piece *p) {
    uint32_t capitals = 0;
    for (uint32_t t = p->first; t < p->end; t++) {
        const dgm_token *w = &doc->tokens.items[t];
        bool weight = w->upos == DGM_UPOS_NOUN || w->upos == DGM_UPOS_PROPN || w->upos == DGM_UPOS_VERB ||
                      w->upos == DGM_UPOS_ADJ;
        if (weight && !(w->shape & DGM_SHAPE_UPPER_FIRST))
            return false;
        capitals += weight && !(w->shape & DGM_SHAPE_ALL_UPPER);
    }
    return capitals > 1;
}

/* The word outside that the quoted ones hang on. */
static uint32_t head_outside(const dgm_doc *doc, const dgm_piece *p) {
    uint32_t t = p->first;
    for (int steps = 0; t != DGM_NONE && t >= p->first && t < p->end && steps < CLIMB_MAX; steps++)
        t = doc->tokens.items[t].head;
    return t;
}

bool dgm_is_quotation(const dgm_speech *k, const dgm_doc *doc, const dgm_piece *run, bool spoken) {
    const dgm_sentence *s = sentence_of(doc, run->first);
    if (s->headline)
        return spoken;
    if (dgm_quote_begins(doc, run))
        return true;
    uint32_t t = run->first - 1; /* the mark */
    bool colon = false;
    for (; t > s->first &&
           (doc->tokens.items[t - 1].shape & DGM_SHAPE_PUNCT || doc->tokens.items[t - 1].upos == DGM_UPOS_SCONJ);
         t--)
        colon = colon || dgm_str_is(dgm_doc_form(doc, t - 1), ":");
    bool said = t > s->first && dgm_speech_verb(k, doc, t - 1);
    bool named = t > s->first &&
                 (dgm_speech_is(k, doc, t - 1, "naming") || dgm_speech_is(k, doc, head_outside(doc, run), "naming"));
    if (named || (is_titled(doc, run) && !said && !colon))
        return false;
    return spoken || said || colon || dgm_words_between(doc, run->first, run->end) >= SCARE_WORDS;
}

/* ---- all of it ------------------------------------------------------------------------------------------------------------------------------ */

bool dgm_find_speaker(const dgm_speech *k, const dgm_doc *doc, const dgm_piece *run, uint32_t count, dgm_voice *out) {
    uint32_t first = run[0].first, end = run[count - 1].end;
    const dgm_sentence *a = sentence_of(doc, first), *b = sentence_of(doc, end - 1);
    uint32_t from = behind_semicolon(doc, a->first, first), rest = end + 1 < b->end ? end + 1 : b->end;
    bool begins = dgm_quote_begins(doc, run);
    for (uint32_t i = 0; i + 1 < count; i++)
        if (!run[i].unclosed && speaker_in(k, doc, run[i].end + 1, run[i + 1].first, out))
            return true;
    bool tagged = tag_behind(k, doc, end, b->end, begins, out);
    dgm_voice tag = *out;
    if (tagged && (begins || !is_media(doc, tag.mention)))
        return true;
    if (!begins && governing_speaker(k, doc, first, from, out)) /* "saying it was "a trick", Reuters reported" */
        return true;
    *out = tag;
    if (tagged || introduced(k, doc, a, first, out) || dgm_voice_of_source(k, doc, a->first, first, out) ||
        dgm_voice_of_source(k, doc, rest, b->end, out) || speaker_in(k, doc, rest, b->end, out))
        return true;
    return begins ? next_speaker(k, doc, end, out) || signed_by(doc, end, out) : clause_speaks(k, doc, first, end, out);
}

bool dgm_has_tag(const dgm_doc *doc, uint32_t end) {
    return end + 2 < sentence_of(doc, end - 1)->end && (is_comma(doc, end - 1) || is_comma(doc, end + 1));
}

bool dgm_speaker_before(const dgm_speech *k, const dgm_doc *doc, const dgm_piece *run, dgm_voice *out) {
    const dgm_sentence *a = sentence_of(doc, run->first), *s = a == doc->sentences.items ? NULL : a - 1;
    if (!s || s->headline || a->paragraph - s->paragraph > 1)
        return false;
    bool begins = dgm_quote_begins(doc, run), beside = a->paragraph == s->paragraph,
         colon = begins && dgm_str_is(dgm_doc_form(doc, s->end - 1), ":");
    if ((beside || colon) && goes_on_saying(k, doc, s, out)) {
        out->cue = (dgm_span){0};
        return true;
    }
    *out = (dgm_voice){.mention = begins && (beside || colon) ? subject_in(k, doc, s->first, s->end, false) : DGM_NONE};
    return out->mention != DGM_NONE; /* "Ann Smith was defiant. "…"" */
}
