/* SPDX-License-Identifier: Apache-2.0 */
/* How well the rooms read raw text: the treebank's paragraphs are put together as they were written, read by segment, tag
 * and parse with the compiled model, and compared by place in the text. A word whose borders were not found counts as
 * wrong in everything after (as in the CoNLL 2018 shared task). */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pipeline/stage.h"
#include "train.h"

typedef struct gold_word {
    dgm_span span;
    dgm_str lemma;
    uint32_t sentence, head; /* head: index of a word, DGM_NONE for the root */
    uint8_t upos, xpos, rel;
} gold_word;

typedef struct gold_text {
    DGM_VEC(char) text;
    DGM_VEC(gold_word) words;
    dgm_spans paragraphs, sentences;
    dgm_arena *arena;
} gold_text;

enum { ROOM_SEGMENT, ROOM_TAG, ROOM_PARSE, ROOM_COUNT };
typedef struct rooms {
    const dgm_room *room[ROOM_COUNT];
    const void *know[ROOM_COUNT];
} rooms;

typedef struct tally {
    uint64_t gold_words, words, same_words, gold_sentences, sentences, same_sentences, upos, xpos, lemma, heads, labels;
    double seconds[ROOM_COUNT];
} tally;

static void put_text(gold_text *g, dgm_str s) {
    for (uint32_t i = 0; i < s.n; i++)
        *(char *)need(DGM_PUSH(&g->text, g->arena)) = s.p[i];
}

static bool split(char *line, char *cells[10]) {
    for (int i = 0; i < 10; i++) {
        cells[i] = line;
        line += strcspn(line, "\t");
        if (i < 9 && !*line)
            return false;
        if (*line)
            *line++ = '\0';
    }
    return true;
}

static void begin_paragraph(gold_text *g) {
    put_text(g, DGM_STR("\n\n"));
    *(dgm_span *)need(DGM_PUSH(&g->paragraphs, g->arena)) = (dgm_span){g->text.count, g->text.count};
}

/* `glued` is the number of words that follow without a space: the parts of a contraction. */
static void add_word(gold_text *g, char *cells[10], uint32_t first, uint32_t glued, bool range_glued) {
    gold_word *w = need(DGM_PUSH(&g->words, g->arena));
    uint32_t start = g->text.count, head = (uint32_t)strtoul(cells[6], NULL, 10);
    put_text(g, dgm_str_of(cells[1]));
    *w = (gold_word){.span = {start, g->text.count},
                     .lemma = dgm_arena_str(g->arena, dgm_str_of(cells[2])),
                     .sentence = g->sentences.count - 1,
                     .head = head ? first + head - 1 : DGM_NONE,
                     .upos = (uint8_t)dgm_upos_of(dgm_str_of(cells[3])),
                     .xpos = (uint8_t)dgm_xpos_of(dgm_str_of(cells[4])),
                     .rel = (uint8_t)dgm_rel_of(dgm_str_of(cells[7]))};
    g->sentences.items[g->sentences.count - 1].end = g->text.count;
    g->paragraphs.items[g->paragraphs.count - 1].end = g->text.count;
    if (!glued && !range_glued && !strstr(cells[9], "SpaceAfter=No"))
        put_text(g, DGM_STR(" "));
}

