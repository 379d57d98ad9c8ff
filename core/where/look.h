/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that look for the place of one event share (scene.c, compare.c). */
#ifndef DGM_WHERE_LOOK_H
#define DGM_WHERE_LOOK_H

#include "where/scene.h"

typedef struct dgm_look {
    const dgm_stage *stage;
    const dgm_doc *doc;
    const dgm_where_knowledge *know;
    const dgm_scene_countries *countries;
    const dgm_event *event;
    dgm_scene_view *view;
    dgm_str actors, recipients, last; /* countries; empty: none, or several */
} dgm_look;

typedef enum dgm_days { DGM_SAME_DAY, DGM_OTHER_DAY, DGM_SOME_DAY } dgm_days;
bool dgm_same_country(dgm_str a, dgm_str b);
bool dgm_same_words(dgm_str a, dgm_str b);
dgm_days dgm_compare_days(const dgm_event *a, const dgm_event *b);

/* What speaks for each of the candidates of the view, beside the others, and nowhere as the last of them (compare.c). */
void dgm_scenes_compare(dgm_look *l, uint32_t own);

#endif
