/* SPDX-License-Identifier: Apache-2.0 */
/* The choices of a country for nameless people and bodies, for homelands.py to fit weights to: for each candidate of each choice a
 * line: article, bytes of the words, country, the features that are not 0. */
#include <stdio.h>

#include "articles.h"
#include "entity/homeland.h"
#include "train.h"

static void print_choice(void *arg, const dgm_builder *b, const dgm_found *f, const dgm_home_view *view) {
    (void)arg;
    bool place = f->kind == DGM_FOUND_PLACE || f->kind == DGM_FOUND_REGION ||
                 (f->kind == DGM_FOUND_NAME && (f->type == DGM_ENTITY_PLACE || f->type == DGM_ENTITY_FACILITY));
    if (place) /* the same weights say in which country a village lies; they are fitted to people and bodies */
        return;
    dgm_span span = dgm_tree_span(b->doc, f->first, f->end);
    for (uint32_t i = 0; i < view->count; i++) {
        printf("%.*s\t%u\t%u\t%.*s\t", (int)b->doc->input.id.n, b->doc->input.id.p, span.start, span.end,
               (int)view->codes[i].n, view->codes[i].p);
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
