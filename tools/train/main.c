/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman-train: treebanks in, weights out. See tools/train/README.md for where the data comes from. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "train.h"

static const char usage[] =
    "Usage: dragoman-train --data DIR --out DIR [--small] [--silver LEAST]\n"
    "       dragoman-train --data DIR --out DIR --names [--fold N/FOLDS]\n"
    "       dragoman-train --data DIR --measure MODEL [--part PART] [--show WHAT]\n"
    "       dragoman-train --data DIR --accuracy WEIGHTS [--part PART | --names]\n"
    "       dragoman-train --page-lines MODEL < FILES\n"
    "       dragoman-train --homelands MODEL < ARTICLES\n"
    "       dragoman-train --cast MODEL < ARTICLES\n"
    "       dragoman-train --contexts MODEL < ARTICLES\n"
    "       dragoman-train --scenes MODEL < ARTICLES\n"
    "       dragoman-train --moments MODEL < ARTICLES\n"
    "       dragoman-train --tellings MODEL < ARTICLES\n"
    "       dragoman-train --confidence MODEL < ARTICLES\n"
    "       dragoman-train --antecedents MODEL < ARTICLES\n"
    "Trains tagger, parser and name finder (same data, same bytes), or measures how a compiled model reads raw "
    "text.\n\n"
    "  --data DIR      folder with treebanks/{ewt,gum/{train,test},pud} and silver/ (CoNLL-U)\n"
    "  --out DIR       where tag.net.bin, parse.net.bin and names.net.bin go\n"
    "  --names         train the name finder alone, on what the tagger and the parser in --out read\n"
    "  --fold N/FOLDS  leave one in FOLDS of the articles out of the names, and measure them\n"
    "  --lexicon DIR   the lexicon (default core/lexicon)\n"
    "  --articles DIR  articles/ and gold/ with lists of entities (default tests/eval/dev)\n"
    "  --silver LEAST  least confidence of a silver sentence (default 0.9; 2: none)\n"
    "  --small         one epoch, for tests\n"
    "  --train FILE    train on this file alone instead of --data's\n"
    "  --measure MODEL read the test parts as raw text with this model; print accuracy and speed\n"
    "  --accuracy WEIGHTS  read the annotated words of the test parts with tag.net.bin and parse.net.bin of this "
    "folder;\n"
    "                  print accuracy by treebank, genre, case and relation; with --names, of names by kind\n"
    "  --part PART     train, dev or test (default): what --measure and --accuracy read\n"
    "  --show WHAT     with --measure: what differs: sentences, words or lemmas\n"
    "  --page-lines MODEL  print the features of the lines of the pages whose files standard input names\n"
    "  --homelands MODEL   print what speaks for each country that \"police\" in the articles may belong to\n"
    "  --cast MODEL        print who may be meant where an event's words name nobody\n"
    "  --contexts MODEL    print what speaks for each context of each event\n"
    "  --scenes MODEL      print what speaks for each place that an event may have\n"
    "  --moments MODEL     print the dates that come into question for each event\n"
    "  --tellings MODEL    print what speaks for each pair of tellings to be of one event\n"
    "  --confidence MODEL  print what speaks for each event, and how it is worded\n"
    "  --antecedents MODEL print what speaks for each mention that a pronoun may stand for\n"
    "  --help          this text\n";

typedef struct plan {
    const char *data, *out, *file, *model, *weights, *part, *show, *lexicon, *articles;
    double silver;
    bool small, names;
    unsigned fold, folds;
} plan;

static void read_all(treebank *bank, const plan *p) {
    char path[4096];
    treebank_init(bank);
    if (p->file) {
        treebank_read(bank, p->file, true, 0);
        return;
    }
    snprintf(path, sizeof path, "%s/treebanks/ewt/en_ewt-train.conllu", p->data);
    treebank_read(bank, path, true, 0);
    snprintf(path, sizeof path, "%s/treebanks/gum/train", p->data);
    treebank_read_folder(bank, path, true, 0);
    if (p->silver <= 1)
        treebank_read_silver(bank, p->data, p->silver);
}

static void write_to(const blob *file, const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    blob_write(file, path);
}

