/* SPDX-License-Identifier: Apache-2.0 */
/* Questions about the tree that more than one room asks. Tokens are article-wide indexes; DGM_NONE is "none". */
#ifndef DGM_DOC_TREE_H
#define DGM_DOC_TREE_H

#include "doc/doc.h"

/* A token's first child, and the next child of its head, so that nobody searches the sentence for them; DGM_NONE: none. Made again
 * whenever heads change; a document without it is searched. */
typedef struct dgm_kin {
    uint32_t child, next;
} dgm_kin;
bool dgm_tree_link(dgm_doc *doc); /* false: no memory */

/* Children of `head` in order of the text: start with prev = DGM_NONE, go on with the child before. */
uint32_t dgm_tree_search_child(const dgm_doc *doc, uint32_t head, uint32_t prev);
static inline uint32_t dgm_tree_child(const dgm_doc *doc, uint32_t head, uint32_t prev) {
    if (!doc->kin || head >= doc->tokens.count)
        return dgm_tree_search_child(doc, head, prev);
    return prev == DGM_NONE ? doc->kin[head].child : doc->kin[prev].next;
}
/* The first child with that relation (subtypes are relations of their own). */
uint32_t dgm_tree_child_rel(const dgm_doc *doc, uint32_t head, unsigned rel);
bool dgm_tree_under(const dgm_doc *doc, uint32_t token, uint32_t ancestor); /* a token is under itself */
/* First and one past last token of the subtree. */
void dgm_tree_extent(const dgm_doc *doc, uint32_t token, uint32_t *first, uint32_t *end);
/* The preposition of a noun ("with" of "with Russia"): its `case` child, or DGM_NONE. */
uint32_t dgm_tree_case(const dgm_doc *doc, uint32_t token);
/* conj chain: the first conjunct that `token` is coordinated with (itself when it is not). */
uint32_t dgm_tree_conj_head(const dgm_doc *doc, uint32_t token);
/* The clause's subject, own or inherited: coordination, xcomp control, relative and participial clauses. A passive's
 * subject is given too: *passive says so. Depth-bounded. */
uint32_t dgm_tree_subject(const dgm_doc *doc, uint32_t verb, bool *passive);
bool dgm_tree_passive(const dgm_doc *doc, uint32_t verb);
bool dgm_tree_bare(const dgm_doc *doc,
                   uint32_t token); /* a verb that is an infinitive, participle or gerund without an auxiliary */
bool dgm_tree_negated(const dgm_doc *doc, uint32_t token); /* own negation only: not, n't, never, no, neither */
/* The token's lemma, and its form, compared with a lower-case ASCII word. */
bool dgm_tree_lemma_is(const dgm_doc *doc, uint32_t token, const char *lemma);
dgm_span dgm_tree_span(const dgm_doc *doc, uint32_t first, uint32_t end); /* bytes of a token range */

#endif
