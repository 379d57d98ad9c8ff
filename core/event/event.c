/* SPDX-License-Identifier: Apache-2.0 */
/* Who did what to whom: at each verb, noun and adjective that the lexicon knows, the rule that fits best makes an event. */
#include <string.h>

#include "event/cast.h"
#include "event/contexts.h"
#include "event/phrase.h"
#include "event/taken.h"

#define SWALLOWED_MAX 64u
#define CLAUSES_MOST 64u /* steps up the tree in which a swallowed clause is looked for */
#define CAST_COST 64u    /* budget units of an event whose sides are looked for */
#define ELSEWHERE_TOKENS 2000u
#define ELSEWHERE_LEAST 4u
#define ELSEWHERE_SHARE 40u
#define ELSEWHERE_LESS 50u /* what such words tell there is believed that much less */

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    dgm_event_knowledge *k = DGM_NEW(arena, dgm_event_knowledge);
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    dgm_cast_open(store, k);
    dgm_taken_open(store, k);
    k->unnamed_known = dgm_store_table(store, "unnamed", &k->unnamed_words) == DGM_OK &&
                       dgm_table_index(&k->unnamed_words, "words", &k->unnamed) == DGM_OK;
    dgm_refine_open(store, k);
    dgm_magnitude_open(store, &k->tolls);
    int rc = dgm_rules_open(store, arena, k, error);
    return rc == DGM_OK ? dgm_contexts_open(store, arena, k, error) : rc;
}

typedef struct coder {
    dgm_stage *stage;
    dgm_drafts *drafts; /* of the article, beside its events */
    uint32_t
        swallowed[SWALLOWED_MAX]; /* complement clauses of this sentence whose events are only promised or refused */
    uint32_t count;
} coder;

/* Meetings, support, help and exchange that are to come are AGREE; a withdrawal that is to come is CONCEDE (PLOVER manual); an attack THREATEN. */
static void turn_future(const dgm_doc *doc, dgm_event *e) {
    if (e->status != DGM_STATUS_FUTURE)
        return;
    if (e->type == DGM_EVENT_CONSULT || e->type == DGM_EVENT_SUPPORT || e->type == DGM_EVENT_COOPERATE ||
        e->type == DGM_EVENT_AID) {
        memcpy(e->cameo, e->type == DGM_EVENT_CONSULT ? "036" : e->type == DGM_EVENT_AID ? "033" : "030", 4);
        e->type = DGM_EVENT_AGREE;
        e->mode_count = 0;
    } else if (e->type == DGM_EVENT_RETREAT) {
        e->type = DGM_EVENT_CONCEDE;
        e->mode_count = 0;
    } else if (e->type == DGM_EVENT_ASSAULT &&
               doc->tokens.items[e->anchor].upos ==
                   DGM_UPOS_VERB) { /* "said it would shell the island": said, it threatens already */
        memcpy(e->cameo, "138", 4);
        e->type = DGM_EVENT_THREATEN;
        e->status = DGM_STATUS_HAPPENED;
        e->mode_count = 0;
    }
}

static void set_trigger(const dgm_doc *doc, const dgm_fit *fit, dgm_event *e) {
    uint32_t first = fit->anchor, last = fit->last > fit->anchor ? fit->last : fit->anchor;
    if (fit->pattern->class_letter == 'n' && fit->pattern->part_count) /* "phone call": the words before belong to it */
        first = fit->anchor > doc->sentences.items[e->sentence].first + fit->pattern->part_count
                    ? fit->anchor - fit->pattern->part_count
                    : first;
    e->trigger = dgm_tree_span(doc, first, last + 1);
    if (dgm_span_len(e->trigger) > 60)
        e->trigger = doc->tokens.items[fit->anchor].span;
}

/* "The army routinely detains traders": what is done again and again is no event of a day. */
static bool is_habit(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t anchor) {
    if (k->habit == DGM_NONE)
        return false;
    for (uint32_t c = dgm_tree_child(doc, anchor, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, anchor, c))
        if (doc->tokens.items[c].rel == DGM_REL_ADVMOD && dgm_in_class(k, doc->tokens.items[c].lemma, k->habit))
            return true;
    return false;
}

