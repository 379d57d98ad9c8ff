/* SPDX-License-Identifier: Apache-2.0 */
/* The choices of an antecedent for each pronoun, for antecedents.py to fit weights to: for each candidate of each choice a line: article,
 * bytes of the pronoun, its kind, bytes of the candidate (0 0: nobody), the features that are not 0. */
#include <stdio.h>

#include "articles.h"
#include "coref/antecedent.h"
#include "train.h"

static void print_choice(void *arg, const dgm_doc *doc, const dgm_candidates *c) {
    (void)arg;
    const dgm_span own = doc->tokens.items[c->token].span;
    for (uint32_t i = 0; i < c->count; i++) {
        const dgm_mention *m = c->items[i].mention == DGM_NONE ? NULL : &doc->mentions.items[c->items[i].mention];
        printf("%.*s\t%u\t%u\t%s\t%u\t%u\t", (int)doc->input.id.n, doc->input.id.p, own.start, own.end,
               dgm_pronoun_kind(c->pronoun), m ? doc->tokens.items[m->first].span.start : 0,
               m ? doc->tokens.items[m->end - 1].span.end : 0);
        for (unsigned k = 0; k < DGM_ANTECEDENTS; k++)
            if (c->items[i].x[k] > 0)
                printf("%s=%g ", dgm_antecedent_name(k), (double)c->items[i].x[k]);
        putchar('\n');
    }
}

static int look(dgm_job *job) {
    const dgm_antecedent_trace trace = {print_choice, NULL};
    return dgm_coref_read(&job->stage, &trace);
}

int antecedents(const char *model) { return articles_each(model, DGM_STAGE_coref, look); }
