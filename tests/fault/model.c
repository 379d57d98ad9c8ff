/* SPDX-License-Identifier: Apache-2.0 */
/* Damaged models: every cut and ten thousand flipped bits of a small one, and flips in the real one, with and without the
 * checksums mended, are refused or harmless. */
#include <stdint.h>
#include <string.h>

#include "base/hash.h"
#include "check.h"
#include "compile/compile.h"
#include "dragoman/dragoman.h"
#include "store/format.h"
#include "store/store.h"

#define FLIPS 10000

static const char lexicon[] = "@table actors\n@columns name code from:date x:real\n@index name\n"
                              "European Union; EU | EU | 1993 | 0.5\nUnited States; U.S.; US | USA\nFrance | FRA\n";

static uint32_t next(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 4;
}

/* Reads all there is; a sum, so that nothing is left out. */
static uint64_t read_all(const dgm_store *store) {
    dgm_table t;
    dgm_index x;
    dgm_hits hits;
    uint64_t sum = 0;
    const void *p;
    size_t n;
    if (dgm_store_blob(store, "w", &p, &n) == DGM_OK)
        sum = dgm_hash(p, n, 0);
    if (dgm_store_table(store, "actors", &t))
        return sum;
    for (uint32_t r = 0; r < t.rows; r++)
        for (int c = 0; c < 5; c++) {
            const char *s = dgm_table_str(&t, r, c);
            double real = dgm_table_real(&t, r, c);
            sum = dgm_hash_mix(dgm_hash(s, strlen(s), sum), (uint64_t)dgm_table_int(&t, r, c));
            sum = dgm_hash_mix(dgm_hash(&real, sizeof real, sum), dgm_table_line(&t, r));
        }
    if (dgm_table_index(&t, "name", &x) == DGM_OK && dgm_index_find(&x, DGM_STR("us"), &hits))
        for (uint32_t i = 0; i < hits.count; i++)
            sum = dgm_hash_mix(sum, dgm_hits_at(&hits, i).row);
    return sum;
}

static void small_model(void) {
    dgm_source sources[] = {{"a.txt", lexicon, sizeof lexicon - 1, 0}, {"w", "0123456789", 10, 1}};
    unsigned char *image, *copy;
    size_t size;
    dgm_store *store;
    dgm_error e = {0};
    void *made;
    CHECK("model", dgm_compile_memory(sources, 2, &made, &size, NULL, NULL, &e) == DGM_OK, "%s", e.what);
    image = made;
    copy = aligned_alloc(64, (size + 63) / 64 * 64);
    CHECK("model", copy && dgm_store_open_memory(image, size, &store, &e) == DGM_OK, "%s", e.what);
    uint64_t whole = read_all(store);
    dgm_store_close(store);
    for (size_t cut = 0; cut < size; cut++) { /* in a block of its own size, so that a sanitizer sees reads behind it */
        unsigned char *part = aligned_alloc(64, cut ? (cut + 63) / 64 * 64 : 64);
        CHECK("cut models", part != NULL, "no memory");
        memcpy(part, image, cut);
        e = (dgm_error){0};
        int code = dgm_store_open_memory(part, cut, &store, &e);
        CHECK("cut models", code == DGM_BAD_MODEL && e.what[0] && e.hint[0], "cut at %zu: code %d", cut, code);
        free(part);
    }
    printf("ok cut models (%zu)\n", size);
    uint32_t seed = 1, harmless = 0;
    for (int i = 0; i < FLIPS; i++) {
        memcpy(copy, image, size);
        for (uint32_t flips = 1 + next(&seed) % 3; flips > 0; flips--) {
            uint32_t bit = next(&seed) % (uint32_t)(size * 8);
            copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
        }
        if (dgm_store_open_memory(copy, size, &store, NULL) == DGM_OK) {
            harmless++; /* between sections */
            CHECK("flipped bits", read_all(store) == whole, "flip %d changed what is read", i);
            dgm_store_close(store);
        }
    }
    CHECK("flipped bits", harmless < FLIPS / 2, "%u flips were not noticed", harmless);
    printf("ok flipped bits (%d, %u of them between sections)\n", FLIPS, harmless);
    free(copy);
    free(image);
}

