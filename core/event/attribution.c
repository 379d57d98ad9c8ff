/* SPDX-License-Identifier: Apache-2.0 */
/* Whose words tell an event. */
#include "event/event.h"

void dgm_attribute(const dgm_doc *doc, dgm_event *e) {
    e->speaker = DGM_NONE;
    for (uint32_t i = 0; i < doc->quotes.count; i++) {
        const dgm_quote *q = &doc->quotes.items[i];
        if (!dgm_span_within(e->trigger, q->span) || (e->speaker != DGM_NONE && !q->direct))
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
