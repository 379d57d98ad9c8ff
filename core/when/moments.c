/* SPDX-License-Identifier: Apache-2.0 */
/* When did it happen? "Said on Monday that …" dates the saying, "the July attack" the attack, and what follows in the past tense goes on on
 * the day spoken of before. Expressions of the sentence, the date of the event before, the day of publication and no date at all are
 * candidates; a linear model over features that a person can read (moments.def) weighs them. */
#include "when/looking.h"
#include "when/scan.h"

/* ---- candidates ------------------------------------------------------------------------------------------------------- */

float *dgm_moment_row(dgm_moments *m, const dgm_when *w, unsigned source) {
    uint32_t i = 1;
    while (i < m->count && (dgm_date_cmp(m->when[i].start, w->start) != 0 || dgm_date_cmp(m->when[i].end, w->end) != 0))
        i++;
    if (i == DGM_MOMENTS_MOST)
        return NULL;
    if (i == m->count) {
        m->when[m->count++] = *w;
        memset(m->x[i], 0, sizeof m->x[i]);
        m->sources[i] = 0;
    }
    m->sources[i] |= (uint16_t)(1u << source);
    return m->x[i];
}

int32_t dgm_days_after_today(const dgm_looking *l, dgm_date d) {
    return l->s->clock.today.year ? dgm_date_days(d) - dgm_date_days(l->s->clock.today) : 0;
}

static bool is_clause(unsigned rel) {
    return rel == DGM_REL_ACL || rel == DGM_REL_ACL_RELCL || rel == DGM_REL_ADVCL || rel == DGM_REL_ADVCL_RELCL ||
           rel == DGM_REL_CCOMP || rel == DGM_REL_XCOMP || rel == DGM_REL_CONJ || rel == DGM_REL_PARATAXIS ||
           rel == DGM_REL_CSUBJ || rel == DGM_REL_CSUBJ_PASS || rel == DGM_REL_ROOT || rel == DGM_REL_APPOS;
}

/* How the clause of the event hangs on what is above it. */
static unsigned via(unsigned rel) {
    switch (rel) {
    case DGM_REL_CONJ:
        return DGM_MOMENT_via_conj;
    case DGM_REL_CCOMP:
    case DGM_REL_CSUBJ:
        return DGM_MOMENT_via_complement;
    case DGM_REL_XCOMP:
        return DGM_MOMENT_via_xcomp;
    case DGM_REL_ADVCL:
        return DGM_MOMENT_via_adverbial;
    case DGM_REL_ACL:
        return DGM_MOMENT_via_noun_clause;
    case DGM_REL_ACL_RELCL:
    case DGM_REL_ADVCL_RELCL:
        return DGM_MOMENT_via_relative;
    case DGM_REL_PARATAXIS:
        return DGM_MOMENT_via_parataxis;
    default:
        return DGM_MOMENT_via_noun;
    }
}

dgm_path dgm_path_of(const dgm_doc *doc, uint32_t t) {
    dgm_path p = {0};
    for (; t != DGM_NONE && p.n < DGM_PATH_MOST; t = doc->tokens.items[t].head)
        p.at[p.n++] = t;
    return p;
}

uint32_t dgm_path_index(const dgm_path *p, uint32_t t) {
    for (uint32_t i = 0; i < p->n; i++)
        if (p->at[i] == t)
            return i;
    return DGM_NONE;
}

static uint32_t head_of(const dgm_doc *doc, const dgm_time *x) {
    uint32_t at = x->first;
    for (uint32_t i = x->first; i < x->end; i++) {
        uint32_t head = doc->tokens.items[at].head;
        if (head == DGM_NONE || head < x->first || head >= x->end)
            break;
        at = head;
    }
    return at;
}

/* "The end of last month", "the early hours of Saturday" hang where "end" and "hours" do. */
static uint32_t hangs_by(const dgm_looking *l, const dgm_time *x) {
    static const char *const parts[] = {"end_of", "part", "night", "unit_hour", "half"};
    const dgm_sentence *sentence = &l->doc->sentences.items[l->e->sentence];
    const dgm_scan s = {.k = l->k, .doc = l->doc, .first = sentence->first, .end = sentence->end};
    uint32_t head = head_of(l->doc, x), above = l->doc->tokens.items[head].head;
    int value;
    if (above == DGM_NONE || above + 4 < x->first || above >= x->first || !dgm_scan_is(&s, above + 1, "of"))
        return head;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (dgm_scan_means(&s, above, parts[i], &value))
            return above;
    return head;
}