static uint16_t trust_of(const dgm_event_knowledge *k, const dgm_doc *doc, const dgm_event *e, const dgm_rule *r) {
    uint32_t w = r->trust;
    if (e->status == DGM_STATUS_HYPOTHETICAL || e->status == DGM_STATUS_NEGATED)
        w = w / 4;
    if (is_habit(k, doc, e->anchor))
        w = w / 10;
    if (e->actors.count == 0)                                  /* PLOVER codes nothing that nobody does */
        w = w * (e->type == DGM_EVENT_ASSAULT ? 2u : 1u) / 10; /* an attack whose attacker is unknown may count */
    else if (!dgm_any_code(doc, &e->actors))
        w = w * 6 / 10;
    if (e->recipients.count == 0 && !r->symmetric)
        w = w * 85 / 100;
    if (r->symmetric && e->actors.count < 2)
        w = w * 7 / 10;
    return (uint16_t)w;
}

/* Agreements between equals, exchanges, accusations traded. Not meetings and fighting: there, by the format of the records and PLOVER's
 * manual, all are actors and nobody is recipient. */
static bool is_mutual(const dgm_rule *r, const dgm_event *e) {
    return dgm_is_shared(r, e) ||
           (r->symmetric && e->actors.count > 1 && e->type != DGM_EVENT_CONSULT && e->type != DGM_EVENT_ASSAULT &&
            (e->type != DGM_EVENT_REJECT || r->type == DGM_EVENT_REJECT));
}

/* Would that clause by itself tell that somebody is punished, forced, attacked or marched against? */
static bool tells_force(const coder *c, uint32_t verb) {
    const dgm_event_knowledge *k = c->stage->know;
    dgm_str lemma = c->stage->doc->tokens.items[verb].lemma;
    if (dgm_tree_negated(c->stage->doc, verb))
        return false;
    for (const dgm_pattern *p = dgm_rules_first(k, lemma); p; p = dgm_rules_next(p)) {
        dgm_fit fit;
        dgm_event draft = {0};
        if (dgm_spend(c->stage->budget, 1, c->stage->error) != DGM_OK)
            return false; /* emit hands the error on */
        if (!dgm_fit_pattern(c->stage, p, verb, &fit) || !dgm_fill_frame(c->stage, &fit, &draft))
            continue;
        unsigned type = fit.pattern->rule->type;
        if (type != DGM_EVENT_PROTEST && fit.object == DGM_NONE)
            return false;
        return fit.pattern->rule->trust >= DGM_TRUST_LEAST && (type == DGM_EVENT_SANCTION || type == DGM_EVENT_COERCE ||
                                                               type == DGM_EVENT_ASSAULT || type == DGM_EVENT_PROTEST);
    }
    return false;
}

/* "vowed to close the border": who promises force threatens. */
static void turn_threat(const coder *c, const dgm_fit *fit, dgm_event *e) {
    if (!fit->pattern->rule->threat || fit->clause == DGM_NONE || !tells_force(c, fit->clause))
        return;
    e->type = DGM_EVENT_THREATEN;
    memcpy(e->cameo, "130", 4);
    e->mode_count = 0;
}

/* "would not withdraw its troops", "will not sign the treaty": who is not going to give, help or yield refuses to. */
static bool turn_refusal(dgm_stage *stage, const dgm_fit *fit, dgm_event *e) {
    const dgm_doc *doc = stage->doc;
    if (e->status != DGM_STATUS_NEGATED || !dgm_is_giving(e->type) || fit->pattern->class_letter != 'v' ||
        fit->passive || !dgm_is_to_come(doc, fit->anchor))
        return true;
    e->type = DGM_EVENT_REJECT;
    e->status = DGM_STATUS_HAPPENED;
    memcpy(e->cameo, "120", 4);
    e->mode_count = 0;
    if (!fit->pattern->rule->symmetric) /* what two would have done, one refuses the other */
        return true;
    dgm_participants both = e->actors;
    e->actors = (dgm_participants){0};
    if (!dgm_gather(stage, fit->subject, &e->actors))
        return false;
    if (e->actors.count == 0)
        e->actors = both;
    else
        e->recipients = both;
    dgm_drop_shared(e);
    return true;
}

