/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman stage, why, actor: looking into the rooms. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static int show_stage(const cli *c, const char *stage, const char *file) {
    dgm_model *model = NULL;
    dgm_session *session = NULL;
    dgm_error e = {0};
    dgm_options options = {.metadata_only_other = 1};
    char *json = NULL, *conllu = NULL;
    size_t n = 0, conllu_n = 0;
    int code = cli_open(c, &model, &session, &options);
    if (code == CLI_OK && c->from) {
        const char *path = strncmp(c->from, "conllu:", 7) == 0 ? c->from + 7 : c->from;
        conllu = cli_read_file(path, &conllu_n);
        code = conllu ? CLI_OK : CLI_NO_INPUT;
    }
    if (code == CLI_OK && !(json = cli_read_article(file, &n, &e)))
        code = cli_exit_of(e.code);
    if (code == CLI_OK && dgm_run_stage(session, stage, json, n, conllu, conllu_n, &e) != DGM_OK) {
        cli_say(file, &e);
        code = e.code == DGM_NOT_FOUND ? CLI_USAGE : cli_exit_of(e.code);
    }
    if (code == CLI_OK) {
        dgm_text t = dgm_dump(session);
        if (fwrite(t.p ? t.p : "", 1, t.n, stdout) != t.n || fflush(stdout))
            code = CLI_IO;
    }
    free(json);
    free(conllu);
    dgm_session_free(session);
    dgm_model_unref(model);
    return code;
}

int command_stage(const cli *c) { return show_stage(c, c->args[0], c->args[1]); }
int command_why(const cli *c) { return show_stage(c, "story", c->args[0]); }

static void print_field(json_t *root, const char *name) {
    json_t *v = json_object_get(root, name);
    if (json_is_string(v))
        printf("%-11s %s\n", name, json_string_value(v));
    else if (json_is_real(v))
        printf("%-11s %.3f\n", name, json_real_value(v));
    else if (json_is_integer(v))
        printf("%-11s %" JSON_INTEGER_FORMAT "\n", name, json_integer_value(v));
    else if (json_is_array(v)) {
        size_t i;
        json_t *x;
        printf("%-11s", name);
        json_array_foreach (v, i, x)
            printf(" %s", json_is_string(x) ? json_string_value(x) : "?");
        printf("\n");
    } else
        printf("%-11s -\n", name);
}

int command_actor(const cli *c) {
    static const char *const fields[] = {"name", "type", "code", "country", "sectors", "role", "wikidata", "file", "line", "confidence"};
    dgm_model *model = NULL;
    dgm_session *session = NULL;
    dgm_error e = {0};
    dgm_text t;
    bool json = c->format && strcmp(c->format, "json") == 0;
    if (c->format && !json && strcmp(c->format, "text") != 0) {
        fprintf(stderr, "dragoman: there is no format '%s' (text, json)\n", c->format);
        return CLI_USAGE;
    }
    int code = cli_open(c, &model, &session, NULL);
    if (code == CLI_OK && dgm_actor(session, c->args[0], c->date ? c->date : "", c->country ? c->country : "", &t, &e) != DGM_OK) {
        cli_say(NULL, &e);
        code = cli_exit_of(e.code);
    } else if (code == CLI_OK && json) {
        if (fwrite(t.p, 1, t.n, stdout) != t.n || putchar('\n') == EOF || fflush(stdout))
            code = CLI_IO;
    } else if (code == CLI_OK) {
        json_t *root = json_loadb(t.p, t.n, 0, NULL);
        for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
            print_field(root, fields[i]);
        json_decref(root);
        code = fflush(stdout) ? CLI_IO : CLI_OK;
    }
    dgm_session_free(session);
    dgm_model_unref(model);
    return code;
}
