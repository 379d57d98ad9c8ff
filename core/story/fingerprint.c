/* SPDX-License-Identifier: Apache-2.0 */
#include "story/story.h"

#include "base/fold.h"
#include "base/hash.h"

uint64_t dgm_fingerprint(const dgm_doc *doc, uint32_t *words) {
    uint64_t counts[32] = {0}; /* bit b of counts[k]: bit k of how many pairs have bit b */
    uint64_t before = 0, print = 0;
    *words = 0;
    for (uint32_t i = 0; i < doc->clean.body.count; i++) {
        dgm_str s = dgm_doc_span(doc, doc->clean.body.items[i]);
        dgm_unit unit;
        for (uint32_t at = 0; dgm_fold_next(s, &at, &unit); (*words)++) {
            uint64_t word = dgm_hash(unit.text, unit.n, 11), pair = dgm_hash_mix(before, word);
            before = word;
            for (int k = 0; k < 32 && pair; k++) { /* adds one to the counts of its bits */
                uint64_t carry = counts[k] & pair;
                counts[k] ^= pair;
                pair = carry;
            }
        }
    }
    for (int b = 0; b < 64; b++) {
        uint64_t votes = 0;
        for (int k = 0; k < 32; k++)
            votes |= (counts[k] >> b & 1) << k;
        if (2 * votes > *words)
            print |= (uint64_t)1 << b;
    }
    return *words ? print : 0;
}