/* What stands where the recipient is asked for: the object, else what is behind a preposition that the frame names ("protested against the law"). */
static uint32_t held_by(const dgm_doc *doc, const dgm_fit *fit) {
    const dgm_side *side = &fit->pattern->rule->recipients;
    if (fit->object != DGM_NONE && fit->object != fit->noun)
        return fit->object;
    for (uint32_t c = dgm_tree_child(doc, fit->anchor, DGM_NONE); c != DGM_NONE;
         c = dgm_tree_child(doc, fit->anchor, c)) {
        uint32_t prep = dgm_tree_case(doc, c);
        for (uint32_t i = 0; prep != DGM_NONE && i < side->count; i++)
            if (side->places[i].place == DGM_PLACE_PREPOSITION &&
                dgm_str_eq(doc->tokens.items[prep].lemma, side->places[i].preposition))
                return c;
    }
    return fit->object;
}

/* What stands where the actor is asked for: the subject, else the deed that a passive happens in ("detained during the operation"). */
static uint32_t did_by(const dgm_stage *stage, const dgm_fit *fit) {
    static const char *const words[] = {"in", "during", "by", "after"};
    const dgm_event_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    for (uint32_t c = dgm_tree_child(doc, fit->anchor, DGM_NONE); c != DGM_NONE && fit->passive;
         c = dgm_tree_child(doc, fit->anchor, c)) {
        uint32_t prep = dgm_tree_case(doc, c);
        for (size_t i = 0; prep != DGM_NONE && i < sizeof words / sizeof words[0]; i++)
            if (dgm_tree_lemma_is(doc, prep, words[i]) && k->attack != DGM_NONE &&
                dgm_in_class(k, doc->tokens.items[c].lemma, k->attack))
                return c;
    }
    return fit->subject;
}

static int emit(coder *c, const dgm_fit *fit, const dgm_event *draft, bool loose) {
    const dgm_event_knowledge *k = c->stage->know;
    dgm_doc *doc = c->stage->doc;
    const dgm_rule *r = fit->pattern->rule;
    dgm_event *e = DGM_PUSH(&doc->events, doc->arena);
    dgm_draft *d = DGM_PUSH(c->drafts, c->stage->scratch);
    if (!e || !d)
        return dgm_fail_memory(c->stage->error);
    *d = (dgm_draft){r, loose, {did_by(c->stage, fit), held_by(doc, fit)}, fit->clause != DGM_NONE, fit->noun};
    *e = *draft;
    e->type = r->type;
    memcpy(e->cameo, r->cameo, sizeof e->cameo);
    if (r->mode != DGM_MODE_COUNT)
        e->modes[e->mode_count++] = r->mode;
    turn_threat(c, fit, e);
    e->anchor = fit->anchor;
    e->sentence = doc->tokens.items[fit->anchor].sentence;
    e->status = (uint8_t)dgm_status_of(c->stage, fit);
    if (r->need_will && e->status == DGM_STATUS_FUTURE) /* the threat is there already */
        e->status = DGM_STATUS_HAPPENED;
    if (!turn_refusal(c->stage, fit, e))
        return c->stage->error->code;
    e->rule_file = dgm_table_file(&k->events, r->row);
    e->rule_line = dgm_table_line(&k->events, r->row);
    e->rule = fit->pattern->lemma;
    set_trigger(doc, fit, e);
    dgm_attribute(doc, e);
    if (!loose && r->swallow && c->count < SWALLOWED_MAX && fit->clause != DGM_NONE)
        c->swallowed[c->count++] = fit->clause;
    return c->stage->error->code;
}

/* "demanded that the envoy be freed, while Chad closed its border": what a clause with words of its own tells is no demand. */
static bool stands_apart(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t token) {
    unsigned rel = doc->tokens.items[token].rel;
    uint32_t prep = rel == DGM_REL_OBL ? dgm_tree_case(doc, token) : DGM_NONE;
    if (rel == DGM_REL_ACL_RELCL || (prep != DGM_NONE && dgm_word_in_class(k, doc, prep, k->already)))
        return true; /* "agreed to restore ties following talks" */
    if (rel != DGM_REL_ADVCL)
        return false;
    uint32_t mark = dgm_tree_child_rel(doc, token, DGM_REL_MARK);
    return mark != DGM_NONE && !dgm_tree_lemma_is(doc, mark, "if") && !dgm_tree_lemma_is(doc, mark, "unless") &&
           !dgm_tree_lemma_is(doc, mark, "to") && !dgm_tree_lemma_is(doc, mark, "by");
}