/* ---- where an expression hangs ---------------------------------------------------------------------------------------- */

dgm_between dgm_path_inside(const dgm_doc *doc, const dgm_path *p, uint32_t end) {
    dgm_between b = {0};
    for (uint32_t i = 1; i < end; i++) {
        const dgm_token *t = &doc->tokens.items[p->at[i]];
        if (t->upos == DGM_UPOS_VERB || is_clause(t->rel))
            b.clauses++;
        else if (t->upos == DGM_UPOS_NOUN || t->upos == DGM_UPOS_PROPN || t->upos == DGM_UPOS_PRON)
            b.nouns++;
    }
    return b;
}

/* "In a statement issued on Monday", "at a summit last week": the day is that of what is said or done there. */
static bool on_occasion(const dgm_looking *l, const dgm_path *p, uint32_t depth) {
    dgm_hits hits;
    if (depth < 2 || depth > 3)
        return false;
    const dgm_token *top = &l->doc->tokens.items[p->at[depth - 1]];
    unsigned below = l->doc->tokens.items[p->at[1]].rel;
    return top->upos == DGM_UPOS_NOUN && top->rel == DGM_REL_OBL &&
           dgm_index_find(&l->k->occasion_names, top->lemma, &hits) && (depth == 2 || below == DGM_REL_ACL);
}

/* Has the noun that the expression hangs on another time of its own? */
static bool noun_is_timed(const dgm_looking *l, const dgm_time *t, uint32_t head) {
    const dgm_token *tokens = l->doc->tokens.items;
    uint32_t noun = tokens[head].head;
    if (noun == DGM_NONE || tokens[noun].upos != DGM_UPOS_NOUN)
        return false;
    for (uint32_t i = l->s->first[l->e->sentence]; i < l->s->first[l->e->sentence + 1]; i++) {
        const dgm_time *other = &l->s->times->items[i];
        if (other->first < t->first && tokens[head_of(l->doc, other)].head == noun)
            return true;
    }
    return false;
}

/* "Speaking to reporters on Monday, they …": a clause of what is done at once, with no word that makes it earlier. */
static bool at_once(const dgm_looking *l, uint32_t clause) {
    const dgm_token *tokens = l->doc->tokens.items;
    uint32_t first = l->doc->sentences.items[l->e->sentence].first;
    if (tokens[clause].rel != DGM_REL_ADVCL || tokens[clause].xpos != DGM_XPOS_VBG)
        return false;
    for (uint32_t i = clause > first + 4 ? clause - 4 : first; i < clause; i++)
        if (tokens[i].head == clause && (tokens[i].rel == DGM_REL_MARK || tokens[i].rel == DGM_REL_AUX))
            return false;
    return true;
}

/* … where what hangs on an occasion, or on a noun that has its time already ("condemned the July attack on Thursday"), is in none. */
static dgm_between inside_or_on(const dgm_looking *l, const dgm_time *t, const dgm_path *p, uint32_t depth) {
    bool timed = depth == 2 && noun_is_timed(l, t, p->at[0]);
    if (depth > 1 && at_once(l, p->at[depth - 1]))
        return dgm_path_inside(l->doc, p, depth - 1);
    return timed || on_occasion(l, p, depth) ? (dgm_between){0} : dgm_path_inside(l->doc, p, depth);
}

static unsigned hang_below(const dgm_looking *l, const dgm_time *t, const dgm_path *p, uint32_t depth, float *own) {
    dgm_between b = inside_or_on(l, t, p, depth);
    own[DGM_MOMENT_own] = b.nouns == 0 && b.clauses == 0;
    own[DGM_MOMENT_own_next] = depth == 1;
    own[DGM_MOMENT_inner_noun] = b.nouns > 0 && b.clauses == 0;
    own[DGM_MOMENT_inner_clause] = b.clauses > 0;
    return b.nouns || b.clauses ? DGM_SOURCE_INNER : DGM_SOURCE_OWN;
}

