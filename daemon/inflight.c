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

enum { VERSION = 1 };

typedef struct entry {
    _Atomic uint64_t seal; /* 0: nothing stands here; else the hash of what follows */
    uint64_t era;          /* of rows */
    int64_t offset, timestamp;
    int32_t partition;
    uint32_t count;             /* of a row: 1 when read alone; of a suspect: times that it ended the process alone */
    char topic[INFLIGHT_TOPIC]; /* filled with NULs */
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
    return atomic_load(&e->seal) != 0 && atomic_load(&e->seal) == seal_of(e) && e->topic[INFLIGHT_TOPIC - 1] == '\0' &&
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
           strncmp(e->topic, topic, INFLIGHT_TOPIC - 1) == 0;
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

/* A file that somebody put there by hand is no file of the unit's user: what the file says of itself tells it. */
static enum inflight_opened fail_open(dgm_error *e, const char *path, int number) {
    struct stat s;
    enum inflight_opened failed = fail(e, path, "the state file cannot be opened", number);
    if ((number != EACCES && number != EPERM && number != EOVERFLOW) || stat(path, &s) != 0)
        return failed;
    snprintf(e->what, sizeof e->what,
             "the state file cannot be opened: %s; it is of user %u with mode %03o, and this process is user %u",
             strerror(number), (unsigned)s.st_uid, (unsigned)(s.st_mode & 07777), (unsigned)geteuid());
    snprintf(e->hint, sizeof e->hint,
             "was it put there by hand? take it away; dragoman state export and import carry what is remembered");
    return failed;
}

/* Opens the file with these flags and locks it. Whoever is second finds it locked, and has changed nothing. */
static enum inflight_opened lock(inflight *f, const char *path, int flags, struct stat *s, dgm_error *e) {
    f->file = open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (f->file < 0)
        return fail_open(e, path, errno);
    if (fstat(f->file, s) != 0 || !S_ISREG(s->st_mode))
        return fail(e, path, "the state file is no file", EINVAL);
    if (flock(f->file, ((flags & O_RDWR) ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return fail(e, path, "the state file cannot be locked", errno);
        e->code = DGM_IO;
        snprintf(e->what, sizeof e->what, "another process uses this state folder");
        say_where(e, path);
        return INFLIGHT_TAKEN;
    }
    if (fstat(f->file, s) != 0) /* its owner may have written it before the lock was ours */
        return fail(e, path, "the state file cannot be read", errno);
    return INFLIGHT_OPEN;
}

/* Takes the file for ours. Between opening and locking it an import may have put a new one in its place: that one counts. */
static enum inflight_opened take(inflight *f, const char *path, int flags, off_t *size, dgm_error *e) {
    struct stat s = {0};
    enum inflight_opened opened = lock(f, path, flags, &s, e);
    while (opened == INFLIGHT_OPEN && s.st_nlink == 0) {
        close(f->file);
        opened = lock(f, path, flags, &s, e);
    }
    if (opened == INFLIGHT_OPEN)
        *size = s.st_size;
    return opened;
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

/* A copy of this process alone: what a start would make of the file, and nobody else sees. */
static enum inflight_opened map_copy(inflight *f, const char *path, bool fits, dgm_error *e) {
    int from = fits ? MAP_PRIVATE : MAP_PRIVATE | MAP_ANONYMOUS;
    // cppcheck-suppress invalidFunctionArg ; -1: of no file
    void *map = mmap(NULL, sizeof(layout), PROT_READ | PROT_WRITE, from, fits ? f->file : -1, 0);
    if (map == MAP_FAILED)
        return fail(e, path, "the state file cannot be mapped", errno);
    f->map = map;
    return INFLIGHT_OPEN;
}

enum purpose { TO_USE, TO_LOOK, TO_REPLACE };

/* Opens, locks, maps. A file that is not there is none to look at, which is no error. */
static enum inflight_opened reach(inflight *f, const char *path, enum purpose purpose, off_t *size,
                                  inflight_found *found, dgm_error *e) {
    enum inflight_opened opened = INFLIGHT_OPEN;
    found->none = access(path, F_OK) != 0 && errno == ENOENT;
    if (!found->none || purpose != TO_LOOK)
        opened = take(f, path, purpose == TO_LOOK ? O_RDONLY : O_RDWR | O_CREAT, size, e);
    if (opened != INFLIGHT_OPEN)
        return opened;
    bool fits = *size == (off_t)sizeof(layout);
    return purpose == TO_USE ? map_file(f, path, fits, e) : map_copy(f, path, fits, e);
}

static bool name_in(const char *folder, const char *name, char *path, size_t cap) {
    return (size_t)snprintf(path, cap, "%s/%s", folder, name) < cap;
}

static enum inflight_opened open_for(enum purpose purpose, const char *folder, inflight **out, inflight_found *found,
                                     dgm_error *e) {
    char path[4096];
    off_t size = 0;
    inflight *f = calloc(1, sizeof *f);
    *out = NULL;
    *found = (inflight_found){0};
    if (!f)
        return fail(e, folder, "the state file", ENOMEM);
    f->file = -1;
    enum inflight_opened opened = name_in(folder, "inflight", path, sizeof path)
                                      ? reach(f, path, purpose, &size, found, e)
                                      : fail(e, folder, "the state folder", ENAMETOOLONG);
    if (!f->map) { /* and `opened` says why */
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

const char *inflight_folder(const char *configured, char *buffer, size_t cap) {
    bool here = configured && *configured;
    const char *given = here ? configured : getenv("STATE_DIRECTORY");
    if (!given || !*given)
        return NULL;
    snprintf(buffer, cap, "%.*s", here ? (int)strlen(given) : (int)strcspn(given, ":"), given);
    return buffer;
}

enum inflight_opened inflight_open(const char *folder, inflight **out, inflight_found *found, dgm_error *e) {
    return open_for(TO_USE, folder, out, found, e);
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
            strncmp(e->topic, topic, INFLIGHT_TOPIC - 1) != 0)
            continue;
        erase(e);
        f->left--;
    }
}

/* ---- for a backup ---------------------------------------------------------------------------------------------------------- */

enum inflight_opened inflight_look(const char *folder, inflight **out, inflight_found *found, dgm_error *e) {
    *out = NULL;
    return access(folder, F_OK) == 0 ? open_for(TO_LOOK, folder, out, found, e)
                                     : fail(e, folder, "the state folder cannot be looked at", errno);
}

size_t inflight_list(const inflight *f, inflight_suspect *out) {
    size_t n = 0;
    for (size_t i = 0; f && i < f->n; i++) {
        const entry *e = &f->table[i];
        if (!stands(e))
            continue;
        out[n] = (inflight_suspect){
            .partition = e->partition, .offset = e->offset, .timestamp = e->timestamp, .crashes = e->count};
        memcpy(out[n++].topic, e->topic, sizeof e->topic);
    }
    return n;
}

/* False: there was no room for it, or for one that is less guilty and went for it. */
static bool unite(inflight *f, const inflight_suspect *s) {
    entry *least = f->table;
    for (size_t i = 0; i < f->n; i++) {
        entry *e = &f->table[i];
        if (same_place(e, s->topic, s->partition, s->offset, s->timestamp)) {
            if (e->count < s->crashes)
                fill(e, s->topic, s->partition, s->offset, s->timestamp, 0, s->crashes);
            return true;
        }
        least = e->count < least->count ? e : least;
    }
    bool room = f->n < INFLIGHT_SUSPECTS;
    if (room)
        least = &f->table[f->n++];
    if (room || least->count < s->crashes)
        fill(least, s->topic, s->partition, s->offset, s->timestamp, 0, s->crashes);
    return room;
}

static bool write_all(int file, const void *bytes, size_t n) {
    for (const char *from = bytes; n;) {
        ssize_t written = write(file, from, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        from += written;
        n -= (size_t)written;
    }
    return true;
}

/* The new file is on the disk before it has the name, and belongs to whom the folder belongs: root may have been asked. */
static bool put_in_place(const layout *map, const char *folder, const char *path, const char *fresh) {
    struct stat s;
    unlink(fresh); /* of an import that was cut short */
    int in = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int file = in < 0 ? -1 : open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool done = file >= 0 && write_all(file, map, sizeof *map) && fstat(in, &s) == 0 &&
                (geteuid() != 0 || fchown(file, s.st_uid, s.st_gid) == 0) && fsync(file) == 0 &&
                rename(fresh, path) == 0;
    int error = errno;
    if (!done && file >= 0)
        unlink(fresh);
    if (file >= 0)
        close(file);
    if (in >= 0) {
        (void)fsync(in); /* a folder that cannot be synced loses no more than the import */
        close(in);
    }
    errno = error;
    return done;
}

enum inflight_opened inflight_merge(const char *folder, const inflight_suspect *list, size_t n, inflight_found *found,
                                    size_t *forgotten, dgm_error *e) {
    char path[4096], fresh[4096];
    inflight *f = NULL;
    *forgotten = 0;
    enum inflight_opened opened = open_for(TO_REPLACE, folder, &f, found, e);
    if (!f)
        return opened;
    for (size_t i = 0; i < n; i++)
        *forgotten += !unite(f, &list[i]);
    found->suspects = f->n;
    found->condemned = 0;
    for (size_t i = 0; i < f->n; i++)
        found->condemned += f->table[i].count >= INFLIGHT_CONDEMNED;
    if (!name_in(folder, "inflight", path, sizeof path) || !name_in(folder, "inflight.new", fresh, sizeof fresh))
        opened = fail(e, folder, "the state folder", ENAMETOOLONG);
    else if (!put_in_place(f->map, folder, path, fresh))
        opened = fail(e, path, "the new state file cannot be written", errno);
    inflight_close(f); /* only now may a daemon take it */
    return opened;
}
