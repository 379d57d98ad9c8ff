/* SPDX-License-Identifier: Apache-2.0 */
/* The network that finds names: borders and kinds of proper names, from the words and what the lexicon knows of them. Each
 * word's vector sees two words on each side (base/net.h); the labels of a piece are then chosen together, so that every name
 * that begins also ends. */
#ifndef DGM_ENTITY_NET_H
#define DGM_ENTITY_NET_H

#include "base/arena.h"
#include "base/net.h"

typedef enum dgm_name_class {
    DGM_NAME_PERSON,
    DGM_NAME_ORGANIZATION,
    DGM_NAME_PLACE, /* countries as well */
    DGM_NAME_FACILITY,
    DGM_NAME_GROUP, /* nationalities, peoples, creeds */
    DGM_NAME_AGREEMENT,
    DGM_NAME_EVENT,
    DGM_NAME_OTHER, /* works, products, languages … */
    DGM_NAME_CLASSES
} dgm_name_class;

/* Label of a word: 0 outside; else of a name of class c its only word, its first, one inside, its last. */
enum { DGM_NAME_ONLY = 1, DGM_NAME_FIRST, DGM_NAME_INSIDE, DGM_NAME_LAST };
#define DGM_NAME_LABEL(class, part) ((uint8_t)(4 * (class) + (part)))
static inline dgm_name_class dgm_name_class_of(uint8_t label) { return (dgm_name_class)((label - 1u) / 4); } /* not 0 */
#define DGM_NAME_LABELS (4u * DGM_NAME_CLASSES + 1)
#define DGM_NAME_SCORES 48u /* labels, in whole tiles */

/* What the lexicon knows of a word. The rows of Penn tags serve for it: the network sees universal tags only. */
enum {
    DGM_KNOWN_FIRST = 0,   /* + dgm_found_kind: begins a match of that kind */
    DGM_KNOWN_INSIDE = 12, /* + dgm_found_kind: goes on in one */
    DGM_KNOWN_FORENAME = 24,
    DGM_KNOWN_SURNAME,
    DGM_KNOWN_BEFORE, /* "Mr" */
    DGM_KNOWN_BODY,   /* "Ministry" */
    DGM_KNOWN_FACILITY,
    DGM_KNOWN_LAND, /* "River", "Province" */
    DGM_KNOWN_AGREEMENT,
    DGM_KNOWN_EVENT,
    DGM_KNOWN_CALENDAR,
    DGM_KNOWN_PARTICLE, /* "bin", "de" */
    DGM_KNOWN_TOWN,     /* a town's name, whether it was believed or not */
    DGM_KNOWN_COUNTRY,  /* so is a country's */
    DGM_KNOWN_HEADLINE,
    DGM_KNOWN_COUNT
};
#define DGM_NAME_KNOWN_MOST 6u /* of one word */
#define DGM_NAME_ROWS (6u + DGM_NAME_KNOWN_MOST)
#define DGM_NAME_MOST 400u /* words that are read at a time */
#define DGM_NAME_SIGHT 2u  /* words that a word sees on each side */

typedef struct dgm_name_net {
    dgm_net words;
    dgm_matrix labels;
} dgm_name_net;
int dgm_name_net_open(const void *p, size_t n, const char *name, dgm_name_net *out, dgm_error *error);

typedef struct dgm_name_work { /* room for one piece */
    uint32_t (*rows)[DGM_NAME_ROWS];
    uint8_t *row_count;
    int16_t *x, *spare;
    int32_t (*scores)[DGM_NAME_SCORES]; /* of each word, after reading */
    uint8_t (*from)[DGM_NAME_CLASSES + 1];
} dgm_name_work;
bool dgm_name_work_make(dgm_name_work *work, dgm_arena *arena, uint32_t capacity); /* for up to `capacity` words */

/* The rows of a word into out[DGM_NAME_ROWS]; `known`: bits 1 << DGM_KNOWN_…; the first row is the form's own. */
uint32_t dgm_name_net_rows(dgm_net_word word, uint32_t form_row, unsigned upos, uint64_t known, uint32_t *out);
/* Word i (from 0) of the piece goes here, before dgm_name_net_read. */
void dgm_name_net_word(const dgm_name_net *net, dgm_name_work *work, uint32_t i, const dgm_net_word *word,
                       unsigned upos, uint64_t known);
/* Labels of n words, with which a sentence begins or not: only legal sequences. */
void dgm_name_net_read(const dgm_name_net *net, dgm_name_work *work, uint32_t n, bool begins, uint8_t *labels);
/* The best legal sequence for scores[n]. */
void dgm_name_decode(dgm_name_work *work, uint32_t n, uint8_t *labels);

#endif