/* p: the expression's path, which meets that of the event, a, at a->at[up] and p->at[down] */
static unsigned hang_beside(const dgm_looking *l, const dgm_time *expressed, const dgm_path *p, uint32_t down,
                            const dgm_path *a, uint32_t up, float *x) {
    dgm_between b = inside_or_on(l, expressed, p, down);
    bool leads = p->at[0] < a->at[up];
    for (uint32_t i = 0; i < up; i++) {
        const dgm_token *t = &l->doc->tokens.items[a->at[i]];
        if (t->upos == DGM_UPOS_VERB || is_clause(t->rel) || i + 1 == up)
            x[via(t->rel)] = 1;
        if (t->rel == DGM_REL_CONJ && leads)
            x[DGM_MOMENT_via_conj_leads] = 1;
    }
    x[DGM_MOMENT_above_steps] = (float)up / 4;
    if (b.nouns || b.clauses) {
        x[DGM_MOMENT_aside] = 1;
        x[DGM_MOMENT_aside_noun] = b.nouns > 0;
        return DGM_SOURCE_ASIDE;
    }
    x[DGM_MOMENT_above] = 1;
    return DGM_SOURCE_ABOVE;
}

/* Another event's words on the way up from the expression? Events of one sentence stand together. */
static bool other_event_at(const dgm_looking *l, uint32_t token) {
    const dgm_events *events = &l->doc->events;
    for (uint32_t i = l->index > 12 ? l->index - 12 : 0; i < events->count && i < l->index + 12; i++)
        if (events->items[i].anchor == token && token != l->e->anchor)
            return true;
    return false;
}

static void who_holds(const dgm_looking *l, const dgm_path *p, float *x) {
    for (uint32_t i = 1; i < p->n && p->at[i] != l->e->anchor; i++) {
        if (other_event_at(l, p->at[i])) {
            x[DGM_MOMENT_taken] = 1;
            return;
        }
        if (l->doc->tokens.items[p->at[i]].upos == DGM_UPOS_VERB) {
            x[DGM_MOMENT_held] = 1;
            return;
        }
    }
}

/* Where the words begin that a preposition may stand before: "until the end of Monday" is no "on Monday". */
static uint32_t begins(const dgm_looking *l, const dgm_time *t, uint32_t head) {
    uint32_t first = l->doc->sentences.items[l->e->sentence].first;
    if (head >= t->first || head <= first)
        return t->first;
    uint32_t before = head - 1 - (head > first + 1 && dgm_tree_lemma_is(l->doc, head - 1, "the"));
    dgm_str says = dgm_preposition_says(l->k, l->doc, before);
    return dgm_str_is(says, "until") || dgm_str_is(says, "since") || dgm_str_is(says, "by") ? before + 1 : t->first;
}

static void preposition(const dgm_looking *l, const dgm_time *t, uint32_t head, float *x) {
    static const struct {
        const char *says;
        unsigned feature;
    } known[] = {{"since", DGM_MOMENT_since}, {"until", DGM_MOMENT_until},  {"by", DGM_MOMENT_by},
                 {"after", DGM_MOMENT_after}, {"before", DGM_MOMENT_ahead}, {"in", DGM_MOMENT_in},
                 {"on", DGM_MOMENT_on},       {"for", DGM_MOMENT_for_day}};
    const dgm_token *tokens = l->doc->tokens.items;
    uint32_t first = l->doc->sentences.items[l->e->sentence].first, before = begins(l, t, head);
    while (before > first && before + 3 > t->first && tokens[before - 1].upos != DGM_UPOS_ADP &&
           tokens[before - 1].upos != DGM_UPOS_SCONJ && tokens[before - 1].head == head)
        before--;
    dgm_str says = before > first ? dgm_preposition_says(l->k, l->doc, before - 1) : (dgm_str){0};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (dgm_str_is(says, known[i].says)) {
            x[known[i].feature] = 1;
            return;
        }
    x[DGM_MOMENT_bare] = 1;
}

/* "In the coalition until Sunday", "the first talks since 2016": no day on which it happened. "Not until Sunday" is one. */
static bool only_ends(const dgm_looking *l, uint32_t head, const float *x) {
    const dgm_token *tokens = l->doc->tokens.items;
    uint32_t up = tokens[head].head;
    if (x[DGM_MOMENT_since] > 0)
        return up != DGM_NONE && tokens[up].upos == DGM_UPOS_NOUN &&
               (up == l->e->anchor || !is_clause(tokens[up].rel)); /* "has been a target since 2011" */
    if (!(x[DGM_MOMENT_until] > 0))
        return false;
    uint32_t first = l->doc->sentences.items[l->e->sentence].first;
    for (uint32_t i = head > first + 4 ? head - 4 : first; i < head; i++)
        if (dgm_tree_lemma_is(l->doc, i, "not"))
            return false;
    return true;
}

