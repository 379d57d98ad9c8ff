/* SPDX-License-Identifier: Apache-2.0 */
/* What an event is about: PLOVER contexts, by how often events of its CAMEO code are about it, and by the words of its sentence and its
 * article. A logistic model; words, odds and weights stand in the lexicon (events/contexts.txt, words/contexts.txt). */
#include "event/contexts.h"

#include <string.h>

#define WORDS_MOST 200u    /* tokens of a sentence that are looked at */
#define SHARE_MOST 0.5     /* of the sentences: more says no more */
#define UNSEEN_ODDS (-5.0) /* of a context that no annotated event of the code has */

static uint8_t context_of(dgm_str name) {
    uint8_t c = 0;
    while (c < DGM_CONTEXT_COUNT && !dgm_str_is(name, dgm_context_name(c)))
        c++;
    return c;
}

/* The context that each row names, so that no name is compared where an article is read; NULL: no memory. */
static const uint8_t *contexts_of(dgm_arena *arena, const dgm_table *table, int column) {
    uint8_t *all = dgm_arena_unset(arena, table->rows);
    for (uint32_t row = 0; all && row < table->rows; row++)
        all[row] = context_of(dgm_str_of(dgm_table_str(table, row, column)));
    return all;
}

static void open_weights(const dgm_store *store, dgm_event_knowledge *k) {
    static const char *const names[DGM_CONTEXT_WEIGHTS] = {"always", "odds", "sentence", "below", "article", "least"};
    dgm_table table;
    dgm_index index;
    dgm_hits hits;
    if (dgm_store_table(store, "context_odds", &k->odds) != DGM_OK ||
        dgm_table_index(&k->odds, "code", &k->odds_code) != DGM_OK ||
        dgm_store_table(store, "context_weights", &table) != DGM_OK ||
        dgm_table_index(&table, "name", &index) != DGM_OK)
        return;
    k->odds_context = dgm_table_column(&k->odds, "context");
    k->odds_value = dgm_table_column(&k->odds, "odds");
    int column = dgm_table_column(&table, "weight");
    for (unsigned i = 0; i < DGM_CONTEXT_WEIGHTS && column >= 0; i++)
        if (dgm_index_find(&index, dgm_str_of(names[i]), &hits))
            k->context_weights[i] = dgm_table_real(&table, dgm_hits_at(&hits, 0).row, column);
    k->weighs_contexts = k->odds_context >= 0 && k->odds_value >= 0 && column >= 0;
}

int dgm_contexts_open(const dgm_store *store, dgm_arena *arena, dgm_event_knowledge *k, dgm_error *error) {
    if (!k->known)
        return DGM_OK;
    open_weights(store, k);
    k->context_of_row = contexts_of(arena, &k->contexts, k->context_name);
    if (k->weighs_contexts)
        k->context_of_odds = contexts_of(arena, &k->odds, k->odds_context);
    return k->context_of_row && (k->context_of_odds || !k->weighs_contexts) ? DGM_OK : dgm_fail_memory(error);
}

/* The contexts that a word belongs to. */
static uint64_t of_word(const dgm_event_knowledge *k, const dgm_doc *doc, uint32_t token) {
    dgm_hits hits;
    uint64_t set = 0;
    const dgm_token *t = &doc->tokens.items[token];
    bool content =
        t->upos == DGM_UPOS_NOUN || t->upos == DGM_UPOS_ADJ || t->upos == DGM_UPOS_PROPN || t->upos == DGM_UPOS_VERB;
    if (!content || !dgm_index_find(&k->context_words, t->lemma, &hits))
        return 0;
    for (uint32_t i = 0; i < hits.count; i++) {
        unsigned c = k->context_of_row[dgm_hits_at(&hits, i).row];
        set |= c < DGM_CONTEXT_COUNT ? (uint64_t)1 << c : 0;
    }
    return set;
}