/* The parser is trained on tags as they come from a tagger that has not seen the sentence (two folds). */
static void train(const plan *p) {
    treebank bank;
    vocabulary v;
    tagger t;
    parser q;
    read_all(&bank, p);
    vocabulary_make(&v, &bank, 3);
    fprintf(stderr, "%u sentences, %.0f words, %u with vectors of their own\n", bank.count, (double)bank.words,
            v.rows - DGM_NET_WORDS);
    for (unsigned fold = 0; fold < 2; fold++) {
        tagger_train(&t, &bank, &v, fold, 2, 1);
        for (uint32_t i = fold; i < bank.count; i += 2)
            tagger_read(&t, &bank.sentences[i]);
        tagger_done(&t);
    }
    tagger_train(&t, &bank, &v, 0, 0, p->small ? 1 : 2);
    write_to(&t.file, p->out, "tag.net.bin");
    parser_train(&q, &bank, &v, p->small ? 1 : 3);
    write_to(&q.file, p->out, "parse.net.bin");
    if (!p->file)
        measure(&t, &q, p->data, "test");
    tagger_done(&t);
    parser_done(&q);
    vocabulary_done(&v);
    treebank_done(&bank);
}

static void names(const plan *p) {
    const names_plan n = {.data = p->data,
                          .file = p->file,
                          .articles = p->articles,
                          .lexicon = p->lexicon,
                          .out = p->weights ? p->weights : p->out,
                          .fold = p->fold,
                          .folds = p->folds,
                          .small = p->small};
    if (p->weights)
        measure_names_of(&n);
    else
        train_names(&n);
}

/* Takes one option; false: it is not right. */
static bool take(plan *p, int c, const char *value) {
    char *end;
    const struct {
        int c;
        const char **to;
    } texts[] = {{'d', &p->data}, {'o', &p->out},  {'t', &p->file},    {'e', &p->model},   {'y', &p->weights},
                 {'a', &p->part}, {'w', &p->show}, {'x', &p->lexicon}, {'r', &p->articles}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (texts[i].c == c) {
            *texts[i].to = value;
            return true;
        }
    switch (c) {
    case 's':
        p->silver = strtod(value, NULL);
        return true;
    case 'm':
        return p->small = true;
    case 'n':
        return p->names = true;
    case 'f':
        p->fold = (unsigned)strtoul(value, &end, 10);
        p->folds = *end == '/' ? (unsigned)strtoul(end + 1, NULL, 10) : 0;
        return p->folds >= 2 && p->fold < p->folds;
    default:
        return false;
    }
}

int main(int argc, char **argv) {
    static const struct option options[] = {
        {"data", 1, 0, 'd'},       {"out", 1, 0, 'o'},        {"silver", 1, 0, 's'},      {"small", 0, 0, 'm'},
        {"train", 1, 0, 't'},      {"help", 0, 0, 'h'},       {"measure", 1, 0, 'e'},     {"accuracy", 1, 0, 'y'},
        {"page-lines", 1, 0, 'p'}, {"homelands", 1, 0, 'l'},  {"part", 1, 0, 'a'},        {"show", 1, 0, 'w'},
        {"names", 0, 0, 'n'},      {"cast", 1, 0, 'c'},       {"contexts", 1, 0, 'k'},    {"scenes", 1, 0, 'u'},
        {"fold", 1, 0, 'f'},       {"lexicon", 1, 0, 'x'},    {"articles", 1, 0, 'r'},    {"moments", 1, 0, 'q'},
        {"tellings", 1, 0, 'g'},   {"confidence", 1, 0, 'b'}, {"antecedents", 1, 0, 'z'}, {0, 0, 0, 0}};
    plan p = {.silver = 0.9, .part = "test", .lexicon = "core/lexicon", .articles = "tests/eval/dev"};
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (c) {
        case 'p':
            return page_lines(optarg);
        case 'l':
            return homelands(optarg);
        case 'c':
            return cast(optarg);
        case 'k':
            return contexts(optarg);
        case 'u':
            return scenes(optarg);
        case 'q':
            return moments(optarg);
        case 'g':
            return tellings(optarg);
        case 'b':
            return confidence(optarg);
        case 'z':
            return antecedents(optarg);
        case 'h':
            fputs(usage, stdout);
            return 0;
        default:
            if (take(&p, c, optarg))
                break;
            fputs("Try --help.\n", stderr);
            return 64;
        }
    }
    if (p.data && p.model && !p.out) {
        measure_raw(p.data, p.model, p.part, p.show);
        return 0;
    }
    if (p.data && p.weights && !p.out) {
        if (p.names)
            names(&p);
        else
            measure_weights(p.weights, p.data, p.part);
        return 0;
    }
    if (p.model || p.weights || !p.out || (!p.data && !p.file)) {
        fputs(usage, stderr);
        return 64;
    }
    if (!p.names)
        train(&p);
    names(&p);
    return 0;
}
