/* SPDX-License-Identifier: Apache-2.0 */
/* Tellings of one event. Two tellings are one event when type, participants, day and place do not contradict each other, and they share
 * more than the type alone. */
#include "story/story.h"

#include "base/hash.h"

#define LOOK_BACK 24u

static bool in_list(const dgm_doc *doc, const dgm_participants *list, const dgm_entity *e) {
    for (uint32_t i = 0; i < list->count; i++) {
        const dgm_entity *x = &doc->entities.items[list->items[i].entity];
        if (x == e || (x->code.n && dgm_str_eq(x->code, e->code) &&
                       (x->sectors == e->sectors || x->type == DGM_ENTITY_COUNTRY || e->type == DGM_ENTITY_COUNTRY)))
            return true;
    }
    return false;
}

/* Participants of a (of one side of it) that b has too. */
static uint32_t shared(const dgm_doc *doc, const dgm_participants *a, const dgm_participants *b) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->count; i++)
        n += in_list(doc, b, &doc->entities.items[a->items[i].entity]);
    return n;
}

/* A date that was taken over from what the article tells before is a guess: it contradicts nothing and joins nothing. */
static bool has_own_date(const dgm_event *e) {
    return e->when.precision != DGM_PRECISION_NONE && e->when.from != DGM_GROUND_ARTICLE;
}

static bool dates_agree(const dgm_event *x, const dgm_event *y) {
    const dgm_when *a = &x->when, *b = &y->when;
    if (!has_own_date(x) || !has_own_date(y))
        return true;
    return dgm_date_cmp(a->start, b->end) <= 0 && dgm_date_cmp(b->start, a->end) <= 0;
}

/* A country alone is often what was spoken of, not where it happened, and a place that the sentence does not name is a guess: neither
 * contradicts anything. */
static bool places_agree(const dgm_where *a, const dgm_where *b) {
    if (a->precision == DGM_WHERE_COUNTRY || b->precision == DGM_WHERE_COUNTRY || a->from != DGM_GROUND_SENTENCE ||
        b->from != DGM_GROUND_SENTENCE)
        return true;
    return a->country.n == 0 || b->country.n == 0 || dgm_str_eq(a->country, b->country);
}

static bool sides_agree(const dgm_doc *doc, const dgm_event *a, const dgm_event *b) {
    uint32_t actors = shared(doc, &a->actors, &b->actors), recipients = shared(doc, &a->recipients, &b->recipients);
    bool symmetric = a->type == DGM_EVENT_CONSULT || a->recipients.count == 0 || b->recipients.count == 0;
    if (symmetric && a->type == DGM_EVENT_CONSULT) { /* who is named first does not matter in a meeting */
        actors += shared(doc, &a->actors, &b->recipients);
        recipients += shared(doc, &a->recipients, &b->actors);
        uint32_t na = a->actors.count + a->recipients.count, nb = b->actors.count + b->recipients.count,
                 least = na < nb ? na : nb;
        return actors + recipients >= least && least > 0;
    }
    if (a->actors.count && b->actors.count && actors == 0)
        return false;
    if (a->recipients.count && b->recipients.count && recipients == 0)
        return false;
    return actors + recipients > 0;
}

/* ---- one sentence, one event ------------------------------------------------------------------------------------------------- */

/* Was the side told, or only taken from the context? */
static bool is_told(const dgm_participants *list, uint16_t guess) { return list->count && guess == 1000; }

static bool is_person(const dgm_doc *doc, const dgm_participants *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        uint8_t type = doc->entities.items[list->items[i].entity].type;
        if (type == DGM_ENTITY_PERSON || type == DGM_ENTITY_GROUP)
            return true;
    }
    return false;
}

/* "launched airstrikes on a town, killing five": an attack and its harm are one; likewise a journey and the meeting that it was for. */
static bool one_act(const dgm_doc *doc, const dgm_event *a, const dgm_event *b) {
    if (a->sentence != b->sentence)
        return false;
    if (a->type == DGM_EVENT_ASSAULT)
        return !is_told(&a->actors, a->guess[0]) || !is_told(&b->actors, b->guess[0]) ||
               shared(doc, &a->actors, &b->actors) > 0;
    return a->type == DGM_EVENT_CONSULT && shared(doc, &a->actors, &b->actors) +
                                                   shared(doc, &a->recipients, &b->actors) +
                                                   shared(doc, &a->actors, &b->recipients) >
                                               0;
}

