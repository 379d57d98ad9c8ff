/* SPDX-License-Identifier: Apache-2.0 */
#include "article/fields.h"

#include <stdio.h>
#include <string.h>

#define DAY 86400
#define FIRST_YEAR 1800 /* no article is older */

static int wrong_type(dgm_stage *stage, const char *name, const char *wanted) {
    return dgm_fail_at(stage->error, DGM_WRONG_TYPE, name, "check the scraper's mapping", "the field \"%s\" is not %s",
                       name, wanted);
}

int dgm_field_string(dgm_stage *stage, json_t *root, const char *name, dgm_str *out) {
    json_t *value = json_object_get(root, name);
    if (!value || json_is_null(value))
        return DGM_OK;
    if (!json_is_string(value))
        return wrong_type(stage, name, "a string");
    size_t n = json_string_length(value);
    if (memchr(json_string_value(value), '\0', n))
        return dgm_fail_at(stage->error, DGM_BAD_TEXT, name, NULL, "the field \"%s\" holds U+0000", name);
    *out = dgm_arena_str(stage->doc->arena, (dgm_str){json_string_value(value), (uint32_t)n});
    return n && !out->p ? dgm_fail_memory(stage->error) : DGM_OK;
}

int dgm_field_id(dgm_stage *stage, json_t *root, dgm_str *out) {
    char digits[32];
    json_t *value = json_object_get(root, "id");
    if (json_is_integer(value)) {
        snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        *out = dgm_arena_str(stage->doc->arena, dgm_str_of(digits));
        return out->p ? DGM_OK : dgm_fail_memory(stage->error);
    }
    double real = json_is_real(value) ? json_real_value(value) : 0;
    if (json_is_real(value) && real > -9e15 && real < 9e15 &&
        real == (double)(long long)real) { /* 1024.0: a table's habit */
        snprintf(digits, sizeof digits, "%lld", (long long)real);
        *out = dgm_arena_str(stage->doc->arena, dgm_str_of(digits));
        return out->p ? DGM_OK : dgm_fail_memory(stage->error);
    }
    if (json_is_real(value))
        return wrong_type(stage, "id", "a string or a whole number");
    return dgm_field_string(stage, root, "id", out);
}

static bool all_digits(dgm_str s) {
    for (uint32_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n >= 9 && s.n <= 13;
}

/* False with a warning when the field is there and cannot be read. */
static bool moment(dgm_stage *stage, json_t *root, const char *name, dgm_date *day, char at[32], int64_t *seconds) {
    json_t *value = json_object_get(root, name);
    bool good = false;
    at[0] = '\0';
    if (!value || json_is_null(value))
        return false;
    if (json_is_number(value))
        good = dgm_moment_epoch(json_number_value(value), day, at, seconds);
    else if (json_is_string(value)) {
        dgm_str s = {json_string_value(value), (uint32_t)json_string_length(value)};
        if (s.n == 0)
            return false;
        if (all_digits(s)) {
            double number = 0;
            for (uint32_t i = 0; i < s.n; i++)
                number = number * 10 + (s.p[i] - '0');
            good = dgm_moment_epoch(number, day, at, seconds);
        } else {
            good = dgm_moment_parse(s, day, at, seconds);
        }
    }
    /* year 1 and second 0 are how programs write "no date" */
    if (good && (day->year < FIRST_YEAR || *seconds == 0))
        good = false;
    if (!good)
        dgm_doc_warn(stage->doc, "the field \"%s\" holds no date that can be read", name);
    return good;
}

int dgm_field_dates(dgm_stage *stage, json_t *root) {
    dgm_input *in = &stage->doc->input;
    char at[32];
    int64_t published = 0, fetched = 0;
    dgm_date day;
    bool has_fetched = moment(stage, root, "fetched", &day, at, &fetched);
    if (has_fetched)
        in->fetched = day;
    if (!moment(stage, root, "published", &day, at, &published))
        return DGM_OK;
    if (has_fetched && published > fetched + DAY) {
        dgm_doc_warn(stage->doc, "the publication lies more than a day after the day of fetching and was left out");
        return DGM_OK;
    }
    in->published = day;
    if (at[0] && !(in->published_at = dgm_arena_str(stage->doc->arena, dgm_str_of(at))).p)
        return dgm_fail_memory(stage->error);
    return DGM_OK;
}

void dgm_json_free(void *p) {
    json_malloc_t give;
    json_free_t take;
    json_get_alloc_funcs(&give, &take);
    if (p)
        take(p);
}
