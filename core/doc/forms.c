/* SPDX-License-Identifier: Apache-2.0 */
#include "base/net.h"
#include "doc/doc.h"

bool dgm_doc_hash_forms(dgm_doc *doc) {
    if (doc->forms || doc->tokens.count == 0)
        return true;
    dgm_net_word *forms = dgm_arena_alloc(doc->arena, doc->tokens.count * sizeof *forms);
    for (uint32_t i = 0; forms && i < doc->tokens.count; i++)
        forms[i] = dgm_net_word_make(dgm_doc_form(doc, i));
    doc->forms = forms;
    return forms != NULL;
}

uint32_t dgm_doc_longest_sentence(const dgm_doc *doc, uint32_t most) {
    uint32_t longest = 1;
    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        uint32_t n = doc->sentences.items[i].end - doc->sentences.items[i].first;
        longest = n > longest ? n : longest;
    }
    return longest < most ? longest : most;
}
