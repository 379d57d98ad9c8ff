/* SPDX-License-Identifier: Apache-2.0 */
/* Who takes part in an article as a whole: its parties, their branches, who is named most, its first court and police. Counted once, before
 * anybody is chosen (cast.c). */
#include <string.h>

#include "base/hash.h"
#include "event/cast.h"

static const uint32_t state = 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_MIL | 1u << DGM_SECTOR_COP |
                              1u << DGM_SECTOR_LEG | 1u << DGM_SECTOR_JUD | 1u << DGM_SECTOR_SPY | 1u << DGM_SECTOR_ELI;

bool dgm_cast_people(uint32_t sectors) { return sectors && !(sectors & state); }

static bool is_actor(const dgm_entity *e) {
    return e->code.n && (e->type == DGM_ENTITY_PERSON || e->type == DGM_ENTITY_GROUP ||
                         e->type == DGM_ENTITY_ORGANIZATION || e->type == DGM_ENTITY_COUNTRY);
}

/* Which branch of the state, or which people: those who may turn against each other in one country. */
static uint64_t branch_of(const dgm_entity *e, uint32_t entity) {
    static const uint32_t branches[] = {1u << DGM_SECTOR_LEG, 1u << DGM_SECTOR_JUD,
                                        1u << DGM_SECTOR_MIL | 1u << DGM_SECTOR_SPY, 1u << DGM_SECTOR_COP};
    if (dgm_cast_people(e->sectors))
        return !e->generic && e->type == DGM_ENTITY_ORGANIZATION ? entity : e->sectors;
    for (uint32_t i = 0; i < sizeof branches / sizeof *branches; i++)
        if (e->sectors & branches[i])
            return 1 + i;
    return 0;
}

typedef struct slots {
    uint32_t *slot, mask;
} slots;

/* The first entity of that code, state and people apart, and of that branch where one is given. */
static uint32_t first_like(const dgm_cast *cast, slots *s, uint32_t i, bool branches) {
    const dgm_entity *all = cast->stage->doc->entities.items, *e = &all[i];
    uint64_t seed = dgm_cast_people(e->sectors) + (branches ? 2 + 2 * branch_of(e, i) : 0);
    uint32_t at = (uint32_t)(dgm_hash(e->code.p, e->code.n, seed) >> 13) & s->mask;
    for (; s->slot[at]; at = (at + 1) & s->mask) {
        uint32_t j = s->slot[at] - 1;
        if (dgm_str_eq(all[j].code, e->code) && dgm_cast_people(all[j].sectors) == dgm_cast_people(e->sectors) &&
            (!branches || branch_of(&all[j], j) == branch_of(e, i)))
            return j;
    }
    s->slot[at] = i + 1;
    return i;
}

/* Entities of one code, state and people apart, are one party: found again by hash. */
static bool find_parties(dgm_cast *cast) {
    const dgm_entities *all = &cast->stage->doc->entities;
    uint32_t size = 16;
    while (size < 2 * all->count)
        size *= 2;
    slots parties = {DGM_NEWS(cast->stage->scratch, uint32_t, size), size - 1},
          branches = {DGM_NEWS(cast->stage->scratch, uint32_t, size), size - 1};
    cast->party = DGM_NEWS(cast->stage->scratch, uint32_t, all->count + 1);
    cast->branch = DGM_NEWS(cast->stage->scratch, uint32_t, all->count + 1);
    cast->times = DGM_NEWS(cast->stage->scratch, uint32_t, all->count + 1);
    if (!parties.slot || !branches.slot || !cast->party || !cast->branch || !cast->times)
        return false;
    for (uint32_t i = 0; i < all->count; i++) {
        bool actor = is_actor(&all->items[i]);
        cast->party[i] = actor ? first_like(cast, &parties, i, false) : DGM_NONE;
        cast->branch[i] = actor ? first_like(cast, &branches, i, true) : DGM_NONE;
    }
    return true;
}

static void count_mentions(dgm_cast *cast) {
    const dgm_doc *doc = cast->stage->doc;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        uint32_t party = cast->party[doc->mentions.items[i].entity];
        if (party != DGM_NONE) {
            cast->times[party]++;
            cast->total++;
        }
    }
    for (int k = 0; k < DGM_CAST_MOST; k++) {
        cast->most[k] = DGM_NONE;
        for (uint32_t i = 0; i < doc->entities.count; i++) {
            bool taken = cast->times[i] == 0;
            for (int j = 0; j < k; j++)
                taken = taken || cast->most[j] == i;
            if (!taken && (cast->most[k] == DGM_NONE || cast->times[i] > cast->times[cast->most[k]]))
                cast->most[k] = i;
        }
    }
}

/* Courts and police that are named anywhere: who convicts and who arrests need not be named beside it. */
static void find_trades(dgm_cast *cast) {
    const dgm_doc *doc = cast->stage->doc;
    static const uint32_t trades[] = {1u << DGM_SECTOR_JUD, 1u << DGM_SECTOR_COP};
    for (int k = 0; k < 2; k++) {
        cast->trade[k] = DGM_NONE;
        for (uint32_t i = 0; i < doc->mentions.count && cast->trade[k] == DGM_NONE; i++) {
            uint32_t entity = doc->mentions.items[i].entity;
            if (cast->party[entity] != DGM_NONE && (doc->entities.items[entity].sectors & trades[k]))
                cast->trade[k] = entity;
        }
    }
}

bool dgm_cast_make(dgm_cast *cast, dgm_stage *stage, const dgm_draft *drafts, const dgm_cast_trace *trace) {
    *cast = (dgm_cast){.stage = stage, .drafts = drafts, .trace = trace};
    if (!find_parties(cast))
        return dgm_fail_memory(stage->error) == DGM_OK;
    count_mentions(cast);
    find_trades(cast);
    return true;
}
