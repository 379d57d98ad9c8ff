/* SPDX-License-Identifier: Apache-2.0 */
#include "rooms.h"

#include <stdlib.h>
#include <string.h>

#include "compile/compile.h"
#include "compile/files.h"

void rooms_open(rooms *r, const char *lexicon, const char *weights) {
    dgm_error error = {0};
    dgm_sources all = {0};
    size_t size = 0, kept = 0;
    *r = (rooms){.arena = need(dgm_arena_new((size_t)1 << 28))};
    if (dgm_sources_add(&all, lexicon, ".txt", 0, &error) != DGM_OK ||
        dgm_sources_add(&all, weights, ".bin", 1, &error) != DGM_OK)
        stop(error.where, error.what);
    dgm_source *sources = need(calloc(all.count + 1, sizeof *sources));
    for (size_t i = 0; i < all.count; i++)
        if (!all.items[i].is_blob || !strcmp(all.items[i].name, "tag.net") || !strcmp(all.items[i].name, "parse.net"))
            sources[kept++] = all.items[i];
    if (dgm_compile_memory(sources, kept, &r->image, &size, NULL, NULL, &error) != DGM_OK ||
        dgm_store_open_memory(r->image, size, &r->store, &error) != DGM_OK ||
        dgm_pipeline_open(r->store, r->arena, &r->know, &error) != DGM_OK ||
        dgm_entity_open(r->store, &r->lexicon, &error) != DGM_OK)
        stop(error.where, error.what);
    if (!r->lexicon.known)
        stop("the lexicon lacks a table", lexicon);
    free(sources);
    dgm_sources_done(&all);
}

void rooms_close(rooms *r) {
    dgm_store_close(r->store);
    dgm_arena_free(r->arena);
    free(r->image);
}

static void start(reading *g) {
    *g = (reading){.arena = need(dgm_arena_new((size_t)1 << 30)), .scratch = need(dgm_arena_new((size_t)1 << 30))};
    g->doc.arena = g->arena;
    g->budget = (dgm_budget){UINT64_MAX / 2, &g->cancel};
    g->stage = (dgm_stage){.doc = &g->doc,
                           .scratch = g->scratch,
                           .budget = &g->budget,
                           .options = &g->options,
                           .model_id = "training",
                           .error = &g->error};
}

void reading_done(reading *g) {
    dgm_arena_free(g->arena);
    dgm_arena_free(g->scratch);
}

static void check(const reading *g, int code) {
    if (code != DGM_OK)
        stop(g->error.where, g->error.what);
}

static void find_known(reading *g, const rooms *r) {
    dgm_reader *reader = &g->reader;
    uint32_t n = g->doc.tokens.count;
    *reader = (dgm_reader){.stage = &g->stage, .doc = &g->doc, .know = &r->lexicon};
    reader->at = need(DGM_NEWS(g->scratch, uint32_t, n + 1));
    for (uint32_t i = 0; i < n; i++)
        reader->at[i] = DGM_NONE;
    if (!dgm_units_make(reader))
        stop("memory", "there is not enough");
    check(g, dgm_match_names(reader));
    check(g, dgm_find_shorts(reader));
    check(g, dgm_find_roles(reader));
}

static void read_rooms(reading *g, const rooms *r, int first) {
    dgm_job job = {.stage = g->stage, .know = &r->know, .first = first, .last = DGM_STAGE_parse};
    check(g, dgm_pipeline_run(&job));
}

void reading_find_names(reading *g, const rooms *r, const dgm_name_net *net) {
    g->lexicon = r->lexicon;
    g->lexicon.net = *net;
    g->lexicon.trained = true;
    g->reader.know = &g->lexicon;
    check(g, dgm_find_names(&g->reader));
    check(g, dgm_find_context(&g->reader));
    check(g, dgm_build(&g->reader));
}

/* Words with a space between them. */
static void lay_out(reading *g, const sentence *s, uint32_t count) {
    size_t bytes = 1, words = 0;
    for (uint32_t i = 0; i < count; words += s[i++].n)
        for (uint32_t j = 0; j < s[i].n; j++)
            bytes += s[i].words[j].form.n + 1u;
    char *text = need(dgm_arena_alloc(g->arena, bytes));
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        dgm_sentence *to = need(DGM_PUSH(&g->doc.sentences, g->arena));
        *to = (dgm_sentence){.first = g->doc.tokens.count, .span = {at, at}};
        for (uint32_t j = 0; j < s[i].n; j++) {
            dgm_str form = s[i].words[j].form;
            dgm_token *t = need(DGM_PUSH(&g->doc.tokens, g->arena));
            memcpy(text + at, form.p, form.n);
            *t = (dgm_token){.span = {at, at + form.n}, .sentence = i, .head = DGM_NONE, .mention = DGM_NONE};
            t->shape = (uint8_t)(dgm_doc_shape(form) | DGM_SHAPE_SPACE_BEFORE);
            at += form.n;
            text[at++] = ' ';
        }
        to->end = g->doc.tokens.count;
        to->span.end = at;
    }
    g->doc.text = (dgm_str){text, at};
    *(dgm_span *)need(DGM_PUSH(&g->doc.clean.body, g->arena)) = (dgm_span){0, at};
    g->doc.clean.readable = true;
}

void reading_of_sentences(reading *g, const rooms *r, const sentence *s, uint32_t count) {
    start(g);
    lay_out(g, s, count);
    read_rooms(g, r, DGM_STAGE_tag);
    find_known(g, r);
}

bool reading_of_article(reading *g, const rooms *r, const char *json, size_t n) {
    start(g);
    g->stage.json = json;
    g->stage.json_n = n;
    g->options = (dgm_options){.max_input = (size_t)1 << 24, .metadata_only_other = 1};
    read_rooms(g, r, DGM_STAGE_article);
    if (!g->doc.clean.readable)
        return false;
    find_known(g, r);
    return true;
}