static bool is_swallowed(const coder *c, uint32_t token) {
    const dgm_doc *doc = c->stage->doc;
    for (uint32_t steps = 0; c->count && steps < CLAUSES_MOST && token != DGM_NONE;
         steps++, token = doc->tokens.items[token].head) {
        for (uint32_t i = 0; i < c->count; i++)
            if (token == c->swallowed[i])
                return true;
        if (stands_apart(c->stage->know, doc, token))
            return false;
    }
    return false;
}

/* A noun that its light verb already told ("held talks"), however far behind ("will meet the president in Paris on Tuesday for talks"), is no second
 * event. */
static bool told_by_verb(const coder *c, uint32_t noun, uint32_t first_event) {
    const dgm_doc *doc = c->stage->doc;
    dgm_span s = doc->tokens.items[noun].span;
    for (uint32_t i = doc->events.count; i-- > first_event;) {
        const dgm_draft *d = &c->drafts->items[i];
        bool met = d->noun == noun && d->rule->type == DGM_EVENT_CONSULT && noun > doc->events.items[i].anchor;
        if (!d->loose && (met || dgm_span_overlap(doc->events.items[i].trigger, s)))
            return true;
    }
    return false;
}

/* "Rapid Support Forces" support nobody: words inside a body's or a person's name tell nothing. */
static bool inside_name(const dgm_doc *doc, uint32_t t) {
    uint32_t m = doc->tokens.items[t].mention;
    if (m == DGM_NONE || doc->mentions.items[m].kind != DGM_MENTION_NAME || doc->mentions.items[m].head == t)
        return false;
    uint8_t type = doc->entities.items[doc->mentions.items[m].entity].type;
    return type == DGM_ENTITY_ORGANIZATION || type == DGM_ENTITY_PERSON;
}

static int code_anchor(coder *c, uint32_t t) {
    const dgm_event_knowledge *k = c->stage->know;
    const dgm_doc *doc = c->stage->doc;
    dgm_str lemma = doc->tokens.items[t].lemma;
    dgm_fit loose_fit;
    dgm_event loose;
    bool any = false;
    for (const dgm_pattern *p = dgm_rules_first(k, lemma); p; p = dgm_rules_next(p)) {
        dgm_fit fit;
        int rc = dgm_spend(c->stage->budget, 1, c->stage->error);
        if (rc != DGM_OK)
            return rc;
        if (!dgm_fit_pattern(c->stage, p, t, &fit))
            continue;
        dgm_event draft = {.sentence = doc->tokens.items[t].sentence};
        bool good = dgm_fill_frame(c->stage, &fit, &draft);
        if (c->stage->error->code)
            return c->stage->error->code;
        if (good && dgm_frame_holds(doc, fit.pattern->rule, &draft))
            return emit(c, &fit, &draft, false);
        if (good && !any) {
            any = true;
            loose_fit = fit;
            loose = draft;
        }
    }
    return any ? emit(c, &loose_fit, &loose, true) : DGM_OK;
}

static int code_sentence(dgm_stage *stage, dgm_drafts *drafts, const dgm_sentence *s) {
    coder c = {.stage = stage, .drafts = drafts};
    const dgm_doc *doc = stage->doc;
    uint32_t first_event = doc->events.count;
    /* verbs and adjectives before nouns: a light verb takes its noun along */
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t t = s->first; t < s->end; t++) {
            uint8_t upos = doc->tokens.items[t].upos;
            bool noun = upos == DGM_UPOS_NOUN;
            if ((upos != DGM_UPOS_VERB && upos != DGM_UPOS_ADJ && upos != DGM_UPOS_AUX && !noun) || noun != (pass == 1))
                continue;
            int rc = is_swallowed(&c, t) || inside_name(doc, t) || (noun && told_by_verb(&c, t, first_event))
                         ? dgm_spend(stage->budget, 1, stage->error)
                         : code_anchor(&c, t);
            if (rc != DGM_OK)
                return rc;
        }
    return DGM_OK;
}

