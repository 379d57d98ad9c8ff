/* SPDX-License-Identifier: Apache-2.0 */
/* What build.c and person.c share: entities found again by key, mentions, the country of who has none. */
#ifndef DGM_ENTITY_BUILD_H
#define DGM_ENTITY_BUILD_H

#include "entity/entity.h"

typedef struct dgm_slot {
    uint64_t key;
    uint32_t entity;
} dgm_slot;

typedef struct dgm_builder {
    dgm_reader *r;
    dgm_doc *doc;
    dgm_slot *slots;
    uint32_t mask;
    bool full; /* no memory */
} dgm_builder;

/* What a role phrase says: country or body beside it, sectors. */
typedef struct dgm_description {
    dgm_str role, code, country;
    uint32_t sectors;
    bool placed, former;
    uint8_t standing; /* dgm_standing */
    bool partial;     /* of a body or of a state of its own saying, not of the state whose code that has */
} dgm_description;

/* place.c */
bool dgm_build_is_location(const dgm_builder *b, uint32_t first, uint32_t end);
uint32_t dgm_build_place_row(const dgm_builder *b, dgm_str name, dgm_str country); /* DGM_NONE: none there */
void dgm_build_choose_place(dgm_builder *b, dgm_found *f);
void dgm_build_site(dgm_builder *b, const dgm_found *f, dgm_entity *e);

uint32_t dgm_build_head(const dgm_doc *doc, uint32_t first, uint32_t end);
uint32_t *dgm_build_slot(dgm_builder *b, uint64_t key);
uint32_t dgm_build_entity(dgm_builder *b, dgm_str name, uint8_t type);
uint64_t dgm_build_key(const char *space, dgm_str a, dgm_str c);
dgm_str dgm_build_words(const dgm_builder *b, uint32_t first, uint32_t end);
void dgm_build_mention(dgm_builder *b, uint32_t first, uint32_t end, uint32_t entity, dgm_mention_kind kind,
                       bool adjective);
void dgm_build_code(dgm_builder *b, dgm_entity *e, dgm_str code);
/* The country of who has none of his own, empty: the article names none (homeland.c). */
dgm_str dgm_build_country(dgm_builder *b, const dgm_found *f);
dgm_description dgm_build_describe(const dgm_builder *b, const dgm_found *role);
/* Whose an office or a body is by a pronoun: "Norway recalled its ambassador", "Russia says its forces"; empty: no pronoun owns it. (owner.c) */
dgm_str dgm_build_owner(const dgm_builder *b, const dgm_found *role);
/* A leader, a spokesman, an official: who has the sectors of those whose he is. What they are, else the word's own; and the person whose office
 * or body it is, or NULL. (master.c) */
bool dgm_role_is_of_others(const dgm_reader *r, const dgm_found *role);
uint32_t dgm_build_sectors_of_others(const dgm_reader *r, const dgm_found *role);
const dgm_entity *dgm_build_master(const dgm_builder *b, const dgm_found *role);
#define DGM_NATIONALITIES_MAX 8u /* beside one role */
/* "Greek, Cypriot and French ministers": the nationalities before a plural, the last first. */
uint32_t dgm_build_nationalities(const dgm_builder *b, const dgm_found *role,
                                 const dgm_found *list[DGM_NATIONALITIES_MAX]);
/* A secretary-general is an international body's or a country's, not both. */
uint32_t dgm_build_sectors(const dgm_builder *b, uint32_t sectors, dgm_str code);
uint64_t dgm_build_surname(const dgm_builder *b, uint32_t first, uint32_t end);
uint32_t dgm_build_person_entity(dgm_builder *b, const dgm_found *f, bool several);
/* The day of the article as year * 10000 + month * 100 + day, 0: unknown. Does a term of office cover it? `to` 0: it still runs;
 * a year alone is covered whole. */
int32_t dgm_build_today(const dgm_builder *b);
enum { TERM_NONE, TERM_PAST, TERM_FADED, TERM_RUNNING };
bool dgm_term_ended(const dgm_entity_knowledge *k, uint32_t row, int32_t today); /* by another line of the same term */
int dgm_term_state(const dgm_entity_knowledge *k, uint32_t row, int32_t today);
/* The row of holders of whom "the British prime minister" means on the article's day; DGM_NONE: it is not known, or the article itself
 * gives the office to somebody else. */
uint32_t dgm_build_office_holder(const dgm_builder *b, const dgm_found *role, const dgm_description *d);
/* The Wikidata item of a row of holders, of another row of the same name and country where it has none and they have one; or empty. */
dgm_str dgm_holder_item(const dgm_entity_knowledge *k, uint32_t row);
bool dgm_term_covers(int64_t from, int64_t to, int32_t today);
/* Of which country or body somebody is who has no office, when nothing else says more. (belong.c) */
void dgm_build_belonging(dgm_builder *b, dgm_entity *e, const dgm_found *f);
/* The holder whose name it is in full ("Joseph R. Biden Jr."), else `holder`, which is one that the tables have by just that name, or DGM_NONE:
 * they may have few of his terms under it. */
uint32_t dgm_build_full_name(const dgm_builder *b, const dgm_found *f, uint32_t holder);
/* The row of holders of whom a surname alone means, given the title beside it or NULL; DGM_NONE: it cannot be told. */
uint32_t dgm_build_known_surname(const dgm_builder *b, const dgm_found *f, const dgm_description *title);
void dgm_build_person(dgm_builder *b, dgm_found *f, bool several, uint32_t holder);
dgm_str dgm_build_sentence_country(const dgm_builder *b, uint32_t token, const dgm_found *but);

bool dgm_build_is_held(const dgm_builder *b, const dgm_found *f); /* is it arrested, sentenced? No place is. */
/* The country whose police or courts hold a person of whom no more is known (deed.c), or nothing. */
dgm_str dgm_build_held(dgm_builder *b, const dgm_found *f);
/* The country of whom the text calls a national of it right beside the name: "Russian X", "two Egyptians, X and Y", "X, a Slovak,"; empty:
 * it does not. (national.c) */
dgm_str dgm_build_nationality(const dgm_builder *b, const dgm_found *f);

#endif
