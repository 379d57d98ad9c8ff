/* SPDX-License-Identifier: Apache-2.0 */
/* A page's text and what it declares about itself. libxml2 reads; here the tree is walked once, without recursion, block elements
 * become lines, and scripts, styles, navigation and forms are left out. The lines then go the way of any raw text. */
#include <libxml/HTMLparser.h>
#include <string.h>

#include "clean/page.h"

#define TEXT_MAX ((size_t)4 << 20)
#define NODES_MAX 2000000u

static bool one_of(const xmlChar *name, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcmp((const char *)name, list[i]) == 0)
            return true;
    return false;
}
#define ONE_OF(name, list) one_of((name), (list), sizeof(list) / sizeof(list)[0])

static bool skipped(const xmlNode *node) {
    static const char *const names[] = {"script",   "style", "noscript", "nav",      "form",   "button",
                                        "select",   "svg",   "iframe",   "aside",    "footer", "figcaption",
                                        "template", "head",  "input",    "textarea", "menu"};
    return node->type == XML_ELEMENT_NODE && ONE_OF(node->name, names);
}

static bool block(const xmlNode *node) {
    static const char *const names[] = {"p",     "div",     "h1",      "h2",     "h3",   "h4",         "h5",
                                        "h6",    "li",      "ul",      "ol",     "br",   "tr",         "td",
                                        "table", "article", "section", "header", "main", "blockquote", "time",
                                        "pre",   "figure",  "dd",      "dt",     "dl",   "hr",         "body"};
    return node->type == XML_ELEMENT_NODE && ONE_OF(node->name, names);
}

static void new_line(dgm_buf *out) {
    while (out->n && out->p[out->n - 1] == ' ')
        out->p[--out->n] = '\0';
    if (out->n && out->p[out->n - 1] != '\n')
        dgm_buf_char(out, '\n');
}

/* White space of the source is one space. */
static void add_words(dgm_buf *out, const xmlChar *text) {
    for (const char *p = (const char *)text; *p; p++) {
        bool white = *p == ' ' || *p == '\n' || *p == '\t' || *p == '\r';
        if (!white)
            dgm_buf_char(out, *p);
        else if (out->n && out->p[out->n - 1] != ' ' && out->p[out->n - 1] != '\n')
            dgm_buf_char(out, ' ');
    }
}

/* Document order without recursion; *entering is false when the walk leaves an element. */
static const xmlNode *next_node(const xmlNode *node, bool *entering) {
    if (*entering && node->children && !skipped(node))
        return node->children;
    if (node->next) {
        *entering = true;
        return node->next;
    }
    *entering = false;
    return node->parent;
}

static int page_text(dgm_stage *stage, const xmlNode *root, dgm_buf *out) {
    bool entering = true;
    uint32_t nodes = 0;
    for (const xmlNode *node = root; node && node->type != XML_HTML_DOCUMENT_NODE && nodes < NODES_MAX; nodes++) {
        int rc = dgm_spend(stage->budget, 1, stage->error);
        if (rc != DGM_OK)
            return rc;
        if (block(node))
            new_line(out);
        if (entering && node->type == XML_TEXT_NODE && node->content)
            add_words(out, node->content);
        if (entering && block(node) && !node->children && !node->next)
            new_line(out);
        node = next_node(node, &entering);
    }
    new_line(out);
    return DGM_OK;
}

static dgm_str attribute(dgm_stage *stage, const xmlNode *node, const char *name) {
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    dgm_str s = value ? dgm_arena_str(stage->doc->arena, dgm_trim(dgm_str_of((const char *)value))) : (dgm_str){0};
    xmlFree(value);
    return s;
}

static void take_meta(dgm_stage *stage, const xmlNode *node) {
    static const char *const dates[] = {
        "article:published_time", "datePublished",    "date",         "pubdate", "publish-date",
        "DC.date.issued",         "parsely-pub-date", "sailthru.date"};
    dgm_clean *c = &stage->doc->clean;
    dgm_str key = attribute(stage, node, "property"), content = attribute(stage, node, "content");
    if (!key.n)
        key = attribute(stage, node, "name");
    if (!key.n)
        key = attribute(stage, node, "itemprop");
    if (dgm_str_is(key, "og:title") && !stage->doc->input.title.n)
        stage->doc->input.title = content;
    if (dgm_str_is(key, "og:site_name") && !c->source.n)
        c->source = content;
    for (size_t i = 0; i < sizeof dates / sizeof dates[0] && !c->published.year; i++)
        if (dgm_str_is(key, dates[i]) && content.n >= 10)
            dgm_date_parse((dgm_str){content.p, 10}, &c->published);
}

static int page_meta(dgm_stage *stage, const xmlNode *root) {
    bool entering = true;
    uint32_t nodes = 0;
    for (const xmlNode *node = root; node && node->type != XML_HTML_DOCUMENT_NODE && nodes < NODES_MAX; nodes++) {
        if (entering && node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, "meta") == 0)
            take_meta(stage, node);
        if (entering && node->children)
            node = node->children;
        else if (node->next) {
            entering = true;
            node = node->next;
        } else {
            entering = false;
            node = node->parent;
        }
    }
    return dgm_spend(stage->budget, nodes, stage->error);
}

int dgm_html_read(dgm_stage *stage, dgm_str html, bool want_text) {
    dgm_doc *doc = stage->doc;
    dgm_buf out;
    int rc = dgm_spend(stage->budget, html.n / 4, stage->error);
    dgm_buf_init(&out, TEXT_MAX);
    htmlDocPtr page =
        rc == DGM_OK ? htmlReadMemory(html.p, (int)html.n, NULL, "UTF-8",
                                      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET)
                     : NULL;
    const xmlNode *root = page ? xmlDocGetRootElement(page) : NULL;
    if (rc == DGM_OK && root)
        rc = page_meta(stage, root);
    if (rc == DGM_OK && want_text && root)
        rc = page_text(stage, root, &out);
    if (rc == DGM_OK && want_text) {
        if (out.n == 0)
            rc = dgm_fail(stage->error, DGM_EMPTY, "the page has no words");
        else if (out.failed || !(doc->text = dgm_arena_str(doc->arena, (dgm_str){out.p, (uint32_t)out.n})).p)
            rc = out.failed && out.n > TEXT_MAX / 2
                     ? dgm_fail(stage->error, DGM_TOO_LARGE, "the page's text is too large")
                     : dgm_fail_memory(stage->error);
    }
    xmlFreeDoc(page);
    dgm_buf_done(&out);
    return rc;
}
