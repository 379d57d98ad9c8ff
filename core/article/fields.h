/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the article room: reading single fields of the message. */
#ifndef DGM_ARTICLE_FIELDS_H
#define DGM_ARTICLE_FIELDS_H

#include <jansson.h>

#include "base/moment.h"
#include "pipeline/stage.h"

/* Null is the same as absent; another type than string is DGM_WRONG_TYPE; U+0000 in it is DGM_BAD_TEXT. */
int dgm_field_string(dgm_stage *stage, json_t *root, const char *name, dgm_str *out);
/* A string, or a number taken as its digits. */
int dgm_field_id(dgm_stage *stage, json_t *root, dgm_str *out);
/* `published` and `fetched`; what cannot be read gives a warning and is left unknown. */
int dgm_field_dates(dgm_stage *stage, json_t *root);

/* Numbers that a 64-bit integer or a double cannot hold become strings of their digits, so that a scraper's wide hash is never
 * a reason to refuse an article. *json may point to a copy on the article's arena afterwards. */
int dgm_quote_wide_numbers(dgm_stage *stage, dgm_str *json);

void dgm_json_free(void *p); /* what jansson allocated */

/* jansson's own limit, when it was built: not in its header */
#ifndef JSON_PARSER_MAX_DEPTH
#define JSON_PARSER_MAX_DEPTH 2048
#endif

/* One JSON value and nothing else, by the grammar alone (lone surrogates pass); *decoded: the bytes of its strings. */
bool dgm_json_is_valid(dgm_str json, uint64_t *decoded);
/* The bytes of the strings that came out, names of fields among them. */
uint64_t dgm_json_decoded(json_t *root);

#endif
