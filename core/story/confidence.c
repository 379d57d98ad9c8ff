/* SPDX-License-Identifier: Apache-2.0 */
/* How likely a record is right as a whole (type, place in the text, everybody on both sides): a logistic model over few features that a person can
 * read (features.def), with weights from the lexicon. */
#include <math.h>

#include "doc/tree.h"
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

static double depth_of(const dgm_doc *doc, const dgm_event *e) {
    uint32_t depth = 0, at = e->anchor;
    for (uint32_t i = 0; i < 12 && at != DGM_NONE && depth < 3; i++, at = doc->tokens.items[at].head) {
        unsigned rel = doc->tokens.items[at].rel;
        depth += rel == DGM_REL_CCOMP || rel == DGM_REL_XCOMP || rel == DGM_REL_ADVCL || rel == DGM_REL_ACL ||
                 rel == DGM_REL_ACL_RELCL || rel == DGM_REL_PARATAXIS;
    }
    return depth;
}

static bool told_in_headline(const dgm_doc *doc, const dgm_event *e) {
    if (!doc->sentences.count || !doc->sentences.items[0].headline)
        return false;
    for (uint32_t i = 0; i < e->mentions.count; i++)
        if (dgm_span_within(e->mentions.items[i], doc->sentences.items[0].span))
            return true;
    return false;
}

static double far_down(const dgm_doc *doc, const dgm_event *e) {
    return doc->sentences.count ? (double)e->sentence / (double)doc->sentences.count : 0;
}

uint32_t dgm_events_told(const dgm_doc *doc) {
    uint32_t told = 0;
    for (uint32_t i = 0; i < doc->events.count; i++)
        told += !doc->events.items[i].dropped;
    return told;
}

static bool any_code(const dgm_doc *doc, const dgm_participants *list) {
    for (uint32_t i = 0; i < list->count; i++)
        if (doc->entities.items[list->items[i].entity].code.n)
            return true;
    return false;
}

static bool any_state(const dgm_doc *doc, const dgm_participants *list) {
    const uint32_t state = 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_MIL | 1u << DGM_SECTOR_COP | 1u << DGM_SECTOR_LEG |
                           1u << DGM_SECTOR_JUD;
    for (uint32_t i = 0; i < list->count; i++) {
        const dgm_entity *e = &doc->entities.items[list->items[i].entity];
        if (((e->sectors | list->items[i].sectors) & state) ||
            (e->type == DGM_ENTITY_COUNTRY && !list->items[i].sectors))
            return true;
    }
    return false;
}

/* Somebody of politics and war: a country, its bodies, parties, rebels, a body of several states. */
static bool is_political(const dgm_doc *doc, const dgm_participants *list) {
    const uint32_t politics = 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_MIL | 1u << DGM_SECTOR_COP |
                              1u << DGM_SECTOR_LEG | 1u << DGM_SECTOR_JUD | 1u << DGM_SECTOR_SPY |
                              1u << DGM_SECTOR_ELI | 1u << DGM_SECTOR_PTY | 1u << DGM_SECTOR_OPP |
                              1u << DGM_SECTOR_REB | 1u << DGM_SECTOR_IGO;
    for (uint32_t i = 0; i < list->count; i++) {
        const dgm_entity *e = &doc->entities.items[list->items[i].entity];
        if (((e->sectors | list->items[i].sectors) & politics) ||
            (e->type == DGM_ENTITY_COUNTRY && !list->items[i].sectors))
            return true;
    }
    return false;
}

static bool all_business(const dgm_doc *doc, const dgm_participants *list) {
    for (uint32_t i = 0; i < list->count; i++)
        if (doc->entities.items[list->items[i].entity].sectors != 1u << DGM_SECTOR_BUS)
            return false;
    return list->count > 0;
}

static bool all_private(const dgm_doc *doc, const dgm_participants *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        const dgm_entity *e = &doc->entities.items[list->items[i].entity];
        bool person = e->type == DGM_ENTITY_PERSON || e->type == DGM_ENTITY_GROUP;
        if (!person || (e->sectors & ~(1u << DGM_SECTOR_CVL)))
            return false;
    }
    return list->count > 0;
}

static bool is_domestic(const dgm_doc *doc, const dgm_event *e) {
    for (uint32_t i = 0; i < e->actors.count; i++)
        for (uint32_t j = 0; j < e->recipients.count; j++) {
            dgm_str a = doc->entities.items[e->actors.items[i].entity].country,
                    b = doc->entities.items[e->recipients.items[j].entity].country;
            if (a.n && dgm_str_eq(a, b))
                return true;
        }
    return false;
}

void dgm_features_of(const dgm_doc *doc, const dgm_event *e, uint32_t told, double out[DGM_FEATURES]) {
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

uint16_t dgm_confidence_of(const dgm_confidence *k, const dgm_doc *doc, const dgm_event *e, uint32_t told) {
    double x[DGM_FEATURES], sum = 0;
    if (!k->known) /* a model without weights: the rule's own trust */
        return (uint16_t)lround(1000.0 * raised_trust(e));
    dgm_features_of(doc, e, told, x);
    for (unsigned i = 0; i < DGM_FEATURES; i++)
        sum += k->weights[i] * x[i];
    return (uint16_t)lround(1000.0 / (1.0 + exp(-sum)));
}
