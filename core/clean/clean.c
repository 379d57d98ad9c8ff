/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/stage.h"

static int run(dgm_stage *stage) {
    stage->doc->clean.readable = true;
    return DGM_OK;
}

const dgm_room dgm_room_clean = {.name = "clean", .run = run};
