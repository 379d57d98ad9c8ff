/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the record room: what extraction and event record have in common. */
#ifndef DGM_RECORD_RECORD_H
#define DGM_RECORD_RECORD_H

#include "base/utf8.h"
#include "pipeline/stage.h"
#include "record/json.h"
#include "record/output.h"

typedef struct dgm_record_knowledge {
    bool scored;
    dgm_table cameo; /* CAMEO's Goldstein values */
    dgm_index codes;
    int goldstein;
    double threshold; /* the model's own */
} dgm_record_knowledge;

typedef struct dgm_writer {
    dgm_json json;
    const dgm_doc *doc;
    const dgm_record_knowledge *know;
    const char *model_id;
    dgm_cpmap map; /* of doc->text */
} dgm_writer;

void dgm_write_place_of(dgm_writer *w, dgm_span s); /* "start":…,"end":… in code points */
void dgm_write_span(dgm_writer *w, dgm_span s);     /* {"start","end","text"} or null */
void dgm_write_sectors(dgm_writer *w, uint32_t sectors);
void dgm_write_extractor(dgm_writer *w);
void dgm_write_fingerprint(dgm_writer *w); /* null for an article that was not read */

/* `index` of `count` published events; `whole`: a record of its own (with schema, article and extractor). */
typedef struct dgm_event_place {
    uint32_t index, count;
    const char *id;
    bool whole;
} dgm_event_place;
void dgm_write_event(dgm_writer *w, const dgm_event *e, dgm_event_place at);
/* DGM_OK or DGM_MEMORY. `events`: indexes of the published ones, `ids`: theirs. */
int dgm_write_extraction(dgm_writer *w, dgm_arena *scratch, const uint32_t *events, uint32_t count, char (*ids)[37]);

#endif
