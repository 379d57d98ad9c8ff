/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as CoNLL-U beside a fixed text; what could be read is written, and reads back to the same. */
#include <stdlib.h>
#include <string.h>

#include "doc/conllu.h"
#include "doc/tree.h"
#include "fuzz.h"

static const char text[] =
    "Minister resigns\n\n\"I  won't,\" he said. It was\n over in 1 000 days, and the U.S. said no.";

static void begin(dgm_doc *doc) {
    *doc = (dgm_doc){.arena = dgm_arena_new((size_t)64 << 20), .text = dgm_str_of(text)};
    if (!doc->arena)
        abort();
    doc->clean.headline = (dgm_span){0, 16};
    dgm_span *body = DGM_PUSH(&doc->clean.body, doc->arena);
    *body = (dgm_span){18, doc->text.n};
}

/* What every room relies on. */
static void check(const dgm_doc *doc) {
    uint32_t next = 0, at = 0;
    for (uint32_t i = 0; i < doc->sentences.count; i++) {
        const dgm_sentence *s = &doc->sentences.items[i];
        if (s->first != next || s->end <= s->first || (!s->headline && s->paragraph >= doc->clean.body.count))
            abort();
        for (uint32_t t = s->first; t < s->end; t++) {
            const dgm_token *k = &doc->tokens.items[t];
            bool head_ok = k->head == DGM_NONE || (k->head >= s->first && k->head < s->end && s->root != DGM_NONE);
            if (k->sentence != i || k->span.start < at || k->span.end <= k->span.start || k->span.end > doc->text.n ||
                !head_ok || (s->root != DGM_NONE && !dgm_tree_under(doc, t, s->root) && s->end - s->first < 90))
                abort();
            at = k->span.end;
        }
        next = s->end;
    }
    if (next != doc->tokens.count)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dgm_doc doc, again;
    dgm_buf out, out2;
    dgm_error e = {0};
    begin(&doc);
    begin(&again);
    dgm_buf_init(&out, (size_t)64 << 20);
    dgm_buf_init(&out2, (size_t)64 << 20);
    if (dgm_conllu_read(&doc, (dgm_str){(const char *)data, (uint32_t)size}, &e)) {
        if (!e.code || !e.what[0])
            abort();
    } else {
        check(&doc);
        dgm_conllu_write(&doc, &out);
        e = (dgm_error){0};
        if (dgm_conllu_read(&again, (dgm_str){out.p, (uint32_t)out.n}, &e))
            abort();
        dgm_conllu_write(&again, &out2);
        if (again.sentences.count == doc.sentences.count &&
            (out.n != out2.n || (out.n && memcmp(out.p, out2.p, out.n) != 0)))
            abort();
    }
    dgm_buf_done(&out);
    dgm_buf_done(&out2);
    dgm_arena_free(doc.arena);
    dgm_arena_free(again.arena);
    return 0;
}
