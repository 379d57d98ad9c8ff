/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DRAGOMAND_HTTP_READ_H
#define DRAGOMAND_HTTP_READ_H

#include "model.h"

/* How a text is read: {"extraction": …, "why": …, "trees": …}, or {"error": …}. Caller frees; NULL: no memory. From any thread. */
char *http_read(work_plan *plan, const char *text, size_t n);

#endif
