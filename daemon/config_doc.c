/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that is printed from the table: the effective configuration, the example, the manual's list, the schema. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"

static const char *const scopes[] = {"kafka", "consumer", "producer"};
static const char *const scope_help[] = {"Properties of librdkafka for both clients",
                                         "Properties of librdkafka for the consumer",
                                         "Properties of librdkafka for the producer"};

void config_print(const config *c, FILE *out) {
    char buffer[512];
    for (size_t s = 0; s < config_section_count; s++) {
        fprintf(out, "%s[%s]\n", s ? "\n" : "", config_sections[s].name);
        for (size_t i = 0; i < config_option_count; i++) {
            const config_option *o = &config_options[i];
            if (strcmp(o->section, config_sections[s].name) != 0)
                continue;
            fprintf(out, "%s = ", o->name);
            config_write_value(c, o, out);
            fputc('\n', out);
        }
    }
    for (int scope = 0; scope < 3; scope++) {
        fprintf(out, "\n[%s]\n", scopes[scope]);
        for (size_t i = 0; i < c->property_count; i++)
            if ((int)c->properties[i].scope == scope)
                fprintf(out, "%s = %s\n", c->properties[i].name,
                        config_shown(&c->properties[i], buffer, sizeof buffer));
    }
}

static json_t *json_value(const config *c, const config_option *o) {
    const void *x = (const char *)c + o->offset;
    if (o->type == CONFIG_LIST) {
        const config_list *list = x;
        json_t *array = json_array();
        for (size_t i = 0; i < list->n; i++)
            json_array_append_new(array, json_string(list->words[i]));
        return array;
    }
    if (o->type == CONFIG_COUNT || o->type == CONFIG_BYTES || o->type == CONFIG_TIME)
        return json_integer(*(const int64_t *)x);
    if (o->type == CONFIG_REAL)
        return json_real(*(const double *)x);
    if (o->type == CONFIG_SWITCH)
        return json_boolean(*(const bool *)x);
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);
    if (f) {
        config_write_value(c, o, f);
        fclose(f);
    }
    json_t *value = json_string(text ? text : "");
    free(text);
    return value;
}

/* Jansson's own checks carry a failed allocation through to json_dumpf, which then fails. */
void config_print_json(const config *c, FILE *out) {
    char buffer[512];
    json_t *root = json_object();
    for (size_t s = 0; s < config_section_count; s++) {
        json_t *section = json_object();
        for (size_t i = 0; i < config_option_count; i++)
            if (strcmp(config_options[i].section, config_sections[s].name) == 0)
                json_object_set_new(section, config_options[i].name, json_value(c, &config_options[i]));
        json_object_set_new(root, config_sections[s].name, section);
    }
    for (int scope = 0; scope < 3; scope++) {
        json_t *section = json_object();
        for (size_t i = 0; i < c->property_count; i++)
            if ((int)c->properties[i].scope == scope)
                json_object_set_new(section, c->properties[i].name,
                                    json_string(config_shown(&c->properties[i], buffer, sizeof buffer)));
        json_object_set_new(root, scopes[scope], section);
    }
    json_dumpf(root, out, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
    fputc('\n', out);
    json_decref(root);
}

/* Words, filled to 100 columns behind a prefix. */
static void fill(FILE *out, const char *prefix, const char *text) {
    size_t column = 0;
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, " ");
        if (column && column + n + 1 > 100) {
            fputc('\n', out);
            column = 0;
        }
        column += (size_t)fprintf(out, "%s%.*s", column ? " " : prefix, (int)n, p);
        p += n + strspn(p + n, " ");
    }
    fputc('\n', out);
}

static const char *type_text(const config_option *o, char *buffer, size_t cap) {
    switch (o->type) {
    case CONFIG_TEXT:
        return "text";
    case CONFIG_LIST:
        return "words, separated by spaces";
    case CONFIG_SWITCH:
        return "yes or no";
    case CONFIG_CHOICE:
        return o->choices;
    case CONFIG_COUNT:
        snprintf(buffer, cap, "%.15g to %.15g", o->least, o->most);
        return buffer;
    case CONFIG_REAL:
        snprintf(buffer, cap, "%.15g to %.15g", o->least, o->most);
        return buffer;
    case CONFIG_BYTES:
        snprintf(buffer, cap, "%.15g to %.15g bytes; K, M, G", o->least, o->most);
        return buffer;
    default:
        snprintf(buffer, cap, "%.15g ms to %.15g s; ms, s, min, h", o->least, o->most / 1000);
        return buffer;
    }
}

