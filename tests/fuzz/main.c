/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target without libFuzzer: fuzz-NAME MUTANTS FILE… gives it each file, and MUTANTS changed copies of each.
 * The changes come from a generator with a fixed start, so that a failure comes again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define LARGEST ((size_t)1 << 20)

static uint32_t next(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 4;
}

static size_t at_most(uint32_t *seed, size_t n) { return n ? next(seed) % n : 0; }

static const char *const pieces[] = {
    "\"", "{",        "}",    "[",  "\\u0000", "\\ud800", "\xFF", "\xE2\x80\x9C", "\n",           "\t", "|", "@",
    "#",  "\xC2\xA0", "null", "-1", "1e999",   "  ",      ". ",   "<p>",          "\xEF\xBB\xBF", "_",  "0"};

/* One change: a byte, a piece put in, a part taken out, a part doubled. */
static size_t mutate(uint8_t *p, size_t n, uint32_t *seed) {
    size_t at = at_most(seed, n), length = 1 + at_most(seed, 16);
    const char *piece = pieces[next(seed) % (sizeof pieces / sizeof pieces[0])];
    switch (next(seed) % 4) {
    case 0:
        if (n)
            p[at] = (uint8_t)next(seed);
        return n;
    case 1:
        length = strlen(piece);
        if (n + length > LARGEST)
            return n;
        memmove(p + at + length, p + at, n - at);
        memcpy(p + at, piece, length);
        return n + length;
    case 2:
        if (length > n - at)
            length = n - at;
        memmove(p + at, p + at + length, n - at - length);
        return n - length;
    default:
        length *= 8;
        if (length > n - at)
            length = n - at;
        if (n + length > LARGEST)
            return n;
        memmove(p + at + length, p + at, n - at);
        return n + length;
    }
}

/* In a block of exactly its size, so that a sanitizer sees what is read behind it. */
static void run(const uint8_t *p, size_t n) {
    uint8_t *exact = malloc(n ? n : 1);
    if (!exact)
        exit(71);
    memcpy(exact, p, n);
    LLVMFuzzerTestOneInput(exact, n);
    free(exact);
}

int main(int argc, char **argv) {
    uint8_t *seed_bytes = malloc(LARGEST), *mutant = malloc(LARGEST);
    if (argc < 3 || !seed_bytes || !mutant) {
        fprintf(stderr, "usage: fuzz-NAME MUTANTS FILE...\n");
        return 64;
    }
    long mutants = strtol(argv[1], NULL, 10), inputs = 0;
    uint32_t seed = 1;
    for (int i = 2; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        if (!f) {
            fprintf(stderr, "cannot open %s\n", argv[i]);
            return 66;
        }
        size_t n = fread(seed_bytes, 1, LARGEST, f);
        fclose(f);
        run(seed_bytes, n);
        for (long k = 0; k < mutants; k++) {
            size_t m = n;
            memcpy(mutant, seed_bytes, n);
            for (uint32_t changes = 1 + next(&seed) % 6; changes > 0; changes--)
                m = mutate(mutant, m, &seed);
            run(mutant, m);
        }
        inputs += 1 + mutants;
    }
    printf("%ld inputs\n", inputs);
    free(seed_bytes);
    free(mutant);
    return 0;
}
