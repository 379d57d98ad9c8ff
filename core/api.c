/* SPDX-License-Identifier: Apache-2.0 */
/* The public functions. A model is a store, what the rooms made of it, and a count of its owners; a session is two
 * arenas, one article, and the room for what it hands out. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/utf8.h"
#include "pipeline/pipeline.h"
#include "record/actor_json.h"
#include "record/output.h"

#define MAX_INPUT ((size_t)2 << 20)
#define MAX_MEMORY ((size_t)256 << 20)
#define MAX_OUTPUT ((size_t)256 << 20) /* of one buffer: records are limited by the article's size long before */
#define WORK_FIXED 2000000u
#define WORK_PER_BYTE 200u
#define PHRASE_MAX 1024        /* bytes that dgm_actor reads */
#define KEPT ((size_t)2 << 20) /* of each arena and buffer, from one article to the next */

struct dgm_model {
    atomic_uint owners;
    dgm_store *store;
    dgm_arena *arena; /* what the rooms' open made */
    dgm_knowledge know;
};

struct dgm_session {
    dgm_model *model;
    dgm_options options;
    dgm_arena *article, *scratch;
    dgm_doc doc;
    dgm_output output;
    dgm_buf dump;
    atomic_int cancel;
};

const char *dgm_version(void) { return DGM_VERSION; }

static const struct {
    const char *code, *text;
} errors[] = {
#define DGM_ERROR_ROW(name, code, text) {code, text},
    DGM_ERRORS(DGM_ERROR_ROW)
#undef DGM_ERROR_ROW
};

const char *dgm_error_code(int code) { return code >= 0 && code < DGM_ERROR_COUNT ? errors[code].code : ""; }
const char *dgm_error_text(int code) {
    return code >= 0 && code < DGM_ERROR_COUNT ? errors[code].text : "an unknown error";
}

const char *dgm_event_type(size_t index) { return index < DGM_EVENT_COUNT ? dgm_event_name((unsigned)index) : ""; }

/* ---- model ------------------------------------------------------------------------------------------------------ */

static void model_free(dgm_model *model) {
    if (!model)
        return;
    dgm_arena_free(model->arena);
    dgm_store_close(model->store);
    free(model);
}

int dgm_model_open(const char *path, dgm_model **out, dgm_error *error) {
    dgm_error own = {0};
    if (!error)
        error = &own;
    if (!path || !out)
        return dgm_fail(error, DGM_BAD_ARGUMENT, "dgm_model_open needs a path and a place for the model");
    *out = NULL;
    dgm_model *model = calloc(1, sizeof *model);
    if (!model)
        return dgm_fail_memory(error);
    atomic_init(&model->owners, 1);
    int code = dgm_store_open(path, &model->store, error);
    if (code)
        goto failed;
    model->arena = dgm_arena_new(SIZE_MAX);
    if (!model->arena) {
        code = dgm_fail_memory(error);
        goto failed;
    }
    code = dgm_pipeline_open(model->store, model->arena, &model->know, error);
    if (code)
        goto failed;
    *out = model;
    return DGM_OK;
failed:
    model_free(model);
    return code;
}

dgm_model *dgm_model_ref(dgm_model *model) {
    atomic_fetch_add_explicit(&model->owners, 1, memory_order_relaxed);
    return model;
}

void dgm_model_unref(dgm_model *model) {
    if (model && atomic_fetch_sub_explicit(&model->owners, 1, memory_order_acq_rel) == 1)
        model_free(model);
}

const char *dgm_model_id(const dgm_model *model) { return dgm_store_id(model->store); }

const char *dgm_lookup(const dgm_model *model, const char *table, const char *by, const char *key, const char *column) {
    dgm_table t;
    dgm_index index;
    dgm_hits hits;
    if (dgm_store_table(model->store, table, &t) != DGM_OK || dgm_table_index(&t, by, &index) != DGM_OK ||
        !dgm_index_find(&index, dgm_str_of(key), &hits))
        return "";
    int at = dgm_table_column(&t, column);
    for (uint32_t i = 0; at >= 0 && i < hits.count; i++) {
        dgm_hit hit = dgm_hits_at(&hits, i);
        if (strcmp(hit.name, key) == 0) /* the key form knows no case: "us" is no code */
            return dgm_table_str(&t, hit.row, at);
    }
    return "";
}

/* ---- session ---------------------------------------------------------------------------------------------------- */

static void fill_options(dgm_options *own, const dgm_options *given) {
    if (given)
        *own = *given;
    if (!own->max_input)
        own->max_input = MAX_INPUT;
    if (own->max_input > UINT32_MAX / 2)
        own->max_input = UINT32_MAX / 2; /* spans are 32 bits */
    if (!own->max_memory)
        own->max_memory = MAX_MEMORY;
}

