/* SPDX-License-Identifier: Apache-2.0 */
/* Names by class, of the network alone: borders and class right. */
#include <stdio.h>
#include <stdlib.h>

#include "names.h"
#include "train.h"

static const char *const class_names[] = {"person", "organization", "place", "facility",
                                          "group",  "agreement",    "event", "other"};

typedef struct tally {
    uint64_t right[DGM_NAME_CLASSES], said[DGM_NAME_CLASSES], gold[DGM_NAME_CLASSES], borders, all_said, all_gold;
} tally;

/* The end of the name that begins at word i, or i. */
static uint32_t name_at(const uint8_t *labels, uint32_t n, uint32_t i, unsigned *class) {
    unsigned part = labels[i] && labels[i] != NAME_UNSURE ? (labels[i] - 1u) % 4 + 1 : 0;
    if (part != DGM_NAME_ONLY && part != DGM_NAME_FIRST)
        return i;
    *class = (labels[i] - 1u) / 4;
    uint32_t end = i + 1;
    while (part == DGM_NAME_FIRST && end < n && labels[end - 1] != DGM_NAME_LABEL(*class, DGM_NAME_LAST))
        end++;
    return end;
}

static bool unsure(const uint8_t *gold, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++)
        if (gold[i] == NAME_UNSURE)
            return true;
    return false;
}

static void count(tally *t, const uint8_t *gold, const uint8_t *said, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        unsigned a = 0, b = 0;
        uint32_t right = name_at(gold, n, i, &a), end = name_at(said, n, i, &b);
        if (end > i && unsure(gold, i, end))
            end = i;
        if (right > i)
            t->gold[a]++;
        if (end > i)
            t->said[b]++;
        t->all_gold += right > i;
        t->all_said += end > i;
        if (right > i && right == end) {
            t->borders++;
            t->right[a] += a == b;
        }
    }
}

static void line(const char *name, uint64_t right, uint64_t said, uint64_t gold) {
    double p = said ? (double)right / (double)said : 0, r = gold ? (double)right / (double)gold : 0;
    printf("  %-14s P %.3f  R %.3f  F1 %.3f  (%.0f right, %.0f said, %.0f gold)\n", name, p, r,
           p + r > 0 ? 2 * p * r / (p + r) : 0, (double)right, (double)said, (double)gold);
}

static void print(const tally *all, const treebank *test, const char *name) {
    uint64_t right = 0;
    printf("names, %s (%u sentences, %.0f words)\n", name, test->count, (double)test->words);
    for (unsigned c = 0; c < DGM_NAME_CLASSES; c++) {
        line(class_names[c], all->right[c], all->said[c], all->gold[c]);
        right += all->right[c];
    }
    line("all", right, all->all_said, all->all_gold);
    line("borders only", all->borders, all->all_said, all->all_gold);
    fflush(stdout);
}

static void labels_of(const sentence *s, uint8_t *out) {
    for (uint32_t j = 0; j < s->n; j++)
        out[j] = s->words[j].name;
}

void measure_names(const namer *t, treebank *test, const rooms *r, const char *name) {
    tally alone = {0}, whole = {0};
    uint8_t *gold = need(calloc(test->words + 1, 1)), *said = need(calloc((size_t)test->longest + 1, 1)), *at = gold;
    for (uint32_t i = 0; i < test->count; at += test->sentences[i++].n) {
        labels_of(&test->sentences[i], at);
        namer_read(t, &test->sentences[i], said);
        count(&alone, at, said, test->sentences[i].n);
    }
    names_of_room(test, r, &t->net);
    at = gold;
    for (uint32_t i = 0; i < test->count; at += test->sentences[i++].n) {
        labels_of(&test->sentences[i], said);
        count(&whole, at, said, test->sentences[i].n);
    }
    char title[128];
    print(&alone, test, name);
    snprintf(title, sizeof title, "%s, with the lexicon and the rules", name);
    print(&whole, test, title);
    free(gold);
    free(said);
}
