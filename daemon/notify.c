/* SPDX-License-Identifier: Apache-2.0 */
#include "notify.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-daemon.h>

#include "clock.h"

enum { STATUS_BYTES = 200 };

int64_t notify_watchdog_ms(void) {
    uint64_t microseconds = 0;
    return sd_watchdog_enabled(0, &microseconds) > 0 ? (int64_t)(microseconds / 1000) : 0;
}

/* READY=1 is no sign of life for the watchdog, so that one comes with it. */
void notify_ready(void) { sd_notify(0, "READY=1\nWATCHDOG=1"); }

void notify_reloading(void) { sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRId64, clock_us()); }

void notify_stopping(void) { sd_notify(0, "STOPPING=1"); }
void notify_alive(void) { sd_notify(0, "WATCHDOG=1"); }
void notify_extend(int64_t ms) { sd_notifyf(0, "EXTEND_TIMEOUT_USEC=%" PRId64, ms * 1000); }
void notify_healthy(void) { sd_notify(0, "RESTART_RESET=1"); }

/* A datagram of its own: a text that is too long must not take another message with it. */
void notify_status(const char *text) {
    char line[STATUS_BYTES + 1];
    snprintf(line, sizeof line, "%s", text);
    size_t n = strlen(line);
    while (n && (line[n - 1] & 0xc0) == 0x80) /* cut at a character */
        n--;
    if (strlen(text) > STATUS_BYTES)
        line[n ? n - 1 : 0] = '\0';
    for (char *p = line; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = ' ';
    sd_notifyf(0, "STATUS=%s", line);
}
