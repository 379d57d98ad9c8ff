/* SPDX-License-Identifier: Apache-2.0 */
/* The page for people, as bytes of the program; the build makes them of the files in daemon/page/. */
#ifndef DRAGOMAND_PAGE_H
#define DRAGOMAND_PAGE_H

#include <stddef.h>

extern const char page_html[], page_js[], page_css[];
extern const size_t page_html_size, page_js_size, page_css_size;

#endif
