/* SPDX-License-Identifier: Apache-2.0 */
/* Dates of an event that its own sentence does not name: the day of publication, the event and the times told before and behind, the lead's, the
 * story's, and none. */
#include "when/looking.h"
#include "when/scan.h"

#define STORY_BACK 24u /* events */

static bool same_paragraph(const dgm_looking *l, uint32_t sentence) {
    return l->doc->sentences.items[sentence].paragraph == l->doc->sentences.items[l->e->sentence].paragraph;
}

static bool same_actor(const dgm_event *a, const dgm_event *b) {
    for (uint32_t i = 0; i < a->actors.count && i < 8; i++)
        for (uint32_t k = 0; k < b->actors.count && k < 8; k++)
            if (a->actors.items[i].entity == b->actors.items[k].entity)
                return true;
    return false;
}

/* Two of several clauses or nouns in a row: "met and thanked". */
static bool side_by_side(const dgm_looking *l, uint32_t other) {
    const dgm_token *tokens = l->doc->tokens.items, *own = &tokens[l->e->anchor], *theirs = &tokens[other];
    return (own->rel == DGM_REL_CONJ &&
            (own->head == other || (theirs->rel == DGM_REL_CONJ && own->head == theirs->head))) ||
           (theirs->rel == DGM_REL_CONJ && theirs->head == l->e->anchor);
}

static void lead(const dgm_looking *l) {
    if (l->s->lead_event == DGM_NONE)
        return;
    const dgm_event *first = &l->doc->events.items[l->s->lead_event];
    dgm_when when = first->when;
    when.from = DGM_GROUND_ARTICLE;
    float *x = dgm_moment_row(l->out, &when, DGM_SOURCE_LEAD);
    if (!x)
        return;
    x[DGM_MOMENT_lead] = 1;
    x[DGM_MOMENT_lead_day] = when.precision == DGM_PRECISION_DAY;
    x[DGM_MOMENT_lead_today] = l->s->clock.today.year && dgm_days_after_today(l, when.start) == 0;
    x[DGM_MOMENT_lead_people] = dgm_doc_share_people(l->e, first);
    x[DGM_MOMENT_lead_near] = l->e->sentence - first->sentence <= 5;
}

static void event_before(const dgm_looking *l) {
    if (l->s->event == DGM_NONE)
        return;
    const dgm_event *last = &l->doc->events.items[l->s->event];
    dgm_when when = last->when;
    when.from = DGM_GROUND_ARTICLE;
    float *x = dgm_moment_row(l->out, &when, DGM_SOURCE_EVENT);
    if (!x)
        return;
    uint32_t back = l->e->sentence - last->sentence;
    dgm_path a = dgm_path_of(l->doc, l->e->anchor);
    x[DGM_MOMENT_event] = 1;
    x[DGM_MOMENT_event_next] = l->s->event + 1 == l->index;
    x[DGM_MOMENT_event_sentence] = back == 0;
    x[DGM_MOMENT_event_last] = back == 1;
    x[DGM_MOMENT_event_far] = back > 3;
    x[DGM_MOMENT_event_paragraph] = same_paragraph(l, last->sentence);
    x[DGM_MOMENT_event_given] = l->s->given;
    x[DGM_MOMENT_event_day] = when.precision == DGM_PRECISION_DAY;
    x[DGM_MOMENT_event_old] = dgm_days_after_today(l, when.end) < -DGM_OLD_DAYS;
    x[DGM_MOMENT_event_today] = l->s->clock.today.year && dgm_days_after_today(l, when.start) == 0;
    x[DGM_MOMENT_event_actor] = same_actor(l->e, last);
    x[DGM_MOMENT_event_people] = dgm_doc_share_people(l->e, last);
    x[DGM_MOMENT_event_type] = last->type == l->e->type;
    x[DGM_MOMENT_event_clause] = back == 0 && side_by_side(l, last->anchor);
    x[DGM_MOMENT_event_tenses] = l->s->tense == l->out->tense;
    x[DGM_MOMENT_event_lead] = l->s->lead_event != DGM_NONE &&
                               dgm_date_cmp(l->doc->events.items[l->s->lead_event].when.start, when.start) == 0;
    x[DGM_MOMENT_event_above] = back == 0 && dgm_path_index(&a, last->anchor) != DGM_NONE;
}

static uint32_t tokens_sentence(const dgm_looking *l, const dgm_time *t) {
    return l->doc->tokens.items[t->first].sentence;
}

