/* SPDX-License-Identifier: Apache-2.0 */
#include "base/span.h"

#include <string.h>

dgm_str dgm_str_of(const char *cstring) {
    size_t n = cstring ? strlen(cstring) : 0;
    return (dgm_str){cstring, n > UINT32_MAX ? UINT32_MAX : (uint32_t)n};
}

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
