/* SPDX-License-Identifier: Apache-2.0 */
/* The record room on an article that was laid out by hand: spans, ids, thresholds, what is null when nothing is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>

#include "pipeline/stage.h"
#include "record/output.h"
#include "record/record.h"

/* Three letters of two bytes stand before "Anna": bytes and code points differ from there on. */
#define TEXT "Éé–x Anna met Bela in Wien."
#define AT(word) ((uint32_t)(strstr(TEXT, word) - TEXT))
#define SPAN(word) ((dgm_span){AT(word), AT(word) + (uint32_t)strlen(word)})

typedef struct bench {
    dgm_doc doc;
    dgm_output output;
    dgm_record_knowledge know;
    dgm_options options;
    dgm_error error;
    dgm_arena *article, *scratch;
    json_t *extraction, *records[8];
} bench;

static void add_token(dgm_doc *doc, dgm_span span) {
    dgm_token *t = DGM_PUSH(&doc->tokens, doc->arena);
    *t = (dgm_token){.span = span, .head = DGM_NONE, .mention = DGM_NONE};
}

static void add_person(dgm_doc *doc, const char *name, uint32_t token) {
    dgm_entity *e = DGM_PUSH(&doc->entities, doc->arena);
    *e = (dgm_entity){
        .name = dgm_str_of(name), .type = DGM_ENTITY_PERSON, .sectors = 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_IGO};
    dgm_mention *m = DGM_PUSH(&doc->mentions, doc->arena);
    *m = (dgm_mention){
        .first = token, .end = token + 1, .head = token, .entity = doc->entities.count - 1, .type = DGM_ENTITY_PERSON};
}

static dgm_event *add_event(dgm_doc *doc, uint16_t confidence) {
    dgm_event *e = DGM_PUSH(&doc->events, doc->arena);
    *e = (dgm_event){.type = DGM_EVENT_CONSULT,
                     .modes = {DGM_MODE_CONSULT_VISIT},
                     .mode_count = 1,
                     .trigger = SPAN("met"),
                     .speaker = DGM_NONE,
                     .contexts = 1ull << DGM_CONTEXT_diplomatic,
                     .cameo = "042",
                     .confidence = confidence,
                     .key = 0x12e4567,
                     .anchor = 1,
                     .magnitude = {-1, -1, -1, -1, -1, -1, ""},
                     .where = {.entity = DGM_NONE}};
    *DGM_PUSH(&e->actors, doc->arena) = (dgm_participant){.entity = 0, .mention = 0, .sectors = 0};
    *DGM_PUSH(&e->recipients, doc->arena) = (dgm_participant){.entity = 1, .mention = 1, .sectors = 0};
    *DGM_PUSH(&e->mentions, doc->arena) = e->trigger;
    return e;
}

static int setup(void **state) {
    bench *b = calloc(1, sizeof *b);
    b->article = dgm_arena_new(1 << 20), b->scratch = dgm_arena_new(1 << 20);
    dgm_doc *doc = &b->doc;
    *doc = (dgm_doc){.arena = b->article, .text = DGM_STR(TEXT), .fingerprint = 0xabc, .words = 6};
    doc->input.id = DGM_STR("n-1");
    doc->clean.language = DGM_STR("en");
    doc->clean.readable = true;
    add_token(doc, SPAN("Anna")), add_token(doc, SPAN("met")), add_token(doc, SPAN("Bela"));
    add_person(doc, "Anna", 0), add_person(doc, "Bela", 2);
    *DGM_PUSH(&doc->sentences, doc->arena) = (dgm_sentence){.first = 0, .end = 3, .span = {0, doc->text.n}};
    dgm_buf_init(&b->output.extraction, 1 << 20), dgm_buf_init(&b->output.events, 1 << 20),
        dgm_buf_init(&b->output.article_id, 1 << 20);
    b->options.min_confidence = -1;
    b->know.threshold = 0.5;
    *state = b;
    return 0;
}

static void forget(bench *b) {
    json_decref(b->extraction);
    b->extraction = NULL;
    for (size_t i = 0; i < 8; i++)
        json_decref(b->records[i]), b->records[i] = NULL;
    dgm_buf_reset(&b->output.extraction), dgm_buf_reset(&b->output.events), dgm_buf_reset(&b->output.article_id);
}

static int teardown(void **state) {
    bench *b = *state;
    forget(b);
    dgm_buf_done(&b->output.extraction), dgm_buf_done(&b->output.events), dgm_buf_done(&b->output.article_id);
    free(b->output.items);
    dgm_arena_free(b->article), dgm_arena_free(b->scratch);
    free(b);
    return 0;
}

