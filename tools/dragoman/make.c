/* SPDX-License-Identifier: Apache-2.0 */
/* dragoman check, compile, version. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "compile/compile.h"
#ifdef DGM_OPERATE
#include "operate/operate.h"
#endif

/* The daemon knows its configuration: the one beside us, else the one in the path. */
static int check_config(const char *path) {
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - sizeof "/dragomand");
    if (n > 0) {
        self[n] = '\0';
        char *slash = strrchr(self, '/');
        if (slash) {
            memcpy(slash, "/dragomand", sizeof "/dragomand");
            execl(self, "dragomand", "--check", "--config", path, (char *)NULL);
        }
    }
    execlp("dragomand", "dragomand", "--check", "--config", path, (char *)NULL);
    fprintf(stderr, "dragoman: dragomand: %s (the daemon checks its configuration: install it)\n", strerror(errno));
    return CLI_OS;
}

static int check_model(const char *path) {
    dgm_model *model = NULL;
    dgm_error e = {0};
    int code = dgm_model_open(path, &model, &e);
    if (code == DGM_OK)
        printf("%s: good, %s\n", path, dgm_model_id(model));
    else
        cli_say(path, &e);
    dgm_model_unref(model);
    return cli_finish(code == DGM_IO ? CLI_NO_INPUT : cli_exit_of(code));
}

int command_check(const cli *c) {
    const char *what = c->count ? c->args[0] : "kafka";
#ifdef DGM_OPERATE
    if (strcmp(what, "kafka") == 0 && c->count < 2)
        return check_kafka(c);
#endif
    bool is_config = strcmp(what, "config") == 0;
    if (c->count == 2 && !c->config && !c->json && (is_config || strcmp(what, "model") == 0))
        return is_config ? check_config(c->args[1]) : check_model(c->args[1]);
    return cli_usage("check", "check takes 'kafka', 'model FILE' or 'config FILE'");
}

static void say(void *arg, const char *line) {
    (void)arg;
    fprintf(stderr, "%s\n", line);
}

int command_compile(const cli *c) {
    dgm_error e = {0};
    const char *output = c->output ? c->output : "dragoman.model";
    if (c->from_petrarch)
        return compile_petrarch(c);
    if (c->count)
        return cli_usage("compile", "there are too many arguments");
    int code = dgm_compile(c->lexicon, c->weights, output, say, NULL, &e);
    if (code == DGM_OK)
        printf("%s written\n", output);
    else
        cli_say(NULL, &e);
    return cli_finish(cli_exit_of(code));
}

int command_version(const cli *c) {
    char path[4096];
    dgm_model *model = NULL;
    dgm_error e = {0};
    const char *file = cli_find_model(c, path, sizeof path);
    printf("dragoman %s\n", dgm_version());
    if (dgm_model_open(file, &model, &e) == DGM_OK)
        printf("model %s\n      %s\n", dgm_model_id(model), file);
    else
        printf("model none (%s: %s)\n", file, e.what);
    dgm_model_unref(model);
    return cli_finish(CLI_OK);
}
