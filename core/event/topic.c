/* SPDX-License-Identifier: Apache-2.0 */
/* What only belongs to another event is none of its own: what a protest is about or a paper that was voted down says ("marched to demand his
 * resignation", "the strikers, calling for talks, blocked the road"), how long somebody who is expelled may stay. */
#include <string.h>

#include "event/event.h"

#define STEPS 4u /* up a tree: "rallied, chanting slogans and demanding …" */

typedef struct told { /* the events of one sentence */
    const dgm_doc *doc;
    const dgm_event *events;
    uint32_t count;
} told;

/* Does another event of the type have its words there? */
static bool tells(const told *s, const dgm_event *e, unsigned type, uint32_t token) {
    dgm_span words = s->doc->tokens.items[token].span;
    for (uint32_t i = 0; i < s->count; i++) {
        const dgm_event *other = &s->events[i];
        if (other != e && other->type == type && (other->anchor == token || dgm_span_overlap(other->trigger, words)))
            return true;
    }
    return false;
}

/* The verb or noun that a participle or an infinitive hangs below; of one that describes a subject, the subject's verb. */
static uint32_t above(const dgm_doc *doc, uint32_t token, uint32_t *subject_of) {
    const dgm_token *t = &doc->tokens.items[token];
    *subject_of = DGM_NONE;
    if (t->head == DGM_NONE || (t->rel != DGM_REL_ADVCL && t->rel != DGM_REL_XCOMP && t->rel != DGM_REL_ACL &&
                                t->rel != DGM_REL_CONJ && t->rel != DGM_REL_CCOMP))
        return DGM_NONE;
    const dgm_token *h = &doc->tokens.items[t->head];
    if (t->rel == DGM_REL_ACL && (h->rel == DGM_REL_NSUBJ || h->rel == DGM_REL_NSUBJ_PASS))
        *subject_of = h->head;
    return t->head;
}

static bool of_protest(const told *s, const dgm_event *e) {
    uint32_t token = e->anchor, subject_of;
    for (uint32_t steps = 0; steps < STEPS && dgm_tree_bare(s->doc, token); steps++) {
        token = above(s->doc, token, &subject_of);
        if (token == DGM_NONE)
            return false;
        if (tells(s, e, DGM_EVENT_PROTEST, token) ||
            (subject_of != DGM_NONE && tells(s, e, DGM_EVENT_PROTEST, subject_of)))
            return true;
    }
    return false;
}

/* "Vetoed a resolution calling for a truce" */
static bool of_rejected_paper(const told *s, const dgm_event *e) {
    const dgm_token *t = s->doc->tokens.items;
    uint32_t paper = t[e->anchor].head;
    return t[e->anchor].rel == DGM_REL_ACL && t[e->anchor].xpos == DGM_XPOS_VBG && paper != DGM_NONE &&
           (t[paper].rel == DGM_REL_OBJ || t[paper].rel == DGM_REL_NSUBJ_PASS) && t[paper].head != DGM_NONE &&
           tells(s, e, DGM_EVENT_REJECT, t[paper].head);
}

/* "Expelled the envoy, giving him two days to leave": the time that is left to him is no ultimatum. */
static bool is_notice(const told *s, const dgm_event *e) {
    if (e->type != DGM_EVENT_THREATEN || memcmp(e->cameo, "137", 4) != 0)
        return false;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->events[i].type == DGM_EVENT_SANCTION && memcmp(s->events[i].cameo, "16", 2) == 0)
            return true;
    return false;
}

static bool is_topic(const told *s, const dgm_event *e) {
    return is_notice(s, e) ||
           ((e->type == DGM_EVENT_REQUEST || e->type == DGM_EVENT_ACCUSE || e->type == DGM_EVENT_REJECT) &&
            (of_protest(s, e) || of_rejected_paper(s, e)));
}

/* All are looked at before the first is taken out: what is said of one does not hang on what became of another. */
void dgm_drop_topics(dgm_doc *doc) {
    dgm_event *events = doc->events.items;
    uint32_t kept = 0;
    for (uint32_t first = 0, end; first < doc->events.count; first = end) {
        for (end = first + 1; end < doc->events.count && events[end].sentence == events[first].sentence;)
            end++;
        const told s = {doc, &events[first], end - first};
        for (uint32_t i = first; i < end; i++)
            events[i].dropped = is_topic(&s, &events[i]);
    }
    for (uint32_t i = 0; i < doc->events.count; i++)
        if (!events[i].dropped)
            events[kept++] = events[i];
    doc->events.count = kept;
}
