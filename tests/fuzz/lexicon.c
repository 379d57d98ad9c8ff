/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a lexicon file: errors with a place, or a model that opens. */
#include <stdlib.h>
#include <string.h>

#include "compile/compile.h"
#include "fuzz.h"
#include "store/store.h"

static void say(void *arg, const char *line) {
    int *lines = arg;
    if (++*lines > 20 || strncmp(line, "a.txt:", 6) != 0 || strchr(line, '\n'))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dgm_source source = {"a.txt", (const char *)data, size, 0};
    void *image = NULL;
    size_t n = 0;
    int lines = 0;
    dgm_error e = {0};
    dgm_store *store;
    int code = dgm_compile_memory(&source, 1, &image, &n, say, &lines, &e);
    if (code == DGM_OK) {
        if (lines || dgm_store_open_memory(image, n, &store, &e) != DGM_OK)
            abort();
        dgm_store_close(store);
    } else if (code == DGM_BAD_LEXICON) {
        if (!lines || image || strncmp(e.where, "a.txt:", 6) != 0)
            abort();
    }
    free(image);
    return 0;
}
