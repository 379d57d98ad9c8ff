/* SPDX-License-Identifier: Apache-2.0 */
/* A page in html: libxml2 reads it; the tree is walked without recursion for its metadata and its text. */
#include "clean/html.h"

#include <libxml/HTMLparser.h>
#include <string.h>

int dgm_html_read(dgm_stage *stage, dgm_str html, bool want_text, dgm_html_lines *lines) {
    int rc = dgm_spend(stage->budget, html.n / 4, stage->error);
    if (rc != DGM_OK)
        return rc;
    htmlDocPtr page = htmlReadMemory(html.p, (int)html.n, NULL, "UTF-8",
                                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    const xmlNode *root = page ? xmlDocGetRootElement(page) : NULL;
    if (root)
        rc = dgm_html_meta(stage, root);
    if (rc == DGM_OK && want_text && root)
        rc = dgm_html_text(stage, stage->know, root, lines);
    if (rc == DGM_OK && want_text && stage->doc->text.n == 0)
        rc = dgm_fail(stage->error, DGM_EMPTY, "the page has no words");
    xmlFreeDoc(page);
    return rc;
}
