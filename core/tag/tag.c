/* SPDX-License-Identifier: Apache-2.0 */
/* Part of speech, features and lemma: a small network reads Penn tags and universal tags; features and lemma follow
 * from tag and form. */
#include "pipeline/stage.h"
#include "tag/lemma.h"
#include "tag/net.h"

typedef struct knowledge {
    bool trained; /* a model without weights tags nothing */
    dgm_tag_net net;
    dgm_lemmas lemmas;
} knowledge;

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    const void *p;
    size_t n;
    knowledge *k = DGM_NEW(arena, knowledge);
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    k->trained = dgm_store_blob(store, "tag.net", &p, &n) == DGM_OK;
    int rc = k->trained ? dgm_tag_net_open(p, n, "tag.net", &k->net, error) : DGM_OK;
    return rc == DGM_OK ? dgm_lemmas_open(store, &k->lemmas, error) : rc;
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

/* The words first … end, at most DGM_TAG_MOST. */
static void read_piece(const dgm_tag_net *net, dgm_doc *doc, uint32_t first, uint32_t end, dgm_tag_work *work) {
    uint8_t upos[DGM_TAG_MOST], xpos[DGM_TAG_MOST];
    dgm_net_fetch_slots(&net->words, doc->forms + first, end - first);
    for (uint32_t i = first; i < end; i++)
        dgm_tag_net_word(net, work, i - first, &doc->forms[i]);
    dgm_tag_net_read(net, work, end - first, upos, xpos);
    for (uint32_t i = first; i < end; i++) {
        doc->tokens.items[i].upos = upos[i - first];
        doc->tokens.items[i].xpos = xpos[i - first];
    }
}

static bool read_lemmas(const knowledge *k, dgm_doc *doc) {
    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        const dgm_sentence *s = &doc->sentences.items[i];
        bool shouted = dgm_lemma_shouted(doc, s->first, s->end);
        for (uint32_t n = s->first; n < s->end; n++) {
            dgm_token *t = &doc->tokens.items[n];
            dgm_lemma_question q = {dgm_doc_form(doc, n), t->upos, t->xpos, shouted};
            t->feats = features_of(t->xpos, t->upos);
            if (!dgm_lemma_of(&k->lemmas, q, doc->arena, &t->lemma))
                return false;
        }
    }
    return true;
}

static int run(dgm_stage *stage) {
    const knowledge *k = stage->know;
    dgm_doc *doc = stage->doc;
    dgm_tag_work work;
    uint32_t most = dgm_doc_longest_sentence(doc, DGM_TAG_MOST);
    if (k->trained && !(dgm_doc_hash_forms(doc) && dgm_tag_work_make(&work, stage->scratch, most)))
        return dgm_fail_memory(stage->error);
    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        const dgm_sentence *s = &doc->sentences.items[i];
        int rc = dgm_spend(stage->budget, s->end - s->first, stage->error);
        if (rc != DGM_OK)
            return rc;
        for (uint32_t first = s->first, end; k->trained && first < s->end; first = end) {
            end = s->end - first > DGM_TAG_MOST ? first + DGM_TAG_MOST : s->end;
            read_piece(&k->net, doc, first, end, &work);
        }
    }
    return read_lemmas(k, doc) ? DGM_OK : dgm_fail_memory(stage->error);
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