static int by_place(const dgm_event *a, const dgm_event *b) {
    return a->trigger.start < b->trigger.start ? -1 : a->trigger.start > b->trigger.start;
}

/* Insertion sort within sentences: the list is nearly in order. */
static void sort_events(dgm_doc *doc, dgm_drafts *drafts) {
    for (uint32_t i = 1; drafts->items && i < doc->events.count; i++)
        for (uint32_t j = i; j > 0 && doc->events.items[j].sentence == doc->events.items[j - 1].sentence &&
                             by_place(&doc->events.items[j], &doc->events.items[j - 1]) < 0;
             j--) {
            dgm_event x = doc->events.items[j];
            dgm_draft d = drafts->items[j];
            doc->events.items[j] = doc->events.items[j - 1];
            drafts->items[j] = drafts->items[j - 1];
            doc->events.items[j - 1] = x;
            drafts->items[j - 1] = d;
        }
}

/* "a mass shooting", "a gas leak": two words of the class stand as one. */
static bool are_in_class(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t token, uint32_t row) {
    char small[32], both[64];
    if (token + 1 >= doc->tokens.count)
        return false;
    dgm_str first = dgm_lowered(doc, token, small), second = doc->tokens.items[token + 1].lemma;
    if (first.n + 1 + second.n > sizeof both)
        return false;
    memcpy(both, first.p, first.n);
    both[first.n] = ' ';
    memcpy(both + first.n + 1, second.p, second.n);
    return dgm_in_class(k, (dgm_str){both, first.n + 1 + second.n}, row);
}

/* "Five are killed when a bus plunges into a river", "a crash in Peru killed five": nobody attacked them. */
static bool is_accident(const dgm_stage *stage, const dgm_event *e, const dgm_draft *draft) {
    const dgm_event_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    const dgm_sentence *s = &doc->sentences.items[e->sentence];
    bool told = e->actors.count && e->guess[0] == 1000;
    if (told && k->accident != DGM_NONE && draft->held[0] != DGM_NONE) {
        dgm_str doer = doc->tokens.items[draft->held[0]].lemma; /* "Israeli fire" is an attack */
        told = !dgm_in_class(k, doer, k->accident) || (k->attack != DGM_NONE && dgm_in_class(k, doer, k->attack));
    }
    if (e->type != DGM_EVENT_ASSAULT || told || k->accident == DGM_NONE)
        return false;
    for (uint32_t t = s->first; t < s->end && t < s->first + 200; t++) {
        uint8_t upos = doc->tokens.items[t].upos;
        bool word = upos == DGM_UPOS_NOUN || upos == DGM_UPOS_VERB || upos == DGM_UPOS_PROPN;
        if ((word && dgm_word_in_class(k, doc, t, k->accident)) || are_in_class(k, doc, t, k->accident))
            return true;
    }
    return false;
}

/* "Twelve were killed, said the governor": who tells of an attack is not who made it, unless he commands arms. */
static void drop_teller(const dgm_event_knowledge *k, const dgm_doc *doc, dgm_event *e, const dgm_draft *draft) {
    bool it = draft->held[0] != DGM_NONE &&
              dgm_tree_lemma_is(doc, draft->held[0], "it"); /* "officials said it killed nine" */
    if (e->type != DGM_EVENT_ASSAULT || e->actors.count != 1 || e->actors.items[0].entity != e->speaker ||
        (e->guess[0] == 1000 && !it))
        return;
    const dgm_entity *who = &doc->entities.items[e->speaker];
    if (!(who->sectors & k->armed) && who->type != DGM_ENTITY_COUNTRY &&
        (!it || who->type != DGM_ENTITY_ORGANIZATION)) {
        e->actors.count = 0;
        e->unmanned = true;
    }
}

