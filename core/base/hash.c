/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <string.h>

/* The hash folds the 128-bit product of two words into 64 bits, eight bytes a step, four independent lanes for long
 * inputs. Its values stand in model files: a change here is a new file version (store/format.h). The constants are
 * the first bits of the square roots of 2, 3, 5 and 7, made odd. */
static const uint64_t K0 = 0x6a09e667f3bcc909, K1 = 0xbb67ae8584caa73b, K2 = 0x3c6ef372fe94f82b,
                      K3 = 0xa54ff53a5f1d36f1;

static uint64_t fold_product(uint64_t a, uint64_t b) {
    unsigned __int128 p = (unsigned __int128)a * b;
    return (uint64_t)p ^ (uint64_t)(p >> 64);
}

static uint64_t load(const unsigned char *p) {
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

static uint64_t load_half(const unsigned char *p) {
    uint32_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

uint64_t dgm_hash_mix(uint64_t h, uint64_t x) { return fold_product(h ^ x ^ K0, K1) ^ (x << 32 | x >> 32); }

uint64_t dgm_hash(const void *data, size_t n, uint64_t seed) {
    const unsigned char *p = data;
    size_t left = n;
    uint64_t h = seed ^ K0;
    if (left >= 64) {
        uint64_t a = h, b = h ^ K1, c = h ^ K2, d = h ^ K3;
        for (; left >= 32; left -= 32, p += 32) {
            a = fold_product(load(p) ^ K1, a ^ K2) + a;
            b = fold_product(load(p + 8) ^ K2, b ^ K3) + b;
            c = fold_product(load(p + 16) ^ K3, c ^ K0) + c;
            d = fold_product(load(p + 24) ^ K0, d ^ K1) + d;
        }
        h = dgm_hash_mix(dgm_hash_mix(a, b), dgm_hash_mix(c, d));
    }
    for (; left >= 8; left -= 8, p += 8)
        h = dgm_hash_mix(h, load(p));
    uint64_t tail = 0;
    if (left && n >= 8) /* the last eight bytes without those that are in already */
        tail = load(p + left - 8) >> (8 * (8 - left));
    else if (left >= 4)
        tail = load_half(p) | load_half(p + left - 4) << (8 * (left - 4));
    else
        for (size_t i = 0; i < left; i++)
            tail |= (uint64_t)p[i] << (8 * i);
    return dgm_hash_mix(dgm_hash_mix(h, tail), (uint64_t)n ^ K2);
}

void dgm_sha256(const void *p, size_t n, uint8_t out[32]) {
    struct sha256_ctx ctx;
    sha256_init(&ctx);
    sha256_update(&ctx, n, p);
    sha256_digest(&ctx, 32, out);
}

void dgm_hex(const uint8_t *p, size_t n, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[p[i] >> 4];
        out[2 * i + 1] = digits[p[i] & 15];
    }
    out[2 * n] = '\0';
}

void dgm_uuid5(const uint8_t ns[16], const void *name, size_t n, char out[37]) {
    struct sha1_ctx ctx;
    uint8_t digest[SHA1_DIGEST_SIZE];
    sha1_init(&ctx);
    sha1_update(&ctx, 16, ns);
    sha1_update(&ctx, n, name);
    sha1_digest(&ctx, sizeof digest, digest);
    digest[6] = (uint8_t)((digest[6] & 0x0F) | 0x50);
    digest[8] = (uint8_t)((digest[8] & 0x3F) | 0x80);
    static const uint8_t groups[] = {4, 2, 2, 2, 6};
    const uint8_t *from = digest;
    char *to = out;
    for (size_t g = 0; g < sizeof groups; g++) {
        dgm_hex(from, groups[g], to);
        from += groups[g];
        to += (size_t)2 * groups[g];
        *to++ = g + 1 < sizeof groups ? '-' : '\0';
    }
}
