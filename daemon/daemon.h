/* SPDX-License-Identifier: Apache-2.0 */
/* The daemon's life, from its configuration to its exit status. */
#ifndef DRAGOMAND_DAEMON_H
#define DRAGOMAND_DAEMON_H

#include "config.h"

enum daemon_exit {
    EXIT_OK = 0,
    EXIT_USAGE = 64,
    EXIT_DATA = 65,  /* a backup that cannot be taken */
    EXIT_TAKEN = 69, /* another process uses this instance: starting again would only shut that one out */
    EXIT_FAULT = 70,
    EXIT_AGAIN = 75,
    EXIT_CONFIG = 78
};

typedef struct daemon_end {
    int status;
    bool abrupt; /* the process must end by _exit: threads that cannot be joined are still there */
} daemon_end;

/* Runs until a signal or a fatal error ends it. `c` may change by reloads and stays the caller's. `signals`: see signals.h. */
daemon_end daemon_run(config *c, int signals);

#endif
