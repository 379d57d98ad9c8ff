/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/fold.h"

static bool grow(void **items, uint32_t *cap, uint32_t count, size_t size) {
    if (count < *cap)
        return true;
    uint32_t want = *cap ? *cap * 2 : 64;
    void *p = want > *cap ? realloc(*items, want * size) : NULL;
    if (!p)
        return false;
    *items = p;
    *cap = want;
    return true;
}

static bool grow_keys(dgm_index_builder *x) {
    void *p = x->keys;
    bool ok = grow(&p, &x->key_cap, x->key_count, sizeof *x->keys);
    x->keys = p;
    return ok;
}

static bool grow_postings(dgm_index_builder *x) {
    void *p = x->postings;
    bool ok = grow(&p, &x->posting_cap, x->posting_count, sizeof *x->postings);
    x->postings = p;
    return ok;
}

static uint32_t *slot_of(const dgm_index_builder *x, uint64_t hash) {
    uint32_t mask = x->slot_count - 1;
    for (uint32_t i = (uint32_t)hash & mask;; i = (i + 1) & mask)
        if (!x->slots[i] || x->keys[x->slots[i] - 1].hash == hash)
            return &x->slots[i];
}

static bool grow_slots(dgm_index_builder *x) {
    if (x->key_count < x->slot_count / 4 * 3)
        return true;
    uint32_t count = x->slot_count ? x->slot_count * 2 : 256;
    uint32_t *slots = count ? calloc(count, sizeof *slots) : NULL;
    if (!slots)
        return false;
    free(x->slots);
    x->slots = slots;
    x->slot_count = count;
    for (uint32_t i = 0; i < x->key_count; i++)
        *slot_of(x, x->keys[i].hash) = i + 1;
    return true;
}

/* The key with that hash, new or known; DGM_NONE: no memory. */
static uint32_t key_of(dgm_index_builder *x, uint64_t hash, uint32_t text, uint32_t text_n, bool *collision) {
    if (!grow_keys(x) || !grow_slots(x))
        return DGM_NONE;
    uint32_t *slot = slot_of(x, hash);
    if (*slot) {
        const dgm_key *k = &x->keys[*slot - 1];
        *collision = k->text_n != text_n || memcmp(x->texts + k->text, x->texts + text, text_n) != 0;
        return *slot - 1;
    }
    x->keys[x->key_count] = (dgm_key){.hash = hash, .text = text, .text_n = text_n};
    *slot = ++x->key_count;
    *collision = false;
    return x->key_count - 1;
}

/* Room for the key form of a name of n bytes: a unit is at most DGM_UNIT_MAX, and folding at most triples. */
static bool reserve_text(dgm_index_builder *x, uint32_t n) {
    uint64_t want = (uint64_t)x->texts_n + 4u * (uint64_t)n + DGM_UNIT_MAX + 2;
    if (want <= x->texts_cap)
        return true;
    if (want > UINT32_MAX / 2)
        return false;
    char *p = realloc(x->texts, want * 2);
    if (!p)
        return false;
    x->texts = p;
    x->texts_cap = (uint32_t)(want * 2);
    return true;
}

int dgm_index_add(dgm_index_builder *x, dgm_str name, uint32_t row, uint32_t string) {
    uint64_t hash = 0;
    uint32_t at = 0, start = x->texts_n, n = 0, key = DGM_NONE, keys_before = x->key_count;
    bool collision = false;
    dgm_unit unit;
    if (!reserve_text(x, name.n))
        return DGM_INDEX_NO_MEMORY;
    while (dgm_fold_next(name, &at, &unit)) {
        if (n)
            x->texts[start + n++] = ' ';
        memcpy(x->texts + start + n, unit.text, unit.n);
        n += unit.n;
        hash = dgm_fold_hash(hash, unit.text, unit.n);
        key = key_of(x, hash, start, n, &collision);
        if (key == DGM_NONE)
            return DGM_INDEX_NO_MEMORY;
        if (collision)
            return DGM_INDEX_COLLISION;
    }
    if (key == DGM_NONE)
        return DGM_INDEX_NO_UNITS;
    if (x->key_count > keys_before) /* else no key points at the text */
        x->texts_n = start + n;
    if (!grow_postings(x))
        return DGM_INDEX_NO_MEMORY;
    x->postings[x->posting_count++] = (dgm_posting){key, row, string};
    x->keys[key].hits++;
    x->twin = x->keys[key].row ? x->keys[key].row - 1 : DGM_NONE;
    x->keys[key].row = row + 1;
    return DGM_INDEX_OK;
}

uint32_t dgm_index_slots(const dgm_index_builder *x) { return x->key_count + x->key_count / 3 + 2; }

uint32_t dgm_index_mark_bits(const dgm_index_builder *x) { /* six for a key, and more */
    uint32_t bits = DGM_MARK_BITS_LEAST;
    while ((uint64_t)x->key_count * 6 >= (uint64_t)1 << bits && bits < DGM_MARK_BITS_MOST)
        bits++;
    return bits;
}

bool dgm_index_finish(dgm_index_builder *x, uint64_t *slots, dgm_index_hit *hits, uint64_t *marks) {
    uint32_t count = dgm_index_slots(x), mark_bits = dgm_index_mark_bits(x), first = 0;
    for (uint32_t k = 0; k < x->key_count; k++) {
        dgm_key *key = &x->keys[k];
        uint32_t i = dgm_slot_of(key->hash, count);
        for (; slots[i]; i = i + 1 < count ? i + 1 : 0)
            if ((slots[i] ^ dgm_slot_make(key->hash, 0)) >> DGM_SLOT_BITS == 0)
                return false;
        slots[i] = dgm_slot_make(key->hash, key->hits ? DGM_SLOT_HITS + first : DGM_SLOT_PREFIX);
        key->first = first;
        first += key->hits;
        uint64_t mark = dgm_mark_of(key->hash, mark_bits);
        marks[mark / 64] |= (uint64_t)1 << mark % 64;
    }
    for (uint32_t p = 0; p < x->posting_count; p++) {
        const dgm_posting *posting = &x->postings[p];
        dgm_key *key = &x->keys[posting->key];
        hits[key->first++] = (dgm_index_hit){posting->row | (--key->hits ? DGM_HIT_MORE : 0), posting->name};
    }
    return true;
}

void dgm_index_done(dgm_index_builder *x) {
    free(x->keys);
    free(x->slots);
    free(x->postings);
    free(x->texts);
    *x = (dgm_index_builder){0};
}
