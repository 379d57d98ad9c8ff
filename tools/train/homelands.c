/* SPDX-License-Identifier: Apache-2.0 */
/* The choices of a country for nameless people and bodies, for homelands.py to fit weights to: for each candidate of each choice a
 * line: place or people, article, bytes of the words, country, the features that are not 0. */
#include <stdio.h>

#include "articles.h"
#include "entity/homeland.h"
#include "train.h"

static void print_choice(void *arg, const dgm_builder *b, const dgm_found *f, const dgm_home_view *view) {
    (void)arg;
    dgm_span span = dgm_tree_span(b->doc, f->first, f->end);
    for (uint32_t i = 0; i < view->count; i++) {
        printf("%s\t%.*s\t%u\t%u\t%.*s\t", dgm_home_of_place(f) ? "place" : "people", (int)b->doc->input.id.n,
               b->doc->input.id.p, span.start, span.end, (int)view->codes[i].n, view->codes[i].p);
        for (unsigned k = 0; k < DGM_HOMES; k++)
            if (view->x[i][k] > 0)
                printf("%s=%g ", dgm_home_name(k), (double)view->x[i][k]);
        putchar('\n');
    }
}

static int look(dgm_job *job) {
    dgm_reader r = {.stage = &job->stage, .doc = job->stage.doc, .know = job->stage.know, .trace = print_choice};
    return dgm_entity_read(&r);
}

int homelands(const char *model) { return articles_each(model, DGM_STAGE_entity, look); }