static void time_before(const dgm_looking *l) {
    uint32_t at = l->s->first[l->e->sentence];
    if (at == 0)
        return;
    const dgm_time *t = &l->s->times->items[at - 1];
    if (t->aside && at > 1 && !t[-1].aside && tokens_sentence(l, &t[-1]) == tokens_sentence(l, t))
        t--;
    uint32_t sentence = tokens_sentence(l, t), back = l->e->sentence - sentence;
    dgm_when when = t->when;
    when.from = DGM_GROUND_ARTICLE;
    float *x = dgm_moment_row(l->out, &when, DGM_SOURCE_TIME);
    if (!x)
        return;
    x[DGM_MOMENT_time] = 1;
    x[DGM_MOMENT_time_last] = back == 1;
    x[DGM_MOMENT_time_far] = back > 3;
    x[DGM_MOMENT_time_paragraph] = same_paragraph(l, sentence);
    x[DGM_MOMENT_time_old] = dgm_days_after_today(l, when.end) < -DGM_OLD_DAYS;
    x[DGM_MOMENT_time_main] = !t->aside;
    x[DGM_MOMENT_time_day] = when.precision == DGM_PRECISION_DAY;
}

/* What a title tells is dated in the sentence behind it. */
static void time_behind(const dgm_looking *l) {
    const dgm_sentences *sentences = &l->doc->sentences;
    uint32_t own = l->e->sentence, at = l->s->first[own + 1];
    if (own + 1 >= sentences->count || l->s->first[own] != at || l->s->first[own + 2] == at)
        return;
    const dgm_time *t = &l->s->times->items[at];
    const dgm_sentence *s = &sentences->items[own];
    if (t->aside || s->first == s->end)
        return;
    dgm_when when = t->when;
    when.from = DGM_GROUND_ARTICLE;
    float *x = dgm_moment_row(l->out, &when, DGM_SOURCE_NEXT);
    if (!x)
        return;
    x[DGM_MOMENT_next] = 1;
    x[DGM_MOMENT_next_title] = l->doc->tokens.items[s->end - 1].upos != DGM_UPOS_PUNCT;
    x[DGM_MOMENT_next_paragraph] = same_paragraph(l, own + 1);
    x[DGM_MOMENT_next_day] = when.precision == DGM_PRECISION_DAY;
}

/* Which events before were on a day that comes into question? */
static void story(const dgm_looking *l) {
    const dgm_event *events = l->doc->events.items;
    float dated = 0;
    for (uint32_t k = l->index > STORY_BACK ? l->index - STORY_BACK : 0; k < l->index; k++) {
        if (events[k].when.precision == DGM_PRECISION_NONE)
            continue;
        dated++;
        for (uint32_t i = 1; i < l->out->count; i++) {
            float *x = l->out->x[i];
            if (dgm_date_cmp(l->out->when[i].start, events[k].when.start) != 0)
                continue;
            x[DGM_MOMENT_story]++;
            x[DGM_MOMENT_then_actor] = x[DGM_MOMENT_then_actor] > 0 || same_actor(l->e, &events[k]);
            x[DGM_MOMENT_then_people] = x[DGM_MOMENT_then_people] > 0 || dgm_doc_share_people(l->e, &events[k]);
            x[DGM_MOMENT_then_type] = x[DGM_MOMENT_then_type] > 0 || l->e->type == events[k].type;
        }
    }
    for (uint32_t i = 1; i < l->out->count && dated > 0; i++)
        l->out->x[i][DGM_MOMENT_story] /= dated;
}

static void published(const dgm_looking *l) {
    dgm_date today = l->s->clock.today;
    if (!today.day)
        return;
    dgm_when when = {.start = today, .end = today, .precision = DGM_PRECISION_DAY};
    when.from = l->doc->clean.published.day ? DGM_GROUND_PUBLISHED : DGM_GROUND_DATELINE;
    float *x = dgm_moment_row(l->out, &when, l->s->brief ? DGM_SOURCE_BRIEF : DGM_SOURCE_PUBLISHED);
    if (!x)
        return;
    x[DGM_MOMENT_published] = 1;
}

void dgm_moment_none(const dgm_looking *l) {
    float *x = l->out->x[0];
    l->out->sources[0] = 1u << DGM_SOURCE_NONE;
    x[DGM_MOMENT_none] = 1;
    x[DGM_MOMENT_none_unclear] = !l->s->clock.today.day;
    const dgm_event *before = l->index ? &l->doc->events.items[l->index - 1] : NULL;
    if (!before || before->when.precision != DGM_PRECISION_NONE || l->e->sentence - before->sentence > 1)
        return;
    x[DGM_MOMENT_none_sentence] = before->sentence == l->e->sentence;
    x[DGM_MOMENT_none_last] = before->sentence != l->e->sentence;
    x[DGM_MOMENT_none_actor] = same_actor(l->e, before);
}

void dgm_moments_elsewhere(const dgm_looking *l) {
    published(l);
    event_before(l);
    time_before(l);
    time_behind(l);
    lead(l);
    story(l);
}
