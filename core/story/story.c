/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/stage.h"

static int run(dgm_stage *stage) {
    for (uint32_t i = 0; i < stage->doc->events.count; i++) {
        dgm_event *e = &stage->doc->events.items[i];
        e->confidence = e->weight;
        e->dropped = stage->doc->sentences.items[e->sentence].headline || e->weight < 250;
        dgm_span *s = DGM_PUSH(&e->mentions, stage->doc->arena);
        if (!s)
            return dgm_fail_memory(stage->error);
        *s = e->trigger;
        e->where.entity = DGM_NONE;
    }
    return DGM_OK;
}

const dgm_room dgm_room_story = {.name = "story", .run = run};
