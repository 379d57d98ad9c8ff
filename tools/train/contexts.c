/* SPDX-License-Identifier: Apache-2.0 */
/* What speaks for each context of each event, for contexts.py to fit weights to: article, bytes of the event's words, type, CAMEO code, then
 * "context=sentence,below,share" for each context of which any is not 0. */
#include <stdio.h>

#include "articles.h"
#include "event/contexts.h"
#include "train.h"

static int look(dgm_job *job) {
    const dgm_doc *doc = job->stage.doc;
    dgm_context_words words;
    int rc = dgm_event_read(&job->stage, NULL);
    if (rc == DGM_OK && !dgm_context_words_make(&job->stage, &words))
        rc = dgm_fail_memory(job->stage.error);
    for (uint32_t i = 0; rc == DGM_OK && i < doc->events.count; i++) {
        const dgm_event *e = &doc->events.items[i];
        uint64_t below = dgm_contexts_below(job->stage.know, doc, e);
        printf("%.*s\t%u\t%u\t%s\t%.3s\t", (int)doc->input.id.n, doc->input.id.p, e->trigger.start, e->trigger.end,
               dgm_event_name(e->type), e->cameo);
        for (unsigned c = 0; c < DGM_CONTEXT_COUNT; c++) {
            dgm_context_view v = dgm_context_look(&words, e, below, c);
            if (v.sentence || v.below || v.share > 0)
                printf("%s=%d,%d,%.4f ", dgm_context_name(c), v.sentence, v.below, v.share);
        }
        putchar('\n');
    }
    return rc;
}

int contexts(const char *model) { return articles_each(model, DGM_STAGE_event, look); }
