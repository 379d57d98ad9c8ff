/* SPDX-License-Identifier: Apache-2.0 */
/* The model that weighs moments: features by name, their weights from the lexicon (moments), and the best moment by their sum. */
#include "when/moments.h"

#include <stdio.h>

static const char *const names[DGM_MOMENTS] = {
#define M(name) #name,
#include "when/moments.def"
};
static const char *const likes[DGM_LIKES] = {
    [DGM_LIKE_TENSE] = "verbless",
    "past",
    "pluperfect",
    "perfect",
    "present",
    "future",
    "modal",
    "infinitive",
    "participle",
    "gerund",
    [DGM_LIKE_TOP] = "above_verbless",
    "above_past",
    "above_pluperfect",
    "above_perfect",
    "above_present",
    "above_future",
    "above_modal",
    "above_infinitive",
    "above_participle",
    "above_gerund",
    [DGM_LIKE_STATUS] = "is_happened",
    "is_ongoing",
    "is_future",
    "is_hypothetical",
    "is_negated",
    "is_historical",
#define EVENT(type, quad, score10) [DGM_LIKE_TYPE + DGM_EVENT_##type] = #type,
#include "doc/codes.def"
#define T(name) [DGM_LIKE_##name] = #name,
#include "when/moments.def"
};
static const char *const source_names[DGM_SOURCES] = {"none", "own",       "inner", "above", "aside",  "event",
                                                      "time", "published", "brief", "lead",  "turned", "next"};
const char *dgm_moment_name(unsigned feature) { return names[feature]; }
const char *dgm_source_name(unsigned source) { return source_names[source]; }
const char *dgm_like_name(unsigned like) { return likes[like]; }

static double weight(const dgm_table *t, const dgm_index *index, int column, const char *a, const char *b) {
    char name[64];
    snprintf(name, sizeof name, "%s%s%s", a, b ? "." : "", b ? b : "");
    return dgm_index_real(t, index, column, name);
}

void dgm_moments_open(const dgm_store *store, dgm_when_knowledge *k) {
    dgm_table t;
    dgm_index index;
    if (dgm_store_table(store, "moments", &t) != DGM_OK || dgm_table_index(&t, "name", &index) != DGM_OK)
        return;
    int column = dgm_table_column(&t, "weight");
    for (unsigned i = 0; i < DGM_MOMENTS && column >= 0; i++)
        k->plain[i] = weight(&t, &index, column, names[i], NULL);
    for (unsigned s = 0; s < DGM_SOURCES && column >= 0; s++)
        for (unsigned i = 0; i < DGM_LIKES; i++)
            k->like[s][i] = weight(&t, &index, column, source_names[s], likes[i]);
}

uint32_t dgm_moments_best(const dgm_when_knowledge *k, const dgm_moments *m) {
    double best_sum = 0;
    uint32_t best = 0;
    for (uint32_t i = 0; i < m->count; i++) {
        double sum = 0;
        for (unsigned f = 0; f < DGM_MOMENTS; f++)
            sum += k->plain[f] * (double)m->x[i][f];
        for (unsigned s = 0; s < DGM_SOURCES; s++)
            for (unsigned t = 0; t < DGM_LIKES && m->sources[i] >> s & 1; t++)
                sum += m->likes >> t & 1 ? k->like[s][t] : 0;
        if (i == 0 || sum > best_sum) {
            best = i;
            best_sum = sum;
        }
    }
    return best;
}
