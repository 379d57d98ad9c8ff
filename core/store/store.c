/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a model: the checks. What is behind them trusts the file. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "store/private.h"

static const char again[] = "compile it again with `dragoman compile`, or restore the file";

static const dgm_file_header *header_of(const dgm_store *store) { return (const void *)store->p; }

static int bad(dgm_error *error, const char *hint, const char *what) {
    return dgm_fail_at(error, DGM_BAD_MODEL, NULL, hint, "%s", what);
}

static int check_header(const dgm_store *store, dgm_error *error) {
    const dgm_file_header *h = header_of(store);
    if (store->n < sizeof h->magic || memcmp(h->magic, DGM_MAGIC, sizeof h->magic) != 0)
        return bad(error, "give the file that `dragoman compile` wrote", "the file is not a Dragoman model");
    if (store->n < sizeof *h)
        return bad(error, again, "the model is cut: not even its header is whole");
    if (h->byte_order != DGM_BYTE_ORDER_MARK)
        return bad(error, "compile it on this kind of machine", "the model is of a machine with another byte order");
    if (h->format != DGM_FORMAT)
        return dgm_fail_at(error, DGM_BAD_MODEL, NULL,
                           h->format < DGM_FORMAT ? "compile it again with this version" : "use a newer dragoman",
                           "the model has format %u, this version reads format %u", h->format, DGM_FORMAT);
    if (h->header_size != sizeof *h ||
        dgm_hash(h, offsetof(dgm_file_header, header_hash), DGM_HASH_SEED) != h->header_hash)
        return bad(error, again, "the model's header is damaged");
    if (h->size != store->n)
        return dgm_fail_at(error, DGM_BAD_MODEL, NULL, again, "the model is cut: it has %zu of %llu bytes", store->n,
                           (unsigned long long)h->size);
    return DGM_OK;
}

static int check_directory(dgm_store *store, dgm_error *error) {
    const dgm_file_header *h = header_of(store);
    if (h->sections > (store->n - sizeof *h) / sizeof(dgm_section))
        return bad(error, again, "the model's directory is damaged");
    store->sections = (const void *)(store->p + sizeof *h);
    store->section_count = h->sections;
    if (dgm_hash(store->sections, h->sections * sizeof(dgm_section), DGM_HASH_SEED) != h->directory_hash)
        return bad(error, again, "the model's directory is damaged");
    for (uint32_t i = 0; i < h->sections; i++) {
        const dgm_section *s = &store->sections[i];
        if (memchr(s->name, '\0', sizeof s->name) == NULL || s->offset % DGM_SECTION_ALIGN != 0 ||
            s->offset > store->n || s->size > store->n - s->offset)
            return bad(error, again, "the model's directory is damaged");
        if (dgm_hash(store->p + s->offset, s->size, DGM_HASH_SEED) != s->hash)
            return dgm_fail_at(error, DGM_BAD_MODEL, NULL, again, "the model's section \"%s\" is damaged", s->name);
    }
    return DGM_OK;
}

static int check_sections(dgm_store *store, dgm_error *error) {
    const dgm_section *strings = dgm_store_section(store, DGM_SECTION_STRINGS, "strings");
    if (!strings || strings->size == 0 || strings->size > UINT32_MAX ||
        store->p[strings->offset + strings->size - 1] != '\0' || store->p[strings->offset] != '\0')
        return bad(error, again, "the model's strings are damaged");
    store->strings = (const char *)store->p + strings->offset;
    store->strings_n = (uint32_t)strings->size;
    for (uint32_t i = 0; i < store->section_count; i++) {
        const dgm_section *s = &store->sections[i];
        if (s->kind == DGM_SECTION_TABLE && !dgm_table_check(store, store->p + s->offset, s->size))
            return dgm_fail_at(error, DGM_BAD_MODEL, NULL, again, "the model's table \"%s\" is damaged", s->name);
    }
    return DGM_OK;
}

static int check(dgm_store *store, dgm_error *error) {
    int code = check_header(store, error);
    if (!code)
        code = check_directory(store, error);
    if (!code)
        code = check_sections(store, error);
    if (!code) {
        memcpy(store->id, "sha256:", 7);
        dgm_hex(header_of(store)->sha256, 32, store->id + 7);
    }
    return code;
}

static int open_bytes(const void *p, size_t n, bool mapped, dgm_store **out, dgm_error *error) {
    dgm_store *store = calloc(1, sizeof *store);
    if (!store) {
        if (mapped)
            munmap((void *)(uintptr_t)p, n);
        return dgm_fail_memory(error);
    }
    store->p = p;
    store->n = n;
    store->mapped = mapped;
    int code = check(store, error);
    if (code) {
        dgm_store_close(store);
        return code;
    }
    *out = store;
    return DGM_OK;
}

int dgm_store_open_memory(const void *p, size_t n, dgm_store **out, dgm_error *error) {
    *out = NULL;
    if (!p || (uintptr_t)p % DGM_SECTION_ALIGN != 0)
        return dgm_fail(error, DGM_BAD_ARGUMENT, "a model in memory must begin at a multiple of %u bytes",
                        DGM_SECTION_ALIGN);
    return open_bytes(p, n, false, out, error);
}

static int fail_io(dgm_error *error, const char *path, int number) {
    int code = number == ENOENT ? DGM_NOT_FOUND : DGM_IO;
    char text[128];
    const char *why = number == ENOENT   ? "there is no such file"
                      : number == EACCES ? "it may not be read"
                      : number == EISDIR ? "it is a folder"
                                         : NULL;
    if (!why && strerror_r(number, text, sizeof text) == 0)
        why = text;
    return dgm_fail_at(error, code, path, "compile a model with `dragoman compile`, or name the right file",
                       "cannot open the model: %s", why ? why : "reading failed");
}

int dgm_store_open(const char *path, dgm_store **out, dgm_error *error) {
    struct stat st;
    void *p = MAP_FAILED;
    *out = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_io(error, path, errno);
    int code = DGM_OK;
    if (fstat(fd, &st) != 0)
        code = fail_io(error, path, errno);
    else if (!S_ISREG(st.st_mode))
        code = fail_io(error, path, S_ISDIR(st.st_mode) ? EISDIR : EINVAL);
    else if (st.st_size == 0)
        code = dgm_fail_at(error, DGM_BAD_MODEL, path, again, "the model is empty");
    else if ((p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0)) == MAP_FAILED)
        code = fail_io(error, path, errno);
    close(fd);
    if (code)
        return code;
    code = open_bytes(p, (size_t)st.st_size, true, out, error);
    if (code && error && !error->where[0])
        strncat(error->where, path, sizeof error->where - 1);
    return code;
}

void dgm_store_close(dgm_store *store) {
    if (!store)
        return;
    if (store->mapped)
        munmap((void *)(uintptr_t)store->p, store->n);
    free(store);
}

const char *dgm_store_id(const dgm_store *store) { return store->id; }

/* The directory is sorted; a damaged order finds nothing, which is safe. */
const dgm_section *dgm_store_section(const dgm_store *store, uint32_t kind, const char *name) {
    uint32_t low = 0, high = store->section_count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const dgm_section *s = &store->sections[mid];
        int order = s->kind != kind ? (s->kind < kind ? -1 : 1) : strcmp(s->name, name);
        if (order == 0)
            return s;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

int dgm_store_blob(const dgm_store *store, const char *name, const void **p, size_t *n) {
    const dgm_section *s = dgm_store_section(store, DGM_SECTION_BLOB, name);
    if (!s)
        return DGM_NOT_FOUND;
    *p = store->p + s->offset;
    *n = (size_t)s->size;
    return DGM_OK;
}
