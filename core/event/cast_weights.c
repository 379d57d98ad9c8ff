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

static bool is_word(const char *at, size_t n, const char *word) {
    return strlen(word) == n && memcmp(at, word, n) == 0;
}

/* Where the weight of that name goes: "gov", "ACCUSE.gov", "SANCTION/convict.jud"; NULL: nowhere. */
static double *place_of(dgm_event_knowledge *k, int side, const char *name) {
    const char *dot = strchr(name, '.');
    size_t n = dot ? (size_t)(dot - name) : 0;
    double *row = dot ? NULL : k->cast[side];
    for (unsigned type = 1; dot && !row && type < DGM_EVENT_COUNT; type++)
        if (is_word(name, n, dgm_event_name(type)))
            row = k->cast_of_type[side][type];
    const char *slash = dot ? memchr(name, '/', n) : NULL;
    for (unsigned mode = 0; slash && !row && mode < DGM_MODE_COUNT; mode++)
        if (is_word(name, (size_t)(slash - name), dgm_event_name(dgm_mode_type(mode))) &&
            is_word(slash + 1, (size_t)(dot - slash - 1), dgm_mode_name(mode)))
            row = k->cast_of_mode[side][mode];
    for (unsigned i = 0; row && i < DGM_CASTS; i++)
        if (strcmp(dot ? dot + 1 : name, names[i]) == 0)
            return row + i;
    return NULL;
}

void dgm_cast_open(const dgm_store *store, dgm_event_knowledge *k) {
    dgm_table table;
    if (dgm_store_table(store, "cast", &table) != DGM_OK)
        return;
    int name = dgm_table_column(&table, "name"),
        columns[2] = {dgm_table_column(&table, "actor"), dgm_table_column(&table, "recipient")};
    for (uint32_t row = 0; name >= 0 && row < table.rows; row++)
        for (int side = 0; side < 2 && columns[side] >= 0; side++) {
            double *place = place_of(k, side, dgm_table_str(&table, row, name));
            if (place)
                *place = dgm_table_real(&table, row, columns[side]);
            k->casts = true;
        }
}

uint32_t dgm_cast_best(const dgm_event_knowledge *k, const dgm_cast_view *v, int side, const dgm_event *e, double *p) {
    double sums[DGM_CAST_CANDIDATES], total = 0;
    const double *all = k->cast[side], *of_type = k->cast_of_type[side][e->type],
                 *of_mode = e->mode_count ? k->cast_of_mode[side][e->modes[0]] : NULL;
    uint32_t best = 0;
    for (uint32_t i = 0; i < v->count; i++) {
        sums[i] = 0;
        for (unsigned f = 0; f < DGM_CASTS; f++)
            sums[i] += (all[f] + of_type[f] + (of_mode ? of_mode[f] : 0)) * (double)v->x[i][f];
        if (sums[i] > sums[best])
            best = i;
    }
    for (uint32_t i = 0; i < v->count; i++)
        total += exp(sums[i] - sums[best]);
    *p = 1.0 / total;
    return best;
}
