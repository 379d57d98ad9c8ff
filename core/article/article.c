/* SPDX-License-Identifier: Apache-2.0 */
/* The door: one JSON object becomes doc->text and doc->input. Everything is checked here; later rooms trust it. */
#include "article/fields.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"

#define EXTRA_MAX 4096u /* bytes of unknown fields carried along */
#define WIRE_HEADER 5u  /* a zero byte and a four-byte schema id */

static const char *const known[] = {"id", "text", "html", "url", "title", "source", "published", "fetched", "language"};

static int check_bytes(dgm_stage *stage, dgm_str json) {
    size_t bad = dgm_utf8_check(json.p, json.n);
    if (bad == json.n)
        return DGM_OK;
    char where[32];
    snprintf(where, sizeof where, "byte %zu", bad);
    return dgm_fail_at(stage->error, DGM_BAD_UTF8, where, "send UTF-8", "the bytes are not UTF-8");
}

/* Serializers of schema registries put five bytes before the value; some editors a byte order mark. */
static int strip_header(dgm_stage *stage, dgm_str *json) {
    if (json->n && json->p[0] == '\0') {
        char first = json->n > WIRE_HEADER ? json->p[WIRE_HEADER] : 'x';
        if (!memchr("{ \n\t\r\xEF", first, 6))
            return dgm_fail_at(stage->error, DGM_NOT_JSON, "byte 0", "let the scraper's serializer write JSON",
                               "the value begins with a schema id, and what follows is not JSON (Avro or Protobuf?)");
        *json = (dgm_str){json->p + WIRE_HEADER, json->n - WIRE_HEADER};
    }
    if (dgm_str_starts(*json, "\xEF\xBB\xBF"))
        *json = (dgm_str){json->p + 3, json->n - 3};
    return DGM_OK;
}

/* jansson 2.14 calls a lone surrogate a syntax error, and ends its messages with what it read ("near '…'"): an article's text has
 * no business in ours. */
static int parse_error(dgm_stage *stage, dgm_str json, const json_error_t *e) {
    char where[64];
    snprintf(where, sizeof where, "line %d, column %d", e->line, e->column);
    enum json_error_code code = json_error_code(e);
    uint64_t decoded;
    const char *near = strstr(e->text, " near ");
    int n = near ? (int)(near - e->text) : (int)strlen(e->text);
    if (code == json_error_out_of_memory || !e->text[0]) /* jansson says nothing when its first buffers fail */
        return dgm_fail_memory(stage->error);
    if (code == json_error_null_byte_in_key || code == json_error_null_character)
        return dgm_fail_at(stage->error, DGM_BAD_TEXT, where, NULL, "the name of a field holds U+0000");
    if (code == json_error_invalid_utf8 || strncmp(e->text, "invalid Unicode", 15) == 0)
        return dgm_fail_at(stage->error, DGM_BAD_TEXT, where, "escape characters as UTF-16 pairs",
                           "the text holds a lone surrogate");
    if (code == json_error_stack_overflow)
        return dgm_fail_at(stage->error, DGM_NOT_JSON, where, NULL, "the input is nested deeper than %d levels",
                           JSON_PARSER_MAX_DEPTH);
    if (dgm_json_is_valid(json, &decoded)) /* nor does it say that a string found no memory */
        return dgm_fail_memory(stage->error);
    return dgm_fail_at(stage->error, DGM_NOT_JSON, where, NULL, "the input is not JSON: %.*s", n < 100 ? n : 100,
                       e->text);
}

/* jansson 2.14 leaves a byte out of a string for which its buffer could not grow, and goes on. A field named twice is the other
 * reason why fewer bytes come out than went in. */
static int check_whole(dgm_stage *stage, dgm_str json, json_t *root) {
    json_error_t e;
    uint64_t decoded;
    if (dgm_json_is_valid(json, &decoded) && decoded == dgm_json_decoded(root))
        return DGM_OK;
    json_t *again = json_loadb(json.p, json.n, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &e);
    bool twice = !again && json_error_code(&e) == json_error_duplicate_key;
    json_decref(again);
    return twice ? DGM_OK : dgm_fail_memory(stage->error);
}

static int parse(dgm_stage *stage, dgm_str json, json_t **out) {
    json_error_t e;
    *out = json_loadb(json.p, json.n, JSON_ALLOW_NUL | JSON_DECODE_ANY, &e);
    if (json_is_object(*out))
        return check_whole(stage, json, *out);
    return *out ? dgm_fail(stage->error, DGM_NOT_JSON, "the input is JSON, but not an object")
                : parse_error(stage, json, &e);
}

static bool is_known(const char *key) {
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(key, known[i]) == 0)
            return true;
    return false;
}

