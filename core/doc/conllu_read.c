/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/conllu.h"
#include "doc/tree.h"

#define COLUMNS 10
#define LOOSE_GAP 64u /* bytes of the text that may stand uncovered between two tokens of a sentence */
#define STARTS 32u    /* places at which a sentence is tried */
#define SCAN_FACTOR 32u

enum { ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL };

static const struct feature {
    const char *name, *value;
} features[] = {
#define F(c, feature, value) {feature, value},
#include "doc/ud.def"
};

typedef struct reader {
    dgm_doc *doc;
    dgm_str rest;     /* what is still to be read */
    uint32_t line;    /* number of the line that was read last */
    uint32_t at;      /* bytes of the text that are already covered */
    uint64_t scan;    /* bytes that may still be looked at: bounds the search for sentences that are not there */
    uint32_t skipped; /* sentences that were not found */
    dgm_error *error;
} reader;

static int wrong(reader *r, const char *what) {
    char where[32];
    snprintf(where, sizeof where, "line %u", r->line);
    return dgm_fail_at(r->error, DGM_BAD_ARGUMENT, where, "give CoNLL-U: ten columns separated by tabs", "%s", what);
}

static bool next_line(reader *r, dgm_str *line) {
    if (r->rest.n == 0)
        return false;
    const char *end = memchr(r->rest.p, '\n', r->rest.n);
    uint32_t n = end ? (uint32_t)(end - r->rest.p) : r->rest.n, used = end ? n + 1 : n;
    *line = (dgm_str){r->rest.p, n > 0 && r->rest.p[n - 1] == '\r' ? n - 1 : n};
    r->rest = (dgm_str){r->rest.p + used, r->rest.n - used};
    r->line++;
    return true;
}

static bool split(dgm_str line, dgm_str cells[COLUMNS]) {
    for (int i = 0; i < COLUMNS; i++) {
        const char *tab = memchr(line.p, '\t', line.n);
        if ((tab == NULL) != (i == COLUMNS - 1))
            return false;
        uint32_t n = tab ? (uint32_t)(tab - line.p) : line.n;
        cells[i] = (dgm_str){line.p, n};
        if (tab)
            line = (dgm_str){tab + 1, line.n - n - 1};
    }
    return true;
}

/* Digits only, at most nine. */
static bool number(dgm_str s, uint32_t *out) {
    *out = 0;
    if (s.n == 0 || s.n > 9)
        return false;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        *out = *out * 10 + (uint32_t)(s.p[i] - '0');
    }
    return true;
}

static uint32_t parse_feats(dgm_str s) {
    uint32_t bits = 0;
    while (s.n) {
        const char *bar = memchr(s.p, '|', s.n);
        dgm_str pair = {s.p, bar ? (uint32_t)(bar - s.p) : s.n};
        for (unsigned i = 0; i < DGM_FEAT_COUNT; i++) {
            size_t n = strlen(features[i].name);
            if (dgm_str_starts(pair, features[i].name) && n < pair.n && pair.p[n] == '=' &&
                dgm_str_is((dgm_str){pair.p + n + 1, pair.n - (uint32_t)n - 1}, features[i].value))
                bits |= 1u << i;
        }
        uint32_t used = bar ? pair.n + 1 : pair.n;
        s = (dgm_str){s.p + used, s.n - used};
    }
    return bits;
}

typedef struct row {
    dgm_str form, lemma;
    uint32_t feats, head; /* head: as written, DGM_NONE when it is no number */
    uint8_t upos, xpos, rel;
    dgm_span span;
} row;
typedef DGM_VEC(row) rows;

static int read_row(reader *r, dgm_str line, rows *sentence) {
    dgm_str cells[COLUMNS];
    uint32_t id;
    if (!split(line, cells))
        return wrong(r, "the line has not ten columns");
    if (memchr(cells[ID].p, '-', cells[ID].n) || memchr(cells[ID].p, '.', cells[ID].n))
        return DGM_OK; /* a range of words or an empty node */
    if (!number(cells[ID], &id) || id != sentence->count + 1)
        return wrong(r, "the ids of a sentence do not count from 1");
    if (cells[FORM].n == 0)
        return wrong(r, "the form is empty");
    row *w = DGM_PUSH(sentence, r->doc->arena);
    if (!w)
        return dgm_fail_memory(r->error);
    bool no_lemma = dgm_str_is(cells[LEMMA], "_") && !dgm_str_is(cells[FORM], "_");
    *w = (row){.form = cells[FORM],
               .lemma = no_lemma ? (dgm_str){0} : cells[LEMMA],
               .feats = parse_feats(cells[FEATS]),
               .upos = (uint8_t)dgm_upos_of(cells[UPOS]),
               .xpos = (uint8_t)dgm_xpos_of(cells[XPOS]),
               .rel = (uint8_t)dgm_rel_of(cells[DEPREL])};
    if (!number(cells[HEAD], &w->head))
        w->head = DGM_NONE;
    else if (w->rel == DGM_REL_NONE)
        w->rel = DGM_REL_DEP;
    return DGM_OK;
}

