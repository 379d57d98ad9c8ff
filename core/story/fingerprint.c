/* SPDX-License-Identifier: Apache-2.0 */
#include "story/story.h"

#include "base/fold.h"
#include "base/hash.h"

uint64_t dgm_fingerprint(const dgm_doc *doc, uint32_t *words) {
    int32_t votes[64] = {0};
    uint64_t before = 0, print = 0;
    *words = 0;
    for (uint32_t i = 0; i < doc->clean.body.count; i++) {
        dgm_str s = dgm_doc_span(doc, doc->clean.body.items[i]);
        dgm_unit unit;
        for (uint32_t at = 0; dgm_fold_next(s, &at, &unit); (*words)++) {
            uint64_t word = dgm_hash(unit.text, unit.n, 11), pair = dgm_hash_mix(before, word);
            before = word;
            for (int b = 0; b < 64; b++)
                votes[b] += pair >> b & 1 ? 1 : -1;
        }
    }
    for (int b = 0; b < 64; b++)
        if (votes[b] > 0)
            print |= (uint64_t)1 << b;
    return *words ? print : 0;
}