/* Who is meant though not named at the words; what still names too few is no event. */
static int cast(dgm_stage *stage, const dgm_drafts *drafts, const dgm_cast_trace *trace) {
    dgm_doc *doc = stage->doc;
    dgm_cast c;
    dgm_context_words words;
    uint32_t kept = 0;
    int rc = DGM_OK;
    if (doc->events.count == 0 || !drafts->items)
        return DGM_OK;
    if (!dgm_cast_make(&c, stage, drafts->items, trace))
        return stage->error->code;
    if (!dgm_context_words_make(stage, &words))
        return dgm_fail_memory(stage->error);
    for (uint32_t i = 0; rc == DGM_OK && i < doc->events.count; i++) {
        rc = dgm_spend(stage->budget, CAST_COST, stage->error);
        if (rc == DGM_OK && !dgm_cast_fill(&c, i))
            rc = stage->error->code;
    }
    for (uint32_t i = 0; rc == DGM_OK && i < doc->events.count; i++) {
        dgm_event *e = &doc->events.items[i];
        const dgm_rule *r = drafts->items[i].rule;
        drop_teller(stage->know, doc, e, &drafts->items[i]);
        if (r->trust < DGM_TRUST_LEAST || !dgm_frame_holds(doc, r, e) || is_accident(stage, e, &drafts->items[i]))
            continue;
        dgm_refine(stage->know, doc, e);
        turn_future(doc, e);
        dgm_add_contexts(stage->know, doc, &words, e);
        e->weight = trust_of(stage->know, doc, e, r);
        e->mutual = is_mutual(r, e);
        e->fought = r->symmetric && e->type == DGM_EVENT_ASSAULT && e->actors.count > 1;
        doc->events.items[kept++] = *e;
    }
    doc->events.count = kept;
    dgm_drop_topics(doc);
    dgm_add_magnitudes(stage);
    return rc;
}

/* Whether the article is about sport, markets, weather or food: one word in ELSEWHERE_SHARE is theirs. */
static bool is_elsewhere(const dgm_stage *stage) {
    const dgm_event_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    uint32_t theirs = 0, words = 0;
    for (uint32_t t = 0; t < doc->tokens.count && t < ELSEWHERE_TOKENS; t++) {
        uint8_t upos = doc->tokens.items[t].upos;
        words += upos != DGM_UPOS_PUNCT;
        theirs += (upos == DGM_UPOS_NOUN || upos == DGM_UPOS_PROPN) &&
                  dgm_in_class(k, doc->tokens.items[t].lemma, k->elsewhere);
    }
    return theirs >= ELSEWHERE_LEAST && theirs * ELSEWHERE_SHARE >= words;
}

int dgm_event_read(dgm_stage *stage, const dgm_cast_trace *trace) {
    const dgm_event_knowledge *k = stage->know;
    dgm_doc *doc = stage->doc;
    dgm_drafts drafts = {0};
    int rc = DGM_OK;
    for (uint32_t i = 0; k->known && rc == DGM_OK && i < doc->sentences.count; i++)
        rc = code_sentence(stage, &drafts, &doc->sentences.items[i]);
    if (rc != DGM_OK)
        return rc;
    sort_events(doc, &drafts);
    rc = cast(stage, &drafts, trace);
    bool elsewhere = rc == DGM_OK && doc->events.count && k->elsewhere != DGM_NONE && is_elsewhere(stage);
    for (uint32_t i = 0; elsewhere && i < doc->events.count; i++)
        doc->events.items[i].weight = (uint16_t)(doc->events.items[i].weight / ELSEWHERE_LESS);
    return rc;
}

static int run(dgm_stage *stage) { return dgm_event_read(stage, NULL); }

static void dump(const dgm_doc *doc, dgm_buf *out) {
    for (uint32_t i = 0; i < doc->events.count; i++) {
        const dgm_event *e = &doc->events.items[i];
        dgm_buf_printf(out, "%s\t%.2f\t", dgm_event_name(e->type), e->weight / 1000.0);
        dgm_buf_str(out, dgm_doc_span(doc, e->trigger));
        dgm_buf_char(out, '\t');
        for (int side = 0; side < 2; side++) {
            const dgm_participants *list = side ? &e->recipients : &e->actors;
            for (uint32_t p = 0; p < list->count; p++) {
                dgm_buf_text(out, p ? "; " : "");
                dgm_buf_str(out, doc->entities.items[list->items[p].entity].name);
            }
            dgm_buf_text(out, side ? "" : " > ");
        }
        dgm_buf_printf(out, "\t%s:%u\n", e->rule_file, e->rule_line);
    }
}

const dgm_room dgm_room_event = {.name = "event", .open = room_open, .run = run, .dump = dump};