/* ---- laying a sentence on the text ------------------------------------------------------------------------------ */

static uint32_t skip_space(const reader *r, uint32_t at) {
    uint32_t len;
    while (at < r->doc->text.n && dgm_cp_is_space(dgm_utf8_next(r->doc->text.p + at, r->doc->text.n - at, &len)))
        at += len;
    return at;
}

static void spend(reader *r, uint32_t bytes) { r->scan = r->scan > bytes ? r->scan - bytes : 0; }

/* The end of the form when it stands at `at`, else DGM_NONE. A blank in a form is any white space of the text. */
static uint32_t match(reader *r, dgm_str form, uint32_t at) {
    dgm_str text = r->doc->text;
    spend(r, form.n);
    for (uint32_t i = 0; i < form.n; i++) {
        if (form.p[i] == ' ') {
            uint32_t next = skip_space(r, at);
            if (next == at)
                return DGM_NONE;
            at = next;
        } else if (at >= text.n || text.p[at] != form.p[i]) {
            return DGM_NONE;
        } else {
            at++;
        }
    }
    return at;
}

/* The first place at or after `from`, before `limit`, where the form stands. */
static bool find(reader *r, dgm_str form, uint32_t from, uint32_t limit, dgm_span *out) {
    dgm_str text = r->doc->text;
    while (from < limit && r->scan > 0) {
        const char *p = memchr(text.p + from, form.p[0], limit - from);
        uint32_t next = p ? (uint32_t)(p - text.p) : limit;
        spend(r, next - from + 1);
        if (!p)
            return false;
        uint32_t end = match(r, form, next);
        if (end != DGM_NONE) {
            *out = (dgm_span){next, end};
            return true;
        }
        from = next + 1;
    }
    return false;
}

static bool follow(reader *r, rows *sentence, uint32_t gap) {
    for (uint32_t i = 1; i < sentence->count; i++) {
        uint32_t from = skip_space(r, sentence->items[i - 1].span.end);
        uint32_t left = r->doc->text.n - from;
        if (!find(r, sentence->items[i].form, from, from + (left < gap ? left : gap), &sentence->items[i].span))
            return false;
    }
    return true;
}

/* The sentence as it stands, white space aside; where that is nowhere, with gaps. */
static bool place(reader *r, rows *sentence) {
    for (int loose = 0; loose < 2; loose++) {
        uint32_t from = r->at;
        for (uint32_t tries = 0; tries < STARTS; tries++) {
            if (!find(r, sentence->items[0].form, from, r->doc->text.n, &sentence->items[0].span))
                break;
            if (follow(r, sentence, loose ? LOOSE_GAP : 1))
                return true;
            from = sentence->items[0].span.start + 1;
        }
    }
    return false;
}

/* ---- into the layers -------------------------------------------------------------------------------------------- */

/* Every head is in the sentence, one word has none, and every way up ends there. The words' `mention` marks by whom a
 * way was walked, and is given back as it was. */
static bool is_tree(dgm_token *tokens, uint32_t n, const rows *sentence, uint32_t *root) {
    *root = DGM_NONE;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t head = sentence->items[i].head;
        if (head == DGM_NONE || head > n || (head == 0 && *root != DGM_NONE))
            return false;
        if (head == 0)
            *root = i;
    }
    if (*root == DGM_NONE)
        return false;
    bool ok = true;
    for (uint32_t i = 0; i < n && ok; i++) {
        uint32_t at = i;
        while (at != *root && tokens[at].mention == DGM_NONE) {
            tokens[at].mention = i;
            at = sentence->items[at].head - 1;
        }
        ok = at == *root || tokens[at].mention != i;
    }
    for (uint32_t i = 0; i < n; i++)
        tokens[i].mention = DGM_NONE;
    return ok;
}

