/* SPDX-License-Identifier: Apache-2.0 */
#include "treebank.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_LIMIT ((size_t)8 << 30)
#define WORDS_MAX 2000u

void stop(const char *what, const char *detail) {
    fprintf(stderr, "dragoman-train: %s: %s\n", what, detail);
    exit(1);
}

void *need(void *p) {
    if (!p)
        stop("stopped", strerror(errno));
    return p;
}

void treebank_init(treebank *bank) {
    *bank = (treebank){0};
    bank->arena = need(dgm_arena_new(ARENA_LIMIT));
}

void treebank_done(treebank *bank) {
    free(bank->sentences);
    dgm_arena_free(bank->arena);
    *bank = (treebank){0};
}

static bool split(char *line, char *cells[10]) {
    for (int i = 0; i < 10; i++) {
        cells[i] = line;
        char *tab = strchr(line, '\t');
        if ((tab == NULL) != (i == 9))
            return false;
        if (tab) {
            *tab = '\0';
            line = tab + 1;
        }
    }
    return true;
}

dgm_str in_case(dgm_str form, int how, char *out, size_t cap) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < form.n && n + 4 < cap; i++) {
        char c = form.p[i];
        bool lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z';
        if (lower && (how == CAPITALS || (how == HEADLINE && i == 0 && form.n > 3)))
            c = (char)(c - 32);
        else if (upper && how == LOWER)
            c = (char)(c + 32);
        out[n++] = c;
    }
    return (dgm_str){out, n};
}

static dgm_str entity_of(treebank *bank, const char *misc) {
    const char *at = strstr(misc, "Entity=");
    if (!at || (at > misc && at[-1] != '|'))
        return (dgm_str){0};
    at += strlen("Entity=");
    return dgm_arena_str(bank->arena, (dgm_str){at, (uint32_t)strcspn(at, "|")});
}

void treebank_add(treebank *bank, const word *words, uint32_t n, bool gold) {
    if (bank->count == bank->cap) {
        bank->cap = bank->cap ? bank->cap * 2 : 1024;
        bank->sentences = need(realloc(bank->sentences, bank->cap * sizeof *bank->sentences));
    }
    sentence *s = &bank->sentences[bank->count++];
    *s = (sentence){.words = need(DGM_NEWS(bank->arena, word, n)), .n = n, .gold = gold};
    memcpy(s->words, words, n * sizeof *words);
    bank->words += n;
    bank->longest = n > bank->longest ? n : bank->longest;
}

void treebank_read(treebank *bank, const char *path, bool gold, double least_confidence) {
    FILE *f = fopen(path, "r");
    if (!f)
        stop("cannot read", path);
    static word words[WORDS_MAX];
    char *line = NULL, *cells[10];
    size_t cap = 0;
    uint32_t n = 0;
    bool skip = false;
    for (;;) {
        ssize_t length = getline(&line, &cap, f);
        if (length <= 0 || line[0] == '\n' || line[0] == '\r') {
            if (n > 0 && !skip)
                treebank_add(bank, words, n, gold);
            n = 0;
            skip = false;
            if (length <= 0)
                break;
            continue;
        }
        line[strcspn(line, "\r\n")] = '\0';
        if (strncmp(line, "# confidence = ", 15) == 0)
            skip = strtod(line + 15, NULL) < least_confidence;
        if (line[0] == '#' || !split(line, cells) || strpbrk(cells[0], "-.") || n == WORDS_MAX)
            continue;
        word *w = &words[n++];
        *w = (word){.form = dgm_arena_str(bank->arena, dgm_str_of(cells[1])),
                    .upos = (uint8_t)dgm_upos_of(dgm_str_of(cells[3])),
                    .xpos = (uint8_t)dgm_xpos_of(dgm_str_of(cells[4])),
                    .head = (int32_t)strtol(cells[6], NULL, 10),
                    .rel = (uint8_t)dgm_rel_of(dgm_str_of(cells[7])),
                    .entity = entity_of(bank, cells[9])};
        w->net = dgm_net_word_make(w->form);
        w->as_upos = w->upos;
        w->as_xpos = w->xpos;
    }
    free(line);
    fclose(f);
}

static int is_conllu(const struct dirent *entry) {
    size_t n = strlen(entry->d_name);
    return n > 7 && strcmp(entry->d_name + n - 7, ".conllu") == 0;
}

void treebank_read_folder(treebank *bank, const char *folder, bool gold, double least_confidence) {
    struct dirent **entries;
    int n = scandir(folder, &entries, is_conllu, alphasort);
    if (n < 0)
        stop("cannot read the folder", folder);
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        treebank_read(bank, path, gold, least_confidence);
        free(entries[i]);
    }
    free(entries);
}

void treebank_read_silver(treebank *bank, const char *data, double least_confidence) {
    static const char *const sources[] = {"au_pm_media_releases",
                                          "factbook",
                                          "hrreports",
                                          "isaf_press_releases",
                                          "kremlin_news",
                                          "kremlin_transcripts",
                                          "re3d_syria_iraq",
                                          "undebates",
                                          "us_congress_press_releases",
                                          "us_senate_press_releases_2005_2007",
                                          "us_state_releases",
                                          "us_state_transcripts",
                                          "wikinews",
                                          "wikipedia_current_events"};
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/silver/%s.conllu", data, sources[i]);
        treebank_read(bank, path, false, least_confidence);
    }
}
