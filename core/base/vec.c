/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vec.h"

#include <string.h>

/* `items` is the address of some T *: read and written as bytes, so that no type is aliased. */
bool dgm_vec_reserve_(dgm_arena *arena, void **items, uint32_t *cap, uint32_t count, size_t item_size) {
    if (count <= *cap)
        return true;
    uint64_t want = (uint64_t)*cap * 2;
    if (want < 8)
        want = 8;
    if (want < count)
        want = count;
    if (want > UINT32_MAX || want > SIZE_MAX / item_size)
        return false;
    void *p;
    memcpy(&p, (const void *)items, sizeof p);
    p = dgm_arena_grow(arena, p, item_size * *cap, item_size * (size_t)want);
    if (!p)
        return false;
    memcpy((void *)items, &p, sizeof p);
    *cap = (uint32_t)want;
    return true;
}
