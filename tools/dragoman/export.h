/* SPDX-License-Identifier: Apache-2.0 */
/* Event records as rows of other people's data sets: a file for each of them, what they share here. */
#ifndef DGM_CLI_EXPORT_H
#define DGM_CLI_EXPORT_H

#include <jansson.h>

#include "cli.h"

/* An event with what surrounds it, borrowed from one line of input. */
typedef struct export_event {
    json_t *event, *article, *entities, *extractor; /* the last three may be NULL */
    const char *id;                                 /* the record's, or NULL */
    int year, month, day; /* of the event, else of its publication; day and month at least 1 */
} export_event;

/* One TAB-separated row after the other. */
typedef struct export_sheet {
    FILE *out;
    const dgm_model *model; /* for the tables of codes */
    const char *missing;    /* what stands where nothing is known */
    int column;             /* of the row that is being written */
} export_sheet;

/* Text with TABs, line breaks and control characters as blanks, no double quote in front (readers would take it for the begin of a
 * quoted field); NULL and "" are missing. */
void export_cell(export_sheet *s, const char *text);
void export_print(export_sheet *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
void export_missing(export_sheet *s, int cells);
/* What is left of a text without what an export_cell does not begin with; "" when nothing is. */
const char *export_trim(const char *text);
/* Whether a place has coordinates: both, on the globe, and not 0,0, where lists put what they do not know. */
bool export_located(json_t *place);
/* Latitude and longitude with four places, or two missing cells. */
void export_coordinates(export_sheet *s, json_t *place);
void export_end(export_sheet *s);

const char *export_string(json_t *object, const char *key); /* "" when there is none */
const char *export_lookup(const export_sheet *s, const char *table, const char *key, const char *column);
/* The number of `digits` digits that stands `at` places into a text; -1: none stands there. */
int export_digits(const char *text, size_t at, int digits);
/* 53 bits (what a double, and so every reader, keeps) that name the `ordinal`th row of a record; the same for the same record. */
long long export_number(const char *id, unsigned ordinal);
/* The code of a person or body without the sectors that a code may carry: "EU", "DEU"; "" when unknown. */
const char *export_code(json_t *participant);
bool export_is_state(const export_sheet *s, json_t *participant);

/* Dyads: who to whom, as those data sets have them. A meeting without host and guest goes both ways between all who met; a visit by
 * CAMEO's 042 has its 043. `cameo` is the code of that direction. Nobody on a side is NULL. */
typedef void export_dyad(export_sheet *s, const export_event *e, json_t *from, json_t *to, const char *cameo,
                         unsigned ordinal);
void export_dyads(export_sheet *s, const export_event *e, export_dyad *write);

void export_gdelt(export_sheet *s, const export_event *e);
void export_icews_head(export_sheet *s);
void export_icews(export_sheet *s, const export_event *e);
void export_polecat_head(export_sheet *s);
void export_polecat(export_sheet *s, const export_event *e);

#endif
