/* SPDX-License-Identifier: Apache-2.0 */
/* Moments as scrapers and pages write them. `at`: the moment in UTC as RFC 3339 ("" when only a day is known); `day`: in the offset
 * that was given; `seconds` since 1970. False when it cannot be read, or lies outside the years 1 to 9999. */
#ifndef DGM_BASE_MOMENT_H
#define DGM_BASE_MOMENT_H

#include "base/date.h"

bool dgm_moment_parse(dgm_str s, dgm_date *day, char at[32],
                      int64_t *seconds); /* RFC 3339 with any offset, or a date */
bool dgm_moment_epoch(double number, dgm_date *day, char at[32], int64_t *seconds); /* seconds or milliseconds */

#endif
