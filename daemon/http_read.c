/* SPDX-License-Identifier: Apache-2.0 */
/* A pasted article, read as the daemon reads, with every event however unsure, the rules that made them and the trees. */
#include "http_read.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static json_t *dump(dgm_session *s, const char *stage, const char *json) {
    dgm_error e = {0};
    if (dgm_run_stage(s, stage, json, strlen(json), NULL, 0, &e) != DGM_OK)
        return json_null();
    dgm_text text = dgm_dump(s);
    return json_stringn(text.p ? text.p : "", text.n);
}

static json_t *error_json(const dgm_error *e) {
    return json_pack("{s:s, s:s}", "error", e->what[0] ? e->what : dgm_error_text(e->code), "code",
                     dgm_error_code(e->code));
}

static json_t *read_json(dgm_session *s, const char *json) {
    dgm_error e = {0};
    if (dgm_run(s, json, strlen(json), &e) != DGM_OK)
        return error_json(&e);
    dgm_text text = dgm_extraction(s);
    json_t *extraction = json_loadb(text.p, text.n, 0, NULL);
    json_t *why = extraction ? dump(s, "story", json) : NULL;
    json_t *trees = why ? dump(s, "parse", json) : NULL;
    return json_pack("{s:o, s:o, s:o}", "extraction", extraction, "why", why, "trees", trees);
}

char *http_read(work_plan *plan, const char *text, size_t n) {
    const work_settings *settings = work_plan_settings(plan);
    dgm_options options = {
        .max_input = settings->options.max_input, .max_memory = settings->options.max_memory, .metadata_only_other = 1};
    dgm_session *s = NULL;
    dgm_error e = {0};
    json_t *article = json_pack("{s:s, s:o}", "id", "pasted", "text", json_stringn_nocheck(text, n)), *result = NULL;
    char *json = article ? json_dumps(article, JSON_COMPACT) : NULL, *answer = NULL;
    if (!article || !json)
        result = json_pack("{s:s}", "error", "the text is not UTF-8");
    else if (dgm_session_new(work_plan_model(plan), &options, &s, &e) != DGM_OK)
        result = error_json(&e);
    else
        result = read_json(s, json);
    if (result)
        answer = json_dumps(result, JSON_COMPACT | JSON_REAL_PRECISION(9));
    json_decref(result);
    json_decref(article);
    free(json);
    dgm_session_free(s);
    return answer;
}
