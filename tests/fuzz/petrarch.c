/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a dictionary of PETRARCH: each line counted once, and lexicon text that compiles. */
#include <stdlib.h>
#include <string.h>

#include "compile/petrarch.h"
#include "fuzz.h"
#include "store/store.h"

static void say(void *arg, const char *line) {
    (void)arg;
    if (strncmp(line, "a.txt:", 6) != 0 || strchr(line, '\n'))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static dgm_store *store; /* opened once for all inputs */
    dgm_source source = {"a.txt", (const char *)data, size, 0};
    dgm_petrarch_count count;
    dgm_error e = {0};
    char *text = NULL;
    size_t n = 0;
    void *image = NULL;
    if (!store && dgm_store_open(DGM_TEST_MODEL, &store, &e) != DGM_OK)
        abort();
    if (dgm_petrarch(&source, 1, store, &count, say, NULL, &text, &n, &e) != DGM_OK)
        abort();
    size_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    dgm_source made = {"a.txt", text, n, 0};
    if ((size_t)count.taken + count.known + count.changed + count.refused > lines ||
        dgm_compile_memory(&made, 1, &image, &n, say, NULL, &e) != DGM_OK)
        abort();
    free(image);
    free(text);
    return 0;
}
