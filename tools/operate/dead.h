/* SPDX-License-Identifier: Apache-2.0 */
/* Dead letters, as they stand in their topic: PARTITION@OFFSET names one. */
#ifndef DGM_OPERATE_DEAD_H
#define DGM_OPERATE_DEAD_H

#include "reader.h"

typedef struct letter_at {
    int32_t partition;
    int64_t offset;
} letter_at;

/* "0@17"; false: said that it is none. */
bool letter_parse(const char *text, letter_at *out);
/* Where the article stood: topic/partition@offset; false: the record is no dead letter of ours. */
bool letter_origin(const rd_kafka_message_t *m, char *topic, size_t cap, letter_at *out);
/* How often it was sent again before. */
int letter_retries(const rd_kafka_message_t *m);

int dead_explain(const cli *c, const config *conf);
int dead_retry(const cli *c, const config *conf);

#endif
