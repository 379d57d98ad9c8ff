/* SPDX-License-Identifier: Apache-2.0 */
#include "story/wording.h"

enum { BESIDE = 3, WORDINGS_MAX = 16 };

typedef struct visitor {
    void (*seen)(void *arg, dgm_str kind, dgm_str value);
    void *arg;
} visitor;

/* Names are all one word here: whom it is about is weighed elsewhere. */
static dgm_str word_of(const dgm_token *t) { return t->upos == DGM_UPOS_PROPN ? DGM_STR("propn") : t->lemma; }

/* The words of the sentence next to the event's own, up to BESIDE on each side. */
static void beside(const dgm_doc *doc, const dgm_event *e, const visitor *v) {
    const dgm_sentence *s = &doc->sentences.items[e->sentence];
    const dgm_token *t = doc->tokens.items;
    uint32_t first = e->anchor, end = e->anchor + 1;
    while (first > s->first && t[first - 1].span.start >= e->trigger.start)
        first--;
    while (end < s->end && t[end].span.end <= e->trigger.end)
        end++;
    for (uint32_t i = first; i > s->first && first - i < BESIDE; i--)
        v->seen(v->arg, DGM_STR("left"), word_of(&t[i - 1]));
    for (uint32_t i = end; i < s->end && i - end < BESIDE; i++)
        v->seen(v->arg, DGM_STR("right"), word_of(&t[i]));
}

void dgm_wordings_each(const dgm_doc *doc, const dgm_event *e, void (*seen)(void *arg, dgm_str kind, dgm_str value),
                       void *arg) {
    const visitor v = {seen, arg};
    seen(arg, DGM_STR("type"), dgm_str_of(dgm_event_name(e->type)));
    seen(arg, DGM_STR("mode"), dgm_str_of(e->mode_count ? dgm_mode_name(e->modes[0]) : "none"));
    seen(arg, DGM_STR("cameo"), dgm_str_of(e->cameo));
    seen(arg, DGM_STR("word"), word_of(&doc->tokens.items[e->anchor]));
    beside(doc, e, &v);
}

void dgm_wordings_open(const dgm_store *store, dgm_wordings *k) {
    *k = (dgm_wordings){0};
    if (dgm_store_table(store, "wordings", &k->table) != DGM_OK ||
        dgm_table_index(&k->table, "wording", &k->index) != DGM_OK)
        return;
    k->weight = dgm_table_column(&k->table, "weight");
    k->known = k->weight >= 0;
}

typedef struct sum {
    const dgm_wordings *k;
    uint32_t rows[WORDINGS_MAX], count; /* each once */
    double value;
} sum;

static void add(void *arg, dgm_str kind, dgm_str value) {
    sum *s = arg;
    dgm_hits hits;
    if (!dgm_index_find_pair(&s->k->index, kind, value, &hits))
        return;
    uint32_t row = dgm_hits_at(&hits, 0).row, i = 0;
    while (i < s->count && s->rows[i] != row)
        i++;
    if (i < s->count || s->count == WORDINGS_MAX)
        return;
    s->rows[s->count++] = row;
    s->value += dgm_table_real(&s->k->table, row, s->k->weight);
}

double dgm_wordings_sum(const dgm_wordings *k, const dgm_doc *doc, const dgm_event *e) {
    sum s = {.k = k};
    if (k->known)
        dgm_wordings_each(doc, e, add, &s);
    return s.value;
}
