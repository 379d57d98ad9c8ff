/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "doc/doc.h"

static int by_place(const void *x, const void *y) {
    const dgm_mention *a = x, *b = y;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a->end > b->end ? -1 : a->end < b->end;
}

void dgm_doc_sort_mentions(dgm_doc *doc) {
    if (doc->mentions.count)
        qsort(doc->mentions.items, doc->mentions.count, sizeof *doc->mentions.items, by_place);
    for (uint32_t t = 0; t < doc->tokens.count; t++)
        doc->tokens.items[t].mention = DGM_NONE;
    for (uint32_t i = 0; i < doc->mentions.count; i++) {
        const dgm_mention *m = &doc->mentions.items[i];
        for (uint32_t t = m->first; t < m->end; t++) {
            uint32_t old = doc->tokens.items[t].mention;
            if (old == DGM_NONE || doc->mentions.items[old].end - doc->mentions.items[old].first > m->end - m->first)
                doc->tokens.items[t].mention = i;
        }
    }
}
