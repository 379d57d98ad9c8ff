/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "doc/doc.h"

#define PEOPLE_MOST 8u /* of a side that are compared */

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

uint32_t dgm_doc_first_mention(const dgm_doc *doc, uint32_t sentence) {
    uint32_t low = 0, high = doc->mentions.count, token = doc->sentences.items[sentence].first;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->mentions.items[middle].first < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool dgm_doc_share_people(const dgm_event *a, const dgm_event *b) {
    const dgm_participants *own[] = {&a->actors, &a->recipients}, *theirs[] = {&b->actors, &b->recipients};
    for (uint32_t i = 0; i < 4; i++)
        for (uint32_t m = 0; m < own[i / 2]->count && m < PEOPLE_MOST; m++)
            for (uint32_t n = 0; n < theirs[i % 2]->count && n < PEOPLE_MOST; n++)
                if (own[i / 2]->items[m].entity == theirs[i % 2]->items[n].entity)
                    return true;
    return false;
}
