/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the coreference room: what its files share. */
#ifndef DGM_COREF_COREF_H
#define DGM_COREF_COREF_H

#include "coref/antecedent.h"
#include "doc/tree.h"
#include "pipeline/stage.h"

typedef struct dgm_anaphora { /* what words like "he", "both", "the bloc" mean; table `anaphora` */
    bool known;
    dgm_table words;
    dgm_index index;
    int meaning;
    dgm_antecedent_knowledge antecedents;
} dgm_anaphora;
dgm_str dgm_anaphora_meaning(const dgm_anaphora *k, dgm_str words);                 /* the first; empty: none */
bool dgm_anaphora_means(const dgm_anaphora *k, dgm_str words, const char *meaning); /* is it one of several? */

/* Lets "(TPLF)" and "the Council" mean the body that the article has named in full before. Mentions stay in order. */
int dgm_coref_names(dgm_stage *stage);
/* "both sides", "the two countries", "the ministers": several entities at once. Call dgm_doc_sort_mentions after them. */
int dgm_coref_pairs(dgm_stage *stage, const dgm_anaphora *k);
int dgm_coref_offices(dgm_stage *stage, const dgm_anaphora *k);
/* Whom "they" means where a subject before is several: their number, up to `cap`, or 0. `token`: the pronoun; mentions [0, upto) are
 * before it. */
uint32_t dgm_coref_several(const dgm_doc *doc, uint32_t token, uint32_t upto, uint32_t *entities, uint32_t cap);
/* Makes entities the members of a plural; false: no memory. */
bool dgm_coref_members(dgm_doc *doc, dgm_mention *m, const uint32_t *entities, uint32_t count);

bool dgm_coref_same_word(dgm_str a, dgm_str b); /* letters of ASCII compared without their case */
dgm_str dgm_coref_last_word(dgm_str s);
bool dgm_coref_is_subject(const dgm_doc *doc, const dgm_mention *m);

/* Who stands at the other end of the verb that the phrase is subject or object of: the entity, or DGM_NONE. */
uint32_t dgm_coref_other_end(const dgm_doc *doc, uint32_t head);

#endif
