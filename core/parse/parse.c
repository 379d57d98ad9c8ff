/* SPDX-License-Identifier: Apache-2.0 */
/* Dependency trees: greedy arc-hybrid parsing, one classifier for the action and one for the label. Time is linear in the
 * length of the sentence; every sentence gets one projective tree. */
#include "doc/conllu.h"
#include "doc/tree.h"
#include "parse/transition.h"
#include "pipeline/stage.h"

typedef struct knowledge {
    bool trained;
    dgm_linear action, label;
} knowledge;

static int open_weights(const dgm_store *store, const char *name, dgm_linear *out, uint32_t classes, dgm_error *error) {
    const void *p;
    size_t n;
    if (dgm_store_blob(store, name, &p, &n) != DGM_OK)
        return DGM_NOT_FOUND;
    int rc = dgm_linear_open(p, n, name, out, error);
    if (rc == DGM_OK && out->classes != classes)
        return dgm_fail_at(error, DGM_BAD_MODEL, name, "train the parser again",
                           "the weights know other relations than the program");
    return rc;
}

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    knowledge *k = DGM_NEW(arena, knowledge);
    if (!k)
        return dgm_fail_memory(error);
    int rc = open_weights(store, "parse.action", &k->action, DGM_ACTIONS, error);
    if (rc == DGM_OK)
        rc = open_weights(store, "parse.label", &k->label, DGM_REL_COUNT, error);
    if (rc != DGM_OK && rc != DGM_NOT_FOUND)
        return rc;
    k->trained = rc == DGM_OK;
    *know = k;
    return DGM_OK;
}

static int best_action(const knowledge *k, const dgm_parse_state *s) {
    uint64_t f[DGM_LINEAR_FEATURES];
    int32_t scores[DGM_LINEAR_CLASSES] = {0};
    int best = -1;
    dgm_linear_score(&k->action, f, dgm_parse_features_action(s, f), scores);
    for (int a = 0; a < DGM_ACTIONS; a++)
        if (dgm_parse_legal(s, a) && (best < 0 || scores[a] > scores[best]))
            best = a;
    return best;
}

static uint8_t best_label(const knowledge *k, const dgm_parse_state *s, int action) {
    uint64_t f[DGM_LINEAR_FEATURES];
    int32_t scores[DGM_LINEAR_CLASSES] = {0};
    unsigned best = 0;
    bool to_root = dgm_parse_parent(s, action) == 0;
    if (to_root)
        return DGM_REL_ROOT;
    dgm_linear_score(&k->label, f, dgm_parse_features_label(s, action, f), scores);
    for (unsigned c = 1; c < k->label.classes; c++)
        if (c != DGM_REL_ROOT && (best == 0 || scores[c] > scores[best]))
            best = c;
    return (uint8_t)best;
}

static void read_tree(const knowledge *k, dgm_doc *doc, dgm_sentence *sentence, dgm_parse_state *s,
                      dgm_parse_word *words) {
    char lower[256];
    uint32_t n = sentence->end - sentence->first;
    words[0] = (dgm_parse_word){777, 778};
    for (uint32_t i = 0; i < n; i++) {
        const dgm_token *t = &doc->tokens.items[sentence->first + i];
        words[i + 1] =
            dgm_parse_word_make(dgm_doc_form(doc, sentence->first + i), t->upos, t->xpos, lower, sizeof lower);
    }
    dgm_parse_start(s, words, n);
    while (!dgm_parse_done(s)) {
        int action = best_action(k, s);
        dgm_parse_apply(s, action, action == DGM_SHIFT ? 0 : best_label(k, s, action));
    }
    for (uint32_t i = 0; i < n; i++) {
        dgm_token *t = &doc->tokens.items[sentence->first + i];
        t->head = s->head[i + 1] > 0 ? sentence->first + (uint32_t)s->head[i + 1] - 1 : DGM_NONE;
        t->rel = s->rel[i + 1];
        if (s->head[i + 1] <= 0)
            sentence->root = sentence->first + i;
    }
}

/* Without weights every word hangs on the first: a tree, and nothing is claimed. */
static void flat_tree(dgm_doc *doc, dgm_sentence *s) {
    for (uint32_t i = s->first; i < s->end; i++) {
        doc->tokens.items[i].head = i == s->first ? DGM_NONE : s->first;
        doc->tokens.items[i].rel = i == s->first ? DGM_REL_ROOT : DGM_REL_DEP;
    }
    s->root = s->first;
}

/* Voice shows in the tree: a participle with a passive auxiliary, subject or agent. */
static void mark_passives(dgm_doc *doc) {
    for (uint32_t i = 0; i < doc->tokens.count; i++) {
        const dgm_token *t = &doc->tokens.items[i];
        if (t->head != DGM_NONE &&
            (t->rel == DGM_REL_AUX_PASS || t->rel == DGM_REL_NSUBJ_PASS || t->rel == DGM_REL_OBL_AGENT))
            doc->tokens.items[t->head].feats |= DGM_FEAT(PASS);
    }
}

static int run(dgm_stage *stage) {
    const knowledge *k = stage->know;
    dgm_doc *doc = stage->doc;
    uint32_t longest = 1;
    dgm_parse_state s;
    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        uint32_t n = doc->sentences.items[i].end - doc->sentences.items[i].first;
        longest = n > longest ? n : longest;
    }
    dgm_parse_word *words = DGM_NEWS(stage->scratch, dgm_parse_word, longest + 1);
    if (!words || !dgm_parse_state_make(&s, stage->scratch, longest))
        return dgm_fail_memory(stage->error);
    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        dgm_sentence *sentence = &doc->sentences.items[i];
        int rc = dgm_spend(stage->budget, 2 * (uint64_t)(sentence->end - sentence->first), stage->error);
        if (rc != DGM_OK)
            return rc;
        if (k->trained)
            read_tree(k, doc, sentence, &s, words);
        else
            flat_tree(doc, sentence);
    }
    mark_passives(doc);
    return DGM_OK;
}

const dgm_room dgm_room_parse = {.name = "parse", .open = room_open, .run = run, .dump = dgm_conllu_write};
