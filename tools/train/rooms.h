/* SPDX-License-Identifier: Apache-2.0 */
/* Training texts as the rooms read them: with the lexicon and the weights that are there already. */
#ifndef DGM_TRAIN_ROOMS_H
#define DGM_TRAIN_ROOMS_H

#include "entity/entity.h"
#include "pipeline/pipeline.h"
#include "treebank.h"

typedef struct rooms {
    void *image;
    dgm_store *store;
    dgm_arena *arena;
    dgm_knowledge know;
    dgm_entity_knowledge lexicon;
} rooms;
/* Compiles the lexicon and the weights (of the tagger and the parser, no others) in memory. */
void rooms_open(rooms *r, const char *lexicon, const char *weights);
void rooms_close(rooms *r);

typedef struct reading { /* one text */
    dgm_arena *arena, *scratch;
    dgm_doc doc;
    atomic_int cancel;
    dgm_error error;
    dgm_options options;
    dgm_budget budget;
    dgm_stage stage;
    dgm_entity_knowledge lexicon;
    dgm_reader reader; /* with what the lexicon finds; no names yet */
} reading;
/* `count` sentences as they were cut, tagged and parsed anew. */
void reading_of_sentences(reading *g, const rooms *r, const sentence *s, uint32_t count);
/* An article from its JSON; false: it is not in a language that the model reads. */
bool reading_of_article(reading *g, const rooms *r, const char *json, size_t n);
/* The other names as well, with a network, and mentions and entities of them all. */
void reading_find_names(reading *g, const rooms *r, const dgm_name_net *net);
void reading_done(reading *g);

#endif
