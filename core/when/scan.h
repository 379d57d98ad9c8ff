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

bool dgm_scan_word_means(const dgm_scan *s, dgm_str word, const char *meaning, int *value);
/* The word at t without a part that is joined to it, "April" of "mid-April": *part, else 0. */
dgm_str dgm_scan_unjoined(const dgm_scan *s, uint32_t t, int *part);
/* Is it a part of the month, year or decade at t that the words before it mean ("early March")? Then *w becomes that part. */
bool dgm_scan_portion(const dgm_scan *s, uint32_t t, dgm_when *w);
/* Does a date or weekday stand at t? */
bool dgm_scan_day(const dgm_scan *s, uint32_t t, dgm_date *out);
/* "Two days after the coup of 3 January", "hours after the vote on Monday": what is counted from has its day behind the word, before any verb or
 * stop. */
bool dgm_scan_day_behind(const dgm_scan *s, uint32_t word, dgm_date *out);

/* A date, weekday, month or year as the calendar names it. */
uint32_t dgm_scan_named(const dgm_scan *s, uint32_t t, dgm_time *out);
/* More that belongs to the expression of n tokens at t: a range's end, the week of its weekday. Tokens of both together. */
uint32_t dgm_scan_joined(const dgm_scan *s, uint32_t t, uint32_t n, dgm_time *a);
uint32_t dgm_scan_numeric(const dgm_scan *s, uint32_t t, dgm_time *out); /* 2021-03-12, 25/03/2021 */
uint32_t dgm_scan_period(const dgm_scan *s, uint32_t t, dgm_time *out);  /* the third quarter, the end of the year */
bool dgm_scan_to_come(const dgm_scan *s, uint32_t t);                    /* Is its clause about what is to come? */

typedef struct dgm_named_day {
    int month, day, year; /* 0: not known; all of them: it is no date */
} dgm_named_day;
uint32_t dgm_scan_named_day(const dgm_scan *s, uint32_t t, dgm_named_day *out);
/* The year of a day that the words beside it tell, "the September 11 attacks", not the nearest such day; 0: they do not. */
int dgm_scan_known_year(const dgm_scan *s, uint32_t first, uint32_t end, dgm_date guess);

dgm_date dgm_date_make(int y, int m, int d);
dgm_when dgm_when_span(dgm_date start, dgm_date end, dgm_precision precision);
dgm_when dgm_when_day(dgm_date d);
dgm_when dgm_when_month(int y, int m);
dgm_when dgm_when_year(int y);

/* Tokens taken from t on; 0: no such expression begins there. */
bool dgm_scan_begins(const dgm_scan *s, uint32_t t); /* … of those that count or tell an hour */
uint32_t dgm_scan_relative(const dgm_scan *s, uint32_t t, dgm_time *out);
uint32_t dgm_scan_hour(const dgm_scan *s, uint32_t t, dgm_time *out);

/* What "the next day" at t counts from: the day spoken of, else that of publication. A day to come is none for what has been. */
dgm_date dgm_spoken_day(const dgm_scan *s, uint32_t t);
/* Inside a noun, or in a clause that belongs to one? "The July attack", "the vote held on Friday" are said by the way. */
bool dgm_said_by_the_way(const dgm_doc *doc, uint32_t first, uint32_t end);

#endif
