/* SPDX-License-Identifier: Apache-2.0 */
/* The events of articles as their confidence sees them, for confidence.py to fit weights to: article, type, bytes of the words, the
 * features that are not 0, how it is worded ("left:talk"). */
#include "story/story.h"

#include <stdio.h>

#include "articles.h"
#include "train.h"

static void print_wording(void *arg, dgm_str kind, dgm_str value) {
    (void)arg;
    printf("%.*s:%.*s ", (int)kind.n, kind.p, (int)value.n, value.p);
}

static void print_event(const dgm_doc *doc, const dgm_event *e, uint32_t told) {
    double x[DGM_FEATURES];
    dgm_features_of(doc, e, told, x);
    printf("%.*s\t%s\t%u\t%u\t", (int)doc->input.id.n, doc->input.id.p, dgm_event_name(e->type), e->trigger.start,
           e->trigger.end);
    for (unsigned i = 0; i < DGM_FEATURES; i++)
        if (x[i] > 0 || x[i] < 0)
            printf("%s=%.9g ", dgm_feature_name(i), x[i]);
    putchar('\t');
    dgm_wordings_each(doc, e, print_wording, NULL);
    putchar('\n');
}

static int look(dgm_job *job) {
    const dgm_doc *doc = job->stage.doc;
    uint32_t told = dgm_events_told(doc);
    for (uint32_t i = 0; i < doc->events.count; i++)
        if (!doc->events.items[i].dropped)
            print_event(doc, &doc->events.items[i], told);
    return DGM_OK;
}

int confidence(const char *model) { return articles_each(model, DGM_STAGE_record, look); }
