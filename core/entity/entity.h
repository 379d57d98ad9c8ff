/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the entity room. Three passes over the tokens: names that the lexicon knows (match.c, shorts.c), offices and collectives
 * (roles.c), and other names, which a network finds (names.c, net.c; known.c tells it what the lexicon knows, settle.c joins its
 * names to the matches). build.c makes mentions and entities of what they found, person.c and place.c those of persons and
 * places, context.c and homeland.c give a country to actors that have none of their own, era.c says what a body is on a day,
 * owner.c whose "its forces" and "its ambassador" are, master.c whose "the Maduro government" is and of whom a leader is one. */
#ifndef DGM_ENTITY_ENTITY_H
#define DGM_ENTITY_ENTITY_H

#include "doc/tree.h"
#include "entity/net.h"
#include "pipeline/stage.h"
#include "store/codes.h"

enum {
#define H(name) DGM_HOME_##name,
#include "entity/homeland.def"
#undef H
    DGM_HOMES
};
#define DGM_COUNTRIES_MAX 64u /* that are counted in an article */

typedef struct dgm_tally {
    dgm_str code;
    uint32_t weight;
} dgm_tally;

typedef struct dgm_kinds { /* words that say of what kind a name is (kinds.c) */
    bool known;
    dgm_table starts, kinds, tails; /* within the name, before it, behind it */
    dgm_index start_names, kind_words, tail_words;
    int start_type, start_needs, kind_type, tail_type;
} dgm_kinds;
void dgm_kinds_open(const dgm_store *store, dgm_kinds *kinds);

typedef struct dgm_entity_knowledge {
    dgm_codes country_codes;
    dgm_kinds kinds;
    bool known, calendar, trained;
    bool offices_known;
    dgm_table offices; /* what the holder of a seat is called */
    dgm_index office_words, seat_holders;
    int office_name;
    dgm_name_net net;           /* when trained */
    double homes[2][DGM_HOMES]; /* weights for people and bodies, for places; all 0: none known */
    dgm_table months, weekdays;
    dgm_index month_names, weekday_names;
    dgm_table countries, seats, organisations, roles, holders, places, regions, forenames, titles, ties, bodies, sites,
        shorts, surnames, particles, placing, shared;
    dgm_index country_names, adjectives, capitals, seat_names, organisation_names, role_names, holder_names,
        place_names, region_names, forename_names, title_names, tie_words, body_names, site_names, short_words,
        surname_words, particle_words, place_words, shared_words;
    struct {
        int code, name, capital, sectors;
    } country;
    struct {
        int name, type, code, sectors, wikidata;
    } organisation;
    struct {
        int sectors, kind;
    } role;
    struct {
        int name, country, office, sectors, from, to, believed, wikidata;
        int seat; /* negative: the table has none */
    } holder;
    struct {
        int name, country, admin1, lat, lon, population, geonames;
    } place;
    struct {
        int organisation, country, needs;
    } shortened;
    struct {
        int name, country, title, from, to, head, rare;
    } surname;
    bool eras_known, pronouns_known, nicknames_known, suffixes_known, currencies_known;
    dgm_table currencies, currency_signs;
    dgm_index currency_words;
    int currency_sign;
    dgm_table nicknames; /* "Joseph": Joe */
    dgm_index nickname_words;
    int nickname_short;
    dgm_table suffixes; /* "Jr.", after a name */
    dgm_index suffix_words;
    dgm_table pronouns; /* table `anaphora` */
    dgm_index pronoun_words;
    int pronoun_meaning;
    dgm_table eras; /* what a body is on which days */
    dgm_index era_names;
    struct {
        int from, to, code, sectors;
    } era;
    int seat_code, region_name, region_country, region_people, gender, title_kind, tie_kind, body_sectors, site_type,
        site_sure, place_kind;
} dgm_entity_knowledge;

int dgm_entity_open(const dgm_store *store, dgm_entity_knowledge *k, dgm_error *error);

typedef enum dgm_found_kind {
    DGM_FOUND_COUNTRY,
    DGM_FOUND_ADJECTIVE,
    DGM_FOUND_CAPITAL,
    DGM_FOUND_SEAT,
    DGM_FOUND_ORGANISATION,
    DGM_FOUND_HOLDER,
    DGM_FOUND_PLACE,
    DGM_FOUND_REGION,
    DGM_FOUND_ROLE,
    DGM_FOUND_NAME,
    DGM_FOUND_OVERRULED /* by a longer name, and no token points at it any more; or by what follows: "US$" */
} dgm_found_kind;

/* What the words around an office make of it: "former", "-designate", "self-proclaimed". */
typedef enum dgm_standing { DGM_OFFICE_HELD, DGM_OFFICE_FORMER, DGM_OFFICE_LATER, DGM_OFFICE_CLAIMED } dgm_standing;

/* Something found at tokens [first, end). */
typedef struct dgm_found {
    uint32_t first, end;
    uint8_t kind;
    uint8_t type;     /* dgm_entity_type, for NAME */
    uint32_t row;     /* of its table */
    uint32_t sectors; /* of a NAME or ROLE */
    uint32_t entity;  /* when built */
    uint8_t standing; /* ROLE: dgm_standing */
    dgm_str country;  /* NAME: of a match that is a part of it ("Royal Thai Navy"), or empty */
    uint32_t title;   /* NAME of a person: the ROLE that stands before it, or DGM_NONE (index of found) */
} dgm_found;
typedef DGM_VEC(dgm_found) dgm_founds;

