/* SPDX-License-Identifier: Apache-2.0 */
#include "record/json.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

static void separate(dgm_json *j) {
    if (j->comma)
        dgm_buf_char(j->out, ',');
    j->comma = true;
}

void dgm_json_open(dgm_json *j, char bracket) {
    separate(j);
    dgm_buf_char(j->out, bracket);
    j->comma = false;
}

void dgm_json_close(dgm_json *j, char bracket) {
    dgm_buf_char(j->out, bracket);
    j->comma = true;
}

void dgm_json_name(dgm_json *j, const char *key, size_t n) {
    char *to = dgm_buf_more(j->out, n + 3 + j->comma);
    if (to) {
        if (j->comma)
            *to++ = ',';
        *to++ = '"';
        memcpy(to, key, n);
        to[n] = '"';
        to[n + 1] = ':';
    }
    j->comma = false;
}

static void escape(dgm_buf *out, unsigned char c) {
    static const char hex[] = "0123456789abcdef", named[] = "\b\t\n\f\r\"\\", letters[] = "btnfr\"\\";
    const char *at = c ? strchr(named, c) : NULL;
    dgm_buf_char(out, '\\');
    if (at) {
        dgm_buf_char(out, letters[at - named]);
        return;
    }
    dgm_buf_add(out, "u00", 3);
    dgm_buf_char(out, hex[c >> 4]);
    dgm_buf_char(out, hex[c & 15]);
}

#define EACH(byte) ((uint64_t)(byte)*0x0101010101010101u)

/* Eight bytes of ASCII without control characters, quotes and backslashes. */
static bool eight_plain(const char *p) {
    uint64_t x, quote, back;
    memcpy(&x, p, sizeof x);
    quote = x ^ EACH('"');
    back = x ^ EACH('\\');
    /* a byte's high bit is set by taking one from zero, and by taking 0x20 from what is less */
    uint64_t found = x | (x - EACH(0x20)) | (quote - EACH(1)) | (back - EACH(1));
    return (found & EACH(0x80)) == 0;
}

/* Bytes from `i` on that need no care: neither control characters, nor quotes, nor the edge of a broken sequence. */
static uint32_t plain_run(dgm_str s, uint32_t i) {
    uint32_t from = i;
    while (i + 8 <= s.n && eight_plain(s.p + i))
        i += 8;
    for (uint32_t n; i < s.n; i += n) {
        unsigned char c = (unsigned char)s.p[i];
        n = 1;
        if (c < 0x20 || c == '"' || c == '\\')
            break;
        if (c >= 0x80 && dgm_utf8_next(s.p + i, s.n - i, &n) == 0xfffd && n == 1)
            break;
    }
    return i - from;
}

/* A span that cuts a character in two is a fault of a room; the record stays valid UTF-8 all the same. */
void dgm_json_str(dgm_json *j, dgm_str s) {
    separate(j);
    dgm_buf_char(j->out, '"');
    for (uint32_t i = 0; i < s.n; i++) {
        uint32_t n = plain_run(s, i);
        dgm_buf_add(j->out, s.p + i, n);
        i += n;
        if (i >= s.n)
            break;
        if ((unsigned char)s.p[i] < 0x80)
            escape(j->out, (unsigned char)s.p[i]);
        else
            dgm_buf_text(j->out, "\xef\xbf\xbd");
    }
    dgm_buf_char(j->out, '"');
}

void dgm_json_str_or_null(dgm_json *j, dgm_str s) {
    if (s.n)
        dgm_json_str(j, s);
    else
        dgm_json_null(j);
}

void dgm_json_text(dgm_json *j, const char *s) { dgm_json_str(j, dgm_str_of(s)); }

void dgm_json_raw(dgm_json *j, dgm_str s) {
    separate(j);
    dgm_buf_str(j->out, s);
}

void dgm_json_int(dgm_json *j, int64_t i) {
    separate(j);
    dgm_buf_int(j->out, i);
}

void dgm_json_bool(dgm_json *j, bool b) { dgm_json_raw(j, b ? DGM_STR("true") : DGM_STR("false")); }
void dgm_json_null(dgm_json *j) { dgm_json_raw(j, DGM_STR("null")); }

/* By whole numbers, so that no locale and no library's rounding shows. */
void dgm_json_real(dgm_json *j, double x, int places) {
    int64_t unit = 1;
    if (!(fabs(x) < 1e15)) { /* money can be large; fractions do not matter there */
        dgm_json_null(j);
        return;
    }
    for (int i = 0; i < places; i++)
        unit *= 10;
    int64_t scaled = (int64_t)floor(fabs(x) * (double)unit + 0.5), whole = scaled / unit, rest = scaled % unit;
    separate(j);
    if (x < 0 && scaled)
        dgm_buf_char(j->out, '-');
    dgm_buf_int(j->out, whole);
    dgm_buf_char(j->out, '.');
    if (rest == 0)
        dgm_buf_char(j->out, '0');
    for (int64_t digit = unit / 10; rest; digit /= 10) {
        dgm_buf_char(j->out, (char)('0' + rest / digit));
        rest %= digit;
    }
}

void dgm_json_date(dgm_json *j, dgm_date d) {
    char text[11];
    dgm_date_print(d, text);
    dgm_json_str_or_null(j, dgm_str_of(text));
}
