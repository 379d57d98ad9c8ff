/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "doc/tree.h"

/* A sentence as "form/lemma/XPOS/head/relation" words; heads count from 1, 0 is the root. */
typedef struct bench {
    dgm_doc doc;
    char text[2000];
} bench;

static dgm_str cell(char **at, char stop) {
    char *start = *at, *end = strchr(start, stop);
    if (!end)
        end = start + strlen(start);
    *at = *end ? end + 1 : end;
    return (dgm_str){start, (uint32_t)(end - start)};
}

static dgm_doc *sentence(bench *b, const char *words) {
    memset(b, 0, sizeof *b);
    b->doc.arena = dgm_arena_new(1 << 20);
    char *copy = dgm_arena_dup(b->doc.arena, words, strlen(words));
    uint32_t n = 0;
    while (*copy) {
        dgm_token *t = DGM_PUSH(&b->doc.tokens, b->doc.arena);
        dgm_str form = cell(&copy, '/');
        t->lemma = cell(&copy, '/');
        t->xpos = (uint8_t)dgm_xpos_of(cell(&copy, '/'));
        t->head = (uint32_t)atoi(cell(&copy, '/').p);
        t->head = t->head ? t->head - 1 : DGM_NONE;
        t->rel = (uint8_t)dgm_rel_of(cell(&copy, ' '));
        memcpy(b->text + n, form.p, form.n);
        t->span = (dgm_span){n, n + form.n};
        n += form.n;
        b->text[n++] = ' ';
    }
    b->doc.text = (dgm_str){b->text, n};
    dgm_sentence *s = DGM_PUSH(&b->doc.sentences, b->doc.arena);
    *s = (dgm_sentence){.end = b->doc.tokens.count, .span = {0, n}};
    return &b->doc;
}

static uint32_t find(const dgm_doc *doc, const char *form) {
    for (uint32_t t = 0; t < doc->tokens.count; t++)
        if (dgm_str_is(dgm_doc_form(doc, t), form))
            return t;
    fail_msg("no token %s", form);
    return DGM_NONE;
}

static void check_subject(const char *words, const char *verb, const char *subject, bool passive) {
    bench b;
    dgm_doc *doc = sentence(&b, words);
    bool is_passive = !passive;
    uint32_t t = dgm_tree_subject(doc, find(doc, verb), &is_passive);
    if (!subject && t != DGM_NONE)
        fail_msg("%s has the subject %.*s", verb, (int)dgm_doc_form(doc, t).n, dgm_doc_form(doc, t).p);
    if (subject && (t == DGM_NONE || !dgm_str_is(dgm_doc_form(doc, t), subject)))
        fail_msg("%s has not the subject %s", verb, subject);
    assert_int_equal(is_passive, passive);
    dgm_arena_free(doc->arena);
}

static void finds_subjects(void **state) {
    (void)state;
    check_subject("Troops/troops/NNS/2/nsubj left/leave/VBD/0/root and/and/CC/4/cc returned/return/VBD/2/conj",
                  "returned", "Troops", false);
    check_subject("Envoys/envoy/NNS/2/nsubj want/want/VBP/0/root to/to/TO/4/mark talk/talk/VB/2/xcomp", "talk",
                  "Envoys", false);
    check_subject(
        "They/they/PRP/2/nsubj urged/urge/VBD/0/root Mali/Mali/NNP/2/obj to/to/TO/5/mark stop/stop/VB/2/xcomp", "stop",
        "Mali", false);
    check_subject(
        "Mali/Mali/NNP/3/nsubj:pass was/be/VBD/3/aux:pass urged/urge/VBN/0/root to/to/TO/5/mark stop/stop/VB/3/xcomp",
        "stop", "Mali", false);
    check_subject("rebels/rebel/NNS/0/root who/who/WP/3/nsubj attacked/attack/VBD/1/acl:relcl", "attacked", "rebels",
                  false);
    check_subject("plan/plan/NN/0/root which/which/WDT/4/nsubj Ann/Ann/NNP/4/nsubj called/call/VBD/1/acl:relcl",
                  "called", "Ann", false);
    check_subject("men/man/NNS/0/root who/who/WP/4/nsubj:pass were/be/VBD/4/aux:pass freed/free/VBN/1/acl:relcl",
                  "freed", "men", true);
    check_subject("protesters/protester/NNS/0/root demanding/demand/VBG/1/acl change/change/NN/2/obj", "demanding",
                  "protesters", false);
    check_subject("talks/talk/NNS/0/root held/hold/VBN/1/acl in/in/IN/4/case Rome/Rome/NNP/2/obl", "held", "talks",
                  true);
    check_subject("plan/plan/NN/0/root to/to/TO/3/mark attack/attack/VB/1/acl", "attack", NULL, false);
    check_subject("Speaking/speak/VBG/4/advcl ,/,/,/1/punct he/he/PRP/4/nsubj warned/warn/VBD/0/root", "Speaking", "he",
                  false);
    check_subject(
        "They/they/PRP/3/nsubj:pass were/be/VBD/3/aux:pass held/hold/VBN/0/root and/and/CC/5/cc beaten/beat/VBN/3/conj",
        "beaten", "They", true);
    check_subject(
        "They/they/PRP/2/nsubj came/come/VBD/0/root and/and/CC/5/cc were/be/VBD/5/aux:pass held/hold/VBN/2/conj",
        "held", "They", true);
    check_subject("Stop/stop/VB/0/root it/it/PRP/1/obj", "Stop", NULL, false);
}

