/* SPDX-License-Identifier: Apache-2.0 */
/* Who a phrase names: `dragoman actor` and the public dgm_actor. */
#ifndef DGM_ENTITY_ACTOR_H
#define DGM_ENTITY_ACTOR_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"

/* Writes one JSON object (name, code, country, sectors, wikidata, entry, file, line, confidence; null where nothing is
 * known) to `json`. `know`: what the entity room's open gave. `date`: year 0 for any day; `country`: "" for none. */
int dgm_actor_find(const void *know, dgm_str phrase, dgm_date date, dgm_str country, dgm_arena *scratch, dgm_buf *json,
                   dgm_error *error);

#endif