static void read_gold(gold_text *g, const char *path) {
    FILE *f = need(fopen(path, "r"));
    char *line = NULL, *cells[10];
    size_t cap = 0;
    uint32_t first = 0, last_of_range = 0;
    bool inside = false, range_glued = false;
    while (getline(&line, &cap, f) > 0) {
        line[strcspn(line, "\r\n")] = '\0';
        if (!*line)
            inside = false;
        if (strncmp(line, "# newpar", 8) == 0 || strncmp(line, "# newdoc", 8) == 0 || !g->paragraphs.count)
            begin_paragraph(g);
        if (line[0] == '#' || !split(line, cells) || strchr(cells[0], '.'))
            continue;
        if (!inside) {
            first = g->words.count;
            *(dgm_span *)need(DGM_PUSH(&g->sentences, g->arena)) = (dgm_span){g->text.count, g->text.count};
            inside = true;
            last_of_range = 0;
        }
        const char *dash = strchr(cells[0], '-');
        if (dash) {
            last_of_range = (uint32_t)strtoul(dash + 1, NULL, 10);
            range_glued = strstr(cells[9], "SpaceAfter=No") != NULL;
            continue;
        }
        uint32_t id = (uint32_t)strtoul(cells[0], NULL, 10);
        add_word(g, cells, first, id < last_of_range, id == last_of_range && range_glued);
    }
    free(line);
    fclose(f);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run_rooms(const rooms *r, dgm_doc *doc, tally *sum) {
    atomic_int cancel = 0;
    dgm_error error = {0};
    for (int i = 0; i < ROOM_COUNT; i++) {
        dgm_budget budget = {UINT64_MAX / 2, &cancel};
        dgm_stage stage = {.doc = doc,
                           .know = r->know[i],
                           .scratch = need(dgm_arena_new((size_t)1 << 30)),
                           .budget = &budget,
                           .error = &error};
        double start = now();
        if (r->room[i]->run(&stage) != DGM_OK)
            stop(r->room[i]->name, error.what);
        sum->seconds[i] += now() - start;
        dgm_arena_free(stage.scratch);
    }
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

/* Both lists are in the order of the text. */
static void compare(const gold_text *g, const dgm_doc *doc, tally *sum) {
    sum->gold_words += g->words.count;
    sum->words += doc->tokens.count;
    sum->gold_sentences += g->sentences.count;
    sum->sentences += doc->sentences.count;
    for (uint32_t i = 0, j = 0; i < g->words.count && j < doc->tokens.count;) {
        const gold_word *w = &g->words.items[i];
        const dgm_token *t = &doc->tokens.items[j];
        if (same(w->span, t->span))
            compare_word(g, w, doc, t, sum);
        bool later = t->span.end > w->span.end;
        j += t->span.end <= w->span.end;
        i += later || w->span.end == t->span.end;
    }
    for (uint32_t i = 0, j = 0; i < g->sentences.count && j < doc->sentences.count;) {
        dgm_span a = g->sentences.items[i], b = doc->sentences.items[j].span;
        sum->same_sentences += same(a, b);
        j += b.end <= a.end;
        i += a.end <= b.end;
    }
}

static void measure_file(const rooms *r, const char *path, tally *sum) {
    gold_text g = {.arena = need(dgm_arena_new((size_t)2 << 30))};
    dgm_doc doc = {.arena = g.arena};
    read_gold(&g, path);
    doc.text = (dgm_str){g.text.items, g.text.count};
    doc.clean.body = g.paragraphs;
    run_rooms(r, &doc, sum);
    compare(&g, &doc, sum);
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
    printf("%-18s words a second: segment %.0f, tag %.0f, parse %.0f\n", "",
           (double)s->words / s->seconds[ROOM_SEGMENT], (double)s->words / s->seconds[ROOM_TAG],
           (double)s->words / s->seconds[ROOM_PARSE]);
}

static int is_conllu(const struct dirent *entry) {
    size_t n = strlen(entry->d_name);
    return n > 7 && strcmp(entry->d_name + n - 7, ".conllu") == 0;
}

static void measure_gum(const rooms *r, const char *data, const char *name, bool spoken_and_news_only) {
    struct dirent **entries;
    char path[4096];
    tally sum = {0};
    snprintf(path, sizeof path, "%s/treebanks/gum/test", data);
    int n = scandir(path, &entries, is_conllu, alphasort);
    if (n < 0)
        stop("cannot read the folder", path);
    for (int i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%s/treebanks/gum/test/%s", data, entries[i]->d_name);
        if (!spoken_and_news_only || strstr(entries[i]->d_name, "_news_") || strstr(entries[i]->d_name, "_speech_"))
            measure_file(r, path, &sum);
        free(entries[i]);
    }
    free(entries);
    print(name, &sum);
}

void measure_raw(const char *data, const char *model) {
    dgm_error error = {0};
    dgm_store *store;
    dgm_arena *arena = need(dgm_arena_new((size_t)1 << 26));
    rooms r = {.room = {&dgm_room_segment, &dgm_room_tag, &dgm_room_parse}};
    tally ewt = {0};
    char path[4096];
    if (dgm_store_open(model, &store, &error) != DGM_OK)
        stop(error.where, error.what);
    for (int i = 0; i < ROOM_COUNT; i++)
        if (r.room[i]->open(store, arena, &r.know[i], &error) != DGM_OK)
            stop(error.where, error.what);
    measure_gum(&r, data, "GUM test", false);
    measure_gum(&r, data, "GUM news + speech", true);
    snprintf(path, sizeof path, "%s/treebanks/ewt/en_ewt-test.conllu", data);
    measure_file(&r, path, &ewt);
    print("EWT test", &ewt);
    dgm_arena_free(arena);
    dgm_store_close(store);
}
