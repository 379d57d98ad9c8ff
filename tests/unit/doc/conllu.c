/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "doc/conllu.h"

static const char text[] = "Furniture\n\nMinister resigns\n\n\"I  won't,\" he said. It was\n over. Tail";

static const char given[] =
    "# sent_id = 1\n"
    "# text = Minister resigns\n"
    "1\tMinister\tminister\tNOUN\tNN\tNumber=Sing\t2\tnsubj\t_\t_\n"
    "2\tresigns\tresign\tVERB\tVBZ\tNumber=Sing|Person=3|Tense=Pres|VerbForm=Fin\t0\troot\t_\t_\n"
    "\n"
    "# sent_id = 2\n"
    "# text = \"I won't,\" he said.\n"
    "1\t\"\t\"\tPUNCT\t``\t_\t3\tpunct\t_\tSpaceAfter=No\n"
    "2\tI\tI\tPRON\tPRP\tNumber=Sing|Person=1\t3\tnsubj\t_\t_\n"
    "3\two\twill\tAUX\tMD\t_\t8\tccomp\t_\tSpaceAfter=No\n"
    "4\tn't\tnot\tPART\tRB\tPolarity=Neg\t3\tadvmod\t_\tSpaceAfter=No\n"
    "5\t,\t,\tPUNCT\t,\t_\t3\tpunct\t_\tSpaceAfter=No\n"
    "6\t\"\t\"\tPUNCT\t''\t_\t3\tpunct\t_\t_\n"
    "7\the\the\tPRON\tPRP\t_\t8\tnsubj\t_\t_\n"
    "8\tsaid\tsay\tVERB\tVBD\tTense=Past\t0\troot\t_\tSpaceAfter=No\n"
    "9\t.\t.\tPUNCT\t.\t_\t8\tpunct\t_\t_\n"
    "\n";

static int make(void **state) {
    dgm_doc *doc = calloc(1, sizeof *doc);
    doc->arena = dgm_arena_new(1 << 20);
    doc->text = dgm_str_of(text);
    doc->clean.headline = (dgm_span){11, 27};
    dgm_span *body = DGM_PUSH(&doc->clean.body, doc->arena);
    *body = (dgm_span){29, 63};
    *state = doc;
    return 0;
}

static int drop(void **state) {
    dgm_doc *doc = *state;
    dgm_arena_free(doc->arena);
    free(doc);
    return 0;
}

static int read(dgm_doc *doc, const char *conllu, dgm_error *e) {
    *e = (dgm_error){0};
    return dgm_conllu_read(doc, dgm_str_of(conllu), e);
}

static void lays_tokens_on_the_text(void **state) {
    dgm_doc *doc = *state;
    dgm_error e;
    assert_int_equal(read(doc, given, &e), DGM_OK);
    assert_int_equal(doc->sentences.count, 2);
    assert_int_equal(doc->tokens.count, 11);
    assert_true(doc->sentences.items[0].headline);
    assert_int_equal(doc->sentences.items[0].paragraph, DGM_NONE);
    assert_false(doc->sentences.items[1].headline);
    assert_int_equal(doc->sentences.items[1].paragraph, 0);
    assert_int_equal(doc->sentences.items[1].root, 9);
    const dgm_token *nt = &doc->tokens.items[5];
    assert_int_equal(nt->span.start, 35);
    assert_int_equal(nt->span.end, 38);
    assert_int_equal(nt->head, 4);
    assert_int_equal(nt->rel, DGM_REL_ADVMOD);
    assert_int_equal(nt->feats, DGM_FEAT(NEG));
    assert_int_equal(nt->shape & DGM_SHAPE_SPACE_BEFORE, 0);
    assert_int_equal(doc->tokens.items[4].shape & DGM_SHAPE_SPACE_BEFORE, DGM_SHAPE_SPACE_BEFORE);
    assert_true(doc->tokens.items[2].shape & DGM_SHAPE_PUNCT);
    assert_int_equal(nt->mention, DGM_NONE);
    assert_true(dgm_conllu_tagged(doc) && dgm_conllu_parsed(doc));
}

