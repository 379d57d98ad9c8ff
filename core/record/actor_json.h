/* SPDX-License-Identifier: Apache-2.0 */
/* Who a phrase names, as JSON: the answer of dgm_actor. */
#ifndef DGM_RECORD_ACTOR_JSON_H
#define DGM_RECORD_ACTOR_JSON_H

#include "base/buf.h"
#include "doc/doc.h"

/* One object: name, type, code, country, sectors, role, wikidata, entry, file, line, confidence. `doc` holds a phrase that was
 * read up to `entity`; of what is named in it, what the phrase as a whole stands for. Null (confidence 0) where nothing
 * is known. */
void dgm_write_actor(const dgm_doc *phrase, dgm_buf *out);

#endif
