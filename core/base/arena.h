/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that is given back all at once. Two arenas serve a session: one lives as long as the article, the
 * other is emptied after each stage. Built with DGM_ARENA_MALLOC every allocation is a malloc of its own, so
 * that AddressSanitizer and valgrind see overruns that a bump allocator would hide. Not thread safe. */
#ifndef DGM_BASE_ARENA_H
#define DGM_BASE_ARENA_H

#include "base/span.h"

typedef struct dgm_arena dgm_arena;

/* `limit`: most bytes that may be handed out at a time; allocations beyond it fail. NULL: no memory. */
dgm_arena *dgm_arena_new(size_t limit);
void dgm_arena_free(dgm_arena *arena); /* NULL is fine */
/* Everything handed out becomes invalid. Memory over `keep` bytes goes back to the system. */
void dgm_arena_reset(dgm_arena *arena, size_t keep);
/* Zeroed, aligned for any type; NULL when the limit or the machine says no. */
void *dgm_arena_alloc(dgm_arena *arena, size_t size);
/* The same, not zeroed: for room that is written before it is read. */
void *dgm_arena_unset(dgm_arena *arena, size_t size);
/* Grows the block `old` of `old_size` bytes (in place where it is the newest). `old` may be NULL. */
void *dgm_arena_grow(dgm_arena *arena, void *old, size_t old_size, size_t new_size);
/* A NUL-terminated copy. */
char *dgm_arena_dup(dgm_arena *arena, const char *p, size_t n);
dgm_str dgm_arena_str(dgm_arena *arena, dgm_str s); /* n == 0 and s.n != 0: no memory */
size_t dgm_arena_used(const dgm_arena *arena);
bool dgm_arena_full(
    const dgm_arena *arena); /* an allocation failed at the limit, not for want of memory, since the reset */

#define DGM_NEW(arena, type) ((type *)dgm_arena_alloc((arena), sizeof(type)))
#define DGM_NEWS(arena, type, count) ((type *)dgm_arena_alloc((arena), sizeof(type) * (size_t)(count)))
#define DGM_UNSET(arena, type, count) ((type *)dgm_arena_unset((arena), sizeof(type) * (size_t)(count)))

#endif