static void writes_what_it_read(void **state) {
    dgm_doc *doc = *state;
    dgm_error e;
    dgm_buf out;
    dgm_buf_init(&out, 1 << 16);
    assert_int_equal(read(doc, given, &e), DGM_OK);
    dgm_conllu_write(doc, &out);
    assert_string_equal(out.p, given);
    dgm_buf_done(&out);
}

static void takes_bare_tokens(void **state) {
    dgm_doc *doc = *state;
    dgm_error e;
    dgm_buf out;
    dgm_buf_init(&out, 1 << 16);
    /* carriage returns, a range, an empty node, no blank line at the end, bytes that no token covers */
    assert_int_equal(
        read(doc,
             "1-2\twon't\t_\t_\t_\t_\t_\t_\t_\t_\r\n1\two\t_\t_\t_\t_\t_\t_\t_\t_\r\n"
             "2\tn't\t_\t_\t_\t_\t_\t_\t_\t_\r\n2.1\tgo\t_\t_\t_\t_\t_\t_\t_\t_\r\n3\the\t_\t_\t_\t_\t_\t_\t_\t_",
             &e),
        DGM_OK);
    assert_int_equal(doc->sentences.count, 1);
    assert_int_equal(doc->tokens.count, 3);
    assert_int_equal(doc->sentences.items[0].root, DGM_NONE);
    assert_false(dgm_conllu_tagged(doc) || dgm_conllu_parsed(doc));
    dgm_conllu_write(doc, &out);
    assert_string_equal(out.p, "# sent_id = 1\n# text = won't,\" he\n1\two\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
                               "2\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n3\the\t_\t_\t_\t_\t_\t_\t_\t_\n\n");
    dgm_buf_done(&out);
}

static void blanks_in_forms_are_any_white_space(void **state) {
    dgm_doc *doc = *state;
    dgm_error e;
    assert_int_equal(read(doc, "1\twas over\t_\t_\t_\t_\t_\t_\t_\t_\n", &e), DGM_OK);
    assert_int_equal(doc->tokens.count, 1);
    assert_true(dgm_str_is(dgm_doc_form(doc, 0), "was\n over"));
}

static void leaves_out_what_is_not_there(void **state) {
    dgm_doc *doc = *state;
    dgm_error e;
    assert_int_equal(read(doc,
                          "1\tNobody\t_\t_\t_\t_\t_\t_\t_\t_\n\n1\tIt\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
                          "1\tMinister\t_\t_\t_\t_\t_\t_\t_\t_\n\n1\tover\t_\t_\t_\t_\t_\t_\t_\t_\n",
                          &e),
                     DGM_OK);
    assert_int_equal(doc->sentences.count, 2); /* the headline comes too late: order counts */
    assert_int_equal(doc->warnings.count, 1);
    assert_true(dgm_str_is(doc->warnings.items[0], "2 given sentences do not stand in the text"));
}

