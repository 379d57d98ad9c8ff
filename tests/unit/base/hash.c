/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"

/* Model files hold these values: whoever changes the hash must change DGM_FORMAT, and then this. */
static void stays_as_it_is(void **state) {
    (void)state;
    unsigned char bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 7 + 1);
    uint64_t all = 0;
    for (size_t n = 0; n <= sizeof bytes; n++)
        all = dgm_hash_mix(all, dgm_hash(bytes, n, n));
    assert_int_equal(all, 0xf83fa7c8f46d662cu);
}

static void every_bit_counts(void **state) {
    (void)state;
    unsigned char bytes[100] = {0};
    for (size_t n = 1; n <= sizeof bytes; n += 9) {
        uint64_t base = dgm_hash(bytes, n, 1);
        assert_int_not_equal(base, dgm_hash(bytes, n - 1, 1));
        assert_int_not_equal(base, dgm_hash(bytes, n, 2));
        for (size_t bit = 0; bit < n * 8; bit++) {
            bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
            uint64_t changed = dgm_hash(bytes, n, 1) ^ base;
            assert_true(__builtin_popcountll(changed) > 10);
            bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        }
    }
}

static void known_digests(void **state) {
    (void)state;
    uint8_t digest[32];
    char hex[65], uuid[37];
    dgm_sha256("abc", 3, digest);
    dgm_hex(digest, 32, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    /* RFC 9562, appendix A.4: version 5 of "www.example.com" in the name space of domain names */
    static const uint8_t dns[16] = {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1,
                                    0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
    dgm_uuid5(dns, "www.example.com", 15, uuid);
    assert_string_equal(uuid, "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stays_as_it_is),
        cmocka_unit_test(every_bit_counts),
        cmocka_unit_test(known_digests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
