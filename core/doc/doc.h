/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The article on the workbench: one struct a layer, in the order in which the rooms fill them. A room reads the layers
 * before it, fills its own, and changes nothing else (exceptions are named at the field).
 *
 * Everything lives on doc->arena and dies with the article; strings point into doc->text, the arena, or the mapped
 * model (which outlives the session). Between layers there are indexes, not pointers; DGM_NONE is "none". Spans are
 * byte ranges of doc->text.
 */
#ifndef DGM_DOC_DOC_H
#define DGM_DOC_DOC_H

#include "base/date.h"
#include "base/span.h"
#include "base/vec.h"

/* clang-format off: layers are read like tables */
enum dgm_upos {
#define U(name) DGM_UPOS_##name,
#include "doc/ud.def"
    DGM_UPOS_COUNT
};
enum dgm_xpos {
#define X(c, name) DGM_XPOS_##c,
#include "doc/ud.def"
    DGM_XPOS_COUNT
};
enum dgm_rel {
#define D(c, name) DGM_REL_##c,
#include "doc/ud.def"
    DGM_REL_COUNT
};
enum dgm_feat_bit {
#define F(c, feature, value) DGM_FEAT_BIT_##c,
#include "doc/ud.def"
    DGM_FEAT_COUNT
};
#define DGM_FEAT(c) (1u << DGM_FEAT_BIT_##c)
enum dgm_event_type {
#define EVENT(type, quad, score10) DGM_EVENT_##type,
#include "doc/codes.def"
    DGM_EVENT_COUNT
};
enum dgm_mode {
#define MODE(type, c, name, score10) DGM_MODE_##type##_##c,
#include "doc/codes.def"
    DGM_MODE_COUNT
};
enum dgm_context {
#define CONTEXT(name) DGM_CONTEXT_##name,
#include "doc/codes.def"
    DGM_CONTEXT_COUNT
};
enum dgm_sector {
#define SECTOR(code) DGM_SECTOR_##code,
#include "doc/codes.def"
    DGM_SECTOR_COUNT
};

/* ---- article: what the scraper gave ----------------------------------------------------------------------------- */
typedef enum dgm_from { DGM_FROM_NOWHERE, DGM_FROM_INPUT, DGM_FROM_TEXT, DGM_FROM_URL, DGM_FROM_HTML } dgm_from;

typedef struct dgm_input {
    dgm_str id; /* given, or "a-" and hex digits of the content's hash */
    dgm_str url, title, source, language;
    dgm_str html;         /* the page, when it was given; doc->text then may come from it */
    dgm_str extra;        /* unknown fields as one JSON object, "{}" when there are none */
    dgm_date published;   /* day in the offset that was given */
    dgm_str published_at; /* RFC 3339 in UTC when a time of day was given, else empty */
    dgm_date fetched;
} dgm_input;

/* ---- clean: which bytes are the article, and what the page says about it -------------------------------------- */
typedef DGM_VEC(dgm_span) dgm_spans;
typedef DGM_VEC(dgm_str) dgm_strs;

typedef struct dgm_dateline {
    dgm_span span;   /* empty: the article has none */
    dgm_str place;   /* "Seoul"; of several the first */
    dgm_str country; /* ISO 3166-1 alpha-3; filled by `where` */
    dgm_date date;   /* as written, year completed from the publication */
} dgm_dateline;

typedef struct dgm_clean {
    dgm_spans body;        /* in order, not overlapping: paragraphs of the article without furniture */
    dgm_span headline;     /* empty: none in the text (input.title may have one) */
    dgm_str headline_text; /* the given title, else the text of the span */
    dgm_dateline dateline;
    dgm_strs authors;
    dgm_str agency, source; /* "Reuters"; outlet: given, from the text, or from the URL */
    dgm_str language;       /* ISO 639-1, "und" when it cannot be told */
    bool readable;          /* the model reads this language: without it no room after `clean` does anything */
    dgm_date published;
    dgm_str published_at; /* as in the input */
    dgm_from published_from;
} dgm_clean;

