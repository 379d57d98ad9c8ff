/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The threads that read articles. Each has a reader of its own; they share the model and take slots from one queue, in
 * order, and give them back through another. What each is reading stands in its row of the state file (inflight.h); when the
 * memory is at an end the rows stay as they are, as any of the articles may have eaten it. They touch nothing else.
 *
 * Model and settings may be exchanged while they run: each worker makes itself a new reader before its next article.
 */
#ifndef DRAGOMAND_WORKER_H
#define DRAGOMAND_WORKER_H

#include "batch.h"
#include "inflight.h"
#include "model.h"

typedef struct workers workers;

/* `state` is borrowed, NULL where nothing is remembered. */
bool workers_start(size_t threads, size_t capacity, work_plan *plan, inflight *state, workers **out, dgm_error *e);
void workers_exchange(workers *w, work_plan *plan);
bool workers_give(workers *w, slot *s); /* false: as many are waiting as fit */
slot *workers_take_back(workers *w);    /* NULL: none is ready */
int workers_file(const workers *w);     /* becomes readable when one is ready */
/* Cancels what has been read since longer than `limit`. Returns the longest time in ms that a thread has been at one article. */
int64_t workers_check(workers *w, int64_t now, int64_t limit);
/* Waits until all that was given has been given back; nothing can be given any more. False: at `until` a worker was still
 * reading, and the process can end only by _exit. */
bool workers_stop(workers *w, int64_t until);
void workers_free(workers *w); /* after workers_stop; NULL is fine */

#endif
