/* SPDX-License-Identifier: Apache-2.0 */
/* What a protest is about, or a paper that was voted down says, is nobody's demand or reproach of its own. */
#include "event/event.h"

#define STEPS_UP 4u /* from the demand to what it belongs to: "rallied to urge …", "hold a rally to call …" */

static bool tells(const dgm_doc *doc, unsigned type, uint32_t token) {
    dgm_span s = doc->tokens.items[token].span;
    for (uint32_t i = 0; i < doc->events.count; i++) {
        const dgm_event *e = &doc->events.items[i];
        if (e->type == type && (e->anchor == token || dgm_span_overlap(e->trigger, s)))
            return true;
    }
    return false;
}

/* "Marched to denounce the law", "held a rally demanding …": clauses of purpose and participles, no clause of their own. */
static bool of_protest(const dgm_doc *doc, uint32_t anchor) {
    const dgm_token *t = doc->tokens.items;
    for (uint32_t steps = 0, at = anchor; steps < STEPS_UP && at != DGM_NONE; steps++, at = t[at].head) {
        unsigned rel = t[at].rel;
        if (rel != DGM_REL_ADVCL && rel != DGM_REL_XCOMP && rel != DGM_REL_ACL && rel != DGM_REL_CONJ)
            return false;
        if (t[at].xpos != DGM_XPOS_VB && t[at].xpos != DGM_XPOS_VBG)
            return false;
        if (t[at].head != DGM_NONE && tells(doc, DGM_EVENT_PROTEST, t[at].head))
            return true;
    }
    return false;
}

/* "Vetoed a resolution calling for a truce" */
static bool of_rejected_paper(const dgm_doc *doc, uint32_t anchor) {
    const dgm_token *t = doc->tokens.items;
    uint32_t paper = t[anchor].head;
    return t[anchor].rel == DGM_REL_ACL && t[anchor].xpos == DGM_XPOS_VBG && paper != DGM_NONE &&
           (t[paper].rel == DGM_REL_OBJ || t[paper].rel == DGM_REL_NSUBJ_PASS) && t[paper].head != DGM_NONE &&
           tells(doc, DGM_EVENT_REJECT, t[paper].head);
}

bool dgm_is_topic(const dgm_doc *doc, const dgm_event *e) {
    return (e->type == DGM_EVENT_REQUEST || e->type == DGM_EVENT_ACCUSE || e->type == DGM_EVENT_REJECT) &&
           (of_protest(doc, e->anchor) || of_rejected_paper(doc, e->anchor));
}
