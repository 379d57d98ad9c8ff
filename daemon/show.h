/* SPDX-License-Identifier: Apache-2.0 */
/* Makes what stands on the board: the metrics, the status as JSON, the last records, and whether we are ready and if not, why. */
#ifndef DRAGOMAND_SHOW_H
#define DRAGOMAND_SHOW_H

#include <jansson.h>

#include "board.h"
#include "report.h"

void show_pin(board *b, const report *r, const char *model);
json_t *show_status(const report *r, const char *model); /* NULL: no memory */

#endif
