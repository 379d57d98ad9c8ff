/* SPDX-License-Identifier: Apache-2.0 */
/* Signals as a file that becomes readable. They are blocked first thing in main, before any thread is made. */
#ifndef DRAGOMAND_SIGNALS_H
#define DRAGOMAND_SIGNALS_H

int signals_open(void);          /* -1: errno says why */
int signals_next(int signals);   /* a signal that has come, or 0 */
void signals_close(int signals); /* they do again what they do to any program */

#endif
