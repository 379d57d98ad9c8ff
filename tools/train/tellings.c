/* SPDX-License-Identifier: Apache-2.0 */
/* Pairs of tellings of one type, for tellings.py to fit weights to: article, type, bytes of the words of both, the features that are
 * not 0. */
#include "story/story.h"

#include <stdio.h>

#include "articles.h"
#include "train.h"

static void print_pair(const dgm_doc *doc, uint32_t earlier, uint32_t later, const float *x) {
    const dgm_event *a = &doc->events.items[earlier], *b = &doc->events.items[later];
    printf("%.*s\t%s\t%u\t%u\t%u\t%u\t", (int)doc->input.id.n, doc->input.id.p, dgm_event_name(a->type),
           a->trigger.start, a->trigger.end, b->trigger.start, b->trigger.end);
    for (unsigned i = 0; i < DGM_TELLINGS; i++)
        if (x[i] > 0)
            printf("%s=%g ", dgm_telling_name(i), (double)x[i]);
    putchar('\n');
}

static int look(dgm_job *job) {
    const dgm_story_knowledge *know = job->stage.know;
    const dgm_doc *doc = job->stage.doc;
    float x[DGM_TELLINGS];
    for (uint32_t later = 1; later < doc->events.count; later++)
        for (uint32_t earlier = dgm_look_from(later); earlier < later; earlier++)
            if (doc->events.items[earlier].type == doc->events.items[later].type) {
                dgm_telling_look(&know->tellings, doc, earlier, later, x);
                print_pair(doc, earlier, later, x);
            }
    return DGM_OK;
}

int tellings(const char *model) { return articles_each(model, DGM_STAGE_story, look); }
