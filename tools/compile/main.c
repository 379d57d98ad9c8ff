/* SPDX-License-Identifier: Apache-2.0 */
/* The build's compiler: dgm-compile LEXICON WEIGHTS MODEL. Users have `dragoman compile`. */
#include <stdio.h>

#include "compile/compile.h"

static void say(void *arg, const char *line) {
    (void)arg;
    fprintf(stderr, "%s\n", line);
}

int main(int argc, char **argv) {
    dgm_error error = {0};
    if (argc != 4) {
        fprintf(stderr, "usage: dgm-compile LEXICON WEIGHTS MODEL\n");
        return 64;
    }
    int code = dgm_compile(argv[1], argv[2], argv[3], say, NULL, &error);
    if (code == DGM_OK)
        return 0;
    fprintf(stderr, "dgm-compile: %s%s%s", error.where, error.where[0] ? ": " : "", error.what);
    fprintf(stderr, error.hint[0] ? " (%s)\n" : "%s\n", error.hint);
    return 65;
}
