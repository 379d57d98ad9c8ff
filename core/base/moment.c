/* SPDX-License-Identifier: Apache-2.0 */
#include "base/moment.h"

#include <stdio.h>
#include <string.h>

#define DAY 86400

static bool two(const char *p, int *out) {
    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
        return false;
    *out = (p[0] - '0') * 10 + (p[1] - '0');
    return true;
}

/* False outside the years 1 to 9999. */
static bool print_utc(int64_t seconds, char at[32]) {
    int64_t days = seconds / DAY, rest = seconds % DAY;
    if (rest < 0) {
        rest += DAY;
        days--;
    }
    dgm_date d = dgm_date_of_days((int32_t)days);
    if (!dgm_date_valid(d))
        return false;
    snprintf(at, 32, "%04d-%02u-%02uT%02d:%02d:%02dZ", d.year, d.month, d.day, (int)(rest / 3600),
             (int)(rest / 60 % 60), (int)(rest % 60));
    return true;
}

/* "Z", "+05:30", "-0800", "" (taken as UTC). */
static bool parse_offset(const char *p, uint32_t n, int *minutes) {
    int h, m = 0;
    *minutes = 0;
    if (n == 0 || (n == 1 && (*p == 'Z' || *p == 'z')))
        return true;
    if ((*p != '+' && *p != '-') || n < 3 || !two(p + 1, &h))
        return false;
    uint32_t at = n > 3 && p[3] == ':' ? 4 : 3;
    if (n > 3 && (n != at + 2 || !two(p + at, &m)))
        return false;
    *minutes = (h * 60 + m) * (*p == '-' ? -1 : 1);
    return h <= 23 && m <= 59;
}

bool dgm_moment_parse(dgm_str s, dgm_date *day, char at[32], int64_t *seconds) {
    int h, m, sec = 0, offset;
    at[0] = '\0';
    while (s.n && s.p[s.n - 1] == ' ')
        s.n--;
    if (s.n < 10 || !dgm_date_parse((dgm_str){s.p, 10}, day))
        return false;
    *seconds = (int64_t)dgm_date_days(*day) * DAY;
    if (s.n == 10)
        return true;
    if (s.n < 16 || !strchr("Tt ", s.p[10]) || !two(s.p + 11, &h) || s.p[13] != ':' || !two(s.p + 14, &m))
        return false;
    uint32_t i = 16;
    if (i + 2 < s.n && s.p[i] == ':') {
        if (!two(s.p + i + 1, &sec))
            return false;
        i += 3;
    }
    if (i < s.n && (s.p[i] == '.' || s.p[i] == ','))
        for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9';)
            i++;
    if (i < s.n && s.p[i] == ' ')
        i++;
    if (h > 23 || m > 59 || sec > 60 || !parse_offset(s.p + i, s.n - i, &offset))
        return false;
    *seconds += h * 3600 + m * 60 + sec - (int64_t)offset * 60;
    return print_utc(*seconds, at);
}

bool dgm_moment_epoch(double number, dgm_date *day, char at[32], int64_t *seconds) {
    if (number > 1e11)
        number /= 1000; /* milliseconds */
    if (!(number >= 0 && number < 253402300800.0))
        return false;
    *seconds = (int64_t)number;
    *day = dgm_date_of_days((int32_t)(*seconds / DAY));
    return print_utc(*seconds, at);
}