int dgm_session_new(dgm_model *model, const dgm_options *options, dgm_session **out, dgm_error *error) {
    if (!model || !out)
        return dgm_fail(error, DGM_BAD_ARGUMENT, "dgm_session_new needs a model and a place for the session");
    *out = NULL;
    dgm_session *s = calloc(1, sizeof *s);
    if (!s)
        return dgm_fail_memory(error);
    fill_options(&s->options, options);
    atomic_init(&s->cancel, 0);
    s->model = dgm_model_ref(model);
    s->article = dgm_arena_new(s->options.max_memory / 2);
    s->scratch = dgm_arena_new(s->options.max_memory / 2);
    dgm_buf_init(&s->output.extraction, MAX_OUTPUT);
    dgm_buf_init(&s->output.events, MAX_OUTPUT);
    dgm_buf_init(&s->output.article_id, MAX_OUTPUT);
    dgm_buf_init(&s->dump, MAX_OUTPUT);
    if (!s->article || !s->scratch) {
        dgm_session_free(s);
        return dgm_fail_memory(error);
    }
    *out = s;
    return DGM_OK;
}

void dgm_session_free(dgm_session *s) {
    if (!s)
        return;
    dgm_buf_done(&s->output.extraction);
    dgm_buf_done(&s->output.events);
    dgm_buf_done(&s->output.article_id);
    free(s->output.items);
    dgm_buf_done(&s->dump);
    dgm_arena_free(s->scratch);
    dgm_arena_free(s->article);
    dgm_model_unref(s->model);
    free(s);
}

void dgm_cancel(dgm_session *s) { atomic_store_explicit(&s->cancel, 1, memory_order_relaxed); }

/* ---- running ---------------------------------------------------------------------------------------------------- */

static void clear_buf(dgm_buf *buf) {
    if (buf->cap > KEPT)
        dgm_buf_done(buf);
    else
        dgm_buf_reset(buf);
}

static void clear_output(dgm_session *s) {
    clear_buf(&s->output.extraction);
    clear_buf(&s->output.events);
    clear_buf(&s->output.article_id);
    s->output.count = 0;
    clear_buf(&s->dump);
}

static void clear(dgm_session *s) {
    clear_output(s);
    dgm_arena_reset(s->scratch, KEPT);
    dgm_arena_reset(s->article, KEPT);
    s->doc = (dgm_doc){.arena = s->article};
    atomic_store_explicit(&s->cancel, 0, memory_order_relaxed);
}

static dgm_stage stage_of(dgm_session *s, dgm_budget *budget, dgm_error *error) {
    if (!budget->left)
        budget->left = WORK_FIXED;
    return (dgm_stage){.doc = &s->doc,
                       .scratch = s->scratch,
                       .budget = budget,
                       .options = &s->options,
                       .output = &s->output,
                       .model_id = dgm_store_id(s->model->store),
                       .error = error};
}

static int run(dgm_session *s, int last, const char *json, size_t n, dgm_str conllu, dgm_error *error) {
    if (n > s->options.max_input)
        return dgm_fail_at(error, DGM_TOO_LARGE, NULL, "raise the limit, or cut the article",
                           "the article has %zu bytes, the limit is %zu", n, s->options.max_input);
    dgm_budget budget = {s->options.max_work, &s->cancel};
    if (!budget.left)
        budget.left = WORK_FIXED + (uint64_t)WORK_PER_BYTE * (n + conllu.n);
    dgm_job job = {.know = &s->model->know, .last = last, .conllu = conllu};
    job.stage = stage_of(s, &budget, error);
    job.stage.json = json;
    job.stage.json_n = n;
    int code = dgm_pipeline_run(&job);
    const dgm_output *o = &s->output;
    if (!code && (o->extraction.full || o->events.full))
        code =
            dgm_fail_at(error, DGM_TOO_COMPLEX, "record", NULL, "the extraction is larger than %zu bytes", MAX_OUTPUT);
    else if (!code && (o->extraction.failed || o->events.failed || o->article_id.failed))
        code = dgm_fail_memory(error);
    if (code)
        clear_output(s);
    return code;
}

static int dump(dgm_session *s, int last, dgm_error *error) {
    const dgm_room *room = dgm_pipeline_room(last);
    if (last == DGM_STAGE_record)
        dgm_buf_add(&s->dump, s->output.extraction.p, s->output.extraction.n);
    else if (room->dump)
        room->dump(&s->doc, &s->dump);
    return s->dump.failed ? dgm_fail_memory(error) : DGM_OK;
}

