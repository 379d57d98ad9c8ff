/* SPDX-License-Identifier: Apache-2.0 */
#include "base/span.h"

#include <string.h>

dgm_str dgm_str_of(const char *cstring) {
    size_t n = cstring ? strlen(cstring) : 0;
    return (dgm_str){cstring, n > UINT32_MAX ? UINT32_MAX : (uint32_t)n};
}

bool dgm_str_eq(dgm_str a, dgm_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
bool dgm_str_is(dgm_str a, const char *cstring) { return dgm_str_eq(a, dgm_str_of(cstring)); }

bool dgm_str_ieq(dgm_str a, const char *lower_ascii) {
    for (uint32_t i = 0; i < a.n; i++) {
        char c = a.p[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        if (!lower_ascii[i] || c != lower_ascii[i])
            return false;
    }
    return !lower_ascii[a.n];
}

bool dgm_str_starts(dgm_str a, const char *prefix) {
    size_t n = strlen(prefix);
    return n <= a.n && (n == 0 || memcmp(a.p, prefix, n) == 0);
}

bool dgm_str_ends(dgm_str a, const char *suffix) {
    size_t n = strlen(suffix);
    return n <= a.n && (n == 0 || memcmp(a.p + a.n - n, suffix, n) == 0);
}
