/* SPDX-License-Identifier: Apache-2.0 */
/* Dates of events. An expression belongs to the verb that governs it; "said on Monday that …" dates the saying, not what was said. No
 * date where the text gives none. */
#include "when/when.h"

#define HISTORY_DAYS 60
#define CLIMB_MAX 8

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    dgm_when_knowledge *k = DGM_NEW(arena, dgm_when_knowledge);
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    const struct {
        const char *table, *column;
        dgm_table *t;
        dgm_index *i;
    } wanted[] = {{"months", "names", &k->months, &k->month_names},
                  {"weekdays", "names", &k->weekdays, &k->weekday_names},
                  {"time_words", "names", &k->words, &k->word_names}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (dgm_store_table(store, wanted[i].table, wanted[i].t) != DGM_OK ||
            dgm_table_index(wanted[i].t, wanted[i].column, wanted[i].i) != DGM_OK)
            return DGM_OK;
    k->month_number = dgm_table_column(&k->months, "number");
    k->weekday_number = dgm_table_column(&k->weekdays, "number");
    k->meaning = dgm_table_column(&k->words, "meaning");
    k->value = dgm_table_column(&k->words, "value");
    k->known = true;
    return DGM_OK;
}

static uint32_t verb_above(const dgm_doc *doc, uint32_t t) {
    for (int i = 0; t != DGM_NONE && i < CLIMB_MAX; i++, t = doc->tokens.items[t].head)
        if (doc->tokens.items[t].upos == DGM_UPOS_VERB)
            return t;
    return DGM_NONE;
}

/* "Yesterday's attack", "since 2016", "John Paul II in 1982": the time of something else. */
static bool of_another(const dgm_doc *doc, uint32_t anchor, uint32_t at) {
    const dgm_token *t = &doc->tokens.items[at];
    uint32_t prep = dgm_tree_case(doc, at);
    if (t->head == DGM_NONE || t->head == anchor)
        return false;
    if (prep != DGM_NONE && dgm_tree_lemma_is(doc, prep, "since"))
        return true;
    return t->rel == DGM_REL_NMOD_POSS || (t->rel == DGM_REL_NMOD && doc->tokens.items[t->head].upos == DGM_UPOS_PROPN);
}

/* Does a clause on the way from a time up to the event tell of another time: a relative clause, "after …"? */
static bool other_clause(const dgm_doc *doc, uint32_t anchor, uint32_t at) {
    for (int i = 0; i < CLIMB_MAX && at != DGM_NONE && at != anchor; i++, at = doc->tokens.items[at].head) {
        uint8_t rel = doc->tokens.items[at].rel;
        if (rel == DGM_REL_ACL_RELCL)
            return true;
        uint32_t mark = rel == DGM_REL_ADVCL ? dgm_tree_child_rel(doc, at, DGM_REL_MARK) : DGM_NONE;
        if (mark != DGM_NONE && (dgm_tree_lemma_is(doc, mark, "after") || dgm_tree_lemma_is(doc, mark, "before") ||
                                 dgm_tree_lemma_is(doc, mark, "since")))
            return true;
    }
    return false;
}

/* How far a time expression is from an event: 0 its own verb or below it; more for verbs further up; −1: another clause's. */
static int distance(const dgm_doc *doc, uint32_t anchor, const dgm_time *x) {
    uint32_t at = x->first;
    while (at + 1 < x->end && doc->tokens.items[at].head >= x->first && doc->tokens.items[at].head < x->end &&
           doc->tokens.items[at].head != DGM_NONE)
        at = doc->tokens.items[at].head;
    if (of_another(doc, anchor, at))
        return -1;
    if (dgm_tree_under(doc, at, anchor)) {
        if (other_clause(doc, anchor, at))
            return -1;
        uint32_t v = verb_above(doc, doc->tokens.items[at].head);
        return v == anchor || doc->tokens.items[anchor].upos != DGM_UPOS_VERB ? 0 : 3;
    }
    uint32_t mine = anchor, theirs = verb_above(doc, doc->tokens.items[at].head);
    for (int i = 0; i < CLIMB_MAX && mine != DGM_NONE; i++) {
        const dgm_token *m = &doc->tokens.items[mine];
        if (mine == theirs)
            return 1 + i;
        if (m->rel == DGM_REL_CCOMP || m->rel == DGM_REL_PARATAXIS || m->rel == DGM_REL_ACL_RELCL)
            return -1; /* what is said has its own time */
        mine = m->head;
    }
    return -1;
}

