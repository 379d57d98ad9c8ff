/* SPDX-License-Identifier: Apache-2.0 */
/* What else the sentence says: numbers, money, and whose words they are. */
#include <string.h>

#include "event/event.h"

#define TOLD_STEPS 60u

/* "12", "1,200", "three", "dozens": −1 when it is no number. */
static int64_t number(dgm_str s) {
    static const char *const words[] = {"zero",     "one",      "two",      "three",   "four",    "five",
                                        "six",      "seven",    "eight",    "nine",    "ten",     "eleven",
                                        "twelve",   "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
                                        "eighteen", "nineteen", "twenty"};
    int64_t value = 0;
    bool digits = false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (dgm_str_ieq(s, words[i]))
            return (int64_t)i;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == ',')
            continue;
        if (s.p[i] < '0' || s.p[i] > '9' || value > 100000000)
            return -1;
        value = value * 10 + (s.p[i] - '0');
        digits = true;
    }
    return digits ? value : -1;
}

static int64_t count_of(const dgm_doc *doc, uint32_t noun) {
    uint32_t n = noun == DGM_NONE ? DGM_NONE : dgm_tree_child_rel(doc, noun, DGM_REL_NUMMOD);
    if (noun != DGM_NONE && doc->tokens.items[noun].upos == DGM_UPOS_NUM)
        n = noun;
    return n == DGM_NONE ? -1 : number(dgm_doc_form(doc, n));
}

static int64_t *field_of(dgm_magnitude *m, dgm_str name) {
    return dgm_str_is(name, "killed")      ? &m->killed
           : dgm_str_is(name, "wounded")   ? &m->wounded
           : dgm_str_is(name, "detained")  ? &m->detained
           : dgm_str_is(name, "displaced") ? &m->displaced
           : dgm_str_is(name, "troops")    ? &m->troops
                                           : NULL;
}

/* "two coast guard ships" are no two troops. */
static bool are_people(const dgm_doc *doc, uint32_t token) {
    uint32_t m = token == DGM_NONE ? DGM_NONE : doc->tokens.items[token].mention;
    if (m == DGM_NONE || doc->mentions.items[m].head != token)
        return false;
    uint8_t type = doc->entities.items[doc->mentions.items[m].entity].type;
    return type == DGM_ENTITY_GROUP || type == DGM_ENTITY_PERSON;
}

/* Harm verbs in the event's sentence: the number of their object or passive subject. */
static void add_tolls(const dgm_event_knowledge *k, const dgm_doc *doc, dgm_event *e) {
    const dgm_sentence *s = &doc->sentences.items[e->sentence];
    for (uint32_t t = s->first; t < s->end && t < s->first + 200; t++) {
        dgm_hits hits;
        const dgm_token *v = &doc->tokens.items[t];
        if (v->upos != DGM_UPOS_VERB || !dgm_index_find(&k->toll_words, v->lemma, &hits))
            continue;
        int64_t *field =
            field_of(&e->magnitude, dgm_str_of(dgm_table_str(&k->tolls, dgm_hits_at(&hits, 0).row, k->toll_field)));
        bool troops = field == &e->magnitude.troops, arrest = field == &e->magnitude.detained;
        if (!field || *field >= 0 || (troops != (e->type == DGM_EVENT_MOBILIZE)) ||
            (arrest && e->type != DGM_EVENT_COERCE && e->type != DGM_EVENT_ASSAULT) ||
            (!troops && !arrest && e->type != DGM_EVENT_ASSAULT && e->type != DGM_EVENT_PROTEST))
            continue;
        bool passive = false;
        uint32_t object = dgm_tree_child_rel(doc, t, DGM_REL_OBJ);
        if (object == DGM_NONE) {
            uint32_t subject = dgm_tree_subject(doc, t, &passive);
            object = passive ? subject : DGM_NONE;
        }
        if (!troops || are_people(doc, object))
            *field = count_of(doc, object);
    }
}