/* Does "after" or the like join to the event what the expression is part of? */
static bool joined_by(const dgm_looking *l, const dgm_path *p, uint32_t depth, const char *what) {
    const dgm_token *tokens = l->doc->tokens.items;
    if (depth < 2)
        return false;
    uint32_t top = p->at[depth - 1], first = l->doc->sentences.items[l->e->sentence].first;
    for (uint32_t i = top > first + 8 ? top - 8 : first; i < top; i++)
        if (tokens[i].head == top && (tokens[i].rel == DGM_REL_CASE || tokens[i].rel == DGM_REL_MARK) &&
            dgm_str_is(dgm_preposition_says(l->k, l->doc, i), what))
            return true;
    return false;
}

/* Before the first subject of its sentence: "At a summit last Thursday they …" tells when all of it was. */
static bool is_fronted(const dgm_looking *l, const dgm_time *t) {
    const dgm_token *tokens = l->doc->tokens.items;
    uint32_t at = l->doc->sentences.items[l->e->sentence].first;
    for (; at < t->end; at++)
        if (tokens[at].rel == DGM_REL_NSUBJ || tokens[at].rel == DGM_REL_NSUBJ_PASS || tokens[at].rel == DGM_REL_ROOT)
            return false;
    return true;
}

static void place_in_sentence(const dgm_looking *l, const dgm_time *t, uint32_t head, float *x) {
    const dgm_token *tokens = l->doc->tokens.items;
    uint32_t first = l->doc->sentences.items[l->e->sentence].first, anchor = l->e->anchor;
    bool before = t->first < anchor;
    uint32_t from = before ? t->end : anchor + 1, to = before ? anchor : t->first;
    x[DGM_MOMENT_before] = before;
    x[DGM_MOMENT_opens] = t->first < first + 3;
    x[DGM_MOMENT_fronted] = before && is_fronted(l, t);
    x[DGM_MOMENT_near] = 1.0f / (float)(1 + (to > from ? to - from : 0));
    for (uint32_t i = from; i < to && i < from + 30; i++)
        if (tokens[i].upos == DGM_UPOS_PUNCT)
            x[DGM_MOMENT_comma] = 1;
    uint32_t up = tokens[head].head;
    bool noun = up != DGM_NONE && (tokens[up].upos == DGM_UPOS_NOUN || tokens[up].upos == DGM_UPOS_PROPN);
    x[DGM_MOMENT_describes] = noun && (tokens[head].rel == DGM_REL_COMPOUND || tokens[head].rel == DGM_REL_NMOD_POSS ||
                                       tokens[head].rel == DGM_REL_AMOD || tokens[head].rel == DGM_REL_NMOD_UNMARKED ||
                                       tokens[head].rel == DGM_REL_NUMMOD);
}

/* What stands between the expression and the event's words. */
static void lies_between(const dgm_looking *l, const dgm_time *t, float *x) {
    const dgm_token *tokens = l->doc->tokens.items;
    uint32_t anchor = l->e->anchor;
    uint32_t from = t->first < anchor ? t->end : anchor + 1, to = t->first < anchor ? anchor : t->first;
    bool verb = false, broken = false, event = false;
    for (uint32_t i = from; i < to && i < from + 30; i++) {
        uint8_t upos = tokens[i].upos;
        verb = verb || upos == DGM_UPOS_VERB;
        broken = broken || upos == DGM_UPOS_PUNCT || upos == DGM_UPOS_CCONJ || upos == DGM_UPOS_SCONJ;
        event = event || other_event_at(l, i);
    }
    x[DGM_MOMENT_stretch] = !verb && !broken;
    x[DGM_MOMENT_verb_between] = verb;
    x[DGM_MOMENT_event_between] = event;
    uint32_t next = t->end;
    next += next < anchor && tokens[next].upos == DGM_UPOS_PUNCT;
    x[DGM_MOMENT_when_next] = next < anchor && dgm_tree_lemma_is(l->doc, next, "when");
}

/* "The curfew they imposed on Friday": p is the expression's path, which reaches the event at p->at[depth]. */
static bool tells_how_made(const dgm_looking *l, const dgm_path *p, uint32_t depth) {
    const dgm_token *tokens = l->doc->tokens.items;
    if (depth != 2 || tokens[l->e->anchor].upos == DGM_UPOS_VERB)
        return false;
    unsigned rel = tokens[p->at[1]].rel;
    return rel == DGM_REL_ACL || rel == DGM_REL_ACL_RELCL;
}

