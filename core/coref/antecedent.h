/* SPDX-License-Identifier: Apache-2.0 */
/* Which mention a pronoun stands for: what comes into question, and what speaks for each. */
#ifndef DGM_COREF_ANTECEDENT_H
#define DGM_COREF_ANTECEDENT_H

#include "pipeline/stage.h"

enum {
#define A(name) DGM_ANTECEDENT_##name,
#include "coref/antecedent.def"
    DGM_ANTECEDENTS
};
enum { DGM_CANDIDATES = 24 }; /* of a pronoun, nobody included; the nearest ones */

typedef enum dgm_pronoun {
    DGM_PRONOUN_HE,
    DGM_PRONOUN_SHE,
    DGM_PRONOUN_THING,
    DGM_PRONOUN_GROUP,
    DGM_PRONOUNS
} dgm_pronoun;
enum { DGM_PRONOUN_PERSON_KIND, DGM_PRONOUN_THING_KIND, DGM_PRONOUN_GROUP_KIND, DGM_PRONOUN_KINDS };

typedef struct dgm_antecedent_knowledge { /* lives as long as the model */
    bool fitted;
    double weights[DGM_PRONOUN_KINDS][DGM_ANTECEDENTS];
} dgm_antecedent_knowledge;
const char *dgm_antecedent_name(unsigned feature);
const char *dgm_pronoun_kind(dgm_pronoun pronoun); /* "person" */
void dgm_antecedents_open(const dgm_store *store, dgm_antecedent_knowledge *k);

typedef struct dgm_candidate {
    uint32_t mention; /* DGM_NONE: nobody */
    float x[DGM_ANTECEDENTS];
} dgm_candidate;
typedef struct dgm_candidates {
    dgm_pronoun pronoun;
    uint32_t token, count; /* the first one is nobody */
    dgm_candidate items[DGM_CANDIDATES];
} dgm_candidates;

/* What an article has spoken of up to a token; on the stage's scratch. */
typedef struct dgm_spoken {
    uint32_t *times; /* of each entity */
    bool *quoted;    /* each token: it stands between quotation marks */
    uint32_t upto;   /* mentions before the token; those at and after `known` are pronouns */
    uint32_t known;
    struct {
        uint32_t entity, token; /* DGM_NONE: none yet */
    } last[DGM_PRONOUNS];
} dgm_spoken;
bool dgm_spoken_make(dgm_spoken *s, const dgm_stage *stage); /* false: no memory */
void dgm_spoken_upto(dgm_spoken *s, const dgm_doc *doc, uint32_t token);
void dgm_spoken_meant(dgm_spoken *s, dgm_pronoun pronoun, uint32_t token, uint32_t entity);

void dgm_candidates_look(const dgm_doc *doc, const dgm_spoken *s, dgm_pronoun pronoun, uint32_t token,
                         dgm_candidates *c);
/* The most likely one's mention, or DGM_NONE. */
uint32_t dgm_candidates_best(const dgm_antecedent_knowledge *k, const dgm_candidates *c);

/* For training (tools/train/antecedents.c): shown each choice. */
typedef struct dgm_antecedent_trace {
    void (*seen)(void *arg, const dgm_doc *doc, const dgm_candidates *c);
    void *arg;
} dgm_antecedent_trace;
int dgm_coref_read(dgm_stage *stage, const dgm_antecedent_trace *trace); /* trace may be NULL */

#endif
