/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a page, one block a line. While the tree is walked, paragraphs give points to the blocks that hold
 * them; the block with most points is taken for the article's, and its stretch of the text is what the lines are
 * told. */
#include <string.h>

#include "clean/html.h"

#define TEXT_MAX ((size_t)4 << 20)
#define NODES_MAX 2000000u
#define PARAGRAPH 40u /* bytes of the shortest line that gives points */
#define NAMED 25      /* worth of a block that is named as the article's */
#define AROUND 3u     /* so many times its best part it may hold */
#define LEFT_OUT (-50)
#define READERS (-500) /* what readers wrote is worth no more */
#define DEPTH 4096u    /* blocks within each other that are told apart */

typedef struct block {
    uint32_t start, end; /* bytes of the text */
    int32_t points;      /* of its own, hundredths */
    int32_t worth;       /* by name, class and id: 0 is neutral */
} block;

typedef struct walk {
    dgm_stage *stage;
    const dgm_clean_knowledge *know;
    dgm_buf out;
    DGM_VEC(block) blocks;
    uint32_t stack[DEPTH]; /* open blocks */
    uint32_t depth, links; /* open <a> */
    dgm_html_lines *lines;
    dgm_html_line line; /* the one that is being written */
    uint32_t link_bytes, commas;
    uintptr_t prose; /* bytes of running text of the page */
    bool headed;     /* it has a heading of the first rank */
    bool failed;
} walk;

static bool one_of(const xmlNode *node, const char *const *list, size_t n) {
    char first = node->type == XML_ELEMENT_NODE ? (char)node->name[0] : ' ';
    for (size_t i = 0; i < n; i++)
        if (list[i][0] == first && strcmp((const char *)node->name, list[i]) == 0)
            return true;
    return false;
}
#define ONE_OF(node, list) one_of((node), (list), sizeof(list) / sizeof(list)[0])

static bool is_block(const xmlNode *node) {
    static const char *const names[] = {
        "p",   "div",    "h1", "h2", "h3",    "h4",      "h5",      "h6",     "li",    "ul",         "ol",
        "br",  "tr",     "td", "th", "table", "article", "section", "header", "main",  "blockquote", "time",
        "pre", "figure", "dd", "dt", "dl",    "hr",      "body",    "tbody",  "center"};
    return ONE_OF(node, names);
}

static bool is_leaf(const xmlNode *node) {
    static const char *const names[] = {"p",  "h1", "h2",  "h3",         "h4",   "h5", "h6", "li",
                                        "td", "th", "pre", "blockquote", "time", "dd", "dt"};
    return ONE_OF(node, names);
}

/* What names, classes and ids say: the sum of the lexicon's marks (elements.txt), SKIP when one says to leave it
 * out. */
#define SKIP INT32_MIN
static int32_t marks(walk *w, const char *words) {
    dgm_unit unit;
    dgm_hits hits;
    int32_t sum = 0;
    dgm_str s = dgm_str_of(words);
    s.n = s.n < 300 ? s.n : 300;
    for (uint32_t at = 0; w->know->known && dgm_fold_next(s, &at, &unit);)
        if (dgm_index_find(&w->know->element_names, (dgm_str){unit.text, unit.n}, &hits))
            sum += (int32_t)dgm_table_int(&w->know->elements, dgm_hits_at(&hits, 0).row, w->know->element_worth);
    return sum;
}

static int32_t worth_of(walk *w, const xmlNode *node) {
    static const char *const names[] = {"class", "id", "itemprop", "role"};
    static const char *const never[] = {"script", "style", "noscript", "template", "head",     "svg",   "iframe",
                                        "object", "video", "audio",    "select",   "textarea", "input", "button"};
    static const char *const seldom[] = {"nav", "form", "aside", "footer", "figcaption", "menu"};
    if (ONE_OF(node, never))
        return SKIP;
    int32_t sum = ONE_OF(node, seldom) ? LEFT_OUT * 2 : strcmp((const char *)node->name, "article") == 0 ? 20 : 0;
    for (const xmlAttr *a = node->properties; a; a = a->next)
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            if (strcmp((const char *)a->name, names[i]) == 0 && dgm_html_value(a))
                sum += marks(w, dgm_html_value(a));
    return sum;
}

/* How much running text an element holds stands in its _private after this, in bytes, and whether a heading of the first
 * rank is in it. */
#define HEADED 1u
static uintptr_t prose_of(const xmlNode *node) { return (uintptr_t)node->_private >> 1; }
static bool headed(const xmlNode *node) { return ((uintptr_t)node->_private & HEADED) != 0; }

static void add_prose(xmlNode *node, uintptr_t bytes, bool heading) {
    uintptr_t now = (uintptr_t)node->_private;
    node->_private = (void *)((now + (bytes << 1)) | (heading ? HEADED : 0));
}

