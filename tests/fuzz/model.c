/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a model. The checksums are mended first, so that what lies behind them is reached. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "fuzz.h"
#include "store/format.h"
#include "store/store.h"

static void mend(unsigned char *p, size_t n) {
    dgm_file_header *h = (void *)p;
    dgm_section *s = (void *)(p + sizeof *h);
    if (n < sizeof *h)
        return;
    memcpy(h->magic, DGM_MAGIC, sizeof h->magic);
    h->format = DGM_FORMAT;
    h->byte_order = DGM_BYTE_ORDER_MARK;
    h->header_size = sizeof *h;
    h->size = n;
    if (h->sections <= (n - sizeof *h) / sizeof *s) {
        for (uint32_t i = 0; i < h->sections; i++)
            if (s[i].offset <= n && s[i].size <= n - s[i].offset)
                s[i].hash = dgm_hash(p + s[i].offset, s[i].size, DGM_HASH_SEED);
        h->directory_hash = dgm_hash(s, h->sections * sizeof *s, DGM_HASH_SEED);
    }
    h->header_hash = dgm_hash(h, offsetof(dgm_file_header, header_hash), DGM_HASH_SEED);
}

static volatile uint64_t sink; /* keeps the reads */

static void read_table(const dgm_table *t) {
    dgm_index x;
    dgm_hits hits;
    dgm_walk walk = {0};
    uint64_t sum = 0;
    for (uint32_t r = 0; r < t->rows && r < 1000; r++) {
        for (int c = -1; c < 6; c++)
            sum += strlen(dgm_table_str(t, r, c)) + (uint64_t)dgm_table_int(t, r, c) + (dgm_table_real(t, r, c) > 0);
        sum += strlen(dgm_table_file(t, r)) + dgm_table_line(t, r);
    }
    if (dgm_table_index(t, "name", &x) == DGM_OK) {
        if (dgm_index_find(&x, DGM_STR("us"), &hits))
            for (uint32_t i = 0; i < hits.count; i++)
                sum += strlen(dgm_hits_at(&hits, i).name) + dgm_hits_at(&hits, i).row;
        (void)dgm_index_walk(&x, &walk, "european", 8, &hits);
    }
    sink = sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    unsigned char *p = aligned_alloc(64, size ? (size + 63) / 64 * 64 : 64);
    dgm_store *store;
    dgm_error e = {0};
    if (!p)
        return 0;
    memcpy(p, data, size);
    for (int mended = 0; mended < 2; mended++) {
        dgm_table t;
        const void *blob;
        size_t n;
        if (mended)
            mend(p, size);
        e = (dgm_error){0};
        if (dgm_store_open_memory(p, size, &store, &e)) {
            if (e.code != DGM_BAD_MODEL || !e.what[0])
                abort();
            continue;
        }
        if (dgm_store_table(store, "actors", &t) == DGM_OK)
            read_table(&t);
        (void)dgm_store_blob(store, "w", &blob, &n);
        dgm_store_close(store);
    }
    free(p);
    return 0;
}