/* Body spans are in order; what lies between or before them counts to the one before (or the first). */
static uint32_t paragraph_of(const dgm_doc *doc, uint32_t at) {
    uint32_t low = 0, high = doc->clean.body.count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (doc->clean.body.items[mid].start <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low > 0 ? low - 1 : 0;
}

static bool space_before(const dgm_doc *doc, uint32_t at) {
    uint32_t start = at - 1, len;
    while (start > 0 && at - start < 4 && ((unsigned char)doc->text.p[start] & 0xC0) == 0x80)
        start--;
    return dgm_cp_is_space(dgm_utf8_next(doc->text.p + start, at - start, &len));
}

static bool fill_token(reader *r, const row *w, uint32_t sentence) {
    dgm_doc *doc = r->doc;
    dgm_token *t = DGM_PUSH(&doc->tokens, doc->arena);
    if (!t)
        return false;
    dgm_str lemma = w->lemma.n ? dgm_arena_str(doc->arena, w->lemma) : (dgm_str){0};
    if (w->lemma.n && !lemma.n)
        return false;
    bool space = w->span.start == 0 || space_before(r->doc, w->span.start);
    *t = (dgm_token){.span = w->span,
                     .sentence = sentence,
                     .head = DGM_NONE,
                     .lemma = lemma,
                     .feats = w->feats,
                     .upos = w->upos,
                     .xpos = w->xpos,
                     .mention = DGM_NONE};
    t->shape = dgm_doc_shape(dgm_doc_span(doc, w->span));
    if (space)
        t->shape |= DGM_SHAPE_SPACE_BEFORE;
    return true;
}

static int add_sentence(reader *r, const rows *sentence) {
    dgm_doc *doc = r->doc;
    uint32_t first = doc->tokens.count, n = sentence->count, index = doc->sentences.count, root;
    for (uint32_t i = 0; i < n; i++)
        if (!fill_token(r, &sentence->items[i], index))
            return dgm_fail_memory(r->error);
    dgm_sentence *s = DGM_PUSH(&doc->sentences, doc->arena);
    if (!s)
        return dgm_fail_memory(r->error);
    dgm_span span = {sentence->items[0].span.start, sentence->items[n - 1].span.end};
    bool headline = dgm_span_within(span, doc->clean.headline);
    *s = (dgm_sentence){.first = first,
                        .end = first + n,
                        .span = span,
                        .root = DGM_NONE,
                        .headline = headline,
                        .paragraph = headline ? DGM_NONE : paragraph_of(doc, span.start)};
    r->at = span.end;
    if (!is_tree(doc->tokens.items + first, n, sentence, &root))
        return DGM_OK;
    s->root = first + root;
    for (uint32_t i = 0; i < n; i++) {
        dgm_token *t = &doc->tokens.items[first + i];
        uint32_t head = sentence->items[i].head;
        t->head = head ? first + head - 1 : DGM_NONE;
        t->rel = head ? sentence->items[i].rel : DGM_REL_ROOT;
    }
    return DGM_OK;
}

static int end_sentence(reader *r, rows *sentence) {
    int code = DGM_OK;
    if (sentence->count > 0 && place(r, sentence))
        code = add_sentence(r, sentence);
    else if (sentence->count > 0)
        r->skipped++;
    sentence->count = 0;
    return code;
}

/* Who gives sentences says that there are some, also where no line looks like an article's: then all of the text is body. */
static bool need_body(dgm_doc *doc) {
    if (doc->clean.body.count > 0 || !dgm_span_empty(doc->clean.headline))
        return true;
    dgm_span *all = DGM_PUSH(&doc->clean.body, doc->arena);
    if (all)
        *all = (dgm_span){0, doc->text.n};
    return all != NULL;
}

int dgm_conllu_read(dgm_doc *doc, dgm_str conllu, dgm_error *error) {
    reader r = {
        .doc = doc, .rest = conllu, .error = error, .scan = SCAN_FACTOR * ((uint64_t)doc->text.n + conllu.n) + 65536};
    rows sentence = {0};
    dgm_str line;
    size_t bad = dgm_utf8_check(conllu.p, conllu.n);
    if (bad < conllu.n)
        return dgm_fail(error, DGM_BAD_UTF8, "the CoNLL-U is not UTF-8 at byte %zu", bad);
    if (!need_body(doc))
        return dgm_fail_memory(error);
    while (next_line(&r, &line)) {
        int code = DGM_OK;
        if (line.n == 0)
            code = end_sentence(&r, &sentence);
        else if (line.p[0] != '#')
            code = read_row(&r, line, &sentence);
        if (code)
            return code;
    }
    int code = end_sentence(&r, &sentence);
    if (!code && !dgm_tree_link(doc))
        code = dgm_fail_memory(error);
    if (!code && r.skipped > 0 && !dgm_doc_warn(doc, "%u given sentences do not stand in the text", r.skipped))
        code = dgm_fail_memory(error);
    return code;
}

bool dgm_conllu_tagged(const dgm_doc *doc) {
    for (uint32_t i = 0; i < doc->tokens.count; i++)
        if (doc->tokens.items[i].upos == DGM_UPOS_NONE)
            return false;
    return true;
}

bool dgm_conllu_parsed(const dgm_doc *doc) {
    for (uint32_t i = 0; i < doc->sentences.count; i++)
        if (doc->sentences.items[i].root == DGM_NONE)
            return false;
    return true;
}