/* Bytes of a text without the white space between its words. */
static uintptr_t words_of(const char *p) {
    uintptr_t n = 0;
    for (bool was = true; *p; p++) {
        bool white = *p == ' ' || *p == '\n' || *p == '\t' || *p == '\r';
        n += !white || !was;
        was = white;
    }
    return n;
}

static bool holds_words(const xmlNode *parent) {
    static const char *const never[] = {"script", "style", "noscript", "template", "textarea"};
    return !ONE_OF(parent, never);
}

static int measure_prose(dgm_stage *stage, const xmlNode *root) {
    bool entering = true;
    uint32_t nodes = 0, links = 0;
    for (const xmlNode *node = root; node && nodes < NODES_MAX; nodes++) {
        bool element = node->type == XML_ELEMENT_NODE, link = element && strcmp((const char *)node->name, "a") == 0;
        int rc = dgm_spend(stage->budget, 1, stage->error);
        if (rc != DGM_OK)
            return rc;
        bool text = node->type == XML_TEXT_NODE && node->content && links == 0 && node->parent;
        uintptr_t n = text && holds_words(node->parent) ? words_of((const char *)node->content) : 0;
        if (n >= PARAGRAPH)
            add_prose(node->parent, n, false);
        bool leaving = element && (!entering || !node->children);
        links += link && entering && node->children;
        links -= link && !entering;
        if (leaving && node != root && node->parent)
            add_prose(node->parent, prose_of(node), headed(node) || strcmp((const char *)node->name, "h1") == 0);
        node = dgm_html_next(node, &entering, false);
    }
    return DGM_OK;
}

/* Its name or marks may leave out an element (<form>, "has-sidebar" …), but never the one that holds most of the page's
 * running text; of what readers wrote, which can be most of it, only where the page's heading stands in it, too. */
static bool left_out(const walk *w, const xmlNode *node, int32_t worth) {
    uintptr_t fifths = worth <= READERS && w->headed && !headed(node) ? 4 : 2;
    return worth == SKIP || (worth <= LEFT_OUT && prose_of(node) * 5 <= w->prose * fifths);
}

static void give_points(walk *w, bool leaf) {
    uint32_t n = (uint32_t)w->out.n - w->line.start;
    if (n < PARAGRAPH || w->link_bytes * 2 > n || w->depth == 0)
        return;
    int32_t points = 100 + (int32_t)(w->commas < 20 ? w->commas : 20) * 50 + (int32_t)(n < 600 ? n : 600);
    uint32_t at = w->depth - 1 - (leaf && w->depth > 1);
    w->blocks.items[w->stack[at]].points += points;
    if (at > 0)
        w->blocks.items[w->stack[at - 1]].points += points / 2;
}

static void end_line(walk *w, bool leaf) {
    while (w->out.n && w->out.p[w->out.n - 1] == ' ')
        w->out.p[--w->out.n] = '\0';
    if (w->out.n > w->line.start) {
        give_points(w, leaf);
        w->line.linked = (size_t)w->link_bytes * 2 > w->out.n - w->line.start;
        dgm_html_line *line = DGM_PUSH(w->lines, w->stage->doc->arena);
        w->failed = w->failed || !line;
        if (line)
            *line = w->line;
        dgm_buf_char(&w->out, '\n');
    }
    w->line = (dgm_html_line){.start = (uint32_t)w->out.n};
    w->link_bytes = w->commas = 0;
}

/* White space of the source is one space. */
static void add_words(walk *w, const xmlNode *node, bool heading, bool item) {
    size_t before = w->out.n;
    for (const char *p = (const char *)node->content; *p; p++) {
        bool white = *p == ' ' || *p == '\n' || *p == '\t' || *p == '\r';
        if (!white)
            dgm_buf_char(&w->out, *p);
        else if (w->out.n > w->line.start && w->out.p[w->out.n - 1] != ' ')
            dgm_buf_char(&w->out, ' ');
        w->commas += *p == ',';
    }
    w->line.heading = w->line.heading || heading;
    w->line.item = w->line.item || item;
    w->link_bytes += w->links ? (uint32_t)(w->out.n - before) : 0;
}

static void enter_block(walk *w, int32_t worth) {
    block *b = w->depth < DEPTH ? DGM_PUSH(&w->blocks, w->stage->scratch) : NULL;
    if (!b) {
        w->failed = w->failed || w->depth < DEPTH;
        return;
    }
    *b = (block){.start = (uint32_t)w->out.n, .worth = worth};
    w->stack[w->depth++] = w->blocks.count - 1;
}

