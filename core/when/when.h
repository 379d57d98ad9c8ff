/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the when room: expressions of time are read off the tokens (expressions.c), then given to events (when.c). */
#ifndef DGM_WHEN_WHEN_H
#define DGM_WHEN_WHEN_H

#include "doc/tree.h"
#include "pipeline/stage.h"

typedef struct dgm_when_knowledge {
    bool known;
    dgm_table months, weekdays, words;
    dgm_index month_names, weekday_names, word_names;
    int month_number, weekday_number, meaning, value;
} dgm_when_knowledge;

typedef struct dgm_time {
    uint32_t first, end; /* tokens */
    dgm_when when;
} dgm_time;
typedef DGM_VEC(dgm_time) dgm_times;

/* Expressions in a sentence's tokens [first, end), resolved against `today` (year 0: unknown; then only absolute ones). */
int dgm_read_times(dgm_stage *stage, uint32_t first, uint32_t end, dgm_date today, dgm_times *out);

#endif
