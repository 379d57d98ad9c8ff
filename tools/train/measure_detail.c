/* SPDX-License-Identifier: Apache-2.0 */
/* Accuracy with annotated tokens by treebank, and, of weights that are there already, by genre, case and relation. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "train.h"

#define RELATIONS 26 /* the most frequent ones are printed */

static const struct {
    const char *name, *before, *after; /* of the part's name; a folder's name ends there */
} banks[] = {{"GUM", "gum/", ""}, {"EWT", "ewt/en_ewt-", ".conllu"}, {"PUD", "pud/en_pud-ud-", ".conllu"}};
enum { BANKS = sizeof banks / sizeof banks[0] };

/* PUD has a test part only. */
static unsigned bank_count(const char *part) { return strcmp(part, "test") == 0 ? BANKS : BANKS - 1; }

static void bank_path(char path[4096], unsigned bank, const char *data, const char *part) {
    snprintf(path, 4096, "%s/treebanks/%s%s%s", data, banks[bank].before, part, banks[bank].after);
}

static void bank_read(treebank *out, unsigned bank, const char *data, const char *part) {
    char path[4096];
    bank_path(path, bank, data, part);
    treebank_init(out);
    if (*banks[bank].after == '\0')
        treebank_read_folder(out, path, true, 0);
    else
        treebank_read(out, path, true, 0);
}

void measure(const tagger *t, const parser *p, const char *data, const char *part) {
    for (unsigned i = 0; i < bank_count(part); i++) {
        accuracy all = {0};
        treebank test;
        bank_read(&test, i, data, part);
        accuracy_count(&all, t, p, &test);
        accuracy_print(&all, banks[i].name, true);
        treebank_done(&test);
    }
}

/* ---- genres: GUM's files are called GUM_genre_title ------------------------------------------------------------- */
static int is_gum(const struct dirent *entry) { return strncmp(entry->d_name, "GUM_", 4) == 0; }

static size_t genre_length(const char *file) { return strcspn(file + 4, "_."); }

static bool same_genre(const char *a, const char *b) {
    return genre_length(a) == genre_length(b) && strncmp(a + 4, b + 4, genre_length(a)) == 0;
}

static void count_file(accuracy *all, const tagger *t, const parser *p, const char *folder, const char *name) {
    char path[8192];
    treebank test;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    treebank_init(&test);
    treebank_read(&test, path, true, 0);
    accuracy_count(all, t, p, &test);
    treebank_done(&test);
}

static void measure_genres(const tagger *t, const parser *p, const char *data, const char *part) {
    char folder[4096], name[64];
    struct dirent **entries;
    accuracy all = {0};
    bank_path(folder, 0, data, part);
    int n = scandir(folder, &entries, is_gum, alphasort);
    if (n < 0)
        stop("cannot read the folder", folder);
    for (int i = 0; i < n; i++) {
        count_file(&all, t, p, folder, entries[i]->d_name);
        if (i + 1 < n && same_genre(entries[i]->d_name, entries[i + 1]->d_name))
            continue;
        snprintf(name, sizeof name, "GUM %.*s", (int)genre_length(entries[i]->d_name), entries[i]->d_name + 4);
        accuracy_print(&all, name, true);
        all = (accuracy){0};
    }
    for (int i = 0; i < n; i++)
        free(entries[i]);
    free(entries);
}

/* ---- case ------------------------------------------------------------------------------------------------------- */
static void put_in_case(treebank *bank, int how) {
    char copy[256];
    for (uint32_t i = 0; i < bank->count; i++)
        for (uint32_t j = 0; j < bank->sentences[i].n; j++) {
            word *w = &bank->sentences[i].words[j];
            w->form = dgm_arena_str(bank->arena, in_case(w->form, how, copy, sizeof copy));
            w->net = dgm_net_word_make(w->form);
        }
}

static void measure_cases(const tagger *t, const parser *p, const char *data, const char *part) {
    static const char *const names[] = {
        [AS_WRITTEN] = "as written", [HEADLINE] = "headline", [CAPITALS] = "CAPITALS", [LOWER] = "lower case"};
    for (unsigned i = 0; i < bank_count(part); i++)
        for (int how = HEADLINE; how <= LOWER; how++) {
            char name[64];
            accuracy all = {0};
            treebank test;
            bank_read(&test, i, data, part);
            put_in_case(&test, how);
            accuracy_count(&all, t, p, &test);
            snprintf(name, sizeof name, "%s %s", banks[i].name, names[how]);
            accuracy_print(&all, name, true);
            treebank_done(&test);
        }
}

/* ---- relations -------------------------------------------------------------------------------------------------- */
static unsigned most_frequent(const accuracy *all, unsigned count, const bool *printed) {
    uint64_t most = 0;
    unsigned best = 0;
    for (unsigned rel = 1; rel < DGM_REL_COUNT; rel++) {
        uint64_t arcs = 0;
        for (unsigned i = 0; i < count; i++)
            arcs += all[i].annotated[rel];
        if (!printed[rel] && arcs > most) {
            most = arcs;
            best = rel;
        }
    }
    return best;
}

static void measure_relations(const tagger *t, const parser *p, const char *data, const char *part) {
    accuracy all[BANKS] = {0};
    bool printed[DGM_REL_COUNT] = {false};
    unsigned count = bank_count(part), rel;
    for (unsigned i = 0; i < count; i++) {
        treebank test;
        bank_read(&test, i, data, part);
        accuracy_count(&all[i], t, p, &test);
        treebank_done(&test);
    }
    for (unsigned n = 0; n < RELATIONS && (rel = most_frequent(all, count, printed)) != 0; n++) {
        printf("%-14s", dgm_rel_name(rel));
        for (unsigned i = 0; i < count; i++)
            printf("  %s F1 %.1f of %.0f", banks[i].name, accuracy_f1(&all[i], rel), (double)all[i].annotated[rel]);
        putchar('\n');
        printed[rel] = true;
    }
}

/* ---- weights ---------------------------------------------------------------------------------------------------- */
blob read_weights(const char *folder, const char *name) {
    char path[4096];
    blob b = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0) {
        stop("cannot read", path);
        return b; /* cppcheck does not know that stop does not come back */
    }
    long n = ftell(f);
    rewind(f);
    b.p = need(malloc(n > 0 ? (size_t)n : 1));
    b.n = fread(b.p, 1, n > 0 ? (size_t)n : 0, f);
    fclose(f);
    return b;
}

void measure_weights(const char *folder, const char *data, const char *part) {
    dgm_error error = {0};
    tagger t = {.file = read_weights(folder, "tag.net.bin")};
    parser p = {.file = read_weights(folder, "parse.net.bin")};
    if (dgm_tag_net_open(t.file.p, t.file.n, "tag.net", &t.net, &error) != DGM_OK ||
        dgm_parse_net_open(p.file.p, p.file.n, "parse.net", &p.net, &error) != DGM_OK)
        stop(error.where, error.what);
    measure(&t, &p, data, part);
    measure_genres(&t, &p, data, part);
    measure_cases(&t, &p, data, part);
    measure_relations(&t, &p, data, part);
    tagger_done(&t);
    parser_done(&p);
}
