/* SPDX-License-Identifier: Apache-2.0 */
/* What both sides of the pass-through measurement answer to an article: its id, and one small extraction. */
#ifndef BENCH_ANSWER_H
#define BENCH_ANSWER_H

#include <stddef.h>

enum { ANSWER_ID = 64, ANSWER_BYTES = 256 };

typedef struct answer {
    char id[ANSWER_ID], value[ANSWER_BYTES];
    size_t id_bytes, value_bytes;
} answer;

/* Of an article as the sender writes it: {"id": "…" comes first. */
void answer_to(const char *article, size_t n, answer *out);

#endif
