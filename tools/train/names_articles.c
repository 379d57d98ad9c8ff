/* SPDX-License-Identifier: Apache-2.0 */
/* Articles whose entities are listed by the words that name them. */
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"

#define TOKENS_MOST 20u /* of a name */

typedef struct listed {
    const char *text, *type;
} listed;
typedef DGM_VEC(listed) list;

static int longer_first(const void *a, const void *b) {
    const listed *x = a, *y = b;
    size_t n = strlen(x->text), m = strlen(y->text);
    return n != m ? (n < m) - (n > m) : strcmp(x->text, y->text);
}

static void read_list(list *all, const json_t *gold, dgm_arena *arena) {
    size_t i, j;
    json_t *entity, *mention;
    json_array_foreach(json_object_get(gold, "entities"), i, entity) {
        if (json_is_true(json_object_get(entity, "generic")))
            continue;
        json_array_foreach(json_object_get(entity, "mentions"), j, mention) {
            listed *l = need(DGM_PUSH(all, arena));
            *l = (listed){json_string_value(mention), json_string_value(json_object_get(entity, "type"))};
            if (!l->text || !l->type || !*l->text)
                all->count--;
        }
    }
    if (all->count)
        qsort(all->items, all->count, sizeof *all->items, longer_first);
}

static uint8_t class_of(const char *type) {
    static const struct {
        const char *type;
        uint8_t class;
    } classes[] = {{"person", DGM_NAME_PERSON},       {"organization", DGM_NAME_ORGANIZATION},
                   {"country", DGM_NAME_PLACE},       {"place", DGM_NAME_PLACE},
                   {"facility", DGM_NAME_FACILITY},   {"group", DGM_NAME_GROUP},
                   {"agreement", DGM_NAME_AGREEMENT}, {"event", DGM_NAME_EVENT}};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
        if (!strcmp(classes[i].type, type))
            return classes[i].class;
    return DGM_NAME_OTHER;
}

/* The end of the tokens from `t` on that spell the text, or 0. */
static uint32_t spelt(const dgm_doc *doc, uint32_t t, uint32_t end, const char *text) {
    const dgm_token *token = doc->tokens.items;
    size_t n = strlen(text);
    uint32_t start = token[t].span.start;
    if (start + n > doc->text.n || memcmp(doc->text.p + start, text, n) != 0)
        return 0;
    for (uint32_t i = t; i < end && i < t + TOKENS_MOST; i++)
        if (token[i].span.end == start + n)
            return i + 1;
    return 0;
}

static bool capital(const reading *g, uint32_t first, uint32_t end) {
    bool any = false;
    for (uint32_t t = first; t < end; t++)
        any = any || (dgm_upper_first(&g->doc, t) && g->doc.tokens.items[t].upos != DGM_UPOS_DET);
    return any;
}

/* A proper noun that no entity of the list has: a month, a title, or something that its makers left out. */
static bool unsure(const reading *g, uint32_t t) {
    const dgm_entity_knowledge *k = g->reader.know;
    dgm_str form = dgm_doc_form(&g->doc, t);
    dgm_hits hits;
    bool role = g->reader.at[t] != DGM_NONE && g->reader.found.items[g->reader.at[t]].kind == DGM_FOUND_ROLE;
    return g->doc.tokens.items[t].upos == DGM_UPOS_PROPN && !role && !dgm_index_find(&k->month_names, form, &hits) &&
           !dgm_index_find(&k->weekday_names, form, &hits) && !dgm_index_find(&k->title_names, form, &hits);
}

static void add_sentence(treebank *bank, const reading *g, const dgm_sentence *s, const list *all) {
    uint32_t n = s->end - s->first;
    word *words = need(calloc(n + 1, sizeof *words));
    for (uint32_t i = 0; i < n; i++) {
        words[i].form = dgm_arena_str(bank->arena, dgm_doc_form(&g->doc, s->first + i));
        words[i].net = dgm_net_word_make(words[i].form);
    }
    names_take(g, words, s->first, n);
    for (uint32_t l = 0; l < all->count; l++)
        for (uint32_t t = s->first; t < s->end; t++) {
            uint32_t end = spelt(&g->doc, t, s->end, all->items[l].text);
            if (end && capital(g, t, end))
                names_put(g, words, s->first, t, end, class_of(all->items[l].type));
        }
    for (uint32_t i = 0; i < n; i++)
        if (!words[i].name && unsure(g, s->first + i))
            words[i].name = NAME_UNSURE;
    treebank_add(bank, words, n, true);
    free(words);
}

static void add_article(treebank *bank, const char *folder, const char *file, const rooms *r) {
    char path[4096];
    json_error_t e;
    snprintf(path, sizeof path, "%s/gold/%s", folder, file);
    json_t *gold = json_load_file(path, 0, &e);
    snprintf(path, sizeof path, "%s/articles/%s", folder, file);
    json_t *article = json_load_file(path, 0, &e);
    if (!gold || !article)
        stop(path, e.text);
    json_t *input = json_pack("{s:s, s:O, s:O}", "id", file, "text", json_object_get(article, "raw"), "language",
                              json_object_get(article, "language"));
    char *text = need(input ? json_dumps(input, JSON_COMPACT) : NULL);
    reading g;
    if (reading_of_article(&g, r, text, strlen(text))) {
        list all = {0};
        read_list(&all, gold, g.arena);
        for (uint32_t i = 0; i < g.doc.sentences.count; i++)
            if (g.doc.sentences.items[i].end > g.doc.sentences.items[i].first)
                add_sentence(bank, &g, &g.doc.sentences.items[i], &all);
    }
    reading_done(&g);
    free(text);
    json_decref(input);
    json_decref(gold);
    json_decref(article);
}

static int is_json(const struct dirent *entry) {
    size_t n = strlen(entry->d_name);
    return n > 5 && strcmp(entry->d_name + n - 5, ".json") == 0;
}

void names_of_articles(treebank *bank, const char *folder, const rooms *r, unsigned fold, unsigned folds, bool only) {
    struct dirent **entries;
    char path[4096];
    snprintf(path, sizeof path, "%s/gold", folder);
    int n = scandir(path, &entries, is_json, alphasort);
    if (n < 0)
        stop("cannot read the folder", path);
    for (int i = 0; i < n; i++) {
        if (!folds || ((unsigned)i % folds == fold) == only)
            add_article(bank, folder, entries[i]->d_name, r);
        free(entries[i]);
    }
    free(entries);
}
