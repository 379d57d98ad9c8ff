/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an article becomes: the messages for the output topics, or a dead letter. Pure computing: a reader belongs to one
 * worker thread; a result depends on the record and the settings alone.
 */
#ifndef DRAGOMAND_WORK_H
#define DRAGOMAND_WORK_H

#include <dragoman/dragoman.h>

#include "bus.h"
#include "pool.h"

/* Owned by the slot that asked for it. The messages point into the pool and into the record. */
enum { WORK_STAGES = 16 };

/* How long a room of the core took; its name is the core's. */
typedef struct work_stage {
    const char *name;
    int64_t us;
} work_stage;

/* Of an event record, as it stands there. */
typedef struct work_kind {
    char type[12], status[16];
} work_kind;

typedef struct work_result {
    pool pool;
    bus_message *messages;
    size_t n;
    int code;         /* DGM_OK, or why it is a dead letter */
    char what[400];   /* for people */
    char article[96]; /* its id, as far as known, cut to fit */
    size_t events;
    work_kind *kinds; /* of the event records, in the pool */
    size_t kind_count;
    work_stage stages[WORK_STAGES];
    size_t stage_count;
    int64_t us;    /* reading it took, messages included */
    bool left_out; /* outside the window: not read, its offset is passed */
} work_result;

/* What workers need of the configuration; immutable and shared while workers run. */
typedef struct work_settings {
    const char *events, *extractions, *review, *dead_letters; /* NULL: off */
    const char *source;
    size_t max_record;
    bool forward_tombstones;
    bool mapped; /* any of the map is set */
    const char *map[9];
    const window *window; /* NULL: none */
    dgm_options options;
} work_settings;

extern const char *const work_fields[9]; /* names of an article's fields, as in work_settings.map */
void work_settings_from(const config *c, work_settings *out);

typedef struct work_reader work_reader;
int work_reader_new(dgm_model *model, const work_settings *settings, work_reader **out, dgm_error *e);
void work_reader_free(work_reader *r);
void work_cancel(work_reader *r); /* from any thread while the reader lives */

/* What goes wrong with an article is in the result, as a dead letter. */
void work_article(work_reader *r, const bus_record *record, work_result *out);
void work_tombstone(const work_settings *s, const bus_record *record, work_result *out);
/* The machine had no memory for the article or its messages: there is no answer, and the article must be read again. */
bool work_starved(const work_result *result);
void work_result_free(work_result *result);

#endif
