/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include <stdio.h>

static bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

uint8_t dgm_date_month_days(int16_t year, uint8_t month) {
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12)
        return 0;
    return month == 2 && leap(year) ? 29 : days[month - 1];
}

bool dgm_date_valid(dgm_date d) {
    if (d.year < 1 || d.year > 9999 || d.month > 12)
        return false;
    if (d.month == 0)
        return d.day == 0;
    return d.day <= dgm_date_month_days(d.year, d.month);
}

/* Years are counted from March, so that the leap day is the last of its year, in cycles of 400 years (146097 days). */
int32_t dgm_date_days(dgm_date d) {
    int month = d.month ? d.month : 1, day = d.day ? d.day : 1;
    int year = d.year - (month <= 2);
    int cycle = (year >= 0 ? year : year - 399) / 400;
    int of_cycle = year - cycle * 400;
    int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return cycle * 146097 + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - 719468;
}

dgm_date dgm_date_of_days(int32_t days) {
    int64_t z = (int64_t)days + 719468;
    int64_t cycle = (z >= 0 ? z : z - 146096) / 146097;
    int64_t of_cycle = z - cycle * 146097;
    int64_t year = (of_cycle - of_cycle / 1460 + of_cycle / 36524 - of_cycle / 146096) / 365;
    int64_t of_year = of_cycle - (365 * year + year / 4 - year / 100);
    int64_t from_march = (5 * of_year + 2) / 153;
    int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    year += cycle * 400 + (month <= 2);
    if (year < INT16_MIN || year > INT16_MAX)
        return (dgm_date){0, 0, 0};
    return (dgm_date){(int16_t)year, (uint8_t)month, (uint8_t)(of_year - (153 * from_march + 2) / 5 + 1)};
}

uint8_t dgm_date_weekday(dgm_date d) { return (uint8_t)(((dgm_date_days(d) + 3) % 7 + 7) % 7); }

dgm_date dgm_date_add(dgm_date d, int32_t days) {
    int64_t sum = (int64_t)dgm_date_days(d) + days;
    if (sum < INT32_MIN || sum > INT32_MAX)
        return (dgm_date){0, 0, 0};
    return dgm_date_of_days((int32_t)sum);
}

int dgm_date_cmp(dgm_date a, dgm_date b) {
    int32_t x = dgm_date_days(a), y = dgm_date_days(b);
    return (x > y) - (x < y);
}

static bool digits(const char *p, uint32_t n, int *out) {
    *out = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return false;
        *out = *out * 10 + (p[i] - '0');
    }
    return true;
}

bool dgm_date_parse(dgm_str s, dgm_date *out) {
    int year, month = 0, day = 0;
    if (s.n != 4 && s.n != 7 && s.n != 10)
        return false;
    if (!digits(s.p, 4, &year) || (s.n > 4 && (s.p[4] != '-' || !digits(s.p + 5, 2, &month))) ||
        (s.n > 7 && (s.p[7] != '-' || !digits(s.p + 8, 2, &day))))
        return false;
    dgm_date d = {(int16_t)year, (uint8_t)month, (uint8_t)day};
    if ((s.n > 4 && month == 0) || (s.n > 7 && day == 0) || !dgm_date_valid(d))
        return false;
    *out = d;
    return true;
}

void dgm_date_print(dgm_date d, char out[11]) {
    out[0] = '\0';
    if (!dgm_date_valid(d))
        return;
    char text[32];
    snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
    int n = d.day ? 10 : d.month ? 7 : 4;
    for (int i = 0; i < n; i++)
        out[i] = text[i];
    out[n] = '\0';
}
