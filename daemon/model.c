/* SPDX-License-Identifier: Apache-2.0 */
#include "model.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct work_plan {
    atomic_size_t owners;
    dgm_model *model;
    work_settings settings; /* its texts are owned, see texts() */
};

/* Every text of the settings; they are copied, so that the configuration may change. */
static size_t texts(work_settings *s, const char ***out) {
    size_t n = 0;
    out[n++] = &s->events;
    out[n++] = &s->extractions;
    out[n++] = &s->review;
    out[n++] = &s->dead_letters;
    out[n++] = &s->source;
    for (size_t i = 0; i < sizeof s->map / sizeof s->map[0]; i++)
        out[n++] = &s->map[i];
    return n;
}

enum { TEXTS = 14 };

const char *work_plan_file(const config *c, char *buffer, size_t cap) {
    static const char *const beside[] = {"/../share/dragoman.model", "/../share/dragoman/dragoman.model"};
    if (*c->model)
        return c->model;
    ssize_t n = readlink("/proc/self/exe", buffer, cap - 1);
    if (n > 0) {
        buffer[n] = '\0';
        char *slash = strrchr(buffer, '/');
        for (size_t i = 0; slash && i < sizeof beside / sizeof beside[0]; i++) {
            snprintf(slash, cap - (size_t)(slash - buffer), "%s", beside[i]);
            if (access(buffer, R_OK) == 0)
                return buffer;
        }
    }
    return DGM_MODEL_INSTALLED;
}

/* A model that cannot read this is not let near a topic. */
static int self_test(dgm_model *model, const work_settings *settings, dgm_error *e) {
    static const char article[] = "{\"id\":\"self-test\",\"language\":\"en\",\"text\":\"The president of France met "
                                  "the chancellor of Germany in Berlin on "
                                  "Monday. Both countries signed an agreement on trade, and the ministers said that "
                                  "they would meet again next year.\"}";
    dgm_session *session = NULL;
    int code = dgm_session_new(model, &settings->options, &session, e);
    if (code == DGM_OK)
        code = dgm_run(session, article, sizeof article - 1, e);
    if (code == DGM_OK && !dgm_extraction(session).p) {
        e->code = code = DGM_INTERNAL;
        snprintf(e->what, sizeof e->what, "the model's self-test gave no extraction");
    }
    dgm_session_free(session);
    return code;
}

work_plan *work_plan_open(const config *c, dgm_error *e) {
    char path[4096];
    const char **copies[TEXTS];
    work_plan *plan = calloc(1, sizeof *plan);
    if (!plan) {
        e->code = DGM_MEMORY;
        return NULL;
    }
    atomic_init(&plan->owners, 1);
    work_settings_from(c, &plan->settings);
    size_t n = texts(&plan->settings, copies);
    bool copied = true;
    for (size_t i = 0; i < n; i++)
        if (*copies[i])
            copied = (*copies[i] = strdup(*copies[i])) && copied;
    if (!copied)
        e->code = DGM_MEMORY;
    else if (dgm_model_open(work_plan_file(c, path, sizeof path), &plan->model, e) == DGM_OK &&
             self_test(plan->model, &plan->settings, e) == DGM_OK)
        return plan;
    work_plan_unref(plan);
    return NULL;
}

const work_settings *work_plan_settings(const work_plan *plan) { return &plan->settings; }
dgm_model *work_plan_model(const work_plan *plan) { return plan->model; }

work_plan *work_plan_ref(work_plan *plan) {
    atomic_fetch_add(&plan->owners, 1);
    return plan;
}

void work_plan_unref(work_plan *plan) {
    const char **copies[TEXTS];
    if (!plan || atomic_fetch_sub(&plan->owners, 1) != 1)
        return;
    size_t n = texts(&plan->settings, copies);
    for (size_t i = 0; i < n; i++)
        free((char *)(uintptr_t)*copies[i]);
    dgm_model_unref(plan->model);
    free(plan);
}
