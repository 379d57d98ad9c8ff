/* SPDX-License-Identifier: Apache-2.0 */
/* The engine among rooms of the test: each leaves its first letter, some do what the case asks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pipeline/pipeline.h"

static struct script {
    char trace[256];
    char timed[512];
    bool readable, tags, trees;
    const char *failing; /* the room that fails */
    int code;            /* with this code */
    bool silent;         /* and says nothing */
    const char *opens_badly;
} script;

static int run_of(dgm_stage *stage, const char *name) {
    size_t n = strlen(script.trace);
    snprintf(script.trace + n, sizeof script.trace - n, "%s ", name);
    if (!strcmp(name, "clean")) {
        stage->doc->clean.readable = script.readable;
        stage->doc->clean.language = DGM_STR("xx");
        dgm_span *body = DGM_PUSH(&stage->doc->clean.body, stage->doc->arena);
        *body = (dgm_span){0, stage->doc->text.n};
    }
    assert_int_equal(dgm_arena_used(stage->scratch), 0); /* emptied after each stage */
    assert_non_null(dgm_arena_alloc(stage->scratch, 10));
    if (script.failing && !strcmp(name, script.failing)) {
        if (script.code == DGM_MEMORY)
            while (dgm_arena_alloc(stage->scratch, 1000))
                ;
        return script.silent ? script.code : dgm_fail(stage->error, script.code, "as the test asked");
    }
    return DGM_OK;
}

static int open_of(const void **know, const char *name, dgm_error *error) {
    *know = name;
    if (script.opens_badly && !strcmp(name, script.opens_badly))
        return dgm_fail(error, DGM_BAD_LEXICON, "no good");
    return DGM_OK;
}

