/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file: a head, the rows, two tables of suspects. The head counts eras, one for each start: an even era uses the first
 * table, an odd one the second, and a row belongs to the era that stands in it. A start writes the other table from the rows
 * and the table of now, and then counts the era up. That is one store: whoever dies before it has changed nothing, and after
 * it the rows are of the past. So no end of the process is counted twice, and none is missed.
 */
#include "inflight.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TOPIC_BYTES = 256, VERSION = 1 };

typedef struct entry {
    _Atomic uint64_t seal; /* 0: nothing stands here; else the hash of what follows */
    uint64_t era;          /* of rows */
    int64_t offset, timestamp;
    int32_t partition;
    uint32_t count;          /* of a row: 1 when read alone; of a suspect: times that it ended the process alone */
    char topic[TOPIC_BYTES]; /* filled with NULs */
} entry;

/* What the head must say. Another version, another machine's order of bytes or other sizes make it another file. */
typedef struct head {
    char name[16];
    uint32_t version, entry_bytes, rows, suspects;
} head;

static const head expected = {"dragoman flight", VERSION, sizeof(entry), INFLIGHT_ROWS, INFLIGHT_SUSPECTS};

typedef struct layout {
    head head;
    _Atomic uint64_t era;
    entry rows[INFLIGHT_ROWS];
    entry tables[2][INFLIGHT_SUSPECTS];
} layout;

struct inflight {
    int file;
    layout *map;
    uint64_t era; /* of this process */
    entry *table; /* of the suspects of this era */
    size_t n;     /* entries of the table that were used at the start; those that are left are among them */
    size_t left;
    atomic_bool frozen;
};

/* ---- entries ----------------------------------------------------------------------------------------------------------- */

/* FNV-1a, in words: all members have the sizes of words, and no gaps between them. */
static uint64_t seal_of(const entry *e) {
    const size_t first = offsetof(entry, era);
    uint64_t hash = 0xcbf29ce484222325u, word = 0;
    _Static_assert((sizeof(entry) - offsetof(entry, era)) % sizeof word == 0, "an entry is made of words");
    for (size_t at = first; at < sizeof *e; at += sizeof word) {
        memcpy(&word, (const char *)e + at, sizeof word);
        hash = (hash ^ word) * 0x100000001b3u;
        hash ^= hash >> 29;
    }
    return hash ? hash : 1;
}

static bool stands(const entry *e) {
    return atomic_load(&e->seal) != 0 && atomic_load(&e->seal) == seal_of(e) && e->topic[TOPIC_BYTES - 1] == '\0' &&
           e->topic[0];
}

/* The fence is the compiler's alone: what a processor has done by the end of a process the next one sees. */
static void erase(entry *e) {
    atomic_store(&e->seal, 0);
    atomic_signal_fence(memory_order_seq_cst);
}

/* The seal is written last: a process that ends before it has left nothing. */
static void seal(entry *e) { atomic_store_explicit(&e->seal, seal_of(e), memory_order_release); }

static void fill(entry *e, const char *topic, int32_t partition, int64_t offset, int64_t timestamp, uint64_t era,
                 uint32_t count) {
    erase(e);
    memset(e->topic, 0, sizeof e->topic);
    memcpy(e->topic, topic, strnlen(topic, sizeof e->topic - 1));
    e->partition = partition;
    e->offset = offset;
    e->timestamp = timestamp;
    e->era = era;
    e->count = count;
    seal(e);
}

static bool same_place(const entry *e, const char *topic, int32_t partition, int64_t offset, int64_t timestamp) {
    return e->offset == offset && e->partition == partition && e->timestamp == timestamp &&
           strncmp(e->topic, topic, TOPIC_BYTES - 1) == 0;
}

/* ---- the start --------------------------------------------------------------------------------------------------------- */

static entry *listed(entry *table, size_t n, const entry *e) {
    for (size_t i = 0; i < n; i++)
        if (same_place(&table[i], e->topic, e->partition, e->offset, e->timestamp))
            return &table[i];
    return NULL;
}

static void add(inflight *f, entry *table, const entry *e, uint32_t count) {
    if (f->n < INFLIGHT_SUSPECTS)
        fill(&table[f->n++], e->topic, e->partition, e->offset, e->timestamp, 0, count);
}