/* ---- segment, tag, parse: one array of tokens for the whole article -------------------------------------------- */
enum { /* dgm_token.shape bits */
       DGM_SHAPE_UPPER_FIRST = 1,
       DGM_SHAPE_ALL_UPPER = 2,
       DGM_SHAPE_DIGIT = 4,
       DGM_SHAPE_HYPHEN = 8,
       DGM_SHAPE_PUNCT = 16,
       DGM_SHAPE_SPACE_BEFORE = 32,
       DGM_SHAPE_NON_ASCII = 64,
       DGM_SHAPE_QUOTED = 128 /* inside a direct quotation (set by `quote`) */
};
typedef struct dgm_token {
    dgm_span span; /* clitics and contractions are tokens of their own: "do|n't", "Russia|'s" */
    uint32_t sentence;
    uint32_t head;      /* token index; DGM_NONE for the root of its sentence            (parse) */
    dgm_str lemma;      /*                                                               (tag) */
    uint32_t feats;     /* DGM_FEAT bits                                                 (tag; voice by parse) */
    uint8_t upos, xpos; /*                                                               (tag) */
    uint8_t rel;        /*                                                               (parse) */
    uint8_t shape;      /*                                                               (segment) */
    uint32_t mention;   /* innermost mention that covers it, or DGM_NONE                 (entity, coref) */
} dgm_token;
typedef DGM_VEC(dgm_token) dgm_tokens;

typedef struct dgm_sentence {
    uint32_t first, end; /* tokens, half open */
    dgm_span span;
    uint32_t paragraph; /* index of the body span it lies in; DGM_NONE for the headline */
    uint32_t root;      /*                                                               (parse) */
    bool headline;      /* the headline is sentence 0 where there is one; its events are tellings, never first */
} dgm_sentence;
typedef DGM_VEC(dgm_sentence) dgm_sentences;

/* ---- entity, coref: who is spoken of ---------------------------------------------------------------------------- */
typedef enum dgm_entity_type {
    DGM_ENTITY_OTHER,
    DGM_ENTITY_PERSON,
    DGM_ENTITY_ORGANIZATION,
    DGM_ENTITY_COUNTRY,
    DGM_ENTITY_PLACE,
    DGM_ENTITY_FACILITY,
    DGM_ENTITY_AGREEMENT,
    DGM_ENTITY_EVENT,
    DGM_ENTITY_GROUP,
    DGM_ENTITY_WEAPON,
    DGM_ENTITY_TYPE_COUNT
} dgm_entity_type;
typedef enum dgm_mention_kind {
    DGM_MENTION_NAME,
    DGM_MENTION_NOMINAL,
    DGM_MENTION_TITLE,
    DGM_MENTION_PRONOUN
} dgm_mention_kind;

/* A place in the text that names or describes somebody or something. Nested mentions are allowed ("[[British] foreign
 * minister David Lammy]"); a mention of a person includes no title or role before the name: that is a mention of its own. */
typedef struct dgm_mention {
    uint32_t first, end; /* tokens, half open, within one sentence */
    uint32_t head;       /* token: the syntactic head */
    uint32_t entity;     /* filled by entity, and joined by coref */
    uint8_t kind, type;
    bool adjective;                        /* "Russian": names a country, but as an attribute */
    uint32_t members_first, members_count; /* a plural that stands for several entities ("both sides"): doc->members */
} dgm_mention;
typedef DGM_VEC(dgm_mention) dgm_mentions;

typedef struct dgm_entity {
    dgm_str name; /* longest proper name found, or the phrase of a nameless collective */
    uint8_t type;
    bool generic;        /* nameless: "police", "protesters" */
    bool former;         /* "former president": sector ELI */
    char gender;         /* of a person: 'f', 'm', 0: not known */
    dgm_str role;        /* "foreign policy chief"; empty: none */
    dgm_str affiliation; /* code of the body or country a person belongs to */
    dgm_str country;     /* ISO 3166-1 alpha-3, or empty */
    dgm_str code;        /* primary actor code as in the formats, or empty: cannot be told */
    uint32_t sectors;    /* 1 << DGM_SECTOR_… */
    dgm_str wikidata;    /* "Q…" or empty */
    const char *file;    /* lexicon entry behind it, or NULL */
    uint32_t line;
    uint16_t confidence; /* of the link, in thousandths */
    /* a place's own data, where the gazetteer knows it */
    bool located;
    float lat, lon;
    uint32_t geonames;
    dgm_str admin1;
} dgm_entity;
typedef DGM_VEC(dgm_entity) dgm_entities;
typedef DGM_VEC(uint32_t) dgm_ids;

