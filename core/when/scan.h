/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of expressions of time share. */
#ifndef DGM_WHEN_SCAN_H
#define DGM_WHEN_SCAN_H

#include "when/when.h"

typedef struct dgm_scan {
    const dgm_when_knowledge *k;
    const dgm_doc *doc;
    uint32_t first, end; /* of the sentence */
    const dgm_clock *clock;
} dgm_scan;

/* Does the lexicon give that token the meaning? A meaning that ends in "_" is the beginning of one. */
bool dgm_scan_means(const dgm_scan *s, uint32_t t, const char *meaning, int *value);
bool dgm_scan_integer(dgm_str s, int *out); /* 12, 12th */
int dgm_scan_month(const dgm_scan *s, uint32_t t);
int dgm_scan_weekday(const dgm_scan *s, uint32_t t); /* 1 Monday … 7; 0: none */
bool dgm_scan_is(const dgm_scan *s, uint32_t t, const char *word);

dgm_date dgm_date_make(int y, int m, int d);
dgm_when dgm_when_span(dgm_date start, dgm_date end, dgm_precision precision);
dgm_when dgm_when_day(dgm_date d);
dgm_when dgm_when_month(int y, int m);
dgm_when dgm_when_year(int y);

/* Tokens taken from t on; 0: no such expression begins there. */
bool dgm_scan_begins(const dgm_scan *s, uint32_t t); /* … of those that count or tell an hour */
uint32_t dgm_scan_relative(const dgm_scan *s, uint32_t t, dgm_time *out);
uint32_t dgm_scan_hour(const dgm_scan *s, uint32_t t, dgm_time *out);

/* What "the next day" counts from: the day spoken of, else that of publication. */
dgm_date dgm_spoken_day(const dgm_scan *s);

#endif
