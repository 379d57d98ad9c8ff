/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a topic's committed records without a group: from somewhere to its end, or for ever. */
#ifndef DGM_OPERATE_READER_H
#define DGM_OPERATE_READER_H

#include "operate.h"

/* False: no more is wanted. The message is borrowed. */
typedef bool reader_take(void *arg, const rd_kafka_message_t *m);

typedef struct reader {
    const config *conf;
    const char *of, *topic;
    const char *from; /* earliest, latest, a time, offsets; NULL: latest */
    int64_t last;     /* with no `from`: about that many of each partition before the end; 0: from the end */
    bool follow;
    reader_take *take;
    void (*caught_up)(void *arg); /* once, when all that was there has been taken; may be NULL */
    void *arg;
} reader;

/* An exit status. Ctrl-C ends a reader that follows, with CLI_OK. */
int reader_run(const reader *r);
/* One record at an offset; NULL: *status, and said why. To be freed with rd_kafka_message_destroy before the client is closed. */
rd_kafka_message_t *reader_one(client *k, const char *topic, int32_t partition, int64_t offset, int *status);
/* The last header of that name as a text, "" where there is none. */
const char *reader_header(const rd_kafka_message_t *m, const char *name, char *buffer, size_t cap);

#endif
