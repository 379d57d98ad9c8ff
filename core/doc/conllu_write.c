/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/conllu.h"

#include <string.h>

#include "base/utf8.h"

static const struct feature {
    const char *name, *value;
} features[] = {
#define F(c, feature, value) {feature, value},
#include "doc/ud.def"
};

/* Features in the order that CoNLL-U asks for: by name, whatever their case. The list has names without common prefixes
 * that would matter, so that the alphabet of first letters and the rest is strcmp. */
static void write_feats(uint32_t feats, dgm_buf *out) {
    const char *last = NULL;
    bool any = false;
    for (;;) { /* the next name after `last`; at most DGM_FEAT_COUNT rounds */
        const struct feature *next = NULL;
        for (unsigned i = 0; i < DGM_FEAT_COUNT; i++)
            if ((feats & (1u << i)) && (!last || strcmp(features[i].name, last) > 0) &&
                (!next || strcmp(features[i].name, next->name) < 0))
                next = &features[i];
        if (!next)
            break;
        dgm_buf_text(out, any ? "|" : "");
        dgm_buf_text(out, next->name);
        dgm_buf_char(out, '=');
        dgm_buf_text(out, next->value);
        last = next->name;
        any = true;
    }
    if (!any)
        dgm_buf_char(out, '_');
}

/* A cell or comment is of one line and holds no tab: what parts words, be it many characters, becomes one blank, and other
 * control characters are replaced. */
static void write_flat(dgm_str s, dgm_buf *out) {
    bool blank = false;
    for (uint32_t i = 0, n; i < s.n; i += n) {
        uint32_t cp = dgm_utf8_next(s.p + i, s.n - i, &n);
        bool parts = dgm_cp_is_space(cp) || cp < 0x20;
        if (parts && !blank)
            dgm_buf_char(out, ' ');
        blank = parts;
        if (parts)
            continue;
        if (cp >= 0x7F && cp < 0xA0)
            dgm_buf_text(out, "\uFFFD");
        else
            dgm_buf_str(out, (dgm_str){s.p + i, n});
    }
}

static void write_cell(dgm_str s, dgm_buf *out) {
    if (s.n)
        write_flat(s, out);
    else
        dgm_buf_char(out, '_');
    dgm_buf_char(out, '\t');
}

static void write_token(const dgm_doc *doc, const dgm_sentence *s, uint32_t t, dgm_buf *out) {
    const dgm_token *token = &doc->tokens.items[t];
    dgm_buf_printf(out, "%u\t", t - s->first + 1);
    write_cell(dgm_doc_form(doc, t), out);
    write_cell(token->lemma, out);
    dgm_buf_printf(out, "%s\t%s\t", dgm_upos_name(token->upos), dgm_xpos_name(token->xpos));
    write_feats(token->feats, out);
    if (token->rel == DGM_REL_NONE)
        dgm_buf_text(out, "\t_\t_\t_\t");
    else if (token->head < s->first || token->head >= s->end)
        dgm_buf_printf(out, "\t0\t%s\t_\t", dgm_rel_name(token->rel));
    else
        dgm_buf_printf(out, "\t%u\t%s\t_\t", token->head - s->first + 1, dgm_rel_name(token->rel));
    bool joined = t + 1 < s->end && doc->tokens.items[t + 1].span.start == token->span.end;
    dgm_buf_text(out, joined ? "SpaceAfter=No\n" : "_\n");
}

void dgm_conllu_write(const dgm_doc *doc, dgm_buf *out) {
    for (uint32_t i = 0; i < doc->sentences.count && !out->failed; i++) {
        const dgm_sentence *s = &doc->sentences.items[i];
        dgm_buf_printf(out, "# sent_id = %u\n# text = ", i + 1);
        write_flat(dgm_doc_span(doc, s->span), out);
        dgm_buf_char(out, '\n');
        for (uint32_t t = s->first; t < s->end; t++)
            write_token(doc, s, t, out);
        dgm_buf_char(out, '\n');
    }
}
