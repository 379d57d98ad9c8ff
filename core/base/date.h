/* SPDX-License-Identifier: Apache-2.0 */
/* The civil (proleptic Gregorian) calendar. No clock: dates come from texts and callers. */
#ifndef DGM_BASE_DATE_H
#define DGM_BASE_DATE_H

#include "base/span.h"

/* year 0 = unknown; month 0 = only the year is known; day 0 = only the month is known */
typedef struct dgm_date {
    int16_t year;
    uint8_t month, day;
} dgm_date;

int32_t dgm_date_days(dgm_date d); /* days since 1970-01-01; unknown parts count as their first */
dgm_date dgm_date_of_days(int32_t days);
bool dgm_date_valid(dgm_date d);      /* real day, years 1–9999; unknown parts allowed from the right */
uint8_t dgm_date_weekday(dgm_date d); /* 0 = Monday */
uint8_t dgm_date_month_days(int16_t year, uint8_t month);
dgm_date dgm_date_add(dgm_date d, int32_t days);
int dgm_date_cmp(dgm_date a, dgm_date b);      /* <0, 0, >0 by first day */
bool dgm_date_parse(dgm_str s, dgm_date *out); /* YYYY, YYYY-MM, YYYY-MM-DD */
void dgm_date_print(dgm_date d, char out[11]); /* as long as it is precise; "" when unknown */

#endif
