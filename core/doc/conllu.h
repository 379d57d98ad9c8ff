/* SPDX-License-Identifier: Apache-2.0 */
/* CoNLL-U: sentences, tokens, tags and trees as text, out of and into an article. */
#ifndef DGM_DOC_CONLLU_H
#define DGM_DOC_CONLLU_H

#include "base/buf.h"
#include "doc/doc.h"

/* Lays the sentences and tokens of `conllu` on the article: forms are looked for in doc->text in order, skipping bytes
 * that no token covers; a sentence whose tokens are not all found is left out, with a warning. Tags, lemmas, features
 * and heads are taken where the columns have them (a sentence's tree only when it is one: one root, no cycle). Lines that
 * are no CoNLL-U are DGM_BAD_ARGUMENT with their number. Needs doc->clean (for paragraphs and the headline). */
int dgm_conllu_read(dgm_doc *doc, dgm_str conllu, dgm_error *error);
bool dgm_conllu_tagged(const dgm_doc *doc); /* every token has a part of speech */
bool dgm_conllu_parsed(const dgm_doc *doc); /* every sentence has a tree */

/* All sentences: # sent_id, # text, ten columns, SpaceAfter=No where the next token follows at once. */
void dgm_conllu_write(const dgm_doc *doc, dgm_buf *out);

#endif
