/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the event room. rules.c reads the lexicon's rules once for a model; match.c lays them on the trees; frame.c finds the participants (with
 * gather.c and complement.c), ground.c what a place among them means; conditions.c what a rule asks; status*.c say whether it happened; refine.c finds a
 * closer CAMEO code; cast*.c who is meant though not named, taken.c what is taken up of what was told before; attribution.c says whose words tell
 * it, contexts.c what it is about, magnitude.c and quantity.c what is counted, topic.c what others' protests and papers only speak of. */
#ifndef DGM_EVENT_EVENT_H
#define DGM_EVENT_EVENT_H

#include "doc/tree.h"
#include "event/quantity.h"
#include "pipeline/stage.h"

#define DGM_PARTS_MAX 4u    /* words of a predicate besides its anchor */
#define DGM_PLACES_MAX 12u  /* places of one side of a frame */
#define DGM_CLASSES_MAX 6u  /* classes that an object may be of */
#define DGM_TRUST_LEAST 50u /* rules trusted less (in thousandths) say what is no event */

typedef enum dgm_part_kind { DGM_PART_WORD, DGM_PART_CLASS, DGM_PART_NOT } dgm_part_kind;
typedef struct dgm_part {
    dgm_str word;       /* WORD */
    uint32_t class_row; /* CLASS: row of the table `classes` */
    uint8_t kind;
    bool particle; /* WORD: of the verb, the case of no noun */
} dgm_part;

typedef enum dgm_place {
    DGM_PLACE_SUBJECT,
    DGM_PLACE_OBJECT,
    DGM_PLACE_INDIRECT,
    DGM_PLACE_COMPLEMENT,
    DGM_PLACE_POSSESSOR,
    DGM_PLACE_UNDER,
    DGM_PLACE_VERB,
    DGM_PLACE_SPEAKER,
    DGM_PLACE_PREPOSITION
} dgm_place;
typedef struct dgm_stand {
    dgm_str preposition;
    uint8_t place;
    bool plus; /* taken besides the one before, not instead of it */
} dgm_stand;
typedef struct dgm_side {
    const dgm_stand *places;
    uint32_t count;
} dgm_side;

enum {
#define C(name) DGM_CAST_##name,
#include "event/cast.def"
#undef C
    DGM_CASTS
};

enum {
    DGM_CONTEXT_WEIGHT_ALWAYS,
    DGM_CONTEXT_WEIGHT_ODDS,
    DGM_CONTEXT_WEIGHT_SENTENCE,
    DGM_CONTEXT_WEIGHT_BELOW,
    DGM_CONTEXT_WEIGHT_ARTICLE,
    DGM_CONTEXT_WEIGHT_LEAST,
    DGM_CONTEXT_WEIGHTS
};

enum { /* dgm_rule.object, a set */
       DGM_NEED_OBJECT_ACTOR = 1,
       DGM_NEED_OBJECT_COUNTRY = 2,
       DGM_NEED_OBJECT_BODY = 4,
       DGM_NEED_OBJECT_PERSON = 8,
       DGM_NEED_OBJECT_AGREEMENT = 16,
       DGM_NEED_OBJECT_NONE = 32,
       DGM_NEED_OBJECT_CLAUSE = 64
};
typedef struct dgm_rule {
    uint32_t row;
    uint8_t type;
    uint8_t mode; /* or DGM_MODE_COUNT: none */
    char cameo[5];
    dgm_side actors, recipients;
    bool symmetric; /* nothing stands right of the arrow, and a + left of it */
    bool shared;    /* done "with" somebody: several who do it and name nobody else do it with each other */
    bool need_actor, need_recipient, need_clause, need_infinitive, need_will, need_quoted, need_wish, swallow, threat,
        predicate;
    bool recipient_country;                   /* a country, or a place in one */
    bool recipient_body;                      /* an organization */
    uint32_t object;                          /* set of DGM_NEED_OBJECT_…; 0: anything */
    uint32_t object_classes[DGM_CLASSES_MAX]; /* rows of `classes`, or DGM_NONE */
    uint32_t subject_sectors;                 /* one of these, 0: anything */
    bool subject_person, subject_actor, subject_country;
    uint32_t subject_class; /* row of `classes` that the subject's noun is of, or DGM_NONE: anything */
    uint16_t trust;         /* thousandths */
} dgm_rule;
typedef struct dgm_pattern {
    dgm_str lemma; /* of the anchor */
    uint64_t hash; /* of the lemma */
    const dgm_rule *rule;
    const dgm_part *parts;
    uint8_t part_count;
    char class_letter; /* v n a m */
    bool last;         /* of its lemma: they stand in a row, more parts before fewer */
} dgm_pattern;

