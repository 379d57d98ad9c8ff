/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes: one for tables inside the process and the model file (fixed for ever: files depend on it), and, through
 * libnettle, SHA-1 (UUIDv5, RFC 9562) and SHA-256 (model and article ids). */
#ifndef DGM_BASE_HASH_H
#define DGM_BASE_HASH_H

#include "base/span.h"

uint64_t dgm_hash(const void *data, size_t n, uint64_t seed);
uint64_t dgm_hash_mix(uint64_t h, uint64_t x);
void dgm_sha256(const void *p, size_t n, uint8_t out[32]);
void dgm_hex(const uint8_t *p, size_t n, char *out); /* 2n lower-case digits and a NUL */
/* RFC 9562 version 5; `out` gets 36 characters and a NUL. */
void dgm_uuid5(const uint8_t ns[16], const void *name, size_t n, char out[37]);

#endif