static void leave_block(walk *w) {
    if (w->depth)
        w->blocks.items[w->stack[--w->depth]].end = (uint32_t)w->out.n;
}

/* One step; returns whether the element's inside is left out. */
static bool visit(walk *w, const xmlNode *node, bool entering, uint32_t *beyond, int *heading, int *item) {
    bool text = node->type == XML_TEXT_NODE, element = node->type == XML_ELEMENT_NODE;
    if (text && entering && node->content)
        add_words(w, node, *heading > 0, *item > 0);
    if (!element)
        return !text;
    int step = entering ? 1 : -1;
    *heading += node->name[0] == 'h' && node->name[1] >= '1' && node->name[1] <= '6' ? step : 0;
    *item += strcmp((const char *)node->name, "li") == 0 ? step : 0;
    if (strcmp((const char *)node->name, "a") == 0)
        w->links += (uint32_t)step;
    if (entering) {
        int32_t worth = worth_of(w, node);
        if (left_out(w, node, worth)) {
            *heading -= node->name[0] == 'h' && node->name[1] >= '1' && node->name[1] <= '6';
            *item -= strcmp((const char *)node->name, "li") == 0;
            w->links -= strcmp((const char *)node->name, "a") == 0;
            if (is_block(node))
                end_line(w, false);
            return true;
        }
        if (is_block(node)) {
            end_line(w, false);
            if (w->depth < DEPTH)
                enter_block(w, worth);
            else
                (*beyond)++;
        }
    } else if (is_block(node)) {
        end_line(w, is_leaf(node));
        if (*beyond)
            (*beyond)--;
        else
            leave_block(w);
    }
    return false;
}

static int walk_page(walk *w, const xmlNode *root) {
    bool entering = true;
    uint32_t nodes = 0, beyond = 0;
    int heading = 0, item = 0;
    for (const xmlNode *node = root; node && nodes < NODES_MAX; nodes++) {
        int rc = dgm_spend(w->stage->budget, 1, w->stage->error);
        if (rc != DGM_OK)
            return rc;
        bool skip = visit(w, node, entering, &beyond, &heading, &item);
        bool closes = entering && node->type == XML_ELEMENT_NODE && (!node->children || skip);
        if (closes && !skip)
            visit(w, node, false, &beyond, &heading, &item);
        node = dgm_html_next(node, &entering, skip);
    }
    end_line(w, false);
    while (w->depth)
        leave_block(w);
    return w->failed || w->out.failed ? dgm_fail(w->stage->error, w->out.full ? DGM_TOO_LARGE : DGM_MEMORY,
                                                 w->out.full ? "the page's text is too large" : "out of memory")
                                      : DGM_OK;
}

/* A part of an article in several blocks stands for all of it: the next block around it that is named as an article's, as long
 * as that does not hold far more. */
static const block *whole(const walk *w, const block *part) {
    for (const block *b = part; part && b-- > w->blocks.items;)
        if (b->end >= part->end && b->worth >= NAMED)
            return b->end - b->start <= (part->end - part->start) * AROUND ? b : part;
    return part;
}

/* Marks the lines of the block with most points. */
static void choose(walk *w) {
    const block *best = NULL;
    int64_t most = 0;
    for (uint32_t i = 0; i < w->blocks.count; i++) {
        const block *b = &w->blocks.items[i];
        int64_t points = b->points <= 0 ? 0
                                        : (int64_t)b->points * (100 + (b->worth > 60    ? 60
                                                                       : b->worth < -60 ? -60
                                                                                        : b->worth));
        if (points > most) {
            most = points;
            best = b;
        }
    }
    best = whole(w, best);
    for (uint32_t i = 0; best && i < w->lines->count; i++)
        w->lines->items[i].chosen = w->lines->items[i].start >= best->start && w->lines->items[i].start < best->end;
}

int dgm_html_text(dgm_stage *stage, const dgm_clean_knowledge *know, const xmlNode *root, dgm_html_lines *lines) {
    dgm_doc *doc = stage->doc;
    walk *w = DGM_NEW(stage->scratch, walk);
    if (!w)
        return dgm_fail_memory(stage->error);
    *w = (walk){.stage = stage, .know = know, .lines = lines};
    dgm_buf_init(&w->out, TEXT_MAX);
    int rc = measure_prose(stage, root);
    w->prose = prose_of(root);
    w->headed = headed(root);
    if (rc == DGM_OK)
        rc = walk_page(w, root);
    if (rc == DGM_OK)
        choose(w);
    if (rc == DGM_OK && w->out.n && !(doc->text = dgm_arena_str(doc->arena, (dgm_str){w->out.p, (uint32_t)w->out.n})).p)
        rc = dgm_fail_memory(stage->error);
    dgm_buf_done(&w->out);
    return rc;
}
