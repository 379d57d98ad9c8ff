/* SPDX-License-Identifier: Apache-2.0 */
#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HEAD 4096u /* bytes of a page within which it declares its encoding */
#define NAME_MAX 40u
#define REPLACEMENT "\xEF\xBF\xBD"

typedef struct text {
    char *p;
    size_t n, cap;
} text;

static bool room_for(text *t, size_t more) {
    if (t->cap - t->n > more)
        return true;
    size_t cap = (t->cap + more + 64) * 2;
    char *p = realloc(t->p, cap);
    if (!p)
        return false;
    t->p = p;
    t->cap = cap;
    return true;
}

static bool add(text *t, const char *p, size_t n) {
    if (!room_for(t, n))
        return false;
    memcpy(t->p + t->n, p, n);
    t->n += n;
    t->p[t->n] = '\0';
    return true;
}

/* The bytes that differ from ISO 8859-1, as browsers read both. */
static bool add_windows_1252(text *t, const char *p, size_t n) {
    static const uint16_t high[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                      0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                      0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                      0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    bool ok = add(t, "", 0);
    for (size_t i = 0; ok && i < n; i++) {
        unsigned char byte = (unsigned char)p[i];
        unsigned c = byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte;
        char one[1] = {(char)c}, two[2] = {(char)(0xC0 | c >> 6), (char)(0x80 | (c & 0x3F))},
             three[3] = {(char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3F)), (char)(0x80 | (c & 0x3F))};
        ok = c < 0x80 ? add(t, one, 1) : c < 0x800 ? add(t, two, 2) : add(t, three, 3);
    }
    return ok;
}

/* Bytes of well-formed UTF-8 at the front. */
static size_t utf8_length(const char *p, size_t n) {
    size_t i = 0;
    while (i < n) {
        unsigned char a = (unsigned char)p[i], b = i + 1 < n ? (unsigned char)p[i + 1] : 0;
        size_t size = a < 0x80                ? 1
                      : a >= 0xC2 && a < 0xE0 ? 2
                      : a >= 0xE0 && a < 0xF0 ? 3
                      : a >= 0xF0 && a < 0xF5 ? 4
                                              : 0;
        bool wrong = size == 0 || size > n - i || (a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F) ||
                     (a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F);
        for (size_t k = 1; k < size && !wrong; k++)
            wrong = ((unsigned char)p[i + k] & 0xC0) != 0x80;
        if (wrong)
            break;
        i += size;
    }
    return i;
}

/* Bytes that are no UTF-8 one by one become replacement characters. */
static bool add_utf8(text *t, const char *p, size_t n) {
    bool ok = add(t, "", 0);
    while (ok && n) {
        size_t good = utf8_length(p, n);
        ok = add(t, p, good);
        p += good;
        n -= good;
        if (ok && n) {
            ok = add(t, REPLACEMENT, 3);
            p++;
            n--;
        }
    }
    return ok;
}

static bool add_iconv(text *t, iconv_t how, const char *p, size_t n, size_t unit) {
    char *in = (char *)(uintptr_t)p; /* iconv does not write there, but its type does not say so */
    bool ok = add(t, "", 0);
    while (ok && n) {
        char piece[4096], *out = piece;
        size_t left = sizeof piece;
        size_t rc = iconv(how, &in, &n, &out, &left);
        bool bad = rc == (size_t)-1 && errno != E2BIG;
        ok = add(t, piece, sizeof piece - left) && (!bad || add(t, REPLACEMENT, 3));
        if (bad) {
            size_t skip = n < unit ? n : unit;
            in += skip;
            n -= skip;
        }
    }
    return ok;
}

/* The name behind "charset=" or "encoding=" at `p`, in `out`. */
static bool value_at(const char *p, const char *end, char *out) {
    size_t n = 0;
    while (p < end && strchr(" \t\r\n=\"'", *p))
        p++;
    while (p < end && n + 1 < NAME_MAX && *p && !strchr(" \t\r\n\"';/>?", *p))
        out[n++] = *p++;
    out[n] = '\0';
    return n > 1;
}

/* <meta charset="…">, <meta http-equiv=… content="text/html; charset=…">, <?xml … encoding="…"?> */
static bool declared(const char *p, size_t n, char *out) {
    const char *end = p + (n < HEAD ? n : HEAD);
    for (const char *tag = p; (tag = memchr(tag, '<', (size_t)(end - tag))) != NULL; tag++) {
        const char *close = memchr(tag, '>', (size_t)(end - tag));
        bool xml = end - tag > 5 && strncasecmp(tag, "<?xml", 5) == 0;
        if (!close || !(xml || (end - tag > 5 && strncasecmp(tag, "<meta", 5) == 0)))
            continue;
        const char *key = xml ? "encoding" : "charset";
        for (const char *at = tag; at + strlen(key) < close; at++)
            if (strncasecmp(at, key, strlen(key)) == 0)
                return value_at(at + strlen(key), close, out);
    }
    return false;
}

/* As browsers do: a name stands for the larger encoding that pages under it really use. NULL: windows-1252. */
static const char *meant(const char *name) {
    static const struct {
        const char *declared, *meant;
    } names[] = {{"iso-8859-1", NULL},
                 {"iso8859-1", NULL},
                 {"latin1", NULL},
                 {"us-ascii", NULL},
                 {"ascii", NULL},
                 {"windows-1252", NULL},
                 {"cp1252", NULL},
                 {"iso-8859-9", "WINDOWS-1254"},
                 {"iso-8859-11", "WINDOWS-874"},
                 {"tis-620", "WINDOWS-874"},
                 {"gb2312", "GB18030"},
                 {"gbk", "GB18030"},
                 {"x-gbk", "GB18030"},
                 {"x-sjis", "CP932"},
                 {"shift_jis", "CP932"},
                 {"shift-jis", "CP932"},
                 {"euc-kr", "UHC"},
                 {"ks_c_5601-1987", "UHC"},
                 {"big5", "BIG5-HKSCS"}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcasecmp(names[i].declared, name) == 0)
            return names[i].meant;
    return name;
}

char *charset_to_utf8(const char *page, size_t n, size_t *out_n) {
    text out = {0};
    char name[NAME_MAX] = "";
    bool little = n >= 2 && memcmp(page, "\xFF\xFE", 2) == 0, big = n >= 2 && memcmp(page, "\xFE\xFF", 2) == 0;
    size_t skip = little || big ? 2 : n >= 3 && memcmp(page, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    const char *from = little ? "UTF-16LE" : big ? "UTF-16BE" : NULL;
    bool utf8 = skip == 3, known = !from && !utf8 && declared(page, n, name), ok;
    bool escapes = known && strncasecmp(name, "iso-2022", 8) == 0; /* of seven bits, so that it passes for UTF-8 */
    if (!from && !escapes && utf8_length(page, n) == n)
        utf8 = true;
    if (known && !utf8 && (strcasecmp(name, "utf-8") == 0 || strcasecmp(name, "utf8") == 0))
        utf8 = true;
    if (!from && !utf8 && known)
        from = meant(name);
    page += skip;
    n -= skip;
    iconv_t how = !utf8 && from ? iconv_open("UTF-8", from) : (iconv_t)-1;
    if (utf8)
        ok = add_utf8(&out, page, n);
    else if (how != (iconv_t)-1)
        ok = add_iconv(&out, how, page, n, skip == 2 ? 2 : 1);
    else
        ok = add_windows_1252(&out, page, n);
    if (how != (iconv_t)-1)
        iconv_close(how);
    if (!ok) {
        free(out.p);
        return NULL;
    }
    *out_n = out.n;
    return out.p;
}