int dgm_run(dgm_session *s, const char *json, size_t n, dgm_error *error) {
    dgm_error own = {0};
    if (!error)
        error = &own;
    if (!s || (!json && n))
        return dgm_fail(error, DGM_BAD_ARGUMENT, "dgm_run needs a session and an article");
    clear(s);
    *error = (dgm_error){0};
    return run(s, DGM_STAGE_COUNT - 1, json, n, (dgm_str){0}, error);
}

int dgm_run_stage(dgm_session *s, const char *stage, const char *json, size_t n, const char *conllu, size_t conllu_n,
                  dgm_error *error) {
    dgm_error own = {0};
    if (!error)
        error = &own;
    if (!s || !stage || (!json && n) || (!conllu && conllu_n) || conllu_n > UINT32_MAX)
        return dgm_fail(error, DGM_BAD_ARGUMENT, "dgm_run_stage needs a session, a stage and an article");
    clear(s);
    *error = (dgm_error){0};
    int last = dgm_pipeline_find(stage);
    if (last < 0)
        return dgm_fail(error, DGM_NOT_FOUND, "there is no stage \"%.64s\"", stage);
    int code = run(s, last, json, n, (dgm_str){conllu, (uint32_t)conllu_n}, error);
    return code ? code : dump(s, last, error);
}

/* ---- results ---------------------------------------------------------------------------------------------------- */

static dgm_text text_of(const dgm_buf *buf) { return buf->n ? (dgm_text){buf->p, buf->n} : (dgm_text){NULL, 0}; }

dgm_text dgm_dump(const dgm_session *s) { return text_of(&s->dump); }
dgm_text dgm_extraction(const dgm_session *s) { return text_of(&s->output.extraction); }
dgm_text dgm_article_id(const dgm_session *s) { return text_of(&s->output.article_id); }
size_t dgm_event_count(const dgm_session *s) { return s->output.count; }

dgm_text dgm_event_record(const dgm_session *s, size_t i, char id[37], double *confidence) {
    if (i >= s->output.count)
        return (dgm_text){NULL, 0};
    const dgm_output_event *e = &s->output.items[i];
    if (id)
        memcpy(id, e->id, sizeof e->id);
    if (confidence)
        *confidence = e->confidence;
    return (dgm_text){s->output.events.p + e->start, e->n};
}

/* A phrase as an article of one line, published on `day`, in a country's context: the rooms read it as they read articles. */
static int lay_out(dgm_session *s, dgm_str phrase, dgm_date day, dgm_str country, dgm_error *error) {
    dgm_doc *doc = &s->doc;
    if (dgm_utf8_check(phrase.p, phrase.n) < phrase.n)
        return dgm_fail(error, DGM_BAD_UTF8, "the phrase is not UTF-8");
    doc->text = dgm_arena_str(doc->arena, phrase);
    doc->clean.dateline.country = dgm_arena_str(doc->arena, country);
    dgm_span *body = DGM_PUSH(&doc->clean.body, doc->arena);
    if (!body || !doc->text.n || doc->clean.dateline.country.n != country.n)
        return dgm_fail_memory(error);
    *body = (dgm_span){0, phrase.n};
    doc->clean.readable = true;
    doc->clean.published = day;
    return DGM_OK;
}

int dgm_actor(dgm_session *s, const char *phrase, const char *date, const char *country, dgm_text *out,
              dgm_error *error) {
    dgm_error own = {0};
    if (!error)
        error = &own;
    dgm_date day = {0};
    if (!s || !phrase || !out)
        return dgm_fail(error, DGM_BAD_ARGUMENT, "dgm_actor needs a session, a phrase and a place for the answer");
    *out = (dgm_text){NULL, 0};
    clear(s);
    *error = (dgm_error){0};
    size_t n = strlen(phrase);
    if (n == 0 || n > PHRASE_MAX)
        return dgm_fail(error, DGM_BAD_ARGUMENT, "a phrase has 1 to %d bytes, this one %zu", PHRASE_MAX, n);
    if (date && date[0] && !dgm_date_parse(dgm_str_of(date), &day))
        return dgm_fail_at(error, DGM_BAD_ARGUMENT, NULL, "write YYYY-MM-DD", "\"%.32s\" is not a date", date);
    int code = lay_out(s, (dgm_str){phrase, (uint32_t)n}, day, dgm_str_of(country), error);
    dgm_budget budget = {s->options.max_work, &s->cancel};
    dgm_job job = {.know = &s->model->know, .first = DGM_STAGE_segment, .last = DGM_STAGE_entity};
    job.stage = stage_of(s, &budget, error);
    if (!code)
        code = dgm_pipeline_run(&job);
    if (code)
        return code;
    dgm_write_actor(&s->doc, &s->dump);
    if (s->dump.failed)
        return dgm_fail_memory(error);
    *out = text_of(&s->dump);
    return DGM_OK;
}
