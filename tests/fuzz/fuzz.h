/* SPDX-License-Identifier: Apache-2.0 */
/* A fuzz target is one function; libFuzzer or main.c calls it. What it finds wrong it says by abort(). */
#ifndef DGM_TESTS_FUZZ_FUZZ_H
#define DGM_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
