/* SPDX-License-Identifier: Apache-2.0 */
/* How well the rooms read raw text: the treebank's paragraphs are put together as they were written, read by segment, tag
 * and parse with the compiled model, and compared by place in the text. A word whose borders were not found counts as
 * wrong in everything after (as in the CoNLL 2018 shared task). */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gold_text.h"
#include "pipeline/stage.h"
#include "tag/lemma.h"
#include "train.h"

enum { ROOM_SEGMENT, ROOM_TAG, ROOM_PARSE, ROOM_COUNT };

typedef struct measuring {
    const dgm_room *room[ROOM_COUNT];
    const void *know[ROOM_COUNT];
    dgm_lemmas lemmas;
    const char *data, *part, *show;
} measuring;

typedef struct tally {
    uint64_t gold_words, words, same_words, gold_sentences, sentences, same_sentences, upos, xpos, lemma, heads, labels;
    uint64_t lemma_by_gold_tags, lemma_by_own_tags; /* with annotated words */
    double seconds[ROOM_COUNT];
} tally;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run_room(const measuring *m, int i, dgm_doc *doc, tally *sum) {
    atomic_int cancel = 0;
    dgm_error error = {0};
    dgm_budget budget = {UINT64_MAX / 2, &cancel};
    dgm_stage stage = {.doc = doc,
                       .know = m->know[i],
                       .scratch = need(dgm_arena_new((size_t)1 << 30)),
                       .budget = &budget,
                       .error = &error};
    double start = now();
    if (m->room[i]->run(&stage) != DGM_OK)
        stop(m->room[i]->name, error.what);
    sum->seconds[i] += now() - start;
    dgm_arena_free(stage.scratch);
}

static bool same(dgm_span a, dgm_span b) { return a.start == b.start && a.end == b.end; }

static void compare_word(const gold_text *g, const gold_word *w, const dgm_doc *doc, const dgm_token *t, tally *sum) {
    sum->same_words++;
    sum->upos += w->upos == t->upos;
    sum->xpos += w->xpos == t->xpos;
    sum->lemma += w->lemma.n == t->lemma.n && memcmp(w->lemma.p, t->lemma.p, t->lemma.n) == 0;
    bool head = w->head == DGM_NONE || t->head == DGM_NONE
                    ? w->head == t->head
                    : same(g->words.items[w->head].span, doc->tokens.items[t->head].span);
    sum->heads += head;
    sum->labels += head && w->rel == t->rel;
}

static bool shown(const measuring *m, const char *what) { return m->show && strcmp(m->show, what) == 0; }

/* What one reader has and the other has not: '-' the treebank's, '+' ours. */
static void show_span(const gold_text *g, char whose, dgm_span s) {
    printf("%c\t%.*s\n", whose, (int)(s.end - s.start), g->text.items + s.start);
}

/* Both lists are in the order of the text. */
static void compare_words(const measuring *m, const gold_text *g, const dgm_doc *doc, tally *sum) {
    bool show = shown(m, "words");
    sum->gold_words += g->words.count;
    sum->words += doc->tokens.count;
    for (uint32_t i = 0, j = 0; i < g->words.count && j < doc->tokens.count;) {
        const gold_word *w = &g->words.items[i];
        const dgm_token *t = &doc->tokens.items[j];
        bool equal = same(w->span, t->span), ours = t->span.end <= w->span.end, theirs = w->span.end <= t->span.end;
        if (equal)
            compare_word(g, w, doc, t, sum);
        if (show && !equal && theirs)
            show_span(g, '-', w->span);
        if (show && !equal && ours)
            show_span(g, '+', t->span);
        j += ours;
        i += theirs;
    }
}

static void compare_sentences(const measuring *m, const gold_text *g, const dgm_doc *doc, tally *sum) {
    bool show = shown(m, "sentences");
    sum->gold_sentences += g->sentences.count;
    sum->sentences += doc->sentences.count;
    for (uint32_t i = 0, j = 0; i < g->sentences.count && j < doc->sentences.count;) {
        dgm_span a = g->sentences.items[i], b = doc->sentences.items[j].span;
        sum->same_sentences += same(a, b);
        if (show && !same(a, b) && a.end <= b.end)
            show_span(g, '-', a);
        if (show && !same(a, b) && b.end <= a.end)
            show_span(g, '+', b);
        j += b.end <= a.end;
        i += a.end <= b.end;
    }
}

/* Words and sentences as annotated: what is wrong then is the tagger's, or, with the annotated tags as well, the
 * lemmatizer's own. */
