/* SPDX-License-Identifier: Apache-2.0 */
/* Dependency trees: arc-hybrid parsing, a small network chooses actions and relations; where it is in doubt, a few
 * trees are followed side by side. Time is linear in the length of the sentence; every sentence gets one projective
 * tree. */
#include "doc/conllu.h"
#include "doc/tree.h"
#include "parse/net.h"
#include "pipeline/stage.h"

typedef struct knowledge {
    bool trained;
    dgm_parse_net net;
} knowledge;

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    const void *p;
    size_t n;
    knowledge *k = DGM_NEW(arena, knowledge);
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    if (dgm_store_blob(store, "parse.net", &p, &n) != DGM_OK)
        return DGM_OK;
    k->trained = true;
    return dgm_parse_net_open(p, n, "parse.net", &k->net, error);
}

/* Reads the words first … end, at most DGM_PARSE_MOST. The piece's root hangs on `above`, the root of the piece
 * before. */
static uint32_t read_piece(const dgm_parse_net *net, dgm_doc *doc, uint32_t first, uint32_t end, uint32_t above,
                           dgm_parse_work *work) {
    uint32_t root = first;
    dgm_net_fetch_slots(&net->words, doc->forms + first, end - first);
    for (uint32_t i = first; i < end; i++) {
        const dgm_token *t = &doc->tokens.items[i];
        dgm_parse_net_word(net, work, i - first, &doc->forms[i], t->upos, t->xpos);
    }
    dgm_parse_net_read(net, work, end - first);
    for (uint32_t i = first; i < end; i++) {
        dgm_token *t = &doc->tokens.items[i];
        int32_t head = work->tree->head[i - first + 1];
        t->head = head > 0 ? first + (uint32_t)head - 1 : above;
        t->rel = head > 0 || above == DGM_NONE ? work->tree->rel[i - first + 1] : DGM_REL_PARATAXIS;
        root = head > 0 ? root : i;
    }
    return root;
}

static void read_tree(const dgm_parse_net *net, dgm_doc *doc, dgm_sentence *s, dgm_parse_work *work) {
    uint32_t above = DGM_NONE;
    for (uint32_t first = s->first, end; first < s->end; first = end) {
        end = s->end - first > DGM_PARSE_MOST ? first + DGM_PARSE_MOST : s->end;
        above = read_piece(net, doc, first, end, above, work);
        if (first == s->first)
            s->root = above;
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
    dgm_parse_work work;
    uint32_t most = dgm_doc_longest_sentence(doc, DGM_PARSE_MOST);
    if (k->trained && !(dgm_doc_hash_forms(doc) && dgm_parse_work_make(&work, stage->scratch, most)))
        return dgm_fail_memory(stage->error);
    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        dgm_sentence *sentence = &doc->sentences.items[i];
        int rc = dgm_spend(stage->budget, 2 * (uint64_t)(sentence->end - sentence->first), stage->error);
        if (rc != DGM_OK)
            return rc;
        if (k->trained)
            read_tree(&k->net, doc, sentence, &work);
        else
            flat_tree(doc, sentence);
    }
    mark_passives(doc);
    return dgm_tree_link(doc) ? DGM_OK : dgm_fail_memory(stage->error);
}

const dgm_room dgm_room_parse = {.name = "parse", .open = room_open, .run = run, .dump = dgm_conllu_write};
