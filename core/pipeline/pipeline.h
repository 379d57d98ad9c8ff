/* SPDX-License-Identifier: Apache-2.0 */
/* The engine: one loop over pipeline.def. */
#ifndef DGM_PIPELINE_PIPELINE_H
#define DGM_PIPELINE_PIPELINE_H

#include "pipeline/stage.h"

enum dgm_stage_index {
#define STAGE(name, needs, gives) DGM_STAGE_##name,
#include "pipeline/pipeline.def"
    DGM_STAGE_COUNT
};

/* What each room made of a model; lives on the model's arena. */
typedef struct dgm_knowledge {
    const void *of[DGM_STAGE_COUNT];
} dgm_knowledge;

int dgm_pipeline_open(const dgm_store *store, dgm_arena *arena, dgm_knowledge *know, dgm_error *error);
int dgm_pipeline_find(const char *name); /* a stage's index, or -1 */
const dgm_room *dgm_pipeline_room(int stage);

typedef struct dgm_job {
    dgm_stage stage; /* filled in by the caller but for `know` and `scratch`'s contents */
    const dgm_knowledge *know;
    int first;      /* the stage to begin with: the layers before it are there */
    int last;       /* the stage to stop after */
    dgm_str conllu; /* sentences and tokens from outside, p == NULL: none */
} dgm_job;

/* DGM_OK, or the code of the first stage that failed; the error's `where` then names the stage if it was empty. */
int dgm_pipeline_run(dgm_job *job);

#endif