typedef struct dgm_toll_knowledge { /* table `tolls`: what is counted in events */
    bool known;
    dgm_table tolls;
    dgm_index words;
    int field, counts, only, types;
    dgm_quantity_knowledge quantity;
} dgm_toll_knowledge;

typedef struct dgm_event_knowledge {
    bool known;
    dgm_toll_knowledge tolls;
    dgm_table events, classes, groups, status, contexts;
    dgm_index class_words, class_names, group_names, status_words, context_words;
    uint32_t munition;     /* row of the class of what attacks are made with, or DGM_NONE */
    uint32_t attack;       /* row of the class of attacks and operations, or DGM_NONE */
    uint32_t diplomat;     /* row of the class of envoys, or DGM_NONE */
    uint32_t helper;       /* ... of those who are sent to help */
    uint32_t undergone;    /* row of the class of deeds whose possessor suffers them, or DGM_NONE */
    uint32_t blast;        /* row of the class of attacks that are named after where they were, or DGM_NONE */
    uint32_t troops;       /* row of the class of what stands for a country's forces, or DGM_NONE */
    uint32_t town;         /* row of the class of places that are taken, or DGM_NONE */
    uint32_t amount;       /* row of the class of nouns that only say how many, or DGM_NONE */
    uint32_t causer;       /* row of the class of verbs for having a thing done, or DGM_NONE */
    uint32_t ending;       /* row of the class of nouns for the end of what stands behind "of", or DGM_NONE */
    uint32_t accident;     /* row of the class of what kills without an attacker, or DGM_NONE */
    uint32_t aside;        /* row of the class of prepositions behind which stands no object, or DGM_NONE */
    uint32_t already;      /* ... behind which stands what was there before */
    uint32_t circumstance; /* ... behind which stands when or in spite of what */
    uint32_t time_word;    /* row of the class of words that say which month or year, or DGM_NONE */
    uint32_t habit;        /* row of the class of adverbs that tell of what is done again and again, or DGM_NONE */
    uint32_t elsewhere;    /* row of the class of words that belong to sport, markets, weather, kitchens; or DGM_NONE */
    uint32_t armed, irregulars; /* sectors of these groups of groups.txt */
    int status_kind, status_effect, context_name, group_sectors, words_column;
    dgm_pattern *patterns;
    uint32_t count, cap;
    uint32_t *slots; /* by hash of the lemma: its first pattern, or DGM_NONE */
    uint32_t mask;
    bool weighs_contexts; /* there are odds and weights for contexts */
    dgm_table odds;
    dgm_index odds_code;
    int odds_context, odds_value;
    const uint8_t *context_of_row,
        *context_of_odds; /* DGM_CONTEXT_… that a row of `contexts`, of `odds` names, or _COUNT */
    double context_weights[DGM_CONTEXT_WEIGHTS];
    bool refines; /* there are closer codes: table refinements */
    dgm_table refinements;
    dgm_index refine_words;
    int refine_from, refine_where, refine_to, refine_mode;
    bool casts; /* there are weights for who is meant though not named: actor, recipient */
    bool unnamed_known;
    dgm_table unnamed_words; /* people who are nobody's: "donors" */
    dgm_index unnamed;
    double cast[2][DGM_CASTS], cast_of_type[2][DGM_EVENT_COUNT][DGM_CASTS], cast_of_mode[2][DGM_MODE_COUNT][DGM_CASTS];
    bool takes; /* there are nouns that take up what was told before */
    dgm_table taken_words;
    dgm_index taken;
    int taken_types;
} dgm_event_knowledge;

int dgm_rules_open(const dgm_store *store, dgm_arena *arena, dgm_event_knowledge *k, dgm_error *error);
/* The patterns of a lemma, the best first; NULL: there are none. */
const dgm_pattern *dgm_rules_first(const dgm_event_knowledge *k, dgm_str lemma);
static inline const dgm_pattern *dgm_rules_next(const dgm_pattern *p) { return p->last ? NULL : p + 1; }
bool dgm_in_class(const dgm_event_knowledge *k, dgm_str lemma, uint32_t class_row);

/* A rule laid on a tree. */
typedef struct dgm_fit {
    const dgm_pattern *pattern;
    uint32_t anchor;
    uint32_t noun;   /* the class noun that a light verb governs, or DGM_NONE */
    uint32_t last;   /* rightmost token of the predicate near the anchor */
    uint32_t clause; /* complement clause, or DGM_NONE */
    bool passive;
    bool denies;              /* the predicate itself has a "not": "would not hear of" is a refusal that happened */
    uint32_t subject, object; /* tokens, or DGM_NONE; of a passive already turned */
} dgm_fit;

