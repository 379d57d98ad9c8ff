/* SPDX-License-Identifier: Apache-2.0 */
/* What a room is to the pipeline. Each room has one public symbol, `const dgm_room dgm_room_<name>`, declared here; the
 * rest of a room is private to its folder. */
#ifndef DGM_PIPELINE_STAGE_H
#define DGM_PIPELINE_STAGE_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "doc/doc.h"
#include "store/store.h"

/* The article's work budget and the caller's cancel flag. A room calls dgm_spend in every loop whose length depends on
 * the article (per token, candidate or step), and leaves at once with the code that it returns. */
typedef struct dgm_budget {
    uint64_t left;
    const atomic_int *cancel; /* set by another thread */
} dgm_budget;
int dgm_spend_slow(dgm_budget *budget, uint64_t units, dgm_error *error);
static inline int dgm_spend(dgm_budget *budget, uint64_t units, dgm_error *error) {
    if (units < budget->left && !atomic_load_explicit(budget->cancel, memory_order_relaxed)) {
        budget->left -= units;
        return DGM_OK;
    }
    return dgm_spend_slow(budget, units, error);
}

typedef struct dgm_stage {
    dgm_doc *doc;
    const void *know;   /* what this room's open gave; shared by all threads, never written */
    dgm_arena *scratch; /* emptied after the stage */
    dgm_budget *budget;
    const dgm_options *options; /* never NULL, defaults filled in */
    const char *json;           /* the input message: for `article` only */
    size_t json_n;
    struct dgm_output *output; /* for `record` only: see record/output.h */
    const char *model_id;      /* for `record` */
    dgm_error *error;
} dgm_stage;

typedef struct dgm_room {
    const char *name;
    /* Looks up the room's tables and blobs once for a model, and checks them (a rule that cannot be read is
     * DGM_BAD_LEXICON with file:line). *know lives on `arena`, as long as the model. May be NULL. */
    int (*open)(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error);
    /* Fills the room's layer. DGM_OK or an error's code, error set. */
    int (*run)(dgm_stage *stage);
    /* The layer as text for a person (`dragoman stage NAME`), one item a line; parse: CoNLL-U. May be NULL. */
    void (*dump)(const dgm_doc *doc, dgm_buf *out);
} dgm_room;

#define DGM_ROOM(name) extern const dgm_room dgm_room_##name;
#define STAGE(name, needs, gives) DGM_ROOM(name)
#include "pipeline/pipeline.def"

#endif
