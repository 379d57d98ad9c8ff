/* SPDX-License-Identifier: Apache-2.0 */
#include "../stage_text.h"

#include "parse/net.h"

/* Column c (from 0) of the row whose form is `form`. */
static void column(const char *conllu, const char *form, int c, char *out, size_t cap) {
    char pattern[64];
    snprintf(pattern, sizeof pattern, "\t%s\t", form);
    const char *row = strstr(conllu, pattern);
    assert_non_null(row);
    while (row > conllu && row[-1] != '\n')
        row--;
    for (; c > 0; c--)
        row = strchr(row, '\t') + 1;
    snprintf(out, cap, "%.*s", (int)strcspn(row, "\t\n"), row);
}

static void finds_subject_and_object(void **state) {
    const char *t = stage_text(state, "parse", "The police arrested twelve protesters in the capital on Sunday.", NULL);
    char rel[32], head[32], id[32];
    column(t, "police", 7, rel, sizeof rel);
    assert_string_equal(rel, "nsubj");
    column(t, "protesters", 7, rel, sizeof rel);
    assert_string_equal(rel, "obj");
    column(t, "arrested", 0, id, sizeof id);
    column(t, "protesters", 6, head, sizeof head);
    assert_string_equal(head, id);
}

static void sees_the_passive(void **state) {
    const char *t = stage_text(state, "parse", "Two villages were destroyed by government troops last week.", NULL);
    char rel[32];
    column(t, "villages", 7, rel, sizeof rel);
    assert_string_equal(rel, "nsubj:pass");
}

/* Whatever the actions are, the result is one tree. */
static void any_legal_actions_make_a_tree(void **state) {
    (void)state;
    dgm_parse_state s;
    dgm_arena *arena = dgm_arena_new(1 << 20);
    assert_true(dgm_parse_state_make(&s, arena, 20));
    for (unsigned seed = 1; seed < 400; seed++) {
        unsigned x = seed;
        int roots = 0;
        dgm_parse_start(&s, 20);
        for (int steps = 0; !dgm_parse_done(&s); steps++) {
            int action;
            do {
                x = x * 1103515245u + 12345u;
                action = (int)(x >> 16) % DGM_ACTIONS;
            } while (!dgm_parse_legal(&s, action));
            dgm_parse_apply(&s, action, 1);
            assert_true(steps < 41);
        }
        for (int i = 1; i <= 20; i++) {
            assert_true(s.head[i] >= 0 && s.head[i] <= 20 && s.head[i] != i);
            roots += s.head[i] == 0;
        }
        assert_int_equal(roots, 1);
    }
    dgm_arena_free(arena);
}

/* Sentences far longer than what is read at a time: each is still one tree. */
static void reads_endless_sentences_in_pieces(void **state) {
    static const char once[] = "the army entered the town and the police arrested twelve protesters and ";
    char text[sizeof once * 100 + 64] = "The government said that ";
    int sentences = 0, roots = 0, words = 0, longest = 0;
    for (int i = 0; i < 100; i++)
        strcat(text, once);
    strcat(text, "left the country.");
    for (const char *row = stage_text(state, "parse", text, NULL); *row; row = strchr(row, '\n') + 1) {
        char rel[32], head[32];
        sentences += strncmp(row, "# sent_id", 9) == 0;
        if (*row < '1' || *row > '9')
            continue;
        assert_int_equal(sscanf(row, "%*s %*s %*s %*s %*s %*s %31s %31s", head, rel), 2);
        longest = atoi(row) > longest ? atoi(row) : longest;
        words++;
        roots += atoi(head) == 0;
        assert_int_equal(atoi(head) == 0, strcmp(rel, "root") == 0);
    }
    assert_true(words > 1200);
    assert_true(longest > (int)DGM_PARSE_MOST);
    assert_int_equal(roots, sentences);
}

int main(void) {
    const struct CMUnitTest tests[] = {READING_TEST(finds_subject_and_object), READING_TEST(sees_the_passive),
                                       cmocka_unit_test(any_legal_actions_make_a_tree),
                                       READING_TEST(reads_endless_sentences_in_pieces)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
