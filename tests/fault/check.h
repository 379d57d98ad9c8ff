/* SPDX-License-Identifier: Apache-2.0 */
/* One line for each test of a plain program: `ok NAME` or `not ok NAME - why`; the program ends at the first that fails. */
#ifndef DGM_TESTS_FAULT_CHECK_H
#define DGM_TESTS_FAULT_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define CHECK(name, condition, ...) \
    do { \
        if (!(condition)) { \
            printf("not ok %s - ", name); \
            printf(__VA_ARGS__); \
            printf("\n"); \
            exit(1); \
        } \
    } while (0)

#endif
