/* SPDX-License-Identifier: Apache-2.0 */
/* Raw page text → the article's paragraphs, and what the page says about it. */
#include <string.h>

#include "base/utf8.h"
#include "clean/weights.h"

#define LANGUAGE_SAMPLE 20000u /* bytes that decide the language */

static int room_open(const dgm_store *store, dgm_arena *arena, const void **know, dgm_error *error) {
    dgm_clean_knowledge *k = DGM_NEW(arena, dgm_clean_knowledge);
    if (!k)
        return dgm_fail_memory(error);
    *know = k;
    const struct {
        const char *table, *column;
        dgm_table *t;
        dgm_index *i;
    } wanted[] = {
        {"furniture", "phrase", &k->furniture, &k->phrases},     {"agencies", "names", &k->agencies, &k->agency_names},
        {"masthead", "words", &k->masthead, &k->masthead_words}, {"outlets", "hosts", &k->outlets, &k->hosts},
        {"months", "names", &k->months, &k->month_names},        {"weekdays", "names", &k->weekdays, &k->weekday_names},
        {"date_labels", "names", &k->labels, &k->label_names},   {"line_weights", "feature", &k->lines, &k->line_names},
        {"elements", "marks", &k->elements, &k->element_names}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (dgm_store_table(store, wanted[i].table, wanted[i].t) != DGM_OK ||
            dgm_table_index(wanted[i].t, wanted[i].column, wanted[i].i) != DGM_OK)
            return DGM_OK; /* a model without pages' habits reads every line as it comes */
    k->kind = dgm_table_column(&k->furniture, "kind");
    k->weight = dgm_table_column(&k->furniture, "weight");
    k->agency_name = dgm_table_column(&k->agencies, "name");
    k->outlet_name = dgm_table_column(&k->outlets, "name");
    k->month_number = dgm_table_column(&k->months, "number");
    k->weekday_number = dgm_table_column(&k->weekdays, "number");
    k->meaning = dgm_table_column(&k->labels, "meaning");
    k->element_worth = dgm_table_column(&k->elements, "worth");
    k->known = true;
    return dgm_weights_open(k, error);
}

/* Sentences that follow each other in one line of the page are one paragraph. */
static int add_body(dgm_page *page, dgm_span span, bool joined) {
    dgm_doc *doc = page->stage->doc;
    dgm_spans *body = &doc->clean.body;
    if (dgm_span_empty(span))
        return DGM_OK;
    if (joined && body->count) {
        body->items[body->count - 1].end = span.end;
        return DGM_OK;
    }
    dgm_span *s = DGM_PUSH(body, doc->arena);
    if (!s)
        return dgm_fail_memory(page->stage->error);
    *s = span;
    return DGM_OK;
}

/* Within the article furniture, captions and repeated lines are left out. */
static int take_body(dgm_page *page) {
    bool first = true, kept = false;
    int rc = DGM_OK;
    for (uint32_t i = page->body_first; rc == DGM_OK && i < page->body_end; i++) {
        const dgm_line *line = &page->lines[i];
        dgm_span span = line->span;
        bool cut_tail = i + 1 == page->body_end && i + 1 == page->count && i > page->body_first;
        if (line->body <= 0 && !cut_tail) {
            kept = false;
            continue;
        }
        if (first)
            rc = dgm_page_dateline(page, &span);
        if (rc == DGM_OK)
            rc = add_body(page, span, kept && line->joined && !first);
        first = false;
        kept = true;
    }
    return rc;
}

static void find_language(dgm_stage *stage) {
    dgm_doc *doc = stage->doc;
    dgm_span sample = {0, doc->text.n};
    if (doc->clean.body.count)
        sample = (dgm_span){doc->clean.body.items[0].start, doc->clean.body.items[doc->clean.body.count - 1].end};
    if (dgm_span_len(sample) > LANGUAGE_SAMPLE) {
        sample.end = sample.start + LANGUAGE_SAMPLE;
        while (((unsigned char)doc->text.p[sample.end] & 0xC0) == 0x80)
            sample.end--;
    }
    dgm_str s = dgm_doc_span(doc, sample);
    dgm_str found = dgm_str_of(dgm_language_of(s.p, s.n, false));
    dgm_str given = doc->input.language;
    if (given.n > 3 && (given.p[2] == '-' || given.p[2] == '_'))
        given.n = 2;
    /* a short text says less than its scraper does */
    doc->clean.language = dgm_str_is(found, "und") || (given.n && s.n < 200) ? (given.n ? given : found) : found;
    if (given.n && !dgm_str_eq(given, doc->clean.language))
        dgm_doc_warn(doc, "the text is in another language (%.*s) than the input says", (int)doc->clean.language.n,
                     doc->clean.language.p);
    if (dgm_str_is(doc->clean.language, "und") && s.n < 200)
        doc->clean.language =
            DGM_STR("en"); /* a line of names: read it, nothing will be coded from what is no English */
    doc->clean.readable = dgm_str_is(doc->clean.language, "en");
}

static int run(dgm_stage *stage) {
    dgm_doc *doc = stage->doc;
    dgm_page page = {.stage = stage, .know = stage->know, .headline = DGM_NONE};
    int rc = DGM_OK;
    if (doc->input.html.n)
        rc = dgm_html_read(stage, doc->input.html, doc->text_from_html, &page.tree);
    if (rc == DGM_OK)
        rc = dgm_page_lines(&page);
    if (rc != DGM_OK)
        return rc;
    dgm_page_weigh(&page);
    dgm_page_body(&page);
    rc = dgm_page_meta(&page);
    if (rc == DGM_OK && page.know->known)
        dgm_page_outlet(&page);
    if (rc == DGM_OK)
        rc = dgm_page_dates(&page);
    if (rc == DGM_OK)
        rc = take_body(&page);
    if (rc == DGM_OK && page.know->known)
        dgm_page_agency_last(&page);
    if (rc == DGM_OK)
        find_language(stage);
    return rc;
}

static void field(dgm_buf *out, const char *name, dgm_str value) {
    dgm_buf_printf(out, "%-12s", name);
    dgm_buf_str(out, value);
    dgm_buf_char(out, '\n');
}

static void dump(const dgm_doc *doc, dgm_buf *out) {
    char day[11];
    dgm_date_print(doc->clean.published, day);
    field(out, "headline", doc->clean.headline_text);
    field(out, "published", dgm_str_of(day));
    field(out, "dateline", doc->clean.dateline.place);
    field(out, "agency", doc->clean.agency);
    field(out, "source", doc->clean.source);
    field(out, "language", doc->clean.language);
    for (uint32_t i = 0; i < doc->clean.authors.count; i++)
        field(out, "author", doc->clean.authors.items[i]);
    for (uint32_t i = 0; i < doc->clean.body.count; i++)
        field(out, "body", dgm_doc_span(doc, doc->clean.body.items[i]));
}

const dgm_room dgm_room_clean = {.name = "clean", .open = room_open, .run = run, .dump = dump};
