/* SPDX-License-Identifier: Apache-2.0 */
/* What a session hands out: filled by the record room, owned by the session, reused for the next article. */
#ifndef DGM_RECORD_OUTPUT_H
#define DGM_RECORD_OUTPUT_H

#include "base/buf.h"

typedef struct dgm_output_event {
    size_t start, n; /* in `events` */
    char id[37];
    double confidence;
} dgm_output_event;

typedef struct dgm_output {
    dgm_buf extraction; /* one JSON object, no line break */
    dgm_buf events;     /* all event records, one after the other */
    dgm_buf article_id;
    dgm_output_event *items; /* heap, owned; `cap` items of room */
    size_t count, cap;
} dgm_output;

#endif