static void run(bench *b) {
    atomic_int cancel = 0;
    dgm_budget budget = {1000000, &cancel};
    dgm_stage stage = {.doc = &b->doc,
                       .know = &b->know,
                       .scratch = b->scratch,
                       .budget = &budget,
                       .options = &b->options,
                       .output = &b->output,
                       .model_id = "sha256:00",
                       .error = &b->error};
    forget(b);
    assert_int_equal(dgm_room_record.run(&stage), DGM_OK);
    b->extraction = json_loadb(b->output.extraction.p, b->output.extraction.n, 0, NULL);
    assert_non_null(b->extraction);
    for (size_t i = 0; i < b->output.count && i < 8; i++) {
        b->records[i] = json_loadb(b->output.events.p + b->output.items[i].start, b->output.items[i].n, 0, NULL);
        assert_non_null(b->records[i]);
    }
}

static const char *str(json_t *o, const char *key) { return json_string_value(json_object_get(o, key)); }
static json_int_t num(json_t *o, const char *key) { return json_integer_value(json_object_get(o, key)); }

static void spans_count_code_points(void **state) {
    bench *b = *state;
    add_event(&b->doc, 900);
    run(b);
    json_t *trigger = json_object_get(b->records[0], "trigger"),
           *who = json_array_get(json_object_get(b->records[0], "actors"), 0);
    assert_int_equal(num(trigger, "start"), 10); /* byte 14 */
    assert_int_equal(num(trigger, "end"), 13);
    assert_string_equal(str(trigger, "text"), "met");
    assert_int_equal(num(json_object_get(who, "span"), "start"), 5);
    assert_string_equal(str(json_object_get(who, "span"), "text"), "Anna");
    assert_int_equal(num(json_object_get(b->records[0], "sentence"), "end"), 27);
}

static void a_record_stands_alone_and_an_extraction_does_not_repeat(void **state) {
    bench *b = *state;
    add_event(&b->doc, 900);
    run(b);
    json_t *inside = json_array_get(json_object_get(b->extraction, "events"), 0);
    assert_string_equal(str(b->records[0], "schema"), "dragoman.event/1");
    assert_string_equal(str(json_object_get(b->records[0], "article"), "id"), "n-1");
    assert_string_equal(str(json_object_get(b->records[0], "extractor"), "model"), "sha256:00");
    assert_null(json_object_get(inside, "schema"));
    assert_null(json_object_get(inside, "article"));
    assert_null(json_object_get(inside, "extractor"));
    assert_int_equal(json_object_size(inside) + 3, json_object_size(b->records[0]));
    assert_string_equal(str(inside, "id"), str(b->records[0], "id"));
    assert_string_equal(b->output.items[0].id, str(inside, "id"));
}

static void codes_follow_plover(void **state) {
    bench *b = *state;
    add_event(&b->doc, 873);
    run(b);
    json_t *r = b->records[0];
    assert_string_equal(str(r, "type"), "CONSULT");
    assert_string_equal(str(r, "quad"), "verbal-cooperation");
    assert_string_equal(str(r, "cameo"), "042");
    assert_string_equal(str(r, "status"), "happened");
    assert_string_equal(str(r, "key"), "k-00000000012e4567");
    assert_string_equal(str(json_object_get(r, "article"), "fingerprint"), "f-0000000000000abc");
    assert_true(json_real_value(json_object_get(r, "score")) == 4.0);
    assert_true(json_real_value(json_object_get(r, "confidence")) == 0.873);
    assert_true(json_is_null(json_object_get(r, "goldstein"))); /* this model has no table of them */
    assert_string_equal(json_string_value(json_array_get(json_object_get(r, "contexts"), 0)), "diplomatic");
}

static void what_is_not_known_is_null(void **state) {
    bench *b = *state;
    static const char *const nulls[] = {"date", "place", "attribution", "goldstein"};
    b->doc.fingerprint = 0;
    add_event(&b->doc, 900);
    run(b);
    for (size_t i = 0; i < sizeof nulls / sizeof nulls[0]; i++)
        assert_true(json_is_null(json_object_get(b->records[0], nulls[i])));
    json_t *who = json_array_get(json_object_get(b->records[0], "actors"), 0),
           *m = json_object_get(b->records[0], "magnitude");
    assert_true(json_is_null(json_object_get(who, "code")) && json_is_null(json_object_get(who, "country")));
    assert_true(json_is_null(json_object_get(m, "killed")) && json_is_null(json_object_get(m, "amount")));
    json_t *a = json_object_get(b->extraction, "article");
    assert_true(json_is_null(json_object_get(a, "url")) && json_is_null(json_object_get(a, "headline")));
    assert_true(json_is_null(json_object_get(a, "published")) && json_is_null(json_object_get(a, "fingerprint")));
    assert_int_equal(json_object_size(json_object_get(a, "extra")), 0);
}

