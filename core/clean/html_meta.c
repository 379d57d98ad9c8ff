/* SPDX-License-Identifier: Apache-2.0 */
/* What a page declares about itself: JSON-LD first (it is written for machines), then <meta>, then <time>. */
#include <jansson.h>
#include <string.h>

#include "base/moment.h"
#include "clean/html.h"

#define NODES_MAX 2000000u
#define JSON_MAX 400000u /* bytes of a JSON-LD block that is read */
#define GRAPH_MAX 200u   /* objects of it that are looked at */

typedef struct declared {
    dgm_str headline, outlet, published;
    int published_rank; /* of what named the date: a better one replaces it */
} declared;

dgm_str dgm_html_attribute(dgm_stage *stage, const xmlNode *node, const char *name) {
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0) {
            const char *value = dgm_html_value(a);
            return value ? dgm_arena_str(stage->doc->arena, dgm_trim(dgm_str_of(value))) : (dgm_str){0};
        }
    return (dgm_str){0};
}

static bool one_of(dgm_str s, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (dgm_str_ieq(s, list[i]))
            return true;
    return false;
}
#define ONE_OF(s, list) one_of((s), (list), sizeof(list) / sizeof(list)[0])

static void date(declared *d, dgm_str value, int rank) {
    if (value.n >= 10 && rank > d->published_rank) {
        d->published = value;
        d->published_rank = rank;
    }
}

static void read_meta(dgm_stage *stage, const xmlNode *node, declared *d) {
    static const char *const dates[] = {"article:published_time",
                                        "og:published_time",
                                        "datepublished",
                                        "pubdate",
                                        "publish-date",
                                        "publishdate",
                                        "dc.date.issued",
                                        "dcterms.created",
                                        "parsely-pub-date",
                                        "sailthru.date",
                                        "date"};
    static const char *const keys[] = {"property", "name", "itemprop"};
    dgm_str content = dgm_html_attribute(stage, node, "content");
    for (size_t i = 0; i < sizeof keys / sizeof keys[0] && content.n; i++) {
        dgm_str key = dgm_html_attribute(stage, node, keys[i]);
        if (dgm_str_ieq(key, "og:title") && !d->headline.n)
            d->headline = content;
        else if (dgm_str_ieq(key, "og:site_name") && !d->outlet.n)
            d->outlet = content;
        else if (ONE_OF(key, dates))
            date(d, content, dgm_str_ieq(key, "date") ? 2 : 3);
    }
}

static dgm_str string_of(dgm_stage *stage, const json_t *value) {
    if (json_is_array(value))
        value = json_array_get(value, 0);
    if (json_is_object(value))
        value = json_object_get(value, "name");
    if (!json_is_string(value) || memchr(json_string_value(value), 0, json_string_length(value)))
        return (dgm_str){0};
    return dgm_arena_str(stage->doc->arena,
                         dgm_trim((dgm_str){json_string_value(value), (uint32_t)json_string_length(value)}));
}

static void add_author(dgm_stage *stage, const json_t *value) {
    dgm_strs *authors = &stage->doc->clean.authors;
    dgm_str name = string_of(stage, value);
    dgm_str *author = name.n && authors->count < 8 ? DGM_PUSH(authors, stage->doc->arena) : NULL;
    if (author)
        *author = name;
}

static bool is_article(const json_t *object) {
    const json_t *type = json_object_get(object, "@type");
    if (json_is_array(type))
        type = json_array_get(type, 0);
    const char *name = json_string_value(type);
    return name && (strstr(name, "Article") || strcmp(name, "BlogPosting") == 0 || strcmp(name, "Report") == 0);
}

static void read_object(dgm_stage *stage, const json_t *object, declared *d) {
    if (!is_article(object))
        return;
    dgm_str headline = string_of(stage, json_object_get(object, "headline"));
    dgm_str outlet = string_of(stage, json_object_get(object, "publisher"));
    const json_t *author = json_object_get(object, "author");
    if (headline.n)
        d->headline = headline;
    if (outlet.n && !d->outlet.n)
        d->outlet = outlet;
    date(d, string_of(stage, json_object_get(object, "datePublished")), 5);
    if (stage->doc->clean.authors.count == 0 && json_is_array(author))
        for (size_t i = 0; i < json_array_size(author); i++)
            add_author(stage, json_array_get(author, i));
    else if (stage->doc->clean.authors.count == 0)
        add_author(stage, author);
}

/* An object, a list of them, or a graph of them. */
static void read_json(dgm_stage *stage, const char *p, size_t n, declared *d) {
    json_t *root = n < JSON_MAX ? json_loadb(p, n, 0, NULL) : NULL;
    const json_t *list = json_is_object(root) ? json_object_get(root, "@graph") : root;
    if (json_is_object(root))
        read_object(stage, root, d);
    for (size_t i = 0; json_is_array(list) && i < json_array_size(list) && i < GRAPH_MAX; i++)
        read_object(stage, json_array_get(list, i), d);
    json_decref(root);
}

static void read_element(dgm_stage *stage, const xmlNode *node, declared *d) {
    const char *name = (const char *)node->name;
    if (strcmp(name, "meta") == 0) {
        read_meta(stage, node, d);
    } else if (strcmp(name, "script") == 0 && node->children && node->children->content) {
        if (dgm_str_ieq(dgm_html_attribute(stage, node, "type"), "application/ld+json"))
            read_json(stage, (const char *)node->children->content, strlen((const char *)node->children->content), d);
    } else if (strcmp(name, "time") == 0) {
        dgm_str at = dgm_html_attribute(stage, node, "datetime");
        bool published = dgm_str_ieq(dgm_html_attribute(stage, node, "itemprop"), "datepublished") ||
                         xmlHasProp(node, (const xmlChar *)"pubdate");
        date(d, at, published ? 4 : 1);
    }
}

/* The input wins; what it left open is filled, for the title as if it had been given. */
static int keep(dgm_stage *stage, const declared *d) {
    dgm_doc *doc = stage->doc;
    char at[32];
    int64_t seconds;
    dgm_date day;
    if (d->headline.n && !doc->input.title.n)
        doc->input.title = d->headline;
    if (d->outlet.n)
        doc->clean.source = d->outlet;
    bool good = dgm_moment_parse(d->published, &day, at, &seconds);
    if (!good && d->published.n > 10) /* "2025-10-22T14:05 Uhr": the day is enough */
        good = dgm_moment_parse((dgm_str){d->published.p, 10}, &day, at, &seconds);
    if (!good || day.year < 1990)
        return DGM_OK;
    doc->clean.published = day;
    if (at[0] && !(doc->clean.published_at = dgm_arena_str(doc->arena, dgm_str_of(at))).p)
        return dgm_fail_memory(stage->error);
    return DGM_OK;
}

int dgm_html_meta(dgm_stage *stage, const xmlNode *root) {
    bool entering = true;
    uint32_t nodes = 0;
    declared d = {0};
    for (const xmlNode *node = root; node && nodes < NODES_MAX; nodes++) {
        int rc = dgm_spend(stage->budget, 1, stage->error);
        if (rc != DGM_OK)
            return rc;
        if (entering && node->type == XML_ELEMENT_NODE)
            read_element(stage, node, &d);
        node = dgm_html_next(node, &entering, false);
    }
    return keep(stage, &d);
}
