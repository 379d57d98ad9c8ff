/* SPDX-License-Identifier: Apache-2.0 */
/* An article that could not be read: its bytes unchanged, with headers that say why. */
#ifndef DRAGOMAND_DEAD_LETTER_H
#define DRAGOMAND_DEAD_LETTER_H

#include "work.h"

/* Replaces whatever the result held by one dead letter. */
void dead_letter_make(const work_settings *s, const bus_record *record, int code, const char *what, work_result *out);

#endif
