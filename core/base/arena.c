/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#define ALIGN ((size_t)16)
#define FIRST_CHUNK ((size_t)64 << 10)
#define LARGEST_CHUNK ((size_t)2 << 20) /* malloc gives such blocks back to the system soon after they are freed */

/* What malloc never gives stays that much: nothing is larger than PTRDIFF_MAX. */
static size_t round_up(size_t size) {
    return size > PTRDIFF_MAX - ALIGN ? PTRDIFF_MAX : (size == 0 ? ALIGN : (size + ALIGN - 1) / ALIGN * ALIGN);
}

#ifdef DGM_ARENA_MALLOC
/* One malloc a block, in a ring around `ring`: overruns, leaks and uses of grown-away blocks become visible. */
typedef struct block {
    struct block *prev, *next;
    size_t size;
    size_t pad;
} block;

struct dgm_arena {
    block ring;
    size_t limit, used;
    bool full;
};

dgm_arena *dgm_arena_new(size_t limit) {
    dgm_arena *arena = calloc(1, sizeof *arena);
    if (arena) {
        arena->ring.prev = arena->ring.next = &arena->ring;
        arena->limit = limit;
    }
    return arena;
}

static void release(dgm_arena *arena, block *b) {
    b->prev->next = b->next;
    b->next->prev = b->prev;
    arena->used -= round_up(b->size);
    free(b);
}

void dgm_arena_reset(dgm_arena *arena, size_t keep) {
    (void)keep;
    for (block *b = arena->ring.next, *next; b != &arena->ring; b = next) {
        next = b->next;
        free(b);
    }
    arena->ring.prev = arena->ring.next = &arena->ring;
    arena->used = 0;
    arena->full = false;
}

void *dgm_arena_unset(dgm_arena *arena, size_t size) {
    size_t need = round_up(size);
    if (need > arena->limit - arena->used) {
        arena->full = true;
        return NULL;
    }
    block *b = size < SIZE_MAX - sizeof *b ? malloc(sizeof *b + size) : NULL;
    if (!b)
        return NULL;
    memset(b, 0, sizeof *b);
    b->size = size;
    b->prev = arena->ring.prev;
    b->next = &arena->ring;
    b->prev->next = b->next->prev = b;
    arena->used += need;
    return b + 1;
}

void *dgm_arena_alloc(dgm_arena *arena, size_t size) {
    void *p = dgm_arena_unset(arena, size);
    return p ? memset(p, 0, size) : NULL;
}

void *dgm_arena_grow(dgm_arena *arena, void *old, size_t old_size, size_t new_size) {
    void *p = dgm_arena_alloc(arena, new_size);
    if (p && old) {
        memcpy(p, old, old_size < new_size ? old_size : new_size);
        release(arena, (block *)old - 1);
    }
    return p;
}
#else
/* Chunks in a list, the newest first; blocks are cut off the newest chunk. */
typedef struct chunk {
    struct chunk *next;
    size_t size, used;
    size_t pad;
} chunk;

struct dgm_arena {
    chunk *chunks;
    size_t limit, used;
    bool full;
};

dgm_arena *dgm_arena_new(size_t limit) {
    dgm_arena *arena = calloc(1, sizeof *arena);
    if (arena)
        arena->limit = limit;
    return arena;
}

static char *chunk_base(chunk *c) { return (char *)(c + 1); }

void dgm_arena_reset(dgm_arena *arena, size_t keep) {
    chunk *c = arena->chunks, *kept = NULL;
    while (c) {
        chunk *next = c->next;
        if (!kept && c->size <= keep) { /* one chunk is enough: it is the newest and so among the largest */
            kept = c;
            c->next = NULL;
            c->used = 0;
        } else {
            free(c);
        }
        c = next;
    }
    arena->chunks = kept;
    arena->used = 0;
    arena->full = false;
}

static bool add_chunk(dgm_arena *arena, size_t need) {
    size_t size = arena->chunks ? arena->chunks->size * 2 : FIRST_CHUNK;
    if (size > LARGEST_CHUNK)
        size = LARGEST_CHUNK;
    if (size < need)
        size = need;
    chunk *c = malloc(sizeof *c + size);
    if (!c)
        return false;
    *c = (chunk){arena->chunks, size, 0, 0};
    arena->chunks = c;
    return true;
}

void *dgm_arena_unset(dgm_arena *arena, size_t size) {
    size_t need = round_up(size);
    if (need > arena->limit - arena->used) {
        arena->full = true;
        return NULL;
    }
    if ((!arena->chunks || need > arena->chunks->size - arena->chunks->used) && !add_chunk(arena, need))
        return NULL;
    void *p = chunk_base(arena->chunks) + arena->chunks->used;
    arena->chunks->used += need;
    arena->used += need;
    return p;
}

void *dgm_arena_alloc(dgm_arena *arena, size_t size) {
    void *p = dgm_arena_unset(arena, size);
    return p ? memset(p, 0, round_up(size)) : NULL;
}

/* The newest block of the newest chunk grows where it stands, when the chunk has room. */
static bool grow_in_place(dgm_arena *arena, const void *old, size_t old_need, size_t more) {
    chunk *c = arena->chunks;
    if (!c || (const char *)old + old_need != chunk_base(c) + c->used || more > c->size - c->used ||
        more > arena->limit - arena->used)
        return false;
    memset(chunk_base(c) + c->used, 0, more);
    c->used += more;
    arena->used += more;
    return true;
}

void *dgm_arena_grow(dgm_arena *arena, void *old, size_t old_size, size_t new_size) {
    size_t old_need = round_up(old_size), new_need = round_up(new_size);
    if (!old)
        return dgm_arena_alloc(arena, new_size);
    if (new_need <= old_need || grow_in_place(arena, old, old_need, new_need - old_need))
        return old;
    char *p = dgm_arena_unset(arena, new_size);
    if (p) {
        memcpy(p, old, old_size);
        memset(p + old_size, 0, new_need - old_size);
    }
    return p;
}
#endif

void dgm_arena_free(dgm_arena *arena) {
    if (!arena)
        return;
    dgm_arena_reset(arena, 0);
    free(arena);
}

char *dgm_arena_dup(dgm_arena *arena, const char *p, size_t n) {
    char *copy = n < SIZE_MAX ? dgm_arena_alloc(arena, n + 1) : NULL;
    if (copy && n)
        memcpy(copy, p, n);
    return copy;
}

dgm_str dgm_arena_str(dgm_arena *arena, dgm_str s) {
    char *p = dgm_arena_dup(arena, s.p, s.n);
    return (dgm_str){p, p ? s.n : 0};
}

size_t dgm_arena_used(const dgm_arena *arena) { return arena->used; }
bool dgm_arena_full(const dgm_arena *arena) { return arena->full; }
