/* SPDX-License-Identifier: Apache-2.0 */
/* The model that weighs who is meant: features by name, their weights from the lexicon (table `cast`), and the best candidate by their sum. */
#include <math.h>
#include <string.h>

#include "event/cast.h"

static const char *const names[DGM_CASTS] = {
#define C(name) #name,
#include "event/cast.def"
#undef C
};
const char *dgm_cast_name(unsigned feature) { return names[feature]; }

/* "ACCUSE.gov" */
static void name_of_type(unsigned type, unsigned feature, char out[64]) {
    size_t n = strlen(dgm_event_name(type));
    memcpy(out, dgm_event_name(type), n);
    out[n] = '.';
    memcpy(out + n + 1, names[feature], strlen(names[feature]) + 1);
}

void dgm_cast_open(const dgm_store *store, dgm_event_knowledge *k) {
    dgm_table table;
    dgm_index index;
    char name[64];
    if (dgm_store_table(store, "cast", &table) != DGM_OK || dgm_table_index(&table, "name", &index) != DGM_OK)
        return;
    int columns[2] = {dgm_table_column(&table, "actor"), dgm_table_column(&table, "recipient")};
    for (int side = 0; side < 2 && columns[side] >= 0; side++) {
        for (unsigned i = 0; i < DGM_CASTS; i++)
            k->cast[side][i] = dgm_index_real(&table, &index, columns[side], names[i]);
        for (unsigned i = 0; i < DGM_CASTS * (DGM_EVENT_COUNT - 1); i++) {
            name_of_type(1 + i / DGM_CASTS, i % DGM_CASTS, name);
            k->cast_of_type[side][1 + i / DGM_CASTS][i % DGM_CASTS] =
                dgm_index_real(&table, &index, columns[side], name);
        }
        k->casts = true;
    }
}

uint32_t dgm_cast_best(const dgm_event_knowledge *k, const dgm_cast_view *v, int side, unsigned type, double *p) {
    double sums[DGM_CAST_CANDIDATES], total = 0;
    uint32_t best = 0;
    for (uint32_t i = 0; i < v->count; i++) {
        sums[i] = 0;
        for (unsigned f = 0; f < DGM_CASTS; f++)
            sums[i] += (k->cast[side][f] + k->cast_of_type[side][type][f]) * (double)v->x[i][f];
        if (sums[i] > sums[best])
            best = i;
    }
    for (uint32_t i = 0; i < v->count; i++)
        total += exp(sums[i] - sums[best]);
    *p = 1.0 / total;
    return best;
}
