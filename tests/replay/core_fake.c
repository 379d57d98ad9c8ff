/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The core of the scenarios: does what the article says.
 *   {"id": "a1", "events": 2, "low": 1, "fail": "empty", "mentions": 5000, "long": 5000}
 * gives two events over the threshold and one under it, or fails with a code; starve: there is no memory; mentions and long make the extraction or each event
 * that many bytes larger.
 */
#include <dragoman/dragoman.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct dgm_model {
    int owners;
    char id[256];
};

struct dgm_session {
    dgm_model *model;
    double threshold;
    size_t most;
    int cancel;
    size_t n, cap;
    char id[24], *extraction, *events[64], names[64][37];
};

const char *dgm_version(void) { return "0.0.0"; }

#define ONE(name, code, text) code,
const char *dgm_error_code(int code) {
    static const char *const codes[] = {DGM_ERRORS(ONE)};
    return codes[code];
}
#undef ONE
#define ONE(name, code, text) text,
const char *dgm_error_text(int code) {
    static const char *const texts[] = {DGM_ERRORS(ONE)};
    return texts[code];
}

int dgm_model_open(const char *path, dgm_model **out, dgm_error *e) {
    *out = NULL;
    if (strstr(path, "bad")) {
        snprintf(e->what, sizeof e->what, "the model is damaged");
        return e->code = DGM_BAD_MODEL;
    }
    *out = calloc(1, sizeof **out);
    (*out)->owners = 1;
    snprintf((*out)->id, sizeof(*out)->id, "%s", path);
    return DGM_OK;
}

dgm_model *dgm_model_ref(dgm_model *m) {
    m->owners++;
    return m;
}
void dgm_model_unref(dgm_model *m) {
    if (m && --m->owners == 0)
        free(m);
}
const char *dgm_model_id(const dgm_model *m) { return m->id; }

int dgm_session_new(dgm_model *m, const dgm_options *o, dgm_session **out, dgm_error *e) {
    (void)e;
    *out = calloc(1, sizeof **out);
    (*out)->model = dgm_model_ref(m);
    (*out)->threshold = o->min_confidence < 0 ? 0.5 : o->min_confidence;
    (*out)->most = o->max_input;
    return DGM_OK;
}

static void clear(dgm_session *s) {
    for (size_t i = 0; i < s->n; i++)
        free(s->events[i]);
    free(s->extraction);
    s->extraction = NULL;
    s->n = 0;
}

void dgm_session_free(dgm_session *s) {
    if (!s)
        return;
    clear(s);
    dgm_model_unref(s->model);
    free(s);
}

void dgm_cancel(dgm_session *s) { s->cancel = 1; }

static char *filler(json_int_t n) {
    char *text = calloc(1, (size_t)n + 1);
    memset(text, 'x', (size_t)n);
    return text;
}

static void tell(dgm_session *s, size_t i, json_int_t size) {
    char *fill = filler(size);
    snprintf(s->names[s->n], sizeof s->names[0], "%s/%u", s->id, (unsigned)i % 100);
    json_t *event = json_pack("{s:s, s:s}", "event", s->names[s->n], "fill", fill);
    s->events[s->n++] = json_dumps(event, JSON_COMPACT);
    json_decref(event);
    free(fill);
}

static int fail(const json_t *article, dgm_session *s, dgm_error *e) {
    const char *want = json_string_value(json_object_get(article, "fail"));
    int cancelled = s->cancel;
    s->cancel = 0;
    if (!json_is_object(article))
        return e->code = DGM_NOT_JSON;
    if (cancelled)
        return e->code = DGM_CANCELLED;
    if (json_object_get(article, "starve"))
        return e->code = DGM_MEMORY;
    for (int code = 0; want && code < DGM_ERROR_COUNT; code++)
        if (strcmp(want, dgm_error_code(code)) == 0)
            return e->code = code;
    return DGM_OK;
}

int dgm_run(dgm_session *s, const char *bytes, size_t n, dgm_error *e) {
    clear(s);
    if (n > s->most)
        return e->code = DGM_TOO_LARGE;
    json_t *article = json_loadb(bytes, n, 0, NULL);
    int code = fail(article, s, e);
    if (code == DGM_OK) {
        const char *id = json_string_value(json_object_get(article, "id"));
        json_int_t size = json_integer_value(json_object_get(article, "long"));
        size_t high = (size_t)json_integer_value(json_object_get(article, "events"));
        size_t low = (size_t)json_integer_value(json_object_get(article, "low"));
        snprintf(s->id, sizeof s->id, "%s", id ? id : "a-0");
        for (size_t i = 0; i < high + (s->threshold <= 0.1 ? low : 0); i++)
            tell(s, i, size);
        char *fill = filler(json_integer_value(json_object_get(article, "mentions")));
        json_t *x = json_pack("{s:s, s:s, s:{s:[]}, s:[{s:[s]}]}", "id", s->id, "model", s->model->id, "article",
                              "warnings", "entities", "mentions", fill);
        s->extraction = json_dumps(x, JSON_COMPACT);
        json_decref(x);
        free(fill);
    }
    json_decref(article);
    return code;
}

dgm_text dgm_extraction(const dgm_session *s) {
    return (dgm_text){s->extraction, s->extraction ? strlen(s->extraction) : 0};
}
dgm_text dgm_article_id(const dgm_session *s) { return (dgm_text){s->id, strlen(s->id)}; }
size_t dgm_event_count(const dgm_session *s) { return s->n; }
dgm_text dgm_event_record(const dgm_session *s, size_t i, char id[37], double *confidence) {
    snprintf(id, 37, "%s", s->names[i]);
    if (confidence)
        *confidence = 0.9;
    return (dgm_text){s->events[i], strlen(s->events[i])};
}