static void read_annotated(const measuring *m, const gold_text *g, tally *sum) {
    dgm_doc doc = {.arena = g->arena, .text = {g->text.items, g->text.count}};
    for (uint32_t i = 0; i < g->words.count; i++) {
        dgm_token *t = need(DGM_PUSH(&doc.tokens, g->arena));
        const gold_word *w = &g->words.items[i];
        *t = (dgm_token){.span = w->span, .sentence = w->sentence, .head = DGM_NONE, .mention = DGM_NONE};
        t->shape = (uint8_t)(dgm_doc_shape(dgm_doc_form(&doc, i)) | (w->spaced ? DGM_SHAPE_SPACE_BEFORE : 0));
        if (w->sentence == doc.sentences.count)
            *(dgm_sentence *)need(DGM_PUSH(&doc.sentences, g->arena)) =
                (dgm_sentence){.first = i, .span = g->sentences.items[w->sentence], .root = DGM_NONE};
        doc.sentences.items[w->sentence].end = i + 1;
    }
    tally not_counted = {0};
    run_room(m, ROOM_TAG, &doc, &not_counted);
    for (uint32_t i = 0; i < g->words.count; i++) {
        const gold_word *w = &g->words.items[i];
        const dgm_token *t = &doc.tokens.items[i];
        dgm_str form = dgm_doc_form(&doc, i), lemma;
        const dgm_sentence *s = &doc.sentences.items[w->sentence];
        dgm_lemma_question q = {form, w->upos, w->xpos, dgm_lemma_shouted(&doc, s->first, s->end)};
        if (!dgm_lemma_of(&m->lemmas, q, g->arena, &lemma))
            stop("no memory", "lemma");
        sum->lemma_by_own_tags += dgm_str_eq(t->lemma, w->lemma);
        sum->lemma_by_gold_tags += dgm_str_eq(lemma, w->lemma);
        if (shown(m, "lemmas") && (!dgm_str_eq(t->lemma, w->lemma) || !dgm_str_eq(lemma, w->lemma)))
            printf("%.*s\t%s %s\t%.*s\tby annotated tags %.*s\tby own tags %s %s %.*s\n", (int)form.n, form.p,
                   dgm_upos_name(w->upos), dgm_xpos_name(w->xpos), (int)w->lemma.n, w->lemma.p, (int)lemma.n, lemma.p,
                   dgm_upos_name(t->upos), dgm_xpos_name(t->xpos), (int)t->lemma.n, t->lemma.p);
    }
}

static void measure_file(const measuring *m, const char *path, tally *sum) {
    gold_text g = {.arena = need(dgm_arena_new((size_t)2 << 30))};
    dgm_doc doc = {.arena = g.arena};
    gold_text_read(&g, path);
    doc.text = (dgm_str){g.text.items, g.text.count};
    doc.clean.body = g.paragraphs;
    for (int i = 0; i < ROOM_COUNT; i++)
        run_room(m, i, &doc, sum);
    compare_words(m, &g, &doc, sum);
    compare_sentences(m, &g, &doc, sum);
    read_annotated(m, &g, sum);
    dgm_arena_free(g.arena);
}

static double f1(uint64_t same_count, uint64_t a, uint64_t b) {
    return (a + b) ? 200.0 * (double)same_count / (double)(a + b) : 0;
}

static void print(const char *name, const tally *s) {
    double n = (double)(s->gold_words + s->words) / 200;
    printf(
        "%-18s sentences F1 %.2f  words F1 %.2f  UPOS %.2f  XPOS %.2f  lemma %.2f  UAS %.2f  LAS %.2f  (%.0f words)\n",
        name, f1(s->same_sentences, s->gold_sentences, s->sentences), f1(s->same_words, s->gold_words, s->words),
        (double)s->upos / n, (double)s->xpos / n, (double)s->lemma / n, (double)s->heads / n, (double)s->labels / n,
        (double)s->gold_words);
    printf("%-18s lemma with annotated words: by own tags %.2f, by annotated tags %.2f\n", "",
           100.0 * (double)s->lemma_by_own_tags / (double)s->gold_words,
           100.0 * (double)s->lemma_by_gold_tags / (double)s->gold_words);
    printf("%-18s words a second: segment %.0f, tag %.0f, parse %.0f\n", "",
           (double)s->words / s->seconds[ROOM_SEGMENT], (double)s->words / s->seconds[ROOM_TAG],
           (double)s->words / s->seconds[ROOM_PARSE]);
}

static int is_conllu(const struct dirent *entry) {
    size_t n = strlen(entry->d_name);
    return n > 7 && strcmp(entry->d_name + n - 7, ".conllu") == 0;
}

static void measure_gum(const measuring *m, const char *name, bool spoken_and_news_only) {
    struct dirent **entries;
    char folder[4096], path[8192];
    tally sum = {0};
    snprintf(folder, sizeof folder, "%s/treebanks/gum/%s", m->data, m->part);
    int n = scandir(folder, &entries, is_conllu, alphasort);
    if (n < 0)
        stop("cannot read the folder", folder);
    for (int i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (!spoken_and_news_only || strstr(entries[i]->d_name, "_news_") || strstr(entries[i]->d_name, "_speech_"))
            measure_file(m, path, &sum);
        free(entries[i]);
    }
    free(entries);
    print(name, &sum);
}

void measure_raw(const char *data, const char *model, const char *part, const char *show) {
    dgm_error error = {0};
    dgm_store *store;
    dgm_arena *arena = need(dgm_arena_new((size_t)1 << 26));
    measuring m = {.room = {&dgm_room_segment, &dgm_room_tag, &dgm_room_parse}, .data = data, .part = part};
    tally ewt = {0};
    char path[4096];
    if (dgm_store_open(model, &store, &error) != DGM_OK || dgm_lemmas_open(store, &m.lemmas, &error) != DGM_OK)
        stop(error.where, error.what);
    for (int i = 0; i < ROOM_COUNT; i++)
        if (m.room[i]->open(store, arena, &m.know[i], &error) != DGM_OK)
            stop(error.where, error.what);
    measure_gum(&m, "GUM news + speech", true);
    m.show = show; /* once is enough: the next are all of GUM */
    measure_gum(&m, "GUM", false);
    snprintf(path, sizeof path, "%s/treebanks/ewt/en_ewt-%s.conllu", data, part);
    measure_file(&m, path, &ewt);
    print("EWT", &ewt);
    dgm_arena_free(arena);
    dgm_store_close(store);
}
