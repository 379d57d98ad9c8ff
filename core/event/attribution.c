/* SPDX-License-Identifier: Apache-2.0 */
/* Whose words tell an event. */
#include "event/event.h"

#define TOLD_STEPS 60u /* heads above a word that are looked at */

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
