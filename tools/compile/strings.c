/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/strings.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

static uint32_t *slot_of(const dgm_strings *strings, dgm_str s) {
    uint32_t mask = strings->slot_count - 1;
    for (uint32_t i = (uint32_t)dgm_hash(s.p, s.n, 0) & mask;; i = (i + 1) & mask) {
        uint32_t at = strings->slots[i];
        if (!at || (!strncmp(strings->p + at - 1, s.p, s.n) && strings->p[at - 1 + s.n] == '\0'))
            return &strings->slots[i];
    }
}

static bool grow_slots(dgm_strings *strings) {
    uint32_t old_count = strings->slot_count, *old = strings->slots;
    if (strings->used < old_count / 4 * 3)
        return true;
    uint32_t count = old_count ? old_count * 2 : 1024;
    uint32_t *slots = count ? calloc(count, sizeof *slots) : NULL;
    if (!slots)
        return false;
    strings->slots = slots;
    strings->slot_count = count;
    for (uint32_t i = 0; i < old_count; i++)
        if (old[i])
            *slot_of(strings, dgm_str_of(strings->p + old[i] - 1)) = old[i];
    free(old);
    return true;
}

static bool append(dgm_strings *strings, dgm_str s) {
    if (strings->n + s.n + 1 >= UINT32_MAX)
        return false;
    if (strings->n + s.n + 1 > strings->cap) {
        size_t cap = strings->cap ? strings->cap * 2 : 4096;
        if (cap < strings->n + s.n + 1)
            cap = strings->n + s.n + 1;
        char *p = realloc(strings->p, cap);
        if (!p)
            return false;
        strings->p = p;
        strings->cap = cap;
    }
    if (s.n)
        memcpy(strings->p + strings->n, s.p, s.n);
    strings->p[strings->n + s.n] = '\0';
    strings->n += s.n + 1;
    return true;
}

uint32_t dgm_strings_add(dgm_strings *strings, dgm_str s) {
    if (strings->n == 0 && !append(strings, DGM_STR("")))
        return DGM_NONE;
    if (s.n == 0)
        return 0;
    if (!grow_slots(strings))
        return DGM_NONE;
    uint32_t *slot = slot_of(strings, s);
    if (*slot)
        return *slot - 1;
    uint32_t at = (uint32_t)strings->n;
    if (!append(strings, s))
        return DGM_NONE;
    *slot = at + 1;
    strings->used++;
    return at;
}

void dgm_strings_done(dgm_strings *strings) {
    free(strings->p);
    free(strings->slots);
    *strings = (dgm_strings){0};
}
