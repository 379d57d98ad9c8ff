/* SPDX-License-Identifier: Apache-2.0 */
/* Pages in html: what the tree says about the lines of text that are taken from it, and what the page declares. */
#ifndef DGM_CLEAN_HTML_H
#define DGM_CLEAN_HTML_H

#include <libxml/tree.h>

#include "clean/page.h"

/* Document order without recursion; *entering is false when the walk leaves an element. `skip`: do not go into `node`. */
static inline const xmlNode *dgm_html_next(const xmlNode *node, bool *entering, bool skip) {
    if (*entering && node->children && !skip)
        return node->children;
    if (node->next) {
        *entering = true;
        return node->next;
    }
    *entering = false;
    return node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
}

/* An attribute's value as it stands in the tree (the parser of html leaves it in one piece); NULL: none. */
static inline const char *dgm_html_value(const xmlAttr *attribute) {
    const xmlNode *text = attribute->children;
    return text && text->type == XML_TEXT_NODE ? (const char *)text->content : NULL;
}

/* The value of the attribute called so, on the article's arena, trimmed; empty: none (or no memory). */
dgm_str dgm_html_attribute(dgm_stage *stage, const xmlNode *node, const char *name);

/* <meta>, <time>, JSON-LD: headline, outlet, authors, publication, where the input gave none. */
int dgm_html_meta(dgm_stage *stage, const xmlNode *root);

/* The text of a page, one block a line, with what the tree says about each (doc->text, *lines). */
int dgm_html_text(dgm_stage *stage, const dgm_clean_knowledge *know, const xmlNode *root, dgm_html_lines *lines);

#endif
