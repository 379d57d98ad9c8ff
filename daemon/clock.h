/* SPDX-License-Identifier: Apache-2.0 */
/* The only file that reads the time; the scenarios of tests/replay put a clock of their own in its place. */
#ifndef DRAGOMAND_CLOCK_H
#define DRAGOMAND_CLOCK_H

#include <stdint.h>

int64_t clock_ms(void);   /* monotonic, as is */
int64_t clock_us(void);   /* this */
int64_t clock_wall(void); /* seconds since 1970 */

#endif
