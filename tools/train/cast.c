/* SPDX-License-Identifier: Apache-2.0 */
/* The choices of who is meant though not named at the words of an event, for cast.py to fit weights to: for each candidate of each choice
 * a line: article, bytes of the event's words, type, side (0: actors), the event's known participants (names by ";", actors, recipients),
 * the candidate's code, sectors and all its names, the features that are not 0. */
#include <stdio.h>

#include "articles.h"
#include "event/cast.h"
#include "train.h"

static void print_str(dgm_str s) {
    for (uint32_t i = 0; i < s.n; i++)
        putchar((unsigned char)s.p[i] < ' ' || s.p[i] == '|' || s.p[i] == ';' ? ' ' : s.p[i]);
}

/* code|sectors|name|name … */
static void print_entity(const dgm_doc *doc, uint32_t entity, uint32_t more) {
    const dgm_entity *e = &doc->entities.items[entity];
    print_str(e->code);
    putchar('|');
    for (unsigned s = 0; s < DGM_SECTOR_COUNT; s++)
        if ((e->sectors | more) >> s & 1)
            printf("%s ", dgm_sector_name(s));
    putchar('|');
    print_str(e->name);
    for (uint32_t m = 0; m < doc->mentions.count; m++)
        if (doc->mentions.items[m].entity == entity && doc->mentions.items[m].kind != DGM_MENTION_PRONOUN) {
            putchar('|');
            print_str(dgm_doc_span(doc, dgm_tree_span(doc, doc->mentions.items[m].first, doc->mentions.items[m].end)));
        }
}

static void print_side(const dgm_doc *doc, const dgm_participants *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        print_entity(doc, list->items[i].entity, list->items[i].sectors);
        putchar(i + 1 < list->count ? ';' : ' ');
    }
    putchar('\t');
}

/* for all events, for its type, for its mode */
static void print_feature(const dgm_event *e, unsigned feature, double x) {
    const char *name = dgm_cast_name(feature), *type = dgm_event_name(e->type);
    if (x <= 0)
        return;
    printf("%s=%g %s.%s=%g ", name, x, type, name, x);
    if (e->mode_count)
        printf("%s/%s.%s=%g ", type, dgm_mode_name(e->modes[0]), name, x);
}

static void print_choice(void *arg, const dgm_stage *stage, const dgm_event *e, int side, const dgm_cast_view *view) {
    const dgm_doc *doc = stage->doc;
    (void)arg;
    for (uint32_t i = 0; i < view->count; i++) {
        print_str(doc->input.id);
        printf("\t%u\t%u\t%s\t%d\t", e->trigger.start, e->trigger.end, dgm_event_name(e->type), side);
        print_side(doc, &e->actors);
        print_side(doc, &e->recipients);
        if (view->entities[i] != DGM_NONE)
            print_entity(doc, view->entities[i], 0);
        putchar('\t');
        for (unsigned k = 0; k < DGM_CASTS; k++)
            print_feature(e, k, (double)view->x[i][k]);
        putchar('\n');
    }
}

static int look(dgm_job *job) {
    const dgm_cast_trace trace = {print_choice, NULL};
    return dgm_event_read(&job->stage, &trace);
}

int cast(const char *model) { return articles_each(model, DGM_STAGE_event, look); }
