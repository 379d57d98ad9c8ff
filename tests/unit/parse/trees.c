/* SPDX-License-Identifier: Apache-2.0 */
#include "../stage_text.h"

#include "doc/doc.h"
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

/* A copy stands on its own; what differs in a child or on the stack is not alike. */
static void copies_of_states(void **state) {
    (void)state;
    dgm_parse_state a, b;
    dgm_arena *arena = dgm_arena_new(1 << 20);
    assert_true(dgm_parse_state_make(&a, arena, 5) && dgm_parse_state_make(&b, arena, 5));
    dgm_parse_start(&a, 5);
    dgm_parse_apply(&a, DGM_SHIFT, 0);
    dgm_parse_apply(&a, DGM_SHIFT, 0);
    dgm_parse_copy(&b, &a);
    assert_true(dgm_parse_alike(&a, &b));
    dgm_parse_apply(&a, DGM_LEFT, DGM_REL_NSUBJ);
    assert_false(dgm_parse_alike(&a, &b));
    assert_int_equal(b.head[2], -1);
    dgm_parse_apply(&b, DGM_LEFT, DGM_REL_OBJ);
    assert_false(dgm_parse_alike(&a, &b));
    dgm_parse_copy(&b, &a);
    assert_true(dgm_parse_alike(&a, &b));
    dgm_arena_free(arena);
}

/* A network that says anything, and little of it with conviction. */
typedef struct guesser {
    uint8_t rows[DGM_NET_WORDS * DGM_NET_ROW];
    int8_t steps[DGM_NET_WORDS];
    int32_t bias[DGM_PARSE_HIDDEN];
    int32_t scale[DGM_PARSE_HIDDEN];
    int8_t weights[DGM_NET_WIDTH * 4 * DGM_PARSE_HIDDEN];
    int16_t table[DGM_PARSE_ROWS * DGM_PARSE_HIDDEN];
    dgm_net_slot slots[2];
    dgm_parse_net net;
} guesser;

_Static_assert(DGM_NET_WIDTH == DGM_PARSE_HIDDEN, "all have as many inputs");
static dgm_matrix matrix(const guesser *g, uint32_t at, uint32_t out) {
    return (dgm_matrix){
        .start = g->bias, .scale = g->scale, .weights = g->weights + at, .in = DGM_PARSE_HIDDEN, .out = out};
}

static void guess(guesser *g, unsigned x) {
    for (size_t i = 0; i < sizeof g->rows; i++)
        g->rows[i] = (uint8_t)((x = x * 1103515245u + 12345u) >> 24);
    memset(g->steps, 64, sizeof g->steps);
    for (uint32_t i = 0; i < DGM_PARSE_HIDDEN; i++)
        g->scale[i] = 16;
    for (size_t i = 0; i < sizeof g->weights; i++)
        g->weights[i] = (int8_t)((int)((x = x * 1103515245u + 12345u) >> 25) % 64 - 32);
    for (size_t i = 0; i < sizeof g->table / 2; i++)
        g->table[i] = (int16_t)((int)((x = x * 1103515245u + 12345u) >> 24) - 128);
    g->net = (dgm_parse_net){
        .words = {.slots = g->slots, .steps = g->steps, .rows = g->rows, .slot_bits = 1, .row_count = DGM_NET_WORDS},
        .action = matrix(g, 0, DGM_NET_TILE),
        .table = g->table};
    for (uint32_t i = 0; i < DGM_PARSE_PLACES; i++)
        g->net.places[i] = matrix(g, 4096 * i, DGM_PARSE_HIDDEN);
    for (uint32_t i = 0; i < 2; i++)
        g->net.label[i] = matrix(g, 999 * 2 * i, DGM_PARSE_LABELS);
}

static void one_tree(const dgm_parse_state *s, int n) {
    int roots = 0;
    for (int i = 1; i <= n; i++) {
        int steps = 0;
        for (int at = i; at != 0; at = s->head[at]) {
            assert_true(s->head[at] >= 0 && s->head[at] <= n);
            assert_true(steps++ < n);
        }
        roots += s->head[i] == 0;
        assert_true(s->rel[i] > 0 && s->rel[i] < DGM_REL_COUNT);
        assert_int_equal(s->head[i] == 0, s->rel[i] == DGM_REL_ROOT);
    }
    assert_int_equal(roots, 1);
}

/* Many trees side by side, whatever the weights: what comes out is one tree, and the same one the second time. */
static void any_weights_make_a_tree(void **state) {
    (void)state;
    enum { WORDS = 60 };
    static const char *const forms[] = {"police", "said", "The", "of", "Sunday", ",", "arrested", "12"};
    guesser *g = calloc(1, sizeof *g);
    dgm_arena *arena = dgm_arena_new(64 << 20);
    dgm_parse_work work;
    int32_t heads[WORDS + 1];
    assert_true(g && dgm_parse_work_make(&work, arena, WORDS));
    for (unsigned seed = 1; seed <= 20; seed++) {
        guess(g, seed);
        for (uint32_t again = 0; again < 2; again++) {
            uint32_t n = seed < 5 ? seed : WORDS;
            for (uint32_t i = 0; i < n; i++) {
                dgm_net_word word = dgm_net_word_make(dgm_str_of(forms[(i * 7 + seed) % 8]));
                dgm_parse_net_word(&g->net, &work, i, &word, (i + seed) % 17, i % 40);
            }
            dgm_parse_net_read(&g->net, &work, n);
            one_tree(work.tree, (int)n);
            if (again)
                assert_memory_equal(heads, work.tree->head, (n + 1) * sizeof *heads);
            memcpy(heads, work.tree->head, (n + 1) * sizeof *heads);
        }
    }
    dgm_arena_free(arena);
    free(g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        READING_TEST(finds_subject_and_object),          READING_TEST(sees_the_passive),
        cmocka_unit_test(any_legal_actions_make_a_tree), cmocka_unit_test(copies_of_states),
        cmocka_unit_test(any_weights_make_a_tree),       READING_TEST(reads_endless_sentences_in_pieces)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
