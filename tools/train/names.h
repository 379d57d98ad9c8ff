/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences with names: where the labels of the name finder's training come from. */
#ifndef DGM_TRAIN_NAMES_H
#define DGM_TRAIN_NAMES_H

#include "entity/net.h"
#include "rooms.h"
#include "when/when.h"

#define NAME_UNSURE 255u /* a label that is not to be learnt */

/* Borders and kinds in sentences first … first + count by the entities in MISC (GUM), trimmed to names. */
void names_of_mentions(treebank *bank, uint32_t first, uint32_t count, const rooms *r);
/* At a distance: what the lexicon is sure of; proper nouns that it does not know are not to be learnt. */
void names_of_lexicon(treebank *bank, uint32_t first, uint32_t count, const rooms *r);
/* Articles with lists of their entities, folder/{articles,gold}/ID.json: adds their sentences. Article i of the order of
 * names is left out when i leaves `fold` modulo `folds` (folds 0: none is), or with `only`, alone taken. */
void names_of_articles(treebank *bank, const char *folder, const rooms *r, unsigned fold, unsigned folds, bool only);

/* For the readers of sources: tags and knowledge of n words from token `base` on, no label; and a label for the name in
 * tokens [first, end), trimmed, unless one is there already. */
void names_take(const reading *g, word *words, uint32_t base, uint32_t n);
void names_put(const reading *g, word *words, uint32_t base, uint32_t first, uint32_t end, uint8_t class);
/* Mentions of days, months and years in MISC, and how many of them the `when` room reads. */
typedef struct names_dates {
    uint64_t gold, said, exact, touched;
} names_dates;
void names_count_dates(const treebank *bank, const rooms *r, names_dates *sum);
/* What the entity room makes of the sentences with a network, as labels, in place of those that are there. */
void names_of_room(treebank *bank, const rooms *r, const dgm_name_net *net);

#endif
