/* SPDX-License-Identifier: Apache-2.0 */
/* Tellings of one event become one record. Which are of one event says a model over pairs of them (telling.c): a telling joins the record whose
 * tellings, taken together, it is most likely another of. */
#include "story/story.h"

#include <string.h>

#define SURE 0.35  /* sum of a pair: what is joined wrongly hides an event, so a little more than even */
#define VETO 10.0  /* what a contradiction counts against a record: more than its other tellings can make good */
#define MARGIN 60u /* thousandths of confidence: by so much surer must a telling be to stay in place of the first */

static bool is_person(const dgm_doc *doc, const dgm_participants *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        uint8_t type = doc->entities.items[list->items[i].entity].type;
        if (type == DGM_ENTITY_PERSON || type == DGM_ENTITY_GROUP)
            return true;
    }
    return false;
}

/* Who acted is who is said to have; who was struck are the victims rather than the place. */
static void join_act(const dgm_doc *doc, dgm_event *stays, const dgm_event *goes) {
    if (!dgm_side_told(&stays->actors, stays->guess[0]) && goes->actors.count) {
        stays->actors = goes->actors;
        stays->guess[0] = goes->guess[0];
    }
    bool better =
        (is_person(doc, &goes->recipients) && !is_person(doc, &stays->recipients)) ||
        (!dgm_side_told(&stays->recipients, stays->guess[1]) && dgm_side_told(&goes->recipients, goes->guess[1]));
    if (stays->type == DGM_EVENT_ASSAULT && better && !stays->fought) { /* who falls in a fight is no side of it */
        stays->recipients = goes->recipients;
        stays->guess[1] = goes->guess[1];
    }
    if (stays->type == DGM_EVENT_CONSULT &&
        goes->actors.count + goes->recipients.count > stays->actors.count + stays->recipients.count) {
        stays->actors = goes->actors;
        stays->recipients = goes->recipients;
    }
    stays->implied =
        (stays->guess[0] < 1000 && stays->actors.count) || (stays->guess[1] < 1000 && stays->recipients.count);
    stays->loose = stays->loose && goes->loose;
}

static bool add_telling(dgm_doc *doc, dgm_event *to, const dgm_event *from) {
    for (uint32_t i = 0; i < from->mentions.count; i++) {
        dgm_span *s = DGM_PUSH(&to->mentions, doc->arena);
        if (!s)
            return false;
        *s = from->mentions.items[i];
    }
    return true;
}

/* What one telling counts and the other does not. */
static void add_magnitude(dgm_magnitude *to, const dgm_magnitude *from) {
    to->killed = to->killed < 0 ? from->killed : to->killed;
    to->wounded = to->wounded < 0 ? from->wounded : to->wounded;
    to->detained = to->detained < 0 ? from->detained : to->detained;
    to->displaced = to->displaced < 0 ? from->displaced : to->displaced;
    to->troops = to->troops < 0 ? from->troops : to->troops;
    if (to->amount < 0) {
        to->amount = from->amount;
        memcpy(to->currency, from->currency, sizeof to->currency);
    }
}

/* One telling names the town, the other a country, or nothing: then it is the town. */
static bool tells_better_where(const dgm_where *own, const dgm_where *other) {
    bool one = dgm_str_eq(own->country, other->country) || own->from != DGM_GROUND_SENTENCE;
    return own->precision == DGM_WHERE_NONE || (!dgm_says_where(own) && dgm_says_where(other) && one);
}

/* The telling that stays, which is the surer one, takes what the other knows more; who takes part is told by one telling, not put together of
 * two: that was tried, and made more records wrong than right. */
