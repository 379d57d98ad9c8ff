/* SPDX-License-Identifier: Apache-2.0 */
/* How likely a record is right as a whole (type, place in the text, everybody on both sides): a logistic model over few features that a person can read (features.def), with weights from the lexicon. */
#include <math.h>

#include "story/story.h"

#define TELLINGS_MAX 4u

static const char *const names[DGM_FEATURES] = {
#define F(name, value) #name,
#include "story/features.def"
#undef F
};

const char *dgm_feature_name(unsigned feature) { return names[feature]; }

/* What is told again is doubted less: each telling takes a tenth of the doubt, up to three. */
static double raised_trust(const dgm_event *e) {
    double doubt = 1.0 - e->weight / 1000.0;
    for (uint32_t i = 1; i < e->mentions.count && i < TELLINGS_MAX; i++)
        doubt *= 0.9;
    return 1.0 - doubt;
}

static double log_odds(double p) {
    p = p < 0.01 ? 0.01 : p > 0.99 ? 0.99 : p;
    return log(p / (1.0 - p));
}

void dgm_features_of(const dgm_doc *doc, const dgm_event *e, double out[DGM_FEATURES]) {
    unsigned n = 0;
#define F(name, value) out[n++] = (double)(value);
#include "story/features.def"
#undef F
}

int dgm_confidence_open(const dgm_store *store, dgm_confidence *k) {
    dgm_table table;
    dgm_index index;
    dgm_hits hits;
    *k = (dgm_confidence){0};
    if (dgm_store_table(store, "confidence", &table) != DGM_OK || dgm_table_index(&table, "name", &index) != DGM_OK)
        return DGM_OK;
    int column = dgm_table_column(&table, "weight");
    for (unsigned i = 0; i < DGM_FEATURES && column >= 0; i++)
        if (dgm_index_find(&index, dgm_str_of(names[i]), &hits)) {
            k->weights[i] = dgm_table_real(&table, dgm_hits_at(&hits, 0).row, column);
            k->known = true;
        }
    return DGM_OK;
}

uint16_t dgm_confidence_of(const dgm_confidence *k, const dgm_doc *doc, const dgm_event *e) {
    double x[DGM_FEATURES], sum = 0;
    if (!k->known) /* a model without weights: the rule's own trust */
        return (uint16_t)lround(1000.0 * raised_trust(e));
    dgm_features_of(doc, e, x);
    for (unsigned i = 0; i < DGM_FEATURES; i++)
        sum += k->weights[i] * x[i];
    return (uint16_t)lround(1000.0 / (1.0 + exp(-sum)));
}