static double scale_of(dgm_str s) {
    return dgm_str_ieq(s, "million") || dgm_str_is(s, "m")    ? 1e6
           : dgm_str_ieq(s, "billion") || dgm_str_is(s, "bn") ? 1e9
           : dgm_str_ieq(s, "trillion")                       ? 1e12
                                                              : 1;
}

static void add_money(const dgm_doc *doc, dgm_event *e) {
    static const struct {
        const char *sign, *code;
    } signs[] = {{"$", "USD"}, {"US$", "USD"}, {"\u20AC", "EUR"}, {"\u00A3", "GBP"}, {"\u00A5", "JPY"}};
    const dgm_sentence *s = &doc->sentences.items[e->sentence];
    if (e->type != DGM_EVENT_AID && e->type != DGM_EVENT_COOPERATE && e->type != DGM_EVENT_AGREE &&
        e->type != DGM_EVENT_SANCTION && e->type != DGM_EVENT_SUPPORT)
        return;
    for (uint32_t t = s->first; t + 1 < s->end; t++)
        for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
            if (!dgm_str_is(dgm_doc_form(doc, t), signs[i].sign))
                continue;
            dgm_str form = dgm_doc_form(doc, t + 1);
            const char *dot = memchr(form.p, '.', form.n);
            int64_t whole = number((dgm_str){form.p, dot ? (uint32_t)(dot - form.p) : form.n});
            if (whole < 0)
                continue;
            double value = (double)whole, part = 0.1;
            for (uint32_t j = dot ? (uint32_t)(dot - form.p) + 1 : form.n;
                 j < form.n && form.p[j] >= '0' && form.p[j] <= '9'; j++) {
                value += (form.p[j] - '0') * part;
                part /= 10;
            }
            e->magnitude.amount = value * (t + 2 < s->end ? scale_of(dgm_doc_form(doc, t + 2)) : 1);
            memcpy(e->magnitude.currency, signs[i].code, 4);
            return;
        }
}

/* Is the word told by that clause? Not what the teller's own clause adds, nor what the writer puts in beside it: a relative clause, "after …". */
static bool is_told_by(const dgm_doc *doc, const dgm_quote *q, uint32_t word) {
    for (uint32_t steps = 0; steps < TOLD_STEPS && word != DGM_NONE; steps++, word = doc->tokens.items[word].head) {
        if (word == q->clause)
            return true;
        if (word == q->tag || doc->tokens.items[word].rel == DGM_REL_ACL_RELCL)
            return false;
    }
    return false;
}

/* "announced that it will withdraw": who tells what he is going to do himself is no source of it. */
static bool is_own_plan(const dgm_quote *q, const dgm_event *e) {
    for (uint32_t i = 0; i < e->actors.count && e->status == DGM_STATUS_FUTURE; i++)
        if (e->actors.items[i].entity == q->speaker)
            return true;
    return false;
}

void dgm_attribute(const dgm_doc *doc, dgm_event *e) {
    e->speaker = DGM_NONE;
    for (uint32_t i = 0; i < doc->quotes.count; i++) {
        const dgm_quote *q = &doc->quotes.items[i];
        bool told =
            q->direct ? dgm_span_within(e->trigger, q->span) : is_told_by(doc, q, e->anchor) && !is_own_plan(q, e);
        if (!told || (e->speaker != DGM_NONE && !q->direct))
            continue;
        e->speaker = q->speaker;
        e->cue = q->cue;
        if (q->speaker_mention != DGM_NONE) {
            const dgm_mention *m = &doc->mentions.items[q->speaker_mention];
            e->speaker_span =
                (dgm_span){doc->tokens.items[m->first].span.start, doc->tokens.items[m->end - 1].span.end};
        }
    }
}

void dgm_add_details(const dgm_stage *stage, dgm_event *e) {
    e->magnitude = (dgm_magnitude){-1, -1, -1, -1, -1, -1, ""};
    add_tolls(stage->know, stage->doc, e);
    add_money(stage->doc, e);
}