static bool join(dgm_doc *doc, dgm_event *stays, dgm_event *goes) {
    goes->dropped = true;
    if (dgm_one_act(doc, stays, goes))
        join_act(doc, stays, goes);
    else if (stays->sentence == goes->sentence && goes->weight > stays->weight &&
             (goes->recipients.count || !stays->recipients.count)) { /* the better reading of one telling */
        stays->actors = goes->actors.count ? goes->actors : stays->actors;
        stays->recipients = goes->recipients.count ? goes->recipients : stays->recipients;
        stays->mutual = goes->mutual;
        stays->implied = goes->implied;
        stays->guess[0] = goes->guess[0];
        stays->guess[1] = goes->guess[1];
        stays->loose = goes->loose;
    }
    if (!add_telling(doc, stays, goes))
        return false;
    if (!dgm_has_own_date(stays) && goes->when.precision != DGM_PRECISION_NONE)
        stays->when = goes->when;
    if (tells_better_where(&stays->where, &goes->where))
        stays->where = goes->where;
    if (goes->weight > stays->weight)
        stays->weight = goes->weight;
    add_magnitude(&stays->magnitude, &goes->magnitude);
    return true;
}

/* Other people on a side that both tell, or another day: then it is another event, whatever else speaks for it. */
static bool contradict(const float x[DGM_TELLINGS]) {
    bool actors = x[DGM_TELLING_other_actors] > 0 && x[DGM_TELLING_kin_actors] <= 0,
         recipients = x[DGM_TELLING_other_recipients] > 0 && x[DGM_TELLING_kin_recipients] <= 0;
    return x[DGM_TELLING_act] <= 0 && (actors || recipients || x[DGM_TELLING_other_date] > 0);
}

/* The record that it is most likely another telling of, judged by all of the record's tellings alike, or DGM_NONE. */
static uint32_t told_before(const dgm_telling_knowledge *k, const dgm_doc *doc, uint32_t later, const uint32_t *home) {
    const dgm_event *all = doc->events.items;
    uint32_t start = dgm_look_from(later), best = DGM_NONE;
    double sums[DGM_LOOK_BACK] = {0}, most = SURE;
    for (uint32_t i = start; i < later; i++) {
        float x[DGM_TELLINGS];
        if (all[i].type == all[later].type) {
            dgm_telling_look(k, doc, i, later, x);
            sums[i - start] = contradict(x) ? -VETO : dgm_telling_sum(k, all[later].type, x);
        }
    }
    for (uint32_t i = start; i < later; i++) {
        double sum = 0, n = 0;
        for (uint32_t j = start; j < later; j++)
            if (home[j] == home[i] && all[i].type == all[later].type) {
                sum += sums[j - start];
                n++;
            }
        if (n > 0 && sum / n > most) {
            most = sum / n;
            best = home[i];
        }
    }
    return best;
}

/* Does the record's telling give way to a later one? The headline's does to the body's, another one to one that is surer. */
static bool gives_way(const dgm_confidence *k, const dgm_doc *doc, const dgm_event *first, const dgm_event *later) {
    const dgm_sentence *s = doc->sentences.items;
    if (s[later->sentence].headline)
        return false;
    uint32_t told = doc->events.count; /* how many records there will be is not known yet, and is the same for both */
    return s[first->sentence].headline ||
           dgm_confidence_of(k, doc, later, told) > dgm_confidence_of(k, doc, first, told) + MARGIN;
}

int dgm_merge_tellings(dgm_stage *stage) {
    const dgm_story_knowledge *know = stage->know;
    dgm_doc *doc = stage->doc;
    uint32_t *home = DGM_NEWS(stage->scratch, uint32_t, doc->events.count + 1); /* the record that each telling is in */
    if (!home)
        return dgm_fail_memory(stage->error);
    for (uint32_t i = 0; i < doc->events.count; i++) {
        dgm_event *all = doc->events.items;
        int rc = dgm_spend(stage->budget, DGM_LOOK_BACK, stage->error);
        if (rc != DGM_OK)
            return rc;
        uint32_t first = told_before(&know->tellings, doc, i, home);
        home[i] = i;
        if (first == DGM_NONE)
            continue;
        bool moves = gives_way(&know->confidence, doc, &all[first], &all[i]);
        if (!(moves ? join(doc, &all[i], &all[first]) : join(doc, &all[first], &all[i])))
            return dgm_fail_memory(stage->error);
        for (uint32_t j = dgm_look_from(i); j < i && moves; j++) /* nobody looks at those before any more */
            home[j] = home[j] == first ? i : home[j];
        home[i] = moves ? i : first;
    }
    return DGM_OK;
}
