/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the event room: who stands in a noun phrase (gather.c) or is concerned by a clause (complement.c), and what a rule asks of the words
 * (conditions.c); frame.c puts them together. */
#ifndef DGM_EVENT_PHRASE_H
#define DGM_EVENT_PHRASE_H

#include "event/event.h"

/* ---- gather.c; false, where it appends: no memory ---- */
bool dgm_takes_part(const dgm_participants *list, uint32_t entity);
void dgm_drop_those(dgm_participants *list, const dgm_participants *others);
/* The mention whose head the token is, or DGM_NONE. */
uint32_t dgm_mention_headed(const dgm_doc *doc, uint32_t token);
/* Appends an entity that is not in the list; `mention`: where it stands, or DGM_NONE. */
bool dgm_add_participant(dgm_stage *stage, dgm_participants *list, uint32_t entity, uint32_t mention);
/* Appends whom a mention names: of "the two countries" both. */
bool dgm_add_mention(dgm_stage *stage, uint32_t m, dgm_participants *list);
/* Does a word of that relation say more of its noun ("Russian missiles", "the army chief")? */
bool dgm_describes(unsigned rel);
uint32_t dgm_describer(const dgm_doc *doc, uint32_t token);
/* Is its preposition one of those? */
bool dgm_case_is(const dgm_doc *doc, uint32_t token, const char *const *words, size_t n);
/* dgm_gather at `depth` phrases within phrases; 0 to begin with. */
bool dgm_gather_deep(dgm_stage *stage, uint32_t token, dgm_participants *list, int depth);
/* "Kenyans" are people, not the state: the sectors of that mention of a country, 0: the entity's own. */
uint32_t dgm_people_of(const dgm_doc *doc, const dgm_entity *e, uint32_t mention);

/* ---- complement.c; false: no memory ---- */
/* Appends who stands behind that preposition of the verb or noun at `head`. */
bool dgm_prepositional(const dgm_doc *doc, uint32_t head, dgm_str preposition, dgm_stage *stage,
                       dgm_participants *list);
/* Appends whom the fit's complement clause concerns, the actors left out. */
bool dgm_complement(dgm_stage *stage, const dgm_fit *fit, const dgm_participants *actors, dgm_participants *list);
/* "Russian missiles", "missiles of the army" */
bool dgm_has_owner(const dgm_doc *doc, uint32_t noun);

/* ---- conditions.c ---- */
dgm_str dgm_lowered(const dgm_doc *doc, uint32_t token, char small[32]);
/* Is the word of that class, in its dictionary form or as it stands ("following")? */
bool dgm_word_in_class(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t token, uint32_t row);
bool dgm_object_fits(const dgm_stage *stage, const dgm_fit *fit);
bool dgm_doer_fits(const dgm_stage *stage, const dgm_fit *fit);
bool dgm_subject_fits(const dgm_doc *doc, const dgm_rule *r, const dgm_participants *actors);
/* types: 1 << DGM_ENTITY_… */
bool dgm_any_of_type(const dgm_doc *doc, const dgm_participants *list, uint32_t types);
/* "Russian banks hit …": what acts is a thing of the country that is no troops and no arms, so the words tell of something else. */
bool dgm_is_other_matter(const dgm_event_knowledge *k, const dgm_doc *doc, const dgm_fit *fit,
                         const dgm_participants *actors);
/* Its auxiliary or copula, which says when it was, else the clause's own word. */
uint32_t dgm_tense_word(const dgm_doc *doc, uint32_t clause);
/* "will retaliate", "is going to answer" */
bool dgm_is_to_come(const dgm_doc *doc, uint32_t verb);
/* "insisted that the men be freed", not "insisted that they were free" */
bool dgm_is_wished(const dgm_doc *doc, uint32_t verb, uint32_t clause);
/* "called the order a "mean trick"" */
bool dgm_is_said_in_quotes(const dgm_doc *doc, uint32_t verb);
bool dgm_any_reporter(const dgm_doc *doc, const dgm_participants *list);
/* Does the first actor speak of nobody but his own country? */
bool dgm_own_country(const dgm_doc *doc, const dgm_event *e);
bool dgm_is_infinitive(const dgm_doc *doc, uint32_t clause);

#endif
