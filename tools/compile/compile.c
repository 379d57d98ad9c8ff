/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/compile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compile/files.h"
#include "compile/image.h"
#include "compile/lexicon.h"

/* What the trial run reads: invented, with something for every room to do. */
static const char trial_article[] = "{\"id\":\"trial\",\"published\":\"2025-03-05\",\"text\":\"PARIS, March 4 "
                                    "(Reuters) - The president of France met the "
                                    "chancellor of Germany in Paris on Tuesday.\\n\\n\\\"We agreed on a plan,\\\" he "
                                    "said. Protesters gathered outside, "
                                    "and police arrested 12 people.\"}";

int dgm_compile_memory(const dgm_source *sources, size_t count, void **image, size_t *size, dgm_compile_say say,
                       void *arg, dgm_error *error) {
    dgm_error own = {0};
    if (!error)
        error = &own;
    dgm_lexicon lexicon = {.say = say, .arg = arg, .error = error};
    size_t blob_count = 0;
    int code = DGM_OK;
    *image = NULL;
    dgm_source *blobs = calloc(count + 1, sizeof *blobs);
    if (!blobs)
        return dgm_fail_memory(error);
    for (size_t i = 0; i < count && !code; i++) {
        if (sources[i].is_blob)
            blobs[blob_count++] = sources[i];
        else
            code = dgm_lexicon_read(&lexicon, sources[i].name, sources[i].p, sources[i].n);
    }
    if (!code)
        code = dgm_lexicon_check(&lexicon);
    if (!code && lexicon.errors > 1)
        snprintf(error->hint, sizeof error->hint, "there are %u errors in the lexicon", lexicon.errors);
    if (!code && lexicon.errors > 0)
        code = DGM_BAD_LEXICON;
    if (!code)
        code = dgm_image_make(&lexicon, blobs, blob_count, image, size, error);
    free(blobs);
    dgm_lexicon_done(&lexicon);
    return code;
}

static int fail_io(dgm_error *error, const char *path, const char *what) {
    char text[128];
    const char *why = strerror_r(errno, text, sizeof text) == 0 ? text : "unknown error";
    return dgm_fail_at(error, DGM_IO, path, NULL, "%s: %s", what, why);
}

/* Writes to a file of its own beside `out_path`; *temporary is its name, the caller's to free. */
static int write_beside(const char *out_path, const void *image, size_t size, char **temporary, dgm_error *error) {
    size_t n = strlen(out_path);
    char *path = malloc(n + 8);
    *temporary = NULL;
    if (!path)
        return dgm_fail_memory(error);
    memcpy(path, out_path, n);
    memcpy(path + n, ".XXXXXX", 8);
    int fd = mkstemp(path);
    if (fd < 0) {
        int code = fail_io(error, out_path, "cannot write beside the model");
        free(path);
        return code;
    }
    *temporary = path;
    const char *p = image;
    while (size > 0) {
        ssize_t written = write(fd, p, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            break;
        p += written;
        size -= (size_t)written;
    }
    int code = size > 0 || fchmod(fd, 0644) != 0 || fsync(fd) != 0 ? fail_io(error, out_path, "cannot write the model")
                                                                   : DGM_OK;
    if (close(fd) != 0 && !code)
        code = fail_io(error, out_path, "cannot write the model");
    return code;
}

/* A model that cannot read an article must not take the place of one that can. */
static int trial_run(const char *path, dgm_error *error) {
    dgm_model *model = NULL;
    dgm_session *session = NULL;
    int code = dgm_model_open(path, &model, error);
    if (!code)
        code = dgm_session_new(model, NULL, &session, error);
    if (!code)
        code = dgm_run(session, trial_article, sizeof trial_article - 1, error);
    dgm_session_free(session);
    dgm_model_unref(model);
    return code;
}

int dgm_compile(const char *lexicon_dir, const char *weights_dir, const char *out_path, dgm_compile_say say, void *arg,
                dgm_error *error) {
    dgm_error own = {0};
    if (!error)
        error = &own;
    dgm_sources sources = {0};
    void *image = NULL;
    char *temporary = NULL;
    size_t size = 0;
    int code = lexicon_dir ? dgm_sources_add(&sources, lexicon_dir, ".txt", 0, error) : DGM_OK;
    if (!code && weights_dir)
        code = dgm_sources_add(&sources, weights_dir, ".bin", 1, error);
    if (!code)
        code = dgm_compile_memory(sources.items, sources.count, &image, &size, say, arg, error);
    if (!code)
        code = write_beside(out_path, image, size, &temporary, error);
    if (!code)
        code = trial_run(temporary, error);
    if (!code && rename(temporary, out_path) != 0)
        code = fail_io(error, out_path, "cannot put the model in its place");
    if (code && temporary)
        unlink(temporary);
    free(temporary);
    free(image);
    dgm_sources_done(&sources);
    return code;
}