static void dates_are_whole_days_at_both_ends(void **state) {
    bench *b = *state;
    dgm_event *e = add_event(&b->doc, 900);
    e->when = (dgm_when){
        .start = {2024, 2, 0}, .end = {2024, 2, 0}, .precision = DGM_PRECISION_MONTH, .from = DGM_GROUND_SENTENCE};
    run(b);
    json_t *date = json_object_get(b->records[0], "date");
    assert_string_equal(str(date, "start"), "2024-02-01");
    assert_string_equal(str(date, "end"), "2024-02-29");
    assert_string_equal(str(date, "precision"), "month");
    assert_string_equal(str(date, "from"), "sentence");
    assert_true(json_is_null(json_object_get(date, "span")));
}

static void the_threshold_decides_and_ids_do_not_depend_on_it(void **state) {
    bench *b = *state;
    char id[37];
    add_event(&b->doc, 499), add_event(&b->doc, 500);
    add_event(&b->doc, 900)->dropped = true;
    run(b);
    assert_int_equal(b->output.count, 1);
    assert_int_equal(num(b->records[0], "index"), 0);
    assert_int_equal(num(b->records[0], "count"), 1);
    memcpy(id, b->output.items[0].id, sizeof id);
    b->options.min_confidence = 0;
    run(b);
    assert_int_equal(b->output.count, 2);
    assert_int_equal(num(b->records[1], "index"), 1);
    assert_string_equal(b->output.items[1].id, id);
    assert_string_not_equal(b->output.items[0].id, id);
    assert_int_equal(json_array_size(json_object_get(b->extraction, "events")), 2);
}

static void the_same_article_gives_the_same_bytes(void **state) {
    bench *b = *state;
    add_event(&b->doc, 900);
    run(b);
    assert_int_equal(b->output.items[0].id[14], '5'); /* UUID version 5, variant 10 */
    assert_non_null(strchr("89ab", b->output.items[0].id[19]));
    char *first = strdup(b->output.events.p);
    run(b);
    assert_string_equal(b->output.events.p, first);
    free(first);
    char id[37];
    memcpy(id, b->output.items[0].id, sizeof id);
    b->doc.input.id = DGM_STR("n-2");
    run(b);
    assert_string_not_equal(b->output.items[0].id, id);
}

static int by_text(const void *a, const void *b) { return strcmp(a, b); }

static void very_many_events_of_one_sentence_have_different_ids(void **state) {
    enum { MANY = 5000 };
    bench *b = *state;
    char(*ids)[37] = calloc(MANY, sizeof *ids);
    b->options.min_confidence = 0;
    dgm_arena *small = b->doc.arena, *big = dgm_arena_new((size_t)64 << 20);
    b->doc.arena = big;
    dgm_buf_done(&b->output.extraction), dgm_buf_done(&b->output.events);
    dgm_buf_init(&b->output.extraction, 64 << 20), dgm_buf_init(&b->output.events, 64 << 20);
    for (uint32_t i = 0; i < MANY; i++)
        *DGM_PUSH(&b->doc.events, big) = (dgm_event){
            .type = i % 2 ? DGM_EVENT_ACCUSE : DGM_EVENT_REJECT, .trigger = SPAN("met"), .speaker = DGM_NONE};
    run(b);
    assert_int_equal(b->output.count, MANY);
    for (uint32_t i = 0; i < MANY; i++)
        memcpy(ids[i], b->output.items[i].id, sizeof ids[i]);
    qsort(ids, MANY, sizeof ids[0], by_text);
    for (uint32_t i = 1; i < MANY; i++)
        assert_string_not_equal(ids[i - 1], ids[i]);
    free(ids);
    b->doc.arena = small;
    dgm_arena_free(big);
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(spans_count_code_points),
        T(a_record_stands_alone_and_an_extraction_does_not_repeat),
        T(codes_follow_plover),
        T(what_is_not_known_is_null),
        T(dates_are_whole_days_at_both_ends),
        T(the_threshold_decides_and_ids_do_not_depend_on_it),
        T(the_same_article_gives_the_same_bytes),
        T(very_many_events_of_one_sentence_have_different_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