void config_example(FILE *out) {
    char buffer[128];
    fputs(
        "# Configuration of dragomand, with every option at its default. Made by `dragomand --document example` from\n"
        "# the daemon's own table. dragomand.conf(5) says more; `dragomand --check --config FILE` checks a file.\n",
        out);
    for (size_t s = 0; s < config_section_count; s++) {
        fprintf(out, "\n# ---- %s\n[%s]\n", config_sections[s].help, config_sections[s].name);
        for (size_t i = 0; i < config_option_count; i++) {
            const config_option *o = &config_options[i];
            if (strcmp(o->section, config_sections[s].name) != 0)
                continue;
            fputc('\n', out);
            fill(out, "# ", o->help);
            fprintf(out, "# %s; %s\n", type_text(o, buffer, sizeof buffer),
                    o->reload ? "SIGHUP reloads it" : "needs a restart");
            fprintf(out, "#%s =%s%s\n", o->name, *o->fallback ? " " : "", o->fallback);
        }
    }
    fputs(
        "\n# ---- Any property of librdkafka: https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md\n"
        "# for both clients; [consumer] and [producer] hold what only one of them is told.\n"
        "[kafka]\nbootstrap.servers = localhost:9092\n"
        "# The password is in the file kafka-password of systemd's $CREDENTIALS_DIRECTORY (LoadCredential= in the "
        "unit):\n"
        "#security.protocol = sasl_ssl\n#sasl.mechanism = SCRAM-SHA-512\n#sasl.username = dragoman\n"
        "#sasl.password = @credential kafka-password\n\n[consumer]\n#session.timeout.ms = 45000\n\n[producer]\n"
        "#compression.type = zstd\n",
        out);
}

void config_manual(FILE *out) {
    char buffer[128];
    for (size_t s = 0; s < config_section_count; s++) {
        fprintf(out, ".Ss Section [%s]\n%s.\n.Bl -tag -width Ds\n", config_sections[s].name, config_sections[s].help);
        for (size_t i = 0; i < config_option_count; i++) {
            const config_option *o = &config_options[i];
            if (strcmp(o->section, config_sections[s].name) != 0)
                continue;
            fprintf(out, ".It Cm %s\n", o->name);
            for (const char *p = o->help; *p;) { /* a sentence a line, as mdoc wants it */
                size_t n = strlen(p);
                const char *end = strstr(p, ". ");
                if (end)
                    n = (size_t)(end - p) + 1;
                fprintf(out, "%.*s\n", (int)n, p);
                p += n + strspn(p + n, " ");
            }
            fprintf(out, "Values: %s.\n", type_text(o, buffer, sizeof buffer));
            if (*o->fallback)
                fprintf(out, "Default: %s.\n", o->fallback);
            fprintf(out, "%s.\n", o->reload ? "A reload changes it" : "A change needs a restart");
        }
        fputs(".El\n", out);
    }
}

static json_t *schema_of(const config_option *o) {
    json_t *s = json_pack("{s:s, s:s}", "description", o->help, "default", o->fallback);
    if (o->type == CONFIG_LIST)
        json_object_update_new(s, json_pack("{s:s, s:{s:s}, s:i}", "type", "array", "items", "type", "string",
                                            "minItems", o->least > 0 ? 1 : 0));
    else if (o->type == CONFIG_TEXT)
        json_object_update_new(s, json_pack("{s:s, s:i}", "type", "string", "minLength", (int)o->least));
    else if (o->type == CONFIG_SWITCH)
        json_object_set_new(s, "type", json_string("boolean"));
    else if (o->type == CONFIG_REAL)
        json_object_update_new(s,
                               json_pack("{s:s, s:f, s:f}", "type", "number", "minimum", o->least, "maximum", o->most));
    else if (o->type != CONFIG_CHOICE)
        json_object_update_new(s, json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum", (json_int_t)o->least,
                                            "maximum", (json_int_t)o->most));
    if (o->type == CONFIG_CHOICE) {
        json_t *words = json_array();
        for (const char *p = o->choices; *p; p += strcspn(p, "|"), p += *p == '|')
            json_array_append_new(words, json_stringn(p, strcspn(p, "|")));
        json_object_set_new(s, "enum", words);
    }
    json_object_del(s, "default"); /* the file's spelling (2M) is not the schema's (a number of bytes) */
    return s;
}

void config_schema(FILE *out) {
    json_t *sections = json_object();
    for (size_t s = 0; s < config_section_count; s++) {
        json_t *options = json_object();
        for (size_t i = 0; i < config_option_count; i++)
            if (strcmp(config_options[i].section, config_sections[s].name) == 0)
                json_object_set_new(options, config_options[i].name, schema_of(&config_options[i]));
        json_object_set_new(sections, config_sections[s].name,
                            json_pack("{s:s, s:s, s:b, s:o}", "description", config_sections[s].help, "type", "object",
                                      "additionalProperties", 0, "properties", options));
    }
    for (int scope = 0; scope < 3; scope++) {
        json_t *not = json_object();
#define OWNED(name, reason) json_object_set_new(not, name, json_pack("{s:{}}", "not"));
#include "config.def"
        json_object_set_new(sections, scopes[scope],
                            json_pack("{s:s, s:s, s:o, s:{s:s}}", "description", scope_help[scope], "type", "object",
                                      "properties", not, "additionalProperties", "type", "string"));
    }
    json_t *root = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:b, s:o}", "$schema", "https://json-schema.org/draft/2020-12/schema", "$id",
        "https://dragoman.example/schemas/config.schema.json", "title", "Configuration of dragomand", "description",
        "What dragomand --print-config=json prints: bytes and milliseconds as numbers, secrets hidden.", "type",
        "object", "additionalProperties", 0, "properties", sections);
    json_dumpf(root, out, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
    fputc('\n', out);
    json_decref(root);
}