/* Who acted is who is said to have; who was struck are the victims rather than the place. */
static void join_act(const dgm_doc *doc, dgm_event *stays, const dgm_event *goes) {
    if (!is_told(&stays->actors, stays->guess[0]) && goes->actors.count) {
        stays->actors = goes->actors;
        stays->guess[0] = goes->guess[0];
    }
    bool better = (is_person(doc, &goes->recipients) && !is_person(doc, &stays->recipients)) ||
                  (!is_told(&stays->recipients, stays->guess[1]) && is_told(&goes->recipients, goes->guess[1]));
    if (stays->type == DGM_EVENT_ASSAULT && better) {
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

static bool same_words(const dgm_doc *doc, const dgm_event *a, const dgm_event *b) {
    return dgm_str_eq(doc->tokens.items[a->anchor].lemma, doc->tokens.items[b->anchor].lemma);
}

bool dgm_same_event(const dgm_doc *doc, const dgm_event *a, const dgm_event *b) {
    if (a->type != b->type)
        return false;
    bool act = one_act(doc, a, b);
    if (!act && (!dates_agree(a, b) || !places_agree(&a->where, &b->where) || !sides_agree(doc, a, b)))
        return false;
    bool unreal_a = a->status == DGM_STATUS_FUTURE || a->status >= DGM_STATUS_HYPOTHETICAL,
         unreal_b = b->status == DGM_STATUS_FUTURE || b->status >= DGM_STATUS_HYPOTHETICAL;
    if (unreal_a != unreal_b)
        return false;
    bool near = (a->sentence > b->sentence ? a->sentence - b->sentence : b->sentence - a->sentence) <= 1;
    bool dated = has_own_date(a) && has_own_date(b);
    bool headline = doc->sentences.items[a->sentence].headline || doc->sentences.items[b->sentence].headline;
    return near || dated || headline || same_words(doc, a, b) || a->type == DGM_EVENT_CONSULT;
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

/* The telling that stays takes what the other knows more. */
static bool join(dgm_doc *doc, dgm_event *stays, dgm_event *goes) {
    goes->dropped = true;
    if (one_act(doc, stays, goes))
        join_act(doc, stays, goes);
    else if (stays->sentence == goes->sentence &&
             goes->weight > stays->weight) { /* the better reading of one telling */
        stays->actors = goes->actors.count ? goes->actors : stays->actors;
        stays->recipients = goes->recipients.count ? goes->recipients : stays->recipients;
        stays->implied = goes->implied;
        stays->guess[0] = goes->guess[0];
        stays->guess[1] = goes->guess[1];
        stays->loose = goes->loose;
    }
    if (!add_telling(doc, stays, goes))
        return false;
    if (!has_own_date(stays) && goes->when.precision != DGM_PRECISION_NONE)
        stays->when = goes->when;
    if (stays->where.precision == DGM_WHERE_NONE)
        stays->where = goes->where;
    if (stays->recipients.count == 0)
        stays->recipients = goes->recipients;
    if (stays->actors.count == 0)
        stays->actors = goes->actors;
    if (goes->weight > stays->weight)
        stays->weight = goes->weight;
    if (stays->magnitude.killed < 0)
        stays->magnitude.killed = goes->magnitude.killed;
    if (stays->magnitude.wounded < 0)
        stays->magnitude.wounded = goes->magnitude.wounded;
    return true;
}

int dgm_merge_tellings(dgm_stage *stage) {
    dgm_doc *doc = stage->doc;
    for (uint32_t i = 0; i < doc->events.count; i++) {
        dgm_event *e = &doc->events.items[i];
        int rc = dgm_spend(stage->budget, LOOK_BACK, stage->error);
        if (rc != DGM_OK)
            return rc;
        for (uint32_t j = i > LOOK_BACK ? i - LOOK_BACK : 0; j < i; j++) {
            dgm_event *first = &doc->events.items[j];
            if (first->dropped || !dgm_same_event(doc, first, e))
                continue;
            /* the headline's telling gives way to the body's */
            bool headline =
                doc->sentences.items[first->sentence].headline && !doc->sentences.items[e->sentence].headline;
            if (!(headline ? join(doc, e, first) : join(doc, first, e)))
                return dgm_fail_memory(stage->error);
            if (!headline)
                break;
        }
    }
    return DGM_OK;
}
