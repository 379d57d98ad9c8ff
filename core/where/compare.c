/* SPDX-License-Identifier: Apache-2.0 */
/* What speaks for and against the places that come into question for an event, once all of them are known. */
#include <string.h>

#include "where/look.h"

#define STORY_BACK 24u /* events */

/* Whose doings are at home: a state's own bodies and people, not its government and army. */
static bool at_home(const dgm_doc *doc, const dgm_participants *side) {
    static const uint32_t home = 1u << DGM_SECTOR_JUD | 1u << DGM_SECTOR_COP | 1u << DGM_SECTOR_LEG |
                                 1u << DGM_SECTOR_PTY | 1u << DGM_SECTOR_OPP | 1u << DGM_SECTOR_CVL |
                                 1u << DGM_SECTOR_LAB | 1u << DGM_SECTOR_EDU | 1u << DGM_SECTOR_REL;
    for (uint32_t i = 0; i < side->count && i < 8; i++)
        if ((doc->entities.items[side->items[i].entity].sectors | side->items[i].sectors) & home)
            return true;
    return false;
}

static bool in_or_on(const dgm_scene *s) {
    return s->head != DGM_NONE &&
           (s->x[DGM_SCENE_with_in] > 0 || s->x[DGM_SCENE_with_near] > 0 || s->x[DGM_SCENE_with_on] > 0);
}

/* Of two places that the sentence names the one may lie in the other. */
static void nest(dgm_scene_view *v) {
    for (uint32_t i = 0; i < v->count; i++)
        for (uint32_t k = 0; k < v->count; k++) {
            dgm_scene *wide = &v->items[i], *narrow = &v->items[k];
            bool wider =
                wide->x[DGM_SCENE_country] > 0 || (wide->x[DGM_SCENE_unknown] > 0 && narrow->x[DGM_SCENE_town] > 0);
            if (i == k || wide->head == DGM_NONE || !wider || narrow->x[DGM_SCENE_country] > 0 || !in_or_on(narrow) ||
                !dgm_same_country(wide->where.country, narrow->where.country))
                continue;
            wide->x[DGM_SCENE_has_narrower] = 1;
            narrow->x[DGM_SCENE_in_wider] = 1;
        }
}

static bool takes_part(const dgm_look *l, dgm_str country) {
    const dgm_participants *sides[] = {&l->event->actors, &l->event->recipients};
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < sides[side]->count && i < 8; i++)
            if (dgm_same_country(country, l->doc->entities.items[sides[side]->items[i].entity].country))
                return true;
    return false;
}

/* Is it where the events before were, and those that this one belongs to? */
static void tell_story(const dgm_look *l, uint32_t own, dgm_scene *s) {
    const dgm_event *events = l->doc->events.items;
    uint32_t placed = 0, here = 0;
    bool other_day = false;
    for (uint32_t i = own > STORY_BACK ? own - STORY_BACK : 0; i < own; i++) {
        bool narrow = events[i].where.precision != DGM_WHERE_NONE && events[i].where.precision != DGM_WHERE_COUNTRY;
        placed += narrow;
        if (!narrow || !dgm_same_words(events[i].where.name, s->where.name))
            continue;
        here++;
        dgm_days d = dgm_compare_days(l->event, &events[i]);
        other_day = other_day || d == DGM_OTHER_DAY;
        if (d == DGM_SAME_DAY)
            s->x[DGM_SCENE_story_day] = 1;
        if (dgm_doc_share_people(l->event, &events[i]))
            s->x[DGM_SCENE_story_people] = 1;
        if (events[i].type == l->event->type)
            s->x[DGM_SCENE_story_type] = 1;
    }
    s->x[DGM_SCENE_story_other_day] = other_day && s->x[DGM_SCENE_story_day] <= 0;
    s->x[DGM_SCENE_story] = placed ? (float)here / (float)placed : 0;
    s->x[DGM_SCENE_story_none] = !placed;
    if (s->where.entity != DGM_NONE && l->countries->places)
        s->x[DGM_SCENE_often] = (float)l->countries->named[s->where.entity] / (float)l->countries->places;
}

/* "The attack", "the crowd": of what was told before. */
static bool is_definite(const dgm_doc *doc, uint32_t head) {
    uint32_t det = dgm_tree_child_rel(doc, head, DGM_REL_DET);
    return det != DGM_NONE && doc->tokens.items[head].upos == DGM_UPOS_NOUN &&
           (dgm_tree_lemma_is(doc, det, "the") || dgm_tree_lemma_is(doc, det, "this"));
}

