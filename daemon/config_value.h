/* SPDX-License-Identifier: Apache-2.0 */
/* One option's value: from text into the struct's field, checked. */
#ifndef DRAGOMAND_CONFIG_VALUE_H
#define DRAGOMAND_CONFIG_VALUE_H

#include "config.h"

/* Sets the option's field from text. False: `why` says in a few words what is expected. */
bool config_set_value(config *c, const config_option *o, const char *text, char *why, size_t why_cap);
void config_clear_value(config *c, const config_option *o);
bool config_same_value(const config *a, const config *b, const config_option *o);
void config_swap_value(config *a, config *b, const config_option *o);

#endif