static void a_circle_ends(void **state) {
    (void)state;
    bench b;
    dgm_doc *doc = sentence(&b, "a/a/VBN/2/conj b/b/VBN/1/conj");
    bool passive;
    uint32_t first, end;
    assert_int_equal(dgm_tree_subject(doc, 0, &passive), DGM_NONE);
    assert_false(dgm_tree_under(doc, 0, 5));
    (void)dgm_tree_conj_head(doc, 0);
    dgm_tree_extent(doc, 0, &first, &end);
    assert_true(first == 0 && end == 2);
    dgm_arena_free(doc->arena);
}

static void nothing_has_no_children(void **state) {
    (void)state;
    bench b;
    dgm_doc *doc = sentence(&b, "a/a/NN/0/root");
    uint32_t first, end;
    assert_int_equal(dgm_tree_child(doc, DGM_NONE, DGM_NONE), DGM_NONE);
    assert_int_equal(dgm_tree_child(doc, 0, DGM_NONE), DGM_NONE);
    assert_int_equal(dgm_tree_subject(doc, DGM_NONE, NULL), DGM_NONE);
    assert_int_equal(dgm_tree_case(doc, DGM_NONE), DGM_NONE);
    assert_false(dgm_tree_passive(doc, DGM_NONE) || dgm_tree_negated(doc, DGM_NONE) ||
                 dgm_tree_lemma_is(doc, DGM_NONE, "a"));
    assert_int_equal(dgm_tree_conj_head(doc, DGM_NONE), DGM_NONE);
    dgm_tree_extent(doc, DGM_NONE, &first, &end);
    assert_int_equal(first, end);
    assert_true(dgm_span_empty(dgm_tree_span(doc, 0, 9)) && dgm_span_empty(dgm_tree_span(doc, 1, 1)));
    dgm_arena_free(doc->arena);
}