static bool goes_on(const dgm_look *l) {
    const dgm_participants *sides[] = {&l->event->actors, &l->event->recipients};
    if (is_definite(l->doc, l->event->anchor))
        return true;
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < sides[side]->count && i < 8; i++) {
            uint32_t m = sides[side]->items[i].mention;
            if (m != DGM_NONE && (l->doc->mentions.items[m].kind == DGM_MENTION_PRONOUN ||
                                  (l->doc->mentions.items[m].kind != DGM_MENTION_NAME &&
                                   is_definite(l->doc, l->doc->mentions.items[m].head))))
                return true;
        }
    return false;
}

static void tell_away(const dgm_look *l, dgm_scene *s, bool on) {
    bool actors = dgm_same_country(l->actors, s->where.country),
         recipients = dgm_same_country(l->recipients, s->where.country);
    s->traits |= 1u << DGM_SCENE_AWAY;
    s->x[DGM_SCENE_goes_on] = on;
    s->x[DGM_SCENE_home_both] = actors && recipients;
    s->x[DGM_SCENE_home_one] = actors != recipients;
}

/* Who expels, deports or summons diplomats does so at home (CAMEO). */
static bool shows_out(const dgm_event *e) {
    static const char *const acts[] = {"166", "174"};
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        if (strcmp(e->cameo, acts[i]) == 0)
            return true;
    return false;
}

static void compare(dgm_look *l, uint32_t own) {
    dgm_scene_view *v = l->view;
    bool actors_home = at_home(l->doc, &l->event->actors), recipients_home = at_home(l->doc, &l->event->recipients);
    bool on = goes_on(l);
    for (uint32_t i = 0; i < v->count; i++) {
        dgm_scene *s = &v->items[i];
        dgm_str code = s->where.country;
        if (s->where.precision != DGM_WHERE_COUNTRY)
            tell_story(l, own, s);
        if (s->where.precision != DGM_WHERE_COUNTRY && s->head == DGM_NONE)
            tell_away(l, s, on);
        bool actors = dgm_same_country(l->actors, code), recipients = dgm_same_country(l->recipients, code);
        s->x[DGM_SCENE_away_foreign] = s->head == DGM_NONE && !takes_part(l, code);
        s->x[DGM_SCENE_same_actors] = actors;
        s->x[DGM_SCENE_same_recipients] = recipients;
        s->x[DGM_SCENE_actors_home] = actors && actors_home;
        s->x[DGM_SCENE_recipients_home] = recipients && recipients_home;
        s->x[DGM_SCENE_shows_out] = actors && shows_out(l->event) && s->where.precision == DGM_WHERE_COUNTRY;
        s->x[DGM_SCENE_same_last] = dgm_same_country(l->last, code);
        s->x[DGM_SCENE_same_dateline] = dgm_same_country(l->doc->clean.dateline.country, code);
        for (uint32_t k = 0; k < v->count && code.n; k++)
            if (k != i && v->items[k].head != DGM_NONE && v->items[k].head != s->head &&
                dgm_str_eq(v->items[k].where.country, code))
                s->x[DGM_SCENE_same_here] = 1;
        for (uint32_t k = 0; k < l->countries->count && code.n; k++)
            if (dgm_str_eq(l->countries->codes[k], code))
                s->x[DGM_SCENE_share] = (float)l->countries->times[k] / (float)l->countries->total;
        if (s->where.precision != DGM_WHERE_COUNTRY)
            continue;
        s->traits |= 1u << DGM_SCENE_COUNTRY;
        if (actors && recipients)
            s->traits |= 1u << DGM_SCENE_BOTH;
        else if (actors)
            s->traits = (uint16_t)(s->traits | 1u << (l->recipients.n ? DGM_SCENE_INVADER : DGM_SCENE_ACTOR));
        else if (recipients)
            s->traits = (uint16_t)(s->traits | 1u << (l->actors.n ? DGM_SCENE_INVADED : DGM_SCENE_RECIPIENT));
    }
}

static void nowhere(dgm_look *l) {
    dgm_scene *s = &l->view->items[l->view->count++];
    uint8_t status = l->event->status;
    *s = (dgm_scene){.where = {.entity = DGM_NONE}, .head = DGM_NONE, .traits = 1u << DGM_SCENE_NONE};
    s->x[DGM_SCENE_none] = 1;
    s->x[DGM_SCENE_none_reported] = l->event->speaker != DGM_NONE;
    s->x[DGM_SCENE_none_unreal] = status == DGM_STATUS_FUTURE || status == DGM_STATUS_HYPOTHETICAL;
    s->x[DGM_SCENE_none_actors] = !l->actors.n;
    s->x[DGM_SCENE_none_recipients] = !l->recipients.n;
}

void dgm_scenes_compare(dgm_look *l, uint32_t own) {
    nest(l->view);
    compare(l, own);
    nowhere(l);
}
