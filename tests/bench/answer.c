/* SPDX-License-Identifier: Apache-2.0 */
#include "answer.h"

#include <stdio.h>
#include <string.h>

void answer_to(const char *article, size_t n, answer *out) {
    static const char before[] = "{\"id\": \"";
    size_t length = sizeof before - 1;
    const char *id = n > length && memcmp(article, before, length) == 0 ? article + length : NULL;
    const char *end = id ? memchr(id, '"', n - length) : NULL;
    int bytes = end && end - id < ANSWER_ID ? (int)(end - id) : 0;
    out->id_bytes = (size_t)snprintf(out->id, sizeof out->id, "%.*s", bytes, bytes ? id : "");
    out->value_bytes =
        (size_t)snprintf(out->value, sizeof out->value,
                         "{\"article\":{\"id\":\"%s\",\"language\":\"en\",\"warnings\":[]},\"entities\":[],"
                         "\"events\":[],\"quotes\":[]}",
                         out->id);
}
