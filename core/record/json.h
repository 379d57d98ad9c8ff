/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the record room: JSON written straight into a buffer. Objects and lists put their own commas. */
#ifndef DGM_RECORD_JSON_H
#define DGM_RECORD_JSON_H

#include "base/buf.h"
#include "base/date.h"

typedef struct dgm_json {
    dgm_buf *out;
    bool comma; /* something stands before on this level */
} dgm_json;

void dgm_json_open(dgm_json *j, char bracket);  /* '{' or '[' */
void dgm_json_close(dgm_json *j, char bracket); /* '}' or ']' */
void dgm_json_name(dgm_json *j, const char *key, size_t n);
static inline void dgm_json_key(dgm_json *j, const char *key) { dgm_json_name(j, key, strlen(key)); }
void dgm_json_str(dgm_json *j, dgm_str s);         /* always a string */
void dgm_json_str_or_null(dgm_json *j, dgm_str s); /* null when empty */
void dgm_json_text(dgm_json *j, const char *s);
void dgm_json_int(dgm_json *j, int64_t i);
void dgm_json_real(dgm_json *j, double x, int places); /* rounded; no trailing zeros, but 2 is written 2.0 */
void dgm_json_bool(dgm_json *j, bool b);
void dgm_json_null(dgm_json *j);
void dgm_json_raw(dgm_json *j, dgm_str s);   /* s is JSON */
void dgm_json_date(dgm_json *j, dgm_date d); /* null when unknown */

#endif
