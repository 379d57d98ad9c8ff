/* SPDX-License-Identifier: Apache-2.0 */
/* Where an event happened: what comes into question, and what speaks for each. See scene.c. */
#ifndef DGM_WHERE_SCENE_H
#define DGM_WHERE_SCENE_H

#include "doc/tree.h"
#include "pipeline/stage.h"
#include "store/codes.h"

enum {
#define S(name) DGM_SCENE_##name,
#include "where/scene.def"
#undef S
    DGM_SCENES
};
enum { /* counted for each type of event apart: weights "CONSULT.none" */
       DGM_SCENE_NONE,
       DGM_SCENE_IN,      /* with "in" or "near", in the clause */
       DGM_SCENE_OBJECT,  /* of the event's word */
       DGM_SCENE_COUNTRY, /* a country by its name: */
       DGM_SCENE_ACTOR,   /* the actors' own, and of the recipients none is known; */
       DGM_SCENE_INVADER, /* … and the recipients are from another one */
       DGM_SCENE_RECIPIENT,
       DGM_SCENE_INVADED,
       DGM_SCENE_BOTH,
       DGM_SCENE_STRUCK, /* words for a recipient */
       DGM_SCENE_DATELINE,
       DGM_SCENE_AGAIN,
       DGM_SCENE_AWAY, /* a place that is no country, named in other sentences */
       DGM_SCENE_TRAITS
};
#define DGM_SCENE_CANDIDATES 56u /* the last of them is nowhere */
#define DGM_SCENE_COUNTRIES 48u  /* that are counted in an article */

typedef enum dgm_place_word {
    DGM_PLACE_NO_WORD,
    DGM_PLACE_IN,
    DGM_PLACE_NEAR,
    DGM_PLACE_ON,
    DGM_PLACE_TO,
    DGM_PLACE_FROM,
    DGM_PLACE_AGAINST,
    DGM_PLACE_OF,
    DGM_PLACE_HERE,
    DGM_PLACE_VENUE,
    DGM_PLACE_MISSION,
    DGM_PLACE_OPEN,
    DGM_PLACE_WHERE,
    DGM_PLACE_PART,
    DGM_PLACE_WORDS
} dgm_place_word;

typedef struct dgm_where_knowledge {
    bool known, fitted;
    dgm_table countries, places, seats, words;
    dgm_index capitals, place_names, seat_names, word_index;
    int code, name, seat_code, kind;
    dgm_codes codes; /* of countries */
    struct {
        int country, admin1, lat, lon, geonames;
    } place;
    double scenes[DGM_SCENES], traits[DGM_EVENT_COUNT][DGM_SCENE_TRAITS];
} dgm_where_knowledge;
_Static_assert((unsigned)DGM_SCENE_TRAITS <= 16, "a candidate's traits are 16 bits");
int dgm_where_open(const dgm_store *store, dgm_where_knowledge *k, dgm_error *error);
const char *dgm_scene_name(unsigned feature);
const char *dgm_scene_trait(unsigned trait);
dgm_place_word dgm_place_word_of(const dgm_where_knowledge *k, const dgm_doc *doc, uint32_t token);

/* One that comes into question, ready to be taken. */
typedef struct dgm_scene {
    dgm_where where;
    uint32_t head;       /* token, in the event's sentence or DGM_NONE */
    uint32_t first, end; /* its tokens there */
    float x[DGM_SCENES];
    uint16_t traits; /* 1 << DGM_SCENE_… */
} dgm_scene;

typedef struct dgm_scene_view {
    uint32_t count;
    dgm_scene items[DGM_SCENE_CANDIDATES];
} dgm_scene_view;

/* For training (tools/train/scenes.c): shown each choice. */
typedef struct dgm_scene_trace {
    void (*seen)(void *arg, const dgm_stage *stage, const dgm_event *e, const dgm_scene_view *view);
    void *arg;
} dgm_scene_trace;
int dgm_where_read(dgm_stage *stage, const dgm_scene_trace *trace); /* trace may be NULL */

/* What an article says of countries as a whole. On scratch. */
typedef struct dgm_scene_countries {
    uint32_t count, total, most;
    dgm_str codes[DGM_SCENE_COUNTRIES];
    uint32_t times[DGM_SCENE_COUNTRIES];
    const uint32_t *named; /* how often each entity is named with "in", */
    uint32_t places;       /* … all of them together */
    uint32_t main;         /* the first mention of the one that is named most and no country, DGM_NONE: all once */
} dgm_scene_countries;
/* named: room for one number an entity */
void dgm_scene_count(const dgm_where_knowledge *k, const dgm_doc *doc, uint32_t *named, dgm_scene_countries *countries);

/* Fills the view for event `i`; the places of the events before are known. */
void dgm_scene_look(const dgm_stage *stage, const dgm_scene_countries *counted, uint32_t i, dgm_scene_view *view);
/* How the place named at scene->head stands to the event: fills its features (stand.c). */
void dgm_scene_stand(const dgm_where_knowledge *k, const dgm_doc *doc, const dgm_event *e, dgm_scene *scene);

#endif