typedef struct dgm_units { /* folded units of the tokens, token by token */
    const dgm_unit *units;
    const uint32_t *first; /* tokens + 1 */
} dgm_units;

struct dgm_builder;
struct dgm_home_view;
typedef struct dgm_reader {
    dgm_stage *stage;
    dgm_doc *doc;
    const dgm_entity_knowledge *know;
    dgm_units units;
    dgm_founds found;     /* on scratch, in order of `first` */
    uint32_t *at;         /* token → index of the found that covers it, or DGM_NONE */
    dgm_str country;      /* the article's main country, or empty */
    bool one_country;     /* half of what names a country names that one */
    dgm_tally *countries; /* all that it names, [DGM_COUNTRIES_MAX] on scratch */
    uint32_t country_count, country_total;
    /* For training (tools/train/homelands.c): shown each choice of a country. NULL: nobody looks. */
    void (*trace)(void *arg, const struct dgm_builder *b, const dgm_found *f, const struct dgm_home_view *view);
    void *trace_arg;
} dgm_reader;

int dgm_entity_read(dgm_reader *r); /* all passes */
bool dgm_units_make(dgm_reader *r);
/* Longest name of the index that begins at token `i` before `end`; its length in tokens, 0: none. `loose`: case does not matter. */
uint32_t dgm_match(const dgm_reader *r, const dgm_index *index, uint32_t i, uint32_t end, bool loose, uint32_t *row);
int dgm_match_names(dgm_reader *r);
/* Places of less than 5,000 people, by the countries that the names before have shown. */
int dgm_match_villages(dgm_reader *r);
/* "Georgia" as the American state, where the article is about its towns. (region.c) */
int dgm_tell_regions(dgm_reader *r);
typedef enum dgm_era_state { DGM_ERA_UNKNOWN, DGM_ERA_TO_COME, DGM_ERA_RUNS, DGM_ERA_OVER } dgm_era_state;
typedef struct dgm_era { /* of a body on the article's day; code and sectors empty: as its line has them */
    dgm_era_state state;
    dgm_str code, sectors;
} dgm_era;
typedef struct dgm_body {
    dgm_str code;
    uint32_t sectors;
    bool gone;
} dgm_body;
dgm_era dgm_era_of(const dgm_reader *r, uint32_t first, uint32_t end); /* of the body that the tokens name */
dgm_body dgm_body_of(const dgm_reader *r, const dgm_found *f);         /* what an organisation found is on that day */
int32_t dgm_article_day(const dgm_doc *doc);                           /* as 20260731; 0: none known */
int dgm_find_shorts(dgm_reader *r);                                    /* "the Union", "the North" */
int dgm_find_roles(dgm_reader *r);
int dgm_find_names(dgm_reader *r);
int dgm_build(dgm_reader *r);
int dgm_find_context(dgm_reader *r); /* countries, from founds */
/* What the lexicon knows of a token, as bits of DGM_KNOWN_… (entity/net.h). */
uint64_t dgm_known(const dgm_reader *r, uint32_t t);
dgm_entity_type dgm_site_type(const dgm_entity_knowledge *k, uint32_t row);
dgm_found *dgm_found_add(dgm_reader *r, uint32_t first, uint32_t end, dgm_found_kind kind, uint32_t row);
/* ISO code of a country, capital, seat, place or region found, or of one that is a part of a name; empty for others. */
dgm_str dgm_found_country(const dgm_reader *r, const dgm_found *f);
/* The country beside a role phrase: "Turkish …", "Russia 's …", "… of Chad"; DGM_NONE: none (index of found). */
uint32_t dgm_country_beside(const dgm_reader *r, uint32_t first, uint32_t end);
/* A pronoun owns the phrase that begins there: "its ambassador". (owner.c) */
bool dgm_is_owned(const dgm_reader *r, uint32_t first);
/* Does a nationality name people here: "74 Palestinians", "killed Ukrainians"? ("the Russians said" is the country.) */
bool dgm_means_people(const dgm_reader *r, const dgm_found *f);
/* Is the word one of that kind in table `ties`? */
bool dgm_is_tie(const dgm_reader *r, uint32_t token, const char *kind);
/* "Israeli-backed militia": whose friends they are, not where they are from. */
bool dgm_tied_on(const dgm_reader *r, uint32_t token);
/* Is the country named by anything but towns? Only the first founds are looked at. */
bool dgm_country_is_named(const dgm_reader *r, dgm_str code);
bool dgm_is_code(const dgm_entity_knowledge *k, dgm_str code); /* of a country */
/* May bodies of many countries be called so, as an organisation found is: "Democratic Party", "Foreign Office", a party's initials? */
bool dgm_name_is_shared(const dgm_reader *r, const dgm_found *f);
bool dgm_country_is_counted(const dgm_reader *r, dgm_str code); /* by what context.c looks at */
bool dgm_upper_first(const dgm_doc *doc, uint32_t token);

#endif