static unsigned char *read_file(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    CHECK("real model", f != NULL, "cannot open %s", path);
    fseek(f, 0, SEEK_END);
    *n = (size_t)ftell(f);
    rewind(f);
    unsigned char *p = aligned_alloc(64, (*n + 63) / 64 * 64);
    CHECK("real model", p && fread(p, 1, *n, f) == *n, "cannot read %s", path);
    fclose(f);
    return p;
}

static void seal(unsigned char *p, uint32_t section) {
    dgm_file_header *h = (void *)p;
    dgm_section *s = (void *)(p + sizeof *h);
    s[section].hash = dgm_hash(p + s[section].offset, s[section].size, DGM_HASH_SEED);
    h->directory_hash = dgm_hash(s, h->sections * sizeof *s, DGM_HASH_SEED);
    h->header_hash = dgm_hash(h, offsetof(dgm_file_header, header_hash), DGM_HASH_SEED);
}

static const char article[] =
    "{\"published\":\"2025-03-05\",\"text\":\"PARIS, March 4 (Reuters) - The president of France met Chancellor Olaf "
    "Scholz of "
    "Germany in Paris on Tuesday.\\n\\n\\\"We agreed on a plan,\\\" he said. Police arrested 12 protesters.\"}";

static int open_and_run(const char *path, const unsigned char *p, size_t n) {
    dgm_model *m = NULL;
    dgm_session *s = NULL;
    FILE *f = fopen(path, "wb");
    CHECK("real model", f && fwrite(p, 1, n, f) == n && fclose(f) == 0, "cannot write %s", path);
    int code = dgm_model_open(path, &m, NULL);
    if (!code)
        code = dgm_session_new(m, NULL, &s, NULL);
    if (!code)
        (void)dgm_run(s, article, sizeof article - 1, NULL);
    dgm_session_free(s);
    dgm_model_unref(m);
    return code;
}

/* One byte of a section becomes another, with checksums that fit: rooms that read weights or rules must bear it. */
static void real_model(const char *path) {
    size_t n;
    unsigned char *p = read_file(path, &n);
    const dgm_file_header *h = (void *)p;
    const dgm_section *s = (void *)(p + sizeof *h);
    char copy[] = "/tmp/dragoman-fault-XXXXXX";
    int fd = mkstemp(copy);
    CHECK("real model", fd >= 0, "no temporary file");
    uint32_t seed = 5, refused = 0, rounds = getenv("ALL") && *getenv("ALL") ? 200 : 8;
    for (uint32_t i = 0; i < h->sections; i++)
        for (uint32_t round = 0; round < rounds && s[i].size; round++) {
            /* where sizes and counts stand, and anywhere */
            uint64_t within = round % 2 ? next(&seed) % s[i].size : next(&seed) % (s[i].size < 256 ? s[i].size : 256);
            unsigned char *at = p + s[i].offset + within, old = *at;
            *at = (unsigned char)(round % 4 < 2 ? 0xFF : next(&seed));
            if (round % 3 == 0)
                CHECK("damage in the real model", *at == old || open_and_run(copy, p, n) != DGM_OK,
                      "section %s, byte %llu", s[i].name, (unsigned long long)within);
            uint64_t hash = s[i].hash;
            seal(p, i);
            refused += open_and_run(copy, p, n) != DGM_OK;
            *at = old;
            seal(p, i);
            CHECK("damage in the real model", s[i].hash == hash, "the test itself is wrong");
        }
    remove(copy);
    printf("ok damage in the real model (%u sections, %u times refused behind fitting checksums)\n", h->sections,
           refused);
    free(p);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: fault-model MODEL\n");
        return 64;
    }
    small_model();
    real_model(argv[1]);
    return 0;
}