static int carry_extra(dgm_stage *stage, json_t *root) {
    dgm_doc *doc = stage->doc;
    const char *key;
    json_t *value, *rest = json_object();
    int rc = DGM_OK;
    char *text = NULL;
    if (!rest)
        return dgm_fail_memory(stage->error);
    json_object_foreach(root, key, value) if (!is_known(key) && json_object_set(rest, key, value) != 0) rc =
        dgm_fail_memory(stage->error);
    doc->input.extra = DGM_STR("{}");
    if (rc == DGM_OK && json_object_size(rest) > 0) {
        text = json_dumps(rest, JSON_COMPACT | JSON_ENCODE_ANY);
        size_t n = text ? strlen(text) : 0;
        if (!text)
            rc = dgm_fail_memory(stage->error);
        else if (n > EXTRA_MAX)
            dgm_doc_warn(doc, "the unknown fields are larger than %u bytes and were left out", EXTRA_MAX);
        else if (!(doc->input.extra = dgm_arena_str(doc->arena, (dgm_str){text, (uint32_t)n})).p)
            rc = dgm_fail_memory(stage->error);
    }
    dgm_json_free(text);
    json_decref(rest);
    return rc;
}

static bool blank(dgm_str s) {
    for (uint32_t i = 0, step; i < s.n; i += step) {
        uint32_t c = dgm_utf8_next(s.p + i, s.n - i, &step);
        if (!dgm_cp_is_space(c) && c >= 0x20)
            return false;
    }
    return true;
}

static int take_text(dgm_stage *stage, json_t *root) {
    dgm_doc *doc = stage->doc;
    int rc = dgm_field_string(stage, root, "text", &doc->text);
    if (rc == DGM_OK)
        rc = dgm_field_string(stage, root, "html", &doc->input.html);
    if (rc != DGM_OK)
        return rc;
    bool text = json_is_string(json_object_get(root, "text")), html = json_is_string(json_object_get(root, "html"));
    if (!text && !html)
        return dgm_fail_at(stage->error, DGM_MISSING_TEXT, NULL, "send `text`, or `html`",
                           "the article has neither text nor html");
    if (blank(doc->text) && blank(doc->input.html))
        return dgm_fail(stage->error, DGM_EMPTY, "the text has no words");
    if (blank(doc->text))
        doc->text = (dgm_str){0};
    doc->text_from_html = doc->text.n == 0;
    return DGM_OK;
}

/* The same text gives the same id. */
static int derive_id(dgm_stage *stage) {
    dgm_doc *doc = stage->doc;
    dgm_str content = doc->text.n ? doc->text : doc->input.html;
    uint8_t digest[32];
    char id[2 + 32 + 1] = "a-";
    if (doc->input.id.n)
        return DGM_OK;
    dgm_sha256(content.p, content.n, digest);
    dgm_hex(digest, 16, id + 2);
    doc->input.id = dgm_arena_str(doc->arena, dgm_str_of(id));
    return doc->input.id.p ? DGM_OK : dgm_fail_memory(stage->error);
}

static int read_fields(dgm_stage *stage, json_t *root) {
    dgm_input *in = &stage->doc->input;
    int rc = take_text(stage, root);
    if (rc == DGM_OK)
        rc = dgm_field_id(stage, root, &in->id);
    const struct {
        const char *name;
        dgm_str *at;
    } strings[] = {{"url", &in->url}, {"title", &in->title}, {"source", &in->source}, {"language", &in->language}};
    for (size_t i = 0; rc == DGM_OK && i < sizeof strings / sizeof strings[0]; i++)
        rc = dgm_field_string(stage, root, strings[i].name, strings[i].at);
    if (rc == DGM_OK)
        rc = dgm_field_dates(stage, root);
    if (rc == DGM_OK)
        rc = derive_id(stage);
    return rc == DGM_OK ? carry_extra(stage, root) : rc;
}

static int run(dgm_stage *stage) {
    dgm_str json = {stage->json, (uint32_t)stage->json_n};
    json_t *root = NULL;
    int rc = strip_header(stage, &json);
    if (rc == DGM_OK)
        rc = check_bytes(stage, json);
    if (rc == DGM_OK)
        rc = dgm_spend(stage->budget, json.n / 16, stage->error);
    if (rc == DGM_OK)
        rc = dgm_quote_wide_numbers(stage, &json);
    if (rc == DGM_OK)
        rc = parse(stage, json, &root);
    if (rc == DGM_OK)
        rc = read_fields(stage, root);
    json_decref(root);
    return rc;
}

static void dump(const dgm_doc *doc, dgm_buf *out) {
    const struct {
        const char *name;
        dgm_str value;
    } fields[] = {
        {"id", doc->input.id},         {"url", doc->input.url},           {"title", doc->input.title},
        {"source", doc->input.source}, {"language", doc->input.language}, {"published_at", doc->input.published_at},
        {"extra", doc->input.extra}};
    char day[11];
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        dgm_buf_printf(out, "%-14s", fields[i].name);
        dgm_buf_str(out, fields[i].value);
        dgm_buf_char(out, '\n');
    }
    dgm_date_print(doc->input.published, day);
    dgm_buf_printf(out, "%-14s%s\n%-14s%u bytes\n", "published", day, "text", doc->text.n);
}

const dgm_room dgm_room_article = {.name = "article", .run = run, .dump = dump};
