/* SPDX-License-Identifier: Apache-2.0 */
/* The trainers, and what measures them. All are deterministic: same treebank, same bytes. What comes out is the
 * network in whole numbers, as it is written, and what is measured is that. */
#ifndef DGM_TRAIN_TRAIN_H
#define DGM_TRAIN_TRAIN_H

#include "encoder.h"
#include "entity/net.h"
#include "parse/net.h"
#include "tag/net.h"
#include "treebank.h"

typedef struct blob { /* a weight file in memory */
    char *p;
    size_t n;
} blob;
void blob_write(const blob *b, const char *path);

typedef struct tagger {
    blob file;
    dgm_tag_net net; /* points into the file */
} tagger;
/* Trains on the sentences whose index leaves remainder `fold` modulo `folds` OUT (folds 0: on all). One in eight
 * sentences is shown in another case (headline, capitals, lower). */
void tagger_train(tagger *t, const treebank *bank, const vocabulary *v, unsigned fold, unsigned folds, unsigned epochs);
void tagger_done(tagger *t);
void tagger_read(const tagger *t, sentence *s); /* sets as_xpos and as_upos */

typedef struct parser {
    blob file;
    dgm_parse_net net;
} parser;
void parser_train(parser *p, const treebank *bank, const vocabulary *v, unsigned epochs);
void parser_done(parser *p);

typedef struct namer {
    blob file;
    dgm_name_net net;
} namer;
/* On sentences whose words have tags, knowledge and labels (names.h); the words' rows begin as `vectors`. */
void namer_train(namer *t, const treebank *bank, const vocabulary *v, const float *vectors, unsigned epochs);
void namer_done(namer *t);
void namer_read(const namer *t, const sentence *s, uint8_t *labels);
struct rooms;
/* Names by class, borders and class right: of the network alone, and of the entity room with it (the labels of `test` change). */
void measure_names(const namer *t, treebank *test, const struct rooms *r, const char *name);
/* Names for what the rooms read with `lexicon` and the weights in `out`, which get names.net.bin. `fold` of `folds`
 * articles are left out and measured (folds 0: none). */
typedef struct names_plan {
    const char *data, *file, *articles, *lexicon, *out;
    unsigned fold, folds;
    bool small;
} names_plan;
void train_names(const names_plan *p);
void measure_names_of(const names_plan *p); /* names.net.bin in `out`, on GUM's test part */
blob read_weights(const char *folder, const char *name);

/* Accuracy with annotated tokens. Counts of several treebanks add up; `p` may be NULL: no trees. */
typedef struct accuracy {
    uint64_t sentences, words, upos, xpos, heads, both;                           /* from `upos` on: right ones */
    uint64_t right[DGM_REL_COUNT], said[DGM_REL_COUNT], annotated[DGM_REL_COUNT]; /* arcs with each relation */
} accuracy;
void accuracy_count(accuracy *all, const tagger *t, const parser *p, treebank *test);
double accuracy_f1(const accuracy *all, unsigned rel);
void accuracy_print(const accuracy *all, const char *name, bool trees);
/* GUM, EWT and, of the test part, PUD. */
void measure(const tagger *t, const parser *p, const char *data, const char *part);
/* The weights in a folder: the same, then by genre, by case and by relation. */
void measure_weights(const char *folder, const char *data, const char *part);
/* One part ("train", "dev", "test") of the treebanks as raw text, read by the rooms with a compiled model: prints accuracy
 * and speed, and, where `show` is not NULL, what differs ("sentences", "words", "lemmas"). */
void measure_raw(const char *data, const char *model, const char *part, const char *show);

/* ---- what both trainers share ---- */
#define GOLD_SHOWN 3u /* times that a sentence annotated by people is shown in an epoch */
#define BATCH_WORDS 1000u

typedef struct course { /* the order in which sentences are shown, and where training stands */
    const treebank *bank;
    uint32_t *order, count, at;
    uint64_t words, shown, steps, state; /* words: of all epochs */
    unsigned epochs, epoch;
    double loss;
    uint64_t wrong, counted; /* of this epoch */
    const char *name;
} course;
void course_init(course *c, const treebank *bank, const char *name, unsigned fold, unsigned folds, unsigned epochs,
                 uint64_t seed);
void course_done(course *c);
/* The next sentences, about BATCH_WORDS; 0 at the end of training. Reports each epoch. */
uint32_t course_batch(course *c, const sentence **out, uint32_t most);
step course_step(course *c, float rate, uint32_t words);
uint32_t course_room(const treebank *bank); /* rows that a batch can have */

/* x: scores of `count` classes. Turns them into the gradient of −log p(right) and returns that loss. */
double softmax_loss(float *x, uint32_t count, uint32_t right);

/* The features of the lines of the pages whose files standard input names (page_lines.c); the exit status. */
int page_lines(const char *model);
/* What speaks for each country that nameless people and bodies may belong to, in the articles on standard input, a JSON
 * message a line (homelands.c); the exit status. */
int homelands(const char *model);
/* The same for who is meant though not named at the words of an event (cast.c). */
int cast(const char *model);
/* The same for the contexts of events (contexts.c). */
int contexts(const char *model);
/* The same for the places of events (scenes.c). */
int scenes(const char *model);
/* The same for the dates of events (moments.c). */
int moments(const char *model);
/* What speaks for two tellings to be of one event (tellings.c). */
int tellings(const char *model);

/* What speaks for each event to be right (confidence.c). */
int confidence(const char *model);
/* What speaks for each mention that a pronoun may stand for (antecedents.c). */
int antecedents(const char *model);

#endif
