/* SPDX-License-Identifier: Apache-2.0 */
/* The choices of a place for each event, for scenes.py to fit weights to: for each candidate of each choice a line: article, bytes of the
 * event's words, type, the candidate's name, country, precision, the features that are not 0. */
#include <stdio.h>

#include "articles.h"
#include "train.h"
#include "where/scene.h"

static void print_str(dgm_str s) {
    for (uint32_t i = 0; i < s.n; i++)
        putchar((unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
}

static void print_choice(void *arg, const dgm_stage *stage, const dgm_event *e, const dgm_scene_view *view) {
    (void)arg;
    for (uint32_t i = 0; i < view->count; i++) {
        const dgm_scene *s = &view->items[i];
        print_str(stage->doc->input.id);
        printf("\t%u\t%u\t%s\t", e->trigger.start, e->trigger.end, dgm_event_name(e->type));
        print_str(s->where.name);
        putchar('\t');
        print_str(s->where.country);
        printf("\t%u\t", s->where.precision);
        for (unsigned k = 0; k < DGM_SCENES; k++)
            if (s->x[k] > 0)
                printf("%s=%g ", dgm_scene_name(k), (double)s->x[k]);
        for (unsigned t = 0; t < DGM_SCENE_TRAITS; t++)
            if (s->traits >> t & 1)
                printf("%s.%s=1 ", dgm_event_name(e->type), dgm_scene_trait(t));
        putchar('\n');
    }
}

static int look(dgm_job *job) {
    const dgm_scene_trace trace = {print_choice, NULL};
    return dgm_where_read(&job->stage, &trace);
}

int scenes(const char *model) { return articles_each(model, DGM_STAGE_where, look); }
