/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/pipeline.h"

#include <stdio.h>
#include <string.h>

#include "doc/conllu.h"

#define SCRATCH_KEPT ((size_t)2 << 20)

static const dgm_room *const rooms[] = {
#define STAGE(name, needs, gives) &dgm_room_##name,
#include "pipeline/pipeline.def"
};

int dgm_pipeline_open(const dgm_store *store, dgm_arena *arena, dgm_knowledge *know, dgm_error *error) {
    for (int i = 0; i < DGM_STAGE_COUNT; i++) {
        know->of[i] = NULL;
        int code = rooms[i]->open ? rooms[i]->open(store, arena, &know->of[i], error) : DGM_OK;
        if (code)
            return dgm_fail_at(error, code, rooms[i]->name, NULL, "the room cannot use this model");
    }
    return DGM_OK;
}

int dgm_pipeline_find(const char *name) {
    for (int i = 0; i < DGM_STAGE_COUNT; i++)
        if (!strcmp(rooms[i]->name, name))
            return i;
    return -1;
}

const dgm_room *dgm_pipeline_room(int stage) { return rooms[stage]; }

int dgm_spend_slow(dgm_budget *budget, uint64_t units, dgm_error *error) {
    if (atomic_load_explicit(budget->cancel, memory_order_relaxed))
        return dgm_fail(error, DGM_CANCELLED, "the run was cancelled");
    if (units < budget->left) {
        budget->left -= units;
        return DGM_OK;
    }
    budget->left = 0;
    return dgm_fail_at(error, DGM_TOO_COMPLEX, NULL, "raise the work limit if articles like this one are expected",
                       "the article used up its work budget");
}

/* A room that ran into its own arena's limit met an article that is too much, not a machine without memory. */
static int explain(const dgm_stage *stage, int code) {
    bool full = dgm_arena_full(stage->doc->arena) || dgm_arena_full(stage->scratch);
    if (code == DGM_MEMORY && full) {
        *stage->error = (dgm_error){0};
        return dgm_fail_at(stage->error, DGM_TOO_COMPLEX, NULL,
                           "raise the memory limit if articles like this one are expected",
                           "the article needs more memory than it may use");
    }
    return stage->error->code ? code : dgm_fail(stage->error, code, "the stage failed without a reason");
}

static int run_room(dgm_job *job, int i) {
    dgm_stage *stage = &job->stage;
    stage->know = job->know->of[i];
    if (stage->options->timer)
        stage->options->timer(stage->options->timer_arg, rooms[i]->name, 1);
    int code = dgm_spend(stage->budget, 1, stage->error);
    if (!code)
        code = rooms[i]->run(stage);
    if (!code && stage->error->code)
        code = stage->error->code; /* a room must not swallow an error that it reported */
    if (code)
        code = explain(stage, code);
    dgm_arena_reset(stage->scratch, SCRATCH_KEPT);
    if (stage->options->timer)
        stage->options->timer(stage->options->timer_arg, rooms[i]->name, 0);
    if (code && !stage->error->where[0])
        snprintf(stage->error->where, sizeof stage->error->where, "%s", rooms[i]->name);
    return code;
}

static int read_conllu(dgm_job *job) {
    dgm_stage *stage = &job->stage;
    int code = dgm_spend(stage->budget, job->conllu.n / 8, stage->error); /* about a unit for each cell */
    if (!code)
        code = dgm_conllu_read(stage->doc, job->conllu, stage->error);
    return code ? explain(stage, code) : DGM_OK;
}

/* With sentences from outside `segment` has nothing to do; tags and trees that came with them count for the rooms after
 * `parse`, and never stand in for what `stage tag` and `stage parse` are asked to show. */
static bool given(const dgm_job *job, int i) {
    const dgm_doc *doc = job->stage.doc;
    if (!job->conllu.p)
        return false;
    if (i == DGM_STAGE_segment)
        return true;
    if (job->last <= DGM_STAGE_parse)
        return false;
    return (i == DGM_STAGE_tag && dgm_conllu_tagged(doc)) || (i == DGM_STAGE_parse && dgm_conllu_parsed(doc));
}

int dgm_pipeline_run(dgm_job *job) {
    dgm_stage *stage = &job->stage;
    for (int i = job->first; i <= job->last; i++) {
        bool silent = i > DGM_STAGE_clean && i < DGM_STAGE_record && !stage->doc->clean.readable && !job->conllu.p;
        int code = DGM_OK;
        if (i == DGM_STAGE_segment && job->conllu.p)
            code = read_conllu(job);
        else if (!silent && !given(job, i))
            code = run_room(job, i);
        if (code)
            return code;
        if (i == DGM_STAGE_clean && !stage->doc->clean.readable && !job->conllu.p &&
            !stage->options->metadata_only_other)
            return dgm_fail_at(stage->error, DGM_LANGUAGE, "clean", NULL, "the model cannot read the language \"%.*s\"",
                               (int)stage->doc->clean.language.n,
                               stage->doc->clean.language.n ? stage->doc->clean.language.p : "");
    }
    return DGM_OK;
}
