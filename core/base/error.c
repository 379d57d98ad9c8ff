/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Cuts at `cap` without leaving half a UTF-8 sequence, and makes it one line. */
static void tidy(char *text, size_t cap, bool cut) {
    size_t n = strlen(text);
    if (cut && n + 1 == cap) {
        while (n > 0 && ((unsigned char)text[n - 1] & 0xC0) == 0x80)
            n--;
        if (n > 0 && (unsigned char)text[n - 1] >= 0x80)
            n--;
        text[n] = '\0';
    }
    for (size_t i = 0; i < n; i++)
        if (text[i] == '\n' || text[i] == '\r')
            text[i] = ' ';
}

static void put(char *out, size_t cap, const char *text) {
    int n = snprintf(out, cap, "%s", text ? text : "");
    tidy(out, cap, n < 0 || (size_t)n >= cap);
}

static int fail(dgm_error *error, int code, const char *where, const char *hint, const char *what, va_list args) {
    if (error && !error->code) {
        error->code = code;
        int n = vsnprintf(error->what, sizeof error->what, what, args);
        tidy(error->what, sizeof error->what, n < 0 || (size_t)n >= sizeof error->what);
        put(error->where, sizeof error->where, where);
        put(error->hint, sizeof error->hint, hint);
    }
    return code;
}

int dgm_fail(dgm_error *error, int code, const char *what, ...) {
    va_list args;
    va_start(args, what);
    fail(error, code, NULL, NULL, what, args);
    va_end(args);
    return code;
}

int dgm_fail_at(dgm_error *error, int code, const char *where, const char *hint, const char *what, ...) {
    va_list args;
    va_start(args, what);
    fail(error, code, where, hint, what, args);
    va_end(args);
    return code;
}

int dgm_fail_memory(dgm_error *error) { return dgm_fail(error, DGM_MEMORY, "out of memory"); }
