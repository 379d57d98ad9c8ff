/* SPDX-License-Identifier: Apache-2.0 */
/* The choices of a date for an event, for moments.py to fit weights to: for each candidate of each choice a line: article, bytes of the
 * event's words, type, first and last day ("" both: no date), the features that are not 0. */
#include "when/moments.h"

#include <stdio.h>

#include "articles.h"
#include "train.h"

static void print_features(const dgm_moments *m, uint32_t i) {
    for (unsigned k = 0; k < DGM_MOMENTS; k++)
        if (m->x[i][k] > 0)
            printf("%s=%g ", dgm_moment_name(k), (double)m->x[i][k]);
    for (unsigned s = 0; s < DGM_SOURCES; s++)
        for (unsigned t = 0; t < DGM_LIKES && m->sources[i] >> s & 1; t++)
            if (m->likes >> t & 1)
                printf("%s.%s=1 ", dgm_source_name(s), dgm_like_name(t));
}

static void print_choice(void *arg, const dgm_stage *stage, const dgm_event *e, const dgm_moments *m) {
    (void)arg;
    const dgm_str id = stage->doc->input.id;
    for (uint32_t i = 0; i < m->count; i++) {
        char start[11], end[11];
        dgm_date_print(m->when[i].start, start);
        dgm_date_print(m->when[i].end, end);
        printf("%.*s\t%u\t%u\t%s\t%s\t%s\t", (int)id.n, id.p, e->trigger.start, e->trigger.end, dgm_event_name(e->type),
               start, end);
        print_features(m, i);
        putchar('\n');
    }
}

static int look(dgm_job *job) {
    const dgm_moment_trace trace = {print_choice, NULL};
    return dgm_when_read(&job->stage, &trace);
}

int moments(const char *model) { return articles_each(model, DGM_STAGE_when, look); }