static void date_event(dgm_doc *doc, dgm_event *e, const dgm_times *times) {
    int best = 100;
    for (uint32_t i = 0; i < times->count; i++) {
        int d = distance(doc, e->anchor, &times->items[i]);
        if (d >= 0 && d < best) {
            best = d;
            e->when = times->items[i].when;
        }
    }
}

/* "Police arrest twenty": news of the day tells in the present tense. */
static bool present_tense(const dgm_doc *doc, const dgm_event *e) {
    uint32_t v = verb_above(doc, e->anchor);
    if (v == DGM_NONE)
        return false;
    uint8_t rel = doc->tokens.items[v].rel;
    uint32_t head = doc->tokens.items[v].head;
    if ((rel == DGM_REL_CCOMP || rel == DGM_REL_XCOMP || rel == DGM_REL_ADVCL || rel == DGM_REL_CONJ) &&
        head != DGM_NONE && doc->tokens.items[head].upos == DGM_UPOS_VERB)
        v = head; /* "Israel says it launched …", "bans them, alleging …": of the day of what is said or done */
    uint32_t x = doc->tokens.items[v].xpos;
    if (x == DGM_XPOS_VBZ || x == DGM_XPOS_VBP)
        return true;
    bool present = false;
    for (uint32_t c = dgm_tree_child(doc, v, DGM_NONE); c != DGM_NONE; c = dgm_tree_child(doc, v, c))
        if (doc->tokens.items[c].rel == DGM_REL_AUX || doc->tokens.items[c].rel == DGM_REL_AUX_PASS)
            present = present || (doc->tokens.items[c].feats & DGM_FEAT(PRES) && dgm_tree_lemma_is(doc, c, "be"));
    return present;
}

static void judge_history(const dgm_doc *doc, dgm_event *e) {
    if (e->status != DGM_STATUS_HAPPENED || e->when.precision == DGM_PRECISION_NONE || !doc->clean.published.year)
        return;
    dgm_date today = doc->clean.published;
    if (dgm_date_days(today) - dgm_date_days(e->when.end) > HISTORY_DAYS)
        e->status = DGM_STATUS_HISTORICAL;
}

static int run(dgm_stage *stage) {
    const dgm_when_knowledge *k = stage->know;
    dgm_doc *doc = stage->doc;
    dgm_times times = {0};
    uint32_t sentence = DGM_NONE;
    int rc = DGM_OK;
    dgm_date today = doc->clean.published.day       ? doc->clean.published
                     : doc->clean.dateline.date.day ? doc->clean.dateline.date
                                                    : doc->clean.published;
    for (uint32_t i = 0; k->known && rc == DGM_OK && i < doc->events.count; i++) {
        dgm_event *e = &doc->events.items[i];
        if (e->sentence != sentence) {
            sentence = e->sentence;
            times.count = 0;
            const dgm_sentence *s = &doc->sentences.items[sentence];
            rc = dgm_spend(stage->budget, s->end - s->first, stage->error);
            if (rc == DGM_OK)
                rc = dgm_read_times(stage, s->first, s->end, today, &times);
        }
        date_event(doc, e, &times);
        if (e->when.precision == DGM_PRECISION_NONE && doc->clean.published_from == DGM_FROM_INPUT &&
            doc->clean.published.day && e->status == DGM_STATUS_HAPPENED && present_tense(doc, e))
            e->when = (dgm_when){.start = doc->clean.published,
                                 .end = doc->clean.published,
                                 .precision = DGM_PRECISION_DAY,
                                 .from = DGM_GROUND_PUBLISHED};
        judge_history(doc, e);
    }
    return rc;
}

static void dump(const dgm_doc *doc, dgm_buf *out) {
    for (uint32_t i = 0; i < doc->events.count; i++) {
        const dgm_event *e = &doc->events.items[i];
        char start[11], end[11];
        dgm_date_print(e->when.start, start);
        dgm_date_print(e->when.end, end);
        dgm_buf_printf(out, "%s\t%s\t%s\t", dgm_event_name(e->type), start, end);
        dgm_buf_str(out, dgm_doc_span(doc, e->when.span));
        dgm_buf_char(out, '\n');
    }
}

const dgm_room dgm_room_when = {.name = "when", .open = room_open, .run = run, .dump = dump};
