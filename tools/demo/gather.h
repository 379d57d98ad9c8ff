/* SPDX-License-Identifier: Apache-2.0 */
/* Shows an article's records together, whatever the order in which they come. */
#ifndef DRAGOMAN_DEMO_GATHER_H
#define DRAGOMAN_DEMO_GATHER_H

#include "demo.h"

typedef struct gather {
    json_t *open; /* owned: articles of which something has come and not all */
    FILE *out;
} gather;

void gather_event(gather *g, json_t *event); /* borrows */
void gather_extraction(gather *g, json_t *extraction);
void gather_end(gather *g); /* shows what is not whole, and ends */

#endif
