/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman export: event records (of the topic, or inside extractions) as rows of GDELT, ICEWS or POLECAT. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "export.h"

#define LINE_MOST ((size_t)64 << 20) /* an extraction of the largest article is far below */

static const struct target {
    const char *name, *missing;
    void (*head)(export_sheet *s);
    void (*row)(export_sheet *s, const export_event *e);
} targets[] = {
    {"gdelt", "", NULL, export_gdelt},
    {"icews", "", export_icews_head, export_icews},
    {"polecat", "None", export_polecat_head, export_polecat},
};
#define TARGETS (sizeof targets / sizeof targets[0])

typedef struct job {
    const struct target *target;
    export_sheet sheet;
    int worst;
    unsigned long undated, withdrawn;
} job;

static void note(job *j, int code) { j->worst = code > j->worst ? code : j->worst; }

/* "2025", "2025-03", "2025-03-11…"; the first of what is not said. */
static bool set_day(export_event *e, const char *date) {
    e->year = export_digits(date, 0, 4);
    e->month = export_digits(date, 5, 2);
    e->day = export_digits(date, 8, 2);
    e->month = e->month < 1 ? 1 : e->month;
    e->day = e->day < 1 ? 1 : e->day;
    return e->year > 0;
}

/* Their rows have happened: what is planned, supposed or denied is in none of these data sets. */
static bool told_as_fact(json_t *event) {
    const char *status = export_string(event, "status");
    return strcmp(status, "happened") == 0 || strcmp(status, "ongoing") == 0 || strcmp(status, "historical") == 0;
}

static void export_one(job *j, export_event *e) {
    e->id = json_string_value(json_object_get(e->event, "id"));
    if (!told_as_fact(e->event)) {
        j->withdrawn++;
    } else if (!set_day(e, export_string(json_object_get(e->event, "date"), "start")) &&
               !set_day(e, export_string(e->article, "published"))) {
        j->undated++;
    } else {
        j->target->row(&j->sheet, e);
    }
}

static bool export_object(job *j, json_t *root) {
    const char *schema = export_string(root, "schema");
    export_event e = {.article = json_object_get(root, "article"),
                      .entities = json_object_get(root, "entities"),
                      .extractor = json_object_get(root, "extractor")};
    if (strcmp(schema, "dragoman.event/1") == 0) {
        e.event = root;
        export_one(j, &e);
        return true;
    }
    if (strcmp(schema, "dragoman.extraction/1") != 0)
        return false;
    size_t i;
    json_array_foreach(json_object_get(root, "events"), i, e.event) export_one(j, &e);
    return true;
}

static void export_line(job *j, const char *line, size_t n, const char *name, unsigned long number) {
    json_error_t error;
    json_t *root = n <= LINE_MOST ? json_loadb(line, n, 0, &error) : NULL;
    if (!root || !json_is_object(root) || !export_object(j, root)) {
        fprintf(stderr, "dragoman: %s: line %lu: neither an event record nor an extraction (\"schema\" says which)\n",
                name, number);
        note(j, CLI_DATA);
    }
    json_decref(root);
}

static void export_lines(job *j, FILE *f, const char *name) {
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    for (unsigned long number = 1; !ferror(j->sheet.out) && (n = getline(&line, &cap, f)) >= 0; number++)
        if (strspn(line, " \t\r\n") < (size_t)n)
            export_line(j, line, (size_t)n, name, number);
    if (ferror(f))
        note(j, cli_say_errno(name, CLI_NO_INPUT));
    free(line);
}

static void export_file(job *j, const char *path) {
    if (strcmp(path, "-") == 0) {
        export_lines(j, stdin, "standard input");
        return;
    }
    FILE *f = fopen(path, "rb");
    if (!f) {
        note(j, cli_say_errno(path, CLI_NO_INPUT));
        return;
    }
    export_lines(j, f, path);
    fclose(f);
}

static const struct target *find_target(const char *name) {
    for (size_t i = 0; name && i < TARGETS; i++)
        if (strcmp(name, targets[i].name) == 0)
            return &targets[i];
    return NULL;
}

int command_export(const cli *c) {
    job j = {.target = find_target(c->to), .sheet = {.out = stdout}};
    dgm_model *model = NULL;
    dgm_session *session = NULL;
    if (!j.target)
        return cli_usage("export", "--to wants gdelt, icews or polecat");
    if (c->count == 0 && isatty(STDIN_FILENO))
        return cli_usage("export", "name files of records or extractions, or - for standard input");
    j.worst = cli_open(c, &model, &session, &(dgm_options){0});
    if (j.worst == CLI_OK) {
        j.sheet.model = model;
        j.sheet.missing = j.target->missing;
        if (j.target->head)
            j.target->head(&j.sheet);
        if (c->count == 0)
            export_file(&j, "-");
        for (int i = 0; i < c->count; i++)
            export_file(&j, c->args[i]);
        if (j.undated)
            fprintf(stderr, "dragoman: %lu events have neither a date nor a day of publication: left out\n", j.undated);
        if (j.withdrawn)
            fprintf(stderr, "dragoman: %lu events are planned, supposed or denied, which %s does not tell: left out\n",
                    j.withdrawn, j.target->name);
        j.worst = cli_finish(j.worst);
    }
    dgm_session_free(session);
    dgm_model_unref(model);
    return j.worst;
}