static void answers_about_a_tree(void **state) {
    (void)state;
    bench b;
    dgm_doc *doc = sentence(
        &b, "The/the/DT/3/det new/new/JJ/3/amod minister/minister/NN/8/nsubj of/of/IN/5/case Peru/Peru/NNP/3/nmod "
            "did/do/VBD/8/aux n't/not/RB/8/advmod meet/meet/VB/0/root rebels/rebel/NNS/8/obj or/or/CC/11/cc "
            "envoys/envoy/NNS/9/conj");
    uint32_t minister = find(doc, "minister"), meet = find(doc, "meet"), first, end;
    assert_int_equal(dgm_tree_child(doc, minister, DGM_NONE), 0);
    assert_int_equal(dgm_tree_child(doc, minister, 0), 1);
    assert_int_equal(dgm_tree_child(doc, minister, 1), 4);
    assert_int_equal(dgm_tree_child(doc, minister, 4), DGM_NONE);
    assert_int_equal(dgm_tree_child_rel(doc, meet, DGM_REL_OBJ), 8);
    assert_int_equal(dgm_tree_child_rel(doc, meet, DGM_REL_OBL), DGM_NONE);
    assert_int_equal(dgm_tree_case(doc, find(doc, "Peru")), 3);
    assert_int_equal(dgm_tree_conj_head(doc, find(doc, "envoys")), 8);
    assert_true(dgm_tree_under(doc, 3, minister) && dgm_tree_under(doc, meet, meet) &&
                !dgm_tree_under(doc, meet, minister));
    dgm_tree_extent(doc, minister, &first, &end);
    assert_true(first == 0 && end == 5);
    dgm_tree_extent(doc, meet, &first, &end);
    assert_true(first == 0 && end == 11);
    assert_true(dgm_tree_negated(doc, meet) && !dgm_tree_negated(doc, minister));
    assert_true(dgm_tree_lemma_is(doc, 6, "not") && dgm_tree_lemma_is(doc, 6, "n't"));
    dgm_span span = dgm_tree_span(doc, 0, 5);
    assert_true(dgm_str_is(dgm_doc_span(doc, span), "The new minister of Peru"));
    dgm_arena_free(doc->arena);
}

/* A chain, a star, and everything under the word before the last, some of it out of reach: linked or searched, the same children. */
static void linked_children_are_those_that_are_found(void **state) {
    (void)state;
    enum { COUNT = 900, BREAK = 850 };
    for (uint32_t shape = 0; shape < 3; shape++) {
        dgm_doc doc = {.arena = dgm_arena_new((size_t)1 << 20)};
        for (uint32_t t = 0; t < COUNT; t++) {
            uint32_t head = shape == 0 ? t - 1 : shape == 1 ? t % 7 : BREAK - 2;
            *DGM_PUSH(&doc.tokens, doc.arena) =
                (dgm_token){.head = t == 0 || t == head ? DGM_NONE : head, .sentence = t >= BREAK};
        }
        *DGM_PUSH(&doc.sentences, doc.arena) = (dgm_sentence){.end = BREAK};
        *DGM_PUSH(&doc.sentences, doc.arena) = (dgm_sentence){.first = BREAK, .end = COUNT};
        assert_true(dgm_tree_link(&doc));
        for (uint32_t head = 0; head < COUNT; head++)
            for (uint32_t t = DGM_NONE, next;; t = next) {
                next = dgm_tree_child(&doc, head, t);
                assert_int_equal(next, dgm_tree_search_child(&doc, head, t));
                if (next == DGM_NONE)
                    break;
            }
        dgm_arena_free(doc.arena);
    }
}

/* 200,000 words in one sentence, every question asked of every word: ctest's time limit is the test. */
static void long_sentences_cost_their_length(void **state) {
    (void)state;
    enum { COUNT = 200000 };
    for (int shape = 0; shape < 2; shape++) { /* a chain, a star */
        dgm_doc doc = {.arena = dgm_arena_new((size_t)64 << 20)};
        assert_true(DGM_RESERVE(&doc.tokens, doc.arena, COUNT));
        for (uint32_t t = 0; t < COUNT; t++)
            *DGM_PUSH(&doc.tokens, doc.arena) =
                (dgm_token){.head = shape ? 0 : t - 1, .rel = DGM_REL_CONJ, .xpos = DGM_XPOS_VBN};
        doc.tokens.items[0].head = DGM_NONE;
        *DGM_PUSH(&doc.sentences, doc.arena) = (dgm_sentence){.end = COUNT};
        assert_true(dgm_tree_link(&doc));
        uint64_t sum = 0;
        for (uint32_t t = 0; t < COUNT; t += 20) {
            uint32_t first, end;
            bool passive;
            dgm_tree_extent(&doc, t, &first, &end);
            sum += end - first + dgm_tree_subject(&doc, t, &passive) + dgm_tree_conj_head(&doc, t);
        }
        assert_true(sum > 0);
        dgm_arena_free(doc.arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_subjects),
        cmocka_unit_test(a_circle_ends),
        cmocka_unit_test(nothing_has_no_children),
        cmocka_unit_test(answers_about_a_tree),
        cmocka_unit_test(linked_children_are_those_that_are_found),
        cmocka_unit_test(long_sentences_cost_their_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