static void takes_no_tree_that_is_none(void **state) {
    dgm_doc *doc = *state;
    dgm_error e;
    static const char *const broken[] = {
        "1\tMinister\t_\tNOUN\tNN\t_\t2\tnsubj\t_\t_\n2\tresigns\t_\tVERB\tVBZ\t_\t1\troot\t_\t_\n", /* a circle */
        "1\tMinister\t_\tNOUN\tNN\t_\t0\troot\t_\t_\n2\tresigns\t_\tVERB\tVBZ\t_\t0\troot\t_\t_\n",  /* two roots */
        "1\tMinister\t_\tNOUN\tNN\t_\t9\tnsubj\t_\t_\n2\tresigns\t_\tVERB\tVBZ\t_\t0\troot\t_\t_\n", /* outside */
        "1\tMinister\t_\tNOUN\tNN\t_\t1\tnsubj\t_\t_\n2\tresigns\t_\tVERB\tVBZ\t_\t0\troot\t_\t_\n", /* itself */
        "1\tMinister\t_\tNOUN\tNN\t_\t_\t_\t_\t_\n2\tresigns\t_\tVERB\tVBZ\t_\t0\troot\t_\t_\n",     /* half */
        "1\tMinister\t_\tNOUN\tNN\t_\t99999999999\tnsubj\t_\t_\n2\tresigns\t_\tVERB\tVBZ\t_\t0\troot\t_\t_\n", /* huge */
    };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        doc->tokens.count = doc->sentences.count = 0;
        assert_int_equal(read(doc, broken[i], &e), DGM_OK);
        assert_int_equal(doc->sentences.count, 1);
        assert_int_equal(doc->sentences.items[0].root, DGM_NONE);
        for (uint32_t t = 0; t < 2; t++)
            assert_true(doc->tokens.items[t].head == DGM_NONE && doc->tokens.items[t].rel == DGM_REL_NONE &&
                        doc->tokens.items[t].mention == DGM_NONE);
    }
}

static void names_the_line_that_is_wrong(void **state) {
    dgm_doc *doc = *state;
    dgm_error e;
    static const struct {
        const char *conllu, *where, *what;
    } cases[] = {
        {"# ok\nhello\n", "line 2", "the line has not ten columns"},
        {"1\ta\t_\t_\t_\t_\t_\t_\t_\t_\t_\n", "line 1", "the line has not ten columns"},
        {"2\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", "line 1", "the ids of a sentence do not count from 1"},
        {"1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", "line 2",
         "the ids of a sentence do not count from 1"},
        {"x\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", "line 1", "the ids of a sentence do not count from 1"},
        {"1\t\t_\t_\t_\t_\t_\t_\t_\t_\n", "line 1", "the form is empty"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(read(doc, cases[i].conllu, &e), DGM_BAD_ARGUMENT);
        assert_string_equal(e.where, cases[i].where);
        assert_string_equal(e.what, cases[i].what);
    }
    assert_int_equal(read(doc, "1\t\xFF\t_\t_\t_\t_\t_\t_\t_\t_\n", &e), DGM_BAD_UTF8);
}

/* A mile of sentences that begin like the text but are not in it: the search is bounded (ctest's time limit is the test). */
static void hostile_input_costs_its_length(void **state) {
    (void)state;
    uint32_t size = 1 << 20, n = 0;
    char *long_text = malloc(size), *conllu = malloc(size);
    static const char sentence[] = "1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n2\tb\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    memset(long_text, 'a', size);
    while (n + sizeof sentence < size) {
        memcpy(conllu + n, sentence, sizeof sentence - 1);
        n += (uint32_t)sizeof sentence - 1;
    }
    dgm_doc doc = {.arena = dgm_arena_new(64 << 20), .text = {long_text, size}};
    dgm_error e = {0};
    doc.clean.headline = (dgm_span){0, size};
    assert_int_equal(dgm_conllu_read(&doc, (dgm_str){conllu, n}, &e), DGM_OK);
    assert_int_equal(doc.sentences.count, 0);
    dgm_arena_free(doc.arena);
    free(long_text);
    free(conllu);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lays_tokens_on_the_text, make, drop),
        cmocka_unit_test_setup_teardown(writes_what_it_read, make, drop),
        cmocka_unit_test_setup_teardown(takes_bare_tokens, make, drop),
        cmocka_unit_test_setup_teardown(blanks_in_forms_are_any_white_space, make, drop),
        cmocka_unit_test_setup_teardown(leaves_out_what_is_not_there, make, drop),
        cmocka_unit_test_setup_teardown(takes_no_tree_that_is_none, make, drop),
        cmocka_unit_test_setup_teardown(names_the_line_that_is_wrong, make, drop),
        cmocka_unit_test(hostile_input_costs_its_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