static void against_today(const dgm_looking *l, const dgm_when *w, float *x) {
    int32_t days = dgm_days_after_today(l, w->start);
    bool future = l->e->status == DGM_STATUS_FUTURE;
    x[DGM_MOMENT_to_come] = days > 0;
    bool ahead = l->out->tense == DGM_TENSE_FUTURE || l->out->tense == DGM_TENSE_MODAL ||
                 l->out->tense == DGM_TENSE_INFINITIVE || l->out->tense == DGM_TENSE_PRESENT;
    x[DGM_MOMENT_to_come_done] = days > 0 && l->e->status == DGM_STATUS_HAPPENED && !ahead;
    x[DGM_MOMENT_past_future] = days < 0 && dgm_days_after_today(l, w->end) < 0 && future;
    x[DGM_MOMENT_past_old] = dgm_days_after_today(l, w->end) < -DGM_OLD_DAYS;
}

/* Is it the first event behind the expression? */
static bool first_behind(const dgm_looking *l, const dgm_time *t) {
    const dgm_events *events = &l->doc->events;
    if (l->e->anchor < t->end)
        return false;
    for (uint32_t i = l->index > 12 ? l->index - 12 : 0; i < events->count && i < l->index + 12; i++)
        if (events->items[i].anchor >= t->end && events->items[i].anchor < l->e->anchor)
            return false;
    return true;
}

/* "A day after X": X, or DGM_NONE where the tree does not tell. */
static uint32_t governed_by(const dgm_looking *l, const dgm_time *t) {
    const dgm_token *tokens = l->doc->tokens.items;
    uint32_t word = tokens[t->end - 1].upos == DGM_UPOS_NOUN ? t->end : t->end - 1; /* "the eve of" */
    if (word < l->doc->tokens.count && tokens[word].head != DGM_NONE && tokens[word].head > word &&
        (tokens[word].rel == DGM_REL_CASE || tokens[word].rel == DGM_REL_MARK))
        return tokens[word].head;
    return DGM_NONE;
}

/* … is the event part of X? Where the tree does not tell, the first event behind is. */
static bool part_of_what_follows(const dgm_looking *l, const dgm_time *t) {
    uint32_t what = governed_by(l, t);
    dgm_path a = dgm_path_of(l->doc, l->e->anchor);
    return what == DGM_NONE ? first_behind(l, t) : dgm_path_index(&a, what) != DGM_NONE;
}

/* "The eve of Monday's vote", "two days after the storm of 3 January": is it the day of what is counted from, and not the event's? */
static bool counted_from(const dgm_looking *l, const dgm_time *t, const dgm_when *w) {
    if (t == &l->s->times->items[l->s->first[l->e->sentence]] || t[-1].kind != DGM_TIME_OFFSET)
        return false;
    return dgm_date_cmp(t[-1].when.start, w->start) == 0 && !part_of_what_follows(l, &t[-1]);
}

/* The token by which the expression hangs in the sentence: what is two days after X hangs where X does, if not X itself hangs on the
 * expression ("on the eve of the vote"). */
static uint32_t hung_by(const dgm_looking *l, const dgm_time *t, bool outer) {
    uint32_t what = outer ? governed_by(l, t) : DGM_NONE,
             up = what == DGM_NONE ? t->first : l->doc->tokens.items[what].head;
    return up >= t->first && up < t->end ? hangs_by(l, t) : what;
}

