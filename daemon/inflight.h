/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which articles are being read, in a small mapped file that outlives the process. An article can crash the process, hang it
 * or eat its memory; the next start finds in the file which ones were being read, and reads each of them alone. The one that
 * ends the process twice while it is alone is not read a third time.
 *
 *   article   begun ── ended ──▶ forgotten
 *               │ the process ends in between
 *               ▼
 *            SUSPECT ── read alone, comes back ──▶ forgotten
 *               │ the process ends again: once more; after the second time
 *               ▼
 *           CONDEMNED ── its dead letter is committed ──▶ forgotten
 *
 * What must be survived is the end of the process at any instruction, not a power cut: nothing is synced. Each entry has a
 * seal, a hash of its content, that is written last and taken away first, so that an entry is whole or not there; a damaged
 * or foreign file is one without entries. The file is this machine's alone and this process's alone: it is locked.
 *
 * A worker thread writes only its own row. All else is the loop's thread's.
 */
#ifndef DRAGOMAND_INFLIGHT_H
#define DRAGOMAND_INFLIGHT_H

#include <dragoman/dragoman.h>

#include "bus.h"

enum { INFLIGHT_ROWS = 256, INFLIGHT_SUSPECTS = 512, INFLIGHT_CONDEMNED = 2 };

typedef struct inflight inflight;

enum inflight_opened { INFLIGHT_OPEN, INFLIGHT_TAKEN, INFLIGHT_WRONG, INFLIGHT_NO_ROOM };

/* What was found. */
typedef struct inflight_found {
    const char *anew; /* why the file begins anew, or NULL; static */
    bool none;        /* there was no file */
    size_t damaged;   /* entries that are left out */
    size_t rows;      /* articles that were being read when the last process ended */
    size_t suspects;  /* with those of before */
    size_t condemned; /* of these */
} inflight_found;

/* [flow] state, else the first folder of those that systemd has made for the unit. NULL: there is none. */
const char *inflight_folder(const char *configured, char *buffer, size_t cap);

/*
 * Opens FOLDER/inflight, or makes it; what stands in the rows becomes suspects. TAKEN: another process uses it. WRONG: the
 * folder or the file cannot be used; NO_ROOM: the disk or the memory is full; `e` says what.
 */
enum inflight_opened inflight_open(const char *folder, inflight **out, inflight_found *found, dgm_error *e);
void inflight_close(inflight *f); /* NULL is fine, as for all that follow: then nothing is remembered */

/* Of the worker that has this row. `alone`: nothing else is being read. */
void inflight_begin(inflight *f, size_t row, const bus_record *record, bool alone);
void inflight_end(inflight *f, size_t row);
/* From any thread: the process will end for something that one of the articles may have done. The rows stay as they are. */
void inflight_freeze(inflight *f);

/* How often it ended the process while it was read alone; -1: it is no suspect. */
int inflight_crashes(const inflight *f, const bus_record *record);
/* It was read, and the process is still there. */
void inflight_acquit(inflight *f, const bus_record *record);
/* All before the offset is done with, by us or by others. */
void inflight_passed(inflight *f, const char *topic, int32_t partition, int64_t offset);

/* ---- for a backup (backup.h) ---------------------------------------------------------------------------------------------- */

enum { INFLIGHT_TOPIC = 256 }; /* bytes of a topic's name, with its end */

typedef struct inflight_suspect {
    char topic[INFLIGHT_TOPIC];
    int32_t partition;
    int64_t offset, timestamp;
    uint32_t crashes; /* how often it ended the process while it was read alone */
} inflight_suspect;

/* Opens it to look, as a start would find it; nothing is written. No file is one without entries. */
enum inflight_opened inflight_look(const char *folder, inflight **out, inflight_found *found, dgm_error *e);
/* The suspects that are left, at most INFLIGHT_SUSPECTS; returns how many. */
size_t inflight_list(const inflight *f, inflight_suspect *out);
/*
 * Adds suspects to those that are there, while no process uses the folder: a new file takes the old one's place, whole, or what
 * was there stays. Of an article that is known the larger number of crashes holds. `forgotten`: for how many of the less guilty
 * there was no room.
 */
enum inflight_opened inflight_merge(const char *folder, const inflight_suspect *list, size_t n, inflight_found *found,
                                    size_t *forgotten, dgm_error *e);

#endif
