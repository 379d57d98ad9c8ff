/* SPDX-License-Identifier: Apache-2.0 */
/* What only belongs to another event is none of its own: what a protest is about ("marched to demand his resignation", "the strikers, calling for
 * talks, blocked the road"), how long somebody who is expelled may stay. */
#include <string.h>

#include "event/event.h"

#define STEPS 4u /* up a tree: "rallied, chanting slogans and demanding …" */

static bool is_protest(const dgm_doc *doc, const dgm_event *e, uint32_t token) {
    for (uint32_t i = 0; i < doc->events.count; i++) {
        const dgm_event *p = &doc->events.items[i];
        if (p != e && p->type == DGM_EVENT_PROTEST && p->anchor == token)
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

/* "Expelled the envoy, giving him two days to leave": the time that is left to him is no ultimatum. */
static bool is_notice(const dgm_doc *doc, const dgm_event *e) {
    for (uint32_t i = 0; i < doc->events.count && e->type == DGM_EVENT_THREATEN && memcmp(e->cameo, "137", 4) == 0;
         i++) {
        const dgm_event *x = &doc->events.items[i];
        if (x->sentence == e->sentence && x->type == DGM_EVENT_SANCTION && memcmp(x->cameo, "16", 2) == 0)
            return true;
    }
    return false;
}

bool dgm_is_topic(const dgm_doc *doc, const dgm_event *e) {
    if (is_notice(doc, e))
        return true;
    if ((e->type != DGM_EVENT_REQUEST && e->type != DGM_EVENT_ACCUSE && e->type != DGM_EVENT_REJECT) ||
        !dgm_tree_bare(doc, e->anchor))
        return false;
    uint32_t token = e->anchor, subject_of;
    for (uint32_t steps = 0; steps < STEPS; steps++) {
        token = above(doc, token, &subject_of);
        if (token == DGM_NONE)
            return false;
        if (is_protest(doc, e, token) || (subject_of != DGM_NONE && is_protest(doc, e, subject_of)))
            return true;
        if (!dgm_tree_bare(doc, token))
            return false;
    }
    return false;
}
