/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the story room: tellings are joined (merge.c), then each event gets confidence
 * (confidence.c) and key, the article its hash (fingerprint.c). */
#ifndef DGM_STORY_STORY_H
#define DGM_STORY_STORY_H

#include "story/telling.h"
#include "story/wording.h"

enum {
#define F(name, value) DGM_FEATURE_##name,
#include "story/features.def"
#undef F
    DGM_FEATURES
};
typedef struct dgm_confidence { /* lives as long as the model */
    bool known;
    double weights[DGM_FEATURES];
} dgm_confidence;

const char *dgm_feature_name(unsigned feature);
uint32_t dgm_events_told(const dgm_doc *doc); /* those that are not dropped */
void dgm_features_of(const dgm_doc *doc, const dgm_event *e, uint32_t told, double out[DGM_FEATURES]);
int dgm_confidence_open(const dgm_store *store, dgm_confidence *k);
/* Thousandths. `told`: what dgm_events_told says. */
uint16_t dgm_confidence_of(const dgm_confidence *k, const dgm_doc *doc, const dgm_event *e, uint32_t told);

typedef struct dgm_story_knowledge { /* lives as long as the model */
    dgm_confidence confidence;
    dgm_telling_knowledge tellings;
    dgm_wordings wordings;
} dgm_story_knowledge;

int dgm_merge_tellings(dgm_stage *stage);
/* 64-bit simhash (Charikar 2002) of the body's word pairs: copies with small changes differ in few bits. */
uint64_t dgm_fingerprint(const dgm_doc *doc, uint32_t *words);

#endif