/* ---- quote ------------------------------------------------------------------------------------------------------ */
typedef struct dgm_quote {
    uint32_t speaker; /* entity or DGM_NONE */
    uint32_t speaker_mention;
    dgm_span span; /* direct: the words between the marks, first to last; indirect: the reported clause */
    dgm_str text;  /* without an interrupting speech tag (on the arena where it was interrupted) */
    dgm_span cue;  /* "said", "according to"; may be empty */
    bool direct;
    uint32_t clause, tag; /* indirect: the tokens that carry what is told, and who tells it ("said", "according") */
} dgm_quote;
typedef DGM_VEC(dgm_quote) dgm_quotes;

/* ---- event, when, where, story ---------------------------------------------------------------------------------- */
typedef enum dgm_status {
    DGM_STATUS_HAPPENED,
    DGM_STATUS_ONGOING,
    DGM_STATUS_FUTURE,
    DGM_STATUS_HYPOTHETICAL,
    DGM_STATUS_NEGATED,
    DGM_STATUS_HISTORICAL,
    DGM_STATUS_COUNT
} dgm_status;
typedef enum dgm_precision {
    DGM_PRECISION_NONE,
    DGM_PRECISION_DAY,
    DGM_PRECISION_WEEK,
    DGM_PRECISION_MONTH,
    DGM_PRECISION_SEASON,
    DGM_PRECISION_YEAR,
    DGM_PRECISION_DECADE
} dgm_precision;
typedef enum dgm_where_precision {
    DGM_WHERE_NONE,
    DGM_WHERE_SITE,
    DGM_WHERE_CITY,
    DGM_WHERE_REGION,
    DGM_WHERE_COUNTRY
} dgm_where_precision;
typedef enum dgm_ground {
    DGM_GROUND_NONE,
    DGM_GROUND_SENTENCE,
    DGM_GROUND_DATELINE,
    DGM_GROUND_PUBLISHED,
    DGM_GROUND_ARTICLE
} dgm_ground;

typedef struct dgm_when {
    dgm_date start, end; /* inclusive; precision NONE: no date */
    uint8_t precision;   /* dgm_precision */
    uint8_t from;        /* dgm_ground */
    dgm_span span;       /* the words, or empty */
} dgm_when;

typedef struct dgm_where {
    uint32_t entity; /* or DGM_NONE: no place */
    dgm_str name, country, admin1;
    bool located;
    float lat, lon;
    uint32_t geonames;
    uint8_t precision, from; /* dgm_where_precision, dgm_ground */
    dgm_span span;
} dgm_where;

typedef struct dgm_participant {
    uint32_t entity;
    uint32_t mention; /* the words in the event's sentence (or the one that it was taken from) */
    uint32_t sectors; /* what the entity is in this event besides its own: the people of a place that is struck */
} dgm_participant;
typedef DGM_VEC(dgm_participant) dgm_participants;

typedef struct dgm_magnitude { /* -1: not stated */
    int64_t killed, wounded, detained, displaced, troops;
    double amount;    /* money; < 0: not stated */
    char currency[4]; /* ISO 4217 */
} dgm_magnitude;

typedef struct dgm_event {
    uint8_t type;     /* dgm_event_type */
    uint8_t modes[4]; /* DGM_MODE_…, those of the type only */
    uint8_t mode_count;
    uint64_t contexts;         /* 1 << DGM_CONTEXT_… */
    char cameo[5];             /* "042" */
    uint8_t status;            /* dgm_status                                        (event; HISTORICAL by when) */
    uint32_t sentence, anchor; /* anchor: head token of the trigger */
    dgm_span trigger;
    dgm_participants actors, recipients;
    uint32_t speaker;           /* entity that says so, or DGM_NONE */
    dgm_span cue, speaker_span; /* of the attribution; empty: the writer says so */
    dgm_magnitude magnitude;
    dgm_when when;         /*                                                   (when) */
    dgm_where where;       /*                                                   (where) */
    const char *rule_file; /* the lexicon line that made it */
    uint32_t rule_line;
    dgm_str rule; /* its name, for `why` */
    bool implied; /* one side is not named at the trigger: taken from the context */
    bool
        mutual; /* what the actors do to each other: they are the recipients, too, which the story room writes down last */
    bool fought; /* two sides that fight each other: all are actors, whoever falls */
    uint16_t guess
        [2]; /* how likely the choice for the side of actors, of recipients is right where the context had to tell (also of "nobody"), thousandths; 1000: the words tell */
    bool unmanned;   /* what struck is named, not who fired it */
    bool loose;      /* the words alone would not do for their rule */
    uint16_t weight; /* the event room's own trust in rule and frame, thousandths */
    /* by story: */
    dgm_spans mentions;  /* the trigger of every telling, in order of the text, its own included */
    int32_t worded;      /* what the words at it say for or against it, thousandths of log-odds */
    uint16_t confidence; /* calibrated, thousandths */
    uint64_t key;        /* of type, codes of both sides, date */
    bool dropped;        /* a telling of another event, or below the threshold of what is an event at all */
} dgm_event;
typedef DGM_VEC(dgm_event) dgm_events;

