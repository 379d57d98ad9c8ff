/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A core that reads nothing: each article is answered with its id and one small extraction. With it the daemon costs what
 * taking in, ordering, sending and committing cost. Sessions share a model whose owners are counted atomically, as in the real
 * core; nothing else is shared between threads. With BENCH_WAIT_US in the environment each article takes that long, without
 * using a CPU.
 */
#include <dragoman/dragoman.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "answer.h"

struct dgm_model {
    atomic_int owners;
};

struct dgm_session {
    dgm_model *model;
    size_t most;
    long wait_us;
    answer answer;
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
    (void)path;
    *out = malloc(sizeof **out);
    if (!*out)
        return e->code = DGM_MEMORY;
    atomic_init(&(*out)->owners, 1);
    return DGM_OK;
}

dgm_model *dgm_model_ref(dgm_model *m) {
    atomic_fetch_add(&m->owners, 1);
    return m;
}

void dgm_model_unref(dgm_model *m) {
    if (m && atomic_fetch_sub(&m->owners, 1) == 1)
        free(m);
}

const char *dgm_model_id(const dgm_model *m) {
    (void)m;
    return "none";
}

int dgm_session_new(dgm_model *m, const dgm_options *o, dgm_session **out, dgm_error *e) {
    *out = calloc(1, sizeof **out);
    if (!*out)
        return e->code = DGM_MEMORY;
    (*out)->model = dgm_model_ref(m);
    (*out)->most = o->max_input;
    const char *wait = getenv("BENCH_WAIT_US");
    (*out)->wait_us = wait ? strtol(wait, NULL, 10) : 0;
    return DGM_OK;
}

void dgm_session_free(dgm_session *s) {
    if (!s)
        return;
    dgm_model_unref(s->model);
    free(s);
}

void dgm_cancel(dgm_session *s) { (void)s; }

int dgm_run(dgm_session *s, const char *bytes, size_t n, dgm_error *e) {
    if (n > s->most)
        return e->code = DGM_TOO_LARGE;
    if (s->wait_us > 0) {
        struct timespec t = {s->wait_us / 1000000, s->wait_us % 1000000 * 1000};
        nanosleep(&t, NULL);
    }
    answer_to(bytes, n, &s->answer);
    return DGM_OK;
}

/* What a stage makes can be asked of the daemon's page; there are no stages here. */
int dgm_run_stage(dgm_session *s, const char *stage, const char *bytes, size_t n, const char *conllu, size_t conllu_n,
                  dgm_error *e) {
    (void)stage;
    (void)conllu;
    (void)conllu_n;
    return dgm_run(s, bytes, n, e);
}

dgm_text dgm_dump(const dgm_session *s) {
    (void)s;
    return (dgm_text){NULL, 0};
}

dgm_text dgm_extraction(const dgm_session *s) { return (dgm_text){s->answer.value, s->answer.value_bytes}; }
dgm_text dgm_article_id(const dgm_session *s) { return (dgm_text){s->answer.id, s->answer.id_bytes}; }
size_t dgm_event_count(const dgm_session *s) {
    (void)s;
    return 0;
}
dgm_text dgm_event_record(const dgm_session *s, size_t i, char id[37], double *confidence) {
    (void)s;
    (void)i;
    (void)confidence;
    id[0] = '\0';
    return (dgm_text){NULL, 0};
}
