/* SPDX-License-Identifier: Apache-2.0 */
/* Dates of events: all expressions of time of the article are read in order, then each event gets the date that its words, its sentence and
 * the article speak for. No date where the text gives none. */
#include "when/moments.h"

#define HISTORY_DAYS 60
#define BRIEF_OF_TEN 6u /* so many of ten sentences in the present tense make a brief */

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    dgm_when_knowledge *k = DGM_NEW(arena, dgm_when_knowledge);
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    const struct {
        const char *table;
        dgm_table *t;
        dgm_index *i;
    } wanted[] = {{"months", &k->months, &k->month_names},
                  {"weekdays", &k->weekdays, &k->weekday_names},
                  {"time_words", &k->words, &k->word_names},
                  {"time_prepositions", &k->prepositions, &k->preposition_names},
                  {"time_to_come", &k->to_come, &k->to_come_names},
                  {"named_days", &k->named_days, &k->named_day_names},
                  {"time_occasions", &k->occasions, &k->occasion_names},
                  {"known_days", &k->known_days, &k->known_day_names}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (dgm_store_table(store, wanted[i].table, wanted[i].t) != DGM_OK ||
            dgm_table_index(wanted[i].t, "names", wanted[i].i) != DGM_OK)
            return DGM_OK;
    k->month_number = dgm_table_column(&k->months, "number");
    k->weekday_number = dgm_table_column(&k->weekdays, "number");
    k->meaning = dgm_table_column(&k->words, "meaning");
    k->value = dgm_table_column(&k->words, "value");
    k->preposition = dgm_table_column(&k->prepositions, "meaning");
    k->coming = dgm_table_column(&k->to_come, "meaning");
    dgm_moments_open(store, k);
    k->known = true;
    return DGM_OK;
}

/* Every expression of the article, and for each sentence where its own begin. */
static int read_all(dgm_stage *stage, dgm_clock clock, dgm_times *times, uint32_t **first) {
    const dgm_sentences *sentences = &stage->doc->sentences;
    uint32_t *at = dgm_arena_alloc(stage->scratch, (sentences->count + 1) * sizeof *at);
    int rc = DGM_OK;
    if (!at)
        return dgm_fail_memory(stage->error);
    for (uint32_t i = 0; rc == DGM_OK && i < sentences->count; i++) {
        at[i] = times->count;
        rc = dgm_read_times(stage, sentences->items[i].first, sentences->items[i].end, &clock, times);
    }
    if (rc == DGM_OK)
        at[sentences->count] = times->count;
    *first = at;
    return rc;
}

/* Does the article tell in the present tense, as briefs of the day do? */
static bool is_brief(const dgm_stage *stage) {
    const dgm_doc *doc = stage->doc;
    uint32_t present = 0, all = 0;
    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        const dgm_sentence *s = &doc->sentences.items[i];
        if (s->headline || s->root >= doc->tokens.count || doc->tokens.items[s->root].upos != DGM_UPOS_VERB)
            continue;
        dgm_tense tense = dgm_tense_of(stage->know, doc, s->root);
        all += tense == DGM_TENSE_PRESENT || tense == DGM_TENSE_PAST;
        present += tense == DGM_TENSE_PRESENT;
    }
    return all && present * 10 >= all * BRIEF_OF_TEN;
}

/* Long ago, or told in the present tense of a day to come: "the ministers meet on Friday". */
static void judge_status(const dgm_doc *doc, dgm_event *e, bool present) {
    if (e->status != DGM_STATUS_HAPPENED || e->when.precision == DGM_PRECISION_NONE || !doc->clean.published.year)
        return;
    dgm_date today = doc->clean.published;
    if (present && e->when.from == DGM_GROUND_SENTENCE && dgm_date_days(e->when.start) > dgm_date_days(today))
        e->status = DGM_STATUS_FUTURE;
    if (dgm_date_days(today) - dgm_date_days(e->when.end) > HISTORY_DAYS)
        e->status = DGM_STATUS_HISTORICAL;
}

static dgm_date today_of(const dgm_doc *doc) {
    return doc->clean.published.day       ? doc->clean.published
           : doc->clean.dateline.date.day ? doc->clean.dateline.date
                                          : doc->clean.published;
}

static int date_all(dgm_stage *stage, dgm_story_so_far *so_far, const dgm_moment_trace *trace) {
    dgm_doc *doc = stage->doc;
    dgm_moments *moments = DGM_NEW(stage->scratch, dgm_moments);
    int rc = moments ? DGM_OK : dgm_fail_memory(stage->error);
    for (uint32_t i = 0; rc == DGM_OK && i < doc->events.count; i++) {
        dgm_event *e = &doc->events.items[i];
        dgm_moments_look(so_far, i, moments);
        if (trace)
            trace->seen(trace->arg, stage, e, moments);
        uint32_t best = dgm_moments_best(stage->know, moments);
        e->when = moments->when[best];
        if (e->when.precision != DGM_PRECISION_NONE) {
            so_far->event = i;
            so_far->tense = moments->tense;
            so_far->lead_event = so_far->lead_event == DGM_NONE ? i : so_far->lead_event;
            so_far->given = e->when.from != DGM_GROUND_SENTENCE;
        }
        judge_status(doc, e, moments->tense == DGM_TENSE_PRESENT && !so_far->brief);
        rc = dgm_spend(stage->budget, (uint64_t)moments->count * 8, stage->error);
    }
    return rc;
}

int dgm_when_read(dgm_stage *stage, const dgm_moment_trace *trace) {
    const dgm_when_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    dgm_times times = {0};
    uint32_t *first = NULL;
    if (!k->known || doc->events.count == 0)
        return DGM_OK;
    dgm_story_so_far so_far = {
        .stage = stage, .times = &times, .clock = {.today = today_of(doc)}, .event = DGM_NONE, .lead_event = DGM_NONE};
    int rc = read_all(stage, so_far.clock, &times, &first);
    so_far.first = first;
    so_far.lead = doc->sentences.count && doc->sentences.items[0].headline;
    so_far.brief = is_brief(stage);
    return rc == DGM_OK ? date_all(stage, &so_far, trace) : rc;
}

static int run(dgm_stage *stage) { return dgm_when_read(stage, NULL); }

static void dump(const dgm_doc *doc, dgm_buf *out) {
    for (uint32_t i = 0; i < doc->events.count; i++) {
        const dgm_event *e = &doc->events.items[i];
        char start[11], end[11];
        dgm_date_print(e->when.start, start);
        dgm_date_print(e->when.end, end);
        dgm_buf_printf(out, "%s\t%s\t%s\t", dgm_event_name(e->type), start, end);
        dgm_buf_str(out, dgm_doc_span(doc, e->when.span));
        dgm_buf_char(out, '\n');
    }
}

const dgm_room dgm_room_when = {.name = "when", .open = room_open, .run = run, .dump = dump};