bool dgm_fit_pattern(const dgm_stage *stage, const dgm_pattern *p, uint32_t anchor, dgm_fit *fit);
/* Fills both sides with who is named at the words; false: these are not the rule's words (object, subject, clause), or no memory. */
bool dgm_fill_frame(dgm_stage *stage, const dgm_fit *fit, dgm_event *e);
/* Agreement, help, yielding: what somebody may refuse to give. */
static inline bool dgm_is_giving(unsigned type) {
    return type == DGM_EVENT_AGREE || type == DGM_EVENT_CONSULT || type == DGM_EVENT_SUPPORT ||
           type == DGM_EVENT_CONCEDE || type == DGM_EVENT_COOPERATE || type == DGM_EVENT_AID ||
           type == DGM_EVENT_RETREAT;
}
void dgm_drop_shared(dgm_event *e); /* who acts is not whom it is done to */
/* What a place on one side means (ground.c). */
uint32_t dgm_scene(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t noun); /* mention, or DGM_NONE */
void dgm_people_struck(const dgm_doc *doc, dgm_event *e);
void dgm_people_protest(const dgm_doc *doc, dgm_event *e);
void dgm_drop_own_ground(const dgm_doc *doc, dgm_event *e);
void dgm_drop_own_state(const dgm_doc *doc, dgm_event *e);
/* "Kenya and Uganda agreed to share power": each with the other, as nobody else is named. */
static inline bool dgm_is_shared(const dgm_rule *r, const dgm_event *e) {
    return r->shared &&
           (r->type == DGM_EVENT_AGREE || r->type == DGM_EVENT_SUPPORT || r->type == DGM_EVENT_COOPERATE) &&
           e->actors.count > 1 && e->recipients.count == 0;
}
/* Are all there whom the rule needs, and one of them known, or somebody on both sides? Who takes part in what is no event need not be known. */
bool dgm_frame_holds(const dgm_doc *doc, const dgm_rule *r, const dgm_event *e);

/* What an event of the article was made of, at the same index; on scratch. */
typedef struct dgm_draft {
    const dgm_rule *rule;
    bool loose;       /* its words name too few: dropped unless the context tells who is meant */
    uint32_t held[2]; /* tokens that stand where the actor, the recipient is asked for, or DGM_NONE */
    bool clause;      /* a complement clause says the rest */
    uint32_t noun;    /* that a light verb governs, or DGM_NONE */
} dgm_draft;
typedef DGM_VEC(dgm_draft) dgm_drafts;

/* For training (tools/train/cast.c): shown each choice of who is meant. */
struct dgm_cast_view;
typedef struct dgm_cast_trace {
    void (*seen)(void *arg, const dgm_stage *stage, const dgm_event *e, int side, const struct dgm_cast_view *view);
    void *arg;
} dgm_cast_trace;
int dgm_event_read(dgm_stage *stage, const dgm_cast_trace *trace); /* trace may be NULL */
void dgm_refine_open(const dgm_store *store, dgm_event_knowledge *k);
void dgm_refine(const dgm_event_knowledge *k, const dgm_doc *doc, dgm_event *e); /* a closer CAMEO code */
/* Does a phrase say where people gathered: "outside the ministry", "in front of the court"? (frame.c) */
bool dgm_is_ground(const dgm_doc *doc, uint32_t head);
dgm_status dgm_status_of(const dgm_stage *stage, const dgm_fit *fit);
/* Takes out what a protest asks for, what a rejected paper says, a notice to leave (topic.c). */
void dgm_drop_topics(dgm_doc *doc);
void dgm_attribute(const dgm_doc *doc, dgm_event *e); /* whose words tell it */
void dgm_magnitude_open(const dgm_store *store, dgm_toll_knowledge *k);
void dgm_add_magnitudes(const dgm_stage *stage); /* numbers and money of all events */
/* "its troops", "his ambassador" of an actor: nobody else. */
bool dgm_is_possession(const dgm_event_knowledge *k, const dgm_doc *doc, const dgm_participants *actors, uint32_t noun);
bool dgm_is_victim(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t deed, uint32_t token);
bool dgm_any_code(const dgm_doc *doc, const dgm_participants *list);
/* Actors named by the noun phrase at `token`, conjuncts and descriptions included, appended to the list. */
bool dgm_gather(dgm_stage *stage, uint32_t token, dgm_participants *list);

#endif
