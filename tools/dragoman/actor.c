/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman actor: who a phrase names; with "-" the phrases are the lines of standard input, and each gets a line of JSON. */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "input.h"

static void print_value(json_t *v) {
    size_t i;
    json_t *x;
    if (json_is_string(v))
        printf("%s", json_string_value(v));
    else if (json_is_real(v))
        printf("%.3f", json_real_value(v));
    else if (json_is_integer(v))
        printf("%" JSON_INTEGER_FORMAT, json_integer_value(v));
    else if (json_array_size(v))
        json_array_foreach(v, i, x) printf("%s%s", i ? " " : "", json_is_string(x) ? json_string_value(x) : "");
    else
        printf("-");
    putchar('\n');
}

static int print_actor(dgm_text answer) {
    const char *key;
    json_t *root = json_loadb(answer.p, answer.n, 0, NULL), *value;
    if (!root) {
        errno = ENOMEM;
        return cli_say_errno("the answer", CLI_OS);
    }
    json_object_foreach(root, key, value) {
        printf("%-11s ", key);
        print_value(value);
    }
    json_decref(root);
    return CLI_OK;
}

static int answer_one(dgm_session *session, const cli *c, bool json) {
    dgm_error e = {0};
    dgm_text answer;
    int rc = dgm_actor(session, c->args[0], c->date ? c->date : "", c->country ? c->country : "", &answer, &e);
    if (rc != DGM_OK) {
        cli_say(NULL, &e);
        return cli_exit_of(rc);
    }
    if (!json)
        return print_actor(answer);
    return cli_write(answer) && putchar('\n') != EOF ? CLI_OK : CLI_IO;
}

/* ---- many phrases ------------------------------------------------------------------------------------------------ */

static const char *text_of(const json_t *question, const char *key, const char *otherwise) {
    const char *own = json_string_value(json_object_get(question, key));
    return own ? own : otherwise ? otherwise : "";
}

/* A line is a phrase, or {"phrase": …, "date": …, "country": …}, where the last two beat the options. */
static int ask(dgm_session *session, const cli *c, const line *l, dgm_text *answer, dgm_error *e) {
    json_t *question = l->n && l->p[0] == '{' ? json_loadb(l->p, l->n, 0, NULL) : json_pack("{}");
    char *phrase = question && l->n <= INPUT_MAX ? malloc(l->n + 1) : NULL;
    int rc = DGM_OK;
    if (l->n > INPUT_MAX) {
        rc = e->code = DGM_TOO_LARGE;
    } else if (!question) {
        rc = e->code = l->p[0] == '{' ? DGM_BAD_ARGUMENT : DGM_MEMORY;
        snprintf(e->what, sizeof e->what, "not JSON");
        snprintf(e->hint, sizeof e->hint, "write the phrase, or {\"phrase\": \"...\", \"date\": \"YYYY-MM-DD\"}");
    } else if (!phrase) {
        rc = e->code = DGM_MEMORY;
    } else {
        memcpy(phrase, l->p, l->n);
        phrase[l->n] = '\0';
        rc = dgm_actor(session, text_of(question, "phrase", l->p[0] == '{' ? "" : phrase),
                       text_of(question, "date", c->date), text_of(question, "country", c->country), answer, e);
    }
    free(phrase);
    json_decref(question);
    return rc;
}

/* A line that cannot be answered gets an empty object, so that the n-th answer is always of the n-th line. */
static int answer_lines(dgm_session *session, const cli *c) {
    line l = {0};
    int worst = CLI_OK;
    bool written = true;
    for (unsigned long number = 1; written && input_line(stdin, &l); number++) {
        dgm_error e = {0};
        dgm_text answer = {0};
        int rc = ask(session, c, &l, &answer, &e), code = cli_exit_of(rc);
        if (rc != DGM_OK) {
            char where[64];
            snprintf(where, sizeof where, "line %lu", number);
            cli_say(where, &e);
            code = code == CLI_USAGE ? CLI_DATA : code;
            answer = (dgm_text){"{}", 2};
        }
        worst = code > worst ? code : worst;
        written = cli_write(answer) && putchar('\n') != EOF;
    }
    if (ferror(stdin))
        worst = cli_say_errno("standard input", CLI_NO_INPUT);
    input_line_done(&l);
    return written ? worst : CLI_IO;
}

int command_actor(const cli *c) {
    static const char *const formats[] = {"text", "json", NULL};
    dgm_model *model = NULL;
    dgm_session *session = NULL;
    dgm_options options = {0};
    int format = cli_format(c, "actor", formats);
    bool many = strcmp(c->args[0], "-") == 0;
    if (many && c->format && format == 0)
        return cli_usage("actor", "phrases from standard input are answered as json, not as text");
    int code = format < 0 ? CLI_USAGE : cli_open(c, &model, &session, &options);
    if (code == CLI_OK)
        code = many ? answer_lines(session, c) : answer_one(session, c, format == 1);
    dgm_session_free(session);
    dgm_model_unref(model);
    return cli_finish(code);
}
