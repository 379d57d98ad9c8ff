/* SPDX-License-Identifier: Apache-2.0 */
/* What encoding the bytes of a saved page are in, without the header that came with it. */
#ifndef DGM_CLI_CHARSET_H
#define DGM_CLI_CHARSET_H

#include <stddef.h>

/* The page as UTF-8, a NUL behind it: a byte order mark decides; what is UTF-8 as a whole is UTF-8, whatever it declares (pages are
 * converted when they are saved, and keep their declaration); else what it declares; else windows-1252. Bytes that the encoding
 * does not know become U+FFFD. NULL: no memory. Caller frees. */
char *charset_to_utf8(const char *page, size_t n, size_t *out_n);

#endif
