/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/stage.h"

static int run(dgm_stage *stage) {
    (void)stage;
    return DGM_OK;
}

const dgm_room dgm_room_record = {.name = "record", .run = run};