static bool of_old_table(const entry *e, entry *fresh, size_t n, bool crashed, inflight_found *found) {
    if (atomic_load(&e->seal) && !stands(e)) {
        found->damaged += crashed; /* each is looked at twice, and counted once */
        return false;
    }
    return stands(e) && (e->count > 0) == crashed && !listed(fresh, n, e);
}

/* Those that were being read come first, as there is always room for them; then those of before, the guiltier ones first. */
static void collect(inflight *f, const entry *old, entry *fresh, inflight_found *found) {
    for (size_t i = 0; i < INFLIGHT_ROWS; i++) {
        const entry *row = &f->map->rows[i];
        if (!stands(row) || row->era != f->era) {
            found->damaged += atomic_load(&row->seal) && !stands(row);
            continue;
        }
        uint32_t before = 0;
        for (size_t j = 0; j < INFLIGHT_SUSPECTS; j++)
            if (stands(&old[j]) && same_place(&old[j], row->topic, row->partition, row->offset, row->timestamp))
                before = old[j].count;
        found->rows++;
        if (!listed(fresh, f->n, row))
            add(f, fresh, row, before + (row->count > 0));
    }
    for (int crashed = 1; crashed >= 0; crashed--)
        for (size_t i = 0; i < INFLIGHT_SUSPECTS; i++)
            if (of_old_table(&old[i], fresh, f->n, crashed, found))
                add(f, fresh, &old[i], old[i].count);
}

static void begin_era(inflight *f, inflight_found *found) {
    f->era = atomic_load(&f->map->era);
    const entry *old = f->map->tables[f->era % 2];
    f->table = f->map->tables[(f->era + 1) % 2];
    for (size_t i = 0; i < INFLIGHT_SUSPECTS; i++)
        erase(&f->table[i]);
    collect(f, old, f->table, found);
    atomic_store(&f->map->era, ++f->era);
    f->left = found->suspects = f->n;
    for (size_t i = 0; i < f->n; i++)
        found->condemned += f->table[i].count >= INFLIGHT_CONDEMNED;
}

/* ---- the file ------------------------------------------------------------------------------------------------------------ */

static void say_where(dgm_error *e, const char *path) { snprintf(e->where, sizeof e->where, "%.127s", path); }

static enum inflight_opened fail(dgm_error *e, const char *path, const char *what, int number) {
    bool full = number == ENOSPC || number == EFBIG || number == EDQUOT || number == ENOMEM || number == EIO ||
                number == EMFILE || number == ENFILE;
    e->code = full ? DGM_MEMORY : DGM_IO;
    snprintf(e->what, sizeof e->what, "%s: %s", what, strerror(number));
    say_where(e, path);
    snprintf(e->hint, sizeof e->hint, "%s",
             full ? "" : "[flow] state names a folder of this machine that the daemon may write to");
    return full ? INFLIGHT_NO_ROOM : INFLIGHT_WRONG;
}

