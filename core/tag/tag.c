/* SPDX-License-Identifier: Apache-2.0 */
/* Part of speech, features and lemma: an averaged perceptron reads Penn tags from left to right, a second one the universal
 * tags given those; features and lemma follow from tag and form. */
#include "base/linear.h"
#include "base/utf8.h"
#include "pipeline/stage.h"
#include "tag/features.h"
#include "tag/lemma.h"

typedef struct knowledge {
    bool trained; /* a model without weights tags nothing */
    dgm_linear xpos, upos;
    dgm_lemmas lemmas;
} knowledge;

static int open_weights(const dgm_store *store, const char *name, dgm_linear *out, uint32_t classes, dgm_error *error) {
    const void *p;
    size_t n;
    if (dgm_store_blob(store, name, &p, &n) != DGM_OK)
        return DGM_NOT_FOUND;
    int rc = dgm_linear_open(p, n, name, out, error);
    if (rc == DGM_OK && out->classes != classes)
        return dgm_fail_at(error, DGM_BAD_MODEL, name, "train the tagger again",
                           "the weights know other tags than the program");
    return rc;
}

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    knowledge *k = DGM_NEW(arena, knowledge);
    if (!k)
        return dgm_fail_memory(error);
    int rc = open_weights(store, "tag.xpos", &k->xpos, DGM_XPOS_COUNT, error);
    if (rc == DGM_OK)
        rc = open_weights(store, "tag.upos", &k->upos, DGM_UPOS_COUNT, error);
    if (rc != DGM_OK && rc != DGM_NOT_FOUND)
        return rc;
    k->trained = rc == DGM_OK;
    *know = k;
    return dgm_lemmas_open(store, &k->lemmas, error);
}

static unsigned best(const dgm_linear *model, const uint64_t *features, uint32_t count) {
    int32_t scores[DGM_LINEAR_CLASSES] = {0};
    unsigned top = 1; /* 0 is "no tag" */
    dgm_linear_score(model, features, count, scores);
    for (unsigned c = 2; c < model->classes; c++)
        if (scores[c] > scores[top])
            top = c;
    return top;
}

static uint32_t features_of(unsigned xpos, unsigned upos) {
    bool verb = upos == DGM_UPOS_VERB || upos == DGM_UPOS_AUX;
    switch (xpos) {
    case DGM_XPOS_VBD:
        return DGM_FEAT(PAST) | DGM_FEAT(FIN);
    case DGM_XPOS_VBZ:
        return DGM_FEAT(PRES) | DGM_FEAT(FIN) | DGM_FEAT(SING) | DGM_FEAT(THIRD);
    case DGM_XPOS_VBP:
        return DGM_FEAT(PRES) | DGM_FEAT(FIN);
    case DGM_XPOS_VB:
        return verb ? DGM_FEAT(INF) : 0;
    case DGM_XPOS_VBN:
        return DGM_FEAT(PAST) | DGM_FEAT(PART);
    case DGM_XPOS_VBG:
        return verb ? DGM_FEAT(GER) | DGM_FEAT(PRES) : 0;
    case DGM_XPOS_NN:
    case DGM_XPOS_NNP:
        return DGM_FEAT(SING);
    case DGM_XPOS_NNS:
    case DGM_XPOS_NNPS:
        return DGM_FEAT(PLUR);
    case DGM_XPOS_PRPS:
        return DGM_FEAT(POSS);
    case DGM_XPOS_JJR:
    case DGM_XPOS_RBR:
        return DGM_FEAT(CMP);
    case DGM_XPOS_JJS:
    case DGM_XPOS_RBS:
        return DGM_FEAT(SUP);
    default:
        return 0;
    }
}

static void tag_sentence(const knowledge *k, dgm_doc *doc, const dgm_sentence *s, dgm_tag_word *words, uint8_t *xpos) {
    uint64_t f[DGM_LINEAR_FEATURES];
    uint32_t n = s->end - s->first;
    for (uint32_t i = 0; i < n; i++)
        dgm_tag_word_make(dgm_doc_form(doc, s->first + i), &words[i]);
    for (uint32_t i = 0; i < n; i++)
        xpos[i] = (uint8_t)best(
            &k->xpos, f, dgm_tag_features_xpos(words, n, i, i > 0 ? xpos[i - 1] : 0, i > 1 ? xpos[i - 2] : 0, f));
    for (uint32_t i = 0; i < n; i++) {
        dgm_token *t = &doc->tokens.items[s->first + i];
        t->xpos = xpos[i];
        t->upos = (uint8_t)best(&k->upos, f, dgm_tag_features_upos(words, n, i, xpos, f));
    }
}

static int run(dgm_stage *stage) {
    const knowledge *k = stage->know;
    dgm_doc *doc = stage->doc;
    uint32_t longest = 1;
    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        uint32_t n = doc->sentences.items[i].end - doc->sentences.items[i].first;
        longest = n > longest ? n : longest;
    }
    dgm_tag_word *words = DGM_NEWS(stage->scratch, dgm_tag_word, longest);
    uint8_t *xpos = DGM_NEWS(stage->scratch, uint8_t, longest);
    if (!words || !xpos)
        return dgm_fail_memory(stage->error);
    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        const dgm_sentence *s = &doc->sentences.items[i];
        int rc = dgm_spend(stage->budget, s->end - s->first, stage->error);
        if (rc != DGM_OK)
            return rc;
        if (k->trained)
            tag_sentence(k, doc, s, words, xpos);
    }
    for (uint32_t i = 0; i < doc->tokens.count; i++) {
        dgm_token *t = &doc->tokens.items[i];
        t->feats = features_of(t->xpos, t->upos);
        if (!dgm_lemma_of(&k->lemmas, dgm_doc_form(doc, i), t->upos, t->xpos, doc->arena, &t->lemma))
            return dgm_fail_memory(stage->error);
    }
    return DGM_OK;
}

static void dump(const dgm_doc *doc, dgm_buf *out) {
    for (uint32_t i = 0; i < doc->tokens.count; i++) {
        const dgm_token *t = &doc->tokens.items[i];
        dgm_buf_str(out, dgm_doc_form(doc, i));
        dgm_buf_printf(out, "\t%s\t%s\t", dgm_upos_name(t->upos), dgm_xpos_name(t->xpos));
        dgm_buf_str(out, t->lemma);
        dgm_buf_char(out, '\n');
    }
}

const dgm_room dgm_room_tag = {.name = "tag", .open = room_open, .run = run, .dump = dump};