bool dgm_context_words_make(const dgm_stage *stage, dgm_context_words *words) {
    const dgm_event_knowledge *k = stage->know;
    const dgm_doc *doc = stage->doc;
    memset(words, 0, sizeof *words);
    words->of_sentence = DGM_NEWS(stage->scratch, uint64_t, doc->sentences.count + 1);
    if (!words->of_sentence)
        return false;
    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        const dgm_sentence *s = &doc->sentences.items[i];
        for (uint32_t t = s->first; t < s->end && t < s->first + WORDS_MOST; t++)
            words->of_sentence[i] |= of_word(k, doc, t);
        for (unsigned c = 0; c < DGM_CONTEXT_COUNT; c++)
            words->share[c] += (double)(words->of_sentence[i] >> c & 1);
    }
    for (unsigned c = 0; c < DGM_CONTEXT_COUNT && doc->sentences.count; c++) {
        double share = words->share[c] / (double)doc->sentences.count;
        words->share[c] = (share < SHARE_MOST ? share : SHARE_MOST) / SHARE_MOST;
    }
    return true;
}

uint64_t dgm_contexts_below(const dgm_event_knowledge *k, const dgm_doc *doc, const dgm_event *e) {
    uint32_t first, end;
    uint64_t set = 0;
    dgm_tree_extent(doc, e->anchor, &first, &end);
    for (uint32_t t = first; t < end && t < first + WORDS_MOST; t++)
        set |= of_word(k, doc, t);
    return set;
}

dgm_context_view dgm_context_look(const dgm_context_words *words, const dgm_event *e, uint64_t below,
                                  unsigned context) {
    return (dgm_context_view){.sentence = words->of_sentence[e->sentence] >> context & 1,
                              .below = below >> context & 1,
                              .share = words->share[context]};
}

/* How often events of that code are about each context, as log odds; by the type where the code was not seen. */
static void odds_of(const dgm_event_knowledge *k, const dgm_event *e, double odds[DGM_CONTEXT_COUNT]) {
    dgm_hits hits;
    char code[4] = {e->cameo[0], e->cameo[1], e->cameo[2], '\0'};
    for (unsigned c = 0; c < DGM_CONTEXT_COUNT; c++)
        odds[c] = UNSEEN_ODDS;
    if (!dgm_index_find(&k->odds_code, dgm_str_of(code), &hits) &&
        !dgm_index_find(&k->odds_code, dgm_str_of(dgm_event_name(e->type)), &hits))
        return;
    for (uint32_t i = 0; i < hits.count; i++) {
        uint32_t row = dgm_hits_at(&hits, i).row;
        unsigned c = k->context_of_odds[row];
        if (c < DGM_CONTEXT_COUNT)
            odds[c] = dgm_table_real(&k->odds, row, k->odds_value);
    }
}

void dgm_add_contexts(const dgm_event_knowledge *k, const dgm_doc *doc, const dgm_context_words *words, dgm_event *e) {
    double odds[DGM_CONTEXT_COUNT];
    const double *w = k->context_weights;
    uint64_t below = dgm_contexts_below(k, doc, e);
    e->contexts = k->weighs_contexts ? 0 : words->of_sentence[e->sentence];
    if (!k->weighs_contexts) /* a model without weights: every word counts */
        return;
    odds_of(k, e, odds);
    for (unsigned c = 0; c < DGM_CONTEXT_COUNT; c++) {
        dgm_context_view v = dgm_context_look(words, e, below, c);
        double sum = w[DGM_CONTEXT_WEIGHT_ALWAYS] + w[DGM_CONTEXT_WEIGHT_ODDS] * odds[c] +
                     w[DGM_CONTEXT_WEIGHT_SENTENCE] * v.sentence + w[DGM_CONTEXT_WEIGHT_BELOW] * v.below +
                     w[DGM_CONTEXT_WEIGHT_ARTICLE] * v.share;
        if (sum >= w[DGM_CONTEXT_WEIGHT_LEAST])
            e->contexts |= (uint64_t)1 << c;
    }
}