/* Takes the file for ours. Whoever is second finds it locked, and has changed nothing. */
static enum inflight_opened take(inflight *f, const char *path, off_t *size, dgm_error *e) {
    struct stat s;
    f->file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (f->file < 0)
        return fail(e, path, "the state file cannot be opened", errno);
    if (fstat(f->file, &s) != 0 || !S_ISREG(s.st_mode))
        return fail(e, path, "the state file is no file", EINVAL);
    if (flock(f->file, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return fail(e, path, "the state file cannot be locked", errno);
        e->code = DGM_IO;
        snprintf(e->what, sizeof e->what, "another process uses this state folder");
        say_where(e, path);
        return INFLIGHT_TAKEN;
    }
    if (fstat(f->file, &s) != 0) /* its owner may have written it before the lock was ours */
        return fail(e, path, "the state file cannot be read", errno);
    *size = s.st_size;
    return INFLIGHT_OPEN;
}

/* Every block is there before the file is mapped: a full disk is an error here, and no SIGBUS later. */
static enum inflight_opened map_file(inflight *f, const char *path, bool fits, dgm_error *e) {
    int error = 0;
    if (!fits && (ftruncate(f->file, 0) != 0 || ftruncate(f->file, (off_t)sizeof(layout)) != 0))
        return fail(e, path, "the state file cannot be made", errno);
    if ((error = posix_fallocate(f->file, 0, (off_t)sizeof(layout))) != 0)
        return fail(e, path, "the state file cannot be made", error);
    void *map = mmap(NULL, sizeof(layout), PROT_READ | PROT_WRITE, MAP_SHARED, f->file, 0);
    if (map == MAP_FAILED)
        return fail(e, path, "the state file cannot be mapped", errno);
    f->map = map;
    return INFLIGHT_OPEN;
}

/* The head is written last: a process that ends before it has left a file without one. */
static void begin_anew(layout *map) {
    memset(&map->head, 0, sizeof map->head);
    atomic_signal_fence(memory_order_seq_cst);
    for (size_t i = 0; i < INFLIGHT_ROWS; i++)
        erase(&map->rows[i]);
    for (size_t i = 0; i < INFLIGHT_SUSPECTS; i++) {
        erase(&map->tables[0][i]);
        erase(&map->tables[1][i]);
    }
    atomic_store(&map->era, 0);
    atomic_signal_fence(memory_order_seq_cst);
    map->head = expected;
}

enum inflight_opened inflight_open(const char *folder, inflight **out, inflight_found *found, dgm_error *e) {
    char path[4096];
    off_t size = 0;
    inflight *f = calloc(1, sizeof *f);
    *out = NULL;
    *found = (inflight_found){0};
    if (!f)
        return fail(e, folder, "the state file", ENOMEM);
    f->file = -1;
    enum inflight_opened opened = INFLIGHT_OPEN;
    if ((size_t)snprintf(path, sizeof path, "%s/inflight", folder) >= sizeof path)
        opened = fail(e, folder, "the state folder", ENAMETOOLONG);
    if (opened == INFLIGHT_OPEN)
        opened = take(f, path, &size, e);
    if (opened == INFLIGHT_OPEN)
        opened = map_file(f, path, size == (off_t)sizeof(layout), e);
    if (opened != INFLIGHT_OPEN) {
        inflight_close(f);
        return opened;
    }
    if (memcmp(&f->map->head, &expected, sizeof expected) != 0) {
        found->anew = size == 0 ? NULL : "the file is cut, damaged, or of another version";
        begin_anew(f->map);
    }
    begin_era(f, found);
    *out = f;
    return INFLIGHT_OPEN;
}

void inflight_close(inflight *f) {
    if (!f)
        return;
    if (f->map)
        munmap(f->map, sizeof *f->map);
    if (f->file >= 0)
        close(f->file); /* and the lock goes with it */
    free(f);
}

/* ---- while it runs --------------------------------------------------------------------------------------------------------- */

void inflight_begin(inflight *f, size_t row, const bus_record *record, bool alone) {
    if (f && row < INFLIGHT_ROWS && !atomic_load(&f->frozen))
        fill(&f->map->rows[row], record->topic, record->partition, record->offset, record->timestamp, f->era, alone);
}

void inflight_end(inflight *f, size_t row) {
    if (f && row < INFLIGHT_ROWS && !atomic_load(&f->frozen))
        erase(&f->map->rows[row]);
}

void inflight_freeze(inflight *f) {
    if (f)
        atomic_store(&f->frozen, true);
}

static entry *find(const inflight *f, const bus_record *r) {
    for (size_t i = 0; f && f->left && i < f->n; i++)
        if (f->table[i].offset == r->offset && stands(&f->table[i]) &&
            same_place(&f->table[i], r->topic, r->partition, r->offset, r->timestamp))
            return &f->table[i];
    return NULL;
}

int inflight_crashes(const inflight *f, const bus_record *record) {
    const entry *e = find(f, record);
    return !e ? -1 : e->count > INT_MAX ? INT_MAX : (int)e->count;
}

void inflight_acquit(inflight *f, const bus_record *record) {
    entry *e = find(f, record);
    if (!e)
        return;
    erase(e);
    f->left--;
}

void inflight_passed(inflight *f, const char *topic, int32_t partition, int64_t offset) {
    for (size_t i = 0; f && f->left && i < f->n; i++) {
        entry *e = &f->table[i];
        if (e->offset >= offset || e->partition != partition || !stands(e) ||
            strncmp(e->topic, topic, TOPIC_BYTES - 1) != 0)
            continue;
        erase(e);
        f->left--;
    }
}
