/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman stage, why: looking into the rooms. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "conllu.h"
#include "input.h"

static int show(dgm_session *s, const char *stage, const char *file, dgm_text json, dgm_text conllu) {
    dgm_error e = {0};
    int code = dgm_run_stage(s, stage, json.p, json.n, conllu.p, conllu.n, &e);
    if (code != DGM_OK) {
        cli_say(file, &e);
        return code == DGM_NOT_FOUND ? CLI_USAGE : code == DGM_BAD_ARGUMENT ? CLI_DATA : cli_exit_of(code);
    }
    dgm_text t = dgm_dump(s);
    bool ok = cli_write(t) && (t.n == 0 || t.p[t.n - 1] == '\n' || putchar('\n') != EOF);
    return ok ? CLI_OK : cli_say_errno("standard output", CLI_IO);
}

static int show_article(dgm_session *s, const char *stage, const char *file, dgm_text conllu) {
    dgm_error e = {0};
    size_t n;
    char *json = input_article(file, &n, &e);
    if (!json && e.code == DGM_IO)
        return cli_say_errno(file, CLI_NO_INPUT);
    if (!json) {
        cli_say(file, &e);
        return cli_exit_of(e.code);
    }
    int code = show(s, stage, file, (dgm_text){json, n}, conllu);
    free(json);
    return code;
}

/* Sentences without an article: the text is what their words make. */
static int show_sentences(dgm_session *s, const char *stage, const char *file, dgm_text conllu) {
    conllu_part part;
    int code = CLI_OK;
    for (size_t at = 0; code == CLI_OK && conllu_next(conllu.p, conllu.n, &at, &part);) {
        dgm_error e = {.code = DGM_MEMORY};
        size_t n;
        char *json = part.text ? input_wrap(NULL, 0, part.text, part.text_n, false, &n, &e) : NULL;
        if (json)
            code = show(s, stage, file, (dgm_text){json, n}, (dgm_text){part.p, part.n});
        else {
            cli_say(file, &e);
            code = cli_exit_of(e.code);
        }
        free(json);
        free(part.text);
    }
    return code;
}

static int run_stage(const cli *c, const char *stage, const char *article, const char *sentences) {
    dgm_model *model = NULL;
    dgm_session *session = NULL;
    dgm_options options = {.metadata_only_other = 1};
    size_t n = 0;
    int code = cli_open(c, &model, &session, &options);
    char *conllu = code == CLI_OK && sentences ? input_file(sentences, &n) : NULL;
    if (code == CLI_OK && sentences && !conllu)
        code = cli_say_errno(sentences, CLI_NO_INPUT);
    if (code == CLI_OK)
        code = article ? show_article(session, stage, article, (dgm_text){conllu, n})
                       : show_sentences(session, stage, sentences, (dgm_text){conllu, n});
    free(conllu);
    dgm_session_free(session);
    dgm_model_unref(model);
    return cli_finish(code);
}

int command_stage(const cli *c) {
    if (c->from && strcmp(c->from, "conllu") != 0)
        return cli_usage("stage", "--from takes 'conllu', not '%s'", c->from);
    if (c->count < 2 || (!c->from && c->count > 2))
        return cli_usage("stage", c->count < 2 ? "an argument is missing" : "there are too many arguments");
    if (!c->from)
        return run_stage(c, c->args[0], c->args[1], NULL);
    return run_stage(c, c->args[0], c->count == 3 ? c->args[1] : NULL, c->args[c->count - 1]);
}

int command_why(const cli *c) { return run_stage(c, "story", c->args[0], NULL); }
