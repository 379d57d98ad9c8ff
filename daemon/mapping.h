/* SPDX-License-Identifier: Apache-2.0 */
/* Articles whose fields have other names: made into what the core reads, before the core sees them. */
#ifndef DRAGOMAND_MAPPING_H
#define DRAGOMAND_MAPPING_H

#include "work.h"

/* The article as JSON with the core's names, in `*out` (to be freed). Returns DGM_OK, DGM_NOT_JSON, DGM_MEMORY. Where the value
 * is no JSON object, the core is left to say what is wrong: DGM_OK and NULL. */
int mapping_apply(const work_settings *s, const bus_bytes *value, char **out, size_t *n);

#endif
