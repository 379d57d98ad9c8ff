/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the story room: tellings are joined (merge.c), then each event gets confidence and key, the article its hash (story.c). */
#ifndef DGM_STORY_STORY_H
#define DGM_STORY_STORY_H

#include "pipeline/stage.h"

bool dgm_same_event(const dgm_doc *doc, const dgm_event *a, const dgm_event *b);
int dgm_merge_tellings(dgm_stage *stage);
/* 64-bit simhash (Charikar 2002) of the body's word pairs: copies with small changes differ in few bits. */
uint64_t dgm_fingerprint(const dgm_doc *doc, uint32_t *words);

#endif