/* ---- all of it -------------------------------------------------------------------------------------------------- */
typedef struct dgm_doc {
    struct dgm_arena *arena;
    dgm_str text;                     /* the article's text as received (or taken from html), valid UTF-8 */
    bool text_from_html;              /* then the extraction carries the text */
    dgm_input input;                  /* article */
    dgm_strs warnings;                /* any room may add a sentence */
    dgm_clean clean;                  /* clean */
    dgm_sentences sentences;          /* segment, parse */
    dgm_tokens tokens;                /* segment, tag, parse */
    dgm_mentions mentions;            /* entity, coref; in order of `first`, longer before shorter */
    dgm_entities entities;            /* entity, coref */
    dgm_ids members;                  /* coref: entities that plural mentions stand for */
    dgm_quotes quotes;                /* quote */
    dgm_events events;                /* event, when, where, story; in order of the text */
    uint64_t fingerprint;             /* story: near-duplicate hash of the body */
    uint32_t words;                   /* story: tokens of the body that are words */
    const struct dgm_net_word *forms; /* of each token, once dgm_doc_hash_forms was asked */
    const struct dgm_kin *kin;        /* of each token, once the tree was linked (doc/tree.h) */
} dgm_doc;

static inline dgm_str dgm_doc_span(const dgm_doc *doc, dgm_span s) {
    return (dgm_str){doc->text.p + s.start, s.end > s.start ? s.end - s.start : 0};
}
static inline dgm_str dgm_doc_form(const dgm_doc *doc, uint32_t token) {
    return dgm_doc_span(doc, doc->tokens.items[token].span);
}
/* Words of the longest sentence, at least 1, at most `most`. */
uint32_t dgm_doc_longest_sentence(const dgm_doc *doc, uint32_t most);
/* What the networks want to know of the tokens' forms (base/net.h): computed once for all of them. False: no memory. */
bool dgm_doc_hash_forms(dgm_doc *doc);
uint8_t dgm_doc_shape(dgm_str form); /* DGM_SHAPE bits that the form alone decides (not SPACE_BEFORE, QUOTED) */
/* Puts mentions in their order and points each token at its innermost one: after a room has added some. Indexes change. */
void dgm_doc_sort_mentions(dgm_doc *doc);
/* First mention of a sentence or of one behind it; mentions are in order of the text. */
uint32_t dgm_doc_first_mention(const dgm_doc *doc, uint32_t sentence);
/* Does anybody take part in both, on whichever side? */
bool dgm_doc_share_people(const dgm_event *a, const dgm_event *b);
bool dgm_doc_warn(dgm_doc *doc, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* false: no memory; at most 32 warnings are kept */

const char *dgm_upos_name(unsigned upos);
const char *dgm_xpos_name(unsigned xpos);
const char *dgm_rel_name(unsigned rel);
unsigned dgm_upos_of(dgm_str name); /* NONE when unknown */
unsigned dgm_xpos_of(dgm_str name);
unsigned dgm_rel_of(dgm_str name); /* unknown subtypes fall back to the relation before the colon */
const char *dgm_event_name(unsigned type);
const char *dgm_event_quad(unsigned type);
int dgm_event_score10(unsigned type);
const char *dgm_mode_name(unsigned mode);
unsigned dgm_mode_type(unsigned mode);
int dgm_mode_score10(unsigned mode);
const char *dgm_context_name(unsigned context);
const char *dgm_sector_name(unsigned sector);
const char *dgm_entity_type_name(unsigned type);
uint32_t dgm_sectors_of(const char *list, bool *ok); /* "GOV;MIL" or "GOV MIL" → bits; *ok false on an unknown one */

#endif
