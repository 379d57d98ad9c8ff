/* SPDX-License-Identifier: Apache-2.0 */
/* What systemd is told. All of it does nothing where there is no systemd. */
#ifndef DRAGOMAND_NOTIFY_H
#define DRAGOMAND_NOTIFY_H

#include <stdint.h>

int64_t notify_watchdog_ms(void); /* how often it wants to hear of us; 0: never */
void notify_ready(void);          /* with the first sign of life; after a reload too */
void notify_reloading(void);
void notify_stopping(void);
void notify_alive(void);
void notify_extend(int64_t ms);       /* starting or stopping takes that much longer, from now */
void notify_healthy(void);            /* earlier failures count no more (systemd 258; older ones do not look at it) */
void notify_status(const char *text); /* at most 200 bytes are shown */

#endif
