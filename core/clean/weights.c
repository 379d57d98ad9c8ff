/* SPDX-License-Identifier: Apache-2.0 */
/* The scored model: a line's score is the sum of the weights of its features, for each of the two questions. */
#include "clean/weights.h"

#include <stdio.h>
#include <string.h>

static const char *const names[] = {
#define F(name, meaning) #name,
#include "clean/features.def"
};

static int number_of(const char *name) {
    for (int i = 0; i < DGM_LINE_FEATURES; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

int dgm_weights_open(dgm_clean_knowledge *know, dgm_error *error) {
    const dgm_table *t = &know->lines;
    int feature = dgm_table_column(t, "feature"), body = dgm_table_column(t, "body"),
        headline = dgm_table_column(t, "headline"), flat = dgm_table_column(t, "flat"),
        html = dgm_table_column(t, "html");
    for (uint32_t row = 0; row < t->rows; row++) {
        const char *name = dgm_table_str(t, row, feature);
        int16_t b = (int16_t)dgm_table_int(t, row, body), h = (int16_t)dgm_table_int(t, row, headline),
                f = (int16_t)dgm_table_int(t, row, flat), w = (int16_t)dgm_table_int(t, row, html);
        int i = number_of(name);
        if (i >= 0) {
            know->body[i] = b;
            know->headline[i] = h;
            know->flat[i] = f;
            know->html[i] = w;
        } else if (strcmp(name, "bias") == 0) {
            know->body_bias = b;
            know->headline_bias = h;
            know->flat_bias = f;
            know->html_bias = w;
        } else {
            char where[96];
            snprintf(where, sizeof where, "%s:%u", dgm_table_file(t, row), dgm_table_line(t, row));
            return dgm_fail_at(error, DGM_BAD_LEXICON, where, "the names stand in core/clean/features.def",
                               "no feature of lines is called so");
        }
    }
    return DGM_OK;
}

const char *dgm_weights_name(unsigned feature) { return feature < DGM_LINE_FEATURES ? names[feature] : ""; }

static int32_t sum(uint64_t features, const int16_t *weights, int32_t bias) {
    for (; features; features &= features - 1)
        bias += weights[__builtin_ctzll(features)];
    return bias;
}

void dgm_page_weigh(dgm_page *page) {
    const dgm_clean_knowledge *k = page->know;
    for (uint32_t i = 0; i < page->count; i++) {
        dgm_line *line = &page->lines[i];
        line->headline = sum(line->features, k->headline, k->headline_bias);
        line->body = page->tree.count ? sum(line->features, k->html, k->html_bias)
                     : page->flat     ? sum(line->features, k->flat, k->flat_bias)
                                      : sum(line->features, k->body, k->body_bias);
        if (!k->known)
            line->body = 1; /* a model without pages' habits reads every line as it comes */
    }
}