#define STAGE(room, needs, gives) \
    static int run_##room(dgm_stage *stage) { \
        assert_string_equal(stage->know, #room); \
        return run_of(stage, #room); \
    } \
    static int open_##room(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) { \
        (void)store, (void)arena; \
        return open_of(know, #room, error); \
    } \
    const dgm_room dgm_room_##room = {.name = #room, .open = open_##room, .run = run_##room};
#include "pipeline/pipeline.def"

static void timer(void *arg, const char *stage, int begins) {
    (void)arg;
    size_t n = strlen(script.timed);
    snprintf(script.timed + n, sizeof script.timed - n, "%c%s ", begins ? '<' : '>', stage);
}

typedef struct bench {
    dgm_doc doc;
    dgm_options options;
    dgm_budget budget;
    atomic_int cancel;
    dgm_error error;
    dgm_knowledge know;
    dgm_arena *scratch;
} bench;

static void set(bench *b) {
    memset(b, 0, sizeof *b);
    b->doc.arena = dgm_arena_new(1 << 20);
    b->doc.text = DGM_STR("It rains.");
    b->scratch = dgm_arena_new(10000);
    b->budget = (dgm_budget){1000, &b->cancel};
    b->options.timer = timer;
    script = (struct script){.readable = true};
    assert_int_equal(dgm_pipeline_open(NULL, b->doc.arena, &b->know, &b->error), DGM_OK);
}

static int go(bench *b, const char *last, const char *conllu) {
    dgm_job job = {.know = &b->know, .last = dgm_pipeline_find(last), .conllu = dgm_str_of(conllu)};
    job.stage = (dgm_stage){
        .doc = &b->doc, .scratch = b->scratch, .budget = &b->budget, .options = &b->options, .error = &b->error};
    return dgm_pipeline_run(&job);
}

static void clear(bench *b) {
    dgm_arena_free(b->scratch);
    dgm_arena_free(b->doc.arena);
}

static void runs_all_stages_in_order(void **state) {
    (void)state;
    bench b;
    set(&b);
    assert_int_equal(go(&b, "record", NULL), DGM_OK);
    assert_string_equal(script.trace,
                        "article clean segment tag parse entity coref quote event when where story record ");
    assert_memory_equal(script.timed, "<article >article <clean >clean ", 32);
    clear(&b);
    set(&b);
    assert_int_equal(go(&b, "tag", NULL), DGM_OK);
    assert_string_equal(script.trace, "article clean segment tag ");
    assert_int_equal(dgm_pipeline_find("nothing"), -1);
    clear(&b);
}

static void an_unreadable_language_is_an_error_or_gives_metadata(void **state) {
    (void)state;
    bench b;
    set(&b);
    script.readable = false;
    assert_int_equal(go(&b, "record", NULL), DGM_LANGUAGE);
    assert_string_equal(b.error.what, "the model cannot read the language \"xx\"");
    assert_string_equal(script.trace, "article clean ");
    clear(&b);
    set(&b);
    script.readable = false;
    b.options.metadata_only_other = 1;
    assert_int_equal(go(&b, "record", NULL), DGM_OK);
    assert_string_equal(script.trace, "article clean record ");
    clear(&b);
}

static void stops_at_the_first_error(void **state) {
    (void)state;
    bench b;
    set(&b);
    script.failing = "tag", script.code = DGM_INTERNAL;
    assert_int_equal(go(&b, "record", NULL), DGM_INTERNAL);
    assert_string_equal(script.trace, "article clean segment tag ");
    assert_string_equal(b.error.where, "tag");
    assert_string_equal(b.error.what, "as the test asked");
    assert_memory_equal(script.timed + strlen(script.timed) - 5, ">tag ", 5); /* the timer hears the end all the same */
    clear(&b);
    set(&b);
    script.failing = "tag", script.code = DGM_INTERNAL, script.silent = true;
    assert_int_equal(go(&b, "record", NULL), DGM_INTERNAL);
    assert_int_equal(b.error.code, DGM_INTERNAL); /* an error without words gets some */
    clear(&b);
}

static void an_article_that_fills_its_arena_is_too_complex(void **state) {
    (void)state;
    bench b;
    set(&b);
    script.failing = "parse", script.code = DGM_MEMORY;
    assert_int_equal(go(&b, "record", NULL), DGM_TOO_COMPLEX);
    assert_int_equal(b.error.code, DGM_TOO_COMPLEX);
    assert_string_equal(b.error.where, "parse");
    clear(&b);
}

static void the_budget_and_the_cancel_flag_end_a_run(void **state) {
    (void)state;
    bench b;
    set(&b);
    b.budget.left = 5;
    assert_int_equal(go(&b, "record", NULL), DGM_TOO_COMPLEX);
    assert_string_equal(script.trace, "article clean segment tag ");
    clear(&b);
    set(&b);
    atomic_store(&b.cancel, 1);
    assert_int_equal(go(&b, "record", NULL), DGM_CANCELLED);
    assert_string_equal(script.trace, "");
    clear(&b);
    set(&b); /* the exact counting of one budget */
    b.budget.left = 10;
    assert_int_equal(dgm_spend(&b.budget, 4, &b.error), DGM_OK);
    assert_int_equal(dgm_spend(&b.budget, 5, &b.error), DGM_OK);
    assert_int_equal(b.budget.left, 1);
    assert_int_equal(dgm_spend(&b.budget, 1, &b.error), DGM_TOO_COMPLEX);
    clear(&b);
}

static const char bare[] = "1\tIt\t_\t_\t_\t_\t_\t_\t_\t_\n2\trains\t_\t_\t_\t_\t_\t_\t_\t_\n";
static const char tagged[] = "1\tIt\tit\tPRON\tPRP\t_\t_\t_\t_\t_\n2\trains\train\tVERB\tVBZ\t_\t_\t_\t_\t_\n";
static const char parsed[] = "1\tIt\tit\tPRON\tPRP\t_\t2\texpl\t_\t_\n2\trains\train\tVERB\tVBZ\t_\t0\troot\t_\t_\n";

/* What comes from outside is not done again, and never passed off as the work of the stage that is asked for. */
static void given_sentences_replace_work(void **state) {
    (void)state;
    static const struct {
        const char *conllu, *last, *trace;
    } cases[] = {
        {bare, "quote", "article clean tag parse entity coref quote "},
        {tagged, "quote", "article clean parse entity coref quote "},
        {parsed, "quote", "article clean entity coref quote "},
        {parsed, "parse", "article clean tag parse "},
        {parsed, "tag", "article clean tag "},
        {parsed, "segment", "article clean "},
        {parsed, "clean", "article clean "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bench b;
        set(&b);
        script.readable = false; /* whoever gives sentences has read the language */
        assert_int_equal(go(&b, cases[i].last, cases[i].conllu), DGM_OK);
        assert_string_equal(script.trace, cases[i].trace);
        clear(&b);
    }
    bench b;
    set(&b);
    assert_int_equal(go(&b, "quote", "no CoNLL-U"), DGM_BAD_ARGUMENT);
    assert_string_equal(b.error.where, "line 1");
    clear(&b);
}

static void a_room_that_cannot_use_the_model_says_so(void **state) {
    (void)state;
    bench b;
    set(&b);
    script.opens_badly = "event";
    b.error = (dgm_error){0};
    assert_int_equal(dgm_pipeline_open(NULL, b.doc.arena, &b.know, &b.error), DGM_BAD_LEXICON);
    assert_string_equal(b.error.what, "no good");
    clear(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_all_stages_in_order),
        cmocka_unit_test(an_unreadable_language_is_an_error_or_gives_metadata),
        cmocka_unit_test(stops_at_the_first_error),
        cmocka_unit_test(an_article_that_fills_its_arena_is_too_complex),
        cmocka_unit_test(the_budget_and_the_cancel_flag_end_a_run),
        cmocka_unit_test(given_sentences_replace_work),
        cmocka_unit_test(a_room_that_cannot_use_the_model_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
