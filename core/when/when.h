/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the when room: expressions of time are read off the tokens (expressions.c, relative.c), then the dates that come into question for
 * an event are weighed (moments.c, moments.def) and the heaviest is taken (when.c). */
#ifndef DGM_WHEN_WHEN_H
#define DGM_WHEN_WHEN_H

#include "doc/tree.h"
#include "pipeline/stage.h"

typedef enum dgm_tense {                 /* of the clause that an event stands in */
                         DGM_TENSE_NONE, /* no verb */
                         DGM_TENSE_PAST,
                         DGM_TENSE_PLUPERFECT,
                         DGM_TENSE_PERFECT,
                         DGM_TENSE_PRESENT,
                         DGM_TENSE_FUTURE,
                         DGM_TENSE_MODAL,
                         DGM_TENSE_INFINITIVE,
                         DGM_TENSE_PARTICIPLE,
                         DGM_TENSE_GERUND,
                         DGM_TENSES
} dgm_tense;

enum { /* where a date comes from, for the weights that depend on tense and status: "own.past" */
       DGM_SOURCE_NONE,
       DGM_SOURCE_OWN,       /* an expression of the event's own clause, */
       DGM_SOURCE_INNER,     /* of a noun or clause that hangs below it, */
       DGM_SOURCE_ABOVE,     /* of what the event hangs on, */
       DGM_SOURCE_ASIDE,     /* of another branch of its sentence */
       DGM_SOURCE_EVENT,     /* the date of the event before it */
       DGM_SOURCE_TIME,      /* the day spoken of before its sentence */
       DGM_SOURCE_PUBLISHED, /* the day of publication, */
       DGM_SOURCE_BRIEF,     /* … of an article that tells in the present tense */
       DGM_SOURCE_LEAD,      /* the first date of the article */
       DGM_SOURCE_TURNED,    /* an expression of the sentence read the other way */
       DGM_SOURCE_NEXT,      /* the first time of the sentence behind */
       DGM_SOURCES
};

enum { /* what the event is like, see moments.def */
       DGM_LIKE_TENSE,
       DGM_LIKE_TOP = DGM_LIKE_TENSE + DGM_TENSES,
       DGM_LIKE_STATUS = DGM_LIKE_TOP + DGM_TENSES,
       DGM_LIKE_TYPE = DGM_LIKE_STATUS + DGM_STATUS_COUNT,
       DGM_LIKE_FIRST = DGM_LIKE_TYPE + DGM_EVENT_COUNT, /* those of the list */
       DGM_LIKE_BEFORE_FIRST = DGM_LIKE_FIRST - 1,
#define T(name) DGM_LIKE_##name,
#include "when/moments.def"
       DGM_LIKES
};
_Static_assert(DGM_LIKES <= 64, "a choice has a bit for each");

enum {
#define M(name) DGM_MOMENT_##name,
#include "when/moments.def"
    DGM_MOMENTS
};

typedef struct dgm_when_knowledge {
    bool known;
    dgm_table months, weekdays, words, prepositions, to_come, named_days, known_days, occasions;
    dgm_index month_names, weekday_names, word_names, preposition_names, to_come_names, named_day_names,
        known_day_names, occasion_names;
    int month_number, weekday_number, meaning, value, preposition, coming;
    double plain[DGM_MOMENTS], like[DGM_SOURCES][DGM_LIKES];
} dgm_when_knowledge;

typedef enum dgm_time_kind {
    DGM_TIME_DATE,    /* March 5 */
    DGM_TIME_WEEKDAY, /* on Monday */
    DGM_TIME_NEAR,    /* yesterday, this morning, three days ago */
    DGM_TIME_MONTH,
    DGM_TIME_YEAR,     /* 2014, the 1990s */
    DGM_TIME_PERIOD,   /* last week */
    DGM_TIME_ANCHORED, /* the next day: counted from the day spoken of before */
    DGM_TIME_OFFSET,   /* a day after …: that of what stands behind; turned: of what it hangs on */
    DGM_TIME_HOUR      /* at nightfall, at 9 p.m., hours later: on the day spoken of */
} dgm_time_kind;

typedef struct dgm_time {
    uint32_t first, end; /* tokens */
    dgm_when when;
    dgm_when turned; /* looking the other way from the day of publication, where the words alone do not tell; or NONE */
    uint8_t kind;    /* dgm_time_kind */
    bool year;       /* stated with its year */
    bool spoken;     /* turned: in the year spoken of before */
    bool aside;      /* said by the way: inside a noun or a clause that belongs to one */
} dgm_time;
typedef DGM_VEC(dgm_time) dgm_times;

/* What relative expressions count from. */
typedef struct dgm_clock {
    dgm_date today; /* of publication; year 0: unknown */
    dgm_date day;   /* the last day spoken of; year 0: none yet */
    dgm_date past;  /* … that is not to come */
    dgm_date month; /* the last month or year spoken of */
    bool vague;     /* … after that day, which is not what is spoken of any more */
    dgm_when near;  /* the last day or month named, be it by the way: "Friday's statement" */
    uint32_t end;   /* … the token behind it */
} dgm_clock;

/* Expressions in a sentence's tokens [first, end), each resolved against the clock, which it sets. */
int dgm_read_times(dgm_stage *stage, uint32_t first, uint32_t end, dgm_clock *clock, dgm_times *out);

/* ---- tense.c ---- */
uint32_t dgm_verb_above(const dgm_doc *doc, uint32_t t); /* the verb that is or governs it, or DGM_NONE */
dgm_tense dgm_tense_of(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t verb);
/* The tense of the finite verb above it, itself included. */
dgm_tense dgm_tense_above(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t t);
/* Is the clause that the token stands in about what is to come? */
bool dgm_tense_coming(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t t);
/* … with its weekday only: "the ministers meet on Friday"? */
bool dgm_tense_scheduled(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t t);
/* What the lexicon says of a preposition or of a word for what is to come: "" nothing. */
dgm_str dgm_preposition_says(const dgm_when_knowledge *k, const dgm_doc *doc, uint32_t t);

/* ---- for training (tools/train/moments.c): shown each choice of a date ---- */
struct dgm_moments;
typedef struct dgm_moment_trace {
    void (*seen)(void *arg, const dgm_stage *stage, const dgm_event *e, const struct dgm_moments *moments);
    void *arg;
} dgm_moment_trace;
int dgm_when_read(dgm_stage *stage, const dgm_moment_trace *trace); /* trace may be NULL */

#endif
