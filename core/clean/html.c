/* SPDX-License-Identifier: Apache-2.0 */
/* A page in html: libxml2 reads it; the tree is walked without recursion for its metadata and its text. */
#include "clean/html.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#define TAG_MOST 4096u /* bytes of the longest tag that is read here */

/* ---- what holds no words is left out before the parser sees it: often most of a page -- */

/* Where `end` ("</script", small letters) stands in `s` from `at` on; s.n: nowhere. */
static uint32_t find_end(dgm_str s, uint32_t at, const char *end) {
    uint32_t n = (uint32_t)strlen(end);
    while (at + n <= s.n) {
        const char *p = memchr(s.p + at, '<', s.n - at);
        if (!p || (uint32_t)(s.p + s.n - p) < n)
            return s.n;
        at = (uint32_t)(p - s.p);
        if (dgm_str_ieq((dgm_str){p, n}, end))
            return at;
        at++;
    }
    return s.n;
}

static uint32_t behind(dgm_str s, uint32_t at, char c) {
    const char *p = at < s.n ? memchr(s.p + at, c, s.n - at) : NULL;
    return p ? (uint32_t)(p - s.p) + 1 : s.n;
}

static bool begins(dgm_str s, uint32_t at, const char *name) {
    uint32_t n = (uint32_t)strlen(name);
    return s.n - at > n && dgm_str_ieq((dgm_str){s.p + at, n}, name) && memchr(" >/\t\r\n", s.p[at + n], 6);
}

typedef enum found { NOTHING, WORDLESS, ENDLESS } found;

/* Does a script, style sheet or comment begin at `at`? *end: behind it. Scripts that hold data about the article stay. */
static found wordless(dgm_str s, uint32_t at, uint32_t *end) {
    if (s.n - at > 4 && memcmp(s.p + at, "<!--", 4) == 0) {
        const char *close = memmem(s.p + at + 2, s.n - at - 2, "-->", 3);
        *end = close ? (uint32_t)(close - s.p) + 3 : s.n;
        return close ? WORDLESS : ENDLESS;
    }
    bool script = begins(s, at, "<script"), style = !script && begins(s, at, "<style");
    dgm_str tag = dgm_head((dgm_str){s.p + at, s.n - at}, TAG_MOST);
    uint32_t body = script || style ? at + behind(tag, 0, '>') : at; /* in a tag without end no other is looked for */
    if (body == at || (script && memmem(s.p + at, body - at, "ld+json", 7)))
        return NOTHING;
    uint32_t close = find_end(s, body, script ? "</script" : "</style");
    *end = behind(s, close, '>');
    return close < s.n ? WORDLESS : ENDLESS;
}

/* The parser is left to say what it makes of what has no end. No memory: empty. */
static dgm_str without_wordless(dgm_stage *stage, dgm_str s) {
    char *out = DGM_NEWS(stage->scratch, char, s.n + 1);
    uint32_t n = 0, from = 0, end = 0;
    found what = NOTHING;
    for (uint32_t at = 0; out && at < s.n && what != ENDLESS;) {
        const char *tag = memchr(s.p + at, '<', s.n - at);
        at = tag ? (uint32_t)(tag - s.p) : s.n;
        what = at + 1 < s.n && strchr("!sS", s.p[at + 1]) ? wordless(s, at, &end) : NOTHING;
        if (what == WORDLESS) {
            memcpy(out + n, s.p + from, at - from);
            n += at - from;
            from = end;
        }
        at = what == WORDLESS ? end : at + 1;
    }
    if (out)
        memcpy(out + n, s.p + from, s.n - from);
    return (dgm_str){out, out ? n + s.n - from : 0};
}

int dgm_html_read(dgm_stage *stage, dgm_str html, bool want_text, dgm_html_lines *lines) {
    int rc = dgm_spend(stage->budget, html.n / 4, stage->error);
    if (rc != DGM_OK)
        return rc;
    dgm_str words = without_wordless(stage, html);
    if (!words.p)
        return dgm_fail_memory(stage->error);
    htmlDocPtr page = htmlReadMemory(words.p, (int)words.n, NULL, "UTF-8",
                                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                         HTML_PARSE_COMPACT);
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
