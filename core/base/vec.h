/* SPDX-License-Identifier: Apache-2.0 */
/* Growing arrays on an arena. A vector is any struct with `items`, `count`, `cap`:
 *
 *     typedef DGM_VEC(dgm_token) dgm_tokens;
 *     dgm_token *t = DGM_PUSH(&doc->tokens, doc->arena);      // zeroed new last item, NULL: no memory
 *
 * Pointers to items are valid until the next push: between layers use indexes. */
#ifndef DGM_BASE_VEC_H
#define DGM_BASE_VEC_H

#include "base/arena.h"

#define DGM_VEC(type) \
    struct { \
        type *items; \
        uint32_t count, cap; \
    }

bool dgm_vec_reserve_(dgm_arena *arena, void **items, uint32_t *cap, uint32_t count, size_t item_size);

#define DGM_RESERVE(vec, arena, more) \
    dgm_vec_reserve_((arena), (void **)&(vec)->items, &(vec)->cap, (vec)->count + (uint32_t)(more), \
                     sizeof *(vec)->items)
#define DGM_PUSH(vec, arena) (DGM_RESERVE(vec, arena, 1) ? &(vec)->items[(vec)->count++] : NULL)

#endif