static void expression(const dgm_looking *l, const dgm_time *t, const dgm_when *w, bool nearest, bool only) {
    bool turned = w == &t->turned, offset = t->kind == DGM_TIME_OFFSET;
    if (offset && turned == part_of_what_follows(l, t)) /* turned: the day of what is two days after X */
        return;
    if (counted_from(l, t, w))
        return;
    uint32_t head = hung_by(l, t, offset && turned), up = 0, down = DGM_NONE;
    dgm_path p = dgm_path_of(l->doc, head), a = dgm_path_of(l->doc, l->e->anchor);
    float seen[DGM_MOMENTS] = {0}, *x = seen;
    while (up < a.n && (down = dgm_path_index(&p, a.at[up])) == DGM_NONE)
        up++;
    unsigned source = DGM_SOURCE_ASIDE;
    if (down == DGM_NONE)
        x[DGM_MOMENT_aside] = 1;
    else
        source = up == 0 ? hang_below(l, t, &p, down, x) : hang_beside(l, t, &p, down, &a, up, x);
    if (source != DGM_SOURCE_ABOVE)
        who_holds(l, &p, x);
    preposition(l, t, head, x);
    if (only_ends(l, head, x) || (source == DGM_SOURCE_INNER && joined_by(l, &p, down, "since")))
        return;
    x[DGM_MOMENT_after_inner] =
        source == DGM_SOURCE_INNER && (joined_by(l, &p, down, "after") || joined_by(l, &p, down, "before"));
    place_in_sentence(l, t, head, x);
    lies_between(l, t, x);
    x[DGM_MOMENT_inner_made] = source == DGM_SOURCE_INNER && tells_how_made(l, &p, down);
    x[DGM_MOMENT_occasion] = down != DGM_NONE && on_occasion(l, &p, down);
    if (x[DGM_MOMENT_occasion] > 0) /* "at a summit last week" is no summit of its own kind, as "Monday's vote" is */
        x[DGM_MOMENT_describes] = 0;
    uint32_t verb = dgm_verb_above(l->doc, head);
    x[DGM_MOMENT_other_tense] = source != DGM_SOURCE_OWN && verb != DGM_NONE && verb != l->e->anchor &&
                                dgm_tense_of(l->k, l->doc, verb) != l->out->tense;
    against_today(l, w, x);
    x[DGM_MOMENT_fronted_aside] = source == DGM_SOURCE_ASIDE && x[DGM_MOMENT_fronted] > 0;
    x[DGM_MOMENT_date + t->kind] = 1;
    x[DGM_MOMENT_week] = t->kind == DGM_TIME_PERIOD && w->precision == DGM_PRECISION_WEEK;
    x[DGM_MOMENT_decade] = w->precision == DGM_PRECISION_DECADE;
    x[DGM_MOMENT_nearest] = nearest;
    x[DGM_MOMENT_only] = only;
    x[DGM_MOMENT_stated_year] = t->year;
    x[DGM_MOMENT_turned] = turned;
    x[DGM_MOMENT_turned_spoken] = turned && t->spoken;
    int32_t days = dgm_days_after_today(l, w->start);
    x[DGM_MOMENT_turned_near] = turned && days <= 10 && days >= -10;
    x[DGM_MOMENT_offset_inner] = offset && !turned;
    x[DGM_MOMENT_offset_outer] = offset && turned;
    if (turned && !offset)
        source = DGM_SOURCE_TURNED;
    float *row = dgm_moment_row(l->out, w, source);
    for (unsigned i = 0; row && i < DGM_MOMENTS; i++)
        row[i] = seen[i] > row[i] ? seen[i] : row[i];
}

/* ---- the sentence's expressions, nearest first ------------------------------------------------------------------------- */

static uint32_t gap(const dgm_looking *l, uint32_t i) {
    const dgm_time *t = &l->s->times->items[i];
    return t->first > l->e->anchor ? t->first - l->e->anchor : l->e->anchor - t->first;
}

static void expressions(const dgm_looking *l) {
    uint32_t first = l->s->first[l->e->sentence], end = l->s->first[l->e->sentence + 1], low = first, high = end;
    while (low < high) { /* the first one behind the event's words */
        uint32_t middle = low + (high - low) / 2;
        if (l->s->times->items[middle].first < l->e->anchor)
            low = middle + 1;
        else
            high = middle;
    }
    uint32_t left = low, right = low; /* [left, right) are seen */
    for (uint32_t n = 0; n < DGM_MOMENTS_TIMES && (left > first || right < end); n++) {
        bool back = right == end || (left > first && gap(l, left - 1) <= gap(l, right));
        const dgm_time *t = &l->s->times->items[back ? --left : right++];
        expression(l, t, &t->when, n == 0, end - first == 1);
        if (t->turned.precision != DGM_PRECISION_NONE)
            expression(l, t, &t->turned, n == 0, end - first == 1);
    }
}

void dgm_moments_look(const dgm_story_so_far *so_far, uint32_t event, dgm_moments *out) {
    const dgm_doc *doc = so_far->stage->doc;
    dgm_looking l = {
        .s = so_far, .doc = doc, .k = so_far->stage->know, .e = &doc->events.items[event], .index = event, .out = out};
    out->count = 1; /* what stands behind is made when it is taken */
    out->likes = 0;
    out->when[0] = (dgm_when){0};
    memset(out->x[0], 0, sizeof out->x[0]);
    dgm_moments_describe(&l);
    dgm_moment_none(&l);
    expressions(&l);
    dgm_moments_elsewhere(&l);
}
