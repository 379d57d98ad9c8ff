/* SPDX-License-Identifier: Apache-2.0 */
/* Is a later telling one of the same event as an earlier one? Pairs of events as a logistic model sees them (telling.def). */
#ifndef DGM_STORY_TELLING_H
#define DGM_STORY_TELLING_H

#include "pipeline/stage.h"

enum {
#define S(name) DGM_TELLING_##name,
#include "story/telling.def"
#undef S
    DGM_TELLINGS
};
/* Events: so far back an earlier telling is looked for, which keeps the work for an article in line with its length. */
enum { DGM_LOOK_BACK = 40 };

typedef struct dgm_telling_knowledge { /* lives as long as the model */
    bool has_further;
    double weights[DGM_TELLINGS], of_type[DGM_EVENT_COUNT][DGM_TELLINGS];
    dgm_index further;
} dgm_telling_knowledge;

const char *dgm_telling_name(unsigned feature);
void dgm_tellings_open(const dgm_store *store, dgm_telling_knowledge *k);
/* The first event that is looked at for a later one. */
static inline uint32_t dgm_look_from(uint32_t later) { return later > DGM_LOOK_BACK ? later - DGM_LOOK_BACK : 0; }
/* What speaks for and against it; indexes of events of one type, dgm_look_from(later) <= earlier < later. */
void dgm_telling_look(const dgm_telling_knowledge *k, const dgm_doc *doc, uint32_t earlier, uint32_t later,
                      float x[DGM_TELLINGS]);
/* Above 0: more likely the same event than not. */
double dgm_telling_sum(const dgm_telling_knowledge *k, unsigned type, const float x[DGM_TELLINGS]);
/* One sentence, one act: "launched airstrikes on a town, killing five". */
bool dgm_one_act(const dgm_doc *doc, const dgm_event *a, const dgm_event *b);
/* Planned, supposed or denied. */
static inline bool dgm_is_unreal(const dgm_event *e) {
    return e->status == DGM_STATUS_FUTURE || e->status >= DGM_STATUS_HYPOTHETICAL;
}
/* Was the side told, or only taken from the context? */
static inline bool dgm_side_told(const dgm_participants *list, uint16_t guess) { return list->count && guess == 1000; }
/* A date that was taken over from what the article tells before is a guess: it contradicts nothing and joins nothing. */
/* A country alone is often what was spoken of, not where it happened, and a place that the sentence does not name is a guess. */
bool dgm_says_where(const dgm_where *w);
static inline bool dgm_has_own_date(const dgm_event *e) {
    return e->when.precision != DGM_PRECISION_NONE && e->when.from != DGM_GROUND_ARTICLE;
}

#endif
